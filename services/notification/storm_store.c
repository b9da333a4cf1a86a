/* SQL of windows and of what waits for a summary (N8). */
#include "store.h"

enum {
    STORM_WINDOW,
    STORM_TELL,
    STORM_TOLD,
    STORM_COUNT,
    STORM_FIRST,
    STORM_NEXT,
    STORM_LIST_IN,
    SUMMARY_LAST,
    SUMMARY_DUE,
    STATEMENTS
};

/* Bound to reader and lane: the held notices that no summary lists yet. */
#define WAITING "reader = ?1 AND lane = ?2 AND held = 1 AND summary IS NULL"

static const char *const sql[STATEMENTS] = {
    [STORM_WINDOW] =
        "SELECT iif(ends = ?3, told, iif(ends < ?3, 0, -1)) FROM storm_window WHERE reader = ?1 AND lane = ?2",
    [STORM_TELL] = "INSERT INTO storm_window (reader, lane, ends, told) VALUES (?1, ?2, ?3, 1) "
                   "ON CONFLICT (reader, lane) DO UPDATE SET told = iif(ends = excluded.ends, told + 1, 1), "
                   "ends = excluded.ends WHERE ends <= excluded.ends",
    [STORM_TOLD] = "SELECT count(*) FROM notice WHERE reader = ?1 AND lane = ?2 AND ends = ?3 AND held = 0 "
                   "AND lane <> 'none'",
    [STORM_COUNT] = "SELECT count(*) FROM notice WHERE " WAITING " AND ends <= ?3",
    [STORM_FIRST] = "SELECT notice FROM notice WHERE " WAITING " AND ends <= ?3 ORDER BY at, notice LIMIT 1",
    [STORM_NEXT] = "SELECT coalesce(min(ends), 0) FROM notice WHERE " WAITING,
    [STORM_LIST_IN] = "UPDATE notice SET summary = ?4, number = ?5 WHERE " WAITING " AND ends <= ?3",
    [SUMMARY_LAST] = "SELECT due FROM summary_last WHERE reader = ?1 AND lane = ?2",
    [SUMMARY_DUE] = "INSERT INTO summary_last (reader, lane, due) VALUES (?1, ?2, ?3) "
                    "ON CONFLICT (reader, lane) DO UPDATE SET due = excluded.due",
};

const struct statements storm_sql = {.name = "storm", .sql = sql, .count = STATEMENTS};

int storm_told(struct store *store, const struct notice *n, int64_t *told)
{
    *told = 0;
    int found = store_int(store, &storm_sql, STORM_WINDOW,
                          ARGS(val_text(n->reader), val_text(lane_name(n->lane)), val_int(n->ends)), told);
    if (found == 1 && *told < 0) /* it comes late: for a window before the newest */
        found = store_int(store, &storm_sql, STORM_TOLD,
                          ARGS(val_text(n->reader), val_text(lane_name(n->lane)), val_int(n->ends)), told);
    return found < 0 ? -1 : 0;
}

int storm_tell(struct store *store, const struct notice *n)
{
    return store_do(store, &storm_sql, STORM_TELL,
                    ARGS(val_text(n->reader), val_text(lane_name(n->lane)), val_int(n->ends))) < 0
               ? -1
               : 0;
}

static int first_find(struct store *store, const char *reader, enum lane lane, int64_t until, struct notice *first)
{
    struct rows rows;
    char id[65] = "";
    rows_open(&rows, store, &storm_sql, STORM_FIRST, ARGS(val_text(reader), val_text(lane_name(lane)), val_int(until)));
    int found = rows_next(&rows);
    if (found == 1)
        ROWS_COPY(&rows, 0, id);
    rows_close(&rows);
    return found == 1 ? notice_find(store, id, first) : found;
}

int storm_waiting(struct store *store, const char *reader, enum lane lane, int64_t until, struct notice *first,
                  int64_t *count)
{
    int found = store_int(store, &storm_sql, STORM_COUNT,
                          ARGS(val_text(reader), val_text(lane_name(lane)), val_int(until)), count);
    if (found != 1)
        return -1;
    return *count == 0 || first_find(store, reader, lane, until, first) == 1 ? 0 : -1;
}

int storm_next(struct store *store, const char *reader, enum lane lane, int64_t *ends)
{
    int found = store_int(store, &storm_sql, STORM_NEXT, ARGS(val_text(reader), val_text(lane_name(lane))), ends);
    return found == 1 ? 0 : -1;
}

int storm_list_in(struct store *store, const struct notice *summary, enum lane lane)
{
    int rows = store_do(store, &storm_sql, STORM_LIST_IN,
                        ARGS(val_text(summary->reader), val_text(lane_name(lane)), val_int(summary->at),
                             val_text(summary->notice), val_int(summary->number)));
    return rows == summary->listed ? 0 : -1;
}

int storm_last(struct store *store, const char *reader, enum lane lane, int64_t *due)
{
    *due = 0;
    return store_int(store, &storm_sql, SUMMARY_LAST, ARGS(val_text(reader), val_text(lane_name(lane))), due) < 0 ? -1
                                                                                                                  : 0;
}

int storm_summed_up(struct store *store, const char *reader, enum lane lane, int64_t due)
{
    return store_do(store, &storm_sql, SUMMARY_DUE, ARGS(val_text(reader), val_text(lane_name(lane)), val_int(due))) < 0
               ? -1
               : 0;
}
