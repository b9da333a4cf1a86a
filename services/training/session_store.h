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

/* Walks the open sessions of the course of `from`, itself left out, that begin after `now` and ask for no approval that
 * it did not ask for: its station first, then by start. `at` is where the walk stands, zeroed before. 1, 0, -1. */
struct session_place {
    bool elsewhere;
    int64_t start;
    char id[65];
};
int session_next_open(struct store *store, const struct session *from, int64_t now, struct session_place *at,
                      struct session *session);

int document_put(struct store *store, const char *session, const struct session_document *put, int64_t at,
                 const char *by);
int document_list(struct store *store, const char *session, struct session_get_answer *answer); /* 0 or -1 */

int session_page(struct store *store, const struct session_list *asked, struct session_list_answer *answer);

#endif
