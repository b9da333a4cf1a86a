/* Booking as a service: rooms, the catalogue, households, lists. */
#include "booking_town.h"

/* ---- rooms (A1.4, I5) ---- */

static void put_room(struct bench *bench, int64_t capacity)
{
    struct room_put put = {.active = true, .capacity = capacity};
    TEXT_PUT(put.station, "ST1");
    TEXT_PUT(put.room, "mediation");
    TEXT_PUT(put.name, "调解室");
    TEXT_PUT(put.purpose, "mediation");
    bench_done(bench, manager, MSG_room_put, &put);
}

static void hear_hold(struct bench *bench, const char *hold, int64_t start, int64_t seats)
{
    struct room_hold_requested event = {.start = start, .end = start + MS_HOUR, .seats = seats};
    TEXT_PUT(event.hold, hold);
    TEXT_PUT(event.station, "ST1");
    TEXT_PUT(event.room, "mediation");
    TEXT_PUT(event.object, "S1");
    bench_hear(bench, "training", MSG_room_hold_requested, &event, hold);
}

static void test_a_room_is_held_once_and_free_again_when_dropped(void **state)
{
    struct bench *bench = *state;
    struct room_denied denied;
    struct room_hold_dropped dropped = {.hold = "HO1"};
    put_room(bench, 8);
    hear_hold(bench, "HO1", NOON, 8);
    hear_hold(bench, "HO2", NOON + MS_HOUR - 1, 1);
    hear_hold(bench, "HO3", NOON + MS_HOUR, 1);
    assert_int_equal(bench_emitted(bench, "booking", MSG_room_held, NULL), 2);
    assert_int_equal(bench_emitted(bench, "booking", MSG_room_denied, &denied), 1);
    assert_string_equal(denied.hold, "HO2");
    assert_string_equal(denied.reason, "taken");
    assert_string_equal(denied.conflict, "HO1");
    bench_hear(bench, "training", MSG_room_hold_dropped, &dropped, "HO1");
    bench_hear(bench, "training", MSG_room_hold_dropped, &dropped, "HO1");
    assert_int_equal(bench_emitted(bench, "booking", MSG_room_released, NULL), 1);
    hear_hold(bench, "HO4", NOON, 8);
    assert_int_equal(bench_emitted(bench, "booking", MSG_room_held, NULL), 3);
}

static struct room_hold by_hand(const char *hold, int64_t start)
{
    struct room_hold wish = {.station = "ST1", .room = "mediation", .start = start, .end = start + MS_HOUR};
    TEXT_PUT(wish.hold, hold);
    TEXT_PUT(wish.purpose, "meeting");
    return wish;
}

static void assert_code(struct bench *bench, enum message_type type, const void *body, const char *code)
{
    struct answer answer = bench_command(bench, manager, type, body);
    assert_string_equal(answer.code, code);
}

/* A1.4 */
static void test_staff_hold_a_room_and_are_told_what_is_in_the_way(void **state)
{
    struct bench *bench = *state;
    struct room_hold first = by_hand("M1", NOON), second = by_hand("M2", NOON + MS_MINUTE);
    struct room_release release = {.hold = "M1"};
    struct room_held held;
    struct room_denied denied;
    put_room(bench, 8);
    bench_done(bench, manager, MSG_room_hold, &first);
    assert_int_equal(bench_emitted(bench, "booking", MSG_room_held, &held), 1);
    assert_true(held.staff);
    assert_string_equal(held.object, "meeting");
    struct answer answer = bench_command(bench, manager, MSG_room_hold, &second);
    assert_string_equal(answer.code, "taken");
    assert_non_null(strstr(answer.detail, "for meeting, by actor-1: hold M1."));
    hear_hold(bench, "HO1", NOON, 1); /* a service finds it taken, too */
    bench_emitted(bench, "booking", MSG_room_denied, &denied);
    assert_string_equal(denied.conflict, "M1");
    assert_code(bench, MSG_room_hold, &first, "hold_exists");
    bench_done(bench, manager, MSG_room_release, &release);
    assert_int_equal(bench_emitted(bench, "booking", MSG_room_released, NULL), 1);
    assert_code(bench, MSG_room_release, &release, "wrong_state");
    bench_done(bench, manager, MSG_room_hold, &second);
}

static void test_a_wish_of_staff_for_a_room_is_refused_by_the_field_that_is_wrong(void **state)
{
    struct bench *bench = *state;
    struct room_hold wish = by_hand("M1", NOON);
    put_room(bench, 8);
    wish.seats = 9;
    assert_code(bench, MSG_room_hold, &wish, "too_small");
    wish = by_hand("M1", NOON + 6 * MS_HOUR);
    assert_code(bench, MSG_room_hold, &wish, "closed");
    wish.end = wish.start;
    assert_code(bench, MSG_room_hold, &wish, "bad_time");
    wish.start = 1;
    assert_code(bench, MSG_room_hold, &wish, "in_the_past");
    wish = by_hand("M1", NOON);
    TEXT_PUT(wish.room, "attic");
    assert_code(bench, MSG_room_hold, &wish, "unknown_room");
}

static void test_a_room_that_a_service_holds_is_not_given_back_by_hand(void **state)
{
    struct bench *bench = *state;
    struct room_release release = {.hold = "HO1"}, unknown = {.hold = "HO9"};
    put_room(bench, 8);
    hear_hold(bench, "HO1", NOON, 1);
    assert_code(bench, MSG_room_release, &release, "held_by_service");
    assert_code(bench, MSG_room_release, &unknown, "unknown_hold");
}

static void test_a_room_is_denied_when_too_small_or_closed(void **state)
{
    struct bench *bench = *state;
    struct room_denied denied;
    put_room(bench, 8);
    hear_hold(bench, "HO1", NOON, 9);
    bench_emitted(bench, "booking", MSG_room_denied, &denied);
    assert_string_equal(denied.reason, "too_small");
    hear_hold(bench, "HO2", NOON + 6 * MS_HOUR, 1);
    bench_emitted(bench, "booking", MSG_room_denied, &denied);
    assert_string_equal(denied.reason, "closed");
}

static void test_a_room_cannot_shrink_below_what_it_is_held_for(void **state)
{
    struct bench *bench = *state;
    struct room_put put = {.active = true, .capacity = 4};
    put_room(bench, 8);
    hear_hold(bench, "HO1", NOON, 5);
    TEXT_PUT(put.station, "ST1");
    TEXT_PUT(put.room, "mediation");
    TEXT_PUT(put.name, "调解室");
    TEXT_PUT(put.purpose, "mediation");
    assert_string_equal(bench_command(bench, manager, MSG_room_put, &put).code, "room_in_use");
}

static void test_free_rooms_are_those_that_could_be_held(void **state)
{
    struct bench *bench = *state;
    struct room_free ask = {.start = NOON, .end = NOON + MS_HOUR, .seats = 8};
    struct room_free_answer answer;
    put_room(bench, 8);
    TEXT_PUT(ask.station, "ST1");
    bench_query(bench, desk, MSG_room_free, &ask, MSG_room_free_answer, &answer);
    assert_int_equal(answer.rows.count, 1);
    hear_hold(bench, "HO1", NOON, 5);
    bench_query(bench, desk, MSG_room_free, &ask, MSG_room_free_answer, &answer);
    assert_int_equal(answer.rows.count, 0);
}

/* ---- catalogue, households ---- */

static void test_a_service_is_told_with_its_certificates_and_its_version(void **state)
{
    struct bench *bench = *state;
    struct service_put put = hours_service();
    struct catalog_service_changed event;
    struct service_get get = {.id = "HH-01"};
    struct service_get_answer answer;
    put.active = false;
    bench_done(bench, manager, MSG_service_put, &put);
    assert_int_equal(bench_emitted(bench, "booking", MSG_catalog_service_changed, &event), 2);
    assert_int_equal(event.version, 2);
    assert_false(event.active);
    assert_string_equal(event.certs.at[0].cert, "domestic");
    assert_string_equal(event.worker_kinds.at[0], "domestic");
    bench_query(bench, desk, MSG_service_get, &get, MSG_service_get_answer, &answer);
    assert_int_equal(answer.version, 2);
    assert_int_equal(answer.lengths.at[1], 240);
    assert_int_equal(answer.certs.count, 1);
}

/* A1.5 */
static void test_a_document_is_in_force_from_its_day_and_older_ones_stay_readable(void **state)
{
    struct bench *bench = *state;
    struct doc_publish put = {0};
    struct doc_current ask = {0};
    struct doc_current_answer answer;
    TEXT_PUT(put.station, "ST1");
    TEXT_PUT(put.kind, "process");
    TEXT_PUT(put.title, "服务流程");
    TEXT_PUT(put.text, "第一版");
    bench_done(bench, manager, MSG_doc_publish, &put);
    TEXT_PUT(put.text, "第二版");
    put.valid_from = NOON + MS_DAY;
    bench_done(bench, manager, MSG_doc_publish, &put);
    TEXT_PUT(ask.station, "ST1");
    TEXT_PUT(ask.kind, "process");
    bench_query(bench, desk, MSG_doc_current, &ask, MSG_doc_current_answer, &answer);
    assert_string_equal(answer.text, "第一版");
    bench_clock(bench, NOON + MS_DAY);
    bench_query(bench, desk, MSG_doc_current, &ask, MSG_doc_current_answer, &answer);
    assert_string_equal(answer.text, "第二版");
    assert_int_equal(answer.version, 2);
    assert_int_equal(bench_emitted(bench, "booking", MSG_catalog_doc_published, NULL), 2);
}

/* A1.5: dated. What is published without ever being in force would be lost. */
static void test_a_document_from_before_the_one_in_force_is_refused(void **state)
{
    struct bench *bench = *state;
    struct doc_publish put = {
        .station = "ST1", .kind = "process", .title = "服务流程", .text = "第一版", .valid_from = 1};
    struct doc_publish sooner = put;
    bench_done(bench, manager, MSG_doc_publish, &put);
    put.valid_from = NOON + MS_DAY;
    bench_done(bench, manager, MSG_doc_publish, &put);
    bench_done(bench, manager, MSG_doc_publish, &sooner);
    bench_clock(bench, NOON + MS_DAY);
    struct answer answer = bench_command(bench, manager, MSG_doc_publish, &sooner);
    assert_string_equal(answer.code, "bad_dates");
    assert_string_equal(answer.field, "valid_from");
    put.valid_from = 0;
    bench_done(bench, manager, MSG_doc_publish, &put);
}

/* A1.5: it is mediation's. */
static void test_the_document_about_complaints_is_refused_and_its_owner_named(void **state)
{
    struct bench *bench = *state;
    struct doc_publish put = {.station = "ST1", .kind = "complaints", .title = "投诉监督处理流程", .text = "受理"};
    struct doc_current ask = {.station = "ST1", .kind = "complaints"};
    struct complaint_doc_publish theirs = {.station = "ST1", .title = "投诉监督处理流程", .text = "受理"};
    struct answer answer = bench_command(bench, manager, MSG_doc_publish, &put);
    assert_string_equal(answer.code, "owned_by_mediation");
    assert_string_equal(answer.field, "kind");
    assert_non_null(strstr(answer.detail, "complaint_doc.publish"));
    assert_int_equal(bench_emitted(bench, "booking", MSG_catalog_doc_published, NULL), 0);
    answer = bench_command(bench, desk, MSG_doc_current, &ask);
    assert_string_equal(answer.code, "owned_by_mediation");
    assert_non_null(strstr(answer.detail, "complaint_doc.current"));
    answer = bench_command(bench, manager, MSG_complaint_doc_publish, &theirs);
    assert_string_equal(answer.code, "not_served");
    assert_non_null(strstr(answer.detail, "mediation"));
}

/* What a version before this one had published. */
static void publish_before(struct bench *bench)
{
    sqlite3 *db = NULL;
    engine_close(&bench->engine);
    assert_int_equal(sqlite3_open(bench->path, &db), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(db, "INSERT INTO doc VALUES ('ST1', 'complaints', 1, 1000, '流程', '旧', NULL)", NULL, NULL, NULL),
        SQLITE_OK);
    sqlite3_close(db);
    bench_start(bench);
}

/* A1.5: nothing is lost. */
static void test_what_was_published_about_complaints_before_stays_in_force_until_mediation_publishes(void **state)
{
    struct bench *bench = *state;
    struct doc_current ask = {.station = "ST1", .kind = "complaints"};
    struct doc_current_answer answer;
    struct complaint_doc_published theirs = {.station = "ST1", .version = 2, .valid_from = NOON + MS_DAY};
    publish_before(bench);
    bench_hear(bench, "mediation", MSG_complaint_doc_published, &theirs, "ST1");
    bench_query(bench, desk, MSG_doc_current, &ask, MSG_doc_current_answer, &answer);
    assert_string_equal(answer.text, "旧");
    theirs.version = 3;
    theirs.valid_from = NOON + 2 * MS_DAY;
    bench_hear(bench, "mediation", MSG_complaint_doc_published, &theirs, "ST1");
    bench_clock(bench, NOON + MS_DAY);
    assert_string_equal(bench_command(bench, desk, MSG_doc_current, &ask).code, "owned_by_mediation");
    ask.at = NOON;
    bench_query(bench, desk, MSG_doc_current, &ask, MSG_doc_current_answer, &answer);
    assert_int_equal(answer.version, 1);
}

static void put_centre(struct bench *bench)
{
    struct station_put put = {.active = true, .area_m2 = 780, .floors = 3};
    TEXT_PUT(put.station, "ST2");
    TEXT_PUT(put.name, "养老中心示范站");
    TEXT_PUT(put.host_kind, "elder_centre");
    bench_done(bench, manager, MSG_station_put, &put);
}

/* A1.2 */
static void test_stations_are_listed_by_the_kind_of_their_host(void **state)
{
    struct bench *bench = *state;
    struct station_list ask = {.host_kind = "elder_centre"};
    struct station_list_answer answer;
    put_centre(bench);
    bench_query(bench, desk, MSG_station_list, &ask, MSG_station_list_answer, &answer);
    assert_int_equal(answer.rows.count, 1);
    assert_string_equal(answer.rows.at[0].station, "ST2");
    assert_string_equal(answer.rows.at[0].host_kind, "elder_centre");
    TEXT_PUT(ask.host_kind, "company");
    bench_query(bench, desk, MSG_station_list, &ask, MSG_station_list_answer, &answer);
    assert_int_equal(answer.rows.count, 2);
    assert_string_equal(answer.rows.at[0].station, "ST1");
    assert_string_equal(answer.rows.at[1].station, "ST3");
}

/* A1.3 */
static void test_floor_area_and_floors_of_a_station_are_kept_and_told(void **state)
{
    struct bench *bench = *state;
    struct station_get ask = {.id = "ST2"};
    struct station_get_answer answer;
    put_centre(bench);
    bench_restart(bench);
    bench_query(bench, desk, MSG_station_get, &ask, MSG_station_get_answer, &answer);
    assert_int_equal(answer.area_m2, 780);
    assert_int_equal(answer.floors, 3);
}

/* A2.1 */
static void test_services_are_listed_by_their_line(void **state)
{
    struct bench *bench = *state;
    struct service_put meals = hours_service();
    struct service_list ask = {.line = "elder"};
    struct service_list_answer answer;
    TEXT_PUT(meals.service, "EL-04");
    TEXT_PUT(meals.line, "elder");
    bench_done(bench, manager, MSG_service_put, &meals);
    bench_query(bench, desk, MSG_service_list, &ask, MSG_service_list_answer, &answer);
    assert_int_equal(answer.rows.count, 1);
    assert_string_equal(answer.rows.at[0].service, "EL-04");
    TEXT_PUT(ask.line, "nursing");
    bench_query(bench, desk, MSG_service_list, &ask, MSG_service_list_answer, &answer);
    assert_int_equal(answer.rows.count, 0);
}

/* A2.4 */
static void test_the_nearest_station_is_suggested(void **state)
{
    struct bench *bench = *state;
    struct station_nearest ask = {.community = "CM1"};
    struct station_nearest_answer answer;
    bench_query(bench, desk, MSG_station_nearest, &ask, MSG_station_nearest_answer, &answer);
    assert_int_equal(answer.rows.count, 2);
    assert_string_equal(answer.rows.at[0].station, "ST3");
    assert_true(answer.rows.at[0].serves);
    assert_true(answer.rows.at[0].metres < answer.rows.at[1].metres);
}

/* V3: as the settings of the set say, like matching. */
static void test_how_far_a_station_is_follows_the_settings(void **state)
{
    struct bench *bench = *state;
    struct station_nearest ask = {.community = "CM1", .limit = 1};
    struct station_nearest_answer usual, slow;
    bench_query(bench, desk, MSG_station_nearest, &ask, MSG_station_nearest_answer, &usual);
    bench->config.travel_ebike_min += 7;
    bench->config.travel_walk_m_h = 1000;
    bench_restart(bench);
    bench_query(bench, desk, MSG_station_nearest, &ask, MSG_station_nearest_answer, &slow);
    assert_int_equal(slow.rows.at[0].ebike_min, usual.rows.at[0].ebike_min + 7);
    assert_true(slow.rows.at[0].walk_min > 4 * usual.rows.at[0].walk_min);
}

/* A1.6 */
static void test_who_serves_a_community_is_told_nearest_first(void **state)
{
    static const struct {
        const char *community, *code, *stations[2];
    } asked[] = {{"CM1", "", {"ST3", "ST1"}}, {"CM2", "", {NULL}}, {"CM9", "unknown_community", {NULL}}};
    struct bench *bench = *state;
    for (size_t i = 0; i < sizeof asked / sizeof asked[0]; i++) {
        struct coverage_who_serves ask = {0};
        static struct coverage_who_serves_answer answer;
        TEXT_PUT(ask.community, asked[i].community);
        if (asked[i].code[0]) {
            assert_string_equal(bench_command(bench, desk, MSG_coverage_who_serves, &ask).code, asked[i].code);
            continue;
        }
        bench_query(bench, desk, MSG_coverage_who_serves, &ask, MSG_coverage_who_serves_answer, &answer);
        for (uint32_t row = 0; row < answer.rows.count; row++) {
            assert_string_equal(answer.rows.at[row].station, asked[i].stations[row]);
            assert_true(answer.rows.at[row].serves && answer.rows.at[row].metres > 0);
            assert_true(answer.rows.at[row].walk_min > 0 && answer.rows.at[row].ebike_min > 0);
        }
        assert_int_equal(answer.rows.count, asked[i].stations[0] ? 2 : 0);
    }
}

static struct coverage_who_serves_answer who_serves(struct bench *bench, int64_t lat, int64_t lon)
{
    static struct coverage_who_serves_answer answer;
    struct coverage_who_serves ask = {.cell_lat = lat, .cell_lon = lon};
    answer = (struct coverage_who_serves_answer){0};
    bench_query(bench, desk, MSG_coverage_who_serves, &ask, MSG_coverage_who_serves_answer, &answer);
    return answer;
}

/* A1.6: a point lies in the community whose centre is nearest, if it is near enough. */
static void test_who_serves_a_point_is_told_by_the_community_in_which_it_lies(void **state)
{
    struct bench *bench = *state;
    struct community_get ask = {.id = "CM1"};
    static struct community_get_answer centre;
    bench_query(bench, desk, MSG_community_get, &ask, MSG_community_get_answer, &centre);
    struct coverage_who_serves_answer near = who_serves(bench, centre.cell_lat + 1, centre.cell_lon);
    assert_string_equal(near.community, "CM1");
    assert_int_equal(near.community_metres, 111);
    assert_int_equal(near.rows.count, 2);
    assert_string_equal(near.rows.at[0].station, "ST3");
    bench->config.value[SET_COMMUNITY_REACH_M] = 110;
    bench_restart(bench);
    struct coverage_who_serves_answer nowhere = who_serves(bench, centre.cell_lat + 1, centre.cell_lon);
    assert_string_equal(nowhere.community, "");
    assert_int_equal(nowhere.rows.count, 0);
    struct coverage_who_serves nothing = {0};
    assert_string_equal(bench_command(bench, desk, MSG_coverage_who_serves, &nothing).code, "missing");
}

/* A1.6 */
static void test_a_community_is_told_with_the_stations_that_serve_it(void **state)
{
    static const struct {
        const char *community;
        uint32_t stations;
    } asked[] = {{"CM1", 2}, {"CM2", 0}};
    struct bench *bench = *state;
    struct community_get ask = {.id = "CM9"};
    struct community_get_answer answer;
    put_community(bench, "CM2");
    assert_string_equal(bench_command(bench, desk, MSG_community_get, &ask).code, "unknown_community");
    for (size_t i = 0; i < sizeof asked / sizeof asked[0]; i++) {
        TEXT_PUT(ask.id, asked[i].community);
        bench_query(bench, desk, MSG_community_get, &ask, MSG_community_get_answer, &answer);
        assert_string_equal(answer.community, asked[i].community);
        assert_string_equal(answer.name, "民和社区");
        assert_int_equal(answer.version, i + 1);
        assert_int_equal(answer.cell_lat, 22523);
        assert_int_equal(answer.cell_lon, 113040);
        assert_int_equal(answer.stations.count, asked[i].stations);
    }
}

/* A1.4 */
static void test_the_rooms_of_a_station_are_listed_in_pages(void **state)
{
    static const char *const rooms[] = {"hall", "lesson", "mediation"};
    struct bench *bench = *state;
    struct room_list ask = {.station = "ST1", .limit = 1};
    static struct room_list_answer page;
    for (int64_t i = 0; i < 3; i++) {
        struct room_put put = {
            .station = "ST1", .active = i > 0, .name = "房间", .purpose = "hall", .capacity = 10 + i};
        TEXT_PUT(put.room, rooms[i]);
        bench_done(bench, manager, MSG_room_put, &put);
    }
    for (int i = 0; i < 3; i++) {
        bench_query(bench, desk, MSG_room_list, &ask, MSG_room_list_answer, &page);
        assert_int_equal(page.rows.count, 1);
        assert_string_equal(page.rows.at[0].room, rooms[i]);
        assert_int_equal(page.rows.at[0].active, i > 0);
        assert_int_equal(page.rows.at[0].capacity, 10 + i);
        TEXT_PUT(ask.after, page.next);
    }
    assert_pages(bench, desk, room_list, room, .station = "ST1");
    ask = (struct room_list){.station = "ST3"};
    bench_query(bench, desk, MSG_room_list, &ask, MSG_room_list_answer, &page);
    assert_int_equal(page.rows.count, 0);
}

static void test_a_household_without_phone_is_kept_and_shown_to_staff_alone(void **state)
{
    struct bench *bench = *state;
    struct household_get get = {.id = "H1"};
    struct household_get_answer answer;
    struct pair_set pair = {.household = "H1", .worker = "W7", .prohibited = true};
    bench_done(bench, desk, MSG_pair_set, &pair);
    bench_query(bench, desk, MSG_household_get, &get, MSG_household_get_answer, &answer);
    assert_string_equal(answer.name, "居民户-0143");
    assert_string_equal(answer.phone, "");
    assert_string_equal(answer.prohibited.at[0], "W7");
    assert_string_equal(bench_command(bench, mini, MSG_household_get, &get).outcome, "denied");
    assert_int_equal(bench_emitted(bench, "booking", MSG_household_pair_changed, NULL), 1);
}

static void test_an_outside_system_changes_only_households_of_its_own(void **state)
{
    struct bench *bench = *state;
    struct household_put put = {.household = "H1", .community = "CM1", .consent = "app"};
    assert_string_equal(bench_command(bench, mini, MSG_household_put, &put).outcome, "denied");
    put_household(bench, mini, "H7");
    put_household(bench, mini, "H7");
    put_household(bench, desk, "H7");
}

static void test_the_catalogue_is_the_managers(void **state)
{
    struct bench *bench = *state;
    struct service_put put = hours_service();
    assert_string_equal(bench_command(bench, desk, MSG_service_put, &put).outcome, "denied");
}

/* A2.12 */
static void test_the_timeline_tells_the_states_in_chinese_and_english(void **state)
{
    struct bench *bench = *state;
    struct booking_timeline ask = {0};
    struct booking_timeline_answer answer;
    TEXT_PUT(ask.booking, take(bench, "R1"));
    hear_assigned(bench, ask.booking, "W1");
    bench_query(bench, mini, MSG_booking_timeline, &ask, MSG_booking_timeline_answer, &answer);
    assert_int_equal(answer.steps.count, 2);
    assert_string_equal(answer.steps.at[0].state, "REQUESTED");
    assert_string_equal(answer.steps.at[1].label, "已确认");
    assert_string_equal(answer.steps.at[1].label_en, "Confirmed");
}

static void test_a_list_goes_on_after_its_last_row(void **state)
{
    struct bench *bench = *state;
    struct booking_list list = {.limit = 1, .state = "REQUESTED"};
    struct booking_list_answer page;
    struct booking_create create = wish("R2");
    struct service_put second = hours_service();
    take(bench, "R1");
    create.start += MS_DAY;
    bench_done(bench, mini, MSG_booking_create, &create);
    TEXT_PUT(second.service, "HH-02");
    bench_done(bench, manager, MSG_service_put, &second);
    int seen = 0;
    do {
        bench_query(bench, desk, MSG_booking_list, &list, MSG_booking_list_answer, &page);
        seen += (int)page.rows.count;
        TEXT_PUT(list.after, page.next);
    } while (page.next[0]);
    assert_int_equal(seen, 2);
    assert_pages(bench, desk, booking_list, booking, .household = "H1");
    assert_pages(bench, desk, station_list, station, .limit = 0);
    assert_pages(bench, desk, community_list, community, .limit = 0);
    assert_pages(bench, desk, service_list, service, .limit = 0);
}

static void test_hours_that_close_before_they_open_are_refused(void **state)
{
    struct bench *bench = *state;
    struct station_put station = {.active = true, .station = "ST1", .name = "示范站", .host_kind = "company"};
    struct service_put service = hours_service();
    struct room_put room = {.active = true, .station = "ST1", .room = "R", .name = "调解室", .capacity = 8};
    TEXT_PUT(room.purpose, "mediation");
    station.hours.count = room.hours.count = 1;
    station.hours.at[0] = room.hours.at[0] = (struct open_span){.weekday = 1, .open_min = 600, .close_min = 600};
    service.day_from_min = 600;
    service.day_until_min = 600;
    assert_string_equal(bench_command(bench, manager, MSG_station_put, &station).code, "bad_hours");
    assert_string_equal(bench_command(bench, manager, MSG_room_put, &room).field, "hours");
    assert_string_equal(bench_command(bench, manager, MSG_service_put, &service).field, "day_until_min");
}

/* Of two spans that open together one would be lost. */
static void test_two_spans_of_a_day_that_open_together_are_refused(void **state)
{
    struct bench *bench = *state;
    struct station_put station = {.active = true, .station = "ST1", .name = "示范站", .host_kind = "company"};
    station.hours.count = 2;
    station.hours.at[0] = (struct open_span){.weekday = 1, .open_min = 600, .close_min = 900};
    station.hours.at[1] = (struct open_span){.weekday = 1, .open_min = 600, .close_min = 700};
    assert_string_equal(bench_command(bench, manager, MSG_station_put, &station).code, "bad_hours");
    station.hours.at[1].weekday = 2;
    bench_done(bench, manager, MSG_station_put, &station);
}

static void test_a_length_that_nobody_could_book_is_refused(void **state)
{
    struct bench *bench = *state;
    struct service_put service = hours_service();
    service.lengths.at[1] = -5;
    struct answer answer = bench_command(bench, manager, MSG_service_put, &service);
    assert_string_equal(answer.code, "bad_length");
    assert_string_equal(answer.field, "lengths");
    service.lengths.at[1] = 100000;
    bench_done(bench, manager, MSG_service_put, &service);
}

/* With one coordinate a home lies a continent away, and nobody is ever found for it. */
static void test_half_a_place_is_refused_by_the_half_that_is_missing(void **state)
{
    struct bench *bench = *state;
    struct station_put station = {
        .active = true, .station = "ST1", .name = "示范站", .host_kind = "company", .cell_lat = 22523};
    struct community_put community = {.community = "CM1", .name = "民和社区", .cell_lon = 113040};
    struct household_put household = {.household = "H1", .community = "CM1", .consent = "paper", .cell_lat = 22523};
    struct station_nearest nearest = {.cell_lon = 113040};
    struct coverage_who_serves serves = {.community = "CM1", .cell_lat = 22523};
    const struct {
        enum message_type type;
        const void *body;
        const char *field;
    } halves[] = {{MSG_station_put, &station, "cell_lon"},
                  {MSG_community_put, &community, "cell_lat"},
                  {MSG_household_put, &household, "cell_lon"},
                  {MSG_station_nearest, &nearest, "cell_lat"},
                  {MSG_coverage_who_serves, &serves, "cell_lon"}};
    for (size_t i = 0; i < sizeof halves / sizeof halves[0]; i++) {
        struct answer answer = bench_command(bench, manager, halves[i].type, halves[i].body);
        assert_string_equal(answer.code, "missing");
        assert_string_equal(answer.field, halves[i].field);
    }
}

/* ---- who holds a room (A1.4, BK20) ---- */

static const struct room_hold_list_answer *holds_of(struct bench *bench, struct room_hold_list asked)
{
    static struct room_hold_list_answer answer;
    memset(&answer, 0, sizeof answer);
    bench_query(bench, desk, MSG_room_hold_list, &asked, MSG_room_hold_list_answer, &answer);
    return &answer;
}

static void test_holds_of_rooms_are_listed_by_start_with_what_for_and_by_whom(void **state)
{
    struct bench *bench = *state;
    struct room_hold by_staff = by_hand("M1", NOON + MS_HOUR);
    struct room_hold_dropped dropped = {.hold = "HO2"};
    put_room(bench, 8);
    hear_hold(bench, "HO1", NOON + 3 * MS_HOUR, 3);
    hear_hold(bench, "HO2", NOON + 4 * MS_HOUR, 3);
    bench_done(bench, manager, MSG_room_hold, &by_staff);
    bench_hear(bench, "training", MSG_room_hold_dropped, &dropped, "HO2");
    const struct room_hold_list_answer *answer = holds_of(bench, (struct room_hold_list){.station = "ST1"});
    assert_int_equal(answer->rows.count, 2);
    assert_string_equal(answer->rows.at[0].hold, "M1");
    assert_string_equal(answer->rows.at[0].object, "meeting");
    assert_string_equal(answer->rows.at[0].by, "actor-1");
    assert_string_equal(answer->rows.at[1].hold, "HO1");
    assert_string_equal(answer->rows.at[1].source, "training");
    assert_string_equal(answer->rows.at[1].state, "held");
    assert_int_equal(answer->rows.at[1].seats, 3);
    answer = holds_of(bench, (struct room_hold_list){.state = "released"});
    assert_int_equal(answer->rows.count, 1);
    assert_string_equal(answer->rows.at[0].hold, "HO2");
    assert_int_equal(holds_of(bench, (struct room_hold_list){.room = "other"})->rows.count, 0);
    assert_int_equal(holds_of(bench, (struct room_hold_list){.from = NOON + 2 * MS_HOUR})->rows.count, 1);
    assert_int_equal(holds_of(bench, (struct room_hold_list){.to = NOON + 3 * MS_HOUR})->rows.count, 1);
    bench_clock(bench, NOON + 2 * MS_HOUR);
    assert_int_equal(holds_of(bench, (struct room_hold_list){0})->rows.count, 1);
}

static void test_holds_of_rooms_come_page_by_page(void **state)
{
    struct bench *bench = *state;
    put_room(bench, 8);
    hear_hold(bench, "HO3", NOON + MS_HOUR, 3);
    hear_hold(bench, "HO1", NOON + 3 * MS_HOUR, 3);
    hear_hold(bench, "HO2", NOON + 4 * MS_HOUR, 3);
    const struct room_hold_list_answer *answer = holds_of(bench, (struct room_hold_list){.limit = 2});
    assert_int_equal(answer->rows.count, 2);
    assert_string_equal(answer->next, "HO1");
    answer = holds_of(bench, (struct room_hold_list){.limit = 2, .after = "HO1"});
    assert_int_equal(answer->rows.count, 1);
    assert_string_equal(answer->rows.at[0].hold, "HO2");
    assert_string_equal(answer->next, "");
}

static void test_what_a_counselling_room_is_held_for_is_not_told(void **state)
{
    struct bench *bench = *state;
    struct room_put put = {.active = true, .capacity = 4};
    struct room_hold wish = by_hand("M1", NOON + 2 * MS_HOUR);
    TEXT_PUT(put.station, "ST1");
    TEXT_PUT(put.room, "quiet");
    TEXT_PUT(put.name, "心理辅导室");
    TEXT_PUT(put.purpose, "counselling");
    TEXT_PUT(wish.room, "quiet");
    bench_done(bench, manager, MSG_room_put, &put);
    bench_done(bench, manager, MSG_room_hold, &wish);
    const struct room_hold_list_answer *answer = holds_of(bench, (struct room_hold_list){0});
    assert_int_equal(answer->rows.count, 1);
    assert_string_equal(answer->rows.at[0].object, "");
    assert_string_equal(bench_command(bench, mini, MSG_room_hold_list, &(struct room_hold_list){0}).outcome, "denied");
}

static void test_a_document_that_was_never_published_is_not_there(void **state)
{
    struct bench *bench = *state;
    struct doc_current ask = {.station = "ST1", .kind = "process"};
    assert_string_equal(bench_command(bench, mini, MSG_doc_current, &ask).code, "unknown_document");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SERVICE_TEST(test_a_room_is_held_once_and_free_again_when_dropped),
        SERVICE_TEST(test_staff_hold_a_room_and_are_told_what_is_in_the_way),
        SERVICE_TEST(test_a_wish_of_staff_for_a_room_is_refused_by_the_field_that_is_wrong),
        SERVICE_TEST(test_a_room_that_a_service_holds_is_not_given_back_by_hand),
        SERVICE_TEST(test_a_room_is_denied_when_too_small_or_closed),
        SERVICE_TEST(test_a_room_cannot_shrink_below_what_it_is_held_for),
        SERVICE_TEST(test_free_rooms_are_those_that_could_be_held),
        SERVICE_TEST(test_a_service_is_told_with_its_certificates_and_its_version),
        SERVICE_TEST(test_a_document_is_in_force_from_its_day_and_older_ones_stay_readable),
        SERVICE_TEST(test_a_document_from_before_the_one_in_force_is_refused),
        SERVICE_TEST(test_the_document_about_complaints_is_refused_and_its_owner_named),
        SERVICE_TEST(test_what_was_published_about_complaints_before_stays_in_force_until_mediation_publishes),
        SERVICE_TEST(test_stations_are_listed_by_the_kind_of_their_host),
        SERVICE_TEST(test_floor_area_and_floors_of_a_station_are_kept_and_told),
        SERVICE_TEST(test_services_are_listed_by_their_line),
        SERVICE_TEST(test_the_nearest_station_is_suggested),
        SERVICE_TEST(test_how_far_a_station_is_follows_the_settings),
        SERVICE_TEST(test_who_serves_a_community_is_told_nearest_first),
        SERVICE_TEST(test_who_serves_a_point_is_told_by_the_community_in_which_it_lies),
        SERVICE_TEST(test_a_community_is_told_with_the_stations_that_serve_it),
        SERVICE_TEST(test_the_rooms_of_a_station_are_listed_in_pages),
        SERVICE_TEST(test_a_household_without_phone_is_kept_and_shown_to_staff_alone),
        SERVICE_TEST(test_an_outside_system_changes_only_households_of_its_own),
        SERVICE_TEST(test_the_catalogue_is_the_managers),
        SERVICE_TEST(test_the_timeline_tells_the_states_in_chinese_and_english),
        SERVICE_TEST(test_a_list_goes_on_after_its_last_row),
        SERVICE_TEST(test_hours_that_close_before_they_open_are_refused),
        SERVICE_TEST(test_two_spans_of_a_day_that_open_together_are_refused),
        SERVICE_TEST(test_a_length_that_nobody_could_book_is_refused),
        SERVICE_TEST(test_half_a_place_is_refused_by_the_half_that_is_missing),
        SERVICE_TEST(test_holds_of_rooms_are_listed_by_start_with_what_for_and_by_whom),
        SERVICE_TEST(test_holds_of_rooms_come_page_by_page),
        SERVICE_TEST(test_what_a_counselling_room_is_held_for_is_not_told),
        SERVICE_TEST(test_a_document_that_was_never_published_is_not_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
