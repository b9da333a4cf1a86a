/* How long it takes to find the best worker and the next nine for a visit, with everybody else counted by the rule that
 * rejects, over the index; beside it asking everybody, in the same run. Processor time of the thread.
 *
 *     make bench-engine      (or: build/bench/online_bench [MOST_WORKERS])
 *
 * Worlds of 1,000, 10,000, 100,000 and 1,000,000 workers, as dense as 100,000 in a town of 30 km x 30 km; of eight
 * kinds; nobody is bound to a station, and nobody comes from farther than 3 km, which about 3,100 of them live within.
 * Each has health check, insurance and a certificate of her kind, some 40 visits in two weeks, 20 past ones, answers,
 * sometimes a leave. `dense`: 1,000,000 in the town of 100,000. What reading the clock takes is taken off each time.
 * `idle`: between the bookings, as many pages as one writes to, which nobody has touched since the world was begun, are
 * written to: a change may take as long as that where the machine takes more for it than the limit. Of three rounds the
 * least of each figure is told, for the machine may be shared. The last line is
 * one JSON object. Exit 1: a figure misses its limit, or an answer differs from that of asking everybody. */
#include <malloc.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/civil.h"
#include "base/pages.h"
#include "base/text.h"

#include "services/matching/engine/choice.h"
#include "services/matching/engine/dice.h"
#include "tests/unit/usual_ways.h"

#define MONDAY INT64_C(1770566400000) /* 2026-02-09 00:00 at the stations */
#define TOWN 270                      /* thousandths of a degree across with 100,000 workers: 30 km */
#define KINDS 8
#define METRES 3000
#define CERTS 3
#define VISITS 40
#define PAST 20
#define ASKED 4000
#define WARM 200
#define CHECKED 20
#define CHANGES 7000 /* of each kind */
#define ROUNDS 3
#define CLOCKS 1001
#define IDLE_SLABS ((int)((UINT64_C(1) << 29) / PAGES_SLAB))
#define IDLE_PAGES 15 /* as `valgrind --tool=lackey --trace-mem=yes` tells of a booking */

enum change { CHANGE_BOOK, CHANGE_CANCEL, CHANGE_LEAVE, CHANGES_KINDS };

struct world {
    struct dice dice;
    struct pool *pool;
    int workers, across;
    double put_us; /* spent putting it into the pool, as a start does */
    char *idle[IDLE_SLABS];
};

struct figures {
    double p50_us, p99_us, scan_ms, change_p99_us[CHANGES_KINDS], idle_p99_us, bytes, load_ms, index_ms;
    double near, feasible;
    bool differs;
};

static double clock_us; /* what reading it takes */

static double now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static double since_us(double before)
{
    double took = now_us() - before - clock_us;
    return took > 0 ? took : 0;
}

static int by_size(const void *one, const void *other)
{
    double a = *(const double *)one, b = *(const double *)other;
    return (a > b) - (a < b);
}

static void clock_measure(void)
{
    static double took[CLOCKS];
    for (int i = 0; i < CLOCKS; i++)
        took[i] = since_us(now_us());
    qsort(took, CLOCKS, sizeof *took, by_size);
    clock_us = took[CLOCKS / 2];
}

/* Bytes of this process that are in memory. */
static double resident(void)
{
    long whole = 0, pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file && fscanf(file, "%ld %ld", &whole, &pages) != 2)
        pages = 0;
    if (file)
        fclose(file);
    return (double)pages * (double)sysconf(_SC_PAGESIZE);
}

static void fail(const char *what)
{
    fprintf(stderr, "online_bench: %s\n", what);
    exit(1);
}

/* ---- a world ---- */

static int below(struct world *world, int limit)
{
    return dice_below(&world->dice, limit);
}

static struct cell some_place(struct world *world)
{
    return (struct cell){22300 + below(world, world->across), 113000 + below(world, world->across * 108 / 100)};
}

/* A worker goes to ten households or so, which others go to as well. */
static void some_household(struct world *world, int worker, char household[ID_SIZE])
{
    text_format(household, ID_SIZE, "H-%07d", (worker * 4 + below(world, 10)) % (4 * world->workers));
}

static struct hold some_visit(struct world *world, int worker, int number, struct cell around)
{
    int day = below(world, 14), slot = below(world, 18);
    struct hold hold = {.kind = HOLD_VISIT, .firm = true};
    hold.time.start = MONDAY + day * MS_DAY + 8 * MS_HOUR + slot * 30 * MS_MINUTE;
    hold.time.end = hold.time.start + (2 + below(world, 3)) * 30 * MS_MINUTE;
    hold.place = (struct cell){around.lat + below(world, 40) - 20, around.lon + below(world, 40) - 20};
    some_household(world, worker, hold.household);
    TEXT_FORMAT(hold.hold, "V-%08d", number);
    return hold;
}

static struct worker_facts some_facts(struct world *world, int id)
{
    static const char *const tongues[] = {"yue", "hakka", "teochew", "xinhui"};
    struct worker_facts facts = {.home = some_place(world),
                                 .sex = "fffffm"[below(world, 6)],
                                 .employee = below(world, 3) > 0,
                                 .part_time = below(world, 5) == 0,
                                 .travel = TRAVEL_EBIKE,
                                 .active = below(world, 20) > 0,
                                 .green = below(world, 30) > 0,
                                 .suspended = below(world, 100) == 0,
                                 .languages_count = 1 + below(world, 2),
                                 .pets = (enum told)below(world, 3),
                                 .smokes = (enum told)below(world, 3)};
    TEXT_FORMAT(facts.worker, "W-%07d", id);
    TEXT_FORMAT(facts.station, "ST-%d", id / 200);
    TEXT_FORMAT(facts.kind, "kind-%d", below(world, KINDS));
    for (int i = 0; i < facts.languages_count; i++)
        TEXT_PUT(facts.languages[i], tongues[below(world, 4)]);
    return facts;
}

static void put_worker(struct world *world, int id)
{
    struct worker_facts facts = some_facts(world, id);
    struct worker_cert certs[CERTS];
    const char *const types[CERTS] = {"health", "insurance", facts.kind};
    for (int i = 0; i < CERTS; i++) {
        certs[i] = (struct worker_cert){.level = 1 + below(world, 5), .good = true};
        certs[i].valid.start = MONDAY - (1 + below(world, 300)) * MS_DAY;
        certs[i].valid.end = MONDAY + below(world, 365) * MS_DAY;
        TEXT_FORMAT(certs[i].cert, "%s-%d", facts.worker, i);
        TEXT_PUT(certs[i].type, types[i]);
    }
    double before = now_us();
    int result = pool_put_facts(world->pool, &facts);
    for (int i = 0; i < CERTS; i++)
        result |= pool_put_cert(world->pool, facts.worker, &certs[i]);
    pool_keep(world->pool);
    world->put_us += now_us() - before;
    if (result)
        fail("no memory");
}

/* Visits that do not overlap, of many that are thought of. */
static int some_holds(struct world *world, int id, struct cell home, struct hold holds[VISITS])
{
    int count = 0;
    for (int i = 0; i < VISITS; i++) {
        bool apart = true;
        holds[count] = some_visit(world, id, id * VISITS + i, home);
        for (int j = 0; j < count; j++)
            apart = apart && !interval_overlap(holds[j].time, holds[count].time);
        count += apart;
    }
    return count;
}

static struct worker_leave some_leave(struct world *world, int id)
{
    struct worker_leave leave = {.time = {MONDAY + below(world, 28) * MS_DAY, 0}};
    leave.time.end = leave.time.start + (1 + below(world, 5)) * MS_DAY;
    TEXT_FORMAT(leave.leave, "L-%d", id);
    return leave;
}

static void put_time(struct world *world, int id)
{
    char worker[ID_SIZE];
    struct hold holds[VISITS];
    struct past_visit past[PAST];
    struct offer_answer answers[PAST] = {0};
    struct worker_leave leave = {0};
    struct worker_facts facts;
    TEXT_FORMAT(worker, "W-%07d", id);
    int count = pool_facts(world->pool, worker, &facts) ? some_holds(world, id, facts.home, holds) : 0, result = 0;
    for (int i = 0; i < PAST; i++) {
        past[i] = (struct past_visit){.time = {MONDAY - (1 + below(world, 100)) * MS_DAY, 0}};
        past[i].time.end = past[i].time.start + MS_HOUR;
        TEXT_FORMAT(past[i].visit, "P-%d", i);
        some_household(world, id, past[i].household);
        answers[i] = (struct offer_answer){.at = past[i].time.start, .refused = below(world, 8) == 0};
        TEXT_PUT(answers[i].visit, past[i].visit);
    }
    if (below(world, 4) == 0)
        leave = some_leave(world, id);
    double before = now_us();
    for (int i = 0; i < count; i++)
        result |= pool_put_hold(world->pool, worker, &holds[i]);
    for (int i = 0; i < PAST; i++)
        result |= pool_put_past(world->pool, worker, &past[i]) | pool_put_answer(world->pool, worker, &answers[i]);
    if (leave.leave[0])
        result |= pool_put_leave(world->pool, worker, &leave);
    pool_keep(world->pool);
    world->put_us += now_us() - before;
    if (result)
        fail("no memory");
}

/* ---- what is asked ---- */

static const struct policy policy = {
    .handover_ms = 5 * MS_MINUTE,
    .travel = &usual_ways,
    .max_travel_ms = METRES * 260 + 3 * MS_MINUTE, /* by e-bike */
    .week_ms = 44 * MS_HOUR,
    .continuity_ms = 180 * MS_DAY,
    .main_share = 800,
    .max_workers = 3,
    .refusals_ms = 90 * MS_DAY,
    .refusals_least = 5,
    .refusals_limit = 300,
    .weight = {20000, 16000, 16000, 12000, 8000, 8000, 4000, 4000, 4000, 8000},
};

static struct demand some_demand(struct world *world)
{
    struct demand demand = {.place = some_place(world), .kinds_count = 1, .needs_count = 1, .workers = 1};
    int kind = below(world, KINDS);
    demand.time.start = MONDAY + below(world, 14) * MS_DAY + 8 * MS_HOUR + below(world, 18) * 30 * MS_MINUTE;
    demand.time.end = demand.time.start + (2 + below(world, 3)) * 30 * MS_MINUTE;
    TEXT_FORMAT(demand.kinds[0], "kind-%d", kind);
    TEXT_FORMAT(demand.needs[0].type, "kind-%d", kind);
    some_household(world, below(world, world->workers), demand.household);
    demand.needs[0].level = 4;
    demand.intimate = below(world, 4) == 0;
    demand.wish_sex = "f\0"[below(world, 2)];
    demand.languages_count = 1;
    TEXT_PUT(demand.languages[0], below(world, 2) ? "yue" : "xinhui");
    demand.soft.pets = below(world, 4) == 0;
    demand.soft.nonsmoker = below(world, 4) == 0;
    return demand;
}

static bool is_same(const struct ranking *one, const struct ranking *other)
{
    bool same = one->considered == other->considered && one->feasible == other->feasible &&
                one->best_count == other->best_count &&
                memcmp(one->rejected, other->rejected, sizeof one->rejected) == 0;
    for (int i = 0; same && i < one->best_count; i++)
        same = strcmp(one->best[i].worker, other->best[i].worker) == 0 && one->best[i].total == other->best[i].total;
    return same;
}

static void keep_least(double *figure, double measured)
{
    *figure = *figure == 0 || measured < *figure ? measured : *figure;
}

static void measure_choice(struct world *world, struct figures *figures)
{
    static double took[ASKED];
    static struct ranking ranking;
    double feasible = 0, near = 0;
    for (int i = -WARM; i < ASKED; i++) {
        struct demand demand = some_demand(world);
        double before = now_us();
        choice_best(world->pool, &policy, &demand, &ranking);
        if (i < 0)
            continue;
        took[i] = since_us(before);
        feasible += ranking.feasible;
        near += ranking.feasible + ranking.rejected[RULE_BUSY];
    }
    qsort(took, ASKED, sizeof *took, by_size);
    keep_least(&figures->p50_us, took[ASKED / 2]);
    keep_least(&figures->p99_us, took[ASKED * 99 / 100]);
    figures->feasible = feasible / ASKED;
    figures->near = near / ASKED;
}

static void measure_scan(struct world *world, struct figures *figures)
{
    static struct ranking ranking, wanted;
    double spent = 0;
    for (int i = 0; i < CHECKED; i++) {
        struct demand demand = some_demand(world);
        choice_best(world->pool, &policy, &demand, &ranking);
        double before = now_us();
        choice_scan(world->pool, &policy, &demand, &wanted);
        spent += now_us() - before;
        figures->differs |= !is_same(&ranking, &wanted);
    }
    figures->scan_ms = spent / CHECKED / 1000;
}

static double p99_of(double *took, int count)
{
    qsort(took, (size_t)count, sizeof *took, by_size);
    return took[count * 99 / 100];
}

/* Memory that was written once, before the world was begun. */
static double idle_us(struct world *world)
{
    char *at[IDLE_PAGES];
    for (int i = 0; i < IDLE_PAGES; i++)
        at[i] = world->idle[below(world, IDLE_SLABS)] + below(world, PAGES_SLAB);
    double before = now_us();
    for (int i = 0; i < IDLE_PAGES; i++)
        ++*at[i];
    return since_us(before);
}

/* Bookings, cancellations and changes of leave in turn, each a unit that is kept. */
static void measure_change(struct world *world, struct figures *figures)
{
    static double took[CHANGES_KINDS][CHANGES], idle[CHANGES];
    char worker[ID_SIZE] = "", hold[ID_SIZE] = "";
    for (int i = 0; i < CHANGES * CHANGES_KINDS; i++) {
        enum change kind = (enum change)(i % CHANGES_KINDS);
        struct hold visit = some_visit(world, i % world->workers, 900000000 + i, (struct cell){22400, 113100});
        struct worker_leave leave = {.leave = "L", .time = {visit.time.start, visit.time.end}};
        if (kind == CHANGE_BOOK) {
            idle[i / CHANGES_KINDS] = idle_us(world);
            TEXT_FORMAT(worker, "W-%07d", below(world, world->workers));
            TEXT_PUT(hold, visit.hold);
        }
        double before = now_us();
        int result = kind == CHANGE_BOOK     ? pool_put_hold(world->pool, worker, &visit)
                     : kind == CHANGE_CANCEL ? pool_drop_hold(world->pool, worker, hold)
                                             : pool_put_leave(world->pool, worker, &leave);
        pool_keep(world->pool);
        took[kind][i / CHANGES_KINDS] = since_us(before);
        if (result)
            fail("no memory");
    }
    for (int kind = 0; kind < CHANGES_KINDS; kind++)
        keep_least(&figures->change_p99_us[kind], p99_of(took[kind], CHANGES));
    keep_least(&figures->idle_p99_us, p99_of(idle, CHANGES));
}

static void make_world(struct world *world, struct figures *figures)
{
    double held = resident();
    for (int i = 0; i < world->workers; i++)
        put_worker(world, i);
    for (int i = 0; i < world->workers; i++)
        put_time(world, i);
    double before = now_us();
    for (int i = 0; i < WARM; i++) { /* every profile is made */
        static struct ranking ranking;
        struct demand demand = some_demand(world);
        choice_best(world->pool, &policy, &demand, &ranking);
    }
    figures->index_ms = (now_us() - before) / 1000;
    figures->load_ms = world->put_us / 1000;
    figures->bytes = (resident() - held) / world->workers;
}

static void idle_open(struct world *world)
{
    for (int i = 0; i < IDLE_SLABS; i++) {
        world->idle[i] = pages_slab();
        if (!world->idle[i])
            fail("no memory");
        memset(world->idle[i], 1, PAGES_SLAB);
    }
}

static void idle_close(struct world *world)
{
    for (int i = 0; i < IDLE_SLABS; i++)
        free(world->idle[i]);
}

static struct figures measure(int workers, int across)
{
    struct world world = {.dice = dice_of(5), .pool = pool_open(), .workers = workers, .across = across};
    struct figures figures = {0};
    if (!world.pool)
        fail("no memory");
    idle_open(&world);
    make_world(&world, &figures);
    for (int round = 0; round < ROUNDS; round++) {
        measure_choice(&world, &figures);
        measure_change(&world, &figures);
    }
    measure_scan(&world, &figures);
    idle_close(&world);
    pool_close(&world.pool);
    malloc_trim(0);
    return figures;
}

/* ---- the table ---- */

static const struct size {
    const char *name;
    int workers, as_many;    /* so many live in the town of 100,000: more is denser */
    double p50, p99, change; /* limits, us, the last of p99; 0: none */
} sizes[] = {
    {"1k", 1000, 1000, 0, 0, 5},         {"10k", 10000, 10000, 0, 0, 5},         {"100k", 100000, 100000, 15, 60, 5},
    {"1m", 1000000, 1000000, 0, 250, 0}, {"1m_dense", 1000000, 100000, 0, 0, 0},
};
#define SIZES ((int)(sizeof sizes / sizeof *sizes))

static bool is_within(double took, double limit)
{
    return limit == 0 || took <= limit;
}

static bool reaches(const struct size *size, const struct figures *figures)
{
    double idle = figures->idle_p99_us, change = size->change && idle > size->change ? idle : size->change;
    bool reaches = !figures->differs && is_within(figures->p50_us, size->p50) && is_within(figures->p99_us, size->p99);
    for (int kind = 0; kind < CHANGES_KINDS; kind++)
        reaches = reaches && is_within(figures->change_p99_us[kind], change);
    return reaches;
}

static void say(const struct size *size, const struct figures *figures)
{
    const double *change = figures->change_p99_us;
    printf("%-9s %8.1f %8.1f %9.1f %9.1f %10.2f %8.2f %8.2f %8.2f %8.2f %7.0f %8.0f %8.0f%s%s\n", size->name,
           figures->p50_us, figures->p99_us, figures->near, figures->feasible, figures->scan_ms, change[CHANGE_BOOK],
           change[CHANGE_CANCEL], change[CHANGE_LEAVE], figures->idle_p99_us, figures->bytes, figures->load_ms,
           figures->index_ms, figures->differs ? "  DIFFERS" : "", reaches(size, figures) ? "" : "  MISSED");
}

static void say_json(const struct figures *figures, int count)
{
    printf("{\"clock_us\":%.2f", clock_us);
    for (int i = 0; i < count; i++) {
        const char *name = sizes[i].name;
        const struct figures *of = &figures[i];
        printf(",\"online_%s_p50_us\":%.1f,\"online_%s_p99_us\":%.1f,\"online_%s_scan_ms\":%.2f,", name, of->p50_us,
               name, of->p99_us, name, of->scan_ms);
        printf("\"online_%s_book_p99_us\":%.2f,\"online_%s_cancel_p99_us\":%.2f,\"online_%s_leave_p99_us\":%.2f,", name,
               of->change_p99_us[CHANGE_BOOK], name, of->change_p99_us[CHANGE_CANCEL], name,
               of->change_p99_us[CHANGE_LEAVE]);
        printf("\"online_%s_idle_p99_us\":%.2f,", name, of->idle_p99_us);
        printf("\"online_%s_rss_a_worker\":%.0f,\"online_%s_load_ms\":%.0f,\"online_%s_index_ms\":%.0f", name,
               of->bytes, name, of->load_ms, name, of->index_ms);
    }
    printf("}\n");
}

int main(int argc, char **argv)
{
    int most = argc > 1 ? atoi(argv[1]) : 1000000, count = 0, missed = 0;
    struct figures figures[SIZES];
    setvbuf(stdout, NULL, _IOLBF, 0);
    clock_measure();
    printf("%-9s %8s %8s %9s %9s %10s %8s %8s %8s %8s %7s %8s %8s\n", "workers", "p50 us", "p99 us", "asked",
           "may come", "scan ms", "book", "cancel", "leave", "idle", "rss", "load ms", "index ms");
    for (; count < SIZES && sizes[count].workers <= most; count++) {
        const struct size *size = &sizes[count];
        figures[count] = measure(size->workers, (int)(TOWN * sqrt(size->as_many / 100000.0)));
        say(size, &figures[count]);
        missed += !reaches(size, &figures[count]);
    }
    say_json(figures, count);
    return missed > 0;
}
