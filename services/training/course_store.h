/* Courses and yearly quotas in the store. */
#ifndef ANXIN_TRAINING_COURSE_STORE_H
#define ANXIN_TRAINING_COURSE_STORE_H

#include "proto/training.h"
#include "store/store.h"

int course_find(struct store *store, const char *id, struct course_row *course); /* 1, 0, -1 */
int course_save(struct store *store, const struct course_row *course);
int course_page(struct store *store, const struct course_list *asked, struct course_list_answer *answer);

/* Fills limited, places, used, left and revision of a programme in a year. 0 or -1. */
int quota_read(struct store *store, const char *programme, int64_t year, struct quota_left_answer *quota);
int quota_save(struct store *store, const char *programme, int64_t year, int64_t places, int64_t revision);

#endif
