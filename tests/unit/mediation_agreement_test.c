/* Mediation as a service: what an agreement must be (D9 row 16), and what an outside system hears of its cases. */
#include "mediation_desk.h"

#include "services/mediation/agreement.h"

static const struct bench_sender officer = {.role = "officer"}, mediator = {.role = "mediator"},
                                 mini = {.role = "partner", .source = "mini", .actor = "mini"};

/* A case that is ACCEPTED; its id. */
static const char *accepted(struct bench *bench, struct bench_sender who)
{
    static char id[65];
    struct case_file file = {.station = "ST1",
                             .category = "service",
                             .relation = "consumer_company",
                             .channel = "miniapp",
                             .filer = "client-7",
                             .respondent = "company-1",
                             .subject = "打碎花瓶",
                             .wish = "赔偿",
                             .happened = DESK_FRIDAY - MS_DAY};
    struct case_screen screen = {.category = "service", .relation = "consumer_company"};
    struct case_accept accept = {""};
    struct answer answer = bench_command(bench, who, MSG_case_file, &file);
    assert_string_equal(answer.outcome, "done");
    TEXT_PUT(id, answer.subject);
    TEXT_PUT(screen.case_id, id);
    TEXT_PUT(accept.case_id, id);
    bench_done(bench, officer, MSG_case_screen, &screen);
    bench_done(bench, officer, MSG_case_accept, &accept);
    return id;
}

/* Two terms: something is done within a week, and 200 yuan are paid within two. */
static struct case_agree agreement(const char *id)
{
    struct case_agree agree = {.terms = 2,
                               .text = "重新服务一次；退款二百元",
                               .checks = {5, {"capable", "voluntary", "lawful", "harmless", "clear"}},
                               .dated = {2,
                                         {{.who = "respondent", .due = DESK_FRIDAY + 14 * MS_DAY, .amount = 20000},
                                          {.who = "both", .due = DESK_FRIDAY + 7 * MS_DAY}}}};
    TEXT_PUT(agree.case_id, id);
    return agree;
}

static struct case_get_answer look(struct bench *bench, const char *id)
{
    static struct case_get_answer answer;
    struct case_get question = {""};
    TEXT_PUT(question.id, id);
    memset(&answer, 0, sizeof answer);
    bench_query(bench, officer, MSG_case_get, &question, MSG_case_get_answer, &answer);
    return answer;
}

static void assert_refused(struct bench *bench, const struct case_agree *agree, const char *code, const char *field)
{
    struct answer answer = bench_command(bench, mediator, MSG_case_agree, agree);
    assert_string_equal(answer.outcome, "refused");
    assert_string_equal(answer.code, code);
    assert_string_equal(answer.field, field);
    assert_string_equal(look(bench, agree->case_id).stage, "ACCEPTED");
}

/* ---- the check list and the terms (D9 row 16) ---- */

static void test_an_agreement_keeps_its_terms_with_who_and_by_when(void **state)
{
    struct bench *bench = *state;
    struct case_agree agree = agreement(accepted(bench, officer));
    struct case_agreed event;
    bench_done(bench, mediator, MSG_case_agree, &agree);
    struct case_get_answer answer = look(bench, agree.case_id);
    assert_string_equal(answer.stage, "AGREED");
    assert_true(answer.checked);
    assert_int_equal(answer.dated.count, 2);
    assert_string_equal(answer.dated.at[0].who, "respondent");
    assert_int_equal(answer.dated.at[0].due, DESK_FRIDAY + 14 * MS_DAY);
    assert_int_equal(answer.dated.at[0].amount, 20000);
    assert_string_equal(answer.dated.at[1].who, "both");
    assert_int_equal(bench_emitted(bench, "mediation", MSG_case_agreed, &event), 1);
    assert_int_equal(event.terms, 2);
    assert_int_equal(event.first_due, DESK_FRIDAY + 7 * MS_DAY);
    assert_int_equal(event.last_due, DESK_FRIDAY + 14 * MS_DAY);
}

static void test_each_check_of_the_list_must_be_made(void **state)
{
    struct bench *bench = *state;
    struct case_agree whole = agreement(accepted(bench, officer));
    for (uint32_t left_out = 0; left_out < 5; left_out++) {
        struct case_agree agree = whole;
        agree.checks.count = 0;
        for (uint32_t i = 0; i < 5; i++)
            if (i != left_out)
                TEXT_PUT(agree.checks.at[agree.checks.count++], whole.checks.at[i]);
        assert_refused(bench, &agree, "unchecked", "checks");
    }
}

static void test_a_check_that_is_not_on_the_list_is_refused(void **state)
{
    struct bench *bench = *state;
    struct case_agree agree = agreement(accepted(bench, officer));
    TEXT_PUT(agree.checks.at[agree.checks.count++], "cheap");
    assert_refused(bench, &agree, "unknown_check", "checks");
}

static void test_an_agreement_without_a_dated_term_is_refused(void **state)
{
    struct bench *bench = *state;
    struct case_agree agree = agreement(accepted(bench, officer));
    agree.dated.count = 0;
    assert_refused(bench, &agree, "terms_missing", "dated");
}

static void test_as_many_terms_have_a_date_as_there_are(void **state)
{
    struct bench *bench = *state;
    struct case_agree agree = agreement(accepted(bench, officer));
    agree.terms = 3;
    assert_refused(bench, &agree, "count_differs", "terms");
}

static void test_a_term_is_not_due_before_it_is_agreed(void **state)
{
    struct bench *bench = *state;
    struct case_agree agree = agreement(accepted(bench, officer));
    agree.dated.at[1].due = DESK_FRIDAY;
    assert_refused(bench, &agree, "in_the_past", "dated");
    agree.dated.at[1].due = DESK_FRIDAY + 1;
    bench_done(bench, mediator, MSG_case_agree, &agree);
}

static void test_the_list_is_the_one_that_the_law_asks_for(void **state)
{
    static const char all[][33] = {"clear", "harmless", "lawful", "voluntary", "capable"};
    (void)state;
    assert_null(agreement_unchecked(all, 5));
    assert_string_equal(agreement_unchecked(all, 4), "capable");
    assert_string_equal(agreement_unchecked(all, 0), "capable");
    assert_null(agreement_unknown(all, 5));
}

/* ---- what an outside system hears ---- */

static void give_up(struct bench *bench, struct bench_sender who, const char *id, const char *reason)
{
    struct case_fail wish = {0};
    TEXT_PUT(wish.case_id, id);
    TEXT_PUT(wish.reason, reason);
    bench_done(bench, who, MSG_case_fail, &wish);
}

static void test_an_outside_system_hears_how_its_case_goes_on_and_fails(void **state)
{
    struct bench *bench = *state;
    struct case_failed failed;
    struct case_closed closed;
    const char *id = accepted(bench, mini);
    assert_string_equal(look(bench, id).origin, "mini");
    give_up(bench, mediator, id, "no_agreement");
    assert_int_equal(bench_emitted(bench, "partner.mini", MSG_case_filed, NULL), 1);
    assert_int_equal(bench_emitted(bench, "partner.mini", MSG_case_screened, NULL), 1);
    assert_int_equal(bench_emitted(bench, "partner.mini", MSG_case_accepted, NULL), 1);
    assert_int_equal(bench_emitted(bench, "partner.mini", MSG_case_failed, &failed), 1);
    assert_string_equal(failed.case_id, id);
    assert_string_equal(failed.reason, "no_agreement");
    assert_string_equal(failed.next, "court");
    assert_int_equal(bench_emitted(bench, "partner.mini", MSG_case_closed, &closed), 1);
    assert_string_equal(closed.outcome, "failed");
}

/* D9 row 21: the name of who acts there is its own affair. */
static void test_an_outside_system_withdraws_what_it_filed_and_no_other_system_does(void **state)
{
    struct bench *bench = *state;
    struct case_withdraw wish = {0};
    struct case_fail end = {.reason = "ended_by_party"};
    struct bench_sender other = {.role = "partner", .source = "other", .actor = "mini"};
    struct bench_sender clerk = {.role = "partner", .source = "mini", .actor = "clerk-9"};
    TEXT_PUT(wish.case_id, accepted(bench, mini));
    TEXT_PUT(end.case_id, wish.case_id);
    struct answer answer = bench_command(bench, other, MSG_case_withdraw, &wish);
    assert_string_equal(answer.code, "not_filer");
    other.actor = "company-1";
    answer = bench_command(bench, other, MSG_case_fail, &end);
    assert_string_equal(answer.code, "not_party");
    bench_done(bench, clerk, MSG_case_withdraw, &wish);
    assert_int_equal(bench_emitted(bench, "partner.mini", MSG_case_withdrawn, NULL), 1);
}

static void test_it_hears_of_an_agreement_and_of_the_closing_of_the_file(void **state)
{
    struct bench *bench = *state;
    struct case_agree agree = agreement(accepted(bench, mini));
    struct case_close close = {""};
    bench_done(bench, mediator, MSG_case_agree, &agree);
    TEXT_PUT(close.case_id, agree.case_id);
    bench_done(bench, officer, MSG_case_close, &close);
    assert_int_equal(bench_emitted(bench, "partner.mini", MSG_case_agreed, NULL), 1);
    assert_int_equal(bench_emitted(bench, "partner.mini", MSG_case_closed, NULL), 1);
}

static void test_it_hears_when_the_time_is_over(void **state)
{
    struct bench *bench = *state;
    struct case_failed failed;
    accepted(bench, mini);
    bench_clock(bench, DESK_FRIDAY + 90 * MS_DAY);
    assert_int_equal(bench_emitted(bench, "partner.mini", MSG_case_failed, &failed), 1);
    assert_string_equal(failed.reason, "due_passed");
}

/* K9: a party's id goes to the party alone. */
static void test_it_is_not_told_who_the_parties_are(void **state)
{
    struct bench *bench = *state;
    give_up(bench, mediator, accepted(bench, mini), "no_agreement");
    assert_int_equal(bench_emitted(bench, "mediation", MSG_case_next_told, NULL), 2);
    assert_int_equal(bench_emitted(bench, "partner.mini", MSG_case_next_told, NULL), 0);
}

static void test_a_case_of_the_stations_own_is_told_to_no_outside_system(void **state)
{
    struct bench *bench = *state;
    const char *id = accepted(bench, officer);
    assert_string_equal(look(bench, id).origin, "");
    assert_int_equal(bench_emitted(bench, "partner.desk", MSG_case_filed, NULL), 0);
}

static void test_who_cannot_be_told_cannot_file(void **state)
{
    struct bench *bench = *state;
    struct case_file file = {.station = "ST1",
                             .category = "service",
                             .relation = "consumer_company",
                             .channel = "miniapp",
                             .filer = "client-7",
                             .respondent = "company-1",
                             .subject = "打碎花瓶",
                             .wish = "赔偿",
                             .happened = DESK_FRIDAY - MS_DAY};
    struct bench_sender odd = {.role = "partner", .source = "小程序"};
    struct answer answer = bench_command(bench, odd, MSG_case_file, &file);
    assert_string_not_equal(answer.outcome, "done");
    assert_string_equal(answer.field, "source");
    assert_int_equal(bench_emitted(bench, "mediation", MSG_case_filed, NULL), 0);
}

#define SERVICE_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SERVICE_TEST(test_an_agreement_keeps_its_terms_with_who_and_by_when),
        SERVICE_TEST(test_each_check_of_the_list_must_be_made),
        SERVICE_TEST(test_a_check_that_is_not_on_the_list_is_refused),
        SERVICE_TEST(test_an_agreement_without_a_dated_term_is_refused),
        SERVICE_TEST(test_as_many_terms_have_a_date_as_there_are),
        SERVICE_TEST(test_a_term_is_not_due_before_it_is_agreed),
        cmocka_unit_test(test_the_list_is_the_one_that_the_law_asks_for),
        SERVICE_TEST(test_an_outside_system_hears_how_its_case_goes_on_and_fails),
        SERVICE_TEST(test_an_outside_system_withdraws_what_it_filed_and_no_other_system_does),
        SERVICE_TEST(test_it_hears_of_an_agreement_and_of_the_closing_of_the_file),
        SERVICE_TEST(test_it_hears_when_the_time_is_over),
        SERVICE_TEST(test_it_is_not_told_who_the_parties_are),
        SERVICE_TEST(test_a_case_of_the_stations_own_is_told_to_no_outside_system),
        SERVICE_TEST(test_who_cannot_be_told_cannot_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
