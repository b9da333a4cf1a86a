/* What people of the demo do besides the visits' own deeds, each at its time and in an order that no run changes. */
#ifndef ANXIN_CTL_DEMO_ERRANDS_H
#define ANXIN_CTL_DEMO_ERRANDS_H

#include "base/error.h"
#include "services/ctl/demo_workers.h"
#include "services/ctl/sample.h"

struct demo;

/* What somebody is going to do besides the visits' own deeds. */
enum demo_errand_kind {
    ERRAND_NONE,
    ERRAND_DEPART,     /* a worker sets out */
    ERRAND_CUT_SHORT,  /* a service ends before its time */
    ERRAND_WITHDRAW,   /* times that were put right wrongly */
    ERRAND_FOLLOW_UP,  /* a client is asked afterwards */
    ERRAND_ANSWER,     /* a trainee is offered a seat */
    ERRAND_MARK,       /* and comes */
    ERRAND_CANCEL,     /* a client calls off instead of one who could not */
    ERRAND_REASSIGN,   /* a dispatcher sends somebody else */
    ERRAND_EVEN_OUT,   /* a dispatcher evens out caseloads */
    ERRAND_READ,       /* a dispatcher reads her feed */
    ERRAND_REWIND,     /* and once all of it again */
    ERRAND_PLAN_HURRY, /* visits are given away in a hurry */
    ERRAND_PLAN_ASK,   /* a plan of days is asked for by night */
    ERRAND_PLAN_SPOIL,
    ERRAND_PLAN_DECIDE,
    ERRAND_KINDS
};

struct demo_errand {
    int64_t at;
    enum demo_errand_kind kind;
    int index;          /* of the visit, plan or seat that it is about */
    int64_t number;     /* which half-day, time, plan: as the kind needs it */
    char key[DEMO_KEY]; /* the same in every run: errands of one moment stand in its order */
};

/* A seat that was offered in place of a lost one. */
struct demo_seat {
    char enrolment[65], session[65], trainee[65];
    int64_t start;
};
#define DEMO_SEATS 64

#define DEMO_EVENED 3 /* households that a dispatcher gives to who has few */

#define DEMO_PLANS 3
struct demo_plan {
    char id[65], pinned[65]; /* and the visit that it must not move */
    bool spoiled;            /* a visit that it would move was changed before it was confirmed */
};

/* demo_errands.c: says something at this moment and judges the answer. `refusals` are the codes that may come, "" none.
 * `id` and `source` make the message the same in every run. 0 or -1. */
struct demo_saying {
    char id[65];
    const char *source, *role, *actor;
    enum message_type type;
    const void *body;
    const char *refusals;
};
int demo_say(struct demo *demo, const struct demo_saying *saying, struct answer *answer, struct error *error);
int demo_errand_add(struct demo *demo, const struct demo_errand *errand);
/* Index of the earliest, -1 when there is none. */
int demo_errand_first(const struct demo *demo);
int demo_errands_play(struct demo *demo, struct error *error);
/* Plans what is done at fixed times of the eight weeks. */
int demo_errands_plan(struct demo *demo);

/* One function a kind: demo_visits.c, demo_seats.c, demo_office.c, demo_caseload.c,
 * demo_dayplan.c. */
int errand_depart(struct demo *demo, const struct demo_errand *errand, struct error *error);
int errand_cut_short(struct demo *demo, const struct demo_errand *errand, struct error *error);
int errand_withdraw(struct demo *demo, const struct demo_errand *errand, struct error *error);
int errand_follow_up(struct demo *demo, const struct demo_errand *errand, struct error *error);
int errand_answer(struct demo *demo, const struct demo_errand *errand, struct error *error);
int errand_mark(struct demo *demo, const struct demo_errand *errand, struct error *error);
int errand_cancel(struct demo *demo, const struct demo_errand *errand, struct error *error);
int errand_reassign(struct demo *demo, const struct demo_errand *errand, struct error *error);
int errand_even_out(struct demo *demo, const struct demo_errand *errand, struct error *error);
int errand_read(struct demo *demo, const struct demo_errand *errand, struct error *error);
int errand_rewind(struct demo *demo, const struct demo_errand *errand, struct error *error);
int errand_plan_hurry(struct demo *demo, const struct demo_errand *errand, struct error *error);
int errand_plan_ask(struct demo *demo, const struct demo_errand *errand, struct error *error);
int errand_plan_spoil(struct demo *demo, const struct demo_errand *errand, struct error *error);
int errand_plan_decide(struct demo *demo, const struct demo_errand *errand, struct error *error);

/* demo_visits.c: what follows for those besides the visit's own deeds; 0 or -1. */
int demo_on_acked(struct demo *demo, int index);
int demo_on_completed(struct demo *demo, int index);
/* What happens at the door, where the eight weeks must come to the counts of the domain (E6). */
enum demo_door demo_door(struct demo *demo, const struct demo_visit *visit);
/* Whether this service, just begun, is the next to be cut short. */
bool demo_cuts(struct demo *demo, const struct demo_visit *visit);
/* The visit of a booking, -1 when there is none. */
int demo_visit_of_booking(const struct demo *demo, const char *booking);

/* demo_seats.c: what trainees are told. */
int demo_on_training(struct demo *demo, const struct envelope *envelope, const void *body);
/* demo_office.c: a booking could not be called off, another one is instead. */
int demo_on_not_cancelled(struct demo *demo);
/* The next visit of a station in a time that a worker has and that nothing speaks against; "" any station. -1 none. */
int demo_visit_next(const struct demo *demo, const char *station, int64_t from, int64_t until);
/* Who else could do a visit, the best first. 0 or -1. */
struct demo_able {
    int count;
    struct {
        char worker[65];
        int64_t total; /* of the score, thousandths of a point */
    } at[10];
};
int demo_able(struct demo *demo, const struct demo_visit *visit, struct demo_able *able, struct error *error);
/* demo_dayplan.c: the first day from that one on, counted from the sample's, for which the plan of that index is the
 * same in every run. */
int demo_plan_day(const struct sample *sample, int index, int day);

#endif
