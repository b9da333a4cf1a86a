/* The pure rules of booking: states, guards, clocks, cancellation, rooms, nearness. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/civil.h"
#include "base/text.h"
#include "services/booking/booking.h"
#include "services/booking/lists.h"
#include "services/booking/near.h"
#include "services/booking/room.h"

#define NOON INT64_C(1770609600000) /* Monday 2026-02-09 12:00 at the stations */

/* ---- states (ruling 5) ---- */

static void test_every_live_state_has_an_exit_and_can_end(void **state)
{
    (void)state;
    for (int s = BOOKING_NONE + 1; s < BOOKING_STATES_END; s++) {
        assert_true(table_can_end(&booking_machine, s));
        assert_true(!booking_is_live(s) || !table_is_terminal(&booking_machine, s));
    }
}

/* Ruling 5 over D1 row 19: whatever is not at an end can be called off; a completed booking only by annulling it. */
static void test_every_live_state_can_be_cancelled(void **state)
{
    (void)state;
    for (int s = BOOKING_NONE + 1; s < BOOKING_STATES_END; s++) {
        int cancelled = table_next(&booking_machine, s, BOOKING_ON_CANCEL);
        int annulled = table_next(&booking_machine, s, BOOKING_ON_ANNUL);
        bool over = table_is_terminal(&booking_machine, s);
        assert_true(over == (cancelled != BOOKING_CANCELLED && annulled != BOOKING_CANCELLED));
        assert_true(!booking_is_live(s) || cancelled == BOOKING_CANCELLED);
        assert_int_equal(annulled == BOOKING_CANCELLED, booking_has_begun(s));
    }
}

static void test_the_rows_of_the_table_lead_where_they_should(void **state)
{
    static const struct move rows[] = {
        {BOOKING_NONE, BOOKING_ON_CREATE, BOOKING_REQUESTED, 1},
        {BOOKING_NONE, BOOKING_ON_REFUSE, BOOKING_REJECTED, 3},
        {BOOKING_REQUESTED, BOOKING_ON_ASSIGNED, BOOKING_CONFIRMED, 6},
        {BOOKING_REQUESTED, BOOKING_ON_EXPIRE, BOOKING_EXPIRED, 8},
        {BOOKING_CONFIRMED, BOOKING_ON_WORKER_LOST, BOOKING_REQUESTED, 14},
        {BOOKING_CONFIRMED, BOOKING_ON_STARTED, BOOKING_IN_SERVICE, 15},
        {BOOKING_IN_SERVICE, BOOKING_ON_VERIFIED, BOOKING_COMPLETED, 17},
        {BOOKING_IN_SERVICE, BOOKING_ON_CUT_SHORT, BOOKING_COMPLETED, 17},
        {BOOKING_CONFIRMED, BOOKING_ON_CUT_SHORT, BOOKING_NONE, 0},
        {BOOKING_CONFIRMED, BOOKING_ON_NO_CLIENT, BOOKING_NO_SHOW, 18},
        {BOOKING_COMPLETED, BOOKING_ON_CLOSE, BOOKING_CLOSED, 20},
        {BOOKING_COMPLETED, BOOKING_ON_FOLLOW_UP, BOOKING_COMPLETED, 21},
        {BOOKING_IN_SERVICE, BOOKING_ON_FOLLOW_UP, BOOKING_NONE, 0},
        {BOOKING_CANCELLED, BOOKING_ON_ASSIGNED, BOOKING_NONE, 0},
        {BOOKING_EXPIRED, BOOKING_ON_ASSIGNED, BOOKING_NONE, 0},
        {BOOKING_CONFIRMED, BOOKING_ON_EXPIRE, BOOKING_NONE, 0},
        {BOOKING_IN_SERVICE, BOOKING_ON_MISSED, BOOKING_NONE, 0},
        {BOOKING_CLOSED, BOOKING_ON_CLOSE, BOOKING_NONE, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_int_equal(table_next(&booking_machine, rows[i].from, rows[i].trigger), rows[i].to);
}

static void test_every_state_has_a_name_and_words_for_people(void **state)
{
    (void)state;
    for (int s = BOOKING_NONE + 1; s < BOOKING_STATES_END; s++) {
        assert_int_equal(booking_state_of(booking_state_name(s)), s);
        assert_true(booking_label_zh(s)[0] && booking_label_en(s)[0]);
    }
    assert_int_equal(booking_state_of("SLEEPING"), BOOKING_NONE);
}

/* ---- guards (D1 row 1) ---- */

static struct request good_request(void)
{
    return (struct request){.now = NOON,
                            .source_fits = true,
                            .channel = "",
                            .consent = "",
                            .entered_by = "desk-1",
                            .service_known = true,
                            .service_active = true,
                            .household_known = true,
                            .station_named = true,
                            .station_found = true,
                            .station_active = true,
                            .station_serves = true,
                            .station_offers = true,
                            .start = NOON + 4 * MS_HOUR,
                            .minutes = 120,
                            .length_offered = true,
                            .notice_min = 120,
                            .horizon_days = 90,
                            .day_from_min = 8 * 60,
                            .day_until_min = 20 * 60};
}

static void assert_refused(struct request request, const char *code)
{
    struct refusal why = booking_refusal(&request);
    if (!code) {
        assert_null(why.code);
        return;
    }
    assert_non_null(why.code);
    assert_string_equal(why.code, code);
    assert_true(why.field[0] && why.sentence[0]);
}

static void test_a_good_request_passes(void **state)
{
    (void)state;
    assert_refused(good_request(), NULL);
}

#define REFUSAL_TEST(name, change, code)                                                                               \
    static void name(void **state)                                                                                     \
    {                                                                                                                  \
        (void)state;                                                                                                   \
        struct request r = good_request();                                                                             \
        change;                                                                                                        \
        assert_refused(r, code);                                                                                       \
    }

REFUSAL_TEST(test_an_unknown_service_is_refused, r.service_known = false, "unknown_service")
REFUSAL_TEST(test_an_inactive_service_is_refused, r.service_active = false, "service_inactive")
REFUSAL_TEST(test_an_unknown_household_is_refused, r.household_known = false, "unknown_household")
REFUSAL_TEST(test_an_unknown_station_is_refused, r.station_found = false, "unknown_station")
REFUSAL_TEST(test_a_closed_station_is_refused, r.station_active = false, "station_inactive")
REFUSAL_TEST(test_a_station_that_does_not_serve_the_community_is_refused, r.station_serves = false, "not_covered")
REFUSAL_TEST(test_a_community_that_nobody_serves_is_refused, r.station_named = r.station_found = false, "no_station")
/* A1.2 */
REFUSAL_TEST(test_a_service_that_the_station_does_not_offer_is_refused, r.station_offers = false, "not_offered_here")
REFUSAL_TEST(test_a_length_that_is_not_offered_is_refused, r.length_offered = false, "length_not_offered")
REFUSAL_TEST(test_a_start_in_the_past_is_refused, r.start = NOON - 1, "in_past")
REFUSAL_TEST(test_a_start_within_the_notice_is_refused, r.start = NOON + 120 * MS_MINUTE - 1, "too_soon")
REFUSAL_TEST(test_a_start_at_the_notice_passes, r.start = NOON + 120 * MS_MINUTE, NULL)
REFUSAL_TEST(test_a_start_beyond_the_horizon_is_refused, r.start = NOON + 90 * MS_DAY + 1, "too_far")
REFUSAL_TEST(test_a_start_at_the_horizon_passes, r.start = NOON + 90 * MS_DAY, NULL)
REFUSAL_TEST(test_a_start_before_the_day_of_the_service_is_refused, r.start = NOON + 19 * MS_HOUR, "closed_hours")
REFUSAL_TEST(test_an_end_after_the_day_of_the_service_is_refused, r.start = NOON + 6 * MS_HOUR + 1 * MS_MINUTE,
             "closed_hours")
REFUSAL_TEST(test_an_end_one_second_after_the_day_is_refused, r.start = NOON + 6 * MS_HOUR + MS_SECOND, "closed_hours")
REFUSAL_TEST(test_an_end_at_the_end_of_the_day_passes, r.start = NOON + 6 * MS_HOUR, NULL)
REFUSAL_TEST(test_a_service_without_hours_is_given_at_night, r.day_from_min = r.day_until_min = 0;
             r.start = NOON + 14 * MS_HOUR, NULL)
REFUSAL_TEST(test_only_staff_enter_walk_ins, r.channel = "walk_in", "channel")
/* BK3 */
REFUSAL_TEST(test_staff_say_who_enters_it, r.staff = true; r.consent = "voice"; r.entered_by = "", "actor_missing")
REFUSAL_TEST(test_staff_must_say_how_the_client_agreed, r.staff = true, "consent_missing")
REFUSAL_TEST(test_staff_cannot_claim_consent_in_the_app, r.staff = true; r.consent = "app", "consent_missing")
REFUSAL_TEST(test_staff_with_consent_pass, r.staff = true; r.consent = "voice", NULL)
/* D1 row 1, A2.13 */
REFUSAL_TEST(test_a_child_without_a_guardian_is_refused, r.child = true, "guardian_missing")
REFUSAL_TEST(test_a_child_with_a_guardian_passes, r.child = r.guardian_known = true, NULL)
REFUSAL_TEST(test_a_busy_household_is_refused, r.household_busy = true, "household_busy")
REFUSAL_TEST(test_an_outside_system_does_not_book_for_anothers_household, r.partner = true; r.source_fits = true;
             r.household_anothers = true, "household_of_another")
REFUSAL_TEST(test_the_station_books_for_any_household, r.staff = true; r.consent = "voice";
             r.household_anothers = true, NULL)
REFUSAL_TEST(test_an_outside_system_needs_a_name_that_a_stream_can_bear, r.partner = true;
             r.source_fits = false, "bad_source")

static void test_channel_and_consent_follow_the_sender(void **state)
{
    (void)state;
    struct request r = good_request();
    assert_string_equal(booking_channel(&r), "miniapp");
    assert_string_equal(booking_consent(&r), "app");
    r.partner = true;
    assert_string_equal(booking_channel(&r), "external");
    r.channel = "miniapp";
    assert_string_equal(booking_channel(&r), "miniapp");
    r = good_request();
    r.staff = true;
    assert_string_equal(booking_channel(&r), "walk_in");
}

static void test_a_source_must_fit_into_a_stream_name(void **state)
{
    (void)state;
    assert_true(booking_source_fits("miniapp"));
    assert_false(booking_source_fits("mini app"));
    assert_false(booking_source_fits("小程序"));
    assert_true(booking_source_fits("12345678901234567890123456789012345678901234567890123456"));
    assert_false(booking_source_fits("123456789012345678901234567890123456789012345678901234567"));
}

/* ---- clocks (ruling 2), outcome (row 17) ---- */

static void test_a_request_lapses_half_an_hour_before_its_start(void **state)
{
    (void)state;
    assert_int_equal(booking_expiry(NOON + 3 * MS_HOUR, 30), NOON + 3 * MS_HOUR - 30 * MS_MINUTE);
}

static void test_less_than_half_of_the_time_is_cut_short(void **state)
{
    (void)state;
    assert_string_equal(booking_outcome(59, NOON, NOON + 120 * MS_MINUTE), "cut_short");
    assert_string_equal(booking_outcome(60, NOON, NOON + 120 * MS_MINUTE), "full");
}

/* ---- cancellation (BK9) ---- */

static void test_the_class_follows_the_time_left(void **state)
{
    (void)state;
    assert_string_equal(booking_cancel_class("", false, NOON + 24 * MS_HOUR, NOON, 24, 2), "free");
    assert_string_equal(booking_cancel_class("client_wish", false, NOON + 24 * MS_HOUR - 1, NOON, 24, 2), "late");
    assert_string_equal(booking_cancel_class("", false, NOON + 2 * MS_HOUR, NOON, 24, 2), "late");
    assert_string_equal(booking_cancel_class("", false, NOON + 2 * MS_HOUR - 1, NOON, 24, 2), "very_late");
}

static void test_what_has_begun_is_cancelled_very_late_however_early_it_began(void **state)
{
    (void)state;
    assert_string_equal(booking_cancel_class("", true, NOON + 48 * MS_HOUR, NOON, 24, 2), "very_late");
    assert_string_equal(booking_cancel_class("worker_ill", true, NOON, NOON + MS_HOUR, 24, 2), "provider");
    assert_string_equal(booking_cancel_class("hospital", true, NOON, NOON + MS_HOUR, 24, 2), "force_majeure");
}

static void test_force_majeure_costs_nothing_at_any_time(void **state)
{
    static const char *const reasons[] = {"birth", "hospital", "death", "typhoon"};
    (void)state;
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(booking_cancel_class(reasons[i], false, NOON + 1, NOON, 24, 2), "force_majeure");
}

static void test_a_reason_of_the_provider_is_the_providers_class(void **state)
{
    static const char *const reasons[] = {"no_worker", "worker_ill", "station_closed", "entry_error"};
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(booking_cancel_class(reasons[i], false, NOON + 1, NOON, 24, 2), "provider");
        assert_string_equal(booking_reason_refusal(false, reasons[i]).code, "reason_not_yours");
        assert_null(booking_reason_refusal(true, reasons[i]).code);
    }
}

static void test_staff_must_give_a_reason_and_clients_need_not(void **state)
{
    (void)state;
    assert_string_equal(booking_reason_refusal(true, "").code, "reason_missing");
    assert_null(booking_reason_refusal(false, "").code);
}

/* ---- rooms (A1.4, I5) ---- */

static const struct opening weekdays = {2, {{1, 510, 720}, {1, 720, 1080}}}; /* Monday 08:30-12:00-18:00 */

static struct room_facts free_room(void)
{
    return (struct room_facts){.known = true, .capacity = 8, .station = weekdays, .taken_by = ""};
}

static void test_a_free_room_is_granted_also_over_spans_that_touch(void **state)
{
    (void)state;
    struct room_facts facts = free_room();
    assert_null(room_denial(&facts, 8, (struct interval){NOON - MS_HOUR, NOON + MS_HOUR}));
    assert_null(room_denial(&facts, 8, (struct interval){NOON, NOON + 6 * MS_HOUR}));
}

static void test_a_room_is_denied_with_the_reason(void **state)
{
    (void)state;
    struct interval hour = {NOON, NOON + MS_HOUR};
    struct room_facts facts = free_room();
    assert_string_equal(room_denial(&facts, 9, hour), "too_small");
    assert_string_equal(room_denial(&facts, 1, (struct interval){NOON, NOON}), "bad_time");
    assert_string_equal(room_denial(&facts, 1, (struct interval){NOON, NOON + 6 * MS_HOUR + 1}), "closed");
    assert_string_equal(room_denial(&facts, 1, (struct interval){NOON + MS_DAY, NOON + MS_DAY + 1}), "closed");
    facts.own = (struct opening){1, {{1, 510, 720}}};
    assert_string_equal(room_denial(&facts, 1, hour), "closed");
    facts = free_room();
    facts.taken_by = "h1";
    assert_string_equal(room_denial(&facts, 1, hour), "taken");
    facts.known = false;
    assert_string_equal(room_denial(&facts, 1, hour), "unknown_room");
}

static void test_a_room_hold_can_be_dropped_once(void **state)
{
    (void)state;
    assert_int_equal(table_next(&room_machine, ROOM_HELD, ROOM_ON_DROP), ROOM_RELEASED);
    assert_int_equal(table_next(&room_machine, ROOM_RELEASED, ROOM_ON_DROP), ROOM_NONE);
    assert_int_equal(table_next(&room_machine, ROOM_DENIED, ROOM_ON_DROP), ROOM_NONE);
    for (int s = ROOM_NONE + 1; s < ROOM_STATES_END; s++) {
        assert_int_equal(room_state_of(room_state_name(s)), s);
        assert_true(table_can_end(&room_machine, s));
    }
}

/* ---- nearness and lists ---- */

static void test_stations_are_ordered_by_distance_then_by_code(void **state)
{
    (void)state;
    struct near_list list = {4,
                             {{"ST4", "", {22518, 113029}, false, 0},
                              {"ST9", "", {0, 0}, false, 0},
                              {"ST3", "", {22523, 113035}, false, 0},
                              {"ST2", "", {22523, 113035}, false, 0}}};
    near_order(&list, (struct cell){22523, 113036});
    assert_string_equal(list.at[0].station, "ST2");
    assert_string_equal(list.at[1].station, "ST3");
    assert_string_equal(list.at[2].station, "ST4");
    assert_string_equal(list.at[3].station, "ST9");
    assert_int_equal(list.at[3].metres, INT32_MAX);
}

static void test_lists_go_into_a_column_and_back(void **state)
{
    static const char codes[3][33] = {"yue", "cmn", "hak"};
    static const int64_t numbers[3] = {120, 180, 240};
    char text[LIST_TEXT], back[8][33];
    int64_t numbers_back[8];
    (void)state;
    codes_pack(text, codes, 3);
    assert_string_equal(text, "yue cmn hak");
    assert_int_equal(codes_unpack(text, back, 8), 3);
    assert_string_equal(back[2], "hak");
    ints_pack(text, numbers, 3);
    assert_int_equal(ints_unpack(text, numbers_back, 8), 3);
    assert_memory_equal(numbers, numbers_back, sizeof numbers);
    codes_pack(text, codes, 0);
    assert_int_equal(codes_unpack(text, back, 8), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_live_state_has_an_exit_and_can_end),
        cmocka_unit_test(test_every_live_state_can_be_cancelled),
        cmocka_unit_test(test_the_rows_of_the_table_lead_where_they_should),
        cmocka_unit_test(test_every_state_has_a_name_and_words_for_people),
        cmocka_unit_test(test_a_good_request_passes),
        cmocka_unit_test(test_an_unknown_service_is_refused),
        cmocka_unit_test(test_an_inactive_service_is_refused),
        cmocka_unit_test(test_an_unknown_household_is_refused),
        cmocka_unit_test(test_an_unknown_station_is_refused),
        cmocka_unit_test(test_a_closed_station_is_refused),
        cmocka_unit_test(test_a_station_that_does_not_serve_the_community_is_refused),
        cmocka_unit_test(test_a_community_that_nobody_serves_is_refused),
        cmocka_unit_test(test_a_service_that_the_station_does_not_offer_is_refused),
        cmocka_unit_test(test_a_length_that_is_not_offered_is_refused),
        cmocka_unit_test(test_a_start_in_the_past_is_refused),
        cmocka_unit_test(test_a_start_within_the_notice_is_refused),
        cmocka_unit_test(test_a_start_at_the_notice_passes),
        cmocka_unit_test(test_a_start_beyond_the_horizon_is_refused),
        cmocka_unit_test(test_a_start_at_the_horizon_passes),
        cmocka_unit_test(test_a_start_before_the_day_of_the_service_is_refused),
        cmocka_unit_test(test_an_end_after_the_day_of_the_service_is_refused),
        cmocka_unit_test(test_an_end_one_second_after_the_day_is_refused),
        cmocka_unit_test(test_an_end_at_the_end_of_the_day_passes),
        cmocka_unit_test(test_a_service_without_hours_is_given_at_night),
        cmocka_unit_test(test_only_staff_enter_walk_ins),
        cmocka_unit_test(test_staff_say_who_enters_it),
        cmocka_unit_test(test_staff_must_say_how_the_client_agreed),
        cmocka_unit_test(test_staff_cannot_claim_consent_in_the_app),
        cmocka_unit_test(test_staff_with_consent_pass),
        cmocka_unit_test(test_a_child_without_a_guardian_is_refused),
        cmocka_unit_test(test_a_child_with_a_guardian_passes),
        cmocka_unit_test(test_a_busy_household_is_refused),
        cmocka_unit_test(test_an_outside_system_does_not_book_for_anothers_household),
        cmocka_unit_test(test_the_station_books_for_any_household),
        cmocka_unit_test(test_an_outside_system_needs_a_name_that_a_stream_can_bear),
        cmocka_unit_test(test_channel_and_consent_follow_the_sender),
        cmocka_unit_test(test_a_source_must_fit_into_a_stream_name),
        cmocka_unit_test(test_a_request_lapses_half_an_hour_before_its_start),
        cmocka_unit_test(test_less_than_half_of_the_time_is_cut_short),
        cmocka_unit_test(test_the_class_follows_the_time_left),
        cmocka_unit_test(test_what_has_begun_is_cancelled_very_late_however_early_it_began),
        cmocka_unit_test(test_force_majeure_costs_nothing_at_any_time),
        cmocka_unit_test(test_a_reason_of_the_provider_is_the_providers_class),
        cmocka_unit_test(test_staff_must_give_a_reason_and_clients_need_not),
        cmocka_unit_test(test_a_free_room_is_granted_also_over_spans_that_touch),
        cmocka_unit_test(test_a_room_is_denied_with_the_reason),
        cmocka_unit_test(test_a_room_hold_can_be_dropped_once),
        cmocka_unit_test(test_stations_are_ordered_by_distance_then_by_code),
        cmocka_unit_test(test_lists_go_into_a_column_and_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
