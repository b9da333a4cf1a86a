/* Matching as a service: what clients wish softly of workers (V7). Each test leaves a store in which every invariant
 * holds (bench_close). */
#include "matching_world.h"

/* ---- soft wishes (V7) ---- */

static void hear_two_workers(struct bench *bench)
{
    struct worker_onboarded first = a_worker("W1", "employee"), second = a_worker("W2", "employee");
    TEXT_PUT(first.pets, "no");
    TEXT_PUT(first.smokes, "yes");
    TEXT_PUT(second.pets, "yes");
    TEXT_PUT(second.smokes, "no");
    second.cuisines.count = 1;
    TEXT_PUT(second.cuisines.at[0], "hakka");
    hear_worker(bench, &first);
    hear_worker(bench, &second);
}

static void test_soft_wishes_decide_between_equals_and_are_explained(void **state)
{
    struct bench *bench = *state;
    struct booking_requested request = a_request("B1", START);
    request.home_pets = request.wish_nonsmoker = true;
    request.wish_cuisines.count = 1;
    TEXT_PUT(request.wish_cuisines.at[0], "hakka");
    hear_two_workers(bench);
    bench_hear(bench, "booking", MSG_booking_requested, &request, "B1");
    const struct visit_explain_answer *answer = explained(bench, "B1");
    assert_string_equal(answer->worker, "W2");
    assert_int_equal(points(answer, 2, "cuisine"), 0);
    assert_int_equal(points(answer, 2, "pets"), 0);
    assert_int_equal(points(answer, 2, "smoking"), 0);
    assert_true(points(answer, 1, "cuisine") > 0 && points(answer, 1, "pets") > 0 && points(answer, 1, "smoking") > 0);
}

static void test_without_soft_wishes_equals_stay_equal(void **state)
{
    struct bench *bench = *state;
    struct booking_requested request = a_request("B1", START);
    hear_two_workers(bench);
    bench_hear(bench, "booking", MSG_booking_requested, &request, "B1");
    const struct visit_explain_answer *answer = explained(bench, "B1");
    assert_string_equal(answer->worker, "W1");
    assert_int_equal(answer->candidates.at[0].total, answer->candidates.at[1].total);
}

static void test_what_was_wished_and_told_survives_a_restart(void **state)
{
    struct bench *bench = *state;
    struct booking_requested request = a_request("B1", START);
    struct match_retry retry = {0};
    int64_t *most = &bench->config.value[SET_MAX_TRAVEL_MIN], before = *most;
    request.home_pets = true;
    bench_hear(bench, "booking", MSG_booking_requested, &request, "B1");
    TEXT_PUT(retry.visit, visit_of(bench, "B1"));
    *most = -1; /* nobody may do it yet, or the first who comes would be given it (D2 row 7) */
    hear_two_workers(bench);
    *most = before;
    bench_restart(bench);
    bench_done(bench, dispatcher, MSG_match_retry, &retry);
    assert_string_equal(explained(bench, "B1")->worker, "W2");
}

static void test_who_could_come_is_asked_with_the_same_wishes(void **state)
{
    struct bench *bench = *state;
    struct worker_eligible ask = {.service = "EL-01", .start = START, .end = START + MS_HOUR, .home_pets = true};
    static struct worker_eligible_answer answer;
    hear_two_workers(bench);
    bench_query(bench, dispatcher, MSG_worker_eligible, &ask, MSG_worker_eligible_answer, &answer);
    assert_string_equal(answer.candidates.at[0].worker, "W2");
}

/* ---- weights (V9) ---- */

/* W1 works where pets are but smokes, W2 neither; who is sent to a home that wishes both, when this term weighs most.
 */
static const struct visit_explain_answer *chosen_when(struct bench *bench, enum term heavy)
{
    struct worker_onboarded first = a_worker("W1", "employee"), second = a_worker("W2", "employee");
    struct booking_requested request = a_request("B1", START);
    request.home_pets = request.wish_nonsmoker = true;
    TEXT_PUT(first.pets, "yes");
    TEXT_PUT(first.smokes, "yes");
    TEXT_PUT(second.pets, "no");
    TEXT_PUT(second.smokes, "no");
    bench->config.value[SET_WEIGHT_SKILL + heavy] = 50;
    hear_worker(bench, &first);
    hear_worker(bench, &second);
    bench_hear(bench, "booking", MSG_booking_requested, &request, "B1");
    return explained(bench, "B1");
}

static void test_a_setting_that_weighs_pets_more_sends_who_works_with_them(void **state)
{
    const struct visit_explain_answer *answer = chosen_when(*state, TERM_PETS);
    assert_string_equal(answer->worker, "W1");
    assert_true(answer->candidates.at[0].total > answer->candidates.at[1].total);
}

static void test_a_setting_that_weighs_smoking_more_sends_who_does_not(void **state)
{
    const struct visit_explain_answer *answer = chosen_when(*state, TERM_SMOKING);
    assert_string_equal(answer->worker, "W2");
    assert_true(answer->candidates.at[0].total > answer->candidates.at[1].total);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SERVICE_TEST(test_soft_wishes_decide_between_equals_and_are_explained),
        SERVICE_TEST(test_without_soft_wishes_equals_stay_equal),
        SERVICE_TEST(test_what_was_wished_and_told_survives_a_restart),
        SERVICE_TEST(test_who_could_come_is_asked_with_the_same_wishes),
        SERVICE_TEST(test_a_setting_that_weighs_pets_more_sends_who_works_with_them),
        SERVICE_TEST(test_a_setting_that_weighs_smoking_more_sends_who_does_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
