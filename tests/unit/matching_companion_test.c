/* Matching as a service: who goes along with a visit. Two at once are found together or not at all (V11, scenario 7),
 * who lives in is relieved on rest days (V5), and the booking follows the visit that leads. Each test leaves a store in
 * which every invariant holds (bench_close). */
#include "matching_scene.h"

#include "services/matching/companion.h"

/* Visits of B1 as they stand, the lead first. */
struct company {
    int count;
    struct visit_get_answer at[16];
};

static void company_add(struct bench *bench, struct company *company, const char *visit, bool lead)
{
    struct visit_get get = {0};
    struct visit_get_answer answer;
    TEXT_PUT(get.id, visit);
    bench_query(bench, dispatcher, MSG_visit_get, &get, MSG_visit_get_answer, &answer);
    if (!answer.lead[0] == lead)
        company->at[company->count++] = answer;
}

static const struct company *company_of(struct bench *bench)
{
    static struct visit_list_answer list;
    static struct company company;
    struct visit_list ask = {.booking = "B1"};
    company.count = 0;
    bench_query(bench, dispatcher, MSG_visit_list, &ask, MSG_visit_list_answer, &list);
    for (int lead = 1; lead >= 0; lead--)
        for (uint32_t i = 0; i < list.rows.count; i++)
            company_add(bench, &company, list.rows.at[i].visit, lead);
    for (int i = 1; i < company.count; i++)
        assert_string_equal(company.at[i].lead, company.at[0].visit);
    return &company;
}

static void assert_company(struct bench *bench, int place, const char *state, const char *worker)
{
    const struct company *company = company_of(bench);
    assert_true(place < company->count);
    assert_string_equal(company->at[place].state, state);
    assert_string_equal(company->at[place].worker, worker);
}

static void request_two(struct bench *bench)
{
    hear_service(bench, "EL-02", 2, true);
    hear_request(bench, "B1", START);
}

static struct answer by_visit(struct bench *bench, const char *worker, enum message_type type, int place)
{
    struct visit_check_out body = {0};
    TEXT_PUT(body.visit, company_of(bench)->at[place].visit);
    return bench_command(bench, the_worker(worker), type, &body);
}

static struct answer declines(struct bench *bench, const char *worker, int place)
{
    struct offer_decline body = {.reason = "ill"};
    TEXT_PUT(body.visit, company_of(bench)->at[place].visit);
    return bench_command(bench, the_worker(worker), MSG_offer_decline, &body);
}

static void let_follow(struct bench *bench)
{
    bench_clock(bench, bench->now);
}

/* ---- two at once (V11) ---- */

static void test_two_employees_are_sent_together_and_the_lead_is_told_last(void **state)
{
    struct bench *bench = *state;
    struct visit_assigned event;
    hear_worker(bench, "W1", "employee");
    hear_worker(bench, "W2", "employee");
    request_two(bench);
    assert_int_equal(company_of(bench)->count, 2);
    assert_company(bench, 0, "ASSIGNED", "W1");
    assert_company(bench, 1, "ASSIGNED", "W2");
    assert_int_equal(emitted(bench, MSG_visit_assigned, &event), 2);
    assert_string_equal(event.lead, "");
    assert_string_equal(event.worker, "W1");
}

/* Scenario 7. */
static void test_with_one_who_may_come_nobody_is_promised_and_the_rules_are_counted(void **state)
{
    struct bench *bench = *state;
    struct match_unfillable event;
    struct booking_requested request = a_request("B1", "H1", START);
    struct worker_onboarded man = {
        .worker = "W2", .station = "ST1", .kind = "elder_care", .sex = "m", .employment = "employee"};
    struct worker_activated active = {.worker = "W2", .station = "ST1", .probation_until = MONDAY};
    hear_worker(bench, "W1", "employee");
    hear_worker(bench, "W2", "employee");
    bench_hear(bench, "roster", MSG_worker_onboarded, &man, "W2");
    bench_hear(bench, "roster", MSG_worker_activated, &active, "W2");
    hear_worker(bench, "W3", "employee");
    hear_cert(bench, MSG_cert_revoked, "W3");
    hear_service(bench, "EL-02", 2, true);
    TEXT_PUT(request.wish_sex, "f");
    bench_hear(bench, "booking", MSG_booking_requested, &request, "B1");
    assert_int_equal(company_of(bench)->count, 1);
    assert_company(bench, 0, "UNFILLED", "");
    assert_int_equal(emitted(bench, MSG_match_unfillable, &event), 1);
    assert_int_equal(event.reasons.count, 3);
    assert_string_equal(event.reasons.at[0].reason, "two_workers");
    assert_string_equal(event.reasons.at[1].reason, "certificate");
    assert_string_equal(event.reasons.at[2].reason, "sex");
    for (int i = 0; i < 3; i++)
        assert_int_equal(event.reasons.at[i].workers, 1);
}

static void test_the_lead_waits_until_who_works_beside_has_accepted(void **state)
{
    struct bench *bench = *state;
    hear_worker(bench, "W1", "employee");
    hear_worker(bench, "W2", "agency");
    request_two(bench);
    assert_company(bench, 0, "PLANNED", "");
    assert_string_equal(company_of(bench)->at[0].risk, COMPANION_WAITS);
    assert_company(bench, 1, "OFFERED", "W2");
    assert_code(by_visit(bench, "W2", MSG_offer_accept, 1), "");
    let_follow(bench);
    assert_company(bench, 0, "ASSIGNED", "W1");
    assert_string_equal(company_of(bench)->at[0].risk, "");
    assert_company(bench, 1, "ASSIGNED", "W2");
}

static void test_who_works_beside_declines_and_nobody_is_left_so_neither_comes(void **state)
{
    struct bench *bench = *state;
    struct match_unfillable event;
    hear_worker(bench, "W1", "employee");
    hear_worker(bench, "W2", "agency");
    request_two(bench);
    assert_code(declines(bench, "W2", 1), "");
    assert_company(bench, 1, "ASSIGNED", "W1"); /* the only one left goes along */
    let_follow(bench);
    assert_company(bench, 0, "OFFERED", "W2"); /* and W2, who did not want to, may want to lead */
    assert_code(declines(bench, "W2", 0), "");
    assert_company(bench, 0, "UNFILLED", "");
    assert_company(bench, 1, "CANCELLED", "W1");
    assert_int_equal(emitted(bench, MSG_match_unfillable, &event), 1);
    assert_string_equal(event.lead, "");
}

static void test_an_offer_that_lapses_ends_both(void **state)
{
    struct bench *bench = *state;
    hear_worker(bench, "W1", "agency");
    hear_worker(bench, "W2", "agency");
    request_two(bench);
    assert_company(bench, 1, "OFFERED", "W2");
    bench_clock(bench, bench->now + 31 * MS_MINUTE);
    assert_company(bench, 1, "OFFERED", "W1");
    bench_clock(bench, bench->now + 31 * MS_MINUTE);
    let_follow(bench);
    assert_company(bench, 0, "UNFILLED", "");
    assert_company(bench, 1, "CANCELLED", "");
}

static void test_a_booking_called_off_frees_both(void **state)
{
    struct bench *bench = *state;
    hear_worker(bench, "W1", "employee");
    hear_worker(bench, "W2", "employee");
    request_two(bench);
    hear_cancel(bench, "B1");
    assert_company(bench, 0, "CANCELLED", "W1");
    assert_company(bench, 1, "CANCELLED", "W2");
    hear_request(bench, "B2", START); /* both are free again */
    assert_state(bench, "B2", "ASSIGNED");
}

static void test_a_second_worker_who_comes_later_fills_both(void **state)
{
    struct bench *bench = *state;
    hear_worker(bench, "W1", "employee");
    request_two(bench);
    assert_company(bench, 0, "UNFILLED", "");
    hear_worker(bench, "W2", "employee");
    let_follow(bench);
    assert_company(bench, 0, "ASSIGNED", "W1");
    assert_company(bench, 1, "ASSIGNED", "W2");
}

/* What was promised stays: of who is lost later a dispatcher hears, and somebody else is looked for. */
static void test_a_companion_lost_later_is_replaced_and_the_lead_stays(void **state)
{
    struct bench *bench = *state;
    hear_worker(bench, "W1", "employee");
    hear_worker(bench, "W2", "employee");
    request_two(bench);
    hear_code(bench, "W2", "red");
    assert_company(bench, 1, "AT_RISK", "W2");
    assert_company(bench, 0, "ASSIGNED", "W1");
    hear_worker(bench, "W3", "employee");
    assert_company(bench, 1, "ASSIGNED", "W3");
    assert_company(bench, 0, "ASSIGNED", "W1");
}

static void test_a_dispatcher_who_sends_one_has_the_other_looked_for(void **state)
{
    struct bench *bench = *state;
    struct visit_assign body = {.worker = "W1"};
    hear_worker(bench, "W1", "employee");
    request_two(bench);
    TEXT_PUT(body.visit, company_of(bench)->at[0].visit);
    assert_code(simply(bench, dispatcher, MSG_match_retry, "B1"), "");
    assert_company(bench, 0, "UNFILLED", "");
    assert_code(bench_command(bench, dispatcher, MSG_visit_assign, &body), "");
    let_follow(bench);
    assert_company(bench, 0, "ASSIGNED", "W1");
    assert_company(bench, 1, "UNFILLED", "");
    hear_worker(bench, "W2", "employee");
    assert_company(bench, 1, "ASSIGNED", "W2");
}

static void test_both_work_and_each_visit_counts_for_its_worker(void **state)
{
    struct bench *bench = *state;
    struct visit_check_in body = {.method = "phone"};
    hear_worker(bench, "W1", "employee");
    hear_worker(bench, "W2", "employee");
    request_two(bench);
    for (int i = 0; i < 2; i++)
        assert_code(by_visit(bench, i ? "W2" : "W1", MSG_visit_ack, i), "");
    bench_clock(bench, START);
    for (int i = 0; i < 2; i++) {
        TEXT_PUT(body.visit, company_of(bench)->at[i].visit);
        bench_done(bench, desk, MSG_visit_check_in, &body);
    }
    bench_clock(bench, END);
    for (int i = 0; i < 2; i++)
        assert_code(by_visit(bench, i ? "W2" : "W1", MSG_visit_check_out, i), "");
    assert_company(bench, 0, "VERIFIED", "W1");
    assert_company(bench, 1, "VERIFIED", "W2");
    assert_int_equal(company_of(bench)->at[1].minutes, 120);
}

/* ---- living in (V5) ---- */

static void test_rest_days_are_four_in_twenty_six_and_lie_apart(void **state)
{
    (void)state;
    struct interval time = {START, START + 26 * MS_DAY}, rest;
    int64_t last = time.start;
    int count = 0;
    for (; companion_rest(time, count, &rest); count++) {
        assert_true(rest.start >= last + 4 * MS_DAY && rest.end <= time.end);
        assert_int_equal(rest.end - rest.start, MS_DAY);
        last = rest.end;
    }
    assert_int_equal(count, 4);
    assert_true(companion_rest((struct interval){START, START + 42 * MS_DAY}, 5, &rest));
    assert_false(companion_rest((struct interval){START, START + 42 * MS_DAY}, 6, &rest));
    assert_false(companion_rest((struct interval){START, START + 6 * MS_DAY}, 0, &rest));
}

static void request_living_in(struct bench *bench)
{
    struct booking_requested request = a_request("B1", "H1", START);
    struct catalog_service_changed service = {.service = "EL-02",
                                              .version = 2,
                                              .active = true,
                                              .line = "elder",
                                              .minutes = 26 * 24 * 60,
                                              .workers = 1,
                                              .live_in = true,
                                              .worker_kinds = {1, {"elder_care"}}};
    bench_hear(bench, "booking", MSG_catalog_service_changed, &service, "EL-02");
    request.end = START + 26 * MS_DAY;
    bench_hear(bench, "booking", MSG_booking_requested, &request, "B1");
    let_follow(bench);
}

static void test_who_lives_in_is_relieved_by_somebody_else_on_each_rest_day(void **state)
{
    struct bench *bench = *state;
    hear_worker(bench, "W1", "employee");
    hear_worker(bench, "W2", "employee");
    request_living_in(bench);
    assert_int_equal(company_of(bench)->count, 5);
    assert_company(bench, 0, "ASSIGNED", "W1");
    for (int i = 1; i < 5; i++) {
        struct interval rest;
        assert_true(companion_rest((struct interval){START, START + 26 * MS_DAY}, i - 1, &rest));
        assert_company(bench, i, "ASSIGNED", "W2");
        assert_int_equal(company_of(bench)->at[i].start, rest.start);
    }
}

static void test_a_rest_day_without_relief_takes_nothing_from_who_lives_in(void **state)
{
    struct bench *bench = *state;
    struct match_unfillable event;
    hear_worker(bench, "W1", "employee");
    request_living_in(bench);
    assert_company(bench, 0, "ASSIGNED", "W1");
    assert_int_equal(emitted(bench, MSG_match_unfillable, &event), 4);
    assert_true(event.lead[0]);
    hear_worker(bench, "W2", "employee");
    for (int i = 1; i < 5; i++)
        assert_company(bench, i, "ASSIGNED", "W2");
}

static void test_living_in_that_ends_early_ends_the_relief_that_is_still_to_come(void **state)
{
    struct bench *bench = *state;
    struct visit_check_in body = {.method = "phone"};
    hear_worker(bench, "W1", "employee");
    hear_worker(bench, "W2", "employee");
    request_living_in(bench);
    for (int i = 0; i < 5; i++)
        assert_code(by_visit(bench, i ? "W2" : "W1", MSG_visit_ack, i), "");
    bench_clock(bench, START);
    TEXT_PUT(body.visit, company_of(bench)->at[0].visit);
    bench_done(bench, desk, MSG_visit_check_in, &body);
    bench_clock(bench, START + 3 * MS_DAY);
    assert_code(by_visit(bench, "W1", MSG_visit_check_out, 0), "");
    let_follow(bench);
    for (int i = 1; i < 5; i++)
        assert_company(bench, i, "CANCELLED", "W2");
}

/* Nobody was found for it once: such decisions are still told. */
static void test_the_reason_of_before_is_still_read(void **state)
{
    (void)state;
    assert_int_equal(choice_rule_of("live_in"), RULE_LIVE_IN);
    assert_string_equal(choice_rule_label_en(RULE_LIVE_IN), "needs a live-in worker");
}

static void test_the_end_of_living_in_ends_the_relief_that_is_still_to_come(void **state)
{
    struct bench *bench = *state;
    hear_worker(bench, "W1", "employee");
    hear_worker(bench, "W2", "employee");
    request_living_in(bench);
    hear_cancel(bench, "B1");
    for (int i = 0; i < 5; i++)
        assert_string_equal(company_of(bench)->at[i].state, "CANCELLED");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(test_two_employees_are_sent_together_and_the_lead_is_told_last),
        TEST(test_with_one_who_may_come_nobody_is_promised_and_the_rules_are_counted),
        TEST(test_the_lead_waits_until_who_works_beside_has_accepted),
        TEST(test_who_works_beside_declines_and_nobody_is_left_so_neither_comes),
        TEST(test_an_offer_that_lapses_ends_both),
        TEST(test_a_booking_called_off_frees_both),
        TEST(test_a_second_worker_who_comes_later_fills_both),
        TEST(test_a_companion_lost_later_is_replaced_and_the_lead_stays),
        TEST(test_a_dispatcher_who_sends_one_has_the_other_looked_for),
        TEST(test_both_work_and_each_visit_counts_for_its_worker),
        cmocka_unit_test(test_rest_days_are_four_in_twenty_six_and_lie_apart),
        TEST(test_who_lives_in_is_relieved_by_somebody_else_on_each_rest_day),
        TEST(test_a_rest_day_without_relief_takes_nothing_from_who_lives_in),
        TEST(test_living_in_that_ends_early_ends_the_relief_that_is_still_to_come),
        cmocka_unit_test(test_the_reason_of_before_is_still_read),
        TEST(test_the_end_of_living_in_ends_the_relief_that_is_still_to_come),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
