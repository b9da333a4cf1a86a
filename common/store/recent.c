/* Runs of events: a row holds those that one commit applied of a stream. */
#include "store/recent.h"

#include <string.h>

#include "base/text.h"

#include "inside.h"

enum { RUN_ADD, RUN_AT, RUN_FROM, RUN_FIRST, RUN_TRIM, RUN_CUT, RUN_ALL, STATEMENTS };

#define OF_STREAM "source = ?1 AND stream = ?2"

static const char *const sql[STATEMENTS] = {
    [RUN_ADD] =
        "INSERT OR REPLACE INTO recent_run (source, stream, first, last, hash, events) VALUES (?, ?, ?, ?, ?, ?)",
    [RUN_AT] = ("SELECT first, last, events FROM recent_run WHERE " OF_STREAM " AND first <= ?3"
                " ORDER BY first DESC LIMIT 1"),
    [RUN_FROM] = "SELECT first, last, events FROM recent_run WHERE " OF_STREAM " AND last > ?3 ORDER BY first",
    [RUN_FIRST] = "SELECT coalesce(min(first), 0) FROM recent_run WHERE " OF_STREAM,
    [RUN_TRIM] = "DELETE FROM recent_run WHERE " OF_STREAM " AND last <= ?3",
    [RUN_CUT] = "DELETE FROM recent_run WHERE " OF_STREAM " AND last > ?3",
    [RUN_ALL] = "SELECT first, last, events, hash, source FROM recent_run ORDER BY source, stream, first",
};
const struct statements recent_sql = {"recent", sql, STATEMENTS};

#define STREAM_OF(cursor) val_text((cursor)->source), val_text((cursor)->stream)

/* ---- one event in a run's bytes ---- */

enum { AT_BODY = HASH_SIZE, AT_HANDLED = 2 * HASH_SIZE, AT_ID_SIZE, AT_TYPE_SIZE, AT_ID };
#define EVENT_MOST (AT_ID + 2 * ID_SIZE)

static size_t event_write(uint8_t *to, const struct recent *recent)
{
    const size_t id = strlen(recent->id), type = strlen(recent->type);
    memcpy(to, recent->hash, HASH_SIZE);
    memcpy(to + AT_BODY, recent->body, HASH_SIZE);
    to[AT_HANDLED] = recent->handled ? '1' : '0';
    to[AT_ID_SIZE] = (uint8_t)id;
    to[AT_TYPE_SIZE] = (uint8_t)type;
    memcpy(to + AT_ID, recent->id, id);
    memcpy(to + AT_ID + id, recent->type, type);
    return AT_ID + id + type;
}

/* How many bytes it takes; 0 when they are none. */
static size_t event_read(const uint8_t *from, size_t size, struct recent *recent)
{
    if (size < AT_ID || from[AT_ID_SIZE] >= ID_SIZE || from[AT_TYPE_SIZE] >= ID_SIZE)
        return 0;
    const size_t id = from[AT_ID_SIZE], type = from[AT_TYPE_SIZE];
    if (size < AT_ID + id + type)
        return 0;
    memset(recent, 0, sizeof *recent);
    memcpy(recent->hash, from, HASH_SIZE);
    memcpy(recent->body, from + AT_BODY, HASH_SIZE);
    recent->handled = from[AT_HANDLED] == '1';
    memcpy(recent->id, from + AT_ID, id);
    memcpy(recent->type, from + AT_ID + id, type);
    return AT_ID + id + type;
}

/* ---- writing ---- */

int recent_save(struct store *store, const struct cursor *cursor, struct recent_run *run)
{
    if (run->count == 0)
        return 0;
    int changed = store_do(store, &recent_sql, RUN_ADD,
                           ARGS(STREAM_OF(cursor), val_int(run->first), val_int(run->first + run->count - 1),
                                val_blob(run->hash, HASH_SIZE), val_blob(run->bytes, run->used)));
    run->count = 0;
    run->used = 0;
    return changed < 0 ? -1 : 0;
}

static void run_extend(struct recent_run *run, int64_t number, const struct recent *recent)
{
    if (run->count == 0)
        run->first = number;
    run->used += event_write(run->bytes + run->used, recent);
    memcpy(run->hash, recent->hash, HASH_SIZE);
    run->count++;
}

int recent_add(struct store *store, const struct cursor *cursor, struct recent_run *run, int64_t number,
               const struct recent *recent)
{
    if (run->used + EVENT_MOST > sizeof run->bytes && recent_save(store, cursor, run) != 0)
        return -1;
    run_extend(run, number, recent);
    return 0;
}

int recent_trim(struct store *store, const struct cursor *cursor, int64_t until)
{
    return store_do(store, &recent_sql, RUN_TRIM, ARGS(STREAM_OF(cursor), val_int(until))) < 0 ? -1 : 0;
}

/* ---- reading ---- */

static int fail_damaged(struct store *store, const struct cursor *cursor)
{
    return store_fail(store, "what is kept of %s %s is damaged", cursor->source, cursor->stream);
}

/* Hands those of the row's events that lie beyond `after` to `take`. */
static int row_each(const struct rows *rows, const struct cursor *cursor, int64_t after,
                    int (*take)(void *self, int64_t number, const struct recent *recent), void *self)
{
    size_t size, used;
    struct recent recent;
    const int64_t last = rows_int(rows, 1);
    const uint8_t *bytes = rows_blob(rows, 2, &size);
    int result = 0;
    for (int64_t number = rows_int(rows, 0); number <= last && result == 0; number++) {
        used = event_read(bytes, size, &recent);
        if (used == 0)
            return fail_damaged(rows->store, cursor);
        if (number > after)
            result = take(self, number, &recent);
        bytes += used;
        size -= used;
    }
    return result;
}

int recent_each(struct store *store, const struct cursor *cursor, int64_t after,
                int (*take)(void *self, int64_t number, const struct recent *recent), void *self)
{
    struct rows rows;
    int found, result = 0;
    rows_open(&rows, store, &recent_sql, RUN_FROM, ARGS(STREAM_OF(cursor), val_int(after)));
    while (result == 0 && (found = rows_next(&rows)) != 0)
        result = found < 0 ? -1 : row_each(&rows, cursor, after, take, self);
    rows_close(&rows);
    return result;
}

struct wanted {
    int64_t number;
    uint8_t *hash;
};

static int hash_take(void *self, int64_t number, const struct recent *recent)
{
    struct wanted *wanted = self;
    if (number != wanted->number)
        return 0;
    memcpy(wanted->hash, recent->hash, HASH_SIZE);
    return 1;
}

int recent_hash(struct store *store, const struct cursor *cursor, int64_t number, uint8_t hash[HASH_SIZE])
{
    struct rows rows;
    struct wanted wanted = {number, hash};
    rows_open(&rows, store, &recent_sql, RUN_AT, ARGS(STREAM_OF(cursor), val_int(number)));
    int found = rows_next(&rows);
    if (found == 1)
        found = row_each(&rows, cursor, number - 1, hash_take, &wanted);
    rows_close(&rows);
    return found;
}

int recent_first(struct store *store, const struct cursor *cursor, int64_t *number)
{
    return store_int(store, &recent_sql, RUN_FIRST, ARGS(STREAM_OF(cursor)), number) == 1 ? 0 : -1;
}

/* ---- checking ---- */

/* As many events as the row says, no byte more, and the hash of the last of them is the row's. */
static bool row_is_whole(const struct rows *rows)
{
    size_t size, hash_size, used = 1;
    struct recent recent = {0};
    const uint8_t *bytes = rows_blob(rows, 2, &size), *hash = rows_blob(rows, 3, &hash_size);
    for (int64_t number = rows_int(rows, 0); number <= rows_int(rows, 1) && used > 0; number++) {
        used = event_read(bytes, size, &recent);
        bytes += used;
        size -= used;
    }
    return used > 0 && size == 0 && hash_size == HASH_SIZE && memcmp(hash, recent.hash, HASH_SIZE) == 0;
}

int recent_verify(struct store *store, void (*complain)(void *self, const char *text), void *self)
{
    char text[ID_SIZE + 96];
    struct rows rows;
    int found;
    rows_open(&rows, store, &recent_sql, RUN_ALL, NO_ARGS);
    while ((found = rows_next(&rows)) == 1)
        if (!row_is_whole(&rows)) {
            TEXT_FORMAT(text, "what is kept of %.64s %lld to %lld cannot be read as it was applied",
                        rows_text(&rows, 4), (long long)rows_int(&rows, 0), (long long)rows_int(&rows, 1));
            complain(self, text);
        }
    rows_close(&rows);
    return found;
}

/* ---- cutting ---- */

struct kept {
    struct recent_run run;
    int64_t until;
};

static int kept_take(void *self, int64_t number, const struct recent *recent)
{
    struct kept *kept = self;
    if (number > kept->until || kept->run.used + EVENT_MOST > sizeof kept->run.bytes)
        return 1; /* the latter only of a damaged row: none is written so long */
    run_extend(&kept->run, number, recent);
    return 0;
}

/* The events up to `until` of the run that goes beyond it. */
static int run_shorten(struct store *store, const struct cursor *cursor, int64_t until, struct kept *kept)
{
    struct rows rows;
    int result = 0;
    *kept = (struct kept){.until = until};
    rows_open(&rows, store, &recent_sql, RUN_AT, ARGS(STREAM_OF(cursor), val_int(until)));
    int found = rows_next(&rows);
    if (found == 1 && rows_int(&rows, 1) > until)
        result = row_each(&rows, cursor, 0, kept_take, kept);
    rows_close(&rows);
    return found < 0 || result < 0 ? -1 : 0;
}

int recent_cut(struct store *store, const struct cursor *cursor, int64_t after)
{
    struct kept kept;
    if (run_shorten(store, cursor, after, &kept) != 0 ||
        store_do(store, &recent_sql, RUN_CUT, ARGS(STREAM_OF(cursor), val_int(after))) < 0)
        return -1;
    return recent_save(store, cursor, &kept.run);
}
