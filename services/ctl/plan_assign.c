/* anxin plan for the OR-Library's assignment problems: each row to one column at the least sum of costs, and the prices
 * that prove it, checked against the file by other code than the solver's (V25). */
#include "services/ctl/plan.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "services/ctl/commands.h"
#include "services/matching/engine/assign_orlib.h"

static json_t *rows_of(const struct orlib *orlib, const struct assign_answer *answer)
{
    json_t *rows = json_array();
    for (int row = 0; row < answer->rows; row++) {
        char line[128];
        int32_t column = answer->column[row], cost = 0;
        orlib_cost(orlib, row, column, &cost);
        TEXT_FORMAT(line, "行 row %d: 列 column %d  费用 cost %d  列价 column price %lld", row + 1, column + 1, cost,
                    (long long)answer->column_prices[column]);
        json_array_append_new(rows, json_string(line));
    }
    return rows;
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
                                         .optimal = true,
                                         .rows = rows_of(orlib, &answer)};
    assign_close(&assign);
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
