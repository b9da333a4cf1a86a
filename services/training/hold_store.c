/* The SQL of holds. */
#include "hold_store.h"

#include <string.h>

#include "training.h"

enum { FIND, INSERT, UPDATE, COUNT };

static const char *const sql[COUNT] = {
    [FIND] = "SELECT id, kind, object, person, state, reason FROM hold WHERE id = ?1",
    [INSERT] = "INSERT INTO hold (id, kind, object, person, state, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    [UPDATE] = "UPDATE hold SET state = ?2, reason = ?3 WHERE id = ?1",
};

const struct statements hold_sql = {"hold", sql, COUNT};

int hold_find(struct store *store, const char *id, struct hold *hold)
{
    struct rows r;
    rows_open(&r, store, &hold_sql, FIND, ARGS(val_text(id)));
    int found = rows_next(&r);
    if (found == 1) {
        memset(hold, 0, sizeof *hold);
        ROWS_COPY(&r, 0, hold->id);
        hold->kind = hold_need_of(rows_text(&r, 1));
        ROWS_COPY(&r, 2, hold->object);
        ROWS_COPY(&r, 3, hold->person);
        hold->state = hold_state_of(rows_text(&r, 4));
        ROWS_COPY(&r, 5, hold->reason);
    }
    rows_close(&r);
    return found;
}

int hold_insert(struct store *store, const struct hold *hold)
{
    int done =
        store_do(store, &hold_sql, INSERT,
                 ARGS(val_text(hold->id), val_text(hold_need_name(hold->kind)), val_text(hold->object),
                      val_text(hold->person), val_text(hold_state_name((int)hold->state)), val_text(hold->reason)));
    return done < 0 ? -1 : 0;
}

int hold_save(struct store *store, const struct hold *hold)
{
    int done = store_do(store, &hold_sql, UPDATE,
                        ARGS(val_text(hold->id), val_text(hold_state_name((int)hold->state)), val_text(hold->reason)));
    return done < 0 ? -1 : 0;
}
