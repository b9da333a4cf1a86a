/* The trail of acts in the store (X4): whoever changes, removes or cuts rows is found, and the row is named. */
#include <sqlite3.h>

#include "base/text.h"
#include "store/audit_trail.h"

#include "store_fixture.h"

#define EPOCH "0123456789abcdef"

static char found[4096];
static int faults;

static void complain(void *self, const char *text)
{
    (void)self;
    faults++;
    strncat(found, text, sizeof found - strlen(found) - 2);
    strcat(found, "\n");
}

static struct audit_entry entry_of(const char *object, int64_t at)
{
    return (struct audit_entry){.at = at,
                                .mono = at / 2,
                                .who = "uid:1000",
                                .role = "receptionist",
                                .actor = "S-1",
                                .kind = "command",
                                .what = "booking.create",
                                .object = object,
                                .fields = "service,start",
                                .decision = "accepted",
                                .source = "desk",
                                .message = object,
                                .reason = "care:H-1",
                                .policy = "7: allow receptionist send booking.create station"};
}

static void write_rows(struct fixture *fixture, int count)
{
    char object[16];
    assert_int_equal(store_begin(fixture->store), 0);
    for (int i = 1; i <= count; i++) {
        snprintf(object, sizeof object, "B-%d", i);
        struct audit_entry entry = entry_of(object, 1000 * i);
        assert_int_equal(audit_write(fixture->store, &entry), 0);
    }
    assert_int_equal(store_commit(fixture->store), 0);
}

/* Somebody with the file in hand. */
static void tamper(struct fixture *fixture, const char *sql)
{
    sqlite3 *db = NULL;
    char *why = NULL;
    ledger_close(&fixture->ledger);
    store_close(&fixture->store);
    assert_int_equal(sqlite3_open(fixture->path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
        fail_msg("%s", why);
    sqlite3_close(db);
    fixture_reopen(fixture);
}

static int64_t verify(struct fixture *fixture)
{
    int64_t rows = 0;
    found[0] = '\0';
    faults = 0;
    assert_int_equal(audit_verify(fixture->store, complain, NULL, &rows), 0);
    return rows;
}

static struct audit_anchor anchor_now(struct fixture *fixture)
{
    struct audit_anchor anchor = {.source = "testing", .epoch = EPOCH, .at = 1};
    struct audit_head head;
    assert_int_equal(audit_head(fixture->store, &head), 0);
    anchor.number = head.number;
    memcpy(anchor.hash, head.hash, sizeof anchor.hash);
    return anchor;
}

static void compare(struct fixture *fixture, const struct audit_anchor *anchor)
{
    found[0] = '\0';
    faults = 0;
    assert_int_equal(audit_compare(fixture->store, EPOCH, "neighbour", anchor, complain, NULL), 0);
}

static void expect_fault(const char *text)
{
    if (!strstr(found, text))
        fail_msg("not found: %s\nfound: %s", text, found);
}

/* ---- X4 ---- */

static void test_a_trail_as_it_was_written_is_sound(void **state)
{
    struct fixture *fixture = *state;
    write_rows(fixture, 5);
    fixture_reopen(fixture);
    write_rows(fixture, 2);
    assert_int_equal(verify(fixture), 7);
    assert_string_equal(found, "");
}

static void test_each_changed_column_is_found_and_its_row_named(void **state)
{
    static const char *const columns[] = {"at = 7",
                                          "mono = 7",
                                          "who = 'x'",
                                          "key = 'x'",
                                          "role = 'x'",
                                          "actor = 'x'",
                                          "actorfor = 'x'",
                                          "kind = 'admin'",
                                          "what = 'x'",
                                          "object = 'x'",
                                          "fields = 'x'",
                                          "decision = 'denied'",
                                          "code = 'x'",
                                          "source = 'x'",
                                          "message = 'x'",
                                          "count = 2",
                                          "role = NULL",
                                          "hash = zeroblob(32)",
                                          "reason = 'x'",
                                          "policy = 'x'",
                                          "reason = NULL",
                                          "policy = NULL",
                                          "version = 1, reason = NULL, policy = NULL"};
    struct fixture *fixture = *state;
    char sql[160];
    write_rows(fixture, 3);
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
        snprintf(sql, sizeof sql, "CREATE TABLE k AS SELECT * FROM audit; UPDATE audit SET %s WHERE number = 2",
                 columns[i]);
        tamper(fixture, sql);
        verify(fixture);
        expect_fault("row 2 of the trail of acts was changed");
        tamper(fixture, "DELETE FROM audit; INSERT INTO audit SELECT * FROM k; DROP TABLE k");
        verify(fixture);
        assert_string_equal(found, "");
    }
}

static void test_a_row_taken_out_of_the_middle_is_named(void **state)
{
    struct fixture *fixture = *state;
    write_rows(fixture, 5);
    tamper(fixture, "DELETE FROM audit WHERE number = 3");
    verify(fixture);
    assert_string_equal(found, "row 3 of the trail of acts is missing\n");
}

static void test_rows_numbered_anew_after_one_was_taken_out_are_found(void **state)
{
    struct fixture *fixture = *state;
    write_rows(fixture, 5);
    tamper(fixture, "DELETE FROM audit WHERE number = 3; UPDATE audit SET number = number - 1 WHERE number > 3");
    verify(fixture);
    expect_fault("row 3 of the trail of acts does not follow the one before it");
}

static void test_the_first_rows_do_not_go_without_a_row_that_says_so(void **state)
{
    struct fixture *fixture = *state;
    write_rows(fixture, 5);
    tamper(fixture, "DELETE FROM audit WHERE number < 3");
    verify(fixture);
    expect_fault("begins at row 3, and no row says");
}

static void test_a_tail_that_was_cut_is_seen_by_what_a_neighbour_noted(void **state)
{
    struct fixture *fixture = *state;
    write_rows(fixture, 5);
    struct audit_anchor anchor = anchor_now(fixture);
    compare(fixture, &anchor);
    assert_string_equal(found, "");
    tamper(fixture, "DELETE FROM audit WHERE number > 3");
    verify(fixture);
    assert_string_equal(found, ""); /* alone it looks whole */
    compare(fixture, &anchor);
    assert_string_equal(found, "the trail of acts was cut: its last row is 3, but neighbour has noted row 5\n");
}

static void test_rows_forged_with_fitting_hashes_are_seen_by_what_a_neighbour_noted(void **state)
{
    struct fixture *fixture = *state;
    write_rows(fixture, 5);
    struct audit_anchor anchor = anchor_now(fixture);
    tamper(fixture, "DELETE FROM audit WHERE number > 2");
    write_rows(fixture, 4);
    verify(fixture);
    assert_string_equal(found, "");
    compare(fixture, &anchor);
    expect_fault("row 5 of the trail of acts, or one before it, is not the one that neighbour has noted");
}

static void test_what_a_restore_took_back_is_no_fault_but_what_came_before_it_is_compared(void **state)
{
    struct fixture *fixture = *state;
    struct audit_entry restored = entry_of("feedfeedfeedfeed", 9000);
    write_rows(fixture, 3);
    struct audit_anchor before = anchor_now(fixture);
    TEXT_PUT(before.epoch, "feedfeedfeedfeed");
    struct audit_anchor beyond = before;
    beyond.number = 9;
    compare(fixture, &beyond);
    assert_int_equal(faults, 1);
    restored.what = AUDIT_RESTORED;
    assert_int_equal(store_begin(fixture->store), 0);
    assert_int_equal(audit_write(fixture->store, &restored), 0);
    assert_int_equal(store_commit(fixture->store), 0);
    compare(fixture, &beyond);
    assert_int_equal(faults, 0);
    compare(fixture, &before);
    assert_int_equal(faults, 0);
    before.hash[0] ^= 1;
    compare(fixture, &before);
    assert_int_equal(faults, 1);
}

static void test_trimming_leaves_a_row_that_says_where_the_trail_begins(void **state)
{
    struct fixture *fixture = *state;
    const struct audit_entry note = {.at = 9000, .mono = 1, .who = "testing"};
    write_rows(fixture, 5);
    struct audit_anchor old = anchor_now(fixture);
    assert_int_equal(store_begin(fixture->store), 0);
    assert_int_equal(audit_trim(fixture->store, 3500, 100, &note), 3);
    assert_int_equal(audit_trim(fixture->store, 3500, 100, &note), 0);
    assert_int_equal(store_commit(fixture->store), 0);
    assert_int_equal(verify(fixture), 3);
    assert_string_equal(found, "");
    compare(fixture, &old);
    assert_int_equal(faults, 0);
    tamper(fixture, "DELETE FROM audit WHERE number = 4");
    verify(fixture);
    expect_fault("begins at row 5, and no row says");
}

static void test_trimming_goes_in_steps_and_may_take_all_that_is_old(void **state)
{
    struct fixture *fixture = *state;
    const struct audit_entry note = {.at = 9000, .mono = 1, .who = "testing"};
    write_rows(fixture, 5);
    assert_int_equal(store_begin(fixture->store), 0);
    assert_int_equal(audit_trim(fixture->store, 8000, 2, &note), 2);
    assert_int_equal(audit_trim(fixture->store, 8000, 100, &note), 3);
    assert_int_equal(store_commit(fixture->store), 0);
    assert_int_equal(verify(fixture), 2);
    assert_string_equal(found, "");
}

static void test_an_undone_unit_leaves_no_row_and_no_hole(void **state)
{
    struct fixture *fixture = *state;
    struct audit_entry entry = entry_of("B-9", 9000);
    write_rows(fixture, 2);
    assert_int_equal(store_begin(fixture->store), 0);
    assert_int_equal(store_savepoint(fixture->store), 0);
    assert_int_equal(audit_write(fixture->store, &entry), 0);
    assert_int_equal(store_undo(fixture->store), 0);
    assert_int_equal(audit_write(fixture->store, &entry), 0);
    assert_int_equal(store_commit(fixture->store), 0);
    assert_int_equal(store_begin(fixture->store), 0);
    assert_int_equal(audit_write(fixture->store, &entry), 0);
    store_rollback(fixture->store);
    write_rows(fixture, 1);
    assert_int_equal(verify(fixture), 4);
    assert_string_equal(found, "");
}

/* ---- rows from before version 2 ---- */

/* A row as the program wrote it then: without reason and policy, also in its hash. */
static void row_once(char *sql, size_t size, int64_t number, uint8_t hash[HASH_SIZE])
{
    static const char *const texts[] = {"uid:1000", "",      "receptionist", "S-1", "",     "command", "booking.create",
                                        "B-1",      "start", "accepted",     "",    "desk", "B-1"};
    const int64_t before[] = {number, 1000, 500};
    uint8_t bytes[1024];
    char was[HASH_SIZE * 2 + 1], is[HASH_SIZE * 2 + 1];
    size_t used = HASH_SIZE;
    memcpy(bytes, hash, HASH_SIZE);
    for (int i = 0; i < 3; i++)
        for (int shift = 56; shift >= 0; shift -= 8)
            bytes[used++] = (uint8_t)((uint64_t)before[i] >> shift);
    for (int i = 0; i < 13; i++) {
        bytes[used++] = 0;
        bytes[used++] = (uint8_t)strlen(texts[i]);
        memcpy(bytes + used, texts[i], strlen(texts[i]));
        used += strlen(texts[i]);
    }
    memcpy(bytes + used, "\0\0\0\0\0\0\0\1", 8);
    text_hex(was, hash, HASH_SIZE);
    hash_bytes(hash, bytes, used + 8);
    text_hex(is, hash, HASH_SIZE);
    snprintf(sql, size,
             "INSERT INTO audit (number, at, mono, who, role, actor, kind, what, object, fields, decision, source, "
             "message, before, hash) VALUES (%lld, 1000, 500, 'uid:1000', 'receptionist', 'S-1', 'command', "
             "'booking.create', 'B-1', 'start', 'accepted', 'desk', 'B-1', x'%s', x'%s')",
             (long long)number, was, is);
}

static void test_a_chain_that_goes_over_from_old_rows_to_new_ones_is_sound(void **state)
{
    struct fixture *fixture = *state;
    uint8_t hash[HASH_SIZE] = {0};
    char sql[1024];
    for (int number = 1; number <= 2; number++) {
        row_once(sql, sizeof sql, number, hash);
        tamper(fixture, sql);
    }
    write_rows(fixture, 2);
    assert_int_equal(verify(fixture), 4);
    assert_string_equal(found, "");
}

/* Its hash does not hold them. */
static void test_a_reason_that_was_put_into_an_old_row_is_found(void **state)
{
    struct fixture *fixture = *state;
    uint8_t hash[HASH_SIZE] = {0};
    char sql[1024];
    row_once(sql, sizeof sql, 1, hash);
    tamper(fixture, sql);
    tamper(fixture, "PRAGMA ignore_check_constraints = 1; UPDATE audit SET reason = 'care' WHERE number = 1");
    verify(fixture);
    expect_fault("row 1 of the trail of acts was changed");
    tamper(fixture, "PRAGMA ignore_check_constraints = 1; UPDATE audit SET reason = 'care', version = 3");
    verify(fixture);
    expect_fault("row 1 of the trail of acts was changed");
}

/* ---- listing, anchors ---- */

static void test_rows_are_listed_by_object_person_and_time(void **state)
{
    struct fixture *fixture = *state;
    struct audit_row rows[10];
    char texts[10][AUDIT_TEXT];
    int64_t last;
    write_rows(fixture, 5);
    struct audit_choice choice = {.look = 100, .object = "B-3", .who = ""};
    assert_int_equal(audit_list(fixture->store, &choice, rows, texts, 10, &last), 1);
    assert_string_equal(rows[0].object, "B-3");
    assert_string_equal(rows[0].reason, "care:H-1");
    assert_memory_equal(rows[0].policy.data, "7: allow receptionist send booking.create station", rows[0].policy.size);
    assert_int_equal(last, 5);
    choice = (struct audit_choice){.look = 100, .object = "", .who = "S-1", .since = 4000};
    assert_int_equal(audit_list(fixture->store, &choice, rows, texts, 10, &last), 2);
    choice = (struct audit_choice){.look = 2, .after = 1, .object = "", .who = "uid:1000"};
    assert_int_equal(audit_list(fixture->store, &choice, rows, texts, 10, &last), 2);
    assert_int_equal(last, 3);
    choice.who = "somebody";
    assert_int_equal(audit_list(fixture->store, &choice, rows, texts, 10, &last), 0);
}

static void test_an_anchor_is_kept_once_and_one_that_cannot_be_is_told(void **state)
{
    struct fixture *fixture = *state;
    struct audit_anchor five = {.source = "booking", .epoch = EPOCH, .number = 5, .hash = {5}, .at = 1};
    struct audit_anchor other = five, four = five;
    struct audit_anchor rows[4];
    bool more;
    other.hash[0] = 6;
    four.number = 4;
    assert_int_equal(store_begin(fixture->store), 0);
    assert_int_equal(anchor_keep(fixture->store, &five), 1);
    assert_int_equal(anchor_keep(fixture->store, &five), 1);
    assert_int_equal(anchor_keep(fixture->store, &other), 0); /* made anew */
    assert_int_equal(anchor_keep(fixture->store, &four), 0);  /* cut */
    assert_int_equal(store_commit(fixture->store), 0);
    assert_int_equal(anchor_list(fixture->store, &(struct audit_anchor){0}, rows, 4, &more), 2);
    assert_int_equal(rows[1].hash[0], 5);
}

static void test_old_anchors_are_thinned_to_the_first_of_each_day(void **state)
{
    struct fixture *fixture = *state;
    const int64_t day = 86400000;
    struct audit_anchor rows[20];
    bool more;
    assert_int_equal(store_begin(fixture->store), 0);
    for (int i = 0; i < 9; i++) {
        struct audit_anchor anchor = {.source = "booking", .epoch = EPOCH, .number = i + 1, .at = day / 3 * i};
        assert_int_equal(anchor_keep(fixture->store, &anchor), 1);
    }
    assert_int_equal(anchor_trim(fixture->store, 2 * day), 4);
    assert_int_equal(store_commit(fixture->store), 0);
    assert_int_equal(anchor_list(fixture->store, &(struct audit_anchor){0}, rows, 20, &more), 5);
    assert_int_equal(rows[0].number, 1);
    assert_int_equal(rows[1].number, 4);
    assert_int_equal(rows[2].number, 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_a_trail_as_it_was_written_is_sound),
        STORE_TEST(test_each_changed_column_is_found_and_its_row_named),
        STORE_TEST(test_a_row_taken_out_of_the_middle_is_named),
        STORE_TEST(test_rows_numbered_anew_after_one_was_taken_out_are_found),
        STORE_TEST(test_the_first_rows_do_not_go_without_a_row_that_says_so),
        STORE_TEST(test_a_tail_that_was_cut_is_seen_by_what_a_neighbour_noted),
        STORE_TEST(test_rows_forged_with_fitting_hashes_are_seen_by_what_a_neighbour_noted),
        STORE_TEST(test_what_a_restore_took_back_is_no_fault_but_what_came_before_it_is_compared),
        STORE_TEST(test_trimming_leaves_a_row_that_says_where_the_trail_begins),
        STORE_TEST(test_trimming_goes_in_steps_and_may_take_all_that_is_old),
        STORE_TEST(test_an_undone_unit_leaves_no_row_and_no_hole),
        STORE_TEST(test_a_chain_that_goes_over_from_old_rows_to_new_ones_is_sound),
        STORE_TEST(test_a_reason_that_was_put_into_an_old_row_is_found),
        STORE_TEST(test_rows_are_listed_by_object_person_and_time),
        STORE_TEST(test_an_anchor_is_kept_once_and_one_that_cannot_be_is_told),
        STORE_TEST(test_old_anchors_are_thinned_to_the_first_of_each_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
