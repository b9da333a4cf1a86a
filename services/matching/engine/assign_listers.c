/* Who lists a column: laid out column by column after a solve, so that they are read in order; those that have come
 * since are linked. */
#include "assign_inside.h"

#include <string.h>

/* Where those of each column begin; the first one's place is left for it to be counted up. */
static void count_listers(struct assign *assign)
{
    int32_t *begin = assign->listers_begin;
    memset(begin, 0, ((size_t)assign->columns + 2) * sizeof(*begin));
    for (int32_t arc = 0; arc < assign->arcs_count; arc++)
        begin[assign->arcs[arc].column + 2]++;
    for (int column = 2; column < assign->columns + 2; column++)
        begin[column] += begin[column - 1];
}

void assign_lay_listers(struct assign *assign)
{
    assign->linked_count = 0;
    memset(assign->listers_begin, 0, ((size_t)assign->columns + 2) * sizeof(*assign->listers_begin));
    for (int column = 0; column < assign->columns; column++)
        assign->column[column].first = NOBODY;
    if (assign_reserve((void **)&assign->listers, 0, &assign->listers_room, assign->arcs_count,
                       sizeof(*assign->listers)))
        return;
    count_listers(assign);
    for (int32_t arc = 0; arc < assign->arcs_count; arc++) {
        int32_t *at = &assign->listers_begin[assign->arcs[arc].column + 1];
        assign->listers[(*at)++] = (struct lister){assign->arc_row[arc], assign->arcs[arc].cost};
    }
    for (int row = 0; row < assign->rows; row++)
        assign->row[row].fresh = false;
    assign->linked_count = assign->arcs_count;
}

int assign_link(struct assign *assign)
{
    int32_t fresh = assign->arcs_count - assign->linked_count;
    if (assign_reserve((void **)&assign->arc_next, assign->linked_count, &assign->arc_next_room, fresh,
                       sizeof(*assign->arc_next)))
        return -1;
    for (int32_t arc = assign->linked_count; arc < assign->arcs_count; arc++) {
        int32_t column = assign->arcs[arc].column;
        assign->arc_next[arc] = assign->column[column].first;
        assign->column[column].first = arc;
    }
    assign->linked_count = assign->arcs_count;
    return 0;
}
