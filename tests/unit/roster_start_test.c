/* The way into work (D4): red until all is verified, the duty statement, the hours before the first day, probation and
 * how it ends. Every test ends with all invariants checked (bench.h). */
#include "roster_desk.h"

static void test_a_new_worker_is_red_until_everything_is_verified(void **state)
{
    struct bench *bench = *state;
    struct worker_code_changed code;
    hire(bench, "W-1");
    assert_int_equal(said(bench, MSG_worker_onboarded, NULL), 1);
    assert_int_equal(said(bench, MSG_worker_code_changed, &code), 1);
    assert_string_equal(code.from, "none");
    assert_string_equal(code.to, "red");
    assert_int_equal(code.reasons.count, 4);
    hand_in(bench, "W-1", "identity", "identity", day(1, 1), day(12, 1));
    hand_in(bench, "W-1", "background", "background", day(1, 1), day(12, 1));
    assert_code(bench, "yellow");
    hand_in(bench, "W-1", "insurance", "insurance", day(1, 1), day(12, 1));
    hand_in(bench, "W-1", "health", "health", day(1, 1), day(12, 1));
    assert_code(bench, "green");
    assert_int_equal(said(bench, MSG_worker_code_changed, &code), 3);
    assert_string_equal(code.from, "yellow");
}

static void test_names_go_only_to_those_who_deal_with_the_person(void **state)
{
    struct bench *bench = *state;
    hire(bench, "W-1");
    assert_string_equal(look(bench, "dispatcher").name, "小柑01");
    assert_string_equal(look(bench, "supervisor").name, "");
    assert_string_equal(look(bench, "supervisor").phone, "");
    assert_int_equal(look(bench, "supervisor").languages.count, 2);
    assert_string_equal(look(bench, "supervisor").languages.at[1], "cmn");
}

/* V7 */
static void test_what_clients_may_wish_softly_is_told_to_matching(void **state)
{
    struct bench *bench = *state;
    struct worker_hire body = person("W-1");
    struct worker_onboarded event = {0};
    body.cuisines.count = 1;
    TEXT_PUT(body.cuisines.at[0], "hakka");
    TEXT_PUT(body.pets, "no");
    TEXT_PUT(body.smokes, "yes");
    bench_done(bench, boss, MSG_worker_hire, &body);
    assert_int_equal(said(bench, MSG_worker_onboarded, &event), 1);
    assert_string_equal(event.cuisines.at[0], "hakka");
    assert_string_equal(event.pets, "no");
    bench_restart(bench);
    assert_string_equal(look(bench, "supervisor").cuisines.at[0], "hakka");
    assert_string_equal(look(bench, "supervisor").smokes, "yes");
}

static void test_nobody_starts_without_papers_in_order(void **state)
{
    struct bench *bench = *state;
    struct worker_start body = {.worker = "W-1"};
    hire(bench, "W-1");
    assert_refused(bench, boss, MSG_worker_start, &body, "identity_missing");
    assert_string_equal(look(bench, "manager").state, "ONBOARDING");
}

/* row 2, A8.7 */
static void test_nobody_starts_who_has_not_accepted_the_duty_statement_that_stands(void **state)
{
    struct bench *bench = *state;
    struct worker_start body = {.worker = "W-1"};
    struct duty_accept accept = {.worker = "W-1", .version = 1};
    hire_green(bench, day(12, 1));
    record(bench, "W-1", 60);
    assert_refused(bench, boss, MSG_worker_start, &body, "duty_missing");
    assert_refused(bench, worker, MSG_duty_accept, &accept, "duty_missing");
    publish(bench, "all");
    assert_refused(bench, boss, MSG_worker_start, &body, "duty_not_accepted");
    bench_done(bench, worker, MSG_duty_accept, &accept);
    assert_refused(bench, worker, MSG_duty_accept, &accept, "already_accepted");
    publish(bench, "all");
    assert_refused(bench, boss, MSG_worker_start, &body, "duty_not_accepted");
    assert_false(look(bench, "manager").duty_accepted);
    publish(bench, "matron"); /* of her kind: takes the place of the one for all */
    assert_refused(bench, worker, MSG_duty_accept, &(struct duty_accept){.worker = "W-1", .version = 2},
                   "other_version");
    bench_done(bench, worker, MSG_duty_accept, &accept);
    assert_true(look(bench, "manager").duty_accepted);
    bench_done(bench, boss, MSG_worker_start, &body);
    assert_int_equal(said(bench, MSG_duty_published, NULL), 3);
    assert_int_equal(said(bench, MSG_duty_accepted, NULL), 2);
}

static void test_a_worker_accepts_the_duty_statement_only_for_herself(void **state)
{
    struct bench *bench = *state;
    struct duty_accept accept = {.worker = "W-1", .version = 1};
    hire(bench, "W-1");
    publish(bench, "all");
    assert_refused(bench, (struct bench_sender){.role = "worker", .actor = "W-2"}, MSG_duty_accept, &accept, "denied");
    bench_done(bench, (struct bench_sender){.role = "receptionist"}, MSG_duty_accept, &accept);
}

static void test_a_stale_duty_statement_is_a_conflict(void **state)
{
    struct bench *bench = *state;
    struct duty_publish body = {.kind = "all", .title = "工作职责"};
    struct bench_sender seen = boss;
    seen.expectedrev = bench_command(bench, boss, MSG_duty_publish, &body).revision;
    assert_int_equal(bench_command(bench, seen, MSG_duty_publish, &body).revision, 2);
    assert_refused(bench, seen, MSG_duty_publish, &body, "conflict");
}

static void test_the_duty_statement_that_stands_is_told(void **state)
{
    struct bench *bench = *state;
    struct duty_get asked = {.id = "matron"};
    struct duty_get_answer answer = {0};
    assert_refused(bench, boss, MSG_duty_get, &asked, "unknown_duty");
    publish(bench, "all");
    publish(bench, "matron");
    bench_clock(bench, day(2, 10));
    publish(bench, "matron");
    bench_query(bench, worker, MSG_duty_get, &asked, MSG_duty_get_answer, &answer);
    assert_string_equal(answer.kind, "matron");
    assert_string_equal(answer.title, "服务人员工作职责");
    assert_int_equal(answer.version, 2);
    assert_int_equal(answer.published_at, day(2, 10));
    TEXT_PUT(asked.id, "all");
    bench_query(bench, worker, MSG_duty_get, &asked, MSG_duty_get_answer, &answer);
    assert_string_equal(answer.kind, "all");
    assert_int_equal(answer.version, 1);
}

/* A8.7 */
static void test_who_has_not_accepted_the_duty_statement_is_listed(void **state)
{
    struct bench *bench = *state;
    struct duty_not_accepted asked = {.station = "ST1"};
    static struct duty_not_accepted_answer answer;
    struct duty_accept accept = {.worker = "W-1", .version = 1};
    hire(bench, "W-1");
    hire(bench, "W-2");
    publish(bench, "all");
    bench_query(bench, boss, MSG_duty_not_accepted, &asked, MSG_duty_not_accepted_answer, &answer);
    assert_int_equal(answer.rows.count, 2);
    assert_pages(bench, boss, duty_not_accepted, worker, .station = "ST1");
    bench_done(bench, worker, MSG_duty_accept, &accept);
    memset(&answer, 0, sizeof answer);
    bench_query(bench, boss, MSG_duty_not_accepted, &asked, MSG_duty_not_accepted_answer, &answer);
    assert_int_equal(answer.rows.count, 1);
    assert_string_equal(answer.rows.at[0].worker, "W-2");
    assert_string_equal(answer.rows.at[0].kind, "all");
}

/* row 2 */
static void test_nobody_starts_before_the_hours_of_training_are_done(void **state)
{
    struct bench *bench = *state;
    struct worker_start body = {.worker = "W-1"};
    struct duty_accept accept = {.worker = "W-1", .version = 1};
    struct prejob_record more = {.worker = "W-1", .record = "R-1", .hours = 20, .body = "academy"};
    struct prejob_recorded recorded;
    hire_green(bench, day(12, 1));
    publish(bench, "all");
    bench_done(bench, worker, MSG_duty_accept, &accept);
    record(bench, "W-1", 40);
    assert_refused(bench, boss, MSG_worker_start, &body, "prejob_hours");
    bench_done(bench, registrar, MSG_prejob_record, &more);
    more.hours = 19; /* corrected */
    bench_done(bench, registrar, MSG_prejob_record, &more);
    assert_int_equal(said(bench, MSG_prejob_recorded, &recorded), 3);
    assert_int_equal(recorded.total, 59);
    assert_refused(bench, boss, MSG_worker_start, &body, "prejob_hours");
    record(bench, "W-1", 1);
    bench_done(bench, boss, MSG_worker_start, &body);
}

static void test_care_asks_for_ninety_hours(void **state)
{
    struct bench *bench = *state;
    struct worker_start body = {.worker = "W-1"};
    struct worker_update update = {.worker = "W-1", .station = "ST1", .kind = "nurse", .employment = "employee"};
    hire_green(bench, day(12, 1));
    bench_done(bench, boss, MSG_worker_update, &update);
    prepare(bench);
    assert_refused(bench, boss, MSG_worker_start, &body, "prejob_hours");
    record(bench, "W-1", 30);
    bench_done(bench, boss, MSG_worker_start, &body);
}

static void test_a_record_of_hours_stays_with_its_worker_and_a_stale_one_is_a_conflict(void **state)
{
    struct bench *bench = *state;
    struct prejob_record body = {.worker = "W-1", .record = "R-1", .hours = 20, .body = "academy"};
    const struct prejob_record none = {.worker = "W-1", .body = "academy"};
    struct bench_sender seen = registrar;
    hire(bench, "W-1");
    hire(bench, "W-2");
    assert_refused(bench, registrar, MSG_prejob_record, &none, "missing");
    seen.expectedrev = bench_command(bench, registrar, MSG_prejob_record, &body).revision;
    assert_int_equal(bench_command(bench, seen, MSG_prejob_record, &body).revision, 2);
    assert_refused(bench, seen, MSG_prejob_record, &body, "conflict");
    TEXT_PUT(body.worker, "W-2");
    assert_refused(bench, registrar, MSG_prejob_record, &body, "record_exists");
    assert_int_equal(look(bench, "manager").prejob_hours, 20);
}

/* row 3 */
static void test_a_manager_confirms_after_three_verified_visits_not_before(void **state)
{
    struct bench *bench = *state;
    struct worker_confirm over = {.worker = "W-1"};
    hire_green(bench, day(12, 1));
    start(bench, false);
    served(bench, "W-1", "V-1");
    served(bench, "W-1", "V-2");
    served(bench, "W-2", "V-3"); /* of somebody else */
    assert_refused(bench, boss, MSG_worker_confirm, &over, "few_visits");
    served(bench, "W-1", "V-4");
    bench_done(bench, boss, MSG_worker_confirm, &over);
    assert_string_equal(look(bench, "manager").state, "ACTIVE");
    assert_refused(bench, boss, MSG_worker_confirm, &over, "wrong_state");
}

/* row 3 */
static void test_a_visit_that_is_disputed_and_settled_counts_once_and_not_while_it_is_disputed(void **state)
{
    struct bench *bench = *state;
    hire_green(bench, day(12, 1));
    start(bench, false);
    hear_assigned(bench, "W-1", "V-1");
    hear(bench, MSG_visit_ended, "W-1", "V-1");
    hear_verified(bench, "W-1", "V-1");
    assert_int_equal(look(bench, "manager").verified_visits, 1);
    hear(bench, MSG_visit_disputed, "W-1", "V-1");
    assert_int_equal(look(bench, "manager").verified_visits, 0);
    hear_verified(bench, "W-1", "V-1");
    hear(bench, MSG_visit_closed, "W-1", "V-1");
    assert_int_equal(look(bench, "manager").verified_visits, 1);
}

/* row 3 */
static void test_probation_ends_by_time_with_three_visits_and_nothing_against_her(void **state)
{
    struct bench *bench = *state;
    hire_green(bench, day(12, 1));
    start(bench, false);
    served(bench, "W-1", "V-1");
    served(bench, "W-1", "V-2");
    served(bench, "W-1", "V-3");
    int64_t until = look(bench, "manager").probation_until;
    bench_clock(bench, until - 1);
    assert_string_equal(look(bench, "manager").state, "PROBATION");
    bench_clock(bench, until);
    assert_string_equal(look(bench, "manager").state, "ACTIVE");
    bench_clock(bench, until + MS_DAY);
    assert_int_equal(said(bench, MSG_worker_confirmed, NULL), 1);
}

/* row 3 */
static void test_past_its_time_probation_ends_with_the_third_verified_visit(void **state)
{
    struct bench *bench = *state;
    hire_green(bench, day(12, 1));
    start(bench, false);
    served(bench, "W-1", "V-1");
    served(bench, "W-1", "V-2");
    bench_clock(bench, look(bench, "manager").probation_until);
    assert_string_equal(look(bench, "manager").state, "PROBATION");
    served(bench, "W-1", "V-3");
    assert_string_equal(look(bench, "manager").state, "ACTIVE");
}

/* row 3: who has missed a visit or was suspended is confirmed by a manager */
static void test_time_alone_does_not_end_the_probation_of_who_has_a_mark_against_her(void **state)
{
    struct bench *bench = *state;
    struct worker_confirm over = {.worker = "W-1"};
    hire_green(bench, day(12, 1));
    start(bench, false);
    hear_assigned(bench, "W-1", "V-0");
    hear(bench, MSG_visit_missed_by_worker, "W-1", "V-0");
    assert_int_equal(look(bench, "manager").marks, 1);
    assert_int_equal(look(bench, "manager").visits_ahead, 0);
    served(bench, "W-1", "V-1");
    served(bench, "W-1", "V-2");
    served(bench, "W-1", "V-3");
    bench_clock(bench, look(bench, "manager").probation_until);
    assert_string_equal(look(bench, "manager").state, "PROBATION");
    bench_done(bench, boss, MSG_worker_confirm, &over);
    assert_string_equal(look(bench, "manager").state, "ACTIVE");
}

/* V14: two people have put right that she did come. */
static void test_a_visit_that_counted_as_missed_and_was_put_right_is_no_mark(void **state)
{
    struct bench *bench = *state;
    struct visit_corrected event = {.reason = "offline", .missed = true};
    hire_green(bench, day(12, 1));
    start(bench, false);
    hear_assigned(bench, "W-1", "V-0");
    hear(bench, MSG_visit_missed_by_worker, "W-1", "V-0");
    hear(bench, MSG_visit_ended, "W-1", "V-0");
    TEXT_PUT(event.visit, "V-0");
    TEXT_PUT(event.booking, "B-1");
    TEXT_PUT(event.station, "ST1");
    TEXT_PUT(event.service, "EL-02");
    TEXT_PUT(event.household, "H-1");
    TEXT_PUT(event.worker, "W-1");
    bench_hear(bench, "matching", MSG_visit_corrected, &event, "V-0");
    hear_verified(bench, "W-1", "V-0");
    assert_int_equal(look(bench, "manager").marks, 0);
    assert_int_equal(look(bench, "manager").verified_visits, 1);
    event.missed = false; /* other corrections are none of roster's business, and no mark is taken away twice */
    bench_hear(bench, "matching", MSG_visit_corrected, &event, "V-0");
    event.missed = true;
    bench_hear(bench, "matching", MSG_visit_corrected, &event, "V-0");
    assert_int_equal(look(bench, "manager").marks, 0);
}

/* rows 1 and 3 */
static void test_who_left_with_a_mark_is_hired_again_without_it(void **state)
{
    struct bench *bench = *state;
    struct worker_dismiss body = {.worker = "W-1", .reason = "conduct"};
    hire_green(bench, day(12, 1));
    start(bench, false);
    hear_assigned(bench, "W-1", "V-0");
    hear(bench, MSG_visit_missed_by_worker, "W-1", "V-0");
    bench_done(bench, boss, MSG_worker_dismiss, &body);
    hire(bench, "W-1");
    assert_string_equal(look(bench, "manager").state, "ONBOARDING");
    assert_int_equal(look(bench, "manager").marks, 0);
}

/* rows 3 and 7 */
static void test_a_suspension_in_probation_is_a_mark_and_a_later_one_is_not(void **state)
{
    struct bench *bench = *state;
    struct worker_suspend suspend = {.worker = "W-1", .reason = "complaint", .review_by = day(3, 1)};
    struct worker_reinstate back = {.worker = "W-1"};
    struct worker_confirm over = {.worker = "W-1"};
    hire_green(bench, day(12, 1));
    start(bench, false);
    bench_done(bench, boss, MSG_worker_suspend, &suspend);
    bench_done(bench, other, MSG_worker_reinstate, &back);
    assert_int_equal(look(bench, "manager").marks, 1);
    served(bench, "W-1", "V-1");
    served(bench, "W-1", "V-2");
    served(bench, "W-1", "V-3");
    bench_done(bench, boss, MSG_worker_confirm, &over);
    bench_done(bench, boss, MSG_worker_suspend, &suspend);
    assert_int_equal(look(bench, "manager").marks, 1);
}

/* rows 3 and 6 */
static void test_who_is_on_leave_when_probation_ends_is_confirmed_when_she_is_back(void **state)
{
    struct bench *bench = *state;
    hire_green(bench, day(12, 1));
    start(bench, false);
    served(bench, "W-1", "V-1");
    served(bench, "W-1", "V-2");
    served(bench, "W-1", "V-3");
    int64_t until = look(bench, "manager").probation_until;
    struct leave_put put = {.worker = "W-1", .start = until - MS_DAY, .until = until + MS_DAY};
    bench_done(bench, boss, MSG_leave_put, &put);
    bench_clock(bench, until);
    assert_string_equal(look(bench, "manager").state, "ON_LEAVE");
    bench_clock(bench, until + MS_DAY);
    assert_string_equal(look(bench, "manager").state, "ACTIVE");
}

#define PROBATION_STEP 3 /* of the schema, which gave an end to probations that had none */

/* A bench whose schema lacks the step that ends probation by time, where W-1 is in probation. */
static void open_older(struct bench *bench)
{
    static struct migration steps[16];
    static struct service older;
    older = roster_service;
    for (int i = 0; roster_migrations[i].version; i++)
        steps[i] = roster_migrations[i];
    steps[PROBATION_STEP].sql = "SELECT 1";
    older.migrations = steps;
    bench_close(bench);
    bench_open(bench, &older, day(2, 9));
    bench_clock(bench, day(2, 9) + 9 * MS_HOUR);
    hire_green(bench, day(12, 1));
    start(bench, false);
}

/* The daemon of today starts on what the one of then left behind: no timer, no tally. */
static void bring_up_to_date(struct bench *bench)
{
    sqlite3 *db = NULL;
    engine_close(&bench->engine);
    assert_int_equal(sqlite3_open(bench->path, &db), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(db, "DELETE FROM timer WHERE kind = 'worker.probation'; DELETE FROM tally", NULL, NULL, NULL),
        SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, roster_migrations[PROBATION_STEP].sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    bench->service = &roster_service;
    bench_start(bench);
}

/* row 3 */
static void test_probation_that_began_in_an_older_store_ends_by_time(void **state)
{
    struct bench *bench = *state;
    open_older(bench);
    bring_up_to_date(bench);
    served(bench, "W-1", "V-1");
    served(bench, "W-1", "V-2");
    served(bench, "W-1", "V-3");
    bench_clock(bench, look(bench, "manager").probation_until);
    assert_string_equal(look(bench, "manager").state, "ACTIVE");
}

/* rows 3 and 7 */
static void test_a_suspension_in_an_older_store_is_a_mark(void **state)
{
    struct bench *bench = *state;
    struct worker_suspend suspend = {.worker = "W-1", .reason = "complaint", .review_by = day(3, 1)};
    open_older(bench);
    bench_done(bench, boss, MSG_worker_suspend, &suspend);
    bring_up_to_date(bench);
    assert_int_equal(look(bench, "manager").marks, 1);
}

static void leave_for_good(struct bench *bench)
{
    struct worker_retire retire = {.worker = "W-1"};
    bench_done(bench, boss, MSG_worker_retire, &retire);
}

static void test_who_has_left_may_be_hired_again_and_who_is_here_may_not(void **state)
{
    struct bench *bench = *state;
    struct worker_hire again = person("W-1");
    hire_green(bench, day(4, 1));
    assert_refused(bench, boss, MSG_worker_hire, &again, "worker_exists");
    leave_for_good(bench);
    bench_clock(bench, day(3, 1));
    bench_done(bench, boss, MSG_worker_hire, &again);
    assert_string_equal(worker_told(bench).state, "ONBOARDING");
    assert_string_equal(worker_told(bench).code, "green");
    assert_int_equal(bench_emitted(bench, "roster", MSG_worker_onboarded, NULL), 2);
    bench_clock(bench, day(4, 1)); /* her certificates run on */
    assert_int_equal(bench_emitted(bench, "roster", MSG_cert_expired, NULL), 1);
    assert_string_equal(worker_told(bench).code, "yellow");
}

static void test_a_complaint_that_is_not_serious_stands_against_the_end_of_probation(void **state)
{
    struct bench *bench = *state;
    hire_green(bench, day(12, 1));
    start(bench, false);
    hear_upheld(bench, false);
    assert_int_equal(bench_emitted(bench, "roster", MSG_worker_suspended, NULL), 0);
    assert_int_equal(worker_told(bench).marks, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SERVICE_TEST(test_a_new_worker_is_red_until_everything_is_verified),
        SERVICE_TEST(test_names_go_only_to_those_who_deal_with_the_person),
        SERVICE_TEST(test_what_clients_may_wish_softly_is_told_to_matching),
        SERVICE_TEST(test_nobody_starts_without_papers_in_order),
        SERVICE_TEST(test_nobody_starts_who_has_not_accepted_the_duty_statement_that_stands),
        SERVICE_TEST(test_a_worker_accepts_the_duty_statement_only_for_herself),
        SERVICE_TEST(test_a_stale_duty_statement_is_a_conflict),
        SERVICE_TEST(test_the_duty_statement_that_stands_is_told),
        SERVICE_TEST(test_who_has_not_accepted_the_duty_statement_is_listed),
        SERVICE_TEST(test_nobody_starts_before_the_hours_of_training_are_done),
        SERVICE_TEST(test_care_asks_for_ninety_hours),
        SERVICE_TEST(test_a_record_of_hours_stays_with_its_worker_and_a_stale_one_is_a_conflict),
        SERVICE_TEST(test_a_manager_confirms_after_three_verified_visits_not_before),
        SERVICE_TEST(test_a_visit_that_is_disputed_and_settled_counts_once_and_not_while_it_is_disputed),
        SERVICE_TEST(test_probation_ends_by_time_with_three_visits_and_nothing_against_her),
        SERVICE_TEST(test_past_its_time_probation_ends_with_the_third_verified_visit),
        SERVICE_TEST(test_time_alone_does_not_end_the_probation_of_who_has_a_mark_against_her),
        SERVICE_TEST(test_a_visit_that_counted_as_missed_and_was_put_right_is_no_mark),
        SERVICE_TEST(test_who_left_with_a_mark_is_hired_again_without_it),
        SERVICE_TEST(test_a_suspension_in_probation_is_a_mark_and_a_later_one_is_not),
        SERVICE_TEST(test_who_is_on_leave_when_probation_ends_is_confirmed_when_she_is_back),
        SERVICE_TEST(test_probation_that_began_in_an_older_store_ends_by_time),
        SERVICE_TEST(test_a_suspension_in_an_older_store_is_a_mark),
        SERVICE_TEST(test_who_has_left_may_be_hired_again_and_who_is_here_may_not),
        SERVICE_TEST(test_a_complaint_that_is_not_serious_stands_against_the_end_of_probation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
