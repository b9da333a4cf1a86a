/* Booking as a service: areas, partner organisations, and that each change of the catalogue is told with its version
 * (BK1). */
#include "booking_town.h"

#include "services/booking/area.h"

static struct area_put area(const char *code, const char *kind, const char *parent)
{
    struct area_put put = {0};
    TEXT_PUT(put.area, code);
    TEXT_PUT(put.kind, kind);
    TEXT_PUT(put.name, "会城街道");
    TEXT_PUT(put.parent, parent);
    return put;
}

static void put_area(struct bench *bench, const char *code, const char *kind, const char *parent)
{
    struct area_put put = area(code, kind, parent);
    bench_done(bench, manager, MSG_area_put, &put);
}

static void community_into(struct bench *bench, const char *community, const char *in)
{
    struct community_put put = {.cell_lat = 22523, .cell_lon = 113040};
    TEXT_PUT(put.community, community);
    TEXT_PUT(put.name, "民和社区");
    TEXT_PUT(put.area, in);
    bench_done(bench, manager, MSG_community_put, &put);
}

static struct area_tree_answer tree(struct bench *bench, const char *under)
{
    static struct area_tree_answer answer;
    struct area_tree asked = {0};
    TEXT_PUT(asked.under, under);
    bench_query(bench, mini, MSG_area_tree, &asked, MSG_area_tree_answer, &answer);
    return answer;
}

static void put_partner(struct bench *bench, const char *code, const char *kind, const char *station)
{
    struct partner_put put = {.active = true, .name = "社区卫生服务中心"};
    TEXT_PUT(put.partner, code);
    TEXT_PUT(put.kind, kind);
    put.stations.count = station[0] ? 1 : 0;
    TEXT_PUT(put.stations.at[0], station);
    bench_done(bench, manager, MSG_partner_put, &put);
}

/* ---- areas (A1.8) ---- */

static void test_an_area_is_part_of_a_higher_one_alone(void **state)
{
    (void)state;
    assert_true(area_fits_in("town", "district"));
    assert_true(area_fits_in("street", "city"));
    assert_false(area_fits_in("town", "street"));
    assert_false(area_fits_in("district", "district"));
    assert_false(area_fits_in("district", "town"));
    assert_false(area_fits_in("town", ""));
}

static void test_an_area_is_told_with_its_version_and_its_whole(void **state)
{
    struct bench *bench = *state;
    struct catalog_area_changed event;
    put_area(bench, "440705", "district", "");
    put_area(bench, "440705001", "street", "440705");
    put_area(bench, "440705001", "street", "440705");
    assert_int_equal(bench_emitted(bench, "booking", MSG_catalog_area_changed, &event), 3);
    assert_string_equal(event.area, "440705001");
    assert_string_equal(event.kind, "street");
    assert_string_equal(event.parent, "440705");
    assert_int_equal(event.version, 2);
}

static void test_an_area_stands_in_no_unknown_and_no_lower_one(void **state)
{
    struct bench *bench = *state;
    struct area_put put = area("T1", "town", "D9");
    struct answer answer = bench_command(bench, manager, MSG_area_put, &put);
    assert_string_equal(answer.code, "unknown_area");
    assert_string_equal(answer.field, "parent");
    put_area(bench, "T2", "town", "");
    TEXT_PUT(put.parent, "T2");
    answer = bench_command(bench, manager, MSG_area_put, &put);
    assert_string_equal(answer.code, "bad_parent");
    assert_string_equal(answer.field, "parent");
}

static void test_an_area_with_parts_does_not_sink_below_them(void **state)
{
    struct bench *bench = *state;
    struct area_put put = area("D1", "town", "");
    put_area(bench, "D1", "district", "");
    put_area(bench, "T1", "town", "D1");
    struct answer answer = bench_command(bench, manager, MSG_area_put, &put);
    assert_string_equal(answer.code, "bad_parent");
    assert_string_equal(answer.field, "kind");
    TEXT_PUT(put.kind, "city");
    bench_done(bench, manager, MSG_area_put, &put);
}

/* CM1 is served, CM2 is not: ST1 and ST3 cover CM1 alone. */
static void test_the_tree_tells_what_is_part_of_what_and_how_far_it_is_served(void **state)
{
    struct bench *bench = *state;
    put_area(bench, "D1", "district", "");
    put_area(bench, "T1", "town", "D1");
    put_area(bench, "T2", "town", "D1");
    put_area(bench, "D2", "district", "");
    community_into(bench, "CM1", "T1");
    community_into(bench, "CM2", "T2");
    struct area_tree_answer all = tree(bench, "");
    assert_int_equal(all.rows.count, 4);
    struct area_tree_answer answer = tree(bench, "D1");
    assert_int_equal(answer.rows.count, 3);
    assert_string_equal(answer.rows.at[0].area, "D1");
    assert_int_equal(answer.rows.at[0].communities, 2);
    assert_int_equal(answer.rows.at[0].served, 1);
    assert_string_equal(answer.rows.at[2].area, "T2");
    assert_string_equal(answer.rows.at[2].parent, "D1");
    assert_int_equal(answer.rows.at[2].communities, 1);
    assert_int_equal(answer.rows.at[2].served, 0);
}

static void test_a_community_whose_stations_are_closed_is_not_served(void **state)
{
    struct bench *bench = *state;
    struct station_put closed = {.station = "ST1", .name = "示范站", .host_kind = "company"};
    put_area(bench, "T1", "town", "");
    community_into(bench, "CM1", "T1");
    bench_done(bench, manager, MSG_station_put, &closed);
    assert_int_equal(tree(bench, "T1").rows.at[0].served, 1); /* ST3 is open */
    TEXT_PUT(closed.station, "ST3");
    bench_done(bench, manager, MSG_station_put, &closed);
    assert_int_equal(tree(bench, "T1").rows.at[0].served, 0);
}

static void test_the_lists_of_areas_and_partners_go_on_after_their_last_row(void **state)
{
    struct bench *bench = *state;
    put_area(bench, "D1", "district", "");
    put_area(bench, "D2", "district", "");
    put_partner(bench, "CLINIC", "hospital", "ST1");
    put_partner(bench, "SCHOOL", "school", "");
    assert_pages(bench, mini, area_tree, area, .limit = 0);
    assert_pages(bench, mini, partner_list, partner, .station = "ST1");
}

static void test_a_tree_under_an_unknown_area_is_refused(void **state)
{
    struct bench *bench = *state;
    struct area_tree asked = {.under = "D9"};
    struct answer answer = bench_command(bench, mini, MSG_area_tree, &asked);
    assert_string_equal(answer.code, "unknown_area");
    assert_string_equal(answer.field, "under");
}

static void test_a_station_and_a_community_lie_in_known_areas(void **state)
{
    struct bench *bench = *state;
    struct station_put station = {.active = true, .station = "ST1", .name = "示范站", .host_kind = "company"};
    struct community_put community = {.community = "CM1", .name = "民和社区", .area = "T1"};
    struct catalog_station_changed told;
    struct catalog_community_changed heard;
    struct station_get get = {.id = "ST1"};
    struct station_get_answer stands;
    TEXT_PUT(station.area, "T1");
    assert_string_equal(bench_command(bench, manager, MSG_station_put, &station).code, "unknown_area");
    assert_string_equal(bench_command(bench, manager, MSG_community_put, &community).code, "unknown_area");
    put_area(bench, "T1", "town", "");
    bench_done(bench, manager, MSG_station_put, &station);
    bench_done(bench, manager, MSG_community_put, &community);
    bench_emitted(bench, "booking", MSG_catalog_station_changed, &told);
    bench_emitted(bench, "booking", MSG_catalog_community_changed, &heard);
    assert_string_equal(told.area, "T1");
    assert_string_equal(heard.area, "T1");
    bench_query(bench, mini, MSG_station_get, &get, MSG_station_get_answer, &stands);
    assert_string_equal(stands.area, "T1");
}

/* ---- partner organisations (A1.9) ---- */

static void test_a_partner_is_told_with_its_version_and_its_stations(void **state)
{
    struct bench *bench = *state;
    struct catalog_partner_changed event;
    struct partner_get get = {.id = "CLINIC"};
    struct partner_get_answer answer;
    put_partner(bench, "CLINIC", "hospital", "");
    put_partner(bench, "CLINIC", "hospital", "ST1");
    assert_int_equal(bench_emitted(bench, "booking", MSG_catalog_partner_changed, &event), 2);
    assert_int_equal(event.version, 2);
    assert_true(event.active);
    assert_int_equal(event.stations.count, 1);
    assert_string_equal(event.stations.at[0], "ST1");
    bench_query(bench, mini, MSG_partner_get, &get, MSG_partner_get_answer, &answer);
    assert_int_equal(answer.version, 2);
    assert_string_equal(answer.kind, "hospital");
    assert_int_equal(answer.stations.count, 1);
}

static struct answer put_until(struct bench *bench, const char *code, int64_t ends, bool active)
{
    struct partner_put put = {.active = active, .kind = "enterprise", .name = "合作企业-01", .ends = ends};
    TEXT_PUT(put.partner, code);
    return bench_command(bench, manager, MSG_partner_put, &put);
}

static struct partner_get_answer partner_of(struct bench *bench, const char *code)
{
    struct partner_get get = {0};
    struct partner_get_answer answer = {0};
    TEXT_PUT(get.id, code);
    bench_query(bench, mini, MSG_partner_get, &get, MSG_partner_get_answer, &answer);
    return answer;
}

/* A1.9: partners with end dates. */
static void test_a_partner_is_active_until_its_agreement_ends(void **state)
{
    struct bench *bench = *state;
    struct catalog_partner_changed event;
    assert_string_equal(put_until(bench, "EN-01", NOON + 30 * MS_DAY, true).outcome, "done");
    bench_clock(bench, NOON + 30 * MS_DAY - 1);
    assert_true(partner_of(bench, "EN-01").active);
    bench_clock(bench, NOON + 30 * MS_DAY);
    assert_false(partner_of(bench, "EN-01").active);
    assert_int_equal(partner_of(bench, "EN-01").ends, NOON + 30 * MS_DAY);
    assert_int_equal(bench_emitted(bench, "booking", MSG_catalog_partner_changed, &event), 2);
    assert_false(event.active);
    assert_int_equal(event.version, 2);
    assert_int_equal(event.ends, NOON + 30 * MS_DAY);
}

static void test_an_agreement_that_is_prolonged_goes_on(void **state)
{
    struct bench *bench = *state;
    put_until(bench, "EN-01", NOON + 30 * MS_DAY, true);
    put_until(bench, "EN-01", NOON + 60 * MS_DAY, true);
    bench_clock(bench, NOON + 30 * MS_DAY);
    assert_true(partner_of(bench, "EN-01").active);
    bench_clock(bench, NOON + 60 * MS_DAY);
    assert_false(partner_of(bench, "EN-01").active);
}

static void test_nobody_becomes_active_by_an_agreement_that_is_over(void **state)
{
    struct bench *bench = *state;
    struct answer answer = put_until(bench, "EN-01", NOON, true);
    assert_string_equal(answer.outcome, "refused");
    assert_string_equal(answer.code, "agreement_over");
    assert_string_equal(answer.field, "ends");
    assert_string_equal(put_until(bench, "EN-01", NOON, false).outcome, "done");
}

static int partners(struct bench *bench, const char *kind, const char *station)
{
    struct partner_list list = {0};
    struct partner_list_answer answer;
    TEXT_PUT(list.kind, kind);
    TEXT_PUT(list.station, station);
    bench_query(bench, mini, MSG_partner_list, &list, MSG_partner_list_answer, &answer);
    return (int)answer.rows.count;
}

static void test_partners_are_listed_by_kind_and_by_station(void **state)
{
    struct bench *bench = *state;
    put_partner(bench, "CLINIC", "hospital", "ST1");
    put_partner(bench, "SCHOOL", "school", "ST3");
    put_partner(bench, "TOWN", "government", "");
    assert_int_equal(partners(bench, "", ""), 3);
    assert_int_equal(partners(bench, "school", ""), 1);
    assert_int_equal(partners(bench, "", "ST1"), 2); /* its own, and who works with all */
    assert_int_equal(partners(bench, "hospital", "ST3"), 0);
}

static void test_a_partner_of_an_unknown_station_is_refused_and_an_unknown_one_is_not_told(void **state)
{
    struct bench *bench = *state;
    struct partner_put put = {.active = true, .partner = "P1", .kind = "school", .name = "学校"};
    struct partner_get get = {.id = "P1"};
    put.stations.count = 1;
    TEXT_PUT(put.stations.at[0], "ST9");
    struct answer answer = bench_command(bench, manager, MSG_partner_put, &put);
    assert_string_equal(answer.code, "unknown_station");
    assert_string_equal(answer.field, "stations");
    assert_string_equal(bench_command(bench, mini, MSG_partner_get, &get).code, "unknown_partner");
}

static void test_areas_and_partners_are_the_managers(void **state)
{
    struct bench *bench = *state;
    struct area_put put = area("T1", "town", "");
    struct partner_put partner = {.active = true, .partner = "P1", .kind = "school", .name = "学校"};
    assert_string_equal(bench_command(bench, desk, MSG_area_put, &put).code, "role");
    assert_string_equal(bench_command(bench, desk, MSG_partner_put, &partner).code, "role");
}

static void test_a_change_of_an_area_or_partner_that_was_not_seen_is_a_conflict(void **state)
{
    struct bench *bench = *state;
    struct bench_sender late = {.role = "manager", .expectedrev = 1};
    struct area_put put = area("T1", "town", "");
    struct partner_put partner = {.active = true, .partner = "P1", .kind = "school", .name = "学校"};
    for (int i = 0; i < 2; i++) {
        bench_done(bench, manager, MSG_area_put, &put);
        bench_done(bench, manager, MSG_partner_put, &partner);
    }
    assert_string_equal(bench_command(bench, late, MSG_area_put, &put).code, "conflict");
    assert_string_equal(bench_command(bench, late, MSG_partner_put, &partner).code, "conflict");
}

/* ---- what else changes in the catalogue ---- */

static void test_a_room_is_told_with_its_version(void **state)
{
    struct bench *bench = *state;
    struct room_put put = {.active = true, .station = "ST1", .room = "R1", .name = "调解室", .capacity = 8};
    struct catalog_room_changed event;
    TEXT_PUT(put.purpose, "mediation");
    bench_done(bench, manager, MSG_room_put, &put);
    put.active = false;
    put.capacity = 6;
    struct answer answer = bench_command(bench, manager, MSG_room_put, &put);
    assert_int_equal(bench_emitted(bench, "booking", MSG_catalog_room_changed, &event), 2);
    assert_string_equal(event.station, "ST1");
    assert_string_equal(event.room, "R1");
    assert_string_equal(event.purpose, "mediation");
    assert_int_equal(event.version, 2);
    assert_int_equal(event.version, answer.revision);
    assert_int_equal(event.capacity, 6);
    assert_false(event.active);
}

static void test_a_coverage_is_told_with_its_version(void **state)
{
    struct bench *bench = *state;
    struct catalog_coverage_changed event;
    put_coverage(bench, "ST1");
    bench_emitted(bench, "booking", MSG_catalog_coverage_changed, &event);
    assert_string_equal(event.station, "ST1");
    assert_int_equal(event.version, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SERVICE_TEST(test_an_area_is_part_of_a_higher_one_alone),
        SERVICE_TEST(test_an_area_is_told_with_its_version_and_its_whole),
        SERVICE_TEST(test_an_area_stands_in_no_unknown_and_no_lower_one),
        SERVICE_TEST(test_an_area_with_parts_does_not_sink_below_them),
        SERVICE_TEST(test_the_tree_tells_what_is_part_of_what_and_how_far_it_is_served),
        SERVICE_TEST(test_a_community_whose_stations_are_closed_is_not_served),
        SERVICE_TEST(test_the_lists_of_areas_and_partners_go_on_after_their_last_row),
        SERVICE_TEST(test_a_tree_under_an_unknown_area_is_refused),
        SERVICE_TEST(test_a_station_and_a_community_lie_in_known_areas),
        SERVICE_TEST(test_a_partner_is_active_until_its_agreement_ends),
        SERVICE_TEST(test_an_agreement_that_is_prolonged_goes_on),
        SERVICE_TEST(test_nobody_becomes_active_by_an_agreement_that_is_over),
        SERVICE_TEST(test_a_partner_is_told_with_its_version_and_its_stations),
        SERVICE_TEST(test_partners_are_listed_by_kind_and_by_station),
        SERVICE_TEST(test_a_partner_of_an_unknown_station_is_refused_and_an_unknown_one_is_not_told),
        SERVICE_TEST(test_areas_and_partners_are_the_managers),
        SERVICE_TEST(test_a_change_of_an_area_or_partner_that_was_not_seen_is_a_conflict),
        SERVICE_TEST(test_a_room_is_told_with_its_version),
        SERVICE_TEST(test_a_coverage_is_told_with_its_version),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
