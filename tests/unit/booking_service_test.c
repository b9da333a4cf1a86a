/* Booking as a service: taking a request or refusing it, on a driven clock (bench.h). */
#include "booking_town.h"

/* ---- creating (D1 rows 1, 3; A2, BK2, BK3, BK6) ---- */

/* Row 1, A2.4: the nearest station that serves the community; the outside system hears on its own stream. */
static void test_a_booking_is_requested_at_the_nearest_station(void **state)
{
    struct bench *bench = *state;
    struct booking_requested event;
    const char *id = take(bench, "R1");
    struct booking_get_answer answer = look(bench, id);
    assert_string_equal(answer.state, "REQUESTED");
    assert_string_equal(answer.station, "ST3");
    assert_string_equal(answer.channel, "external");
    assert_string_equal(answer.consent, "app");
    assert_int_equal(answer.end, NOON + 2 * MS_DAY + 2 * MS_HOUR);
    assert_int_equal(answer.expires, NOON + 2 * MS_DAY - 30 * MS_MINUTE);
    assert_int_equal(bench_emitted(bench, "booking", MSG_booking_requested, NULL), 1);
    assert_int_equal(bench_emitted(bench, "partner.mini", MSG_booking_requested, &event), 1);
    assert_string_equal(event.booking, id);
    assert_string_equal(event.community, "CM1");
    assert_int_equal(event.cell_lat, 22523);
}

/* BK3: staff on behalf: who entered it, for whom, how the client agreed. */
static void test_a_walk_in_notes_who_entered_it_and_how_the_client_agreed(void **state)
{
    struct bench *bench = *state;
    struct booking_create create = wish("");
    TEXT_PUT(create.consent, "voice");
    struct answer answer = bench_command(bench, desk, MSG_booking_create, &create);
    assert_string_equal(answer.outcome, "done");
    struct booking_get_answer booking = look(bench, answer.subject);
    assert_string_equal(booking.channel, "walk_in");
    assert_string_equal(booking.entered_by, "actor-1");
    assert_string_equal(booking.entered_role, "receptionist");
    assert_string_equal(booking.for_whom, "H1");
    assert_string_equal(booking.consent, "voice");
    assert_string_equal(booking.origin, "");
}

/* BK2 */
static void test_the_same_wish_under_the_same_number_is_the_same_booking(void **state)
{
    struct bench *bench = *state;
    char first[ID_SIZE];
    TEXT_PUT(first, take(bench, "R1"));
    for (int i = 0; i < 4; i++)
        assert_string_equal(take(bench, "R1"), first);
    assert_int_equal(bench_emitted(bench, "booking", MSG_booking_requested, NULL), 1);
}

/* BK2 */
static void test_another_wish_under_the_same_number_is_a_conflict(void **state)
{
    struct bench *bench = *state;
    struct booking_create create = wish("R1");
    struct booking_rejected event;
    take(bench, "R1");
    create.start += MS_DAY;
    struct answer answer = bench_command(bench, mini, MSG_booking_create, &create);
    assert_string_equal(answer.outcome, "conflict");
    assert_string_equal(answer.code, "conflict_source_ref");
    assert_int_equal(bench_emitted(bench, "partner.mini", MSG_booking_rejected, &event), 1);
    assert_string_equal(event.reason, "conflict_source_ref");
}

/* BK2: the number is the source's own. */
static void test_two_systems_may_use_the_same_number(void **state)
{
    struct bench *bench = *state;
    struct booking_create create = wish("R1");
    take(bench, "R1");
    TEXT_PUT(create.household, "H2");
    bench_done(bench, rival, MSG_booking_create, &create);
}

/* Row 3 */
static void test_a_rejected_request_is_told_to_its_sender_and_can_be_mended(void **state)
{
    struct bench *bench = *state;
    struct booking_create create = wish("R1");
    struct booking_status status = {0};
    struct booking_status_answer seen;
    struct booking_rejected event;
    create.start = NOON + MS_HOUR;
    struct answer answer = bench_command(bench, mini, MSG_booking_create, &create);
    assert_string_equal(answer.outcome, "refused");
    assert_string_equal(answer.code, "too_soon");
    assert_string_equal(answer.field, "start");
    assert_int_equal(bench_emitted(bench, "booking", MSG_booking_rejected, NULL), 1);
    assert_int_equal(bench_emitted(bench, "partner.mini", MSG_booking_rejected, &event), 1);
    assert_string_equal(event.reason, "too_soon");
    assert_string_equal(event.field, "start");
    assert_string_equal(event.origin, "mini");
    assert_string_equal(event.source_ref, "R1");
    assert_string_equal(event.booking, answer.subject);
    TEXT_PUT(status.source_ref, "R1");
    bench_query(bench, mini, MSG_booking_status, &status, MSG_booking_status_answer, &seen);
    assert_string_equal(seen.state, "REJECTED");
    assert_string_equal(seen.label, "未受理");
    take(bench, "R1");
    bench_query(bench, mini, MSG_booking_status, &status, MSG_booking_status_answer, &seen);
    assert_string_equal(seen.state, "REQUESTED");
}

/* The counter's own is no outside system's to read. */
static void test_a_request_of_the_counter_is_rejected_on_no_partners_stream(void **state)
{
    struct bench *bench = *state;
    struct booking_create create = wish("");
    struct booking_rejected event;
    TEXT_PUT(create.consent, "voice");
    create.start = NOON + MS_HOUR;
    assert_string_equal(bench_command(bench, desk, MSG_booking_create, &create).code, "too_soon");
    assert_int_equal(bench_emitted(bench, "booking", MSG_booking_rejected, &event), 1);
    assert_string_equal(event.origin, "");
    assert_int_equal(bench_emitted(bench, "partner.desk", MSG_booking_rejected, NULL), 0);
}

static void assert_rejected(struct bench *bench, const struct booking_create *create, const char *code)
{
    struct answer answer = bench_command(bench, mini, MSG_booking_create, create);
    assert_string_equal(answer.code, code);
}

static void test_what_is_unknown_is_named(void **state)
{
    struct bench *bench = *state;
    struct booking_create create = wish("R1");
    TEXT_PUT(create.service, "XX-99");
    assert_rejected(bench, &create, "unknown_service");
    create = wish("R1");
    TEXT_PUT(create.household, "H9");
    assert_rejected(bench, &create, "unknown_household");
    create = wish("R1");
    TEXT_PUT(create.station, "ST9");
    assert_rejected(bench, &create, "unknown_station");
    create = wish("R1");
    create.minutes = 121;
    assert_rejected(bench, &create, "length_not_offered");
}

/* A1.6 */
static void test_a_station_serves_only_its_communities(void **state)
{
    struct bench *bench = *state;
    struct booking_create create = wish("R1");
    struct coverage_put put = {0};
    TEXT_PUT(put.station, "ST1");
    bench_done(bench, manager, MSG_coverage_put, &put);
    TEXT_PUT(create.station, "ST1");
    assert_rejected(bench, &create, "not_covered");
    TEXT_PUT(put.station, "ST3");
    bench_done(bench, manager, MSG_coverage_put, &put);
    create = wish("R1");
    assert_rejected(bench, &create, "no_station");
}

/* A1.2, D1 row 1 */
static void test_a_service_is_booked_only_where_it_is_offered(void **state)
{
    struct bench *bench = *state;
    struct service_put put = hours_service();
    struct service_get get = {.id = "HH-01"};
    static struct service_get_answer service;
    struct booking_create create = wish("R1");
    put.stations.count = 1;
    TEXT_PUT(put.stations.at[0], "ST9");
    assert_string_equal(bench_command(bench, manager, MSG_service_put, &put).code, "unknown_station");
    TEXT_PUT(put.stations.at[0], "ST1");
    bench_done(bench, manager, MSG_service_put, &put);
    bench_query(bench, desk, MSG_service_get, &get, MSG_service_get_answer, &service);
    assert_int_equal(service.stations.count, 1);
    assert_string_equal(service.stations.at[0], "ST1");
    TEXT_PUT(create.station, "ST3");
    struct answer answer = bench_command(bench, mini, MSG_booking_create, &create);
    assert_string_equal(answer.code, "not_offered_here");
    assert_string_equal(answer.field, "service");
    assert_string_equal(look(bench, take(bench, "R2")).station, "ST1"); /* ST3 is nearer */
    struct coverage_put none = {.station = "ST1"};
    bench_done(bench, manager, MSG_coverage_put, &none);
    create = wish("R3");
    create.start += MS_DAY;
    assert_rejected(bench, &create, "not_offered_here");
    put.stations.count = 0;
    bench_done(bench, manager, MSG_service_put, &put);
    bench_done(bench, mini, MSG_booking_create, &create);
}

/* BK5: a notice of the service's own. */
static void test_a_service_may_ask_for_more_notice(void **state)
{
    struct bench *bench = *state;
    struct service_put put = hours_service();
    struct booking_create create = wish("R1");
    put.notice_min = 3 * 1440;
    bench_done(bench, manager, MSG_service_put, &put);
    assert_rejected(bench, &create, "too_soon");
}

/* BK5: a horizon of the service's own, shorter or longer than that of all. */
static void test_a_service_may_have_a_horizon_of_its_own(void **state)
{
    struct bench *bench = *state;
    struct service_put put = hours_service();
    struct booking_create create = wish("R1");
    create.start = NOON + 91 * MS_DAY;
    assert_rejected(bench, &create, "too_far");
    put.horizon_days = 91;
    bench_done(bench, manager, MSG_service_put, &put);
    bench_done(bench, mini, MSG_booking_create, &create);
    put.horizon_days = 1;
    bench_done(bench, manager, MSG_service_put, &put);
    create = wish("R2");
    assert_rejected(bench, &create, "too_far");
}

/* BK6: whole duration, half-open. */
static void test_a_household_is_not_booked_twice_at_a_time(void **state)
{
    struct bench *bench = *state;
    struct booking_create create = wish("R2");
    take(bench, "R1");
    create.start += 2 * MS_HOUR - 1;
    assert_rejected(bench, &create, "household_busy");
    create.start -= 4 * MS_HOUR - 2;
    assert_rejected(bench, &create, "household_busy");
    create.start = NOON + 2 * MS_DAY + 2 * MS_HOUR;
    bench_done(bench, mini, MSG_booking_create, &create);
}

/* BK6: who wants the same time first has it. */
static void test_a_cancelled_booking_frees_the_time_of_its_household(void **state)
{
    struct bench *bench = *state;
    struct booking_create create = wish("R2");
    struct booking_cancel cancel = {0};
    TEXT_PUT(cancel.booking, take(bench, "R1"));
    assert_rejected(bench, &create, "household_busy");
    bench_done(bench, mini, MSG_booking_cancel, &cancel);
    bench_done(bench, mini, MSG_booking_create, &create);
}

static struct booking_duplicates_answer duplicates(struct bench *bench, struct booking_duplicates asked)
{
    static struct booking_duplicates_answer page;
    bench_query(bench, desk, MSG_booking_duplicates, &asked, MSG_booking_duplicates_answer, &page);
    return page;
}

/* A2.5 */
static void test_the_same_wish_by_another_way_is_refused_and_told_to_the_station_once(void **state)
{
    struct bench *bench = *state;
    struct booking_create create = wish("Z1");
    struct booking_duplicate_suspected event;
    char first[ID_SIZE];
    TEXT_PUT(first, take(bench, "R1"));
    create.start += MS_HOUR;
    struct answer answer = bench_command(bench, rival, MSG_booking_create, &create);
    assert_string_equal(answer.code, "household_busy");
    assert_string_equal(bench_command(bench, rival, MSG_booking_create, &create).code, "household_busy");
    assert_int_equal(bench_emitted(bench, "booking", MSG_booking_rejected, NULL), 2);
    assert_int_equal(bench_emitted(bench, "booking", MSG_booking_duplicate_suspected, &event), 1);
    assert_int_equal(bench_emitted(bench, "partner.rival", MSG_booking_duplicate_suspected, NULL), 0);
    assert_int_equal(bench_emitted(bench, "partner.mini", MSG_booking_duplicate_suspected, NULL), 0);
    assert_string_equal(event.booking, first);
    assert_string_equal(event.station, "ST3");
    assert_string_equal(event.request, answer.subject);
    assert_string_equal(event.source, "rival");
    assert_string_equal(event.channel, "external");
}

/* What is reckoned from a start must not overflow, whatever it is. */
static void test_a_start_of_any_number_is_answered(void **state)
{
    struct bench *bench = *state;
    struct booking_create create = wish("R1");
    create.start = INT64_MAX;
    assert_string_equal(bench_command(bench, mini, MSG_booking_create, &create).code, "too_far");
    create.start = 1;
    assert_string_equal(bench_command(bench, mini, MSG_booking_create, &create).code, "in_past");
}

/* A2.5: the counter and the mini-program may send by one source. */
static void test_the_same_wish_by_another_channel_of_one_source_is_suspected_too(void **state)
{
    struct bench *bench = *state;
    struct booking_create create = wish("R2");
    struct booking_duplicate_suspected event;
    take(bench, "R1");
    TEXT_PUT(create.channel, "miniapp");
    assert_string_equal(bench_command(bench, mini, MSG_booking_create, &create).code, "household_busy");
    assert_int_equal(bench_emitted(bench, "booking", MSG_booking_duplicate_suspected, &event), 1);
    assert_string_equal(event.channel, "miniapp");
}

/* A2.5: an overlap is no duplicate when source and channel are the same, the service or the household is another one,
 * or nothing overlaps. */
static void test_another_overlap_is_no_duplicate(void **state)
{
    struct bench *bench = *state;
    struct booking_create create = wish("R2");
    struct service_put put = hours_service();
    TEXT_PUT(put.service, "HH-02");
    bench_done(bench, manager, MSG_service_put, &put);
    take(bench, "R1");
    assert_string_equal(bench_command(bench, mini, MSG_booking_create, &create).code, "household_busy");
    TEXT_PUT(create.service, "HH-02");
    assert_string_equal(bench_command(bench, rival, MSG_booking_create, &create).code, "household_busy");
    create = wish("R3");
    create.start += 2 * MS_HOUR;
    bench_done(bench, rival, MSG_booking_create, &create);
    create = wish("R4");
    TEXT_PUT(create.household, "H2");
    bench_done(bench, rival, MSG_booking_create, &create);
    assert_int_equal(bench_emitted(bench, "booking", MSG_booking_duplicate_suspected, NULL), 0);
    assert_int_equal(duplicates(bench, (struct booking_duplicates){0}).rows.count, 0);
}

/* A2.5 */
static void test_staff_alone_list_the_duplicates_of_a_station_since_a_time(void **state)
{
    struct bench *bench = *state;
    struct booking_create create = wish("Z1");
    struct booking_duplicates any = {0};
    char first[ID_SIZE];
    TEXT_PUT(first, take(bench, "R1"));
    TEXT_PUT(create.consent, "voice");
    assert_string_equal(bench_command(bench, desk, MSG_booking_create, &create).code, "household_busy");
    struct booking_duplicates_answer page = duplicates(bench, any);
    assert_int_equal(page.rows.count, 1);
    assert_string_equal(page.rows.at[0].booking, first);
    assert_string_equal(page.rows.at[0].household, "H1");
    assert_string_equal(page.rows.at[0].channel, "walk_in");
    assert_string_equal(page.rows.at[0].booked_source, "mini");
    assert_string_equal(page.rows.at[0].booked_channel, "external");
    const int64_t at = page.rows.at[0].at;
    assert_int_equal(duplicates(bench, (struct booking_duplicates){.station = "ST3", .since = at}).rows.count, 1);
    assert_int_equal(duplicates(bench, (struct booking_duplicates){.station = "ST1"}).rows.count, 0);
    assert_int_equal(duplicates(bench, (struct booking_duplicates){.since = at + 1}).rows.count, 0);
    TEXT_PUT(create.household, "H2");
    bench_done(bench, mini, MSG_booking_create, &create);
    assert_string_equal(bench_command(bench, desk, MSG_booking_create, &create).code, "household_busy");
    assert_pages(bench, desk, booking_duplicates, request, .station = "ST3");
    assert_string_equal(bench_command(bench, mini, MSG_booking_duplicates, &any).outcome, "denied");
}

/* A1.9 */
static void test_an_outside_system_books_as_long_as_its_agreement_runs(void **state)
{
    struct bench *bench = *state;
    struct partner_put put = {
        .active = true, .partner = "mini", .kind = "enterprise", .name = "合作企业-01", .ends = NOON + MS_DAY};
    struct booking_create create = wish("R1");
    bench_done(bench, manager, MSG_partner_put, &put);
    take(bench, "R0");
    bench_clock(bench, NOON + MS_DAY);
    TEXT_PUT(create.household, "H2");
    struct answer answer = bench_command(bench, mini, MSG_booking_create, &create);
    assert_string_equal(answer.outcome, "refused");
    assert_string_equal(answer.code, "agreement_over");
    assert_string_equal(bench_command(bench, rival, MSG_booking_create, &create).outcome, "done");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SERVICE_TEST(test_a_booking_is_requested_at_the_nearest_station),
        SERVICE_TEST(test_a_walk_in_notes_who_entered_it_and_how_the_client_agreed),
        SERVICE_TEST(test_the_same_wish_under_the_same_number_is_the_same_booking),
        SERVICE_TEST(test_another_wish_under_the_same_number_is_a_conflict),
        SERVICE_TEST(test_two_systems_may_use_the_same_number),
        SERVICE_TEST(test_a_rejected_request_is_told_to_its_sender_and_can_be_mended),
        SERVICE_TEST(test_a_request_of_the_counter_is_rejected_on_no_partners_stream),
        SERVICE_TEST(test_what_is_unknown_is_named),
        SERVICE_TEST(test_a_station_serves_only_its_communities),
        SERVICE_TEST(test_a_service_is_booked_only_where_it_is_offered),
        SERVICE_TEST(test_a_service_may_ask_for_more_notice),
        SERVICE_TEST(test_a_service_may_have_a_horizon_of_its_own),
        SERVICE_TEST(test_a_household_is_not_booked_twice_at_a_time),
        SERVICE_TEST(test_a_cancelled_booking_frees_the_time_of_its_household),
        SERVICE_TEST(test_the_same_wish_by_another_way_is_refused_and_told_to_the_station_once),
        SERVICE_TEST(test_another_overlap_is_no_duplicate),
        SERVICE_TEST(test_the_same_wish_by_another_channel_of_one_source_is_suspected_too),
        SERVICE_TEST(test_a_start_of_any_number_is_answered),
        SERVICE_TEST(test_staff_alone_list_the_duplicates_of_a_station_since_a_time),
        SERVICE_TEST(test_an_outside_system_books_as_long_as_its_agreement_runs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
