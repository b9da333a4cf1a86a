/* What a handler sees: one message and its unit of work (its reads, writes, events and timers, all in one transaction).
 */
#ifndef ANXIN_SERVICE_UNIT_H
#define ANXIN_SERVICE_UNIT_H

#include "base/civil.h"
#include "base/log.h"
#include "proto/catalogue.h"
#include "rules/travel.h"
#include "store/person.h"
#include "store/store.h"
#include "wire/id.h"

struct unit {
    struct store *store;
    const struct log *log;
    void *state;                  /* the service's own memory, from its open() */
    const int64_t *setting;       /* the service's settings, by its enum */
    const struct travel *travel;  /* how long ways take in this set (V3) */
    int64_t now;                  /* business time; for an event of another service never before that event's time */
    const struct envelope *cause; /* header of the message; of a timer: source "timer", id "kind/subject/due" */
    bool from_outside;     /* a command of an outside system (role partner): its source names the partner stream */
    struct engine *engine; /* the skeleton's */
};

/* What handlers return. */
enum { UNIT_DONE = 0, UNIT_REFUSED = 1, UNIT_TROUBLE = -1 };

/* The next id derived from the cause (and the number of ids asked for before in this unit). */
void unit_id(struct unit *unit, char id[UUID_SIZE]);

/* Bytes that nobody can guess, for a code or a nonce: stored, never emitted, since a repeat after a restore makes
 * others. */
void unit_nonce(struct unit *unit, void *to, size_t size);

/* Emits an event on the service's own stream, or on a partition of it ("partner.miniapp", "feed.ST1-disp"). `subject`
 * is the object it is about and its partition key. The body is checked against its table: a flaw is logged and the unit
 * is trouble. 0 or -1 (return it). */
int unit_emit(struct unit *unit, enum message_type type, const void *body, const char *subject);
int unit_emit_to(struct unit *unit, const char *stream, enum message_type type, const void *body, const char *subject);

/* Notes how far `reader` has read a stream of this service, so that it is known who misses something when the stream is
 * trimmed. 0 or -1. */
int unit_reader(struct unit *unit, const char *reader, const char *stream, int64_t number);

/* The first number that a stream of this service still holds; 1 of one that does not exist. */
int64_t unit_stream_first(const struct unit *unit, const char *stream);

/* Refuses a command: nothing of this unit is kept; the sender is told code, field and sentence. Returns UNIT_REFUSED.
 * In an event's or timer's handler: the message is parked with this reason (it should not happen). */
__attribute__((format(printf, 4, 5))) int unit_refuse(struct unit *unit, const char *code, const char *field,
                                                      const char *format, ...);

/* Refuses a cell of which only one coordinate was told ("missing", by its field): it would lie a continent away. 0 or
 * UNIT_REFUSED. */
int unit_place_check(struct unit *unit, int64_t cell_lat, int64_t cell_lon);

/* In an event's handler: it cannot be applied because `object` is not known here, as after a restore from an old copy.
 * Refuses; the message is parked, and tried again as soon as this service emits an event about that object. */
int unit_lacks(struct unit *unit, const char *code, const char *field, const char *object);
/* Says that an object is here now whose first event is about another one. 0 or -1 (return it). */
int unit_appeared(struct unit *unit, const char *object);

/* Likewise refuses, but keeps what was written and emitted (booking.rejected). Returns UNIT_DONE. */
__attribute__((format(printf, 4, 5))) int unit_decline(struct unit *unit, const char *code, const char *field,
                                                       const char *format, ...);

/* Reports trouble (the store failed: give store_why). Returns UNIT_TROUBLE. */
int unit_trouble(struct unit *unit);

/* True when our copy of what that followed service says may be old: for more than 5 s (or since the start) nothing was
 * heard of it, or what it has said is not all applied. By the monotonic clock, so it holds when business time stands.
 */
bool unit_source_is_silent(const struct unit *unit, const char *source);

/* Refuses a command for now: nothing of this unit is kept, the answer is not remembered, and the same command may come
 * again. Returns UNIT_REFUSED. In an event's handler: it is parked and tried again. */
int unit_not_now(struct unit *unit, const char *code, const char *detail);

/* Within a question: its answer tells of somebody what no PERSONAL field marks (his health). The trail's row of the
 * reading names `field`. */
void unit_sensitive(struct unit *unit, const char *field);

/* Names the object made or changed, for the answer. */
void unit_subject(struct unit *unit, const char *id);

/* Tells the revision that this object has now, for the answer: the sender may give it as expectedrev next time. */
void unit_revision(struct unit *unit, int64_t revision);

/* Tells how many objects a command about many concerns, for the answer. */
void unit_count(struct unit *unit, int64_t count);

/* Something waits to be computed: the service's job is asked for it once this unit is durable. */
void unit_compute(struct unit *unit);

/* Sets or moves, clears a durable timer of this service. 0 or -1. */
int unit_timer(struct unit *unit, const char *kind, const char *subject, int64_t due);
int unit_timer_clear(struct unit *unit, const char *kind, const char *subject);

#endif
