/* What a plan of an HHCRSP instance costs by the rules of Mankowska, Meisel and Bierwirth (2014), in the file's own
 * numbers: (way + lateness + greatest lateness) / 3. Knows nothing of the search. */
#include <math.h>
#include <stdlib.h>

#include "services/ctl/plan_hhcrsp.h"

struct walk {
    double free;
    int place;
};

static void fault(struct hhcrsp_cost *cost, const char *rule)
{
    if (!cost->faults)
        cost->faults = json_object();
    json_int_t before = json_integer_value(json_object_get(cost->faults, rule));
    json_object_set_new(cost->faults, rule, json_integer(before + 1));
    cost->violations++;
}

static double way(const struct hhcrsp *instance, int from, int to)
{
    return instance->way[from * (instance->patients + 1) + to];
}

/* When a caregiver can begin with that patient. */
static double ready(const struct hhcrsp *instance, const struct walk *walk, int patient)
{
    return fmax(walk->free + way(instance, walk->place, patient + 1), instance->patient[patient].earliest);
}

static void serve(const struct hhcrsp *instance, struct walk *walk, int patient, int task, double start,
                  struct hhcrsp_cost *cost)
{
    double late = start - instance->patient[patient].latest;
    cost->way += way(instance, walk->place, patient + 1);
    cost->late += fmax(late, 0);
    cost->worst = fmax(cost->worst, late);
    *walk = (struct walk){start + instance->patient[patient].duration[task], patient + 1};
}

static bool may_serve(const struct hhcrsp *instance, int patient, const int worker[PLAN_TASKS],
                      struct hhcrsp_cost *cost)
{
    const struct hhcrsp_patient *p = &instance->patient[patient];
    int before = cost->violations;
    for (int i = 0; i < p->services; i++) {
        if (worker[i] < 0 || worker[i] >= instance->caregivers)
            fault(cost, "not_served");
        else if (!instance->able[worker[i] * instance->services + p->service[i]])
            fault(cost, "not_able");
    }
    if (p->services == 2 && worker[0] == worker[1] && worker[0] >= 0)
        fault(cost, "same_caregiver");
    return cost->violations == before;
}

static void visit(const struct hhcrsp *instance, struct walk *walks, int patient, const int worker[PLAN_TASKS],
                  double start[PLAN_TASKS], struct hhcrsp_cost *cost)
{
    const struct hhcrsp_patient *p = &instance->patient[patient];
    start[0] = ready(instance, &walks[worker[0]], patient);
    if (p->services == 2) {
        double least = p->relation == PLAN_TOGETHER ? 0 : p->gap_least;
        double most = p->relation == PLAN_TOGETHER ? 0 : p->gap_most;
        start[1] = fmax(ready(instance, &walks[worker[1]], patient), start[0] + least);
        start[0] = fmax(start[0], start[1] - most);
        if (start[1] - start[0] < least - 1e-6 || start[1] - start[0] > most + 1e-6)
            fault(cost, "gap");
        serve(instance, &walks[worker[1]], patient, 1, start[1], cost);
    }
    serve(instance, &walks[worker[0]], patient, 0, start[0], cost);
}

void hhcrsp_check(const struct hhcrsp *instance, const struct plan *plan, double (*start)[PLAN_TASKS],
                  struct hhcrsp_cost *cost)
{
    struct walk *walks = calloc((size_t)instance->caregivers, sizeof *walks);
    bool *seen = calloc((size_t)instance->patients, sizeof *seen);
    *cost = (struct hhcrsp_cost){0};
    for (int i = 0; walks && seen && i < instance->patients; i++) {
        int patient = plan->order[i];
        if (seen[patient])
            fault(cost, "twice");
        seen[patient] = true;
        if (may_serve(instance, patient, plan->worker[patient], cost))
            visit(instance, walks, patient, plan->worker[patient], start[patient], cost);
    }
    for (int i = 0; walks && i < instance->caregivers; i++)
        cost->way += walks[i].place ? way(instance, walks[i].place, 0) : 0; /* who does nothing stays in the office */
    if (!walks || !seen)
        fault(cost, "out_of_memory");
    cost->cost = (cost->way + cost->late + cost->worst) / 3;
    free(walks);
    free(seen);
}
