/* A second opinion (oracle 5): each service's stream is replayed by a table of this folder's own, and what comes out
 * must be what the stores say, the owner's and those that keep a copy. */
#ifndef ANXIN_SIM_MODEL_H
#define ANXIN_SIM_MODEL_H

#include "run.h"
#include "store/ledger.h"

struct model;
struct model *model_open(struct run *run);
void model_close(struct model **model);

/* Replays the stream of this service and compares its own tables; keeps what it says of others. */
void model_take(struct model *model, struct node *node, struct store *store, struct ledger *ledger);
/* When all were taken: compares what they say of each other. */
void model_compare(struct model *model);

#endif
