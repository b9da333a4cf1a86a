/* Transactions, the savepoint inside them, checkpoints and copies. A transaction counts as done only after COMMIT has
 * returned, and a failed one is gone whole. */
#include <fcntl.h>
#include <libgen.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"

#include "inside.h"

#define WAL_LIMIT_PAGES (64 * 1024 * 1024 / STORE_PAGE)
#define WAL_IDLE_PAGES 256 /* less than this is not worth two fsyncs */
#define COPY_STEP_PAGES 64

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
    if (store_do(store, &transaction_sql, COMMIT, NO_ARGS) >= 0)
        return 0;
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
    return store_release(store);
}

void store_checkpoint(struct store *store, bool idle)
{
    int all = 0, done = 0;
    if (store->read_only || store->broken || in_transaction(store))
        return;
    if (store->wal_pages < (idle ? WAL_IDLE_PAGES : WAL_LIMIT_PAGES))
        return;
    int code = sqlite3_wal_checkpoint_v2(store->db, NULL, SQLITE_CHECKPOINT_PASSIVE, &all, &done);
    if (code != SQLITE_OK)
        store_fail_sql(store, code, "checkpoint");
    else if (all == done)
        store->wal_pages = 0; /* the next commit begins the WAL again */
}

static int copy_pages(struct store *store, sqlite3 *target)
{
    sqlite3_backup *backup = sqlite3_backup_init(target, "main", store->db, "main");
    if (!backup)
        return store_fail(store, "copy: %s", sqlite3_errmsg(target));
    int code = SQLITE_OK;
    while (code == SQLITE_OK)
        code = sqlite3_backup_step(backup, COPY_STEP_PAGES);
    sqlite3_backup_finish(backup);
    if (code == SQLITE_DONE)
        return 0;
    store_fail(store, "copy: %s (%d)", sqlite3_errstr(code), code);
    if ((code & 0xff) == SQLITE_FULL)
        store->code = SQLITE_FULL;
    return -1;
}

static int sync_file(sqlite3 *target)
{
    sqlite3_file *file = NULL;
    sqlite3_file_control(target, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    if (!file || !file->pMethods)
        return -1;
    return file->pMethods->xSync(file, SQLITE_SYNC_FULL) == SQLITE_OK ? 0 : -1;
}

static int sync_folder(const char *path)
{
    char copy[4096];
    if (TEXT_FORMAT(copy, "%s", path) != 0)
        return -1;
    int folder = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return -1;
    int result = fsync(folder);
    close(folder);
    return result;
}

/* A copy is one plain file: no WAL beside it, so that it can be read without being written. */
static int fill_copy(struct store *store, sqlite3 *target, const char *path)
{
    if (copy_pages(store, target) != 0)
        return -1;
    if (sqlite3_exec(target, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL) != SQLITE_OK)
        return store_fail(store, "copy: %s", sqlite3_errmsg(target));
    if (sync_file(target) != 0 || (!store->vfs && sync_folder(path) != 0))
        return store_fail(store, "copy: %s could not be synced to disk", path);
    return 0;
}

int store_copy(struct store *store, const char *path)
{
    sqlite3_vfs *vfs = sqlite3_vfs_find(store->vfs);
    sqlite3 *target = NULL;
    int exists = 0;
    if (store->broken || in_transaction(store))
        return store_fail(store, "copy: not inside a transaction or after an I/O error");
    if (!vfs || vfs->xAccess(vfs, path, SQLITE_ACCESS_EXISTS, &exists) != SQLITE_OK || exists)
        return store_fail(store, "copy: %s exists already", path);
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    int failed = sqlite3_open_v2(path, &target, flags, store->vfs) == SQLITE_OK
                     ? fill_copy(store, target, path)
                     : store_fail(store, "copy: %s: %s", path, target ? sqlite3_errmsg(target) : "out of memory");
    sqlite3_close(target);
    if (failed)
        vfs->xDelete(vfs, path, 1);
    return failed;
}
