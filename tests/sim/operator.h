/* The operator of the set: takes copies and puts them back, mends what hardware has destroyed, takes keys away and
 * gives them again, confirms clocks; and the kinds of damage that only an operator can mend. */
#ifndef ANXIN_SIM_OPERATOR_H
#define ANXIN_SIM_OPERATOR_H

#include "run.h"

void operator_open(struct run *run);
void operator_close(struct run *run);

/* Who holds a connection, with his key as the registry says at present (node_hooks.identify). */
void operator_identify(void *self, int end, struct peer *peer);
void operator_started(struct run *run, struct node *node); /* a process reads the registry as it starts */

void operator_died(struct run *run, struct node *node);              /* perhaps with its power */
void operator_arrived(struct run *run, const struct parcel *parcel); /* notes whether its key is good */

/* Faults. */
void operator_lie(struct run *run, struct draw *draw, struct node *node);
void operator_flip(struct run *run, struct draw *draw, struct node *node);
void operator_misdirect(struct run *run, struct draw *draw, struct node *node);
void operator_old_copy(struct run *run, struct draw *draw, struct node *node);
void operator_old_silent(struct run *run, struct draw *draw, struct node *node);
void operator_revoke(struct run *run, struct draw *draw);

/* From now on the store of that node, and copies of it, are not to be trusted. `marred`: bytes of it are destroyed. */
void operator_suspect(struct run *run, const struct node *node, bool marred);

/* After the mending, when the followers have had time to notice: what is damaged is restored from the last copy. */
void operator_repair(struct run *run);
/* What only an operator settles: clocks, and after a restore what is left of messages set aside. */
void operator_tidy(struct run *run);

#endif
