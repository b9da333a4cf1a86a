/* anxin dead: what its two files share. dead.c looks, dead_act.c decides. */
#ifndef ANXIN_CTL_DEAD_H
#define ANXIN_CTL_DEAD_H

#include "services/ctl/ctl.h"

/* The number in word `at` of the line; -1 after saying what is wrong. */
int64_t dead_number(const struct ctl *ctl, int at);

/* Type and cause of --group TYPE/CAUSE, each of 65 bytes; "" without it. 0, or an exit code after saying why. */
int dead_group_parse(const struct ctl *ctl, char type[65], char cause[65]);

/* Asks one service for a message set aside, whole. 0, or an exit code. */
int dead_ask_show(struct ctl *ctl, struct ctl_service *service, int64_t number, struct reply *reply);

/* "转正 worker.confirmed", to be freed. */
char *dead_type_text(const char *type);

int dead_retry(struct ctl *ctl, struct ctl_service *service);
int dead_mend(struct ctl *ctl, struct ctl_service *service);
int dead_drop(struct ctl *ctl, struct ctl_service *service);

#endif
