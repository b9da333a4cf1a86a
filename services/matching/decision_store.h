/* What was decided for a visit each time, and why (V9). */
#ifndef ANXIN_MATCHING_DECISION_STORE_H
#define ANXIN_MATCHING_DECISION_STORE_H

#include "store/store.h"

#include "engine/choice.h"

extern const struct statements decision_sql;

struct decision {
    char visit[ID_SIZE];
    int64_t number; /* counts the visit's decisions from 1 */
    int64_t at;
    char why[CODE_SIZE];     /* first, next, replace, rematch, retry, dispatcher */
    char outcome[CODE_SIZE]; /* assigned, offered, none */
    char worker[ID_SIZE];    /* chosen */
    int weight[TERM_COUNT];
    char backup[ID_SIZE];      /* of the household, named with this decision or before (V8) */
    char from_worker[ID_SIZE]; /* who had it, when another is chosen; "" nobody (D2 row 12) */
    int64_t penalty_min;       /* and what that change counts (V17) */
    struct ranking ranking;
    char what[REJECTED_NAMED][ID_SIZE]; /* beside ranking.named: what stands in the way, "" nothing to name */
};
int decision_save(struct store *store, const struct decision *decision);
int decision_find(struct store *store, const char *visit, int64_t number, struct decision *decision); /* 1, 0, -1 */

/* Visits starting in [from, to) (to 0: open) of a station ("" any) for which nobody was found, those at risk aside. */
int decision_unfilled(struct store *store, const char *station, int64_t from, int64_t to, int64_t *visits);

/* Reasons over the decisions that found nobody for visits starting in [from, to), summed into counts[RULE_COUNT]. */
int decision_reasons(struct store *store, const char *station, int64_t from, int64_t to, int64_t counts[RULE_COUNT]);

#endif
