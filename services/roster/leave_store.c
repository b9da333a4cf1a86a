/* The SQL of leave. */
#include "leave_store.h"

#include <string.h>

#include "roster.h"

enum { FIND, INSERT, UPDATE, OVERLAPPING, COUNT };

#define COLUMNS "id, worker, start, until, sick, state, ended_at, revision"

static const char *const sql[COUNT] = {
    [FIND] = "SELECT " COLUMNS " FROM leave WHERE id = ?1",
    [INSERT] = "INSERT INTO leave (" COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    [UPDATE] = "UPDATE leave SET (" COLUMNS ") = (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) WHERE id = ?1",
    [OVERLAPPING] = "SELECT " COLUMNS " FROM leave WHERE worker = ?1 AND state IN ('GRANTED', 'STARTED') "
                    "AND start < ?3 AND until > ?2 ORDER BY start LIMIT 1",
};

const struct statements leave_sql = {"leave", sql, COUNT};

static int leave_read(struct rows *r, struct leave *leave)
{
    int found = rows_next(r);
    if (found == 1) {
        memset(leave, 0, sizeof *leave);
        ROWS_COPY(r, 0, leave->id);
        ROWS_COPY(r, 1, leave->worker);
        leave->start = rows_int(r, 2);
        leave->until = rows_int(r, 3);
        leave->sick = rows_int(r, 4) != 0;
        leave->state = leave_state_of(rows_text(r, 5));
        leave->ended_at = rows_int(r, 6);
        leave->revision = rows_int(r, 7);
    }
    rows_close(r);
    return found;
}

int leave_find(struct store *store, const char *id, struct leave *leave)
{
    struct rows r;
    rows_open(&r, store, &leave_sql, FIND, ARGS(val_text(id)));
    return leave_read(&r, leave);
}

static int leave_write(struct store *store, int statement, const struct leave *leave)
{
    return store_do(store, &leave_sql, statement,
                    ARGS(val_text(leave->id), val_text(leave->worker), val_int(leave->start), val_int(leave->until),
                         val_int(leave->sick), val_text(leave_state_name((int)leave->state)), val_int(leave->ended_at),
                         val_int(leave->revision))) < 0
               ? -1
               : 0;
}

int leave_insert(struct store *store, const struct leave *leave)
{
    return leave_write(store, INSERT, leave);
}

int leave_save(struct store *store, struct leave *leave)
{
    leave->revision++;
    return leave_write(store, UPDATE, leave);
}

int leave_overlapping(struct store *store, const char *worker, int64_t start, int64_t until, struct leave *leave)
{
    struct rows r;
    rows_open(&r, store, &leave_sql, OVERLAPPING, ARGS(val_text(worker), val_int(start), val_int(until)));
    return leave_read(&r, leave);
}

int leave_next(struct store *store, const char *worker, struct leave *leave)
{
    return leave_overlapping(store, worker, INT64_MIN, INT64_MAX, leave);
}
