/* D2 rows 18, 19, V14: what was not checked in or out as it should be is put right by two people: one proposes, a
 * second one confirms by a command of the own; until then nothing changes. */
#include "matching_world.h"

#include "services/matching/correction.h"

#define END (START + 2 * MS_HOUR)

static const struct bench_sender desk = {.role = "receptionist", .actor = "R1"},
                                 manager = {.role = "manager", .actor = "M1"}, w1 = {.role = "worker", .actor = "W1"};

static void assert_code(struct answer answer, const char *code, const char *field)
{
    assert_string_equal(answer.code, code);
    assert_string_equal(answer.field, field);
    assert_string_equal(answer.outcome, "refused");
}

/* ---- the rules ---- */

static const struct visit plan = {.visit = "V1", .worker = "W1", .time = {START, END}};

static void assert_flaw(const struct correction_flaw *flaw, const char *code, const char *field)
{
    assert_non_null(flaw);
    assert_string_equal(flaw->code, code);
    assert_string_equal(flaw->field, field);
}

static void test_row_19_times_lie_within_a_day_of_the_plan_and_not_in_the_future(void **state)
{
    (void)state;
    struct correction good = {.started_at = START, .ended_at = END}, late = {.started_at = START, .ended_at = END + 1},
                      turned = {.started_at = END, .ended_at = END},
                      early = {.started_at = START - MS_DAY - 1, .ended_at = END},
                      long_after = {.started_at = START, .ended_at = END + MS_DAY + 1};
    assert_null(correction_times(&plan, &good, END));
    assert_flaw(correction_times(&plan, &late, END), "bad_time", "ended_at");
    assert_flaw(correction_times(&plan, &turned, END), "bad_time", "ended_at");
    assert_flaw(correction_times(&plan, &early, END), "bad_time", "started_at");
    assert_flaw(correction_times(&plan, &long_after, END + 3 * MS_DAY), "bad_time", "started_at");
}

static void test_row_19_two_people_of_whom_neither_is_the_worker(void **state)
{
    (void)state;
    struct correction open = {.proposer = "R1"}, named = {.proposer = "R1", .second = "M1"}, nobody = {.proposer = ""},
                      own = {.proposer = "W1"}, same = {.proposer = "R1", .second = "R1"},
                      worker = {.proposer = "R1", .second = "W1"};
    assert_null(correction_proposer(&plan, &open));
    assert_null(correction_proposer(&plan, &named));
    assert_flaw(correction_proposer(&plan, &nobody), "actor_missing", "actorid");
    assert_flaw(correction_proposer(&plan, &own), "own_time", "actorid");
    assert_flaw(correction_proposer(&plan, &same), "same_person", "second");
    assert_flaw(correction_proposer(&plan, &worker), "own_time", "second");
    assert_null(correction_second(&plan, &open, "M2"));
    assert_null(correction_second(&plan, &named, "M1"));
    assert_flaw(correction_second(&plan, &named, "M2"), "not_named", "actorid");
    assert_flaw(correction_second(&plan, &open, "R1"), "same_person", "actorid");
    assert_flaw(correction_second(&plan, &open, "W1"), "own_time", "actorid");
    assert_flaw(correction_second(&plan, &open, ""), "actor_missing", "actorid");
}

/* ---- the service ---- */

/* W1 works B1 and forgets to check out. */
static void start(struct bench *bench)
{
    struct booking_requested request = a_request("B1", START);
    struct worker_onboarded new = a_worker("W1", "employee");
    struct visit_ack ack = {0};
    struct visit_check_in in = {.method = "phone"};
    hear_worker(bench, &new);
    bench_hear(bench, "booking", MSG_booking_requested, &request, "B1");
    TEXT_PUT(ack.visit, visit_of(bench, "B1"));
    TEXT_PUT(in.visit, ack.visit);
    bench_done(bench, w1, MSG_visit_ack, &ack);
    bench_clock(bench, START + 5 * MS_MINUTE);
    bench_done(bench, desk, MSG_visit_check_in, &in);
    bench_clock(bench, END + 2 * MS_HOUR);
}

static struct answer correct(struct bench *bench, struct bench_sender from, const char *second)
{
    struct visit_correct command = {.started_at = START, .ended_at = END, .reason = "forgotten"};
    TEXT_PUT(command.visit, visit_of(bench, "B1"));
    TEXT_PUT(command.second, second);
    return bench_command(bench, from, MSG_visit_correct, &command);
}

static struct answer confirm(struct bench *bench, struct bench_sender from)
{
    struct visit_correct_confirm command = {0};
    TEXT_PUT(command.visit, visit_of(bench, "B1"));
    return bench_command(bench, from, MSG_visit_correct_confirm, &command);
}

static struct answer withdraw(struct bench *bench, struct bench_sender from)
{
    struct visit_correct_withdraw command = {0};
    TEXT_PUT(command.visit, visit_of(bench, "B1"));
    return bench_command(bench, from, MSG_visit_correct_withdraw, &command);
}

static struct answer check_out(struct bench *bench)
{
    struct visit_check_out command = {0};
    TEXT_PUT(command.visit, visit_of(bench, "B1"));
    return bench_command(bench, w1, MSG_visit_check_out, &command);
}

static void proposed(struct bench *bench)
{
    start(bench);
    assert_string_equal(correct(bench, desk, "").outcome, "done");
}

static struct visit_get_answer visit(struct bench *bench)
{
    static struct visit_get_answer answer;
    struct visit_get ask = {0};
    TEXT_PUT(ask.id, visit_of(bench, "B1"));
    bench_query(bench, manager, MSG_visit_get, &ask, MSG_visit_get_answer, &answer);
    return answer;
}

static void assert_dropped(struct bench *bench, const char *reason)
{
    struct visit_correction_dropped event;
    assert_int_equal(bench_emitted(bench, "matching", MSG_visit_correction_dropped, &event), 1);
    assert_string_equal(event.reason, reason);
    assert_int_equal(visit(bench).correction_expires, 0);
    assert_int_equal(bench_emitted(bench, "matching", MSG_visit_corrected, NULL), 0);
}

static void test_row_19_a_correction_alone_changes_nothing(void **state)
{
    struct bench *bench = *state;
    struct visit_correction_proposed event;
    proposed(bench);
    struct visit_get_answer seen = visit(bench);
    assert_string_equal(seen.state, "STARTED");
    assert_int_equal(seen.started_at, START + 5 * MS_MINUTE);
    assert_int_equal(seen.correction_started_at, START);
    assert_int_equal(seen.correction_ended_at, END);
    assert_string_equal(seen.correction_reason, "forgotten");
    assert_string_equal(seen.correction_by, "R1");
    assert_int_equal(seen.correction_expires, END + 50 * MS_HOUR);
    assert_int_equal(bench_emitted(bench, "matching", MSG_visit_correction_proposed, &event), 1);
    assert_int_equal(event.expires, END + 50 * MS_HOUR);
    assert_int_equal(bench_emitted(bench, "matching", MSG_visit_verified, NULL), 0);
}

static void test_row_19_the_second_person_makes_it_good(void **state)
{
    struct bench *bench = *state;
    struct visit_corrected corrected;
    struct visit_verified verified;
    proposed(bench);
    assert_string_equal(confirm(bench, manager).outcome, "done");
    struct visit_get_answer seen = visit(bench);
    assert_string_equal(seen.state, "VERIFIED");
    assert_int_equal(seen.started_at, START);
    assert_int_equal(seen.ended_at, END);
    assert_int_equal(seen.minutes, 120);
    assert_int_equal(seen.correction_expires, 0);
    assert_int_equal(bench_emitted(bench, "matching", MSG_visit_corrected, &corrected), 1);
    assert_int_equal(corrected.ended_at, END);
    assert_string_equal(corrected.reason, "forgotten");
    assert_int_equal(bench_emitted(bench, "matching", MSG_visit_verified, &verified), 1);
    assert_int_equal(verified.minutes, 120);
    assert_int_equal(bench_emitted(bench, "matching", MSG_visit_correction_dropped, NULL), 0);
    assert_code(confirm(bench, manager), "no_correction", "visit");
}

/* Rows 18, 19 */
static void test_an_overdue_check_out_alarms_and_waits_for_two_people(void **state)
{
    struct bench *bench = *state;
    start(bench);
    assert_int_equal(bench_emitted(bench, "matching", MSG_visit_checkout_overdue, NULL), 1);
    assert_string_equal(check_out(bench).outcome, "done");
    assert_string_equal(visit(bench).state, "ENDED");
    assert_string_equal(correct(bench, desk, "M1").outcome, "done");
    assert_string_equal(visit(bench).state, "ENDED");
    assert_string_equal(confirm(bench, manager).outcome, "done");
    assert_string_equal(visit(bench).state, "VERIFIED");
    assert_int_equal(visit(bench).minutes, 120);
}

static void test_who_may_not_propose_is_refused_by_name(void **state)
{
    struct bench *bench = *state;
    start(bench);
    assert_code(correct(bench, (struct bench_sender){.role = "receptionist", .actor = ""}, ""), "actor_missing",
                "actorid");
    assert_code(correct(bench, (struct bench_sender){.role = "receptionist", .actor = "W1"}, ""), "own_time",
                "actorid");
    assert_code(correct(bench, desk, "W1"), "own_time", "second");
    assert_code(correct(bench, desk, "R1"), "same_person", "second");
    assert_string_equal(correct(bench, w1, "").outcome, "denied");
    assert_int_equal(visit(bench).correction_expires, 0);
}

static void test_who_may_not_confirm_is_refused_by_name(void **state)
{
    struct bench *bench = *state;
    start(bench);
    assert_code(confirm(bench, manager), "no_correction", "visit");
    assert_string_equal(correct(bench, desk, "M1").outcome, "done");
    assert_code(confirm(bench, (struct bench_sender){.role = "manager", .actor = "R1"}), "same_person", "actorid");
    assert_code(confirm(bench, (struct bench_sender){.role = "manager", .actor = "W1"}), "own_time", "actorid");
    assert_code(confirm(bench, (struct bench_sender){.role = "manager", .actor = "M2"}), "not_named", "actorid");
    assert_code(confirm(bench, (struct bench_sender){.role = "manager", .actor = ""}), "actor_missing", "actorid");
    assert_string_equal(confirm(bench, desk).outcome, "denied");
    assert_string_equal(visit(bench).state, "STARTED");
    assert_string_equal(confirm(bench, manager).outcome, "done");
}

/* A manager confirms what he has seen, not what was put in its place meanwhile. */
static void test_a_correction_that_was_changed_is_not_confirmed_unseen(void **state)
{
    struct bench *bench = *state;
    proposed(bench);
    struct bench_sender seen = manager;
    seen.expectedrev = visit(bench).revision;
    assert_string_equal(withdraw(bench, desk).outcome, "done");
    assert_string_equal(correct(bench, desk, "").outcome, "done");
    assert_string_equal(confirm(bench, seen).outcome, "conflict");
}

static void test_only_one_correction_waits(void **state)
{
    struct bench *bench = *state;
    proposed(bench);
    assert_code(correct(bench, desk, ""), "correction_waits", "visit");
}

static void test_who_proposed_it_takes_it_back(void **state)
{
    struct bench *bench = *state;
    proposed(bench);
    assert_code(withdraw(bench, (struct bench_sender){.role = "receptionist", .actor = "R2"}), "not_yours", "visit");
    assert_string_equal(withdraw(bench, desk).outcome, "done");
    assert_dropped(bench, "withdrawn");
    assert_code(withdraw(bench, desk), "no_correction", "visit");
}

static void test_a_manager_who_does_not_believe_it_declines(void **state)
{
    struct bench *bench = *state;
    proposed(bench);
    assert_string_equal(withdraw(bench, manager).outcome, "done");
    assert_dropped(bench, "declined");
}

static void test_it_lapses_when_nobody_confirms_it(void **state)
{
    struct bench *bench = *state;
    proposed(bench);
    bench_clock(bench, END + 50 * MS_HOUR - 1);
    assert_int_equal(bench_emitted(bench, "matching", MSG_visit_correction_dropped, NULL), 0);
    bench_clock(bench, END + 50 * MS_HOUR);
    assert_dropped(bench, "expired");
    assert_string_equal(visit(bench).state, "STARTED");
}

/* Checked out late, proposed a day later, and then the client objects. */
static void test_what_is_disputed_meanwhile_overtakes_it(void **state)
{
    struct bench *bench = *state;
    struct visit_dispute object = {.reason = "too_short"};
    start(bench);
    assert_string_equal(check_out(bench).outcome, "done");
    bench_clock(bench, bench->now + MS_DAY);
    assert_string_equal(correct(bench, desk, "").outcome, "done");
    TEXT_PUT(object.visit, visit_of(bench, "B1"));
    bench_done(bench, desk, MSG_visit_dispute, &object);
    assert_string_equal(visit(bench).state, "DISPUTED");
    assert_dropped(bench, "overtaken");
    assert_code(correct(bench, desk, ""), "wrong_state", "visit");
}

/* Times that nobody believes wait for people, however long; they are told at once and every two days. */
static void test_row_19_no_time_makes_late_times_credible(void **state)
{
    struct bench *bench = *state;
    struct visit_unverified event;
    struct visit_verify_overdue again;
    start(bench);
    int64_t ended = bench->now;
    assert_string_equal(check_out(bench).outcome, "done");
    assert_int_equal(bench_emitted(bench, "matching", MSG_visit_unverified, &event), 1);
    assert_string_equal(event.reason, "late_check_out");
    assert_int_equal(event.ask_again, ended + 48 * MS_HOUR);
    bench_clock(bench, ended + 48 * MS_HOUR - 1);
    assert_int_equal(bench_emitted(bench, "matching", MSG_visit_verify_overdue, NULL), 0);
    bench_restart(bench);
    bench_clock(bench, ended + 48 * MS_HOUR);
    assert_int_equal(bench_emitted(bench, "matching", MSG_visit_verify_overdue, &again), 1);
    assert_int_equal(again.ended_at, ended);
    bench_clock(bench, ended + 96 * MS_HOUR);
    assert_int_equal(bench_emitted(bench, "matching", MSG_visit_verify_overdue, NULL), 2);
    assert_string_equal(visit(bench).state, "ENDED");
    assert_int_equal(visit(bench).verify_by, ended + 144 * MS_HOUR);
    assert_int_equal(bench_emitted(bench, "matching", MSG_visit_verified, NULL), 0);
    assert_string_equal(correct(bench, desk, "").outcome, "done");
    assert_string_equal(confirm(bench, manager).outcome, "done");
    assert_string_equal(visit(bench).state, "VERIFIED");
    assert_int_equal(visit(bench).verify_by, 0);
    bench_clock(bench, ended + 144 * MS_HOUR);
    assert_int_equal(bench_emitted(bench, "matching", MSG_visit_verify_overdue, NULL), 2);
}

/* Times that are wrong are refused, and nothing waits. */
static void test_bad_times_are_refused(void **state)
{
    struct bench *bench = *state;
    struct visit_correct command = {.started_at = START, .ended_at = END + 3 * MS_HOUR, .reason = "forgotten"};
    start(bench);
    TEXT_PUT(command.visit, visit_of(bench, "B1"));
    assert_code(bench_command(bench, desk, MSG_visit_correct, &command), "bad_time", "ended_at");
    assert_int_equal(visit(bench).correction_expires, 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_row_19_times_lie_within_a_day_of_the_plan_and_not_in_the_future),
        cmocka_unit_test(test_row_19_two_people_of_whom_neither_is_the_worker),
        SERVICE_TEST(test_row_19_a_correction_alone_changes_nothing),
        SERVICE_TEST(test_row_19_the_second_person_makes_it_good),
        SERVICE_TEST(test_an_overdue_check_out_alarms_and_waits_for_two_people),
        SERVICE_TEST(test_who_may_not_propose_is_refused_by_name),
        SERVICE_TEST(test_who_may_not_confirm_is_refused_by_name),
        SERVICE_TEST(test_a_correction_that_was_changed_is_not_confirmed_unseen),
        SERVICE_TEST(test_only_one_correction_waits),
        SERVICE_TEST(test_who_proposed_it_takes_it_back),
        SERVICE_TEST(test_a_manager_who_does_not_believe_it_declines),
        SERVICE_TEST(test_it_lapses_when_nobody_confirms_it),
        SERVICE_TEST(test_what_is_disputed_meanwhile_overtakes_it),
        SERVICE_TEST(test_row_19_no_time_makes_late_times_credible),
        SERVICE_TEST(test_bad_times_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
