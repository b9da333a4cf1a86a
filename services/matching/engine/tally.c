/* Counting intervals that hold one: all that start by its start, less those that end before its end; and those that do
 * both, which lie inside it and so are shorter, are put back. */
#include "tally.h"

#include <stdlib.h>
#include <string.h>

#include "fetch.h"

#define RUN 32

struct mark {
    int64_t first, second;
    struct counts counts;
};

#define RUN_SIZE (RUN * sizeof(struct mark))

/* A run of marks in order; its first mark stands in it also when the run is looked for. */
struct run {
    int64_t first, second;
    struct counts sum;
    int used;
    struct mark *at; /* RUN of them */
};

static void counts_add(struct counts *sum, const struct counts *counts)
{
    for (int set = 0; set < TALLY_SETS; set++)
        sum->of[set] += counts->of[set];
}

static void counts_less(struct counts *sum, const struct counts *counts)
{
    for (int set = 0; set < TALLY_SETS; set++)
        sum->of[set] -= counts->of[set];
}

static bool counts_are_none(const struct counts *counts)
{
    int any = 0;
    for (int set = 0; set < TALLY_SETS; set++)
        any |= counts->of[set];
    return !any;
}

static bool mark_is_before(int64_t first, int64_t second, int64_t other_first, int64_t other_second)
{
    return first < other_first || (first == other_first && second < other_second);
}

/* The last run that begins no later, or the first one. */
static int run_place(const struct marks *marks, int64_t first, int64_t second)
{
    const struct run *runs = marks->runs.at;
    int low = 0, high = marks->runs.count - 1;
    while (low < high) {
        int middle = low + (high - low + 1) / 2;
        if (mark_is_before(first, second, runs[middle].first, runs[middle].second))
            high = middle - 1;
        else
            low = middle;
    }
    return low;
}

static int mark_place(const struct run *run, int64_t first, int64_t second)
{
    int low = 0, high = run->used;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (mark_is_before(run->at[middle].first, run->at[middle].second, first, second))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static int run_insert(struct arena *arena, struct marks *marks, int place, int64_t first, int64_t second)
{
    struct run run = {.first = first, .second = second, .at = arena_take(arena, RUN_SIZE)};
    if (run.at && list_insert(&marks->runs, sizeof run, place, &run) == 0)
        return 0;
    arena_give(arena, run.at, RUN_SIZE);
    return -1;
}

static int run_split(struct arena *arena, struct marks *marks, int place)
{
    const struct run *full = (struct run *)marks->runs.at + place;
    int half = full->used / 2;
    if (run_insert(arena, marks, place + 1, full->at[half].first, full->at[half].second))
        return -1;
    struct run *left = (struct run *)marks->runs.at + place, *right = left + 1;
    right->used = left->used - half;
    left->used = half;
    memcpy(right->at, left->at + half, (size_t)right->used * sizeof *right->at);
    for (int i = 0; i < right->used; i++)
        counts_add(&right->sum, &right->at[i].counts);
    counts_less(&left->sum, &right->sum);
    return 0;
}

static void mark_insert(struct run *run, int at, int64_t first, int64_t second)
{
    memmove(&run->at[at + 1], &run->at[at], (size_t)(run->used - at) * sizeof *run->at);
    run->at[at] = (struct mark){first, second, {{0}}};
    run->used++;
    run->first = run->at[0].first;
    run->second = run->at[0].second;
}

static void mark_remove(struct arena *arena, struct marks *marks, int place, int at)
{
    struct run *run = (struct run *)marks->runs.at + place;
    run->used--;
    memmove(&run->at[at], &run->at[at + 1], (size_t)(run->used - at) * sizeof *run->at);
    if (run->used)
        return;
    arena_give(arena, run->at, RUN_SIZE);
    list_remove(&marks->runs, sizeof *run, place);
}

static int marks_add(struct arena *arena, struct marks *marks, int64_t first, int64_t second,
                     const struct counts *counts)
{
    if (!marks->runs.count && run_insert(arena, marks, 0, first, second))
        return -1;
    int place = run_place(marks, first, second);
    if (((struct run *)marks->runs.at)[place].used == RUN) {
        if (run_split(arena, marks, place))
            return -1;
        place = run_place(marks, first, second);
    }
    struct run *run = (struct run *)marks->runs.at + place;
    fetch_run(run->at, (size_t)run->used * sizeof *run->at);
    int at = mark_place(run, first, second);
    if (at == run->used || run->at[at].first != first || run->at[at].second != second)
        mark_insert(run, at, first, second);
    counts_add(&run->sum, counts);
    counts_add(&run->at[at].counts, counts);
    if (counts_are_none(&run->at[at].counts))
        mark_remove(arena, marks, place, at);
    return 0;
}

/* All with a first below `limit`. */
static struct counts marks_below(const struct marks *marks, int64_t limit)
{
    const struct run *runs = marks->runs.at;
    struct counts sum = {{0}};
    if (!marks->runs.count)
        return sum;
    int place = run_place(marks, limit, INT64_MIN), at = mark_place(&runs[place], limit, INT64_MIN);
    for (int i = 0; i < place; i++)
        counts_add(&sum, &runs[i].sum);
    for (int i = 0; i < at; i++)
        counts_add(&sum, &runs[place].at[i].counts);
    return sum;
}

static struct counts marks_inside(const struct marks *marks, struct interval outer)
{
    const struct run *runs = marks->runs.at;
    struct counts sum = {{0}};
    if (!marks->runs.count)
        return sum;
    int place = run_place(marks, outer.start + 1, INT64_MIN);
    int at = mark_place(&runs[place], outer.start + 1, INT64_MIN);
    for (; place < marks->runs.count; place++, at = 0)
        for (; at < runs[place].used; at++) {
            const struct mark *mark = &runs[place].at[at];
            if (mark->first >= outer.end)
                return sum;
            if (mark->second < outer.end)
                counts_add(&sum, &mark->counts);
        }
    return sum;
}

static struct counts counts_of(unsigned sets, int count)
{
    struct counts counts;
    for (unsigned set = 0; set < TALLY_SETS; set++)
        counts.of[set] = sets >> set & 1 ? count : 0;
    return counts;
}

static int brief_add(struct tally *tally, struct interval interval, const struct counts *counts)
{
    if (interval.end - TALLY_BRIEF >= interval.start)
        return 0;
    return marks_add(tally->arena, &tally->brief, interval.start, interval.end, counts);
}

int tally_add(struct tally *tally, struct interval interval, unsigned sets, int count)
{
    struct counts counts = counts_of(sets, count);
    if (marks_add(tally->arena, &tally->starts, interval.start, 0, &counts) ||
        marks_add(tally->arena, &tally->ends, interval.end, 0, &counts))
        return -1;
    return brief_add(tally, interval, &counts);
}

static void runs_fetch(const struct marks *marks)
{
    fetch_run(marks->runs.at, (size_t)marks->runs.count * sizeof(struct run));
}

void tally_fetch(const struct tally *tally)
{
    runs_fetch(&tally->starts);
    runs_fetch(&tally->ends);
}

static int64_t edge_at(const struct list *intervals, int place, bool end)
{
    const struct interval *at = intervals->at;
    if (place == intervals->count)
        return INT64_MAX;
    return end ? at[place].end : at[place].start;
}

/* What both lists have is passed over. */
static int marks_move(struct arena *arena, struct marks *marks, const struct list *from, const struct list *to,
                      bool end, unsigned sets)
{
    const struct counts more = counts_of(sets, 1), less = counts_of(sets, -1);
    int result = 0;
    for (int i = 0, j = 0; i < from->count || j < to->count;) {
        int64_t gone = edge_at(from, i, end), come = edge_at(to, j, end);
        if (gone < come)
            result |= marks_add(arena, marks, gone, 0, &less);
        else if (come < gone)
            result |= marks_add(arena, marks, come, 0, &more);
        i += gone <= come;
        j += come <= gone;
    }
    return result;
}

static int briefs_add(struct tally *tally, const struct list *intervals, unsigned sets, int count)
{
    const struct counts counts = counts_of(sets, count);
    const struct interval *at = intervals->at;
    int result = 0;
    for (int i = 0; i < intervals->count; i++)
        result |= brief_add(tally, at[i], &counts);
    return result;
}

int tally_move(struct tally *tally, const struct list *from, const struct list *to, unsigned sets)
{
    return marks_move(tally->arena, &tally->starts, from, to, false, sets) |
           marks_move(tally->arena, &tally->ends, from, to, true, sets) | briefs_add(tally, to, sets, 1) |
           briefs_add(tally, from, sets, -1);
}

struct counts tally_holding(const struct tally *tally, struct interval inner)
{
    struct counts holding = marks_below(&tally->starts, inner.start + 1);
    const struct counts ended = marks_below(&tally->ends, inner.end), inside = marks_inside(&tally->brief, inner);
    counts_less(&holding, &ended);
    counts_add(&holding, &inside);
    return holding;
}

static void marks_close(struct arena *arena, struct marks *marks)
{
    struct run *runs = marks->runs.at;
    for (int i = 0; i < marks->runs.count; i++)
        arena_give(arena, runs[i].at, RUN_SIZE);
    free(runs);
}

void tally_close(struct tally *tally)
{
    marks_close(tally->arena, &tally->starts);
    marks_close(tally->arena, &tally->ends);
    marks_close(tally->arena, &tally->brief);
    *tally = (struct tally){0};
}
