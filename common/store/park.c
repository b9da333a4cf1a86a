/* Messages set aside: those of one key stay in order, and none of a key goes before an earlier one. */
#include <string.h>

#include "base/text.h"
#include "store/ledger.h"

#include "inside.h"

#define FIRST_RETRY_MS 1000

enum { SAVE, HOLDS, COUNT, AFTER, NEXT, RETRY, DROP, STATEMENTS };

#define COLUMNS "number, source, stream, sequence, key, type, reason, tries, at, due, header, data"

static const char *const sql[STATEMENTS] = {
    [SAVE] = ("INSERT INTO parked (source, stream, sequence, key, type, header, data, reason, at, due)"
              " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9 + ?10)"
              " ON CONFLICT (source, stream, sequence) DO UPDATE SET key = excluded.key, type = excluded.type,"
              " header = excluded.header, data = excluded.data, reason = excluded.reason, at = excluded.at,"
              " due = excluded.due"),
    [HOLDS] = "SELECT 1 FROM parked WHERE key = ? LIMIT 1",
    [COUNT] = "SELECT count(*) FROM parked",
    [AFTER] = ("SELECT " COLUMNS " FROM parked WHERE number > ? ORDER BY number LIMIT 1"),
    [NEXT] = ("SELECT " COLUMNS " FROM parked AS p WHERE due <= ? AND (key = '' OR NOT EXISTS"
              " (SELECT 1 FROM parked AS q WHERE q.key = p.key AND q.number < p.number))"
              " ORDER BY number LIMIT 1"),
    [RETRY] = "UPDATE parked SET tries = tries + 1, reason = ?2, due = ?3 WHERE number = ?1",
    [DROP] = "DELETE FROM parked WHERE number = ?",
};
const struct statements park_sql = {"parked", sql, STATEMENTS};

int park_save(struct store *store, const char *source, const char *stream, int64_t number, const char *key,
              const char *type, const void *header, size_t header_size, const void *data, size_t size,
              const char *reason, int64_t at)
{
    int changed = store_do(store, &park_sql, SAVE,
                           ARGS(val_text(source), val_text(stream), val_int(number), val_text(key), val_text(type),
                                val_blob(header, header_size), val_blob(data, size), val_text(reason), val_int(at),
                                val_int(FIRST_RETRY_MS)));
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

static int load(const struct rows *rows, struct parked *parked)
{
    parked->number = rows_int(rows, 0);
    parked->sequence = rows_int(rows, 3);
    parked->tries = rows_int(rows, 7);
    parked->at = rows_int(rows, 8);
    parked->due = rows_int(rows, 9);
    text_copy(parked->reason, sizeof parked->reason, rows_text(rows, 6));
    if (text_copy(parked->source, sizeof parked->source, rows_text(rows, 1)) != 0 ||
        text_copy(parked->stream, sizeof parked->stream, rows_text(rows, 2)) != 0 ||
        text_copy(parked->key, sizeof parked->key, rows_text(rows, 4)) != 0 ||
        text_copy(parked->type, sizeof parked->type, rows_text(rows, 5)) != 0)
        return -1;
    return copy_bytes(rows, 10, parked->header, sizeof parked->header, &parked->header_size) != 0 ||
                   copy_bytes(rows, 11, parked->data, sizeof parked->data, &parked->data_size) != 0
               ? -1
               : 0;
}

static int find(struct store *store, int statement, int64_t bound, struct parked *parked)
{
    struct rows rows;
    rows_open(&rows, store, &park_sql, statement, ARGS(val_int(bound)));
    int found = rows_next(&rows);
    if (found == 1 && load(&rows, parked) != 0)
        found = store_fail(store, "parked message %lld is damaged", (long long)parked->number);
    rows_close(&rows);
    return found;
}

int park_after(struct store *store, int64_t after, struct parked *parked)
{
    return find(store, AFTER, after, parked);
}

int park_next(struct store *store, int64_t now, struct parked *parked)
{
    return find(store, NEXT, now, parked);
}

int park_retry(struct store *store, int64_t number, const char *reason, int64_t due)
{
    return store_do(store, &park_sql, RETRY, ARGS(val_int(number), val_text(reason), val_int(due)));
}

int park_drop(struct store *store, int64_t number)
{
    return store_do(store, &park_sql, DROP, ARGS(val_int(number)));
}
