/* Seeds played by several processes at once, their outcomes taken in the order of the seeds: what comes out does not
 * depend on how many processes there are. */
#ifndef ANXIN_SIM_JOBS_H
#define ANXIN_SIM_JOBS_H

#include "run.h"

/* What a seed came to. `lines` are the last ones of its trace, of a seed that failed alone. */
struct played {
    struct swarm swarm;
    struct run_report report;
    bool died; /* the process with it */
    char lines[TRACE_LINES][TRACE_LINE];
};
typedef void jobs_play(const void *self, uint64_t seed, struct played *played);

struct jobs;
/* Plays seed, seed + 1 ... in so many processes; with one in this one, when it is asked for. Never NULL. */
struct jobs *jobs_open(int count, uint64_t seed, long seeds, jobs_play *play, const void *self);
/* The next seed's outcome. Of a process that died of its seed that is the outcome, and another one goes on. */
void jobs_take(struct jobs *jobs, struct played *played);
void jobs_close(struct jobs **jobs); /* ends the processes that still play */

#endif
