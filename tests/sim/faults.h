/* What befalls the set while it works, as the swarm of the seed says; and the end of it. */
#ifndef ANXIN_SIM_FAULTS_H
#define ANXIN_SIM_FAULTS_H

#include "run.h"

/* Sets the ways of the network and plans the first stroke of each fault that is on. */
void faults_begin(struct run *run);
/* All that was broken from outside is whole again: network, disks, clocks; who is down starts. */
void faults_end(struct run *run);

/* Starts a node after so long; one that does not start is tried again, as `anxin up` does. */
void fault_restart(struct run *run, struct node *node, int64_t after);

/* Its feeds and partner streams are trimmed to the last event whenever the fault comes. Before it starts. */
void fault_keep_little(struct node *node);
/* Kills it and cuts its power; what is destroyed that was said to be synced makes its store suspect. */
void fault_power(struct run *run, struct node *node, const struct disk_loss *loss);

#endif
