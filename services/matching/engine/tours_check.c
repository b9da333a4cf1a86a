/* Tours looked at by somebody who did not make them. */
#include "tours.h"

#include <stdlib.h>

static const char *const codes[TOUR_RULES] = {[TOUR_RULE_MISSED] = "missed",
                                              [TOUR_RULE_TWICE] = "twice",
                                              [TOUR_RULE_LOAD] = "load",
                                              [TOUR_RULE_DUE] = "due",
                                              [TOUR_RULE_HOME] = "home"};

const char *tour_rule_code(enum tour_rule rule)
{
    return codes[rule];
}

static int32_t way_of(const struct tour_problem *problem, int from, int to)
{
    return problem->way[(int64_t)from * problem->stops + to];
}

int tours_impossible(const struct tour_problem *problem, enum tour_rule *rule)
{
    const struct tour_stop *depot = &problem->stop[0];
    for (int i = 1; i < problem->stops; i++) {
        const struct tour_stop *stop = &problem->stop[i];
        int64_t start = (int64_t)depot->ready + depot->service + way_of(problem, 0, i);
        int64_t begins = start > stop->ready ? start : stop->ready;
        *rule = stop->load > problem->capacity                                         ? TOUR_RULE_LOAD
                : begins > stop->due                                                   ? TOUR_RULE_DUE
                : begins + stop->service + way_of(problem, i, 0) > (int64_t)depot->due ? TOUR_RULE_HOME
                                                                                       : 0;
        if (*rule)
            return i;
    }
    return 0;
}

static void fault(struct tour_report *report, enum tour_rule rule)
{
    report->faults[rule]++;
    report->broken++;
}

static void check_tour(const struct tour_problem *problem, const int *stops, int count, struct tour_report *report)
{
    int64_t time = problem->stop[0].ready, load = 0;
    int at = 0;
    for (int i = 0; i < count; i++) {
        const struct tour_stop *stop = &problem->stop[stops[i]];
        time += problem->stop[at].service + way_of(problem, at, stops[i]);
        report->way += way_of(problem, at, stops[i]);
        time = time > stop->ready ? time : stop->ready;
        if (time > stop->due)
            fault(report, TOUR_RULE_DUE);
        load += stop->load;
        at = stops[i];
    }
    report->way += way_of(problem, at, 0);
    if (load > problem->capacity)
        fault(report, TOUR_RULE_LOAD);
    if (time + problem->stop[at].service + way_of(problem, at, 0) > problem->stop[0].due)
        fault(report, TOUR_RULE_HOME);
}

int tours_check(const struct tour_problem *problem, const struct tours *tours, struct tour_report *report)
{
    int *served = calloc((size_t)problem->stops + 1, sizeof *served);
    if (!served)
        return -1;
    *report = (struct tour_report){0};
    for (int i = 0; i < tours->count; i++) {
        check_tour(problem, tours->stop + tours->first[i], tours->first[i + 1] - tours->first[i], report);
        for (int j = tours->first[i]; j < tours->first[i + 1]; j++)
            served[tours->stop[j]]++;
    }
    for (int stop = 1; stop < problem->stops; stop++) {
        if (!served[stop])
            fault(report, TOUR_RULE_MISSED);
        for (; served[stop] > 1; served[stop]--)
            fault(report, TOUR_RULE_TWICE);
    }
    free(served);
    return 0;
}
