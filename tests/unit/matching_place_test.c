/* D2 row 14, V14, ruling 4: a worker checks in by position; where the home is stands sealed in matching alone. */
#include "matching_world.h"

#include "services/matching/door.h"

#define HOME "22.523456,113.041234"
#define NEAR "22.525200,113.041234" /* 194 m north */
#define FAR "22.525300,113.041234"  /* 205 m */

static const struct bench_sender desk = {.role = "receptionist"}, w1 = {.role = "worker", .actor = "W1"};

static void assert_code(struct answer answer, const char *code, const char *field)
{
    assert_string_equal(answer.code, code);
    assert_string_equal(answer.field, field);
    assert_string_equal(answer.outcome, "refused");
}

/* ---- the rule ---- */

static void test_row_14_a_position_counts_within_200_metres(void **state)
{
    (void)state;
    struct point home = {22523456, 113041234}, near = {22525254, 113041234}, far = {22525260, 113041234};
    assert_int_equal(place_point_metres(home, near), 200);
    assert_int_equal(door_by_place(home, near, 0, 200), DOOR_THERE);
    assert_int_equal(door_by_place(home, far, 0, 200), DOOR_FAR);
    assert_int_equal(door_by_place(home, home, 200, 200), DOOR_THERE);
    assert_int_equal(door_by_place(home, home, 201, 200), DOOR_INEXACT);
}

static void test_points_are_told_apart_by_the_metre_in_all_directions(void **state)
{
    (void)state;
    struct point at = {22523456, 113041234}, east = {22523456, 113043180}, other = {-22523456, -113041234};
    assert_int_equal(place_point_metres(at, east), 200); /* a degree of longitude is shorter here: 102.7 km */
    assert_int_equal(place_point_metres(east, at), 200);
    assert_int_equal(place_point_metres(at, at), 0);
    assert_int_equal(place_point_metres(at, other), INT32_MAX);
}

static void test_a_point_is_read_as_it_is_written(void **state)
{
    (void)state;
    static const char *const good[] = {HOME, "-0.000001,-179.999999", "90.000000,180.000000"};
    char text[PLACE_POINT];
    struct point point;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_int_equal(place_point_read(good[i], &point), 0);
        place_point_write(&point, text);
        assert_string_equal(text, good[i]);
    }
    assert_int_equal(place_point_read("22.5234,113.0412345", &point), 0);
    assert_int_equal(point.lat, 22523400);
    assert_int_equal(point.lon, 113041234);
}

static const char *const bad_points[] = {"",
                                         "22.523456",
                                         "22.523,113.041234", /* a cell is no point */
                                         "22.523456;113.041234",
                                         "22.523456,113.041234 ",
                                         "22.523456, 113.041234",
                                         "22.52345678,113.041234",
                                         "91.000000,113.041234",
                                         "22.523456,181.000000",
                                         "2222.523456,1.041234",
                                         ".523456,113.041234",
                                         "north,east"};

static void test_what_is_no_point_is_not_read(void **state)
{
    (void)state;
    struct point point;
    for (size_t i = 0; i < sizeof bad_points / sizeof *bad_points; i++)
        assert_int_equal(place_point_read(bad_points[i], &point), -1);
}

/* ---- the service ---- */

/* W1 is acknowledged for B1 of H1 and stands at the door. */
static void wait_at_door(struct bench *bench)
{
    struct booking_requested request = a_request("B1", START);
    struct worker_onboarded new = a_worker("W1", "employee");
    struct visit_ack ack = {0};
    TEXT_PUT(request.origin, "miniapp");
    hear_worker(bench, &new);
    bench_hear(bench, "booking", MSG_booking_requested, &request, "B1");
    TEXT_PUT(ack.visit, visit_of(bench, "B1"));
    bench_done(bench, w1, MSG_visit_ack, &ack);
    bench_clock(bench, START);
}

static struct answer locate(struct bench *bench, struct bench_sender from, const char *household, const char *place)
{
    struct household_locate command = {0};
    TEXT_PUT(command.household, household);
    TEXT_PUT(command.place, place);
    return bench_command(bench, from, MSG_household_locate, &command);
}

static void located(struct bench *bench)
{
    wait_at_door(bench);
    assert_string_equal(locate(bench, desk, "H1", HOME).outcome, "done");
}

static struct visit_check_in at(struct bench *bench, const char *place)
{
    struct visit_check_in command = {.method = "place"};
    TEXT_PUT(command.visit, visit_of(bench, "B1"));
    TEXT_PUT(command.place, place);
    return command;
}

static struct answer check_in(struct bench *bench, const char *place)
{
    struct visit_check_in command = at(bench, place);
    return bench_command(bench, w1, MSG_visit_check_in, &command);
}

static struct visit_get_answer visit(struct bench *bench)
{
    static struct visit_get_answer answer;
    struct visit_get ask = {0};
    TEXT_PUT(ask.id, visit_of(bench, "B1"));
    bench_query(bench, desk, MSG_visit_get, &ask, MSG_visit_get_answer, &answer);
    return answer;
}

static void test_row_14_a_worker_checks_in_by_position(void **state)
{
    struct bench *bench = *state;
    struct visit_started event;
    located(bench);
    assert_true(visit(bench).located);
    assert_string_equal(check_in(bench, NEAR).outcome, "done");
    assert_int_equal(bench_emitted(bench, "matching", MSG_visit_started, &event), 1);
    assert_string_equal(event.method, "place");
    assert_string_equal(visit(bench).state, "STARTED");
    assert_string_equal(visit(bench).method, "place");
}

static void test_row_14_farther_than_the_radius_is_refused(void **state)
{
    struct bench *bench = *state;
    located(bench);
    assert_code(check_in(bench, FAR), "not_there", "place");
    assert_string_equal(visit(bench).state, "ACKED");
    bench->config.value[SET_CHECK_IN_RADIUS_M] = 210;
    assert_string_equal(check_in(bench, FAR).outcome, "done");
}

static void test_a_position_that_may_be_far_off_proves_nothing(void **state)
{
    struct bench *bench = *state;
    located(bench);
    struct visit_check_in command = at(bench, HOME);
    command.accuracy_m = 201;
    assert_code(bench_command(bench, w1, MSG_visit_check_in, &command), "place_inexact", "accuracy_m");
}

static void test_what_is_no_position_is_refused_by_name(void **state)
{
    struct bench *bench = *state;
    located(bench);
    for (size_t i = 0; i < sizeof bad_points / sizeof *bad_points; i++)
        assert_code(check_in(bench, bad_points[i]), "bad_place", "place");
    assert_code(locate(bench, desk, "H1", "next to the market"), "bad_place", "place");
    assert_string_equal(check_in(bench, HOME).outcome, "done"); /* what was told before stands */
}

static void test_positions_of_two_datums_are_never_mixed(void **state)
{
    struct bench *bench = *state;
    struct household_locate command = {.household = "H1", .place = HOME, .datum = "gcj02"};
    located(bench);
    assert_code(bench_command(bench, desk, MSG_household_locate, &command), "wrong_datum", "datum");
    struct visit_check_in in = at(bench, HOME);
    TEXT_PUT(in.datum, "bd09");
    assert_code(bench_command(bench, w1, MSG_visit_check_in, &in), "wrong_datum", "datum");
    TEXT_PUT(bench->config.datum, "gcj02"); /* the set changes its datum: what was told in the old one is none */
    bench_restart(bench);
    TEXT_PUT(in.datum, "gcj02");
    assert_code(bench_command(bench, w1, MSG_visit_check_in, &in), "home_not_located", "method");
    assert_false(visit(bench).located);
}

static void test_without_a_place_of_the_home_the_door_code_is_needed(void **state)
{
    struct bench *bench = *state;
    wait_at_door(bench);
    assert_false(visit(bench).located);
    assert_code(check_in(bench, HOME), "home_not_located", "method");
}

static void test_a_position_is_the_workers_own(void **state)
{
    struct bench *bench = *state;
    located(bench);
    struct visit_check_in command = at(bench, HOME);
    assert_code(bench_command(bench, desk, MSG_visit_check_in, &command), "not_yours", "visit");
    assert_code(
        bench_command(bench, (struct bench_sender){.role = "worker", .actor = "W2"}, MSG_visit_check_in, &command),
        "not_yours", "visit");
    assert_code(bench_command(bench, (struct bench_sender){.role = "receptionist", .actor = "W1"}, MSG_visit_check_in,
                              &command),
                "wrong_method", "method");
}

static void test_a_home_is_told_by_its_own_people_and_staff(void **state)
{
    struct bench *bench = *state;
    wait_at_door(bench);
    assert_code(locate(bench, desk, "H9", HOME), "unknown_household", "household");
    assert_code(locate(bench, (struct bench_sender){.role = "client", .actor = "H2"}, "H1", HOME), "not_yours",
                "household");
    assert_code(locate(bench, (struct bench_sender){.role = "partner", .source = "other"}, "H1", HOME),
                "unknown_household", "household");
    assert_string_equal(locate(bench, (struct bench_sender){.role = "client", .actor = "H1"}, "H1", HOME).outcome,
                        "done");
    assert_string_equal(
        locate(bench, (struct bench_sender){.role = "partner", .source = "miniapp"}, "H1", HOME).outcome, "done");
}

/* ---- personal ---- */

static bool file_holds(const char *path, const char *text)
{
    FILE *file = fopen(path, "rb");
    size_t size = strlen(text), seen = 0;
    bool found = false;
    for (int byte; file && !found && (byte = fgetc(file)) != EOF;) {
        seen = byte == text[seen] ? seen + 1 : byte == text[0];
        found = seen == size;
    }
    if (file)
        fclose(file);
    return found;
}

static void test_the_place_stands_sealed_and_on_no_stream(void **state)
{
    struct bench *bench = *state;
    located(bench);
    assert_string_equal(check_in(bench, NEAR).outcome, "done");
    engine_close(&bench->engine);
    assert_true(file_holds(bench->path, "visit.started"));
    assert_false(file_holds(bench->path, "22.523456"));
    assert_false(file_holds(bench->path, "113.041234"));
    assert_false(file_holds(bench->path, "22.5252")); /* nor is the worker's kept */
}

static void hear_erasure(struct bench *bench, const char *person)
{
    struct privacy_erase_requested event = {.request = "E1", .kind = "client"};
    TEXT_PUT(event.person, person);
    bench_hear(bench, "booking", MSG_privacy_erase_requested, &event, person);
}

static void test_the_place_goes_with_the_person(void **state)
{
    struct bench *bench = *state;
    struct privacy_erase_done done;
    located(bench);
    hear_erasure(bench, "H1");
    assert_int_equal(bench_emitted(bench, "matching", MSG_privacy_erase_done, &done), 1);
    assert_int_equal(done.fields, 1);
    assert_code(check_in(bench, HOME), "home_not_located", "method");
    assert_code(locate(bench, desk, "H1", HOME), "erased", "household");
}

static void test_the_place_goes_when_nobody_has_come_for_long(void **state)
{
    struct bench *bench = *state;
    struct privacy_expired expired;
    located(bench);
    assert_string_equal(check_in(bench, HOME).outcome, "done");
    bench_clock(bench, START + 2 * MS_HOUR + 1095 * MS_DAY);
    bench_clock(bench, bench->now + MS_DAY);
    assert_int_equal(bench_emitted(bench, "matching", MSG_privacy_expired, &expired), 1);
    assert_string_equal(expired.person, "H1");
    assert_string_equal(expired.of, "place");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_row_14_a_position_counts_within_200_metres),
        cmocka_unit_test(test_points_are_told_apart_by_the_metre_in_all_directions),
        cmocka_unit_test(test_a_point_is_read_as_it_is_written),
        cmocka_unit_test(test_what_is_no_point_is_not_read),
        SERVICE_TEST(test_row_14_a_worker_checks_in_by_position),
        SERVICE_TEST(test_row_14_farther_than_the_radius_is_refused),
        SERVICE_TEST(test_a_position_that_may_be_far_off_proves_nothing),
        SERVICE_TEST(test_what_is_no_position_is_refused_by_name),
        SERVICE_TEST(test_positions_of_two_datums_are_never_mixed),
        SERVICE_TEST(test_without_a_place_of_the_home_the_door_code_is_needed),
        SERVICE_TEST(test_a_position_is_the_workers_own),
        SERVICE_TEST(test_a_home_is_told_by_its_own_people_and_staff),
        SERVICE_TEST(test_the_place_stands_sealed_and_on_no_stream),
        SERVICE_TEST(test_the_place_goes_with_the_person),
        SERVICE_TEST(test_the_place_goes_when_nobody_has_come_for_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
