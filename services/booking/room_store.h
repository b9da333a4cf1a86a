/* Rooms, opening hours and holds of rooms in the store. Find: 1, 0, -1. Save: 0, -1. */
#ifndef ANXIN_BOOKING_ROOM_STORE_H
#define ANXIN_BOOKING_ROOM_STORE_H

#include "proto/booking.h"
#include "proto/common.h"
#include "room.h"
#include "store/store.h"
#include "wire/id.h"

/* Hours of a room, or with room "" of the station itself. */
int opening_find(struct store *store, const char *station, const char *room, struct opening *opening); /* 0 or -1 */
int opening_save(struct store *store, const char *station, const char *room, const struct open_span *at,
                 uint32_t count);

int room_version(struct store *store, const char *station, const char *room, int64_t *version);
int room_find(struct store *store, const char *station, const char *room, struct room_row *found);
int room_save(struct store *store, const struct room_put *put, int64_t version);
int room_page(struct store *store, const struct room_list *asked, struct room_list_answer *page);

struct room_held_row {
    char hold[ID_SIZE];
    enum room_state state;
    char station[33], room[33];
    int64_t seats;
    int64_t capacity; /* of the room when it was decided */
    struct interval when;
    char object[ID_SIZE];
    char source[ID_SIZE]; /* service that asked */
    char by[ID_SIZE];     /* who holds it by hand; "" for a service */
};
int room_hold_find(struct store *store, const char *hold, struct room_held_row *found);
int room_hold_save(struct store *store, const struct room_held_row *hold);

int room_hold_page(struct store *store, const struct room_hold_list *asked, enum room_state state,
                   struct room_hold_list_answer *page); /* 0 or -1 */

/* The first hold of the room in the way of `when`: 1 with its id, 0, -1. */
int room_taken(struct store *store, const char *station, const char *room, struct interval when, char hold[ID_SIZE]);

/* Most persons that a hold of the room which is not over expects; 0 when there is none. 0 or -1. */
int room_most_seats(struct store *store, const char *station, const char *room, int64_t now, int64_t *seats);

#endif
