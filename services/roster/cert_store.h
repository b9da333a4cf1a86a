/* Certificates in the store. */
#ifndef ANXIN_ROSTER_CERT_STORE_H
#define ANXIN_ROSTER_CERT_STORE_H

#include "proto/roster.h"
#include "store/store.h"

#include "cert.h"
#include "colour.h"

int cert_find(struct store *store, const char *id, struct cert *cert); /* 1, 0, -1 */
int cert_insert(struct store *store, const struct cert *cert);
int cert_save(struct store *store, struct cert *cert); /* counts the revision */

/* A certificate of another person with that number which was not rejected: 1 and its id, 0, -1. */
int cert_number_elsewhere(struct store *store, const char *number, const char *worker, char id[65]);

/* Walks the certificates of a worker by (type, id): the first after `type` and `id`, both "" to begin with. 1, 0, -1.
 */
int cert_after(struct store *store, const char *worker, const char *type, const char *id, struct cert *cert);

/* Adds all basic certificates of a worker to the facts. 0 or -1. */
int cert_colour_facts(struct store *store, const char *worker, struct colour_facts *facts);

/* One page of certificates with the station of their workers. 0 or -1. */
int cert_page(struct store *store, const struct cert_list *asked, int64_t now, int64_t expiring_days,
              struct cert_list_answer *answer);

#endif
