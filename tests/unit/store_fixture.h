/* A store in a temporary folder, for the tests of common/store. */
#ifndef ANXIN_TESTS_STORE_FIXTURE_H
#define ANXIN_TESTS_STORE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "store/ledger.h"
#include "store/store.h"

struct fixture {
    char folder[64];
    char path[96];
    struct store *store;
    struct ledger *ledger;
};

static const uint8_t fixture_seed[8] = {0xe0, 1, 2, 3, 4, 5, 6, 7};

/* A table of the service's own, for the tests that need one. */
static const struct migration fixture_migrations[] = {
    {1, "001_thing", "CREATE TABLE thing (id TEXT PRIMARY KEY, number INTEGER NOT NULL) STRICT, WITHOUT ROWID;"},
    {0, NULL, NULL},
};
enum { THING_PUT, THING_GET, THING_ALL, THING_RAISE, THING_COUNT };
static const char *const thing_statements[THING_COUNT] = {
    [THING_PUT] = ("INSERT INTO thing (id, number) VALUES (?, ?)"
                   " ON CONFLICT (id) DO UPDATE SET number = excluded.number"),
    [THING_GET] = "SELECT number FROM thing WHERE id = ?",
    [THING_ALL] = "SELECT id, number FROM thing ORDER BY id",
    [THING_RAISE] = "UPDATE thing SET number = number + 1",
};
static const struct statements thing_sql = {"thing", thing_statements, THING_COUNT};
static const struct statements *const fixture_tables[] = {&thing_sql, NULL};

static inline void fixture_random(void *self, void *to, size_t size)
{
    uint8_t *bytes = to;
    for (size_t i = 0; i < size; i++)
        bytes[i] = (uint8_t)(*(uint8_t *)self)++;
}

/* Nonces count on from test to test: none comes twice. */
static uint8_t fixture_nonce;
static const uint8_t fixture_master[32] = "a master key of thirty-two bytes";
static const struct secrets fixture_secrets = {fixture_master, fixture_random, &fixture_nonce};

static inline struct store_options fixture_options(const struct fixture *fixture)
{
    return (struct store_options){.path = fixture->path,
                                  .service = "testing",
                                  .migrations = fixture_migrations,
                                  .statements = fixture_tables,
                                  .secrets = &fixture_secrets};
}

static inline struct store *fixture_try(const struct store_options *options, struct error *error)
{
    memset(error, 0, sizeof *error);
    return store_open(options, error);
}

static inline void fixture_reopen(struct fixture *fixture)
{
    struct error error = {""};
    struct store_options options = fixture_options(fixture);
    ledger_close(&fixture->ledger);
    store_close(&fixture->store);
    fixture->store = store_open(&options, &error);
    assert_string_equal(error.text, "");
    assert_non_null(fixture->store);
    fixture->ledger = ledger_open(fixture->store, fixture_seed, &error);
    assert_string_equal(error.text, "");
    assert_non_null(fixture->ledger);
}

static inline int fixture_setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    assert_non_null(fixture);
    strcpy(fixture->folder, "/tmp/anxin-store-XXXXXX");
    assert_non_null(mkdtemp(fixture->folder));
    snprintf(fixture->path, sizeof fixture->path, "%s/store.db", fixture->folder);
    fixture_reopen(fixture);
    *state = fixture;
    return 0;
}

static inline int fixture_teardown(void **state)
{
    static const char *const files[] = {"store.db",          "store.db-wal", "store.db-journal",
                                        "copy.db",           "other.db",     "store.db.keys",
                                        "store.db.keys-wal", "copy.db.keys", "other.db.keys"};
    struct fixture *fixture = *state;
    char path[128];
    ledger_close(&fixture->ledger);
    store_close(&fixture->store);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        snprintf(path, sizeof path, "%s/%s", fixture->folder, files[i]);
        unlink(path);
    }
    assert_int_equal(rmdir(fixture->folder), 0); /* no test leaves another file behind */
    free(fixture);
    return 0;
}

#define STORE_TEST(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

#endif
