/* Copies of a store, and questions that check one. A copy comes from the connection that writes, so that it is
 * consistent and includes what still stands in the WAL. */
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <unistd.h>

#include <sodium.h>

#include "base/text.h"

#include "inside.h"

#define COPY_STEP_PAGES 64

/* ---- audits ---- */

int store_ask(struct store *store, const char *sql, void (*each)(void *self, const char *text), void *self)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL);
    if (code == SQLITE_OK && !sqlite3_stmt_readonly(statement)) {
        sqlite3_finalize(statement);
        return store_fail(store, "a question may only read: %.160s", sql);
    }
    while (code == SQLITE_OK && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        const char *text = (const char *)sqlite3_column_text(statement, 0);
        each(self, text ? text : "");
        code = SQLITE_OK;
    }
    if (code != SQLITE_DONE)
        store_fail_sql(store, code, "asking");
    sqlite3_finalize(statement);
    return code == SQLITE_DONE ? 0 : -1;
}

/* Passes on what is not the word "ok". */
struct listener {
    void (*complain)(void *self, const char *text);
    void *self;
};

static void hear(void *self, const char *text)
{
    const struct listener *listener = self;
    if (!text_same(text, "ok"))
        listener->complain(listener->self, text);
}

int store_integrity(struct store *store, void (*complain)(void *self, const char *text), void *self)
{
    struct listener listener = {complain, self};
    if (store_ask(store, "PRAGMA integrity_check", hear, &listener) != 0)
        return -1;
    return store_ask(
        store,
        "SELECT 'table ' || \"table\" || ' row ' || coalesce(rowid, '?') || ' refers to nothing in ' || parent"
        " FROM pragma_foreign_key_check ORDER BY 1",
        complain, self);
}

/* ---- copies ---- */

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
    if (sqlite3_exec(target, "PRAGMA locking_mode = EXCLUSIVE", NULL, NULL, NULL) != SQLITE_OK) /* so no -shm is made */
        return store_fail(store, "copy: %s", sqlite3_errmsg(target));
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
    if (store->broken || !sqlite3_get_autocommit(store->db))
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

int store_copy_hash(const char *path, uint8_t hash[32], int64_t *size)
{
    crypto_generichash_blake2b_state state;
    uint8_t bytes[65536];
    ssize_t got;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return -1;
    crypto_generichash_blake2b_init(&state, NULL, 0, 32);
    for (*size = 0; (got = read(file, bytes, sizeof bytes)) > 0; *size += got)
        crypto_generichash_blake2b_update(&state, bytes, (unsigned long long)got);
    crypto_generichash_blake2b_final(&state, hash, 32);
    close(file);
    return got < 0 ? -1 : 0;
}
