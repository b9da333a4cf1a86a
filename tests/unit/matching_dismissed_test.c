/* Matching as a service: who is dismissed (D4 rows 4 and 8) is chosen no more. Each test leaves a store in which every
 * invariant holds (bench_close). */
#include "matching_world.h"

static void hear_workers(struct bench *bench)
{
    struct worker_onboarded first = a_worker("W1", "employee"), second = a_worker("W2", "employee");
    hear_worker(bench, &first);
    hear_worker(bench, &second);
}

static void hear_dismissed(struct bench *bench)
{
    struct worker_dismissed event = {.worker = "W1", .station = "ST1", .reason = "upheld"};
    bench_hear(bench, "roster", MSG_worker_dismissed, &event, "W1");
}

static void request(struct bench *bench, const char *booking)
{
    struct booking_requested request = a_request(booking, START);
    bench_hear(bench, "booking", MSG_booking_requested, &request, booking);
}

static void test_who_is_dismissed_is_chosen_no_more(void **state)
{
    struct bench *bench = *state;
    struct worker_eligible ask = {.service = "EL-01", .start = START, .end = START + MS_HOUR};
    static struct worker_eligible_answer answer;
    hear_workers(bench);
    hear_dismissed(bench);
    bench_restart(bench);
    bench_query(bench, dispatcher, MSG_worker_eligible, &ask, MSG_worker_eligible_answer, &answer);
    for (uint32_t i = 0; i < answer.candidates.count; i++)
        assert_string_not_equal(answer.candidates.at[i].worker, "W1");
    request(bench, "B1");
    assert_string_equal(explained(bench, "B1")->worker, "W2");
}

static void test_a_visit_of_who_is_dismissed_is_at_risk(void **state)
{
    struct bench *bench = *state;
    struct visit_at_risk risk = {0};
    hear_workers(bench);
    request(bench, "B1");
    assert_string_equal(explained(bench, "B1")->worker, "W1");
    hear_dismissed(bench);
    assert_int_equal(bench_emitted(bench, "matching", MSG_visit_at_risk, &risk), 1);
    assert_string_equal(risk.worker, "W1");
}

/* R3, D4 row 1: what she had besides ended when she left, and no event says so of each. */
static void test_who_is_hired_again_is_with_no_employer_of_before(void **state)
{
    struct bench *bench = *state;
    struct worker_onboarded new = a_worker("W1", "employee");
    struct worker_employed employed = {.worker = "W1", .station = "ST2", .employer = "ST1", .employment = "agency"};
    TEXT_PUT(new.station, "ST2");
    hear_worker(bench, &new);
    bench_hear(bench, "roster", MSG_worker_employed, &employed, "W1");
    request(bench, "B1");
    assert_string_equal(explained(bench, "B1")->worker, "W1");
    hear_dismissed(bench);
    hear_worker(bench, &new);
    for (int i = 0; i < 2; i++) {
        struct booking_requested later = a_request(i ? "B3" : "B2", START + (i + 1) * MS_DAY);
        bench_hear(bench, "booking", MSG_booking_requested, &later, later.booking);
        assert_string_equal(explained(bench, later.booking)->outcome, "none");
        assert_string_equal(explained(bench, later.booking)->reasons.at[0].reason, "station");
        bench_restart(bench);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SERVICE_TEST(test_who_is_dismissed_is_chosen_no_more),
        SERVICE_TEST(test_a_visit_of_who_is_dismissed_is_at_risk),
        SERVICE_TEST(test_who_is_hired_again_is_with_no_employer_of_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
