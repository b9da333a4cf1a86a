/* Transactions, the savepoint inside them, and checkpoints. A transaction counts as done only after COMMIT has
 * returned, and a failed one is gone whole. */
#include "inside.h"
#include "sealing.h"

#define WAL_LIMIT_PAGES (64 * 1024 * 1024 / STORE_PAGE)
#define WAL_IDLE_PAGES 256 /* less than this is not worth two fsyncs */

enum { BEGIN, COMMIT, ROLLBACK, SAVEPOINT, RELEASE, ROLLBACK_TO, STATEMENTS };

static const char *const sql[STATEMENTS] = {
    [BEGIN] = "BEGIN IMMEDIATE",    [COMMIT] = "COMMIT",        [ROLLBACK] = "ROLLBACK",
    [SAVEPOINT] = "SAVEPOINT unit", [RELEASE] = "RELEASE unit", [ROLLBACK_TO] = "ROLLBACK TO unit",
};
const struct statements transaction_sql = {"transaction", sql, STATEMENTS};

static bool in_transaction(const struct store *store)
{
    return !sqlite3_get_autocommit(store->db);
}

/* Notes that the transaction is gone, and keeps the reason (and a shortage) of the failure that ended it. */
static int fail_gone(struct store *store)
{
    int code = store->code;
    struct error why = store->why;
    store_fail(store, "the transaction is gone; the last failure was: %.180s", why.text[0] ? why.text : "none");
    store->code = code;
    return -1;
}

int store_begin(struct store *store)
{
    store->in_savepoint = false;
    return store_do(store, &transaction_sql, BEGIN, NO_ARGS) < 0 ? -1 : 0;
}

int store_commit(struct store *store)
{
    store->in_savepoint = false;
    if (!in_transaction(store))
        return fail_gone(store);
    if (sealing_before_commit(store) == 0 && store_do(store, &transaction_sql, COMMIT, NO_ARGS) >= 0) {
        store->code = SQLITE_OK; /* a shortage before is over */
        return sealing_after_commit(store);
    }
    int code = store->code;
    struct error why = store->why;
    store_rollback(store);
    store->code = code;
    store->why = why;
    return -1;
}

void store_rollback(struct store *store)
{
    store->in_savepoint = false;
    sealing_rollback(store);
    store->audit_known = false;
    if (in_transaction(store) && !store->broken)
        store_do(store, &transaction_sql, ROLLBACK, NO_ARGS);
    if (in_transaction(store)) /* the file must not be trusted any more, or it would not still be open */
        store->broken = true;
}

int store_savepoint(struct store *store)
{
    if (!in_transaction(store))
        return fail_gone(store);
    if (store_do(store, &transaction_sql, SAVEPOINT, NO_ARGS) < 0)
        return -1;
    store->savepoints++;
    store->in_savepoint = true;
    store->audit_in_savepoint = false;
    store_fail(store, "%s", ""); /* what failed before is over: a shortage must not be blamed on what comes now */
    return 0;
}

int store_release(struct store *store)
{
    if (!in_transaction(store))
        return fail_gone(store);
    if (store_do(store, &transaction_sql, RELEASE, NO_ARGS) < 0)
        return -1;
    store->in_savepoint = false;
    return 0;
}

int store_undo(struct store *store)
{
    if (!in_transaction(store))
        return fail_gone(store);
    if (store_do(store, &transaction_sql, ROLLBACK_TO, NO_ARGS) < 0)
        return -1;
    if (store->audit_in_savepoint)
        store->audit_known = false;
    return store_release(store);
}

static int checkpoint(struct store *store, int mode)
{
    int all = 0, done = 0;
    int code = sqlite3_wal_checkpoint_v2(store->db, NULL, mode, &all, &done);
    if (code != SQLITE_OK)
        return store_fail_sql(store, code, "checkpoint");
    if (all == done)
        store->wal_pages = 0; /* the next commit begins the WAL again */
    return 0;
}

static bool may_checkpoint(const struct store *store)
{
    return !store->read_only && !store->broken && !in_transaction(store);
}

int store_checkpoint_whole(struct store *store)
{
    return may_checkpoint(store) ? checkpoint(store, SQLITE_CHECKPOINT_TRUNCATE) : 0;
}

int store_checkpoint(struct store *store, bool idle)
{
    bool due = store->wal_pages >= (idle ? WAL_IDLE_PAGES : WAL_LIMIT_PAGES);
    return due && may_checkpoint(store) ? checkpoint(store, SQLITE_CHECKPOINT_PASSIVE) : 0;
}
