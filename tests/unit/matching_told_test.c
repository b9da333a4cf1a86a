/* What matching tells of each step of a visit, whom it refuses who asks for what is not there, and each rule that
 * rejects, as the service says it (G21: refusals_test.c finds what no test sees). */
#include "matching_world.h"

#define END (START + 2 * MS_HOUR)

static const struct bench_sender desk = {.role = "receptionist", .actor = "R1"}, w1 = {.role = "worker", .actor = "W1"};

/* ---- events ---- */

static void assigned(struct bench *bench)
{
    struct booking_requested request = a_request("B1", START);
    struct worker_onboarded new = a_worker("W1", "employee");
    hear_worker(bench, &new);
    bench_hear(bench, "booking", MSG_booking_requested, &request, "B1");
}

/* Commands that say no more than which visit. */
static void say(struct bench *bench, enum message_type type)
{
    struct visit_check_out command = {0}; /* others are its beginning */
    TEXT_PUT(command.visit, visit_of(bench, "B1"));
    bench_done(bench, w1, type, &command);
}

/* All these events say the same of a visit; `event` is one of them. */
static void assert_facts(struct bench *bench, const struct visit_acked *event)
{
    assert_string_equal(event->visit, visit_of(bench, "B1"));
    assert_string_equal(event->booking, "B1");
    assert_string_equal(event->station, "ST1");
    assert_string_equal(event->service, "EL-01");
    assert_string_equal(event->household, "H1");
    assert_string_equal(event->worker, "W1");
    assert_int_equal(event->start, START);
    assert_int_equal(event->end, END);
}

static void check_in(struct bench *bench)
{
    struct visit_check_in in = {.method = "phone"};
    TEXT_PUT(in.visit, visit_of(bench, "B1"));
    bench_clock(bench, START);
    bench_done(bench, desk, MSG_visit_check_in, &in);
}

static void test_rows_8_and_13_acknowledged_and_on_the_way(void **state)
{
    struct bench *bench = *state;
    struct visit_acked acked, away;
    assigned(bench);
    say(bench, MSG_visit_ack);
    assert_int_equal(bench_emitted(bench, "matching", MSG_visit_acked, &acked), 1);
    assert_facts(bench, &acked);
    say(bench, MSG_visit_depart);
    assert_int_equal(bench_emitted(bench, "matching", MSG_visit_en_route, &away), 1);
    assert_facts(bench, &away);
}

static void test_row_16_nobody_at_home(void **state)
{
    struct bench *bench = *state;
    struct visit_no_client command = {
        .tries = 2,
        .arrived_at = START + 2 * MS_MINUTE,
        .contacts = {2, {{START + 3 * MS_MINUTE, "door"}, {START + 10 * MS_MINUTE, "phone"}}}};
    struct visit_client_no_show event;
    assigned(bench);
    say(bench, MSG_visit_ack);
    TEXT_PUT(command.visit, visit_of(bench, "B1"));
    bench_clock(bench, START + 20 * MS_MINUTE);
    bench_done(bench, w1, MSG_visit_no_client, &command);
    assert_int_equal(bench_emitted(bench, "matching", MSG_visit_client_no_show, &event), 1);
    assert_facts(bench, (const struct visit_acked *)(const void *)&event);
    assert_int_equal(event.tries, 2);
    assert_int_equal(event.arrived_at, START + 2 * MS_MINUTE);
    assert_int_equal(event.contacts.count, 2);
    assert_int_equal(event.contacts.at[1].at, START + 10 * MS_MINUTE);
    assert_string_equal(event.contacts.at[1].how, "phone");
}

static void test_row_20_disputed_and_ruling_5_closed(void **state)
{
    struct bench *bench = *state;
    struct visit_dispute objection = {.reason = "too_short"};
    struct visit_settle settle = {0};
    struct visit_acked disputed, closed;
    assigned(bench);
    say(bench, MSG_visit_ack);
    check_in(bench);
    bench_clock(bench, END);
    say(bench, MSG_visit_check_out);
    TEXT_PUT(objection.visit, visit_of(bench, "B1"));
    TEXT_PUT(settle.visit, objection.visit);
    bench_done(bench, desk, MSG_visit_dispute, &objection);
    assert_int_equal(bench_emitted(bench, "matching", MSG_visit_disputed, &disputed), 1);
    assert_facts(bench, &disputed);
    bench_done(bench, (struct bench_sender){.role = "manager"}, MSG_visit_settle, &settle);
    bench_clock(bench, END + 1);
    assert_int_equal(bench_emitted(bench, "matching", MSG_visit_closed, &closed), 1);
    assert_facts(bench, &closed);
}

/* ---- what is not there ---- */

static void assert_unknown(struct bench *bench, enum message_type type, const void *body, const char *code,
                           const char *field)
{
    struct answer answer;
    bench_send(bench, dispatcher, type, body);
    bench_decode(bench, MSG_answer, &answer);
    assert_string_equal(answer.outcome, "refused");
    assert_string_equal(answer.code, code);
    assert_string_equal(answer.field, field);
}

static void test_what_is_not_there_is_refused_by_name(void **state)
{
    struct bench *bench = *state;
    struct visit_get get = {.id = "V9"};
    struct visit_list visits = {.after = "V9"};
    struct calendar_list calendar = {.person = "W1", .after = "X9"};
    struct worker_eligible eligible = {.service = "XX-09", .start = START, .end = END};
    struct match_slots slots = {.service = "XX-09", .station = "ST1", .minutes = 60};
    struct visit_assign assign = {.visit = "V9", .worker = "W1"};
    struct visit_explain explain = {.number = 9};
    assigned(bench);
    TEXT_PUT(explain.id, visit_of(bench, "B1"));
    assert_unknown(bench, MSG_visit_get, &get, "unknown_visit", "id");
    assert_unknown(bench, MSG_visit_list, &visits, "unknown_visit", "after");
    assert_unknown(bench, MSG_visit_assign, &assign, "unknown_visit", "visit");
    assert_unknown(bench, MSG_calendar_list, &calendar, "unknown_hold", "after");
    assert_unknown(bench, MSG_worker_eligible, &eligible, "unknown_service", "service");
    assert_unknown(bench, MSG_match_slots, &slots, "unknown_service", "service");
    assert_unknown(bench, MSG_visit_explain, &explain, "unknown_decision", "number");
}

/* ---- rules ---- */

/* B9 finds nobody, for that reason alone. */
static void assert_rejects(struct bench *bench, const struct booking_requested *request, const char *rule)
{
    bench_hear(bench, "booking", MSG_booking_requested, request, request->booking);
    const struct visit_explain_answer *answer = explained(bench, request->booking);
    assert_string_equal(answer->outcome, "none");
    assert_int_equal(answer->reasons.count, 1);
    assert_string_equal(answer->reasons.at[0].reason, rule);
    assert_int_equal(answer->reasons.at[0].workers, 1);
}

static void hear_service(struct bench *bench, bool intimate)
{
    struct catalog_service_changed service = {.service = "EL-01",
                                              .version = 2,
                                              .active = true,
                                              .line = "elder",
                                              .minutes = 120,
                                              .workers = 1,
                                              .intimate = intimate,
                                              .worker_kinds = {1, {"elder_care"}}};
    bench_hear(bench, "booking", MSG_catalog_service_changed, &service, "EL-01");
}

static void test_who_is_not_active_is_not_sent(void **state)
{
    struct bench *bench = *state;
    struct worker_onboarded new = a_worker("W1", "employee");
    struct booking_requested request = a_request("B9", START);
    bench_hear(bench, "roster", MSG_worker_onboarded, &new, "W1");
    assert_rejects(bench, &request, "not_active");
}

static void test_who_is_of_another_kind_is_not_sent(void **state)
{
    struct bench *bench = *state;
    struct worker_onboarded new = a_worker("W1", "employee");
    struct booking_requested request = a_request("B9", START);
    TEXT_PUT(new.kind, "cook");
    hear_worker(bench, &new);
    assert_rejects(bench, &request, "kind");
}

static void test_who_must_not_meet_the_household_is_not_sent(void **state)
{
    struct bench *bench = *state;
    struct worker_onboarded new = a_worker("W1", "employee");
    struct booking_requested request = a_request("B9", START);
    struct household_pair_changed pair = {.household = "H1", .worker = "W1", .prohibited = true};
    hear_worker(bench, &new);
    bench_hear(bench, "booking", MSG_household_pair_changed, &pair, "H1");
    assert_rejects(bench, &request, "prohibited");
}

static void test_who_is_not_of_the_wished_sex_is_not_sent_to_intimate_care(void **state)
{
    struct bench *bench = *state;
    struct worker_onboarded new = a_worker("W1", "employee");
    struct booking_requested request = a_request("B9", START);
    TEXT_PUT(new.sex, "m");
    TEXT_PUT(request.wish_sex, "f");
    hear_service(bench, true);
    hear_worker(bench, &new);
    assert_rejects(bench, &request, "sex");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        SERVICE_TEST(test_rows_8_and_13_acknowledged_and_on_the_way),
        SERVICE_TEST(test_row_16_nobody_at_home),
        SERVICE_TEST(test_row_20_disputed_and_ruling_5_closed),
        SERVICE_TEST(test_what_is_not_there_is_refused_by_name),
        SERVICE_TEST(test_who_is_not_active_is_not_sent),
        SERVICE_TEST(test_who_is_of_another_kind_is_not_sent),
        SERVICE_TEST(test_who_must_not_meet_the_household_is_not_sent),
        SERVICE_TEST(test_who_is_not_of_the_wished_sex_is_not_sent_to_intimate_care),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
