/* The SQL of duty statements and of hours before the first day. */
#include "prepare_store.h"

#include <string.h>

#include "base/text.h"
#include "store/page.h"

#include "roster.h"

enum { FIND, SAVE, OF_KIND, ACCEPT, ACCEPTED, PAGE, HOURS_FIND, HOURS_SAVE, HOURS_SUM, COUNT };

static const char *const sql[COUNT] = {
    [FIND] = "SELECT kind, version, title, published_at FROM duty WHERE kind = ?1",
    [SAVE] = "INSERT INTO duty (kind, version, title, published_at) VALUES (?1, ?2, ?3, ?4) "
             "ON CONFLICT (kind) DO UPDATE SET version = ?2, title = ?3, published_at = ?4",
    [OF_KIND] = "SELECT kind, version, title, published_at FROM duty WHERE kind IN (?1, 'all') "
                "ORDER BY kind = 'all' LIMIT 1",
    [ACCEPT] = "INSERT INTO duty_accepted (worker, kind, version, at, by) VALUES (?1, ?2, ?3, ?4, ?5)",
    [ACCEPTED] = "SELECT version FROM duty_accepted WHERE worker = ?1 AND kind = ?2 AND version = ?3",
    [PAGE] = "SELECT w.id, w.station, d.kind, d.version FROM worker w "
             "JOIN duty d ON d.kind = coalesce((SELECT kind FROM duty WHERE kind = w.kind), 'all') "
             "WHERE w.id > ?1 AND (?2 = '' OR w.station = ?2) AND in_reach(w.station, '') AND w.state NOT IN "
             "('RETIRED', 'DISMISSED') "
             "AND NOT EXISTS (SELECT 1 FROM duty_accepted a WHERE a.worker = w.id AND a.kind = d.kind "
             "  AND a.version = d.version) ORDER BY w.id LIMIT ?3",
    [HOURS_FIND] = "SELECT id, worker, hours, body, revision FROM prejob WHERE id = ?1",
    [HOURS_SAVE] = "INSERT INTO prejob (id, worker, hours, body, at, by, revision) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) "
                   "ON CONFLICT (id) DO UPDATE SET hours = ?3, body = ?4, at = ?5, by = ?6, revision = ?7",
    [HOURS_SUM] = "SELECT coalesce(sum(hours), 0) FROM prejob WHERE worker = ?1",
};

const struct statements prepare_sql = {"prepare", sql, COUNT};

/* ---- duty statements ---- */

static int duty_read(struct store *store, int statement, const char *kind, struct duty *duty)
{
    struct rows r;
    rows_open(&r, store, &prepare_sql, statement, ARGS(val_text(kind)));
    int found = rows_next(&r);
    if (found == 1) {
        memset(duty, 0, sizeof *duty);
        ROWS_COPY(&r, 0, duty->kind);
        duty->version = rows_int(&r, 1);
        ROWS_COPY(&r, 2, duty->title);
        duty->published_at = rows_int(&r, 3);
    }
    rows_close(&r);
    return found;
}

int duty_find(struct store *store, const char *kind, struct duty *duty)
{
    return duty_read(store, FIND, kind, duty);
}

int duty_of_kind(struct store *store, const char *kind, struct duty *duty)
{
    return duty_read(store, OF_KIND, kind, duty);
}

int duty_save(struct store *store, const struct duty *duty)
{
    int done = store_do(
        store, &prepare_sql, SAVE,
        ARGS(val_text(duty->kind), val_int(duty->version), val_text(duty->title), val_int(duty->published_at)));
    return done < 0 ? -1 : 0;
}

int duty_accept_save(struct store *store, const char *worker, const struct duty *duty, int64_t at, const char *by)
{
    int done =
        store_do(store, &prepare_sql, ACCEPT,
                 ARGS(val_text(worker), val_text(duty->kind), val_int(duty->version), val_int(at), val_text(by)));
    return done < 0 ? -1 : 0;
}

int duty_is_accepted(struct store *store, const char *worker, const struct duty *duty)
{
    int64_t version;
    return store_int(store, &prepare_sql, ACCEPTED,
                     ARGS(val_text(worker), val_text(duty->kind), val_int(duty->version)), &version);
}

int duty_page(struct store *store, const struct duty_not_accepted *asked, struct duty_not_accepted_answer *answer)
{
    struct rows r;
    int found;
    int64_t limit = page_rows(asked->limit);
    rows_open(&r, store, &prepare_sql, PAGE,
              ARGS(val_text(asked->after), val_text(asked->station), val_int(limit + 1)));
    while ((found = rows_next(&r)) == 1 && answer->rows.count < limit) {
        struct duty_row *row = &answer->rows.at[answer->rows.count++];
        ROWS_COPY(&r, 0, row->worker);
        ROWS_COPY(&r, 1, row->station);
        ROWS_COPY(&r, 2, row->kind);
        row->version = rows_int(&r, 3);
    }
    rows_close(&r);
    if (found == 1)
        TEXT_PUT(answer->next, answer->rows.at[limit - 1].worker);
    return found < 0 ? -1 : 0;
}

/* ---- hours ---- */

int prejob_find(struct store *store, const char *id, struct prejob *prejob)
{
    struct rows r;
    rows_open(&r, store, &prepare_sql, HOURS_FIND, ARGS(val_text(id)));
    int found = rows_next(&r);
    if (found == 1) {
        memset(prejob, 0, sizeof *prejob);
        ROWS_COPY(&r, 0, prejob->id);
        ROWS_COPY(&r, 1, prejob->worker);
        prejob->hours = rows_int(&r, 2);
        ROWS_COPY(&r, 3, prejob->body);
        prejob->revision = rows_int(&r, 4);
    }
    rows_close(&r);
    return found;
}

int prejob_save(struct store *store, const struct prejob *prejob, int64_t at, const char *by)
{
    int done = store_do(store, &prepare_sql, HOURS_SAVE,
                        ARGS(val_text(prejob->id), val_text(prejob->worker), val_int(prejob->hours),
                             val_text(prejob->body), val_int(at), val_text(by), val_int(prejob->revision)));
    return done < 0 ? -1 : 0;
}

int prejob_sum(struct store *store, const char *worker, int64_t *hours)
{
    return store_int(store, &prepare_sql, HOURS_SUM, ARGS(val_text(worker)), hours) == 1 ? 0 : -1;
}
