/* The proof that an answer is the best there is: whatever the solver did, its prices are looked at against the costs
 * alone. Weak duality does the rest: no answer costs less than the bound, and this one costs the bound. */
#include "assign.h"

#include <stdlib.h>

static int check_price(const struct assign_answer *answer, int row, struct error *error)
{
    int64_t u = answer->row_costs[row], price = answer->out_prices[row];
    int32_t column = answer->column[row];
    if (u > price)
        return error_set(error, "row %d: its cost %lld is above its price for leaving it out, %lld", row, (long long)u,
                         (long long)price);
    if (column == ASSIGN_OUT)
        return 0;
    if (column < 0 || column >= answer->columns)
        return error_set(error, "row %d: it has column %d of %d", row, column, answer->columns);
    return 0;
}

/* Everybody once, and no column has a price that nobody pays. */
static int check_places(const struct assign_answer *answer, bool *taken, struct error *error)
{
    for (int row = 0; row < answer->rows; row++) {
        int32_t column = answer->column[row];
        if (check_price(answer, row, error))
            return -1;
        if (column >= 0 && taken[column])
            return error_set(error, "row %d: column %d is taken already", row, column);
        if (column >= 0)
            taken[column] = true;
    }
    for (int column = 0; column < answer->columns; column++)
        if (answer->column_prices[column] < 0 || (!taken[column] && answer->column_prices[column] != 0))
            return error_set(error, "column %d: its price is %lld and %s has it", column,
                             (long long)answer->column_prices[column], taken[column] ? "somebody" : "nobody");
    return 0;
}

static int check_pair(const struct assign_answer *answer, int row, int column, int64_t cost, struct error *error)
{
    int64_t spare = cost + answer->column_prices[column] - answer->row_costs[row];
    return spare < 0 ? error_set(error, "row %d and column %d: their cost %lld is %lld below their prices", row, column,
                                 (long long)cost, (long long)-spare)
                     : 0;
}

static int check_sums(const struct assign_answer *answer, int64_t sum, struct error *error)
{
    int64_t bound = 0;
    for (int row = 0; row < answer->rows; row++)
        bound += answer->row_costs[row];
    for (int column = 0; column < answer->columns; column++)
        bound -= answer->column_prices[column];
    if (sum != answer->objective || bound != answer->bound)
        return error_set(error, "objective %lld and bound %lld are told, %lld and %lld are summed",
                         (long long)answer->objective, (long long)answer->bound, (long long)sum, (long long)bound);
    return sum != bound ? error_set(error, "the objective is %lld and the bound %lld", (long long)sum, (long long)bound)
                        : 0;
}

/* All that needs no look at an arc, the sums aside. */
static int check_apart(const struct assign_answer *answer, struct error *error)
{
    bool *taken = calloc((size_t)answer->columns + 1, sizeof(*taken));
    int code = taken ? check_places(answer, taken, error) : error_set(error, "no memory");
    free(taken);
    return code;
}

/* A row's own sum: that of its pair, or of leaving it out. */
static int add_row(const struct assign_answer *answer, int row, bool met, int64_t cost, int64_t *sum,
                   struct error *error)
{
    if (!met && answer->column[row] != ASSIGN_OUT)
        return error_set(error, "row %d: it has no arc to column %d", row, answer->column[row]);
    *sum += met ? cost : answer->out_prices[row];
    return 0;
}

int assign_check(const struct assign_answer *answer, assign_cost *cost, const void *self, struct error *error)
{
    int64_t sum = 0;
    if (check_apart(answer, error))
        return -1;
    for (int row = 0; row < answer->rows; row++) {
        bool met = false;
        int32_t of_pair = 0, of_row = 0;
        for (int column = 0; column < answer->columns; column++) {
            if (!cost(self, row, column, &of_pair))
                continue;
            if (check_pair(answer, row, column, of_pair, error))
                return -1;
            if (column == answer->column[row]) {
                met = true;
                of_row = of_pair;
            }
        }
        if (add_row(answer, row, met, of_row, &sum, error))
            return -1;
    }
    return check_sums(answer, sum, error);
}

/* The cost of the row's own pair, when it is listed; -1: an arc is below its prices. */
static int check_row(const struct assign *assign, const struct assign_answer *answer, int row, bool *met,
                     int32_t *of_row, struct error *error)
{
    int at = 0, count = 0;
    const struct assign_arc *arcs;
    while ((arcs = assign_run(assign, row, &at, &count)))
        for (int i = 0; i < count; i++) {
            if (check_pair(answer, row, arcs[i].column, arcs[i].cost, error))
                return -1;
            if (arcs[i].column == answer->column[row] && (!*met || arcs[i].cost < *of_row)) {
                *met = true;
                *of_row = arcs[i].cost;
            }
        }
    return 0;
}

int assign_check_listed(const struct assign *assign, struct error *error)
{
    struct assign_answer answer;
    int64_t sum = 0;
    assign_answer(assign, &answer);
    if (check_apart(&answer, error))
        return -1;
    for (int row = 0; row < answer.rows; row++) {
        bool met = false;
        int32_t of_row = 0;
        if (check_row(assign, &answer, row, &met, &of_row, error) || add_row(&answer, row, met, of_row, &sum, error))
            return -1;
    }
    return check_sums(&answer, sum, error);
}
