/* Booking as a service: handlers, store and streams together, on a driven clock (bench.h). */
#include "bench.h"

#include "services/booking/booking.h"
#include "services/booking/tables.h"

#define NOON INT64_C(1770609600000) /* Monday 2026-02-09 12:00 at the stations */

static const struct bench_sender desk = {.role = "receptionist"}, manager = {.role = "manager"},
                                 mini = {.role = "partner", .source = "mini"},
                                 rival = {.role = "partner", .source = "rival"};

/* ---- a small town ---- */

static void put_station(struct bench *bench, const char *code, int64_t lat)
{
    struct station_put put = {.active = true, .cell_lat = lat, .cell_lon = 113036, .hours.count = 6};
    TEXT_PUT(put.station, code);
    TEXT_PUT(put.name, "示范站");
    TEXT_PUT(put.host_kind, "company");
    for (int i = 0; i < 6; i++)
        put.hours.at[i] = (struct open_span){.weekday = i + 1, .open_min = 510, .close_min = 1080};
    bench_done(bench, manager, MSG_station_put, &put);
}

static void put_community(struct bench *bench, const char *code)
{
    struct community_put put = {.cell_lat = 22523, .cell_lon = 113040};
    TEXT_PUT(put.community, code);
    TEXT_PUT(put.name, "民和社区");
    bench_done(bench, manager, MSG_community_put, &put);
}

static void put_coverage(struct bench *bench, const char *station)
{
    struct coverage_put put = {.communities.count = 1};
    TEXT_PUT(put.station, station);
    TEXT_PUT(put.communities.at[0], "CM1");
    bench_done(bench, manager, MSG_coverage_put, &put);
}

static struct service_put hours_service(void)
{
    struct service_put put = {.active = true,
                              .minutes = 120,
                              .workers = 1,
                              .lengths = {2, {180, 240}},
                              .worker_kinds = {1, {"domestic"}},
                              .certs = {1, {{"domestic", 0}}}};
    TEXT_PUT(put.service, "HH-01");
    TEXT_PUT(put.name, "日常保洁");
    TEXT_PUT(put.line, "household");
    return put;
}

static void put_household(struct bench *bench, struct bench_sender from, const char *id)
{
    struct household_put put = {0};
    TEXT_PUT(put.household, id);
    TEXT_PUT(put.community, "CM1");
    TEXT_PUT(put.consent, "paper");
    TEXT_PUT(put.name, "居民户-0143");
    bench_done(bench, from, MSG_household_put, &put);
}

static int setup(void **state)
{
    struct bench *bench = calloc(1, sizeof *bench);
    struct service_put service = hours_service();
    assert_non_null(bench);
    bench_open(bench, &booking_service, NOON - MS_DAY);
    bench_clock(bench, NOON);
    put_community(bench, "CM1");
    put_community(bench, "CM2");
    put_station(bench, "ST1", 22505);
    put_station(bench, "ST3", 22524);
    put_coverage(bench, "ST1");
    put_coverage(bench, "ST3");
    bench_done(bench, manager, MSG_service_put, &service);
    put_household(bench, desk, "H1");
    put_household(bench, desk, "H2");
    *state = bench;
    return 0;
}

static int teardown(void **state)
{
    struct bench *bench = *state;
    bench_close(bench);
    free(bench);
    return 0;
}

static struct booking_create wish(const char *source_ref)
{
    struct booking_create create = {.start = NOON + 2 * MS_DAY};
    TEXT_PUT(create.service, "HH-01");
    TEXT_PUT(create.household, "H1");
    TEXT_PUT(create.source_ref, source_ref);
    return create;
}

/* A booking of the outside system "mini"; its id. */
static const char *take(struct bench *bench, const char *source_ref)
{
    static char id[ID_SIZE];
    struct booking_create create = wish(source_ref);
    struct answer answer = bench_command(bench, mini, MSG_booking_create, &create);
    assert_string_equal(answer.outcome, "done");
    TEXT_PUT(id, answer.subject);
    return id;
}

static struct booking_get_answer look(struct bench *bench, const char *id)
{
    static struct booking_get_answer answer;
    struct booking_get get = {0};
    TEXT_PUT(get.id, id);
    bench_query(bench, desk, MSG_booking_get, &get, MSG_booking_get_answer, &answer);
    return answer;
}

static void assert_state(struct bench *bench, const char *id, const char *expected)
{
    struct booking_get_answer answer = look(bench, id);
    assert_string_equal(answer.state, expected);
}

static int64_t parked(struct bench *bench)
{
    static struct service_status_answer status;
    struct service_status asked = {0};
    bench_query(bench, desk, MSG_service_status, &asked, MSG_service_status_answer, &status);
    return status.parked;
}

#define VISIT_OF(event, id)                                                                                            \
    TEXT_PUT((event).visit, "V1");                                                                                     \
    TEXT_PUT((event).booking, id);                                                                                     \
    TEXT_PUT((event).station, "ST3");                                                                                  \
    TEXT_PUT((event).service, "HH-01");                                                                                \
    TEXT_PUT((event).household, "H1");                                                                                 \
    (event).start = NOON + 2 * MS_DAY;                                                                                 \
    (event).end = NOON + 2 * MS_DAY + 2 * MS_HOUR

static void hear_assigned(struct bench *bench, const char *id, const char *worker)
{
    struct visit_assigned event = {.ack_by = NOON + MS_DAY};
    VISIT_OF(event, id);
    TEXT_PUT(event.worker, worker);
    TEXT_PUT(event.how, "direct");
    bench_hear(bench, "matching", MSG_visit_assigned, &event, "V1");
}

static void hear_started(struct bench *bench, const char *id)
{
    struct visit_started event = {.at = NOON + 2 * MS_DAY};
    VISIT_OF(event, id);
    TEXT_PUT(event.worker, "W1");
    TEXT_PUT(event.method, "door_code");
    bench_hear(bench, "matching", MSG_visit_started, &event, "V1");
}

static void hear_verified(struct bench *bench, const char *id, int64_t minutes)
{
    struct visit_verified event = {.minutes = minutes};
    VISIT_OF(event, id);
    TEXT_PUT(event.worker, "W1");
    bench_hear(bench, "matching", MSG_visit_verified, &event, "V1");
}

static void hear_unfillable(struct bench *bench, const char *id)
{
    struct match_unfillable event = {0};
    VISIT_OF(event, id);
    TEXT_PUT(event.because, "no_candidate");
    bench_hear(bench, "matching", MSG_match_unfillable, &event, "V1");
}

static void hear_case(struct bench *bench, const char *id, bool filed)
{
    struct case_filed event = {0};
    struct case_closed closed = {0};
    TEXT_PUT(event.case_id, "C1");
    TEXT_PUT(event.number, "2026-1");
    TEXT_PUT(event.station, "ST3");
    TEXT_PUT(event.booking, id);
    TEXT_PUT(event.category, "service");
    if (filed) {
        bench_hear(bench, "mediation", MSG_case_filed, &event, "C1");
        return;
    }
    TEXT_PUT(closed.case_id, "C1");
    TEXT_PUT(closed.number, "2026-1");
    TEXT_PUT(closed.station, "ST3");
    TEXT_PUT(closed.booking, id);
    TEXT_PUT(closed.outcome, "agreed");
    bench_hear(bench, "mediation", MSG_case_closed, &closed, "C1");
}

static void complete(struct bench *bench, const char *id)
{
    hear_assigned(bench, id, "W1");
    bench_clock(bench, NOON + 2 * MS_DAY);
    hear_started(bench, id);
    hear_verified(bench, id, 118);
}

/* ---- creating (D1 rows 1, 3; A2, BK2, BK3, BK6) ---- */

/* Row 1, A2.4: the nearest station that serves the community; the outside system hears on its own stream. */
static void test_a_booking_is_requested_at_the_nearest_station(void **state)
{
    struct bench *bench = *state;
    struct booking_requested event;
    const char *id = take(bench, "R1");
    struct booking_get_answer answer = look(bench, id);
    assert_string_equal(answer.state, "REQUESTED");
    assert_string_equal(answer.station, "ST3");
    assert_string_equal(answer.channel, "external");
    assert_string_equal(answer.consent, "app");
    assert_int_equal(answer.end, NOON + 2 * MS_DAY + 2 * MS_HOUR);
    assert_int_equal(answer.expires, NOON + 2 * MS_DAY - 30 * MS_MINUTE);
    assert_int_equal(bench_emitted(bench, "booking", MSG_booking_requested, NULL), 1);
    assert_int_equal(bench_emitted(bench, "partner.mini", MSG_booking_requested, &event), 1);
    assert_string_equal(event.booking, id);
    assert_string_equal(event.community, "CM1");
    assert_int_equal(event.cell_lat, 22523);
}

/* BK3: staff on behalf: who entered it, for whom, how the client agreed. */
static void test_a_walk_in_notes_who_entered_it_and_how_the_client_agreed(void **state)
{
    struct bench *bench = *state;
    struct booking_create create = wish("");
    TEXT_PUT(create.consent, "voice");
    struct answer answer = bench_command(bench, desk, MSG_booking_create, &create);
    assert_string_equal(answer.outcome, "done");
    struct booking_get_answer booking = look(bench, answer.subject);
    assert_string_equal(booking.channel, "walk_in");
    assert_string_equal(booking.entered_by, "actor-1");
    assert_string_equal(booking.entered_role, "receptionist");
    assert_string_equal(booking.for_whom, "H1");
    assert_string_equal(booking.consent, "voice");
    assert_string_equal(booking.origin, "");
}

/* BK2 */
static void test_the_same_wish_under_the_same_number_is_the_same_booking(void **state)
{
    struct bench *bench = *state;
    char first[ID_SIZE];
    TEXT_PUT(first, take(bench, "R1"));
    for (int i = 0; i < 4; i++)
        assert_string_equal(take(bench, "R1"), first);
    assert_int_equal(bench_emitted(bench, "booking", MSG_booking_requested, NULL), 1);
}

/* BK2 */
static void test_another_wish_under_the_same_number_is_a_conflict(void **state)
{
    struct bench *bench = *state;
    struct booking_create create = wish("R1");
    struct booking_rejected event;
    take(bench, "R1");
    create.start += MS_DAY;
    struct answer answer = bench_command(bench, mini, MSG_booking_create, &create);
    assert_string_equal(answer.outcome, "conflict");
    assert_string_equal(answer.code, "conflict_source_ref");
    assert_int_equal(bench_emitted(bench, "partner.mini", MSG_booking_rejected, &event), 1);
    assert_string_equal(event.reason, "conflict_source_ref");
}

/* BK2: the number is the source's own. */
static void test_two_systems_may_use_the_same_number(void **state)
{
    struct bench *bench = *state;
    struct booking_create create = wish("R1");
    take(bench, "R1");
    TEXT_PUT(create.household, "H2");
    bench_done(bench, rival, MSG_booking_create, &create);
}

/* Row 3 */
static void test_a_rejected_request_is_told_to_its_sender_and_can_be_mended(void **state)
{
    struct bench *bench = *state;
    struct booking_create create = wish("R1");
    struct booking_status status = {0};
    struct booking_status_answer seen;
    struct booking_rejected event;
    create.start = NOON + MS_HOUR;
    struct answer answer = bench_command(bench, mini, MSG_booking_create, &create);
    assert_string_equal(answer.outcome, "refused");
    assert_string_equal(answer.code, "too_soon");
    assert_string_equal(answer.field, "start");
    assert_int_equal(bench_emitted(bench, "booking", MSG_booking_rejected, NULL), 1);
    assert_int_equal(bench_emitted(bench, "partner.mini", MSG_booking_rejected, &event), 1);
    assert_string_equal(event.reason, "too_soon");
    TEXT_PUT(status.source_ref, "R1");
    bench_query(bench, mini, MSG_booking_status, &status, MSG_booking_status_answer, &seen);
    assert_string_equal(seen.state, "REJECTED");
    assert_string_equal(seen.label, "未受理");
    take(bench, "R1");
    bench_query(bench, mini, MSG_booking_status, &status, MSG_booking_status_answer, &seen);
    assert_string_equal(seen.state, "REQUESTED");
}

static void assert_rejected(struct bench *bench, const struct booking_create *create, const char *code)
{
    struct answer answer = bench_command(bench, mini, MSG_booking_create, create);
    assert_string_equal(answer.code, code);
}

static void test_what_is_unknown_is_named(void **state)
{
    struct bench *bench = *state;
    struct booking_create create = wish("R1");
    TEXT_PUT(create.service, "XX-99");
    assert_rejected(bench, &create, "unknown_service");
    create = wish("R1");
    TEXT_PUT(create.household, "H9");
    assert_rejected(bench, &create, "unknown_household");
    create = wish("R1");
    TEXT_PUT(create.station, "ST9");
    assert_rejected(bench, &create, "unknown_station");
    create = wish("R1");
    create.minutes = 121;
    assert_rejected(bench, &create, "length_not_offered");
}

/* A1.6 */
static void test_a_station_serves_only_its_communities(void **state)
{
    struct bench *bench = *state;
    struct booking_create create = wish("R1");
    struct coverage_put put = {0};
    TEXT_PUT(put.station, "ST1");
    bench_done(bench, manager, MSG_coverage_put, &put);
    TEXT_PUT(create.station, "ST1");
    assert_rejected(bench, &create, "not_covered");
    TEXT_PUT(put.station, "ST3");
    bench_done(bench, manager, MSG_coverage_put, &put);
    create = wish("R1");
    assert_rejected(bench, &create, "no_station");
}

/* A1.2, D1 row 1 */
static void test_a_service_is_booked_only_where_it_is_offered(void **state)
{
    struct bench *bench = *state;
    struct service_put put = hours_service();
    struct service_get get = {.id = "HH-01"};
    static struct service_get_answer service;
    struct booking_create create = wish("R1");
    put.stations.count = 1;
    TEXT_PUT(put.stations.at[0], "ST9");
    assert_string_equal(bench_command(bench, manager, MSG_service_put, &put).code, "unknown_station");
    TEXT_PUT(put.stations.at[0], "ST1");
    bench_done(bench, manager, MSG_service_put, &put);
    bench_query(bench, desk, MSG_service_get, &get, MSG_service_get_answer, &service);
    assert_int_equal(service.stations.count, 1);
    assert_string_equal(service.stations.at[0], "ST1");
    TEXT_PUT(create.station, "ST3");
    struct answer answer = bench_command(bench, mini, MSG_booking_create, &create);
    assert_string_equal(answer.code, "not_offered_here");
    assert_string_equal(answer.field, "service");
    assert_string_equal(look(bench, take(bench, "R2")).station, "ST1"); /* ST3 is nearer */
    struct coverage_put none = {.station = "ST1"};
    bench_done(bench, manager, MSG_coverage_put, &none);
    create = wish("R3");
    create.start += MS_DAY;
    assert_rejected(bench, &create, "not_offered_here");
    put.stations.count = 0;
    bench_done(bench, manager, MSG_service_put, &put);
    bench_done(bench, mini, MSG_booking_create, &create);
}

/* BK5: a notice of the service's own. */
static void test_a_service_may_ask_for_more_notice(void **state)
{
    struct bench *bench = *state;
    struct service_put put = hours_service();
    struct booking_create create = wish("R1");
    put.notice_min = 3 * 1440;
    bench_done(bench, manager, MSG_service_put, &put);
    assert_rejected(bench, &create, "too_soon");
}

/* BK5: a horizon of the service's own, shorter or longer than that of all. */
static void test_a_service_may_have_a_horizon_of_its_own(void **state)
{
    struct bench *bench = *state;
    struct service_put put = hours_service();
    struct booking_create create = wish("R1");
    create.start = NOON + 91 * MS_DAY;
    assert_rejected(bench, &create, "too_far");
    put.horizon_days = 91;
    bench_done(bench, manager, MSG_service_put, &put);
    bench_done(bench, mini, MSG_booking_create, &create);
    put.horizon_days = 1;
    bench_done(bench, manager, MSG_service_put, &put);
    create = wish("R2");
    assert_rejected(bench, &create, "too_far");
}

/* BK6: whole duration, half-open. */
static void test_a_household_is_not_booked_twice_at_a_time(void **state)
{
    struct bench *bench = *state;
    struct booking_create create = wish("R2");
    take(bench, "R1");
    create.start += 2 * MS_HOUR - 1;
    assert_rejected(bench, &create, "household_busy");
    create.start -= 4 * MS_HOUR - 2;
    assert_rejected(bench, &create, "household_busy");
    create.start = NOON + 2 * MS_DAY + 2 * MS_HOUR;
    bench_done(bench, mini, MSG_booking_create, &create);
}

/* BK6: who wants the same time first has it. */
static void test_a_cancelled_booking_frees_the_time_of_its_household(void **state)
{
    struct bench *bench = *state;
    struct booking_create create = wish("R2");
    struct booking_cancel cancel = {0};
    TEXT_PUT(cancel.booking, take(bench, "R1"));
    assert_rejected(bench, &create, "household_busy");
    bench_done(bench, mini, MSG_booking_cancel, &cancel);
    bench_done(bench, mini, MSG_booking_create, &create);
}

static struct booking_duplicates_answer duplicates(struct bench *bench, struct booking_duplicates asked)
{
    static struct booking_duplicates_answer page;
    bench_query(bench, desk, MSG_booking_duplicates, &asked, MSG_booking_duplicates_answer, &page);
    return page;
}

/* A2.5 */
static void test_the_same_wish_by_another_way_is_refused_and_told_to_the_station_once(void **state)
{
    struct bench *bench = *state;
    struct booking_create create = wish("Z1");
    struct booking_duplicate_suspected event;
    char first[ID_SIZE];
    TEXT_PUT(first, take(bench, "R1"));
    create.start += MS_HOUR;
    struct answer answer = bench_command(bench, rival, MSG_booking_create, &create);
    assert_string_equal(answer.code, "household_busy");
    assert_string_equal(bench_command(bench, rival, MSG_booking_create, &create).code, "household_busy");
    assert_int_equal(bench_emitted(bench, "booking", MSG_booking_rejected, NULL), 2);
    assert_int_equal(bench_emitted(bench, "booking", MSG_booking_duplicate_suspected, &event), 1);
    assert_int_equal(bench_emitted(bench, "partner.rival", MSG_booking_duplicate_suspected, NULL), 0);
    assert_int_equal(bench_emitted(bench, "partner.mini", MSG_booking_duplicate_suspected, NULL), 0);
    assert_string_equal(event.booking, first);
    assert_string_equal(event.station, "ST3");
    assert_string_equal(event.request, answer.subject);
    assert_string_equal(event.source, "rival");
    assert_string_equal(event.channel, "external");
}

/* A2.5: an overlap is no duplicate when the source, the service or the household is another one, or nothing overlaps.
 */
static void test_another_overlap_is_no_duplicate(void **state)
{
    struct bench *bench = *state;
    struct booking_create create = wish("R2");
    struct service_put put = hours_service();
    TEXT_PUT(put.service, "HH-02");
    bench_done(bench, manager, MSG_service_put, &put);
    take(bench, "R1");
    assert_string_equal(bench_command(bench, mini, MSG_booking_create, &create).code, "household_busy");
    TEXT_PUT(create.service, "HH-02");
    assert_string_equal(bench_command(bench, rival, MSG_booking_create, &create).code, "household_busy");
    create = wish("R3");
    create.start += 2 * MS_HOUR;
    bench_done(bench, rival, MSG_booking_create, &create);
    create = wish("R4");
    TEXT_PUT(create.household, "H2");
    bench_done(bench, rival, MSG_booking_create, &create);
    assert_int_equal(bench_emitted(bench, "booking", MSG_booking_duplicate_suspected, NULL), 0);
    assert_int_equal(duplicates(bench, (struct booking_duplicates){0}).rows.count, 0);
}

/* A2.5 */
static void test_staff_alone_list_the_duplicates_of_a_station_since_a_time(void **state)
{
    struct bench *bench = *state;
    struct booking_create create = wish("Z1");
    struct booking_duplicates any = {0};
    char first[ID_SIZE];
    TEXT_PUT(first, take(bench, "R1"));
    TEXT_PUT(create.consent, "voice");
    assert_string_equal(bench_command(bench, desk, MSG_booking_create, &create).code, "household_busy");
    struct booking_duplicates_answer page = duplicates(bench, any);
    assert_int_equal(page.rows.count, 1);
    assert_string_equal(page.rows.at[0].booking, first);
    assert_string_equal(page.rows.at[0].household, "H1");
    assert_string_equal(page.rows.at[0].channel, "walk_in");
    assert_string_equal(page.rows.at[0].booked_source, "mini");
    assert_string_equal(page.rows.at[0].booked_channel, "external");
    const int64_t at = page.rows.at[0].at;
    assert_int_equal(duplicates(bench, (struct booking_duplicates){.station = "ST3", .since = at}).rows.count, 1);
    assert_int_equal(duplicates(bench, (struct booking_duplicates){.station = "ST1"}).rows.count, 0);
    assert_int_equal(duplicates(bench, (struct booking_duplicates){.since = at + 1}).rows.count, 0);
    TEXT_PUT(create.household, "H2");
    bench_done(bench, mini, MSG_booking_create, &create);
    assert_string_equal(bench_command(bench, desk, MSG_booking_create, &create).code, "household_busy");
    assert_pages(bench, desk, booking_duplicates, request, .station = "ST3");
    assert_string_equal(bench_command(bench, mini, MSG_booking_duplicates, &any).outcome, "denied");
}

/* ---- the worker (rows 6, 8, 14) ---- */

static void test_an_assigned_visit_confirms_the_booking(void **state)
{
    struct bench *bench = *state;
    struct booking_confirmed event;
    const char *id = take(bench, "R1");
    hear_assigned(bench, id, "W1");
    struct booking_get_answer answer = look(bench, id);
    assert_string_equal(answer.state, "CONFIRMED");
    assert_string_equal(answer.worker, "W1");
    assert_string_equal(answer.visit, "V1");
    assert_int_equal(bench_emitted(bench, "partner.mini", MSG_booking_confirmed, &event), 1);
    assert_string_equal(event.source_ref, "R1");
    bench_clock(bench, NOON + 30 * MS_HOUR);
    assert_state(bench, id, "CONFIRMED"); /* its timer is gone */
}

static void test_another_worker_does_not_confirm_twice(void **state)
{
    struct bench *bench = *state;
    const char *id = take(bench, "R1");
    hear_assigned(bench, id, "W1");
    hear_assigned(bench, id, "W2");
    struct booking_get_answer answer = look(bench, id);
    assert_string_equal(answer.worker, "W2");
    assert_int_equal(bench_emitted(bench, "booking", MSG_booking_confirmed, NULL), 1);
}

/* Ruling 2 */
static void test_a_verdict_expires_the_request_at_once(void **state)
{
    struct bench *bench = *state;
    struct booking_expired event;
    const char *id = take(bench, "R1");
    hear_unfillable(bench, id);
    assert_state(bench, id, "EXPIRED");
    assert_int_equal(bench_emitted(bench, "partner.mini", MSG_booking_expired, &event), 1);
    assert_string_equal(event.reason, "unfillable");
}

static void test_without_a_verdict_the_timer_expires_the_request(void **state)
{
    struct bench *bench = *state;
    struct booking_expired event;
    const char *id = take(bench, "R1");
    bench_clock(bench, NOON + 2 * MS_DAY - 30 * MS_MINUTE - 1);
    assert_state(bench, id, "REQUESTED");
    bench_clock(bench, NOON + 2 * MS_DAY - 30 * MS_MINUTE);
    assert_state(bench, id, "EXPIRED");
    assert_int_equal(bench_emitted(bench, "booking", MSG_booking_expired, &event), 1);
    assert_string_equal(event.reason, "timeout");
}

/* Row 14 in its thin form: one more try while the start is ahead, then a verdict ends it. */
static void test_a_lost_worker_is_looked_for_once_more(void **state)
{
    struct bench *bench = *state;
    const char *id = take(bench, "R1");
    hear_assigned(bench, id, "W1");
    bench_clock(bench, NOON + 40 * MS_HOUR);
    hear_unfillable(bench, id);
    struct booking_get_answer answer = look(bench, id);
    assert_string_equal(answer.state, "REQUESTED");
    assert_string_equal(answer.worker, "");
    assert_int_equal(answer.expires, NOON + 2 * MS_DAY - 30 * MS_MINUTE);
    assert_int_equal(bench_emitted(bench, "partner.mini", MSG_booking_rematch_requested, NULL), 1);
    hear_unfillable(bench, id);
    assert_state(bench, id, "EXPIRED");
}

static void test_a_worker_lost_after_the_start_is_a_missed_visit(void **state)
{
    struct bench *bench = *state;
    const char *id = take(bench, "R1");
    hear_assigned(bench, id, "W1");
    bench_clock(bench, NOON + 2 * MS_DAY);
    hear_unfillable(bench, id);
    struct booking_get_answer answer = look(bench, id);
    assert_string_equal(answer.state, "COMPLETED");
    assert_string_equal(answer.outcome, "missed");
}

/* Order hazard of 5-EVENTS: a cancellation that crosses an assignment. */
static void test_an_assignment_after_the_cancellation_changes_nothing(void **state)
{
    struct bench *bench = *state;
    struct booking_cancel cancel = {0};
    const char *id = take(bench, "R1");
    TEXT_PUT(cancel.booking, id);
    bench_done(bench, mini, MSG_booking_cancel, &cancel);
    hear_assigned(bench, id, "W1");
    assert_state(bench, id, "CANCELLED");
    assert_int_equal(bench_emitted(bench, "booking", MSG_booking_confirmed, NULL), 0);
}

/* ---- the visit (rows 15, 17, 18) ---- */

static void test_the_visit_carries_the_booking_to_its_end(void **state)
{
    struct bench *bench = *state;
    struct booking_completed event;
    const char *id = take(bench, "R1");
    hear_assigned(bench, id, "W1");
    bench_clock(bench, NOON + 2 * MS_DAY);
    hear_started(bench, id);
    assert_state(bench, id, "IN_SERVICE");
    hear_verified(bench, id, 118);
    assert_state(bench, id, "COMPLETED");
    assert_int_equal(bench_emitted(bench, "partner.mini", MSG_booking_completed, &event), 1);
    assert_string_equal(event.outcome, "full");
}

/* D1 row 15: told once, to the outside system too, with the worker who came. */
static void test_a_started_visit_is_told_as_a_service_that_has_begun(void **state)
{
    struct bench *bench = *state;
    struct booking_in_service event;
    const char *id = take(bench, "R1");
    hear_assigned(bench, id, "W2");
    hear_started(bench, id);
    hear_started(bench, id);
    struct booking_get_answer answer = look(bench, id);
    assert_string_equal(answer.state, "IN_SERVICE");
    assert_string_equal(answer.worker, "W1");
    assert_int_equal(bench_emitted(bench, "booking", MSG_booking_in_service, &event), 1);
    assert_string_equal(event.booking, id);
    assert_int_equal(bench_emitted(bench, "partner.mini", MSG_booking_in_service, &event), 1);
    assert_string_equal(event.source_ref, "R1");
}

static void test_a_visit_of_less_than_half_the_time_was_cut_short(void **state)
{
    struct bench *bench = *state;
    const char *id = take(bench, "R1");
    hear_assigned(bench, id, "W1");
    hear_started(bench, id);
    hear_verified(bench, id, 59);
    assert_string_equal(look(bench, id).outcome, "cut_short");
}

static void test_a_missed_visit_completes_the_booking_as_missed(void **state)
{
    struct bench *bench = *state;
    struct visit_missed_by_worker event = {0};
    const char *id = take(bench, "R1");
    hear_assigned(bench, id, "W1");
    VISIT_OF(event, id);
    TEXT_PUT(event.worker, "W1");
    bench_hear(bench, "matching", MSG_visit_missed_by_worker, &event, "V1");
    assert_string_equal(look(bench, id).outcome, "missed");
}

static void test_nobody_at_home_ends_the_booking(void **state)
{
    struct bench *bench = *state;
    struct visit_client_no_show event = {0};
    const char *id = take(bench, "R1");
    hear_assigned(bench, id, "W1");
    VISIT_OF(event, id);
    TEXT_PUT(event.worker, "W1");
    bench_hear(bench, "matching", MSG_visit_client_no_show, &event, "V1");
    assert_state(bench, id, "NO_SHOW");
    assert_int_equal(bench_emitted(bench, "partner.mini", MSG_booking_no_show, NULL), 1);
}

/* ---- closing (rows 20, 22) ---- */

static void test_a_completed_booking_closes_after_seven_days(void **state)
{
    struct bench *bench = *state;
    struct booking_closed event;
    const char *id = take(bench, "R1");
    complete(bench, id);
    bench_clock(bench, NOON + 9 * MS_DAY - 1);
    assert_state(bench, id, "COMPLETED");
    bench_clock(bench, NOON + 9 * MS_DAY);
    assert_state(bench, id, "CLOSED");
    assert_int_equal(bench_emitted(bench, "booking", MSG_booking_closed, &event), 1);
    assert_string_equal(event.outcome, "full");
}

static void test_a_case_holds_the_booking_open_until_it_is_closed(void **state)
{
    struct bench *bench = *state;
    struct booking_hold_changed event;
    const char *id = take(bench, "R1");
    complete(bench, id);
    hear_case(bench, id, true);
    hear_case(bench, id, true);
    assert_int_equal(look(bench, id).held_by, 1);
    assert_int_equal(bench_emitted(bench, "booking", MSG_booking_hold_changed, NULL), 1);
    bench_clock(bench, NOON + 30 * MS_DAY);
    assert_state(bench, id, "COMPLETED");
    hear_case(bench, id, false);
    assert_state(bench, id, "CLOSED");
    assert_int_equal(bench_emitted(bench, "booking", MSG_booking_hold_changed, &event), 2);
    assert_false(event.held);
}

/* K9 */
static void test_that_a_case_exists_is_not_told_to_the_outside_system(void **state)
{
    struct bench *bench = *state;
    struct booking_get get = {0};
    struct booking_get_answer answer;
    TEXT_PUT(get.id, take(bench, "R1"));
    complete(bench, get.id);
    hear_case(bench, get.id, true);
    bench_query(bench, mini, MSG_booking_get, &get, MSG_booking_get_answer, &answer);
    assert_int_equal(answer.held_by, 0);
    assert_int_equal(bench_emitted(bench, "partner.mini", MSG_booking_hold_changed, NULL), 0);
    assert_int_equal(look(bench, get.id).held_by, 1);
}

static void test_a_case_closed_early_leaves_the_closing_to_its_time(void **state)
{
    struct bench *bench = *state;
    const char *id = take(bench, "R1");
    complete(bench, id);
    hear_case(bench, id, true);
    hear_case(bench, id, false);
    assert_state(bench, id, "COMPLETED");
    bench_clock(bench, NOON + 9 * MS_DAY);
    assert_state(bench, id, "CLOSED");
}

static void test_a_case_about_no_booking_is_passed_over(void **state)
{
    struct bench *bench = *state;
    hear_case(bench, "", true);
    hear_case(bench, "", false);
    assert_int_equal(bench_emitted(bench, "booking", MSG_booking_hold_changed, NULL), 0);
    assert_int_equal(parked(bench), 0);
}

/* ---- a store restored from an old copy (guarantee 7) ---- */

static void test_events_about_a_booking_that_a_restore_lost_wait_until_its_sender_repeats_it(void **state)
{
    struct bench *lost = *state;
    void *other = NULL;
    char id[ID_SIZE];
    const int64_t serial = lost->serial;
    TEXT_PUT(id, take(lost, "R1"));
    assert_int_equal(setup(&other), 0);
    struct bench *restored = other; /* as it was before the booking */
    hear_assigned(restored, id, "W1");
    hear_started(restored, id);
    hear_case(restored, id, true);
    assert_int_equal(parked(restored), 3);
    restored->serial = serial; /* the same command: the same id and time */
    assert_string_equal(take(restored, "R1"), id);
    bench_clock(restored, NOON + MS_MINUTE);
    for (int i = 0; i < 50; i++)
        bench_turn(restored);
    assert_int_equal(parked(restored), 0);
    assert_state(restored, id, "IN_SERVICE"); /* in order: assigned, started */
    assert_int_equal(bench_emitted(restored, "booking", MSG_booking_hold_changed, NULL), 1);
    teardown(&other);
}

/* ---- calling off (row 19, BK9) ---- */

static void test_a_partner_cancels_its_own_booking_by_its_number(void **state)
{
    struct bench *bench = *state;
    struct booking_cancel cancel = {0};
    struct booking_cancelled event;
    take(bench, "R1");
    TEXT_PUT(cancel.source_ref, "R1");
    bench_done(bench, mini, MSG_booking_cancel, &cancel);
    assert_int_equal(bench_emitted(bench, "partner.mini", MSG_booking_cancelled, &event), 1);
    assert_string_equal(event.class, "free");
    assert_string_equal(event.by, "partner");
    struct answer answer = bench_command(bench, mini, MSG_booking_cancel, &cancel);
    assert_string_equal(answer.code, "not_cancellable");
}

static void test_a_partner_cannot_touch_or_see_anothers_booking(void **state)
{
    struct bench *bench = *state;
    struct booking_cancel cancel = {0};
    struct booking_get get = {0};
    struct booking_list list = {0};
    struct booking_list_answer page;
    TEXT_PUT(cancel.booking, take(bench, "R1"));
    assert_string_equal(bench_command(bench, rival, MSG_booking_cancel, &cancel).outcome, "denied");
    TEXT_PUT(get.id, cancel.booking);
    assert_string_equal(bench_command(bench, rival, MSG_booking_get, &get).outcome, "denied");
    bench_query(bench, rival, MSG_booking_list, &list, MSG_booking_list_answer, &page);
    assert_int_equal(page.rows.count, 0);
    bench_query(bench, mini, MSG_booking_list, &list, MSG_booking_list_answer, &page);
    assert_int_equal(page.rows.count, 1);
}

static void test_a_client_acts_for_the_own_household_alone(void **state)
{
    struct bench *bench = *state;
    struct bench_sender own = {.role = "client", .source = "app"}, stranger = own;
    struct booking_create create = wish("C1");
    struct booking_cancel cancel = {0};
    struct household_put put = {.community = "CM1", .consent = "app"};
    own.actor = create.household;
    stranger.actor = "H-9";
    TEXT_PUT(put.household, create.household);
    assert_string_equal(bench_command(bench, stranger, MSG_booking_create, &create).outcome, "denied");
    struct answer answer = bench_command(bench, own, MSG_booking_create, &create);
    assert_string_equal(answer.outcome, "done");
    TEXT_PUT(cancel.booking, answer.subject);
    assert_string_equal(bench_command(bench, stranger, MSG_booking_cancel, &cancel).outcome, "denied");
    assert_string_equal(bench_command(bench, stranger, MSG_household_put, &put).outcome, "denied");
    bench_done(bench, own, MSG_booking_cancel, &cancel);
}

static void test_an_outside_system_books_for_its_own_and_the_stations_households(void **state)
{
    struct bench *bench = *state;
    struct bench_sender one = {.role = "partner", .source = "one"}, two = {.role = "partner", .source = "two"};
    struct bench_sender counter = {.role = "receptionist", .source = "counter"};
    struct booking_create create = wish("C1");
    TEXT_PUT(create.household, "H-one");
    put_household(bench, one, "H-one");
    struct answer answer = bench_command(bench, two, MSG_booking_create, &create);
    assert_string_equal(answer.code, "household_of_another");
    assert_string_equal(answer.field, "household");
    assert_string_equal(bench_command(bench, one, MSG_booking_create, &create).outcome, "done");
    put_household(bench, counter, "H-one"); /* the station takes it over */
    TEXT_PUT(create.source_ref, "C2");
    create.start += MS_DAY;
    assert_string_equal(bench_command(bench, two, MSG_booking_create, &create).outcome, "done");
}

static void test_staff_cancel_with_a_reason(void **state)
{
    struct bench *bench = *state;
    struct booking_cancel cancel = {0};
    TEXT_PUT(cancel.booking, take(bench, "R1"));
    assert_string_equal(bench_command(bench, desk, MSG_booking_cancel, &cancel).code, "reason_missing");
    TEXT_PUT(cancel.reason, "worker_ill");
    bench_done(bench, desk, MSG_booking_cancel, &cancel);
    struct booking_get_answer answer = look(bench, cancel.booking);
    assert_string_equal(answer.cancel_class, "provider");
    assert_string_equal(answer.cancel_by, "receptionist");
}

/* Ruling 4: that somebody is ill, gives birth or has died is no stream's. */
static void test_a_reason_of_health_stays_in_the_store(void **state)
{
    static const char *const reasons[] = {"worker_ill", "hospital", "birth", "death", "typhoon"};
    struct bench *bench = *state;
    for (int i = 0; i < 5; i++) {
        struct booking_cancel cancel = {0};
        struct booking_cancelled event;
        char ref[8];
        TEXT_FORMAT(ref, "H%d", i);
        TEXT_PUT(cancel.booking, take(bench, ref));
        TEXT_PUT(cancel.reason, reasons[i]);
        bench_done(bench, desk, MSG_booking_cancel, &cancel);
        assert_string_equal(look(bench, cancel.booking).reason, reasons[i]);
        bench_emitted(bench, "booking", MSG_booking_cancelled, &event);
        assert_string_equal(event.reason, i == 4 ? "typhoon" : "");
        bench_emitted(bench, "partner.mini", MSG_booking_cancelled, &event);
        assert_string_equal(event.reason, i == 4 ? "typhoon" : "");
    }
}

/* Ruling 5: the rest is called off; it is too late for any class but the last, and the visit ends by matching's word.
 */
static void test_a_service_that_has_begun_can_be_stopped_very_late(void **state)
{
    struct bench *bench = *state;
    struct booking_cancel cancel = {0};
    struct booking_cancelled event;
    TEXT_PUT(cancel.booking, take(bench, "R1"));
    hear_assigned(bench, cancel.booking, "W1");
    hear_started(bench, cancel.booking);
    bench_done(bench, mini, MSG_booking_cancel, &cancel);
    assert_state(bench, cancel.booking, "CANCELLED");
    assert_int_equal(bench_emitted(bench, "booking", MSG_booking_cancelled, &event), 1);
    assert_string_equal(event.class, "very_late");
    assert_false(event.annulled);
    hear_verified(bench, cancel.booking, 30);
    assert_state(bench, cancel.booking, "CANCELLED");
}

/* Ruling 5, row 22: of a completed booking only the record can be undone, by a manager, and not under a case. */
static void test_a_completed_booking_is_annulled_by_a_manager_alone_and_not_under_a_case(void **state)
{
    struct bench *bench = *state;
    struct booking_cancel cancel = {.reason = "entry_error"};
    struct booking_cancelled event;
    TEXT_PUT(cancel.booking, take(bench, "R1"));
    complete(bench, cancel.booking);
    assert_string_equal(bench_command(bench, manager, MSG_booking_cancel, &cancel).code, "not_cancellable");
    cancel.annul = true;
    assert_string_equal(bench_command(bench, desk, MSG_booking_cancel, &cancel).outcome, "denied");
    hear_case(bench, cancel.booking, true);
    assert_string_equal(bench_command(bench, manager, MSG_booking_cancel, &cancel).code, "held_by_case");
    hear_case(bench, cancel.booking, false);
    bench_done(bench, manager, MSG_booking_cancel, &cancel);
    assert_state(bench, cancel.booking, "CANCELLED");
    assert_int_equal(bench_emitted(bench, "booking", MSG_booking_cancelled, &event), 1);
    assert_true(event.annulled);
    assert_string_equal(event.class, "provider");
}

static void test_before_the_service_has_begun_there_is_nothing_to_annul(void **state)
{
    struct bench *bench = *state;
    struct booking_cancel cancel = {.reason = "entry_error", .annul = true};
    TEXT_PUT(cancel.booking, take(bench, "R1"));
    assert_string_equal(bench_command(bench, manager, MSG_booking_cancel, &cancel).code, "not_cancellable");
}

static void test_a_stale_revision_is_a_conflict(void **state)
{
    struct bench *bench = *state;
    struct booking_cancel cancel = {0};
    struct bench_sender stale = mini, fresh = mini;
    TEXT_PUT(cancel.booking, take(bench, "R1"));
    hear_assigned(bench, cancel.booking, "W1");
    stale.expectedrev = 1;
    fresh.expectedrev = 2;
    assert_string_equal(bench_command(bench, stale, MSG_booking_cancel, &cancel).outcome, "conflict");
    bench_done(bench, fresh, MSG_booking_cancel, &cancel);
}

static void test_an_answer_tells_the_revision_to_go_on_from(void **state)
{
    struct bench *bench = *state;
    struct booking_create create = wish("R1");
    struct booking_cancel cancel = {.source_ref = "R1"};
    struct bench_sender next = mini;
    next.expectedrev = bench_command(bench, mini, MSG_booking_create, &create).revision;
    assert_int_equal(next.expectedrev, 1);
    struct answer answer = bench_command(bench, next, MSG_booking_cancel, &cancel);
    assert_string_equal(answer.outcome, "done");
    assert_int_equal(answer.revision, look(bench, answer.subject).revision);
    assert_int_equal(bench_command(bench, mini, MSG_booking_cancel, &cancel).revision, 0); /* refused */
}

static void test_an_unknown_booking_cannot_be_cancelled(void **state)
{
    struct bench *bench = *state;
    struct booking_cancel cancel = {0};
    assert_string_equal(bench_command(bench, mini, MSG_booking_cancel, &cancel).code, "missing");
    TEXT_PUT(cancel.source_ref, "R9");
    assert_string_equal(bench_command(bench, mini, MSG_booking_cancel, &cancel).code, "unknown_booking");
}

/* ---- rooms (A1.4, I5) ---- */

static void put_room(struct bench *bench, int64_t capacity)
{
    struct room_put put = {.active = true, .capacity = capacity};
    TEXT_PUT(put.station, "ST1");
    TEXT_PUT(put.room, "mediation");
    TEXT_PUT(put.name, "调解室");
    TEXT_PUT(put.purpose, "mediation");
    bench_done(bench, manager, MSG_room_put, &put);
}

static void hear_hold(struct bench *bench, const char *hold, int64_t start, int64_t seats)
{
    struct room_hold_requested event = {.start = start, .end = start + MS_HOUR, .seats = seats};
    TEXT_PUT(event.hold, hold);
    TEXT_PUT(event.station, "ST1");
    TEXT_PUT(event.room, "mediation");
    TEXT_PUT(event.object, "S1");
    bench_hear(bench, "training", MSG_room_hold_requested, &event, hold);
}

static void test_a_room_is_held_once_and_free_again_when_dropped(void **state)
{
    struct bench *bench = *state;
    struct room_denied denied;
    struct room_hold_dropped dropped = {.hold = "HO1"};
    put_room(bench, 8);
    hear_hold(bench, "HO1", NOON, 8);
    hear_hold(bench, "HO2", NOON + MS_HOUR - 1, 1);
    hear_hold(bench, "HO3", NOON + MS_HOUR, 1);
    assert_int_equal(bench_emitted(bench, "booking", MSG_room_held, NULL), 2);
    assert_int_equal(bench_emitted(bench, "booking", MSG_room_denied, &denied), 1);
    assert_string_equal(denied.hold, "HO2");
    assert_string_equal(denied.reason, "taken");
    assert_string_equal(denied.conflict, "HO1");
    bench_hear(bench, "training", MSG_room_hold_dropped, &dropped, "HO1");
    bench_hear(bench, "training", MSG_room_hold_dropped, &dropped, "HO1");
    assert_int_equal(bench_emitted(bench, "booking", MSG_room_released, NULL), 1);
    hear_hold(bench, "HO4", NOON, 8);
    assert_int_equal(bench_emitted(bench, "booking", MSG_room_held, NULL), 3);
}

static void test_a_room_is_denied_when_too_small_or_closed(void **state)
{
    struct bench *bench = *state;
    struct room_denied denied;
    put_room(bench, 8);
    hear_hold(bench, "HO1", NOON, 9);
    bench_emitted(bench, "booking", MSG_room_denied, &denied);
    assert_string_equal(denied.reason, "too_small");
    hear_hold(bench, "HO2", NOON + 6 * MS_HOUR, 1);
    bench_emitted(bench, "booking", MSG_room_denied, &denied);
    assert_string_equal(denied.reason, "closed");
}

static void test_a_room_cannot_shrink_below_what_it_is_held_for(void **state)
{
    struct bench *bench = *state;
    struct room_put put = {.active = true, .capacity = 4};
    put_room(bench, 8);
    hear_hold(bench, "HO1", NOON, 5);
    TEXT_PUT(put.station, "ST1");
    TEXT_PUT(put.room, "mediation");
    TEXT_PUT(put.name, "调解室");
    TEXT_PUT(put.purpose, "mediation");
    assert_string_equal(bench_command(bench, manager, MSG_room_put, &put).code, "room_in_use");
}

static void test_free_rooms_are_those_that_could_be_held(void **state)
{
    struct bench *bench = *state;
    struct room_free ask = {.start = NOON, .end = NOON + MS_HOUR, .seats = 8};
    struct room_free_answer answer;
    put_room(bench, 8);
    TEXT_PUT(ask.station, "ST1");
    bench_query(bench, desk, MSG_room_free, &ask, MSG_room_free_answer, &answer);
    assert_int_equal(answer.rows.count, 1);
    hear_hold(bench, "HO1", NOON, 5);
    bench_query(bench, desk, MSG_room_free, &ask, MSG_room_free_answer, &answer);
    assert_int_equal(answer.rows.count, 0);
}

/* ---- catalogue, households ---- */

static void test_a_service_is_told_with_its_certificates_and_its_version(void **state)
{
    struct bench *bench = *state;
    struct service_put put = hours_service();
    struct catalog_service_changed event;
    struct service_get get = {.id = "HH-01"};
    struct service_get_answer answer;
    put.active = false;
    bench_done(bench, manager, MSG_service_put, &put);
    assert_int_equal(bench_emitted(bench, "booking", MSG_catalog_service_changed, &event), 2);
    assert_int_equal(event.version, 2);
    assert_false(event.active);
    assert_string_equal(event.certs.at[0].cert, "domestic");
    assert_string_equal(event.worker_kinds.at[0], "domestic");
    bench_query(bench, desk, MSG_service_get, &get, MSG_service_get_answer, &answer);
    assert_int_equal(answer.version, 2);
    assert_int_equal(answer.lengths.at[1], 240);
    assert_int_equal(answer.certs.count, 1);
}

/* A1.5 */
static void test_a_document_is_in_force_from_its_day_and_older_ones_stay_readable(void **state)
{
    struct bench *bench = *state;
    struct doc_publish put = {0};
    struct doc_current ask = {0};
    struct doc_current_answer answer;
    TEXT_PUT(put.station, "ST1");
    TEXT_PUT(put.kind, "complaints");
    TEXT_PUT(put.title, "投诉监督处理流程");
    TEXT_PUT(put.text, "第一版");
    bench_done(bench, manager, MSG_doc_publish, &put);
    TEXT_PUT(put.text, "第二版");
    put.valid_from = NOON + MS_DAY;
    bench_done(bench, manager, MSG_doc_publish, &put);
    TEXT_PUT(ask.station, "ST1");
    TEXT_PUT(ask.kind, "complaints");
    bench_query(bench, desk, MSG_doc_current, &ask, MSG_doc_current_answer, &answer);
    assert_string_equal(answer.text, "第一版");
    bench_clock(bench, NOON + MS_DAY);
    bench_query(bench, desk, MSG_doc_current, &ask, MSG_doc_current_answer, &answer);
    assert_string_equal(answer.text, "第二版");
    assert_int_equal(answer.version, 2);
    assert_int_equal(bench_emitted(bench, "booking", MSG_catalog_doc_published, NULL), 2);
}

/* A2.4 */
static void test_the_nearest_station_is_suggested(void **state)
{
    struct bench *bench = *state;
    struct station_nearest ask = {.community = "CM1"};
    struct station_nearest_answer answer;
    bench_query(bench, desk, MSG_station_nearest, &ask, MSG_station_nearest_answer, &answer);
    assert_int_equal(answer.rows.count, 2);
    assert_string_equal(answer.rows.at[0].station, "ST3");
    assert_true(answer.rows.at[0].serves);
    assert_true(answer.rows.at[0].metres < answer.rows.at[1].metres);
}

/* A1.6 */
static void test_who_serves_a_community_is_told_nearest_first(void **state)
{
    static const struct {
        const char *community, *code, *stations[2];
    } asked[] = {{"CM1", "", {"ST3", "ST1"}}, {"CM2", "", {NULL}}, {"CM9", "unknown_community", {NULL}}};
    struct bench *bench = *state;
    for (size_t i = 0; i < sizeof asked / sizeof asked[0]; i++) {
        struct coverage_who_serves ask = {0};
        static struct coverage_who_serves_answer answer;
        TEXT_PUT(ask.community, asked[i].community);
        if (asked[i].code[0]) {
            assert_string_equal(bench_command(bench, desk, MSG_coverage_who_serves, &ask).code, asked[i].code);
            continue;
        }
        bench_query(bench, desk, MSG_coverage_who_serves, &ask, MSG_coverage_who_serves_answer, &answer);
        for (uint32_t row = 0; row < answer.rows.count; row++) {
            assert_string_equal(answer.rows.at[row].station, asked[i].stations[row]);
            assert_true(answer.rows.at[row].serves && answer.rows.at[row].metres > 0);
            assert_true(answer.rows.at[row].walk_min > 0 && answer.rows.at[row].ebike_min > 0);
        }
        assert_int_equal(answer.rows.count, asked[i].stations[0] ? 2 : 0);
    }
}

/* A1.6 */
static void test_a_community_is_told_with_the_stations_that_serve_it(void **state)
{
    static const struct {
        const char *community;
        uint32_t stations;
    } asked[] = {{"CM1", 2}, {"CM2", 0}};
    struct bench *bench = *state;
    struct community_get ask = {.id = "CM9"};
    struct community_get_answer answer;
    put_community(bench, "CM2");
    assert_string_equal(bench_command(bench, desk, MSG_community_get, &ask).code, "unknown_community");
    for (size_t i = 0; i < sizeof asked / sizeof asked[0]; i++) {
        TEXT_PUT(ask.id, asked[i].community);
        bench_query(bench, desk, MSG_community_get, &ask, MSG_community_get_answer, &answer);
        assert_string_equal(answer.community, asked[i].community);
        assert_string_equal(answer.name, "民和社区");
        assert_int_equal(answer.version, i + 1);
        assert_int_equal(answer.cell_lat, 22523);
        assert_int_equal(answer.cell_lon, 113040);
        assert_int_equal(answer.stations.count, asked[i].stations);
    }
}

/* A1.4 */
static void test_the_rooms_of_a_station_are_listed_in_pages(void **state)
{
    static const char *const rooms[] = {"hall", "lesson", "mediation"};
    struct bench *bench = *state;
    struct room_list ask = {.station = "ST1", .limit = 1};
    static struct room_list_answer page;
    for (int64_t i = 0; i < 3; i++) {
        struct room_put put = {
            .station = "ST1", .active = i > 0, .name = "房间", .purpose = "hall", .capacity = 10 + i};
        TEXT_PUT(put.room, rooms[i]);
        bench_done(bench, manager, MSG_room_put, &put);
    }
    for (int i = 0; i < 3; i++) {
        bench_query(bench, desk, MSG_room_list, &ask, MSG_room_list_answer, &page);
        assert_int_equal(page.rows.count, 1);
        assert_string_equal(page.rows.at[0].room, rooms[i]);
        assert_int_equal(page.rows.at[0].active, i > 0);
        assert_int_equal(page.rows.at[0].capacity, 10 + i);
        TEXT_PUT(ask.after, page.next);
    }
    assert_pages(bench, desk, room_list, room, .station = "ST1");
    ask = (struct room_list){.station = "ST3"};
    bench_query(bench, desk, MSG_room_list, &ask, MSG_room_list_answer, &page);
    assert_int_equal(page.rows.count, 0);
}

static void test_a_household_without_phone_is_kept_and_shown_to_staff_alone(void **state)
{
    struct bench *bench = *state;
    struct household_get get = {.id = "H1"};
    struct household_get_answer answer;
    struct pair_set pair = {.household = "H1", .worker = "W7", .prohibited = true};
    bench_done(bench, desk, MSG_pair_set, &pair);
    bench_query(bench, desk, MSG_household_get, &get, MSG_household_get_answer, &answer);
    assert_string_equal(answer.name, "居民户-0143");
    assert_string_equal(answer.phone, "");
    assert_string_equal(answer.prohibited.at[0], "W7");
    assert_string_equal(bench_command(bench, mini, MSG_household_get, &get).outcome, "denied");
    assert_int_equal(bench_emitted(bench, "booking", MSG_household_pair_changed, NULL), 1);
}

static void test_an_outside_system_changes_only_households_of_its_own(void **state)
{
    struct bench *bench = *state;
    struct household_put put = {.household = "H1", .community = "CM1", .consent = "app"};
    assert_string_equal(bench_command(bench, mini, MSG_household_put, &put).outcome, "denied");
    put_household(bench, mini, "H7");
    put_household(bench, mini, "H7");
    put_household(bench, desk, "H7");
}

static void test_the_catalogue_is_the_managers(void **state)
{
    struct bench *bench = *state;
    struct service_put put = hours_service();
    assert_string_equal(bench_command(bench, desk, MSG_service_put, &put).outcome, "denied");
}

/* A2.12 */
static void test_the_timeline_tells_the_states_in_chinese_and_english(void **state)
{
    struct bench *bench = *state;
    struct booking_timeline ask = {0};
    struct booking_timeline_answer answer;
    TEXT_PUT(ask.booking, take(bench, "R1"));
    hear_assigned(bench, ask.booking, "W1");
    bench_query(bench, mini, MSG_booking_timeline, &ask, MSG_booking_timeline_answer, &answer);
    assert_int_equal(answer.steps.count, 2);
    assert_string_equal(answer.steps.at[0].state, "REQUESTED");
    assert_string_equal(answer.steps.at[1].label, "已确认");
    assert_string_equal(answer.steps.at[1].label_en, "Confirmed");
}

static void test_a_list_goes_on_after_its_last_row(void **state)
{
    struct bench *bench = *state;
    struct booking_list list = {.limit = 1, .state = "REQUESTED"};
    struct booking_list_answer page;
    struct booking_create create = wish("R2");
    struct service_put second = hours_service();
    take(bench, "R1");
    create.start += MS_DAY;
    bench_done(bench, mini, MSG_booking_create, &create);
    TEXT_PUT(second.service, "HH-02");
    bench_done(bench, manager, MSG_service_put, &second);
    int seen = 0;
    do {
        bench_query(bench, desk, MSG_booking_list, &list, MSG_booking_list_answer, &page);
        seen += (int)page.rows.count;
        TEXT_PUT(list.after, page.next);
    } while (page.next[0]);
    assert_int_equal(seen, 2);
    assert_pages(bench, desk, booking_list, booking, .household = "H1");
    assert_pages(bench, desk, station_list, station, .limit = 0);
    assert_pages(bench, desk, community_list, community, .limit = 0);
    assert_pages(bench, desk, service_list, service, .limit = 0);
}

/* K15: who still waits for somebody is not erased, and a case about a booking holds it; what held goes on by itself. */
static void test_a_live_booking_refuses_an_erasure_and_a_case_holds_it(void **state)
{
    struct bench *bench = *state;
    struct privacy_erase erase = {.person = "H1"};
    struct privacy_erase_done done;
    struct booking_cancel cancel = {0};
    TEXT_PUT(cancel.booking, take(bench, "R1"));
    assert_string_equal(bench_command(bench, manager, MSG_privacy_erase, &erase).code, "live_booking");
    bench_done(bench, mini, MSG_booking_cancel, &cancel);
    hear_case(bench, cancel.booking, true);
    bench_done(bench, manager, MSG_privacy_erase, &erase);
    assert_int_equal(bench_emitted(bench, "booking", MSG_privacy_erase_done, &done), 1);
    assert_string_equal(done.outcome, "held");
    assert_string_equal(done.reason, "open_case");
    assert_string_equal(done.object, "C1");
    hear_case(bench, cancel.booking, false);
    assert_int_equal(bench_emitted(bench, "booking", MSG_privacy_erase_done, &done), 2);
    assert_string_equal(done.outcome, "done");
    assert_int_equal(done.fields, 1);
}

/* ---- what must hold (C3) ---- */

/* The sentence of the only invariant that complains of a damage to the store, which is lost again; "" none, "several".
 */
static const char *complaint(struct bench *bench, const char *damage)
{
    sqlite3 *db = NULL;
    const char *said = "";
    assert_int_equal(sqlite3_open(bench->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "BEGIN", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, damage, NULL, NULL, NULL), SQLITE_OK);
    for (const struct invariant *rule = booking_invariants; rule->name; rule++) {
        sqlite3_stmt *statement = NULL;
        assert_int_equal(sqlite3_prepare_v2(db, rule->sql, -1, &statement, NULL), SQLITE_OK);
        if (sqlite3_step(statement) == SQLITE_ROW)
            said = said[0] ? "several" : rule->sentence;
        sqlite3_finalize(statement);
    }
    sqlite3_close(db);
    return said;
}

/* A row of `hold` for room R at ST1. */
#define HOLD(id, seats)                                                                                                \
    "INSERT INTO room_hold VALUES ('" id "', 'HELD', 'ST1', 'R', " seats ", 8, 1, 2, 'S1', 'training');"

/* R1 is COMPLETED, R2 CONFIRMED, R3 REQUESTED, R4 CANCELLED; all of one household, on four days. */
static const struct {
    const char *damage, *said;
} damages[] = {
    {"SELECT 1", ""},
    {"DROP INDEX booking_source_ref; UPDATE booking SET source_ref = 'R1' WHERE source_ref = 'R4'",
     "A source's number belongs to one booking."},
    {"UPDATE booking SET start = (SELECT start FROM booking WHERE source_ref = 'R2') WHERE source_ref = 'R3'",
     "Live bookings of a household never overlap."},
    {HOLD("HO1", "1") HOLD("HO2", "1"), "Holds of a room never overlap."},
    {HOLD("HO1", "9"), "A room is never held for more persons than it holds."},
    {"DELETE FROM timer WHERE kind = 'match_timeout'", "A requested booking has its timer, and no other one has."},
    {"INSERT INTO timer SELECT 'match_timeout', booking, 1 FROM booking WHERE source_ref = 'R2'",
     "A requested booking has its timer, and no other one has."},
    {"UPDATE booking SET worker = NULL WHERE source_ref = 'R2'", "A confirmed booking has a visit and a worker."},
    {"UPDATE booking SET visit = NULL WHERE source_ref = 'R2'", "A confirmed booking has a visit and a worker."},
    {"DELETE FROM timer WHERE kind = 'close'", "A completed booking waits for its timer or for a case."},
    {"DELETE FROM booking_step WHERE state = 'COMPLETED'",
     "A booking's last step is its state, and nothing follows an end."},
    {"INSERT INTO booking_step SELECT booking, 9, 'CANCELLED', 1 FROM booking WHERE source_ref = 'R4'",
     "A booking's last step is its state, and nothing follows an end."},
    {"INSERT INTO rejection SELECT booking, source, NULL, 1, 'too_far', NULL FROM booking WHERE source_ref = 'R3'",
     "A rejected request is no booking."},
    {"UPDATE booking SET cancel_class = NULL WHERE source_ref = 'R4'",
     "A cancelled booking has a class and says who cancelled it."},
    {"UPDATE booking SET cancel_class = 'free', cancel_by = 'manager' WHERE source_ref = 'R3'",
     "A cancelled booking has a class and says who cancelled it."},
};

static void test_each_invariant_sees_its_own_damage_and_no_other(void **state)
{
    struct bench *bench = *state;
    char ids[4][ID_SIZE];
    static const char *const refs[] = {"R1", "R2", "R3", "R4"};
    struct booking_cancel cancel = {.source_ref = "R4"};
    for (int i = 0; i < 4; i++) {
        struct booking_create create = wish(refs[i]);
        create.start += i * MS_DAY;
        struct answer answer = bench_command(bench, mini, MSG_booking_create, &create);
        TEXT_PUT(ids[i], answer.subject);
    }
    bench_done(bench, mini, MSG_booking_cancel, &cancel);
    complete(bench, ids[0]);
    hear_assigned(bench, ids[1], "W1");
    engine_close(&bench->engine);
    for (size_t i = 0; i < sizeof damages / sizeof damages[0]; i++)
        assert_string_equal(complaint(bench, damages[i].damage), damages[i].said);
    for (const struct invariant *rule = booking_invariants; rule->name; rule++) {
        bool tried = false;
        for (size_t i = 0; i < sizeof damages / sizeof damages[0]; i++)
            tried |= text_same(damages[i].said, rule->sentence);
        if (!tried)
            fail_msg("no damage is tried for: %s", rule->sentence);
    }
}

#define SERVICE_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SERVICE_TEST(test_a_live_booking_refuses_an_erasure_and_a_case_holds_it),
        SERVICE_TEST(test_a_booking_is_requested_at_the_nearest_station),
        SERVICE_TEST(test_a_walk_in_notes_who_entered_it_and_how_the_client_agreed),
        SERVICE_TEST(test_the_same_wish_under_the_same_number_is_the_same_booking),
        SERVICE_TEST(test_another_wish_under_the_same_number_is_a_conflict),
        SERVICE_TEST(test_two_systems_may_use_the_same_number),
        SERVICE_TEST(test_a_rejected_request_is_told_to_its_sender_and_can_be_mended),
        SERVICE_TEST(test_what_is_unknown_is_named),
        SERVICE_TEST(test_a_station_serves_only_its_communities),
        SERVICE_TEST(test_a_service_is_booked_only_where_it_is_offered),
        SERVICE_TEST(test_a_service_may_ask_for_more_notice),
        SERVICE_TEST(test_a_service_may_have_a_horizon_of_its_own),
        SERVICE_TEST(test_a_household_is_not_booked_twice_at_a_time),
        SERVICE_TEST(test_a_cancelled_booking_frees_the_time_of_its_household),
        SERVICE_TEST(test_the_same_wish_by_another_way_is_refused_and_told_to_the_station_once),
        SERVICE_TEST(test_another_overlap_is_no_duplicate),
        SERVICE_TEST(test_staff_alone_list_the_duplicates_of_a_station_since_a_time),
        SERVICE_TEST(test_an_assigned_visit_confirms_the_booking),
        SERVICE_TEST(test_another_worker_does_not_confirm_twice),
        SERVICE_TEST(test_a_verdict_expires_the_request_at_once),
        SERVICE_TEST(test_without_a_verdict_the_timer_expires_the_request),
        SERVICE_TEST(test_a_lost_worker_is_looked_for_once_more),
        SERVICE_TEST(test_a_worker_lost_after_the_start_is_a_missed_visit),
        SERVICE_TEST(test_an_assignment_after_the_cancellation_changes_nothing),
        SERVICE_TEST(test_the_visit_carries_the_booking_to_its_end),
        SERVICE_TEST(test_a_started_visit_is_told_as_a_service_that_has_begun),
        SERVICE_TEST(test_a_visit_of_less_than_half_the_time_was_cut_short),
        SERVICE_TEST(test_a_missed_visit_completes_the_booking_as_missed),
        SERVICE_TEST(test_nobody_at_home_ends_the_booking),
        SERVICE_TEST(test_a_completed_booking_closes_after_seven_days),
        SERVICE_TEST(test_a_case_holds_the_booking_open_until_it_is_closed),
        SERVICE_TEST(test_that_a_case_exists_is_not_told_to_the_outside_system),
        SERVICE_TEST(test_a_case_closed_early_leaves_the_closing_to_its_time),
        SERVICE_TEST(test_a_case_about_no_booking_is_passed_over),
        SERVICE_TEST(test_events_about_a_booking_that_a_restore_lost_wait_until_its_sender_repeats_it),
        SERVICE_TEST(test_a_partner_cancels_its_own_booking_by_its_number),
        SERVICE_TEST(test_a_partner_cannot_touch_or_see_anothers_booking),
        SERVICE_TEST(test_a_client_acts_for_the_own_household_alone),
        SERVICE_TEST(test_an_outside_system_books_for_its_own_and_the_stations_households),
        SERVICE_TEST(test_staff_cancel_with_a_reason),
        SERVICE_TEST(test_a_reason_of_health_stays_in_the_store),
        SERVICE_TEST(test_a_service_that_has_begun_can_be_stopped_very_late),
        SERVICE_TEST(test_a_completed_booking_is_annulled_by_a_manager_alone_and_not_under_a_case),
        SERVICE_TEST(test_before_the_service_has_begun_there_is_nothing_to_annul),
        SERVICE_TEST(test_a_stale_revision_is_a_conflict),
        SERVICE_TEST(test_an_answer_tells_the_revision_to_go_on_from),
        SERVICE_TEST(test_an_unknown_booking_cannot_be_cancelled),
        SERVICE_TEST(test_a_room_is_held_once_and_free_again_when_dropped),
        SERVICE_TEST(test_a_room_is_denied_when_too_small_or_closed),
        SERVICE_TEST(test_a_room_cannot_shrink_below_what_it_is_held_for),
        SERVICE_TEST(test_free_rooms_are_those_that_could_be_held),
        SERVICE_TEST(test_a_service_is_told_with_its_certificates_and_its_version),
        SERVICE_TEST(test_a_document_is_in_force_from_its_day_and_older_ones_stay_readable),
        SERVICE_TEST(test_the_nearest_station_is_suggested),
        SERVICE_TEST(test_who_serves_a_community_is_told_nearest_first),
        SERVICE_TEST(test_a_community_is_told_with_the_stations_that_serve_it),
        SERVICE_TEST(test_the_rooms_of_a_station_are_listed_in_pages),
        SERVICE_TEST(test_a_household_without_phone_is_kept_and_shown_to_staff_alone),
        SERVICE_TEST(test_an_outside_system_changes_only_households_of_its_own),
        SERVICE_TEST(test_the_catalogue_is_the_managers),
        SERVICE_TEST(test_the_timeline_tells_the_states_in_chinese_and_english),
        SERVICE_TEST(test_a_list_goes_on_after_its_last_row),
        SERVICE_TEST(test_each_invariant_sees_its_own_damage_and_no_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
