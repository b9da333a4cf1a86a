/* Erasure, hold, export, search and retention over services in the hand of a test (X5, X6, K15, I24, ruling 10). */
#include "bench.h"

#include "services/booking/tables.h"
#include "services/mediation/tables.h"
#include "services/roster/roster.h"

#define DAY0 INT64_C(1770944400000) /* 2026-02-13 09:00 local time */

static const struct bench_sender manager = {.role = "manager"}, desk = {.role = "receptionist"},
                                 officer = {.role = "officer"}, operator= {.role = "operator"};

static struct bench *opened(const struct service *service)
{
    struct bench *bench = calloc(1, sizeof *bench);
    assert_non_null(bench);
    bench_open(bench, service, DAY0);
    bench_clock(bench, DAY0);
    return bench;
}

static int teardown(void **state)
{
    struct bench *bench = *state;
    bench_close(bench);
    free(bench);
    return 0;
}

/* ---- booking is asked ---- */

static struct household_put contact(const char *id)
{
    struct household_put put = {
        .community = "CM1", .consent = "paper", .name = "阿榕", .phone = "138-0000-0001", .address = "demo 12"};
    TEXT_PUT(put.household, id);
    return put;
}

static int booking_setup(void **state)
{
    struct community_put community = {.community = "CM1", .name = "民和社区", .cell_lat = 22523, .cell_lon = 113041};
    struct bench *bench = opened(&booking_service);
    struct household_put h1 = contact("H1"), h2 = contact("H2");
    TEXT_PUT(h2.phone, "138-0000-0002");
    bench_done(bench, manager, MSG_community_put, &community);
    bench_done(bench, desk, MSG_household_put, &h1);
    bench_done(bench, desk, MSG_household_put, &h2);
    *state = bench;
    return 0;
}

static struct household_get_answer household(struct bench *bench, const char *id)
{
    static struct household_get_answer answer;
    struct household_get get = {0};
    TEXT_PUT(get.id, id);
    bench_query(bench, desk, MSG_household_get, &get, MSG_household_get_answer, &answer);
    return answer;
}

/* Asks, and gives the id of the request. */
static void erase(struct bench *bench, const char *person, char request[65])
{
    struct privacy_erase wish = {0};
    TEXT_PUT(wish.person, person);
    struct answer answer = bench_command(bench, manager, MSG_privacy_erase, &wish);
    assert_string_equal(answer.outcome, "done");
    text_copy(request, 65, answer.subject);
}

static void hear_part(struct bench *bench, const char *service, const char *request, const char *outcome)
{
    struct privacy_erase_done done = {.fields = 1};
    TEXT_PUT(done.request, request);
    TEXT_PUT(done.person, "H1");
    TEXT_PUT(done.service, service);
    TEXT_PUT(done.outcome, outcome);
    if (text_same(outcome, "held")) {
        TEXT_PUT(done.reason, "open_case");
        TEXT_PUT(done.object, "case-1");
        done.fields = 0;
    }
    bench_hear(bench, service, MSG_privacy_erase_done, &done, "H1");
}

static struct privacy_get_answer got(struct bench *bench, const char *id)
{
    static struct privacy_get_answer answer;
    struct privacy_get get = {0};
    TEXT_PUT(get.id, id);
    bench_query(bench, manager, MSG_privacy_get, &get, MSG_privacy_get_answer, &answer);
    return answer;
}

/* X5, ruling 10 */
static void test_an_erasure_takes_the_fields_and_tells_the_set(void **state)
{
    struct bench *bench = *state;
    struct privacy_erase_requested requested;
    struct privacy_erase_done done;
    char request[65];
    erase(bench, "H1", request);
    assert_int_equal(bench_emitted(bench, "booking", MSG_privacy_erase_requested, &requested), 1);
    assert_string_equal(requested.person, "H1");
    assert_string_equal(requested.kind, "client");
    assert_int_equal(bench_emitted(bench, "booking", MSG_privacy_erase_done, &done), 1);
    assert_string_equal(done.outcome, "done");
    assert_int_equal(done.fields, 3);
    assert_string_equal(household(bench, "H1").name, "");
    assert_string_equal(household(bench, "H1").community, "CM1"); /* the id and what hangs on it remain */
    assert_string_equal(household(bench, "H2").name, "阿榕");
}

/* The asker reports when all have. */
static void test_the_report_comes_when_every_service_has_done_it_and_not_before(void **state)
{
    struct bench *bench = *state;
    struct privacy_reported reported;
    char request[65];
    erase(bench, "H1", request);
    hear_part(bench, "matching", request, "done");
    hear_part(bench, "training", request, "done");
    hear_part(bench, "roster", request, "done");
    assert_string_equal(got(bench, request).state, "asked");
    hear_part(bench, "mediation", request, "held");
    assert_string_equal(got(bench, "H1").state, "held");
    assert_int_equal(bench_emitted(bench, "booking", MSG_privacy_reported, NULL), 0);
    hear_part(bench, "mediation", request, "done");
    assert_int_equal(bench_emitted(bench, "booking", MSG_privacy_reported, &reported), 1);
    assert_int_equal(reported.services, 5);
    assert_int_equal(reported.fields, 7);
    struct privacy_get_answer answer = got(bench, request);
    assert_string_equal(answer.state, "done");
    assert_int_equal(answer.parts.count, 5);
    assert_true(answer.due > answer.asked + 15 * MS_DAY);
}

static void test_an_erased_id_is_not_used_again(void **state)
{
    struct bench *bench = *state;
    struct household_put put = contact("H1");
    char request[65];
    erase(bench, "H1", request);
    assert_string_equal(bench_command(bench, desk, MSG_household_put, &put).code, "erased");
    bench_restart(bench);
    assert_string_equal(bench_command(bench, desk, MSG_household_put, &put).code, "erased");
}

static void test_an_erasure_is_asked_once_and_of_the_right_service(void **state)
{
    struct bench *bench = *state;
    struct privacy_erase wish = {.person = "H1"};
    char request[65];
    erase(bench, "H1", request);
    assert_string_equal(bench_command(bench, manager, MSG_privacy_erase, &wish).code, "under_way");
    TEXT_PUT(wish.person, "H9");
    assert_string_equal(bench_command(bench, manager, MSG_privacy_erase, &wish).code, "unknown_household");
    TEXT_PUT(wish.person, "H2");
    TEXT_PUT(wish.kind, "worker");
    assert_string_equal(bench_command(bench, manager, MSG_privacy_erase, &wish).code, "not_a_client");
    assert_string_equal(bench_command(bench, desk, MSG_privacy_erase, &wish).outcome, "denied");
    assert_int_equal(bench_emitted(bench, "booking", MSG_privacy_erase_requested, NULL), 1);
}

/* Nobody can try out, with the store alone, what the fields were: no hash of the body stands in it. */
static void test_the_hash_of_a_personal_body_is_keyed_and_a_repeat_is_known(void **state)
{
    struct bench *bench = *state;
    struct household_put put = contact("H3"), other = contact("H3");
    struct bench_sender once = {.role = "receptionist", .id = "once"};
    uint8_t plain[HASH_SIZE];
    char query[160], hex[65];
    TEXT_PUT(other.name, "小柑");
    bench_done(bench, once, MSG_household_put, &put);
    struct flaw flaw;
    int size = codec_encode(message_of(MSG_household_put)->shape, &put, bench->data, sizeof bench->data, &flaw);
    hash_event(plain, "household.put", strlen("household.put"), bench->data, (size_t)size);
    text_hex(hex, plain, sizeof plain);
    bench_done(bench, once, MSG_household_put, &put);
    assert_string_equal(bench_command(bench, once, MSG_household_put, &other).outcome, "conflict");
    engine_close(&bench->engine);
    sqlite3 *db = NULL;
    sqlite3_stmt *row = NULL;
    snprintf(query, sizeof query, "SELECT count(*) FROM answer WHERE body = x'%s'", hex);
    assert_int_equal(sqlite3_open_v2(bench->path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, query, -1, &row, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(row), SQLITE_ROW);
    assert_int_equal(sqlite3_column_int(row, 0), 0);
    sqlite3_finalize(row);
    sqlite3_close(db);
    bench_start(bench);
    bench_done(bench, once, MSG_household_put, &put);
}

static void test_a_client_is_found_by_phone_and_by_name(void **state)
{
    struct bench *bench = *state;
    struct person_find find = {.phone = "+86 13800000002"};
    struct person_find_answer answer = {0};
    bench_query(bench, desk, MSG_person_find, &find, MSG_person_find_answer, &answer);
    assert_int_equal(answer.persons.count, 1);
    assert_string_equal(answer.persons.at[0], "H2");
    struct person_find name = {.name = "榕"};
    bench_query(bench, desk, MSG_person_find, &name, MSG_person_find_answer, &answer);
    assert_int_equal(answer.persons.count, 2);
    assert_string_equal(answer.next, "");
    bench_send(bench, (struct bench_sender){.role = "registrar"}, MSG_person_find, &name);
    assert_string_equal(bench->reply_type, "anxin.answer");
}

static void test_an_export_holds_every_field_of_the_person_and_of_nobody_else(void **state)
{
    struct bench *bench = *state;
    struct privacy_export wish = {.person = "H1"};
    static struct privacy_export_answer answer;
    bench_query(bench, manager, MSG_privacy_export, &wish, MSG_privacy_export_answer, &answer);
    assert_int_equal(answer.fields.count, 3);
    assert_false(answer.more);
    for (uint32_t i = 0; i < answer.fields.count; i++)
        assert_string_equal(answer.fields.at[i].object, "H1");
    bench_send(bench, desk, MSG_privacy_export, &wish);
    assert_string_equal(bench->reply_type, "anxin.answer");
}

/* ---- mediation holds ---- */

static int mediation_setup(void **state)
{
    struct bench *bench = opened(&mediation_service);
    struct catalog_station_changed station = {.station = "ST1", .version = 1, .active = true, .host_kind = "company"};
    bench_hear(bench, "booking", MSG_catalog_station_changed, &station, "ST1");
    *state = bench;
    return 0;
}

static void file(struct bench *bench, const char *filer, const char *respondent, char id[65])
{
    struct case_file wish = {.station = "ST1",
                             .category = "service",
                             .relation = "household_worker",
                             .channel = "counter",
                             .filer_name = "阿榕",
                             .respondent_name = "小柑",
                             .subject = "打碎花瓶",
                             .wish = "赔偿",
                             .happened = bench->now};
    TEXT_PUT(wish.filer, filer);
    TEXT_PUT(wish.respondent, respondent);
    struct answer answer = bench_command(bench, desk, MSG_case_file, &wish);
    assert_string_equal(answer.outcome, "done");
    text_copy(id, 65, answer.subject);
}

static void hear_request(struct bench *bench, const char *request, const char *person)
{
    struct privacy_erase_requested event = {.kind = "client"};
    TEXT_PUT(event.request, request);
    TEXT_PUT(event.person, person);
    bench_hear(bench, "booking", MSG_privacy_erase_requested, &event, person);
}

static struct case_get_answer look(struct bench *bench, const char *id)
{
    static struct case_get_answer answer;
    struct case_get get = {0};
    TEXT_PUT(get.id, id);
    bench_query(bench, officer, MSG_case_get, &get, MSG_case_get_answer, &answer);
    return answer;
}

static void withdraw(struct bench *bench, const char *id)
{
    struct case_withdraw wish = {0};
    TEXT_PUT(wish.case_id, id);
    bench_done(bench, officer, MSG_case_withdraw, &wish);
}

/* K15, scenario 20 */
static void test_an_open_case_holds_an_erasure_which_goes_on_by_itself_when_it_ends(void **state)
{
    struct bench *bench = *state;
    struct privacy_erase_done done;
    char id[65], other[65];
    file(bench, "H1", "W1", id);
    file(bench, "H2", "W1", other);
    hear_request(bench, "r1", "H1");
    assert_int_equal(bench_emitted(bench, "mediation", MSG_privacy_erase_done, &done), 1);
    assert_string_equal(done.outcome, "held");
    assert_string_equal(done.reason, "open_case");
    assert_string_equal(done.object, id);
    assert_string_equal(look(bench, id).subject, "打碎花瓶");
    withdraw(bench, id);
    assert_int_equal(bench_emitted(bench, "mediation", MSG_privacy_erase_done, &done), 2);
    assert_string_equal(done.outcome, "done");
    assert_int_equal(done.fields, 4); /* the file goes whole: two names, subject, wish */
    assert_string_equal(look(bench, id).subject, "");
    assert_string_equal(look(bench, id).filer_name, "");
    assert_string_equal(look(bench, other).subject, "打碎花瓶");
    assert_string_equal(look(bench, other).filer_name, "阿榕");
}

static void test_a_respondent_takes_with_him_his_name_alone(void **state)
{
    struct bench *bench = *state;
    struct privacy_erase_done done;
    char id[65];
    file(bench, "H1", "W1", id);
    withdraw(bench, id);
    hear_request(bench, "r1", "W1");
    assert_int_equal(bench_emitted(bench, "mediation", MSG_privacy_erase_done, &done), 1);
    assert_int_equal(done.fields, 1);
    assert_string_equal(look(bench, id).respondent_name, "");
    assert_string_equal(look(bench, id).filer_name, "阿榕");
}

/* X6 */
static void test_what_is_kept_too_long_goes_by_rule_and_the_dry_run_takes_nothing(void **state)
{
    struct bench *bench = *state;
    struct privacy_retention dry = {.dry_run = true};
    static struct privacy_retention_answer answer;
    char id[65], open[65];
    file(bench, "H1", "W1", id);
    file(bench, "H2", "W1", open);
    withdraw(bench, id);
    bench_query(bench, operator, MSG_privacy_retention, &dry, MSG_privacy_retention_answer, &answer);
    assert_int_equal(answer.rows.count, 1);
    assert_int_equal(answer.rows.at[0].days, 3650);
    assert_int_equal(answer.rows.at[0].due, 0);
    struct clock_set set = {.to = bench->now += 3651 * MS_DAY};
    bench_done(bench, operator, MSG_clock_set, &set);
    bench_query(bench, operator, MSG_privacy_retention, &dry, MSG_privacy_retention_answer, &answer);
    assert_int_equal(answer.rows.at[0].due, 1);
    assert_string_equal(answer.rows.at[0].persons.at[0], id);
    assert_string_equal(look(bench, id).subject, "打碎花瓶");
    bench_clock(bench, bench->now + MS_DAY);
    struct privacy_expired expired;
    assert_int_equal(bench_emitted(bench, "mediation", MSG_privacy_expired, &expired), 1);
    assert_string_equal(expired.person, id);
    assert_string_equal(look(bench, id).subject, "");
    assert_string_equal(look(bench, id).filer_name, "");
}

/* ---- roster is asked ---- */

static int roster_setup(void **state)
{
    *state = opened(&roster_service);
    return 0;
}

static void test_a_worker_is_erased_after_she_has_left(void **state)
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
    struct privacy_erase wish = {.person = "W1"};
    struct worker_retire retire = {.worker = "W1"};
    bench_done(bench, manager, MSG_worker_hire, &hire);
    assert_string_equal(bench_command(bench, manager, MSG_privacy_erase, &wish).code, "still_employed");
    bench_done(bench, manager, MSG_worker_retire, &retire);
    bench_done(bench, manager, MSG_privacy_erase, &wish);
    struct privacy_erase_done done;
    assert_int_equal(bench_emitted(bench, "roster", MSG_privacy_erase_done, &done), 1);
    assert_int_equal(done.fields, 1);
    struct privacy_erase staff = {.person = "mediator-3", .kind = "staff"};
    bench_done(bench, manager, MSG_privacy_erase, &staff);
    struct privacy_erase nobody = {.person = "W7"};
    assert_string_equal(bench_command(bench, manager, MSG_privacy_erase, &nobody).code, "unknown_worker");
}

#define TEST(name, setup) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_an_erasure_takes_the_fields_and_tells_the_set, booking_setup),
        TEST(test_the_report_comes_when_every_service_has_done_it_and_not_before, booking_setup),
        TEST(test_an_erased_id_is_not_used_again, booking_setup),
        TEST(test_an_erasure_is_asked_once_and_of_the_right_service, booking_setup),
        TEST(test_the_hash_of_a_personal_body_is_keyed_and_a_repeat_is_known, booking_setup),
        TEST(test_a_client_is_found_by_phone_and_by_name, booking_setup),
        TEST(test_an_export_holds_every_field_of_the_person_and_of_nobody_else, booking_setup),
        TEST(test_an_open_case_holds_an_erasure_which_goes_on_by_itself_when_it_ends, mediation_setup),
        TEST(test_a_respondent_takes_with_him_his_name_alone, mediation_setup),
        TEST(test_what_is_kept_too_long_goes_by_rule_and_the_dry_run_takes_nothing, mediation_setup),
        TEST(test_a_worker_is_erased_after_she_has_left, roster_setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
