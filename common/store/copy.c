/* Copies of a store, made in steps by the connection that writes: what is written between two steps SQLite carries into
 * the copy, which is at its end the store as it is then, with what still stands in the WAL. Invariant: a file stands
 * under the copy's name only when it is whole and on disk. */
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <sodium.h>

#include "base/text.h"

#include "inside.h"

#define COPY_STEP_PAGES 512
#define COPY_SYNC_PAGES 2048 /* the disk gets it piece by piece, or the next commit would wait for all of it */

struct copying {
    struct store *store;
    sqlite3 *target;
    sqlite3_backup *backup;
    int unsynced; /* pages */
    bool opened;  /* the part is ours to remove */
    char path[4096], part[4096 + 8];
};

static int target_sync(struct copying *copying)
{
    sqlite3_file *file = NULL;
    sqlite3_file_control(copying->target, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    copying->unsynced = 0;
    if (file && file->pMethods && file->pMethods->xSync(file, SQLITE_SYNC_FULL) == SQLITE_OK)
        return 0;
    return store_fail(copying->store, "copy: %s could not be synced to disk", copying->part);
}

static int folder_sync(const char *path)
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

static int copy_fail(struct copying *copying, int code)
{
    store_fail(copying->store, "copy: %s (%d)", sqlite3_errstr(code), code);
    if ((code & 0xff) == SQLITE_FULL)
        copying->store->code = SQLITE_FULL;
    return -1;
}

/* The target is thrown away when anything fails: it needs no journal, and syncs are ours. Locked exclusively it makes
 * no -shm. */
static int target_open(struct copying *copying)
{
    static const char settings[] =
        "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF";
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    struct store *store = copying->store;
    copying->opened = true;
    if (sqlite3_open_v2(copying->part, &copying->target, flags, store->vfs) != SQLITE_OK ||
        sqlite3_exec(copying->target, settings, NULL, NULL, NULL) != SQLITE_OK)
        return store_fail(store, "copy: %s: %s", copying->part,
                          copying->target ? sqlite3_errmsg(copying->target) : "out of memory");
    copying->backup = sqlite3_backup_init(copying->target, "main", store->db, "main");
    return copying->backup ? 0 : store_fail(store, "copy: %s", sqlite3_errmsg(copying->target));
}

/* What a process that was killed has left of a copy is in nobody's way. */
static int path_take(struct copying *copying, const char *path)
{
    struct store *store = copying->store;
    sqlite3_vfs *vfs = sqlite3_vfs_find(store->vfs);
    int exists = 0;
    if (TEXT_FORMAT(copying->path, "%s", path) || TEXT_FORMAT(copying->part, "%s-part", path))
        return store_fail(store, "copy: the path is too long");
    if (!vfs || vfs->xAccess(vfs, path, SQLITE_ACCESS_EXISTS, &exists) != SQLITE_OK || exists)
        return store_fail(store, "copy: %s exists already", path);
    vfs->xDelete(vfs, copying->part, 0);
    return 0;
}

struct copying *copy_begin(struct store *store, const char *path)
{
    if (store->broken || !sqlite3_get_autocommit(store->db)) {
        store_fail(store, "copy: not inside a transaction or after an I/O error");
        return NULL;
    }
    struct copying *copying = calloc(1, sizeof *copying);
    if (!copying) {
        store_fail(store, "copy: out of memory");
        return NULL;
    }
    copying->store = store;
    if (path_take(copying, path) || target_open(copying))
        copy_end(&copying);
    return copying;
}

/* Gives the part its name, once and durably. A VFS whose files are no kernel's does it itself. */
static int part_name(struct copying *copying)
{
    struct store *store = copying->store;
    int code = sqlite3_file_control(copying->target, "main", STORE_RENAME, copying->path);
    sqlite3_close(copying->target);
    copying->target = NULL;
    if (code != SQLITE_NOTFOUND ? code != SQLITE_OK
                                : renameat2(AT_FDCWD, copying->part, AT_FDCWD, copying->path, RENAME_NOREPLACE) != 0)
        return store_fail(store, "copy: %s exists already", copying->path);
    copying->part[0] = '\0';
    if (!store->vfs && folder_sync(copying->path) != 0) {
        unlink(copying->path);
        return store_fail(store, "copy: the folder of %s could not be synced to disk", copying->path);
    }
    return 0;
}

/* A copy is one plain file: no WAL beside it, so that it can be read without being written. */
static int copy_finish(struct copying *copying)
{
    struct store *store = copying->store;
    int code = sqlite3_backup_finish(copying->backup);
    copying->backup = NULL;
    if (code != SQLITE_OK)
        return copy_fail(copying, code);
    if (sqlite3_exec(copying->target, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL) != SQLITE_OK)
        return store_fail(store, "copy: %s", sqlite3_errmsg(copying->target));
    return target_sync(copying) == 0 && part_name(copying) == 0 ? 1 : -1;
}

int copy_step(struct copying *copying, int pages)
{
    int code = sqlite3_backup_step(copying->backup, pages);
    if (code != SQLITE_OK && code != SQLITE_DONE)
        return copy_fail(copying, code);
    copying->unsynced += pages;
    if (code == SQLITE_DONE)
        return copy_finish(copying);
    return copying->unsynced >= COPY_SYNC_PAGES ? target_sync(copying) : 0;
}

void copy_tell(const struct copying *copying, int64_t *done, int64_t *all)
{
    *all = (int64_t)sqlite3_backup_pagecount(copying->backup) * STORE_PAGE;
    *done = *all - (int64_t)sqlite3_backup_remaining(copying->backup) * STORE_PAGE;
}

void copy_end(struct copying **pointer)
{
    struct copying *copying = *pointer;
    *pointer = NULL;
    if (!copying)
        return;
    sqlite3_vfs *vfs = sqlite3_vfs_find(copying->store->vfs);
    sqlite3_backup_finish(copying->backup);
    sqlite3_close(copying->target);
    if (vfs && copying->opened && copying->part[0])
        vfs->xDelete(vfs, copying->part, 0);
    free(copying);
}

int store_copy(struct store *store, const char *path)
{
    struct copying *copying = copy_begin(store, path);
    int result = copying ? 0 : -1;
    while (result == 0)
        result = copy_step(copying, COPY_STEP_PAGES);
    copy_end(&copying);
    return result == 1 ? 0 : -1;
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
