/* HHCRSP: the instance as a problem of matching's planner, and the plan as rows and a picture. */
#include "services/ctl/plan_hhcrsp.h"

#include <math.h>
#include <stdlib.h>

#include "base/text.h"
#include "services/ctl/plan_bound.h"
#include "services/ctl/plan_svg.h"

#define LEFT_OUT INT64_C(1000000000000)
#define TIMES_MOST 5e8 /* what a way may come to in whole numbers */

struct problem {
    struct plan_problem plan;
    struct plan_worker *worker;
    struct plan_visit *visit;
    struct plan_candidate *candidate;
    int32_t *way;
    double scale; /* whole numbers in one of the file's units */
};

/* ---- making the problem ---- */

static double greatest_way(const struct hhcrsp *instance)
{
    int places = instance->patients + 1;
    double most = 1;
    for (int i = 0; i < places * places; i++)
        most = fmax(most, instance->way[i]);
    return most;
}

static bool is_whole(const struct hhcrsp *instance, double scale)
{
    int places = instance->patients + 1;
    for (int i = 0; i < places * places; i++)
        if (fabs(instance->way[i] * scale - rint(instance->way[i] * scale)) > 1e-6 * scale)
            return false;
    return true;
}

/* The least power of ten that makes all ways whole; else the greatest that fits. */
static double scale_of(const struct hhcrsp *instance)
{
    double scale = 1000, most = greatest_way(instance);
    while (scale * 10 * most <= TIMES_MOST && scale < 1e6 && !is_whole(instance, scale))
        scale *= 10;
    return scale;
}

static void put_candidates(const struct hhcrsp *instance, struct problem *problem, struct plan_task *task, int service)
{
    task->candidates = problem->plan.candidates;
    for (int i = 0; i < instance->caregivers; i++)
        if (instance->able[i * instance->services + service])
            problem->candidate[problem->plan.candidates++] = (struct plan_candidate){.worker = i};
    task->count = problem->plan.candidates - task->candidates;
}

static void put_visit(const struct hhcrsp *instance, struct problem *problem, int id)
{
    const struct hhcrsp_patient *p = &instance->patient[id];
    struct plan_visit *visit = &problem->visit[id];
    double scale = problem->scale;
    *visit = (struct plan_visit){.place = id + 1,
                                 .earliest = llround(p->earliest * scale),
                                 .due = llround(p->latest * scale),
                                 .latest = PLAN_NEVER,
                                 .tasks = p->services,
                                 .relation = p->relation,
                                 .gap_least = llround(p->gap_least * scale),
                                 .gap_most = llround(p->gap_most * scale),
                                 .left_out = LEFT_OUT,
                                 .planned = PLAN_NEVER};
    for (int i = 0; i < p->services; i++) {
        visit->task[i].duration = llround(p->duration[i] * scale);
        put_candidates(instance, problem, &visit->task[i], p->service[i]);
    }
}

static void problem_free(struct problem *problem)
{
    free(problem->worker);
    free(problem->visit);
    free(problem->candidate);
    free(problem->way);
}

static int problem_make(const struct hhcrsp *instance, struct problem *problem)
{
    size_t places = (size_t)instance->patients + 1, workers = (size_t)instance->caregivers;
    *problem = (struct problem){.scale = scale_of(instance),
                                .worker = calloc(workers, sizeof *problem->worker),
                                .visit = calloc(places, sizeof *problem->visit),
                                .candidate = calloc(PLAN_TASKS * places * workers, sizeof *problem->candidate),
                                .way = calloc(places * places, sizeof *problem->way)};
    if (!problem->worker || !problem->visit || !problem->candidate || !problem->way)
        return -1;
    for (size_t i = 0; i < places * places; i++)
        problem->way[i] = i % (places + 1) ? (int32_t)lround(instance->way[i] * problem->scale) : 0;
    for (size_t i = 0; i < workers; i++)
        problem->worker[i] = (struct plan_worker){
            .until = PLAN_NEVER, .work_most = PLAN_NEVER, .visits_most = INT32_MAX, .stretch = PLAN_NEVER};
    for (int i = 0; i < instance->patients; i++)
        put_visit(instance, problem, i);
    problem->plan.places = (int)places;
    problem->plan.modes = 1;
    problem->plan.ways[0].time = problem->way;
    problem->plan.workers = instance->caregivers;
    problem->plan.visits = instance->patients;
    problem->plan.worker = problem->worker;
    problem->plan.visit = problem->visit;
    problem->plan.candidate = problem->candidate;
    problem->plan.prices = (struct plan_prices){.way = 1, .late = 1, .worst = 1, .even_unit = 1};
    return 0;
}

/* ---- planning ---- */

static void sort_by_earliest(const struct problem *problem, int *order)
{
    for (int i = 1; i < problem->plan.visits; i++) {
        int visit = order[i], at = i;
        for (; at > 0 && problem->visit[order[at - 1]].earliest > problem->visit[visit].earliest; at--)
            order[at] = order[at - 1];
        order[at] = visit;
    }
}

/* 0 or -1: no memory. */
static int improve(const struct plan_asked *asked, const struct problem *problem, struct plan *plan, int64_t *moves)
{
    struct plan_clock clock;
    struct plan_effort effort = {.seed = asked->seed, .moves = asked->moves, .self = &clock};
    struct plan_result result;
    effort.spent = asked->moves == PLAN_NEVER ? plan_clock_spent : NULL;
    plan_clock_start(&clock, asked);
    sort_by_earliest(problem, plan->order);
    int code = plan_improve(&problem->plan, plan, &effort, &result);
    *moves = result.moves;
    return code;
}

/* ---- what came out ---- */

/* The services of all patients, one after the other; place 0 is the office. */
struct services {
    const struct hhcrsp *instance;
    int count, tours;
    int *patient, *service;
    bool *together; /* [service * services + service]: somebody can do both */
};

static void services_free(struct services *services)
{
    free(services->patient);
    free(services->service);
    free(services->together);
}

static void put_together(struct services *services)
{
    const struct hhcrsp *instance = services->instance;
    for (int i = 0; i < instance->caregivers; i++)
        for (int a = 0; a < instance->services; a++)
            for (int b = 0; instance->able[i * instance->services + a] && b < instance->services; b++)
                if (instance->able[i * instance->services + b])
                    services->together[a * instance->services + b] = true;
}

static int services_make(const struct hhcrsp *instance, struct services *services)
{
    size_t room = PLAN_TASKS * (size_t)instance->patients, kinds = (size_t)instance->services;
    *services = (struct services){.instance = instance,
                                  .patient = calloc(room, sizeof(int)),
                                  .service = calloc(room, sizeof(int)),
                                  .together = calloc(kinds * kinds, sizeof(bool))};
    if (!services->patient || !services->service || !services->together)
        return -1;
    for (int i = 0; i < instance->patients; i++)
        for (int task = 0; task < instance->patient[i].services; task++) {
            services->patient[services->count] = i;
            services->service[services->count++] = instance->patient[i].service[task];
            services->tours = task + 1 > services->tours ? task + 1 : services->tours;
        }
    put_together(services);
    return 0;
}

/* Two services of a patient are done by two caregivers: none goes from one to the other. */
static double way_between(const void *self, int from, int to)
{
    const struct services *services = self;
    const struct hhcrsp *instance = services->instance;
    int a = from ? services->patient[from - 1] + 1 : 0, b = to ? services->patient[to - 1] + 1 : 0;
    if (from && to &&
        (a == b || !services->together[services->service[from - 1] * instance->services + services->service[to - 1]]))
        return INFINITY;
    return instance->way[a * (instance->patients + 1) + b];
}

/* Lateness may be none, so the ways alone bound the cost. 0 or -1: no memory. */
static int bound_of(const struct hhcrsp *instance, double *bound)
{
    struct services services;
    int code = services_make(instance, &services);
    const struct bound_ways ways = {
        .places = services.count + 1, .tours = services.tours, .self = &services, .way = way_between};
    code = code ? code : plan_bound(&ways, bound);
    *bound /= 3;
    services_free(&services);
    return code;
}

static void put_row(const struct hhcrsp *instance, const struct plan *plan, double (*start)[PLAN_TASKS], int caregiver,
                    FILE *to)
{
    fprintf(to, "%s:", instance->caregiver[caregiver]);
    for (int i = 0; i < instance->patients; i++)
        for (int task = 0; task < instance->patient[plan->order[i]].services; task++)
            if (plan->worker[plan->order[i]][task] == caregiver)
                fprintf(to, "  %s@%.0f", instance->patient[plan->order[i]].id, start[plan->order[i]][task]);
}

static json_t *rows_of(const struct hhcrsp *instance, const struct plan *plan, double (*start)[PLAN_TASKS])
{
    json_t *rows = json_array();
    for (int i = 0; i < instance->caregivers; i++) {
        char *line = NULL;
        size_t size;
        FILE *to = open_memstream(&line, &size);
        if (!to)
            break;
        put_row(instance, plan, start, i, to);
        fclose(to);
        json_array_append_new(rows, json_string(line));
        free(line);
    }
    return rows;
}

static int draw(const struct ctl *ctl, const struct plan_asked *asked, const struct hhcrsp *instance,
                const struct plan *plan, double (*start)[PLAN_TASKS], const struct plan_outcome *outcome)
{
    char note[256];
    struct drawing drawing = {.title = "上门服务计划 Home visits",
                              .who = "人员 caregivers",
                              .note = note,
                              .x = instance->x,
                              .y = instance->y,
                              .no_places = !instance->located};
    plan_note(asked, outcome, note, sizeof note);
    for (int caregiver = 0; caregiver < instance->caregivers; caregiver++) {
        drawing_row(&drawing, instance->caregiver[caregiver]);
        for (int i = 0; i < instance->patients; i++) {
            int id = plan->order[i];
            const struct hhcrsp_patient *p = &instance->patient[id];
            for (int task = 0; task < p->services; task++)
                if (plan->worker[id][task] == caregiver)
                    drawing_visit(&drawing, &(struct drawing_visit){
                                                p->id, start[id][task], start[id][task] + p->duration[task], p->x, p->y,
                                                p->services == 2, start[id][task] > p->latest + 1e-9});
        }
    }
    return drawing_write(ctl, &drawing, asked->svg);
}

static int find(const struct ctl *ctl, const struct plan_asked *asked, const struct hhcrsp *instance,
                const struct problem *problem, struct plan *plan, struct plan_outcome *outcome)
{
    struct hhcrsp_cost cost;
    int64_t moves = 0;
    double bound = 0;
    double(*start)[PLAN_TASKS] = calloc((size_t)instance->patients, sizeof *start);
    if (!start || !plan->order || improve(asked, problem, plan, &moves) != 0 || bound_of(instance, &bound) != 0) {
        free(start);
        return ctl_say(ctl, CTL_USAGE, "out of memory");
    }
    hhcrsp_check(instance, plan, start, &cost);
    *outcome =
        (struct plan_outcome){.format = "hhcrsp",
                              .label = "HHCRSP: (路程 + 迟到 + 最大迟到) / 3 (way + lateness + greatest lateness) / 3",
                              .objective = cost.cost,
                              .bound = bound,
                              .violations = cost.violations,
                              .moves = moves,
                              .faults = cost.faults,
                              .rows = rows_of(instance, plan, start)};
    outcome->optimal = !cost.violations && cost.cost <= outcome->bound + 1e-9;
    int code = asked->svg ? draw(ctl, asked, instance, plan, start, outcome) : CTL_DONE;
    free(start);
    return code;
}

int plan_hhcrsp(const struct ctl *ctl, const struct plan_asked *asked, struct plan_outcome *outcome)
{
    struct hhcrsp instance = {0};
    struct problem problem = {0};
    struct plan plan = {0};
    int code = hhcrsp_read(ctl, asked, &instance);
    if (code == CTL_DONE && (problem_make(&instance, &problem) != 0 || plan_make(&plan, instance.patients) != 0))
        code = ctl_say(ctl, CTL_USAGE, "out of memory");
    if (code == CTL_DONE)
        code = find(ctl, asked, &instance, &problem, &plan, outcome);
    plan_free(&plan);
    problem_free(&problem);
    hhcrsp_free(&instance);
    return code;
}
