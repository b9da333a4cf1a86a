/* Finds the fewest faults with which a seed still fails. */
#ifndef ANXIN_SIM_MINIMISE_H
#define ANXIN_SIM_MINIMISE_H

#include "run.h"

/* Switches faults of `swarm` off one by one, then shortens it, as long as the seed still breaks a promise. */
void minimise(const struct ground *ground, uint64_t seed, struct swarm *swarm);

#endif
