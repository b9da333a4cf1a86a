/* Examinations, their marks and the certificates that follow, in the store. */
#ifndef ANXIN_TRAINING_EXAM_STORE_H
#define ANXIN_TRAINING_EXAM_STORE_H

#include "store/store.h"

#include "exam.h"

struct certificate {
    char enrolment[65], id[65], number[65];
    char body[33];
    int64_t at;
    char by[65];
};

int exam_find(struct store *store, const char *enrolment, struct exam *exam); /* 1, 0, -1 */
int exam_save(struct store *store, const struct exam *exam);

int exam_mark_add(struct store *store, const struct exam *exam, int part, const char *examiner, int64_t mark,
                  int64_t at);
/* What was given for a part of the open attempt. 0 or -1. */
int exam_marks(struct store *store, const struct exam *exam, int part, struct exam_marks *marks);
/* That examiner has marked a part of that attempt; part -1: any. 1, 0, -1. */
int exam_marked_by(struct store *store, const struct exam *exam, int64_t attempt, int part, const char *examiner);
int exam_is_begun(struct store *store, const struct exam *exam); /* the open attempt has a mark: 1, 0, -1 */

/* Enrolments of a session whose result is not final at `now` (D5 row 9): in class or before the examination, to be
 * repeated, under appeal, or still open to one. 0 or -1. */
int exam_not_final(struct store *store, const char *session, int64_t now, int64_t *count);

int certificate_find(struct store *store, const char *enrolment, struct certificate *certificate); /* 1, 0, -1 */
int certificate_number_taken(struct store *store, const char *number);                             /* 1, 0, -1 */
int certificate_insert(struct store *store, const struct certificate *certificate);
int certificates_of_session(struct store *store, const char *session, int64_t *count); /* 0 or -1 */

#endif
