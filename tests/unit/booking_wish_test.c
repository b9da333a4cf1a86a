/* Booking as a service: what stands about a household and a station, and what its client wishes of a worker. */
#include "bench.h"

#include "services/booking/tables.h"

#define NOON INT64_C(1770609600000) /* Monday 2026-02-09 12:00 at the stations */

static const struct bench_sender desk = {.role = "receptionist"}, manager = {.role = "manager"};

static struct station_put station_wish(void)
{
    struct station_put put = {.active = true, .cell_lat = 22505, .cell_lon = 113036, .hours.count = 6};
    TEXT_PUT(put.station, "ST1");
    TEXT_PUT(put.name, "示范站");
    TEXT_PUT(put.host_kind, "company");
    for (int i = 0; i < 6; i++)
        put.hours.at[i] = (struct open_span){.weekday = i + 1, .open_min = 510, .close_min = 1080};
    return put;
}

static struct coverage_put coverage(const char *community)
{
    struct coverage_put put = {.communities.count = 1};
    TEXT_PUT(put.station, "ST1");
    TEXT_PUT(put.communities.at[0], community);
    return put;
}

static void put_community(struct bench *bench, const char *code)
{
    struct community_put put = {.cell_lat = 22523, .cell_lon = 113040};
    TEXT_PUT(put.community, code);
    TEXT_PUT(put.name, "民和社区");
    bench_done(bench, manager, MSG_community_put, &put);
}

static int setup(void **state)
{
    struct bench *bench = calloc(1, sizeof *bench);
    struct station_put station = station_wish();
    struct coverage_put serves = coverage("CM1");
    struct service_put service = {.active = true, .minutes = 120, .workers = 1};
    struct household_put household = {0};
    assert_non_null(bench);
    bench_open(bench, &booking_service, NOON - MS_DAY);
    bench_clock(bench, NOON);
    put_community(bench, "CM1");
    put_community(bench, "CM2");
    bench_done(bench, manager, MSG_station_put, &station);
    bench_done(bench, manager, MSG_coverage_put, &serves);
    TEXT_PUT(service.service, "HH-01");
    TEXT_PUT(service.name, "日常保洁");
    TEXT_PUT(service.line, "household");
    bench_done(bench, manager, MSG_service_put, &service);
    TEXT_PUT(household.household, "H1");
    TEXT_PUT(household.community, "CM1");
    TEXT_PUT(household.consent, "paper");
    bench_done(bench, desk, MSG_household_put, &household);
    *state = bench;
    return 0;
}

static int teardown(void **state)
{
    bench_close(*state);
    free(*state);
    return 0;
}

static struct bench_sender who_saw(struct bench_sender sender, int64_t revision)
{
    sender.expectedrev = revision;
    return sender;
}

/* ---- coverage and pairs are objects with a revision ---- */

static void test_a_stale_coverage_is_a_conflict(void **state)
{
    struct bench *bench = *state;
    struct coverage_put put = coverage("CM2");
    struct station_get get = {.id = "ST1"};
    static struct station_get_answer answer;
    assert_int_equal(bench_command(bench, who_saw(manager, 1), MSG_coverage_put, &put).revision, 2);
    put = coverage("CM1");
    assert_string_equal(bench_command(bench, who_saw(manager, 1), MSG_coverage_put, &put).outcome, "conflict");
    bench_query(bench, manager, MSG_station_get, &get, MSG_station_get_answer, &answer);
    assert_int_equal(answer.coverage_version, 2);
    assert_string_equal(answer.communities.at[0], "CM2");
    assert_int_equal(bench_command(bench, who_saw(manager, 2), MSG_coverage_put, &put).revision, 3);
}

static void test_a_stale_pair_is_a_conflict(void **state)
{
    struct bench *bench = *state;
    struct pair_set set = {.household = "H1", .worker = "W1", .prohibited = true};
    struct household_get get = {.id = "H1"};
    static struct household_get_answer answer;
    assert_int_equal(bench_command(bench, desk, MSG_pair_set, &set).revision, 1);
    set.prohibited = false;
    assert_string_equal(bench_command(bench, who_saw(desk, 7), MSG_pair_set, &set).outcome, "conflict");
    bench_query(bench, desk, MSG_household_get, &get, MSG_household_get_answer, &answer);
    assert_int_equal(answer.prohibited.count, 1);
    assert_int_equal(bench_command(bench, who_saw(desk, 1), MSG_pair_set, &set).revision, 2);
}

static void test_each_pair_counts_its_own_changes(void **state)
{
    struct bench *bench = *state;
    struct pair_set first = {.household = "H1", .worker = "W1", .prohibited = true},
                    second = {.household = "H1", .worker = "W2", .prohibited = true};
    bench_done(bench, desk, MSG_pair_set, &first);
    bench_done(bench, desk, MSG_pair_set, &first);
    assert_int_equal(bench_command(bench, desk, MSG_pair_set, &second).revision, 1);
    assert_int_equal(bench_command(bench, who_saw(desk, 2), MSG_pair_set, &first).revision, 3);
}

/* ---- soft wishes (V7) ---- */

static void test_soft_wishes_are_kept_and_told_as_codes(void **state)
{
    struct bench *bench = *state;
    struct booking_create create = {.service = "HH-01",
                                    .household = "H1",
                                    .start = NOON + 2 * MS_DAY,
                                    .consent = "paper",
                                    .wish_cuisines = {2, {"hakka", "vegetarian"}},
                                    .home_pets = true,
                                    .wish_nonsmoker = true};
    struct booking_requested event = {0};
    struct booking_get get = {0};
    static struct booking_get_answer answer;
    TEXT_PUT(get.id, bench_command(bench, desk, MSG_booking_create, &create).subject);
    assert_int_equal(bench_emitted(bench, "booking", MSG_booking_requested, &event), 1);
    assert_int_equal(event.wish_cuisines.count, 2);
    assert_string_equal(event.wish_cuisines.at[1], "vegetarian");
    assert_true(event.home_pets && event.wish_nonsmoker);
    bench_restart(bench);
    bench_query(bench, desk, MSG_booking_get, &get, MSG_booking_get_answer, &answer);
    assert_int_equal(answer.wish_cuisines.count, 2);
    assert_string_equal(answer.wish_cuisines.at[0], "hakka");
    assert_true(answer.home_pets && answer.wish_nonsmoker);
}

#define SERVICE_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SERVICE_TEST(test_a_stale_coverage_is_a_conflict),
        SERVICE_TEST(test_a_stale_pair_is_a_conflict),
        SERVICE_TEST(test_each_pair_counts_its_own_changes),
        SERVICE_TEST(test_soft_wishes_are_kept_and_told_as_codes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
