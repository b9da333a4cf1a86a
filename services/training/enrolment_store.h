/* Enrolments, attendance, and revisions of trainees in the store. */
#ifndef ANXIN_TRAINING_ENROLMENT_STORE_H
#define ANXIN_TRAINING_ENROLMENT_STORE_H

#include "proto/training.h"
#include "store/store.h"

#include "enrolment.h"

int enrolment_find(struct store *store, const char *id, struct enrolment *enrolment); /* 1, 0, -1 */
int enrolment_insert(struct store *store, const struct enrolment *enrolment);
int enrolment_save(struct store *store, struct enrolment *enrolment); /* counts the revision */

/* Walks the live enrolments of a session by id: the first after `id` ("" to begin with). 1, 0, -1. */
int enrolment_after(struct store *store, const char *session, const char *id, struct enrolment *enrolment);

/* Likewise by the time of the request, which is the order of offers: the first after `enrolment`, zeroed to begin with.
 */
int enrolment_next(struct store *store, const char *session, struct enrolment *enrolment);
/* Those of which the end of the session made something that can be annulled, by id. */
int enrolment_judged_after(struct store *store, const char *session, const char *id, struct enrolment *enrolment);

/* Live enrolments of a session that are ENROLLED. 0 or -1. */
int enrolment_count_enrolled(struct store *store, const char *session, int64_t *count);

/* The live enrolment of a trainee in that session: 1 and its id, 0, -1. */
int enrolment_of_trainee(struct store *store, const char *session, const char *trainee, char id[65]);

/* A live enrolment of a trainee in a session that touches [start, end) and is not postponed: 1 and its id, 0, -1. */
int enrolment_overlapping(struct store *store, const char *trainee, int64_t start, int64_t end, char id[65]);

int attendance_put(struct store *store, const char *enrolment, int64_t unit, const char *mark, int64_t at,
                   const char *by);
int attendance_find(struct store *store, const char *enrolment, int64_t unit); /* 1 marked, 0 not, -1 */
/* Half-days marked, and of them attended. 0 or -1. */
int attendance_count(struct store *store, const char *enrolment, int64_t *marked, int64_t *attended);
int attendance_list(struct store *store, struct enrolment_get_answer *answer);

/* Names and phones are in the person store; the revision, 0 before the first, is here. */
int trainee_revision(struct store *store, const char *id, int64_t *revision);
int trainee_save(struct store *store, const char *id, int64_t revision, int64_t at); /* `at`: when it is registered */

int enrolment_page(struct store *store, const struct enrolment_list *asked, struct enrolment_list_answer *answer);

#endif
