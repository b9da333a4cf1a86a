/* Two instances of booking, and notification that follows both, in one process (DESIGN 8). */
#include "booking_town.h"

#define PLACES "xinhui pengjiang"

extern const struct service notification_service;

struct set {
    struct bench *xinhui, *pengjiang, notification;
};

static const struct bench_sender operator= {.role = "operator"};

/* Who is told of each booking. */
static void reader_put(struct bench *bench)
{
    struct reader_put reader = {.reader = "disp-1", .active = true, .roles = {1, {"dispatcher"}}, .station = "*"};
    struct rule_put rule = {.rule = "booked",
                            .pattern = "booking.requested",
                            .audience = "readers",
                            .readers = {.count = 1, .at = {"disp-1"}},
                            .priority = 5,
                            .ack = "none",
                            .title = "预约",
                            .title_en = "booked"};
    bench_done(bench, operator, MSG_reader_put, &reader);
    bench_done(bench, operator, MSG_rule_put, &rule);
}

static int set_setup(void **state)
{
    struct set *set = calloc(1, sizeof *set);
    assert_non_null(set);
    set->xinhui = town_at("xinhui", PLACES);
    set->pengjiang = town_at("pengjiang", PLACES);
    bench_open_at(&set->notification, &notification_service, "", PLACES, NOON);
    bench_clock(&set->notification, NOON);
    reader_put(&set->notification);
    *state = set;
    return 0;
}

static int set_teardown(void **state)
{
    struct set *set = *state;
    bench_close(set->xinhui);
    bench_close(set->pengjiang);
    bench_close(&set->notification);
    free(set->xinhui);
    free(set->pengjiang);
    free(set);
    return 0;
}

/* All that one instance has said reaches notification, as its PUB would bring it. */
static void relay(struct set *set, struct bench *from)
{
    struct bench *to = &set->notification;
    const int index = bench_source_of(to, from->instance.name);
    struct fetch fetch = {.streams.count = 1, .max_bytes = 1048576};
    struct fetched *fetched = calloc(1, sizeof *fetched);
    assert_non_null(fetched);
    TEXT_PUT(fetch.streams.at[0].name, from->instance.name);
    bench_query(from, operator, MSG_fetch, &fetch, MSG_fetched, fetched);
    assert_string_equal(fetched->streams.at[0].outcome, "ok");
    for (uint32_t i = 0; i < fetched->events.count; i++) {
        const struct fetched_event *event = &fetched->events.at[i];
        const struct frames frames = {
            .count = 3,
            .at = {{"live", 4}, {event->header.data, event->header.size}, {event->data.data, event->data.size}}};
        if (to->sources[index].waited_for)
            bench_caught_up(to, index);
        engine_live(to->engine, index, &frames);
        bench_turn(to);
        to->sources[index].number++;
    }
    free(fetched);
}

static struct follow_state follow_of(struct set *set, const char *source)
{
    static struct service_status_answer status;
    struct service_status asked = {0};
    bench_query(&set->notification, operator, MSG_service_status, &asked, MSG_service_status_answer, &status);
    for (uint32_t i = 0; i < status.follows.count; i++)
        if (text_same(status.follows.at[i].source, source))
            return status.follows.at[i];
    fail_msg("%s is not followed", source);
    return status.follows.at[0];
}

/* ---- identity ---- */

static void test_an_instance_speaks_under_its_own_name_on_its_own_stream(void **state)
{
    struct set *set = *state;
    static struct service_status_answer status;
    struct service_status asked = {0};
    take(set->xinhui, "R1");
    assert_int_equal(bench_emitted(set->xinhui, "booking/xinhui", MSG_booking_requested, NULL), 1);
    assert_int_equal(bench_emitted(set->xinhui, "partner.mini", MSG_booking_requested, NULL), 1);
    assert_int_equal(bench_emitted(set->xinhui, "booking", MSG_booking_requested, NULL), 0);
    bench_query(set->xinhui, operator, MSG_service_status, &asked, MSG_service_status_answer, &status);
    assert_string_equal(status.service, "booking/xinhui");
    assert_string_equal(status.follows.at[0].source, "matching/xinhui");
}

/* The instance is in the hash of what it makes: else two bookings would be one wherever both are heard. */
static void test_the_same_wish_at_two_places_is_two_bookings(void **state)
{
    struct set *set = *state;
    char one[ID_SIZE];
    struct booking_create create = wish("R1");
    const struct bench_sender same = {.role = "partner", .source = "mini", .id = "one-command"};
    struct answer answer = bench_command(set->xinhui, same, MSG_booking_create, &create);
    assert_string_equal(answer.outcome, "done");
    TEXT_PUT(one, answer.subject);
    answer = bench_command(set->pengjiang, same, MSG_booking_create, &create);
    assert_string_equal(answer.outcome, "done");
    assert_string_not_equal(answer.subject, one);
    assert_string_equal(look(set->xinhui, one).source_ref, "R1");
    assert_string_equal(look(set->pengjiang, answer.subject).source_ref, "R1");
}

static void test_the_store_of_one_place_is_refused_at_another(void **state)
{
    struct set *set = *state;
    struct bench *bench = set->pengjiang;
    struct error error = {""};
    struct engine_options options = {.service = bench->service,
                                     .config = &bench->config,
                                     .store_path = set->xinhui->path,
                                     .master = bench_master,
                                     .env = &bench->env,
                                     .log = &bench->log};
    char expected[256];
    engine_close(&set->xinhui->engine);
    assert_null(engine_open(&options, &error));
    snprintf(expected, sizeof expected, "store %s belongs to service booking/xinhui, not to booking/pengjiang",
             set->xinhui->path);
    assert_string_equal(error.text, expected);
    bench_start(set->xinhui);
}

/* ---- one follower of both ---- */

static void test_a_follower_of_both_keeps_a_cursor_for_each(void **state)
{
    struct set *set = *state;
    struct booking_create later = wish("R2");
    later.start += MS_DAY;
    take(set->xinhui, "R1");
    bench_done(set->xinhui, mini, MSG_booking_create, &later);
    take(set->pengjiang, "R1");
    relay(set, set->xinhui);
    const struct follow_state one = follow_of(set, "booking/xinhui"), other = follow_of(set, "booking/pengjiang");
    assert_int_equal(one.applied, set->notification.sources[0].number);
    assert_true(one.applied > 0);
    assert_int_equal(other.applied, 0);
    relay(set, set->pengjiang);
    assert_int_equal(follow_of(set, "booking/pengjiang").applied, one.applied - 1);
    assert_int_equal(follow_of(set, "booking/xinhui").applied, one.applied);
    assert_int_equal(bench_emitted(&set->notification, "feed.disp-1", MSG_notice_created, NULL), 3);
}

/* The cursors stand in the store: a restart applies nothing again. */
static void test_the_cursors_of_both_outlive_a_restart(void **state)
{
    struct set *set = *state;
    take(set->xinhui, "R1");
    take(set->pengjiang, "R1");
    relay(set, set->xinhui);
    relay(set, set->pengjiang);
    const struct follow_state one = follow_of(set, "booking/xinhui"), other = follow_of(set, "booking/pengjiang");
    bench_restart(&set->notification);
    assert_int_equal(follow_of(set, "booking/xinhui").applied, one.applied);
    assert_int_equal(follow_of(set, "booking/pengjiang").applied, other.applied);
    relay(set, set->xinhui);
    assert_int_equal(follow_of(set, "booking/xinhui").applied, one.applied);
    assert_int_equal(bench_emitted(&set->notification, "feed.disp-1", MSG_notice_created, NULL), 2);
}

/* An event of a neighbour, on whatever connection it comes, is no event of this source. */
static void test_an_instance_hears_nothing_that_another_one_says(void **state)
{
    struct set *set = *state;
    struct visit_assigned event = {.ack_by = NOON + MS_DAY};
    struct bench *bench = set->xinhui;
    const char *id = take(bench, "R1");
    VISIT_OF(event, id);
    TEXT_PUT(event.worker, "W1");
    TEXT_PUT(event.how, "direct");
    struct envelope envelope = {.id = "v-1",
                                .source = "matching/pengjiang",
                                .stream = "matching/pengjiang",
                                .epoch = "0123456789abcdef",
                                .sequence = 1,
                                .subject = "V1",
                                .partitionkey = "V1",
                                .recordedtime = NOON};
    struct frames frames = bench_frames(bench, &envelope, MSG_visit_assigned, &event);
    engine_live(bench->engine, bench_source_of(bench, "matching/xinhui"), &frames);
    bench_turn(bench);
    assert_state(bench, id, "REQUESTED");
    bench_hear(bench, "matching/xinhui", MSG_visit_assigned, &event, "V1");
    assert_state(bench, id, "CONFIRMED");
}

/* ruling 12: the tool compares an instance's records with its own keepers' alone. */
static void test_records_are_told_as_those_of_the_instance(void **state)
{
    struct set *set = *state;
    static struct replica_list_answer answer;
    static struct replica_page_answer page;
    struct replica_list asked = {.source = "booking/xinhui"};
    struct replica_page wanted = {.source = "booking/xinhui", .record = "station", .fields = {1, {"station"}}};
    bench_query(set->xinhui, operator, MSG_replica_list, &asked, MSG_replica_list_answer, &answer);
    assert_int_equal(answer.rows.count, 5);
    assert_string_equal(answer.rows.at[0].source, "booking/xinhui");
    TEXT_PUT(wanted.fields.at[0], answer.rows.at[1].fields.at[0]);
    TEXT_PUT(wanted.record, answer.rows.at[1].record);
    bench_query(set->xinhui, operator, MSG_replica_page, &wanted, MSG_replica_page_answer, &page);
    assert_int_equal(page.rows.count, 2);
    TEXT_PUT(wanted.source, "booking/pengjiang");
    assert_string_equal(bench_command(set->xinhui, operator, MSG_replica_page, &wanted).code, "unknown_record");
}

#define SET_TEST(test) cmocka_unit_test_setup_teardown(test, set_setup, set_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SET_TEST(test_an_instance_speaks_under_its_own_name_on_its_own_stream),
        SET_TEST(test_the_same_wish_at_two_places_is_two_bookings),
        SET_TEST(test_the_store_of_one_place_is_refused_at_another),
        SET_TEST(test_a_follower_of_both_keeps_a_cursor_for_each),
        SET_TEST(test_the_cursors_of_both_outlive_a_restart),
        SET_TEST(test_an_instance_hears_nothing_that_another_one_says),
        SET_TEST(test_records_are_told_as_those_of_the_instance),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
