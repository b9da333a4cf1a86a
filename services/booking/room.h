/* A wish for a room: its states and when it is granted (A1.4, I5). Pure. */
#ifndef ANXIN_BOOKING_ROOM_H
#define ANXIN_BOOKING_ROOM_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/booking.h"
#include "rules/interval.h"
#include "rules/table.h"

enum room_state { ROOM_NONE, ROOM_HELD, ROOM_DENIED, ROOM_RELEASED, ROOM_STATES_END };
enum room_trigger { ROOM_ON_NONE, ROOM_ON_GRANT, ROOM_ON_DENY, ROOM_ON_DROP, ROOM_TRIGGERS_END };

extern const struct machine room_machine;

const char *room_state_name(int state);
int room_state_of(const char *name);

/* Opening hours of a station or of a room of it. */
#define OPEN_SPANS 14
struct opening {
    uint32_t count;
    struct open_span at[OPEN_SPANS];
};

/* True when the whole time lies in the hours of one local day; spans that touch count as one. */
bool opening_holds(const struct opening *opening, struct interval when);

/* What decides about a wish. */
struct room_facts {
    bool known; /* the room exists and is in use */
    int64_t capacity;
    struct opening station, own; /* `own` empty: the station's alone */
    const char *taken_by;        /* a hold in the way, or "" */
};

/* The reason code of a refusal ("unknown_room", "bad_time", "too_small", "closed", "taken"), or NULL. */
const char *room_denial(const struct room_facts *facts, int64_t seats, struct interval when);

#endif
