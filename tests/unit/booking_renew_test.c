/* D1 row 19: a client whose booking the provider calls off is offered a new one, for which somebody is looked for. */
#include "booking_town.h"

#define START (NOON + 2 * MS_DAY)
#define LAST_CALL (START - 30 * MS_MINUTE)

/* ---- the rule ---- */

static enum renewal renewed(int booking_state, const char *reason, int64_t now)
{
    struct booking booking = {.state = (enum booking_state)booking_state, .start = START};
    return booking_renewal(&booking, reason, now, LAST_CALL);
}

static void test_the_providers_reason_says_where_is_looked_anew(void **state)
{
    (void)state;
    assert_int_equal(renewed(BOOKING_CONFIRMED, "worker_ill", NOON), RENEW_HERE);
    assert_int_equal(renewed(BOOKING_CONFIRMED, "no_worker", NOON), RENEW_ELSEWHERE_FIRST);
    assert_int_equal(renewed(BOOKING_REQUESTED, "station_closed", NOON), RENEW_ELSEWHERE);
}

static void test_no_other_reason_looks_anew(void **state)
{
    static const char *const reasons[] = {"",         "client_wish", "no_need", "birth",
                                          "hospital", "typhoon",     "death",   "entry_error"};
    (void)state;
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++)
        assert_int_equal(renewed(BOOKING_CONFIRMED, reasons[i], NOON), RENEW_NOWHERE);
}

static void test_nothing_is_looked_for_once_it_began_or_is_too_late(void **state)
{
    (void)state;
    assert_int_equal(renewed(BOOKING_IN_SERVICE, "worker_ill", NOON), RENEW_NOWHERE);
    assert_int_equal(renewed(BOOKING_CONFIRMED, "worker_ill", LAST_CALL), RENEW_NOWHERE);
    assert_int_equal(renewed(BOOKING_CONFIRMED, "worker_ill", LAST_CALL - 1), RENEW_HERE);
}

/* ---- the service ---- */

/* The provider calls off; the id of what is offered instead, "" nothing. */
static const char *call_off(struct bench *bench, const char *id, const char *reason)
{
    static char fresh[ID_SIZE];
    struct booking_cancel cancel = {0};
    TEXT_PUT(cancel.booking, id);
    TEXT_PUT(cancel.reason, reason);
    bench_done(bench, desk, MSG_booking_cancel, &cancel);
    struct booking_get_answer answer = look(bench, id);
    assert_string_equal(answer.state, "CANCELLED");
    assert_string_equal(answer.cancel_class, "provider");
    TEXT_PUT(fresh, answer.replaced_by);
    return fresh;
}

static const char *take_with_wishes(struct bench *bench)
{
    static char id[ID_SIZE];
    struct booking_create create = wish("R1");
    create.minutes = 180;
    TEXT_PUT(create.wish_worker, "W1");
    TEXT_PUT(create.wish_sex, "f");
    create.home_pets = true;
    struct answer answer = bench_command(bench, mini, MSG_booking_create, &create);
    TEXT_PUT(id, answer.subject);
    return id;
}

static void test_an_ill_worker_leads_to_a_new_search_with_the_same_wishes(void **state)
{
    struct bench *bench = *state;
    struct booking_requested event;
    const char *id = take_with_wishes(bench);
    hear_assigned(bench, id, "W1");
    const char *fresh = call_off(bench, id, "worker_ill");
    struct booking_get_answer answer = look(bench, fresh);
    assert_string_equal(answer.state, "REQUESTED");
    assert_string_equal(answer.replaces, id);
    assert_string_equal(answer.station, "ST3");
    assert_string_equal(answer.household, "H1");
    assert_int_equal(answer.start, START);
    assert_int_equal(answer.end, START + 3 * MS_HOUR);
    assert_string_equal(answer.wish_sex, "f");
    assert_true(answer.home_pets);
    assert_string_equal(answer.wish_worker, ""); /* the one who was lost */
    assert_string_equal(answer.source_ref, "");  /* the number stays with the booking that it was given to (BK2) */
    assert_string_equal(answer.entered_role, "receptionist");
    assert_int_equal(bench_emitted(bench, "booking", MSG_booking_requested, &event), 2);
    assert_string_equal(event.booking, fresh);
    assert_string_equal(event.replaces, id);
    assert_int_equal(event.expires, LAST_CALL);
}

static void test_the_outside_system_is_told_of_both(void **state)
{
    struct bench *bench = *state;
    struct booking_cancelled off;
    struct booking_requested on;
    struct booking_status ask = {.source_ref = "R1"};
    struct booking_status_answer answer;
    const char *id = take(bench, "R1");
    const char *fresh = call_off(bench, id, "worker_ill");
    bench_emitted(bench, "partner.mini", MSG_booking_cancelled, &off);
    assert_string_equal(off.replaced_by, fresh);
    assert_int_equal(bench_emitted(bench, "partner.mini", MSG_booking_requested, &on), 2);
    assert_string_equal(on.booking, fresh);
    assert_string_equal(on.origin, "mini");
    bench_query(bench, mini, MSG_booking_status, &ask, MSG_booking_status_answer, &answer);
    assert_string_equal(answer.replaced_by, fresh);
}

/* It is an offer: the client says yes to it whatever the service asks, or no and pays nothing. */
static void test_what_is_offered_instead_stands_only_with_the_clients_yes(void **state)
{
    struct bench *bench = *state;
    struct booking_confirm confirm = {0};
    const char *fresh = call_off(bench, take(bench, "R1"), "worker_ill");
    hear_assigned(bench, fresh, "W2");
    assert_state(bench, fresh, "REQUESTED");
    assert_int_equal(bench_emitted(bench, "partner.mini", MSG_booking_confirm_asked, NULL), 1);
    TEXT_PUT(confirm.booking, fresh);
    bench_done(bench, mini, MSG_booking_confirm, &confirm);
    assert_state(bench, fresh, "CONFIRMED");
}

static void test_a_client_who_does_not_want_it_pays_nothing(void **state)
{
    struct bench *bench = *state;
    struct booking_cancel cancel = {0};
    const char *id = take(bench, "R1");
    bench_clock(bench, START - 3 * MS_HOUR);
    const char *fresh = call_off(bench, id, "worker_ill");
    TEXT_PUT(cancel.booking, fresh);
    bench_done(bench, mini, MSG_booking_cancel, &cancel);
    assert_string_equal(look(bench, fresh).cancel_class, "free");
}

static void test_a_closed_station_leads_to_another_one_that_serves_the_home(void **state)
{
    struct bench *bench = *state;
    const char *fresh = call_off(bench, take(bench, "R1"), "station_closed");
    assert_string_equal(look(bench, fresh).station, "ST1");
}

static void test_without_another_station_a_closed_one_offers_nothing(void **state)
{
    struct bench *bench = *state;
    struct service_put service = hours_service();
    service.stations.count = 1;
    TEXT_PUT(service.stations.at[0], "ST3");
    bench_done(bench, manager, MSG_service_put, &service);
    assert_string_equal(call_off(bench, take(bench, "R1"), "station_closed"), "");
    assert_int_equal(bench_emitted(bench, "booking", MSG_booking_requested, NULL), 1);
}

static void test_without_a_worker_another_station_is_tried_first_and_else_the_same(void **state)
{
    struct bench *bench = *state;
    struct service_put service = hours_service();
    const char *fresh = call_off(bench, take(bench, "R1"), "no_worker");
    assert_string_equal(look(bench, fresh).station, "ST1");
    service.stations.count = 1;
    TEXT_PUT(service.stations.at[0], "ST1");
    bench_done(bench, manager, MSG_service_put, &service);
    fresh = call_off(bench, fresh, "no_worker");
    assert_string_equal(look(bench, fresh).station, "ST1");
}

static void test_a_service_that_is_booked_no_more_is_not_offered_again(void **state)
{
    struct bench *bench = *state;
    struct service_put service = hours_service();
    const char *id = take(bench, "R1");
    service.active = false;
    bench_done(bench, manager, MSG_service_put, &service);
    assert_string_equal(call_off(bench, id, "worker_ill"), "");
}

static void test_an_entry_by_mistake_is_not_offered_again(void **state)
{
    struct bench *bench = *state;
    assert_string_equal(call_off(bench, take(bench, "R1"), "entry_error"), "");
}

static void test_the_answer_tells_of_the_booking_that_was_called_off(void **state)
{
    struct bench *bench = *state;
    struct booking_cancel cancel = {.reason = "worker_ill"};
    const char *id = take(bench, "R1");
    TEXT_PUT(cancel.booking, id);
    struct answer answer = bench_command(bench, desk, MSG_booking_cancel, &cancel);
    assert_string_equal(answer.subject, id);
    assert_int_equal(answer.revision, look(bench, id).revision);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_providers_reason_says_where_is_looked_anew),
        cmocka_unit_test(test_no_other_reason_looks_anew),
        cmocka_unit_test(test_nothing_is_looked_for_once_it_began_or_is_too_late),
        SERVICE_TEST(test_an_ill_worker_leads_to_a_new_search_with_the_same_wishes),
        SERVICE_TEST(test_the_outside_system_is_told_of_both),
        SERVICE_TEST(test_what_is_offered_instead_stands_only_with_the_clients_yes),
        SERVICE_TEST(test_a_client_who_does_not_want_it_pays_nothing),
        SERVICE_TEST(test_a_closed_station_leads_to_another_one_that_serves_the_home),
        SERVICE_TEST(test_without_another_station_a_closed_one_offers_nothing),
        SERVICE_TEST(test_without_a_worker_another_station_is_tried_first_and_else_the_same),
        SERVICE_TEST(test_a_service_that_is_booked_no_more_is_not_offered_again),
        SERVICE_TEST(test_an_entry_by_mistake_is_not_offered_again),
        SERVICE_TEST(test_the_answer_tells_of_the_booking_that_was_called_off),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
