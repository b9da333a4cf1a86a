/* Booking as a service: a child is served (D1 row 1, A2.13), and the sub-lines of services (BK1, A2.2). */
#include "booking_town.h"

#include "services/booking/line.h"

static const struct bench_sender dispatcher = {.role = "dispatcher"}, operator_ = {.role = "operator"};

static void put_lessons(struct bench *bench)
{
    struct service_put put = hours_service();
    put.child = true;
    TEXT_PUT(put.service, "MI-04");
    TEXT_PUT(put.line, "maternity");
    bench_done(bench, manager, MSG_service_put, &put);
}

static struct booking_create lessons(void)
{
    struct booking_create create = wish("");
    TEXT_PUT(create.service, "MI-04");
    return create;
}

static void name_guardian(struct bench *bench, const char *name)
{
    struct household_put put = {0};
    TEXT_PUT(put.household, "H1");
    TEXT_PUT(put.community, "CM1");
    TEXT_PUT(put.consent, "paper");
    TEXT_PUT(put.guardian, name);
    bench_done(bench, desk, MSG_household_put, &put);
}

static struct answer book(struct bench *bench, const struct booking_create *create)
{
    struct answer answer = bench_command(bench, mini, MSG_booking_create, create);
    assert_string_equal(answer.outcome, "done");
    return answer;
}

static void assert_refused(struct bench *bench, struct bench_sender from, enum message_type type, const void *body,
                           const char *code)
{
    struct answer answer = bench_command(bench, from, type, body);
    assert_string_equal(answer.outcome, "refused");
    assert_string_equal(answer.code, code);
}

static void assert_guardian(struct bench *bench, const char *booking, const char *name)
{
    struct booking_get_answer answer = look(bench, booking);
    assert_true(answer.child);
    assert_string_equal(answer.guardian, name);
}

/* ---- the guardian ---- */

static void test_a_service_for_a_child_is_refused_until_a_guardian_is_named(void **state)
{
    struct bench *bench = *state;
    struct booking_create create = lessons();
    put_lessons(bench);
    struct answer answer = bench_command(bench, mini, MSG_booking_create, &create);
    assert_string_equal(answer.outcome, "refused");
    assert_string_equal(answer.code, "guardian_missing");
    assert_string_equal(answer.field, "guardian");
    assert_int_equal(bench_emitted(bench, "booking", MSG_booking_rejected, NULL), 1);
    TEXT_PUT(create.guardian, "青禾12的母亲");
    answer = book(bench, &create);
    assert_guardian(bench, answer.subject, "青禾12的母亲");
}

static void test_the_guardian_of_the_household_will_do(void **state)
{
    struct bench *bench = *state;
    struct booking_create create = lessons();
    put_lessons(bench);
    name_guardian(bench, "青禾12的外婆");
    struct answer answer = book(bench, &create);
    assert_guardian(bench, answer.subject, "青禾12的外婆");
}

static void test_any_booking_may_say_that_it_is_for_a_child(void **state)
{
    struct bench *bench = *state;
    struct booking_create create = wish("");
    create.child = true;
    assert_refused(bench, mini, MSG_booking_create, &create, "guardian_missing");
    TEXT_PUT(create.guardian, "青禾12的父亲");
    struct answer answer = book(bench, &create);
    assert_guardian(bench, answer.subject, "青禾12的父亲");
}

static void test_an_outside_system_is_not_told_the_guardian(void **state)
{
    struct bench *bench = *state;
    static struct booking_get_answer answer;
    struct booking_create create = lessons();
    struct booking_get get = {0};
    put_lessons(bench);
    name_guardian(bench, "青禾12的外婆");
    struct answer made = book(bench, &create);
    TEXT_PUT(get.id, made.subject);
    memset(&answer, 0, sizeof answer);
    bench_query(bench, mini, MSG_booking_get, &get, MSG_booking_get_answer, &answer);
    assert_true(answer.child);
    assert_string_equal(answer.guardian, "");
}

/* BK2: the name is no part of what is compared, as its hash would outlive an erasure. */
static void test_the_same_wish_with_the_name_spelt_otherwise_is_a_repeat(void **state)
{
    struct bench *bench = *state;
    struct booking_create create = lessons();
    put_lessons(bench);
    TEXT_PUT(create.source_ref, "R-1");
    TEXT_PUT(create.guardian, "青禾12的母亲");
    struct answer first = book(bench, &create);
    TEXT_PUT(create.guardian, "青禾 12 的母亲");
    struct answer again = book(bench, &create);
    assert_string_equal(first.subject, again.subject);
}

/* X5 */
static void test_the_guardian_goes_with_the_household(void **state)
{
    struct bench *bench = *state;
    struct booking_create create = lessons();
    struct booking_cancel cancel = {0};
    struct privacy_erase erase = {0};
    put_lessons(bench);
    TEXT_PUT(create.guardian, "青禾12的母亲");
    struct answer made = book(bench, &create);
    TEXT_PUT(cancel.booking, made.subject);
    bench_done(bench, mini, MSG_booking_cancel, &cancel);
    TEXT_PUT(erase.person, "H1");
    bench_done(bench, operator_, MSG_privacy_erase, &erase);
    assert_guardian(bench, made.subject, "");
    assert_refused(bench, mini, MSG_booking_create, &create, "erased");
}

/* D1 row 19 */
static void test_what_is_offered_instead_is_for_the_same_child(void **state)
{
    struct bench *bench = *state;
    struct booking_create create = lessons();
    struct booking_cancel cancel = {0};
    put_lessons(bench);
    TEXT_PUT(create.guardian, "青禾12的母亲");
    struct answer made = book(bench, &create);
    TEXT_PUT(cancel.booking, made.subject);
    TEXT_PUT(cancel.reason, "worker_ill");
    bench_done(bench, dispatcher, MSG_booking_cancel, &cancel);
    struct booking_get_answer old = look(bench, made.subject);
    assert_guardian(bench, old.replaced_by, "青禾12的母亲");
}

/* ---- sub-lines ---- */

static void test_a_sub_line_is_of_its_line_alone(void **state)
{
    (void)state;
    assert_true(subline_fits("elder", "home_elder_care"));
    assert_true(subline_fits("elder", "daily_care"));
    assert_true(subline_fits("household", "daily_care"));
    assert_true(subline_fits("maternity", "mother_infant"));
    assert_true(subline_fits("nursing", "rehabilitation_care"));
    assert_true(subline_fits("community", ""));
    assert_false(subline_fits("maternity", "daily_care"));
    assert_false(subline_fits("elder", "rehabilitation_care"));
    assert_false(subline_fits("community", "daily_care"));
}

static void put_daily_care(struct bench *bench)
{
    struct service_put put = hours_service();
    TEXT_PUT(put.service, "EL-02");
    TEXT_PUT(put.line, "elder");
    TEXT_PUT(put.subline, "daily_care");
    bench_done(bench, manager, MSG_service_put, &put);
}

static void test_a_service_tells_its_sub_line(void **state)
{
    struct bench *bench = *state;
    struct catalog_service_changed event;
    struct service_get_answer answer = {0};
    struct service_get get = {0};
    put_daily_care(bench);
    assert_int_equal(bench_emitted(bench, "booking", MSG_catalog_service_changed, &event), 2);
    assert_string_equal(event.subline, "daily_care");
    TEXT_PUT(get.id, "EL-02");
    bench_query(bench, desk, MSG_service_get, &get, MSG_service_get_answer, &answer);
    assert_string_equal(answer.subline, "daily_care");
}

static void test_services_are_listed_by_sub_line(void **state)
{
    struct bench *bench = *state;
    static struct service_list_answer answer;
    struct service_list list = {0};
    put_daily_care(bench);
    put_lessons(bench);
    TEXT_PUT(list.subline, "daily_care");
    bench_query(bench, desk, MSG_service_list, &list, MSG_service_list_answer, &answer);
    assert_int_equal(answer.rows.count, 1);
    assert_string_equal(answer.rows.at[0].service, "EL-02");
    assert_string_equal(answer.rows.at[0].subline, "daily_care");
}

static void test_a_sub_line_of_another_line_is_refused(void **state)
{
    struct bench *bench = *state;
    struct service_put put = hours_service();
    TEXT_PUT(put.subline, "mother_infant");
    assert_refused(bench, manager, MSG_service_put, &put, "subline_elsewhere");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SERVICE_TEST(test_a_service_for_a_child_is_refused_until_a_guardian_is_named),
        SERVICE_TEST(test_the_guardian_of_the_household_will_do),
        SERVICE_TEST(test_any_booking_may_say_that_it_is_for_a_child),
        SERVICE_TEST(test_an_outside_system_is_not_told_the_guardian),
        SERVICE_TEST(test_the_same_wish_with_the_name_spelt_otherwise_is_a_repeat),
        SERVICE_TEST(test_the_guardian_goes_with_the_household),
        SERVICE_TEST(test_what_is_offered_instead_is_for_the_same_child),
        cmocka_unit_test(test_a_sub_line_is_of_its_line_alone),
        SERVICE_TEST(test_a_service_tells_its_sub_line),
        SERVICE_TEST(test_services_are_listed_by_sub_line),
        SERVICE_TEST(test_a_sub_line_of_another_line_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
