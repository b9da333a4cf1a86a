/* A plan of days and a world that goes on (V16): what changes while it is computed, or before it is confirmed, is not
 * touched and told by name; the rest is done. The invariants (I1-I3, I12) are asked of the store when each test ends.
 */
#include "dayplan_world.h"

/* ---- the thread beside the loop, held up ---- */

static struct {
    bool on;
    void (*run)(void *what);
    void *what;
    void (*over)(void *whom);
    void *whom;
} held_up;

static void hold_up(void *self, void (*run)(void *what), void *what, void (*over)(void *whom), void *whom)
{
    (void)self;
    held_up.on = true;
    held_up.run = run;
    held_up.what = what;
    held_up.over = over;
    held_up.whom = whom;
}

static void let_go(struct bench *bench)
{
    assert_true(held_up.on);
    held_up.on = false;
    held_up.run(held_up.what);
    held_up.over(held_up.whom);
    bench_turn(bench);
    bench_turn(bench);
}

/* ---- what happens meanwhile ---- */

static void hear_cancelled(struct bench *bench, const char *booking)
{
    struct booking_cancelled event = {
        .station = "ST1", .service = "EL-01", .household = "H1", .class = "free", .by = "client"};
    TEXT_PUT(event.booking, booking);
    bench_hear(bench, "booking", MSG_booking_cancelled, &event, booking);
}

static void hear_dismissed(struct bench *bench, const char *worker)
{
    struct worker_dismissed event = {.station = "ST1", .reason = "upheld"};
    TEXT_PUT(event.worker, worker);
    bench_hear(bench, "roster", MSG_worker_dismissed, &event, worker);
}

static void hear_prohibited(struct bench *bench, const char *household, const char *worker)
{
    struct household_pair_changed pair = {.prohibited = true};
    TEXT_PUT(pair.household, household);
    TEXT_PUT(pair.worker, worker);
    bench_hear(bench, "booking", MSG_household_pair_changed, &pair, household);
}

static void assign_by_hand(struct bench *bench, const char *booking, const char *worker)
{
    struct visit_assign by_hand = {0};
    TEXT_PUT(by_hand.visit, visit_of(bench, booking));
    TEXT_PUT(by_hand.worker, worker);
    bench_done(bench, dispatcher, MSG_visit_assign, &by_hand);
}

static const struct dayplan_line *line_of(const struct dayplan_get_answer *plan, const char *visit)
{
    for (uint32_t i = 0; i < plan->rows.count; i++)
        if (text_same(plan->rows.at[i].visit, visit))
            return &plan->rows.at[i];
    fail_msg("no visit %s in the plan", visit);
    return NULL;
}

static const char *outcome_of(struct bench *bench, const char *id, const char *booking)
{
    char visit[ID_SIZE];
    TEXT_PUT(visit, visit_of(bench, booking));
    const struct dayplan_line *line = line_of(got(bench, id), visit);
    assert_true(!line->outcome[0] || (line->label[0] && line->label_en[0]));
    return line->outcome;
}

/* ---- before it is confirmed ---- */

static void test_a_visit_that_is_cancelled_since_is_not_touched(void **state)
{
    struct bench *bench = *state;
    char id[ID_SIZE];
    wishes_without_workers(bench);
    TEXT_PUT(id, asked(bench));
    hear_cancelled(bench, "B3");
    confirm(bench, id);
    assert_string_equal(outcome_of(bench, id, "B3"), "changed");
    assert_string_equal(visit_now(bench, "B3")->state, "CANCELLED");
    assert_int_equal(got(bench, id)->done, 2);
    assert_int_equal(got(bench, id)->stale, 1);
}

static void test_a_worker_who_is_dismissed_since_gets_nothing(void **state)
{
    struct bench *bench = *state;
    char id[ID_SIZE];
    int64_t gone = 0;
    wishes_without_workers(bench);
    TEXT_PUT(id, asked(bench));
    hear_dismissed(bench, "W1");
    confirm(bench, id);
    const struct dayplan_get_answer *plan = got(bench, id);
    for (uint32_t i = 0; i < plan->rows.count; i++) {
        bool hers = text_same(plan->rows.at[i].worker, "W1");
        assert_string_equal(plan->rows.at[i].outcome, hers ? "not_active" : "done");
        gone += hers;
    }
    assert_true(gone > 0);
    assert_int_equal(plan->stale, gone);
}

/* I3 */
static void test_a_certificate_that_ends_before_the_visit_by_now_is_told(void **state)
{
    struct bench *bench = *state;
    char id[ID_SIZE];
    struct cert_revoked event = {
        .worker = "W1", .station = "ST1", .cert = "W1-health", .cert_type = "health", .reason = "forged"};
    open_station(bench);
    hear_booking(bench, "B1", "H1", NEXT_DAY + 9 * MS_HOUR, 0);
    hear_workers(bench, 1);
    TEXT_PUT(id, asked(bench));
    bench_hear(bench, "roster", MSG_cert_revoked, &event, "W1");
    confirm(bench, id);
    assert_string_equal(outcome_of(bench, id, "B1"), "certificate");
    assert_string_equal(visit_now(bench, "B1")->state, "UNFILLED");
}

/* I1 */
static void test_time_that_somebody_has_given_away_by_hand_is_busy(void **state)
{
    struct bench *bench = *state;
    char id[ID_SIZE];
    open_station(bench);
    hear_booking(bench, "B1", "H1", NEXT_DAY + 9 * MS_HOUR, 0);
    hear_workers(bench, 1);
    TEXT_PUT(id, asked(bench));
    int64_t *most = &bench->config.value[SET_MAX_TRAVEL_MIN], before = *most;
    *most = -1;
    hear_booking(bench, "B2", "H2", NEXT_DAY + 10 * MS_HOUR, 0);
    *most = before;
    assign_by_hand(bench, "B2", "W1");
    confirm(bench, id);
    assert_string_equal(outcome_of(bench, id, "B1"), "busy");
}

static void test_a_visit_that_has_begun_by_now_is_too_late(void **state)
{
    struct bench *bench = *state;
    char id[ID_SIZE];
    wishes_without_workers(bench);
    TEXT_PUT(id, asked(bench));
    bench_clock(bench, NEXT_DAY + 9 * MS_HOUR);
    confirm(bench, id);
    assert_string_equal(outcome_of(bench, id, "B1"), "too_late");
    assert_string_equal(outcome_of(bench, id, "B2"), "too_late");
    assert_string_equal(outcome_of(bench, id, "B3"), "done");
}

static void test_an_employee_may_be_given_a_visit_until_it_begins(void **state)
{
    struct bench *bench = *state;
    char id[ID_SIZE];
    wishes_without_workers(bench);
    TEXT_PUT(id, asked(bench));
    bench_clock(bench, NEXT_DAY + 9 * MS_HOUR - 1);
    confirm(bench, id);
    assert_int_equal(got(bench, id)->done, 3);
}

/* Who is not employed is asked, and until the last call alone (ruling 2). */
static void plan_of_who_is_asked(struct bench *bench, char id[ID_SIZE])
{
    struct worker_onboarded worker = a_worker("W1", "agency");
    open_station(bench);
    hear_booking(bench, "B1", "H1", NEXT_DAY + 9 * MS_HOUR, 0);
    hear_idle(bench, &worker);
    text_put(id, ID_SIZE, asked(bench));
    assert_int_equal(got(bench, id)->given, 1);
}

static void test_who_is_not_employed_is_asked_before_the_last_call(void **state)
{
    struct bench *bench = *state;
    char id[ID_SIZE];
    plan_of_who_is_asked(bench, id);
    bench_clock(bench, NEXT_DAY + 8 * MS_HOUR + 30 * MS_MINUTE - 1);
    confirm(bench, id);
    assert_string_equal(outcome_of(bench, id, "B1"), "done");
    assert_string_equal(visit_now(bench, "B1")->state, "OFFERED");
}

static void test_nobody_is_asked_from_the_last_call_on(void **state)
{
    struct bench *bench = *state;
    char id[ID_SIZE];
    plan_of_who_is_asked(bench, id);
    bench_clock(bench, NEXT_DAY + 8 * MS_HOUR + 30 * MS_MINUTE);
    confirm(bench, id);
    assert_string_equal(outcome_of(bench, id, "B1"), "too_late");
}

/* Ruling 6 */
static void test_a_risky_visit_waits_for_a_silent_roster(void **state)
{
    struct bench *bench = *state;
    char id[ID_SIZE];
    struct catalog_service_changed nursing = {.service = "EL-01",
                                              .version = 2,
                                              .active = true,
                                              .line = "nursing",
                                              .minutes = 120,
                                              .workers = 1,
                                              .worker_kinds = {1, {"elder_care"}}};
    wishes_without_workers(bench);
    TEXT_PUT(id, asked(bench));
    int64_t *most = &bench->config.value[SET_MAX_TRAVEL_MIN], before = *most;
    *most = -1;
    bench_hear(bench, "booking", MSG_catalog_service_changed, &nursing, "EL-01");
    *most = before;
    bench->mono += 6000;
    bench_turn(bench);
    confirm(bench, id);
    assert_string_equal(outcome_of(bench, id, "B1"), "roster_silent");
    assert_int_equal(got(bench, id)->done, 0);
}

/* Of an exchange one half may be forbidden: then the other would lead into time that is taken. */
static void test_half_an_exchange_is_not_done_alone(void **state)
{
    struct bench *bench = *state;
    char id[ID_SIZE];
    struct worker_onboarded west = a_worker("W1", "employee"), east = a_worker("W2", "employee");
    open_station(bench);
    hear_booking(bench, "B1", "H1", NEXT_DAY + 9 * MS_HOUR, -60);
    hear_booking(bench, "B2", "H2", NEXT_DAY + 9 * MS_HOUR, 60);
    west.cell_lon -= 60;
    east.cell_lon += 60;
    hear_idle(bench, &west);
    hear_idle(bench, &east);
    assign_by_hand(bench, "B1", "W2");
    assign_by_hand(bench, "B2", "W1");
    TEXT_PUT(id, asked(bench));
    assert_int_equal(got(bench, id)->moved, 2);
    hear_prohibited(bench, "H1", "W1");
    confirm(bench, id);
    assert_string_equal(outcome_of(bench, id, "B1"), "prohibited");
    assert_string_equal(outcome_of(bench, id, "B2"), "busy");
    assert_string_equal(visit_now(bench, "B1")->worker, "W2");
    assert_string_equal(visit_now(bench, "B2")->worker, "W1");
}

/* ---- limits of days and weeks beside what has come since (I11, V4) ---- */

/* B1 and B2 are planned for W1, who is then given B3 by hand. */
static const char *confirmed_beside(struct bench *bench, int64_t start, int64_t by_hand)
{
    static char id[ID_SIZE];
    open_station(bench);
    hear_booking(bench, "B1", "H1", start, 0);
    hear_booking(bench, "B2", "H2", start + 5 * MS_HOUR, 0);
    hear_workers(bench, 1);
    TEXT_PUT(id, asked(bench));
    assert_int_equal(got(bench, id)->given, 2);
    int64_t *most = &bench->config.value[SET_MAX_TRAVEL_MIN], before = *most;
    *most = -1;
    hear_booking(bench, "B3", "H3", by_hand, 0);
    *most = before;
    assign_by_hand(bench, "B3", "W1");
    confirm(bench, id);
    return id;
}

static void test_a_day_that_would_be_too_long_by_now_is_told_as_work(void **state)
{
    struct bench *bench = *state;
    bench->config.value[SET_PLAN_DAY_H] = 5;
    const char *id = confirmed_beside(bench, NEXT_DAY + 8 * MS_HOUR, NEXT_DAY + 16 * MS_HOUR);
    assert_string_equal(outcome_of(bench, id, "B1"), "done");
    assert_string_equal(outcome_of(bench, id, "B2"), "work");
    assert_string_equal(visit_now(bench, "B2")->state, "UNFILLED");
}

static void test_too_many_visits_of_a_day_by_now_are_told(void **state)
{
    struct bench *bench = *state;
    bench->config.value[SET_PLAN_VISITS_DAY] = 2;
    const char *id = confirmed_beside(bench, NEXT_DAY + 8 * MS_HOUR, NEXT_DAY + 16 * MS_HOUR);
    assert_string_equal(outcome_of(bench, id, "B1"), "done");
    assert_string_equal(outcome_of(bench, id, "B2"), "visits");
}

static void test_a_week_that_would_be_too_long_by_now_is_told(void **state)
{
    struct bench *bench = *state;
    bench->config.value[SET_WEEK_H] = 5;
    const char *id = confirmed_beside(bench, NEXT_DAY + 8 * MS_HOUR, NEXT_DAY + MS_DAY + 16 * MS_HOUR);
    assert_string_equal(outcome_of(bench, id, "B1"), "done");
    assert_string_equal(outcome_of(bench, id, "B2"), "week");
}

/* The night before: the visit by hand ends at 22:30, the first of the plan is at 08:00. */
static void test_a_night_that_would_be_too_short_by_now_is_told_as_rest(void **state)
{
    struct bench *bench = *state;
    const char *id = confirmed_beside(bench, NEXT_DAY + MS_DAY + 8 * MS_HOUR, NEXT_DAY + 20 * MS_HOUR + 30 * MS_MINUTE);
    assert_string_equal(outcome_of(bench, id, "B1"), "rest");
    assert_string_equal(outcome_of(bench, id, "B2"), "done");
}

/* The night after: the last of the plan ends at 22:00, the visit by hand is at 07:00. */
static void test_an_evening_before_an_early_morning_by_now_is_told_as_rest(void **state)
{
    struct bench *bench = *state;
    const char *id = confirmed_beside(bench, NEXT_DAY + 15 * MS_HOUR, NEXT_DAY + MS_DAY + 7 * MS_HOUR);
    assert_string_equal(outcome_of(bench, id, "B1"), "done");
    assert_string_equal(outcome_of(bench, id, "B2"), "rest");
}

/* Two hours each from 08:00, 10:30 and 13:00. */
static void test_no_pause_by_now_is_told(void **state)
{
    struct bench *bench = *state;
    const char *id = confirmed_beside(bench, NEXT_DAY + 8 * MS_HOUR, NEXT_DAY + 10 * MS_HOUR + 30 * MS_MINUTE);
    assert_string_equal(outcome_of(bench, id, "B1"), "done");
    assert_string_equal(outcome_of(bench, id, "B2"), "pause");
}

static void test_too_many_days_of_work_in_a_row_by_now_are_told(void **state)
{
    struct bench *bench = *state;
    bench->config.value[SET_PLAN_DAYS_ROW] = 1;
    const char *id = confirmed_beside(bench, NEXT_DAY + 8 * MS_HOUR, NEXT_DAY + MS_DAY + 12 * MS_HOUR);
    assert_string_equal(outcome_of(bench, id, "B1"), "day_off");
    assert_string_equal(outcome_of(bench, id, "B2"), "day_off");
    assert_int_equal(got(bench, id)->done, 0);
}

/* By hand, while every way is too long for anybody to be found. */
static void hear_and_assign(struct bench *bench, const char *booking, const char *household, int64_t start, int east,
                            const char *worker)
{
    int64_t *most = &bench->config.value[SET_MAX_TRAVEL_MIN], before = *most;
    *most = -1;
    hear_booking(bench, booking, household, start, east);
    *most = before;
    assign_by_hand(bench, booking, worker);
}

static void hear_west_and_east(struct bench *bench)
{
    struct worker_onboarded west = a_worker("W1", "employee"), east = a_worker("W2", "employee");
    west.cell_lon -= 60;
    east.cell_lon += 60;
    hear_idle(bench, &west);
    hear_idle(bench, &east);
}

/* Half an exchange is against a limit by now, so the other half would lead into time that is taken. */
static void test_half_an_exchange_that_a_limit_forbids_keeps_the_other_half(void **state)
{
    struct bench *bench = *state;
    char id[ID_SIZE];
    bench->config.value[SET_PLAN_DAY_H] = 3;
    open_station(bench);
    hear_booking(bench, "B1", "H1", NEXT_DAY + 9 * MS_HOUR, -60);
    hear_booking(bench, "B2", "H2", NEXT_DAY + 9 * MS_HOUR, 60);
    hear_west_and_east(bench);
    assign_by_hand(bench, "B1", "W2");
    assign_by_hand(bench, "B2", "W1");
    TEXT_PUT(id, asked(bench));
    assert_int_equal(got(bench, id)->moved, 2);
    bench->config.value[SET_PLAN_DAY_H] = 4; /* by hand it is allowed, and then no more */
    hear_and_assign(bench, "B3", "H3", NEXT_DAY + 14 * MS_HOUR, -60, "W1");
    bench->config.value[SET_PLAN_DAY_H] = 3;
    confirm(bench, id);
    assert_string_equal(outcome_of(bench, id, "B1"), "work");
    assert_string_equal(outcome_of(bench, id, "B2"), "busy");
    assert_string_equal(visit_now(bench, "B1")->worker, "W2");
    assert_string_equal(visit_now(bench, "B2")->worker, "W1");
}

/* What stays with its worker after all leaves less of the day for what she was to be given instead. */
static void test_what_stays_after_all_counts_for_who_has_it(void **state)
{
    struct bench *bench = *state;
    char id[ID_SIZE];
    bench->config.value[SET_PLAN_DAY_H] = 3;
    open_station(bench);
    hear_booking(bench, "B1", "H1", NEXT_DAY + 9 * MS_HOUR, -60);
    hear_booking(bench, "B2", "H2", NEXT_DAY + 14 * MS_HOUR, 60);
    hear_west_and_east(bench);
    assign_by_hand(bench, "B1", "W2");
    TEXT_PUT(id, asked(bench));
    assert_int_equal(got(bench, id)->moved, 1);
    assert_int_equal(got(bench, id)->given, 1);
    hear_and_assign(bench, "B3", "H3", NEXT_DAY + 18 * MS_HOUR, -60, "W1");
    confirm(bench, id);
    assert_string_equal(outcome_of(bench, id, "B1"), "work");
    assert_string_equal(outcome_of(bench, id, "B2"), "work");
    assert_int_equal(got(bench, id)->done, 0);
}

/* ---- while it is computed ---- */

static void test_what_changes_while_a_plan_is_computed_is_stale_when_it_is_confirmed(void **state)
{
    struct bench *bench = *state;
    char id[ID_SIZE];
    wishes_without_workers(bench);
    bench->env.compute = hold_up;
    TEXT_PUT(id, asked(bench));
    assert_string_equal(got(bench, id)->state, "ASKED");
    assign_by_hand(bench, "B1", "W1");
    hear_cancelled(bench, "B3");
    let_go(bench);
    assert_string_equal(got(bench, id)->state, "PROPOSED");
    confirm(bench, id);
    assert_string_equal(outcome_of(bench, id, "B1"), "changed");
    assert_string_equal(outcome_of(bench, id, "B3"), "changed");
    assert_string_equal(visit_now(bench, "B1")->worker, "W1");
}

static void test_a_plan_that_is_dropped_while_it_is_computed_stays_dropped(void **state)
{
    struct bench *bench = *state;
    struct dayplan_drop drop = {0};
    wishes_without_workers(bench);
    bench->env.compute = hold_up;
    TEXT_PUT(drop.dayplan, asked(bench));
    bench_done(bench, dispatcher, MSG_dayplan_drop, &drop);
    let_go(bench);
    assert_string_equal(got(bench, drop.dayplan)->state, "DROPPED");
    assert_int_equal(got(bench, drop.dayplan)->rows.count, 0);
}

static void test_a_plan_that_a_restart_has_cut_short_is_made_again(void **state)
{
    struct bench *bench = *state;
    char id[ID_SIZE];
    wishes_without_workers(bench);
    bench->env.compute = hold_up;
    TEXT_PUT(id, asked(bench));
    assert_true(held_up.on);
    held_up.on = false;
    bench->env.compute = NULL;
    bench_restart(bench);
    for (int i = 0; i < 3; i++)
        bench_turn(bench);
    assert_string_equal(got(bench, id)->state, "PROPOSED");
    assert_int_equal(got(bench, id)->given, 3);
}

static void test_of_two_plans_at_once_the_second_finds_all_changed(void **state)
{
    struct bench *bench = *state;
    char first[ID_SIZE], second[ID_SIZE];
    wishes_without_workers(bench);
    bench->env.compute = hold_up;
    TEXT_PUT(first, asked(bench));
    TEXT_PUT(second, asked(bench));
    let_go(bench);
    assert_string_equal(got(bench, first)->state, "PROPOSED");
    assert_string_equal(got(bench, second)->state, "ASKED");
    let_go(bench);
    confirm(bench, first);
    confirm(bench, second);
    assert_int_equal(got(bench, first)->done, 3);
    assert_int_equal(got(bench, second)->done, 0);
    assert_int_equal(got(bench, second)->stale, 3);
    assert_string_equal(outcome_of(bench, second, "B1"), "changed");
}

/* ---- sizes ---- */

static void test_a_plan_of_nothing_is_proposed_and_confirmed(void **state)
{
    struct bench *bench = *state;
    char id[ID_SIZE];
    open_station(bench);
    hear_workers(bench, 2);
    TEXT_PUT(id, asked(bench));
    assert_string_equal(got(bench, id)->state, "PROPOSED");
    assert_int_equal(got(bench, id)->visits, 0);
    confirm(bench, id);
    assert_string_equal(got(bench, id)->state, "CONFIRMED");
    assert_int_equal(got(bench, id)->done + got(bench, id)->stale, 0);
}

static void test_a_plan_without_workers_leaves_all_out(void **state)
{
    struct bench *bench = *state;
    char id[ID_SIZE];
    open_station(bench);
    hear_booking(bench, "B1", "H1", NEXT_DAY + 9 * MS_HOUR, 0);
    TEXT_PUT(id, asked(bench));
    assert_int_equal(got(bench, id)->left_out, 1);
    confirm(bench, id);
    assert_int_equal(got(bench, id)->done + got(bench, id)->stale, 0);
}

/* All pages of a plan, without hole or repeat: how many are done. */
static int64_t read_all(struct bench *bench, const char *id, int64_t visits)
{
    static struct dayplan_get_answer page;
    struct dayplan_get ask = {0};
    int64_t number = 0, done = 0;
    TEXT_PUT(ask.id, id);
    do {
        page = (struct dayplan_get_answer){0};
        bench_query(bench, dispatcher, MSG_dayplan_get, &ask, MSG_dayplan_get_answer, &page);
        for (uint32_t i = 0; i < page.rows.count; i++) {
            assert_int_equal(page.rows.at[i].number, ++number);
            done += text_same(page.rows.at[i].outcome, "done");
        }
        ask.after = page.next;
    } while (ask.after);
    assert_int_equal(number, visits);
    return done;
}

static void test_a_plan_of_four_hundred_visits_is_made_read_and_done(void **state)
{
    struct bench *bench = *state;
    char id[ID_SIZE];
    bench->config.value[SET_PLAN_MOVES] = 4;
    open_station(bench);
    for (int i = 0; i < 400; i++) {
        char booking[16], household[16];
        snprintf(booking, sizeof booking, "B%d", i);
        snprintf(household, sizeof household, "H%d", i);
        hear_booking(bench, booking, household, NEXT_DAY + i % 7 * MS_DAY + (8 + i % 9) * MS_HOUR, i % 40);
    }
    hear_workers(bench, 25);
    TEXT_PUT(id, asked(bench));
    assert_int_equal(got(bench, id)->visits, 400);
    assert_true(got(bench, id)->given > 200);
    int64_t given = got(bench, id)->given;
    confirm(bench, id);
    assert_int_equal(got(bench, id)->done, given);
    assert_int_equal(got(bench, id)->stale, 0);
    assert_int_equal(read_all(bench, id, 400), given);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SERVICE_TEST(test_a_visit_that_is_cancelled_since_is_not_touched),
        SERVICE_TEST(test_a_worker_who_is_dismissed_since_gets_nothing),
        SERVICE_TEST(test_a_certificate_that_ends_before_the_visit_by_now_is_told),
        SERVICE_TEST(test_time_that_somebody_has_given_away_by_hand_is_busy),
        SERVICE_TEST(test_a_visit_that_has_begun_by_now_is_too_late),
        SERVICE_TEST(test_an_employee_may_be_given_a_visit_until_it_begins),
        SERVICE_TEST(test_who_is_not_employed_is_asked_before_the_last_call),
        SERVICE_TEST(test_nobody_is_asked_from_the_last_call_on),
        SERVICE_TEST(test_a_risky_visit_waits_for_a_silent_roster),
        SERVICE_TEST(test_half_an_exchange_is_not_done_alone),
        SERVICE_TEST(test_a_day_that_would_be_too_long_by_now_is_told_as_work),
        SERVICE_TEST(test_too_many_visits_of_a_day_by_now_are_told),
        SERVICE_TEST(test_a_week_that_would_be_too_long_by_now_is_told),
        SERVICE_TEST(test_a_night_that_would_be_too_short_by_now_is_told_as_rest),
        SERVICE_TEST(test_an_evening_before_an_early_morning_by_now_is_told_as_rest),
        SERVICE_TEST(test_no_pause_by_now_is_told),
        SERVICE_TEST(test_too_many_days_of_work_in_a_row_by_now_are_told),
        SERVICE_TEST(test_half_an_exchange_that_a_limit_forbids_keeps_the_other_half),
        SERVICE_TEST(test_what_stays_after_all_counts_for_who_has_it),
        SERVICE_TEST(test_what_changes_while_a_plan_is_computed_is_stale_when_it_is_confirmed),
        SERVICE_TEST(test_a_plan_that_is_dropped_while_it_is_computed_stays_dropped),
        SERVICE_TEST(test_a_plan_that_a_restart_has_cut_short_is_made_again),
        SERVICE_TEST(test_of_two_plans_at_once_the_second_finds_all_changed),
        SERVICE_TEST(test_a_plan_of_nothing_is_proposed_and_confirmed),
        SERVICE_TEST(test_a_plan_without_workers_leaves_all_out),
        SERVICE_TEST(test_a_plan_of_four_hundred_visits_is_made_read_and_done),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
