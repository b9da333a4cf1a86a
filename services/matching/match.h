/* Finding a worker for a visit: the engine's choice, its explanation, and what follows from it. */
#ifndef ANXIN_MATCHING_MATCH_H
#define ANXIN_MATCHING_MATCH_H

#include "decision_store.h"
#include "engine/limits.h"
#include "matching.h"
#include "team_store.h"

#define EXCLUDED_MAX 256
#define UNSURE_MAX 256

/* One look for somebody: large, but flat. */
struct search {
    struct policy policy;
    struct demand demand;
    bool critical; /* its time is (V10) */
    bool risky;    /* may not be decided while roster is silent (ruling 6) */
    bool company;  /* others go along with the visit (companion.h) */
    int beside;    /* who work beside its worker, as long as somebody is looked for */
    char excluded[EXCLUDED_MAX][ID_SIZE];
    char unsure[UNSURE_MAX][ID_SIZE];
    struct spent spent;
    struct named_team named; /* of the household */
    struct decision decision;
};

/* Makes the demand of a visit: what its service asks, what its client wishes, who is excluded. */
int match_prepare(struct unit *unit, const struct visit *visit, struct search *search);

/* Ranks those who are within the limits of their days and weeks (V4). */
void match_rank(const struct unit *unit, struct search *search);

/* Looks for the best worker for a visit that is PLANNED, or AT_RISK and to be replaced (`why` first, next, replace,
 * again, rematch, retry): an employee is assigned, another one is asked, and when there is nobody the planned visit
 * becomes UNFILLED while one at risk stays with its worker. */
int match_find(struct unit *unit, struct visit *visit, const char *why);

/* Likewise somebody who goes along with that worker. */
int match_find_beside(struct unit *unit, struct visit *visit, const char *worker);

/* Nobody was found to work beside its worker: gives the planned visit up. */
int match_alone(struct unit *unit, struct visit *visit);

/* A dispatcher's choice under the same hard rules: refused naming the rule that fails. `assign`: at once (employees
 * only, D2 row 5), else the worker is asked. `lost` is the reason why the present worker goes, or NULL. */
int match_by_hand(struct unit *unit, struct visit *visit, const char *worker, bool assign, const char *lost);

/* As a confirmed plan of days says, which has asked the rules: an employee is assigned, another one is asked. The visit
 * has nobody, or was taken from its worker (life_lose_worker). */
int match_by_plan(struct unit *unit, struct visit *visit, const char *worker);

/* Likewise, but several are asked at once; all must pass (V12). */
int match_broadcast(struct unit *unit, struct visit *visit, const char (*workers)[ID_SIZE], int count);

/* Asks whether the worker of this visit still may do it, after facts have changed: at risk and replaced when not,
 * recovered when so again; an open offer is taken back. */
int match_recheck(struct unit *unit, struct visit *visit);
int match_recheck_worker(struct unit *unit, const char *worker);   /* all visits that the worker has or is asked for */
int match_recheck_service(struct unit *unit, const char *service); /* all visits of that service */
int match_recheck_station(struct unit *unit, const char *station); /* likewise */

/* The worker goes about in another way: visits that cannot be reached in time from the one before are at risk (D2 row
 * 10), offers are taken back. */
int match_recheck_ways(struct unit *unit, const char *worker);

/* Puts the visit at risk for that reason and looks for somebody else. */
int match_threatened(struct unit *unit, struct visit *visit, const char *reason);

/* The worker may be able to do more than before: looks again at each visit at risk that this worker could take. */
int match_help(struct unit *unit, const char *worker);

/* Nobody new can be sent, or nobody who must be asked first: then `demand` says so. */
bool match_is_too_late(const struct unit *unit, const struct visit *visit, struct demand *demand);

/* Refuses for now (unit_not_now) what may not be decided while roster is silent. */
int match_may_decide(struct unit *unit, const struct search *search);

#endif
