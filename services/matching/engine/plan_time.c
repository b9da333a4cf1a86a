/* When everybody is where: each task as early as its worker and the other task of its visit let it be. A start is at
 * or after the visit's earliest, the worker's way there, a pause that is due (V4) and time that is taken. Only what a
 * change of days can reach is reckoned again, in the order of the plan, so that nothing is reckoned twice. */
#include "plan_inside.h"

/* ---- one task ---- */

struct part {
    int id;
    struct op *op;
    const struct op *before;
    const struct plan_worker *worker;
    int64_t ready, start;
    bool first; /* of its day */
};

static int64_t after_pause(const struct part *part, int64_t start)
{
    const struct plan_worker *worker = part->worker;
    if (part->first || start - part->ready >= worker->pause ||
        start + part->op->duration - part->before->since <= worker->stretch)
        return start;
    return part->ready + worker->pause;
}

/* From what is taken to the task, or back there. */
static inline int64_t block_way(const struct search *search, const struct part *part, int block, bool back)
{
    const struct plan_problem *problem = search->problem;
    int64_t from = back ? part->op->place : block, to = back ? block : part->op->place;
    return block == PLAN_NOWHERE ? 0 : problem->ways[part->worker->mode].time[from * problem->places + to];
}

static int64_t after_blocks(const struct search *search, const struct part *part, int64_t start)
{
    const struct plan_block *block = search->problem->block + part->worker->blocks;
    for (int i = 0; i < part->worker->blocked; i++) {
        int64_t free = block[i].end + block_way(search, part, block[i].place, false);
        int64_t end = start + part->op->duration + block_way(search, part, block[i].place, true);
        if (start < free && block[i].start < end)
            start = free;
    }
    return start;
}

/* The first start, not before `start`, that suits the worker. */
static int64_t fit(const struct search *search, const struct part *part, int64_t start)
{
    if (!search->bound)
        return start;
    for (int64_t was = start - 1; was != start;) {
        was = start;
        start = after_pause(part, start);
        start = after_blocks(search, part, start);
    }
    return start;
}

static inline struct part part_of(const struct search *search, int id)
{
    struct op *op = &search->ops[id];
    struct part part = {.id = id,
                        .op = op,
                        .before = &search->ops[op->before],
                        .worker = &search->problem->worker[op->worker],
                        .first = op->before >= search->begins};
    part.ready = part.before->free + op_way(search, op->worker, op->before, id);
    part.start = fit(search, &part, part.ready > op->earliest ? part.ready : op->earliest);
    return part;
}

/* ---- two tasks of a visit ---- */

static bool delay(const struct search *search, struct part *part, int64_t start)
{
    if (start <= part->start)
        return false;
    part->start = fit(search, part, start);
    return true;
}

/* Lets two tasks fit each other; a delay of one may delay the other, so it goes on until nothing moves. */
static bool relate(const struct search *search, const struct plan_visit *visit, struct part *a, struct part *b)
{
    bool together = visit->relation == PLAN_TOGETHER;
    int64_t least = together ? 0 : visit->gap_least, most = together ? 0 : visit->gap_most;
    for (int round = 0; round < 16; round++) {
        bool moved = delay(search, b, a->start + least);
        if (!delay(search, a, b->start - most) && !moved)
            return true;
    }
    return b->start - a->start >= least && b->start - a->start <= most;
}

/* ---- what it costs ---- */

static inline int64_t late_by(const struct op *op, int64_t start)
{
    return start > op->due ? start - op->due : 0;
}

static bool is_moved(const struct search *search, int id, int64_t start)
{
    const struct plan_visit *visit = &search->problem->visit[OP_VISIT(id)];
    if (OP_TASK(id) || visit->planned == PLAN_NEVER || start == UNTIMED)
        return false;
    int64_t away = start > visit->planned ? start - visit->planned : visit->planned - start;
    return away > search->problem->prices.tolerance;
}

static int64_t greatest(const struct search *search)
{
    int64_t worst = 0;
    for (int id = 0; id < search->begins; id++) {
        int64_t late = late_by(&search->ops[id], search->ops[id].start);
        worst = late > worst ? late : worst;
    }
    return worst;
}

/* ---- going on ---- */

void time_stir(struct search *search, int op)
{
    int at = op_position(search, op);
    if (op >= search->begins)
        return;
    search->stirred[at / 64] |= UINT64_C(1) << at % 64;
    if (at / 64 < search->stirred_low)
        search->stirred_low = at / 64;
}

/* The first visit in the order that was stirred, -1: none is left. */
static inline int next_stirred(struct search *search)
{
    while (search->stirred_low < search->stirred_words) {
        uint64_t *word = &search->stirred[search->stirred_low];
        if (*word) {
            int at = search->stirred_low * 64 + __builtin_ctzll(*word);
            *word &= *word - 1;
            return search->order[at];
        }
        search->stirred_low++;
    }
    return -1;
}

/* Sums of a reckoning. */
struct flow {
    int64_t late, moved;
    int64_t fresh;     /* lateness of what was reckoned: nothing later takes it back */
    int64_t worst;     /* the greatest of it */
    bool worst_is_old; /* what was the latest of all may be so no more */
};

static void leave_trace(struct search *search, int id)
{
    const struct op *op = &search->ops[id];
    search->trace[search->traces++] = (struct trace){id, op->start, op->free, op->since};
}

static bool is_within(const struct search *search, const struct part *part)
{
    const struct op *op = part->op;
    if (part->start > search->problem->visit[OP_VISIT(part->id)].latest)
        return false;
    return op->after < search->ends || part->worker->until == PLAN_NEVER ||
           part->start + op->duration + op_way(search, op->worker, part->id, op->after) <= part->worker->until;
}

static inline void count(const struct search *search, struct flow *flow, int id, int64_t start)
{
    const struct op *op = &search->ops[id];
    int64_t was = late_by(op, op->start), late = late_by(op, start);
    flow->late += late - was;
    flow->worst_is_old |= was > late && was == search->worst;
    if (search->bound)
        flow->moved += is_moved(search, id, start) - is_moved(search, id, op->start);
}

/* Writes the new time of a task, and stirs what comes after it when that matters there. */
static inline bool keep(struct search *search, struct flow *flow, const struct part *part)
{
    struct op *op = part->op;
    int64_t late = late_by(op, part->start), since = op->since;
    flow->fresh += late;
    flow->worst = late > flow->worst ? late : flow->worst;
    if (search->bound) {
        since = part->first || part->start - part->ready >= part->worker->pause ? part->start : part->before->since;
        if (!is_within(search, part))
            return false;
    }
    if (part->start == op->start && since == op->since)
        return true;
    leave_trace(search, part->id);
    count(search, flow, part->id, part->start);
    op->start = part->start;
    op->free = part->start + op->duration;
    op->since = since;
    time_stir(search, op->after);
    return true;
}

/* Nobody does it any more. */
static void leave(struct search *search, struct flow *flow, int id)
{
    struct op *op = &search->ops[id];
    if (op->start == UNTIMED)
        return;
    leave_trace(search, id);
    count(search, flow, id, UNTIMED);
    op->start = UNTIMED;
}

static inline bool go_on(struct search *search, struct flow *flow, int visit)
{
    int id = OP(visit, 0);
    if (is_out(search, visit)) {
        leave(search, flow, id);
        leave(search, flow, id + 1);
        return true;
    }
    struct part a = part_of(search, id);
    if (search->ops[id + 1].worker == PLAN_NOBODY)
        return keep(search, flow, &a);
    struct part b = part_of(search, id + 1);
    return relate(search, &search->problem->visit[visit], &a, &b) && keep(search, flow, &a) && keep(search, flow, &b);
}

static void go_back(struct search *search)
{
    while (search->traces > 0) {
        const struct trace *trace = &search->trace[--search->traces];
        struct op *op = &search->ops[trace->op];
        op->start = trace->start;
        op->free = trace->free;
        op->since = trace->since;
    }
    while (next_stirred(search) >= 0)
        ;
}

bool time_flow(struct search *search, int64_t most)
{
    const struct plan_prices *prices = &search->problem->prices;
    struct flow flow = {.late = search->late, .moved = search->moved};
    bool good = true;
    search->traces = 0;
    for (int visit; good && (visit = next_stirred(search)) >= 0;)
        good = go_on(search, &flow, visit) && prices->late * flow.fresh + prices->worst * flow.worst <= most;
    if (good && flow.worst < search->worst)
        flow.worst = flow.worst_is_old ? greatest(search) : search->worst;
    int64_t timed = prices->late * flow.late + prices->worst * flow.worst + prices->moved * flow.moved;
    if (!good || timed > most) {
        go_back(search);
        return false;
    }
    search->late = flow.late;
    search->worst = flow.worst;
    search->moved = flow.moved;
    search->timed = timed;
    return true;
}
