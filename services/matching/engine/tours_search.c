/* The search for tours: ruin, recreate, and keep what annealing lets pass. */
#include "tours_inside.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NEIGHBOURS 10
#define LOOK 64 /* moves between two looks at what is spent */

/* The effort is parted: five times from the begin, for nearly every second time ends in another valley than the best
 * and some problems want more heat than others, then on from the best. What a move may cost more goes from hot to cold,
 * in usual ways between neighbours. */
static const struct course {
    double share, hot, cold;
    bool anew;
} courses[] = {{0.15, 1.5, 0.02, true}, {0.15, 0.5, 0.01, true}, {0.15, 1.5, 0.02, true},
               {0.15, 0.5, 0.01, true}, {0.15, 1.0, 0.01, true}, {0.25, 0.3, 0.01, false}};
#define COURSES (int)(sizeof courses / sizeof courses[0])
#define MOVES_ENOUGH 10000 /* fewer for each stop are not parted: all go to one like the second */
#define ONE_COURSE 1
#define PROBE 1000 /* moves to see how many there will be */

int tours_make(struct tours *tours, int stops)
{
    size_t count = (size_t)stops + 1;
    *tours = (struct tours){.first = calloc(count, sizeof(int)), .stop = calloc(count, sizeof(int))};
    if (tours->first && tours->stop)
        return 0;
    tours_free(tours);
    return -1;
}

void tours_free(struct tours *tours)
{
    free(tours->first);
    free(tours->stop);
    *tours = (struct tours){0};
}

/* ---- a tour ---- */

void tour_copy(struct tour *to, const struct tour *from)
{
    size_t count = (size_t)from->length + 1;
    to->length = from->length;
    to->load = from->load;
    to->way = from->way;
    memcpy(to->stop, from->stop, count * sizeof(int));
    memcpy(to->leg, from->leg, count * sizeof(int32_t));
    memcpy(to->leave, from->leave, count * sizeof(int32_t));
    memcpy(to->latest, from->latest, count * sizeof(int32_t));
}

void tour_touch(struct tour_search *search, int tour)
{
    if (search->is_touched[tour])
        return;
    search->is_touched[tour] = true;
    search->touched[search->touched_count++] = tour;
    tour_copy(&search->was[tour], &search->tour[tour]);
}

static void reckon_forth(const struct tour_problem *problem, struct tour *tour, int first, int last)
{
    for (int i = first; i <= tour->length; i++) {
        const struct tour_stop *stop = &problem->stop[tour->stop[i]];
        int32_t start = i > 0 ? tour->leave[i - 1] + tour->leg[i] : stop->ready;
        int32_t leave = (start > stop->ready ? start : stop->ready) + stop->service;
        if (i > last && leave == tour->leave[i])
            return;
        tour->leave[i] = leave;
    }
}

static void reckon_back(const struct tour_problem *problem, struct tour *tour, int first, int last)
{
    for (int i = last; i >= 0; i--) {
        const struct tour_stop *stop = &problem->stop[tour->stop[i]];
        int32_t start = i < tour->length ? tour->latest[i + 1] - tour->leg[i + 1] - stop->service : stop->due;
        int32_t latest = start < stop->due ? start : stop->due;
        if (i < first && latest == tour->latest[i])
            return;
        tour->latest[i] = latest;
    }
}

void tour_reckon(struct tour_search *search, int id, int first, int last)
{
    const struct tour_problem *problem = search->problem;
    struct tour *tour = &search->tour[id];
    search->cost -= tour->way;
    for (int i = first > 1 ? first : 1; i <= last; i++)
        tour->leg[i] = way_of(problem, tour->stop[i - 1], tour->stop[i]);
    tour->way = 0;
    for (int i = 1; i <= tour->length; i++)
        tour->way += tour->leg[i];
    search->cost += tour->way;
    reckon_forth(problem, tour, first, last);
    reckon_back(problem, tour, first, last);
}

/* ---- making the search ---- */

static void *part(char **free_at, size_t count, size_t size)
{
    void *at = *free_at;
    *free_at += (count * size + 15) / 16 * 16;
    return at;
}

static void lay_tours(struct tour *tours, size_t count, char **at)
{
    for (size_t i = 0; i < count; i++) {
        tours[i].stop = part(at, count + 2, sizeof(int));
        tours[i].leg = part(at, count + 2, sizeof(int32_t));
        tours[i].leave = part(at, count + 2, sizeof(int32_t));
        tours[i].latest = part(at, count + 2, sizeof(int32_t));
    }
}

static size_t size_of_tours(size_t count)
{
    return 2 * count * 4 * ((count + 2) * sizeof(int32_t) + 16);
}

static void lay_out(struct tour_search *search, char *at)
{
    size_t stops = (size_t)search->problem->stops;
    search->tour = part(&at, stops, sizeof(struct tour));
    search->was = part(&at, stops, sizeof(struct tour));
    search->of = part(&at, stops, sizeof(int));
    search->near = part(&at, stops * (stops - 1), sizeof(int));
    search->into = part(&at, stops * stops, sizeof(int32_t));
    search->touched = part(&at, stops, sizeof(int));
    search->is_touched = part(&at, stops, sizeof(bool));
    search->is_ruined = part(&at, stops, sizeof(bool));
    search->out = part(&at, stops, sizeof(int));
    search->key = part(&at, stops, sizeof(double));
    lay_tours(search->tour, stops, &at);
    lay_tours(search->was, stops, &at);
}

static size_t size_of_search(size_t stops)
{
    return 2 * stops * sizeof(struct tour) + stops * (3 * sizeof(int) + 2 * sizeof(bool) + sizeof(double)) +
           2 * stops * stops * sizeof(int) + size_of_tours(stops) + 1024;
}

struct neighbour {
    int32_t way;
    int stop;
};

static int by_way(const void *a, const void *b)
{
    const struct neighbour *x = a, *y = b;
    return x->way != y->way ? (x->way < y->way ? -1 : 1) : x->stop - y->stop;
}

static int put_near(struct tour_search *search)
{
    int stops = search->problem->stops;
    struct neighbour *list = malloc((size_t)stops * sizeof *list);
    if (!list)
        return -1;
    for (int i = 0; i < stops; i++) {
        for (int j = 0; j < stops; j++)
            search->into[(int64_t)i * stops + j] = way_of(search->problem, j, i);
        for (int j = 1; j < stops; j++)
            list[j - 1] = (struct neighbour){i == j ? -1 : way_of(search->problem, i, j), j};
        qsort(list, (size_t)stops - 1, sizeof *list, by_way);
        for (int j = 0; j < stops - 1; j++)
            search->near[(int64_t)i * (stops - 1) + j] = list[j].stop;
    }
    free(list);
    return 0;
}

static int search_make(struct tour_search *search, const struct tour_problem *problem, uint64_t seed)
{
    *search = (struct tour_search){.problem = problem, .dice = dice_of(seed)};
    search->memory = calloc(1, size_of_search((size_t)problem->stops));
    if (!search->memory)
        return -1;
    lay_out(search, search->memory);
    if (put_near(search) != 0) {
        free(search->memory);
        return -1;
    }
    return 0;
}

/* A tour of these stops, in the place of the next that there was. */
static void begin_tour(struct tour_search *search, const int *stops, int count)
{
    struct tour *tour = &search->tour[search->tours];
    tour->length = count + 1;
    tour->load = tour->way = 0;
    memcpy(tour->stop + 1, stops, (size_t)count * sizeof(int));
    tour->stop[0] = tour->stop[count + 1] = 0;
    for (int i = 0; i < count; i++) {
        tour->load += search->problem->stop[stops[i]].load;
        search->of[stops[i]] = search->tours;
    }
    tour_reckon(search, search->tours++, 0, count + 1);
}

/* Begins with a tour for each stop, or with these. */
static void search_begin(struct tour_search *search, const struct tours *tours)
{
    search->tours = search->empty = 0;
    search->cost = 0;
    for (int stop = 1; !tours && stop < search->problem->stops; stop++)
        begin_tour(search, &stop, 1);
    for (int i = 0; tours && i < tours->count; i++)
        begin_tour(search, tours->stop + tours->first[i], tours->first[i + 1] - tours->first[i]);
}

/* ---- the search ---- */

static double usual_way(const struct tour_search *search)
{
    int stops = search->problem->stops, most = stops - 1 < NEIGHBOURS + 1 ? stops - 1 : NEIGHBOURS + 1;
    double sum = 0;
    for (int i = 1; i < stops; i++)
        for (int j = 1; j < most; j++)
            sum += way_of(search->problem, i, search->near[(int64_t)i * (stops - 1) + j]);
    double way = sum / (1.0 + (double)(stops - 1) * (most - 1));
    return way > 1 ? way : 1;
}

static void undo(struct tour_search *search)
{
    for (int i = 0; i < search->touched_count; i++) {
        int id = search->touched[i];
        tour_copy(&search->tour[id], &search->was[id]);
        for (int j = 1; j < search->tour[id].length; j++)
            search->of[search->tour[id].stop[j]] = id;
    }
}

static void end_move(struct tour_search *search)
{
    for (int i = 0; i < search->touched_count; i++)
        search->is_touched[search->touched[i]] = false;
    search->touched_count = 0;
    while (search->tours > 1 && search->tour[search->tours - 1].length == 1)
        search->tours--;
    search->empty = 0;
    for (int id = 0; id < search->tours; id++)
        search->empty += search->tour[id].length == 1;
}

static bool move(struct tour_search *search, double heat)
{
    int64_t was = search->cost;
    tours_ruin(search);
    tours_recreate(search);
    bool kept = (double)(search->cost - was) < -log(dice_share(&search->dice) + 1e-300) * heat;
    if (!kept) {
        undo(search);
        search->cost = was;
    }
    end_move(search);
    return kept;
}

static void write_best(const struct tour_search *search, struct tours *tours)
{
    int at = 0;
    tours->count = 0;
    tours->cost = search->cost;
    for (int id = 0; id < search->tours; id++) {
        const struct tour *tour = &search->tour[id];
        if (tour->length == 1)
            continue;
        tours->first[tours->count++] = at;
        memcpy(tours->stop + at, tour->stop + 1, (size_t)(tour->length - 1) * sizeof(int));
        at += tour->length - 1;
    }
    tours->first[tours->count] = at;
}

static double share_spent(const struct plan_effort *effort, int64_t moves)
{
    double by_moves = effort->moves == PLAN_NEVER ? 0 : (double)moves / (double)effort->moves;
    double by_time = effort->spent ? effort->spent(effort->self) : 0;
    return by_moves > by_time ? by_moves : by_time;
}

/* From hot to cold while the share of the effort goes from `from` to `to`. */
static void cool(struct tour_search *search, const struct course *course, double from, double to,
                 const struct plan_effort *effort, struct tours *tours, struct plan_result *result)
{
    double way = usual_way(search), heat = course->hot * way, spent = from;
    for (int look = 0; spent < to && result->moves < effort->moves; result->moves++) {
        if (look-- == 0) {
            look = LOOK - 1;
            spent = share_spent(effort, result->moves);
            heat = course->hot * way * pow(course->cold / course->hot, (spent - from) / (to - from));
        }
        result->kept += move(search, heat);
        if (search->cost < tours->cost)
            write_best(search, tours);
    }
}

/* Whether there will be enough moves to part them: where the time decides, going by a few that are tried. */
static bool is_enough(struct tour_search *search, const struct plan_effort *effort, struct tours *tours,
                      struct plan_result *result)
{
    double moves = (double)effort->moves;
    if (effort->spent) {
        for (; result->moves < PROBE && result->moves < effort->moves; result->moves++)
            move(search, 0);
        double spent = share_spent(effort, result->moves);
        moves = spent > 0 ? (double)result->moves / spent : INFINITY;
        if (search->cost < tours->cost)
            write_best(search, tours);
    }
    return moves > (double)MOVES_ENOUGH * search->problem->stops;
}

static void find(struct tour_search *search, const struct plan_effort *effort, struct tours *tours,
                 struct plan_result *result)
{
    search_begin(search, NULL);
    write_best(search, tours);
    if (!is_enough(search, effort, tours, result)) {
        cool(search, &courses[ONE_COURSE], 0, 1, effort, tours, result);
        return;
    }
    double from = 0;
    for (const struct course *course = courses; course < courses + COURSES; from += course->share, course++) {
        search_begin(search, course->anew ? NULL : tours);
        cool(search, course, from, course == courses + COURSES - 1 ? 1 : from + course->share, effort, tours, result);
    }
}

int tours_find(const struct tour_problem *problem, struct tours *tours, const struct plan_effort *effort,
               struct plan_result *result)
{
    struct tour_search search;
    *result = (struct plan_result){0};
    tours->count = 0;
    tours->cost = 0;
    tours->first[0] = 0;
    if (problem->stops <= 1)
        return 0;
    if (search_make(&search, problem, effort->seed) != 0)
        return -1;
    find(&search, effort, tours, result);
    free(search.memory);
    return 0;
}
