/* The roster as a service: who may do what, the events of D4 and D7, the colour code and reminders at midnight. Every
 * test ends with all invariants checked (bench.h). */
#include "bench.h"

#include "services/roster/roster.h"

static const struct bench_sender boss = {.role = "manager", .actor = "manager-1"},
                                 other = {.role = "manager", .actor = "manager-2"},
                                 registrar = {.role = "registrar", .actor = "registrar-1"},
                                 worker = {.role = "worker", .actor = "W-1"};

static int64_t day(int month, int of_month)
{
    return civil_day_start(civil_day_of(2026, month, of_month));
}

static int setup(void **state)
{
    struct bench *bench = calloc(1, sizeof *bench);
    assert_non_null(bench);
    bench_open(bench, &roster_service, day(2, 9));
    bench_clock(bench, day(2, 9) + 9 * MS_HOUR);
    *state = bench;
    return 0;
}

static int teardown(void **state)
{
    bench_close(*state);
    free(*state);
    return 0;
}

static void assert_refused(struct bench *bench, struct bench_sender from, enum message_type type, const void *body,
                           const char *code)
{
    struct answer answer = bench_command(bench, from, type, body);
    assert_string_not_equal(answer.outcome, "done");
    assert_string_equal(answer.code, code);
}

static struct worker_hire person(const char *id)
{
    struct worker_hire hire = {.languages.count = 2};
    TEXT_PUT(hire.worker, id);
    TEXT_PUT(hire.station, "ST1");
    TEXT_PUT(hire.name, "小柑01");
    TEXT_PUT(hire.phone, "10000000001");
    TEXT_PUT(hire.kind, "matron");
    TEXT_PUT(hire.employment, "employee");
    TEXT_PUT(hire.languages.at[0], "yue");
    TEXT_PUT(hire.languages.at[1], "cmn");
    TEXT_PUT(hire.travel, "ebike");
    return hire;
}

static void hire(struct bench *bench, const char *id)
{
    struct worker_hire body = person(id);
    bench_done(bench, boss, MSG_worker_hire, &body);
}

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

static struct cert_register paper(const char *of, const char *id, const char *type, int64_t from, int64_t to)
{
    struct cert_register cert = {.valid_from = from, .valid_to = to};
    TEXT_PUT(cert.worker, of);
    TEXT_PUT(cert.cert, id);
    TEXT_PUT(cert.cert_type, type);
    TEXT_FORMAT(cert.number, "DEMO-2026-%s", id);
    TEXT_PUT(cert.body, "demo_body");
    return cert;
}

static void verify(struct bench *bench, const char *id, const char *result)
{
    struct cert_verify body = {0};
    TEXT_PUT(body.cert, id);
    TEXT_PUT(body.evidence, "original_seen");
    TEXT_PUT(body.result, result);
    bench_done(bench, registrar, MSG_cert_verify, &body);
}

static void hand_in(struct bench *bench, const char *of, const char *id, const char *type, int64_t from, int64_t to)
{
    struct cert_register body = paper(of, id, type, from, to);
    bench_done(bench, boss, MSG_cert_register, &body);
    verify(bench, id, "");
}

/* W-1 with the four basic certificates; the health check ends where it is told. */
static void hire_green(struct bench *bench, int64_t health_to)
{
    hire(bench, "W-1");
    hand_in(bench, "W-1", "identity", "identity", day(1, 1), day(12, 1));
    hand_in(bench, "W-1", "background", "background", day(1, 1), day(12, 1));
    hand_in(bench, "W-1", "insurance", "insurance", day(1, 1), day(12, 1));
    hand_in(bench, "W-1", "health", "health", day(1, 1), health_to);
}

/* ---- what matching says of visits ---- */

#define VISIT(event_type, of, id)                                                                                      \
    struct event_type event = {.booking = "B-1", .station = "ST1", .service = "HH-01", .household = "H-1"};            \
    event.start = day(2, 20);                                                                                          \
    event.end = day(2, 20) + MS_HOUR;                                                                                  \
    TEXT_PUT(event.visit, id);                                                                                         \
    TEXT_PUT(event.worker, of);

static void hear_assigned(struct bench *bench, const char *of, const char *id)
{
    VISIT(visit_assigned, of, id)
    TEXT_PUT(event.how, "direct");
    event.ack_by = day(2, 19);
    bench_hear(bench, "matching", MSG_visit_assigned, &event, id);
}

static void hear_verified(struct bench *bench, const char *of, const char *id)
{
    VISIT(visit_verified, of, id)
    event.minutes = 60;
    bench_hear(bench, "matching", MSG_visit_verified, &event, id);
}

/* acked, ended, disputed, closed, missed, nobody at home: they all are VISIT_FACTS and VISIT_WORKER, or begin so. */
static void hear(struct bench *bench, enum message_type type, const char *of, const char *id)
{
    VISIT(visit_ended, of, id)
    event.at = day(2, 20) + MS_HOUR;
    bench_hear(bench, "matching", type, &event, id);
}

static void hear_nobody(struct bench *bench, const char *of, const char *id)
{
    VISIT(visit_client_no_show, of, id)
    bench_hear(bench, "matching", MSG_visit_client_no_show, &event, id);
}

static void served(struct bench *bench, const char *of, const char *id)
{
    hear_assigned(bench, of, id);
    hear(bench, MSG_visit_ended, of, id);
    hear_verified(bench, of, id);
    hear(bench, MSG_visit_closed, of, id);
}

/* ---- the way into work ---- */

static void publish(struct bench *bench, const char *kind)
{
    struct duty_publish body = {.title = "服务人员工作职责"};
    TEXT_PUT(body.kind, kind);
    bench_done(bench, boss, MSG_duty_publish, &body);
}

static void record(struct bench *bench, const char *of, int64_t hours)
{
    struct prejob_record body = {.hours = hours, .body = "academy"};
    TEXT_PUT(body.worker, of);
    bench_done(bench, registrar, MSG_prejob_record, &body);
}

static void prepare(struct bench *bench)
{
    struct duty_accept accept = {.worker = "W-1", .version = 1};
    publish(bench, "all");
    bench_done(bench, worker, MSG_duty_accept, &accept);
    record(bench, "W-1", 60);
}

static void start(struct bench *bench, bool confirm)
{
    struct worker_start body = {.worker = "W-1"};
    struct worker_confirm over = {.worker = "W-1"};
    prepare(bench);
    bench_done(bench, boss, MSG_worker_start, &body);
    if (!confirm)
        return;
    served(bench, "W-1", "V-a");
    served(bench, "W-1", "V-b");
    served(bench, "W-1", "V-c");
    bench_done(bench, boss, MSG_worker_confirm, &over);
}

static struct worker_get_answer look(struct bench *bench, const char *role)
{
    static struct worker_get_answer answer;
    struct worker_get asked = {.id = "W-1"};
    bench_query(bench, (struct bench_sender){.role = role}, MSG_worker_get, &asked, MSG_worker_get_answer, &answer);
    return answer;
}

static void assert_code(struct bench *bench, const char *code)
{
    assert_string_equal(look(bench, "manager").code, code);
}

static int said(struct bench *bench, enum message_type type, void *to)
{
    return bench_emitted(bench, "roster", type, to);
}

/* ---- D4 ---- */

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

static void test_a_worker_is_hired_once(void **state)
{
    struct bench *bench = *state;
    struct worker_hire body = person("W-1");
    hire(bench, "W-1");
    assert_refused(bench, boss, MSG_worker_hire, &body, "worker_exists");
}

static void test_a_stale_revision_is_a_conflict(void **state)
{
    struct bench *bench = *state;
    struct worker_retire body = {.worker = "W-1"};
    struct bench_sender stale = boss;
    hire(bench, "W-1");
    stale.expectedrev = 99;
    struct answer answer = bench_command(bench, stale, MSG_worker_retire, &body);
    assert_string_equal(answer.outcome, "conflict");
}

static void test_an_answer_tells_the_revision_to_go_on_from(void **state)
{
    struct bench *bench = *state;
    struct worker_hire body = person("W-1");
    struct cert_register old = paper("W-1", "H-1", "health", day(1, 1), day(6, 1));
    struct cert_register new = paper("W-1", "H-2", "health", day(1, 2), day(12, 1));
    struct cert_verify verify = {.cert = "H-1", .evidence = "original_seen"};
    struct cert_get asked = {.id = "H-2"};
    static struct cert_get_answer cert;
    struct leave_put leave = {.worker = "W-1", .until = day(3, 1)};
    struct bench_sender next = boss;
    next.expectedrev = bench_command(bench, boss, MSG_worker_hire, &body).revision;
    assert_int_equal(next.expectedrev, look(bench, "manager").revision);
    assert_int_equal(bench_command(bench, boss, MSG_cert_register, &old).revision, 1);
    bench_done(bench, boss, MSG_cert_register, &new);
    bench_done(bench, other, MSG_cert_verify, &verify);
    TEXT_PUT(verify.cert, "H-2");
    struct answer answer = bench_command(bench, other, MSG_cert_verify, &verify); /* H-1 is replaced with it */
    bench_query(bench, boss, MSG_cert_get, &asked, MSG_cert_get_answer, &cert);
    assert_int_equal(answer.revision, cert.revision);
    assert_int_equal(bench_command(bench, boss, MSG_leave_put, &leave).revision, 0); /* refused: not at work yet */
}

/* rows 7 and 8 */
static void test_who_suspends_does_not_reinstate(void **state)
{
    struct bench *bench = *state;
    struct worker_suspend suspend = {.worker = "W-1", .reason = "complaint", .review_by = day(3, 1)};
    struct worker_reinstate back = {.worker = "W-1"};
    hire_green(bench, day(12, 1));
    start(bench, true);
    bench_done(bench, boss, MSG_worker_suspend, &suspend);
    assert_refused(bench, boss, MSG_worker_reinstate, &back, "same_person");
    bench_done(bench, other, MSG_worker_reinstate, &back);
    assert_string_equal(look(bench, "manager").state, "ACTIVE");
    assert_int_equal(said(bench, MSG_worker_reinstated, NULL), 1);
    bench_clock(bench, day(3, 2));
    assert_int_equal(said(bench, MSG_worker_review_overdue, NULL), 0);
}

/* row 4: no second person is asked for, since nobody has suspended her */
static void test_who_is_dismissed_in_probation_has_left_for_good(void **state)
{
    struct bench *bench = *state;
    struct worker_dismiss dismiss = {.worker = "W-1", .reason = "unsuitable"};
    struct worker_start again = {.worker = "W-1"};
    struct worker_dismissed event = {0};
    hire_green(bench, day(4, 1));
    assert_refused(bench, boss, MSG_worker_dismiss, &dismiss, "wrong_state");
    start(bench, false);
    bench_done(bench, boss, MSG_worker_dismiss, &dismiss);
    assert_int_equal(said(bench, MSG_worker_dismissed, &event), 1);
    assert_string_equal(event.worker, "W-1");
    assert_string_equal(event.reason, "unsuitable");
    bench_clock(bench, day(12, 2));
    assert_string_equal(look(bench, "manager").state, "DISMISSED");
    assert_int_equal(look(bench, "manager").employers.count, 0);
    assert_int_equal(said(bench, MSG_cert_expiring, NULL), 0);
    assert_int_equal(said(bench, MSG_worker_confirmed, NULL), 0);
    assert_refused(bench, boss, MSG_worker_dismiss, &dismiss, "wrong_state");
    assert_refused(bench, boss, MSG_worker_start, &again, "wrong_state");
}

/* row 8 */
static void test_who_suspends_does_not_dismiss(void **state)
{
    struct bench *bench = *state;
    struct worker_suspend suspend = {.worker = "W-1", .reason = "complaint", .review_by = day(3, 1)};
    struct worker_dismiss dismiss = {.worker = "W-1", .reason = "upheld"};
    hire_green(bench, day(12, 1));
    start(bench, true);
    bench_done(bench, boss, MSG_worker_suspend, &suspend);
    assert_refused(bench, boss, MSG_worker_dismiss, &dismiss, "same_person");
    assert_string_equal(look(bench, "manager").state, "SUSPENDED");
    assert_int_equal(said(bench, MSG_worker_dismissed, NULL), 0);
    bench_done(bench, other, MSG_worker_dismiss, &dismiss);
    assert_string_equal(look(bench, "manager").state, "DISMISSED");
    assert_int_equal(said(bench, MSG_worker_dismissed, NULL), 1);
    bench_clock(bench, day(3, 2));
    assert_int_equal(said(bench, MSG_worker_review_overdue, NULL), 0);
}

/* row 9 */
static void test_a_suspension_not_reviewed_in_time_is_said_once(void **state)
{
    struct bench *bench = *state;
    struct worker_suspend suspend = {.worker = "W-1", .reason = "complaint", .review_by = day(3, 1)};
    hire_green(bench, day(12, 1));
    start(bench, false);
    bench_done(bench, boss, MSG_worker_suspend, &suspend);
    bench_clock(bench, day(3, 1) - 1);
    assert_int_equal(said(bench, MSG_worker_review_overdue, NULL), 0);
    bench_clock(bench, day(3, 1));
    bench_clock(bench, day(3, 9));
    assert_int_equal(said(bench, MSG_worker_review_overdue, NULL), 1);
    assert_string_equal(look(bench, "manager").state, "SUSPENDED");
}

static void test_a_suspension_beyond_thirty_days_is_refused(void **state)
{
    struct bench *bench = *state;
    struct worker_suspend suspend = {.worker = "W-1", .reason = "complaint", .review_by = day(3, 12)};
    hire_green(bench, day(12, 1));
    start(bench, true);
    assert_refused(bench, boss, MSG_worker_suspend, &suspend, "review_by");
}

/* rows 5 and 6 */
static void test_leave_is_granted_at_once_begins_and_ends_by_the_clock(void **state)
{
    struct bench *bench = *state;
    struct leave_put put = {.worker = "W-1", .leave = "L-1", .start = day(2, 12), .until = day(2, 16)};
    struct worker_leave_ended ended;
    hire_green(bench, day(12, 1));
    start(bench, true);
    bench_done(bench, boss, MSG_leave_put, &put);
    assert_int_equal(said(bench, MSG_worker_leave_granted, NULL), 1);
    assert_int_equal(said(bench, MSG_worker_leave_started, NULL), 0);
    bench_clock(bench, day(2, 12));
    assert_string_equal(look(bench, "manager").state, "ON_LEAVE");
    assert_int_equal(said(bench, MSG_worker_leave_started, NULL), 1);
    bench_clock(bench, day(2, 16));
    assert_string_equal(look(bench, "manager").state, "ACTIVE");
    assert_int_equal(said(bench, MSG_worker_leave_ended, &ended), 1);
    assert_int_equal(ended.at, day(2, 16));
}

static void test_two_leaves_that_touch_follow_each_other(void **state)
{
    struct bench *bench = *state;
    struct leave_put first = {.worker = "W-1", .leave = "L-2", .start = day(2, 12), .until = day(2, 16)};
    struct leave_put second = {.worker = "W-1", .leave = "L-1", .start = day(2, 16), .until = day(2, 18)};
    hire_green(bench, day(12, 1));
    start(bench, true);
    bench_done(bench, boss, MSG_leave_put, &first);
    bench_done(bench, boss, MSG_leave_put, &second);
    second.start = day(2, 15);
    TEXT_PUT(second.leave, "L-3");
    assert_refused(bench, boss, MSG_leave_put, &second, "leave_overlaps");
    bench_clock(bench, day(2, 16));
    assert_string_equal(look(bench, "manager").state, "ON_LEAVE");
    assert_string_equal(look(bench, "manager").leave, "L-1");
}

static void test_a_worker_reports_only_her_own_sickness(void **state)
{
    struct bench *bench = *state;
    struct leave_put put = {.worker = "W-1", .start = day(2, 20), .until = day(2, 22)};
    hire_green(bench, day(12, 1));
    start(bench, false);
    assert_refused(bench, worker, MSG_leave_put, &put, "denied");
    put.sick = true;
    assert_refused(bench, (struct bench_sender){.role = "worker", .actor = "W-2"}, MSG_leave_put, &put, "denied");
    bench_done(bench, worker, MSG_leave_put, &put);
    assert_string_equal(look(bench, "manager").state, "ON_LEAVE");
    assert_true(look(bench, "manager").sick);
    assert_string_equal(bench_act(bench, MSG_worker_get).fields, "name,phone,sick"); /* X4: who read it */
    assert_false(look(bench, "supervisor").sick);
    struct worker_leave_started said; /* ruling 4: no stream carries anybody's health */
    assert_int_equal(bench_emitted(bench, "roster", MSG_worker_leave_started, &said), 1);
    assert_false(said.sick);
    bench_clock(bench, day(2, 22));
    assert_string_equal(look(bench, "manager").state, "PROBATION");
}

static const char *last_reason(struct bench *bench, const char *role)
{
    static struct worker_timeline_answer answer;
    struct worker_timeline asked = {.id = "W-1"};
    bench_query(bench, (struct bench_sender){.role = role}, MSG_worker_timeline, &asked, MSG_worker_timeline_answer,
                &answer);
    return answer.rows.at[answer.rows.count - 1].reason;
}

static void test_to_those_who_do_not_deal_with_her_a_sick_worker_is_on_leave(void **state)
{
    struct bench *bench = *state;
    struct leave_put put = {.worker = "W-1", .until = day(2, 22), .sick = true};
    hire_green(bench, day(12, 1));
    start(bench, false);
    bench_done(bench, worker, MSG_leave_put, &put);
    assert_string_equal(last_reason(bench, "manager"), "sick");
    assert_string_equal(bench_act(bench, MSG_worker_timeline).fields, "reason"); /* X4: who read it */
    assert_string_equal(last_reason(bench, "supervisor"), "leave");
    assert_string_equal(last_reason(bench, "operator"), "leave");
}

static void test_leave_called_off_before_it_begins_moves_nobody(void **state)
{
    struct bench *bench = *state;
    struct leave_put put = {.worker = "W-1", .leave = "L-1", .start = day(2, 12), .until = day(2, 16)};
    struct leave_end end = {.leave = "L-1"};
    hire_green(bench, day(12, 1));
    start(bench, true);
    bench_done(bench, boss, MSG_leave_put, &put);
    bench_done(bench, boss, MSG_leave_end, &end);
    assert_int_equal(said(bench, MSG_worker_leave_ended, NULL), 1);
    bench_clock(bench, day(2, 13));
    assert_string_equal(look(bench, "manager").state, "ACTIVE");
    assert_refused(bench, boss, MSG_leave_end, &end, "wrong_state");
}

static void test_leave_ends_underneath_a_suspension(void **state)
{
    struct bench *bench = *state;
    struct leave_put put = {.worker = "W-1", .leave = "L-1", .until = day(2, 16)};
    struct worker_suspend suspend = {.worker = "W-1", .reason = "complaint", .review_by = day(3, 1)};
    struct worker_reinstate back = {.worker = "W-1"};
    hire_green(bench, day(12, 1));
    start(bench, true);
    bench_done(bench, boss, MSG_leave_put, &put);
    bench_done(bench, boss, MSG_worker_suspend, &suspend);
    bench_done(bench, other, MSG_worker_reinstate, &back);
    assert_string_equal(look(bench, "manager").state, "ON_LEAVE");
    bench_done(bench, boss, MSG_worker_suspend, &suspend);
    bench_clock(bench, day(2, 16));
    assert_int_equal(said(bench, MSG_worker_leave_ended, NULL), 1);
    bench_done(bench, other, MSG_worker_reinstate, &back);
    assert_string_equal(look(bench, "manager").state, "ACTIVE");
}

/* row 10 */
static void test_who_has_retired_holds_nothing_and_is_not_reminded(void **state)
{
    struct bench *bench = *state;
    struct leave_put put = {.worker = "W-1", .leave = "L-1", .until = day(3, 1)};
    struct worker_retire retire = {.worker = "W-1"};
    hire_green(bench, day(4, 1));
    start(bench, true);
    bench_done(bench, boss, MSG_leave_put, &put);
    bench_done(bench, worker, MSG_worker_retire, &retire);
    bench_clock(bench, day(5, 1));
    assert_string_equal(look(bench, "manager").state, "RETIRED");
    assert_int_equal(said(bench, MSG_cert_expiring, NULL), 0);
    assert_int_equal(said(bench, MSG_cert_expired, NULL), 0);
    assert_int_equal(look(bench, "manager").employers.count, 0);
}

static void reassign(struct bench *bench, const char *id, const char *to)
{
    VISIT(visit_reassigned, to, id)
    TEXT_PUT(event.from_worker, "W-1");
    TEXT_PUT(event.why, "leaving");
    bench_hear(bench, "matching", MSG_visit_reassigned, &event, id);
    hear_assigned(bench, to, id);
}

/* row 10 */
static void test_nobody_retires_before_her_visits_are_handed_over(void **state)
{
    struct bench *bench = *state;
    struct worker_retire retire = {.worker = "W-1"};
    hire_green(bench, day(12, 1));
    start(bench, true);
    hear_assigned(bench, "W-1", "V-1");
    hear_assigned(bench, "W-1", "V-2");
    hear(bench, MSG_visit_acked, "W-1", "V-2");
    assert_refused(bench, worker, MSG_worker_retire, &retire, "visits_ahead");
    assert_refused(bench, boss, MSG_worker_retire, &retire, "visits_ahead");
    assert_int_equal(look(bench, "manager").visits_ahead, 2);
    reassign(bench, "V-1", "W-2");
    assert_refused(bench, boss, MSG_worker_retire, &retire, "visits_ahead");
    hear(bench, MSG_visit_ended, "W-1", "V-2");
    bench_done(bench, boss, MSG_worker_retire, &retire);
    assert_string_equal(look(bench, "manager").state, "RETIRED");
}

/* row 10: in each of these ways a visit is hers no longer */
static void test_a_visit_replanned_offered_cancelled_or_in_vain_is_nobodys(void **state)
{
    struct bench *bench = *state;
    hire_green(bench, day(12, 1));
    start(bench, true);
    for (int i = 0; i < 4; i++) {
        VISIT(visit_offered, "W-2", "V-1")
        struct visit_planned planned = {.booking = "B-1", .station = "ST1", .service = "HH-01", .household = "H-1"};
        struct visit_cancelled cancelled = {.booking = "B-1", .station = "ST1", .service = "HH-01", .household = "H-1"};
        TEXT_PUT(planned.visit, "V-1");
        TEXT_PUT(cancelled.visit, "V-1");
        TEXT_PUT(cancelled.worker, "W-1");
        TEXT_PUT(cancelled.reason, "booking_cancelled");
        event.expires = day(2, 19);
        hear_assigned(bench, "W-1", "V-1");
        assert_int_equal(look(bench, "manager").visits_ahead, 1);
        if (i == 0)
            bench_hear(bench, "matching", MSG_visit_offered, &event, "V-1");
        else if (i == 1)
            bench_hear(bench, "matching", MSG_visit_planned, &planned, "V-1");
        else if (i == 2)
            bench_hear(bench, "matching", MSG_visit_cancelled, &cancelled, "V-1");
        else
            hear_nobody(bench, "W-1", "V-1");
        assert_int_equal(look(bench, "manager").visits_ahead, 0);
    }
}

/* R3 */
static void test_a_worker_has_several_employers(void **state)
{
    struct bench *bench = *state;
    struct worker_employ employ = {.worker = "W-1", .employer = "ST2", .employment = "agency", .part_time = true};
    struct worker_unemploy unemploy = {.worker = "W-1", .employer = "ST2"};
    hire(bench, "W-1");
    bench_done(bench, boss, MSG_worker_employ, &employ);
    assert_int_equal(look(bench, "manager").employers.count, 2);
    TEXT_PUT(employ.employment, "partner");
    bench_done(bench, boss, MSG_worker_employ, &employ);
    assert_int_equal(look(bench, "manager").employers.count, 2);
    assert_string_equal(look(bench, "manager").employers.at[1].employment, "partner");
    bench_done(bench, boss, MSG_worker_unemploy, &unemploy);
    assert_refused(bench, boss, MSG_worker_unemploy, &unemploy, "unknown_employer");
    TEXT_PUT(employ.employer, "ST1");
    assert_refused(bench, boss, MSG_worker_employ, &employ, "own_employer");
}

/* R3: matching keeps as many as roster takes. */
static void test_a_ninth_further_employer_is_refused_and_a_known_one_may_change(void **state)
{
    struct bench *bench = *state;
    struct worker_employ employ = {.worker = "W-1", .employment = "agency"};
    hire(bench, "W-1");
    for (int i = 1; i <= 8; i++) {
        snprintf(employ.employer, sizeof employ.employer, "AG-%d", i);
        bench_done(bench, boss, MSG_worker_employ, &employ);
    }
    TEXT_PUT(employ.employment, "partner");
    bench_done(bench, boss, MSG_worker_employ, &employ);
    TEXT_PUT(employ.employer, "AG-9");
    assert_refused(bench, boss, MSG_worker_employ, &employ, "too_many_employers");
    assert_int_equal(look(bench, "manager").employers.count, 9);
}

/* ---- D7 ---- */

static void test_who_handed_a_certificate_in_does_not_verify_it(void **state)
{
    struct bench *bench = *state;
    struct cert_register body = paper("W-1", "c", "matron", day(1, 1), day(12, 1));
    struct cert_verify check = {.cert = "c", .evidence = "original_seen"};
    hire(bench, "W-1");
    bench_done(bench, boss, MSG_cert_register, &body);
    assert_refused(bench, boss, MSG_cert_verify, &check, "same_person");
    bench_done(bench, other, MSG_cert_verify, &check);
    assert_int_equal(said(bench, MSG_cert_verified, NULL), 1);
}

static void test_a_number_of_another_person_is_refused_unless_that_one_was_rejected(void **state)
{
    struct bench *bench = *state;
    struct cert_register body = paper("W-1", "c", "matron", day(1, 1), day(12, 1));
    struct cert_reject reject = {.cert = "c", .reason = "forged"};
    hire(bench, "W-1");
    hire(bench, "W-2");
    bench_done(bench, boss, MSG_cert_register, &body);
    TEXT_PUT(body.worker, "W-2");
    TEXT_PUT(body.cert, "d");
    assert_refused(bench, boss, MSG_cert_register, &body, "number_taken");
    bench_done(bench, registrar, MSG_cert_reject, &reject);
    bench_done(bench, boss, MSG_cert_register, &body);
}

static void test_bad_papers_are_refused_by_field(void **state)
{
    struct bench *bench = *state;
    struct cert_register body = paper("W-1", "c", "spelling", day(1, 1), day(12, 1));
    hire(bench, "W-1");
    assert_refused(bench, boss, MSG_cert_register, &body, "unknown_cert_type");
    body = paper("W-1", "c", "health", day(1, 1), day(1, 1) + 400 * MS_DAY);
    assert_refused(bench, boss, MSG_cert_register, &body, "bad_dates");
    body = paper("W-9", "c", "health", day(1, 1), day(12, 1));
    assert_refused(bench, boss, MSG_cert_register, &body, "unknown_worker");
}

/* D7 row 3: dates plausible. A renewal in advance is issued before it begins, also where nobody tells when. */
static void test_a_certificate_issued_in_the_future_is_refused(void **state)
{
    struct bench *bench = *state;
    const int64_t now = day(2, 9) + 9 * MS_HOUR;
    struct cert_register body = paper("W-1", "c", "matron", now + 9 * MS_DAY, day(12, 1));
    hire(bench, "W-1");
    body.issued = now + 1;
    struct answer answer = bench_command(bench, boss, MSG_cert_register, &body);
    assert_string_equal(answer.code, "bad_dates");
    assert_string_equal(answer.field, "issued");
    body.issued = 0;
    bench_done(bench, boss, MSG_cert_register, &body);
    struct cert_get get = {.id = "c"};
    struct cert_get_answer seen;
    bench_query(bench, boss, MSG_cert_get, &get, MSG_cert_get_answer, &seen);
    assert_int_equal(seen.issued, now);
}

/* Bad input: a station that nobody knows */
static void test_nobody_is_at_home_at_a_station_that_there_is_not(void **state)
{
    struct bench *bench = *state;
    struct catalog_station_changed station = {.station = "ST2", .version = 1, .active = true, .host_kind = "company"};
    struct worker_hire body = person("W-2");
    struct worker_update update = {.worker = "W-1", .station = "ST1", .kind = "matron", .employment = "employee"};
    hire(bench, "W-1"); /* nothing is known of stations yet */
    bench_hear(bench, "booking", MSG_catalog_station_changed, &station, "ST2");
    struct answer answer = bench_command(bench, boss, MSG_worker_hire, &body);
    assert_string_equal(answer.code, "unknown_station");
    assert_string_equal(answer.field, "station");
    TEXT_PUT(body.station, "ST2");
    bench_done(bench, boss, MSG_worker_hire, &body);
    bench_done(bench, boss, MSG_worker_update, &update);
    TEXT_PUT(update.station, "ST3");
    assert_refused(bench, boss, MSG_worker_update, &update, "unknown_station");
    TEXT_PUT(update.station, "ST2");
    bench_done(bench, boss, MSG_worker_update, &update);
}

static void test_half_a_home_is_refused_by_the_half_that_is_missing(void **state)
{
    struct bench *bench = *state;
    struct worker_hire body = person("W-1");
    struct worker_update update = {.cell_lon = 113040};
    body.cell_lat = 22523;
    struct answer answer = bench_command(bench, boss, MSG_worker_hire, &body);
    assert_string_equal(answer.code, "missing");
    assert_string_equal(answer.field, "cell_lon");
    hire(bench, "W-1");
    TEXT_PUT(update.worker, "W-1");
    TEXT_PUT(update.station, "ST1");
    TEXT_PUT(update.kind, "matron");
    TEXT_PUT(update.employment, "employee");
    assert_string_equal(bench_command(bench, boss, MSG_worker_update, &update).field, "cell_lat");
}

/* R6: 60, 30, 7, 0 days, once each, then expiry at the midnight after the last day (scenario 14) */
static void test_a_certificate_is_reminded_of_four_times_and_then_expires_at_midnight(void **state)
{
    struct bench *bench = *state;
    struct cert_expiring expiring;
    struct worker_code_changed code;
    static const int64_t days[] = {60, 30, 7, 0};
    int64_t end = day(5, 1);
    hire_green(bench, end);
    for (int i = 0; i < 4; i++) {
        bench_clock(bench, day(4, 30) - days[i] * MS_DAY - 1);
        assert_int_equal(said(bench, MSG_cert_expiring, NULL), i);
        bench_clock(bench, day(4, 30) - days[i] * MS_DAY);
        assert_int_equal(said(bench, MSG_cert_expiring, &expiring), i + 1);
        assert_int_equal(expiring.days, days[i]);
    }
    bench_clock(bench, end - 1);
    assert_code(bench, "green");
    assert_int_equal(said(bench, MSG_cert_expired, NULL), 0);
    bench_clock(bench, end);
    assert_code(bench, "yellow");
    assert_int_equal(said(bench, MSG_cert_expired, NULL), 1);
    said(bench, MSG_worker_code_changed, &code);
    assert_string_equal(code.to, "yellow");
    assert_string_equal(code.reasons.at[0], "health_expired");
    bench_clock(bench, day(6, 1));
    assert_int_equal(said(bench, MSG_cert_expiring, NULL), 4);
    assert_int_equal(said(bench, MSG_cert_expired, NULL), 1);
}

/* scenario 3 and the order hazard: the renewal is verified in advance and begins where the old one ends */
static void test_a_renewal_in_advance_gives_no_yellow_flash(void **state)
{
    struct bench *bench = *state;
    struct cert_renewed renewed;
    int64_t end = day(3, 1);
    hire_green(bench, end);
    hand_in(bench, "W-1", "health-2", "health", end, day(12, 1));
    int codes = said(bench, MSG_worker_code_changed, NULL);
    int reminders = said(bench, MSG_cert_expiring, NULL);
    assert_int_equal(said(bench, MSG_cert_renewed, NULL), 0);
    bench_clock(bench, end - 1);
    bench_clock(bench, end);
    assert_code(bench, "green");
    assert_int_equal(said(bench, MSG_worker_code_changed, NULL), codes);
    assert_int_equal(said(bench, MSG_cert_expired, NULL), 0);
    assert_int_equal(said(bench, MSG_cert_expiring, NULL), reminders);
    assert_int_equal(said(bench, MSG_cert_renewed, &renewed), 1);
    assert_string_equal(renewed.old_cert, "health");
    assert_string_equal(renewed.cert, "health-2");
}

static void test_a_code_turns_green_when_a_certificate_begins(void **state)
{
    struct bench *bench = *state;
    hire_green(bench, day(3, 1));
    bench_clock(bench, day(3, 1));
    hand_in(bench, "W-1", "health-2", "health", day(3, 5), day(12, 1));
    assert_code(bench, "yellow");
    bench_clock(bench, day(3, 5) - 1);
    assert_code(bench, "yellow");
    bench_clock(bench, day(3, 5));
    assert_code(bench, "green");
}

static void test_a_revoked_identity_and_a_bad_background_turn_the_code_red(void **state)
{
    struct bench *bench = *state;
    struct cert_revoke revoke = {.cert = "identity", .reason = "void"};
    struct cert_register again = paper("W-1", "background-2", "background", day(2, 1), day(12, 1));
    hire_green(bench, day(12, 1));
    bench_done(bench, boss, MSG_cert_register, &again);
    verify(bench, "background-2", "bad");
    assert_code(bench, "red");
    assert_string_equal(look(bench, "manager").code_reasons.at[0], "background_bad");
    hand_in(bench, "W-1", "background-3", "background", day(2, 1), day(11, 1));
    assert_code(bench, "green");
    bench_done(bench, boss, MSG_cert_revoke, &revoke);
    assert_code(bench, "red");
    assert_string_equal(look(bench, "manager").code_reasons.at[0], "identity_void");
}

static void test_a_suspended_certificate_counts_again_when_restored(void **state)
{
    struct bench *bench = *state;
    struct cert_suspend suspend = {.cert = "insurance"};
    struct cert_restore restore = {.cert = "insurance"};
    hire_green(bench, day(12, 1));
    bench_done(bench, registrar, MSG_cert_suspend, &suspend);
    assert_code(bench, "yellow");
    bench_done(bench, registrar, MSG_cert_restore, &restore);
    assert_code(bench, "green");
    assert_refused(bench, registrar, MSG_cert_restore, &restore, "wrong_state");
}

/* ---- R6: mass revocation ---- */

/* A skill certificate of that body, verified; its number is DEMO-2026-ID. */
static void hand_in_skill(struct bench *bench, const char *of, const char *id, const char *type, const char *body)
{
    struct cert_register cert = paper(of, id, type, day(1, 1), day(12, 1));
    TEXT_PUT(cert.body, body);
    bench_done(bench, boss, MSG_cert_register, &cert);
    verify(bench, id, "");
}

static struct revocation_order order_of(const char *body)
{
    struct revocation_order order = {.reason = "issuer_withdrawn"};
    TEXT_PUT(order.revocation, "R-1");
    TEXT_PUT(order.body, body);
    return order;
}

static struct cert_get_answer cert_now(struct bench *bench, const char *id)
{
    static struct cert_get_answer answer;
    struct cert_get asked = {0};
    TEXT_PUT(asked.id, id);
    bench_query(bench, boss, MSG_cert_get, &asked, MSG_cert_get_answer, &answer);
    return answer;
}

static struct revocation_get_answer revocation_now(struct bench *bench)
{
    struct revocation_get_answer answer;
    struct revocation_get asked = {.id = "R-1"};
    bench_query(bench, boss, MSG_revocation_get, &asked, MSG_revocation_get_answer, &answer);
    return answer;
}

/* R6, D7 row 9 */
static void test_all_certificates_of_a_body_are_revoked_by_one_command(void **state)
{
    struct bench *bench = *state;
    struct revocation_order order = order_of("demo_body");
    struct revocation_ordered ordered;
    struct revocation_done done;
    struct cert_revoked revoked;
    struct cert_suspend suspend = {.cert = "background"};
    hire_green(bench, day(12, 1));
    hire(bench, "W-2");
    hand_in_skill(bench, "W-2", "matron", "matron", "other_body");
    bench_done(bench, registrar, MSG_cert_suspend, &suspend);
    struct answer answer = bench_command(bench, registrar, MSG_revocation_order, &order);
    assert_string_equal(answer.outcome, "done");
    assert_int_equal(answer.count, 4);
    assert_string_equal(answer.subject, "R-1");
    assert_int_equal(said(bench, MSG_revocation_ordered, &ordered), 1);
    assert_int_equal(ordered.count, 4);
    assert_int_equal(said(bench, MSG_cert_revoked, &revoked), 4);
    assert_string_equal(revoked.revocation, "R-1");
    assert_string_equal(revoked.reason, "issuer_withdrawn");
    assert_int_equal(said(bench, MSG_revocation_done, &done), 1);
    assert_int_equal(done.count, 4);
    assert_string_equal(look(bench, "manager").code, "red");
    assert_string_equal(cert_now(bench, "health").state, "REVOKED");
    assert_string_equal(cert_now(bench, "matron").state, "VERIFIED");
    bench_clock(bench, day(12, 2)); /* nobody is reminded of them */
    assert_int_equal(said(bench, MSG_cert_expired, NULL), 1);
}

/* R6: a hundred in one go, the rest by the clock, also after a restart */
static void test_a_large_revocation_goes_on_by_itself_until_it_is_done(void **state)
{
    static const char *const skills[] = {"matron",   "infant",    "elder",     "nurse",      "rehab",
                                         "domestic", "assistant", "lactation", "organising", "counsellor"};
    struct bench *bench = *state;
    struct revocation_order order = order_of("mill");
    char of[16], id[33];
    for (int i = 0; i < 120; i++) {
        TEXT_FORMAT(of, "W-%d", i / 10);
        TEXT_FORMAT(id, "c-%03d", i);
        if (i % 10 == 0)
            hire(bench, of);
        hand_in_skill(bench, of, id, skills[i % 10], "mill");
    }
    struct answer answer = bench_command(bench, registrar, MSG_revocation_order, &order);
    assert_int_equal(answer.count, 120);
    assert_int_equal(revocation_now(bench).revoked, 100);
    assert_int_equal(revocation_now(bench).done_at, 0);
    assert_string_equal(cert_now(bench, "c-099").state, "REVOKED");
    assert_string_equal(cert_now(bench, "c-100").state, "VERIFIED");
    bench_restart(bench);
    bench_clock(bench, bench->now + 1);
    assert_int_equal(revocation_now(bench).revoked, 120);
    assert_int_equal(revocation_now(bench).done_at, bench->now);
    assert_string_equal(cert_now(bench, "c-119").state, "REVOKED");
}

/* R6 */
static void test_a_revocation_takes_what_fits_in_type_number_and_time_of_issue(void **state)
{
    static const struct {
        struct revocation_order order;
        int64_t count;
    } rows[] = {
        {{.body = "demo_body"}, 6},
        {{.body = "demo_body", .cert_type = "infant"}, 1},
        {{.body = "demo_body", .number_from = "DEMO-2026-i", .number_to = "DEMO-2026-infant"}, 2},
        {{.body = "demo_body", .number_from = "DEMO-2026-insurance"}, 2},
        {{.body = "nobody"}, 0},
    };
    struct bench *bench = *state;
    hire_green(bench, day(12, 1));
    hand_in_skill(bench, "W-1", "infant", "infant", "demo_body");
    hand_in_skill(bench, "W-1", "matron", "matron", "demo_body");
    hand_in_skill(bench, "W-1", "elder", "elder", "other_body");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct revocation_order order = rows[i].order;
        TEXT_PUT(order.reason, "batch_forged");
        order.expect = 99;
        struct answer answer = bench_command(bench, registrar, MSG_revocation_order, &order);
        assert_string_equal(answer.code, "count_differs");
        assert_string_equal(answer.field, "expect");
        char sentence[64];
        TEXT_FORMAT(sentence, "It is about %lld certificates.", (long long)rows[i].count);
        assert_string_equal(answer.detail, sentence);
    }
    struct revocation_order old = order_of("demo_body");
    old.issued_to = day(1, 1);
    struct answer answer = bench_command(bench, registrar, MSG_revocation_order, &old);
    assert_int_equal(answer.count, 0);
    assert_int_equal(revocation_now(bench).done_at, bench->now);
    assert_string_equal(cert_now(bench, "infant").state, "VERIFIED");
}

static void test_a_revocation_that_cannot_be_meant_is_refused_by_field(void **state)
{
    static const struct {
        struct revocation_order order;
        const char *code, *field;
    } rows[] = {
        {{.cert_type = "wizard"}, "unknown_cert_type", "cert_type"},
        {{.issued_from = 2, .issued_to = 2}, "bad_dates", "issued_to"},
        {{.number_from = "B", .number_to = "A"}, "bad_numbers", "number_to"},
        {{.revocation = "R-1"}, "revocation_exists", "revocation"},
    };
    struct bench *bench = *state;
    struct bench_sender nobody = {.role = "registrar", .actor = ""};
    struct revocation_order first = order_of("demo_body");
    struct revocation_get asked = {.id = "R-9"};
    bench_done(bench, registrar, MSG_revocation_order, &first);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct revocation_order order = rows[i].order;
        TEXT_PUT(order.body, "demo_body");
        TEXT_PUT(order.reason, "batch_forged");
        struct answer answer = bench_command(bench, registrar, MSG_revocation_order, &order);
        assert_string_equal(answer.code, rows[i].code);
        assert_string_equal(answer.field, rows[i].field);
    }
    assert_refused(bench, nobody, MSG_revocation_order, &first, "actor_missing");
    assert_refused(bench, worker, MSG_revocation_order, &first, "role");
    assert_refused(bench, registrar, MSG_revocation_get, &asked, "unknown_revocation");
}

/* R6: nothing escapes behind the walk */
static void test_what_a_revocation_is_about_is_neither_handed_in_nor_verified_later(void **state)
{
    struct bench *bench = *state;
    struct cert_register waiting = paper("W-1", "matron", "matron", day(1, 1), day(12, 1));
    struct cert_register late = paper("W-1", "infant", "infant", day(1, 1), day(12, 1));
    struct cert_register newer = paper("W-1", "elder", "elder", day(2, 10), day(12, 1));
    struct cert_verify verdict = {.cert = "matron", .evidence = "original_seen"};
    struct revocation_order order = order_of("demo_body");
    hire(bench, "W-1");
    bench_done(bench, boss, MSG_cert_register, &waiting);
    struct answer answer = bench_command(bench, registrar, MSG_revocation_order, &order);
    assert_int_equal(answer.count, 0); /* one that waits to be verified is not counted */
    assert_refused(bench, registrar, MSG_cert_verify, &verdict, "revoked_batch");
    assert_refused(bench, boss, MSG_cert_register, &late, "revoked_batch");
    bench_done(bench, boss, MSG_cert_register, &newer); /* issued after the command */
}

/* ---- D7 row 4: a forged certificate ---- */

static void reject_as_forged(struct bench *bench, const char *id)
{
    struct cert_register cert = paper("W-1", id, "matron", day(1, 1), day(12, 1));
    struct cert_reject reject = {.reason = "forged"};
    TEXT_PUT(reject.cert, id);
    bench_done(bench, boss, MSG_cert_register, &cert);
    bench_done(bench, registrar, MSG_cert_reject, &reject);
}

/* D7 row 4 */
static void test_a_forged_certificate_proposes_a_suspension_once(void **state)
{
    struct bench *bench = *state;
    struct worker_suspension_proposed proposed;
    struct worker_suspend suspend = {.worker = "W-1", .reason = "forged", .review_by = day(2, 20)};
    struct worker_list open = {.proposed = true};
    static struct worker_list_answer list;
    hire_green(bench, day(12, 1));
    start(bench, true);
    hire(bench, "W-2");
    reject_as_forged(bench, "false-1");
    reject_as_forged(bench, "false-2");
    assert_int_equal(said(bench, MSG_worker_suspension_proposed, &proposed), 1);
    assert_string_equal(proposed.worker, "W-1");
    assert_string_equal(proposed.station, "ST1");
    assert_string_equal(proposed.reason, "forged");
    assert_string_equal(proposed.cert, "false-1");
    assert_string_equal(look(bench, "manager").state, "ACTIVE"); /* nobody is suspended by a proposal */
    assert_string_equal(look(bench, "manager").proposed, "forged");
    assert_string_equal(look(bench, "manager").proposed_cert, "false-1");
    bench_query(bench, boss, MSG_worker_list, &open, MSG_worker_list_answer, &list);
    assert_int_equal(list.rows.count, 1);
    bench_done(bench, boss, MSG_worker_suspend, &suspend);
    assert_string_equal(look(bench, "manager").proposed, "");
    reject_as_forged(bench, "false-3"); /* she is suspended already */
    assert_int_equal(said(bench, MSG_worker_suspension_proposed, NULL), 1);
}

/* D7 row 4 */
static void test_an_unreadable_certificate_proposes_nothing(void **state)
{
    struct bench *bench = *state;
    struct cert_register cert = paper("W-1", "blurred", "matron", day(1, 1), day(12, 1));
    struct cert_reject reject = {.cert = "blurred", .reason = "unreadable"};
    hire(bench, "W-1");
    bench_done(bench, boss, MSG_cert_register, &cert);
    bench_done(bench, registrar, MSG_cert_reject, &reject);
    assert_int_equal(said(bench, MSG_cert_rejected, NULL), 1);
    assert_int_equal(said(bench, MSG_worker_suspension_proposed, NULL), 0);
}

/* D7 row 4 */
static void test_somebody_else_decides_against_a_proposed_suspension(void **state)
{
    struct bench *bench = *state;
    struct bench_sender rejecter = {.role = "manager", .actor = "registrar-1"};
    struct worker_spare spare = {.worker = "W-1", .reason = "error_of_the_body"};
    struct worker_spared spared;
    hire_green(bench, day(12, 1));
    assert_refused(bench, boss, MSG_worker_spare, &spare, "no_proposal");
    reject_as_forged(bench, "false-1");
    assert_refused(bench, rejecter, MSG_worker_spare, &spare, "same_person");
    assert_refused(bench, registrar, MSG_worker_spare, &spare, "role");
    bench_done(bench, boss, MSG_worker_spare, &spare);
    assert_int_equal(said(bench, MSG_worker_spared, &spared), 1);
    assert_string_equal(spared.reason, "error_of_the_body");
    assert_string_equal(look(bench, "manager").proposed, "");
}

/* D7 row 4, D4 rows 2 and 3 */
static void test_until_it_is_decided_nobody_starts_and_no_probation_ends_by_time(void **state)
{
    struct bench *bench = *state;
    struct worker_start body = {.worker = "W-1"};
    struct worker_spare spare = {.worker = "W-1", .reason = "error_of_the_body"};
    hire_green(bench, day(12, 1));
    prepare(bench);
    reject_as_forged(bench, "false-1");
    assert_refused(bench, boss, MSG_worker_start, &body, "suspension_proposed");
    bench_done(bench, boss, MSG_worker_spare, &spare);
    bench_done(bench, boss, MSG_worker_start, &body);
    reject_as_forged(bench, "false-2");
    served(bench, "W-1", "V-1");
    served(bench, "W-1", "V-2");
    served(bench, "W-1", "V-3");
    bench_clock(bench, look(bench, "manager").probation_until);
    assert_string_equal(look(bench, "manager").state, "PROBATION");
    bench_done(bench, other, MSG_worker_spare, &spare);
    assert_string_equal(look(bench, "manager").state, "ACTIVE");
}

/* D7 row 4, D4 row 10 */
static void test_who_leaves_takes_the_proposal_with_her(void **state)
{
    struct bench *bench = *state;
    struct worker_retire retire = {.worker = "W-1"};
    hire_green(bench, day(12, 1));
    reject_as_forged(bench, "false-1");
    bench_done(bench, boss, MSG_worker_retire, &retire);
    assert_string_equal(look(bench, "manager").proposed, "");
}

static void test_certificates_that_expire_are_listed(void **state)
{
    struct bench *bench = *state;
    struct cert_list asked = {.expires_before = day(4, 1)};
    struct cert_list_answer *answer = calloc(1, sizeof *answer);
    assert_non_null(answer);
    hire_green(bench, day(3, 1));
    bench_query(bench, boss, MSG_cert_list, &asked, MSG_cert_list_answer, answer);
    assert_int_equal(answer->rows.count, 1);
    assert_string_equal(answer->rows.at[0].cert, "health");
    assert_string_equal(answer->rows.at[0].validity, "expiring");
    assert_pages(bench, boss, cert_list, cert, .worker = "W-1");
    free(answer);
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

/* ---- what is not there, what is taken, what is said ---- */

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

/* ---- D4 row 1, D4 row 5, D7 row 2, R4 ---- */

static void leave_for_good(struct bench *bench)
{
    struct worker_retire retire = {.worker = "W-1"};
    bench_done(bench, boss, MSG_worker_retire, &retire);
}

static struct worker_get_answer worker_told(struct bench *bench)
{
    static struct worker_get_answer answer;
    struct worker_get asked = {.id = "W-1"};
    bench_query(bench, boss, MSG_worker_get, &asked, MSG_worker_get_answer, &answer);
    return answer;
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

/* A leave that begins as it is put in asks for care, whether it is sickness or not; a planned one does not. */
static void test_a_leave_that_begins_at_once_asks_for_care_and_tells_of_no_sickness(void **state)
{
    struct bench *bench = *state;
    struct leave_put planned = {.worker = "W-1", .start = day(5, 1), .until = day(5, 3)};
    struct leave_put sick = {.worker = "W-1", .leave = "L-1", .until = day(2, 12), .sick = true};
    struct care_due care;
    hire_green(bench, day(12, 1));
    start(bench, true);
    bench_done(bench, boss, MSG_leave_put, &planned);
    assert_int_equal(bench_emitted(bench, "roster", MSG_care_due, NULL), 0);
    bench_done(bench, boss, MSG_leave_put, &sick);
    assert_int_equal(bench_emitted(bench, "roster", MSG_care_due, &care), 1);
    assert_string_equal(care.leave, "L-1");
}

static void hear_issued(struct bench *bench, const char *trainee, const char *id, const char *number)
{
    struct cert_issued issued = {.enrolment = "E-1",
                                 .session = "S-1",
                                 .station = "ST1",
                                 .cert_type = "matron",
                                 .level = 4,
                                 .body = "academy",
                                 .valid_from = day(2, 1),
                                 .valid_to = day(12, 1),
                                 .by = "registrar-9"};
    TEXT_PUT(issued.trainee, trainee);
    TEXT_PUT(issued.cert, id);
    TEXT_PUT(issued.number, number);
    bench_hear(bench, "training", MSG_cert_issued, &issued, "E-1");
}

/* D7 row 2 */
static void test_a_certificate_that_training_issued_is_registered_and_verified_at_once(void **state)
{
    struct bench *bench = *state;
    struct cert_verified verified;
    hire_green(bench, day(12, 1));
    int registered = bench_emitted(bench, "roster", MSG_cert_registered, NULL);
    hear_issued(bench, "W-1", "cert-9", "DEMO-2026-00009");
    assert_int_equal(bench_emitted(bench, "roster", MSG_cert_registered, NULL), registered + 1);
    assert_int_equal(bench_emitted(bench, "roster", MSG_cert_verified, &verified), registered + 1);
    assert_string_equal(verified.cert, "cert-9");
    assert_int_equal(verified.level, 4);
    assert_string_equal(cert_now(bench, "cert-9").state, "VERIFIED");
    assert_string_equal(cert_now(bench, "cert-9").registered_by, "training");
    assert_string_equal(cert_now(bench, "cert-9").verified_by, "registrar-9");
}

static void test_a_certificate_of_a_trainee_who_is_no_worker_passes(void **state)
{
    struct bench *bench = *state;
    hear_issued(bench, "T-1", "cert-9", "DEMO-2026-00009");
    assert_int_equal(bench_emitted(bench, "roster", MSG_cert_registered, NULL), 0);
}

/* R4: the number stays one person's; somebody looks at the parked event */
static void test_a_certificate_issued_under_another_persons_number_is_parked(void **state)
{
    struct bench *bench = *state;
    static struct service_status_answer status;
    struct service_status asked = {0};
    hire_green(bench, day(12, 1));
    hire(bench, "W-2");
    hear_issued(bench, "W-2", "cert-9", "DEMO-2026-health");
    bench_query(bench, boss, MSG_service_status, &asked, MSG_service_status_answer, &status);
    assert_int_equal(status.parked, 1);
}

static void hear_upheld(struct bench *bench, bool serious)
{
    struct case_upheld upheld = {
        .case_id = "C-1", .number = "ST1-2026-1", .station = "ST1", .party = "W-1", .serious = serious};
    bench_hear(bench, "mediation", MSG_case_upheld, &upheld, "C-1");
}

/* D4 row 7 */
static void test_a_serious_complaint_that_was_upheld_suspends_the_worker_until_a_manager_reviews(void **state)
{
    struct bench *bench = *state;
    struct worker_suspended suspended;
    struct worker_reinstate reinstate = {.worker = "W-1"};
    hire_green(bench, day(12, 1));
    start(bench, true);
    hear_upheld(bench, true);
    assert_int_equal(bench_emitted(bench, "roster", MSG_worker_suspended, &suspended), 1);
    assert_string_equal(suspended.reason, "complaint_upheld");
    assert_int_equal(suspended.review_by, bench->now + 30 * MS_DAY);
    hear_upheld(bench, true);
    assert_int_equal(bench_emitted(bench, "roster", MSG_worker_suspended, NULL), 1);
    bench_done(bench, boss, MSG_worker_reinstate, &reinstate);
    assert_string_equal(worker_told(bench).state, "ACTIVE");
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

/* R4 */
static void test_a_background_check_looks_back_five_years(void **state)
{
    struct bench *bench = *state;
    struct cert_register check = paper("W-1", "c", "background", day(2, 1), day(12, 1));
    struct cert_register health = paper("W-1", "h", "health", day(2, 1), day(12, 1));
    hire(bench, "W-1");
    check.covers_from = civil_day_start(civil_day_of(2021, 2, 2));
    struct answer answer = bench_command(bench, boss, MSG_cert_register, &check);
    assert_string_equal(answer.code, "look_back");
    assert_string_equal(answer.detail, "A background check looks back 5 years: to 2021-02-01 or before.");
    check.covers_from = civil_day_start(civil_day_of(2021, 2, 1));
    bench_done(bench, boss, MSG_cert_register, &check);
    assert_int_equal(cert_now(bench, "c").covers_from, check.covers_from);
    health.covers_from = check.covers_from;
    assert_refused(bench, boss, MSG_cert_register, &health, "look_back");
}

static void test_a_background_check_that_tells_nothing_else_looks_back_five_years(void **state)
{
    struct bench *bench = *state;
    hire_green(bench, day(12, 1));
    assert_int_equal(cert_now(bench, "background").covers_from, civil_day_start(civil_day_of(2021, 1, 1)));
}

#define SERVICE_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SERVICE_TEST(test_a_code_that_there_is_not_is_refused_by_its_field),
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
        SERVICE_TEST(test_a_worker_is_hired_once),
        SERVICE_TEST(test_a_stale_revision_is_a_conflict),
        SERVICE_TEST(test_an_answer_tells_the_revision_to_go_on_from),
        SERVICE_TEST(test_who_suspends_does_not_reinstate),
        SERVICE_TEST(test_who_is_dismissed_in_probation_has_left_for_good),
        SERVICE_TEST(test_who_suspends_does_not_dismiss),
        SERVICE_TEST(test_a_suspension_not_reviewed_in_time_is_said_once),
        SERVICE_TEST(test_a_suspension_beyond_thirty_days_is_refused),
        SERVICE_TEST(test_leave_is_granted_at_once_begins_and_ends_by_the_clock),
        SERVICE_TEST(test_two_leaves_that_touch_follow_each_other),
        SERVICE_TEST(test_a_worker_reports_only_her_own_sickness),
        SERVICE_TEST(test_to_those_who_do_not_deal_with_her_a_sick_worker_is_on_leave),
        SERVICE_TEST(test_leave_called_off_before_it_begins_moves_nobody),
        SERVICE_TEST(test_leave_ends_underneath_a_suspension),
        SERVICE_TEST(test_who_has_retired_holds_nothing_and_is_not_reminded),
        SERVICE_TEST(test_nobody_retires_before_her_visits_are_handed_over),
        SERVICE_TEST(test_a_visit_replanned_offered_cancelled_or_in_vain_is_nobodys),
        SERVICE_TEST(test_a_worker_has_several_employers),
        SERVICE_TEST(test_a_ninth_further_employer_is_refused_and_a_known_one_may_change),
        SERVICE_TEST(test_who_handed_a_certificate_in_does_not_verify_it),
        SERVICE_TEST(test_a_number_of_another_person_is_refused_unless_that_one_was_rejected),
        SERVICE_TEST(test_bad_papers_are_refused_by_field),
        SERVICE_TEST(test_a_certificate_issued_in_the_future_is_refused),
        SERVICE_TEST(test_half_a_home_is_refused_by_the_half_that_is_missing),
        SERVICE_TEST(test_nobody_is_at_home_at_a_station_that_there_is_not),
        SERVICE_TEST(test_a_certificate_is_reminded_of_four_times_and_then_expires_at_midnight),
        SERVICE_TEST(test_a_renewal_in_advance_gives_no_yellow_flash),
        SERVICE_TEST(test_a_code_turns_green_when_a_certificate_begins),
        SERVICE_TEST(test_a_revoked_identity_and_a_bad_background_turn_the_code_red),
        SERVICE_TEST(test_a_suspended_certificate_counts_again_when_restored),
        SERVICE_TEST(test_all_certificates_of_a_body_are_revoked_by_one_command),
        SERVICE_TEST(test_a_large_revocation_goes_on_by_itself_until_it_is_done),
        SERVICE_TEST(test_a_revocation_takes_what_fits_in_type_number_and_time_of_issue),
        SERVICE_TEST(test_a_revocation_that_cannot_be_meant_is_refused_by_field),
        SERVICE_TEST(test_what_a_revocation_is_about_is_neither_handed_in_nor_verified_later),
        SERVICE_TEST(test_a_forged_certificate_proposes_a_suspension_once),
        SERVICE_TEST(test_an_unreadable_certificate_proposes_nothing),
        SERVICE_TEST(test_somebody_else_decides_against_a_proposed_suspension),
        SERVICE_TEST(test_until_it_is_decided_nobody_starts_and_no_probation_ends_by_time),
        SERVICE_TEST(test_who_leaves_takes_the_proposal_with_her),
        SERVICE_TEST(test_certificates_that_expire_are_listed),
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
        SERVICE_TEST(test_who_has_left_may_be_hired_again_and_who_is_here_may_not),
        SERVICE_TEST(test_a_leave_that_begins_at_once_asks_for_care_and_tells_of_no_sickness),
        SERVICE_TEST(test_a_certificate_that_training_issued_is_registered_and_verified_at_once),
        SERVICE_TEST(test_a_certificate_of_a_trainee_who_is_no_worker_passes),
        SERVICE_TEST(test_a_certificate_issued_under_another_persons_number_is_parked),
        SERVICE_TEST(test_a_serious_complaint_that_was_upheld_suspends_the_worker_until_a_manager_reviews),
        SERVICE_TEST(test_a_complaint_that_is_not_serious_stands_against_the_end_of_probation),
        SERVICE_TEST(test_a_background_check_looks_back_five_years),
        SERVICE_TEST(test_a_background_check_that_tells_nothing_else_looks_back_five_years),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
