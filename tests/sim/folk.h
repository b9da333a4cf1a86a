/* The domain's own life: the sample's commands of those days (domain E6), and workers who do what matching tells them.
 * Rates above one fold several days of the sample onto one another. */
#ifndef ANXIN_SIM_FOLK_H
#define ANXIN_SIM_FOLK_H

#include "run.h"

struct folk *folk_open(struct run *run);
void folk_close(struct folk **folk);

/* Sends the sample's commands of the safety phase. */
void folk_begin(struct folk *folk);
/* What matching's stream tells: by a reader of it. */
void folk_told(void *self, const struct envelope *envelope, const void *body);
/* Nothing new is begun from now on. */
void folk_end(struct folk *folk);

#endif
