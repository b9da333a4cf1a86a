/* A full matrix by auction: each row bids for its best column and raises the price until the second best is better by
 * `step`; who had the column bids again. Begun with great steps and repeated with smaller ones, prices of the round
 * before kept, so that no price war goes on for long (Bertsekas 1988, Gauss-Seidel). Costs are taken size + 1 times:
 * then the last round's answer is the best one. */
#include "assign_orlib_inside.h"

#include <stdlib.h>

#define SMALLER 5 /* times, from round to round */

struct auction {
    const struct orlib *orlib;
    int64_t scale, step;
    int64_t *prices;
    int32_t *column, *row, *waiting; /* of each row, of each column */
    int waiting_count;
};

struct bid {
    int64_t best, second;
    int32_t column;
};

static struct bid look(const struct auction *auction, int row)
{
    int size = auction->orlib->size;
    const int32_t *costs = auction->orlib->costs + (size_t)row * (size_t)size;
    struct bid bid = {INT64_MAX, INT64_MAX, 0};
    for (int32_t column = 0; column < size; column++) {
        int64_t value = costs[column] * auction->scale + auction->prices[column];
        if (value >= bid.second)
            continue;
        if (value < bid.best)
            bid = (struct bid){value, bid.best, column};
        else
            bid.second = value;
    }
    return bid;
}

static void take(struct auction *auction, int row)
{
    struct bid bid = look(auction, row);
    int32_t loser = auction->row[bid.column];
    auction->prices[bid.column] += (bid.second == INT64_MAX ? 0 : bid.second - bid.best) + auction->step;
    auction->row[bid.column] = row;
    auction->column[row] = bid.column;
    if (loser >= 0)
        auction->waiting[auction->waiting_count++] = loser;
}

static void sell_all(struct auction *auction)
{
    int size = auction->orlib->size;
    for (int i = 0; i < size; i++)
        auction->row[i] = -1;
    for (int row = size - 1; row >= 0; row--)
        auction->waiting[auction->waiting_count++] = row;
    while (auction->waiting_count > 0)
        take(auction, auction->waiting[--auction->waiting_count]);
}

/* Prices in units of the costs. A remainder that no price has is made the greatest one: then rounding down keeps each
 * row's column its best, for it was within 1 of that. The cheapest column costs nothing. */
static void round_prices(struct auction *auction)
{
    int size = auction->orlib->size;
    int64_t unused = 0, least = INT64_MAX;
    for (int i = 0; i <= size; i++)
        auction->waiting[i] = 0;
    for (int i = 0; i < size; i++)
        auction->waiting[auction->prices[i] % auction->scale] = 1;
    while (auction->waiting[unused])
        unused++;
    for (int i = 0; i < size; i++) {
        auction->prices[i] = (auction->prices[i] + auction->scale - 1 - unused) / auction->scale;
        least = auction->prices[i] < least ? auction->prices[i] : least;
    }
    for (int i = 0; i < size; i++)
        auction->prices[i] -= least;
}

static int64_t widest(const struct orlib *orlib)
{
    size_t count = (size_t)orlib->size * (size_t)orlib->size;
    int32_t least = orlib->costs[0], most = orlib->costs[0];
    for (size_t i = 1; i < count; i++) {
        least = orlib->costs[i] < least ? orlib->costs[i] : least;
        most = orlib->costs[i] > most ? orlib->costs[i] : most;
    }
    return (int64_t)most - least;
}

int orlib_auction(const struct orlib *orlib, int32_t *column, int64_t *prices)
{
    size_t size = (size_t)orlib->size;
    struct auction auction = {.orlib = orlib,
                              .scale = orlib->size + 1,
                              .prices = prices,
                              .column = column,
                              .row = calloc(size, sizeof(int32_t)),
                              .waiting = calloc(size + 1, sizeof(int32_t))};
    bool good = auction.row && auction.waiting;
    for (size_t i = 0; i < size; i++)
        prices[i] = 0;
    for (auction.step = widest(orlib) * auction.scale / SMALLER; good; auction.step /= SMALLER) {
        auction.step = auction.step > 1 ? auction.step : 1;
        sell_all(&auction);
        if (auction.step == 1)
            break;
    }
    if (good)
        round_prices(&auction);
    free(auction.row);
    free(auction.waiting);
    return good ? 0 : -1;
}
