/* Personal fields (X5): put, read, and gone without a trace. */
#include "store_fixture.h"

#include "store/person.h"

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

static void test_a_removed_field_leaves_no_trace_in_the_closed_file(void **state)
{
    struct fixture *f = *state;
    put(f, "p1", "address", SECRET);
    fixture_reopen(f);
    assert_true(file_contains(f->path, SECRET));
    put(f, "p1", "address", "");
    ledger_close(&f->ledger);
    store_close(&f->store);
    assert_false(file_contains(f->path, SECRET));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_a_field_is_read_as_it_was_put),
        STORE_TEST(test_an_empty_value_removes_the_field),
        STORE_TEST(test_a_value_that_does_not_fit_is_a_failure_not_a_cut),
        STORE_TEST(test_a_removed_field_leaves_no_trace_in_the_closed_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
