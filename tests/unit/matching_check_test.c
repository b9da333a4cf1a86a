/* A plan made by hand (V18): every rule that it breaks is told by name and amount, none of a clean one, and nothing is
 * changed. */
#include "dayplan_world.h"
#include "garbage.h"

#define AT(hour, minute) (NEXT_DAY + (hour)*MS_HOUR + (minute)*MS_MINUTE)

static struct dayplan_check a_plan(void)
{
    return (struct dayplan_check){.station = "ST1", .from = NEXT_DAY, .days = 7};
}

static void put(struct bench *bench, struct dayplan_check *plan, const char *booking, const char *worker, int64_t start)
{
    struct dayplan_drawn *row = &plan->rows.at[plan->rows.count++];
    TEXT_PUT(row->visit, visit_of(bench, booking));
    TEXT_PUT(row->worker, worker);
    row->start = start;
}

static const struct dayplan_check_answer *checked(struct bench *bench, const struct dayplan_check *plan)
{
    static struct dayplan_check_answer answer;
    answer = (struct dayplan_check_answer){0};
    bench_query(bench, dispatcher, MSG_dayplan_check, plan, MSG_dayplan_check_answer, &answer);
    return &answer;
}

/* The one fault that is found. */
static const struct dayplan_fault *only(struct bench *bench, const struct dayplan_check *plan, const char *rule,
                                        int64_t minutes)
{
    const struct dayplan_check_answer *answer = checked(bench, plan);
    assert_int_equal(answer->rows.count, 1);
    assert_int_equal(answer->faults, 1);
    assert_string_equal(answer->rows.at[0].rule, rule);
    assert_int_equal(answer->rows.at[0].minutes, minutes);
    assert_true(answer->rows.at[0].label[0] && answer->rows.at[0].label_en[0]);
    return &answer->rows.at[0];
}

static void assert_refused(struct bench *bench, const struct dayplan_check *plan, const char *code, const char *field)
{
    struct answer answer = bench_command(bench, dispatcher, MSG_dayplan_check, plan);
    assert_string_equal(answer.code, code);
    assert_string_equal(answer.field, field);
}

/* Visits of two hours that nobody has, at those times; W1 and W2 have come since. */
static void open_visits(struct bench *bench, const int64_t *starts, int count)
{
    open_station(bench);
    for (int i = 0; i < count; i++) {
        char booking[16], household[16];
        snprintf(booking, sizeof booking, "B%d", i + 1);
        snprintf(household, sizeof household, "H%d", i + 1);
        hear_booking(bench, booking, household, starts[i], 0);
    }
    hear_workers(bench, 2);
}

#define OPEN(bench, ...)                                                                                               \
    open_visits(bench, (const int64_t[]){__VA_ARGS__}, sizeof((int64_t[]){__VA_ARGS__}) / sizeof(int64_t))

/* All of them to W1. */
static struct dayplan_check all_to_one(struct bench *bench, int count)
{
    struct dayplan_check plan = a_plan();
    for (int i = 0; i < count; i++) {
        char booking[16];
        snprintf(booking, sizeof booking, "B%d", i + 1);
        put(bench, &plan, booking, "W1", 0);
    }
    return plan;
}

/* ---- a clean one ---- */

static void test_a_plan_that_breaks_no_rule_has_no_fault_and_changes_nothing(void **state)
{
    struct bench *bench = *state;
    OPEN(bench, AT(9, 0), AT(13, 0), AT(9, 0));
    struct dayplan_check plan = all_to_one(bench, 2);
    const struct dayplan_check_answer *answer = checked(bench, &plan);
    assert_int_equal(answer->faults, 0);
    assert_int_equal(answer->rows.count, 0);
    assert_int_equal(answer->visits, 3);
    assert_int_equal(answer->changed, 2);
    assert_int_equal(answer->left_out, 1);
    struct dayplan_check running = a_plan();
    assert_int_equal(checked(bench, &running)->left_out, 3);
}

static void test_visits_not_named_stay_as_they_are(void **state)
{
    struct bench *bench = *state;
    struct dayplan_check plan = a_plan();
    open_station(bench);
    hear_workers(bench, 1);
    hear_booking(bench, "B1", "H1", AT(9, 0), 0);
    hear_workers(bench, 2);
    hear_booking(bench, "B2", "H2", AT(9, 0), 0);
    put(bench, &plan, "B2", "W1", 0);
    only(bench, &plan, "way", 125); /* both at once, and five minutes to hand over */
    plan.rows.count = 0;
    put(bench, &plan, "B2", "", 0);
    const struct dayplan_check_answer *answer = checked(bench, &plan);
    assert_int_equal(answer->faults, 0);
    assert_int_equal(answer->left_out, 1);
    assert_int_equal(answer->changed, 1);
}

/* ---- each rule once ---- */

static void test_another_time_than_booked_is_told_by_its_minutes(void **state)
{
    struct bench *bench = *state;
    OPEN(bench, AT(9, 0));
    struct dayplan_check plan = a_plan();
    put(bench, &plan, "B1", "W1", AT(9, 30));
    const struct dayplan_fault *late = only(bench, &plan, "latest", 30);
    assert_string_equal(late->visit, plan.rows.at[0].visit);
    assert_string_equal(late->worker, "W1");
    assert_int_equal(late->start, AT(9, 30));
    plan.rows.at[0].start = AT(8, 40);
    only(bench, &plan, "early", 20);
}

static void test_a_way_that_is_too_short_is_told_by_its_minutes(void **state)
{
    struct bench *bench = *state;
    OPEN(bench, AT(9, 0), AT(11, 3));
    struct dayplan_check plan = all_to_one(bench, 2);
    assert_string_equal(only(bench, &plan, "way", 2)->visit, plan.rows.at[1].visit);
}

static void test_time_that_is_taken_is_told_by_its_minutes(void **state)
{
    struct bench *bench = *state;
    OPEN(bench, AT(9, 0));
    open_far_station(bench);
    hear_class(bench, "K1", "W1", "", AT(10, 15));
    struct dayplan_check plan = all_to_one(bench, 1);
    only(bench, &plan, "block", 45);
}

static void test_a_plan_of_a_station_that_nobody_knows_is_refused_and_not_called_clean(void **state)
{
    struct bench *bench = *state;
    open_station(bench);
    struct dayplan_check plan = a_plan();
    struct dayplan_ask ask = {.station = "ST8", .from = NEXT_DAY, .days = 7};
    assert_int_equal(checked(bench, &plan)->faults, 0);
    TEXT_PUT(plan.station, "ST8");
    assert_string_equal(bench_command(bench, dispatcher, MSG_dayplan_check, &plan).code, "unknown_station");
    assert_string_equal(bench_command(bench, dispatcher, MSG_dayplan_ask, &ask).code, "unknown_station");
}

static void test_the_way_to_a_class_is_told_by_begun_minutes(void **state)
{
    struct bench *bench = *state;
    OPEN(bench, AT(9, 0));
    open_far_station(bench);
    hear_class(bench, "K1", "W1", "ST2", AT(11, 30));
    struct dayplan_check plan = all_to_one(bench, 1);
    only(bench, &plan, "block_way", 5); /* by e-bike 29.7 and 5 to hand over */
}

static void test_a_leave_is_told_by_its_minutes(void **state)
{
    struct bench *bench = *state;
    OPEN(bench, AT(9, 0));
    hear_leave(bench, "W1", AT(8, 0), AT(10, 0));
    struct dayplan_check plan = all_to_one(bench, 1);
    only(bench, &plan, "leave", 60);
}

/* V4 */
static void test_no_pause_is_told_by_its_minutes(void **state)
{
    struct bench *bench = *state;
    OPEN(bench, AT(9, 0), AT(11, 10), AT(13, 20));
    struct dayplan_check plan = all_to_one(bench, 3);
    assert_string_equal(only(bench, &plan, "pause", 80)->visit, plan.rows.at[2].visit); /* 9:00 to 15:20, not 14:00 */
}

/* V4 */
static void test_a_day_that_is_too_long_is_told_by_its_minutes(void **state)
{
    struct bench *bench = *state;
    OPEN(bench, AT(8, 0), AT(11, 0), AT(14, 0), AT(17, 0), AT(20, 0));
    struct dayplan_check plan = all_to_one(bench, 5);
    const struct dayplan_fault *fault = only(bench, &plan, "work", 140); /* ten hours and four ways of five minutes */
    assert_string_equal(fault->visit, "");
    assert_string_equal(fault->worker, "W1");
    assert_int_equal(fault->start, NEXT_DAY);
}

/* V4 */
static void test_too_many_visits_of_a_day_are_told_by_their_number(void **state)
{
    struct bench *bench = *state;
    OPEN(bench, AT(9, 0), AT(12, 0), AT(15, 0));
    bench->config.value[SET_PLAN_VISITS_DAY] = 1;
    struct dayplan_check plan = all_to_one(bench, 3);
    assert_int_equal(only(bench, &plan, "visits", 0)->visits, 2);
}

/* V4 */
static void test_a_night_that_is_too_short_is_told_by_its_minutes(void **state)
{
    struct bench *bench = *state;
    OPEN(bench, AT(18, 0), AT(24 + 5, 30));
    struct dayplan_check plan = all_to_one(bench, 2);
    assert_string_equal(only(bench, &plan, "rest", 30)->visit, plan.rows.at[1].visit);
}

/* V4 */
static void test_a_week_that_is_too_long_is_told_by_its_minutes(void **state)
{
    struct bench *bench = *state;
    OPEN(bench, AT(9, 0), AT(24 + 9, 0));
    bench->config.value[SET_WEEK_H] = 3;
    struct dayplan_check plan = all_to_one(bench, 2);
    const struct dayplan_fault *fault = only(bench, &plan, "week", 60);
    assert_string_equal(fault->visit, "");
    assert_int_equal(fault->start, NEXT_DAY);
}

/* V1 */
static void test_all_rules_that_a_worker_fails_are_told(void **state)
{
    struct bench *bench = *state;
    struct worker_onboarded stranger = a_worker("W9", "employee");
    OPEN(bench, AT(9, 0));
    TEXT_PUT(stranger.kind, "maternity");
    TEXT_PUT(stranger.station, "ST9");
    hear_worker(bench, &stranger);
    hear_class(bench, "K1", "W9", "", AT(9, 0));
    struct dayplan_check plan = a_plan();
    put(bench, &plan, "B1", "W9", 0);
    const struct dayplan_check_answer *answer = checked(bench, &plan);
    assert_int_equal(answer->faults, 2); /* another station's class is not told */
    assert_string_equal(answer->rows.at[0].rule, "station");
    assert_string_equal(answer->rows.at[1].rule, "kind");
    assert_string_equal(answer->rows.at[1].worker, "W9");
    assert_string_equal(answer->rows.at[1].visit, plan.rows.at[0].visit);
    assert_int_equal(answer->rows.at[1].number, 2);
}

/* V16 */
static void test_a_pinned_visit_that_is_drawn_elsewhere_is_told(void **state)
{
    struct bench *bench = *state;
    struct visit_pin pin = {.pinned = true};
    struct dayplan_check plan = a_plan();
    open_station(bench);
    hear_workers(bench, 1);
    hear_booking(bench, "B1", "H1", AT(9, 0), 0);
    hear_workers(bench, 2);
    TEXT_PUT(pin.visit, visit_of(bench, "B1"));
    bench_done(bench, dispatcher, MSG_visit_pin, &pin);
    put(bench, &plan, "B1", "W1", 0);
    assert_int_equal(checked(bench, &plan)->faults, 0);
    TEXT_PUT(plan.rows.at[0].worker, "W2");
    only(bench, &plan, "fixed", 0);
    plan.rows.at[0].worker[0] = '\0';
    assert_string_equal(only(bench, &plan, "fixed", 0)->worker, "W1");
}

/* Nor at another time. */
static void test_a_pinned_visit_that_is_drawn_at_another_time_is_told(void **state)
{
    struct bench *bench = *state;
    struct dayplan_check plan = a_plan();
    struct visit_pin pin = {.pinned = true};
    open_station(bench);
    hear_workers(bench, 1);
    hear_booking(bench, "B1", "H1", AT(9, 0), 0);
    TEXT_PUT(pin.visit, visit_of(bench, "B1"));
    bench_done(bench, dispatcher, MSG_visit_pin, &pin);
    put(bench, &plan, "B1", "W1", AT(9, 10));
    const struct dayplan_check_answer *answer = checked(bench, &plan);
    assert_int_equal(answer->faults, 2);
    assert_string_equal(answer->rows.at[0].rule, "fixed");
    assert_string_equal(answer->rows.at[1].rule, "latest");
}

/* What was decided on is not asked again, whatever the settings are by now. */
static void test_a_pinned_visit_that_stays_is_asked_no_rule(void **state)
{
    struct bench *bench = *state;
    struct dayplan_check plan = a_plan();
    struct visit_pin pin = {.pinned = true};
    open_station(bench);
    hear_workers(bench, 1);
    hear_booking(bench, "B1", "H1", AT(9, 0), 0);
    bench->config.value[SET_MAX_TRAVEL_MIN] = -1;
    only(bench, &plan, "travel", 0);
    TEXT_PUT(pin.visit, visit_of(bench, "B1"));
    bench_done(bench, dispatcher, MSG_visit_pin, &pin);
    assert_int_equal(checked(bench, &plan)->faults, 0);
}

/* Ruling 6: nothing new is given to her, and what she has she keeps. */
static void test_what_she_has_is_no_fault_when_something_of_her_is_parked(void **state)
{
    struct bench *bench = *state;
    struct dayplan_check plan = a_plan();
    open_station(bench);
    hear_workers(bench, 1);
    hear_booking(bench, "B1", "H1", AT(9, 0), 0);
    hear_garbage(bench, "W1");
    assert_int_equal(checked(bench, &plan)->faults, 0);
    hear_booking(bench, "B2", "H2", AT(14, 0), 0);
    put(bench, &plan, "B2", "W1", 0);
    only(bench, &plan, "unsure", 0);
}

/* V4: who works half the time has half a week. */
static void test_half_a_week_is_told_of_who_works_part_time(void **state)
{
    struct bench *bench = *state;
    struct worker_onboarded half = a_worker("W3", "employee");
    half.part_time = true;
    OPEN(bench, AT(9, 0), AT(24 + 9, 0));
    hear_idle(bench, &half);
    bench->config.value[SET_WEEK_H] = 6;
    struct dayplan_check plan = all_to_one(bench, 2);
    assert_int_equal(checked(bench, &plan)->faults, 0);
    for (int i = 0; i < 2; i++)
        TEXT_PUT(plan.rows.at[i].worker, "W3");
    only(bench, &plan, "week", 60);
}

/* V4: just so much is no fault. */
static void test_limits_that_are_just_kept_are_no_fault(void **state)
{
    struct bench *bench = *state;
    OPEN(bench, AT(8, 0), AT(12, 0), AT(16, 0));
    struct dayplan_check plan = all_to_one(bench, 3);
    bench->config.value[SET_WEEK_H] = 6;
    bench->config.value[SET_PLAN_DAY_H] = 7; /* five minutes twice to hand over */
    bench->config.value[SET_PLAN_VISITS_DAY] = 3;
    assert_int_equal(checked(bench, &plan)->faults, 0);
    bench->config.value[SET_WEEK_H] = 5;
    only(bench, &plan, "week", 60);
}

/* V4: seven days on end, from six days ago. */
static void test_days_of_work_without_one_off_are_told(void **state)
{
    struct bench *bench = *state;
    struct dayplan_check plan = a_plan();
    int64_t starts[7];
    for (int i = 0; i < 7; i++)
        starts[i] = AT(9 + 24 * i, 0);
    open_visits(bench, starts, 7);
    for (int i = 0; i < 7; i++) {
        char booking[16];
        snprintf(booking, sizeof booking, "B%d", i + 1);
        put(bench, &plan, booking, "W1", 0);
    }
    const struct dayplan_fault *fault = only(bench, &plan, "day_off", 24 * 60);
    assert_string_equal(fault->worker, "W1");
    assert_int_equal(fault->start, NEXT_DAY + 6 * MS_DAY);
    TEXT_PUT(plan.rows.at[3].worker, "W2");
    assert_int_equal(checked(bench, &plan)->faults, 0);
}

/* V4: the visit of the morning is none of those that are looked at, and counts for the day. */
static void test_a_visit_before_the_time_that_is_looked_at_counts_for_its_day(void **state)
{
    struct bench *bench = *state;
    struct visit_assign by_hand = {.worker = "W1"};
    OPEN(bench, AT(8, 0), AT(14, 0));
    TEXT_PUT(by_hand.visit, visit_of(bench, "B1"));
    bench_done(bench, dispatcher, MSG_visit_assign, &by_hand);
    struct dayplan_check plan = a_plan();
    plan.from = AT(12, 0);
    put(bench, &plan, "B2", "W1", 0);
    assert_int_equal(checked(bench, &plan)->faults, 0);
    bench->config.value[SET_PLAN_VISITS_DAY] = 1;
    assert_int_equal(only(bench, &plan, "visits", 0)->visits, 1);
    bench->config.value[SET_PLAN_VISITS_DAY] = 2;
    bench->config.value[SET_PLAN_DAY_H] = 3;
    only(bench, &plan, "work", 60);
}

/* V4: days of work that are over are no fault of a plan that does not touch them. */
static void test_a_row_of_days_beside_the_plan_is_no_fault_of_it(void **state)
{
    struct bench *bench = *state;
    struct visit_assign by_hand = {.worker = "W1"};
    OPEN(bench, AT(9, 0), AT(24 + 9, 0), AT(4 * 24 + 9, 0));
    for (int i = 1; i <= 2; i++) {
        char booking[16];
        snprintf(booking, sizeof booking, "B%d", i);
        TEXT_PUT(by_hand.visit, visit_of(bench, booking));
        bench_done(bench, dispatcher, MSG_visit_assign, &by_hand);
    }
    bench->config.value[SET_PLAN_DAYS_ROW] = 1;
    struct dayplan_check plan = a_plan();
    plan.from = NEXT_DAY + 3 * MS_DAY;
    put(bench, &plan, "B3", "W1", 0);
    assert_int_equal(checked(bench, &plan)->faults, 0);
}

/* V4: the visit of the evening before is none of the days that are looked at. */
static void test_a_night_that_begins_before_the_days_that_are_looked_at_is_told(void **state)
{
    struct bench *bench = *state;
    struct visit_assign by_hand = {.worker = "W1"};
    OPEN(bench, AT(21, 0), AT(24 + 8, 0));
    TEXT_PUT(by_hand.visit, visit_of(bench, "B1"));
    bench_done(bench, dispatcher, MSG_visit_assign, &by_hand);
    struct dayplan_check plan = a_plan();
    plan.from = NEXT_DAY + MS_DAY;
    put(bench, &plan, "B2", "W1", 0);
    only(bench, &plan, "rest", 60);
    plan.from = NEXT_DAY; /* and the other way round */
    plan.days = 1;
    TEXT_PUT(by_hand.visit, visit_of(bench, "B2"));
    int64_t *rest = &bench->config.value[SET_PLAN_REST_H], usual = *rest;
    *rest = 0; /* by hand it is allowed, and then no more */
    bench_done(bench, dispatcher, MSG_visit_assign, &by_hand);
    *rest = usual;
    plan.rows.count = 0;
    put(bench, &plan, "B1", "W1", 0);
    only(bench, &plan, "home", 60);
}

/* What the planner proposes breaks no rule by the check. */
static void test_a_plan_of_the_engine_has_no_fault(void **state)
{
    struct bench *bench = *state;
    struct dayplan_ask ask = {.station = "ST1", .from = NEXT_DAY, .days = 7};
    static struct dayplan_get_answer made;
    struct dayplan_get get = {0};
    struct dayplan_check plan = a_plan();
    OPEN(bench, AT(9, 0), AT(9, 30), AT(11, 10), AT(13, 20), AT(24 + 8, 0), AT(24 + 20, 0), AT(48 + 6, 0));
    struct answer answer = bench_command(bench, dispatcher, MSG_dayplan_ask, &ask);
    bench_turn(bench);
    bench_turn(bench);
    TEXT_PUT(get.id, answer.subject);
    bench_query(bench, dispatcher, MSG_dayplan_get, &get, MSG_dayplan_get_answer, &made);
    assert_true(made.given > 3);
    for (uint32_t i = 0; i < made.rows.count; i++) {
        struct dayplan_drawn *row = &plan.rows.at[plan.rows.count++];
        TEXT_PUT(row->visit, made.rows.at[i].visit);
        TEXT_PUT(row->worker, made.rows.at[i].worker);
    }
    assert_int_equal(checked(bench, &plan)->faults, 0);
}

/* ---- what cannot be checked ---- */

static void test_what_a_plan_names_wrongly_is_refused_by_field(void **state)
{
    struct bench *bench = *state;
    OPEN(bench, AT(9, 0));
    struct dayplan_check plan = a_plan();
    put(bench, &plan, "B1", "W1", 0);
    put(bench, &plan, "B1", "W2", 0);
    assert_refused(bench, &plan, "twice", "visit");
    TEXT_PUT(plan.rows.at[1].visit, "V-none");
    assert_refused(bench, &plan, "unknown_visit", "visit");
    plan.rows.count = 1;
    TEXT_PUT(plan.rows.at[0].worker, "W-none");
    assert_refused(bench, &plan, "unknown_worker", "worker");
    TEXT_PUT(plan.rows.at[0].worker, "W1");
    plan.rows.at[0].start = AT(24 + 9, 0);
    assert_refused(bench, &plan, "bad_time", "start");
}

static void test_a_plan_of_more_visits_than_are_looked_at_is_refused(void **state)
{
    struct bench *bench = *state;
    static int64_t starts[201];
    struct dayplan_check plan = a_plan();
    for (int i = 0; i < 201; i++)
        starts[i] = AT(9 + 24 * (i / 120), 0);
    open_visits(bench, starts, 201);
    assert_refused(bench, &plan, "too_many_visits", "days");
    plan.days = 1;
    assert_int_equal(checked(bench, &plan)->visits, 120);
}

static void test_faults_come_page_by_page(void **state)
{
    struct bench *bench = *state;
    static int64_t starts[60];
    for (int i = 0; i < 60; i++)
        starts[i] = AT(9, 0);
    open_visits(bench, starts, 60);
    struct worker_onboarded other = a_worker("W9", "employee");
    TEXT_PUT(other.kind, "maternity");
    hear_worker(bench, &other);
    struct dayplan_check plan = all_to_one(bench, 60);
    for (uint32_t i = 0; i < 60; i++)
        TEXT_PUT(plan.rows.at[i].worker, "W9");
    const struct dayplan_check_answer *answer = checked(bench, &plan);
    int64_t all = answer->faults;
    assert_true(all >= 60 + 59 + 2); /* each by kind, all but one by way, then work and visits of the day */
    assert_int_equal(answer->rows.count, 100);
    assert_int_equal(answer->next, 100);
    plan.after = answer->next;
    answer = checked(bench, &plan);
    assert_int_equal(answer->rows.count, all - 100);
    assert_int_equal(answer->rows.at[0].number, 101);
    assert_int_equal(answer->next, 0);
    assert_int_equal(answer->faults, all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SERVICE_TEST(test_a_plan_that_breaks_no_rule_has_no_fault_and_changes_nothing),
        SERVICE_TEST(test_visits_not_named_stay_as_they_are),
        SERVICE_TEST(test_another_time_than_booked_is_told_by_its_minutes),
        SERVICE_TEST(test_a_way_that_is_too_short_is_told_by_its_minutes),
        SERVICE_TEST(test_time_that_is_taken_is_told_by_its_minutes),
        SERVICE_TEST(test_a_plan_of_a_station_that_nobody_knows_is_refused_and_not_called_clean),
        SERVICE_TEST(test_the_way_to_a_class_is_told_by_begun_minutes),
        SERVICE_TEST(test_a_leave_is_told_by_its_minutes),
        SERVICE_TEST(test_no_pause_is_told_by_its_minutes),
        SERVICE_TEST(test_a_day_that_is_too_long_is_told_by_its_minutes),
        SERVICE_TEST(test_too_many_visits_of_a_day_are_told_by_their_number),
        SERVICE_TEST(test_a_night_that_is_too_short_is_told_by_its_minutes),
        SERVICE_TEST(test_a_week_that_is_too_long_is_told_by_its_minutes),
        SERVICE_TEST(test_all_rules_that_a_worker_fails_are_told),
        SERVICE_TEST(test_a_pinned_visit_that_is_drawn_elsewhere_is_told),
        SERVICE_TEST(test_a_pinned_visit_that_is_drawn_at_another_time_is_told),
        SERVICE_TEST(test_a_pinned_visit_that_stays_is_asked_no_rule),
        SERVICE_TEST(test_what_she_has_is_no_fault_when_something_of_her_is_parked),
        SERVICE_TEST(test_half_a_week_is_told_of_who_works_part_time),
        SERVICE_TEST(test_limits_that_are_just_kept_are_no_fault),
        SERVICE_TEST(test_days_of_work_without_one_off_are_told),
        SERVICE_TEST(test_a_visit_before_the_time_that_is_looked_at_counts_for_its_day),
        SERVICE_TEST(test_a_row_of_days_beside_the_plan_is_no_fault_of_it),
        SERVICE_TEST(test_a_night_that_begins_before_the_days_that_are_looked_at_is_told),
        SERVICE_TEST(test_a_plan_of_the_engine_has_no_fault),
        SERVICE_TEST(test_what_a_plan_names_wrongly_is_refused_by_field),
        SERVICE_TEST(test_a_plan_of_more_visits_than_are_looked_at_is_refused),
        SERVICE_TEST(test_faults_come_page_by_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
