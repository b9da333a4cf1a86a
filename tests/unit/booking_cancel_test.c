/* Booking as a service: calling off. */
#include "booking_town.h"

/* ---- calling off (row 19, BK9) ---- */

static void test_a_partner_cancels_its_own_booking_by_its_number(void **state)
{
    struct bench *bench = *state;
    struct booking_cancel cancel = {0};
    struct booking_cancelled event;
    take(bench, "R1");
    TEXT_PUT(cancel.source_ref, "R1");
    bench_done(bench, mini, MSG_booking_cancel, &cancel);
    assert_int_equal(bench_emitted(bench, "partner.mini", MSG_booking_cancelled, &event), 1);
    assert_string_equal(event.class, "free");
    assert_string_equal(event.by, "partner");
    struct answer answer = bench_command(bench, mini, MSG_booking_cancel, &cancel);
    assert_string_equal(answer.code, "not_cancellable");
}

static void test_a_partner_cannot_touch_or_see_anothers_booking(void **state)
{
    struct bench *bench = *state;
    struct booking_cancel cancel = {0};
    struct booking_get get = {0};
    struct booking_list list = {0};
    struct booking_list_answer page;
    TEXT_PUT(cancel.booking, take(bench, "R1"));
    assert_string_equal(bench_command(bench, rival, MSG_booking_cancel, &cancel).outcome, "denied");
    TEXT_PUT(get.id, cancel.booking);
    assert_string_equal(bench_command(bench, rival, MSG_booking_get, &get).outcome, "denied");
    bench_query(bench, rival, MSG_booking_list, &list, MSG_booking_list_answer, &page);
    assert_int_equal(page.rows.count, 0);
    bench_query(bench, mini, MSG_booking_list, &list, MSG_booking_list_answer, &page);
    assert_int_equal(page.rows.count, 1);
}

static void test_a_client_acts_for_the_own_household_alone(void **state)
{
    struct bench *bench = *state;
    struct bench_sender own = {.role = "client", .source = "app"}, stranger = own;
    struct booking_create create = wish("C1");
    struct booking_cancel cancel = {0};
    struct household_put put = {.community = "CM1", .consent = "app"};
    own.actor = create.household;
    stranger.actor = "H-9";
    TEXT_PUT(put.household, create.household);
    assert_string_equal(bench_command(bench, stranger, MSG_booking_create, &create).outcome, "denied");
    struct answer answer = bench_command(bench, own, MSG_booking_create, &create);
    assert_string_equal(answer.outcome, "done");
    TEXT_PUT(cancel.booking, answer.subject);
    assert_string_equal(bench_command(bench, stranger, MSG_booking_cancel, &cancel).outcome, "denied");
    assert_string_equal(bench_command(bench, stranger, MSG_household_put, &put).outcome, "denied");
    bench_done(bench, own, MSG_booking_cancel, &cancel);
}

static void test_an_outside_system_books_for_its_own_and_the_stations_households(void **state)
{
    struct bench *bench = *state;
    struct bench_sender one = {.role = "partner", .source = "one"}, two = {.role = "partner", .source = "two"};
    struct bench_sender counter = {.role = "receptionist", .source = "counter"};
    struct booking_create create = wish("C1");
    TEXT_PUT(create.household, "H-one");
    put_household(bench, one, "H-one");
    struct answer answer = bench_command(bench, two, MSG_booking_create, &create);
    assert_string_equal(answer.code, "household_of_another");
    assert_string_equal(answer.field, "household");
    assert_string_equal(bench_command(bench, one, MSG_booking_create, &create).outcome, "done");
    put_household(bench, counter, "H-one"); /* the station takes it over */
    TEXT_PUT(create.source_ref, "C2");
    create.start += MS_DAY;
    assert_string_equal(bench_command(bench, two, MSG_booking_create, &create).outcome, "done");
}

static void test_staff_cancel_with_a_reason(void **state)
{
    struct bench *bench = *state;
    struct booking_cancel cancel = {0};
    TEXT_PUT(cancel.booking, take(bench, "R1"));
    assert_string_equal(bench_command(bench, desk, MSG_booking_cancel, &cancel).code, "reason_missing");
    TEXT_PUT(cancel.reason, "worker_ill");
    bench_done(bench, desk, MSG_booking_cancel, &cancel);
    struct booking_get_answer answer = look(bench, cancel.booking);
    assert_string_equal(answer.cancel_class, "provider");
    assert_string_equal(answer.cancel_by, "receptionist");
}

/* BK9: who cancelled */
static void test_who_cancelled_is_kept_and_staff_must_say(void **state)
{
    struct bench *bench = *state;
    struct booking_cancel cancel = {.reason = "no_need"};
    struct booking_get get = {0};
    struct booking_get_answer seen;
    const struct bench_sender nobody = {.role = "receptionist", .actor = ""};
    const struct bench_sender somebody = {.role = "receptionist", .actor = "R-7"};
    TEXT_PUT(cancel.booking, take(bench, "R1"));
    struct answer answer = bench_command(bench, nobody, MSG_booking_cancel, &cancel);
    assert_string_equal(answer.code, "actor_missing");
    assert_string_equal(answer.field, "actorid");
    bench_done(bench, somebody, MSG_booking_cancel, &cancel);
    assert_string_equal(look(bench, cancel.booking).cancelled_by, "R-7");
    TEXT_PUT(get.id, cancel.booking);
    bench_query(bench, mini, MSG_booking_get, &get, MSG_booking_get_answer, &seen);
    assert_string_equal(seen.cancelled_by, "");
}

/* Ruling 4: nor is it told to who is not of the station. */
static void test_a_reason_of_health_is_shown_to_the_station_alone(void **state)
{
    struct bench *bench = *state;
    struct booking_cancel cancel = {.reason = "worker_ill"};
    struct booking_get get = {0};
    struct booking_get_answer seen;
    struct booking_status ask = {.source_ref = "R1"};
    struct booking_status_answer status;
    const struct bench_sender client = {.role = "client"};
    TEXT_PUT(cancel.booking, take(bench, "R1"));
    bench_done(bench, desk, MSG_booking_cancel, &cancel);
    TEXT_PUT(get.id, cancel.booking);
    bench_query(bench, mini, MSG_booking_get, &get, MSG_booking_get_answer, &seen);
    assert_string_equal(seen.reason, "");
    assert_string_equal(seen.cancel_class, "provider");
    bench_query(bench, mini, MSG_booking_status, &ask, MSG_booking_status_answer, &status);
    assert_string_equal(status.reason, "");
    ask = (struct booking_status){0};
    TEXT_PUT(ask.booking, cancel.booking);
    bench_query(bench, client, MSG_booking_status, &ask, MSG_booking_status_answer, &status);
    assert_string_equal(status.reason, "");
    assert_int_equal(bench_act(bench, MSG_booking_status).number, 0);
    bench_query(bench, desk, MSG_booking_status, &ask, MSG_booking_status_answer, &status);
    assert_string_equal(status.reason, "worker_ill");
    assert_string_equal(bench_act(bench, MSG_booking_status).fields, "reason"); /* X4: who read it */
}

/* Ruling 4: that somebody is ill, gives birth or has died is no stream's. */
static void test_a_reason_of_health_stays_in_the_store(void **state)
{
    static const char *const reasons[] = {"hospital", "birth", "death", "typhoon", "worker_ill"};
    struct bench *bench = *state;
    for (int i = 0; i < 5; i++) {
        struct booking_cancel cancel = {0};
        struct booking_cancelled event;
        char ref[8];
        TEXT_FORMAT(ref, "H%d", i);
        TEXT_PUT(cancel.booking, take(bench, ref));
        TEXT_PUT(cancel.reason, reasons[i]);
        bench_done(bench, desk, MSG_booking_cancel, &cancel);
        assert_string_equal(look(bench, cancel.booking).reason, reasons[i]);
        bench_emitted(bench, "booking", MSG_booking_cancelled, &event);
        assert_string_equal(event.reason, text_same(reasons[i], "typhoon") ? "typhoon" : "");
        bench_emitted(bench, "partner.mini", MSG_booking_cancelled, &event);
        assert_string_equal(event.reason, text_same(reasons[i], "typhoon") ? "typhoon" : "");
    }
}

/* Ruling 5: the rest is called off; it is too late for any class but the last, and the visit ends by matching's word.
 */
static void test_a_service_that_has_begun_can_be_stopped_very_late(void **state)
{
    struct bench *bench = *state;
    struct booking_cancel cancel = {0};
    struct booking_cancelled event;
    TEXT_PUT(cancel.booking, take(bench, "R1"));
    hear_assigned(bench, cancel.booking, "W1");
    hear_started(bench, cancel.booking);
    bench_done(bench, mini, MSG_booking_cancel, &cancel);
    assert_state(bench, cancel.booking, "CANCELLED");
    assert_int_equal(bench_emitted(bench, "booking", MSG_booking_cancelled, &event), 1);
    assert_string_equal(event.class, "very_late");
    assert_false(event.annulled);
    hear_verified(bench, cancel.booking, 30);
    assert_state(bench, cancel.booking, "CANCELLED");
}

/* Ruling 5, row 22: of a completed booking only the record can be undone, by a manager, and not under a case. */
static void test_a_completed_booking_is_annulled_by_a_manager_alone_and_not_under_a_case(void **state)
{
    struct bench *bench = *state;
    struct booking_cancel cancel = {.reason = "entry_error"};
    struct booking_cancelled event;
    TEXT_PUT(cancel.booking, take(bench, "R1"));
    complete(bench, cancel.booking);
    assert_string_equal(bench_command(bench, manager, MSG_booking_cancel, &cancel).code, "not_cancellable");
    cancel.annul = true;
    assert_string_equal(bench_command(bench, desk, MSG_booking_cancel, &cancel).outcome, "denied");
    hear_case(bench, cancel.booking, true);
    assert_string_equal(bench_command(bench, manager, MSG_booking_cancel, &cancel).code, "held_by_case");
    hear_case(bench, cancel.booking, false);
    bench_done(bench, manager, MSG_booking_cancel, &cancel);
    assert_state(bench, cancel.booking, "CANCELLED");
    assert_int_equal(bench_emitted(bench, "booking", MSG_booking_cancelled, &event), 1);
    assert_true(event.annulled);
    assert_string_equal(event.class, "provider");
}

static void test_before_the_service_has_begun_there_is_nothing_to_annul(void **state)
{
    struct bench *bench = *state;
    struct booking_cancel cancel = {.reason = "entry_error", .annul = true};
    TEXT_PUT(cancel.booking, take(bench, "R1"));
    assert_string_equal(bench_command(bench, manager, MSG_booking_cancel, &cancel).code, "not_cancellable");
}

static void test_a_stale_revision_is_a_conflict(void **state)
{
    struct bench *bench = *state;
    struct booking_cancel cancel = {0};
    struct bench_sender stale = mini, fresh = mini;
    TEXT_PUT(cancel.booking, take(bench, "R1"));
    hear_assigned(bench, cancel.booking, "W1");
    stale.expectedrev = 1;
    fresh.expectedrev = 2;
    assert_string_equal(bench_command(bench, stale, MSG_booking_cancel, &cancel).outcome, "conflict");
    bench_done(bench, fresh, MSG_booking_cancel, &cancel);
}

static void test_an_answer_tells_the_revision_to_go_on_from(void **state)
{
    struct bench *bench = *state;
    struct booking_create create = wish("R1");
    struct booking_cancel cancel = {.source_ref = "R1"};
    struct bench_sender next = mini;
    next.expectedrev = bench_command(bench, mini, MSG_booking_create, &create).revision;
    assert_int_equal(next.expectedrev, 1);
    struct answer answer = bench_command(bench, next, MSG_booking_cancel, &cancel);
    assert_string_equal(answer.outcome, "done");
    assert_int_equal(answer.revision, look(bench, answer.subject).revision);
    assert_int_equal(bench_command(bench, mini, MSG_booking_cancel, &cancel).revision, 0); /* refused */
}

static void test_an_unknown_booking_cannot_be_cancelled(void **state)
{
    struct bench *bench = *state;
    struct booking_cancel cancel = {0};
    assert_string_equal(bench_command(bench, mini, MSG_booking_cancel, &cancel).code, "missing");
    TEXT_PUT(cancel.source_ref, "R9");
    assert_string_equal(bench_command(bench, mini, MSG_booking_cancel, &cancel).code, "unknown_booking");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SERVICE_TEST(test_a_partner_cancels_its_own_booking_by_its_number),
        SERVICE_TEST(test_a_partner_cannot_touch_or_see_anothers_booking),
        SERVICE_TEST(test_a_client_acts_for_the_own_household_alone),
        SERVICE_TEST(test_an_outside_system_books_for_its_own_and_the_stations_households),
        SERVICE_TEST(test_staff_cancel_with_a_reason),
        SERVICE_TEST(test_a_reason_of_health_stays_in_the_store),
        SERVICE_TEST(test_who_cancelled_is_kept_and_staff_must_say),
        SERVICE_TEST(test_a_reason_of_health_is_shown_to_the_station_alone),
        SERVICE_TEST(test_a_service_that_has_begun_can_be_stopped_very_late),
        SERVICE_TEST(test_a_completed_booking_is_annulled_by_a_manager_alone_and_not_under_a_case),
        SERVICE_TEST(test_before_the_service_has_begun_there_is_nothing_to_annul),
        SERVICE_TEST(test_a_stale_revision_is_a_conflict),
        SERVICE_TEST(test_an_answer_tells_the_revision_to_go_on_from),
        SERVICE_TEST(test_an_unknown_booking_cannot_be_cancelled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
