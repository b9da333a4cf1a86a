/* SQL of the calendar. */
#include "calendar_store.h"

#include <string.h>

#include "base/text.h"

enum statement { ADD, CHANGE, FIND, SPAN, START, LIVE, PAST, STATEMENTS };

static const char *const sql[STATEMENTS] = {
    /* Not OR REPLACE: with foreign keys SQLite keeps a journal of each such statement, twice its price. */
    [ADD] = "INSERT INTO hold (hold, person, kind, state, start, end, object, handover, asker, travel, lat, "
            "lon) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, nullif(?10, 0), ?11, ?12) ON CONFLICT (hold) DO NOTHING",
    [CHANGE] = "UPDATE hold SET person = ?2, kind = ?3, state = ?4, start = ?5, end = ?6, object = ?7, handover = ?8, "
               "asker = ?9, travel = nullif(?10, 0), lat = ?11, lon = ?12 WHERE hold = ?1",
    [FIND] = "SELECT hold, person, kind, state, start, end, object, handover, asker FROM hold WHERE hold = ?1",
    [SPAN] = "SELECT hold, person, kind, state, start, end, object, handover FROM hold "
             "WHERE person = ?1 AND end > ?2 AND start < ?3 AND (start, hold) > (?4, ?5) AND state <> 'released' "
             "UNION ALL SELECT leave, worker, 'leave', 'firm', start, until, leave, 0 FROM worker_leave "
             "WHERE worker = ?1 AND until > ?2 AND start < ?3 AND (start, leave) > (?4, ?5) AND start < until "
             "ORDER BY 5, 1 LIMIT ?6",
    [START] =
        "SELECT start FROM hold WHERE hold = ?1 UNION ALL SELECT start FROM worker_leave WHERE leave = ?1 LIMIT 1",
    [LIVE] = "SELECT h.hold, h.person, h.kind, h.state, h.start, h.end, h.object, h.handover, h.lat, h.lon, "
             "v.household FROM hold h LEFT JOIN visit v ON v.visit = h.object "
             "WHERE h.state <> 'released' AND h.end > ?1 ORDER BY h.person, h.start, h.hold",
    [PAST] = "SELECT visit, worker, household, start, end FROM visit WHERE start > ?1 AND worker IS NOT NULL AND "
             "state IN ('ENDED', 'VERIFIED', 'DISPUTED', 'CLOSED') ORDER BY start, visit",
};
const struct statements calendar_sql = {"calendar", sql, STATEMENTS};

struct kind_words {
    const char *name, *label, *label_en;
};
static const struct kind_words kinds[HOLD_KINDS] = {
    [HOLD_NONE] = {"", "", ""},
    [HOLD_VISIT] = {"visit", "上门服务", "visit"},
    [HOLD_CLASS] = {"class", "培训课", "class"},
    [HOLD_EXAM] = {"exam", "考试", "exam"},
    [HOLD_HEARING] = {"hearing", "调解会", "hearing"},
    [HOLD_LEAVE] = {"leave", "请假", "leave"},
    [HOLD_TRAINER] = {"trainer", "授课", "teaching"},
};

const char *calendar_kind_name(enum hold_kind kind)
{
    return kinds[kind].name;
}

const char *calendar_kind_label(enum hold_kind kind)
{
    return kinds[kind].label;
}

const char *calendar_kind_label_en(enum hold_kind kind)
{
    return kinds[kind].label_en;
}

enum hold_kind calendar_kind_of(const char *name)
{
    for (int kind = 1; kind < HOLD_KINDS; kind++)
        if (strcmp(kinds[kind].name, name) == 0)
            return (enum hold_kind)kind;
    return HOLD_NONE;
}

static const char *state_name(const struct calendar_entry *entry)
{
    if (entry->released)
        return "released";
    return entry->hold.firm ? "firm" : "tentative";
}

static int entry_write(struct store *store, const struct calendar_entry *entry, enum statement which)
{
    const struct hold *hold = &entry->hold;
    return store_do(store, &calendar_sql, (int)which,
                    ARGS(val_text(hold->hold), val_text(entry->person), val_text(kinds[hold->kind].name),
                         val_text(state_name(entry)), val_int(hold->time.start), val_int(hold->time.end),
                         val_text(entry->object), val_int(entry->handover), val_text(entry->asker),
                         val_int(entry->travel), val_int(hold->place.lat), val_int(hold->place.lon)));
}

int calendar_save(struct store *store, const struct calendar_entry *entry)
{
    const int added = entry_write(store, entry, ADD);
    return added < 0 || (added == 0 && entry_write(store, entry, CHANGE) < 0) ? -1 : 0;
}

static void entry_read(const struct rows *rows, struct calendar_entry *entry)
{
    *entry = (struct calendar_entry){0};
    ROWS_COPY(rows, 0, entry->hold.hold);
    ROWS_COPY(rows, 1, entry->person);
    entry->hold.kind = calendar_kind_of(rows_text(rows, 2));
    entry->hold.firm = text_same(rows_text(rows, 3), "firm");
    entry->released = text_same(rows_text(rows, 3), "released");
    entry->hold.time = (struct interval){rows_int(rows, 4), rows_int(rows, 5)};
    ROWS_COPY(rows, 6, entry->object);
    entry->handover = rows_int(rows, 7);
}

int calendar_find(struct store *store, const char *hold, struct calendar_entry *entry)
{
    struct rows rows;
    rows_open(&rows, store, &calendar_sql, FIND, ARGS(val_text(hold)));
    int found = rows_next(&rows);
    if (found == 1) {
        entry_read(&rows, entry);
        ROWS_COPY(&rows, 8, entry->asker);
    }
    rows_close(&rows);
    return found;
}

int calendar_walk(struct store *store, const struct calendar_span *span, calendar_each *each, void *self)
{
    struct rows rows;
    struct calendar_entry entry;
    int found, stop = 0;
    rows_open(&rows, store, &calendar_sql, SPAN,
              ARGS(val_text(span->person), val_int(span->from), val_int(span->to), val_int(span->after_start),
                   val_text(span->after), val_int(span->limit)));
    while (!stop && (found = rows_next(&rows)) == 1) {
        entry_read(&rows, &entry);
        stop = each(self, &entry);
    }
    rows_close(&rows);
    return stop || found == 0 ? 0 : -1;
}

int calendar_start(struct store *store, const char *hold, int64_t *start)
{
    return store_int(store, &calendar_sql, START, ARGS(val_text(hold)), start);
}

static int load_live(struct store *store, int64_t since, struct pool *pool)
{
    struct rows rows;
    struct calendar_entry entry;
    int found, put = 0;
    rows_open(&rows, store, &calendar_sql, LIVE, ARGS(val_int(since)));
    while (!put && (found = rows_next(&rows)) == 1) {
        entry_read(&rows, &entry);
        entry.hold.place = (struct cell){(int32_t)rows_int(&rows, 8), (int32_t)rows_int(&rows, 9)};
        ROWS_COPY(&rows, 10, entry.hold.household);
        put = pool_put_hold(pool, entry.person, &entry.hold);
        pool_keep(pool);
    }
    rows_close(&rows);
    return put || found ? -1 : 0;
}

static int load_past(struct store *store, int64_t since, struct pool *pool)
{
    struct rows rows;
    int found, put = 0;
    rows_open(&rows, store, &calendar_sql, PAST, ARGS(val_int(since)));
    while (!put && (found = rows_next(&rows)) == 1) {
        struct past_visit past = {.time = {rows_int(&rows, 3), rows_int(&rows, 4)}};
        ROWS_COPY(&rows, 0, past.visit);
        ROWS_COPY(&rows, 2, past.household);
        put = pool_put_past(pool, rows_text(&rows, 1), &past);
        pool_keep(pool);
    }
    rows_close(&rows);
    return put || found ? -1 : 0;
}

int calendar_load(struct store *store, int64_t since, struct pool *pool)
{
    return load_live(store, since, pool) || load_past(store, since, pool) ? -1 : 0;
}
