/* Mediation: how a worker is employed decides the relation of the parties, and so the route of a dispute (R3, K2). */
#include "mediation_desk.h"

#include "services/mediation/route.h"

static const struct bench_sender officer = {.role = "officer"};

static void hear_onboarded(struct bench *bench, const char *worker, const char *station, const char *employment)
{
    struct worker_onboarded event = {.kind = "domestic"};
    TEXT_PUT(event.worker, worker);
    TEXT_PUT(event.station, station);
    TEXT_PUT(event.employment, employment);
    bench_hear(bench, "roster", MSG_worker_onboarded, &event, worker);
}

static void hear_employed(struct bench *bench, const char *worker, const char *employer, const char *employment)
{
    struct worker_employed event = {.station = "ST2"};
    TEXT_PUT(event.worker, worker);
    TEXT_PUT(event.employer, employer);
    TEXT_PUT(event.employment, employment);
    bench_hear(bench, "roster", MSG_worker_employed, &event, worker);
}

/* Files a case between the two at ST1 and screens it. */
static struct answer screened(struct bench *bench, const char *filer, const char *respondent, const char *relation)
{
    struct case_file file = {.station = "ST1",
                             .category = "pay",
                             .relation = "other",
                             .channel = "counter",
                             .subject = "工钱",
                             .wish = "补发",
                             .happened = DESK_FRIDAY - MS_DAY};
    struct case_screen screen = {.category = "pay"};
    TEXT_PUT(file.filer, filer);
    TEXT_PUT(file.respondent, respondent);
    TEXT_PUT(screen.relation, relation);
    struct answer answer = bench_command(bench, officer, MSG_case_file, &file);
    assert_string_equal(answer.outcome, "done");
    TEXT_PUT(screen.case_id, answer.subject);
    return bench_command(bench, officer, MSG_case_screen, &screen);
}

static void assert_code(struct answer answer, const char *code)
{
    assert_string_equal(answer.outcome, "refused");
    assert_string_equal(answer.code, code);
    assert_string_equal(answer.field, "relation");
    assert_true(answer.detail[0]);
}

/* ---- the rule ---- */

static void test_only_an_employee_is_in_dispute_with_the_company_as_such(void **state)
{
    const char *code = "", *law = "";
    (void)state;
    assert_true(relation_fits(RELATION_COMPANY_EMPLOYEE, EMPLOYMENT_EMPLOYEE, &code, &law));
    assert_false(relation_fits(RELATION_COMPANY_EMPLOYEE, EMPLOYMENT_AGENCY, &code, &law));
    assert_string_equal(code, "not_employed");
    assert_false(relation_fits(RELATION_COMPANY_EMPLOYEE, EMPLOYMENT_PARTNER, &code, &law));
    assert_true(relation_fits(RELATION_COMPANY_EMPLOYEE, EMPLOYMENT_NONE, &code, &law));
}

static void test_for_an_employees_work_the_company_answers(void **state)
{
    const char *code = "", *law = "";
    (void)state;
    assert_false(relation_fits(RELATION_HOUSEHOLD_WORKER, EMPLOYMENT_EMPLOYEE, &code, &law));
    assert_string_equal(code, "employed_by_company");
    assert_true(relation_fits(RELATION_HOUSEHOLD_WORKER, EMPLOYMENT_AGENCY, &code, &law));
    assert_true(relation_fits(RELATION_HOUSEHOLD_WORKER, EMPLOYMENT_PARTNER, &code, &law));
    assert_true(relation_fits(RELATION_CONSUMER_COMPANY, EMPLOYMENT_EMPLOYEE, &code, &law));
    assert_true(relation_fits(RELATION_TRAINEE_BASE, EMPLOYMENT_EMPLOYEE, &code, &law));
}

/* ---- the service ---- */

static void test_an_employees_dispute_with_her_company_takes_the_labour_route(void **state)
{
    struct bench *bench = *state;
    struct case_screened event;
    hear_onboarded(bench, "W1", "ST1", "employee");
    assert_string_equal(screened(bench, "W1", "company-1", "company_employee").outcome, "done");
    assert_int_equal(bench_emitted(bench, "mediation", MSG_case_screened, &event), 1);
    assert_string_equal(event.route, "labour");
}

/* Scenario 17 */
static void test_who_comes_through_an_agency_is_refused_the_labour_route(void **state)
{
    struct bench *bench = *state;
    hear_onboarded(bench, "W1", "ST1", "agency");
    assert_code(screened(bench, "W1", "company-1", "company_employee"), "not_employed");
    assert_code(screened(bench, "H1", "W1", "company_employee"), "not_employed");
    assert_string_equal(screened(bench, "H1", "W1", "household_worker").outcome, "done");
}

static void test_a_household_is_sent_to_the_company_about_its_employee(void **state)
{
    struct bench *bench = *state;
    hear_onboarded(bench, "W1", "ST1", "employee");
    assert_code(screened(bench, "H1", "W1", "household_worker"), "employed_by_company");
    assert_string_equal(screened(bench, "H1", "W1", "consumer_company").outcome, "done");
}

static void test_a_change_of_employment_counts(void **state)
{
    struct bench *bench = *state;
    struct worker_profile_changed event = {
        .worker = "W1", .station = "ST1", .kind = "domestic", .employment = "agency"};
    hear_onboarded(bench, "W1", "ST1", "employee");
    bench_hear(bench, "roster", MSG_worker_profile_changed, &event, "W1");
    assert_code(screened(bench, "W1", "company-1", "company_employee"), "not_employed");
}

/* R3: several employers. */
static void test_of_several_employers_the_one_at_the_station_of_the_case_counts(void **state)
{
    struct bench *bench = *state;
    hear_onboarded(bench, "W1", "ST2", "employee");
    hear_employed(bench, "W1", "ST1", "agency");
    assert_code(screened(bench, "W1", "company-1", "company_employee"), "not_employed");
    hear_onboarded(bench, "W2", "ST2", "agency");
    hear_employed(bench, "W2", "EN-01", "employee");
    assert_string_equal(screened(bench, "W2", "company-1", "company_employee").outcome, "done");
}

static void test_who_is_not_on_the_roster_is_taken_as_said(void **state)
{
    struct bench *bench = *state;
    assert_string_equal(screened(bench, "P-1", "Q-1", "company_employee").outcome, "done");
    assert_string_equal(screened(bench, "P-2", "Q-2", "household_worker").outcome, "done");
}

#define SERVICE_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_only_an_employee_is_in_dispute_with_the_company_as_such),
        cmocka_unit_test(test_for_an_employees_work_the_company_answers),
        SERVICE_TEST(test_an_employees_dispute_with_her_company_takes_the_labour_route),
        SERVICE_TEST(test_who_comes_through_an_agency_is_refused_the_labour_route),
        SERVICE_TEST(test_a_household_is_sent_to_the_company_about_its_employee),
        SERVICE_TEST(test_a_change_of_employment_counts),
        SERVICE_TEST(test_of_several_employers_the_one_at_the_station_of_the_case_counts),
        SERVICE_TEST(test_who_is_not_on_the_roster_is_taken_as_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
