/* Who comes to a household (V8), reckoned once more from lists of what was put in: visits that touch the ends of a
 * month or of what is remembered, offers that nobody has taken, the visit itself, months over the turn of the year. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/civil.h"
#include "base/text.h"

#include "services/matching/engine/choice.h"
#include "services/matching/engine/dice.h"

#include "usual_ways.h"

#define WORKERS 6
#define MEETINGS 40
#define DECEMBER INT64_C(1796054400000) /* 2026-12-01 00:00 at the stations */
#define REMEMBERED (50 * MS_DAY)

struct coming {
    char id[ID_SIZE];
    int worker;
    bool past, firm, other_house, own;
    struct interval time;
};

struct world {
    struct pool *pool;
    struct dice dice;
    struct worker_facts facts[WORKERS];
    bool prohibited[WORKERS];
    struct coming at[MEETINGS];
    struct demand demand;
    struct policy policy;
};

static int below(struct world *world, int limit)
{
    return dice_below(&world->dice, limit);
}

static void put_workers(struct world *world)
{
    for (int i = 0; i < WORKERS; i++) {
        world->facts[i] =
            (struct worker_facts){.employee = true, .active = below(world, 6) > 0, .gone = below(world, 8) == 0};
        TEXT_FORMAT(world->facts[i].worker, "W%d", i);
        assert_int_equal(pool_put_facts(world->pool, &world->facts[i]), 0);
        world->prohibited[i] = below(world, 6) == 0;
        if (world->prohibited[i])
            assert_int_equal(pool_put_pair(world->pool, world->facts[i].worker, "H1", true), 0);
    }
}

/* Often at the very ends of what counts. */
static int64_t some_start(struct world *world)
{
    static const int64_t months[] = {DECEMBER - 30 * MS_DAY, DECEMBER, DECEMBER + 31 * MS_DAY, DECEMBER + 62 * MS_DAY};
    switch (below(world, 5)) {
    case 0:
        return months[below(world, 4)] + (below(world, 3) - 1) * MS_HOUR;
    case 1:
        return world->demand.time.start;
    case 2:
        return world->demand.time.start - REMEMBERED - MS_HOUR + (below(world, 3) - 1) * MS_MINUTE;
    default:
        return DECEMBER - 40 * MS_DAY + below(world, 110 * 24) * MS_HOUR;
    }
}

static void put_coming(struct world *world, int i)
{
    struct coming *at = &world->at[i];
    int64_t start = some_start(world);
    *at = (struct coming){.worker = below(world, below(world, 2) ? WORKERS : 2),
                          .past = below(world, 2),
                          .firm = below(world, 3) > 0,
                          .other_house = below(world, 5) == 0,
                          .time = {start, start + MS_HOUR}};
    TEXT_FORMAT(at->id, "V%d", i);
    const char *household = at->other_house ? "H2" : "H1", *worker = world->facts[at->worker].worker;
    if (at->past) {
        struct past_visit past = {.time = at->time};
        TEXT_PUT(past.visit, at->id);
        TEXT_PUT(past.household, household);
        assert_int_equal(pool_put_past(world->pool, worker, &past), 0);
        return;
    }
    struct hold hold = {.kind = HOLD_VISIT, .firm = at->firm, .time = at->time};
    TEXT_PUT(hold.hold, at->id);
    TEXT_PUT(hold.household, household);
    assert_int_equal(pool_put_hold(world->pool, worker, &hold), 0);
    at->own = at->firm && !world->demand.own_hold[0];
    if (at->own)
        TEXT_PUT(world->demand.own_hold, at->id);
}

static struct world *a_world(uint64_t seed)
{
    struct world *world = calloc(1, sizeof *world);
    assert_non_null(world);
    world->dice = dice_of(seed);
    world->pool = pool_open();
    assert_non_null(world->pool);
    int64_t start = DECEMBER - 10 * MS_DAY + below(world, 60 * 24) * MS_HOUR;
    world->demand = (struct demand){.time = {start, start + MS_HOUR}, .household = "H1", .workers = 1};
    world->policy = (struct policy){.travel = &usual_ways,
                                    .continuity_ms = REMEMBERED,
                                    .main_share = 500 + 100 * below(world, 5),
                                    .max_workers = 1 + below(world, 5),
                                    .weight = {[TERM_CONTINUITY] = 1000}};
    if (below(world, 2))
        TEXT_FORMAT(world->demand.backup, "W%d", below(world, WORKERS));
    put_workers(world);
    int count = below(world, MEETINGS);
    for (int i = 0; i < count; i++)
        put_coming(world, i);
    pool_keep(world->pool);
    return world;
}

static void end_world(struct world *world)
{
    pool_close(&world->pool);
    free(world);
}

/* ---- once more ---- */

static bool counts(const struct coming *at)
{
    return at->id[0] && !at->other_house && !at->own && (at->past || at->firm);
}

static int visits_of(const struct world *world, int worker)
{
    int64_t until = world->demand.time.start;
    int visits = 0;
    for (int i = 0; i < MEETINGS; i++)
        visits += counts(&world->at[i]) && world->at[i].worker == worker && world->at[i].time.start < until &&
                  world->at[i].time.end > until - REMEMBERED;
    return visits;
}

static int month_of(int64_t instant)
{
    struct civil civil = civil_of(instant);
    return civil.year * 12 + civil.month;
}

static int month_visits_of(const struct world *world, int worker)
{
    int visits = 0;
    for (int i = 0; i < MEETINGS; i++)
        visits += counts(&world->at[i]) && world->at[i].worker == worker &&
                  month_of(world->at[i].time.start) == month_of(world->demand.time.start);
    return visits;
}

static bool may_come(const struct world *world, int worker)
{
    return world->facts[worker].active && !world->facts[worker].gone && !world->prohibited[worker];
}

/* Who comes oftenest, but that one: the lower id of equals; -1 nobody. */
static int oftenest(const struct world *world, int but)
{
    int found = -1;
    for (int i = 0; i < WORKERS; i++)
        if (i != but && may_come(world, i) && visits_of(world, i) > (found < 0 ? 0 : visits_of(world, found)))
            found = i;
    return found;
}

static const char *name_of(const struct world *world, int worker)
{
    return worker < 0 ? "" : world->facts[worker].worker;
}

static int worth_of(const struct world *world, const struct team *team, int worker)
{
    int visits = visits_of(world, worker), worth = visits > 2 ? 800 : visits == 2 ? 600 : visits == 1 ? 400 : 0;
    if (worker == oftenest(world, -1))
        return 1000;
    if (team->main[0] && text_same(world->demand.backup, name_of(world, worker)) && worth < 700)
        worth = 700;
    return team->main_visits * 1000 < world->policy.main_share * (team->visits + 1) ? worth / 2 : worth;
}

/* V8 */
static void test_a_team_is_what_the_visits_of_a_household_say(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 600; seed++) {
        struct world *world = a_world(seed);
        struct team team;
        int main = oftenest(world, -1), visits = 0, month_workers = 0;
        choice_team(world->pool, &world->policy, &world->demand, &team);
        for (int i = 0; i < WORKERS; i++) {
            visits += visits_of(world, i);
            month_workers += month_visits_of(world, i) > 0;
        }
        assert_int_equal(team.visits, visits);
        assert_int_equal(team.month_workers, month_workers);
        assert_string_equal(team.main, name_of(world, main));
        assert_string_equal(team.second, name_of(world, oftenest(world, main)));
        assert_int_equal(month_of(team.month.start), month_of(world->demand.time.start));
        assert_int_equal(month_of(team.month.end - 1), month_of(world->demand.time.start));
        assert_int_equal(month_of(team.month.end), month_of(world->demand.time.start) + 1);
        for (int i = 0; i < WORKERS; i++) {
            struct candidate candidate;
            choice_score(world->pool, &world->policy, &world->demand, world->facts[i].worker, &candidate);
            assert_int_equal(candidate.points[TERM_CONTINUITY], worth_of(world, &team, i));
            assert_int_equal(candidate.too_many,
                             month_workers >= world->policy.max_workers && !month_visits_of(world, i));
        }
        end_world(world);
    }
}

/* V8: a backup once named stays as long as it may come, and is never the main worker. */
static void test_a_named_backup_stays_as_long_as_it_may_come(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        struct world *world = a_world(seed);
        static struct ranking ranking;
        char backup[ID_SIZE];
        int named = below(world, WORKERS), main = oftenest(world, -1), second = oftenest(world, main);
        choice_best(world->pool, &world->policy, &world->demand, &ranking);
        choice_backup(world->pool, &world->demand, &ranking, name_of(world, main), name_of(world, named), backup);
        if (named != main && may_come(world, named))
            assert_string_equal(backup, name_of(world, named));
        else if (second >= 0)
            assert_string_equal(backup, name_of(world, second));
        else
            assert_string_equal(backup, "");
        end_world(world);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_team_is_what_the_visits_of_a_household_say),
        cmocka_unit_test(test_a_named_backup_stays_as_long_as_it_may_come),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
