/* Watches what leaves the set: nothing is said twice with other content, nothing that was said is lost, nobody is
 * answered `done` who may not (oracles 1, 6, 7). */
#ifndef ANXIN_SIM_ORACLE_H
#define ANXIN_SIM_ORACLE_H

#include "run.h"
#include "store/ledger.h"

struct oracle *oracle_open(struct run *run);
void oracle_close(struct oracle **oracle);

/* Hooks. */
void oracle_published(void *self, struct node *node, const struct frames *frames);
void oracle_read(void *self, const struct reader *reader, const struct envelope *envelope, const struct frame *header,
                 const struct frame *data);
void oracle_settled(void *self, struct order *order, const struct answer *answer);

/* All that left this service in its present epoch, and all that was acknowledged, stands in its store. */
void oracle_check(struct run *run, struct node *node, struct ledger *ledger);

#endif
