/* The workers and everybody's time, in memory: an exact copy of what matching's store says, so that a choice needs no
 * SQL. Pure: no store, clock or service. Changes belong to a unit of work: pool_keep() or pool_undo() ends it. */
#ifndef ANXIN_MATCHING_POOL_H
#define ANXIN_MATCHING_POOL_H

#include "rules/interval.h"
#include "rules/travel.h"
#include "wire/id.h"

#define CODE_SIZE 33
#define POOL_LANGUAGES 8
#define POOL_EMPLOYERS 8
#define POOL_CUISINES 8
#define POOL_CONFLICTS 8

/* What a person was asked about. */
enum told { TOLD_NOTHING, TOLD_YES, TOLD_NO };

/* What roster says of a worker. */
struct worker_facts {
    char worker[ID_SIZE];
    char station[CODE_SIZE]; /* home station */
    int employers_count;
    char employers[POOL_EMPLOYERS][CODE_SIZE]; /* further ones: station codes among them (R3) */
    char kind[CODE_SIZE];
    bool employee; /* 员工制: may be assigned directly (R3) */
    bool part_time;
    char sex; /* 'f', 'm', 0 not told */
    int languages_count;
    char languages[POOL_LANGUAGES][CODE_SIZE];
    int cuisines_count;
    char cuisines[POOL_CUISINES][CODE_SIZE]; /* cooks these (V7) */
    enum told pets;                          /* works where pets are */
    enum told smokes;
    struct cell home;
    enum travel_mode travel;
    bool active; /* activated */
    bool gone;   /* retired or dismissed: not even looked at */
    bool suspended;
    bool green; /* colour code */
};

struct worker_cert {
    char cert[ID_SIZE];
    char type[CODE_SIZE];
    int level; /* 5 lowest, 1 highest, 0 has none */
    struct interval valid;
    bool good; /* verified, and not suspended, expired or revoked */
};

struct worker_leave {
    char leave[ID_SIZE];
    struct interval time;
};

enum hold_kind { HOLD_NONE, HOLD_VISIT, HOLD_CLASS, HOLD_EXAM, HOLD_HEARING, HOLD_LEAVE, HOLD_TRAINER, HOLD_KINDS };

/* A piece of a person's time that is taken. */
struct hold {
    char hold[ID_SIZE];
    enum hold_kind kind;
    bool firm; /* else tentative: an offer that is not answered */
    struct interval time;
    struct cell place;       /* visits: the home, others: the station; {0,0} unknown */
    char household[ID_SIZE]; /* visits */
};

/* A visit that was worked: for continuity and workload. */
struct past_visit {
    char visit[ID_SIZE];
    char household[ID_SIZE];
    struct interval time;
};

/* How an offer ended: for the share that the worker refuses (V12). */
struct offer_answer {
    char visit[ID_SIZE];
    int64_t at;
    bool refused;
};

struct pool;

/* Active workers of a station ("" of any), in order of id: how many, at most `most`. */
int pool_workers(const struct pool *pool, const char *station, char (*workers)[ID_SIZE], int most);

/* What is taken of a person's time in a window, holds and leaves, in order of start: how many, at most `most`. */
struct pool_taken {
    char id[ID_SIZE];
    struct interval time;
    struct cell place; /* {0,0} unknown */
    bool visit;
};
int pool_taken(const struct pool *pool, const char *person, struct interval window, struct pool_taken *taken, int most);

/* The visits that a worker has worked and holds time for, that start in a window, in no order: how many, at most
 * `most`.
 */
struct pool_work {
    char id[ID_SIZE]; /* of the hold; of a visit that was worked its own */
    struct interval time;
};
int pool_work(const struct pool *pool, const char *worker, struct interval window, struct pool_work *work, int most);

/* Work in the civil week around an instant, ms: visits worked and held. */
int64_t pool_week(const struct pool *pool, const char *worker, int64_t instant);
bool pool_is_same_week(int64_t one, int64_t other);

/* What was changed since the mark is taken back; the unit goes on. */
int pool_mark(const struct pool *pool);
void pool_back(struct pool *pool, int mark);

struct pool *pool_open(void); /* NULL when there is no memory */
void pool_close(struct pool **pool);
void pool_keep(struct pool *pool); /* the changes since the last keep or undo stand */
void pool_undo(struct pool *pool); /* they never were */

/* Each puts one fact or replaces the one with the same id; a leave whose time is empty goes. 0, or -1 when there is no
 * memory (then nothing changed). */
int pool_put_facts(struct pool *pool, const struct worker_facts *facts);
int pool_put_cert(struct pool *pool, const char *worker, const struct worker_cert *cert);
int pool_put_leave(struct pool *pool, const char *worker, const struct worker_leave *leave);
int pool_put_pair(struct pool *pool, const char *worker, const char *household, bool prohibited);
int pool_put_past(struct pool *pool, const char *worker, const struct past_visit *past);
int pool_drop_past(struct pool *pool, const char *worker, const char *visit);
int pool_put_answer(struct pool *pool, const char *worker, const struct offer_answer *answer);
int pool_put_hold(struct pool *pool, const char *person, const struct hold *hold);
int pool_drop_hold(struct pool *pool, const char *person, const char *hold);

/* How far back is remembered: holds, leaves and certificates that ended since, visits that began since; answers. */
struct horizon {
    int64_t since, answers_since;
};
/* Forgets what is older of this person, and of the next one in turn: when each thing that is put calls it, nobody's is
 * left lying for long. 0, or -1 when there is no memory. */
int pool_forget(struct pool *pool, const char *person, const struct horizon *horizon);

bool pool_is_worker(const struct pool *pool, const char *person); /* roster has spoken of this person */
/* What is known of a worker; false: nothing is, and `facts` is as it was. */
bool pool_facts(const struct pool *pool, const char *worker, struct worker_facts *facts);

/* ---- the calendar (V23): any person's time ---- */

struct conflicts {
    int count;
    char at[POOL_CONFLICTS][ID_SIZE]; /* holds and leaves, in order of start */
};
/* A time that is wanted of a person for anything but a visit. Between it and a visit there must be time to hand over
 * and for the way, when its place is known (V2). */
struct wanted {
    struct interval time;
    struct cell place;           /* {0,0} unknown */
    const char *ignore;          /* a hold that is not in its way; "" none */
    const struct travel *travel; /* not read when the place is unknown */
    int64_t handover_ms;
};
/* What stands in the way of it. */
void pool_conflicts(const struct pool *pool, const char *person, const struct wanted *wanted,
                    struct conflicts *conflicts);
/* Earliest start, not before the wanted one, at which it would fit. */
int64_t pool_first_free(const struct pool *pool, const char *person, const struct wanted *wanted);

#endif
