/* Mediation: the public document about complaints (A1.5). */
#include "mediation_desk.h"

#define NOON (DESK_FRIDAY + 2 * MS_HOUR)

static const struct bench_sender manager = {.role = "manager", .actor = "M-1"}, client = {.role = "client"};

static int at_noon(void **state)
{
    return desk_open(state, NOON);
}

static struct complaint_doc_publish document(const char *text, int64_t valid_from)
{
    struct complaint_doc_publish put = {.station = "ST1", .title = "投诉监督处理流程", .valid_from = valid_from};
    TEXT_PUT(put.text, text);
    TEXT_PUT(put.text_en, "how complaints are handled");
    return put;
}

static struct complaint_doc_current_answer current_at(struct bench *bench, int64_t at)
{
    static struct complaint_doc_current_answer answer;
    struct complaint_doc_current asked = {.station = "ST1", .at = at};
    memset(&answer, 0, sizeof answer);
    bench_query(bench, client, MSG_complaint_doc_current, &asked, MSG_complaint_doc_current_answer, &answer);
    return answer;
}

static void hear_booking_published(struct bench *bench, const char *kind, int64_t version)
{
    struct catalog_doc_published event = {.station = "ST1", .version = version, .valid_from = NOON - MS_DAY};
    TEXT_PUT(event.kind, kind);
    bench_hear(bench, "booking", MSG_catalog_doc_published, &event, "ST1");
}

static void test_it_is_in_force_from_its_day_and_older_ones_stay_readable(void **state)
{
    struct bench *bench = *state;
    struct complaint_doc_publish first = document("第一版", 0), second = document("第二版", NOON + MS_DAY);
    struct complaint_doc_published event;
    bench_done(bench, manager, MSG_complaint_doc_publish, &first);
    bench_done(bench, manager, MSG_complaint_doc_publish, &second);
    assert_int_equal(bench_emitted(bench, "mediation", MSG_complaint_doc_published, &event), 2);
    assert_string_equal(event.station, "ST1");
    assert_int_equal(event.version, 2);
    assert_int_equal(event.valid_from, NOON + MS_DAY);
    assert_string_equal(current_at(bench, 0).text, "第一版");
    assert_string_equal(current_at(bench, NOON + MS_DAY).text, "第二版");
    bench_clock(bench, NOON + MS_DAY);
    assert_int_equal(current_at(bench, 0).version, 2);
    assert_string_equal(current_at(bench, NOON).text_en, "how complaints are handled");
}

/* A1.5: dated. What is published without ever being in force would be lost. */
static void test_one_from_before_the_one_in_force_is_refused(void **state)
{
    struct bench *bench = *state;
    struct complaint_doc_publish first = document("第一版", 0), older = document("第二版", NOON - MS_DAY);
    bench_done(bench, manager, MSG_complaint_doc_publish, &first);
    struct answer answer = bench_command(bench, manager, MSG_complaint_doc_publish, &older);
    assert_string_equal(answer.code, "bad_dates");
    assert_string_equal(answer.field, "valid_from");
    bench_done(bench, manager, MSG_complaint_doc_publish, &first);
}

static void test_nothing_published_or_an_unknown_station_is_said_so(void **state)
{
    struct bench *bench = *state;
    struct complaint_doc_current asked = {.station = "ST1"};
    struct complaint_doc_publish put = document("第一版", NOON + MS_DAY);
    assert_string_equal(bench_command(bench, client, MSG_complaint_doc_current, &asked).code, "unknown_document");
    bench_done(bench, manager, MSG_complaint_doc_publish, &put);
    assert_string_equal(bench_command(bench, client, MSG_complaint_doc_current, &asked).code, "unknown_document");
    TEXT_PUT(put.station, "ST9");
    struct answer answer = bench_command(bench, manager, MSG_complaint_doc_publish, &put);
    assert_string_equal(answer.code, "unknown_station");
    assert_string_equal(answer.field, "station");
    assert_string_equal(bench_command(bench, client, MSG_complaint_doc_publish, &put).outcome, "denied");
}

static void test_who_has_seen_an_older_version_is_refused(void **state)
{
    struct bench *bench = *state;
    struct complaint_doc_publish put = document("第一版", 0);
    struct bench_sender seen = manager;
    bench_done(bench, manager, MSG_complaint_doc_publish, &put);
    bench_done(bench, manager, MSG_complaint_doc_publish, &put);
    seen.expectedrev = 1;
    assert_string_equal(bench_command(bench, seen, MSG_complaint_doc_publish, &put).code, "conflict");
    seen.expectedrev = 2;
    bench_done(bench, seen, MSG_complaint_doc_publish, &put);
}

/* It was booking's before. */
static void test_numbers_go_on_from_bookings_and_its_document_is_pointed_to_until_then(void **state)
{
    struct bench *bench = *state;
    struct complaint_doc_current asked = {.station = "ST1"};
    struct complaint_doc_publish put = document("新版", 0);
    hear_booking_published(bench, "complaints", 3);
    hear_booking_published(bench, "process", 7);
    struct answer answer = bench_command(bench, client, MSG_complaint_doc_current, &asked);
    assert_string_equal(answer.code, "unknown_document");
    assert_non_null(strstr(answer.detail, "doc.current"));
    bench_done(bench, manager, MSG_complaint_doc_publish, &put);
    assert_int_equal(current_at(bench, 0).version, 4);
}

static void test_the_other_two_documents_are_refused_and_their_owner_named(void **state)
{
    struct bench *bench = *state;
    struct doc_publish put = {.station = "ST1", .kind = "process", .title = "服务流程", .text = "预约"};
    struct doc_current asked = {.station = "ST1", .kind = "process"};
    struct answer answer = bench_command(bench, manager, MSG_doc_publish, &put);
    assert_string_equal(answer.code, "not_served");
    assert_non_null(strstr(answer.detail, "booking"));
    answer = bench_command(bench, client, MSG_doc_current, &asked);
    assert_string_equal(answer.code, "not_served");
    assert_non_null(strstr(answer.detail, "booking"));
}

#define SERVICE_TEST(test) cmocka_unit_test_setup_teardown(test, at_noon, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SERVICE_TEST(test_it_is_in_force_from_its_day_and_older_ones_stay_readable),
        SERVICE_TEST(test_one_from_before_the_one_in_force_is_refused),
        SERVICE_TEST(test_nothing_published_or_an_unknown_station_is_said_so),
        SERVICE_TEST(test_who_has_seen_an_older_version_is_refused),
        SERVICE_TEST(test_numbers_go_on_from_bookings_and_its_document_is_pointed_to_until_then),
        SERVICE_TEST(test_the_other_two_documents_are_refused_and_their_owner_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
