/* The queue of a search: a heap of four children, least distance first; of equal ones the lower number. */
#include "assign_inside.h"

#include <stdlib.h>

static bool before(struct event a, struct event b)
{
    return a.at < b.at || (a.at == b.at && a.what < b.what);
}

static int heap_grow(struct assign *assign)
{
    int room = assign->heap_room ? 2 * assign->heap_room : 1024;
    struct event *heap = realloc(assign->heap, (size_t)room * sizeof(*heap));
    if (!heap)
        return -1;
    assign->heap = heap;
    assign->heap_room = room;
    return 0;
}

int heap_push(struct assign *assign, int64_t at, int32_t what)
{
    struct event event = {at, what};
    int spot = assign->heap_count;
    if (spot == assign->heap_room && heap_grow(assign))
        return -1;
    assign->heap_count++;
    while (spot > 0 && before(event, assign->heap[(spot - 1) / 4])) {
        assign->heap[spot] = assign->heap[(spot - 1) / 4];
        spot = (spot - 1) / 4;
    }
    assign->heap[spot] = event;
    return 0;
}

static int least_child(const struct assign *assign, int spot)
{
    int child = 4 * spot + 1, end = child + 4 < assign->heap_count ? child + 4 : assign->heap_count;
    int least = child;
    for (int other = child + 1; other < end; other++)
        if (before(assign->heap[other], assign->heap[least]))
            least = other;
    return least;
}

struct event heap_pop(struct assign *assign)
{
    struct event top = assign->heap[0], last = assign->heap[--assign->heap_count];
    int spot = 0;
    while (4 * spot + 1 < assign->heap_count) {
        int child = least_child(assign, spot);
        if (!before(assign->heap[child], last))
            break;
        assign->heap[spot] = assign->heap[child];
        spot = child;
    }
    assign->heap[spot] = last;
    return top;
}
