/* The search: simulated annealing over the moves of plan_moves.c, from hot to cold by the share of the effort that is
 * spent. It starts from the plan that it is given and ends with the best plan that it saw. Where one course is long
 * enough to find nothing more, several shorter ones find better. */
#include "plan_inside.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NEAR 40
#define LOOK 256 /* moves between two looks at what is spent */

/* What a move may cost more, in ways: at the start, when it is warmed up again, and at the end. */
#define HOT 20.0
#define WARM 2.0
#define COLD 0.05

/* With so many moves for each visit the effort is parted: begun anew some times, then the best warmed up some times. */
#define MOVES_ENOUGH 150000
#define MOVES_FEW 10000 /* fewer begin no hotter than warm */
#define BEGINS 3
#define BEGINS_SHARE 0.6
#define WARMINGS 2
#define PROBE 20000 /* moves to see how many there will be */

int plan_make(struct plan *plan, int visits)
{
    size_t count = (size_t)(visits ? visits : 1);
    *plan = (struct plan){.order = malloc(count * sizeof plan->order[0]),
                          .worker = malloc(count * sizeof plan->worker[0]),
                          .start = calloc(count, sizeof plan->start[0])};
    if (!plan->order || !plan->worker || !plan->start) {
        plan_free(plan);
        return -1;
    }
    for (int i = 0; i < visits; i++) {
        plan->order[i] = i;
        plan->worker[i][0] = plan->worker[i][1] = PLAN_NOBODY;
    }
    return 0;
}

void plan_free(struct plan *plan)
{
    free(plan->order);
    free(plan->worker);
    free(plan->start);
    *plan = (struct plan){0};
}

void plan_copy(struct plan *to, const struct plan *from, int visits)
{
    size_t count = (size_t)visits;
    memcpy(to->order, from->order, count * sizeof to->order[0]);
    memcpy(to->worker, from->worker, count * sizeof to->worker[0]);
    memcpy(to->start, from->start, count * sizeof to->start[0]);
    to->cost = from->cost;
}

/* ---- making the search ---- */

/* The next part of one piece of memory; NULL while it is only measured. */
static void *part(const struct search *search, size_t *used, size_t count, size_t size)
{
    size_t at = *used;
    *used += (count * size + 15) / 16 * 16;
    return search->memory ? (char *)search->memory + at : NULL;
}

/* Lays the arrays out in one piece of memory, or measures how long it must be. */
static size_t lay_out(struct search *search)
{
    size_t used = 0, visits = (size_t)search->problem->visits, workers = (size_t)search->problem->workers;
    size_t tasks = visits * PLAN_TASKS, ops = tasks + 2 * workers + PLAN_TASKS;
    search->stirred_words = (int)(visits / 64 + 1);
    search->ops = part(search, &used, ops, sizeof(struct op));
    search->trace = part(search, &used, tasks, sizeof(struct trace));
    search->order = part(search, &used, visits, sizeof(int));
    search->position = part(search, &used, ops / PLAN_TASKS + 1, sizeof(int));
    search->load = part(search, &used, workers, sizeof(struct load));
    search->stirred = part(search, &used, (size_t)search->stirred_words, sizeof(uint64_t));
    search->price = part(search, &used, tasks * workers, sizeof(int64_t));
    search->near = part(search, &used, visits * (size_t)search->near_count, sizeof(int));
    return used;
}

static void put_prices(struct search *search)
{
    const struct plan_problem *problem = search->problem;
    int64_t all = (int64_t)problem->visits * PLAN_TASKS * problem->workers;
    for (int64_t i = 0; i < all; i++)
        search->price[i] = PLAN_NEVER;
    for (int op = 0; op < problem->visits * PLAN_TASKS; op++) {
        const struct plan_visit *visit = &problem->visit[OP_VISIT(op)];
        const struct plan_task *task = &visit->task[OP_TASK(op)];
        for (int i = 0; OP_TASK(op) < visit->tasks && i < task->count; i++) {
            const struct plan_candidate *c = &problem->candidate[task->candidates + i];
            search->price[(int64_t)op * problem->workers + c->worker] = c->price;
        }
    }
}

/* How badly b follows a: the way, a fifth of the waiting, and the lateness that there must be. */
static double follows(const struct plan_problem *problem, const struct plan_visit *a, const struct plan_visit *b)
{
    double way = problem->ways[0].time[(int64_t)a->place * problem->places + b->place];
    double lasts = (double)a->task[0].duration + way;
    double wait = (double)b->earliest - (double)a->due - lasts, late = (double)a->earliest + lasts - (double)b->due;
    return way + (wait > 0 ? 0.2 * wait : 0) + (late > 0 ? late : 0);
}

struct neighbour {
    double badness;
    int visit;
};

static int by_badness(const void *a, const void *b)
{
    const struct neighbour *x = a, *y = b;
    if (x->badness != y->badness)
        return x->badness < y->badness ? -1 : 1;
    return x->visit - y->visit;
}

static int put_near(struct search *search)
{
    const struct plan_problem *problem = search->problem;
    struct neighbour *list = malloc(((size_t)problem->visits + 1) * sizeof *list);
    if (!list)
        return -1;
    for (int v = 0; v < problem->visits; v++) {
        int count = 0;
        for (int u = 0; u < problem->visits; u++) {
            double one = follows(problem, &problem->visit[v], &problem->visit[u]);
            double two = follows(problem, &problem->visit[u], &problem->visit[v]);
            if (u != v)
                list[count++] = (struct neighbour){one < two ? one : two, u};
        }
        qsort(list, (size_t)count, sizeof *list, by_badness);
        for (int i = 0; i < search->near_count; i++)
            search->near[v * search->near_count + i] = list[i].visit;
    }
    free(list);
    return 0;
}

/* Which rules there are, so that what is not there costs no time. */
static void find_rules(struct search *search)
{
    const struct plan_problem *problem = search->problem;
    search->loaded = problem->prices.uneven != 0;
    for (int i = 0; i < problem->workers; i++) {
        const struct plan_worker *worker = &problem->worker[i];
        search->loaded |= worker->work_most != PLAN_NEVER || worker->visits_most < problem->visits;
        search->bound |= worker->until != PLAN_NEVER || worker->blocked || worker->stretch != PLAN_NEVER;
    }
    for (int i = 0; i < problem->visits; i++)
        search->bound |= problem->visit[i].latest != PLAN_NEVER || problem->visit[i].planned != PLAN_NEVER;
}

int search_open(struct search *search, const struct plan_problem *problem, uint64_t seed)
{
    *search = (struct search){.problem = problem, .dice = dice_of(seed)};
    search->near_count = problem->visits <= NEAR ? problem->visits - 1 : NEAR;
    search->memory = malloc(lay_out(search) + 1);
    if (!search->memory || plan_make(&search->best, problem->visits) != 0) {
        search_close(search);
        return -1;
    }
    lay_out(search);
    memset(search->stirred, 0, (size_t)search->stirred_words * sizeof(uint64_t));
    find_rules(search);
    put_prices(search);
    if (put_near(search) != 0) {
        search_close(search);
        return -1;
    }
    return 0;
}

void search_close(struct search *search)
{
    free(search->memory);
    plan_free(&search->best);
    *search = (struct search){0};
}

/* ---- taking a plan over ---- */

static void start_day(struct search *search, int worker)
{
    const struct plan_worker *w = &search->problem->worker[worker];
    int begin = search->begins + worker, end = search->ends + worker;
    search->ops[begin] =
        (struct op){.free = w->from, .since = w->from, .after = end, .worker = worker, .place = w->start};
    search->ops[end] = (struct op){.before = begin, .worker = worker, .place = w->end};
    search->position[OP_VISIT(begin)] = -1;
    search->position[OP_VISIT(end)] = search->problem->visits;
    search->load[worker] = (struct load){0, 0};
}

static void start_visit(struct search *search, int visit)
{
    const struct plan_visit *v = &search->problem->visit[visit];
    for (int task = 0; task < PLAN_TASKS; task++)
        search->ops[OP(visit, task)] = (struct op){.start = UNTIMED,
                                                   .worker = PLAN_NOBODY,
                                                   .place = v->place,
                                                   .duration = v->task[task].duration,
                                                   .earliest = v->earliest,
                                                   .due = v->due};
}

/* Everybody at the begin of an empty day. */
static void start_days(struct search *search)
{
    const struct plan_problem *problem = search->problem;
    search->begins = OP(problem->visits, 0);
    search->ends = search->begins + (problem->workers + 1) / PLAN_TASKS * PLAN_TASKS;
    search->over = 0;
    search->fixed = search->late = search->worst = search->moved = 0;
    for (int i = 0; i < problem->workers; i++)
        start_day(search, i);
    for (int visit = 0; visit < problem->visits; visit++)
        start_visit(search, visit);
}

/* Puts the tasks of a visit at the end of their workers' days; -1 when somebody may not do them. */
static int load_visit(struct search *search, int visit, const int worker[PLAN_TASKS])
{
    const struct plan_problem *problem = search->problem;
    const struct plan_visit *v = &problem->visit[visit];
    if (worker[0] == PLAN_NOBODY) {
        search->fixed += v->left_out;
        return 0;
    }
    for (int task = 0; task < v->tasks; task++) {
        int op = OP(visit, task);
        if (worker[task] == PLAN_NOBODY || search->price[(int64_t)op * problem->workers + worker[task]] == PLAN_NEVER)
            return -1;
        search->fixed += route_put(search, op, worker[task], search->ops[search->ends + worker[task]].before);
    }
    time_stir(search, OP(visit, 0));
    return v->tasks == 2 && worker[0] == worker[1] ? -1 : 0;
}

int search_load(struct search *search, const struct plan *plan)
{
    start_days(search);
    for (int i = 0; i < search->problem->visits; i++) {
        search->order[i] = plan->order[i];
        search->position[plan->order[i]] = i;
    }
    for (int i = 0; i < search->problem->visits; i++)
        if (load_visit(search, plan->order[i], plan->worker[plan->order[i]]) != 0)
            return -2;
    return search->over || !time_flow(search, PLAN_NEVER) ? -2 : 0;
}

static void remember(struct search *search)
{
    int visits = search->problem->visits;
    memcpy(search->best.order, search->order, (size_t)visits * sizeof(int));
    for (int visit = 0; visit < visits; visit++)
        for (int task = 0; task < PLAN_TASKS; task++)
            search->best.worker[visit][task] = search->ops[OP(visit, task)].worker;
    search->best.cost = search->fixed + search->timed;
}

/* Writes the best plan with its starts. */
static void hand_over(struct search *search, struct plan *plan)
{
    search_load(search, &search->best);
    for (int visit = 0; visit < search->problem->visits; visit++)
        for (int task = 0; task < PLAN_TASKS; task++) {
            int64_t start = search->ops[OP(visit, task)].start;
            search->best.start[visit][task] = start == UNTIMED ? 0 : start;
        }
    plan_copy(plan, &search->best, search->problem->visits);
}

/* ---- the search ---- */

/* What a way costs between visits that are near each other, on average: the measure of heat. */
static double usual_way(const struct search *search)
{
    const struct plan_problem *problem = search->problem;
    double sum = 0;
    for (int v = 0; v < problem->visits; v++)
        for (int i = 0; i < search->near_count; i++) {
            int u = search->near[v * search->near_count + i];
            sum += problem->ways[0].time[(int64_t)problem->visit[v].place * problem->places + problem->visit[u].place];
        }
    int64_t count = (int64_t)problem->visits * search->near_count;
    double way = count ? sum / (double)count * (double)problem->prices.way : 0;
    return way > 1 ? way : 1;
}

static double share_spent(const struct plan_effort *effort, int64_t moves)
{
    double by_moves = effort->moves == PLAN_NEVER ? 0 : (double)moves / (double)effort->moves;
    double by_time = effort->spent ? effort->spent(effort->self) : 0;
    return by_moves > by_time ? by_moves : by_time;
}

/* From hot to cold while the share of the effort goes from one to the other. */
struct course {
    double from, to;
    double hot, cold;
};

static void cool(struct search *search, const struct course *course, const struct plan_effort *effort,
                 struct plan_result *result)
{
    double heat = course->hot, spent = course->from;
    for (int look = 0; spent < course->to && result->moves < effort->moves; result->moves++) {
        if (look-- == 0) {
            look = LOOK - 1;
            spent = share_spent(effort, result->moves);
            heat = course->hot * pow(course->cold / course->hot, (spent - course->from) / (course->to - course->from));
        }
        if (!move_try(search, heat))
            continue;
        result->kept++;
        if (search->fixed + search->timed < search->best.cost)
            remember(search);
    }
}

/* How many moves there will be for each visit: where the time decides, going by a few that are tried. */
static double moves_a_visit(struct search *search, double heat, const struct plan_effort *effort,
                            struct plan_result *result)
{
    if (!effort->spent)
        return (double)effort->moves / search->problem->visits;
    for (; result->moves < PROBE && result->moves < effort->moves; result->moves++)
        move_try(search, heat);
    double spent = share_spent(effort, result->moves);
    return spent > 0 ? (double)result->moves / spent / search->problem->visits : INFINITY;
}

static void anneal(struct search *search, const struct plan *from, const struct plan_effort *effort,
                   struct plan_result *result)
{
    double way = usual_way(search), moves = moves_a_visit(search, HOT * way, effort, result);
    int begins = moves < MOVES_ENOUGH ? 1 : BEGINS, warmings = moves < MOVES_ENOUGH ? 0 : WARMINGS;
    double share = moves < MOVES_ENOUGH ? 1 : BEGINS_SHARE;
    struct course course = {.hot = (moves < MOVES_FEW ? WARM : HOT) * way, .cold = COLD * way};
    for (int i = 0; i < begins; i++) {
        course.from = course.to;
        course.to = share * (i + 1) / begins;
        search_load(search, from);
        cool(search, &course, effort, result);
    }
    course.hot = WARM * way;
    for (int i = 0; i < warmings; i++) {
        course.from = course.to;
        course.to = share + (1 - share) * (i + 1) / warmings;
        search_load(search, &search->best);
        cool(search, &course, effort, result);
    }
}

int plan_improve(const struct plan_problem *problem, struct plan *plan, const struct plan_effort *effort,
                 struct plan_result *result)
{
    struct search search;
    *result = (struct plan_result){0};
    if (problem->visits == 0)
        return 0;
    if (search_open(&search, problem, effort->seed) != 0)
        return -1;
    int code = search_load(&search, plan);
    if (code == 0) {
        remember(&search);
        anneal(&search, plan, effort, result);
        hand_over(&search, plan);
    }
    search_close(&search);
    return code;
}
