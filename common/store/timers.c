/* Durable timers. Their order is total, so that a run over the same rows fires them in the same order. */
#include "store/timers.h"

#include "base/text.h"

#include "inside.h"

enum { SET, SET_NEW, CLEAR, TAKE, AT, NEXT, AFTER, DUE, STATEMENTS };

static const char *const sql[STATEMENTS] = {
    [SET] = ("INSERT INTO timer (kind, subject, due) VALUES (?, ?, ?)"
             " ON CONFLICT (kind, subject) DO UPDATE SET due = excluded.due WHERE due <> excluded.due"),
    [SET_NEW] = "INSERT INTO timer (kind, subject, due) VALUES (?, ?, ?) ON CONFLICT (kind, subject) DO NOTHING",
    [CLEAR] = "DELETE FROM timer WHERE kind = ? AND subject = ?",
    [TAKE] = "DELETE FROM timer WHERE kind = ? AND subject = ? AND due = ?",
    [AT] = "SELECT kind, subject, due FROM timer WHERE kind = ? AND subject = ?",
    [NEXT] = "SELECT kind, subject, due FROM timer ORDER BY due, kind, subject",
    [AFTER] = ("SELECT kind, subject, due FROM timer WHERE (due, kind, subject) > (?, ?, ?) AND due <= ?"
               " ORDER BY due, kind, subject"),
    [DUE] = "SELECT count(*) FROM (SELECT 1 FROM timer WHERE due <= ? LIMIT ?)",
};
const struct statements timer_sql = {"timer", sql, STATEMENTS};

static int timer_write(struct store *store, int statement, const char *kind, const char *subject, int64_t due)
{
    struct timer fits;
    if (text_copy(fits.kind, sizeof fits.kind, kind) != 0 || text_copy(fits.subject, sizeof fits.subject, subject) != 0)
        return store_fail(store, "timer %s %s: the name is too long", kind, subject);
    return store_do(store, &timer_sql, statement, ARGS(val_text(kind), val_text(subject), val_int(due))) < 0 ? -1 : 0;
}

int timer_set(struct store *store, const char *kind, const char *subject, int64_t due)
{
    return timer_write(store, SET, kind, subject, due);
}

int timer_set_new(struct store *store, const char *kind, const char *subject, int64_t due)
{
    return timer_write(store, SET_NEW, kind, subject, due);
}

int timer_clear(struct store *store, const char *kind, const char *subject)
{
    return store_do(store, &timer_sql, CLEAR, ARGS(val_text(kind), val_text(subject))) < 0 ? -1 : 0;
}

int timer_take(struct store *store, const struct timer *timer)
{
    return store_do(store, &timer_sql, TAKE,
                    ARGS(val_text(timer->kind), val_text(timer->subject), val_int(timer->due)));
}

/* A name that does not fit is damage, which an invariant tells of (service/invariants.c): such a row is passed over. */
static int timer_read(struct rows *rows, struct timer *timer)
{
    int found, unfit = 1;
    while (unfit && (found = rows_next(rows)) == 1) {
        timer->due = rows_int(rows, 2);
        unfit = text_copy(timer->kind, sizeof timer->kind, rows_text(rows, 0)) != 0 ||
                text_copy(timer->subject, sizeof timer->subject, rows_text(rows, 1)) != 0;
    }
    rows_close(rows);
    return found;
}

int timer_at(struct store *store, const char *kind, const char *subject, struct timer *timer)
{
    struct rows rows;
    rows_open(&rows, store, &timer_sql, AT, ARGS(val_text(kind), val_text(subject)));
    return timer_read(&rows, timer);
}

int timer_next(struct store *store, struct timer *timer)
{
    struct rows rows;
    rows_open(&rows, store, &timer_sql, NEXT, NO_ARGS);
    return timer_read(&rows, timer);
}

int timer_after(struct store *store, int64_t until, struct timer *after)
{
    struct rows rows;
    rows_open(&rows, store, &timer_sql, AFTER,
              ARGS(val_int(after->due), val_text(after->kind), val_text(after->subject), val_int(until)));
    return timer_read(&rows, after);
}

int timer_count_due(struct store *store, int64_t now, int64_t *count)
{
    return store_int(store, &timer_sql, DUE, ARGS(val_int(now), val_int(TIMERS_COUNTED)), count) == 1 ? 0 : -1;
}
