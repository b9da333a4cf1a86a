/* How far we have applied the streams we follow, and how far our followers say they are. */
#include "base/text.h"
#include "store/ledger.h"

#include "inside.h"

enum {
    FIND,
    SAVE,
    FOLLOWER_SAVE,
    FOLLOWER_COUNT,
    FOLLOWER_FORGET,
    FOLLOWER_ALL,
    FOLLOWER_OF,
    FOLLOWER_MISSED,
    STATEMENTS
};

#define FOLLOWERS                                                                                                      \
    "SELECT follower, stream, applied, max(first - 1 - applied, 0) FROM follower JOIN stream ON name = stream "

static const char *const sql[STATEMENTS] = {
    [FIND] = "SELECT epoch, number, hash FROM cursor WHERE source = ? AND stream = ?",
    [SAVE] = ("INSERT INTO cursor (source, stream, epoch, number, hash) VALUES (?, ?, ?, ?, ?)"
              " ON CONFLICT (source, stream) DO UPDATE"
              " SET epoch = excluded.epoch, number = excluded.number, hash = excluded.hash"),
    [FOLLOWER_SAVE] = ("INSERT INTO follower (follower, stream, applied, at) VALUES (?, ?, ?, ?)"
                       " ON CONFLICT (follower, stream) DO UPDATE SET applied = excluded.applied, at = excluded.at"),
    [FOLLOWER_COUNT] = "SELECT count(*) FROM follower WHERE stream = ?1 AND follower <> ?2",
    [FOLLOWER_FORGET] = "DELETE FROM follower WHERE stream = ?1 AND at < ?2",
    [FOLLOWER_ALL] = (FOLLOWERS "WHERE stream = ?1 OR applied < first - 1 OR ?2"
                                " ORDER BY stream <> ?1, applied >= first - 1, follower, stream"),
    [FOLLOWER_OF] = (FOLLOWERS "WHERE stream = ? ORDER BY applied, follower"),
    [FOLLOWER_MISSED] = "SELECT count(*) FROM follower JOIN stream ON name = stream WHERE applied < first - 1",
};
const struct statements cursor_sql = {"cursor", sql, STATEMENTS};

int cursor_find(struct store *store, const char *source, const char *stream, struct cursor *cursor)
{
    struct rows rows;
    *cursor = (struct cursor){0};
    if (text_copy(cursor->source, sizeof cursor->source, source) != 0 ||
        text_copy(cursor->stream, sizeof cursor->stream, stream) != 0)
        return store_fail(store, "cursor of %s %s: the name is too long", source, stream);
    rows_open(&rows, store, &cursor_sql, FIND, ARGS(val_text(source), val_text(stream)));
    int found = rows_next(&rows);
    if (found == 1) {
        cursor->number = rows_int(&rows, 1);
        if (text_copy(cursor->epoch, sizeof cursor->epoch, rows_text(&rows, 0)) != 0 ||
            rows_hash(&rows, 2, cursor->hash) != 0)
            found = store_fail(store, "cursor of %s %s is damaged", source, stream);
    }
    rows_close(&rows);
    return found;
}

int cursor_save(struct store *store, const struct cursor *cursor)
{
    int changed = store_do(store, &cursor_sql, SAVE,
                           ARGS(val_text(cursor->source), val_text(cursor->stream), val_text(cursor->epoch),
                                val_int(cursor->number), val_blob(cursor->hash, HASH_SIZE)));
    return changed < 0 ? -1 : 0;
}

int follower_save(struct store *store, const char *follower, const char *stream, int64_t applied, int64_t at)
{
    int changed = store_do(store, &cursor_sql, FOLLOWER_SAVE,
                           ARGS(val_text(follower), val_text(stream), val_int(applied), val_int(at)));
    return changed < 0 ? -1 : 0;
}

int follower_room(struct store *store, const char *follower, const char *stream, int64_t most, int64_t gone)
{
    int64_t others = 0;
    if (store_int(store, &cursor_sql, FOLLOWER_COUNT, ARGS(val_text(stream), val_text(follower)), &others) < 0)
        return -1;
    if (others < most)
        return 1;
    int forgotten = store_do(store, &cursor_sql, FOLLOWER_FORGET, ARGS(val_text(stream), val_int(gone)));
    return forgotten < 0 ? -1 : others - forgotten < most;
}

static int follower_walk(struct rows *rows, follower_each *each, void *self)
{
    int found;
    while ((found = rows_next(rows)) == 1)
        if (each(self, rows_text(rows, 0), rows_text(rows, 1), rows_int(rows, 2), rows_int(rows, 3)) != 0)
            break;
    rows_close(rows);
    return found < 0 ? -1 : 0;
}

int follower_list(struct store *store, const char *own, bool full, follower_each *each, void *self)
{
    struct rows rows;
    rows_open(&rows, store, &cursor_sql, FOLLOWER_ALL, ARGS(val_text(own), val_int(full)));
    return follower_walk(&rows, each, self);
}

int follower_of(struct store *store, const char *stream, follower_each *each, void *self)
{
    struct rows rows;
    rows_open(&rows, store, &cursor_sql, FOLLOWER_OF, ARGS(val_text(stream)));
    return follower_walk(&rows, each, self);
}

int follower_missed(struct store *store, int64_t *count)
{
    return store_int(store, &cursor_sql, FOLLOWER_MISSED, NO_ARGS, count) == 1 ? 0 : -1;
}
