/* Mediation as a whole, in the hand of a test: who may do what, the events of D9, its clock, confidentiality (K9). */
#include "bench.h"

#include <sqlite3.h>

#include "services/mediation/tables.h"

static const struct bench_sender stranger = {.role = "client", .actor = "client-8"};
static const struct bench_sender desk = {.role = "receptionist"}, officer = {.role = "officer"},
                                 mediator = {.role = "mediator"}, client = {.role = "client"};

static int64_t at(const char *text)
{
    int64_t instant = 0;
    assert_int_equal(civil_parse(text, &instant), 0);
    return instant;
}

/* A service that knows station ST1 and booking b1, on the Friday of scenario 16. */
static int setup(void **state)
{
    struct bench *bench = calloc(1, sizeof *bench);
    struct catalog_station_changed station = {.station = "ST1", .version = 1, .active = true, .host_kind = "company"};
    struct booking_requested booking = {.booking = "b1",
                                        .station = "ST1",
                                        .service = "HH-01",
                                        .household = "h1",
                                        .channel = "miniapp",
                                        .community = "CM1"};
    assert_non_null(bench);
    bench_open(bench, &mediation_service, at("2026-02-13T10:00:00+08:00"));
    bench_clock(bench, bench->now);
    bench_hear(bench, "booking", MSG_catalog_station_changed, &station, "ST1");
    bench_hear(bench, "booking", MSG_booking_requested, &booking, "b1");
    *state = bench;
    return 0;
}

/* The store, damaged; closed, it is as it was. */
static sqlite3 *damaged(struct bench *bench, const char *damage)
{
    sqlite3 *db = NULL;
    engine_close(&bench->engine);
    assert_int_equal(sqlite3_open(bench->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "BEGIN", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, damage, NULL, NULL, NULL), SQLITE_OK);
    return db;
}

/* How many deadlines are not what they are reckoned to be again, in the damaged store. */
static int misreckoned(struct bench *bench, const char *damage)
{
    sqlite3 *db = damaged(bench, damage);
    sqlite3_stmt *statement = NULL;
    int count = 0;
    assert_int_equal(sqlite3_prepare_v2(db, mediation_judged[0].invariant.sql, -1, &statement, NULL), SQLITE_OK);
    while (sqlite3_step(statement) == SQLITE_ROW)
        count += !mediation_judged[0].holds((const char *)sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return count;
}

/* How many invariants complain of a damage to the store. */
static int violations(struct bench *bench, const char *damage)
{
    sqlite3 *db = damaged(bench, damage);
    int count = 0;
    for (const struct invariant *i = mediation_invariants; i->name; i++) {
        sqlite3_stmt *statement = NULL;
        assert_int_equal(sqlite3_prepare_v2(db, i->sql, -1, &statement, NULL), SQLITE_OK);
        count += sqlite3_step(statement) == SQLITE_ROW;
        sqlite3_finalize(statement);
    }
    sqlite3_close(db);
    return count;
}

static int teardown(void **state)
{
    struct bench *bench = *state;
    bench_close(bench);
    free(bench);
    return 0;
}

static struct case_file complaint(void)
{
    return (struct case_file){.station = "ST1",
                              .category = "service",
                              .relation = "household_worker",
                              .booking = "b1",
                              .channel = "counter",
                              .filer = "client-7",
                              .filer_name = "阿榕",
                              .respondent = "worker-3",
                              .respondent_name = "小柑",
                              .subject = "打碎花瓶",
                              .wish = "赔偿",
                              .happened = at("2026-02-12T15:00:00+08:00")};
}

/* An agreement that passes the guards of D9 row 16. */
static struct case_agree agreement(const char *text)
{
    struct case_agree agree = {.checks = {5, {"capable", "voluntary", "lawful", "harmless", "clear"}},
                               .dated = {1, {{.who = "respondent", .due = at("2026-07-01T00:00:00+08:00")}}}};
    TEXT_PUT(agree.text, text);
    return agree;
}

/* Files a complaint and gives the id of its case. */
static void file(struct bench *bench, const struct case_file *wish, char id[65])
{
    struct answer answer = bench_command(bench, desk, MSG_case_file, wish);
    assert_string_equal(answer.outcome, "done");
    text_put(id, 65, answer.subject);
}

static void screen(struct bench *bench, const char *id, const char *relation, const char *route)
{
    struct case_screen wish = {.category = "service"};
    TEXT_PUT(wish.case_id, id);
    TEXT_PUT(wish.relation, relation);
    TEXT_PUT(wish.route, route);
    bench_done(bench, officer, MSG_case_screen, &wish);
}

/* A case that is ACCEPTED on the route of the relation. */
static void accepted(struct bench *bench, const char *relation, char id[65])
{
    struct case_file wish = complaint();
    struct case_accept accept = {""};
    file(bench, &wish, id);
    screen(bench, id, relation, "");
    TEXT_PUT(accept.case_id, id);
    bench_done(bench, officer, MSG_case_accept, &accept);
}

static struct case_get_answer look(struct bench *bench, struct bench_sender who, const char *id)
{
    static struct case_get_answer answer;
    struct case_get question = {""};
    TEXT_PUT(question.id, id);
    bench_query(bench, who, MSG_case_get, &question, MSG_case_get_answer, &answer);
    return answer;
}

static void assert_refused(struct answer answer, const char *code, const char *field)
{
    assert_string_equal(answer.outcome, "refused");
    assert_string_equal(answer.code, code);
    assert_string_equal(answer.field, field);
}

/* ---- filing (D9 row 1, K1) ---- */

static void test_a_filed_case_has_a_number_of_its_station_and_year(void **state)
{
    struct bench *bench = *state;
    struct case_file wish = complaint();
    struct case_filed event;
    char id[65];
    file(bench, &wish, id);
    file(bench, &wish, id);
    assert_int_equal(bench_emitted(bench, "mediation", MSG_case_filed, &event), 2);
    assert_string_equal(event.case_id, id);
    assert_string_equal(event.number, "ST1-2026-0002");
    assert_string_equal(event.booking, "b1");
}

static void test_a_case_about_an_unknown_booking_or_station_is_refused(void **state)
{
    struct bench *bench = *state;
    struct case_file wish = complaint();
    TEXT_PUT(wish.booking, "b2");
    assert_refused(bench_command(bench, desk, MSG_case_file, &wish), "unknown_booking", "booking");
    wish = complaint();
    wish.booking[0] = '\0';
    TEXT_PUT(wish.station, "ST9");
    assert_refused(bench_command(bench, desk, MSG_case_file, &wish), "unknown_station", "station");
}

static void test_nobody_files_against_himself_nor_at_another_station_than_the_bookings(void **state)
{
    struct bench *bench = *state;
    struct catalog_station_changed station = {.station = "ST2", .version = 1, .active = true, .host_kind = "company"};
    struct case_file wish = complaint();
    bench_hear(bench, "booking", MSG_catalog_station_changed, &station, "ST2");
    TEXT_PUT(wish.respondent, wish.filer);
    assert_refused(bench_command(bench, desk, MSG_case_file, &wish), "same_party", "respondent");
    wish = complaint();
    TEXT_PUT(wish.station, "ST2");
    assert_refused(bench_command(bench, desk, MSG_case_file, &wish), "wrong_station", "station");
}

static void test_a_station_whose_code_leaves_no_room_for_a_number_is_refused(void **state)
{
    struct bench *bench = *state;
    struct catalog_station_changed station = {
        .station = "station-with-a-very-long-code-01", .version = 1, .active = true, .host_kind = "company"};
    struct case_file wish = complaint();
    bench_hear(bench, "booking", MSG_catalog_station_changed, &station, station.station);
    TEXT_PUT(wish.station, station.station);
    wish.booking[0] = '\0';
    assert_refused(bench_command(bench, desk, MSG_case_file, &wish), "too_long", "station");
}

static void test_a_case_that_is_not_there_is_refused_by_name(void **state)
{
    struct bench *bench = *state;
    struct case_accept accept = {.case_id = "nothing"};
    struct case_get asked = {.id = "nothing"};
    assert_refused(bench_command(bench, officer, MSG_case_accept, &accept), "unknown_case", "case_id");
    assert_refused(bench_command(bench, officer, MSG_case_get, &asked), "unknown_case", "id");
}

static void test_a_refused_filing_uses_up_no_number(void **state)
{
    struct bench *bench = *state;
    struct case_file wish = complaint(), bad = complaint();
    struct case_filed event;
    char id[65];
    TEXT_PUT(bad.booking, "b2");
    bench_command(bench, desk, MSG_case_file, &bad);
    file(bench, &wish, id);
    bench_emitted(bench, "mediation", MSG_case_filed, &event);
    assert_string_equal(event.number, "ST1-2026-0001");
}

static void test_a_case_needs_filer_respondent_and_wish(void **state)
{
    struct bench *bench = *state;
    struct case_file wish = complaint();
    wish.filer[0] = wish.filer_name[0] = '\0';
    assert_refused(bench_command(bench, desk, MSG_case_file, &wish), "missing", "filer");
    wish = complaint();
    wish.respondent[0] = wish.respondent_name[0] = '\0';
    assert_refused(bench_command(bench, desk, MSG_case_file, &wish), "missing", "respondent");
    wish = complaint();
    wish.wish[0] = '\0';
    assert_refused(bench_command(bench, desk, MSG_case_file, &wish), "missing", "wish");
}

static void test_a_case_needs_when_it_happened_and_not_later_than_now(void **state)
{
    struct bench *bench = *state;
    struct case_file wish = complaint();
    char id[65];
    wish.happened = 0;
    assert_refused(bench_command(bench, desk, MSG_case_file, &wish), "happened_missing", "happened");
    wish.happened = bench->now + 1;
    assert_refused(bench_command(bench, desk, MSG_case_file, &wish), "in_future", "happened");
    wish.happened = bench->now;
    file(bench, &wish, id);
    assert_int_equal(look(bench, officer, id).happened, bench->now);
    wish.happened = 0;
    wish.anonymous = true; /* a tip tells what it knows */
    wish.filer[0] = wish.filer_name[0] = '\0';
    file(bench, &wish, id);
}

static void test_a_client_files_in_the_own_name(void **state)
{
    struct bench *bench = *state;
    struct case_file wish = complaint();
    TEXT_PUT(wish.channel, "miniapp");
    assert_refused(bench_command(bench, client, MSG_case_file, &wish), "not_yourself", "filer");
    wish.filer[0] = '\0';
    struct answer answer = bench_command(bench, client, MSG_case_file, &wish);
    assert_string_equal(answer.outcome, "done");
    assert_string_equal(look(bench, officer, answer.subject).filer, "actor-1");
}

static void test_an_oral_complaint_is_recorded_by_staff(void **state)
{
    struct bench *bench = *state;
    struct case_file wish = complaint();
    TEXT_PUT(wish.channel, "oral");
    wish.filer[0] = '\0';
    assert_refused(bench_command(bench, client, MSG_case_file, &wish), "oral_needs_staff", "channel");
    wish = complaint();
    TEXT_PUT(wish.channel, "oral");
    struct answer answer = bench_command(bench, desk, MSG_case_file, &wish);
    assert_string_equal(answer.outcome, "done");
    assert_string_equal(look(bench, officer, answer.subject).entered_by, "actor-1");
}

/* K1: a tip is taken in without a filer and goes to the hotline, never to mediation. */
static void test_a_tip_is_taken_in_but_never_mediated(void **state)
{
    struct bench *bench = *state;
    struct case_file tip = complaint();
    struct case_screen wish = {.category = "safety", .relation = "household_worker"};
    char id[65];
    tip.anonymous = true;
    assert_refused(bench_command(bench, desk, MSG_case_file, &tip), "anonymous", "filer");
    tip.filer[0] = tip.filer_name[0] = '\0';
    assert_refused(bench_command(bench, client, MSG_case_file, &tip), "anonymous", "actorid");
    file(bench, &tip, id);
    TEXT_PUT(wish.case_id, id);
    assert_refused(bench_command(bench, officer, MSG_case_screen, &wish), "anonymous", "route");
    screen(bench, id, "household_worker", "hotline");
}

/* A tip that the hotline has. */
static void screened_tip(struct bench *bench, char id[65])
{
    struct case_file tip = complaint();
    tip.anonymous = true;
    tip.filer[0] = tip.filer_name[0] = '\0';
    file(bench, &tip, id);
    screen(bench, id, "household_worker", "hotline");
}

/* Row 5: the parties must be known. */
static void test_a_tip_is_not_accepted(void **state)
{
    struct bench *bench = *state;
    struct case_accept accept = {""};
    char id[65];
    screened_tip(bench, id);
    TEXT_PUT(accept.case_id, id);
    assert_refused(bench_command(bench, officer, MSG_case_accept, &accept), "parties_unknown", "case_id");
    assert_string_equal(look(bench, officer, id).stage, "SCREENED");
}

/* K1, row 15: the hotline has its whole time, and the respondent does not hear of it. */
static void test_a_screened_tip_is_due_as_the_hotline_is_and_ends_with_tip_handled(void **state)
{
    struct bench *bench = *state;
    struct case_fail handled = {.reason = "tip_handled"};
    struct case_next_told told;
    struct case_closed closed;
    char id[65];
    screened_tip(bench, id);
    assert_int_equal(look(bench, officer, id).deadline, at("2026-03-13"));
    TEXT_PUT(handled.case_id, id);
    bench_done(bench, officer, MSG_case_fail, &handled);
    assert_string_equal(look(bench, officer, id).reason, "tip_handled");
    assert_int_equal(bench_emitted(bench, "mediation", MSG_case_closed, &closed), 1);
    assert_string_equal(closed.outcome, "failed");
    assert_int_equal(bench_emitted(bench, "mediation", MSG_case_next_told, &told), 0);
}

static void test_only_a_tip_is_handled_and_before_acceptance_it_has_no_other_end_by_failing(void **state)
{
    struct bench *bench = *state;
    struct case_fail wish = {.reason = "tip_handled"};
    char id[65];
    accepted(bench, "household_worker", id);
    TEXT_PUT(wish.case_id, id);
    assert_refused(bench_command(bench, officer, MSG_case_fail, &wish), "not_anonymous", "reason");
    screened_tip(bench, id);
    TEXT_PUT(wish.case_id, id);
    TEXT_PUT(wish.reason, "no_agreement");
    assert_refused(bench_command(bench, officer, MSG_case_fail, &wish), "wrong_state", "case_id");
}

/* ---- screening and acceptance ---- */

/* Scenario 17. */
static void test_a_household_against_a_worker_filed_as_labour_is_refused_with_the_law(void **state)
{
    struct bench *bench = *state;
    struct case_file filed = complaint();
    struct case_screen wish = {.category = "pay", .relation = "household_worker", .route = "labour"};
    char id[65];
    TEXT_PUT(filed.relation, "company_employee");
    file(bench, &filed, id);
    TEXT_PUT(wish.case_id, id);
    struct answer answer = bench_command(bench, officer, MSG_case_screen, &wish);
    assert_refused(answer, "not_labour", "route");
    assert_non_null(strstr(answer.detail, "法释〔2020〕26号"));
    assert_string_equal(look(bench, officer, id).stage, "FILED");
}

static void test_screening_gives_a_consumer_case_seven_working_days(void **state)
{
    struct bench *bench = *state;
    struct case_file wish = complaint();
    struct case_screened event;
    char id[65];
    file(bench, &wish, id);
    screen(bench, id, "consumer_company", "");
    assert_int_equal(bench_emitted(bench, "mediation", MSG_case_screened, &event), 1);
    assert_string_equal(event.route, "consumer");
    assert_int_equal(event.accept_by, at("2026-03-03"));
}

static void test_acceptance_tells_the_due_instant_and_its_calendar(void **state)
{
    struct bench *bench = *state;
    struct case_accepted event;
    char id[65];
    accepted(bench, "company_employee", id);
    assert_int_equal(bench_emitted(bench, "mediation", MSG_case_accepted, &event), 1);
    assert_int_equal(event.due, at("2026-03-01"));
    assert_string_equal(event.calendar_version, "cn-2026.1");
    assert_false(event.provisional);
}

/* Row 5, N1: the filer waits for an answer. */
static void test_the_filer_is_told_when_the_case_is_accepted(void **state)
{
    struct bench *bench = *state;
    struct case_filer_told event;
    char id[65];
    accepted(bench, "company_employee", id);
    assert_int_equal(bench_emitted(bench, "mediation", MSG_case_filer_told, &event), 1);
    assert_string_equal(event.case_id, id);
    assert_string_equal(event.party, "client-7");
    assert_string_equal(event.step, "accepted");
}

/* ---- endings ---- */

/* Row 15: the last day counts whole. */
static void test_a_case_fails_when_its_last_day_is_over_and_is_closed_with_it(void **state)
{
    struct bench *bench = *state;
    struct case_failed failed;
    struct case_closed closed;
    char id[65];
    accepted(bench, "company_employee", id);
    bench_clock(bench, at("2026-02-28T23:59:59+08:00"));
    assert_int_equal(bench_emitted(bench, "mediation", MSG_case_failed, &failed), 0);
    bench_clock(bench, at("2026-03-01"));
    assert_int_equal(bench_emitted(bench, "mediation", MSG_case_failed, &failed), 1);
    assert_string_equal(failed.reason, "due_passed");
    assert_string_equal(failed.next, "arbitration");
    assert_int_equal(bench_emitted(bench, "mediation", MSG_case_closed, &closed), 1);
    assert_string_equal(closed.outcome, "failed");
    assert_string_equal(closed.booking, "b1");
}

/* Row 15. */
static void test_a_party_may_end_it(void **state)
{
    struct bench *bench = *state;
    struct case_fail wish = {.reason = "ended_by_party"};
    struct case_failed event;
    char id[65];
    accepted(bench, "household_worker", id);
    TEXT_PUT(wish.case_id, id);
    bench_done(bench, mediator, MSG_case_fail, &wish);
    assert_int_equal(bench_emitted(bench, "mediation", MSG_case_failed, &event), 1);
    assert_string_equal(event.next, "court");
}

/* Row 15: rights and next body are told, to each side by its id and in no other words. */
static void test_both_parties_are_told_the_next_body_when_a_case_fails(void **state)
{
    struct bench *bench = *state;
    struct case_fail wish = {.reason = "no_agreement", .next = "market_12315"};
    struct case_next_told told;
    char id[65];
    accepted(bench, "household_worker", id);
    TEXT_PUT(wish.case_id, id);
    bench_done(bench, mediator, MSG_case_fail, &wish);
    assert_int_equal(bench_emitted(bench, "mediation", MSG_case_next_told, &told), 2);
    assert_string_equal(told.party, "worker-3");
    assert_string_equal(told.next, "market_12315");
    assert_string_equal(told.case_id, id);
}

/* Row 15: also when nobody but the clock ends it. */
static void test_both_parties_are_told_the_next_body_when_the_due_instant_passes(void **state)
{
    struct bench *bench = *state;
    struct case_next_told told;
    char id[65];
    accepted(bench, "company_employee", id);
    bench_clock(bench, at("2026-03-01"));
    assert_int_equal(bench_emitted(bench, "mediation", MSG_case_next_told, &told), 2);
    assert_string_equal(told.next, "arbitration");
}

/* Row 15: or a party ends it, which is nobody else's to do and has no other reason. */
static void test_the_respondent_ends_the_own_case_and_no_other(void **state)
{
    struct bench *bench = *state;
    const struct bench_sender worker = {.role = "worker", .actor = "worker-3"},
                              other = {.role = "worker", .actor = "worker-4"};
    struct case_fail wish = {.reason = "ended_by_party"};
    struct case_failed event;
    char id[65];
    accepted(bench, "household_worker", id);
    TEXT_PUT(wish.case_id, id);
    assert_refused(bench_command(bench, other, MSG_case_fail, &wish), "not_party", "case_id");
    TEXT_PUT(wish.reason, "no_agreement");
    assert_refused(bench_command(bench, worker, MSG_case_fail, &wish), "not_yours_to_say", "reason");
    TEXT_PUT(wish.reason, "ended_by_party");
    bench_done(bench, worker, MSG_case_fail, &wish);
    assert_int_equal(bench_emitted(bench, "mediation", MSG_case_failed, &event), 1);
    assert_string_equal(event.reason, "ended_by_party");
}

/* Row 15. */
static void test_the_filer_ends_the_own_case(void **state)
{
    struct bench *bench = *state;
    struct case_fail wish = {.reason = "ended_by_party"};
    char id[65];
    accepted(bench, "household_worker", id);
    TEXT_PUT(wish.case_id, id);
    bench_done(bench, (struct bench_sender){.role = "client", .actor = "client-7"}, MSG_case_fail, &wish);
    assert_string_equal(look(bench, officer, id).stage, "FAILED");
}

/* Row 16, and the closing of the file: an agreement stops the clock. */
static void test_an_agreement_stops_the_clock_and_is_closed_later(void **state)
{
    struct bench *bench = *state;
    struct case_agree agree = agreement("赔偿五十元");
    struct case_close close = {""};
    struct case_closed event;
    char id[65];
    accepted(bench, "household_worker", id);
    TEXT_PUT(agree.case_id, id);
    TEXT_PUT(close.case_id, id);
    bench_done(bench, mediator, MSG_case_agree, &agree);
    assert_int_equal(bench_emitted(bench, "mediation", MSG_case_agreed, NULL), 1);
    bench_clock(bench, at("2026-06-01"));
    assert_string_equal(look(bench, officer, id).stage, "AGREED");
    assert_string_equal(look(bench, officer, id).text, "赔偿五十元");
    assert_int_equal(bench_emitted(bench, "mediation", MSG_case_closed, &event), 0);
    bench_done(bench, officer, MSG_case_close, &close);
    assert_int_equal(bench_emitted(bench, "mediation", MSG_case_closed, &event), 1);
    assert_string_equal(event.outcome, "agreed");
}

/* Row 17: an agreement that does not take effect; neither side takes it back alone. */
static void test_an_agreement_that_does_not_take_effect_ends_the_case(void **state)
{
    struct bench *bench = *state;
    struct case_agree agree = agreement("好");
    struct case_fail wish = {.reason = "ended_by_party"};
    char id[65];
    accepted(bench, "household_worker", id);
    TEXT_PUT(agree.case_id, id);
    TEXT_PUT(wish.case_id, id);
    bench_done(bench, mediator, MSG_case_agree, &agree);
    assert_refused(
        bench_command(bench, (struct bench_sender){.role = "worker", .actor = "worker-3"}, MSG_case_fail, &wish),
        "wrong_state", "case_id");
    bench_done(bench, officer, MSG_case_fail, &wish);
    assert_string_equal(look(bench, officer, id).stage, "FAILED");
    assert_int_equal(bench_emitted(bench, "mediation", MSG_case_next_told, NULL), 2);
}

/* Row 21. */
static void test_only_the_filer_or_an_officer_withdraws_and_not_after_an_agreement(void **state)
{
    struct bench *bench = *state;
    struct case_withdraw wish = {""};
    struct case_agree agree = agreement("好");
    struct case_filer_told told;
    char id[65];
    accepted(bench, "household_worker", id);
    TEXT_PUT(wish.case_id, id);
    assert_refused(bench_command(bench, stranger, MSG_case_withdraw, &wish), "not_filer", "case_id");
    bench_done(bench, officer, MSG_case_withdraw, &wish);
    assert_int_equal(bench_emitted(bench, "mediation", MSG_case_closed, NULL), 1);
    assert_int_equal(bench_emitted(bench, "mediation", MSG_case_filer_told, &told), 2);
    assert_string_equal(told.step, "withdrawn");
    accepted(bench, "household_worker", id);
    TEXT_PUT(agree.case_id, id);
    TEXT_PUT(wish.case_id, id);
    bench_done(bench, mediator, MSG_case_agree, &agree);
    assert_refused(bench_command(bench, officer, MSG_case_withdraw, &wish), "wrong_state", "case_id");
}

/* Row 21. */
static void test_the_filer_withdraws_a_case_that_the_desk_wrote_down(void **state)
{
    struct bench *bench = *state;
    struct case_file wish = complaint();
    struct case_withdraw withdraw = {""};
    char id[65];
    file(bench, &wish, id);
    TEXT_PUT(withdraw.case_id, id);
    bench_done(bench, (struct bench_sender){.role = "client", .actor = "client-7"}, MSG_case_withdraw, &withdraw);
    assert_int_equal(bench_emitted(bench, "mediation", MSG_case_withdrawn, NULL), 1);
}

static void test_a_command_on_a_revision_that_has_passed_is_a_conflict(void **state)
{
    struct bench *bench = *state;
    struct bench_sender late = officer;
    struct case_accept wish = {""};
    struct case_file filed = complaint();
    char id[65];
    file(bench, &filed, id);
    screen(bench, id, "household_worker", "");
    TEXT_PUT(wish.case_id, id);
    late.expectedrev = 1;
    assert_string_equal(bench_command(bench, late, MSG_case_accept, &wish).outcome, "conflict");
    late.expectedrev = 2;
    bench_done(bench, late, MSG_case_accept, &wish);
}

static void test_an_answer_tells_the_revision_to_go_on_from(void **state)
{
    struct bench *bench = *state;
    struct bench_sender next = officer;
    struct case_file filed = complaint();
    struct case_screen screening = {.category = "service", .relation = "household_worker"};
    struct case_accept wish = {""};
    struct answer answer = bench_command(bench, desk, MSG_case_file, &filed);
    TEXT_PUT(screening.case_id, answer.subject);
    TEXT_PUT(wish.case_id, answer.subject);
    next.expectedrev = answer.revision;
    next.expectedrev = bench_command(bench, next, MSG_case_screen, &screening).revision;
    answer = bench_command(bench, next, MSG_case_accept, &wish);
    assert_string_equal(answer.outcome, "done");
    assert_int_equal(answer.revision, look(bench, officer, wish.case_id).revision);
    assert_int_equal(answer.revision, 3);
}

/* ---- who may read (K9) ---- */

static void test_a_supervisor_sees_stage_and_clocks_only(void **state)
{
    struct bench *bench = *state;
    char id[65];
    accepted(bench, "household_worker", id);
    struct case_get_answer full = look(bench, mediator, id);
    assert_string_equal(full.subject, "打碎花瓶");
    assert_string_equal(full.respondent_name, "小柑");
    struct case_get_answer clocks = look(bench, (struct bench_sender){.role = "supervisor"}, id);
    assert_string_equal(clocks.stage, "ACCEPTED");
    assert_int_equal(clocks.due, full.due);
    assert_string_equal(clocks.subject, "");
    assert_string_equal(clocks.filer, "");
    assert_string_equal(clocks.respondent_name, "");
    assert_string_equal(clocks.booking, "");
}

/* D9: a party reads its own side, and what both have agreed on. */
static void test_a_party_reads_what_it_has_told_itself_and_how_the_case_stands(void **state)
{
    struct bench *bench = *state;
    char id[65];
    struct bench_sender filer = {.role = "client", .actor = complaint().filer};
    struct bench_sender other = {.role = "worker", .actor = complaint().respondent};
    accepted(bench, "household_worker", id);
    struct case_get_answer own = look(bench, filer, id);
    assert_string_equal(own.stage, "ACCEPTED");
    assert_true(own.due > 0);
    assert_string_equal(own.subject, "打碎花瓶");
    assert_string_equal(own.respondent_name, "");
    assert_string_equal(own.respondent, "");
    struct case_get_answer theirs = look(bench, other, id);
    assert_int_equal(theirs.due, own.due);
    assert_string_equal(theirs.respondent_name, "小柑");
    assert_string_equal(theirs.subject, "");
    assert_string_equal(theirs.story, "");
    assert_string_equal(theirs.filer, "");
    assert_string_equal(theirs.filer_name, "");
}

static void test_who_is_no_party_does_not_read_a_case(void **state)
{
    struct bench *bench = *state;
    struct case_get question = {""};
    struct answer answer;
    char id[65];
    accepted(bench, "household_worker", id);
    TEXT_PUT(question.id, id);
    bench_query(bench, (struct bench_sender){.role = "client", .actor = "somebody"}, MSG_case_get, &question,
                MSG_answer, &answer);
    assert_string_equal(answer.code, "not_party");
}

static void test_a_receptionist_may_not_read_a_case(void **state)
{
    struct bench *bench = *state;
    struct case_get question = {""};
    struct answer answer;
    char id[65];
    accepted(bench, "household_worker", id);
    TEXT_PUT(question.id, id);
    bench_query(bench, desk, MSG_case_get, &question, MSG_answer, &answer);
    assert_string_equal(answer.outcome, "denied");
}

/* A4.3: what is overdue is visible. */
static void test_a_case_that_is_not_accepted_in_time_is_listed_as_overdue(void **state)
{
    struct bench *bench = *state;
    struct case_file wish = complaint();
    struct case_overdue question = {.station = "ST1"};
    static struct case_overdue_answer answer;
    char id[65];
    file(bench, &wish, id);
    bench_clock(bench, at("2026-02-25T23:59:59+08:00"));
    bench_query(bench, desk, MSG_case_overdue, &question, MSG_case_overdue_answer, &answer);
    assert_int_equal(answer.rows.count, 0);
    bench_clock(bench, at("2026-02-26"));
    bench_query(bench, desk, MSG_case_overdue, &question, MSG_case_overdue_answer, &answer);
    assert_int_equal(answer.rows.count, 1);
    assert_string_equal(answer.rows.at[0].case_id, id);
    assert_string_equal(answer.rows.at[0].stage_zh, "已登记");
}

static void test_a_list_goes_on_where_the_page_before_ended(void **state)
{
    struct bench *bench = *state;
    struct case_file wish = complaint();
    struct case_by_booking question = {.id = "b1", .limit = 2};
    static struct case_by_booking_answer answer;
    char id[65];
    for (int i = 0; i < 3; i++)
        file(bench, &wish, id);
    bench_query(bench, desk, MSG_case_by_booking, &question, MSG_case_by_booking_answer, &answer);
    assert_int_equal(answer.rows.count, 2);
    assert_string_equal(answer.next, answer.rows.at[1].case_id);
    TEXT_PUT(question.after, answer.next);
    bench_query(bench, desk, MSG_case_by_booking, &question, MSG_case_by_booking_answer, &answer);
    assert_int_equal(answer.rows.count, 1);
    assert_string_equal(answer.next, "");
    assert_pages(bench, desk, case_by_booking, case_id, .id = "b1");
    assert_pages(bench, desk, case_list, case_id, .station = "ST1");
}

/* ---- the invariants see damage ---- */

static void test_a_lost_timer_breaks_i19(void **state)
{
    struct bench *bench = *state;
    char id[65];
    accepted(bench, "household_worker", id);
    assert_int_equal(violations(bench, "DELETE FROM timer"), 1);
}

/* I19, second half, as far as the store alone can tell. */
static void test_a_deadline_that_is_not_the_clock_of_its_state_breaks_i19(void **state)
{
    struct bench *bench = *state;
    char id[65];
    accepted(bench, "household_worker", id);
    assert_int_equal(violations(bench, "UPDATE dispute SET revision = revision"), 0);
    assert_int_equal(violations(bench, "UPDATE dispute SET deadline = deadline + 86400000"), 1);
}

static void test_a_clock_that_ends_within_a_day_breaks_i19(void **state)
{
    struct bench *bench = *state;
    struct case_file wish = complaint();
    char id[65];
    file(bench, &wish, id);
    assert_int_equal(violations(bench, "UPDATE dispute SET accept_by = accept_by + 1, deadline = deadline + 1"), 1);
}

static void agreed(struct bench *bench, char id[65])
{
    struct case_agree agree = agreement("好");
    accepted(bench, "household_worker", id);
    TEXT_PUT(agree.case_id, id);
    bench_done(bench, mediator, MSG_case_agree, &agree);
}

/* I19: reckoned again by the calendar that is named. */
static void test_a_deadline_that_is_moved_by_whole_days_breaks_i19(void **state)
{
    struct bench *bench = *state;
    char id[65];
    agreed(bench, id);
    assert_int_equal(misreckoned(bench, "UPDATE dispute SET revision = revision"), 0);
    assert_int_equal(violations(bench, "UPDATE dispute SET accept_by = accept_by + 86400000"), 0);
    assert_int_equal(misreckoned(bench, "UPDATE dispute SET accept_by = accept_by + 86400000"), 1);
    assert_int_equal(misreckoned(bench, "UPDATE dispute SET due = due - 86400000"), 1);
    assert_int_equal(misreckoned(bench, "UPDATE dispute SET close_by = close_by + 86400000, "
                                        "deadline = deadline + 86400000"),
                     1);
}

static void test_a_deadline_whose_reckoning_was_changed_or_is_lost_breaks_i19(void **state)
{
    struct bench *bench = *state;
    char id[65];
    agreed(bench, id);
    assert_int_equal(misreckoned(bench, "UPDATE case_clock SET length = length + 1"), 3);
    assert_int_equal(misreckoned(bench, "UPDATE case_clock SET since = since - 86400000 WHERE kind = 'due'"), 1);
    assert_int_equal(misreckoned(bench, "UPDATE case_clock SET calendar_version = 'cn-1999.1'"), 3);
    assert_int_equal(misreckoned(bench, "UPDATE dispute SET due_provisional = 1 - due_provisional"), 1);
    assert_int_equal(misreckoned(bench, "DELETE FROM case_clock"), 3);
}

static void test_a_deadline_from_before_lengths_were_kept_is_believed(void **state)
{
    struct bench *bench = *state;
    char id[65];
    agreed(bench, id);
    assert_int_equal(misreckoned(bench, "UPDATE case_clock SET unit = 'unknown', length = 0"), 0);
}

static void test_a_lost_case_breaks_the_numbering(void **state)
{
    struct bench *bench = *state;
    struct case_file wish = complaint();
    char id[65];
    file(bench, &wish, id);
    assert_int_equal(violations(bench, "DELETE FROM dispute"), 1);
}

/* K14, D4 row 7 */
static void test_a_complaint_is_upheld_once_and_names_the_party_by_its_id(void **state)
{
    struct bench *bench = *state;
    struct case_file wish = complaint();
    struct case_uphold uphold = {.serious = true};
    struct bench_sender party = {.role = "officer", .actor = "worker-3"};
    struct case_upheld event;
    char id[65];
    file(bench, &wish, id);
    TEXT_PUT(uphold.case_id, id);
    assert_refused(bench_command(bench, officer, MSG_case_uphold, &uphold), "wrong_state", "case_id");
    screen(bench, id, "household_worker", "");
    assert_refused(bench_command(bench, party, MSG_case_uphold, &uphold), "same_person", "actorid");
    bench_done(bench, officer, MSG_case_uphold, &uphold);
    assert_int_equal(bench_emitted(bench, "mediation", MSG_case_upheld, &event), 1);
    assert_string_equal(event.party, "worker-3");
    assert_true(event.serious);
    assert_string_equal(look(bench, officer, id).stage, "SCREENED"); /* it goes on */
    assert_refused(bench_command(bench, officer, MSG_case_uphold, &uphold), "already_upheld", "case_id");
}

static void test_a_complaint_against_nobody_who_is_known_by_id_is_not_upheld(void **state)
{
    struct bench *bench = *state;
    struct case_file wish = complaint();
    struct case_uphold uphold = {.case_id = "case-9"};
    char id[65];
    assert_refused(bench_command(bench, officer, MSG_case_uphold, &uphold), "unknown_case", "case_id");
    wish.respondent[0] = '\0';
    file(bench, &wish, id);
    screen(bench, id, "household_worker", "");
    TEXT_PUT(uphold.case_id, id);
    assert_refused(bench_command(bench, officer, MSG_case_uphold, &uphold), "parties_unknown", "case_id");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_a_filed_case_has_a_number_of_its_station_and_year),
        TEST(test_a_case_about_an_unknown_booking_or_station_is_refused),
        TEST(test_nobody_files_against_himself_nor_at_another_station_than_the_bookings),
        TEST(test_a_station_whose_code_leaves_no_room_for_a_number_is_refused),
        TEST(test_a_case_that_is_not_there_is_refused_by_name),
        TEST(test_a_refused_filing_uses_up_no_number),
        TEST(test_a_case_needs_filer_respondent_and_wish),
        TEST(test_a_case_needs_when_it_happened_and_not_later_than_now),
        TEST(test_a_client_files_in_the_own_name),
        TEST(test_an_oral_complaint_is_recorded_by_staff),
        TEST(test_a_tip_is_taken_in_but_never_mediated),
        TEST(test_a_tip_is_not_accepted),
        TEST(test_a_screened_tip_is_due_as_the_hotline_is_and_ends_with_tip_handled),
        TEST(test_only_a_tip_is_handled_and_before_acceptance_it_has_no_other_end_by_failing),
        TEST(test_a_household_against_a_worker_filed_as_labour_is_refused_with_the_law),
        TEST(test_screening_gives_a_consumer_case_seven_working_days),
        TEST(test_acceptance_tells_the_due_instant_and_its_calendar),
        TEST(test_a_case_fails_when_its_last_day_is_over_and_is_closed_with_it),
        TEST(test_a_party_may_end_it),
        TEST(test_both_parties_are_told_the_next_body_when_a_case_fails),
        TEST(test_both_parties_are_told_the_next_body_when_the_due_instant_passes),
        TEST(test_the_respondent_ends_the_own_case_and_no_other),
        TEST(test_the_filer_is_told_when_the_case_is_accepted),
        TEST(test_the_filer_ends_the_own_case),
        TEST(test_an_agreement_stops_the_clock_and_is_closed_later),
        TEST(test_an_agreement_that_does_not_take_effect_ends_the_case),
        TEST(test_only_the_filer_or_an_officer_withdraws_and_not_after_an_agreement),
        TEST(test_the_filer_withdraws_a_case_that_the_desk_wrote_down),
        TEST(test_a_command_on_a_revision_that_has_passed_is_a_conflict),
        TEST(test_an_answer_tells_the_revision_to_go_on_from),
        TEST(test_a_supervisor_sees_stage_and_clocks_only),
        TEST(test_a_party_reads_what_it_has_told_itself_and_how_the_case_stands),
        TEST(test_who_is_no_party_does_not_read_a_case),
        TEST(test_a_receptionist_may_not_read_a_case),
        TEST(test_a_case_that_is_not_accepted_in_time_is_listed_as_overdue),
        TEST(test_a_list_goes_on_where_the_page_before_ended),
        TEST(test_a_complaint_is_upheld_once_and_names_the_party_by_its_id),
        TEST(test_a_complaint_against_nobody_who_is_known_by_id_is_not_upheld),
        TEST(test_a_lost_timer_breaks_i19),
        TEST(test_a_deadline_that_is_not_the_clock_of_its_state_breaks_i19),
        TEST(test_a_clock_that_ends_within_a_day_breaks_i19),
        TEST(test_a_deadline_that_is_moved_by_whole_days_breaks_i19),
        TEST(test_a_deadline_whose_reckoning_was_changed_or_is_lost_breaks_i19),
        TEST(test_a_deadline_from_before_lengths_were_kept_is_believed),
        TEST(test_a_lost_case_breaks_the_numbering),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
