/* Matching as a service: bookings become visits, workers answer, facts and timers threaten, the calendar decides. Each
 * test leaves a store in which every invariant holds (bench_close). */
#include "bench.h"
#include "usual_ways.h"

#include "services/matching/matching.h"

#define MONDAY INT64_C(1770566400000) /* 2026-02-09 00:00 at the stations */
#define START (MONDAY + 3 * MS_DAY + 9 * MS_HOUR)
#define END (START + 2 * MS_HOUR)

static const struct bench_sender dispatcher = {.role = "dispatcher"}, manager = {.role = "manager"},
                                 desk = {.role = "receptionist"};

static struct bench_sender the_worker(const char *id)
{
    return (struct bench_sender){.role = "worker", .actor = id};
}

/* ---- a small world ---- */

static void hear_service(struct bench *bench, const char *code, int workers, bool intimate)
{
    struct catalog_service_changed event = {.version = 1,
                                            .active = true,
                                            .minutes = 120,
                                            .workers = workers,
                                            .intimate = intimate,
                                            .worker_kinds = {1, {"elder_care"}},
                                            .certs = {1, {{"elder", 5}}}};
    TEXT_PUT(event.service, code);
    TEXT_PUT(event.line, "elder");
    bench_hear(bench, "booking", MSG_catalog_service_changed, &event, code);
}

static void hear_cert(struct bench *bench, enum message_type type, const char *worker)
{
    struct cert_verified event = {.level = 4, .valid_from = MONDAY, .valid_to = MONDAY + 60 * MS_DAY};
    TEXT_PUT(event.worker, worker);
    TEXT_PUT(event.station, "ST1");
    TEXT_FORMAT(event.cert, "C-%s", worker);
    TEXT_PUT(event.cert_type, "elder");
    if (type == MSG_cert_revoked) {
        struct cert_revoked revoked = {
            .level = 4, .valid_from = event.valid_from, .valid_to = event.valid_to, .reason = "forged"};
        TEXT_PUT(revoked.worker, worker);
        TEXT_PUT(revoked.station, "ST1");
        TEXT_PUT(revoked.cert, event.cert);
        TEXT_PUT(revoked.cert_type, "elder");
        bench_hear(bench, "roster", type, &revoked, worker);
        return;
    }
    bench_hear(bench, "roster", type, &event, worker);
}

/* A certificate that everybody must have: health, insurance. */
static void hear_paper(struct bench *bench, const char *worker, const char *type, int64_t until)
{
    struct cert_verified event = {.valid_from = MONDAY, .valid_to = until};
    TEXT_PUT(event.worker, worker);
    TEXT_PUT(event.station, "ST1");
    TEXT_FORMAT(event.cert, "%s-%s", worker, type);
    TEXT_PUT(event.cert_type, type);
    bench_hear(bench, "roster", MSG_cert_verified, &event, worker);
}

/* A newer certificate is verified and takes the place of C-W1. */
static void hear_renewal(struct bench *bench, const char *cert, int64_t from)
{
    struct cert_verified verified = {
        .worker = "W1", .station = "ST1", .cert_type = "elder", .level = 4, .valid_from = from};
    struct cert_renewed renewed = {
        .worker = "W1", .station = "ST1", .cert_type = "elder", .level = 4, .valid_from = from, .old_cert = "C-W1"};
    TEXT_PUT(verified.cert, cert);
    TEXT_PUT(renewed.cert, cert);
    verified.valid_to = renewed.valid_to = MONDAY + 300 * MS_DAY;
    bench_hear(bench, "roster", MSG_cert_verified, &verified, "W1");
    bench_hear(bench, "roster", MSG_cert_renewed, &renewed, "W1");
}

/* Roster says something of a worker that cannot be read, so that it is parked. */
static void hear_garbage(struct bench *bench, const char *worker)
{
    static uint8_t empty[] = {0x80};
    int index = bench_source_of(bench, "roster");
    struct bench_source *source = &bench->sources[index];
    struct worker_retired event = {.station = "ST1"};
    struct envelope envelope = {.sequence = source->number + 1, .recordedtime = bench->now};
    TEXT_PUT(event.worker, worker);
    TEXT_FORMAT(envelope.id, "roster-%lld", (long long)envelope.sequence);
    TEXT_PUT(envelope.source, "roster");
    TEXT_PUT(envelope.stream, "roster");
    TEXT_PUT(envelope.epoch, "0123456789abcdef");
    TEXT_PUT(envelope.subject, worker);
    TEXT_PUT(envelope.partitionkey, worker);
    memcpy(envelope.prevhash, source->hash, HASH_SIZE);
    struct frames frames = bench_frames(bench, &envelope, MSG_worker_retired, &event);
    frames.at[0] = (struct frame){"live", 4};
    frames.at[2] = (struct frame){empty, sizeof empty};
    source->number++;
    hash_event(source->hash, frames.at[1].data, frames.at[1].size, empty, sizeof empty);
    engine_live(bench->engine, index, &frames);
    bench_turn(bench);
}

static void hear_code(struct bench *bench, const char *worker, const char *to)
{
    struct worker_code_changed event = {.from = "none"};
    TEXT_PUT(event.worker, worker);
    TEXT_PUT(event.station, "ST1");
    TEXT_PUT(event.to, to);
    bench_hear(bench, "roster", MSG_worker_code_changed, &event, worker);
}

/* A worker who may do everything. */
static void hear_worker(struct bench *bench, const char *worker, const char *employment)
{
    struct worker_onboarded new = {
        .kind = "elder_care", .sex = "f", .cell_lat = 22523, .cell_lon = 113041, .travel = "ebike"};
    struct worker_activated active = {.probation_until = MONDAY};
    TEXT_PUT(new.worker, worker);
    TEXT_PUT(new.station, "ST1");
    TEXT_PUT(new.employment, employment);
    TEXT_PUT(active.worker, worker);
    TEXT_PUT(active.station, "ST1");
    bench_hear(bench, "roster", MSG_worker_onboarded, &new, worker);
    bench_hear(bench, "roster", MSG_worker_activated, &active, worker);
    hear_code(bench, worker, "green");
    hear_paper(bench, worker, "health", MONDAY + 300 * MS_DAY);
    hear_paper(bench, worker, "insurance", MONDAY + 300 * MS_DAY);
    hear_cert(bench, MSG_cert_verified, worker);
}

static struct booking_requested a_request(const char *booking, const char *household, int64_t start)
{
    struct booking_requested event = {.start = start,
                                      .end = start + 2 * MS_HOUR,
                                      .channel = "miniapp",
                                      .community = "CM1",
                                      .cell_lat = 22523,
                                      .cell_lon = 113041,
                                      .expires = start};
    TEXT_PUT(event.booking, booking);
    TEXT_PUT(event.station, "ST1");
    TEXT_PUT(event.service, "EL-02");
    TEXT_PUT(event.household, household);
    return event;
}

static void hear_request(struct bench *bench, const char *booking, int64_t start)
{
    struct booking_requested event = a_request(booking, "H1", start);
    bench_hear(bench, "booking", MSG_booking_requested, &event, booking);
}

static void hear_cancel(struct bench *bench, const char *booking)
{
    struct booking_cancelled event = {.start = START, .end = END, .class = "free", .by = "client"};
    TEXT_PUT(event.booking, booking);
    TEXT_PUT(event.station, "ST1");
    TEXT_PUT(event.service, "EL-02");
    TEXT_PUT(event.household, "H1");
    bench_hear(bench, "booking", MSG_booking_cancelled, &event, booking);
}

static int setup(void **state)
{
    struct bench *bench = calloc(1, sizeof *bench);
    assert_non_null(bench);
    bench_open(bench, &matching_service, MONDAY);
    bench_clock(bench, MONDAY + 12 * MS_HOUR);
    hear_service(bench, "EL-02", 1, false);
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

/* ---- what a test looks at ---- */

/* The visit of a booking, as staff see it. */
static struct visit_get_answer visit_of(struct bench *bench, const char *booking)
{
    static struct visit_list_answer list;
    struct visit_list ask = {0};
    struct visit_get get = {0};
    struct visit_get_answer answer;
    TEXT_PUT(ask.booking, booking);
    bench_query(bench, dispatcher, MSG_visit_list, &ask, MSG_visit_list_answer, &list);
    assert_true(list.rows.count > 0);
    TEXT_PUT(get.id, list.rows.at[list.rows.count - 1].visit);
    bench_query(bench, dispatcher, MSG_visit_get, &get, MSG_visit_get_answer, &answer);
    return answer;
}

static void assert_state(struct bench *bench, const char *booking, const char *state)
{
    assert_string_equal(visit_of(bench, booking).state, state);
}

static void assert_with(struct bench *bench, const char *booking, const char *state, const char *worker)
{
    struct visit_get_answer visit = visit_of(bench, booking);
    assert_string_equal(visit.state, state);
    assert_string_equal(visit.worker, worker);
}

static int emitted(struct bench *bench, enum message_type type, void *to)
{
    return bench_emitted(bench, "matching", type, to);
}

/* A command that is only about a visit: the bodies of offer.accept, visit.ack, depart, check_out, match.retry are
 * alike. */
static struct answer simply(struct bench *bench, struct bench_sender from, enum message_type type, const char *booking)
{
    struct visit_ack body = {0};
    TEXT_PUT(body.visit, visit_of(bench, booking).visit);
    return bench_command(bench, from, type, &body);
}

static void assert_code(struct answer answer, const char *code)
{
    assert_string_equal(answer.code, code);
}

static struct answer check_in(struct bench *bench, const char *booking, const char *worker, const char *code)
{
    struct visit_check_in body = {.method = "door_code"};
    TEXT_PUT(body.visit, visit_of(bench, booking).visit);
    TEXT_PUT(body.door_code, code);
    return bench_command(bench, the_worker(worker), MSG_visit_check_in, &body);
}

static const char *door_code(struct bench *bench, const char *booking)
{
    static struct visit_door_code_answer answer;
    struct visit_door_code ask = {0};
    TEXT_PUT(ask.id, visit_of(bench, booking).visit);
    bench_query(bench, desk, MSG_visit_door_code, &ask, MSG_visit_door_code_answer, &answer);
    return answer.door_code;
}

/* ---- finding somebody (D2 rows 1 to 7) ---- */

static void test_an_employee_is_assigned_at_once(void **state)
{
    struct bench *bench = *state;
    struct visit_assigned event;
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    assert_with(bench, "B1", "ASSIGNED", "W1");
    assert_int_equal(emitted(bench, MSG_visit_planned, NULL), 1);
    assert_int_equal(emitted(bench, MSG_visit_assigned, &event), 1);
    assert_string_equal(event.how, "direct");
    assert_string_equal(event.worker, "W1");
    assert_true(event.ack_by == MONDAY + 2 * MS_DAY + 18 * MS_HOUR);
}

static void test_an_agency_worker_is_asked_and_has_it_only_after_accepting(void **state)
{
    struct bench *bench = *state;
    struct visit_assigned event;
    hear_worker(bench, "W1", "agency");
    hear_request(bench, "B1", START);
    assert_with(bench, "B1", "OFFERED", "W1");
    assert_true(visit_of(bench, "B1").offer_until == bench->now + 30 * MS_MINUTE);
    assert_code(simply(bench, the_worker("W2"), MSG_offer_accept, "B1"), "not_yours");
    assert_code(simply(bench, the_worker("W1"), MSG_offer_accept, "B1"), "");
    assert_with(bench, "B1", "ASSIGNED", "W1");
    assert_int_equal(emitted(bench, MSG_visit_assigned, &event), 1);
    assert_string_equal(event.how, "accepted");
    assert_code(simply(bench, the_worker("W1"), MSG_offer_accept, "B1"), "wrong_state");
}

static void test_after_a_refusal_the_next_best_is_asked_and_in_the_end_nobody_is_left(void **state)
{
    struct bench *bench = *state;
    struct offer_decline no = {.reason = "too_far"};
    struct match_unfillable event;
    hear_worker(bench, "W1", "agency");
    hear_worker(bench, "W2", "agency");
    hear_request(bench, "B1", START);
    assert_with(bench, "B1", "OFFERED", "W1");
    TEXT_PUT(no.visit, visit_of(bench, "B1").visit);
    bench_done(bench, the_worker("W1"), MSG_offer_decline, &no);
    assert_with(bench, "B1", "OFFERED", "W2");
    bench_clock(bench, bench->now + 30 * MS_MINUTE); /* W2 does not answer */
    assert_with(bench, "B1", "UNFILLED", "");
    assert_int_equal(emitted(bench, MSG_visit_offer_declined, NULL), 1);
    assert_int_equal(emitted(bench, MSG_visit_offer_expired, NULL), 1);
    assert_int_equal(emitted(bench, MSG_match_unfillable, &event), 1);
    assert_string_equal(event.because, "no_candidate");
    assert_int_equal(event.reasons.count, 1);
    assert_string_equal(event.reasons.at[0].reason, "excluded");
    assert_int_equal(event.reasons.at[0].workers, 2);
}

static void test_an_offer_cannot_be_accepted_after_it_has_lapsed(void **state)
{
    struct bench *bench = *state;
    struct clock_set set = {.to = MONDAY + 13 * MS_HOUR};
    hear_worker(bench, "W1", "agency");
    hear_request(bench, "B1", START);
    bench_done(bench, (struct bench_sender){.role = "operator"}, MSG_clock_set, &set); /* its timer has not fired yet */
    bench->now = set.to;
    assert_code(simply(bench, the_worker("W1"), MSG_offer_accept, "B1"), "too_late");
}

/* Scenario 7 without the second worker: the reasons are counted by rule. */
static void test_when_nobody_can_come_the_reasons_are_counted(void **state)
{
    struct bench *bench = *state;
    struct match_unfillable event;
    hear_worker(bench, "W1", "employee");
    hear_worker(bench, "W2", "employee");
    hear_worker(bench, "W3", "employee");
    hear_code(bench, "W1", "yellow");
    hear_cert(bench, MSG_cert_revoked, "W2");
    hear_cert(bench, MSG_cert_revoked, "W3");
    hear_request(bench, "B1", START);
    assert_state(bench, "B1", "UNFILLED");
    assert_int_equal(emitted(bench, MSG_match_unfillable, &event), 1);
    assert_int_equal(event.reasons.count, 2);
    assert_string_equal(event.reasons.at[0].reason, "code");
    assert_int_equal(event.reasons.at[0].workers, 1);
    assert_string_equal(event.reasons.at[1].reason, "certificate");
    assert_int_equal(event.reasons.at[1].workers, 2);
    assert_string_equal(event.community, "CM1");
}

/* V1, R3: whose order it is */
static void test_another_stations_worker_comes_only_while_employed_here_too(void **state)
{
    struct bench *bench = *state;
    struct match_unfillable event;
    struct booking_requested request = a_request("B1", "H1", START);
    struct worker_employed employed = {
        .worker = "W1", .station = "ST1", .employer = "ST2", .employment = "employee", .part_time = true};
    struct worker_employment_ended ended = {.worker = "W1", .station = "ST1", .employer = "ST2"};
    hear_worker(bench, "W1", "employee");
    TEXT_PUT(request.station, "ST2");
    bench_hear(bench, "booking", MSG_booking_requested, &request, "B1");
    assert_int_equal(emitted(bench, MSG_match_unfillable, &event), 1);
    assert_string_equal(event.reasons.at[0].reason, "station");
    bench_hear(bench, "roster", MSG_worker_employed, &employed, "W1");
    TEXT_PUT(request.booking, "B2");
    bench_hear(bench, "booking", MSG_booking_requested, &request, "B2");
    assert_with(bench, "B2", "ASSIGNED", "W1");
    bench_hear(bench, "roster", MSG_worker_employment_ended, &ended, "W1");
    assert_state(bench, "B2", "AT_RISK");
}

static void test_work_for_two_is_declared_unfillable(void **state)
{
    struct bench *bench = *state;
    struct match_unfillable event;
    hear_worker(bench, "W1", "employee");
    hear_service(bench, "EL-02", 2, true);
    hear_request(bench, "B1", START);
    assert_int_equal(emitted(bench, MSG_match_unfillable, &event), 1);
    assert_string_equal(event.reasons.at[0].reason, "two_workers");
}

/* Ruling 2: from half an hour before the start on nobody new is sent. */
static void test_an_open_offer_ends_half_an_hour_before_the_start(void **state)
{
    struct bench *bench = *state;
    struct match_unfillable event;
    hear_worker(bench, "W1", "agency");
    hear_worker(bench, "W2", "agency");
    bench_clock(bench, START - 50 * MS_MINUTE);
    hear_request(bench, "B1", START);
    assert_state(bench, "B1", "OFFERED");
    bench_clock(bench, START - 30 * MS_MINUTE);
    assert_state(bench, "B1", "UNFILLED");
    assert_int_equal(emitted(bench, MSG_match_unfillable, &event), 1);
    assert_string_equal(event.because, "too_late");
}

/* I1, V2 */
static void test_one_worker_does_not_get_two_visits_at_once(void **state)
{
    struct bench *bench = *state;
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    hear_request(bench, "B2", END); /* right behind it: no time to hand over */
    hear_request(bench, "B3", END + 5 * MS_MINUTE);
    assert_with(bench, "B1", "ASSIGNED", "W1");
    assert_state(bench, "B2", "UNFILLED");
    assert_with(bench, "B3", "ASSIGNED", "W1");
}

static void test_a_request_that_is_heard_twice_makes_one_visit(void **state)
{
    struct bench *bench = *state;
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    hear_request(bench, "B1", START);
    assert_int_equal(emitted(bench, MSG_visit_planned, NULL), 1);
}

/* V1, R4, I3: the colour is green today, and the service asks for neither */
static void test_nobody_comes_whose_health_check_or_insurance_ends_before_the_visit_does(void **state)
{
    struct bench *bench = *state;
    struct match_unfillable event;
    hear_worker(bench, "W1", "employee");
    hear_worker(bench, "W2", "employee");
    hear_paper(bench, "W1", "health", END - MS_DAY);
    hear_paper(bench, "W2", "insurance", END - 1);
    hear_request(bench, "B1", START);
    assert_state(bench, "B1", "UNFILLED");
    assert_int_equal(emitted(bench, MSG_match_unfillable, &event), 1);
    assert_int_equal(event.reasons.count, 1);
    assert_string_equal(event.reasons.at[0].reason, "certificate");
    assert_int_equal(event.reasons.at[0].workers, 2);
    hear_paper(bench, "W2", "insurance", END);
    hear_request(bench, "B2", START);
    assert_with(bench, "B2", "ASSIGNED", "W2");
    hear_paper(bench, "W2", "insurance", END - 1);
    assert_string_equal(visit_of(bench, "B2").state, "AT_RISK");
    assert_string_equal(visit_of(bench, "B2").risk, "certificate");
}

/* Row 7 */
static void test_an_unfilled_visit_is_filled_when_somebody_is_there_and_it_is_tried_again(void **state)
{
    struct bench *bench = *state;
    hear_request(bench, "B1", START);
    assert_state(bench, "B1", "UNFILLED");
    hear_worker(bench, "W1", "employee");
    assert_code(simply(bench, dispatcher, MSG_match_retry, "B1"), "");
    assert_with(bench, "B1", "ASSIGNED", "W1");
    assert_code(simply(bench, dispatcher, MSG_match_retry, "B1"), "wrong_state");
}

/* ---- the dispatcher's hand (rows 2, 5, 12) ---- */

static struct answer by_hand(struct bench *bench, enum message_type type, const char *booking, const char *worker)
{
    struct visit_assign body = {0};
    TEXT_PUT(body.visit, visit_of(bench, booking).visit);
    TEXT_PUT(body.worker, worker);
    return bench_command(bench, dispatcher, type, &body);
}

static struct answer reassign(struct bench *bench, const char *booking, const char *worker)
{
    struct visit_reassign body = {.reason = "client_wish"};
    TEXT_PUT(body.visit, visit_of(bench, booking).visit);
    TEXT_PUT(body.worker, worker);
    return bench_command(bench, dispatcher, MSG_visit_reassign, &body);
}

static void test_a_dispatcher_is_bound_by_the_same_rules_and_told_which_one_fails(void **state)
{
    struct bench *bench = *state;
    hear_request(bench, "B1", START);
    hear_worker(bench, "W1", "employee");
    hear_worker(bench, "W2", "agency");
    hear_code(bench, "W1", "red");
    assert_code(by_hand(bench, MSG_visit_assign, "B1", "W1"), "code");
    assert_code(by_hand(bench, MSG_visit_assign, "B1", "W9"), "unknown_worker");
    assert_code(by_hand(bench, MSG_visit_assign, "B1", "W2"), "not_employee");
    assert_state(bench, "B1", "UNFILLED"); /* a refusal changes nothing */
    assert_code(by_hand(bench, MSG_visit_offer, "B1", "W2"), "");
    assert_with(bench, "B1", "OFFERED", "W2");
    hear_code(bench, "W1", "green");
    assert_code(by_hand(bench, MSG_visit_assign, "B1", "W1"), "wrong_state");
}

static void test_a_reassigned_visit_frees_the_first_worker(void **state)
{
    struct bench *bench = *state;
    struct visit_reassigned event;
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    hear_worker(bench, "W2", "employee");
    assert_code(reassign(bench, "B1", "W1"), "same_worker");
    assert_code(reassign(bench, "B1", "W2"), "");
    assert_with(bench, "B1", "ASSIGNED", "W2");
    assert_string_equal(visit_of(bench, "B1").how, "replaced");
    assert_int_equal(emitted(bench, MSG_visit_reassigned, &event), 1);
    assert_string_equal(event.from_worker, "W1");
    assert_string_equal(event.worker, "W2");
    assert_string_equal(event.why, "client_wish");
    hear_request(bench, "B2", START);
    assert_with(bench, "B2", "ASSIGNED", "W1");
}

static void test_an_old_revision_is_a_conflict(void **state)
{
    struct bench *bench = *state;
    struct bench_sender late = the_worker("W1");
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    late.expectedrev = 1;
    assert_code(simply(bench, late, MSG_visit_ack, "B1"), "conflict");
    late.expectedrev = visit_of(bench, "B1").revision;
    assert_code(simply(bench, late, MSG_visit_ack, "B1"), "");
}

static void test_an_answer_tells_the_revision_to_go_on_from(void **state)
{
    struct bench *bench = *state;
    struct bench_sender next = the_worker("W1");
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    next.expectedrev = simply(bench, next, MSG_visit_ack, "B1").revision;
    assert_int_equal(next.expectedrev, visit_of(bench, "B1").revision);
    assert_code(simply(bench, next, MSG_visit_depart, "B1"), "");
    assert_int_equal(simply(bench, dispatcher, MSG_match_retry, "B1").revision, 0); /* refused */
}

/* ruling 6 */
static void test_a_worker_of_whom_something_is_parked_is_not_assigned(void **state)
{
    struct bench *bench = *state;
    hear_worker(bench, "W1", "employee");
    hear_worker(bench, "W2", "employee");
    hear_garbage(bench, "W1");
    hear_request(bench, "B1", START);
    assert_with(bench, "B1", "ASSIGNED", "W2");
    hear_garbage(bench, "W2");
    hear_request(bench, "B2", START + MS_DAY);
    struct match_unfillable event;
    assert_int_equal(emitted(bench, MSG_match_unfillable, &event), 1);
    assert_string_equal(event.reasons.at[0].reason, "unsure");
    assert_int_equal(event.reasons.at[0].workers, 2);
    assert_with(bench, "B1", "ASSIGNED", "W2");
}

/* ---- acknowledgement (rows 8, 9, 11; V13) ---- */

static void test_without_acknowledgement_the_visit_is_at_risk_and_then_replaced(void **state)
{
    struct bench *bench = *state;
    struct visit_at_risk risk;
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    hear_worker(bench, "W2", "employee");
    bench_clock(bench, MONDAY + 2 * MS_DAY + 18 * MS_HOUR);
    assert_with(bench, "B1", "AT_RISK", "W1");
    assert_int_equal(emitted(bench, MSG_visit_at_risk, &risk), 1);
    assert_string_equal(risk.reason, "no_ack");
    bench_clock(bench, MONDAY + 2 * MS_DAY + 19 * MS_HOUR);
    assert_with(bench, "B1", "ASSIGNED", "W2");
    assert_int_equal(emitted(bench, MSG_visit_reassigned, NULL), 1);
}

static void test_with_nobody_else_the_visit_stays_at_risk_with_its_worker_until_it_is_missed(void **state)
{
    struct bench *bench = *state;
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    bench_clock(bench, MONDAY + 2 * MS_DAY + 18 * MS_HOUR);
    bench_clock(bench, MONDAY + 2 * MS_DAY + 19 * MS_HOUR);
    assert_with(bench, "B1", "AT_RISK", "W1");
    assert_int_equal(emitted(bench, MSG_match_unfillable, NULL), 0);
    bench_clock(bench, START + 30 * MS_MINUTE);
    assert_state(bench, "B1", "MISSED");
    assert_int_equal(emitted(bench, MSG_visit_missed_by_worker, NULL), 1);
}

/* Ruling 2, booked on the day itself: half an hour to acknowledge, and at the last call another employee is sent, but
 * nobody is asked any more. */
static void test_on_the_day_itself_only_an_employee_replaces_at_the_last_call(void **state)
{
    struct bench *bench = *state;
    static struct visit_explain_answer why;
    struct visit_explain ask = {0};
    bench_clock(bench, START - 2 * MS_HOUR);
    hear_worker(bench, "W1", "employee");
    hear_worker(bench, "W2", "employee");
    hear_request(bench, "B1", START);
    hear_request(bench, "B2", START);
    hear_worker(bench, "W3", "agency");
    assert_code(simply(bench, the_worker("W2"), MSG_visit_ack, "B2"), "");
    bench_clock(bench, START - 90 * MS_MINUTE);
    assert_with(bench, "B1", "AT_RISK", "W1");
    bench_clock(bench, START - 30 * MS_MINUTE - 1);
    hear_cancel(bench, "B2"); /* W2 is free again */
    bench_clock(bench, START - 30 * MS_MINUTE);
    assert_with(bench, "B1", "ASSIGNED", "W2");
    TEXT_PUT(ask.id, visit_of(bench, "B1").visit);
    bench_query(bench, dispatcher, MSG_visit_explain, &ask, MSG_visit_explain_answer, &why);
    assert_string_equal(why.reasons.at[why.reasons.count - 1].reason, "no_time"); /* W3 */
}

static void test_a_late_acknowledgement_recovers_the_visit(void **state)
{
    struct bench *bench = *state;
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    bench_clock(bench, MONDAY + 2 * MS_DAY + 18 * MS_HOUR);
    assert_code(simply(bench, the_worker("W1"), MSG_visit_ack, "B1"), "");
    assert_with(bench, "B1", "ACKED", "W1");
    assert_int_equal(emitted(bench, MSG_visit_recovered, NULL), 1);
    hear_worker(bench, "W2", "employee");
    bench_clock(bench, MONDAY + 2 * MS_DAY + 19 * MS_HOUR);
    assert_with(bench, "B1", "ACKED", "W1");
}

/* ---- facts that threaten (row 10) ---- */

static void test_a_code_that_turns_yellow_hands_the_visit_to_somebody_else(void **state)
{
    struct bench *bench = *state;
    struct visit_at_risk risk;
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    assert_code(simply(bench, the_worker("W1"), MSG_visit_ack, "B1"), "");
    hear_worker(bench, "W2", "employee");
    hear_code(bench, "W1", "yellow");
    assert_with(bench, "B1", "ASSIGNED", "W2");
    assert_int_equal(emitted(bench, MSG_visit_at_risk, &risk), 1);
    assert_string_equal(risk.reason, "code");
}

static void test_with_nobody_else_the_visit_recovers_when_the_cause_is_gone(void **state)
{
    struct bench *bench = *state;
    struct visit_recovered event;
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    assert_code(simply(bench, the_worker("W1"), MSG_visit_ack, "B1"), "");
    hear_code(bench, "W1", "yellow");
    assert_with(bench, "B1", "AT_RISK", "W1");
    hear_code(bench, "W1", "green");
    assert_with(bench, "B1", "ACKED", "W1");
    assert_int_equal(emitted(bench, MSG_visit_recovered, &event), 1);
    assert_string_equal(event.reason, "code");
}

static void hear_leave(struct bench *bench, const char *worker, int64_t start, int64_t until)
{
    struct worker_leave_granted event = {.leave = "L1", .start = start, .until = until};
    TEXT_PUT(event.worker, worker);
    TEXT_PUT(event.station, "ST1");
    bench_hear(bench, "roster", MSG_worker_leave_granted, &event, worker);
}

/* D7 row 7 */
static void test_a_replaced_certificate_never_counts_again(void **state)
{
    struct bench *bench = *state;
    struct cert_revoked revoked = {.worker = "W1",
                                   .station = "ST1",
                                   .cert = "C-new",
                                   .cert_type = "elder",
                                   .level = 4,
                                   .valid_from = MONDAY + 12 * MS_HOUR,
                                   .valid_to = MONDAY + 300 * MS_DAY,
                                   .reason = "forged"};
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    hear_renewal(bench, "C-new", MONDAY + 12 * MS_HOUR);
    assert_string_equal(visit_of(bench, "B1").state, "ASSIGNED");
    bench_hear(bench, "roster", MSG_cert_revoked, &revoked, "W1");
    assert_string_equal(visit_of(bench, "B1").state, "AT_RISK");
    assert_string_equal(visit_of(bench, "B1").risk, "certificate");
}

/* D7 row 7, V1: together they cover a visit that is under way when the newer one begins */
static void test_a_replaced_certificate_counts_until_the_newer_one_begins(void **state)
{
    struct bench *bench = *state;
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    hear_renewal(bench, "C-new", START + MS_HOUR);
    assert_string_equal(visit_of(bench, "B1").state, "ASSIGNED");
}

static void test_leave_threatens_only_the_visits_within_it(void **state)
{
    struct bench *bench = *state;
    struct worker_leave_ended back = {.worker = "W1", .station = "ST1", .leave = "L1", .at = MONDAY + 12 * MS_HOUR};
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    hear_request(bench, "B2", START + MS_DAY);
    hear_leave(bench, "W1", START + MS_HOUR, START + 12 * MS_HOUR);
    assert_state(bench, "B1", "AT_RISK");
    assert_string_equal(visit_of(bench, "B1").risk, "leave");
    assert_state(bench, "B2", "ASSIGNED");
    bench_hear(bench, "roster", MSG_worker_leave_ended, &back, "W1"); /* called off */
    assert_state(bench, "B1", "ASSIGNED");
}

/* rows 10 and 11: a suspension that crosses the assignment */
static void test_a_suspension_after_the_assignment_puts_the_visit_at_risk_until_it_is_lifted(void **state)
{
    struct bench *bench = *state;
    struct worker_suspended suspended = {.worker = "W1", .station = "ST1", .reason = "complaint", .review_by = START};
    struct worker_reinstated back = {.worker = "W1", .station = "ST1"};
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    bench_hear(bench, "roster", MSG_worker_suspended, &suspended, "W1");
    assert_with(bench, "B1", "AT_RISK", "W1");
    assert_string_equal(visit_of(bench, "B1").risk, "suspended");
    assert_code(simply(bench, the_worker("W1"), MSG_visit_ack, "B1"), "wrong_state");
    bench_hear(bench, "roster", MSG_worker_reinstated, &back, "W1");
    assert_with(bench, "B1", "ASSIGNED", "W1");
}

/* 5-EVENTS F: the old certificate expires after its renewal was heard of */
static void test_an_expiry_after_the_renewal_threatens_nothing(void **state)
{
    struct bench *bench = *state;
    struct visit_at_risk risk;
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    hear_renewal(bench, "C-new", MONDAY + 12 * MS_HOUR);
    hear_cert(bench, MSG_cert_expired, "W1");
    assert_with(bench, "B1", "ASSIGNED", "W1");
    assert_int_equal(emitted(bench, MSG_visit_at_risk, &risk), 0);
}

static void test_an_offer_to_a_worker_who_is_suspended_is_taken_back(void **state)
{
    struct bench *bench = *state;
    struct worker_suspended event = {.worker = "W1", .station = "ST1", .reason = "complaint", .review_by = START};
    hear_worker(bench, "W1", "agency");
    hear_worker(bench, "W2", "agency");
    hear_request(bench, "B1", START);
    assert_with(bench, "B1", "OFFERED", "W1");
    bench_hear(bench, "roster", MSG_worker_suspended, &event, "W1");
    assert_with(bench, "B1", "OFFERED", "W2");
}

static void test_an_agency_worker_takes_over_only_after_accepting(void **state)
{
    struct bench *bench = *state;
    struct visit_assigned event;
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    hear_worker(bench, "W2", "agency");
    hear_cert(bench, MSG_cert_revoked, "W1");
    assert_with(bench, "B1", "OFFERED", "W2");
    assert_int_equal(emitted(bench, MSG_visit_reassigned, NULL), 0);
    assert_code(simply(bench, the_worker("W2"), MSG_offer_accept, "B1"), "");
    assert_int_equal(emitted(bench, MSG_visit_reassigned, NULL), 1);
    emitted(bench, MSG_visit_assigned, &event);
    assert_string_equal(event.how, "replaced");
}

static void test_a_pair_that_must_not_meet_is_parted(void **state)
{
    struct bench *bench = *state;
    struct household_pair_changed event = {.household = "H1", .worker = "W1", .prohibited = true};
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    hear_worker(bench, "W2", "employee");
    bench_hear(bench, "booking", MSG_household_pair_changed, &event, "H1");
    assert_with(bench, "B1", "ASSIGNED", "W2");
}

/* ---- the work (rows 13 to 20) ---- */

static void test_a_visit_is_worked_verified_and_closed_after_two_days(void **state)
{
    struct bench *bench = *state;
    struct visit_verified event;
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    assert_code(simply(bench, the_worker("W1"), MSG_visit_ack, "B1"), "");
    bench_clock(bench, START - 2 * MS_HOUR);
    assert_code(simply(bench, the_worker("W1"), MSG_visit_depart, "B1"), "");
    assert_code(check_in(bench, "B1", "W1", door_code(bench, "B1")), "too_early");
    bench_clock(bench, START);
    assert_code(check_in(bench, "B1", "W1", door_code(bench, "B1")), "");
    assert_state(bench, "B1", "STARTED");
    bench_clock(bench, END - 5 * MS_MINUTE);
    assert_code(simply(bench, the_worker("W1"), MSG_visit_check_out, "B1"), "");
    assert_state(bench, "B1", "VERIFIED");
    assert_int_equal(emitted(bench, MSG_visit_ended, NULL), 1);
    assert_int_equal(emitted(bench, MSG_visit_verified, &event), 1);
    assert_int_equal(event.minutes, 115);
    bench_clock(bench, END - 5 * MS_MINUTE + 48 * MS_HOUR);
    assert_state(bench, "B1", "CLOSED");
}

static void started(struct bench *bench)
{
    struct visit_check_in body = {.method = "phone"};
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    assert_code(simply(bench, the_worker("W1"), MSG_visit_ack, "B1"), "");
    bench_clock(bench, START);
    TEXT_PUT(body.visit, visit_of(bench, "B1").visit);
    assert_code(bench_command(bench, the_worker("W1"), MSG_visit_check_in, &body), "wrong_method");
    bench_done(bench, desk, MSG_visit_check_in, &body);
    assert_string_equal(visit_of(bench, "B1").method, "phone");
}

static void test_a_wrong_door_code_cannot_be_guessed(void **state)
{
    struct bench *bench = *state;
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    assert_code(simply(bench, the_worker("W1"), MSG_visit_ack, "B1"), "");
    bench_clock(bench, START);
    char right[7];
    TEXT_PUT(right, door_code(bench, "B1"));
    for (int i = 0; i < 5; i++)
        assert_code(check_in(bench, "B1", "W1", "00000x"), "wrong_code");
    assert_code(check_in(bench, "B1", "W1", right), "too_many_tries");
    assert_state(bench, "B1", "ACKED");
}

static void test_a_door_code_is_not_told_to_the_worker_nor_to_another_household(void **state)
{
    struct bench *bench = *state;
    struct visit_door_code ask = {0};
    struct answer answer;
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    TEXT_PUT(ask.id, visit_of(bench, "B1").visit);
    bench_query(bench, the_worker("W1"), MSG_visit_door_code, &ask, MSG_answer, &answer);
    assert_string_equal(answer.outcome, "denied");
    bench_query(bench, (struct bench_sender){.role = "client", .actor = "H2"}, MSG_visit_door_code, &ask, MSG_answer,
                &answer);
    assert_string_equal(answer.code, "not_yours");
    struct visit_door_code_answer told;
    bench_query(bench, (struct bench_sender){.role = "client", .actor = "H1"}, MSG_visit_door_code, &ask,
                MSG_visit_door_code_answer, &told);
    assert_string_equal(told.door_code, door_code(bench, "B1"));
}

/* Row 16, BK10 */
static void test_a_client_no_show_needs_a_quarter_of_an_hour_and_two_tries(void **state)
{
    struct bench *bench = *state;
    struct visit_no_client body = {.tries = 2};
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    assert_code(simply(bench, the_worker("W1"), MSG_visit_ack, "B1"), "");
    TEXT_PUT(body.visit, visit_of(bench, "B1").visit);
    bench_clock(bench, START + 14 * MS_MINUTE);
    assert_code(bench_command(bench, the_worker("W1"), MSG_visit_no_client, &body), "too_early");
    bench_clock(bench, START + 15 * MS_MINUTE);
    body.tries = 1;
    assert_code(bench_command(bench, the_worker("W1"), MSG_visit_no_client, &body), "too_few_tries");
    body.tries = 2;
    assert_code(bench_command(bench, the_worker("W1"), MSG_visit_no_client, &body), "");
    assert_state(bench, "B1", "CLIENT_NO_SHOW");
}

/* Row 20 */
static void test_an_objection_is_settled_by_a_manager_and_is_final(void **state)
{
    struct bench *bench = *state;
    struct visit_dispute objection = {.reason = "too_short"};
    struct visit_settle settle = {.minutes = 90};
    started(bench);
    bench_clock(bench, END);
    assert_code(simply(bench, the_worker("W1"), MSG_visit_check_out, "B1"), "");
    TEXT_PUT(objection.visit, visit_of(bench, "B1").visit);
    TEXT_PUT(settle.visit, objection.visit);
    assert_code(bench_command(bench, (struct bench_sender){.role = "partner", .source = "other"}, MSG_visit_dispute,
                              &objection),
                "not_yours");
    bench_done(bench, desk, MSG_visit_dispute, &objection);
    bench_clock(bench, END + 72 * MS_HOUR);
    assert_state(bench, "B1", "DISPUTED");
    bench_done(bench, manager, MSG_visit_settle, &settle);
    assert_int_equal(visit_of(bench, "B1").minutes, 90);
    bench_clock(bench, END + 72 * MS_HOUR + 1);
    assert_state(bench, "B1", "CLOSED");
    assert_code(bench_command(bench, desk, MSG_visit_dispute, &objection), "wrong_state");
}

/* ---- booking changes its mind (row 21, ruling 5) ---- */

static void test_a_cancelled_visit_frees_its_time(void **state)
{
    struct bench *bench = *state;
    struct visit_cancelled event;
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    hear_cancel(bench, "B1");
    assert_state(bench, "B1", "CANCELLED");
    assert_int_equal(emitted(bench, MSG_visit_cancelled, &event), 1);
    assert_string_equal(event.worker, "W1");
    hear_request(bench, "B2", START);
    assert_with(bench, "B2", "ASSIGNED", "W1");
}

static void test_a_cancellation_of_something_unknown_or_over_changes_nothing(void **state)
{
    struct bench *bench = *state;
    hear_cancel(bench, "B1");
    started(bench);
    bench_clock(bench, END);
    assert_code(simply(bench, the_worker("W1"), MSG_visit_check_out, "B1"), "");
    hear_cancel(bench, "B1");
    assert_state(bench, "B1", "VERIFIED");
    assert_int_equal(emitted(bench, MSG_visit_cancelled, NULL), 0);
}

static void hear_annulled(struct bench *bench, const char *booking)
{
    struct booking_cancelled event = {
        .start = START, .end = END, .class = "provider", .by = "manager", .annulled = true};
    TEXT_PUT(event.booking, booking);
    TEXT_PUT(event.station, "ST1");
    TEXT_PUT(event.service, "EL-02");
    TEXT_PUT(event.household, "H1");
    bench_hear(bench, "booking", MSG_booking_cancelled, &event, booking);
}

/* Ruling 5: what was worked until the client stopped it stays on record, and the rest of the time is free. */
static void test_a_visit_that_is_stopped_keeps_what_was_worked(void **state)
{
    struct bench *bench = *state;
    struct visit_cancelled event;
    started(bench);
    bench_clock(bench, START + 45 * MS_MINUTE);
    hear_cancel(bench, "B1");
    assert_with(bench, "B1", "CANCELLED", "W1");
    assert_int_equal(emitted(bench, MSG_visit_cancelled, &event), 1);
    assert_int_equal(event.minutes, 45);
    assert_int_equal(visit_of(bench, "B1").minutes, 45);
    assert_code(simply(bench, the_worker("W1"), MSG_visit_check_out, "B1"), "wrong_state");
}

/* Ruling 5: a manager annuls work that is done, also after the objection; nothing of it counts. */
static void test_work_that_is_annulled_counts_for_nothing(void **state)
{
    struct bench *bench = *state;
    struct visit_cancelled event;
    struct visit_explain ask = {0};
    static struct visit_explain_answer why;
    started(bench);
    bench_clock(bench, END);
    assert_code(simply(bench, the_worker("W1"), MSG_visit_check_out, "B1"), "");
    hear_annulled(bench, "B1");
    assert_with(bench, "B1", "CANCELLED", "W1");
    assert_int_equal(emitted(bench, MSG_visit_cancelled, &event), 1);
    assert_string_equal(event.reason, "booking_annulled");
    assert_int_equal(visit_of(bench, "B1").minutes, 0);
    hear_request(bench, "B2", START + MS_DAY);
    TEXT_PUT(ask.id, visit_of(bench, "B2").visit);
    bench_query(bench, dispatcher, MSG_visit_explain, &ask, MSG_visit_explain_answer, &why);
    assert_string_equal(why.candidates.at[0].terms.at[TERM_CONTINUITY].term, "continuity");
    assert_int_equal(why.candidates.at[0].terms.at[TERM_CONTINUITY].points, 0);
    bench_clock(bench, END + 3 * MS_DAY);
    assert_state(bench, "B1", "CANCELLED");
}

static void test_a_rematch_looks_for_somebody_else(void **state)
{
    struct bench *bench = *state;
    struct booking_rematch_requested event = {.booking = "B1",
                                              .station = "ST1",
                                              .service = "EL-02",
                                              .household = "H1",
                                              .start = START,
                                              .end = END,
                                              .reason = "client_wish"};
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    hear_worker(bench, "W2", "employee");
    bench_hear(bench, "booking", MSG_booking_rematch_requested, &event, "B1");
    assert_with(bench, "B1", "ASSIGNED", "W2");
    bench_hear(bench, "booking", MSG_booking_rematch_requested, &event, "B1");
    assert_state(bench, "B1", "UNFILLED");
}

/* ---- the calendar (V23, ruling 1) ---- */

static void ask_time(struct bench *bench, const char *hold, const char *person, int64_t start, int64_t end)
{
    struct calendar_hold_requested event = {.purpose = "class", .start = start, .end = end, .object = "S1"};
    TEXT_PUT(event.hold, hold);
    TEXT_PUT(event.person, person);
    bench_hear(bench, "training", MSG_calendar_hold_requested, &event, hold);
}

/* Scenario 4 */
static void test_a_class_on_the_time_of_a_visit_is_denied_with_the_conflict_and_the_first_free_start(void **state)
{
    struct bench *bench = *state;
    struct calendar_hold_denied event;
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    ask_time(bench, "K1", "W1", START - MS_HOUR, START + MS_HOUR);
    assert_int_equal(emitted(bench, MSG_calendar_hold_granted, NULL), 0);
    assert_int_equal(emitted(bench, MSG_calendar_hold_denied, &event), 1);
    assert_int_equal(event.conflicts.count, 1);
    assert_true(event.first_free == END);
    hear_cancel(bench, "B1");
    ask_time(bench, "K1", "W1", START - MS_HOUR, START + MS_HOUR);
    assert_int_equal(emitted(bench, MSG_calendar_hold_granted, NULL), 1);
}

static void test_a_visit_does_not_get_the_time_of_a_class_until_it_is_dropped(void **state)
{
    struct bench *bench = *state;
    struct calendar_hold_dropped drop = {.hold = "K1", .person = "W1"};
    hear_worker(bench, "W1", "employee");
    ask_time(bench, "K1", "W1", START, END);
    hear_request(bench, "B1", START);
    assert_state(bench, "B1", "UNFILLED");
    bench_hear(bench, "training", MSG_calendar_hold_dropped, &drop, "K1");
    bench_hear(bench, "training", MSG_calendar_hold_dropped, &drop, "K1");
    assert_int_equal(emitted(bench, MSG_calendar_released, NULL), 1);
    assert_code(simply(bench, dispatcher, MSG_match_retry, "B1"), "");
    assert_state(bench, "B1", "ASSIGNED");
}

/* Ruling 1: the old time stands until the new one is granted. */
static void test_a_hold_that_is_asked_for_again_moves_or_stays(void **state)
{
    struct bench *bench = *state;
    static struct calendar_list_answer list;
    struct calendar_list ask = {.person = "T1"};
    ask_time(bench, "K1", "T1", START, END);
    ask_time(bench, "K2", "T1", END, END + MS_HOUR);
    ask_time(bench, "K1", "T1", START + MS_HOUR, END + MS_HOUR);
    assert_int_equal(emitted(bench, MSG_calendar_hold_denied, NULL), 1);
    bench_query(bench, dispatcher, MSG_calendar_list, &ask, MSG_calendar_list_answer, &list);
    assert_int_equal(list.rows.count, 2);
    assert_true(list.rows.at[0].start == START);
    ask_time(bench, "K1", "T1", START - MS_HOUR, END - MS_HOUR);
    bench_query(bench, dispatcher, MSG_calendar_list, &ask, MSG_calendar_list_answer, &list);
    assert_int_equal(list.rows.count, 2);
    assert_true(list.rows.at[0].start == START - MS_HOUR);
}

/* Ruling 1: the hold is its asker's; another service that names it is denied, and drops nothing. */
static void test_only_the_asker_of_a_hold_moves_or_drops_it(void **state)
{
    struct bench *bench = *state;
    static struct calendar_list_answer list;
    struct calendar_list ask = {.person = "T1"};
    struct calendar_hold_dropped drop = {.hold = "K1", .person = "T1"};
    struct calendar_hold_requested steal = {
        .hold = "K1", .person = "T1", .purpose = "hearing", .start = END, .end = END + MS_HOUR, .object = "C1"};
    ask_time(bench, "K1", "T1", START, END);
    bench_hear(bench, "mediation", MSG_calendar_hold_requested, &steal, "K1");
    bench_hear(bench, "mediation", MSG_calendar_hold_dropped, &drop, "K1");
    assert_int_equal(emitted(bench, MSG_calendar_hold_denied, NULL), 1);
    assert_int_equal(emitted(bench, MSG_calendar_released, NULL), 0);
    bench_query(bench, dispatcher, MSG_calendar_list, &ask, MSG_calendar_list_answer, &list);
    assert_int_equal(list.rows.count, 1);
    assert_true(list.rows.at[0].start == START);
    bench_hear(bench, "training", MSG_calendar_hold_dropped, &drop, "K1");
    assert_int_equal(emitted(bench, MSG_calendar_released, NULL), 1);
}

static void test_the_hold_of_a_visit_is_no_other_services(void **state)
{
    struct bench *bench = *state;
    static struct calendar_list_answer list;
    struct calendar_list ask = {.person = "W1"};
    struct calendar_hold_dropped drop = {.person = "W1"};
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    bench_query(bench, dispatcher, MSG_calendar_list, &ask, MSG_calendar_list_answer, &list);
    TEXT_PUT(drop.hold, list.rows.at[0].hold);
    ask_time(bench, drop.hold, "W1", END, END + MS_HOUR);
    bench_hear(bench, "training", MSG_calendar_hold_dropped, &drop, drop.hold);
    assert_int_equal(emitted(bench, MSG_calendar_hold_denied, NULL), 1);
    assert_int_equal(emitted(bench, MSG_calendar_released, NULL), 0);
    assert_with(bench, "B1", "ASSIGNED", "W1");
}

/* ---- a visit that lasts too long (rows 10, 17; V15) ---- */

/* W1 is at B1 until END and has B2 an hour after it, `far` thousandths of a degree to the north. */
static void at_work_before_b2(struct bench *bench, int far)
{
    struct booking_requested event = a_request("B2", "H2", END + MS_HOUR);
    event.cell_lat += far;
    started(bench);
    bench_hear(bench, "booking", MSG_booking_requested, &event, "B2");
    assert_code(simply(bench, the_worker("W1"), MSG_visit_ack, "B2"), "");
}

/* When W1 must leave B1 so as not to be more than ten minutes late. */
static int64_t leave_by(int far)
{
    struct cell a = {22523, 113041}, b = {22523 + far, 113041};
    return END + MS_HOUR + 10 * MS_MINUTE - 5 * MS_MINUTE - travel_ms(&usual_ways, a, b, TRAVEL_EBIKE);
}

static void test_a_visit_that_lasts_too_long_hands_the_next_one_to_somebody_else(void **state)
{
    struct bench *bench = *state;
    struct visit_at_risk risk;
    at_work_before_b2(bench, 72);
    hear_worker(bench, "W2", "employee");
    bench_clock(bench, leave_by(72));
    assert_with(bench, "B2", "ACKED", "W1");
    bench_clock(bench, leave_by(72) + 1);
    assert_with(bench, "B2", "ASSIGNED", "W2");
    assert_int_equal(emitted(bench, MSG_visit_at_risk, &risk), 1);
    assert_string_equal(risk.reason, "overrun");
    assert_state(bench, "B1", "STARTED");
}

/* Row 11: with nobody else the worker comes late, and says so once the visit before is over. */
static void test_after_an_overrun_the_worker_acknowledges_and_comes_late(void **state)
{
    struct bench *bench = *state;
    at_work_before_b2(bench, 0);
    bench_clock(bench, leave_by(0) + 1);
    assert_with(bench, "B2", "AT_RISK", "W1");
    hear_code(bench, "W1", "green"); /* no fact of the worker ends it */
    assert_with(bench, "B2", "AT_RISK", "W1");
    assert_code(simply(bench, the_worker("W1"), MSG_visit_ack, "B2"), "overrun");
    assert_code(simply(bench, the_worker("W1"), MSG_visit_check_out, "B1"), "");
    assert_with(bench, "B2", "AT_RISK", "W1");
    assert_code(simply(bench, the_worker("W1"), MSG_visit_ack, "B2"), "");
    assert_with(bench, "B2", "ACKED", "W1");
    assert_int_equal(emitted(bench, MSG_visit_recovered, NULL), 1);
}

static void test_who_leaves_in_time_overruns_nothing(void **state)
{
    struct bench *bench = *state;
    at_work_before_b2(bench, 0);
    bench_clock(bench, leave_by(0));
    assert_code(simply(bench, the_worker("W1"), MSG_visit_check_out, "B1"), "");
    bench_clock(bench, leave_by(0) + MS_MINUTE);
    assert_with(bench, "B2", "ACKED", "W1");
    assert_int_equal(emitted(bench, MSG_visit_at_risk, NULL), 0);
}

/* Row 17: the check-out itself tells, should the timer not have. */
static void test_a_late_check_out_puts_the_next_visit_at_risk(void **state)
{
    struct bench *bench = *state;
    struct clock_set set = {.to = leave_by(0) + 1};
    at_work_before_b2(bench, 0);
    bench->now = set.to;
    bench_done(bench, (struct bench_sender){.role = "operator"}, MSG_clock_set, &set);
    assert_code(simply(bench, the_worker("W1"), MSG_visit_check_out, "B1"), "");
    assert_with(bench, "B2", "AT_RISK", "W1");
}

static void test_a_visit_assigned_to_who_is_at_work_is_watched_too(void **state)
{
    struct bench *bench = *state;
    started(bench);
    bench_clock(bench, END + 10 * MS_MINUTE);
    struct booking_requested event = a_request("B2", "H2", END + MS_HOUR);
    bench_hear(bench, "booking", MSG_booking_requested, &event, "B2");
    assert_with(bench, "B2", "ASSIGNED", "W1");
    bench_clock(bench, bench->now);
    assert_code(simply(bench, the_worker("W1"), MSG_visit_ack, "B2"), "");
    bench_clock(bench, leave_by(0) + 1);
    assert_with(bench, "B2", "AT_RISK", "W1");
}

/* ---- a station that closes (row 10) ---- */

static void hear_station(struct bench *bench, bool active)
{
    struct catalog_station_changed event = {.version = 1, .active = active, .host_kind = "company"};
    TEXT_PUT(event.station, "ST1");
    bench_hear(bench, "booking", MSG_catalog_station_changed, &event, "ST1");
}

static void test_a_closed_station_puts_its_visits_at_risk_until_it_opens(void **state)
{
    struct bench *bench = *state;
    struct visit_at_risk risk;
    struct match_unfillable none;
    hear_station(bench, true);
    hear_worker(bench, "W1", "employee");
    hear_worker(bench, "W2", "employee");
    hear_request(bench, "B1", START);
    assert_code(simply(bench, the_worker("W1"), MSG_visit_ack, "B1"), "");
    hear_station(bench, false);
    assert_with(bench, "B1", "AT_RISK", "W1");
    assert_int_equal(emitted(bench, MSG_visit_at_risk, &risk), 1);
    assert_string_equal(risk.reason, "station_closed");
    hear_request(bench, "B2", START + MS_DAY);
    assert_state(bench, "B2", "UNFILLED");
    assert_int_equal(emitted(bench, MSG_match_unfillable, &none), 1);
    assert_string_equal(none.reasons.at[0].reason, "station_closed");
    hear_station(bench, true);
    assert_with(bench, "B1", "ACKED", "W1");
}

static void test_a_community_that_is_served_no_more_puts_its_visits_at_risk(void **state)
{
    struct bench *bench = *state;
    struct catalog_coverage_changed event = {.station = "ST1", .communities = {2, {"CM1", "CM2"}}};
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    bench_hear(bench, "booking", MSG_catalog_coverage_changed, &event, "ST1");
    assert_with(bench, "B1", "ASSIGNED", "W1");
    TEXT_PUT(event.communities.at[0], "CM3");
    bench_hear(bench, "booking", MSG_catalog_coverage_changed, &event, "ST1");
    assert_with(bench, "B1", "AT_RISK", "W1");
}

/* ---- at risk with nobody else: looked for again (row 12) ---- */

static void at_risk_with_nobody_else(struct bench *bench)
{
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    hear_code(bench, "W1", "yellow");
    assert_with(bench, "B1", "AT_RISK", "W1");
}

static void test_a_worker_whose_facts_allow_it_takes_over_what_is_at_risk(void **state)
{
    struct bench *bench = *state;
    at_risk_with_nobody_else(bench);
    hear_worker(bench, "W2", "employee");
    assert_with(bench, "B1", "ASSIGNED", "W2");
    assert_int_equal(emitted(bench, MSG_visit_reassigned, NULL), 1);
}

static void test_time_that_a_visit_frees_helps_what_is_at_risk(void **state)
{
    struct bench *bench = *state;
    hear_worker(bench, "W1", "employee");
    hear_worker(bench, "W2", "employee");
    hear_request(bench, "B1", START);
    hear_request(bench, "B2", START);
    hear_code(bench, "W1", "yellow");
    assert_with(bench, "B1", "AT_RISK", "W1");
    hear_cancel(bench, "B2");
    bench_clock(bench, bench->now);
    assert_with(bench, "B1", "ASSIGNED", "W2");
}

static void test_time_that_a_class_frees_helps_what_is_at_risk(void **state)
{
    struct bench *bench = *state;
    struct calendar_hold_dropped drop = {.hold = "K1", .person = "W2"};
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    hear_worker(bench, "W2", "employee");
    ask_time(bench, "K1", "W2", START, END);
    hear_code(bench, "W1", "yellow");
    assert_with(bench, "B1", "AT_RISK", "W1");
    bench_hear(bench, "training", MSG_calendar_hold_dropped, &drop, "K1");
    assert_with(bench, "B1", "ASSIGNED", "W2");
}

/* Nothing was said, but somebody can come now: what stood parked was dropped. Until then looking in vain leaves neither
 * a decision nor a new revision. */
static void test_what_is_at_risk_is_looked_for_again_by_a_timer(void **state)
{
    struct bench *bench = *state;
    hear_worker(bench, "W2", "employee");
    hear_garbage(bench, "W2");
    at_risk_with_nobody_else(bench);
    struct visit_get_answer before = visit_of(bench, "B1");
    bench_clock(bench, bench->now + (START - 30 * MS_MINUTE - bench->now) / 2);
    assert_int_equal(visit_of(bench, "B1").decisions, before.decisions);
    assert_int_equal(visit_of(bench, "B1").revision, before.revision);
    engine_close(&bench->engine);
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(bench->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "DELETE FROM parked", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    bench_start(bench);
    assert_with(bench, "B1", "AT_RISK", "W1");
    bench_clock(bench, START - 30 * MS_MINUTE);
    assert_with(bench, "B1", "ASSIGNED", "W2");
}

static void test_after_the_last_call_nobody_takes_over_what_is_at_risk(void **state)
{
    struct bench *bench = *state;
    at_risk_with_nobody_else(bench);
    bench_clock(bench, START - 30 * MS_MINUTE + 1);
    hear_worker(bench, "W2", "employee");
    bench_clock(bench, START);
    assert_with(bench, "B1", "AT_RISK", "W1");
}

/* ---- a silent roster (ruling 6) ---- */

static void hear_nursing(struct bench *bench)
{
    struct catalog_service_changed event = {.version = 1,
                                            .active = true,
                                            .minutes = 120,
                                            .workers = 1,
                                            .worker_kinds = {1, {"elder_care"}},
                                            .certs = {1, {{"elder", 5}}}};
    TEXT_PUT(event.service, "ME-01");
    TEXT_PUT(event.line, "nursing");
    bench_hear(bench, "booking", MSG_catalog_service_changed, &event, event.service);
}

static void hear_risky(struct bench *bench, const char *booking)
{
    struct booking_requested event = a_request(booking, "H1", START);
    TEXT_PUT(event.service, "ME-01");
    bench_hear(bench, "booking", MSG_booking_requested, &event, booking);
}

/* Six seconds without a word of roster; all others are heard. */
static void fall_silent(struct bench *bench)
{
    bench->mono += 6000;
    bench_turn(bench);
    for (int i = 0; bench->service->follows[i]; i++)
        if (i != bench_source_of(bench, "roster"))
            bench_caught_up(bench, i);
}

static void roster_returns(struct bench *bench)
{
    bench_turn(bench);
    bench_caught_up(bench, bench_source_of(bench, "roster"));
    bench_turn(bench);
}

static void test_a_risky_visit_waits_while_roster_is_silent_and_others_go_on(void **state)
{
    struct bench *bench = *state;
    hear_nursing(bench);
    hear_worker(bench, "W1", "employee");
    hear_worker(bench, "W2", "employee");
    fall_silent(bench);
    hear_risky(bench, "B1");
    hear_request(bench, "B2", START);
    assert_state(bench, "B1", "PLANNED");
    assert_string_equal(visit_of(bench, "B1").risk, "roster_silent");
    assert_with(bench, "B2", "ASSIGNED", "W1");
    roster_returns(bench);
    assert_with(bench, "B1", "ASSIGNED", "W2");
    assert_string_equal(visit_of(bench, "B1").risk, "");
}

static void test_what_waits_is_filled_in_the_order_in_which_it_was_asked_for(void **state)
{
    struct bench *bench = *state;
    hear_nursing(bench);
    hear_worker(bench, "W1", "employee");
    fall_silent(bench);
    hear_risky(bench, "B2");
    hear_risky(bench, "B1");
    roster_returns(bench);
    assert_with(bench, "B2", "ASSIGNED", "W1");
    assert_state(bench, "B1", "UNFILLED");
}

static void test_what_waits_is_given_up_at_the_last_call(void **state)
{
    struct bench *bench = *state;
    struct match_unfillable event;
    hear_nursing(bench);
    hear_worker(bench, "W1", "employee");
    fall_silent(bench);
    hear_risky(bench, "B1");
    bench_clock(bench, START - 30 * MS_MINUTE);
    assert_state(bench, "B1", "UNFILLED");
    assert_int_equal(emitted(bench, MSG_match_unfillable, &event), 1);
    assert_string_equal(event.because, "too_late");
    roster_returns(bench);
    assert_state(bench, "B1", "UNFILLED");
}

static void test_what_waits_can_be_cancelled_and_survives_a_restart(void **state)
{
    struct bench *bench = *state;
    hear_nursing(bench);
    hear_worker(bench, "W1", "employee");
    fall_silent(bench);
    hear_risky(bench, "B1");
    hear_risky(bench, "B2");
    hear_cancel(bench, "B1");
    assert_state(bench, "B1", "CANCELLED");
    assert_state(bench, "B2", "PLANNED");
    bench_restart(bench);
    assert_with(bench, "B2", "ASSIGNED", "W1");
}

static void test_an_offer_of_a_risky_visit_cannot_be_accepted_for_now(void **state)
{
    struct bench *bench = *state;
    hear_nursing(bench);
    hear_worker(bench, "W1", "agency");
    hear_risky(bench, "B1");
    assert_with(bench, "B1", "OFFERED", "W1");
    fall_silent(bench);
    struct answer answer = simply(bench, the_worker("W1"), MSG_offer_accept, "B1");
    assert_string_equal(answer.outcome, "overloaded");
    assert_string_equal(answer.code, "roster_silent");
    roster_returns(bench);
    assert_code(simply(bench, the_worker("W1"), MSG_offer_accept, "B1"), "");
    assert_with(bench, "B1", "ASSIGNED", "W1");
}

static void test_who_was_assigned_meanwhile_is_checked_by_what_roster_says_on_its_return(void **state)
{
    struct bench *bench = *state;
    hear_worker(bench, "W1", "employee");
    fall_silent(bench);
    hear_request(bench, "B1", START);
    assert_with(bench, "B1", "ASSIGNED", "W1");
    roster_returns(bench);
    hear_cert(bench, MSG_cert_revoked, "W1");
    assert_with(bench, "B1", "AT_RISK", "W1");
}

static void test_after_a_start_roster_is_heard_before_anybody_else(void **state)
{
    struct bench *bench = *state;
    int roster = bench_source_of(bench, "roster");
    engine_close(&bench->engine);
    bench_wake(bench);
    bench_turn(bench);
    assert_int_equal(bench->asked, roster);
    bench_caught_up(bench, roster);
    bench_turn(bench);
    assert_int_not_equal(bench->asked, roster);
    engine_close(&bench->engine);
    bench_wake(bench);
    bench_turn(bench);
    bench->mono += 5000; /* it does not answer: the others are heard all the same */
    bench_turn(bench);
    assert_int_not_equal(bench->asked, roster);
}

/* ---- answers (V9) ---- */

static void test_a_choice_is_explained_term_by_term_and_every_rejection_by_name(void **state)
{
    struct bench *bench = *state;
    static struct visit_explain_answer why;
    struct visit_explain ask = {0};
    int64_t sum = 0;
    hear_worker(bench, "W1", "employee");
    hear_worker(bench, "W2", "employee");
    hear_worker(bench, "W3", "employee");
    hear_code(bench, "W3", "red");
    hear_request(bench, "B1", START);
    TEXT_PUT(ask.id, visit_of(bench, "B1").visit);
    bench_query(bench, dispatcher, MSG_visit_explain, &ask, MSG_visit_explain_answer, &why);
    assert_string_equal(why.outcome, "assigned");
    assert_string_equal(why.worker, "W1");
    assert_string_equal(why.why, "first");
    assert_int_equal(why.considered, 3);
    assert_int_equal(why.feasible, 2);
    assert_int_equal(why.candidates.count, 2);
    assert_true(why.candidates.at[0].chosen && !why.candidates.at[1].chosen);
    for (uint32_t i = 0; i < why.candidates.at[0].terms.count; i++)
        sum += why.candidates.at[0].terms.at[i].points;
    assert_int_equal(why.candidates.at[0].terms.count, TERM_COUNT);
    assert_int_equal(why.candidates.at[0].total, sum);
    assert_string_equal(why.candidates.at[0].terms.at[0].label, "技能");
    assert_int_equal(why.reasons.count, 1);
    assert_string_equal(why.reasons.at[0].reason, "code");
    assert_int_equal(why.rejected.count, 1);
    assert_string_equal(why.rejected.at[0].worker, "W3");
}

static void test_every_look_for_somebody_is_kept(void **state)
{
    struct bench *bench = *state;
    static struct visit_explain_answer why;
    struct visit_explain ask = {.number = 1};
    hear_worker(bench, "W1", "agency");
    hear_request(bench, "B1", START);
    bench_clock(bench, bench->now + 30 * MS_MINUTE);
    TEXT_PUT(ask.id, visit_of(bench, "B1").visit);
    bench_query(bench, dispatcher, MSG_visit_explain, &ask, MSG_visit_explain_answer, &why);
    assert_string_equal(why.outcome, "offered");
    assert_int_equal(why.of, 2);
    ask.number = 0;
    bench_query(bench, dispatcher, MSG_visit_explain, &ask, MSG_visit_explain_answer, &why);
    assert_string_equal(why.outcome, "none");
    assert_string_equal(why.why, "next");
}

static void test_who_could_come_is_told_before_anything_is_booked(void **state)
{
    struct bench *bench = *state;
    static struct worker_eligible_answer could;
    struct worker_eligible ask = {.service = "EL-02", .start = START, .end = END};
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    hear_worker(bench, "W2", "agency");
    bench_query(bench, dispatcher, MSG_worker_eligible, &ask, MSG_worker_eligible_answer, &could);
    assert_int_equal(could.feasible, 1);
    assert_string_equal(could.candidates.at[0].worker, "W2");
    assert_string_equal(could.rejected.at[0].reason, "busy");
}

static void test_the_board_counts_states_refusals_and_risks(void **state)
{
    struct bench *bench = *state;
    static struct match_board_answer board;
    struct match_board ask = {0};
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    hear_request(bench, "B2", START);
    hear_code(bench, "W1", "red");
    bench_query(bench, dispatcher, MSG_match_board, &ask, MSG_match_board_answer, &board);
    assert_int_equal(board.counts.count, 2);
    assert_string_equal(board.counts.at[0].state, "AT_RISK");
    assert_string_equal(board.counts.at[1].state, "UNFILLED");
    assert_int_equal(board.unfilled, 1);
    assert_string_equal(board.refused.at[0].reason, "busy");
    assert_int_equal(board.at_risk.count, 1);
    assert_string_equal(board.at_risk.at[0].risk, "code");
}

static void test_a_list_goes_on_where_it_stopped(void **state)
{
    struct bench *bench = *state;
    static struct visit_list_answer list;
    struct visit_list ask = {.limit = 2, .station = "ST1"};
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B3", START + 2 * MS_DAY);
    hear_request(bench, "B1", START);
    hear_request(bench, "B2", START + MS_DAY);
    bench_query(bench, dispatcher, MSG_visit_list, &ask, MSG_visit_list_answer, &list);
    assert_int_equal(list.rows.count, 2);
    assert_string_equal(list.rows.at[0].booking, "B1");
    TEXT_PUT(ask.after, list.next);
    bench_query(bench, dispatcher, MSG_visit_list, &ask, MSG_visit_list_answer, &list);
    assert_int_equal(list.rows.count, 1);
    assert_string_equal(list.rows.at[0].booking, "B3");
    assert_string_equal(list.next, "");
    assert_pages(bench, dispatcher, visit_list, visit, .station = "ST1");
    bench_query(bench, the_worker("W9"), MSG_visit_list, &(struct visit_list){0}, MSG_visit_list_answer, &list);
    assert_int_equal(list.rows.count, 0);
}

static void test_a_worker_reads_own_visits_alone(void **state)
{
    struct bench *bench = *state;
    static struct visit_list_answer list;
    struct answer answer;
    struct visit_list ask = {0};
    struct visit_get get = {0};
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    hear_request(bench, "B2", START);
    bench_query(bench, the_worker("W1"), MSG_visit_list, &ask, MSG_visit_list_answer, &list);
    assert_int_equal(list.rows.count, 1);
    bench_query(bench, the_worker(""), MSG_visit_list, &ask, MSG_answer, &answer);
    assert_string_equal(answer.outcome, "refused");
    TEXT_PUT(get.id, visit_of(bench, "B2").visit); /* nobody has it */
    bench_query(bench, the_worker(""), MSG_visit_get, &get, MSG_answer, &answer);
    assert_string_equal(answer.code, "not_yours");
    TEXT_PUT(ask.worker, "W2");
    bench_query(bench, the_worker("W1"), MSG_visit_list, &ask, MSG_answer, &answer);
    assert_string_equal(answer.code, "not_yours");
}

/* ---- memory and store say the same ---- */

/* The same question before and after a restart has the same answer, to the last byte. */
static void test_after_a_restart_everybody_is_known_as_before(void **state)
{
    struct bench *bench = *state;
    static struct worker_eligible_answer before, after;
    struct household_pair_changed pair = {.household = "H1", .worker = "W3", .prohibited = true};
    struct worker_eligible ask = {.service = "EL-02",
                                  .start = START + MS_DAY,
                                  .end = END + MS_DAY,
                                  .household = "H1",
                                  .cell_lat = 22530,
                                  .cell_lon = 113041};
    for (int i = 1; i <= 6; i++)
        hear_worker(bench, (char[]){'W', (char)('0' + i), '\0'}, i % 2 ? "employee" : "agency");
    started(bench);
    bench_clock(bench, END);
    assert_code(simply(bench, the_worker("W1"), MSG_visit_check_out, "B1"), "");
    hear_request(bench, "B2", START + 2 * MS_DAY);
    hear_leave(bench, "W4", START + MS_DAY, START + 2 * MS_DAY);
    ask_time(bench, "K1", "W5", START + MS_DAY, START + 2 * MS_DAY);
    bench_hear(bench, "booking", MSG_household_pair_changed, &pair, "H1");
    bench_query(bench, dispatcher, MSG_worker_eligible, &ask, MSG_worker_eligible_answer, &before);
    bench_restart(bench);
    bench_query(bench, dispatcher, MSG_worker_eligible, &ask, MSG_worker_eligible_answer, &after);
    assert_int_equal(before.feasible, 3);
    assert_memory_equal(&before, &after, sizeof before);
    assert_string_equal(before.candidates.at[0].worker, "W1"); /* who was there before */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        TEST(test_an_employee_is_assigned_at_once),
        TEST(test_an_agency_worker_is_asked_and_has_it_only_after_accepting),
        TEST(test_after_a_refusal_the_next_best_is_asked_and_in_the_end_nobody_is_left),
        TEST(test_an_offer_cannot_be_accepted_after_it_has_lapsed),
        TEST(test_when_nobody_can_come_the_reasons_are_counted),
        TEST(test_another_stations_worker_comes_only_while_employed_here_too),
        TEST(test_work_for_two_is_declared_unfillable),
        TEST(test_an_open_offer_ends_half_an_hour_before_the_start),
        TEST(test_one_worker_does_not_get_two_visits_at_once),
        TEST(test_a_request_that_is_heard_twice_makes_one_visit),
        TEST(test_nobody_comes_whose_health_check_or_insurance_ends_before_the_visit_does),
        TEST(test_an_unfilled_visit_is_filled_when_somebody_is_there_and_it_is_tried_again),
        TEST(test_a_dispatcher_is_bound_by_the_same_rules_and_told_which_one_fails),
        TEST(test_a_reassigned_visit_frees_the_first_worker),
        TEST(test_an_old_revision_is_a_conflict),
        TEST(test_an_answer_tells_the_revision_to_go_on_from),
        TEST(test_a_worker_of_whom_something_is_parked_is_not_assigned),
        TEST(test_without_acknowledgement_the_visit_is_at_risk_and_then_replaced),
        TEST(test_with_nobody_else_the_visit_stays_at_risk_with_its_worker_until_it_is_missed),
        TEST(test_on_the_day_itself_only_an_employee_replaces_at_the_last_call),
        TEST(test_a_late_acknowledgement_recovers_the_visit),
        TEST(test_a_code_that_turns_yellow_hands_the_visit_to_somebody_else),
        TEST(test_with_nobody_else_the_visit_recovers_when_the_cause_is_gone),
        TEST(test_a_replaced_certificate_never_counts_again),
        TEST(test_a_replaced_certificate_counts_until_the_newer_one_begins),
        TEST(test_leave_threatens_only_the_visits_within_it),
        TEST(test_a_suspension_after_the_assignment_puts_the_visit_at_risk_until_it_is_lifted),
        TEST(test_an_expiry_after_the_renewal_threatens_nothing),
        TEST(test_an_offer_to_a_worker_who_is_suspended_is_taken_back),
        TEST(test_an_agency_worker_takes_over_only_after_accepting),
        TEST(test_a_pair_that_must_not_meet_is_parted),
        TEST(test_a_visit_is_worked_verified_and_closed_after_two_days),
        TEST(test_a_wrong_door_code_cannot_be_guessed),
        TEST(test_a_door_code_is_not_told_to_the_worker_nor_to_another_household),
        TEST(test_a_client_no_show_needs_a_quarter_of_an_hour_and_two_tries),
        TEST(test_an_objection_is_settled_by_a_manager_and_is_final),
        TEST(test_a_cancelled_visit_frees_its_time),
        TEST(test_a_cancellation_of_something_unknown_or_over_changes_nothing),
        TEST(test_a_visit_that_is_stopped_keeps_what_was_worked),
        TEST(test_work_that_is_annulled_counts_for_nothing),
        TEST(test_a_rematch_looks_for_somebody_else),
        TEST(test_a_class_on_the_time_of_a_visit_is_denied_with_the_conflict_and_the_first_free_start),
        TEST(test_a_visit_does_not_get_the_time_of_a_class_until_it_is_dropped),
        TEST(test_a_hold_that_is_asked_for_again_moves_or_stays),
        TEST(test_only_the_asker_of_a_hold_moves_or_drops_it),
        TEST(test_the_hold_of_a_visit_is_no_other_services),
        TEST(test_a_visit_that_lasts_too_long_hands_the_next_one_to_somebody_else),
        TEST(test_after_an_overrun_the_worker_acknowledges_and_comes_late),
        TEST(test_who_leaves_in_time_overruns_nothing),
        TEST(test_a_late_check_out_puts_the_next_visit_at_risk),
        TEST(test_a_visit_assigned_to_who_is_at_work_is_watched_too),
        TEST(test_a_closed_station_puts_its_visits_at_risk_until_it_opens),
        TEST(test_a_community_that_is_served_no_more_puts_its_visits_at_risk),
        TEST(test_a_worker_whose_facts_allow_it_takes_over_what_is_at_risk),
        TEST(test_time_that_a_visit_frees_helps_what_is_at_risk),
        TEST(test_time_that_a_class_frees_helps_what_is_at_risk),
        TEST(test_what_is_at_risk_is_looked_for_again_by_a_timer),
        TEST(test_after_the_last_call_nobody_takes_over_what_is_at_risk),
        TEST(test_a_risky_visit_waits_while_roster_is_silent_and_others_go_on),
        TEST(test_what_waits_is_filled_in_the_order_in_which_it_was_asked_for),
        TEST(test_what_waits_is_given_up_at_the_last_call),
        TEST(test_what_waits_can_be_cancelled_and_survives_a_restart),
        TEST(test_an_offer_of_a_risky_visit_cannot_be_accepted_for_now),
        TEST(test_who_was_assigned_meanwhile_is_checked_by_what_roster_says_on_its_return),
        TEST(test_after_a_start_roster_is_heard_before_anybody_else),
        TEST(test_a_choice_is_explained_term_by_term_and_every_rejection_by_name),
        TEST(test_every_look_for_somebody_is_kept),
        TEST(test_who_could_come_is_told_before_anything_is_booked),
        TEST(test_the_board_counts_states_refusals_and_risks),
        TEST(test_a_list_goes_on_where_it_stopped),
        TEST(test_a_worker_reads_own_visits_alone),
        TEST(test_after_a_restart_everybody_is_known_as_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
