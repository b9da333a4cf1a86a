/* SQL of plans of days. */
#include "dayplan_store.h"

#include "base/text.h"

enum statement { ADD, SAVE, FIND, NEXT_ASKED, WALK, VISIT_ADD, VISIT_END, VISITS, PIN, UNPIN, PINNED, STATEMENTS };

#define COLUMNS "dayplan, station, start, until, state, revision, asked_at, visits, given, moved, left_out, done, stale"
#define SPREADS "least_min, most_min, gini, was_least_min, was_most_min, was_gini"

static const char *const sql[STATEMENTS] = {
    [ADD] = "INSERT INTO dayplan (" COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, 0, 0, 0, 0, 0)",
    [SAVE] = "UPDATE dayplan SET state = ?2, revision = ?3, visits = ?4, given = ?5, moved = ?6, left_out = ?7, "
             "done = ?8, stale = ?9, least_min = ?10, most_min = ?11, gini = ?12, was_least_min = ?13, "
             "was_most_min = ?14, was_gini = ?15 WHERE dayplan = ?1",
    [FIND] = "SELECT " COLUMNS ", " SPREADS " FROM dayplan WHERE dayplan = ?1",
    [NEXT_ASKED] =
        "SELECT " COLUMNS ", " SPREADS " FROM dayplan WHERE state = 'ASKED' ORDER BY asked_at, dayplan LIMIT 1",
    [WALK] =
        "SELECT " COLUMNS ", " SPREADS " FROM dayplan WHERE (?1 = '' OR station = ?1) AND (?2 = '' OR state = ?2) AND "
        "(?3 = 0 OR asked_at < ?3 OR (asked_at = ?3 AND dayplan < ?4)) AND in_reach(station, '') "
        "ORDER BY asked_at DESC, dayplan DESC LIMIT ?5",
    [VISIT_ADD] = "INSERT INTO dayplan_visit (dayplan, number, visit, revision, start, from_worker, worker) "
                  "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    [VISIT_END] = "UPDATE dayplan_visit SET outcome = ?3 WHERE dayplan = ?1 AND number = ?2",
    [VISITS] = "SELECT number, visit, revision, start, from_worker, worker, outcome FROM dayplan_visit "
               "WHERE dayplan = ?1 AND number > ?2 ORDER BY number LIMIT ?3",
    [PIN] = "INSERT OR IGNORE INTO visit_pin (visit) VALUES (?1)",
    [UNPIN] = "DELETE FROM visit_pin WHERE visit = ?1",
    [PINNED] = "SELECT 1 FROM visit_pin WHERE visit = ?1",
};
const struct statements dayplan_sql = {"dayplans", sql, STATEMENTS};

static int done(int changed)
{
    return changed < 0 ? -1 : 0;
}

int dayplan_add(struct store *store, const struct dayplan *dayplan)
{
    return done(store_do(store, &dayplan_sql, ADD,
                         ARGS(val_text(dayplan->dayplan), val_text(dayplan->station), val_int(dayplan->window.start),
                              val_int(dayplan->window.end), val_text(dayplan_state_name((int)dayplan->state)),
                              val_int(dayplan->revision), val_int(dayplan->asked_at))));
}

int dayplan_save(struct store *store, const struct dayplan *dayplan)
{
    return done(store_do(
        store, &dayplan_sql, SAVE,
        ARGS(val_text(dayplan->dayplan), val_text(dayplan_state_name((int)dayplan->state)), val_int(dayplan->revision),
             val_int(dayplan->visits), val_int(dayplan->given), val_int(dayplan->moved), val_int(dayplan->left_out),
             val_int(dayplan->done), val_int(dayplan->stale), val_int(dayplan->spread.least_min),
             val_int(dayplan->spread.most_min), val_int(dayplan->spread.gini), val_int(dayplan->was.least_min),
             val_int(dayplan->was.most_min), val_int(dayplan->was.gini))));
}

static struct week_spread spread_read(const struct rows *rows, int from)
{
    return (struct week_spread){rows_int(rows, from), rows_int(rows, from + 1), (int)rows_int(rows, from + 2)};
}

static void dayplan_read(const struct rows *rows, struct dayplan *dayplan)
{
    *dayplan = (struct dayplan){.window = {rows_int(rows, 2), rows_int(rows, 3)},
                                .state = dayplan_state_of(rows_text(rows, 4)),
                                .revision = rows_int(rows, 5),
                                .asked_at = rows_int(rows, 6),
                                .visits = rows_int(rows, 7),
                                .given = rows_int(rows, 8),
                                .moved = rows_int(rows, 9),
                                .left_out = rows_int(rows, 10),
                                .done = rows_int(rows, 11),
                                .stale = rows_int(rows, 12),
                                .spread = spread_read(rows, 13),
                                .was = spread_read(rows, 16)};
    ROWS_COPY(rows, 0, dayplan->dayplan);
    ROWS_COPY(rows, 1, dayplan->station);
}

static int find(struct store *store, int statement, const struct value *args, int count, struct dayplan *dayplan)
{
    struct rows rows;
    rows_open(&rows, store, &dayplan_sql, statement, args, count);
    int found = rows_next(&rows);
    if (found == 1)
        dayplan_read(&rows, dayplan);
    rows_close(&rows);
    return found;
}

int dayplan_find(struct store *store, const char *id, struct dayplan *dayplan)
{
    return find(store, FIND, ARGS(val_text(id)), dayplan);
}

int dayplan_next_asked(struct store *store, struct dayplan *dayplan)
{
    return find(store, NEXT_ASKED, NO_ARGS, dayplan);
}

int dayplan_walk(struct store *store, const struct dayplan_filter *filter, dayplan_each *each, void *self)
{
    struct rows rows;
    struct dayplan dayplan;
    int found, stop = 0;
    rows_open(&rows, store, &dayplan_sql, WALK,
              ARGS(val_text(filter->station), val_text(filter->state), val_int(filter->before), val_text(filter->after),
                   val_int(filter->limit)));
    while (!stop && (found = rows_next(&rows)) == 1) {
        dayplan_read(&rows, &dayplan);
        stop = each(self, &dayplan);
    }
    rows_close(&rows);
    return !stop && found < 0 ? -1 : 0;
}

int dayplan_visit_add(struct store *store, const char *dayplan, const struct dayplan_visit *row)
{
    return done(store_do(store, &dayplan_sql, VISIT_ADD,
                         ARGS(val_text(dayplan), val_int(row->number), val_text(row->visit), val_int(row->revision),
                              val_int(row->start), val_opt(row->from_worker), val_opt(row->worker))));
}

int dayplan_visit_end(struct store *store, const char *dayplan, const struct dayplan_visit *row)
{
    return done(store_do(store, &dayplan_sql, VISIT_END,
                         ARGS(val_text(dayplan), val_int(row->number), val_text(row->outcome))));
}

int dayplan_visits(struct store *store, const char *dayplan, int64_t after, struct dayplan_visit *rows, int most)
{
    struct rows at;
    int found, count = 0;
    rows_open(&at, store, &dayplan_sql, VISITS, ARGS(val_text(dayplan), val_int(after), val_int(most)));
    while ((found = rows_next(&at)) == 1) {
        struct dayplan_visit *row = &rows[count++];
        *row =
            (struct dayplan_visit){.number = rows_int(&at, 0), .revision = rows_int(&at, 2), .start = rows_int(&at, 3)};
        ROWS_COPY(&at, 1, row->visit);
        ROWS_COPY(&at, 4, row->from_worker);
        ROWS_COPY(&at, 5, row->worker);
        ROWS_COPY(&at, 6, row->outcome);
    }
    rows_close(&at);
    return found < 0 ? -1 : count;
}

int pin_set(struct store *store, const char *visit, bool pinned)
{
    int changed = store_do(store, &dayplan_sql, pinned ? PIN : UNPIN, ARGS(val_text(visit)));
    return changed > 0 ? 1 : changed;
}

int pin_find(struct store *store, const char *visit)
{
    struct rows rows;
    rows_open(&rows, store, &dayplan_sql, PINNED, ARGS(val_text(visit)));
    int found = rows_next(&rows);
    rows_close(&rows);
    return found;
}
