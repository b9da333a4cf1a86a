/* Records that stand in two stores, compared by digest (ruling 12): pages of digests, and what two of them differ in.
 */
#ifndef ANXIN_SERVICE_REPLICA_H
#define ANXIN_SERVICE_REPLICA_H

#include "proto/common.h"
#include "service/service.h"

/* What a service declares of a record; NULL. */
const struct replica *replica_find(const struct service *service, const char *source, const char *record);

/* The names of its fields. 0 or -1. */
int replica_fields(struct store *store, const struct replica *replica, struct replica_row *row);

/* A page of digests as the store stands: rows and `more` of the answer. 0; -1, then store_why(); 1: a field that is
 * asked for is none of the record's, and *unknown names it. */
int replica_page(struct store *store, const struct replica *replica, const struct replica_page *asked,
                 struct replica_page_answer *answer, const char **unknown);

/* The id up to which both pages are whole, and so can be compared; NULL: to the end. */
const char *replica_bound(const struct replica_page_answer *one, const struct replica_page_answer *two);

/* Calls `each` for every id up to the bound that stands in one page alone or with different digests, and gives their
 * number. `before` is the id before it in both ("" the first): a page of one record after it is that record. */
typedef void replica_gap(void *self, const char *id, const char *before);
int replica_compare(const struct replica_page_answer *one, const struct replica_page_answer *two, const char *bound,
                    replica_gap *each, void *self);

#endif
