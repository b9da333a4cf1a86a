/* Commands of every kind there is, their fields drawn at random from what exists and what does not: mostly refused,
 * sometimes done, never harmful. A kind that is added to the catalogue is sent without a change here. */
#ifndef ANXIN_SIM_CHAOS_H
#define ANXIN_SIM_CHAOS_H

#include "run.h"

struct chaos;
struct chaos *chaos_open(struct run *run);
void chaos_close(struct chaos **chaos);
void chaos_begin(struct chaos *chaos);
/* An object that an event was about: a later command may name it. */
void chaos_told(struct chaos *chaos, const struct envelope *envelope);

#endif
