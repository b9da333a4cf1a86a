/* Personal fields (X5): put, read, sealed with a key of their person, and gone with it (I24). */
#include "store_fixture.h"

#include <fcntl.h>

#include <sqlite3.h>

#include "base/text.h"
#include "faulty_vfs.h"
#include "store/person.h"
#include "store/vault.h"

#define SECRET "Li Xiulan, Garden Street 12"

static void put(struct fixture *f, const char *person, const char *field, const char *value)
{
    assert_int_equal(store_begin(f->store), 0);
    assert_int_equal(person_put(f->store, person, field, value), 0);
    assert_int_equal(store_commit(f->store), 0);
}

static void assert_field(struct fixture *f, const char *person, const char *field, const char *value)
{
    char found[64];
    assert_int_equal(person_get(f->store, person, field, found, sizeof found), *value ? 1 : 0);
    assert_string_equal(found, value);
}

static void test_a_field_is_read_as_it_was_put(void **state)
{
    struct fixture *f = *state;
    put(f, "p1", "name", "李秀兰");
    put(f, "p1", "phone", "007");
    put(f, "p1", "phone", "0123");
    assert_field(f, "p1", "name", "李秀兰");
    assert_field(f, "p1", "phone", "0123");
    assert_field(f, "p2", "name", "");
    assert_field(f, "p1", "address", "");
}

static void test_an_empty_value_removes_the_field(void **state)
{
    struct fixture *f = *state;
    put(f, "p1", "name", "x");
    put(f, "p1", "name", "");
    put(f, "p1", "name", "");
    assert_field(f, "p1", "name", "");
}

static void test_a_value_that_does_not_fit_is_a_failure_not_a_cut(void **state)
{
    struct fixture *f = *state;
    char small[4];
    put(f, "p1", "name", "longer");
    assert_int_equal(person_get(f->store, "p1", "name", small, sizeof small), -1);
    assert_string_equal(small, "");
}

static bool file_contains(const char *path, const char *text)
{
    static char bytes[1 << 20];
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t size = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    return memmem(bytes, size, text, strlen(text)) != NULL;
}

/* ---- sealing ---- */

static void assert_nowhere(struct fixture *f, const char *text)
{
    static const char *const files[] = {"", "-wal", ".keys", ".keys-wal"};
    char path[128];
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        snprintf(path, sizeof path, "%s%s", f->path, files[i]);
        assert_true(access(path, F_OK) != 0 || !file_contains(path, text));
    }
}

static void test_no_file_holds_a_field_in_the_clear(void **state)
{
    struct fixture *f = *state;
    put(f, "p1", "address", SECRET);
    assert_nowhere(f, SECRET);
    fixture_reopen(f);
    assert_nowhere(f, SECRET);
    assert_field(f, "p1", "address", SECRET);
}

/* Runs SQL on a file that nobody has open. */
static void meddle(const char *path, const char *sql)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static void close_all(struct fixture *f)
{
    ledger_close(&f->ledger);
    store_close(&f->store);
}

/* What a statement counts in a file that nobody has open. */
static int64_t counted(const char *path, const char *ending, const char *sql)
{
    char whole[160];
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    snprintf(whole, sizeof whole, "file:%s%s?immutable=1", path, ending);
    assert_int_equal(sqlite3_open_v2(whole, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    int64_t count = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return count;
}

static void test_a_sealed_field_opens_only_in_its_own_place(void **state)
{
    struct fixture *f = *state;
    char value[64];
    put(f, "p1", "name", "x");
    put(f, "p1", "address", "y");
    close_all(f);
    meddle(f->path, "UPDATE sealed SET box = (SELECT box FROM sealed WHERE field = 'name') WHERE field = 'address'");
    fixture_reopen(f);
    assert_int_equal(person_get(f->store, "p1", "address", value, sizeof value), -1);
    assert_field(f, "p1", "name", "x");
}

/* With the same nonce twice, two values would tell what they differ in. */
static void test_each_sealing_has_a_nonce_of_its_own(void **state)
{
    struct fixture *f = *state;
    put(f, "p1", "name", "x");
    close_all(f);
    meddle(f->path, "INSERT INTO meta SELECT 'nonce', hex(substr(box, 10, 24)) FROM sealed");
    fixture_reopen(f);
    put(f, "p1", "name", "x");
    close_all(f);
    assert_int_equal(counted(f->path, "",
                             "SELECT count(*) FROM sealed JOIN meta ON name = 'nonce' AND length(value) = 48"
                             " AND value <> hex(substr(box, 10, 24))"),
                     1);
    fixture_reopen(f);
}

static void test_another_master_key_is_refused(void **state)
{
    struct fixture *f = *state;
    struct error error;
    static const uint8_t other[32] = {1};
    const struct secrets secrets = {other, fixture_random, &fixture_nonce};
    put(f, "p1", "name", "x");
    close_all(f);
    struct store_options options = fixture_options(f);
    options.secrets = &secrets;
    assert_null(fixture_try(&options, &error));
    assert_non_null(strstr(error.text, "was wrapped by another master key"));
    fixture_reopen(f);
    assert_field(f, "p1", "name", "x");
}

/* A committed field always has a durable key: the store's commit stands behind the key file's. */
static void test_a_key_is_durable_before_its_field(void **state)
{
    struct fixture *f = *state;
    char path[128];
    assert_int_equal(store_begin(f->store), 0);
    assert_int_equal(person_put(f->store, "p1", "name", "x"), 0);
    assert_int_equal(store_commit(f->store), 0);
    /* what a cut leaves: the files as they are now */
    snprintf(path, sizeof path, "%s.keys-wal", f->path);
    assert_true(file_contains(path, "p1"));
    fixture_reopen(f);
    assert_field(f, "p1", "name", "x");
}

static void test_a_store_without_its_keys_serves_the_rest(void **state)
{
    struct fixture *f = *state;
    struct person_sums sums;
    char path[128];
    put(f, "p1", "name", "x");
    close_all(f);
    snprintf(path, sizeof path, "%s.keys", f->path);
    unlink(path);
    fixture_reopen(f);
    assert_field(f, "p1", "name", "");
    assert_int_equal(person_count(f->store, &sums), 0);
    assert_int_equal(sums.lost, 1);
    put(f, "p1", "phone", "1");
    assert_field(f, "p1", "name", "");
    assert_field(f, "p1", "phone", "1");
}

static void test_fields_of_an_older_store_are_sealed_once(void **state)
{
    struct fixture *f = *state;
    close_all(f);
    meddle(f->path, "INSERT INTO person VALUES ('p1', 'address', '" SECRET "');"
                    "DELETE FROM meta WHERE name = 'sealed'");
    assert_true(file_contains(f->path, SECRET));
    fixture_reopen(f);
    assert_field(f, "p1", "address", SECRET);
    assert_nowhere(f, SECRET);
    close_all(f);
    assert_nowhere(f, SECRET);
    fixture_reopen(f);
    assert_field(f, "p1", "address", SECRET);
}

static void test_messages_set_aside_are_sealed(void **state)
{
    struct fixture *f = *state;
    static struct parked parked;
    assert_int_equal(store_begin(f->store), 0);
    assert_int_equal(park_save(f->store, "booking", "booking", 7, "k", "t", "head " SECRET, sizeof "head " SECRET,
                               SECRET, sizeof SECRET, "flaw", "it failed", 5),
                     0);
    assert_int_equal(store_commit(f->store), 0);
    assert_nowhere(f, SECRET);
    assert_int_equal(park_next(f->store, INT64_MAX, &parked), 1);
    assert_int_equal(parked.data_size, sizeof SECRET);
    assert_memory_equal(parked.data, SECRET, sizeof SECRET);
    assert_string_equal((const char *)parked.header, "head " SECRET);
}

static int64_t erase(struct fixture *f, const char *person)
{
    int64_t fields = 0;
    assert_int_equal(store_begin(f->store), 0);
    assert_int_equal(person_erase(f->store, person, 5, &fields), 0);
    assert_int_equal(store_commit(f->store), 0);
    return fields;
}

/* ---- finding ---- */

struct found {
    int count;
    char last[65];
};

static int note(void *self, const struct person_field *field)
{
    struct found *found = self;
    found->count++;
    text_copy(found->last, sizeof found->last, field->object);
    return 0;
}

static void test_a_phone_is_found_by_its_digits_and_stands_nowhere(void **state)
{
    struct fixture *f = *state;
    struct found found = {0};
    put(f, "p1", "phone", "+86 139-0000-1234");
    put(f, "p2", "phone", "13900001235");
    assert_int_equal(person_find(f->store, "13900001234", "", 10, note, &found), 0);
    assert_int_equal(found.count, 1);
    assert_string_equal(found.last, "p1");
    assert_nowhere(f, "13900001234");
    put(f, "p1", "phone", "13900009999");
    found.count = 0;
    assert_int_equal(person_find(f->store, "13900001234", "", 10, note, &found), 0);
    assert_int_equal(found.count, 0);
}

static int phones(struct fixture *f, const char *phone)
{
    struct found found = {0};
    assert_int_equal(person_find(f->store, phone, "", 10, note, &found), 0);
    return found.count;
}

/* Eleven digits are tried out in an hour by whoever has their mark and its key: so it stands in no copy of the store.
 */
static void test_the_mark_of_a_phone_stands_with_the_keys_and_goes_with_the_person(void **state)
{
    struct fixture *f = *state;
    char copy[128];
    put(f, "p1", "phone", "13900001234");
    put(f, "p2", "phone", "13900001235");
    snprintf(copy, sizeof copy, "%s/copy.db", f->folder);
    assert_int_equal(store_copy(f->store, copy), 0);
    assert_int_equal(counted(copy, "", "SELECT count(*) FROM mark"), 0);
    unlink(copy);
    fixture_reopen(f);
    assert_int_equal(phones(f, "13900001234"), 1);
    close_all(f);
    assert_int_equal(counted(f->path, ".keys", "SELECT count(*) FROM mark"), 2);
    fixture_reopen(f);
    erase(f, "p1");
    close_all(f);
    assert_int_equal(counted(f->path, ".keys", "SELECT count(*) FROM mark WHERE object <> 'p2'"), 0);
    fixture_reopen(f);
    assert_int_equal(phones(f, "13900001234"), 0);
    assert_int_equal(phones(f, "13900001235"), 1);
}

static void test_a_mark_cannot_be_made_without_its_key(void **state)
{
    uint8_t one[VAULT_MARK], other[VAULT_MARK];
    (void)state;
    seal_mark((const uint8_t[SEAL_KEY]){1}, "phone", "13900001234", one);
    seal_mark((const uint8_t[SEAL_KEY]){2}, "phone", "13900001234", other);
    assert_memory_not_equal(one, other, sizeof one);
}

static void test_marks_of_an_older_version_leave_the_store_and_the_phones_are_found(void **state)
{
    struct fixture *f = *state;
    put(f, "p1", "phone", "13900001234");
    close_all(f);
    char keys[128];
    snprintf(keys, sizeof keys, "%s.keys", f->path);
    meddle(f->path, "INSERT INTO mark VALUES ('phone', zeroblob(16), 'p1')");
    meddle(keys, "DELETE FROM mark; DELETE FROM marked");
    fixture_reopen(f);
    assert_int_equal(phones(f, "13900001234"), 1);
    close_all(f);
    assert_int_equal(counted(f->path, "", "SELECT count(*) FROM mark"), 0);
    fixture_reopen(f);
}

/* A restored store has another epoch: who had another number then is found by that one. */
static void test_a_store_that_was_restored_is_searched_by_what_stands_in_it(void **state)
{
    struct fixture *f = *state;
    char copy[128];
    put(f, "p1", "phone", "13900001234");
    fixture_reopen(f);
    snprintf(copy, sizeof copy, "%s/copy.db", f->folder);
    assert_int_equal(store_copy(f->store, copy), 0);
    put(f, "p1", "phone", "13900009999");
    put(f, "p1", "phone", "13900008888");
    assert_int_equal(phones(f, "13900001234") + phones(f, "13900009999"), 0);
    close_all(f);
    assert_int_equal(counted(f->path, ".keys", "SELECT count(*) FROM mark"), 2); /* this one and the one before */
    meddle(copy, "UPDATE meta SET value = 'fedcba9876543210' WHERE name = 'epoch'");
    assert_int_equal(rename(copy, f->path), 0);
    fixture_reopen(f);
    assert_int_equal(phones(f, "13900001234"), 1);
    assert_int_equal(phones(f, "13900008888"), 0);
}

/* The last byte of what is sealed of p1, each field, is another one; and the store begins another epoch, as after a
 * restore.
 */
static void damage(struct fixture *f)
{
    close_all(f);
    meddle(f->path, "UPDATE sealed SET box = CAST(substr(box, 1, length(box) - 1) || CASE hex(substr(box, -1))"
                    " WHEN '00' THEN x'01' ELSE x'00' END AS BLOB) WHERE object = 'p1'");
    meddle(f->path, "UPDATE meta SET value = 'fedcba9876543210' WHERE name = 'epoch'");
    fixture_reopen(f);
}

static void test_a_damaged_phone_keeps_nobody_from_starting_and_no_other_from_being_found(void **state)
{
    struct fixture *f = *state;
    char value[64];
    put(f, "p0", "phone", "13900001233");
    put(f, "p1", "phone", "13900001234");
    put(f, "p2", "name", "x");
    put(f, "p2", "phone", "13900001235");
    damage(f);
    assert_int_equal(phones(f, "13900001233") + phones(f, "13900001235"), 2);
    assert_int_equal(phones(f, "13900001234"), 0);
    assert_int_equal(person_get(f->store, "p1", "phone", value, sizeof value), -1); /* told when it is read */
    assert_non_null(strstr(store_why(f->store), "p1"));
    assert_field(f, "p2", "name", "x");
}

static void test_a_damaged_phone_is_given_anew(void **state)
{
    struct fixture *f = *state;
    put(f, "p1", "phone", "13900001234");
    damage(f);
    put(f, "p1", "phone", "13900009999");
    assert_int_equal(phones(f, "13900009999"), 1);
    assert_field(f, "p1", "phone", "13900009999");
    damage(f);
    put(f, "p1", "phone", "");
    assert_field(f, "p1", "phone", "");
}

static void test_a_phone_that_was_undone_is_not_found(void **state)
{
    struct fixture *f = *state;
    put(f, "p1", "phone", "13900001234");
    assert_int_equal(store_begin(f->store), 0);
    assert_int_equal(store_savepoint(f->store), 0);
    assert_int_equal(person_put(f->store, "p1", "phone", "13900009999"), 0);
    assert_int_equal(store_undo(f->store), 0);
    assert_int_equal(store_commit(f->store), 0);
    assert_int_equal(phones(f, "13900009999"), 0);
    assert_int_equal(phones(f, "13900001234"), 1);
    put(f, "p1", "phone", "");
    assert_int_equal(phones(f, "13900001234"), 0);
}

/* ---- copies of keys ---- */

static void test_a_copy_of_the_keys_brings_back_what_was_lost_and_nobody_who_was_erased(void **state)
{
    struct fixture *f = *state;
    struct seal_key key;
    struct error error;
    char copy[128];
    put(f, "p1", "name", "x");
    put(f, "p2", "name", "y");
    snprintf(copy, sizeof copy, "%s/copy.keys", f->folder);
    assert_int_equal(store_copy_keys(f->store, copy), 1);
    erase(f, "p1");
    close_all(f);
    char keys[128];
    snprintf(keys, sizeof keys, "%s.keys", f->path);
    meddle(keys, "DELETE FROM key WHERE owner = 'p2'");
    struct vault *vault = vault_open(f->path, NULL, "testing", &fixture_secrets, &error);
    assert_non_null(vault);
    assert_int_equal(vault_import(vault, copy), 1);
    assert_int_equal(vault_keep(vault), 0);
    assert_int_equal(vault_key(vault, "p1", false, &key), 0);
    assert_int_equal(vault_key(vault, "p2", false, &key), 1);
    vault_close(&vault);
    unlink(copy);
    fixture_reopen(f);
    assert_field(f, "p2", "name", "y");
}

static void test_a_name_is_searched_page_by_page(void **state)
{
    struct fixture *f = *state;
    struct found found = {0};
    char last[65];
    put(f, "p1", "name", "阿榕");
    put(f, "p2", "name", "阿葵");
    put(f, "p3", "name", "小榕");
    assert_int_equal(person_search(f->store, "榕", "", 2, note, &found, last), 0);
    assert_int_equal(found.count, 1);
    assert_string_equal(last, "p2");
    assert_int_equal(person_search(f->store, "榕", last, 2, note, &found, last), 0);
    assert_int_equal(found.count, 2);
    assert_string_equal(found.last, "p3");
    assert_string_equal(last, "");
}

static void test_a_damaged_name_hides_no_other(void **state)
{
    struct fixture *f = *state;
    struct found found = {0};
    char last[65], value[64];
    put(f, "p1", "name", "阿榕");
    put(f, "p2", "name", "小榕");
    damage(f);
    assert_int_equal(person_search(f->store, "榕", "", 10, note, &found, last), 0);
    assert_int_equal(found.count, 1);
    assert_string_equal(found.last, "p2");
    assert_int_equal(person_get(f->store, "p1", "name", value, sizeof value), -1);
}

/* ---- erasure ---- */

static void put_for(struct fixture *f, const char *object, const char *field, const char *owner, const char *value)
{
    assert_int_equal(store_begin(f->store), 0);
    assert_int_equal(person_put_for(f->store, object, field, owner, value), 0);
    assert_int_equal(store_commit(f->store), 0);
}

/* I24 */
static void test_erasing_takes_the_fields_of_a_person_everywhere_and_of_nobody_else(void **state)
{
    struct fixture *f = *state;
    struct found found = {0};
    put(f, "p1", "name", "x");
    put(f, "p1", "phone", "123");
    put(f, "p2", "name", "y");
    put_for(f, "case", "filer", "p1", "x");
    put_for(f, "case", "respondent", "p2", "y");
    assert_int_equal(erase(f, "p1"), 3);
    assert_field(f, "p1", "name", "");
    assert_field(f, "case", "filer", "");
    assert_field(f, "case", "respondent", "y");
    assert_field(f, "p2", "name", "y");
    assert_int_equal(person_find(f->store, "123", "", 10, note, &found), 0);
    assert_int_equal(found.count, 0);
    assert_int_equal(person_erased(f->store, "p1"), 1);
    assert_int_equal(person_erased(f->store, "p2"), 0);
}

static void test_nothing_personal_is_kept_of_one_who_was_erased(void **state)
{
    struct fixture *f = *state;
    put(f, "p1", "name", "x");
    erase(f, "p1");
    assert_int_equal(store_begin(f->store), 0);
    assert_int_equal(person_put(f->store, "p1", "name", "again"), -1);
    assert_int_equal(person_put_for(f->store, "case", "filer", "p1", "again"), -1);
    store_rollback(f->store);
    assert_non_null(strstr(store_why(f->store), "was erased"));
}

static void test_an_erasure_that_is_undone_destroys_no_key(void **state)
{
    struct fixture *f = *state;
    int64_t fields;
    put(f, "p1", "name", "x");
    assert_int_equal(store_begin(f->store), 0);
    assert_int_equal(store_savepoint(f->store), 0);
    assert_int_equal(person_erase(f->store, "p1", 5, &fields), 0);
    assert_int_equal(store_undo(f->store), 0);
    assert_int_equal(store_commit(f->store), 0);
    fixture_reopen(f);
    assert_field(f, "p1", "name", "x");
}

/* The key is gone from the key file and its WAL before store_commit returns: no cut brings it back. */
static void test_the_key_is_destroyed_with_the_commit(void **state)
{
    struct fixture *f = *state;
    char path[128];
    struct error error;
    struct seal_key key;
    put(f, "p1", "name", "x");
    snprintf(path, sizeof path, "%s.keys-wal", f->path);
    erase(f, "p1");
    assert_true(access(path, F_OK) != 0 || !file_contains(path, "p1"));
    close_all(f);
    struct vault *vault = vault_open(f->path, NULL, "testing", &fixture_secrets, &error);
    assert_non_null(vault);
    assert_int_equal(vault_key(vault, "p1", false, &key), 0);
    assert_int_equal(vault_erased(vault, "p1"), 1);
    vault_close(&vault);
}

static void test_a_cut_between_commit_and_destruction_is_made_up_at_the_opening(void **state)
{
    struct fixture *f = *state;
    struct error error;
    struct seal_key key;
    put(f, "p1", "name", "x");
    close_all(f);
    meddle(f->path, "INSERT INTO erased VALUES ('p1', 5, 1); DELETE FROM sealed");
    fixture_reopen(f);
    close_all(f);
    struct vault *vault = vault_open(f->path, NULL, "testing", &fixture_secrets, &error);
    assert_int_equal(vault_key(vault, "p1", false, &key), 0);
    vault_close(&vault);
}

/* Store backups made before cannot bring the fields back: neither can they be opened, nor do they stay. */
static void test_an_older_copy_of_the_store_is_erased_again_before_it_serves(void **state)
{
    struct fixture *f = *state;
    char copy[128];
    put(f, "p1", "name", "x");
    put(f, "p2", "name", "y");
    snprintf(copy, sizeof copy, "%s/copy.db", f->folder);
    assert_int_equal(store_copy(f->store, copy), 0);
    erase(f, "p1");
    close_all(f);
    assert_int_equal(rename(copy, f->path), 0);
    fixture_reopen(f);
    assert_int_equal(store_replayed(f->store), 1);
    assert_int_equal(person_erased(f->store, "p1"), 1);
    assert_field(f, "p1", "name", "");
    assert_field(f, "p2", "name", "y");
    struct person_sums sums;
    assert_int_equal(person_count(f->store, &sums), 0);
    assert_int_equal(sums.fields, 1);
    assert_int_equal(sums.lost, 0);
    fixture_reopen(f);
    assert_int_equal(store_replayed(f->store), 0);
}

/* ---- a disk that fails in between ---- */

/* The store is opened again on a disk that takes so many writes and no more. */
static void fail_after(struct fixture *f, struct faulty_disk *disk, int64_t writes)
{
    struct error error;
    struct store_options options = fixture_options(f);
    options.vfs = "faulty";
    close_all(f);
    f->store = fixture_try(&options, &error);
    assert_string_equal(error.text, "");
    disk->writes_most = disk->writes + writes;
}

static void heal(struct fixture *f, struct faulty_disk *disk)
{
    disk->writes_most = 0;
    fixture_reopen(f);
}

/* Whatever write fails, a field that is there can be read: its key was durable before it. */
static void test_no_failing_write_leaves_a_field_without_its_key(void **state)
{
    struct fixture *f = *state;
    struct faulty_disk disk;
    struct person_sums sums;
    int kept = 0, failed = 0;
    assert_int_equal(faulty_register(&disk, "faulty"), SQLITE_OK);
    for (int64_t writes = 0; writes < 30; writes++) {
        char person[16];
        snprintf(person, sizeof person, "p%d", (int)writes);
        fail_after(f, &disk, writes);
        bool done =
            store_begin(f->store) == 0 && person_put(f->store, person, "name", "x") == 0 && store_commit(f->store) == 0;
        heal(f, &disk);
        assert_field(f, person, "name", done ? "x" : "");
        assert_int_equal(person_count(f->store, &sums), 0);
        assert_int_equal(sums.lost, 0);
        kept += done;
        failed += !done;
    }
    assert_true(kept > 0 && failed > 0);
    sqlite3_vfs_unregister(&disk.vfs);
}

/* Whatever write fails, an erasure that is there has destroyed the key, and one that is not has left it. */
static void test_no_failing_write_leaves_the_key_of_one_who_is_erased(void **state)
{
    struct fixture *f = *state;
    struct faulty_disk disk;
    struct seal_key key;
    struct error error;
    int erased = 0, kept = 0;
    assert_int_equal(faulty_register(&disk, "faulty"), SQLITE_OK);
    for (int64_t writes = 0; writes < 30; writes++) {
        char person[16];
        int64_t fields;
        snprintf(person, sizeof person, "p%d", (int)writes);
        put(f, person, "name", "x");
        fail_after(f, &disk, writes);
        bool done = store_begin(f->store) == 0 && person_erase(f->store, person, 5, &fields) == 0 &&
                    store_commit(f->store) == 0;
        heal(f, &disk);
        bool is = person_erased(f->store, person) == 1;
        assert_true(is || !done);
        assert_field(f, person, "name", is ? "" : "x");
        close_all(f);
        struct vault *vault = vault_open(f->path, NULL, "testing", &fixture_secrets, &error);
        assert_int_equal(vault_key(vault, person, false, &key), !is);
        assert_int_equal(vault_erased(vault, person), is);
        vault_close(&vault);
        fixture_reopen(f);
        erased += is;
        kept += !is;
    }
    assert_true(erased > 0 && kept > 0);
    sqlite3_vfs_unregister(&disk.vfs);
}

static void test_a_removed_field_leaves_no_trace_in_the_closed_file(void **state)
{
    struct fixture *f = *state;
    put(f, "p1-of-this-test", "address", SECRET);
    put(f, "p1-of-this-test", "address", "");
    close_all(f);
    assert_false(file_contains(f->path, "p1-of-this-test"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_a_field_is_read_as_it_was_put),
        STORE_TEST(test_an_empty_value_removes_the_field),
        STORE_TEST(test_a_value_that_does_not_fit_is_a_failure_not_a_cut),
        STORE_TEST(test_no_file_holds_a_field_in_the_clear),
        STORE_TEST(test_a_sealed_field_opens_only_in_its_own_place),
        STORE_TEST(test_each_sealing_has_a_nonce_of_its_own),
        STORE_TEST(test_another_master_key_is_refused),
        STORE_TEST(test_a_key_is_durable_before_its_field),
        STORE_TEST(test_a_store_without_its_keys_serves_the_rest),
        STORE_TEST(test_fields_of_an_older_store_are_sealed_once),
        STORE_TEST(test_messages_set_aside_are_sealed),
        STORE_TEST(test_a_phone_is_found_by_its_digits_and_stands_nowhere),
        STORE_TEST(test_the_mark_of_a_phone_stands_with_the_keys_and_goes_with_the_person),
        cmocka_unit_test(test_a_mark_cannot_be_made_without_its_key),
        STORE_TEST(test_marks_of_an_older_version_leave_the_store_and_the_phones_are_found),
        STORE_TEST(test_a_store_that_was_restored_is_searched_by_what_stands_in_it),
        STORE_TEST(test_a_damaged_phone_keeps_nobody_from_starting_and_no_other_from_being_found),
        STORE_TEST(test_a_damaged_phone_is_given_anew),
        STORE_TEST(test_a_phone_that_was_undone_is_not_found),
        STORE_TEST(test_a_copy_of_the_keys_brings_back_what_was_lost_and_nobody_who_was_erased),
        STORE_TEST(test_a_name_is_searched_page_by_page),
        STORE_TEST(test_a_damaged_name_hides_no_other),
        STORE_TEST(test_erasing_takes_the_fields_of_a_person_everywhere_and_of_nobody_else),
        STORE_TEST(test_nothing_personal_is_kept_of_one_who_was_erased),
        STORE_TEST(test_an_erasure_that_is_undone_destroys_no_key),
        STORE_TEST(test_the_key_is_destroyed_with_the_commit),
        STORE_TEST(test_a_cut_between_commit_and_destruction_is_made_up_at_the_opening),
        STORE_TEST(test_an_older_copy_of_the_store_is_erased_again_before_it_serves),
        STORE_TEST(test_no_failing_write_leaves_a_field_without_its_key),
        STORE_TEST(test_no_failing_write_leaves_the_key_of_one_who_is_erased),
        STORE_TEST(test_a_removed_field_leaves_no_trace_in_the_closed_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
