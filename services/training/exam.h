/* An examination: two parts, marked by two examiners or three, repeated once (D6 rows 13 to 17; T8, T9). Pure. */
#ifndef ANXIN_TRAINING_EXAM_H
#define ANXIN_TRAINING_EXAM_H

#include <stdbool.h>
#include <stdint.h>

#include "enrolment.h"

enum exam_part { EXAM_THEORY, EXAM_PRACTICE, EXAM_PARTS };

#define EXAM_OPEN (-1)   /* a part without a mark */
#define EXAM_EXAMINERS 3 /* at most, of one part */
#define EXAM_ATTEMPTS 2  /* examinations of one enrolment */

struct exam {
    char enrolment[65];
    int64_t attempt;          /* open, or the last */
    int64_t mark[EXAM_PARTS]; /* of it; a part that was enough keeps the mark of the attempt before */
    int64_t until;            /* to be taken, or repeated, before then */
    int64_t graded;           /* attempt graded last, 0 none, and its marks */
    int64_t graded_mark[EXAM_PARTS];
    int64_t appeal_until; /* 0: no appeal, or none any more */
};

/* What examiners have given for one part of one attempt. */
struct exam_marks {
    int count;
    int64_t at[EXAM_EXAMINERS];
};

const char *exam_part_name(int part); /* "theory" */
int exam_part_of(const char *name);   /* -1 when unknown */

/* The mark of a part: the mean of two that are at most `apart`, rounded down, else the middle one of three; EXAM_OPEN
 * while one more is needed. */
int64_t exam_part_mark(const struct exam_marks *marks, int64_t apart);

/* Every part of the open attempt has its mark. */
bool exam_is_marked(const struct exam *exam);

/* What marks come to: PASS, RESIT while an attempt is left, else FAIL. `enough` is the mark that passes. */
enum enrolment_trigger exam_verdict(const int64_t mark[EXAM_PARTS], int64_t attempt, int64_t enough);

/* Notes the marks as graded; with `again` the parts below `enough` are open for the next attempt. */
void exam_note(struct exam *exam, bool again, int64_t enough);

/* "theory", "practice" or "both": what is open. */
const char *exam_parts_open(const struct exam *exam);

#endif
