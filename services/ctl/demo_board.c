/* What a person sees of the demo: on a terminal a board of four lines that is drawn over itself, in a pipe a line a
 * week, and the report. */
#include <stdio.h>

#include "base/civil.h"
#include "base/text.h"
#include "services/ctl/demo.h"

#define BOARD_LINES 4

void demo_reason_add(struct demo_reasons *reasons, const char *code, int64_t times)
{
    for (int i = 0; i < reasons->count; i++) {
        if (text_same(reasons->at[i].code, code)) {
            reasons->at[i].times += times;
            return;
        }
    }
    if (reasons->count == DEMO_REASONS)
        return;
    TEXT_PUT(reasons->at[reasons->count].code, code);
    reasons->at[reasons->count++].times = times;
}

static void print_reasons(const char *title, const struct demo_reasons *reasons)
{
    printf("  %s", title);
    for (int i = 0; i < reasons->count; i++)
        printf("%s %s %lld", i ? "," : "", reasons->at[i].code, (long long)reasons->at[i].times);
    puts(reasons->count ? "" : " 无 none");
}

static void risks_now(const struct demo *demo, struct demo_reasons *risks)
{
    for (int i = 0; i < demo->visits_count; i++)
        if (demo->visits[i].risk[0] && !demo->visits[i].over && !demo->visits[i].started)
            demo_reason_add(risks, demo->visits[i].risk, 1);
}

static void board_line(const struct demo *demo)
{
    const struct demo_counts *counts = &demo->counts;
    char when[20];
    civil_format_local(when, sizeof when, demo->desk.now);
    printf("%s  预约 booked %lld  派工 matched %lld  无人 nobody %lld  拒绝 refused %lld  案件 cases %lld  sent %lld\n",
           when, (long long)counts->accepted, (long long)counts->assigned, (long long)counts->unfilled,
           (long long)counts->refused, (long long)counts->cases, (long long)counts->sent);
}

/* The cursor first goes back to where the board began. */
static void board_draw(struct demo *demo)
{
    struct demo_reasons risks = {0};
    risks_now(demo, &risks);
    if (demo->board_drawn)
        printf("\033[%dA\033[J", BOARD_LINES);
    fputs("\033[?7l", stdout); /* a narrow terminal cuts the lines instead of breaking them */
    board_line(demo);
    print_reasons("拒绝原因 refused because:", &demo->refused);
    print_reasons("无人原因 workers not able because:", &demo->nobody);
    print_reasons("有风险 at risk now:", &risks);
    fputs("\033[?7h", stdout);
    demo->board_drawn = true;
}

void demo_board(struct demo *demo)
{
    int64_t step = demo->terminal ? 6 * MS_HOUR : 7 * MS_DAY;
    if (demo->quiet || demo->desk.now < demo->board_shown + step)
        return;
    if (demo->terminal)
        board_draw(demo);
    else
        board_line(demo);
    fflush(stdout);
    demo->board_shown = demo->desk.now;
}

void demo_report(const struct demo *demo, double seconds)
{
    const struct demo_counts *c = &demo->counts;
    printf("\n八周 eight weeks at four stations, seed %llu, %.1f s\n", (unsigned long long)demo->seed, seconds);
    printf("  commands   %lld sent, %lld answered, %lld repeats answered alike, %lld answers unexpected\n",
           (long long)c->sent, (long long)c->answered, (long long)c->repeated, (long long)c->unexpected);
    printf("  bookings   %lld accepted, %lld refused\n", (long long)c->accepted, (long long)c->refused);
    print_reasons("           because", &demo->refused);
    printf("  visits     %lld found a worker, %lld found nobody\n", (long long)c->assigned, (long long)c->unfilled);
    print_reasons("           workers not able because", &demo->nobody);
    printf("  at doors   %lld nobody at home, %lld missed, %lld cut short, %lld asked afterwards\n",
           (long long)c->no_shows, (long long)c->missed, (long long)c->cut_short, (long long)c->followed_up);
    printf("  plans      %lld by night: %lld confirmed (%lld visits given as proposed, %lld changed since), %lld "
           "dropped\n",
           (long long)c->plans, (long long)c->plans_confirmed, (long long)c->plan_done, (long long)c->plan_stale,
           (long long)c->plans_dropped);
    printf("  exams      %lld parts marked, %lld appeals, %lld certificates\n", (long long)demo->done[MSG_exam_grade],
           (long long)demo->done[MSG_exam_appeal], (long long)demo->done[MSG_cert_issue]);
    printf("  others     %lld enrolled, %lld cases, %lld notices\n", (long long)c->enrolled, (long long)c->cases,
           (long long)c->notices);
    printf("  erased     %lld persons on their wish, %lld fields exported to them before; nothing of them is left\n",
           (long long)c->erased, (long long)c->exported);
    printf("  faults     %lld services killed, %lld messages sent again, %lld repeats over the intake\n",
           (long long)c->kills, (long long)demo->desk.resent, (long long)c->intake_repeats);
    printf("  lost %lld, doubled %lld, invariants %lld checked, %lld broken\n", (long long)c->lost,
           (long long)c->doubled, (long long)c->checked, (long long)c->broken);
    printf("  digest     %s\n", c->digest);
}
