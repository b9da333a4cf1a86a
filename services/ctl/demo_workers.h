/* How the workers and clients of the demo behave: a pure function of the seed and of what they are told, so that a seed
 * gives the same eight weeks whatever is killed meanwhile. */
#ifndef ANXIN_CTL_DEMO_WORKERS_H
#define ANXIN_CTL_DEMO_WORKERS_H

#include "services/ctl/sample.h"

#define DEMO_GRID (5 * INT64_C(60000)) /* all acts fall on five minutes, so that there are few moments */
#define DEMO_KEY 160

/* A visit as the workers know it. */
struct demo_visit {
    char id[65], booking[65], worker[65];
    char household[65];
    char station[33], service[17];
    char risk[33]; /* why it is at risk; "" when it is not */
    bool acked;
    char key[DEMO_KEY]; /* household, start and service: the same in every run */
    int64_t start, end;
    bool started, over, departed;
    bool assigned_once;
    bool goes_along; /* with another visit of the booking, which alone is called off or cut short */
    bool corrected;  /* times were put right, wrongly or not */
};

enum demo_deed_kind {
    DEED_NONE,
    DEED_ACCEPT,
    DEED_DECLINE,
    DEED_ACK,
    DEED_CHECK_IN,
    DEED_CHECK_OUT,
    DEED_NO_CLIENT,
    DEED_DISPUTE,
    DEED_CONFIRM,
    DEED_SETTLE,
    DEED_CORRECT,
    DEED_BEAR_OUT
};

/* Something a worker, client or manager is going to do. */
struct demo_deed {
    int64_t at;
    enum demo_deed_kind kind;
    int visit;       /* index */
    char worker[65]; /* who had the visit when this was planned: void when somebody else has it by then */
};

/* What follows from an offer at `now`; DEED_NONE when the worker will not answer. */
struct demo_deed worker_on_offer(uint64_t seed, const struct demo_visit *visit, int index, int64_t now);
/* What follows from an assignment: the acknowledgement; DEED_NONE when it is forgotten. */
struct demo_deed worker_on_assigned(uint64_t seed, const struct demo_visit *visit, int index, int64_t now);
/* What happens at the door: check-in, nobody at home, or DEED_NONE when the worker does not come. */
enum demo_door { DOOR_OPENS, DOOR_NOBODY, DOOR_NO_WORKER };
struct demo_deed worker_at_door(uint64_t seed, const struct demo_visit *visit, int index, enum demo_door door);
/* What happens there at the sample's rates, for who plays a part of its weeks. */
enum demo_door door_draw(uint64_t seed, const struct demo_visit *visit);

/* What is to happen so many times in the eight weeks (domain E6), spread over them: the first occasion after each
 * moment of `seed`. `happened` counts what has happened, by itself too. */
#define DEMO_NOBODY_HOME 14
#define DEMO_MISSED 3
#define DEMO_CUT_SHORT 6
struct demo_times {
    const char *what;
    int count;
    int late; /* the last of them come near the end, when it is known what happened by itself */
};
extern const struct demo_times demo_nobody_home, demo_missed, demo_cut_short;
bool times_due(const struct demo_times *times, uint64_t seed, int64_t since, int64_t now, int happened);
/* When the worker leaves again. */
struct demo_deed worker_after_start(uint64_t seed, const struct demo_visit *visit, int index, int64_t now);
/* The client is asked whether this worker may come, until `until`: yes, or DEED_NONE when it is forgotten (D1 row 6).
 */
struct demo_deed client_on_asked(uint64_t seed, const struct demo_visit *visit, int index, int64_t now, int64_t until);
/* Whether the client objects afterwards; DEED_NONE mostly. */
struct demo_deed client_after_end(uint64_t seed, const struct demo_visit *visit, int index, int64_t now);
/* The desk puts the times right that nobody believes; then a manager bears it out (D2 row 19). */
struct demo_deed desk_on_unverified(const struct demo_visit *visit, int index, int64_t now);
struct demo_deed manager_on_corrected(const struct demo_visit *visit, int index, int64_t now);

#endif
