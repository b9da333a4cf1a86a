/* SQL of feeds and cursors. Keeps I23: a cursor that stands behind its peak has a logged rewind. */
#include "store.h"

enum {
    FEED_LAST,
    FEED_COUNT_UP,
    FEED_FURTHEST,
    FEED_UNREAD,
    FEED_UNACKED,
    FEED_FIRST_OPEN,
    FEED_LIST,
    FEED_DEVICES,
    CURSOR_FIND,
    CURSOR_SAVE,
    REWIND_SAVE,
    STATEMENTS
};

static const char *const sql[STATEMENTS] = {
    [FEED_LAST] = "SELECT last FROM feed WHERE reader = ?1",
    [FEED_COUNT_UP] = "INSERT INTO feed (reader, last) VALUES (?1, 1) "
                      "ON CONFLICT (reader) DO UPDATE SET last = last + 1",
    [FEED_FURTHEST] = "SELECT max(number) FROM feed_cursor WHERE reader = ?1",
    [FEED_UNREAD] = "SELECT count(*) FROM notice WHERE reader = ?1 AND number > ?2 AND held = 0",
    [FEED_UNACKED] = "SELECT count(*) FROM notice WHERE reader = ?1 AND state = 'open'",
    [FEED_FIRST_OPEN] = "SELECT number FROM notice WHERE reader = ?1 AND state = 'open' ORDER BY number LIMIT 1",
    [FEED_LIST] = "SELECT reader FROM feed ORDER BY reader",
    [FEED_DEVICES] = "SELECT count(*) FROM feed_cursor WHERE reader = ?1",
    [CURSOR_FIND] = "SELECT number FROM feed_cursor WHERE reader = ?1 AND device = ?2",
    [CURSOR_SAVE] = "INSERT INTO feed_cursor (reader, device, number, peak) VALUES (?1, ?2, ?3, ?3) "
                    "ON CONFLICT (reader, device) DO UPDATE SET number = ?3, peak = max(peak, ?3)",
    [REWIND_SAVE] = "INSERT INTO feed_rewind (rewind, reader, device, from_number, to_number, reason, actor, at) "
                    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
};

const struct statements feed_sql = {.name = "feed", .sql = sql, .count = STATEMENTS};

/* A number that reads as 0 where there is no row. */
static int number_or_zero(struct store *store, int statement, const struct value *args, int count, int64_t *number)
{
    *number = 0;
    return store_int(store, &feed_sql, statement, args, count, number) < 0 ? -1 : 0;
}

int feed_last(struct store *store, const char *reader, int64_t *last)
{
    return number_or_zero(store, FEED_LAST, ARGS(val_text(reader)), last);
}

int feed_count_up(struct store *store, const char *reader)
{
    return store_do(store, &feed_sql, FEED_COUNT_UP, ARGS(val_text(reader))) == 1 ? 0 : -1;
}

int feed_first_open(struct store *store, const char *reader, int64_t *number)
{
    return store_int(store, &feed_sql, FEED_FIRST_OPEN, ARGS(val_text(reader)), number);
}

void feed_list(struct rows *rows, struct store *store)
{
    rows_open(rows, store, &feed_sql, FEED_LIST, NO_ARGS);
}

int feed_devices(struct store *store, const char *reader, int64_t *count)
{
    return number_or_zero(store, FEED_DEVICES, ARGS(val_text(reader)), count);
}

int feed_cursor_find(struct store *store, const char *reader, const char *device, int64_t *number)
{
    *number = 0;
    return store_int(store, &feed_sql, CURSOR_FIND, ARGS(val_text(reader), val_text(device)), number);
}

int feed_cursor_save(struct store *store, const char *reader, const char *device, int64_t number)
{
    int rows = store_do(store, &feed_sql, CURSOR_SAVE, ARGS(val_text(reader), val_text(device), val_int(number)));
    return rows == 1 ? 0 : -1;
}

int feed_rewind_save(struct store *store, const char *id, const struct feed_rewind *wish, int64_t from,
                     const char *actor, int64_t at)
{
    int rows = store_do(store, &feed_sql, REWIND_SAVE,
                        ARGS(val_text(id), val_text(wish->reader), val_text(wish->device), val_int(from),
                             val_int(wish->number), val_text(wish->reason), val_text(actor), val_int(at)));
    return rows == 1 ? 0 : -1;
}

int feed_read(struct store *store, const char *reader, const char *device, struct feed_state *state)
{
    *state = (struct feed_state){0};
    if (feed_last(store, reader, &state->last) < 0 ||
        number_or_zero(store, FEED_FURTHEST, ARGS(val_text(reader)), &state->furthest) < 0)
        return -1;
    state->cursor = state->furthest;
    if (device[0] && feed_cursor_find(store, reader, device, &state->cursor) < 0)
        return -1;
    if (number_or_zero(store, FEED_UNREAD, ARGS(val_text(reader), val_int(state->cursor)), &state->unread) < 0)
        return -1;
    return number_or_zero(store, FEED_UNACKED, ARGS(val_text(reader)), &state->unacked);
}
