/* Whose store a file is, and which steps of the two schemas (the ledger's, the service's) it has taken. Each step and
 * its version are one transaction: a kill in between leaves the step taken whole or not at all. */
#include <stdio.h>

#include "base/text.h"

#include "inside.h"

#define APPLICATION 0x416e7869 /* "Anxi" */

extern const struct migration ledger_migrations[]; /* made from schema/ by embed */

/* One part of the schema and where its version is kept. */
struct part {
    const char *name;
    const char *ask;
    const char *set; /* what stands before the number: a PRAGMA takes no parameters */
};

static const struct part ledger_part = {"ledger", "SELECT ledger FROM store_identity",
                                        "UPDATE store_identity SET ledger = "};
static const struct part service_part = {"service", "PRAGMA user_version", "PRAGMA user_version = "};

int store_identify(struct store *store, const char *service, bool *fresh)
{
    int64_t application = 0, tables = 0;
    char owner[64] = "";
    if (store_ask_int(store, "PRAGMA application_id", &application) < 0 ||
        store_ask_int(store, "SELECT count(*) FROM sqlite_schema", &tables) < 0)
        return -1;
    *fresh = application == 0 && tables == 0;
    if (*fresh)
        return 0;
    if (application != APPLICATION)
        return store_fail(store, "%s is not a store: it is a database of another program", store->path);
    if (store_ask_text(store, "SELECT service FROM store_identity", owner, sizeof owner) < 0)
        return -1;
    if (!text_same(owner, service))
        return store_fail(store, "store %s belongs to service %s, not to %s", store->path, owner, service);
    return 0;
}

static int write_owner(struct store *store, const char *service)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(store->db, "INSERT INTO store_identity VALUES (1, ?, 0)", -1, &statement, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_bind_text(statement, 1, service, -1, SQLITE_STATIC);
    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    sqlite3_finalize(statement);
    return code == SQLITE_DONE ? 0 : store_fail_sql(store, code, "founding a store");
}

/* Makes the identity of a new store, in one transaction. */
int store_found(struct store *store, const char *service)
{
    char stamp[64];
    TEXT_FORMAT(stamp, "PRAGMA application_id = %d", APPLICATION);
    if (store_run(store, "BEGIN IMMEDIATE") != 0)
        return -1;
    int failed = store_run(store, "CREATE TABLE store_identity (one INTEGER PRIMARY KEY CHECK (one = 1),"
                                  " service TEXT NOT NULL, ledger INTEGER NOT NULL) STRICT") ||
                 write_owner(store, service) || store_run(store, stamp) || store_run(store, "COMMIT");
    if (failed && !sqlite3_get_autocommit(store->db))
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    return failed ? -1 : 0;
}

static int take_step(struct store *store, const struct part *part, const struct migration *step)
{
    char version[64], what[128];
    snprintf(version, sizeof version, "%s%d", part->set, step->version);
    snprintf(what, sizeof what, "schema step %s", step->name);
    int code = sqlite3_exec(store->db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_exec(store->db, step->sql, NULL, NULL, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_exec(store->db, version, NULL, NULL, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_exec(store->db, "COMMIT", NULL, NULL, NULL);
    if (code == SQLITE_OK)
        return 0;
    store_fail_sql(store, code, what);
    if (!sqlite3_get_autocommit(store->db))
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    return -1;
}

static int migrate_part(struct store *store, const struct part *part, const struct migration *steps, int64_t *version)
{
    int newest = 0;
    if (store_ask_int(store, part->ask, version) < 0)
        return -1;
    for (; steps && steps->version; steps++) {
        if (steps->version != ++newest)
            return store_fail(store, "schema step %s is out of turn: steps are numbered 1, 2, 3 ...", steps->name);
        if (steps->version <= *version)
            continue;
        if (store->read_only)
            return store_fail(store, "store %s has an older %s schema (%d) and is open for reading only", store->path,
                              part->name, (int)*version);
        if (take_step(store, part, steps) != 0)
            return -1;
        *version = steps->version;
    }
    if (*version > newest)
        return store_fail(store, "store %s has a newer %s schema (%d) than this program knows (%d)", store->path,
                          part->name, (int)*version, newest);
    return 0;
}

int store_migrate(struct store *store, const struct migration *service)
{
    int64_t ledger = 0, version = 0;
    if ((!store->bare && migrate_part(store, &ledger_part, ledger_migrations, &ledger) != 0) ||
        migrate_part(store, &service_part, service, &version) != 0)
        return -1;
    store->schema = (int)version;
    return 0;
}
