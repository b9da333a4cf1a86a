/* What courses need beforehand, and certificates of workers as roster says them, in the store. */
#ifndef ANXIN_TRAINING_NEED_STORE_H
#define ANXIN_TRAINING_NEED_STORE_H

#include "proto/roster.h"
#include "proto/training.h"
#include "store/store.h"

#include "session.h"

int needs_save(struct store *store, const struct course_publish *publish); /* in place of all before */
int needs_list(struct store *store, const char *course, struct course_get_answer *answer);

/* The first course that the session's course needs and the trainee has not completed: 1 and its id, 0, -1. */
int need_course_missing(struct store *store, const struct session *session, const char *trainee, char course[33]);
/* The first certificate that is not in force from the session's start to its end: 1 and which, 0, -1. */
int need_cert_missing(struct store *store, const struct session *session, const char *trainee,
                      struct course_need *need);

int cert_fact_save(struct store *store, const struct cert_verified *cert, bool good);

#endif
