/* Solves a full matrix as the sparse problem that it nearly always is: each row starts with its cheapest columns and
 * gets more where they could matter. An auction has found places and prices before, so that costs which would draw a
 * price war out (row x column) take no longer than others; what the auction got wrong is put right and proven. Leaving
 * a row out costs more than any two full answers differ by, so nobody is left out who need not be. */
#include "assign_orlib_inside.h"

#include <stdlib.h>

struct choice {
    int64_t value;
    int32_t column;
};

static bool worse(struct choice a, struct choice b)
{
    return a.value != b.value ? a.value > b.value : a.column > b.column;
}

static void sift_down(struct choice *best, int count, int spot)
{
    struct choice choice = best[spot];
    while (2 * spot + 1 < count) {
        int child = 2 * spot + 1;
        if (child + 1 < count && worse(best[child + 1], best[child]))
            child++;
        if (!worse(best[child], choice))
            break;
        best[spot] = best[child];
        spot = child;
    }
    best[spot] = choice;
}

struct picked {
    struct choice best[ORLIB_MOST];
    int count;
    int64_t least_refused;
};

static void pick(struct picked *picked, int most, struct choice choice)
{
    if (picked->count < most) {
        picked->best[picked->count++] = choice;
        if (picked->count == most)
            for (int spot = most / 2; spot >= 0; spot--)
                sift_down(picked->best, most, spot);
    } else if (worse(picked->best[0], choice)) {
        picked->least_refused = picked->best[0].value;
        picked->best[0] = choice;
        sift_down(picked->best, most, 0);
    } else if (choice.value < picked->least_refused) {
        picked->least_refused = choice.value;
    }
}

static int more_arcs(void *self, const struct assign_wish *wish, struct assign_arc *arcs, int64_t *bound)
{
    const struct orlib *orlib = self;
    const int32_t *costs = orlib->costs + (size_t)wish->row * (size_t)orlib->size;
    struct picked picked;
    picked.count = 0;
    picked.least_refused = ASSIGN_FAR;
    for (int32_t column = 0; column < orlib->size; column++)
        if (wish->listed[column] != wish->mark)
            pick(&picked, wish->most, (struct choice){costs[column] + wish->prices[column], column});
    for (int i = 0; i < picked.count; i++)
        arcs[i] = (struct assign_arc){picked.best[i].column, costs[picked.best[i].column]};
    *bound = picked.least_refused;
    return picked.count;
}

static int64_t arcs_of(const struct orlib *orlib)
{
    return orlib->costs ? (int64_t)orlib->size * orlib->size : orlib->first[orlib->size];
}

static int32_t cost_of(const struct orlib *orlib, int64_t arc)
{
    return orlib->costs ? orlib->costs[arc] : orlib->arcs[arc].cost;
}

/* What a row pays at most to be in: with it, every answer that leaves fewer out beats every other one. */
static int64_t price_of_all(const struct orlib *orlib)
{
    int32_t least = cost_of(orlib, 0), most = least;
    for (int64_t i = 1; i < arcs_of(orlib); i++) {
        least = cost_of(orlib, i) < least ? cost_of(orlib, i) : least;
        most = cost_of(orlib, i) > most ? cost_of(orlib, i) : most;
    }
    return most + ((int64_t)most - least) * orlib->size + 1;
}

static int list_pairs(const struct orlib *orlib, struct assign *assign)
{
    for (int row = 0; row < orlib->size; row++)
        for (int64_t i = orlib->first[row]; i < orlib->first[row + 1]; i++)
            if (assign_add(assign, row, orlib->arcs[i].column, orlib->arcs[i].cost))
                return -1;
    return 0;
}

static int begin(const struct orlib *orlib, struct assign *assign)
{
    int32_t *column = malloc((size_t)orlib->size * sizeof(*column));
    int64_t *prices = malloc((size_t)orlib->size * sizeof(*prices));
    int code = column && prices ? orlib_auction(orlib, column, prices) : -1;
    code = code ? code : assign_begin(assign, column, prices);
    free(column);
    free(prices);
    return code;
}

struct assign *orlib_solve(struct orlib *orlib)
{
    struct assign_source source = {.self = orlib, .more = more_arcs, .first = 10};
    struct assign *assign = assign_open(orlib->size, orlib->size, orlib->costs ? &source : NULL);
    int64_t price = price_of_all(orlib);
    for (int row = 0; assign && row < orlib->size; row++)
        assign_set_price(assign, row, price);
    if (assign && ((orlib->costs ? begin(orlib, assign) : list_pairs(orlib, assign)) || assign_solve(assign)))
        assign_close(&assign);
    return assign;
}
