/* Messages set aside: those of one key stay in order, and none of a key goes before an earlier one. */
#include <string.h>

#include "base/text.h"
#include "store/ledger.h"

#include "inside.h"
#include "park.h"

#define FIRST_RETRY_MS 1000

enum { SAVE, HOLDS, COUNT, NEXT, RETRY, AWAIT, WAKE, STOP, DROP, STATEMENTS };

static const char *const sql[STATEMENTS] = {
    [SAVE] = ("INSERT INTO parked (source, stream, sequence, key, type, header, data, cause, reason, at, due,"
              " failed_first, failed_last)"
              " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10 + ?11, iif(?8 = '" PARK_WAITING "', NULL, ?10),"
              " iif(?8 = '" PARK_WAITING "', NULL, ?10))"
              " ON CONFLICT (source, stream, sequence) DO UPDATE SET key = excluded.key, type = excluded.type,"
              " header = excluded.header, data = excluded.data, cause = excluded.cause, reason = excluded.reason,"
              " at = excluded.at, due = excluded.due, failed_first = excluded.failed_first,"
              " failed_last = excluded.failed_last, awaits = NULL"),
    [HOLDS] = "SELECT 1 FROM parked WHERE key = ? LIMIT 1",
    [COUNT] = "SELECT count(*) FROM parked",
    [NEXT] = ("SELECT " PARK_COLUMNS " FROM parked AS p WHERE due <= ? AND (key = '' OR NOT EXISTS"
              " (SELECT 1 FROM parked AS q WHERE q.key = p.key AND q.number < p.number))"
              " AND NOT EXISTS (SELECT 1 FROM meta WHERE name = '" PAUSED_NAME "' || p.source)"
              " ORDER BY number LIMIT 1"),
    [RETRY] = ("UPDATE parked SET tries = iif(failed_first IS NULL, 1, tries + 1), cause = ?2, reason = ?3,"
               " failed_first = coalesce(failed_first, ?4), failed_last = ?4, due = ?5 WHERE number = ?1"),
    [AWAIT] = "UPDATE parked SET awaits = ?4 WHERE source = ?1 AND stream = ?2 AND sequence = ?3",
    [WAKE] = "UPDATE parked SET due = ?2 WHERE awaits = ?1 AND due > ?2",
    [STOP] = "UPDATE parked SET due = 9223372036854775807 WHERE source = ?1 AND stream = ?2 AND sequence = ?3",
    [DROP] = "DELETE FROM parked WHERE number = ?",
};
const struct statements park_sql = {"parked", sql, STATEMENTS};

int park_save(struct store *store, const char *source, const char *stream, int64_t number, const char *key,
              const char *type, const void *header, size_t header_size, const void *data, size_t size,
              const char *cause, const char *reason, int64_t at)
{
    int changed = store_do(store, &park_sql, SAVE,
                           ARGS(val_text(source), val_text(stream), val_int(number), val_text(key), val_text(type),
                                val_blob(header, header_size), val_blob(data, size), val_text(cause), val_text(reason),
                                val_int(at), val_int(FIRST_RETRY_MS)));
    return changed < 0 ? -1 : 0;
}

int park_holds(struct store *store, const char *key)
{
    int64_t one;
    return *key ? store_int(store, &park_sql, HOLDS, ARGS(val_text(key)), &one) : 0;
}

int park_count(struct store *store, int64_t *count)
{
    return store_int(store, &park_sql, COUNT, NO_ARGS, count) == 1 ? 0 : -1;
}

static int copy_bytes(const struct rows *rows, int column, void *to, size_t room, size_t *size)
{
    const void *data = rows_blob(rows, column, size);
    if (*size > room)
        return -1;
    memcpy(to, data, *size);
    return 0;
}

static int load_texts(const struct rows *rows, struct parked *parked)
{
    return text_copy(parked->source, sizeof parked->source, rows_text(rows, 1)) |
           text_copy(parked->stream, sizeof parked->stream, rows_text(rows, 2)) |
           text_copy(parked->key, sizeof parked->key, rows_text(rows, 4)) |
           text_copy(parked->type, sizeof parked->type, rows_text(rows, 5)) |
           text_copy(parked->cause, sizeof parked->cause, rows_text(rows, 6));
}

int park_load(const struct rows *rows, struct parked *parked)
{
    parked->number = rows_int(rows, 0);
    parked->sequence = rows_int(rows, 3);
    parked->at = rows_int(rows, 9);
    parked->due = rows_int(rows, 10);
    parked->failed_first = rows_int(rows, 11);
    parked->failed_last = rows_int(rows, 12);
    parked->tries = rows_null(rows, 11) ? 0 : rows_int(rows, 8);
    text_copy(parked->reason, sizeof parked->reason, rows_text(rows, 7));
    if (load_texts(rows, parked) != 0 ||
        copy_bytes(rows, 13, parked->header, sizeof parked->header, &parked->header_size) != 0 ||
        copy_bytes(rows, 14, parked->data, sizeof parked->data, &parked->data_size) != 0)
        return store_fail(rows->store, "parked message %lld is damaged", (long long)parked->number);
    return 0;
}

int park_next(struct store *store, int64_t now, struct parked *parked)
{
    struct rows rows;
    rows_open(&rows, store, &park_sql, NEXT, ARGS(val_int(now)));
    int found = rows_next(&rows);
    if (found == 1 && park_load(&rows, parked) != 0)
        found = -1;
    rows_close(&rows);
    return found;
}

int park_retry(struct store *store, int64_t number, const char *cause, const char *reason, int64_t at, int64_t due)
{
    return store_do(store, &park_sql, RETRY,
                    ARGS(val_int(number), val_text(cause), val_text(reason), val_int(at), val_int(due)));
}

int park_await(struct store *store, const char *source, const char *stream, int64_t number, const char *object)
{
    return store_do(store, &park_sql, AWAIT,
                    ARGS(val_text(source), val_text(stream), val_int(number), val_opt(object)));
}

int park_stop(struct store *store, const char *source, const char *stream, int64_t number)
{
    return store_do(store, &park_sql, STOP, ARGS(val_text(source), val_text(stream), val_int(number)));
}

int park_wake(struct store *store, const char *object, int64_t now)
{
    return store_do(store, &park_sql, WAKE, ARGS(val_text(object), val_int(now)));
}

int park_drop(struct store *store, int64_t number)
{
    return store_do(store, &park_sql, DROP, ARGS(val_int(number)));
}
