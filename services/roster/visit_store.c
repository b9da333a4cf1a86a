/* The SQL of visits and of each worker's tally. */
#include "visit_store.h"

#include <string.h>

#include "base/text.h"

#include "roster.h"

enum { FIND, SAVE, FORGET, TALLY, AHEAD, ADD, COUNT };

static const char *const sql[COUNT] = {
    [FIND] = "SELECT id, worker, start, state FROM visit WHERE id = ?1",
    [SAVE] = "INSERT INTO visit (id, worker, start, state) VALUES (?1, ?2, ?3, ?4) "
             "ON CONFLICT (id) DO UPDATE SET worker = ?2, start = ?3, state = ?4",
    [FORGET] = "DELETE FROM visit WHERE id = ?1",
    [TALLY] = "SELECT verified, marks FROM tally WHERE worker = ?1",
    [AHEAD] = "SELECT count(*) FROM visit WHERE worker = ?1 AND state = 'ahead'",
    [ADD] = "INSERT INTO tally (worker, verified, marks) VALUES (?1, max(?2, 0), max(?3, 0)) "
            "ON CONFLICT (worker) DO UPDATE SET verified = verified + ?2, marks = marks + ?3",
};

const struct statements visit_follow_sql = {"visit", sql, COUNT};

int roster_visit_find(struct store *store, const char *id, struct roster_visit *visit)
{
    struct rows r;
    rows_open(&r, store, &visit_follow_sql, FIND, ARGS(val_text(id)));
    int found = rows_next(&r);
    if (found == 1) {
        memset(visit, 0, sizeof *visit);
        ROWS_COPY(&r, 0, visit->id);
        ROWS_COPY(&r, 1, visit->worker);
        visit->start = rows_int(&r, 2);
        ROWS_COPY(&r, 3, visit->state);
    }
    rows_close(&r);
    return found;
}

int roster_visit_save(struct store *store, const struct roster_visit *visit)
{
    int done =
        store_do(store, &visit_follow_sql, SAVE,
                 ARGS(val_text(visit->id), val_text(visit->worker), val_int(visit->start), val_text(visit->state)));
    return done < 0 ? -1 : 0;
}

int roster_visit_forget(struct store *store, const char *id)
{
    return store_do(store, &visit_follow_sql, FORGET, ARGS(val_text(id))) < 0 ? -1 : 0;
}

int tally_read(struct store *store, const char *worker, struct tally *tally)
{
    struct rows r;
    *tally = (struct tally){0};
    rows_open(&r, store, &visit_follow_sql, TALLY, ARGS(val_text(worker)));
    int found = rows_next(&r);
    if (found == 1) {
        tally->verified = rows_int(&r, 0);
        tally->marks = rows_int(&r, 1);
    }
    rows_close(&r);
    if (found < 0 || store_int(store, &visit_follow_sql, AHEAD, ARGS(val_text(worker)), &tally->ahead) != 1)
        return -1;
    return 0;
}

int tally_raise(struct store *store, const char *worker, int64_t verified, int64_t marks)
{
    int done = store_do(store, &visit_follow_sql, ADD, ARGS(val_text(worker), val_int(verified), val_int(marks)));
    return done < 0 ? -1 : 0;
}
