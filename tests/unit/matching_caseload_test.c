/* V22: whose households are whose, how many one may have, and who is told when nobody has one. Each test leaves a store
 * in which every invariant holds (bench_close). */
#include "matching_world.h"

#define DAYS_OF_CONTINUITY 180

static void hear_workers(struct bench *bench, int count)
{
    for (int i = 1; i <= count; i++) {
        struct worker_onboarded new = a_worker((char[]){'W', (char)('0' + i), '\0'}, "employee");
        hear_worker(bench, &new);
    }
}

/* A visit to that household, that many days after the first day. */
static void hear_wish(struct bench *bench, const char *booking, const char *household, int day)
{
    struct booking_requested request = a_request(booking, START + day * MS_DAY);
    TEXT_PUT(request.household, household);
    bench_hear(bench, "booking", MSG_booking_requested, &request, booking);
}

static struct team_get_answer team(struct bench *bench, const char *household)
{
    static struct team_get_answer answer;
    struct team_get ask = {.at = START + 9 * MS_DAY};
    TEXT_PUT(ask.id, household);
    bench_query(bench, dispatcher, MSG_team_get, &ask, MSG_team_get_answer, &answer);
    return answer;
}

static struct answer assign(struct bench *bench, const char *household, const char *worker)
{
    struct caseload_assign command = {.reason = "even_out"};
    TEXT_PUT(command.household, household);
    TEXT_PUT(command.worker, worker);
    return bench_command(bench, dispatcher, MSG_caseload_assign, &command);
}

static void assert_assigned(struct bench *bench, const char *household, const char *worker)
{
    struct answer answer = assign(bench, household, worker);
    assert_string_equal(answer.outcome, "done");
    assert_string_equal(answer.subject, household);
}

static void assert_refused(struct answer answer, const char *code, const char *field)
{
    assert_string_equal(answer.outcome, "refused");
    assert_string_equal(answer.code, code);
    assert_string_equal(answer.field, field);
}

static const struct caseload_list_answer *listed(struct bench *bench, struct caseload_list ask)
{
    static struct caseload_list_answer answer;
    answer = (struct caseload_list_answer){0};
    bench_query(bench, dispatcher, MSG_caseload_list, &ask, MSG_caseload_list_answer, &answer);
    return &answer;
}

static int64_t households_of(struct bench *bench, const char *worker)
{
    struct caseload_list ask = {0};
    TEXT_PUT(ask.worker, worker);
    return listed(bench, ask)->households;
}

static void retire(struct bench *bench, const char *worker)
{
    struct worker_retired event = {.station = "ST1"};
    TEXT_PUT(event.worker, worker);
    bench_hear(bench, "roster", MSG_worker_retired, &event, worker);
}

static void call_off(struct bench *bench, const char *booking, const char *household, int day)
{
    struct booking_cancelled event = {.station = "ST1",
                                      .service = "EL-01",
                                      .start = START + day * MS_DAY,
                                      .end = START + day * MS_DAY + 2 * MS_HOUR,
                                      .class = "free",
                                      .by = "client"};
    TEXT_PUT(event.booking, booking);
    TEXT_PUT(event.household, household);
    bench_hear(bench, "booking", MSG_booking_cancelled, &event, booking);
}

/* Three households of W1, each at another hour of peace. */
static void make_three(struct bench *bench)
{
    hear_workers(bench, 1);
    hear_wish(bench, "B1", "H1", 0);
    hear_wish(bench, "B2", "H2", 1);
    hear_wish(bench, "B3", "H3", 2);
    assert_int_equal(households_of(bench, "W1"), 3);
}

/* ---- by the visits ---- */

static void test_who_comes_first_has_the_household_and_it_is_told(void **state)
{
    struct bench *bench = *state;
    struct caseload_changed event = {0};
    hear_workers(bench, 1);
    hear_wish(bench, "B1", "H1", 0);
    assert_int_equal(bench_emitted(bench, "matching", MSG_caseload_changed, &event), 1);
    assert_string_equal(event.household, "H1");
    assert_string_equal(event.station, "ST1");
    assert_string_equal(event.worker, "W1");
    assert_string_equal(event.from_worker, "");
    assert_string_equal(event.reason, "chosen");
    assert_int_equal(event.households, 1);
    hear_wish(bench, "B2", "H1", 1);
    assert_int_equal(bench_emitted(bench, "matching", MSG_caseload_changed, &event), 1); /* the same */
}

static void test_a_household_that_comes_to_somebody_else_is_told_with_both_counts(void **state)
{
    struct bench *bench = *state;
    struct caseload_changed event = {0};
    make_three(bench);
    hear_workers(bench, 2);
    assert_assigned(bench, "H2", "W2");
    assert_int_equal(bench_emitted(bench, "matching", MSG_caseload_changed, &event), 4);
    assert_string_equal(event.worker, "W2");
    assert_int_equal(event.households, 1);
    assert_string_equal(event.from_worker, "W1");
    assert_int_equal(event.from_households, 2);
    assert_string_equal(event.reason, "by_hand");
    assert_string_equal(event.because, "even_out");
}

/* V11: the one who works beside is found first, and asked. */
static void test_who_goes_along_is_not_named_for_coming_first(void **state)
{
    struct bench *bench = *state;
    struct catalog_service_changed pair = {.service = "EL-01",
                                           .version = 2,
                                           .active = true,
                                           .line = "elder",
                                           .minutes = 120,
                                           .workers = 2,
                                           .worker_kinds = {1, {"elder_care"}}};
    struct worker_onboarded first = a_worker("W1", "agency"), second = a_worker("W2", "agency");
    struct team_get ask = {.id = "H1"};
    struct answer nobody;
    bench_hear(bench, "booking", MSG_catalog_service_changed, &pair, "EL-01");
    hear_worker(bench, &first);
    hear_worker(bench, &second);
    hear_wish(bench, "B1", "H1", 0);
    assert_int_equal(bench_emitted(bench, "matching", MSG_visit_offered, NULL), 1);
    assert_int_equal(bench_emitted(bench, "matching", MSG_caseload_changed, NULL), 0);
    bench_query(bench, dispatcher, MSG_team_get, &ask, MSG_answer, &nobody);
    assert_string_equal(nobody.code, "unknown_team");
}

/* ---- the limit ---- */

static void test_who_has_as_many_as_may_be_comes_but_is_not_named(void **state)
{
    struct bench *bench = *state;
    struct caseload_vacant event = {0};
    bench->config.value[SET_CASELOAD_MOST] = 2;
    bench_restart(bench);
    hear_workers(bench, 1);
    hear_wish(bench, "B1", "H1", 0);
    hear_wish(bench, "B2", "H2", 1);
    hear_wish(bench, "B3", "H3", 2);
    assert_string_equal(explained(bench, "B3")->worker, "W1");
    struct team_get_answer answer = team(bench, "H3");
    assert_string_equal(answer.main, "");
    assert_string_equal(answer.wanted, "W1");
    assert_int_equal(answer.caseload_most, 2);
    assert_int_equal(households_of(bench, "W1"), 2);
    assert_int_equal(bench_emitted(bench, "matching", MSG_caseload_vacant, &event), 1);
    assert_string_equal(event.household, "H3");
    assert_string_equal(event.worker, "W1");
    assert_string_equal(event.reason, "full");
    hear_wish(bench, "B4", "H3", 3);
    assert_int_equal(bench_emitted(bench, "matching", MSG_caseload_vacant, &event), 1); /* once */
}

static void test_who_has_room_again_is_named_by_the_next_choice(void **state)
{
    struct bench *bench = *state;
    bench->config.value[SET_CASELOAD_MOST] = 1;
    bench_restart(bench);
    hear_workers(bench, 2);
    hear_wish(bench, "B1", "H1", 0);
    hear_wish(bench, "B2", "H2", 1);
    const char *has = explained(bench, "B1")->worker;
    char first[ID_SIZE];
    TEXT_PUT(first, has);
    assert_assigned(bench, "H2", text_same(first, "W1") ? "W2" : "W1");
    hear_wish(bench, "B3", "H3", 2);
    assert_string_equal(team(bench, "H3").main, "");
    bench->config.value[SET_CASELOAD_MOST] = 0;
    bench_restart(bench);
    hear_wish(bench, "B4", "H3", 3);
    assert_string_not_equal(team(bench, "H3").main, "");
    assert_string_equal(team(bench, "H3").wanted, "");
}

static void test_a_limit_that_comes_later_takes_nobody_anything(void **state)
{
    struct bench *bench = *state;
    make_three(bench);
    bench->config.value[SET_CASELOAD_MOST] = 2;
    bench_restart(bench);
    hear_wish(bench, "B4", "H1", 4);
    assert_string_equal(team(bench, "H1").main, "W1");
    const struct caseload_list_answer *list = listed(bench, (struct caseload_list){.station = "ST1"});
    assert_int_equal(list->over, 1);
    assert_string_equal(list->rows.at[0].fill, "over");
}

/* ---- by hand ---- */

static void test_who_is_named_by_hand_stays_whatever_the_visits_say_and_is_preferred(void **state)
{
    struct bench *bench = *state;
    hear_workers(bench, 2);
    hear_wish(bench, "B1", "H1", 0);
    hear_wish(bench, "B2", "H1", 1);
    assert_string_equal(team(bench, "H1").main, "W1");
    assert_assigned(bench, "H1", "W2");
    struct team_get_answer answer = team(bench, "H1");
    assert_string_equal(answer.main, "W2");
    assert_string_equal(answer.backup, "W1"); /* they change places */
    assert_true(answer.by_hand);
    hear_wish(bench, "B3", "H1", 2);
    assert_string_equal(explained(bench, "B3")->worker, "W2");
    assert_int_equal(points(explained(bench, "B3"), 1, "continuity"), 16000); /* all of it, as for any main worker */
    bench_restart(bench);
    hear_wish(bench, "B4", "H1", 3);
    assert_string_equal(team(bench, "H1").main, "W2");
    assert_true(team(bench, "H1").by_hand);
}

static void test_who_is_named_already_can_be_fixed_by_hand_once(void **state)
{
    struct bench *bench = *state;
    hear_workers(bench, 1);
    hear_wish(bench, "B1", "H1", 0);
    assert_assigned(bench, "H1", "W1");
    assert_true(team(bench, "H1").by_hand);
    assert_refused(assign(bench, "H1", "W1"), "same_worker", "worker");
}

static void test_an_assignment_repeated_is_answered_as_before(void **state)
{
    struct bench *bench = *state;
    struct bench_sender once = {.role = "dispatcher", .id = "once"};
    struct caseload_assign command = {.household = "H1", .worker = "W2", .reason = "even_out"};
    hear_workers(bench, 2);
    hear_wish(bench, "B1", "H1", 0);
    for (int i = 0; i < 2; i++)
        bench_done(bench, once, MSG_caseload_assign, &command);
    assert_int_equal(bench_emitted(bench, "matching", MSG_caseload_changed, NULL), 2);
}

static void test_an_assignment_is_refused_with_its_reason(void **state)
{
    struct bench *bench = *state;
    struct household_pair_changed pair = {.household = "H1", .worker = "W3", .prohibited = true};
    struct worker_suspended suspended = {.worker = "W4", .station = "ST1", .reason = "complaint"};
    struct worker_onboarded far = a_worker("W6", "employee");
    hear_workers(bench, 5);
    TEXT_PUT(far.station, "ST2");
    hear_worker(bench, &far);
    hear_wish(bench, "B1", "H1", 0);
    bench_hear(bench, "booking", MSG_household_pair_changed, &pair, "H1");
    bench_hear(bench, "roster", MSG_worker_suspended, &suspended, "W4");
    retire(bench, "W5");
    assert_refused(assign(bench, "H1", "W9"), "unknown_worker", "worker");
    assert_refused(assign(bench, "H9", "W2"), "unknown_household", "household");
    assert_refused(assign(bench, "H1", "W3"), "prohibited", "worker");
    assert_refused(assign(bench, "H1", "W4"), "suspended", "worker");
    assert_refused(assign(bench, "H1", "W5"), "not_active", "worker");
    assert_refused(assign(bench, "H1", "W6"), "station", "worker");
    assert_int_equal(bench_emitted(bench, "matching", MSG_caseload_changed, NULL), 1);
}

static void test_who_has_as_many_as_may_be_is_not_named_by_hand_and_the_counts_are_told(void **state)
{
    struct bench *bench = *state;
    make_three(bench);
    hear_workers(bench, 2);
    assert_assigned(bench, "H3", "W2");
    bench->config.value[SET_CASELOAD_MOST] = 2;
    bench_restart(bench);
    struct answer answer = assign(bench, "H3", "W1");
    assert_refused(answer, "caseload_full", "worker");
    assert_non_null(strstr(answer.detail, "2 households, and may be of 2"));
    assert_assigned(bench, "H2", "W2");
    assert_refused(assign(bench, "H1", "W2"), "caseload_full", "worker");
}

static void test_nobody_but_dispatcher_and_manager_names_by_hand(void **state)
{
    struct bench *bench = *state;
    struct caseload_assign command = {.household = "H1", .worker = "W1", .reason = "even_out"};
    static const char *const others[] = {"receptionist", "worker", "client", "partner", "operator", "supervisor"};
    hear_workers(bench, 1);
    hear_wish(bench, "B1", "H1", 0);
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        struct answer answer =
            bench_command(bench, (struct bench_sender){.role = others[i]}, MSG_caseload_assign, &command);
        assert_string_equal(answer.code, "role");
    }
}

/* ---- who goes ---- */

static void test_households_of_who_leaves_are_without_and_it_is_told_once(void **state)
{
    struct bench *bench = *state;
    struct caseload_changed changed = {0};
    struct caseload_vacant vacant = {0};
    make_three(bench);
    retire(bench, "W1");
    assert_int_equal(bench_emitted(bench, "matching", MSG_caseload_changed, &changed), 6);
    assert_string_equal(changed.worker, "");
    assert_string_equal(changed.from_worker, "W1");
    assert_int_equal(changed.from_households, 0);
    assert_string_equal(changed.reason, "gone");
    assert_int_equal(bench_emitted(bench, "matching", MSG_caseload_vacant, &vacant), 1);
    assert_int_equal(vacant.households, 3);
    assert_string_equal(vacant.worker, "W1");
    assert_string_equal(vacant.household, "");
    const struct caseload_list_answer *list = listed(bench, (struct caseload_list){.vacant = true});
    assert_int_equal(list->rows.count, 3);
    assert_int_equal(list->vacant, 3);
    assert_string_equal(list->rows.at[0].household, "H1");
    assert_string_equal(list->rows.at[0].worker, "");
}

static void test_a_household_with_a_visit_to_come_gets_who_comes_instead(void **state)
{
    struct bench *bench = *state;
    make_three(bench);
    hear_workers(bench, 2);
    retire(bench, "W1");
    assert_int_equal(bench_emitted(bench, "matching", MSG_caseload_vacant, NULL), 0);
    assert_int_equal(households_of(bench, "W2"), 3);
    assert_string_equal(team(bench, "H2").main, "W2");
}

static void test_who_was_named_by_hand_and_leaves_is_not_kept(void **state)
{
    struct bench *bench = *state;
    hear_workers(bench, 2);
    hear_wish(bench, "B1", "H1", 0);
    assert_assigned(bench, "H1", "W2");
    retire(bench, "W2");
    assert_string_equal(team(bench, "H1").main, "");
    hear_wish(bench, "B2", "H1", 1);
    assert_string_equal(team(bench, "H1").main, "W1");
    assert_false(team(bench, "H1").by_hand);
}

static void test_who_is_suspended_for_long_loses_the_households_and_is_not_named_meanwhile(void **state)
{
    struct bench *bench = *state;
    struct worker_suspended suspended = {.worker = "W1", .station = "ST1", .reason = "complaint"};
    struct worker_reinstated back = {.worker = "W1", .station = "ST1"};
    struct caseload_vacant vacant = {0};
    bench->config.value[SET_CASELOAD_AWAY_DAYS] = 2;
    bench_restart(bench);
    make_three(bench);
    bench_hear(bench, "roster", MSG_worker_suspended, &suspended, "W1");
    bench_clock(bench, bench->now + MS_DAY);
    assert_int_equal(households_of(bench, "W1"), 3);
    bench_clock(bench, bench->now + MS_DAY);
    assert_int_equal(households_of(bench, "W1"), 0);
    assert_int_equal(bench_emitted(bench, "matching", MSG_caseload_vacant, &vacant), 1);
    assert_string_equal(vacant.reason, "away");
    hear_workers(bench, 0);
    hear_wish(bench, "B5", "H1", 5);
    assert_string_equal(team(bench, "H1").main, "");
    bench_hear(bench, "roster", MSG_worker_reinstated, &back, "W1");
    hear_wish(bench, "B6", "H1", 6);
    assert_string_equal(team(bench, "H1").main, "W1");
}

static void test_who_is_back_in_time_keeps_the_households(void **state)
{
    struct bench *bench = *state;
    struct worker_suspended suspended = {.worker = "W1", .station = "ST1", .reason = "complaint"};
    struct worker_reinstated back = {.worker = "W1", .station = "ST1"};
    bench->config.value[SET_CASELOAD_AWAY_DAYS] = 2;
    bench_restart(bench);
    make_three(bench);
    bench_hear(bench, "roster", MSG_worker_suspended, &suspended, "W1");
    bench_clock(bench, bench->now + MS_DAY);
    bench_hear(bench, "roster", MSG_worker_reinstated, &back, "W1");
    bench_clock(bench, bench->now + 2 * MS_DAY);
    assert_int_equal(households_of(bench, "W1"), 3);
}

static void test_who_may_not_come_any_more_has_the_household_no_more(void **state)
{
    struct bench *bench = *state;
    struct household_pair_changed pair = {.household = "H2", .worker = "W1", .prohibited = true};
    struct caseload_vacant vacant = {0};
    make_three(bench);
    bench_hear(bench, "booking", MSG_household_pair_changed, &pair, "H2");
    assert_string_equal(team(bench, "H2").main, "");
    assert_int_equal(households_of(bench, "W1"), 2);
    assert_int_equal(bench_emitted(bench, "matching", MSG_caseload_vacant, &vacant), 1);
    assert_string_equal(vacant.household, "H2");
    assert_string_equal(vacant.reason, "prohibited");
}

/* ---- which households live with us ---- */

static void test_a_household_without_visits_for_long_leaves_the_caseload(void **state)
{
    struct bench *bench = *state;
    struct caseload_changed changed = {0};
    struct team_get ask = {.id = "H1"};
    struct answer unknown;
    hear_workers(bench, 1);
    hear_wish(bench, "B1", "H1", 0);
    hear_wish(bench, "B2", "H1", 40);
    call_off(bench, "B2", "H1", 40);
    bench_clock(bench, START + DAYS_OF_CONTINUITY * MS_DAY);
    assert_int_equal(households_of(bench, "W1"), 1);
    bench_clock(bench, START + 2 * MS_HOUR + DAYS_OF_CONTINUITY * MS_DAY);
    assert_int_equal(households_of(bench, "W1"), 0);
    assert_int_equal(bench_emitted(bench, "matching", MSG_caseload_changed, &changed), 2);
    assert_string_equal(changed.reason, "quiet");
    bench_query(bench, dispatcher, MSG_team_get, &ask, MSG_answer, &unknown);
    assert_string_equal(unknown.code, "unknown_team");
}

static void test_a_household_that_is_erased_leaves_the_caseload(void **state)
{
    struct bench *bench = *state;
    struct privacy_erase_requested event = {.request = "E1", .person = "H2", .kind = "client"};
    struct caseload_changed changed = {0};
    make_three(bench);
    bench_hear(bench, "booking", MSG_privacy_erase_requested, &event, "H2");
    assert_int_equal(households_of(bench, "W1"), 2);
    assert_int_equal(bench_emitted(bench, "matching", MSG_caseload_changed, &changed), 4);
    assert_string_equal(changed.reason, "erased");
    assert_int_equal(bench_emitted(bench, "matching", MSG_caseload_vacant, NULL), 0);
    assert_refused(assign(bench, "H2", "W1"), "erased", "household");
}

/* ---- what a dispatcher asks ---- */

static void test_caseloads_are_listed_fullest_first_with_their_balance(void **state)
{
    struct bench *bench = *state;
    make_three(bench);
    hear_workers(bench, 3);
    assert_assigned(bench, "H3", "W3");
    const struct caseload_list_answer *list = listed(bench, (struct caseload_list){.station = "ST1"});
    assert_int_equal(list->rows.count, 3);
    assert_string_equal(list->rows.at[0].worker, "W1");
    assert_int_equal(list->rows.at[0].households, 2);
    assert_string_equal(list->rows.at[0].fill, "under");
    assert_string_equal(list->rows.at[1].worker, "W3");
    assert_string_equal(list->rows.at[2].worker, "W2");
    assert_int_equal(list->most, 12);
    assert_int_equal(list->workers, 3);
    assert_int_equal(list->households, 3);
    assert_int_equal(list->fewest, 0);
    assert_int_equal(list->greatest, 2);
    assert_int_equal(list->mean, 1000);
    assert_int_equal(list->gini, 444);
    assert_pages(bench, dispatcher, caseload_list, worker, .station = "ST1");
    list = listed(bench, (struct caseload_list){.station = "ST1", .after = "W1"});
    assert_string_equal(list->rows.at[0].worker, "W3");
    assert_int_equal(listed(bench, (struct caseload_list){.kind = "nurse"})->workers, 0);
    assert_int_equal(listed(bench, (struct caseload_list){.station = "ST2"})->rows.count, 0);
}

static void test_a_worker_s_households_are_listed_since_when_and_how(void **state)
{
    struct bench *bench = *state;
    make_three(bench);
    assert_assigned(bench, "H2", "W1");
    const struct caseload_list_answer *hers = listed(bench, (struct caseload_list){.worker = "W1"});
    assert_int_equal(hers->rows.count, 3);
    assert_int_equal(hers->households, 3);
    assert_int_equal(hers->most, 12);
    assert_string_equal(hers->rows.at[1].household, "H2");
    assert_true(hers->rows.at[1].by_hand);
    assert_false(hers->rows.at[0].by_hand);
    assert_true(hers->rows.at[0].since >= MONDAY);
    assert_pages(bench, dispatcher, caseload_list, household, .worker = "W1");
    struct caseload_list ask = {.worker = "W9"};
    struct answer unknown;
    bench_query(bench, dispatcher, MSG_caseload_list, &ask, MSG_answer, &unknown);
    assert_string_equal(unknown.code, "unknown_worker");
}

static void test_a_station_s_balance_is_told_and_an_unknown_one_refused(void **state)
{
    struct bench *bench = *state;
    struct catalog_station_changed station = {.station = "ST1", .version = 1, .active = true, .host_kind = "company"};
    struct caseload_get ask = {.id = "ST1"};
    struct caseload_get_answer answer = {0};
    struct answer unknown;
    make_three(bench);
    bench_hear(bench, "booking", MSG_catalog_station_changed, &station, "ST1");
    bench_query(bench, dispatcher, MSG_caseload_get, &ask, MSG_caseload_get_answer, &answer);
    assert_int_equal(answer.workers, 1);
    assert_int_equal(answer.households, 3);
    TEXT_PUT(ask.id, "ST9");
    bench_query(bench, dispatcher, MSG_caseload_get, &ask, MSG_answer, &unknown);
    assert_string_equal(unknown.code, "unknown_station");
}

/* ---- a store of before ---- */

static void run(sqlite3 *db, const char *sql)
{
    char *why = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
        fail_msg("%s", why);
}

static void assert_says(sqlite3 *db, const char *sql, const char *expected)
{
    sqlite3_stmt *statement = NULL;
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    assert_string_equal((const char *)sqlite3_column_text(statement, 0), expected);
    sqlite3_finalize(statement);
}

#define WORKER_OF_BEFORE(id, gone)                                                                                     \
    "INSERT INTO worker (worker, station, kind, employee, part_time, sex, languages, lat, lon, travel, active, gone) " \
    "VALUES ('" id "', 'ST1', 'K', 1, 0, 'f', '', 1, 1, 0, 1, " gone ");"
#define BEFORE                                                                                                         \
    WORKER_OF_BEFORE("W1", "0")                                                                                        \
    WORKER_OF_BEFORE("W2", "1")                                                                                        \
    "INSERT INTO visit (visit, booking, household, origin, station, service, community, start, end, lat, lon, "        \
    "wish_sex, wish_languages, wish_worker, door_code, state, revision) VALUES "                                       \
    "('V1','B1','H1','','ST7','S1','C1',1,2,1,1,'','','','','CLOSED',1),"                                              \
    "('V2','B2','H1','','ST8','S1','C1',3,4,1,1,'','','','','CLOSED',1);"                                              \
    "INSERT INTO pair (worker, household) VALUES ('W1', 'H3');"                                                        \
    "INSERT INTO household_team VALUES ('H1','W1','W2',5), ('H2','W2',NULL,6), ('H3','W1',NULL,7)"

static void test_a_store_of_before_keeps_its_main_workers_but_those_who_have_left_or_may_not_come(void **state)
{
    sqlite3 *db = NULL;
    (void)state;
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    run(db, "CREATE TABLE timer (kind TEXT, subject TEXT, due INTEGER)"); /* of the ledger's schema */
    for (const struct migration *step = matching_migrations; step->version; step++) {
        if (strstr(step->name, "caseload"))
            run(db, BEFORE);
        run(db, step->sql);
    }
    assert_says(db, "SELECT main || backup || named_at || station || since || by_hand FROM team WHERE household = 'H1'",
                "W1W25ST850");
    assert_says(db, "SELECT group_concat(household) FROM team WHERE main IS NULL AND station = 'ST1'", "H2,H3");
    assert_says(db, "SELECT group_concat(subject || due) FROM timer WHERE kind = 'caseload_quiet'", "H15,H26,H37");
    sqlite3_close(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SERVICE_TEST(test_who_comes_first_has_the_household_and_it_is_told),
        SERVICE_TEST(test_a_household_that_comes_to_somebody_else_is_told_with_both_counts),
        SERVICE_TEST(test_who_goes_along_is_not_named_for_coming_first),
        SERVICE_TEST(test_who_has_as_many_as_may_be_comes_but_is_not_named),
        SERVICE_TEST(test_who_has_room_again_is_named_by_the_next_choice),
        SERVICE_TEST(test_a_limit_that_comes_later_takes_nobody_anything),
        SERVICE_TEST(test_who_is_named_by_hand_stays_whatever_the_visits_say_and_is_preferred),
        SERVICE_TEST(test_who_is_named_already_can_be_fixed_by_hand_once),
        SERVICE_TEST(test_an_assignment_repeated_is_answered_as_before),
        SERVICE_TEST(test_an_assignment_is_refused_with_its_reason),
        SERVICE_TEST(test_who_has_as_many_as_may_be_is_not_named_by_hand_and_the_counts_are_told),
        SERVICE_TEST(test_nobody_but_dispatcher_and_manager_names_by_hand),
        SERVICE_TEST(test_households_of_who_leaves_are_without_and_it_is_told_once),
        SERVICE_TEST(test_a_household_with_a_visit_to_come_gets_who_comes_instead),
        SERVICE_TEST(test_who_was_named_by_hand_and_leaves_is_not_kept),
        SERVICE_TEST(test_who_is_suspended_for_long_loses_the_households_and_is_not_named_meanwhile),
        SERVICE_TEST(test_who_is_back_in_time_keeps_the_households),
        SERVICE_TEST(test_who_may_not_come_any_more_has_the_household_no_more),
        SERVICE_TEST(test_a_household_without_visits_for_long_leaves_the_caseload),
        SERVICE_TEST(test_a_household_that_is_erased_leaves_the_caseload),
        SERVICE_TEST(test_caseloads_are_listed_fullest_first_with_their_balance),
        SERVICE_TEST(test_a_worker_s_households_are_listed_since_when_and_how),
        SERVICE_TEST(test_a_station_s_balance_is_told_and_an_unknown_one_refused),
        cmocka_unit_test(test_a_store_of_before_keeps_its_main_workers_but_those_who_have_left_or_may_not_come),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
