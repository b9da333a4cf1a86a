/* What is checked of whole stores when all is still, and whether all is still. */
#ifndef ANXIN_SIM_CHECK_H
#define ANXIN_SIM_CHECK_H

#include "run.h"

/* Why the set is not still: the first reason; "" when every follower has applied all, nothing is set aside, no timer is
 * overdue and every sender has his answer. */
void check_calm(struct run *run, char why[256]);
/* Opens the closed store of a node: SQLite's own check, chains, trail, invariants. */
void check_store(struct run *run, struct node *node);
bool check_store_quietly(struct run *run, struct node *node); /* true: it is sound */
/* A follower who goes on stands on his owner's chain, or has noticed that he does not (oracle 10). */
void check_noticed(struct run *run);
/* What a node finds as it starts: the cursor was committed together with what was applied (oracle 2). */
void check_started(struct run *run, const struct node *node);
/* Ends the nodes and checks all stores. */
void check_all(struct run *run);

#endif
