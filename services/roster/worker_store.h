/* Workers, their employers and steps in the store. */
#ifndef ANXIN_ROSTER_WORKER_STORE_H
#define ANXIN_ROSTER_WORKER_STORE_H

#include "store/store.h"

#include "worker.h"

int worker_find(struct store *store, const char *id, struct worker *worker); /* 1, 0, -1 */
int worker_insert(struct store *store, const struct worker *worker);
int worker_save(struct store *store, struct worker *worker); /* counts the revision */

/* Adds an employer or changes the relation to one. */
int employer_put(struct store *store, const char *worker, const struct worker_employer *employer, int64_t now);
int employer_end(struct store *store, const char *worker, const char *employer,
                 int64_t now); /* 1 ended, 0 there was none, -1 */
int employer_list(struct store *store, const char *worker, struct worker_employer *list, uint32_t room,
                  uint32_t *count);

/* Adds a step of a worker's history; its number is the next one. */
int step_add(struct store *store, const char *worker, const struct worker_step *step);
int step_list(struct store *store, const struct worker_timeline *asked, struct worker_timeline_answer *answer);

int worker_page(struct store *store, const struct worker_list *asked, struct worker_list_answer *answer);

#endif
