/* The trail of acts (X4, K9): what the engine writes into it by itself, and that nothing leaves before it is durable.
 */
#include "stage.h"

#include "wire/names.h"

static struct audit_list_answer listed;

/* The trail as an operator sees it. */
static const struct audit_list_answer *trail(struct stage *stage)
{
    struct audit_list question = {0};
    char id[32];
    snprintf(id, sizeof id, "a-%lld", (long long)++stage->serial);
    stage_send(stage, id, MSG_audit_list, &question);
    stage_turn(stage);
    stage_read(stage, id, MSG_audit_list_answer, &listed);
    return &listed;
}

static const struct audit_row *row_of(struct stage *stage, const char *what, const char *decision)
{
    const struct audit_list_answer *all = trail(stage);
    for (uint32_t i = all->rows.count; i-- > 0;)
        if (text_same(all->rows.at[i].what, what) && text_same(all->rows.at[i].decision, decision))
            return &all->rows.at[i];
    return NULL;
}

static int rows_of(struct stage *stage, const char *what, const char *decision)
{
    const struct audit_list_answer *all = trail(stage);
    int count = 0;
    for (uint32_t i = 0; i < all->rows.count; i++)
        count += text_same(all->rows.at[i].what, what) && text_same(all->rows.at[i].decision, decision);
    return count;
}

static void send_as(struct stage *stage, const char *id, const char *role, enum message_type type, const void *body)
{
    struct envelope envelope = stage_header(stage, id, role);
    engine_request(stage->engine, &stage->peer, stage_frames(stage, &envelope, type, body));
}

static void read_trainee(struct stage *stage, const char *id, const char *role, const char *trainee)
{
    struct trainee_get get = {0};
    TEXT_PUT(get.id, trainee);
    send_as(stage, id, role, MSG_trainee_get, &get);
}

/* ---- commands ---- */

static void test_an_accepted_command_is_there_with_who_what_object_and_fields(void **state)
{
    struct stage *stage = *state;
    stage_set(stage, "c-1", "P-1", 5);
    stage_turn(stage);
    const struct audit_row *row = row_of(stage, "quota.set", "accepted");
    assert_non_null(row);
    assert_string_equal(row->who, "uid:1000");
    assert_string_equal(row->role, "registrar");
    assert_string_equal(row->actor, "actor-1");
    assert_string_equal(row->object, "P-1");
    assert_string_equal(row->fields, "programme,year,places");
    assert_string_equal(row->message, "c-1");
    assert_int_equal(rows_of(stage, "quota.set", "accepted"), 1);
}

static void test_a_repeat_is_no_second_act(void **state)
{
    struct stage *stage = *state;
    stage_set(stage, "c-1", "P-1", 5);
    stage_set(stage, "c-1", "P-1", 5);
    stage_turn(stage);
    assert_int_equal(rows_of(stage, "quota.set", "accepted"), 1);
}

static void test_a_refusal_and_a_conflict_stand_with_their_reason(void **state)
{
    struct stage *stage = *state;
    stage_set(stage, "c-1", "REFUSE", 5);
    stage_turn(stage);
    assert_string_equal(row_of(stage, "quota.set", "refused")->code, "no_such");
    stage_set(stage, "c-1", "other", 5);
    stage_turn(stage);
    assert_string_equal(row_of(stage, "quota.set", "refused")->code, "id_reused");
}

static void test_trouble_leaves_no_row(void **state)
{
    struct stage *stage = *state;
    stage_set(stage, "c-1", "TROUBLE", 5);
    stage_turn(stage);
    assert_null(row_of(stage, "quota.set", "refused"));
    assert_null(row_of(stage, "quota.set", "accepted"));
}

static void test_a_row_is_there_exactly_when_its_act_is(void **state)
{
    struct stage *stage = *state;
    stage_set(stage, "c-1", "a", 5);
    stage_turn(stage);
    stage->disk.full = true;
    stage_set(stage, "c-2", "b", 5);
    stage_turn(stage);
    stage->disk.full = false;
    stage_restart(stage);
    stage_wait(stage, STAGE_SICK_MS);
    assert_int_equal(stage_tally(stage, "b"), 0);
    assert_int_equal(rows_of(stage, "quota.set", "accepted"), 1);
    stage_set(stage, "c-2", "b", 5);
    stage_turn(stage);
    assert_int_equal(rows_of(stage, "quota.set", "accepted"), 2);
}

/* ---- denials ---- */

static void test_a_denied_act_is_there_once_a_minute_with_a_count(void **state)
{
    struct stage *stage = *state;
    struct quota_set set = {.year = 2027, .programme = "P-1", .places = 1};
    char id[16];
    for (int i = 0; i < 5; i++) {
        snprintf(id, sizeof id, "d-%d", i);
        send_as(stage, id, "worker", MSG_quota_set, &set);
        stage_turn(stage);
    }
    assert_int_equal(rows_of(stage, "quota.set", "denied"), 1);
    const struct audit_row *row = row_of(stage, "quota.set", "denied");
    assert_string_equal(row->who, "uid:1000");
    assert_string_equal(row->role, "worker");
    assert_true(row->code[0]);
    assert_int_equal(row->count, 1);
    stage_wait(stage, 61000);
    assert_int_equal(rows_of(stage, "quota.set", "denied"), 2);
    assert_int_equal(row_of(stage, "quota.set", "denied")->count, 4);
}

static void test_a_count_survives_an_orderly_end(void **state)
{
    struct stage *stage = *state;
    struct quota_set set = {.year = 2027, .programme = "P-1", .places = 1};
    send_as(stage, "d-1", "worker", MSG_quota_set, &set);
    send_as(stage, "d-2", "worker", MSG_quota_set, &set);
    stage_turn(stage);
    stage_restart(stage);
    assert_int_equal(rows_of(stage, "quota.set", "denied"), 2);
}

static void test_a_denied_question_is_there(void **state)
{
    struct stage *stage = *state;
    read_trainee(stage, "q-1", "worker", "T-1");
    stage_turn(stage);
    assert_string_equal(row_of(stage, "trainee.get", "denied")->kind, "question");
    read_trainee(stage, "q-2", "registrar", "stranger");
    stage_turn(stage);
    assert_int_equal(rows_of(stage, "trainee.get", "accepted"), 0);
}

/* ---- reading what is personal (K9) ---- */

static void test_reading_a_personal_field_is_there_before_the_answer_leaves(void **state)
{
    struct stage *stage = *state;
    stage_turn(stage);
    int64_t syncs = stage->disk.syncs;
    read_trainee(stage, "q-1", "registrar", "T-1");
    stage_turn(stage);
    const struct stage_sent *sent = stage_answer_to(stage, "q-1");
    assert_string_equal(sent->envelope.type, "trainee.get.answer");
    assert_true(sent->syncs > syncs);
    const struct audit_row *row = row_of(stage, "trainee.get", "accepted");
    assert_string_equal(row->who, "uid:1000");
    assert_string_equal(row->object, "T-1");
    assert_string_equal(row->fields, "phone");
}

static void test_many_readings_share_one_commit(void **state)
{
    struct stage *stage = *state;
    char id[16];
    stage_turn(stage);
    int64_t syncs = stage->disk.syncs;
    for (int i = 0; i < 40; i++) {
        snprintf(id, sizeof id, "q-%d", i);
        read_trainee(stage, id, "registrar", "T-1");
    }
    stage_turn(stage);
    assert_int_equal(stage_count(stage, STAGE_ANSWER, "trainee.get.answer"), 40);
    assert_true(stage->disk.syncs - syncs <= 2);
    assert_int_equal(rows_of(stage, "trainee.get", "accepted"), 40);
}

static void test_an_answer_without_personal_fields_leaves_no_row(void **state)
{
    struct stage *stage = *state;
    read_trainee(stage, "q-1", "registrar", "nobody");
    stage_turn(stage);
    assert_non_null(stage_answer_to(stage, "q-1"));
    assert_null(row_of(stage, "trainee.get", "accepted"));
}

static void test_what_cannot_be_written_down_is_not_told(void **state)
{
    struct stage *stage = *state;
    stage_turn(stage);
    stage->disk.full = true;
    read_trainee(stage, "q-1", "registrar", "T-1");
    stage_turn(stage);
    const struct stage_sent *sent = stage_answer_to(stage, "q-1");
    assert_true(!sent || text_same(sent->envelope.type, "anxin.answer"));
    stage->disk.full = false;
}

/* ---- why, and by which row of the policy ---- */

static void read_why(struct stage *stage, const char *id, const char *role, const char *reason)
{
    struct envelope envelope = stage_header(stage, id, role);
    struct trainee_get get = {.id = "T-1"};
    TEXT_PUT(envelope.reason, reason);
    engine_request(stage->engine, &stage->peer, stage_frames(stage, &envelope, MSG_trainee_get, &get));
    stage_turn(stage);
}

static bool policy_is(const struct audit_row *row, const char *text)
{
    return row->policy.size == strlen(text) && memcmp(row->policy.data, text, row->policy.size) == 0;
}

static void test_a_reading_stands_there_with_its_reason_and_the_row_that_allowed_it(void **state)
{
    struct stage *stage = *state;
    read_why(stage, "q-1", "registrar", "training:T-1");
    const struct audit_row *row = row_of(stage, "trainee.get", "accepted");
    assert_string_equal(row->reason, "training:T-1");
    assert_true(policy_is(row, "2: allow any ask * any"));
}

static void test_an_act_stands_there_with_the_row_that_allowed_it(void **state)
{
    struct stage *stage = *state;
    stage_set(stage, "c-1", "P-1", 5);
    stage_turn(stage);
    assert_true(policy_is(row_of(stage, "quota.set", "accepted"), "1: allow any send quota.set any"));
    stage_set(stage, "c-1", "other", 5);
    stage_turn(stage);
    assert_true(policy_is(row_of(stage, "quota.set", "refused"), "1: allow any send quota.set any"));
}

static void test_a_denial_stands_there_with_what_denied_it(void **state)
{
    struct stage *stage = *state;
    struct policy *policy = stage_policy("deny registrar ask   trainee.get\nallow operator admin * any\n");
    engine_policy(stage->engine, policy);
    read_why(stage, "q-1", "registrar", "");
    assert_true(policy_is(row_of(stage, "trainee.get", "denied"), "1: deny registrar ask trainee.get"));
    stage_wait(stage, 61000);
    read_why(stage, "q-2", "worker", "");
    assert_true(policy_is(row_of(stage, "trainee.get", "denied"), "default"));
    engine_policy(stage->engine, stage->policy);
    policy_free(&policy);
}

static void test_a_reason_that_is_none_is_answered_with_its_field(void **state)
{
    struct stage *stage = *state;
    read_why(stage, "q-1", "registrar", "13800138000");
    assert_string_equal(stage_outcome(stage, "q-1"), "malformed:malformed");
    assert_null(row_of(stage, "trainee.get", "accepted"));
}

/* As it is set: staff say why, who reads the own does not. */
static void test_staff_that_reads_of_people_without_a_reason_is_denied_where_that_is_set(void **state)
{
    struct stage *stage = *state;
    stage->config.reasons = 1;
    read_why(stage, "q-1", "registrar", "");
    assert_string_equal(stage_outcome(stage, "q-1"), "denied:reason_missing");
    assert_string_equal(row_of(stage, "trainee.get", "denied")->code, "reason_missing");
    assert_null(row_of(stage, "trainee.get", "accepted"));
    read_why(stage, "q-2", "registrar", "request");
    assert_string_equal(stage_answer_to(stage, "q-2")->envelope.type, "trainee.get.answer");
    assert_string_equal(row_of(stage, "trainee.get", "accepted")->reason, "request");
}

static void test_nothing_personal_stands_in_the_trail(void **state)
{
    struct stage *stage = *state;
    read_trainee(stage, "q-1", "registrar", "T-1");
    stage_turn(stage);
    const struct audit_list_answer *all = trail(stage);
    const char *bytes = (const char *)all;
    for (size_t i = 0; i + 12 <= sizeof *all; i++)
        assert_memory_not_equal(bytes + i, "secret-phone", 12);
}

/* The mark is the kind of the field: each answer of the catalogue that has one names it, so no question can forget it.
 */
static void test_every_answer_with_a_personal_field_is_known_as_one(void **state)
{
    static const char known[] = "household.get.answer|worker.get.answer|case.get.answer|trainee.get.answer|"
                                "privacy.export.answer|booking.get.answer|case.notes.answer";
    (void)state;
    for (enum message_type type = MSG_NONE + 1; type < MSG_COUNT; type++) {
        const struct message *message = message_of(type);
        if (message->class_ != CLASS_ANSWER)
            continue;
        if (shape_is_personal(message->shape) != text_in_list(message->type_name, known))
            fail_msg("%s: is what it tells personal, or not?", message->type_name);
    }
}

/* ---- operators ---- */

static void test_requests_of_an_operator_are_there_with_their_outcome(void **state)
{
    struct stage *stage = *state;
    struct follow_pause pause = {.source = "roster", .reason = "why"};
    struct dead_drop drop = {.number = 7, .reason = "why"};
    stage_send(stage, "p-1", MSG_follow_pause, &pause);
    TEXT_PUT(pause.source, "nobody");
    stage_send(stage, "p-2", MSG_follow_pause, &pause);
    stage_send(stage, "d-1", MSG_dead_drop, &drop);
    stage_turn(stage);
    assert_string_equal(stage_outcome(stage, "p-1"), "done:");
    assert_string_equal(row_of(stage, "follow.pause", "accepted")->object, "roster");
    assert_string_equal(row_of(stage, "follow.pause", "accepted")->kind, "admin");
    assert_string_equal(row_of(stage, "follow.pause", "refused")->code, "not_followed");
    assert_string_equal(row_of(stage, "dead.drop", "refused")->object, "7");
}

static void test_who_reads_the_trail_stands_in_it(void **state)
{
    struct stage *stage = *state;
    trail(stage);
    assert_non_null(row_of(stage, "audit.list", "accepted"));
}

/* ---- anchors ---- */

static int anchors_sent(struct stage *stage, struct audit_anchored *last)
{
    struct flaw flaw;
    int count = 0;
    for (int i = 0; i < stage->sent_count; i++)
        if (stage->sent[i].kind == STAGE_LIVE && text_same(stage->sent[i].envelope.type, "audit.anchored")) {
            assert_int_equal(codec_decode(message_of(MSG_audit_anchored)->shape, stage->sent[i].data,
                                          stage->sent[i].size, last, &flaw),
                             0);
            count++;
        }
    return count;
}

static void test_the_head_is_told_within_a_minute_and_only_when_it_has_moved(void **state)
{
    struct stage *stage = *state;
    struct audit_anchored anchored = {0};
    stage_wait(stage, 61000);
    assert_int_equal(anchors_sent(stage, &anchored), 0);
    stage_set(stage, "c-1", "a", 5);
    stage_set(stage, "c-2", "b", 5);
    stage_wait(stage, 59000);
    assert_int_equal(anchors_sent(stage, &anchored), 0);
    stage_wait(stage, 2000);
    assert_int_equal(anchors_sent(stage, &anchored), 1);
    assert_int_equal(anchored.number, 2);
    stage_forget(stage);
    stage_wait(stage, 180000);
    assert_int_equal(anchors_sent(stage, &anchored), 0);
    stage_restart(stage);
    stage_wait(stage, 180000);
    assert_int_equal(anchors_sent(stage, &anchored), 0);
}

static void test_a_follower_keeps_anchors_and_says_loudly_when_one_cannot_be(void **state)
{
    struct stage *stage = *state;
    struct audit_anchored anchored = {.number = 5, .hash = {5}};
    struct audit_anchors question = {0};
    static struct audit_anchors_answer answer;
    stage_catch_up(stage);
    stage_make(stage, MSG_audit_anchored, &anchored, "roster");
    stage_live(stage, 1);
    stage_turn(stage);
    assert_null(strstr(stage->said, "trail.differs"));
    anchored.number = 4;
    stage_make(stage, MSG_audit_anchored, &anchored, "roster");
    stage_live(stage, 2);
    stage_turn(stage);
    assert_non_null(strstr(stage->said, "trail.differs"));
    stage_send(stage, "a-1", MSG_audit_anchors, &question);
    stage_turn(stage);
    stage_read(stage, "a-1", MSG_audit_anchors_answer, &answer);
    assert_int_equal(answer.rows.count, 2);
    assert_string_equal(answer.rows.at[1].source, "roster");
    assert_int_equal(answer.rows.at[1].number, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAGE_TEST(test_an_accepted_command_is_there_with_who_what_object_and_fields),
        STAGE_TEST(test_a_repeat_is_no_second_act),
        STAGE_TEST(test_a_refusal_and_a_conflict_stand_with_their_reason),
        STAGE_TEST(test_trouble_leaves_no_row),
        STAGE_TEST(test_a_row_is_there_exactly_when_its_act_is),
        STAGE_TEST(test_a_denied_act_is_there_once_a_minute_with_a_count),
        STAGE_TEST(test_a_count_survives_an_orderly_end),
        STAGE_TEST(test_a_denied_question_is_there),
        STAGE_TEST(test_reading_a_personal_field_is_there_before_the_answer_leaves),
        STAGE_TEST(test_many_readings_share_one_commit),
        STAGE_TEST(test_an_answer_without_personal_fields_leaves_no_row),
        STAGE_TEST(test_what_cannot_be_written_down_is_not_told),
        STAGE_TEST(test_a_reading_stands_there_with_its_reason_and_the_row_that_allowed_it),
        STAGE_TEST(test_an_act_stands_there_with_the_row_that_allowed_it),
        STAGE_TEST(test_a_denial_stands_there_with_what_denied_it),
        STAGE_TEST(test_a_reason_that_is_none_is_answered_with_its_field),
        STAGE_TEST(test_staff_that_reads_of_people_without_a_reason_is_denied_where_that_is_set),
        STAGE_TEST(test_nothing_personal_stands_in_the_trail),
        cmocka_unit_test(test_every_answer_with_a_personal_field_is_known_as_one),
        STAGE_TEST(test_requests_of_an_operator_are_there_with_their_outcome),
        STAGE_TEST(test_who_reads_the_trail_stands_in_it),
        STAGE_TEST(test_the_head_is_told_within_a_minute_and_only_when_it_has_moved),
        STAGE_TEST(test_a_follower_keeps_anchors_and_says_loudly_when_one_cannot_be),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
