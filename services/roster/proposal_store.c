/* The SQL of proposed suspensions. */
#include "proposal_store.h"

#include <string.h>

#include "base/text.h"

#include "roster.h"

enum { FIND, INSERT, REMOVE, COUNT };

static const char *const sql[COUNT] = {
    [FIND] = "SELECT worker, reason, cert, by, at FROM proposal WHERE worker = ?1",
    [INSERT] = "INSERT INTO proposal (worker, reason, cert, by, at) VALUES (?1, ?2, ?3, ?4, ?5)",
    [REMOVE] = "DELETE FROM proposal WHERE worker = ?1",
};

const struct statements proposal_sql = {"proposal", sql, COUNT};

int proposal_find(struct store *store, const char *worker, struct proposal *proposal)
{
    struct rows r;
    rows_open(&r, store, &proposal_sql, FIND, ARGS(val_text(worker)));
    int found = rows_next(&r);
    if (found == 1) {
        memset(proposal, 0, sizeof *proposal);
        ROWS_COPY(&r, 0, proposal->worker);
        ROWS_COPY(&r, 1, proposal->reason);
        ROWS_COPY(&r, 2, proposal->cert);
        ROWS_COPY(&r, 3, proposal->by);
        proposal->at = rows_int(&r, 4);
    }
    rows_close(&r);
    return found;
}

int proposal_insert(struct store *store, const struct proposal *proposal)
{
    int done = store_do(store, &proposal_sql, INSERT,
                        ARGS(val_text(proposal->worker), val_text(proposal->reason), val_text(proposal->cert),
                             val_text(proposal->by), val_int(proposal->at)));
    return done < 0 ? -1 : 0;
}

int proposal_remove(struct store *store, const char *worker)
{
    return store_do(store, &proposal_sql, REMOVE, ARGS(val_text(worker))) < 0 ? -1 : 0;
}
