/* The bound of a VRPTW plan: who cannot come before whom, in time or together in one vehicle, makes it tight. */
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "services/ctl/plan_bound.h"
#include "services/ctl/plan_vrptw.h"

struct limits {
    const struct tour_problem *problem;
    int64_t *earliest, *latest; /* start at each stop, on any tour that begins and ends at the depot */
    bool *done;
};

static int64_t lasts(const struct tour_problem *problem, int from, int to)
{
    return (int64_t)problem->stop[from].service + problem->way[(int64_t)from * problem->stops + to];
}

static int64_t larger(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* The next stop that nothing makes earlier any more (later, where `back`); -1: all are done. */
static int next_stop(struct limits *limits, bool back)
{
    const int64_t *time = back ? limits->latest : limits->earliest;
    int next = -1;
    for (int i = 0; i < limits->problem->stops; i++)
        if (!limits->done[i] && (next < 0 || (back ? time[i] > time[next] : time[i] < time[next])))
            next = i;
    if (next >= 0)
        limits->done[next] = true;
    return next;
}

/* By way of any stops, for cut off ways may be shorter over a third one. */
static void put_earliest(struct limits *limits)
{
    const struct tour_problem *problem = limits->problem;
    for (int i = 0; i < problem->stops; i++) {
        limits->earliest[i] = i ? INT64_MAX : problem->stop[0].ready;
        limits->done[i] = false;
    }
    for (int from; (from = next_stop(limits, false)) >= 0;)
        for (int to = 1; to < problem->stops; to++) {
            int64_t there = larger(limits->earliest[from] + lasts(problem, from, to), problem->stop[to].ready);
            if (!limits->done[to] && there < limits->earliest[to])
                limits->earliest[to] = there;
        }
}

static void put_latest(struct limits *limits)
{
    const struct tour_problem *problem = limits->problem;
    for (int i = 0; i < problem->stops; i++) {
        limits->latest[i] = i ? INT64_MIN : problem->stop[0].due;
        limits->done[i] = false;
    }
    for (int to; (to = next_stop(limits, true)) >= 0;)
        for (int from = 1; from < problem->stops; from++) {
            int64_t start = limits->latest[to] - lasts(problem, from, to);
            start = start < problem->stop[from].due ? start : problem->stop[from].due;
            if (!limits->done[from] && start > limits->latest[from])
                limits->latest[from] = start;
        }
}

static double way_between(const void *self, int from, int to)
{
    const struct limits *limits = self;
    const struct tour_problem *problem = limits->problem;
    bool never = from && to &&
                 ((int64_t)problem->stop[from].load + problem->stop[to].load > problem->capacity ||
                  limits->earliest[from] + lasts(problem, from, to) > limits->latest[to]);
    return never ? (double)INFINITY : (double)problem->way[(int64_t)from * problem->stops + to];
}

static int tours_least(const struct tour_problem *problem)
{
    int64_t load = 0;
    for (int i = 1; i < problem->stops; i++)
        load += problem->stop[i].load;
    int64_t tours = (load + problem->capacity - 1) / problem->capacity;
    return tours > 1 ? (int)tours : 1;
}

int vrptw_bound(const struct tour_problem *problem, double *bound)
{
    size_t stops = (size_t)problem->stops;
    struct limits limits = {problem, calloc(stops, sizeof(int64_t)), calloc(stops, sizeof(int64_t)),
                            calloc(stops, sizeof(bool))};
    const struct bound_ways ways = {
        .places = problem->stops, .tours = tours_least(problem), .self = &limits, .way = way_between};
    int code = limits.earliest && limits.latest && limits.done ? 0 : -1;
    if (code == 0) {
        put_earliest(&limits);
        put_latest(&limits);
        code = plan_bound(&ways, bound);
        *bound = ceil(*bound - 1e-6); /* all ways are whole */
    }
    free(limits.earliest);
    free(limits.latest);
    free(limits.done);
    return code;
}
