/* After a solve: each row keeps its best arcs, and all lie together again. What is dropped is remembered by the row's
 * bound alone and listed again where it matters. Solving again after a change then reads little memory, and in order.
 */
#include "assign_inside.h"

#include <stdlib.h>
#include <string.h>

#define KEPT 12 /* arcs a row; more where some are as good as the last of them */

struct trim {
    struct assign *assign;
    struct assign_arc *arcs;
    int32_t *arc_row, *begin; /* begin: first arc of each row */
    int32_t count;
};

static int64_t value_of(const struct assign *assign, const struct assign_arc *arc)
{
    return arc->cost + assign->v[arc->column];
}

/* The value that KEPT of the row's arcs are not above. */
static int64_t cut_of(const struct assign *assign, int row)
{
    int64_t least[KEPT];
    for (int i = 0; i < KEPT; i++)
        least[i] = ASSIGN_FAR;
    for (int32_t run = assign->row[row].first; run != NOBODY; run = assign->runs[run].next)
        for (int32_t i = 0; i < assign->runs[run].count; i++) {
            int64_t value = value_of(assign, &assign->arcs[assign->runs[run].first + i]);
            int at = KEPT - 1;
            if (value >= least[at])
                continue;
            for (; at > 0 && least[at - 1] > value; at--)
                least[at] = least[at - 1];
            least[at] = value;
        }
    return least[KEPT - 1];
}

static void keep_row(struct trim *trim, int row)
{
    struct assign *assign = trim->assign;
    int64_t cut = cut_of(assign, row);
    trim->begin[row] = trim->count;
    for (int32_t run = assign->row[row].first; run != NOBODY; run = assign->runs[run].next)
        for (int32_t i = 0; i < assign->runs[run].count; i++) {
            const struct assign_arc *arc = &assign->arcs[assign->runs[run].first + i];
            int64_t value = value_of(assign, arc);
            if (value <= cut) {
                trim->arc_row[trim->count] = row;
                trim->arcs[trim->count++] = *arc;
            } else if (value < assign->row[row].bound) {
                assign->row[row].bound = value;
            }
        }
    assign->row[row].arcs = trim->count - trim->begin[row];
}

static void lay_runs(struct trim *trim)
{
    struct assign *assign = trim->assign;
    assign->runs_count = 0;
    for (int row = 0; row < assign->rows; row++) {
        assign->row[row].first = assign->row[row].last = NOBODY;
        if (!assign->row[row].arcs)
            continue;
        assign->runs[assign->runs_count] = (struct run){trim->begin[row], assign->row[row].arcs, NOBODY};
        assign->row[row].first = assign->row[row].last = assign->runs_count++;
    }
}

static void take_over(struct trim *trim)
{
    struct assign *assign = trim->assign;
    memcpy(assign->arcs, trim->arcs, (size_t)trim->count * sizeof(*trim->arcs));
    memcpy(assign->arc_row, trim->arc_row, (size_t)trim->count * sizeof(*trim->arc_row));
    assign->arcs_count = assign->trimmed = trim->count;
    lay_runs(trim);
    assign_lay_listers(assign);
}

void assign_trim(struct assign *assign)
{
    struct trim trim = {.assign = assign};
    if (!assign->source.whom || !assign->arcs_count || assign->arcs_count < assign->trimmed + assign->trimmed / 2)
        return;
    trim.arcs = malloc((size_t)assign->arcs_count * sizeof(*trim.arcs));
    trim.arc_row = malloc((size_t)assign->arcs_count * sizeof(*trim.arc_row));
    trim.begin = malloc((size_t)assign->rows * sizeof(*trim.begin));
    if (trim.arcs && trim.arc_row && trim.begin) {
        for (int row = 0; row < assign->rows; row++)
            keep_row(&trim, row);
        take_over(&trim);
    }
    free(trim.arcs);
    free(trim.arc_row);
    free(trim.begin);
}
