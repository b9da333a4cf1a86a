/* When everybody is where: the visits of one order, each as early as its workers can. A start is at or after the
 * visit's earliest, the worker's way there, a pause that is due (V4) and time that is taken. */
#include "plan_inside.h"

#include <string.h>

static int64_t way_time(const struct plan_problem *problem, const struct plan_worker *worker, int from, int to)
{
    return problem->ways[worker->mode].time[(int64_t)from * problem->places + to];
}

static int64_t after_pause(const struct plan_worker *worker, const struct day *day, int64_t ready, int64_t duration,
                           int64_t start)
{
    if (!day->visits || start - ready >= worker->pause || start + duration - day->since <= worker->stretch)
        return start;
    return ready + worker->pause;
}

static int64_t after_blocks(const struct plan_problem *problem, const struct plan_worker *worker, int64_t duration,
                            int64_t start)
{
    const struct plan_block *block = problem->block + worker->blocks;
    for (int i = 0; i < worker->blocked; i++)
        if (start < block[i].end && block[i].start < start + duration)
            start = block[i].end;
    return start;
}

/* The first start, not before `start`, that suits the worker; `ready` is when the worker could be there. */
static int64_t fit(const struct plan_problem *problem, const struct plan_worker *worker, const struct day *day,
                   int64_t ready, int64_t duration, int64_t start)
{
    if (!worker->blocked && worker->stretch == PLAN_NEVER)
        return start;
    for (int64_t was = start - 1; was != start;) {
        was = start;
        start = after_pause(worker, day, ready, duration, start);
        start = after_blocks(problem, worker, duration, start);
    }
    return start;
}

struct part {
    const struct plan_worker *worker;
    struct day *day;
    int64_t way, ready, duration, start;
};

static struct part part_of(const struct plan_problem *problem, struct front *front, const struct plan_visit *visit,
                           int task, int worker)
{
    struct part part = {.worker = &problem->worker[worker], .day = &front->day[worker]};
    part.duration = visit->task[task].duration;
    part.way = way_time(problem, part.worker, part.day->place, visit->place);
    part.ready = part.day->free + part.way;
    part.start = part.ready > visit->earliest ? part.ready : visit->earliest;
    part.start = fit(problem, part.worker, part.day, part.ready, part.duration, part.start);
    return part;
}

static bool delay(const struct plan_problem *problem, struct part *part, int64_t start)
{
    if (start <= part->start)
        return false;
    part->start = fit(problem, part->worker, part->day, part->ready, part->duration, start);
    return true;
}

/* Lets two tasks fit each other; a delay of one may delay the other, so it goes on until nothing moves. */
static bool relate(const struct plan_problem *problem, const struct plan_visit *visit, struct part *a, struct part *b)
{
    bool together = visit->relation == PLAN_TOGETHER;
    int64_t least = together ? 0 : visit->gap_least, most = together ? 0 : visit->gap_most;
    for (int round = 0; round < 16; round++) {
        bool moved = delay(problem, b, a->start + least);
        if (!delay(problem, a, b->start - most) && !moved)
            return true;
    }
    return b->start - a->start >= least && b->start - a->start <= most;
}

static int64_t square(int64_t value, int64_t unit)
{
    return value / unit * (value / unit);
}

/* Writes the part into the worker's day; false when a limit of the day is broken. */
static inline bool part_keep(const struct plan_problem *problem, const struct plan_visit *visit,
                             const struct part *part, struct toll *toll)
{
    const struct plan_worker *worker = part->worker;
    struct day *day = part->day;
    int64_t work = day->work + part->way + part->duration;
    if (!day->visits || part->start - part->ready >= worker->pause)
        day->since = part->start;
    if (problem->prices.uneven)
        toll->extra += problem->prices.uneven *
                       (square(work, problem->prices.even_unit) - square(day->work, problem->prices.even_unit));
    day->free = part->start + part->duration;
    day->work = work;
    day->place = visit->place;
    day->visits++;
    if (part->start > visit->due) {
        int64_t late = part->start - visit->due;
        toll->late += late;
        toll->worst = late > toll->worst ? late : toll->worst;
    }
    return part->start <= visit->latest && work <= worker->work_most && day->visits <= worker->visits_most &&
           (worker->until == PLAN_NEVER ||
            day->free + way_time(problem, worker, visit->place, worker->end) <= worker->until);
}

static inline void count_moved(const struct plan_prices *prices, const struct plan_visit *visit, int64_t start,
                               struct toll *toll)
{
    if (visit->planned == PLAN_NEVER)
        return;
    int64_t away = start > visit->planned ? start - visit->planned : visit->planned - start;
    if (away > prices->tolerance)
        toll->extra += prices->moved;
}

/* The same as for two below, without what two need: most visits are done by one. */
static bool pass_one(const struct plan_problem *problem, struct front *front, const struct plan_visit *visit,
                     int worker, int64_t *start)
{
    struct part part = {
        .worker = &problem->worker[worker], .day = &front->day[worker], .duration = visit->task[0].duration};
    part.way = way_time(problem, part.worker, part.day->place, visit->place);
    part.ready = part.day->free + part.way;
    part.start = part.ready > visit->earliest ? part.ready : visit->earliest;
    if (part.worker->blocked || part.worker->stretch != PLAN_NEVER)
        part.start = fit(problem, part.worker, part.day, part.ready, part.duration, part.start);
    if (start)
        *start = part.start;
    count_moved(&problem->prices, visit, part.start, &front->toll);
    return part_keep(problem, visit, &part, &front->toll);
}

bool visit_pass(const struct plan_problem *problem, struct front *front, int visit, const int worker[PLAN_TASKS],
                int64_t start[PLAN_TASKS])
{
    const struct plan_visit *v = &problem->visit[visit];
    if (worker[0] == PLAN_NOBODY)
        return true;
    if (v->tasks == 1)
        return pass_one(problem, front, v, worker[0], start);
    struct part a = part_of(problem, front, v, 0, worker[0]), b = part_of(problem, front, v, 1, worker[1]);
    if (!relate(problem, v, &a, &b) || !part_keep(problem, v, &b, &front->toll))
        return false;
    if (start) {
        start[0] = a.start;
        start[1] = b.start;
    }
    count_moved(&problem->prices, v, a.start, &front->toll);
    return part_keep(problem, v, &a, &front->toll);
}

int64_t toll_sum(const struct plan_prices *prices, const struct toll *toll)
{
    return prices->late * toll->late + prices->worst * toll->worst + toll->extra;
}

static void front_copy(struct front *to, const struct front *from, int workers)
{
    to->toll = from->toll;
    memcpy(to->day, from->day, (size_t)workers * sizeof to->day[0]);
}

int64_t search_time(struct search *search, int position, int64_t most, bool keep)
{
    const struct plan_problem *problem = search->problem;
    int at = position / FRONT_STEP;
    struct front *now = &search->now;
    front_copy(now, &search->front[at], problem->workers);
    for (int i = at * FRONT_STEP; i < problem->visits; i++) {
        int visit = search->order[i];
        if (keep && i % FRONT_STEP == 0)
            front_copy(&search->front[i / FRONT_STEP], now, problem->workers);
        if (!visit_pass(problem, now, visit, search->worker[visit], NULL) ||
            toll_sum(&problem->prices, &now->toll) > most)
            return PLAN_NEVER;
    }
    return toll_sum(&problem->prices, &now->toll);
}
