/* The calendar (V23, ruling 1), what is answered (V9), and that memory and store say the same. */
#include "matching_scene.h"

/* ---- the calendar (V23, ruling 1) ---- */

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
    assert_string_equal(why.rejected.at[0].what, "");
    assert_string_equal(why.service, "EL-02");
    assert_int_equal(why.start, START);
    assert_string_equal(why.label_en, "assigned");
}

/* Scenario 4: with the conflict's id. Whatever stands in the way is named, and kept with the decision. */
static void test_what_stands_in_the_way_of_a_worker_is_named(void **state)
{
    struct bench *bench = *state;
    static struct visit_explain_answer why;
    struct visit_explain ask = {0};
    struct worker_leave_granted leave = {
        .worker = "W2", .station = "ST1", .leave = "L1", .start = START - MS_HOUR, .until = START + MS_HOUR};
    struct cert_revoked health = {.worker = "W3",
                                  .station = "ST1",
                                  .cert = "W3-health",
                                  .cert_type = "health",
                                  .valid_from = START - MS_DAY,
                                  .valid_to = START + MS_DAY,
                                  .reason = "void"};
    for (int i = 1; i <= 4; i++)
        hear_worker(bench, (const char *[]){"W1", "W2", "W3", "W4"}[i - 1], "employee");
    bench_hear(bench, "roster", MSG_worker_leave_granted, &leave, "W2");
    bench_hear(bench, "roster", MSG_cert_revoked, &health, "W3-health");
    ask_time(bench, "K1", "W1", START, END);
    hear_request(bench, "B1", START);
    bench_restart(bench);
    TEXT_PUT(ask.id, visit_of(bench, "B1").visit);
    bench_query(bench, dispatcher, MSG_visit_explain, &ask, MSG_visit_explain_answer, &why);
    assert_string_equal(why.worker, "W4");
    assert_int_equal(why.rejected.count, 3);
    for (uint32_t i = 0; i < 3; i++) {
        const struct match_rejected *one = &why.rejected.at[i];
        assert_string_equal(one->what, text_same(one->reason, "busy")    ? "K1"
                                       : text_same(one->reason, "leave") ? "L1"
                                                                         : "health");
    }
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

static void test_a_question_with_half_a_place_is_refused(void **state)
{
    struct bench *bench = *state;
    struct worker_eligible eligible = {.service = "EL-02", .start = START, .end = END, .cell_lat = 22520};
    struct match_slots slots = {.service = "EL-02", .station = "ST1", .minutes = 60, .cell_lon = 113040};
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    assert_string_equal(bench_command(bench, dispatcher, MSG_worker_eligible, &eligible).field, "cell_lon");
    assert_string_equal(bench_command(bench, dispatcher, MSG_match_slots, &slots).field, "cell_lat");
}

/* V1, R3: a station sends its own workers, and those whom it employs besides. */
static void test_who_could_come_of_a_station_is_of_that_station(void **state)
{
    struct bench *bench = *state;
    static struct worker_eligible_answer could;
    struct worker_eligible ask = {.service = "EL-02", .start = START, .end = END, .station = "ST2"};
    struct worker_employed employed = {.worker = "W2", .station = "ST1", .employer = "ST2", .employment = "agency"};
    hear_worker(bench, "W1", "employee");
    hear_worker(bench, "W2", "agency");
    bench_hear(bench, "roster", MSG_worker_employed, &employed, "W2");
    bench_query(bench, dispatcher, MSG_worker_eligible, &ask, MSG_worker_eligible_answer, &could);
    assert_int_equal(could.considered, 2);
    assert_int_equal(could.feasible, 1);
    assert_string_equal(could.candidates.at[0].worker, "W2");
    assert_string_equal(could.rejected.at[0].worker, "W1");
    assert_string_equal(could.rejected.at[0].reason, "station");
    TEXT_PUT(ask.station, "");
    bench_query(bench, dispatcher, MSG_worker_eligible, &ask, MSG_worker_eligible_answer, &could);
    assert_int_equal(could.feasible, 2);
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

/* V24: who draws the day of a station needs them; a worker is told the way by other means. */
static void test_a_list_tells_staff_alone_whereabouts_the_homes_are(void **state)
{
    struct bench *bench = *state;
    static struct visit_list_answer list;
    const struct visit_list ask = {0};
    hear_worker(bench, "W1", "employee");
    hear_request(bench, "B1", START);
    bench_query(bench, dispatcher, MSG_visit_list, &ask, MSG_visit_list_answer, &list);
    assert_int_equal(list.rows.at[0].cell_lat, 22523);
    assert_int_equal(list.rows.at[0].cell_lon, 113041);
    assert_true(list.rows.at[0].household[0]);
    bench_query(bench, the_worker("W1"), MSG_visit_list, &ask, MSG_visit_list_answer, &list);
    assert_int_equal(list.rows.count, 1);
    assert_int_equal(list.rows.at[0].cell_lat, 0);
    assert_int_equal(list.rows.at[0].cell_lon, 0);
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
    static const struct CMUnitTest tests[] = {
        TEST(test_a_class_on_the_time_of_a_visit_is_denied_with_the_conflict_and_the_first_free_start),
        TEST(test_a_visit_does_not_get_the_time_of_a_class_until_it_is_dropped),
        TEST(test_a_hold_that_is_asked_for_again_moves_or_stays),
        TEST(test_only_the_asker_of_a_hold_moves_or_drops_it),
        TEST(test_the_hold_of_a_visit_is_no_other_services),
        TEST(test_a_choice_is_explained_term_by_term_and_every_rejection_by_name),
        TEST(test_what_stands_in_the_way_of_a_worker_is_named),
        TEST(test_every_look_for_somebody_is_kept),
        TEST(test_who_could_come_is_told_before_anything_is_booked),
        TEST(test_a_question_with_half_a_place_is_refused),
        TEST(test_who_could_come_of_a_station_is_of_that_station),
        TEST(test_the_board_counts_states_refusals_and_risks),
        TEST(test_a_list_goes_on_where_it_stopped),
        TEST(test_a_list_tells_staff_alone_whereabouts_the_homes_are),
        TEST(test_a_worker_reads_own_visits_alone),
        TEST(test_after_a_restart_everybody_is_known_as_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
