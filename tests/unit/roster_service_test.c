/* The roster as a service: what is not there, what is taken, what is said and listed, and damage that its invariants
 * see. Every test ends with all invariants checked (bench.h). */
#include "roster_desk.h"

/* A code that nothing has would find nobody, and a worker of such a kind would never be sent anywhere. */
static void test_a_code_that_there_is_not_is_refused_by_its_field(void **state)
{
    struct bench *bench = *state;
    struct worker_hire typo = person("W-1");
    struct worker_list question = {.state = "ACTIV"};
    struct answer answer;
    TEXT_PUT(typo.kind, "matrone");
    answer = bench_command(bench, boss, MSG_worker_hire, &typo);
    assert_string_equal(answer.outcome, "malformed");
    assert_string_equal(answer.code, "unknown_word");
    assert_string_equal(answer.field, "kind");
    hire(bench, "W-1"); /* nothing was changed */
    bench_query(bench, boss, MSG_worker_list, &question, MSG_answer, &answer);
    assert_string_equal(answer.code, "unknown_word");
    assert_string_equal(answer.field, "state");
    assert_non_null(strstr(answer.detail, "ACTIVE"));
}

static void test_a_list_goes_on_after_its_last_row(void **state)
{
    struct bench *bench = *state;
    struct worker_list asked = {.limit = 2};
    struct worker_list_answer *answer = calloc(1, sizeof *answer);
    assert_non_null(answer);
    hire(bench, "W-1");
    hire(bench, "W-2");
    hire(bench, "W-3");
    bench_query(bench, boss, MSG_worker_list, &asked, MSG_worker_list_answer, answer);
    assert_int_equal(answer->rows.count, 2);
    assert_string_equal(answer->next, "W-2");
    TEXT_PUT(asked.after, answer->next);
    bench_query(bench, boss, MSG_worker_list, &asked, MSG_worker_list_answer, answer);
    assert_int_equal(answer->rows.count, 1);
    assert_string_equal(answer->rows.at[0].worker, "W-3");
    assert_string_equal(answer->next, "");
    assert_pages(bench, boss, worker_list, worker, .station = "ST1");
    free(answer);
}

static void test_the_timeline_holds_every_state_and_colour(void **state)
{
    struct bench *bench = *state;
    struct worker_timeline asked = {.id = "W-1"};
    struct worker_timeline_answer *answer = calloc(1, sizeof *answer);
    assert_non_null(answer);
    hire_green(bench, day(12, 1));
    start(bench, true);
    bench_query(bench, boss, MSG_worker_timeline, &asked, MSG_worker_timeline_answer, answer);
    assert_int_equal(answer->rows.count, 6);
    assert_string_equal(answer->rows.at[0].what, "hired");
    assert_string_equal(answer->rows.at[1].now, "red");
    assert_string_equal(answer->rows.at[5].now, "ACTIVE");
    assert_string_equal(answer->rows.at[5].by, "manager-1");
    asked.limit = 6;
    bench_query(bench, boss, MSG_worker_timeline, &asked, MSG_worker_timeline_answer, answer);
    assert_int_equal(answer->next, 0);
    asked.limit = 5;
    bench_query(bench, boss, MSG_worker_timeline, &asked, MSG_worker_timeline_answer, answer);
    assert_int_equal(answer->rows.count, 5);
    assert_int_equal(answer->next, answer->rows.at[4].step);
    free(answer);
}

static void test_a_cert_or_leave_whose_id_is_taken_is_refused(void **state)
{
    struct bench *bench = *state;
    struct cert_register again = paper("W-1", "health", "matron", day(1, 1), day(12, 1));
    struct leave_put put = {.worker = "W-1", .leave = "L-1", .start = day(3, 1), .until = day(3, 2)};
    hire_green(bench, day(12, 1));
    start(bench, true);
    bench_done(bench, boss, MSG_leave_put, &put);
    put.start = day(4, 1);
    put.until = day(4, 2);
    assert_refused(bench, boss, MSG_cert_register, &again, "cert_exists");
    assert_refused(bench, boss, MSG_leave_put, &put, "leave_exists");
}

static void test_what_is_not_there_is_refused_by_name(void **state)
{
    struct bench *bench = *state;
    struct cert_verify verdict = {.cert = "nothing", .evidence = "original_seen"};
    struct cert_get cert = {.id = "nothing"};
    struct leave_end end = {.leave = "nothing"};
    struct worker_confirm confirm = {.worker = "W-9"};
    struct worker_get asked = {.id = "W-9"};
    struct privacy_erase client = {.person = "H-1", .kind = "client"};
    assert_refused(bench, registrar, MSG_cert_verify, &verdict, "unknown_cert");
    assert_refused(bench, boss, MSG_cert_get, &cert, "unknown_cert");
    assert_refused(bench, boss, MSG_leave_end, &end, "unknown_leave");
    assert_refused(bench, boss, MSG_worker_confirm, &confirm, "unknown_worker");
    assert_refused(bench, boss, MSG_worker_get, &asked, "unknown_worker");
    assert_refused(bench, boss, MSG_privacy_erase, &client, "not_here");
}

/* D4 rows 2 and 5, D7 row 3 */
static void test_times_that_cannot_be_meant_are_refused(void **state)
{
    struct bench *bench = *state;
    struct worker_start body = {.worker = "W-1", .probation_until = day(2, 9)};
    struct leave_put put = {.worker = "W-1", .start = day(3, 2), .until = day(3, 2)};
    struct cert_register brief = paper("W-1", "brief", "matron", day(1, 1), day(2, 10));
    struct cert_verify verdict = {.cert = "brief", .evidence = "original_seen", .result = "clear"};
    hire_green(bench, day(12, 1));
    prepare(bench);
    assert_refused(bench, boss, MSG_worker_start, &body, "in_the_past");
    body.probation_until = 0;
    bench_done(bench, boss, MSG_worker_start, &body);
    assert_refused(bench, boss, MSG_leave_put, &put, "too_short");
    bench_done(bench, boss, MSG_cert_register, &brief);
    assert_refused(bench, registrar, MSG_cert_verify, &verdict, "no_result");
    verdict.result[0] = '\0';
    bench_clock(bench, day(2, 10));
    assert_refused(bench, registrar, MSG_cert_verify, &verdict, "expired");
}

/* D4 rows 1, 2, 7, 10, R3, D7 rows 1 and 8 */
static void test_every_step_of_a_worker_is_said(void **state)
{
    struct bench *bench = *state;
    struct worker_update update = {.worker = "W-1", .station = "ST2", .kind = "matron", .employment = "agency"};
    struct worker_employ employ = {.worker = "W-1", .employer = "ST3", .employment = "partner"};
    struct worker_unemploy unemploy = {.worker = "W-1", .employer = "ST3"};
    struct cert_suspend suspend = {.cert = "health"};
    struct cert_restore restore = {.cert = "health"};
    struct worker_suspend halt = {.worker = "W-1", .reason = "complaint", .review_by = day(2, 20)};
    struct worker_retire retire = {.worker = "W-1"};
    struct worker_profile_changed profile;
    struct worker_employed employed;
    struct worker_suspended suspended;
    struct worker_activated activated;
    hire_green(bench, day(12, 1));
    start(bench, true);
    bench_done(bench, boss, MSG_worker_update, &update);
    bench_done(bench, boss, MSG_worker_employ, &employ);
    bench_done(bench, boss, MSG_worker_unemploy, &unemploy);
    bench_done(bench, boss, MSG_cert_suspend, &suspend);
    bench_done(bench, boss, MSG_cert_restore, &restore);
    bench_done(bench, boss, MSG_worker_suspend, &halt);
    bench_done(bench, boss, MSG_worker_retire, &retire);
    assert_int_equal(said(bench, MSG_cert_registered, NULL), 4);
    assert_int_equal(said(bench, MSG_worker_activated, &activated), 1);
    assert_int_equal(activated.probation_until, bench->now + 60 * MS_DAY);
    assert_int_equal(said(bench, MSG_worker_profile_changed, &profile), 1);
    assert_string_equal(profile.station, "ST2");
    assert_string_equal(profile.employment, "agency");
    assert_int_equal(said(bench, MSG_worker_employed, &employed), 1);
    assert_string_equal(employed.employer, "ST3");
    assert_int_equal(said(bench, MSG_worker_employment_ended, NULL), 1);
    assert_int_equal(said(bench, MSG_cert_suspended, NULL), 1);
    assert_int_equal(said(bench, MSG_cert_restored, NULL), 1);
    assert_int_equal(said(bench, MSG_worker_suspended, &suspended), 1);
    assert_int_equal(suspended.review_by, day(2, 20));
    assert_int_equal(said(bench, MSG_worker_retired, NULL), 1);
}

/* How many invariants complain of a damage to the store, which is lost again. */
static int complaints(struct bench *bench, const char *damage)
{
    sqlite3 *db = NULL;
    int count = 0;
    engine_close(&bench->engine);
    assert_int_equal(sqlite3_open(bench->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "BEGIN", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, damage, NULL, NULL, NULL), SQLITE_OK);
    for (const struct invariant *rule = roster_invariants; rule->name; rule++) {
        sqlite3_stmt *statement = NULL;
        assert_int_equal(sqlite3_prepare_v2(db, rule->sql, -1, &statement, NULL), SQLITE_OK);
        count += sqlite3_step(statement) == SQLITE_ROW;
        sqlite3_finalize(statement);
    }
    sqlite3_close(db);
    return count;
}

static void test_a_wrong_colour_in_the_store_is_seen(void **state)
{
    hire_green(*state, day(12, 1));
    assert_int_equal(complaints(*state, "UPDATE worker SET code = 'red'"), 1);
}

static void test_a_certificate_changed_behind_the_back_is_seen(void **state)
{
    hire_green(*state, day(12, 1));
    assert_int_equal(complaints(*state, "UPDATE cert SET bad = 1 WHERE id = 'background'"), 1);
}

static void test_a_worker_on_leave_without_leave_is_seen(void **state)
{
    hire_green(*state, day(12, 1));
    assert_int_equal(complaints(*state, "UPDATE worker SET state = 'ON_LEAVE'"), 1);
}

static void test_a_chain_of_replacements_that_closes_is_seen(void **state)
{
    hire_green(*state, day(12, 1));
    assert_int_equal(complaints(*state, "UPDATE cert SET state = 'SUPERSEDED', superseded_by = id WHERE id = 'health';"
                                        "UPDATE worker SET code = 'yellow'"),
                     1);
}

static void test_a_certificate_that_a_mass_revocation_has_missed_is_seen(void **state)
{
    struct revocation_order order = order_of("demo_body");
    hire_green(*state, day(12, 1));
    bench_done(*state, registrar, MSG_revocation_order, &order);
    assert_int_equal(complaints(*state, "UPDATE cert SET state = 'SUSPENDED' WHERE id = 'health'"), 1);
    assert_int_equal(complaints(*state, "UPDATE revocation SET done_at = NULL"), 1);
}

static void test_a_proposal_about_who_is_suspended_is_seen(void **state)
{
    hire_green(*state, day(12, 1));
    reject_as_forged(*state, "false-1");
    assert_int_equal(complaints(*state, "UPDATE worker SET state = 'SUSPENDED', review_by = 1"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SERVICE_TEST(test_a_code_that_there_is_not_is_refused_by_its_field),
        SERVICE_TEST(test_a_list_goes_on_after_its_last_row),
        SERVICE_TEST(test_the_timeline_holds_every_state_and_colour),
        SERVICE_TEST(test_a_certificate_that_a_mass_revocation_has_missed_is_seen),
        SERVICE_TEST(test_a_proposal_about_who_is_suspended_is_seen),
        SERVICE_TEST(test_a_cert_or_leave_whose_id_is_taken_is_refused),
        SERVICE_TEST(test_what_is_not_there_is_refused_by_name),
        SERVICE_TEST(test_times_that_cannot_be_meant_are_refused),
        SERVICE_TEST(test_every_step_of_a_worker_is_said),
        SERVICE_TEST(test_a_wrong_colour_in_the_store_is_seen),
        SERVICE_TEST(test_a_certificate_changed_behind_the_back_is_seen),
        SERVICE_TEST(test_a_worker_on_leave_without_leave_is_seen),
        SERVICE_TEST(test_a_chain_of_replacements_that_closes_is_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
