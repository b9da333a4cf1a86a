/* HHCRSP files and what a plan of them costs: by hand on small ones, and by trying every plan (V25). */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "plan_file.h"
#include "services/ctl/plan_hhcrsp.h"
#include "services/matching/engine/dice.h"

#define PATIENTS 4
#define CAREGIVERS 3

/* ---- a plan by hand ---- */

/* Patient i is at 10 * (i + 1) on a line, one service of 5; caregiver c can do service c alone, and all do service 3.
 */
struct hand {
    struct hhcrsp instance;
    struct hhcrsp_patient patient[PATIENTS];
    bool able[CAREGIVERS * 4];
    double way[(PATIENTS + 1) * (PATIENTS + 1)], start[PATIENTS][PLAN_TASKS];
    struct plan plan;
    int order[PATIENTS], worker[PATIENTS][PLAN_TASKS];
    struct hhcrsp_cost cost;
};

static void hand_make(struct hand *hand, int patients)
{
    *hand = (struct hand){.instance = {.patients = patients, .caregivers = CAREGIVERS, .services = 4}};
    for (int i = 0; i < patients; i++) {
        hand->patient[i] =
            (struct hhcrsp_patient){.latest = 1000, .services = 1, .service = {3, 3}, .duration = {5, 5}};
        hand->order[i] = i;
    }
    for (int from = 0; from <= patients; from++)
        for (int to = 0; to <= patients; to++)
            hand->way[from * (patients + 1) + to] = 10 * abs(from - to);
    for (int c = 0; c < CAREGIVERS; c++)
        hand->able[c * 4 + c] = hand->able[c * 4 + 3] = true;
    hand->instance.patient = hand->patient;
    hand->instance.able = hand->able;
    hand->instance.way = hand->way;
    hand->plan = (struct plan){.order = hand->order, .worker = hand->worker};
}

static void two_services(struct hand *hand, int patient, enum plan_relation relation, double least, double most)
{
    hand->patient[patient].services = 2;
    hand->patient[patient].relation = relation;
    hand->patient[patient].gap_least = least;
    hand->patient[patient].gap_most = most;
    hand->worker[patient][1] = 1;
}

static void check_it(struct hand *hand)
{
    json_decref(hand->cost.faults);
    hhcrsp_check(&hand->instance, &hand->plan, hand->start, &hand->cost);
}

#define assert_near(a, b) assert_true(fabs((a) - (b)) < 1e-9)

static void assert_fault(const struct hand *hand, const char *rule, int count)
{
    assert_int_equal(json_integer_value(json_object_get(hand->cost.faults, rule)), count);
}

static void test_a_plan_costs_a_third_of_way_lateness_and_greatest_lateness(void **state)
{
    struct hand hand;
    (void)state;
    hand_make(&hand, 3);
    hand.patient[0].latest = 7;  /* reached at 10: 3 late */
    hand.patient[1].latest = 20; /* ... at 10 + 5 + 10: 5 late */
    hand.patient[2].latest = 40; /* ... at 40: in time */
    check_it(&hand);
    assert_near(hand.cost.way, 60);
    assert_near(hand.cost.late, 8);
    assert_near(hand.cost.worst, 5);
    assert_near(hand.cost.cost, (60 + 8 + 5) / 3.0);
    assert_int_equal(hand.cost.violations, 0);
}

static void test_who_is_early_waits_and_nobody_begins_before_the_window(void **state)
{
    struct hand hand;
    (void)state;
    hand_make(&hand, 2);
    hand.patient[0].earliest = 50;
    hand.patient[0].duration[0] = 30;
    check_it(&hand);
    assert_near(hand.start[0][0], 50);
    assert_near(hand.start[1][0], 50 + 30 + 10);
    assert_near(hand.cost.late, 0);
}

static void test_ways_count_in_their_direction_there_and_back(void **state)
{
    struct hand hand;
    (void)state;
    hand_make(&hand, 2);
    hand.way[0 * 3 + 1] = 1;
    hand.way[1 * 3 + 2] = 20;
    hand.way[2 * 3 + 0] = 300;
    check_it(&hand);
    assert_near(hand.cost.way, 321);
    assert_near(hand.start[1][0], 1 + 5 + 20);
}

static void test_who_does_nothing_goes_no_way(void **state)
{
    struct hand hand;
    (void)state;
    hand_make(&hand, 1);
    hand.way[0] = 7;
    check_it(&hand);
    assert_near(hand.cost.way, 20);
}

/* V11 */
static void test_two_services_at_once_begin_when_the_later_caregiver_is_there(void **state)
{
    struct hand hand;
    (void)state;
    hand_make(&hand, 2);
    two_services(&hand, 1, PLAN_TOGETHER, 3, 9); /* gaps are for the other relation */
    hand.patient[1].duration[1] = 9;
    check_it(&hand);
    assert_near(hand.start[1][0], 25);
    assert_near(hand.start[1][1], 25);
    hand.worker[1][0] = 1; /* the other way round: the first one waits */
    hand.worker[1][1] = 0;
    check_it(&hand);
    assert_near(hand.start[1][0], 25);
    assert_near(hand.start[1][1], 25);
    hand.patient[1].latest = 20; /* both are late */
    check_it(&hand);
    assert_near(hand.cost.late, 10);
    assert_near(hand.cost.worst, 5);
    assert_near(hand.cost.way, 40 + 40);
}

/* V11 */
static void test_the_second_service_waits_for_the_least_gap(void **state)
{
    struct hand hand;
    (void)state;
    hand_make(&hand, 1);
    two_services(&hand, 0, PLAN_APART, 30, 40);
    check_it(&hand);
    assert_near(hand.start[0][0], 10);
    assert_near(hand.start[0][1], 40);
}

/* V11: and whoever did the first goes on from there. */
static void test_the_first_service_waits_so_that_the_gap_is_not_too_long(void **state)
{
    struct hand hand;
    (void)state;
    hand_make(&hand, 3);
    two_services(&hand, 1, PLAN_APART, 0, 15);
    hand.worker[0][0] = 1; /* the caregiver of the second service is with patient 0 until 100 */
    hand.patient[0].duration[0] = 90;
    check_it(&hand);
    assert_near(hand.start[1][1], 110);
    assert_near(hand.start[1][0], 95);
    assert_near(hand.start[2][0], 95 + 5 + 10);
    assert_int_equal(hand.cost.violations, 0);
}

static void test_what_breaks_a_rule_is_counted_by_its_name(void **state)
{
    struct hand hand;
    (void)state;
    hand_make(&hand, 4);
    hand.worker[0][0] = PLAN_NOBODY;
    hand.patient[1].service[0] = 1; /* caregiver 0 cannot */
    two_services(&hand, 2, PLAN_TOGETHER, 0, 0);
    hand.worker[2][1] = 0;
    hand.worker[3][0] = CAREGIVERS;
    check_it(&hand);
    assert_fault(&hand, "not_served", 2);
    assert_fault(&hand, "not_able", 1);
    assert_fault(&hand, "same_caregiver", 1);
    assert_int_equal(hand.cost.violations, 4);
    hand.worker[2][0] = hand.worker[2][1] = PLAN_NOBODY; /* nobody is not the same one twice */
    check_it(&hand);
    assert_fault(&hand, "not_served", 4);
    assert_fault(&hand, "same_caregiver", 0);
    json_decref(hand.cost.faults);
    hand_make(&hand, 2);
    two_services(&hand, 0, PLAN_APART, 20, 10); /* cannot be kept */
    hand.order[1] = 0;
    hand.order[0] = 0;
    check_it(&hand);
    assert_fault(&hand, "gap", 2);
    assert_fault(&hand, "twice", 1);
    json_decref(hand.cost.faults);
}

/* ---- every plan ---- */

static int put_patient(char *text, size_t size, struct dice *dice, int id)
{
    int from = dice_below(dice, 60), two = dice_below(dice, 3), least = dice_below(dice, 20);
    int at = snprintf(
        text, size,
        "%s{\"id\":\"p%d\",\"time_window\":[%d,%d],\"required_caregivers\":[{\"service\":\"a\",\"duration\":%d}",
        id ? "," : "", id, from, from + dice_below(dice, 30), 1 + dice_below(dice, 20));
    if (two)
        at += snprintf(text + at, size - (size_t)at,
                       ",{\"service\":\"b\"}],\"synchronization\":{\"type\":\"%s\",\"distance\":[%d,%d]}",
                       two == 1 ? "simultaneous" : "sequential", least, least + dice_below(dice, 20));
    else
        at += snprintf(text + at, size - (size_t)at, "]");
    return at + snprintf(text + at, size - (size_t)at, "}");
}

static void put_file(char *text, size_t size, uint64_t seed)
{
    struct dice dice = dice_of(seed);
    int at = snprintf(text, size,
                      "{\"services\":[{\"id\":\"a\"},{\"id\":\"b\",\"default_duration\":7}],\"caregivers\":["
                      "{\"id\":\"A\",\"abilities\":[\"a\",\"b\"]},{\"id\":\"B\",\"abilities\":[\"b\",\"a\"]},"
                      "{\"id\":\"C\",\"abilities\":[\"%s\"]}],\"patients\":[",
                      seed % 2 ? "a" : "b");
    for (int i = 0; i < 3; i++)
        at += put_patient(text + at, size - (size_t)at, &dice, i);
    at += snprintf(text + at, size - (size_t)at, "],\"distances\":[");
    for (int i = 0; i < 16; i++)
        at += snprintf(text + at, size - (size_t)at, "%s%d.%d%s",
                       i % 4 ? ","
                       : i   ? ",["
                             : "[",
                       dice_below(&dice, 40), dice_below(&dice, 10), i % 4 == 3 ? "]" : "");
    snprintf(text + at, size - (size_t)at, "]}");
}

static double best_of_all(const struct hhcrsp *instance)
{
    static const int orders[6][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    double best = INFINITY, start[3][PLAN_TASKS];
    int order[3], worker[3][PLAN_TASKS];
    const struct plan plan = {.order = order, .worker = worker};
    for (int code = 0; code < 6 * 729; code++) {
        struct hhcrsp_cost cost;
        memcpy(order, orders[code % 6], sizeof order);
        for (int i = 0, rest = code / 6; i < 6; i++, rest /= 3)
            worker[i / 2][i % 2] = rest % 3;
        hhcrsp_check(instance, &plan, start, &cost);
        if (!cost.violations)
            best = fmin(best, cost.cost);
        json_decref(cost.faults);
    }
    return best;
}

static void test_the_cheapest_plan_is_found_where_all_can_be_tried_and_the_bound_is_below(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        char text[4096], said[SAID];
        struct plan_outcome outcome;
        struct hhcrsp instance;
        const struct ctl ctl = {.command = &plan_said_by};
        put_file(text, sizeof text, seed);
        const struct plan_asked asked = {.file = "file", .text = text};
        assert_int_equal(hhcrsp_read(&ctl, &asked, &instance), CTL_DONE);
        assert_int_equal(plan_file(plan_hhcrsp, text, 4000, &outcome, said), CTL_DONE);
        double best = best_of_all(&instance);
        assert_true(fabs(outcome.objective - best) < 1e-6);
        assert_true(outcome.bound <= best + 1e-9);
        assert_true(!outcome.optimal || outcome.bound > best - 1e-6);
        assert_int_equal(outcome.violations, 0);
        plan_file_done(&outcome);
        hhcrsp_free(&instance);
    }
}

/* ---- reading ---- */

#define SERVICES "\"services\":[{\"id\":\"a\"},{\"id\":\"b\",\"default_duration\":9}]"
#define CARERS "\"caregivers\":[{\"id\":\"A\",\"abilities\":[\"a\"]},{\"id\":\"B\",\"abilities\":[\"a\",\"b\"]}]"
#define PATIENT(more) "\"patients\":[{\"id\":\"p\",\"time_window\":[0,9],\"required_caregivers\":[" more "}]"
#define WAYS "\"distances\":[[0,3],[4,0]]"

static void assert_costs(const char *text, double objective)
{
    char said[SAID];
    struct plan_outcome outcome;
    if (plan_file(plan_hhcrsp, text, 50, &outcome, said) != CTL_DONE)
        fail_msg("%s: %s", text, said);
    assert_near(outcome.objective, objective);
    plan_file_done(&outcome);
}

static void test_members_may_stand_in_any_order_and_what_is_not_needed_may_lack(void **state)
{
    (void)state;
    assert_costs("{" WAYS "," PATIENT("{\"duration\":5,\"service\":\"b\"}]") "," CARERS "," SERVICES "}", 7 / 3.0);
    assert_costs("{" SERVICES "," CARERS
                 "," PATIENT("{\"service\":\"b\",\"duration\":null}]") "," WAYS
                                                                       ",\"central_offices\":null,\"name\":\"x\"}",
                 7 / 3.0);
    assert_costs("{" SERVICES "," CARERS "," PATIENT("{\"service\":\"b\"}],\"incompatible_caregivers\":[],"
                                                     "\"distance_matrix_index\":1,\"synchronization\":null") "," WAYS
                                                                                                             "}",
                 7 / 3.0);
}

/* Each of two caregivers goes there and back. */
static void test_a_patient_of_two_caregivers_is_proven(void **state)
{
    char said[SAID];
    struct plan_outcome outcome;
    (void)state;
    assert_int_equal(plan_file(plan_hhcrsp,
                               "{" SERVICES "," CARERS
                               "," PATIENT("{\"service\":\"a\",\"duration\":1},{\"service\":\"b\"}],"
                                           "\"synchronization\":{\"type\":\"simultaneous\"}") "," WAYS "}",
                               50, &outcome, said),
                     CTL_DONE);
    assert_near(outcome.objective, 14 / 3.0);
    assert_near(outcome.bound, 14 / 3.0);
    assert_true(outcome.optimal);
    plan_file_done(&outcome);
}

#define TWICE(id)                                                                                                      \
    "{\"id\":\"" id "\",\"time_window\":[0,99],\"required_caregivers\":[{\"service\":\"b\"},{\"service\":\"b\"}],"     \
    "\"synchronization\":{\"type\":\"simultaneous\"}}"

/* Nobody goes from a patient to the same one: that is no short way. */
static void test_the_bound_sends_nobody_from_one_service_of_a_patient_to_the_other(void **state)
{
    char said[SAID];
    struct plan_outcome outcome;
    (void)state;
    assert_int_equal(plan_file(plan_hhcrsp,
                               "{" SERVICES ",\"caregivers\":[{\"id\":\"A\",\"abilities\":[\"b\"]},{\"id\":\"B\","
                               "\"abilities\":[\"b\"]}],\"patients\":[" TWICE("p") "," TWICE(
                                   "q") "],"
                                        "\"distances\":[[0,10,20],[10,0,10],[20,10,0]]}",
                               500, &outcome, said),
                     CTL_DONE);
    assert_near(outcome.objective, 80 / 3.0);
    assert_near(outcome.bound, 80 / 3.0);
    plan_file_done(&outcome);
}

static void assert_refused(const char *text, const char *words)
{
    assert_file_refused(plan_hhcrsp, text, words);
}

#define FILE_WITH(patient) "{" SERVICES "," CARERS "," PATIENT(patient) "," WAYS "}"

static void test_a_rule_that_the_benchmark_has_not_is_refused_and_not_passed_over(void **state)
{
    (void)state;
    assert_refused(FILE_WITH("{\"service\":\"b\"}],\"incompatible_caregivers\":[\"B\"]"),
                   "patients[0].incompatible_caregivers: the benchmark");
    assert_refused(FILE_WITH("{\"service\":\"b\"}],\"distance_matrix_index\":0"),
                   "patients[0].distance_matrix_index: 1 is needed");
    assert_refused("{" SERVICES ",\"caregivers\":[{\"id\":\"A\",\"abilities\":[],\"working_shift\":[0,9]}]}",
                   "caregivers[0].working_shift: the benchmark");
    assert_refused("{" SERVICES ",\"departing_points\":[]}", "departing_points: the benchmark");
    assert_refused("{" SERVICES ",\"central_offices\":[{},{}]}", "central_offices: one is needed, there are 2");
}

static void test_what_is_wrong_is_told_by_its_place_in_the_file(void **state)
{
    (void)state;
    assert_refused(
        FILE_WITH("{\"service\":\"b\"},{\"service\":\"b\"}],\"synchronization\":{\"type\":\"simultaneous\"}"),
        "patients[0].required_caregivers: two caregivers are needed, only one can do both");
    assert_refused(FILE_WITH("{\"service\":\"a\"}]"), "patients[0].required_caregivers[0].duration: a number");
    assert_refused(FILE_WITH("{\"service\":\"a\",\"duration\":1},{\"service\":\"b\"}],\"synchronization\":"
                             "{\"type\":\"sequential\",\"distance\":[-1,5]}"),
                   "patients[0].synchronization.distance: [least, most] is needed, from 0 on");
    assert_refused(FILE_WITH("{\"service\":\"a\",\"duration\":1},{\"service\":\"b\"}],\"synchronization\":"
                             "{\"type\":\"sequential\",\"distance\":[6,5]}"),
                   "patients[0].synchronization.distance: [least, most]");
    assert_refused("{" SERVICES "," CARERS ",\"patients\":[{\"id\":\"p\",\"time_window\":[9,8]}]}",
                   "patients[0].time_window: [earliest, latest]");
    assert_refused("{\"services\":[],\"services\":[]}", "duplicate object key");
    assert_refused("{\"services\":[{\"id\":\"\"}]}", "services[0].id: a text of its own");
    assert_refused("{\"services\":[{\"id\":\"a\\u001b\"}]}", "services[0].id: a text of its own");
    assert_refused("{\"services\":[{\"id\":\"a\\u009b\"}]}", "services[0].id: a text of its own");
    assert_refused(FILE_WITH("{\"service\":\"\\u001b\\u009b[31m\"}]"), "no service \"???[31m\"");
    assert_refused("{" SERVICES "," CARERS ",\"patients\":[{\"id\":\"p\",\"time_window\":[0,1000001]}]}",
                   "patients[0].time_window: [earliest, latest] is needed, numbers from 0 to 1000000");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_plan_costs_a_third_of_way_lateness_and_greatest_lateness),
        cmocka_unit_test(test_who_is_early_waits_and_nobody_begins_before_the_window),
        cmocka_unit_test(test_ways_count_in_their_direction_there_and_back),
        cmocka_unit_test(test_who_does_nothing_goes_no_way),
        cmocka_unit_test(test_two_services_at_once_begin_when_the_later_caregiver_is_there),
        cmocka_unit_test(test_the_second_service_waits_for_the_least_gap),
        cmocka_unit_test(test_the_first_service_waits_so_that_the_gap_is_not_too_long),
        cmocka_unit_test(test_what_breaks_a_rule_is_counted_by_its_name),
        cmocka_unit_test(test_the_cheapest_plan_is_found_where_all_can_be_tried_and_the_bound_is_below),
        cmocka_unit_test(test_a_patient_of_two_caregivers_is_proven),
        cmocka_unit_test(test_the_bound_sends_nobody_from_one_service_of_a_patient_to_the_other),
        cmocka_unit_test(test_members_may_stand_in_any_order_and_what_is_not_needed_may_lack),
        cmocka_unit_test(test_a_rule_that_the_benchmark_has_not_is_refused_and_not_passed_over),
        cmocka_unit_test(test_what_is_wrong_is_told_by_its_place_in_the_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
