/* The ledger of a store: streams that it owns, cursors into streams that it follows, answers already given, messages
 * set aside. All writes happen inside the caller's transaction and savepoint. */
#ifndef ANXIN_STORE_LEDGER_H
#define ANXIN_STORE_LEDGER_H

#include "proto/envelope.h"
#include "store/store.h"
#include "wire/id.h"

struct ledger; /* heads of streams held in memory, in step with savepoints */

/* Reads epoch and heads; makes the epoch (16 hex digits from 8 bytes of `seed`) when the store is new. NULL on failure.
 */
struct ledger *ledger_open(struct store *store, const uint8_t seed[8], struct error *error);
void ledger_close(struct ledger **ledger);
const char *ledger_epoch(const struct ledger *ledger);

/* Heads follow the store's savepoints: call right after the store's call of the same meaning. */
void ledger_keep(struct ledger *ledger);  /* savepoint released */
void ledger_undo(struct ledger *ledger);  /* savepoint undone */
int ledger_reload(struct ledger *ledger); /* commit failed: read everything again */

struct head {
    char name[ID_SIZE];
    int64_t first; /* first number kept, 1 unless trimmed */
    int64_t last;  /* 0 when empty */
    uint8_t hash[HASH_SIZE];
    bool moved; /* since ledger_settle */
};

/* Head of a stream; 1 found, 0 when the stream does not exist. */
int ledger_head(const struct ledger *ledger, const char *stream, struct head *head);
/* Walks all heads by index 0.. until 0 is returned, in order of creation. */
int ledger_head_at(const struct ledger *ledger, int index, struct head *head);
void ledger_settle(struct ledger *ledger); /* forget what moved (after a beat) */

/* Numbers, chains and stores one event: fills stream, sequence, epoch, prevhash, recordedtime of the envelope, encodes
 * it, and appends. On 0, `header` holds the stored header's bytes. -1 on failure. */
struct stored {
    uint8_t header[4096];
    size_t header_size;
    int64_t number;
};
int ledger_append(struct ledger *ledger, const char *stream, struct envelope *envelope, const void *data, size_t size,
                  int64_t recorded, struct stored *stored);

/* Calls `each` for the events after `after` in order, at most `most`, until it returns non-zero (stop). Every row's
 * hash is checked against the chain as it is read. 0, or -1 (store_why; "bit flip" as a damaged row). */
typedef int ledger_each(void *self, int64_t number, const void *header, size_t header_size, const void *data,
                        size_t size);
int ledger_read(struct ledger *ledger, const char *stream, int64_t after, int most, ledger_each *each, void *self);

/* Likewise the events of all streams about one subject, after place `after` (0: from the first). *place is the place of
 * the last one taken: the one at which `each` stops counts as not taken. */
int ledger_story(struct ledger *ledger, const char *subject, int64_t after, int most, ledger_each *each, void *self,
                 int64_t *place);

/* Chain hash of event `number`: 1, 0 when not kept, -1. Number 0 gives a hash of zeros. */
int ledger_hash_at(struct ledger *ledger, const char *stream, int64_t number, uint8_t hash[HASH_SIZE]);

/* ---- trimming (the engine's trim.c says which streams, and when) ---- */

/* Forgets the events before number `first`, which must exist; inside a savepoint. How many went, or -1. */
int ledger_trim(struct ledger *ledger, const char *stream, int64_t first);
/* Number of the first event kept that was stored at `time` or later; one beyond the last when none was. 0 or -1. */
int ledger_since(struct ledger *ledger, const char *stream, int64_t time, int64_t *number);
/* Chain hash of the event before the first one kept; zeros when nothing was trimmed. 1, 0 no such stream, -1. */
int ledger_before(struct ledger *ledger, const char *stream, uint8_t hash[HASH_SIZE]);

/* Checks the whole chain of every stream; calls `complain` for each fault. 0 or -1 when the store failed. */
int ledger_verify(struct ledger *ledger, void (*complain)(void *self, const char *text), void *self, int64_t *events);

/* Begins a new epoch (after a restore at `at`): notes where each stream stood in the old one. Inside a transaction. 0
 * or -1. */
int ledger_fork(struct ledger *ledger, const uint8_t seed[8], int64_t at);
/* Where `stream` stood when `epoch` ended, 0 when it was not there yet: 1, 0 when that epoch is not known, -1. */
int ledger_fork_find(struct ledger *ledger, const char *epoch, const char *stream, int64_t *number,
                     uint8_t hash[HASH_SIZE]);

/* The fork with which the present epoch began, of one stream: 1, 0 when it began with the store, -1. */
struct fork {
    char epoch[17]; /* that ended */
    int64_t number, at;
};
int ledger_fork_last(struct ledger *ledger, const char *stream, struct fork *fork);

/* ---- cursors of what we follow ---- */

struct cursor {
    char source[33]; /* service */
    char stream[ID_SIZE];
    char epoch[17];
    int64_t number;
    uint8_t hash[HASH_SIZE];
};
int cursor_find(struct store *store, const char *source, const char *stream, struct cursor *cursor); /* 1, 0, -1 */
int cursor_save(struct store *store, const struct cursor *cursor);

/* ---- followers as they last said (applied) ---- */

int follower_save(struct store *store, const char *follower, const char *stream, int64_t applied, int64_t at);
/* May `follower` be noted beside the others of the stream? At most `most` are; who has told nothing since `gone` gives
 * place first. 1, 0, -1. */
int follower_room(struct store *store, const char *follower, const char *stream, int64_t most, int64_t gone);
/* Calls `each` until it returns non-zero. 0 or -1. `missed`: events of its stream that were trimmed before it had read
 * them. follower_list: those of stream `own` first, then those who have missed something, then, if `full`, all others.
 * follower_of: those of one stream, the furthest behind first. */
typedef int follower_each(void *self, const char *follower, const char *stream, int64_t applied, int64_t missed);
int follower_list(struct store *store, const char *own, bool full, follower_each *each, void *self);
int follower_of(struct store *store, const char *stream, follower_each *each, void *self);
/* How many (follower, stream) have missed something. 0 or -1. */
int follower_missed(struct store *store, int64_t *count);

/* ---- answers given: idempotency by (source, id) ---- */

/* 1 and the stored answer's bytes (copied into `answer`, at most `room`), 0 when new, -1 (also: it is damaged). `same`
 * tells whether the body is the one that was answered. */
int answer_find(struct store *store, const char *source, const char *id, const uint8_t body[HASH_SIZE], void *answer,
                size_t room, size_t *size, bool *same);
int answer_save(struct store *store, const char *source, const char *id, const uint8_t body[HASH_SIZE],
                const void *answer, size_t size, int64_t at);
/* Forgets answers given before `before`, looking at the `most` oldest ones only. The number forgotten, or -1. */
int answer_trim(struct store *store, int64_t before, int most);
/* Calls `complain` of each answer that does not stand as it was given. 0 or -1. */
int answer_verify(struct store *store, void (*complain)(void *self, const char *text), void *self);

/* ---- messages set aside (guarantee 4) ---- */

#define PAUSED_NAME "paused."  /* the fact that a followed service is paused: this and its name */
#define PARK_WAITING "waiting" /* the cause of one that has not failed itself */

/* Parks a message of a followed stream. `cause` is the class of the failure in one word (messages of one type and cause
 * are a group to the operator), `reason` the sentence. */
int park_save(struct store *store, const char *source, const char *stream, int64_t number, const char *key,
              const char *type, const void *header, size_t header_size, const void *data, size_t size,
              const char *cause, const char *reason, int64_t at);
/* 1 when an earlier message of this key is parked, so this one must wait behind it; 0; -1. */
int park_holds(struct store *store, const char *key);
/* Likewise for one of number `number` that is heard again, by what that source said until then; *itself: it is that one
 * that is parked. */
int park_holds_at(struct store *store, const char *key, const char *source, int64_t number, bool *itself);
int park_count(struct store *store, int64_t *count);

struct parked {
    int64_t number; /* order of parking */
    char source[33];
    char stream[ID_SIZE];
    int64_t sequence;
    char key[ID_SIZE];
    char type[ID_SIZE];
    char cause[ID_SIZE];
    char reason[256];
    int64_t tries; /* 0: only waits behind another */
    int64_t at, due;
    int64_t failed_first, failed_last; /* 0 while it only waits */
    size_t header_size, data_size;
    uint8_t header[4096];
    uint8_t data[65536];
};
/* The next one to be tried again: the earliest that is due and has no earlier one of its key before it. 1, 0, -1. */
int park_next(struct store *store, int64_t now, struct parked *parked);
/* Failed (again) at `at`: counts the try and sets when it is due next. Drop: it succeeded. 1, 0 when there is no such
 * number, -1. What an operator does with them is in dead.h. */
int park_retry(struct store *store, int64_t number, const char *cause, const char *reason, int64_t at, int64_t due);
int park_drop(struct store *store, int64_t number);
/* The clock is set back by so much: what waits for its time waits no longer than it would have. Rows, or -1. */
int park_earlier(struct store *store, int64_t by);
/* The object whose absence made it fail ("": none); those that await an object are due at once when it appears. Stop:
 * it is not tried again by itself. How many rows, or -1. */
int park_await(struct store *store, const char *source, const char *stream, int64_t number, const char *object);
int park_wake(struct store *store, const char *object, int64_t now);
int park_stop(struct store *store, const char *source, const char *stream, int64_t number);

/* ---- facts about the store itself ---- */

int meta_find(struct store *store, const char *name, char *value, size_t size); /* 1, 0, -1 */
int meta_save(struct store *store, const char *name, const char *value);
int meta_clear(struct store *store, const char *name);

#endif
