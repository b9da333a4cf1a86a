/* SQL of corrections. */
#include "correction_store.h"

#include "base/text.h"

enum statement { ADD, FIND, REMOVE, STATEMENTS };

static const char *const sql[STATEMENTS] = {
    [ADD] = ("INSERT INTO correction (visit, started_at, ended_at, reason, proposer, second, expires) "
             "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"),
    [FIND] = "SELECT started_at, ended_at, reason, proposer, second, expires FROM correction WHERE visit = ?1",
    [REMOVE] = "DELETE FROM correction WHERE visit = ?1",
};
const struct statements correction_sql = {"corrections", sql, STATEMENTS};

int correction_add(struct store *store, const struct correction *correction)
{
    return store_do(store, &correction_sql, ADD,
                    ARGS(val_text(correction->visit), val_int(correction->started_at), val_int(correction->ended_at),
                         val_text(correction->reason), val_text(correction->proposer), val_opt(correction->second),
                         val_int(correction->expires))) < 0
               ? -1
               : 0;
}

int correction_find(struct store *store, const char *visit, struct correction *correction)
{
    struct rows rows;
    *correction = (struct correction){0};
    rows_open(&rows, store, &correction_sql, FIND, ARGS(val_text(visit)));
    int found = rows_next(&rows);
    if (found == 1) {
        TEXT_PUT(correction->visit, visit);
        correction->started_at = rows_int(&rows, 0);
        correction->ended_at = rows_int(&rows, 1);
        ROWS_COPY(&rows, 2, correction->reason);
        ROWS_COPY(&rows, 3, correction->proposer);
        ROWS_COPY(&rows, 4, correction->second);
        correction->expires = rows_int(&rows, 5);
    }
    rows_close(&rows);
    return found;
}

int correction_remove(struct store *store, const char *visit)
{
    return store_do(store, &correction_sql, REMOVE, ARGS(val_text(visit))) < 0 ? -1 : 0;
}
