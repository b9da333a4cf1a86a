/* Messages set aside: those of one key stay in order, and none of a key goes before an earlier one. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "store/ledger.h"

#include "park.h"
#include "sealing.h"

#define FIRST_RETRY_MS 1000

#define NAME_ROOM 200

enum {
    SAVE,
    HOLDS,
    HOLDS_AT,
    COUNT,
    NEXT,
    RETRY,
    AWAIT,
    WAKE,
    STOP,
    EARLIER,
    DROP,
    OLD,
    OLD_SEAL,
    OLD_BURIED,
    OLD_BURIED_SEAL,
    STATEMENTS
};

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
    [HOLDS_AT] = ("SELECT sequence = ?3 FROM parked WHERE key = ?1 AND source = ?2 AND sequence <= ?3"
                  " ORDER BY sequence DESC LIMIT 1"),
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
    [EARLIER] = "UPDATE parked SET due = due - ? WHERE due < 9223372036854775807",
    [DROP] = "DELETE FROM parked WHERE number = ?",
    [OLD] = ("SELECT number, source, stream, sequence, header, data, NULL, NULL FROM parked WHERE number > ?"
             " ORDER BY number LIMIT 1"),
    [OLD_SEAL] = "UPDATE parked SET header = ?2, data = ?3 WHERE number = ?1 AND ?4 IS NULL",
    [OLD_BURIED] = ("SELECT number, source, stream, sequence, header, data, mended_id, mended FROM buried"
                    " WHERE number > ? ORDER BY number LIMIT 1"),
    [OLD_BURIED_SEAL] = "UPDATE buried SET header = ?2, data = ?3, mended = ?4 WHERE number = ?1",
};
const struct statements park_sql = {"parked", sql, STATEMENTS};

/* What the bytes of a message are sealed about. */
static void name_of(char name[NAME_ROOM], const char *source, const char *stream, int64_t sequence)
{
    text_format(name, NAME_ROOM, "%s/%s/%lld", source, stream, (long long)sequence);
}

int aside_close(struct store *store, const char *object, const char *field, const void *data, size_t size,
                uint8_t box[ASIDE_BOX])
{
    const struct seal_about about = {object, field, VAULT_ASIDE};
    if (size > ASIDE_BOX - SEAL_OVER)
        return store_fail(store, "%s of %s is longer than can be sealed", field, object);
    return sealing_close(store, &about, data, size, box);
}

int park_save(struct store *store, const char *source, const char *stream, int64_t number, const char *key,
              const char *type, const void *header, size_t header_size, const void *data, size_t size,
              const char *cause, const char *reason, int64_t at)
{
    char name[NAME_ROOM];
    uint8_t header_box[ASIDE_BOX], data_box[ASIDE_BOX];
    name_of(name, source, stream, number);
    if (aside_close(store, name, "header", header, header_size, header_box) != 0 ||
        aside_close(store, name, "data", data, size, data_box) != 0)
        return -1;
    int changed = store_do(store, &park_sql, SAVE,
                           ARGS(val_text(source), val_text(stream), val_int(number), val_text(key), val_text(type),
                                val_blob(header_box, header_size + SEAL_OVER), val_blob(data_box, size + SEAL_OVER),
                                val_text(cause), val_text(reason), val_int(at), val_int(FIRST_RETRY_MS)));
    return changed < 0 ? -1 : 0;
}

int park_holds(struct store *store, const char *key)
{
    int64_t one;
    return *key ? store_int(store, &park_sql, HOLDS, ARGS(val_text(key)), &one) : 0;
}

int park_holds_at(struct store *store, const char *key, const char *source, int64_t number, bool *itself)
{
    int64_t same = 0;
    int found =
        *key ? store_int(store, &park_sql, HOLDS_AT, ARGS(val_text(key), val_text(source), val_int(number)), &same) : 0;
    *itself = found == 1 && same != 0;
    return found;
}

int park_count(struct store *store, int64_t *count)
{
    return store_int(store, &park_sql, COUNT, NO_ARGS, count) == 1 ? 0 : -1;
}

/* 1, 0 the key is gone, -1. */
static int open_bytes(const struct rows *rows, int column, const char *name, const char *field, void *to, size_t room,
                      size_t *size)
{
    const struct seal_about about = {name, field, VAULT_ASIDE};
    size_t box_size;
    const void *box = rows_blob(rows, column, &box_size);
    *size = 0;
    return sealing_open(rows->store, &about, box, box_size, to, room, size);
}

/* A message whose key is gone has no bytes any more: it can be looked at and dropped, and nothing else. */
static int load_bytes(const struct rows *rows, struct parked *parked)
{
    char name[NAME_ROOM];
    name_of(name, parked->source, parked->stream, parked->sequence);
    int header = open_bytes(rows, 13, name, "header", parked->header, sizeof parked->header, &parked->header_size);
    int data = open_bytes(rows, 14, name, "data", parked->data, sizeof parked->data, &parked->data_size);
    if (header == 0 || data == 0)
        TEXT_PUT(parked->reason, "its bytes cannot be opened: the key file is another one than when it was set aside");
    return header < 0 || data < 0 ? -1 : 0;
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
    if (load_texts(rows, parked) != 0 || load_bytes(rows, parked) != 0)
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

int park_earlier(struct store *store, int64_t by)
{
    return store_do(store, &park_sql, EARLIER, ARGS(val_int(by)));
}

int park_drop(struct store *store, int64_t number)
{
    return store_do(store, &park_sql, DROP, ARGS(val_int(number)));
}

/* ---- stores of an older version ---- */

/* A message as it stood in the clear. */
struct old {
    int64_t number;
    char name[NAME_ROOM], mended_id[ID_SIZE];
    size_t size[3]; /* of header, data, and what it was mended to */
    uint8_t bytes[3][65536];
};

static int old_load(const struct rows *rows, struct old *old)
{
    old->number = rows_int(rows, 0);
    name_of(old->name, rows_text(rows, 1), rows_text(rows, 2), rows_int(rows, 3));
    text_copy(old->mended_id, sizeof old->mended_id, rows_text(rows, 6));
    static const int columns[3] = {4, 5, 7};
    for (int i = 0; i < 3; i++) {
        const void *data = rows_blob(rows, columns[i], &old->size[i]);
        if (old->size[i] > sizeof old->bytes[i])
            return store_fail(rows->store, "a message set aside is longer than can be sealed");
        memcpy(old->bytes[i], data, old->size[i]);
    }
    return 0;
}

static int old_seal(struct store *store, const struct old *old, int update)
{
    uint8_t header[ASIDE_BOX], data[ASIDE_BOX], mended[ASIDE_BOX];
    const bool mends = old->mended_id[0] != '\0';
    if (aside_close(store, old->name, "header", old->bytes[0], old->size[0], header) != 0 ||
        aside_close(store, old->name, "data", old->bytes[1], old->size[1], data) != 0 ||
        (mends && aside_close(store, old->mended_id, "mended", old->bytes[2], old->size[2], mended) != 0))
        return -1;
    return store_do(store, &park_sql, update,
                    ARGS(val_int(old->number), val_blob(header, old->size[0] + SEAL_OVER),
                         val_blob(data, old->size[1] + SEAL_OVER),
                         mends ? val_blob(mended, old->size[2] + SEAL_OVER) : val_opt(""))) < 0
               ? -1
               : 0;
}

static int old_table(struct store *store, struct old *old, int next, int update)
{
    int found = 1;
    old->number = 0;
    while (found == 1) {
        struct rows rows;
        rows_open(&rows, store, &park_sql, next, ARGS(val_int(old->number)));
        found = rows_next(&rows);
        if (found == 1 && old_load(&rows, old) != 0)
            found = -1;
        rows_close(&rows);
        if (found == 1 && old_seal(store, old, update) != 0)
            found = -1;
    }
    return found;
}

int park_seal_old(struct store *store)
{
    struct old *old = calloc(1, sizeof *old);
    if (!old)
        return store_fail(store, "out of memory");
    int failed = old_table(store, old, OLD, OLD_SEAL);
    if (!failed)
        failed = old_table(store, old, OLD_BURIED, OLD_BURIED_SEAL);
    free(old);
    return failed;
}
