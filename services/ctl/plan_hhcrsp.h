/* An HHCRSP instance as its file tells it, and a plan of it reckoned by the benchmark's own rules. */
#ifndef ANXIN_CTL_PLAN_HHCRSP_H
#define ANXIN_CTL_PLAN_HHCRSP_H

#include "services/ctl/plan.h"

struct hhcrsp_patient {
    const char *id;
    double x, y, earliest, latest;
    int services, service[PLAN_TASKS];
    double duration[PLAN_TASKS];
    enum plan_relation relation;
    double gap_least, gap_most;
};

/* Place 0 is the office, place i + 1 the home of patient i. */
struct hhcrsp {
    json_t *file; /* owns the names */
    int patients, caregivers, services;
    struct hhcrsp_patient *patient;
    const char **caregiver, **service;
    double *usual; /* duration of each service where a patient tells none; below 0: not told */
    bool *able;    /* [caregiver * services + service] */
    double *way;   /* [from * (patients + 1) + to] */
    double x, y;   /* of the office */
    bool located;  /* all places are told */
};

int hhcrsp_read(const struct ctl *ctl, const struct plan_asked *asked, struct hhcrsp *instance); /* an exit code */
void hhcrsp_free(struct hhcrsp *instance);

struct hhcrsp_cost {
    double way, late, worst, cost;
    int violations;
    json_t *faults;
};
/* Lets everybody go as early as the order of the plan allows, in the file's own numbers, and counts: a service by
 * somebody who is not able, twice the same caregiver, a service not done, a gap not kept. Writes starts. */
void hhcrsp_check(const struct hhcrsp *instance, const struct plan *plan, double (*start)[PLAN_TASKS],
                  struct hhcrsp_cost *cost);

#endif
