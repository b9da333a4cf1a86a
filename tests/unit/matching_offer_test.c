/* Matching as a service: several workers asked at once (V12), and who comes to a household (V8). Each test leaves a
 * store in which every invariant holds (bench_close). */
#include "matching_world.h"

static struct bench_sender the_worker(const char *id)
{
    return (struct bench_sender){.role = "worker", .actor = id};
}

static void hear_workers(struct bench *bench, int count, const char *employment)
{
    for (int i = 1; i <= count; i++) {
        struct worker_onboarded new = a_worker((char[]){'W', (char)('0' + i), '\0'}, employment);
        hear_worker(bench, &new);
    }
}

/* Three agency workers are asked at once for B1. */
static void ask_three(struct bench *bench)
{
    struct booking_requested request = a_request("B1", START);
    bench->config.value[SET_OFFER_WIDTH] = 3;
    hear_workers(bench, 3, "agency");
    bench_hear(bench, "booking", MSG_booking_requested, &request, "B1");
}

static struct visit_get_answer seen_by(struct bench *bench, struct bench_sender who, const char *booking)
{
    struct visit_get get = {0};
    struct visit_get_answer answer;
    TEXT_PUT(get.id, visit_of(bench, booking));
    bench_query(bench, who, MSG_visit_get, &get, MSG_visit_get_answer, &answer);
    return answer;
}

static void assert_with(struct bench *bench, const char *booking, const char *state, const char *worker)
{
    struct visit_get_answer visit = seen_by(bench, dispatcher, booking);
    assert_string_equal(visit.state, state);
    assert_string_equal(visit.worker, worker);
}

static struct answer say(struct bench *bench, const char *worker, bool yes)
{
    struct offer_accept accept = {0};
    struct offer_decline decline = {.reason = "too_far"};
    TEXT_PUT(accept.visit, visit_of(bench, "B1"));
    TEXT_PUT(decline.visit, accept.visit);
    return bench_command(bench, the_worker(worker), yes ? MSG_offer_accept : MSG_offer_decline,
                         yes ? (const void *)&accept : &decline);
}

static int emitted(struct bench *bench, enum message_type type, void *to)
{
    return bench_emitted(bench, "matching", type, to);
}

static uint32_t holds_of(struct bench *bench, const char *worker)
{
    static struct calendar_list_answer answer;
    struct calendar_list ask = {0};
    TEXT_PUT(ask.person, worker);
    bench_query(bench, dispatcher, MSG_calendar_list, &ask, MSG_calendar_list_answer, &answer);
    return answer.rows.count;
}

static void hear_cancelled(struct bench *bench)
{
    struct booking_cancelled event = {.booking = "B1",
                                      .station = "ST1",
                                      .service = "EL-01",
                                      .household = "H1",
                                      .start = START,
                                      .end = START + 2 * MS_HOUR,
                                      .class = "free",
                                      .by = "client"};
    bench_hear(bench, "booking", MSG_booking_cancelled, &event, "B1");
}

/* ---- several at once (V12) ---- */

static void test_all_who_are_asked_at_once_hold_the_time_and_are_told(void **state)
{
    struct bench *bench = *state;
    ask_three(bench);
    assert_with(bench, "B1", "OFFERED", "W1");
    assert_int_equal(emitted(bench, MSG_visit_offered, NULL), 3);
    for (int i = 1; i <= 3; i++)
        assert_int_equal(holds_of(bench, (char[]){'W', (char)('0' + i), '\0'}), 1);
    assert_string_equal(seen_by(bench, the_worker("W3"), "B1").worker, "W3");
    const struct visit_explain_answer *why = explained(bench, "B1");
    assert_true(why->candidates.at[0].chosen && why->candidates.at[1].chosen && why->candidates.at[2].chosen);
}

static void test_the_first_who_accepts_has_it_and_the_others_are_told(void **state)
{
    struct bench *bench = *state;
    struct visit_offer_withdrawn told;
    struct visit_assigned assigned;
    ask_three(bench);
    assert_string_equal(say(bench, "W2", true).outcome, "done");
    assert_with(bench, "B1", "ASSIGNED", "W2");
    assert_int_equal(emitted(bench, MSG_visit_assigned, &assigned), 1);
    assert_string_equal(assigned.worker, "W2");
    assert_int_equal(emitted(bench, MSG_visit_offer_withdrawn, &told), 2);
    assert_string_equal(told.reason, "other_was_first");
    assert_int_equal(holds_of(bench, "W1") + holds_of(bench, "W3"), 0);
    assert_string_equal(say(bench, "W1", true).code, "not_yours");
    assert_string_equal(say(bench, "W3", true).code, "not_yours");
}

static void test_who_declines_makes_room_for_the_others_who_are_asked(void **state)
{
    struct bench *bench = *state;
    ask_three(bench);
    assert_string_equal(say(bench, "W1", false).outcome, "done");
    assert_with(bench, "B1", "OFFERED", "W2");
    assert_string_equal(say(bench, "W3", false).outcome, "done");
    assert_with(bench, "B1", "OFFERED", "W2");
    assert_int_equal(emitted(bench, MSG_visit_offered, NULL), 3);
    assert_string_equal(say(bench, "W2", false).outcome, "done");
    assert_with(bench, "B1", "UNFILLED", "");
    assert_int_equal(emitted(bench, MSG_visit_offer_declined, NULL), 3);
}

static void test_when_nobody_answers_all_offers_lapse_together(void **state)
{
    struct bench *bench = *state;
    ask_three(bench);
    bench_clock(bench, bench->now + 30 * MS_MINUTE);
    assert_with(bench, "B1", "UNFILLED", "");
    assert_int_equal(emitted(bench, MSG_visit_offer_expired, NULL), 3);
    assert_int_equal(holds_of(bench, "W1") + holds_of(bench, "W2") + holds_of(bench, "W3"), 0);
}

static void test_a_cancelled_booking_takes_all_offers_back(void **state)
{
    struct bench *bench = *state;
    struct visit_offer_withdrawn told;
    ask_three(bench);
    hear_cancelled(bench);
    assert_int_equal(emitted(bench, MSG_visit_offer_withdrawn, &told), 2); /* W1 hears visit.cancelled */
    assert_string_equal(told.reason, "cancelled");
    assert_int_equal(holds_of(bench, "W1") + holds_of(bench, "W2") + holds_of(bench, "W3"), 0);
}

static void test_an_offer_to_one_of_several_who_is_suspended_is_taken_back(void **state)
{
    struct bench *bench = *state;
    struct worker_suspended event = {.worker = "W2", .station = "ST1", .reason = "complaint", .review_by = START};
    ask_three(bench);
    bench_hear(bench, "roster", MSG_worker_suspended, &event, "W2");
    assert_with(bench, "B1", "OFFERED", "W1");
    assert_int_equal(holds_of(bench, "W2"), 0);
    assert_string_equal(say(bench, "W2", true).code, "not_yours");
    assert_string_equal(say(bench, "W3", true).outcome, "done");
}

static void test_offers_survive_a_restart(void **state)
{
    struct bench *bench = *state;
    ask_three(bench);
    bench_restart(bench);
    assert_string_equal(say(bench, "W3", true).outcome, "done");
    assert_with(bench, "B1", "ASSIGNED", "W3");
}

/* The holds are in the calendar, so nobody is asked twice for the same time. */
static void test_whoever_is_asked_for_one_visit_is_not_asked_for_another_at_that_time(void **state)
{
    struct bench *bench = *state;
    struct booking_requested other = a_request("B2", START + MS_HOUR);
    ask_three(bench);
    TEXT_PUT(other.household, "H2");
    bench_hear(bench, "booking", MSG_booking_requested, &other, "B2");
    assert_with(bench, "B2", "UNFILLED", "");
}

/* D1 row 19: who was lost to the booking before, or said no to it, is not asked again. */
static void test_what_stands_for_a_booking_that_the_provider_called_off_excludes_who_was_lost(void **state)
{
    struct bench *bench = *state;
    struct booking_requested first = a_request("B1", START), second = a_request("B2", START);
    struct booking_cancelled off = {.booking = "B1",
                                    .station = "ST1",
                                    .service = "EL-01",
                                    .household = "H1",
                                    .start = START,
                                    .end = START + 2 * MS_HOUR,
                                    .class = "provider",
                                    .by = "manager",
                                    .replaced_by = "B2"};
    hear_workers(bench, 3, "agency");
    bench_hear(bench, "booking", MSG_booking_requested, &first, "B1");
    assert_with(bench, "B1", "OFFERED", "W1");
    say(bench, "W1", false);
    say(bench, "W2", true);
    bench_hear(bench, "booking", MSG_booking_cancelled, &off, "B1");
    TEXT_PUT(second.replaces, "B1");
    bench_hear(bench, "booking", MSG_booking_requested, &second, "B2");
    assert_with(bench, "B2", "OFFERED", "W3");
}

static void test_an_employee_who_is_best_is_assigned_and_nobody_is_asked(void **state)
{
    struct bench *bench = *state;
    struct booking_requested request = a_request("B1", START);
    bench->config.value[SET_OFFER_WIDTH] = 3;
    hear_workers(bench, 2, "employee");
    bench_hear(bench, "booking", MSG_booking_requested, &request, "B1");
    assert_with(bench, "B1", "ASSIGNED", "W1");
    assert_int_equal(emitted(bench, MSG_visit_offered, NULL), 0);
}

static struct visit_broadcast broadcast(struct bench *bench, const char *first, const char *second)
{
    struct visit_broadcast command = {.workers.count = 2};
    TEXT_PUT(command.visit, visit_of(bench, "B1"));
    TEXT_PUT(command.workers.at[0], first);
    TEXT_PUT(command.workers.at[1], second);
    return command;
}

static void test_a_dispatcher_asks_several_at_once_under_the_same_rules(void **state)
{
    struct bench *bench = *state;
    struct booking_requested request = a_request("B1", START);
    TEXT_PUT(request.station, "ST2");
    hear_workers(bench, 3, "agency");
    bench_hear(bench, "booking", MSG_booking_requested, &request, "B1");
    bench->config.value[SET_STATION_SCOPE] = 0; /* from now on ST1 may send them, which nobody notices */
    bench_restart(bench);
    struct visit_broadcast command = broadcast(bench, "W3", "W9");
    assert_string_equal(bench_command(bench, dispatcher, MSG_visit_broadcast, &command).code, "unknown_worker");
    command = broadcast(bench, "W3", "W3");
    assert_string_equal(bench_command(bench, dispatcher, MSG_visit_broadcast, &command).code, "twice");
    assert_with(bench, "B1", "UNFILLED", "");
    command = broadcast(bench, "W3", "W2");
    bench_done(bench, dispatcher, MSG_visit_broadcast, &command);
    assert_with(bench, "B1", "OFFERED", "W3");
    assert_string_equal(say(bench, "W2", true).outcome, "done");
    assert_with(bench, "B1", "ASSIGNED", "W2");
}

static void test_who_refuses_too_often_is_asked_after_equals(void **state)
{
    struct bench *bench = *state;
    bench->config.value[SET_REFUSAL_LEAST] = 1;
    bench->config.value[SET_MAX_WORKERS_MONTH] = 31;
    struct booking_requested first = a_request("B1", START), second = a_request("B2", START + MS_DAY);
    hear_workers(bench, 2, "agency");
    bench_hear(bench, "booking", MSG_booking_requested, &first, "B1");
    assert_string_equal(say(bench, "W1", false).outcome, "done");
    bench_restart(bench);
    bench->config.value[SET_REFUSAL_PCT] = 100;
    bench_hear(bench, "booking", MSG_booking_requested, &second, "B2");
    assert_int_equal(points(explained(bench, "B2"), 1, "refusals"), points(explained(bench, "B2"), 2, "refusals"));
    bench->config.value[SET_REFUSAL_PCT] = 30;
    second = a_request("B3", START + 2 * MS_DAY);
    bench_hear(bench, "booking", MSG_booking_requested, &second, "B3");
    assert_with(bench, "B3", "OFFERED", "W2");
    assert_int_equal(points(explained(bench, "B3"), 2, "refusals"), 0);
}

/* ---- who comes to a household (V8) ---- */

static struct team_get_answer team(struct bench *bench, const char *household, int64_t at)
{
    static struct team_get_answer answer;
    struct team_get ask = {.at = at};
    TEXT_PUT(ask.id, household);
    bench_query(bench, dispatcher, MSG_team_get, &ask, MSG_team_get_answer, &answer);
    return answer;
}

static void test_a_household_has_a_main_worker_and_a_named_backup(void **state)
{
    struct bench *bench = *state;
    struct booking_requested request;
    hear_workers(bench, 3, "employee");
    for (int i = 0; i < 4; i++) {
        char booking[8];
        TEXT_FORMAT(booking, "B%d", i + 1);
        request = a_request(booking, START + i * MS_DAY);
        bench_hear(bench, "booking", MSG_booking_requested, &request, booking);
    }
    struct team_get_answer answer = team(bench, "H1", START + 5 * MS_DAY);
    assert_string_equal(answer.main, "W1");
    assert_string_equal(answer.backup, "W2");
    assert_int_equal(answer.visits, 4);
    assert_int_equal(answer.main_visits, 4);
    assert_int_equal(answer.share_pct, 100);
    assert_int_equal(answer.month_workers, 1);
    assert_int_equal(answer.month_most, 3);
    const struct visit_explain_answer *why = explained(bench, "B4");
    assert_string_equal(why->main, "W1");
    assert_string_equal(why->backup, "W2");
    assert_int_equal(why->main_visits, 3);
}

static void test_the_backup_comes_when_the_main_worker_cannot_and_stays_backup(void **state)
{
    struct bench *bench = *state;
    struct booking_requested request = a_request("B1", START);
    struct worker_leave_granted leave = {
        .worker = "W1", .station = "ST1", .leave = "L1", .start = START + MS_DAY, .until = START + 2 * MS_DAY};
    hear_workers(bench, 3, "employee");
    bench_hear(bench, "booking", MSG_booking_requested, &request, "B1");
    struct team_get_answer before = team(bench, "H1", START);
    bench_hear(bench, "roster", MSG_worker_leave_granted, &leave, "W1");
    request = a_request("B2", START + MS_DAY);
    bench_hear(bench, "booking", MSG_booking_requested, &request, "B2");
    assert_with(bench, "B2", "ASSIGNED", before.backup);
    bench_restart(bench);
    struct team_get_answer after = team(bench, "H1", START + 3 * MS_DAY);
    assert_string_equal(after.main, "W1");
    assert_string_equal(after.backup, before.backup);
    assert_int_equal(after.named_at, before.named_at);
    assert_int_equal(after.month_workers, 2);
}

static void test_a_household_nobody_was_sent_to_has_no_team(void **state)
{
    struct bench *bench = *state;
    struct team_get ask = {.id = "H9"};
    struct answer answer;
    bench_query(bench, dispatcher, MSG_team_get, &ask, MSG_answer, &answer);
    assert_string_equal(answer.code, "unknown_team");
}

static void test_a_worker_too_many_in_the_month_is_ranked_last_and_told_so(void **state)
{
    struct bench *bench = *state;
    struct booking_requested request = a_request("B1", START);
    struct worker_leave_granted leave = {
        .worker = "W1", .station = "ST1", .leave = "L1", .start = START + MS_DAY, .until = START + 2 * MS_DAY};
    bench->config.value[SET_MAX_WORKERS_MONTH] = 1;
    hear_workers(bench, 2, "employee");
    bench_hear(bench, "booking", MSG_booking_requested, &request, "B1");
    request = a_request("B2", START + 3 * MS_DAY);
    bench_hear(bench, "booking", MSG_booking_requested, &request, "B2");
    assert_false(explained(bench, "B2")->candidates.at[0].too_many);
    assert_true(explained(bench, "B2")->candidates.at[1].too_many);
    bench_hear(bench, "roster", MSG_worker_leave_granted, &leave, "W1");
    request = a_request("B3", START + MS_DAY); /* nobody else can: the visit takes place all the same */
    bench_hear(bench, "booking", MSG_booking_requested, &request, "B3");
    assert_with(bench, "B3", "ASSIGNED", "W2");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SERVICE_TEST(test_all_who_are_asked_at_once_hold_the_time_and_are_told),
        SERVICE_TEST(test_the_first_who_accepts_has_it_and_the_others_are_told),
        SERVICE_TEST(test_who_declines_makes_room_for_the_others_who_are_asked),
        SERVICE_TEST(test_when_nobody_answers_all_offers_lapse_together),
        SERVICE_TEST(test_a_cancelled_booking_takes_all_offers_back),
        SERVICE_TEST(test_an_offer_to_one_of_several_who_is_suspended_is_taken_back),
        SERVICE_TEST(test_offers_survive_a_restart),
        SERVICE_TEST(test_whoever_is_asked_for_one_visit_is_not_asked_for_another_at_that_time),
        SERVICE_TEST(test_what_stands_for_a_booking_that_the_provider_called_off_excludes_who_was_lost),
        SERVICE_TEST(test_an_employee_who_is_best_is_assigned_and_nobody_is_asked),
        SERVICE_TEST(test_a_dispatcher_asks_several_at_once_under_the_same_rules),
        SERVICE_TEST(test_who_refuses_too_often_is_asked_after_equals),
        SERVICE_TEST(test_a_household_has_a_main_worker_and_a_named_backup),
        SERVICE_TEST(test_the_backup_comes_when_the_main_worker_cannot_and_stays_backup),
        SERVICE_TEST(test_a_household_nobody_was_sent_to_has_no_team),
        SERVICE_TEST(test_a_worker_too_many_in_the_month_is_ranked_last_and_told_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
