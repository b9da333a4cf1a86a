/* Facts about the store itself: a name, a value. */
#include "base/text.h"
#include "store/ledger.h"

#include "inside.h"

enum { FIND, SAVE, CLEAR, STATEMENTS };

static const char *const sql[STATEMENTS] = {
    [FIND] = "SELECT value FROM meta WHERE name = ?",
    [SAVE] = "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    [CLEAR] = "DELETE FROM meta WHERE name = ?",
};
const struct statements meta_sql = {"meta", sql, STATEMENTS};

int meta_find(struct store *store, const char *name, char *value, size_t size)
{
    struct rows rows;
    text_copy(value, size, "");
    rows_open(&rows, store, &meta_sql, FIND, ARGS(val_text(name)));
    int found = rows_next(&rows);
    if (found == 1 && text_copy(value, size, rows_text(&rows, 0)) != 0)
        found = store_fail(store, "meta %s is too long", name);
    rows_close(&rows);
    return found;
}

int meta_save(struct store *store, const char *name, const char *value)
{
    return store_do(store, &meta_sql, SAVE, ARGS(val_text(name), val_text(value))) < 0 ? -1 : 0;
}

int meta_clear(struct store *store, const char *name)
{
    return store_do(store, &meta_sql, CLEAR, ARGS(val_text(name))) < 0 ? -1 : 0;
}
