/* What of the events that were applied lately is an orphan. What is kept of them has no holes, so that the oldest one
 * tells how far back a fork can be listed. */
#include "store/orphans.h"

#include <string.h>

#include "base/text.h"

#include "inside.h"
#include "recent.h"

enum {
    BURY_BEYOND,
    REMOVE_BEYOND,
    ORPHAN_ADD,
    FORK_MET,
    FORK_LAST,
    ORPHAN_OF_ID,
    ORPHAN_AGAIN,
    ORPHAN_COUNT,
    ORPHAN_LIST,
    ORPHAN_SETTLE,
    STATEMENTS
};

#define BEYOND "source = ?1 AND stream = ?2 AND sequence > ?3"

static const char *const sql[STATEMENTS] = {
    [BURY_BEYOND] =
        ("INSERT INTO buried (action, at, actor, role, why, parked, source, stream, sequence, key, type, header,"
         " data, cause, reason, tries, parked_at, failed_first, failed_last)"
         " SELECT 'dropped', ?4, ?1, 'service', 'its source was restored: beyond the fork at ' || ?3, number, source,"
         " stream, sequence, key, type, header, data, cause, reason, iif(failed_first IS NULL, 0, tries), at,"
         " failed_first, failed_last FROM parked WHERE " BEYOND " ORDER BY number"),
    [REMOVE_BEYOND] = ("DELETE FROM parked WHERE " BEYOND),
    [ORPHAN_ADD] = ("INSERT INTO orphan (source, stream, epoch, sequence, id, type, body, noticed)"
                    " SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8 WHERE NOT EXISTS (SELECT 1 FROM parked"
                    " WHERE source = ?1 AND stream = ?2 AND sequence = ?4)"),
    [FORK_MET] = ("INSERT INTO fork_met (source, stream, epoch, next, fork, applied, orphans, dropped, unlisted, at)"
                  " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
    [FORK_LAST] = ("SELECT epoch, next, fork, applied, orphans, dropped, unlisted, at FROM fork_met WHERE source = ?"
                   " ORDER BY number DESC LIMIT 1"),
    [ORPHAN_OF_ID] = ("SELECT number, type, body FROM orphan WHERE source = ? AND stream = ? AND id = ?"
                      " AND state <> 'confirmed' ORDER BY number DESC LIMIT 1"),
    [ORPHAN_AGAIN] = "UPDATE orphan SET state = ?2, again_epoch = ?3, again = ?4, again_at = ?5 WHERE number = ?1",
    [ORPHAN_COUNT] = ("SELECT coalesce(sum(state <> 'settled'), 0), count(*) FROM orphan WHERE source = ?"
                      " AND state <> 'confirmed'"),
    [ORPHAN_LIST] = ("SELECT number, source, stream, epoch, sequence, id, type, noticed, state, again, again_epoch,"
                     " again_at, actor, why FROM orphan WHERE number > ?1 AND (?2 = '' OR state = ?2)"
                     " ORDER BY number LIMIT ?3"),
    [ORPHAN_SETTLE] = ("UPDATE orphan SET state = 'settled', actor = ?4, why = ?5 WHERE state IN ('open', 'differs')"
                       " AND ((?1 <> 0 AND number = ?1) OR (?1 = 0 AND source = ?2 AND number <= ?3))"),
};
const struct statements orphan_sql = {"orphan", sql, STATEMENTS};

#define STREAM_OF(cursor) val_text((cursor)->source), val_text((cursor)->stream)

/* ---- a fork ---- */

/* How many events beyond the fork are older than what is kept. */
static int fork_unlisted(struct store *store, const struct cursor *cursor, struct fork_met *met)
{
    int64_t first;
    if (recent_first(store, cursor, &first) != 0)
        return -1;
    if (first == 0)
        first = cursor->number + 1;
    met->unlisted = first > met->fork + 1 ? first - met->fork - 1 : 0;
    return 0;
}

struct beyond {
    struct store *store;
    const struct cursor *cursor;
    struct fork_met *met;
};

/* One that was passed over is nobody's orphan, and one that is set aside was not applied. */
static int orphan_add(void *self, int64_t number, const struct recent *recent)
{
    const struct beyond *beyond = self;
    if (!recent->handled)
        return 0;
    int added =
        store_do(beyond->store, &orphan_sql, ORPHAN_ADD,
                 ARGS(STREAM_OF(beyond->cursor), val_text(beyond->met->epoch), val_int(number), val_text(recent->id),
                      val_text(recent->type), val_blob(recent->body, HASH_SIZE), val_int(beyond->met->at)));
    if (added > 0)
        beyond->met->orphans += added;
    return added < 0 ? -1 : 0;
}

int fork_take(struct store *store, const struct cursor *cursor, struct fork_met *met)
{
    const struct value source = val_text(cursor->source), stream = val_text(cursor->stream), fork = val_int(met->fork);
    struct beyond beyond = {store, cursor, met};
    met->orphans = 0;
    if (fork_unlisted(store, cursor, met) != 0 || recent_each(store, cursor, met->fork, orphan_add, &beyond) != 0)
        return -1;
    met->dropped = store_do(store, &orphan_sql, BURY_BEYOND, ARGS(source, stream, fork, val_int(met->at)));
    if (met->dropped < 0 || store_do(store, &orphan_sql, REMOVE_BEYOND, ARGS(source, stream, fork)) < 0 ||
        recent_cut(store, cursor, met->fork) != 0)
        return -1;
    int added = store_do(store, &orphan_sql, FORK_MET,
                         ARGS(source, stream, val_text(met->epoch), val_text(met->next), fork, val_int(met->applied),
                              val_int(met->orphans), val_int(met->dropped), val_int(met->unlisted), val_int(met->at)));
    return added < 0 ? -1 : 0;
}

int fork_last(struct store *store, const char *source, struct fork_met *met)
{
    struct rows rows;
    *met = (struct fork_met){0};
    rows_open(&rows, store, &orphan_sql, FORK_LAST, ARGS(val_text(source)));
    int found = rows_next(&rows);
    if (found == 1) {
        ROWS_COPY(&rows, 0, met->epoch);
        ROWS_COPY(&rows, 1, met->next);
        met->fork = rows_int(&rows, 2);
        met->applied = rows_int(&rows, 3);
        met->orphans = rows_int(&rows, 4);
        met->dropped = rows_int(&rows, 5);
        met->unlisted = rows_int(&rows, 6);
        met->at = rows_int(&rows, 7);
    }
    rows_close(&rows);
    return found;
}

/* ---- orphans ---- */

/* The orphan of that id: *number, and whether it is the same. */
static enum orphan_match orphan_find(struct store *store, const struct cursor *cursor, const struct envelope *envelope,
                                     const uint8_t body[HASH_SIZE], int64_t *number)
{
    struct rows rows;
    uint8_t before[HASH_SIZE];
    enum orphan_match match = ORPHAN_NONE;
    rows_open(&rows, store, &orphan_sql, ORPHAN_OF_ID, ARGS(STREAM_OF(cursor), val_text(envelope->id)));
    int found = rows_next(&rows);
    if (found == 1) {
        *number = rows_int(&rows, 0);
        bool same = rows_hash(&rows, 2, before) == 0 && memcmp(before, body, HASH_SIZE) == 0;
        match = same && text_same(rows_text(&rows, 1), envelope->type) ? ORPHAN_SAME : ORPHAN_DIFFERS;
    }
    rows_close(&rows);
    return found < 0 ? ORPHAN_FAILED : match;
}

enum orphan_match orphan_match(struct store *store, const struct cursor *cursor, const struct envelope *envelope,
                               const uint8_t body[HASH_SIZE], int64_t at)
{
    int64_t number = 0;
    enum orphan_match match = orphan_find(store, cursor, envelope, body, &number);
    if (match != ORPHAN_SAME && match != ORPHAN_DIFFERS)
        return match;
    int changed = store_do(store, &orphan_sql, ORPHAN_AGAIN,
                           ARGS(val_int(number), val_text(match == ORPHAN_SAME ? "confirmed" : "differs"),
                                val_text(envelope->epoch), val_int(envelope->sequence), val_int(at)));
    return changed == 1 ? match : ORPHAN_FAILED;
}

int orphan_count(struct store *store, const char *source, int64_t *open, int64_t *unconfirmed)
{
    struct rows rows;
    *open = *unconfirmed = 0;
    rows_open(&rows, store, &orphan_sql, ORPHAN_COUNT, ARGS(val_text(source)));
    int found = rows_next(&rows);
    if (found == 1) {
        *open = rows_int(&rows, 0);
        *unconfirmed = rows_int(&rows, 1);
    }
    rows_close(&rows);
    return found == 1 ? 0 : -1;
}

static void orphan_load(const struct rows *rows, struct orphan_row *row)
{
    *row = (struct orphan_row){.number = rows_int(rows, 0),
                               .sequence = rows_int(rows, 4),
                               .noticed = rows_int(rows, 7),
                               .again = rows_int(rows, 9),
                               .again_at = rows_int(rows, 11)};
    ROWS_COPY(rows, 1, row->source);
    ROWS_COPY(rows, 2, row->stream);
    ROWS_COPY(rows, 3, row->epoch);
    ROWS_COPY(rows, 5, row->id);
    ROWS_COPY(rows, 6, row->type);
    ROWS_COPY(rows, 8, row->state);
    ROWS_COPY(rows, 10, row->again_epoch);
    ROWS_COPY(rows, 12, row->actor);
    ROWS_COPY(rows, 13, row->why);
}

int orphan_list(struct store *store, const char *state, int64_t after, struct orphan_row *rows_to, int most, bool *more)
{
    struct rows rows;
    int found, count = 0;
    rows_open(&rows, store, &orphan_sql, ORPHAN_LIST, ARGS(val_int(after), val_text(state), val_int(most + 1)));
    while ((found = rows_next(&rows)) == 1 && count < most)
        orphan_load(&rows, &rows_to[count++]);
    *more = found == 1;
    rows_close(&rows);
    return found < 0 ? -1 : count;
}

int orphan_settle(struct store *store, const struct orphan_choice *choice, const char *actor, const char *why)
{
    return store_do(store, &orphan_sql, ORPHAN_SETTLE,
                    ARGS(val_int(choice->number), val_text(choice->source), val_int(choice->until), val_text(actor),
                         val_text(why)));
}
