/* One run of the whole set from one seed: nodes, network, clients, what befalls them, and what is checked. */
#ifndef ANXIN_SIM_RUN_H
#define ANXIN_SIM_RUN_H

#include "client.h"
#include "swarm.h"

struct folk;
struct oracle;
struct model;
struct chaos;
struct operator_;

/* The disks as they are after the sample's people and places were set up: made once, each run starts from them. */
struct ground {
    struct disk_copy *disk[NODES_MOST];
    void *store[NODES_MOST];
    size_t store_size[NODES_MOST];
    int64_t start; /* business time at their end */
    int nodes;
};

struct run {
    struct world world;
    struct net net;
    struct node nodes[NODES_MOST];
    struct clients clients;
    struct swarm swarm;
    struct folk *folk;
    struct oracle *oracle;
    struct model *model;
    struct chaos *chaos;
    const struct ground *ground;
    struct operator_ *operator_;
    int64_t faults[FAULT_COUNT];  /* how often each struck */
    int64_t restarts[NODES_MOST]; /* planned so far */
    bool healed, ended;
    bool beyond; /* the only sound copies are older than what can be traced: an operator restores the followers too */
    int scars;   /* stores that were replaced or began a new epoch */
    bool doubtful[NODES_MOST]; /* hardware or somebody has damaged it */
    bool marred[NODES_MOST];   /* some of its bytes are not those that were written: what no chain covers may lie */
    int64_t suspect_since[NODES_MOST]; /* world time + 1 from which on its copies are not to be trusted; 0 never */
    int64_t until;                     /* world time at which the safety phase ends */
};

/* Sets a set of one place or two up at perfect peace; 0 or -1 with the reason on stderr. */
int ground_make(struct ground *ground, int places, bool aloud);
const void *ground_store(const struct ground *ground, int node, size_t *size); /* the store file alone */
void ground_free(struct ground *ground);

struct run_report {
    uint64_t trace;
    int64_t steps, events, commits, orders, done, refused, business_ms;
    int violations;
    char why[400];
    int64_t faults[FAULT_COUNT];
};

/* Plays a seed, on a ground with as many places, for so many virtual hours, heals, waits for stillness, checks. `dump`:
 * a folder that gets the stores of a run that failed; NULL. `lines`: the last ones of the trace. */
void run_seed(const struct ground *ground, uint64_t seed, const struct swarm *swarm, bool aloud, const char *dump,
              struct run_report *report, char lines[TRACE_LINES][TRACE_LINE]);

#endif
