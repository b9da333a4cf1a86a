/* How long fields of persons are kept (X6): from the end of what they were needed for, or from when they were told,
 * when nothing came of it. */
#include "booking_town.h"

#include "services/roster/roster.h"

static const struct bench_sender operator= {.role = "operator"};

/* Whom the dry run names in the only class of the service. */
static struct retention_row due(struct bench *bench)
{
    struct privacy_retention dry = {.dry_run = true};
    static struct privacy_retention_answer answer;
    bench_query(bench, operator, MSG_privacy_retention, &dry, MSG_privacy_retention_answer, &answer);
    assert_int_equal(answer.rows.count, 1);
    return answer.rows.at[0];
}

static void clock_set_to(struct bench *bench, int64_t to)
{
    struct clock_set set = {.to = bench->now = to};
    bench_done(bench, operator, MSG_clock_set, &set);
}

static struct household_get_answer contact(struct bench *bench, const char *id)
{
    static struct household_get_answer answer;
    struct household_get get = {0};
    TEXT_PUT(get.id, id);
    bench_query(bench, desk, MSG_household_get, &get, MSG_household_get_answer, &answer);
    return answer;
}

/* The booking of H1 ends two days after both were registered. */
static void test_a_household_that_never_books_is_kept_for_its_days_and_no_longer(void **state)
{
    struct bench *bench = *state;
    struct privacy_expired expired;
    const int64_t kept = due(bench).days * MS_DAY;
    put_household(bench, mini, "H3");
    take(bench, "R-1");
    clock_set_to(bench, NOON + kept - MS_HOUR);
    assert_int_equal(due(bench).due, 0);
    clock_set_to(bench, NOON + kept + MS_DAY);
    struct retention_row row = due(bench);
    assert_int_equal(row.due, 2);
    assert_string_equal(row.persons.at[0], "H2");
    assert_string_equal(row.persons.at[1], "H3");
    assert_string_equal(contact(bench, "H2").name, "居民户-0143");
    bench_clock(bench, NOON + kept + MS_DAY);
    assert_int_equal(bench_emitted(bench, "booking", MSG_privacy_expired, &expired), 2);
    assert_string_equal(contact(bench, "H2").name, "");
    assert_string_equal(contact(bench, "H1").name, "居民户-0143");
    bench_clock(bench, NOON + kept + 4 * MS_DAY);
    assert_int_equal(bench_emitted(bench, "booking", MSG_privacy_expired, &expired), 3);
    assert_string_equal(expired.person, "H1");
}

/* K15 */
static void test_an_open_case_keeps_the_contact_beyond_its_days(void **state)
{
    struct bench *bench = *state;
    const int64_t kept = due(bench).days * MS_DAY;
    char id[ID_SIZE];
    TEXT_PUT(id, take(bench, "R-1"));
    hear_case(bench, id, true);
    clock_set_to(bench, NOON + kept + 4 * MS_DAY);
    struct retention_row row = due(bench);
    assert_int_equal(row.due, 1);
    assert_string_equal(row.persons.at[0], "H2");
    hear_case(bench, id, false);
    assert_int_equal(due(bench).due, 2);
}

static void test_the_days_of_a_household_count_anew_when_it_is_registered_again(void **state)
{
    struct bench *bench = *state;
    const int64_t kept = due(bench).days * MS_DAY;
    clock_set_to(bench, NOON + kept - MS_DAY);
    put_household(bench, desk, "H2");
    clock_set_to(bench, NOON + kept + MS_DAY);
    struct retention_row row = due(bench);
    assert_int_equal(row.due, 1);
    assert_string_equal(row.persons.at[0], "H1");
    clock_set_to(bench, NOON + 2 * kept);
    assert_int_equal(due(bench).due, 2);
}

/* ---- roster ---- */

static int roster_setup(void **state)
{
    struct bench *bench = calloc(1, sizeof *bench);
    assert_non_null(bench);
    bench_open(bench, &roster_service, NOON);
    bench_clock(bench, NOON);
    *state = bench;
    return 0;
}

static void test_a_worker_is_kept_while_she_works_and_for_the_days_after_she_has_left(void **state)
{
    struct bench *bench = *state;
    struct worker_hire hire = {.worker = "W1",
                               .employment = "employee",
                               .kind = "domestic",
                               .station = "ST1",
                               .name = "阿榕",
                               .languages = {1, {"yue"}},
                               .sex = "f",
                               .cell_lat = 22510,
                               .cell_lon = 113040};
    struct worker_retire retire = {.worker = "W1"};
    struct privacy_expired expired;
    bench_done(bench, manager, MSG_worker_hire, &hire);
    const int64_t kept = due(bench).days * MS_DAY;
    clock_set_to(bench, NOON + 2 * kept);
    assert_int_equal(due(bench).due, 0);
    bench_done(bench, manager, MSG_worker_retire, &retire);
    clock_set_to(bench, NOON + 3 * kept - MS_DAY);
    assert_int_equal(due(bench).due, 0);
    clock_set_to(bench, NOON + 3 * kept + MS_DAY);
    assert_int_equal(due(bench).due, 1);
    bench_clock(bench, NOON + 3 * kept + 2 * MS_DAY);
    assert_int_equal(bench_emitted(bench, "roster", MSG_privacy_expired, &expired), 1);
    assert_string_equal(expired.person, "W1");
}

#define TEST(name, setup) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_a_household_that_never_books_is_kept_for_its_days_and_no_longer, setup),
        TEST(test_an_open_case_keeps_the_contact_beyond_its_days, setup),
        TEST(test_the_days_of_a_household_count_anew_when_it_is_registered_again, setup),
        TEST(test_a_worker_is_kept_while_she_works_and_for_the_days_after_she_has_left, roster_setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
