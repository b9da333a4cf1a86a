/* make bench: the figures of the set, each beside its limit measured in the same run. Usage: figures BIN FOLDER [SIZE
 * [ROUNDS]]
 * Throughput is taken in rounds, ours and the limit in turn, and the best of each counts: other work on the machine
 * only slows down. Processor time a booking is told beside it, since it bears other work better than the clock does. */
#include "figures.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/text.h"
#include "bare.h"
#include "set.h"

#define ACCEPT_1 3000
#define ACCEPT_1000 20000
#define THROUGH 20000
#define LATENCY 10000
#define PATH_COMMITS 2 /* booking's and notification's: a notice of booking.requested needs no other */
#define IDLE_S 2

static const char *const three[] = {"booking", "matching", "notification"};

struct figures {
    const char *bin;
    char folder[300], copies[3][320];
    int64_t size;
    int rounds;
    char names[SET_MOST][33];
    int services;
    json_t *json;
    int missed;
};

void figures_fail(const char *format, ...)
{
    va_list rest;
    va_start(rest, format);
    fputs("bench: ", stderr);
    vfprintf(stderr, format, rest);
    fputc('\n', stderr);
    va_end(rest);
    exit(1);
}

static double clock_s(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

double now_s(void)
{
    return clock_s(CLOCK_MONOTONIC);
}

double cpu_s(void)
{
    return clock_s(CLOCK_PROCESS_CPUTIME_ID);
}

void sleep_until(double at)
{
    const struct timespec when = {.tv_sec = (time_t)at, .tv_nsec = (long)((at - floor(at)) * 1e9)};
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &when, NULL);
}

static void keep(struct figures *figures, const char *name, double value)
{
    json_object_set_new(figures->json, name, json_real(value));
}

static double member_of(const json_t *object, const char *name)
{
    return json_number_value(json_object_get(object, name));
}

/* ---- the table ---- */

static void row(struct figures *figures, const char *what, double is, double limit, const char *wanted, bool reached)
{
    printf("%-46s %12.2f %12.2f   %-22s %s\n", what, is, limit, wanted, reached ? "reached" : "MISSED");
    figures->missed += !reached;
    fflush(stdout);
}

static void row_told(const char *what, double is, double limit)
{
    printf("%-46s %12.2f %12.2f\n", what, is, limit);
    fflush(stdout);
}

/* ---- each idle service ---- */

static void idle_one(struct figures *figures, const char *name, json_t *rss, json_t *ready)
{
    struct set set;
    char what[64];
    set_begin(&set, figures->bin, figures->folder);
    set_start(&set, name);
    const double ms = set.member[0].ready_ms;
    sleep_until(now_s() + IDLE_S);
    const double mib = set_rss_mib(&set.member[0]), most = text_same(name, "gateway") ? 20 : 16;
    set_stop(&set);
    TEXT_FORMAT(what, "%s idle, MiB resident", name);
    row(figures, what, mib, most, "under the limit", mib < most);
    TEXT_FORMAT(what, "%s ready, ms", name);
    row(figures, what, ms, 300, "under the limit", ms < 300);
    json_object_set_new(rss, name, json_real(mib));
    json_object_set_new(ready, name, json_real(ms));
}

static void idle_measure(struct figures *figures)
{
    json_t *rss = json_object(), *ready = json_object();
    for (int i = 0; i < figures->services; i++)
        idle_one(figures, figures->names[i], rss, ready);
    json_object_set_new(figures->json, "rss_mib", rss);
    json_object_set_new(figures->json, "ready_ms", ready);
}

/* ---- throughput ---- */

/* What one round of ours, or of the limit, came to. */
struct rate {
    double a_second, cpu_us; /* processor time a booking */
    double batch;
};

static void rate_best(struct rate *best, struct rate rate)
{
    if (rate.a_second > best->a_second)
        best->a_second = rate.a_second;
    if (best->cpu_us == 0 || rate.cpu_us < best->cpu_us)
        best->cpu_us = rate.cpu_us;
    best->batch = rate.batch;
}

static struct bare_plan bare_plan_of(struct figures *figures, int which, int64_t bookings, double batch, int rate)
{
    static char stores[3][340];
    TEXT_FORMAT(stores[which], "%s/%s.db", figures->folder, three[which]);
    TEXT_FORMAT(figures->copies[which], "%s/bare-%d.db", figures->folder, which);
    return (struct bare_plan){stores[which], figures->copies[which], bookings, batch < 1 ? 1 : batch, rate};
}

/* Bookings acknowledged by booking alone. */
static struct rate accept_ours(struct figures *figures, int64_t count, const char *flight)
{
    struct set set;
    char number[32];
    const char *args[] = {"--count", number, "--flight", flight, NULL};
    TEXT_FORMAT(number, "%" PRId64, count);
    set_begin(&set, figures->bin, figures->folder);
    set_start(&set, "booking");
    set_look(&set);
    const struct member before = set.member[0];
    json_t *told = set_bench(&set, args);
    set_look(&set);
    const struct member *after = set_member(&set, "booking");
    struct rate rate = {.a_second = member_of(told, "answered_a_second"),
                        .cpu_us = (after->cpu_s - before.cpu_s) * 1e6 / (double)count,
                        .batch = (double)count / (double)(after->commits - before.commits)};
    json_decref(told);
    set_stop(&set);
    return rate;
}

static void accept_measure(struct figures *figures, int64_t count, const char *flight)
{
    struct rate ours = {0}, bare = {0};
    char what[80], name[32];
    for (int round = 0; round < figures->rounds; round++) {
        struct bare_result result;
        rate_best(&ours, accept_ours(figures, count, flight));
        if (text_same(flight, "1"))
            ours.batch = 1;
        const struct bare_plan plan = bare_plan_of(figures, 0, count, ours.batch, 0);
        bare_run(&plan, &result, 1);
        rate_best(&bare, (struct rate){(double)count / result.seconds, result.cpu_s * 1e6 / (double)count, 0});
    }
    TEXT_FORMAT(what, "acknowledged a second, %s in flight (by %.0f)", flight, ours.batch);
    row(figures, what, ours.a_second, bare.a_second, "half of bare SQLite", ours.a_second >= bare.a_second / 2);
    TEXT_FORMAT(what, "  processor us a booking");
    row_told(what, ours.cpu_us, bare.cpu_us);
    TEXT_FORMAT(name, "accept_%s", flight);
    keep(figures, name, ours.a_second);
    TEXT_FORMAT(name, "sqlite_%s", flight);
    keep(figures, name, bare.a_second);
    TEXT_FORMAT(name, "accept_%s_cpu_us", flight);
    keep(figures, name, ours.cpu_us);
    TEXT_FORMAT(name, "sqlite_%s_cpu_us", flight);
    keep(figures, name, bare.cpu_us);
}

/* ---- through three services ---- */

static void set_whole(struct figures *figures, struct set *set)
{
    set_begin(set, figures->bin, figures->folder);
    for (int i = 0; i < figures->services; i++)
        set_start(set, figures->names[i]);
}

/* The services whose stores the limit writes, too, and the roster, whose workers matching chooses from. */
static void set_three(struct figures *figures, struct set *set)
{
    static const char *const names[] = {"booking", "matching", "notification", "roster"};
    set_begin(set, figures->bin, figures->folder);
    set_only(set, names, 4);
}

/* Makes the station and its workers, so that no measurement holds them. */
static void set_furnish(struct set *set)
{
    const char *args[] = {"--count", "10", "--through", NULL};
    json_decref(set_bench(set, args));
}

static struct rate through_ours(struct figures *figures, struct rate each[3])
{
    struct set set;
    struct member before[3];
    char number[32];
    const char *args[] = {"--count", number, "--flight", "1000", "--through", NULL};
    TEXT_FORMAT(number, "%d", THROUGH);
    set_three(figures, &set);
    set_furnish(&set);
    set_look(&set);
    for (int i = 0; i < 3; i++)
        before[i] = *set_member(&set, three[i]);
    json_t *told = set_bench(&set, args);
    set_look(&set);
    struct rate rate = {.a_second = member_of(told, "applied_a_second")};
    for (int i = 0; i < 3; i++) {
        const struct member *after = set_member(&set, three[i]);
        each[i].cpu_us = (after->cpu_s - before[i].cpu_s) * 1e6 / THROUGH;
        each[i].batch = (double)THROUGH / (double)(after->commits - before[i].commits);
        rate.cpu_us += each[i].cpu_us;
    }
    json_decref(told);
    set_stop(&set);
    return rate;
}

/* The three stores written by three processes at once. */
static struct rate through_bare(struct figures *figures, const struct rate each[3], struct bare_result results[3])
{
    struct bare_plan plans[3];
    struct rate rate = {0};
    double seconds = 0;
    for (int i = 0; i < 3; i++)
        plans[i] = bare_plan_of(figures, i, THROUGH, each[i].batch, 0);
    bare_run(plans, results, 3);
    for (int i = 0; i < 3; i++) {
        seconds = results[i].seconds > seconds ? results[i].seconds : seconds;
        rate.cpu_us += results[i].cpu_s * 1e6 / THROUGH;
    }
    rate.a_second = THROUGH / seconds;
    return rate;
}

static void through_tell(struct figures *figures, const struct rate each[3], const struct bare_result results[3])
{
    json_t *parts = json_object();
    for (int i = 0; i < 3; i++) {
        char what[80];
        const double bare_us = results[i].cpu_s * 1e6 / THROUGH;
        TEXT_FORMAT(what, "  %s: processor us a booking (by %.0f)", three[i], each[i].batch);
        row_told(what, each[i].cpu_us, bare_us);
        json_object_set_new(parts, three[i],
                            json_pack("{s:f, s:f, s:f, s:f, s:f}", "cpu_us", each[i].cpu_us, "sqlite_cpu_us", bare_us,
                                      "batch", each[i].batch, "rows", results[i].rows, "bytes", results[i].bytes));
    }
    json_object_set_new(figures->json, "through_parts", parts);
}

static void through_measure(struct figures *figures)
{
    struct rate ours = {0}, bare = {0}, each[3];
    struct bare_result results[3];
    for (int round = 0; round < figures->rounds; round++) {
        rate_best(&ours, through_ours(figures, each));
        rate_best(&bare, through_bare(figures, each, results));
    }
    row(figures, "through three services a second, 1000 in flight", ours.a_second, bare.a_second, "half of bare SQLite",
        ours.a_second >= bare.a_second / 2);
    row_told("  processor us a booking", ours.cpu_us, bare.cpu_us);
    through_tell(figures, each, results);
    keep(figures, "through_three", ours.a_second);
    keep(figures, "sqlite_three", bare.a_second);
    keep(figures, "through_three_cpu_us", ours.cpu_us);
    keep(figures, "sqlite_three_cpu_us", bare.cpu_us);
}

/* ---- latency ---- */

static json_t *latency_ours(struct figures *figures)
{
    struct set set;
    char number[32];
    const char *args[] = {"--count", number, "--rate", "1000", "--notices", NULL};
    TEXT_FORMAT(number, "%d", LATENCY);
    set_three(figures, &set);
    set_furnish(&set);
    json_t *told = set_bench(&set, args);
    set_stop(&set);
    return told;
}

/* Three processes, each a commit of its rows of one booking, a thousand times a second. */
static double latency_bare(struct figures *figures)
{
    struct bare_plan plans[3];
    struct bare_result results[3];
    for (int i = 0; i < 3; i++)
        plans[i] = bare_plan_of(figures, i, LATENCY, 1, 1000);
    bare_run(plans, results, 3);
    return (results[0].commit_p50_ms + results[2].commit_p50_ms) / 2;
}

static void latency_measure(struct figures *figures)
{
    double p50 = 0, p99 = 0, answer = 0, fsync = 0;
    for (int round = 0; round < figures->rounds; round++) {
        json_t *told = latency_ours(figures);
        const json_t *notice = json_object_get(told, "notice");
        const double bare = latency_bare(figures), is = member_of(notice, "p50_ms");
        if (round == 0 || is < p50) {
            p50 = is;
            p99 = member_of(notice, "p99_ms");
            answer = member_of(json_object_get(told, "answer"), "p50_ms");
        }
        fsync = round == 0 || bare < fsync ? bare : fsync;
        json_decref(told);
    }
    const double limit = PATH_COMMITS * fsync;
    row(figures, "sent to first notice readable, p50 ms", p50, limit, "twice so many commits", p50 <= 2 * limit);
    row_told("  p99 ms", p99, limit);
    row_told("  sent to acknowledged, p50 ms", answer, fsync);
    keep(figures, "e2e_p50_ms", p50);
    keep(figures, "e2e_p99_ms", p99);
    keep(figures, "answer_p50_ms", answer);
    keep(figures, "fsync_p50_ms", fsync);
}

/* ---- memory ---- */

static double memory_at(struct figures *figures, struct set *set, int64_t bookings, const char *name)
{
    char number[32], parts[32];
    const char *args[] = {"--count", number, "--flight", "1000", "--through", NULL};
    double sum = 0;
    json_t *by = json_object();
    TEXT_FORMAT(number, "%" PRId64, bookings);
    json_decref(set_bench(set, args));
    sleep_until(now_s() + IDLE_S);
    for (int i = 0; i < set->count; i++) {
        const double mib = set_rss_mib(&set->member[i]);
        json_object_set_new(by, set->member[i].name, json_real(mib));
        sum += mib;
    }
    TEXT_FORMAT(parts, "%s_by", name);
    json_object_set_new(figures->json, parts, by);
    keep(figures, name, sum);
    return sum;
}

static void memory_measure(struct figures *figures)
{
    struct set set;
    if (figures->size <= 0)
        return;
    set_whole(figures, &set);
    const double first = memory_at(figures, &set, 100000, "rss_mib_100k");
    row_told("MiB resident, all services, 100,000 bookings", first, 0);
    json_object_set_new(figures->json, "rss_mib_1m", json_null());
    if (figures->size > 100000) {
        const double second = memory_at(figures, &set, figures->size - 100000, "rss_mib_1m");
        char what[80];
        TEXT_FORMAT(what, "MiB resident, all services, %" PRId64 " bookings", figures->size);
        row(figures, what, second, first * 1.05, "at most 1.05 of 100,000", second <= first * 1.05);
        json_object_set_new(figures->json, "rss_size", json_integer(figures->size));
    }
    set_stop(&set);
    set_remove(&set);
}

static void accept_both_measure(struct figures *figures)
{
    accept_measure(figures, ACCEPT_1, "1");
    accept_measure(figures, ACCEPT_1000, "1000");
}

static const struct {
    const char *name;
    void (*measure)(struct figures *figures);
} parts[] = {
    {"idle", idle_measure},       {"accept", accept_both_measure}, {"through", through_measure},
    {"latency", latency_measure}, {"memory", memory_measure},
};

int main(int argc, char **argv)
{
    static struct figures figures;
    if (argc < 3)
        figures_fail("usage: figures BIN FOLDER [SIZE [ROUNDS [PART]]]");
    figures.bin = argv[1];
    TEXT_PUT(figures.folder, argv[2]);
    figures.size = argc > 3 ? atoll(argv[3]) : 100000;
    figures.rounds = argc > 4 ? atoi(argv[4]) : 3;
    figures.json = json_object();
    figures.services = set_names(figures.bin, figures.names);
    printf("%-46s %12s %12s   %s\n", "", "measured", "limit", "wanted");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (argc < 6 || text_same(argv[5], parts[i].name))
            parts[i].measure(&figures);
    json_object_set_new(figures.json, "missed", json_integer(figures.missed));
    json_dumpf(figures.json, stdout, JSON_COMPACT | JSON_REAL_PRECISION(5));
    putchar('\n');
    json_decref(figures.json);
    return figures.missed ? 1 : 0;
}
