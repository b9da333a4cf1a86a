/* Percentiles are those of all values, not of buckets: a run keeps eight bytes a booking. */
#include "services/ctl/bench_times.h"

#include <stdio.h>
#include <stdlib.h>

#define BAR 40

int times_open(struct times *times, int64_t room)
{
    *times = (struct times){.at = calloc((size_t)room + 1, sizeof *times->at), .room = room};
    return times->at ? 0 : -1;
}

void times_close(struct times *times)
{
    free(times->at);
    *times = (struct times){0};
}

void times_add(struct times *times, int64_t ns)
{
    if (times->count < times->room)
        times->at[times->count++] = ns;
}

static int compare(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

void times_sort(struct times *times)
{
    if (times->count)
        qsort(times->at, (size_t)times->count, sizeof *times->at, compare);
}

double times_below(const struct times *times, int of_thousand)
{
    if (!times->count)
        return 0;
    const int64_t place = (times->count * of_thousand + 999) / 1000;
    return (double)times->at[place > 0 ? place - 1 : 0] / 1e6;
}

json_t *times_json(const struct times *times)
{
    return json_pack("{s:I, s:f, s:f, s:f, s:f, s:f}", "count", (json_int_t)times->count, "p50_ms",
                     times_below(times, 500), "p90_ms", times_below(times, 900), "p99_ms", times_below(times, 990),
                     "p999_ms", times_below(times, 999), "max_ms", times_below(times, 1000));
}

/* How many lie below `ns`. */
static int64_t count_below(const struct times *times, double ns)
{
    int64_t low = 0, high = times->count;
    while (low < high) {
        const int64_t middle = low + (high - low) / 2;
        if ((double)times->at[middle] < ns)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void print_step(double from, double to, int64_t count, int64_t of)
{
    printf("  %9.3f - %9.3f ms %9lld  ", from / 1e6, to / 1e6, (long long)count);
    for (int64_t i = 0; i < count * BAR / of; i++)
        putchar('#');
    putchar('\n');
}

void times_print(const char *what, const struct times *times)
{
    printf("%-8s p50 %.3f ms   p90 %.3f   p99 %.3f   p99.9 %.3f   most %.3f\n", what, times_below(times, 500),
           times_below(times, 900), times_below(times, 990), times_below(times, 999), times_below(times, 1000));
    int64_t before = 0;
    for (double from = 1000, to; before < times->count; from = to) {
        to = from * 1.4142135623730951;
        const int64_t below = count_below(times, to);
        if (below > before)
            print_step(from, to, below - before, times->count);
        before = below;
    }
}
