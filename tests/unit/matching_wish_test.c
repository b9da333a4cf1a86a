/* Matching as a service: what clients wish softly of workers (V7). Each test leaves a store in which every invariant
 * holds (bench_close). */
#include "bench.h"

#include "services/matching/matching.h"

#define MONDAY INT64_C(1770566400000) /* 2026-02-09 00:00 at the stations */
#define START (MONDAY + 3 * MS_DAY + 9 * MS_HOUR)

static const struct bench_sender dispatcher = {.role = "dispatcher"};

static struct worker_onboarded a_worker(const char *id, const char *employment)
{
    struct worker_onboarded event = {
        .station = "ST1", .kind = "elder_care", .cell_lat = 22523, .cell_lon = 113041, .travel = "ebike"};
    TEXT_PUT(event.worker, id);
    TEXT_PUT(event.employment, employment);
    return event;
}

static void hear_worker(struct bench *bench, const struct worker_onboarded *new)
{
    struct worker_activated active = {.station = "ST1", .probation_until = MONDAY};
    struct worker_code_changed code = {.station = "ST1", .from = "none", .to = "green"};
    TEXT_PUT(active.worker, new->worker);
    TEXT_PUT(code.worker, new->worker);
    bench_hear(bench, "roster", MSG_worker_onboarded, new, new->worker);
    bench_hear(bench, "roster", MSG_worker_activated, &active, new->worker);
    bench_hear(bench, "roster", MSG_worker_code_changed, &code, new->worker);
}

static struct booking_requested a_request(const char *booking, int64_t start)
{
    struct booking_requested event = {.station = "ST1",
                                      .service = "EL-01",
                                      .household = "H1",
                                      .start = start,
                                      .end = start + 2 * MS_HOUR,
                                      .channel = "miniapp",
                                      .community = "CM1",
                                      .cell_lat = 22523,
                                      .cell_lon = 113041,
                                      .expires = start};
    TEXT_PUT(event.booking, booking);
    return event;
}

static int setup(void **state)
{
    struct bench *bench = calloc(1, sizeof *bench);
    struct catalog_service_changed service = {.service = "EL-01",
                                              .version = 1,
                                              .active = true,
                                              .line = "elder",
                                              .minutes = 120,
                                              .workers = 1,
                                              .worker_kinds = {1, {"elder_care"}}};
    assert_non_null(bench);
    bench_open(bench, &matching_service, MONDAY);
    bench_clock(bench, MONDAY + 12 * MS_HOUR);
    bench_hear(bench, "booking", MSG_catalog_service_changed, &service, "EL-01");
    *state = bench;
    return 0;
}

static int teardown(void **state)
{
    bench_close(*state);
    free(*state);
    return 0;
}

static const char *visit_of(struct bench *bench, const char *booking)
{
    static struct visit_list_answer list;
    struct visit_list ask = {0};
    TEXT_PUT(ask.booking, booking);
    bench_query(bench, dispatcher, MSG_visit_list, &ask, MSG_visit_list_answer, &list);
    assert_int_equal(list.rows.count, 1);
    return list.rows.at[0].visit;
}

static const struct visit_explain_answer *explained(struct bench *bench, const char *booking)
{
    static struct visit_explain_answer answer;
    struct visit_explain ask = {0};
    TEXT_PUT(ask.id, visit_of(bench, booking));
    bench_query(bench, dispatcher, MSG_visit_explain, &ask, MSG_visit_explain_answer, &answer);
    return &answer;
}

static int64_t points(const struct visit_explain_answer *answer, int rank, const char *term)
{
    const struct match_candidate *candidate = &answer->candidates.at[rank - 1];
    for (uint32_t i = 0; i < candidate->terms.count; i++)
        if (strcmp(candidate->terms.at[i].term, term) == 0)
            return candidate->terms.at[i].points;
    fail_msg("there is no term %s", term);
    return -1;
}

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
    request.home_pets = true;
    bench_hear(bench, "booking", MSG_booking_requested, &request, "B1");
    TEXT_PUT(retry.visit, visit_of(bench, "B1"));
    hear_two_workers(bench);
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

#define SERVICE_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SERVICE_TEST(test_soft_wishes_decide_between_equals_and_are_explained),
        SERVICE_TEST(test_without_soft_wishes_equals_stay_equal),
        SERVICE_TEST(test_what_was_wished_and_told_survives_a_restart),
        SERVICE_TEST(test_who_could_come_is_asked_with_the_same_wishes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
