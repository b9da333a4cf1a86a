/* Putting back: each stop at its cheapest place, in an order drawn from a few; now and then a place is overlooked, so
 * that the same stops do not always come back the same way. */
#include "tours_inside.h"

#define OVERLOOKED 100 /* one place of so many */

enum sorting { BY_CHANCE, BY_LOAD, BY_FAR, BY_CLOSE, BY_WINDOW, BY_READY, BY_DUE };

static enum sorting any_sorting(struct tour_search *search)
{
    static const enum sorting draws[] = {BY_CHANCE, BY_CHANCE, BY_CHANCE, BY_CHANCE, BY_LOAD,  BY_LOAD,
                                         BY_LOAD,   BY_LOAD,   BY_FAR,    BY_FAR,    BY_CLOSE, BY_WINDOW,
                                         BY_WINDOW, BY_READY,  BY_READY,  BY_DUE,    BY_DUE};
    return draws[dice_below(&search->dice, (int)(sizeof draws / sizeof draws[0]))];
}

static double key_of(struct tour_search *search, enum sorting sorting, int id)
{
    const struct tour_stop *stop = &search->problem->stop[id];
    switch (sorting) {
    case BY_CHANCE:
        return dice_share(&search->dice);
    case BY_LOAD:
        return -stop->load;
    case BY_FAR:
        return -way_of(search->problem, 0, id);
    case BY_CLOSE:
        return way_of(search->problem, 0, id);
    case BY_WINDOW:
        return stop->due - stop->ready;
    case BY_READY:
        return stop->ready;
    case BY_DUE:
        return -stop->due;
    }
    return 0;
}

static void sort_out(struct tour_search *search)
{
    enum sorting sorting = any_sorting(search);
    for (int i = 0; i < search->out_count; i++) {
        int stop = search->out[i], at = i;
        search->key[stop] = key_of(search, sorting, stop);
        for (; at > 0 && search->key[search->out[at - 1]] > search->key[stop]; at--)
            search->out[at] = search->out[at - 1];
        search->out[at] = stop;
    }
}

struct place {
    int tour, at;
    int32_t more; /* way */
};

/* Looks through a tour for a place that is cheaper than the best so far. */
static void look(struct tour_search *search, int id, int stop, struct place *best)
{
    const struct tour_problem *problem = search->problem;
    const struct tour *tour = &search->tour[id];
    const struct tour_stop *s = &problem->stop[stop];
    const int32_t *from_stop = &problem->way[(int64_t)stop * problem->stops];
    const int32_t *to_stop = &search->into[(int64_t)stop * problem->stops];
    int at = 1;
    while (at < tour->length && tour->latest[at] < s->ready + s->service)
        at++;
    for (; at <= tour->length; at++) {
        int after = tour->stop[at];
        int32_t way = to_stop[tour->stop[at - 1]], start = tour->leave[at - 1] + way;
        if (start > s->due)
            return;
        int32_t more = way + from_stop[after] - tour->leg[at];
        if (more >= best->more)
            continue;
        start = start > s->ready ? start : s->ready;
        if (start + s->service + from_stop[after] > tour->latest[at] || !dice_below(&search->dice, OVERLOOKED))
            continue;
        *best = (struct place){id, at, more};
    }
}

/* A tour of its own for a stop that fits nowhere. */
static struct place place_alone(struct tour_search *search, int stop)
{
    int id = 0;
    while (id < search->tours && search->tour[id].length > 1)
        id++;
    if (id == search->tours) {
        search->tours++;
        search->tour[id].length = 1;
        search->tour[id].load = search->tour[id].way = 0;
        search->tour[id].stop[0] = search->tour[id].stop[1] = 0;
        tour_reckon(search, id, 0, 1);
    }
    return (struct place){id, 1, way_of(search->problem, 0, stop) + way_of(search->problem, stop, 0)};
}

static void put(struct tour_search *search, int stop, const struct place *place)
{
    struct tour *tour = &search->tour[place->tour];
    tour_touch(search, place->tour);
    for (int i = tour->length; i >= place->at; i--)
        tour_shift(tour, i + 1, i);
    tour->stop[place->at] = stop;
    tour->length++;
    tour->load += search->problem->stop[stop].load;
    search->of[stop] = place->tour;
    tour_reckon(search, place->tour, place->at, place->at + 1);
}

void tours_recreate(struct tour_search *search)
{
    sort_out(search);
    for (int i = 0; i < search->out_count; i++) {
        int stop = search->out[i];
        struct place best = {.tour = -1, .more = INT32_MAX};
        for (int id = 0; id < search->tours; id++)
            if (search->tour[id].length > 1 &&
                search->tour[id].load <= search->problem->capacity - search->problem->stop[stop].load)
                look(search, id, stop, &best);
        if (best.tour < 0)
            best = place_alone(search, stop);
        put(search, stop, &best);
    }
}
