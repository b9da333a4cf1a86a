/* Sessions in the store. */
#ifndef ANXIN_TRAINING_SESSION_STORE_H
#define ANXIN_TRAINING_SESSION_STORE_H

#include "proto/training.h"
#include "store/store.h"

#include "session.h"

int session_find(struct store *store, const char *id, struct session *session); /* 1, 0, -1 */
int session_insert(struct store *store, const struct session *session);
int session_save(struct store *store, struct session *session); /* counts the revision */

/* Seats taken by group: by all that is live and does not wait for approval. 0 or -1. */
int session_taken(struct store *store, const char *id, int64_t taken[GROUPS]);
int session_waiting(struct store *store, const char *id, int64_t *waiting); /* requests that do wait. 0 or -1 */

int session_page(struct store *store, const struct session_list *asked, struct session_list_answer *answer);

#endif
