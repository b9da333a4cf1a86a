/* anxin plan for the OR-Library's assignment problems: each row to one column at the least sum of costs, and the prices
 * that prove it, checked against the file by other code than the solver's (V25). */
#include "services/ctl/plan.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "services/ctl/commands.h"
#include "services/matching/engine/assign_orlib.h"

struct told {
    const struct orlib *orlib;
    const struct assign_answer *answer;
    int32_t *row; /* that has the column; ASSIGN_OUT nobody */
};

static int told_open(struct told *told, const struct orlib *orlib, const struct assign_answer *answer)
{
    *told = (struct told){orlib, answer, malloc(((size_t)answer->columns + 1) * sizeof *told->row)};
    if (!told->row)
        return -1;
    for (int column = 0; column < answer->columns; column++)
        told->row[column] = ASSIGN_OUT;
    for (int row = 0; row < answer->rows; row++)
        if (answer->column[row] != ASSIGN_OUT)
            told->row[answer->column[row]] = row;
    return 0;
}

/* The column that would cost a row least if nobody else wanted it: the first of equals. */
static int32_t cheapest(const struct told *told, int row)
{
    int32_t found = told->answer->column[row], cost = 0, least = 0;
    orlib_cost(told->orlib, row, found, &least);
    for (int32_t column = 0; column < told->answer->columns; column++)
        if (orlib_cost(told->orlib, row, column, &cost) && cost < least) {
            least = cost;
            found = column;
        }
    return found;
}

static json_t *column_of(const struct told *told, int row, int32_t column)
{
    int32_t cost = 0;
    orlib_cost(told->orlib, row, column, &cost);
    return json_pack("{si si sI}", "column", column + 1, "cost", cost, "column_price",
                     (json_int_t)told->answer->column_prices[column]);
}

/* Each row with its column; and why it has no cheaper one: who has that, and what it is worth there. */
static json_t *pair_of(const struct told *told, int row)
{
    int32_t column = told->answer->column[row], cheaper = cheapest(told, row);
    json_t *pair = column_of(told, row, column), *other = cheaper == column ? NULL : column_of(told, row, cheaper);
    json_object_set_new(pair, "row", json_integer(row + 1));
    json_object_set_new(pair, "row_cost", json_integer(told->answer->row_costs[row]));
    if (other) {
        json_object_set_new(other, "row", json_integer(told->row[cheaper] + 1));
        json_object_set_new(pair, "cheaper", other);
    }
    return pair;
}

static json_int_t number_of(const json_t *of, const char *key)
{
    return json_integer_value(json_object_get(of, key));
}

static json_t *line_of(const json_t *pair)
{
    const json_t *cheaper = json_object_get(pair, "cheaper");
    json_int_t cost = number_of(cheaper, "cost"), price = number_of(cheaper, "column_price");
    char line[256];
    int length = snprintf(line, sizeof line, "行 row %lld: 列 column %lld  费用 cost %lld  列价 column price %lld",
                          (long long)number_of(pair, "row"), (long long)number_of(pair, "column"),
                          (long long)number_of(pair, "cost"), (long long)number_of(pair, "column_price"));
    if (cheaper)
        snprintf(line + length, sizeof line - (size_t)length,
                 "  不取 not 列 column %lld: 费用 cost %lld + 列价 price %lld = %lld, 归 with 行 row %lld",
                 (long long)number_of(cheaper, "column"), (long long)cost, (long long)price, (long long)(cost + price),
                 (long long)number_of(cheaper, "row"));
    return json_string(line);
}

/* Both as data and as lines. */
static int tell(const struct orlib *orlib, const struct assign_answer *answer, struct plan_outcome *outcome)
{
    struct told told;
    if (told_open(&told, orlib, answer))
        return -1;
    outcome->pairs = json_array();
    outcome->rows = json_array();
    for (int row = 0; row < answer->rows; row++) {
        json_t *pair = pair_of(&told, row);
        json_array_append_new(outcome->rows, line_of(pair));
        json_array_append_new(outcome->pairs, pair);
    }
    json_array_append_new(outcome->rows,
                          json_string("列价 column price: 多一个同样的列，总费用至多再省这么多 one more column like it "
                                      "would save at most so much; 各行取费用 + 列价最小者 each row has the least cost "
                                      "+ price"));
    free(told.row);
    return 0;
}

static int find(const struct ctl *ctl, const struct plan_asked *asked, struct orlib *orlib,
                struct plan_outcome *outcome)
{
    struct error error = {""};
    struct assign_answer answer;
    struct assign *assign = orlib_solve(orlib);
    if (!assign)
        return ctl_say(ctl, CTL_USAGE, "out of memory");
    assign_answer(assign, &answer);
    bool proven = assign_check(&answer, orlib_cost, orlib, &error) == 0;
    int out = answer.left_out;
    if (proven && !out)
        *outcome = (struct plan_outcome){.format = "orlib-assignment",
                                         .label = "指派 assignment: 最小总费用 least cost",
                                         .objective = (double)answer.objective,
                                         .bound = (double)answer.bound,
                                         .optimal = true};
    int failed = proven && !out && tell(orlib, &answer, outcome);
    assign_close(&assign);
    if (failed)
        return ctl_say(ctl, CTL_USAGE, "out of memory");
    if (proven && out)
        return ctl_say(ctl, CTL_USAGE, "%s: no assignment places all: at least %d of %d rows find no column",
                       asked->file, out, orlib_size(orlib));
    return proven ? CTL_DONE
                  : ctl_say(ctl, CTL_USAGE, "%s: the answer found is no answer: %s", asked->file, error.text);
}

int plan_assign(const struct ctl *ctl, const struct plan_asked *asked, struct plan_outcome *outcome)
{
    struct error error = {""};
    if (asked->svg)
        return ctl_say(ctl, CTL_USAGE, "%s: an assignment has no times and places to draw (--svg)", asked->file);
    struct orlib *orlib = assign_read_orlib(asked->text, strlen(asked->text), &error);
    if (!orlib)
        return ctl_say(ctl, CTL_USAGE, "%s: %s", asked->file, error.text);
    int code = find(ctl, asked, orlib, outcome);
    orlib_close(&orlib);
    return code;
}
