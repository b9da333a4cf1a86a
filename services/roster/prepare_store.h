/* Duty statements, who accepted them, and hours of training before the first day, in the store. */
#ifndef ANXIN_ROSTER_PREPARE_STORE_H
#define ANXIN_ROSTER_PREPARE_STORE_H

#include "proto/roster.h"
#include "store/store.h"

/* A duty statement as it stands (A8.7). */
struct duty {
    char kind[33]; /* of workers; "all": of every kind that has none of its own */
    char title[161];
    int64_t version, published_at;
};

int duty_find(struct store *store, const char *kind, struct duty *duty); /* 1, 0, -1 */
int duty_save(struct store *store, const struct duty *duty);

/* The statement that applies to workers of this kind: their own, else that for all. 1, 0, -1. */
int duty_of_kind(struct store *store, const char *kind, struct duty *duty);

int duty_accept_save(struct store *store, const char *worker, const struct duty *duty, int64_t at, const char *by);
int duty_is_accepted(struct store *store, const char *worker, const struct duty *duty); /* 1, 0, -1 */
int duty_page(struct store *store, const struct duty_not_accepted *asked, struct duty_not_accepted_answer *answer);

/* One record of hours, and the sum of a worker. */
struct prejob {
    char id[65], worker[65];
    char body[33];
    int64_t hours, revision;
};

int prejob_find(struct store *store, const char *id, struct prejob *prejob); /* 1, 0, -1 */
int prejob_save(struct store *store, const struct prejob *prejob, int64_t at, const char *by);
int prejob_sum(struct store *store, const char *worker, int64_t *hours);

#endif
