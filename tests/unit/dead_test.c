/* Messages set aside, as an operator sees and settles them (guarantee 4, DESIGN 7): by cause, in the order of their
 * key, with a row of history for each that leaves by decision. */
#include "stage.h"

static void ask_as(struct stage *stage, const char *id, const char *role, enum message_type type, const void *body)
{
    struct envelope envelope = stage_header(stage, id, role);
    engine_request(stage->engine, &stage->peer, stage_frames(stage, &envelope, type, body));
    stage_turn(stage);
}

/* Asks as operator; the answer of type `answer` into `to`. */
static void ask(struct stage *stage, enum message_type type, const void *body, enum message_type answer, void *to)
{
    char id[32];
    snprintf(id, sizeof id, "d-%lld", (long long)++stage->serial);
    ask_as(stage, id, "operator", type, body);
    stage_read(stage, id, answer, to);
}

static void list(struct stage *stage, struct dead_list_answer *answer)
{
    ask(stage, MSG_dead_list, &(struct dead_list){0}, MSG_dead_list_answer, answer);
}

static void retry(struct stage *stage, int64_t number, bool dry, struct dead_retry_answer *answer)
{
    struct dead_retry question = {.number = number, .all = number == 0, .dry_run = dry};
    ask(stage, MSG_dead_retry, &question, MSG_dead_retry_answer, answer);
}

static int64_t parked(struct stage *stage)
{
    struct service_status_answer status;
    stage_status(stage, &status);
    return status.parked;
}

/* w1 fails at station BAD, a later one of w1 waits, w2 passes, w3 fails in another way. */
static void plant(struct stage *stage)
{
    stage_catch_up(stage);
    stage_confirm(stage, "w1", "BAD");
    stage_confirm(stage, "w1", "ST1");
    stage_confirm(stage, "w2", "ST1");
    stage_confirm(stage, "w3", "ILL");
    for (int i = 1; i <= 4; i++)
        stage_live(stage, i);
    stage_turn(stage);
}

/* Tries it until only the operator is left to. */
static void exhaust(struct stage *stage, int64_t number)
{
    struct dead_retry_answer answer;
    for (int i = 0; i < 12; i++)
        retry(stage, number, false, &answer);
}

static void test_the_list_tells_what_failed_and_what_waits_behind_it(void **state)
{
    struct stage *stage = *state;
    struct dead_list_answer answer;
    plant(stage);
    list(stage, &answer);
    assert_int_equal(answer.rows.count, 3);
    const struct dead_letter *first = &answer.rows.at[0], *second = &answer.rows.at[1], *third = &answer.rows.at[2];
    assert_string_equal(first->state, "retrying");
    assert_string_equal(first->cause, "bad.station");
    assert_string_equal(first->reason, "This station is bad.");
    assert_string_equal(first->key, "w1");
    assert_int_equal(first->sequence, 1);
    assert_int_equal(first->tries, 1);
    assert_int_equal(first->failed_first, first->failed_last);
    assert_true(first->failed_first > 0);
    assert_string_equal(second->state, "waiting");
    assert_string_equal(second->cause, "waiting");
    assert_int_equal(second->front, first->number);
    assert_int_equal(second->tries, 0); /* it has not failed */
    assert_int_equal(second->failed_first, 0);
    assert_string_equal(third->cause, "trouble");
    assert_int_equal(stage_tally(stage, "w2"), 1); /* the others went on */
}

static void test_status_tells_how_many_came_from_each_source(void **state)
{
    struct stage *stage = *state;
    struct service_status_answer status;
    plant(stage);
    stage_status(stage, &status);
    assert_int_equal(status.parked, 3);
    assert_int_equal(status.follows.count, 1);
    assert_int_equal(status.follows.at[0].parked, 3);
}

static void test_messages_of_one_type_and_cause_are_a_group(void **state)
{
    struct stage *stage = *state;
    struct dead_groups_answer answer;
    plant(stage);
    stage_confirm(stage, "w4", "BAD");
    stage_live(stage, 5);
    stage_turn(stage);
    ask(stage, MSG_dead_groups, &(struct dead_groups){0}, MSG_dead_groups_answer, &answer);
    assert_int_equal(answer.rows.count, 3);
    assert_string_equal(answer.rows.at[0].cause, "bad.station");
    assert_string_equal(answer.rows.at[0].type, "worker.confirmed");
    assert_int_equal(answer.rows.at[0].count, 2);
    assert_int_equal(answer.rows.at[0].keys, 2);
    assert_string_equal(answer.rows.at[1].cause, "trouble");
    assert_string_equal(answer.rows.at[2].cause, "waiting");
    assert_false(answer.more);
    struct dead_groups behind = {.after_type = "worker.confirmed", .after_cause = "trouble"};
    ask(stage, MSG_dead_groups, &behind, MSG_dead_groups_answer, &answer);
    assert_int_equal(answer.rows.count, 1);
}

static void test_the_list_pages_by_number_and_narrows_to_a_group(void **state)
{
    struct stage *stage = *state;
    struct dead_list_answer answer;
    struct dead_list question = {.limit = 2};
    plant(stage);
    ask(stage, MSG_dead_list, &question, MSG_dead_list_answer, &answer);
    assert_int_equal(answer.rows.count, 2);
    question.after = answer.next;
    ask(stage, MSG_dead_list, &question, MSG_dead_list_answer, &answer);
    assert_int_equal(answer.rows.count, 1);
    assert_int_equal(answer.next, 0);
    question = (struct dead_list){.type = "worker.confirmed", .cause = "trouble"};
    ask(stage, MSG_dead_list, &question, MSG_dead_list_answer, &answer);
    assert_int_equal(answer.rows.count, 1);
    assert_string_equal(answer.rows.at[0].key, "w3");
}

static void test_show_gives_the_bytes_as_they_came_in(void **state)
{
    struct stage *stage = *state;
    static struct dead_show_answer answer;
    struct dead_show question = {.number = 1};
    plant(stage);
    ask(stage, MSG_dead_show, &question, MSG_dead_show_answer, &answer);
    assert_int_equal(answer.header.size, stage->events[0].header_size);
    assert_memory_equal(answer.header.data, stage->events[0].header, answer.header.size);
    assert_int_equal(answer.data.size, stage->events[0].data_size);
    assert_memory_equal(answer.data.data, stage->events[0].data, answer.data.size);
    assert_int_equal(answer.behind, 1);
}

static void test_a_retry_that_passes_lets_those_behind_it_follow_in_order(void **state)
{
    struct stage *stage = *state;
    struct dead_retry_answer answer;
    struct fetched fetched;
    plant(stage);
    tally_bad = false;
    retry(stage, 1, false, &answer);
    assert_int_equal(answer.rows.count, 1);
    assert_string_equal(answer.rows.at[0].outcome, "passed");
    assert_int_equal(answer.left, 2);
    stage_wait(stage, 5000);
    assert_int_equal(stage_tally(stage, "w1"), 2);
    assert_int_equal(parked(stage), 0);
    assert_int_equal(stage_stream(stage, "tally", &fetched), 4);
    int last = 0;
    for (int i = 0; i < 4; i++) {
        struct envelope envelope;
        struct flaw flaw;
        const struct fetched_event *event = &fetched.events.at[i];
        assert_int_equal(envelope_decode(&envelope, event->header.data, event->header.size, &flaw), 0);
        if (!text_same(envelope.subject, "w1"))
            continue;
        assert_true(atoi(envelope.causationid + 7) > last);
        last = atoi(envelope.causationid + 7);
    }
    assert_int_equal(last, 2);
}

static void test_all_are_tried_in_the_order_of_their_numbers(void **state)
{
    struct stage *stage = *state;
    struct dead_retry_answer answer;
    plant(stage);
    tally_bad = false;
    retry(stage, 0, false, &answer);
    assert_int_equal(answer.rows.count, 3);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(answer.rows.at[i].number, i + 1);
        assert_string_equal(answer.rows.at[i].outcome, "passed"); /* the second too: the first is gone by then */
    }
    assert_int_equal(answer.left, 0);
    assert_int_equal(stage_tally(stage, "w1"), 2);
}

static void test_one_that_waits_behind_another_is_not_tried(void **state)
{
    struct stage *stage = *state;
    struct dead_retry_answer answer;
    plant(stage);
    tally_bad = false;
    retry(stage, 2, true, &answer);
    assert_string_equal(answer.rows.at[0].outcome, "waiting");
}

static void test_a_group_alone_is_retried(void **state)
{
    struct stage *stage = *state;
    struct dead_retry_answer answer;
    struct dead_retry question = {.type = "worker.confirmed", .cause = "trouble"};
    plant(stage);
    tally_bad = false;
    ask(stage, MSG_dead_retry, &question, MSG_dead_retry_answer, &answer);
    assert_int_equal(answer.rows.count, 1);
    assert_string_equal(answer.rows.at[0].key, "w3");
}

static void test_a_dry_run_tells_what_would_come_of_it_and_undoes_it(void **state)
{
    struct stage *stage = *state;
    struct dead_retry_answer answer;
    struct dead_list_answer letters;
    struct fetched fetched;
    plant(stage);
    retry(stage, 1, true, &answer);
    assert_string_equal(answer.rows.at[0].outcome, "failed");
    assert_string_equal(answer.rows.at[0].cause, "bad.station");
    list(stage, &letters);
    assert_int_equal(letters.rows.at[0].tries, 1); /* a trial is no try */
    exhaust(stage, 1);
    exhaust(stage, 3);
    tally_bad = false;
    retry(stage, 1, true, &answer);
    assert_string_equal(answer.rows.at[0].outcome, "passed");
    assert_int_equal(stage_tally(stage, "w1"), 0);
    assert_int_equal(stage_sum(stage), 1); /* memory is undone as well */
    assert_int_equal(stage_stream(stage, "tally", &fetched), 1);
    assert_int_equal(parked(stage), 3);
}

static void test_when_tries_are_used_up_only_the_operator_retries(void **state)
{
    struct stage *stage = *state;
    struct dead_list_answer letters;
    struct dead_retry_answer answer;
    plant(stage);
    exhaust(stage, 1);
    list(stage, &letters);
    assert_string_equal(letters.rows.at[0].state, "stopped");
    assert_int_equal(letters.rows.at[0].tries, 13);
    assert_true(letters.rows.at[0].failed_last > letters.rows.at[0].failed_first);
    tally_bad = false;
    stage_wait(stage, 10000);
    assert_int_equal(stage_tally(stage, "w1"), 0);
    retry(stage, 1, false, &answer);
    assert_string_equal(answer.rows.at[0].outcome, "passed");
    stage_wait(stage, 1000);
    assert_int_equal(stage_tally(stage, "w1"), 2);
}

/* ---- mend ---- */

static size_t mended_body(uint8_t data[512], const char *worker, const char *station)
{
    struct worker_confirmed confirmed = {0};
    struct flaw flaw;
    TEXT_PUT(confirmed.worker, worker);
    TEXT_PUT(confirmed.station, station);
    return (size_t)codec_encode(message_of(MSG_worker_confirmed)->shape, &confirmed, data, 512, &flaw);
}

static void mend(struct stage *stage, const char *id, int64_t number, const char *station, bool dry)
{
    uint8_t data[512];
    struct dead_mend question = {.number = number, .reason = "the station was mistyped", .dry_run = dry};
    question.data = (struct view){data, mended_body(data, "w1", station)};
    ask_as(stage, id, "operator", MSG_dead_mend, &question);
}

static void test_a_page_that_is_exactly_full_names_no_next_one(void **state)
{
    struct stage *stage = *state;
    struct dead_list_answer answer;
    struct dead_history_answer history;
    struct dead_list question = {.limit = 3};
    plant(stage);
    ask(stage, MSG_dead_list, &question, MSG_dead_list_answer, &answer);
    assert_int_equal(answer.rows.count, 3);
    assert_int_equal(answer.next, 0);
    mend(stage, "mend-1", 1, "ST1", false);
    ask(stage, MSG_dead_history, &(struct dead_history){.limit = 1}, MSG_dead_history_answer, &history);
    assert_int_equal(history.rows.count, 1);
    assert_int_equal(history.next, 0);
}

static void test_a_mended_message_runs_once_and_names_the_old_one_and_who_did_it(void **state)
{
    struct stage *stage = *state;
    struct dead_history_answer history;
    struct answer answer;
    struct fetched fetched;
    struct envelope envelope;
    struct flaw flaw;
    plant(stage);
    mend(stage, "mend-1", 1, "ST1", false);
    stage_read(stage, "mend-1", MSG_answer, &answer);
    assert_string_equal(answer.outcome, "done");
    assert_int_equal(answer.events.count, 1);
    ask(stage, MSG_dead_history, &(struct dead_history){0}, MSG_dead_history_answer, &history);
    assert_int_equal(history.rows.count, 1);
    assert_string_equal(history.rows.at[0].action, "mended");
    assert_string_equal(history.rows.at[0].actor, "actor-1");
    assert_string_equal(history.rows.at[0].why, "the station was mistyped");
    assert_int_equal(history.rows.at[0].parked, 1);
    assert_string_equal(history.rows.at[0].mended_id, answer.subject);
    stage_wait(stage, 2000);
    assert_int_equal(stage_tally(stage, "w1"), 2); /* and the one behind it followed */
    stage_stream(stage, "tally", &fetched);
    const struct fetched_event *event = &fetched.events.at[1];
    assert_int_equal(envelope_decode(&envelope, event->header.data, event->header.size, &flaw), 0);
    assert_string_equal(envelope.causationid, answer.subject);
    assert_string_equal(envelope.actorid, "actor-1");
}

static void test_a_mend_that_fails_changes_nothing(void **state)
{
    struct stage *stage = *state;
    struct dead_list_answer letters;
    plant(stage);
    mend(stage, "mend-1", 1, "BAD", false);
    assert_string_equal(stage_outcome(stage, "mend-1"), "refused:still_failing");
    mend(stage, "mend-2", 1, "ST1", true);
    assert_string_equal(stage_outcome(stage, "mend-2"), "done:");
    mend(stage, "mend-3", 2, "ST1", false);
    assert_string_equal(stage_outcome(stage, "mend-3"), "refused:behind");
    list(stage, &letters);
    assert_int_equal(letters.rows.count, 3);
    assert_int_equal(letters.rows.at[0].tries, 1);
    assert_int_equal(stage_tally(stage, "w1"), 0);
}

/* ---- drop ---- */

static void test_what_is_dropped_is_in_the_history_and_those_behind_it_follow(void **state)
{
    struct stage *stage = *state;
    struct dead_drop question = {.number = 1, .reason = "told by telephone"};
    struct dead_drop_answer answer;
    struct dead_history_answer history;
    plant(stage);
    ask(stage, MSG_dead_drop, &question, MSG_dead_drop_answer, &answer);
    assert_int_equal(answer.count, 1);
    assert_int_equal(answer.left, 2);
    stage_wait(stage, 2000);
    assert_int_equal(stage_tally(stage, "w1"), 1); /* the one behind, not the dropped one */
    ask(stage, MSG_dead_history, &(struct dead_history){0}, MSG_dead_history_answer, &history);
    assert_int_equal(history.rows.count, 1);
    assert_string_equal(history.rows.at[0].action, "dropped");
    assert_string_equal(history.rows.at[0].why, "told by telephone");
    assert_string_equal(history.rows.at[0].cause, "bad.station");
    assert_string_equal(history.rows.at[0].mended_id, "");
}

static void test_a_group_is_dropped_up_to_the_number_that_was_seen(void **state)
{
    struct stage *stage = *state;
    struct dead_drop question = {
        .type = "worker.confirmed", .cause = "bad.station", .reason = "closed station", .dry_run = true};
    struct dead_drop_answer answer;
    plant(stage);
    ask(stage, MSG_dead_drop, &question, MSG_dead_drop_answer, &answer);
    assert_int_equal(answer.count, 1);
    assert_int_equal(parked(stage), 3);
    stage_confirm(stage, "w4", "BAD"); /* comes in after the operator has looked */
    stage_live(stage, 5);
    stage_turn(stage);
    question.dry_run = false;
    question.until = answer.last;
    ask(stage, MSG_dead_drop, &question, MSG_dead_drop_answer, &answer);
    assert_int_equal(answer.count, 1);
    assert_int_equal(answer.left, 3);
}

static void test_dropping_asks_for_a_reason_and_a_clear_choice(void **state)
{
    struct stage *stage = *state;
    static const struct dead_drop unclear[] = {
        {.reason = "r"},
        {.type = "worker.confirmed", .reason = "r"},
        {.number = 1, .type = "worker.confirmed", .cause = "trouble", .reason = "r"},
    };
    plant(stage);
    for (size_t i = 0; i < sizeof unclear / sizeof unclear[0]; i++) {
        char id[16];
        snprintf(id, sizeof id, "unclear-%zu", i);
        ask_as(stage, id, "operator", MSG_dead_drop, &unclear[i]);
        assert_string_equal(stage_outcome(stage, id), "refused:unclear");
    }
    ask_as(stage, "gone", "operator", MSG_dead_drop, &(struct dead_drop){.number = 99, .reason = "r"});
    assert_string_equal(stage_outcome(stage, "gone"), "refused:gone");
    struct envelope envelope = stage_header(stage, "no-reason", "operator");
    struct frames *frames =
        stage_frames(stage, &envelope, MSG_dead_show, &(struct dead_show){.number = 1}); /* {number: 1} */
    TEXT_PUT(envelope.type, "dead.drop");
    struct flaw flaw;
    frames->at[1].size = (size_t)envelope_encode(&envelope, stage->header, sizeof stage->header, &flaw);
    engine_request(stage->engine, &stage->peer, frames);
    stage_turn(stage);
    assert_string_equal(stage_outcome(stage, "no-reason"), "malformed:missing");
    assert_int_equal(parked(stage), 3);
}

/* ---- who, and when not ---- */

static void test_only_an_operator_may(void **state)
{
    struct stage *stage = *state;
    plant(stage);
    ask_as(stage, "list", "manager", MSG_dead_list, &(struct dead_list){0});
    assert_string_equal(stage_outcome(stage, "list"), "denied:role");
    ask_as(stage, "drop", "manager", MSG_dead_drop, &(struct dead_drop){.number = 1, .reason = "r"});
    assert_string_equal(stage_outcome(stage, "drop"), "denied:role");
    ask_as(stage, "retry", "", MSG_dead_retry, &(struct dead_retry){.all = true});
    assert_string_equal(stage_outcome(stage, "retry"), "denied:role");
    assert_int_equal(parked(stage), 3);
}

static void test_shutting_down_is_no_failure(void **state)
{
    struct stage *stage = *state;
    struct dead_list_answer before, after;
    plant(stage);
    list(stage, &before);
    engine_drain(stage->engine);
    ask_as(stage, "retry", "operator", MSG_dead_retry, &(struct dead_retry){.all = true});
    assert_string_equal(stage_outcome(stage, "retry"), "overloaded:stopping");
    stage_wait(stage, 10000);
    stage_forget(stage);
    list(stage, &after);
    for (uint32_t i = 0; i < before.rows.count; i++)
        assert_int_equal(after.rows.at[i].tries, before.rows.at[i].tries);
}

static void test_a_decision_that_cannot_be_stored_is_not_taken(void **state)
{
    struct stage *stage = *state;
    struct dead_list_answer letters;
    plant(stage);
    stage->disk.write_fails = true;
    ask_as(stage, "drop", "operator", MSG_dead_drop, &(struct dead_drop){.number = 1, .reason = "r"});
    assert_string_equal(stage_outcome(stage, "drop"), "trouble:storage");
    stage->disk.write_fails = false;
    stage_wait(stage, 3000);
    stage_forget(stage);
    list(stage, &letters);
    assert_int_equal(letters.rows.count, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAGE_TEST(test_the_list_tells_what_failed_and_what_waits_behind_it),
        STAGE_TEST(test_status_tells_how_many_came_from_each_source),
        STAGE_TEST(test_messages_of_one_type_and_cause_are_a_group),
        STAGE_TEST(test_the_list_pages_by_number_and_narrows_to_a_group),
        STAGE_TEST(test_a_page_that_is_exactly_full_names_no_next_one),
        STAGE_TEST(test_show_gives_the_bytes_as_they_came_in),
        STAGE_TEST(test_a_retry_that_passes_lets_those_behind_it_follow_in_order),
        STAGE_TEST(test_all_are_tried_in_the_order_of_their_numbers),
        STAGE_TEST(test_one_that_waits_behind_another_is_not_tried),
        STAGE_TEST(test_a_group_alone_is_retried),
        STAGE_TEST(test_a_dry_run_tells_what_would_come_of_it_and_undoes_it),
        STAGE_TEST(test_when_tries_are_used_up_only_the_operator_retries),
        STAGE_TEST(test_a_mended_message_runs_once_and_names_the_old_one_and_who_did_it),
        STAGE_TEST(test_a_mend_that_fails_changes_nothing),
        STAGE_TEST(test_what_is_dropped_is_in_the_history_and_those_behind_it_follow),
        STAGE_TEST(test_a_group_is_dropped_up_to_the_number_that_was_seen),
        STAGE_TEST(test_dropping_asks_for_a_reason_and_a_clear_choice),
        STAGE_TEST(test_only_an_operator_may),
        STAGE_TEST(test_shutting_down_is_no_failure),
        STAGE_TEST(test_a_decision_that_cannot_be_stored_is_not_taken),
    };
    return cmocka_run_group_tests_name("dead", tests, NULL, NULL);
}
