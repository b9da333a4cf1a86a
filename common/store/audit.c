/* Questions that check a store or a copy of one. */
#include "base/text.h"

#include "inside.h"

int store_ask(struct store *store, const char *sql, void (*each)(void *self, const char *text), void *self)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL);
    if (code == SQLITE_OK && !sqlite3_stmt_readonly(statement)) {
        sqlite3_finalize(statement);
        return store_fail(store, "a question may only read: %.160s", sql);
    }
    while (code == SQLITE_OK && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        const char *text = (const char *)sqlite3_column_text(statement, 0);
        each(self, text ? text : "");
        code = SQLITE_OK;
    }
    if (code != SQLITE_DONE)
        store_fail_sql(store, code, "asking");
    sqlite3_finalize(statement);
    return code == SQLITE_DONE ? 0 : -1;
}

/* Passes on what is not the word "ok". */
struct listener {
    void (*complain)(void *self, const char *text);
    void *self;
};

static void hear(void *self, const char *text)
{
    const struct listener *listener = self;
    if (!text_same(text, "ok"))
        listener->complain(listener->self, text);
}

int store_integrity(struct store *store, void (*complain)(void *self, const char *text), void *self)
{
    struct listener listener = {complain, self};
    if (store_ask(store, "PRAGMA integrity_check", hear, &listener) != 0)
        return -1;
    return store_ask(
        store,
        "SELECT 'table ' || \"table\" || ' row ' || coalesce(rowid, '?') || ' refers to nothing in ' || parent"
        " FROM pragma_foreign_key_check ORDER BY 1",
        complain, self);
}
