/* The engine: who may do it (V1, V2, V6), who does it best (V9, C2), and the same answer as asking everybody plainly.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/civil.h"
#include "base/text.h"

#include "usual_ways.h"

#include "services/matching/engine/choice.h"

#define MONDAY INT64_C(1770566400000) /* 2026-02-09 00:00 in Shanghai */
#define AT(hour, minute) (MONDAY + (hour)*MS_HOUR + (minute)*MS_MINUTE)

static const struct policy policy = {
    .station_scope = true,
    .handover_ms = 5 * MS_MINUTE,
    .travel = &usual_ways,
    .max_travel_ms = 60 * MS_MINUTE,
    .week_ms = 44 * MS_HOUR,
    .continuity_ms = 180 * MS_DAY,
    .max_workers = 3,
    .weight = {25000, 20000, 20000, 15000, 10000, 10000},
};

static const struct cell home = {22523, 113041};

/* A worker who may do what a_demand() asks. */
static struct worker_facts a_worker(const char *id)
{
    struct worker_facts facts = {
        .employee = true, .sex = 'f', .home = home, .travel = TRAVEL_EBIKE, .active = true, .green = true};
    TEXT_PUT(facts.worker, id);
    TEXT_PUT(facts.station, "ST1");
    TEXT_PUT(facts.kind, "elder_care");
    return facts;
}

/* What everybody must have, whatever the service. */
static void put_paper(struct pool *pool, const char *worker, const char *type, int64_t end)
{
    struct worker_cert cert = {.valid = {MONDAY - MS_DAY, end}, .good = true};
    TEXT_FORMAT(cert.cert, "%s-%s", worker, type);
    TEXT_PUT(cert.type, type);
    assert_int_equal(pool_put_cert(pool, worker, &cert), 0);
}

static void put_papers(struct pool *pool, const char *worker)
{
    put_paper(pool, worker, "health", MONDAY + 300 * MS_DAY);
    put_paper(pool, worker, "insurance", MONDAY + 300 * MS_DAY);
}

static void add_worker(struct pool *pool, const struct worker_facts *facts)
{
    struct worker_cert cert = {
        .type = "elder", .level = 4, .valid = {MONDAY - MS_DAY, MONDAY + 30 * MS_DAY}, .good = true};
    TEXT_FORMAT(cert.cert, "C-%s", facts->worker);
    assert_int_equal(pool_put_facts(pool, facts), 0);
    assert_int_equal(pool_put_cert(pool, facts->worker, &cert), 0);
    put_papers(pool, facts->worker);
    pool_keep(pool);
}

static struct demand a_demand(void)
{
    struct demand demand = {.time = {AT(9, 0), AT(11, 0)},
                            .household = "H1",
                            .place = home,
                            .kinds_count = 1,
                            .kinds = {"elder_care"},
                            .needs_count = 1,
                            .needs = {{"elder", 5}},
                            .workers = 1};
    return demand;
}

static enum rule check(const struct pool *pool, const struct demand *demand)
{
    return choice_check(pool, &policy, demand, "W1", NULL);
}

static struct pool *pool_with(const struct worker_facts *facts)
{
    struct pool *pool = pool_open();
    add_worker(pool, facts);
    return pool;
}

static void assert_rule(const struct worker_facts *facts, const struct demand *demand, enum rule rule)
{
    struct pool *pool = pool_with(facts);
    assert_string_equal(choice_rule_code(check(pool, demand)), choice_rule_code(rule));
    pool_close(&pool);
}

/* ---- hard rules, each alone (V1) ---- */

static void test_a_worker_who_meets_every_rule_may_come(void **state)
{
    (void)state;
    struct worker_facts facts = a_worker("W1");
    struct demand demand = a_demand();
    assert_rule(&facts, &demand, RULE_NONE);
}

static void test_nobody_may_come_who_is_not_known_not_active_or_gone(void **state)
{
    (void)state;
    struct worker_facts facts = a_worker("W1");
    struct demand demand = a_demand();
    facts.active = false;
    assert_rule(&facts, &demand, RULE_NOT_ACTIVE);
    facts.active = facts.gone = true;
    assert_rule(&facts, &demand, RULE_NOT_ACTIVE);
    facts = a_worker("W2");
    assert_rule(&facts, &demand, RULE_NOT_ACTIVE);
}

/* V1: station scope */
static void test_a_station_sends_its_own_workers_and_those_employed_there_besides(void **state)
{
    (void)state;
    struct worker_facts facts = a_worker("W1");
    struct demand demand = a_demand();
    TEXT_PUT(demand.station, "ST1");
    assert_rule(&facts, &demand, RULE_NONE);
    TEXT_PUT(demand.station, "ST2");
    assert_rule(&facts, &demand, RULE_STATION);
    facts.employers_count = 1;
    TEXT_PUT(facts.employers[0], "ST2");
    assert_rule(&facts, &demand, RULE_NONE);
}

static void test_without_station_scope_anybody_in_reach_is_sent(void **state)
{
    (void)state;
    struct worker_facts facts = a_worker("W1");
    struct demand demand = a_demand();
    struct policy open = policy;
    struct pool *pool = pool_with(&facts);
    TEXT_PUT(demand.station, "ST2");
    open.station_scope = false;
    assert_int_equal(choice_check(pool, &open, &demand, "W1", NULL), RULE_NONE);
    pool_close(&pool);
}

static void test_another_kind_of_worker_may_not_come_unless_any_will_do(void **state)
{
    (void)state;
    struct worker_facts facts = a_worker("W1");
    struct demand demand = a_demand();
    TEXT_PUT(facts.kind, "matron");
    assert_rule(&facts, &demand, RULE_KIND);
    demand.kinds_count = 0;
    assert_rule(&facts, &demand, RULE_NONE);
}

static void test_a_code_that_is_not_green_keeps_a_worker_away(void **state)
{
    (void)state;
    struct worker_facts facts = a_worker("W1");
    struct demand demand = a_demand();
    facts.green = false;
    assert_rule(&facts, &demand, RULE_CODE);
}

static void test_a_missing_too_low_or_bad_certificate_keeps_a_worker_away(void **state)
{
    (void)state;
    struct worker_facts facts = a_worker("W1");
    struct demand demand = a_demand();
    demand.needs[0].level = 3; /* better than the worker's 4 */
    assert_rule(&facts, &demand, RULE_CERTIFICATE);
    TEXT_PUT(demand.needs[0].type, "nurse");
    demand.needs[0].level = 0;
    assert_rule(&facts, &demand, RULE_CERTIFICATE);
    struct pool *pool = pool_with(&facts);
    struct worker_cert revoked = {.cert = "C-W1", .type = "elder", .level = 4, .valid = {0, INT64_MAX}, .good = false};
    assert_int_equal(pool_put_cert(pool, "W1", &revoked), 0);
    demand = a_demand();
    char what[ID_SIZE];
    assert_int_equal(choice_check(pool, &policy, &demand, "W1", what), RULE_CERTIFICATE);
    assert_string_equal(what, "elder");
    pool_close(&pool);
}

/* I3: valid through the end, not only at the start. */
static void test_a_certificate_must_be_valid_through_the_end(void **state)
{
    (void)state;
    struct worker_facts facts = a_worker("W1");
    struct demand demand = a_demand();
    demand.time.end = MONDAY + 30 * MS_DAY;
    assert_rule(&facts, &demand, RULE_NONE);
    demand.time.end++;
    assert_rule(&facts, &demand, RULE_CERTIFICATE);
}

/* V1, R4, I3: also where the service lists neither. */
static void test_health_check_and_insurance_must_be_valid_through_the_end_of_every_visit(void **state)
{
    (void)state;
    static const char *const types[] = {"health", "insurance"};
    struct worker_facts facts = a_worker("W1");
    struct demand demand = a_demand();
    char what[ID_SIZE];
    demand.needs_count = 0;
    demand.time.end = AT(11, 0) + 10 * MS_DAY;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        struct pool *pool = pool_with(&facts);
        put_paper(pool, "W1", types[i], demand.time.end - MS_DAY);
        assert_int_equal(choice_check(pool, &policy, &demand, "W1", what), RULE_CERTIFICATE);
        assert_string_equal(what, types[i]);
        put_paper(pool, "W1", types[i], demand.time.end - 1);
        assert_int_equal(choice_check(pool, &policy, &demand, "W1", what), RULE_CERTIFICATE);
        put_paper(pool, "W1", types[i], demand.time.end);
        assert_int_equal(choice_check(pool, &policy, &demand, "W1", what), RULE_NONE);
        assert_string_equal(what, "");
        pool_close(&pool);
    }
}

/* Scenario 3: a renewal that is registered in advance carries on where the old one ends. */
static void test_a_renewal_registered_in_advance_closes_the_gap(void **state)
{
    (void)state;
    struct worker_facts facts = a_worker("W1");
    struct demand demand = a_demand();
    struct worker_cert next = {
        .cert = "C2", .type = "elder", .level = 4, .valid = {MONDAY + 30 * MS_DAY, MONDAY + 90 * MS_DAY}, .good = true};
    struct pool *pool = pool_with(&facts);
    demand.time.end = MONDAY + 40 * MS_DAY;
    assert_int_equal(check(pool, &demand), RULE_CERTIFICATE);
    assert_int_equal(pool_put_cert(pool, "W1", &next), 0);
    assert_int_equal(check(pool, &demand), RULE_NONE);
    next.valid.start++;
    assert_int_equal(pool_put_cert(pool, "W1", &next), 0);
    assert_int_equal(check(pool, &demand), RULE_CERTIFICATE);
    pool_close(&pool);
}

static void test_leave_that_overlaps_keeps_a_worker_away_until_it_ends(void **state)
{
    (void)state;
    struct worker_facts facts = a_worker("W1");
    struct demand demand = a_demand();
    struct worker_leave leave = {.leave = "L1", .time = {AT(10, 59), AT(20, 0)}};
    struct pool *pool = pool_with(&facts);
    assert_int_equal(pool_put_leave(pool, "W1", &leave), 0);
    assert_int_equal(check(pool, &demand), RULE_LEAVE);
    leave.time.start = AT(11, 0);
    assert_int_equal(pool_put_leave(pool, "W1", &leave), 0);
    assert_int_equal(check(pool, &demand), RULE_NONE);
    leave.time = (struct interval){AT(10, 0), AT(10, 0)}; /* called off */
    assert_int_equal(pool_put_leave(pool, "W1", &leave), 0);
    assert_int_equal(check(pool, &demand), RULE_NONE);
    pool_close(&pool);
}

static void test_a_suspended_worker_may_not_come(void **state)
{
    (void)state;
    struct worker_facts facts = a_worker("W1");
    struct demand demand = a_demand();
    facts.suspended = true;
    assert_rule(&facts, &demand, RULE_SUSPENDED);
}

static void test_a_prohibited_pair_does_not_meet_until_it_is_lifted(void **state)
{
    (void)state;
    struct worker_facts facts = a_worker("W1");
    struct demand demand = a_demand();
    struct pool *pool = pool_with(&facts);
    assert_int_equal(pool_put_pair(pool, "W1", "H1", true), 0);
    assert_int_equal(check(pool, &demand), RULE_PROHIBITED);
    TEXT_PUT(demand.household, "H2");
    assert_int_equal(check(pool, &demand), RULE_NONE);
    TEXT_PUT(demand.household, "H1");
    assert_int_equal(pool_put_pair(pool, "W1", "H1", false), 0);
    assert_int_equal(check(pool, &demand), RULE_NONE);
    pool_close(&pool);
}

/* V6: a wish for the worker's sex is a must in intimate care only. */
static void test_a_wished_sex_is_a_must_only_in_intimate_care(void **state)
{
    (void)state;
    struct worker_facts facts = a_worker("W1");
    struct demand demand = a_demand();
    demand.wish_sex = 'm';
    assert_rule(&facts, &demand, RULE_NONE);
    demand.intimate = true;
    assert_rule(&facts, &demand, RULE_SEX);
    facts.sex = 0; /* never inferred */
    assert_rule(&facts, &demand, RULE_SEX);
    demand.wish_sex = 0;
    assert_rule(&facts, &demand, RULE_NONE);
}

static void test_a_home_beyond_the_longest_way_is_too_far(void **state)
{
    (void)state;
    struct worker_facts facts = a_worker("W1");
    struct demand demand = a_demand();
    facts.home.lat += 200; /* 22 km: 99 minutes by e-bike */
    assert_rule(&facts, &demand, RULE_TRAVEL);
    facts.home = (struct cell){0, 0}; /* not known */
    assert_rule(&facts, &demand, RULE_NONE);
}

static struct hold a_visit(const char *id, int64_t start, int64_t end, struct cell place)
{
    struct hold hold = {.kind = HOLD_VISIT, .firm = true, .time = {start, end}, .place = place, .household = "H9"};
    TEXT_PUT(hold.hold, id);
    return hold;
}

/* V2: a.end + handover + travel <= b.start, on both sides, to the millisecond. */
static void test_between_two_visits_there_is_time_for_handover_and_travel(void **state)
{
    (void)state;
    struct worker_facts facts = a_worker("W1");
    struct demand demand = a_demand();
    struct pool *pool = pool_with(&facts);
    struct cell away = {home.lat + 10, home.lon};
    int64_t gap = policy.handover_ms + travel_ms(&usual_ways, away, home, TRAVEL_EBIKE);
    assert_true(gap > 10 * MS_MINUTE);
    struct hold hold = a_visit("V", AT(7, 0), AT(9, 0) - gap, away);
    assert_int_equal(pool_put_hold(pool, "W1", &hold), 0);
    assert_int_equal(check(pool, &demand), RULE_NONE);
    hold.time.end++;
    assert_int_equal(pool_put_hold(pool, "W1", &hold), 0);
    assert_int_equal(check(pool, &demand), RULE_BUSY);
    hold.time = (struct interval){AT(11, 0) + gap, AT(13, 0)};
    assert_int_equal(pool_put_hold(pool, "W1", &hold), 0);
    assert_int_equal(check(pool, &demand), RULE_NONE);
    hold.time.start--;
    assert_int_equal(pool_put_hold(pool, "W1", &hold), 0);
    assert_int_equal(check(pool, &demand), RULE_BUSY);
    pool_close(&pool);
}

/* V2: where nothing is to be handed over, visits at the same place may touch, and not overlap. */
static void test_visits_at_one_place_may_touch_where_nothing_is_handed_over(void **state)
{
    (void)state;
    struct policy at_once = policy;
    struct worker_facts facts = a_worker("W1");
    struct demand demand = a_demand();
    struct pool *pool = pool_with(&facts);
    at_once.handover_ms = 0;
    for (int overlap = 0; overlap < 2; overlap++) {
        struct hold hold = a_visit("V", AT(7, 0), AT(9, 0) + overlap, home);
        enum rule wanted = overlap ? RULE_BUSY : RULE_NONE;
        assert_int_equal(pool_put_hold(pool, "W1", &hold), 0);
        assert_int_equal(choice_check(pool, &at_once, &demand, "W1", NULL), wanted);
        hold.time = (struct interval){AT(11, 0) - overlap, AT(13, 0)};
        assert_int_equal(pool_put_hold(pool, "W1", &hold), 0);
        assert_int_equal(choice_check(pool, &at_once, &demand, "W1", NULL), wanted);
    }
    pool_close(&pool);
}

/* V2: of two visits between which there is too little time the later one is at risk, also when they touch; of a visit
 * and a class always the visit. */
static void test_the_later_of_two_visits_is_in_the_way_and_always_that_beside_a_class(void **state)
{
    (void)state;
    struct worker_facts facts = a_worker("W1");
    struct demand demand = a_demand(); /* 09:00 to 11:00 */
    struct pool *pool = pool_with(&facts);
    struct hold hold = a_visit("V", AT(7, 0), AT(9, 0), home);
    assert_int_equal(pool_put_hold(pool, "W1", &hold), 0);
    assert_int_equal(choice_check_way(pool, &policy, &demand, "W1"), RULE_BUSY);
    hold.time.end = AT(9, 0) - policy.handover_ms;
    assert_int_equal(pool_put_hold(pool, "W1", &hold), 0);
    assert_int_equal(choice_check_way(pool, &policy, &demand, "W1"), RULE_NONE);
    hold.time = (struct interval){AT(11, 0), AT(13, 0)};
    assert_int_equal(pool_put_hold(pool, "W1", &hold), 0);
    assert_int_equal(choice_check_way(pool, &policy, &demand, "W1"), RULE_NONE);
    struct hold class = {.hold = "K", .kind = HOLD_CLASS, .firm = true, .place = home, .time = {AT(11, 0), AT(12, 0)}};
    assert_int_equal(pool_drop_hold(pool, "W1", "V"), 0);
    assert_int_equal(pool_put_hold(pool, "W1", &class), 0);
    assert_int_equal(choice_check_way(pool, &policy, &demand, "W1"), RULE_BUSY);
    pool_close(&pool);
}

/* V2: likewise between a visit and a class at a station, before and after. */
static void test_between_a_class_and_a_visit_there_is_time_for_handover_and_travel(void **state)
{
    (void)state;
    struct worker_facts facts = a_worker("W1");
    struct demand demand = a_demand();
    struct pool *pool = pool_with(&facts);
    struct cell station = {home.lat + 10, home.lon};
    struct hold hold = {.hold = "CLASS", .kind = HOLD_CLASS, .firm = true, .place = station};
    int64_t gap = policy.handover_ms + travel_ms(&usual_ways, station, home, TRAVEL_EBIKE);
    hold.time = (struct interval){AT(7, 0), AT(9, 0) - gap};
    assert_int_equal(pool_put_hold(pool, "W1", &hold), 0);
    assert_int_equal(check(pool, &demand), RULE_NONE);
    hold.time.end++;
    assert_int_equal(pool_put_hold(pool, "W1", &hold), 0);
    assert_int_equal(check(pool, &demand), RULE_BUSY);
    hold.time = (struct interval){AT(11, 0) + gap, AT(13, 0)};
    assert_int_equal(pool_put_hold(pool, "W1", &hold), 0);
    assert_int_equal(check(pool, &demand), RULE_NONE);
    hold.time.start--;
    assert_int_equal(pool_put_hold(pool, "W1", &hold), 0);
    assert_int_equal(check(pool, &demand), RULE_BUSY);
    pool_close(&pool);
}

/* Scenario 4: a class stands in the way of a visit, and its id is told. Without a known place it has no way (V2). */
static void test_a_class_at_an_unknown_place_stands_in_the_way_only_while_it_lasts(void **state)
{
    (void)state;
    struct worker_facts facts = a_worker("W1");
    struct demand demand = a_demand();
    struct pool *pool = pool_with(&facts);
    struct hold hold = {.hold = "CLASS", .kind = HOLD_CLASS, .firm = true, .time = {AT(7, 0), AT(9, 0)}};
    char what[ID_SIZE];
    assert_int_equal(pool_put_hold(pool, "W1", &hold), 0);
    assert_int_equal(check(pool, &demand), RULE_NONE);
    hold.time.end++;
    assert_int_equal(pool_put_hold(pool, "W1", &hold), 0);
    assert_int_equal(choice_check(pool, &policy, &demand, "W1", what), RULE_BUSY);
    assert_string_equal(what, "CLASS");
    pool_close(&pool);
}

static void test_a_hold_that_began_days_before_stands_in_the_way_while_it_lasts(void **state)
{
    (void)state;
    struct worker_facts facts = a_worker("W1");
    struct demand demand = a_demand();
    struct pool *pool = pool_with(&facts);
    struct hold later = {.hold = "L1", .kind = HOLD_CLASS, .time = {AT(13, 0), AT(14, 0)}};
    struct hold course = {.hold = "C1", .kind = HOLD_CLASS, .time = {MONDAY - 4 * MS_DAY, AT(9, 30)}};
    assert_int_equal(pool_put_hold(pool, "W1", &later), 0);
    assert_int_equal(pool_put_hold(pool, "W1", &course), 0);
    assert_int_equal(check(pool, &demand), RULE_BUSY);
    pool_undo(pool);
    assert_int_equal(check(pool, &demand), RULE_NONE);
    pool_close(&pool);
}

static void test_a_visit_is_not_in_its_own_way(void **state)
{
    (void)state;
    struct worker_facts facts = a_worker("W1");
    struct demand demand = a_demand();
    struct pool *pool = pool_with(&facts);
    struct hold hold = a_visit("OWN", AT(9, 0), AT(11, 0), home);
    assert_int_equal(pool_put_hold(pool, "W1", &hold), 0);
    assert_int_equal(check(pool, &demand), RULE_BUSY);
    TEXT_PUT(demand.own_hold, "OWN");
    assert_int_equal(check(pool, &demand), RULE_NONE);
    pool_close(&pool);
}

/* V12: who declined is not asked again for this visit. */
static void test_who_declined_is_excluded(void **state)
{
    (void)state;
    static const char excluded[1][ID_SIZE] = {"W1"};
    struct worker_facts facts = a_worker("W1");
    struct demand demand = a_demand();
    demand.excluded = excluded;
    demand.excluded_count = 1;
    assert_rule(&facts, &demand, RULE_EXCLUDED);
    struct pool *pool = pool_with(&facts);
    assert_int_equal(choice_check_facts(pool, &policy, &demand, "W1"), RULE_NONE); /* of the worker nothing is wrong */
    pool_close(&pool);
}

/* ruling 6 */
static void test_who_has_a_fact_set_aside_is_not_given_anything_new(void **state)
{
    (void)state;
    static const char unsure[1][ID_SIZE] = {"W1"};
    struct worker_facts facts = a_worker("W1");
    struct demand demand = a_demand();
    demand.unsure = unsure;
    demand.unsure_count = 1;
    assert_rule(&facts, &demand, RULE_UNSURE);
    struct pool *pool = pool_with(&facts);
    assert_int_equal(choice_check_facts(pool, &policy, &demand, "W1"), RULE_NONE); /* what the worker has, stays */
    pool_close(&pool);
}

static void test_when_nobody_can_be_asked_only_an_employee_may_come(void **state)
{
    (void)state;
    struct worker_facts facts = a_worker("W1");
    struct demand demand = a_demand();
    demand.at_once = true;
    assert_rule(&facts, &demand, RULE_NONE);
    facts.employee = false;
    assert_rule(&facts, &demand, RULE_NO_TIME);
}

/* V11: one alone may not come, nor is named as if she might. */
static void test_work_for_two_is_for_nobody_where_only_one_passes(void **state)
{
    (void)state;
    static struct ranking ranking, scanned;
    struct pool *pool = pool_open();
    struct demand demand = a_demand();
    demand.workers = 2;
    for (int workers = 1; workers <= 2; workers++) {
        struct worker_facts facts = a_worker(workers == 1 ? "W1" : "W2");
        add_worker(pool, &facts);
        choice_rank(pool, &policy, &demand, &ranking);
        choice_scan(pool, &policy, &demand, &scanned);
        assert_int_equal(ranking.feasible, workers == 2 ? 2 : 0);
        assert_int_equal(ranking.best_count, ranking.feasible);
        assert_int_equal(ranking.rejected[RULE_TWO_WORKERS], workers == 1);
        assert_int_equal(ranking.named_count, workers == 1);
        assert_memory_equal(ranking.rejected, scanned.rejected, sizeof scanned.rejected);
        assert_int_equal(scanned.named_count, ranking.named_count);
        if (workers == 1)
            assert_int_equal(ranking.named[0].rule, RULE_TWO_WORKERS);
    }
    pool_close(&pool);
}

static void test_every_rule_has_its_code_and_both_labels(void **state)
{
    (void)state;
    for (int rule = 1; rule < RULE_COUNT; rule++) {
        assert_true(choice_rule_code((enum rule)rule)[0]);
        assert_true(choice_rule_label((enum rule)rule)[0]);
        assert_true(choice_rule_label_en((enum rule)rule)[0]);
        assert_int_equal(choice_rule_of(choice_rule_code((enum rule)rule)), rule);
    }
    assert_int_equal(choice_rule_of("nonsense"), RULE_NONE);
}

/* ---- score terms (C2) ---- */

static struct candidate score_of(struct pool *pool, const struct demand *demand, const char *worker)
{
    struct candidate candidate;
    choice_score(pool, &policy, demand, worker, &candidate);
    return candidate;
}

static void test_a_level_above_what_is_needed_scores_higher(void **state)
{
    (void)state;
    struct worker_facts facts = a_worker("W1");
    struct demand demand = a_demand();
    struct pool *pool = pool_with(&facts);
    assert_int_equal(score_of(pool, &demand, "W1").points[TERM_SKILL], 17500); /* level 4 for 5: 700 of 1000 */
    demand.needs[0].level = 4;
    assert_int_equal(score_of(pool, &demand, "W1").points[TERM_SKILL], 15000);
    demand.needs_count = 0;
    assert_int_equal(score_of(pool, &demand, "W1").points[TERM_SKILL], 25000);
    pool_close(&pool);
}

static void test_who_has_less_work_this_week_scores_higher(void **state)
{
    (void)state;
    struct worker_facts facts = a_worker("W1");
    struct demand demand = a_demand();
    struct pool *pool = pool_with(&facts);
    assert_int_equal(score_of(pool, &demand, "W1").points[TERM_WORKLOAD], 20000);
    struct hold hold = a_visit("V", AT(24 * 6 + 12, 0), AT(24 * 6 + 23, 0), home); /* Sunday, 11 hours */
    assert_int_equal(pool_put_hold(pool, "W1", &hold), 0);
    assert_int_equal(score_of(pool, &demand, "W1").points[TERM_WORKLOAD], 15000);
    hold.time = (struct interval){AT(24 * 7, 0), AT(24 * 7 + 11, 0)}; /* next Monday */
    assert_int_equal(pool_put_hold(pool, "W1", &hold), 0);
    assert_int_equal(score_of(pool, &demand, "W1").points[TERM_WORKLOAD], 20000);
    pool_close(&pool);
}

/* V7 */
static void test_each_wished_language_counts(void **state)
{
    (void)state;
    struct worker_facts facts = a_worker("W1");
    struct demand demand = a_demand();
    facts.languages_count = 1;
    TEXT_PUT(facts.languages[0], "yue");
    struct pool *pool = pool_with(&facts);
    assert_int_equal(score_of(pool, &demand, "W1").points[TERM_LANGUAGE], 15000);
    demand.languages_count = 2;
    TEXT_PUT(demand.languages[0], "hak");
    TEXT_PUT(demand.languages[1], "yue");
    assert_int_equal(score_of(pool, &demand, "W1").points[TERM_LANGUAGE], 7500);
    pool_close(&pool);
}

static void test_a_shorter_way_scores_higher(void **state)
{
    (void)state;
    struct worker_facts facts = a_worker("W1");
    struct demand demand = a_demand();
    struct pool *pool = pool_with(&facts);
    assert_int_equal(score_of(pool, &demand, "W1").points[TERM_DISTANCE], 10000);
    demand.place.lat += 50;
    int far = score_of(pool, &demand, "W1").points[TERM_DISTANCE];
    assert_true(far > 0 && far < 10000);
    demand.place = (struct cell){0, 0};
    assert_int_equal(score_of(pool, &demand, "W1").points[TERM_DISTANCE], 5000);
    pool_close(&pool);
}

static void test_the_person_and_sex_that_were_wished_score_higher(void **state)
{
    (void)state;
    struct worker_facts facts = a_worker("W1");
    struct demand demand = a_demand();
    struct pool *pool = pool_with(&facts);
    assert_int_equal(score_of(pool, &demand, "W1").points[TERM_PREFERENCE], 10000);
    demand.wish_sex = 'm';
    assert_int_equal(score_of(pool, &demand, "W1").points[TERM_PREFERENCE], 0);
    TEXT_PUT(demand.wish_worker, "W1");
    assert_int_equal(score_of(pool, &demand, "W1").points[TERM_PREFERENCE], 5000);
    pool_close(&pool);
}

/* V9 */
static void test_the_total_is_the_sum_of_its_terms(void **state)
{
    (void)state;
    struct worker_facts facts = a_worker("W1");
    struct demand demand = a_demand();
    struct pool *pool = pool_with(&facts);
    struct candidate candidate = score_of(pool, &demand, "W1");
    int sum = 0;
    for (int term = 0; term < TERM_COUNT; term++) {
        sum += candidate.points[term];
        assert_true(candidate.points[term] >= 0 && candidate.points[term] <= policy.weight[term]);
    }
    assert_int_equal(candidate.total, sum);
    pool_close(&pool);
}

static void test_a_tie_goes_to_the_lower_id_whatever_the_order_of_coming(void **state)
{
    (void)state;
    struct pool *pool = pool_open();
    struct demand demand = a_demand();
    struct ranking ranking;
    static const char *const ids[] = {"W3", "W1", "W2"};
    for (int i = 0; i < 3; i++) {
        struct worker_facts facts = a_worker(ids[i]);
        add_worker(pool, &facts);
    }
    choice_rank(pool, &policy, &demand, &ranking);
    assert_int_equal(ranking.best_count, 3);
    assert_string_equal(ranking.best[0].worker, "W1");
    assert_string_equal(ranking.best[1].worker, "W2");
    assert_string_equal(ranking.best[2].worker, "W3");
    pool_close(&pool);
}

/* ---- the same as asking everybody plainly, in random worlds ---- */

#define WORKERS 40
#define HOLDS 6

struct world {
    struct worker_facts facts[WORKERS];
    struct worker_cert cert[WORKERS];
    struct hold hold[WORKERS][HOLDS];
    struct demand demand;
};

static uint32_t seed_next(uint32_t *seed, uint32_t below)
{
    *seed = *seed * 1664525u + 1013904223u;
    return (*seed >> 8) % below;
}

static void world_worker(struct world *world, int i, uint32_t *seed)
{
    struct worker_facts *facts = &world->facts[i];
    *facts = (struct worker_facts){.employee = seed_next(seed, 2),
                                   .sex = seed_next(seed, 6) ? 'f' : 'm',
                                   .travel = TRAVEL_EBIKE,
                                   .active = seed_next(seed, 10) != 0,
                                   .green = seed_next(seed, 10) != 0,
                                   .suspended = seed_next(seed, 20) == 0};
    TEXT_FORMAT(facts->worker, "W%02d", i);
    TEXT_PUT(facts->kind, seed_next(seed, 3) ? "elder_care" : "nurse");
    facts->home = (struct cell){22500 + (int32_t)seed_next(seed, 60), 113000 + (int32_t)seed_next(seed, 60)};
    world->cert[i] = (struct worker_cert){.level = 1 + (int)seed_next(seed, 5),
                                          .type = "elder",
                                          .good = true,
                                          .valid = {MONDAY, AT(9 + (int)seed_next(seed, 20), 0)}};
    TEXT_FORMAT(world->cert[i].cert, "C%02d", i);
    for (int h = 0; h < HOLDS; h++) {
        int64_t start = AT(h * 4 + (int)seed_next(seed, 3), (int)seed_next(seed, 60));
        struct hold hold =
            a_visit("", start, start + (1 + seed_next(seed, 50)) * MS_MINUTE,
                    (struct cell){22500 + (int32_t)seed_next(seed, 60), 113000 + (int32_t)seed_next(seed, 60)});
        if (seed_next(seed, 3) == 0) {
            hold.kind = HOLD_CLASS;
            hold.place.lat *= (int32_t)seed_next(seed, 2); /* or not known */
            hold.place.lon *= hold.place.lat != 0;
        }
        TEXT_FORMAT(hold.hold, "V%02d-%d", i, h);
        world->hold[i][h] = hold;
    }
}

static void world_make(struct world *world, uint32_t seed)
{
    for (int i = 0; i < WORKERS; i++)
        world_worker(world, i, &seed);
    world->demand = a_demand();
    world->demand.place = (struct cell){22500 + (int32_t)seed_next(&seed, 60), 113000 + (int32_t)seed_next(&seed, 60)};
    world->demand.time.start = AT((int)seed_next(&seed, 20), (int)seed_next(&seed, 60));
    world->demand.time.end = world->demand.time.start + 90 * MS_MINUTE;
    world->demand.intimate = seed_next(&seed, 2);
    world->demand.wish_sex = seed_next(&seed, 2) ? 'f' : 0;
}

static struct pool *world_pool(const struct world *world)
{
    struct pool *pool = pool_open();
    for (int i = WORKERS - 1; i >= 0; i--) {
        const char *worker = world->facts[i].worker;
        for (int h = HOLDS - 1; h >= 0; h--)
            assert_int_equal(pool_put_hold(pool, worker, &world->hold[i][h]), 0);
        assert_int_equal(pool_put_cert(pool, worker, &world->cert[i]), 0);
        put_papers(pool, worker);
        assert_int_equal(pool_put_facts(pool, &world->facts[i]), 0);
    }
    pool_keep(pool);
    return pool;
}

static bool plainly_free(const struct world *world, int i)
{
    const struct demand *demand = &world->demand;
    for (int h = 0; h < HOLDS; h++) {
        const struct hold *hold = &world->hold[i][h];
        int64_t gap = hold->kind == HOLD_VISIT || hold->place.lat != 0
                          ? policy.handover_ms + travel_ms(&usual_ways, hold->place, demand->place, TRAVEL_EBIKE)
                          : 0;
        if (!(hold->time.end + gap <= demand->time.start) && !(demand->time.end + gap <= hold->time.start))
            return false;
    }
    return true;
}

static enum rule plainly(const struct world *world, int i)
{
    const struct worker_facts *facts = &world->facts[i];
    const struct demand *demand = &world->demand;
    if (!facts->active)
        return RULE_NOT_ACTIVE;
    if (!text_same(facts->kind, "elder_care"))
        return RULE_KIND;
    if (!facts->green)
        return RULE_CODE;
    if (world->cert[i].level > demand->needs[0].level || world->cert[i].valid.end < demand->time.end)
        return RULE_CERTIFICATE;
    if (facts->suspended)
        return RULE_SUSPENDED;
    if (demand->intimate && demand->wish_sex && facts->sex != demand->wish_sex)
        return RULE_SEX;
    if (travel_ms(&usual_ways, facts->home, demand->place, TRAVEL_EBIKE) > policy.max_travel_ms)
        return RULE_TRAVEL;
    return plainly_free(world, i) ? RULE_NONE : RULE_BUSY;
}

/* Each in turn, the highest total that has not been taken. */
static void assert_best(const struct world *world, const struct pool *pool, const struct ranking *ranking)
{
    bool taken[WORKERS] = {false};
    for (int place = 0; place < ranking->best_count; place++) {
        int best = -1, best_total = -1;
        for (int i = 0; i < WORKERS; i++) {
            struct candidate candidate;
            choice_score(pool, &policy, &world->demand, world->facts[i].worker, &candidate);
            if (taken[i] || plainly(world, i) != RULE_NONE || candidate.total <= best_total)
                continue;
            best = i;
            best_total = candidate.total;
        }
        assert_true(best >= 0);
        taken[best] = true;
        assert_string_equal(ranking->best[place].worker, world->facts[best].worker);
    }
}

static int assert_world(uint32_t seed)
{
    static struct world world;
    struct ranking ranking;
    int rejected[RULE_COUNT] = {0}, feasible = 0;
    world_make(&world, seed);
    struct pool *pool = world_pool(&world);
    for (int i = 0; i < WORKERS; i++) {
        enum rule rule = plainly(&world, i);
        rejected[rule]++;
        feasible += rule == RULE_NONE;
    }
    rejected[RULE_NONE] = 0;
    choice_rank(pool, &policy, &world.demand, &ranking);
    assert_int_equal(ranking.considered, WORKERS);
    assert_int_equal(ranking.feasible, feasible);
    assert_memory_equal(ranking.rejected, rejected, sizeof rejected);
    assert_int_equal(ranking.best_count, feasible < RANKED ? feasible : RANKED);
    assert_best(&world, pool, &ranking);
    for (int i = 0; i < ranking.named_count; i++)
        assert_int_equal(ranking.named[i].rule, plainly(&world, atoi(ranking.named[i].worker + 1)));
    pool_close(&pool);
    return feasible;
}

static void test_in_random_worlds_the_ranking_is_what_plain_asking_gives(void **state)
{
    (void)state;
    int feasible = 0;
    for (uint32_t seed = 1; seed <= 300; seed++)
        feasible += assert_world(seed);
    assert_true(feasible > 300); /* the worlds are not empty */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_worker_who_meets_every_rule_may_come),
        cmocka_unit_test(test_nobody_may_come_who_is_not_known_not_active_or_gone),
        cmocka_unit_test(test_a_station_sends_its_own_workers_and_those_employed_there_besides),
        cmocka_unit_test(test_without_station_scope_anybody_in_reach_is_sent),
        cmocka_unit_test(test_another_kind_of_worker_may_not_come_unless_any_will_do),
        cmocka_unit_test(test_a_code_that_is_not_green_keeps_a_worker_away),
        cmocka_unit_test(test_a_missing_too_low_or_bad_certificate_keeps_a_worker_away),
        cmocka_unit_test(test_a_certificate_must_be_valid_through_the_end),
        cmocka_unit_test(test_health_check_and_insurance_must_be_valid_through_the_end_of_every_visit),
        cmocka_unit_test(test_a_renewal_registered_in_advance_closes_the_gap),
        cmocka_unit_test(test_leave_that_overlaps_keeps_a_worker_away_until_it_ends),
        cmocka_unit_test(test_a_suspended_worker_may_not_come),
        cmocka_unit_test(test_a_prohibited_pair_does_not_meet_until_it_is_lifted),
        cmocka_unit_test(test_a_wished_sex_is_a_must_only_in_intimate_care),
        cmocka_unit_test(test_a_home_beyond_the_longest_way_is_too_far),
        cmocka_unit_test(test_between_two_visits_there_is_time_for_handover_and_travel),
        cmocka_unit_test(test_visits_at_one_place_may_touch_where_nothing_is_handed_over),
        cmocka_unit_test(test_the_later_of_two_visits_is_in_the_way_and_always_that_beside_a_class),
        cmocka_unit_test(test_between_a_class_and_a_visit_there_is_time_for_handover_and_travel),
        cmocka_unit_test(test_a_class_at_an_unknown_place_stands_in_the_way_only_while_it_lasts),
        cmocka_unit_test(test_a_hold_that_began_days_before_stands_in_the_way_while_it_lasts),
        cmocka_unit_test(test_a_visit_is_not_in_its_own_way),
        cmocka_unit_test(test_who_declined_is_excluded),
        cmocka_unit_test(test_who_has_a_fact_set_aside_is_not_given_anything_new),
        cmocka_unit_test(test_when_nobody_can_be_asked_only_an_employee_may_come),
        cmocka_unit_test(test_work_for_two_is_for_nobody_where_only_one_passes),
        cmocka_unit_test(test_every_rule_has_its_code_and_both_labels),
        cmocka_unit_test(test_a_level_above_what_is_needed_scores_higher),
        cmocka_unit_test(test_who_has_less_work_this_week_scores_higher),
        cmocka_unit_test(test_each_wished_language_counts),
        cmocka_unit_test(test_a_shorter_way_scores_higher),
        cmocka_unit_test(test_the_person_and_sex_that_were_wished_score_higher),
        cmocka_unit_test(test_the_total_is_the_sum_of_its_terms),
        cmocka_unit_test(test_a_tie_goes_to_the_lower_id_whatever_the_order_of_coming),
        cmocka_unit_test(test_in_random_worlds_the_ranking_is_what_plain_asking_gives),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
