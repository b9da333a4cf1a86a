/* What the files of `anxin privacy` share. */
#ifndef ANXIN_CTL_PRIVACY_H
#define ANXIN_CTL_PRIVACY_H

#include "services/ctl/ctl.h"
#include "services/ctl/show.h"

/* A grid with its head; printed (or "none"), and freed. */
struct grid privacy_grid(int columns, const char *const *head);
void privacy_print(struct grid *grid);

/* anxin privacy erase PERSON: asks, waits for every service, prints the report. An exit code. */
int privacy_erase_run(struct ctl *ctl);

#endif
