/* The SQL of the public documents about complaints. */
#include "doc_store.h"

#include "base/text.h"

enum { LAST, SAVE, FIND, BEFORE_FIND, BEFORE_SAVE, STATEMENTS };

static const char *const sql[STATEMENTS] = {
    [LAST] = "SELECT coalesce(max(version), 0) FROM (SELECT version FROM complaint_doc WHERE station = ?1 UNION ALL "
             "SELECT version FROM complaint_doc_before WHERE station = ?1)",
    [SAVE] = "INSERT INTO complaint_doc (station, version, valid_from, title, text, text_en) "
             "VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    [FIND] = "SELECT version, valid_from, title, text, text_en FROM complaint_doc "
             "WHERE station = ?1 AND valid_from <= ?2 ORDER BY valid_from DESC, version DESC LIMIT 1",
    [BEFORE_FIND] = "SELECT version FROM complaint_doc_before WHERE station = ?1",
    [BEFORE_SAVE] = "INSERT INTO complaint_doc_before (station, version) VALUES (?1, ?2) "
                    "ON CONFLICT (station) DO UPDATE SET version = max(version, excluded.version)",
};
const struct statements complaint_doc_sql = {"complaint documents", sql, STATEMENTS};

int complaint_doc_last(struct store *store, const char *station, int64_t *version)
{
    return store_int(store, &complaint_doc_sql, LAST, ARGS(val_text(station)), version) == 1 ? 0 : -1;
}

int complaint_doc_save(struct store *store, const struct complaint_doc_publish *put, int64_t version)
{
    int rows = store_do(store, &complaint_doc_sql, SAVE,
                        ARGS(val_text(put->station), val_int(version), val_int(put->valid_from), val_text(put->title),
                             val_text(put->text), val_opt(put->text_en)));
    return rows == 1 ? 0 : -1;
}

int complaint_doc_find(struct store *store, const struct complaint_doc_current *asked,
                       struct complaint_doc_current_answer *found)
{
    struct rows rows;
    rows_open(&rows, store, &complaint_doc_sql, FIND, ARGS(val_text(asked->station), val_int(asked->at)));
    int result = rows_next(&rows);
    if (result == 1) {
        TEXT_PUT(found->station, asked->station);
        found->version = rows_int(&rows, 0);
        found->valid_from = rows_int(&rows, 1);
        ROWS_COPY(&rows, 2, found->title);
        ROWS_COPY(&rows, 3, found->text);
        ROWS_COPY(&rows, 4, found->text_en);
    }
    rows_close(&rows);
    return result;
}

int complaint_doc_before_find(struct store *store, const char *station, int64_t *version)
{
    return store_int(store, &complaint_doc_sql, BEFORE_FIND, ARGS(val_text(station)), version);
}

int complaint_doc_before_save(struct store *store, const char *station, int64_t version)
{
    return store_do(store, &complaint_doc_sql, BEFORE_SAVE, ARGS(val_text(station), val_int(version))) == 1 ? 0 : -1;
}
