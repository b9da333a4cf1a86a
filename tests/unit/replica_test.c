/* Records that stand in two stores (ruling 12): pages of digests at a stated position, and what two pages differ in. */
#include "stage.h"

#include "service/replica.h"

static const struct replica_page_answer *page_of(struct stage *stage, const struct replica_page *asked)
{
    static struct replica_page_answer answer;
    char id[32];
    snprintf(id, sizeof id, "p-%lld", (long long)++stage->serial);
    stage_send(stage, id, MSG_replica_page, asked);
    stage_turn(stage);
    stage_read(stage, id, MSG_replica_page_answer, &answer);
    return &answer;
}

static struct replica_page workers(const char *field)
{
    struct replica_page asked = {.source = "roster", .record = "worker"};
    if (field[0])
        TEXT_PUT(asked.fields.at[asked.fields.count++], field);
    return asked;
}

/* Each is confirmed, and counted here. */
static void confirm_all(struct stage *stage, const char *const *names)
{
    for (; *names; names++)
        stage_confirm(stage, *names, "ST1");
    stage_catch_up(stage);
}

static void expect_refused(struct stage *stage, const struct replica_page *asked, const char *outcome)
{
    stage_send(stage, "wrong", MSG_replica_page, asked);
    stage_turn(stage);
    assert_string_equal(stage_outcome(stage, "wrong"), outcome);
    stage_forget(stage);
}

static void test_records_are_listed_with_whose_they_are_and_their_fields(void **state)
{
    struct stage *stage = *state;
    static struct replica_list_answer answer;
    struct replica_list asked = {.source = "roster"};
    stage_send(stage, "list", MSG_replica_list, &asked);
    stage_turn(stage);
    stage_read(stage, "list", MSG_replica_list_answer, &answer);
    assert_int_equal(answer.rows.count, 1);
    assert_string_equal(answer.rows.at[0].record, "worker");
    assert_int_equal(answer.rows.at[0].fields.count, 2);
    assert_string_equal(answer.rows.at[0].fields.at[0], "number");
    assert_string_equal(answer.rows.at[0].fields.at[1], "size");
}

static void test_a_copy_stands_at_the_position_that_was_applied_and_own_records_at_the_end_of_the_stream(void **state)
{
    static const char *const names[] = {"W-1", "W-2", NULL};
    struct stage *stage = *state;
    struct replica_page asked = workers("number"), own = {.source = "tally", .record = "name"};
    assert_string_equal(page_of(stage, &asked)->epoch, "");
    confirm_all(stage, names);
    const struct replica_page_answer *page = page_of(stage, &asked);
    assert_int_equal(page->number, 2);
    assert_string_equal(page->epoch, STAGE_EPOCH);
    assert_int_equal(page->rows.count, 2);
    page = page_of(stage, &own);
    assert_int_equal(page->number, 2);
    stage_set(stage, "set", "P", 1);
    stage_turn(stage);
    page = page_of(stage, &own);
    assert_int_equal(page->number, 3);
    assert_string_not_equal(page->epoch, STAGE_EPOCH);
}

static void test_a_digest_is_of_the_fields_that_are_asked_for_and_of_no_others(void **state)
{
    static const char *const names[] = {"A", "B", "B", NULL}; /* B counts 2; both are of size 1 */
    struct stage *stage = *state;
    struct replica_page asked = workers("size");
    confirm_all(stage, names);
    const struct replica_page_answer *page = page_of(stage, &asked);
    assert_memory_equal(page->rows.at[0].digest, page->rows.at[1].digest, HASH_SIZE);
    asked = workers("number");
    page = page_of(stage, &asked);
    assert_memory_not_equal(page->rows.at[0].digest, page->rows.at[1].digest, HASH_SIZE);
}

static void test_a_page_that_is_exactly_full_is_the_last_one(void **state)
{
    static const char *const names[] = {"A", "B", "C", NULL};
    struct stage *stage = *state;
    struct replica_page asked = workers("");
    confirm_all(stage, names);
    asked.limit = 3;
    assert_false(page_of(stage, &asked)->more);
    asked.limit = 2;
    assert_true(page_of(stage, &asked)->more);
    TEXT_PUT(asked.after, "B");
    const struct replica_page_answer *page = page_of(stage, &asked);
    assert_false(page->more);
    assert_int_equal(page->rows.count, 1);
    assert_string_equal(page->rows.at[0].id, "C");
}

static void test_a_copy_tells_how_many_messages_it_lacks(void **state)
{
    struct stage *stage = *state;
    struct replica_page asked = workers("number");
    stage_confirm(stage, "W-1", "ST1");
    stage_confirm(stage, "W-2", "BAD");
    stage_catch_up(stage);
    assert_int_equal(page_of(stage, &asked)->parked, 1);
    assert_int_equal(page_of(stage, &asked)->number, 2);
}

static void test_what_is_not_kept_and_who_may_not_ask_is_refused(void **state)
{
    struct stage *stage = *state;
    struct replica_page asked = workers("number");
    TEXT_PUT(asked.record, "moon");
    expect_refused(stage, &asked, "refused:unknown_record");
    asked = workers("name");
    expect_refused(stage, &asked, "refused:unknown_field");
    struct envelope envelope = stage_header(stage, "who", "manager");
    asked = workers("number");
    engine_request(stage->engine, &stage->peer, stage_frames(stage, &envelope, MSG_replica_page, &asked));
    stage_turn(stage);
    assert_memory_equal(stage_outcome(stage, "who"), "denied:", 7);
}

/* ---- two pages ---- */

/* A page of ids of one letter, each followed by the digit that its digest is made of. */
static struct replica_page_answer page_made(const char *rows, bool more)
{
    struct replica_page_answer page = {.more = more};
    for (; *rows; rows += 2) {
        struct replica_digest *row = &page.rows.at[page.rows.count++];
        row->id[0] = rows[0];
        memset(row->digest, rows[1], HASH_SIZE);
    }
    return page;
}

/* The gaps as "ID<BEFORE ". */
static void gap_note(void *self, const char *id, const char *before)
{
    char *text = self;
    snprintf(text + strlen(text), 64 - strlen(text), "%s<%s ", id, before);
}

static void expect_gaps(const char *one, bool more, const char *two, bool more_of_two, const char *expected)
{
    static struct replica_page_answer first, second;
    char text[64] = "";
    first = page_made(one, more);
    second = page_made(two, more_of_two);
    replica_compare(&first, &second, replica_bound(&first, &second), gap_note, text);
    assert_string_equal(text, expected);
}

static void test_pages_differ_in_what_one_has_alone_and_in_digests(void **state)
{
    (void)state;
    expect_gaps("a1b1c1", false, "a1b1c1", false, "");
    expect_gaps("a1b1c1", false, "a1b2c1", false, "b<a ");
    expect_gaps("a1c1", false, "b1c1", false, "a< b<a ");
    expect_gaps("", false, "a1", false, "a< ");
}

static void test_pages_are_compared_as_far_as_both_go(void **state)
{
    (void)state;
    expect_gaps("a1b1", true, "a1b1c1d1", false, "");
    expect_gaps("a1c1d1", true, "a1b1", true, "b<a ");
    expect_gaps("a1", true, "b1", true, "a< ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAGE_TEST(test_records_are_listed_with_whose_they_are_and_their_fields),
        STAGE_TEST(test_a_copy_stands_at_the_position_that_was_applied_and_own_records_at_the_end_of_the_stream),
        STAGE_TEST(test_a_digest_is_of_the_fields_that_are_asked_for_and_of_no_others),
        STAGE_TEST(test_a_page_that_is_exactly_full_is_the_last_one),
        STAGE_TEST(test_a_copy_tells_how_many_messages_it_lacks),
        STAGE_TEST(test_what_is_not_kept_and_who_may_not_ask_is_refused),
        cmocka_unit_test(test_pages_differ_in_what_one_has_alone_and_in_digests),
        cmocka_unit_test(test_pages_are_compared_as_far_as_both_go),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
