/* What a person sees of the demo: on a terminal one line that moves, in a pipe a line a week, and the report. */
#include <stdio.h>

#include "base/civil.h"
#include "services/ctl/demo.h"

static void board_line(const struct demo *demo, const char *end)
{
    const struct demo_counts *counts = &demo->counts;
    char when[20];
    civil_format_local(when, sizeof when, demo->desk.now);
    printf(
        "%s  预约 booked %lld  派工 matched %lld  无人 unfilled %lld  拒绝 refused %lld  案件 cases %lld  sent %lld%s",
        when, (long long)counts->accepted, (long long)counts->assigned, (long long)counts->unfilled,
        (long long)counts->refused, (long long)counts->cases, (long long)counts->sent, end);
    fflush(stdout);
}

void demo_board(struct demo *demo)
{
    int64_t step = demo->terminal ? 6 * MS_HOUR : 7 * MS_DAY;
    if (demo->quiet || demo->desk.now < demo->board_shown + step)
        return;
    if (demo->terminal)
        fputs("\r\033[K", stdout);
    board_line(demo, demo->terminal ? "" : "\n");
    demo->board_shown = demo->desk.now;
}

void demo_report(const struct demo *demo, double seconds)
{
    const struct demo_counts *c = &demo->counts;
    if (demo->terminal)
        putchar('\n');
    printf("\n八周 eight weeks at four stations, seed %llu, %.1f s\n", (unsigned long long)demo->seed, seconds);
    printf("  commands   %lld sent, %lld answered, %lld repeats answered alike, %lld answers unexpected\n",
           (long long)c->sent, (long long)c->answered, (long long)c->repeated, (long long)c->unexpected);
    printf("  bookings   %lld accepted, %lld refused\n", (long long)c->accepted, (long long)c->refused);
    printf("  visits     %lld found a worker, %lld found nobody\n", (long long)c->assigned, (long long)c->unfilled);
    printf("  others     %lld enrolled, %lld cases, %lld notices\n", (long long)c->enrolled, (long long)c->cases,
           (long long)c->notices);
    printf("  faults     %lld services killed, %lld messages sent again, %lld repeats over the intake\n",
           (long long)c->kills, (long long)demo->desk.resent, (long long)c->intake_repeats);
    printf("  lost %lld, doubled %lld, invariants %lld checked, %lld broken\n", (long long)c->lost,
           (long long)c->doubled, (long long)c->checked, (long long)c->broken);
    printf("  digest     %s\n", c->digest);
}
