/* V3 in the service: choice, risk and I1 reckon with the same ways, whatever settings and matrix say. */
#include "matching_world.h"

#include "rules/travel_file.h"

#define AWAY_LAT 22543 /* 2,224 m north of the household of matching_world.h: 12.6 minutes by e-bike */
#define AREAS                                                                                                          \
    "datum wgs84\n"                                                                                                    \
    "area HOME 22.523 113.041 300\n"                                                                                   \
    "area AWAY 22.543 113.041 300\n"

static void no_flaw(void *self, int line, const char *text)
{
    (void)self;
    fail_msg("line %d: %s", line, text);
}

/* The service starts again with these ways. */
static void ways(struct bench *bench, const char *text)
{
    static struct travel_matrix matrix;
    memset(&matrix, 0, sizeof matrix);
    assert_int_equal(travel_file_read(text, strlen(text), "wgs84", &matrix, no_flaw, NULL), 0);
    bench->matrix = &matrix;
    bench_restart(bench);
}

/* W1, an employee, has B1, and then B2 is wanted, away and `minutes` after the end of B1. */
static void want_two(struct bench *bench, int minutes)
{
    struct booking_requested first = a_request("B1", START),
                             second = a_request("B2", START + 2 * MS_HOUR + minutes * MS_MINUTE);
    struct worker_onboarded new = a_worker("W1", "employee");
    second.cell_lat = AWAY_LAT;
    hear_worker(bench, &new);
    bench_hear(bench, "booking", MSG_booking_requested, &first, "B1");
    bench_hear(bench, "booking", MSG_booking_requested, &second, "B2");
}

static const char *outcome(struct bench *bench, const char *booking)
{
    const struct visit_explain_answer *answer = explained(bench, booking);
    return answer->reasons.count ? answer->reasons.at[0].reason : answer->outcome;
}

static void test_choice_reckons_by_the_settings(void **state)
{
    struct bench *bench = *state;
    want_two(bench, 18);
    assert_string_equal(outcome(bench, "B2"), "assigned");
}

static void test_a_slower_way_is_busy(void **state)
{
    struct bench *bench = *state;
    bench->config.travel_ebike_min = 4; /* the hand-over takes five more */
    bench_restart(bench);
    want_two(bench, 18);
    assert_string_equal(outcome(bench, "B2"), "busy");
}

static void test_choice_reckons_by_the_matrix(void **state)
{
    struct bench *bench = *state;
    ways(bench, AREAS "way HOME AWAY any 14\n");
    want_two(bench, 18);
    assert_string_equal(outcome(bench, "B2"), "busy");
}

/* From HOME, where B1 is, to AWAY; not back. */
static void test_the_way_there_decides_and_not_the_way_back(void **state)
{
    struct bench *bench = *state;
    ways(bench, AREAS "way HOME AWAY any 13\nway AWAY HOME any 50\n");
    want_two(bench, 18);
    assert_string_equal(outcome(bench, "B2"), "assigned");
}

static void test_the_way_from_home_is_supplied_too(void **state)
{
    struct bench *bench = *state;
    ways(bench, AREAS "way HOME AWAY any 61\n"); /* max_travel_min is 60 */
    want_two(bench, 180);
    assert_string_equal(outcome(bench, "B2"), "travel");
}

/* W1 stays too long at B1: B2, whose start lies 60 minutes after the end of B1, is at risk when the matrix says so. */
static void test_an_overrun_reckons_by_the_matrix(void **state)
{
    struct bench *bench = *state;
    struct visit_ack ack = {0};
    struct visit_check_in in = {.method = "phone"};
    struct visit_at_risk risk;
    int64_t latest = START + 3 * MS_HOUR + (10 - 5 - 40) * MS_MINUTE; /* late_min, handover_min, the way */
    ways(bench, AREAS "way HOME AWAY any 40\n");
    want_two(bench, 60);
    TEXT_PUT(ack.visit, visit_of(bench, "B1"));
    TEXT_PUT(in.visit, ack.visit);
    bench_done(bench, (struct bench_sender){.role = "worker", .actor = "W1"}, MSG_visit_ack, &ack);
    TEXT_PUT(ack.visit, visit_of(bench, "B2"));
    bench_done(bench, (struct bench_sender){.role = "worker", .actor = "W1"}, MSG_visit_ack, &ack);
    bench_clock(bench, START);
    bench_done(bench, (struct bench_sender){.role = "receptionist"}, MSG_visit_check_in, &in);
    bench_clock(bench, latest);
    assert_int_equal(bench_emitted(bench, "matching", MSG_visit_at_risk, NULL), 0);
    bench_clock(bench, latest + 1);
    assert_int_equal(bench_emitted(bench, "matching", MSG_visit_at_risk, &risk), 1);
    assert_string_equal(risk.reason, "overrun");
}

/* ---- the worker goes about in another way (D2 row 10, V2) ---- */

static void hear_travel(struct bench *bench, const char *worker, const char *travel)
{
    struct worker_onboarded facts = a_worker(worker, "employee");
    TEXT_PUT(facts.travel, travel);
    bench_hear(bench, "roster", MSG_worker_profile_changed, &facts, worker);
}

static const char *state_of(struct bench *bench, const char *booking, const char **worker)
{
    static struct visit_get_answer answer;
    struct visit_get ask = {0};
    TEXT_PUT(ask.id, visit_of(bench, booking));
    bench_query(bench, dispatcher, MSG_visit_get, &ask, MSG_visit_get_answer, &answer);
    *worker = answer.worker;
    return answer.state;
}

static void assert_visit(struct bench *bench, const char *booking, const char *state, const char *of)
{
    const char *worker, *is = state_of(bench, booking, &worker);
    assert_string_equal(is, state);
    assert_string_equal(worker, of);
}

static void test_who_goes_on_foot_from_now_on_is_replaced_where_the_way_is_too_long(void **state)
{
    struct bench *bench = *state;
    struct worker_onboarded other = a_worker("W2", "employee");
    want_two(bench, 30);
    hear_worker(bench, &other);
    hear_travel(bench, "W1", "walk"); /* 38 minutes and the hand-over */
    assert_visit(bench, "B1", "ASSIGNED", "W1");
    assert_visit(bench, "B2", "ASSIGNED", "W2");
}

static void test_with_nobody_else_the_visit_is_at_risk_until_the_way_is_short_again(void **state)
{
    struct bench *bench = *state;
    struct visit_at_risk risk;
    want_two(bench, 30);
    hear_travel(bench, "W1", "walk");
    assert_visit(bench, "B2", "AT_RISK", "W1");
    assert_int_equal(bench_emitted(bench, "matching", MSG_visit_at_risk, &risk), 1);
    assert_string_equal(risk.reason, "busy");
    hear_paper(bench, "W1", "elder"); /* another fact of hers changes nothing about the way */
    assert_visit(bench, "B2", "AT_RISK", "W1");
    hear_travel(bench, "W1", "ebike");
    assert_visit(bench, "B2", "ASSIGNED", "W1");
}

/* ---- a class at a station (V2) ---- */

static void hear_station(struct bench *bench, const char *station, int64_t lat)
{
    struct catalog_station_changed event = {
        .version = 1, .active = true, .host_kind = "company", .cell_lat = lat, .cell_lon = 113041};
    TEXT_PUT(event.station, station);
    bench_hear(bench, "booking", MSG_catalog_station_changed, &event, station);
}

static void ask_class(struct bench *bench, const char *station, int64_t start)
{
    struct calendar_hold_requested event = {
        .hold = "K1", .person = "W1", .purpose = "class", .start = start, .end = start + MS_HOUR, .object = "S1"};
    TEXT_PUT(event.station, station);
    bench_hear(bench, "training", MSG_calendar_hold_requested, &event, "K1");
}

static void want_one(struct bench *bench, int64_t start)
{
    struct worker_onboarded new = a_worker("W1", "employee");
    struct booking_requested request = a_request("B1", start);
    hear_worker(bench, &new);
    bench_hear(bench, "booking", MSG_booking_requested, &request, "B1");
}

/* From B1, by the matrix 14 minutes away, after 5 to hand over. */
#define THERE (19 * MS_MINUTE)
#define AFTER_B1 (START + 2 * MS_HOUR)

static void test_a_class_is_denied_that_the_worker_cannot_reach_in_time_and_the_first_free_start_is_told(void **state)
{
    struct bench *bench = *state;
    struct calendar_hold_denied denied;
    ways(bench, AREAS "way HOME AWAY any 14\n");
    hear_station(bench, "ST-A", AWAY_LAT);
    want_one(bench, START);
    ask_class(bench, "ST-A", AFTER_B1 + THERE - 1);
    assert_int_equal(bench_emitted(bench, "matching", MSG_calendar_hold_denied, &denied), 1);
    assert_int_equal(denied.conflicts.count, 1);
    assert_int_equal(denied.first_free, AFTER_B1 + THERE);
    ask_class(bench, "ST-A", START - THERE - MS_HOUR + 1); /* nor can she come from there */
    assert_int_equal(bench_emitted(bench, "matching", MSG_calendar_hold_denied, &denied), 2);
    ask_class(bench, "ST-A", denied.first_free);
    assert_int_equal(bench_emitted(bench, "matching", MSG_calendar_hold_granted, NULL), 1);
}

static void test_a_class_of_which_nobody_says_where_has_no_way(void **state)
{
    struct bench *bench = *state;
    ways(bench, AREAS "way HOME AWAY any 14\n");
    want_one(bench, START);
    ask_class(bench, "ST-A", AFTER_B1); /* nobody has told where that station is */
    assert_int_equal(bench_emitted(bench, "matching", MSG_calendar_hold_granted, NULL), 1);
    ask_class(bench, "", AFTER_B1);
    assert_int_equal(bench_emitted(bench, "matching", MSG_calendar_hold_granted, NULL), 2);
}

static void test_nobody_is_sent_who_comes_from_a_class_too_far_away_also_after_a_restart(void **state)
{
    struct bench *bench = *state;
    struct worker_onboarded new = a_worker("W1", "employee");
    struct booking_requested late = a_request("B1", AFTER_B1 + THERE - 1), later = a_request("B2", AFTER_B1 + THERE);
    ways(bench, AREAS "way HOME AWAY any 14\n");
    hear_station(bench, "ST-A", AWAY_LAT);
    hear_worker(bench, &new);
    ask_class(bench, "ST-A", AFTER_B1 - MS_HOUR);
    bench_restart(bench);
    bench_hear(bench, "booking", MSG_booking_requested, &late, "B1");
    assert_string_equal(outcome(bench, "B1"), "busy");
    bench_hear(bench, "booking", MSG_booking_requested, &later, "B2");
    assert_string_equal(outcome(bench, "B2"), "assigned");
}

static void test_who_goes_on_foot_from_now_on_cannot_go_on_to_the_class(void **state)
{
    struct bench *bench = *state;
    hear_station(bench, "ST-A", AWAY_LAT);
    want_one(bench, START);
    ask_class(bench, "ST-A", AFTER_B1 + 30 * MS_MINUTE);
    hear_travel(bench, "W1", "walk");
    assert_visit(bench, "B1", "AT_RISK", "W1");
    hear_travel(bench, "W1", "ebike");
    assert_visit(bench, "B1", "ASSIGNED", "W1");
}

static void test_an_offer_that_cannot_be_reached_any_more_is_taken_back(void **state)
{
    struct bench *bench = *state;
    struct booking_requested second = a_request("B2", START + 2 * MS_HOUR + 30 * MS_MINUTE);
    struct worker_onboarded new = a_worker("W1", "agency");
    struct booking_requested first = a_request("B1", START);
    struct offer_accept accept = {0};
    second.cell_lat = AWAY_LAT;
    hear_worker(bench, &new);
    bench_hear(bench, "booking", MSG_booking_requested, &first, "B1");
    TEXT_PUT(accept.visit, visit_of(bench, "B1"));
    bench_done(bench, (struct bench_sender){.role = "worker", .actor = "W1"}, MSG_offer_accept, &accept);
    bench_hear(bench, "booking", MSG_booking_requested, &second, "B2");
    assert_visit(bench, "B2", "OFFERED", "W1");
    TEXT_PUT(new.travel, "walk");
    bench_hear(bench, "roster", MSG_worker_profile_changed, &new, "W1");
    assert_visit(bench, "B2", "UNFILLED", "");
}

/* ---- how ways were reckoned is written down (I1) ---- */

static int64_t number_of(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    int64_t number = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return number;
}

static sqlite3 *open_store(struct bench *bench)
{
    sqlite3 *db = NULL;
    engine_close(&bench->engine);
    assert_int_equal(sqlite3_open(bench->path, &db), SQLITE_OK);
    return db;
}

static void test_ways_are_written_down_once_and_again_when_they_change(void **state)
{
    struct bench *bench = *state;
    struct booking_requested third = a_request("B3", START + MS_DAY);
    want_two(bench, 60);
    ways(bench, AREAS "way HOME AWAY any 40\n");
    bench_hear(bench, "booking", MSG_booking_requested, &third, "B3");
    sqlite3 *db = open_store(bench);
    assert_int_equal(number_of(db, "SELECT count(*) FROM travel"), 2);
    assert_int_equal(number_of(db, "SELECT min(travel) * 10 + max(travel) FROM hold"), 12);
    assert_int_equal(number_of(db, "SELECT count(*) FROM travel_area WHERE travel = 2"), 2);
    assert_int_equal(number_of(db, "SELECT minutes FROM travel_way WHERE travel = 2"), 40);
    sqlite3_close(db);
}

/* What was taken while ways were shorter breaks nothing when they become longer. */
static void test_a_hold_is_judged_by_the_ways_of_its_time(void **state)
{
    struct bench *bench = *state;
    want_two(bench, 18);
    ways(bench, AREAS "way HOME AWAY any 40\n"); /* bench_close asks the invariants */
}

static const struct invariant *way_invariant(void)
{
    const struct invariant *rule = matching_invariants;
    while (strcmp(rule->name, "I1 way") != 0)
        rule++;
    return rule;
}

static bool complains(sqlite3 *db)
{
    sqlite3_stmt *statement = NULL;
    assert_int_equal(sqlite3_prepare_v2(db, way_invariant()->sql, -1, &statement, NULL), SQLITE_OK);
    int step = sqlite3_step(statement);
    sqlite3_finalize(statement);
    return step == SQLITE_ROW;
}

__attribute__((format(printf, 2, 3))) static void run(sqlite3 *db, const char *format, ...)
{
    char sql[512];
    va_list args;
    va_start(args, format);
    vsnprintf(sql, sizeof sql, format, args);
    va_end(args);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
}

static int draw(uint64_t *chance, int most)
{
    *chance = *chance * 6364136223846793005u + 1442695040888963407u;
    return (int)((*chance >> 33) % (uint64_t)most);
}

/* A matrix of up to six areas around here, and ways between some of them, in memory and in the store. */
static void draw_matrix(sqlite3 *db, uint64_t *chance, struct travel_matrix *matrix)
{
    memset(matrix, 0, sizeof *matrix);
    run(db, "DELETE FROM travel_area; DELETE FROM travel_way");
    matrix->areas = draw(chance, 7);
    for (int i = 0; i < matrix->areas; i++) {
        struct travel_area area = {.centre = {22500 + draw(chance, 60), 113000 + draw(chance, 60)},
                                   .metres = 50 + draw(chance, 8000)};
        matrix->area[i] = area;
        run(db, "INSERT INTO travel_area VALUES (1, %d, 'A%d', %d, %d, %d)", i, i, area.centre.lat, area.centre.lon,
            area.metres);
    }
    for (int i = 0; matrix->areas && i < 40; i++) {
        int from = draw(chance, matrix->areas), to = draw(chance, matrix->areas), mode = draw(chance, TRAVEL_MODES);
        int minutes = draw(chance, 90);
        matrix->way[mode][from][to] = (uint16_t)(minutes + 1);
        run(db, "INSERT OR REPLACE INTO travel_way VALUES (1, %d, %d, %d, %d)", from, to, mode, minutes);
    }
}

static void draw_numbers(sqlite3 *db, uint64_t *chance, struct travel *travel)
{
    travel->detour_pct = 100 + draw(chance, 300);
    run(db, "UPDATE travel SET detour_pct = %d", (int)travel->detour_pct);
    for (int mode = TRAVEL_WALK; mode < TRAVEL_MODES; mode++) {
        travel->m_h[mode] = 1000 + draw(chance, 30000);
        travel->fixed_min[mode] = draw(chance, 20);
        run(db, "UPDATE travel_mode SET m_h = %d, fixed_min = %d WHERE mode = %d", (int)travel->m_h[mode],
            (int)travel->fixed_min[mode], mode);
    }
}

/* I1 reckons in SQL what travel_ms reckons in C: to the millisecond, over drawn places, settings and matrices. */
static void test_i1_asks_for_exactly_the_time_that_the_way_takes(void **state)
{
    struct bench *bench = *state;
    static struct travel_matrix matrix;
    struct travel travel = {.matrix = &matrix};
    uint64_t chance = 20260209;
    int supplied = 0;
    want_two(bench, 300);
    sqlite3 *db = open_store(bench);
    run(db, "BEGIN");
    for (int round = 0; round < 400; round++) {
        struct cell from = {22500 + draw(&chance, 60), 113000 + draw(&chance, 60)};
        struct cell to = {22500 + draw(&chance, 60), 113000 + draw(&chance, 60)};
        int mode = draw(&chance, TRAVEL_MODES);
        draw_matrix(db, &chance, &matrix);
        draw_numbers(db, &chance, &travel);
        int64_t ms = travel_ms(&travel, from, to, (enum travel_mode)mode);
        supplied += ms % MS_MINUTE == 0;
        run(db, "UPDATE worker SET travel = %d", mode);
        run(db, "UPDATE hold SET lat = %d, lon = %d WHERE start <= %lld", from.lat, from.lon, (long long)START);
        run(db, "UPDATE hold SET lat = %d, lon = %d WHERE start > %lld", to.lat, to.lon, (long long)START);
        run(db, "UPDATE hold SET start = %lld + handover, end = end + 100000000 WHERE start > %lld",
            (long long)(START + 2 * MS_HOUR + ms), (long long)START);
        assert_false(complains(db));
        run(db, "UPDATE hold SET start = start - 1 WHERE start > %lld", (long long)START);
        assert_int_equal(complains(db), !place_is_same(from, to));
    }
    assert_true(supplied > 50);
    run(db, "ROLLBACK");
    sqlite3_close(db);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        SERVICE_TEST(test_choice_reckons_by_the_settings),
        SERVICE_TEST(test_a_slower_way_is_busy),
        SERVICE_TEST(test_choice_reckons_by_the_matrix),
        SERVICE_TEST(test_the_way_there_decides_and_not_the_way_back),
        SERVICE_TEST(test_the_way_from_home_is_supplied_too),
        SERVICE_TEST(test_an_overrun_reckons_by_the_matrix),
        SERVICE_TEST(test_who_goes_on_foot_from_now_on_is_replaced_where_the_way_is_too_long),
        SERVICE_TEST(test_with_nobody_else_the_visit_is_at_risk_until_the_way_is_short_again),
        SERVICE_TEST(test_an_offer_that_cannot_be_reached_any_more_is_taken_back),
        SERVICE_TEST(test_a_class_is_denied_that_the_worker_cannot_reach_in_time_and_the_first_free_start_is_told),
        SERVICE_TEST(test_a_class_of_which_nobody_says_where_has_no_way),
        SERVICE_TEST(test_nobody_is_sent_who_comes_from_a_class_too_far_away_also_after_a_restart),
        SERVICE_TEST(test_who_goes_on_foot_from_now_on_cannot_go_on_to_the_class),
        SERVICE_TEST(test_ways_are_written_down_once_and_again_when_they_change),
        SERVICE_TEST(test_a_hold_is_judged_by_the_ways_of_its_time),
        SERVICE_TEST(test_i1_asks_for_exactly_the_time_that_the_way_takes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
