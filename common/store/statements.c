/* Prepares every statement when a store is opened, so that a slip in SQL stops the start and names its place. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "inside.h"

static const struct statements *const own_tables[] = {
    &transaction_sql, &stream_sql, &event_sql,   &cursor_sql, &answer_sql, &park_sql,
    &dead_sql,        &recent_sql, &orphan_sql,  &meta_sql,   &timer_sql,  &person_sql,
    &mark_sql,        &erased_sql, &erasure_sql, &audit_sql,  &anchor_sql,
};
#define OWN_TABLES ((int)(sizeof own_tables / sizeof *own_tables))

static int prepare_one(struct store *store, const struct statements *table, int index, sqlite3_stmt **statement)
{
    const char *sql = table->sql[index], *rest = NULL;
    if (!sql)
        return store_fail(store, "statement %d of table %s has no text", index, table->name);
    int code = sqlite3_prepare_v3(store->db, sql, -1, SQLITE_PREPARE_PERSISTENT, statement, &rest);
    if (code != SQLITE_OK) {
        store_fail(store, "statement %d of table %s: %s", index, table->name, sqlite3_errmsg(store->db));
        store->code = code;
        return -1;
    }
    while (*rest == ';' || isspace((unsigned char)*rest))
        rest++;
    if (!*statement || *rest)
        return store_fail(store, "statement %d of table %s is not one statement", index, table->name);
    return 0;
}

static int prepare_table(struct store *store, const struct statements *table, bool late)
{
    struct prepared *prepared = &store->tables[store->tables_count];
    prepared->at = calloc((size_t)table->count + 1, sizeof *prepared->at);
    if (!prepared->at)
        return store_fail(store, "table %s: out of memory", table->name);
    prepared->table = table;
    store->tables_count++;
    for (int i = 0; i < table->count && !late; i++)
        if (prepare_one(store, table, i, &prepared->at[i]) != 0)
            return -1;
    return 0;
}

/* What decides whether a statement can be prepared. 0, or -1: it cannot be read, and nothing is known. */
static int schema_read(struct store *store, uint8_t hash[32])
{
    crypto_generichash_state state;
    sqlite3_stmt *rows = NULL;
    int code =
        sqlite3_prepare_v2(store->db, "SELECT rootpage, name, sql FROM sqlite_schema ORDER BY rowid", -1, &rows, NULL);
    crypto_generichash_init(&state, NULL, 0, 32);
    while (code == SQLITE_OK && (code = sqlite3_step(rows)) == SQLITE_ROW) {
        for (int i = 0; i < 3; i++) {
            const int size = sqlite3_column_bytes(rows, i);
            crypto_generichash_update(&state, (const void *)&size, sizeof size);
            crypto_generichash_update(&state, sqlite3_column_blob(rows, i), (unsigned)size);
        }
        code = SQLITE_OK;
    }
    sqlite3_finalize(rows);
    crypto_generichash_final(&state, hash, 32);
    return code == SQLITE_DONE ? 0 : -1;
}

int store_prepare(struct store *store, const struct statements *const *tables, struct store_known *known)
{
    uint8_t schema[32];
    const bool read = known && schema_read(store, schema) == 0;
    const bool late = read && known->is && memcmp(schema, known->schema, sizeof schema) == 0;
    const int own = store->bare ? 1 : OWN_TABLES; /* the first one: transactions */
    int count = own, failed = 0;
    for (int i = 0; tables && tables[i]; i++)
        count++;
    store->tables = calloc((size_t)count, sizeof *store->tables);
    if (!store->tables)
        return store_fail(store, "out of memory");
    for (int i = 0; i < count && !failed; i++)
        failed = prepare_table(store, i < own ? own_tables[i] : tables[i - own], late);
    if (read && !failed) {
        memcpy(known->schema, schema, sizeof schema);
        known->is = true;
    }
    return failed;
}

void store_unprepare(struct store *store)
{
    for (int i = 0; i < store->tables_count; i++) {
        for (int k = 0; k < store->tables[i].table->count; k++)
            sqlite3_finalize(store->tables[i].at[k]);
        free(store->tables[i].at);
    }
    free(store->tables);
    store->tables = NULL;
    store->tables_count = 0;
}

static sqlite3_stmt **find_statement(struct store *store, const struct statements *table, int statement)
{
    if (statement < 0 || statement >= table->count)
        BUG("table %s has no statement %d", table->name, statement);
    for (int i = 0; i < store->tables_count; i++)
        if (store->tables[i].table == table)
            return &store->tables[i].at[statement];
    BUG("table %s is not among the statements of this store", table->name);
}

sqlite3_stmt *store_statement(struct store *store, const struct statements *table, int statement)
{
    sqlite3_stmt **place = find_statement(store, table, statement);
    if (!*place && !store->broken && prepare_one(store, table, statement, place) != 0)
        return NULL;
    sqlite3_stmt *found = *place;
    if (found && sqlite3_stmt_busy(found))
        BUG("statement %d of table %s is still open", statement, table->name);
    if (store->broken) {
        store_fail(store, "the store must be reopened after an I/O error");
        store->code = SQLITE_IOERR;
        return NULL;
    }
    /* SQLite ends a transaction by itself when it runs out of disk or memory: what comes after must not be kept. */
    if (table != &transaction_sql && sqlite3_get_autocommit(store->db) && !sqlite3_stmt_readonly(found)) {
        int code = store_is_full(store) ? store->code : SQLITE_OK;
        store_fail(store, "statement %d of table %s writes outside a transaction", statement, table->name);
        store->code = code;
        return NULL;
    }
    return found;
}
