/* Matching's own copy of what others say: services of booking, workers of roster. */
#ifndef ANXIN_MATCHING_FACT_STORE_H
#define ANXIN_MATCHING_FACT_STORE_H

#include "store/store.h"

#include "engine/choice.h"

extern const struct statements fact_sql;

/* What a service asks of its workers, as the part of a demand that it fixes. */
struct service_facts {
    char service[CODE_SIZE];
    int64_t version;
    bool risky;           /* waits while roster is silent (ruling 6) */
    bool critical;        /* its time is: placed first (V10) */
    struct demand demand; /* kinds, needs, intimate, workers, live_in; all else zero */
};
int fact_service_save(struct store *store, const struct service_facts *service);
int fact_service_find(struct store *store, const char *service, struct service_facts *found); /* 1, 0, -1 */

/* Stations: open or not, and all communities that one serves. */
int fact_station_save(struct store *store, const char *station, bool open, struct cell place);
int fact_station_place(struct store *store, const char *station, struct cell *place); /* {0,0} unknown; 0 or -1 */
int fact_station_known(struct store *store, const char *station); /* 1 when booking has told of it; 0, -1 */
int fact_coverage_save(struct store *store, const char *station, const char (*communities)[CODE_SIZE], uint32_t count);
/* 1 when that station serves there, as far as was told; 0, -1. */
int fact_station_serves(struct store *store, const char *station, const char *community);

int fact_worker_save(struct store *store, const struct worker_facts *facts);
int fact_cert_save(struct store *store, const char *worker, const struct worker_cert *cert);
int fact_cert_find(struct store *store, const char *id, struct worker_cert *cert); /* 1, 0, -1 */
int fact_leave_save(struct store *store, const char *worker, const struct worker_leave *leave);
int fact_leave_find(struct store *store, const char *leave, struct worker_leave *found); /* 1, 0, -1 */
int fact_pair_save(struct store *store, const char *worker, const char *household, bool prohibited);

/* Whether the asker of the question in hand has to do with the worker's station, or with one that employs the worker
 * besides: 1, 0, -1. */
int fact_worker_in_reach(struct store *store, const char *worker);

/* Workers of whom roster said something that is parked, by id: how many, at most `most`, or -1. */
int fact_unsure_list(struct store *store, char (*workers)[ID_SIZE], int most);

/* Puts all of it into the pool, certificates and leaves as far as they ended since `since`. 0 or -1. */
int fact_load(struct store *store, int64_t since, struct pool *pool);

#endif
