#include "wal_file.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "base/text.h"

/* Bytes: pages with the heads of their frames. SQLite 3.40 cannot write a piece of 128 KiB or more. */
#define GATHERED (31 * (4096 + 24))

/* ---- the log ---- */

struct wal_file {
    sqlite3_file file;
    sqlite3_file *real; /* behind us in the same piece of memory */
    uint8_t *bytes;     /* not yet written */
    int used;
    sqlite3_int64 from; /* where they belong */
};

static struct wal_file *wal_of(sqlite3_file *file)
{
    return (struct wal_file *)file;
}

/* What cannot be written is dropped, not kept for later: its commit is told to have failed. */
static int wal_flush(struct wal_file *wal)
{
    const int used = wal->used;
    wal->used = 0;
    return used ? wal->real->pMethods->xWrite(wal->real, wal->bytes, used, wal->from) : SQLITE_OK;
}

static int wal_close(sqlite3_file *file)
{
    struct wal_file *wal = wal_of(file);
    const int flushed = wal_flush(wal), closed = wal->real->pMethods->xClose(wal->real);
    free(wal->bytes);
    return flushed == SQLITE_OK ? closed : flushed;
}

static int wal_read(sqlite3_file *file, void *to, int size, sqlite3_int64 from)
{
    struct wal_file *wal = wal_of(file);
    const int flushed = wal_flush(wal);
    return flushed == SQLITE_OK ? wal->real->pMethods->xRead(wal->real, to, size, from) : flushed;
}

static int wal_write(sqlite3_file *file, const void *data, int size, sqlite3_int64 to)
{
    struct wal_file *wal = wal_of(file);
    const bool follows = wal->used > 0 && to == wal->from + wal->used && wal->used + size <= GATHERED;
    const int flushed = follows ? SQLITE_OK : wal_flush(wal);
    if (flushed != SQLITE_OK || size > GATHERED)
        return flushed != SQLITE_OK ? flushed : wal->real->pMethods->xWrite(wal->real, data, size, to);
    if (wal->used == 0)
        wal->from = to;
    memcpy(wal->bytes + wal->used, data, (size_t)size);
    wal->used += size;
    return SQLITE_OK;
}

static int wal_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    struct wal_file *wal = wal_of(file);
    const int flushed = wal_flush(wal);
    return flushed == SQLITE_OK ? wal->real->pMethods->xTruncate(wal->real, size) : flushed;
}

static int wal_sync(sqlite3_file *file, int flags)
{
    struct wal_file *wal = wal_of(file);
    const int flushed = wal_flush(wal);
    return flushed == SQLITE_OK ? wal->real->pMethods->xSync(wal->real, flags) : flushed;
}

static int wal_size(sqlite3_file *file, sqlite3_int64 *size)
{
    struct wal_file *wal = wal_of(file);
    const int code = wal->real->pMethods->xFileSize(wal->real, size);
    if (code == SQLITE_OK && wal->used > 0 && *size < wal->from + wal->used)
        *size = wal->from + wal->used;
    return code;
}

static int wal_lock(sqlite3_file *file, int level)
{
    struct wal_file *wal = wal_of(file);
    return wal->real->pMethods->xLock(wal->real, level);
}

static int wal_unlock(sqlite3_file *file, int level)
{
    struct wal_file *wal = wal_of(file);
    return wal->real->pMethods->xUnlock(wal->real, level);
}

static int wal_reserved(sqlite3_file *file, int *is)
{
    struct wal_file *wal = wal_of(file);
    return wal->real->pMethods->xCheckReservedLock(wal->real, is);
}

static int wal_control(sqlite3_file *file, int what, void *with)
{
    struct wal_file *wal = wal_of(file);
    return wal->real->pMethods->xFileControl(wal->real, what, with);
}

static int wal_sector(sqlite3_file *file)
{
    struct wal_file *wal = wal_of(file);
    return wal->real->pMethods->xSectorSize(wal->real);
}

static int wal_device(sqlite3_file *file)
{
    struct wal_file *wal = wal_of(file);
    return wal->real->pMethods->xDeviceCharacteristics(wal->real);
}

static const sqlite3_io_methods wal_methods = {
    .iVersion = 1,
    .xClose = wal_close,
    .xRead = wal_read,
    .xWrite = wal_write,
    .xTruncate = wal_truncate,
    .xSync = wal_sync,
    .xFileSize = wal_size,
    .xLock = wal_lock,
    .xUnlock = wal_unlock,
    .xCheckReservedLock = wal_reserved,
    .xFileControl = wal_control,
    .xSectorSize = wal_sector,
    .xDeviceCharacteristics = wal_device,
};

/* ---- the VFS: all but logs is the base's ---- */

struct wal_vfs {
    sqlite3_vfs vfs;
    sqlite3_vfs *base;
    char name[WAL_FILE_NAME];
};

static sqlite3_vfs *base_of(sqlite3_vfs *vfs)
{
    return ((struct wal_vfs *)vfs->pAppData)->base;
}

static int wal_open(sqlite3_vfs *base, const char *path, struct wal_file *wal, int flags, int *given)
{
    *wal = (struct wal_file){.real = (sqlite3_file *)(wal + 1), .bytes = malloc(GATHERED)};
    wal->real->pMethods = NULL;
    const int code = wal->bytes ? base->xOpen(base, path, wal->real, flags, given) : SQLITE_NOMEM;
    if (code == SQLITE_OK) {
        wal->file.pMethods = &wal_methods;
        return SQLITE_OK;
    }
    if (wal->real->pMethods)
        wal->real->pMethods->xClose(wal->real);
    free(wal->bytes);
    wal->bytes = NULL;
    return code;
}

static int vfs_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *given)
{
    sqlite3_vfs *base = base_of(vfs);
    return flags & SQLITE_OPEN_WAL ? wal_open(base, path, wal_of(file), flags, given)
                                   : base->xOpen(base, path, file, flags, given);
}

static int vfs_delete(sqlite3_vfs *vfs, const char *path, int sync)
{
    return base_of(vfs)->xDelete(base_of(vfs), path, sync);
}

static int vfs_access(sqlite3_vfs *vfs, const char *path, int flags, int *is)
{
    return base_of(vfs)->xAccess(base_of(vfs), path, flags, is);
}

static int vfs_full_path(sqlite3_vfs *vfs, const char *path, int size, char *full)
{
    return base_of(vfs)->xFullPathname(base_of(vfs), path, size, full);
}

static int vfs_random(sqlite3_vfs *vfs, int size, char *to)
{
    return base_of(vfs)->xRandomness(base_of(vfs), size, to);
}

static int vfs_sleep(sqlite3_vfs *vfs, int microseconds)
{
    return base_of(vfs)->xSleep(base_of(vfs), microseconds);
}

static int vfs_time(sqlite3_vfs *vfs, double *now)
{
    return base_of(vfs)->xCurrentTime(base_of(vfs), now);
}

static int vfs_error(sqlite3_vfs *vfs, int size, char *text)
{
    return base_of(vfs)->xGetLastError ? base_of(vfs)->xGetLastError(base_of(vfs), size, text) : 0;
}

static int size_of(const sqlite3_vfs *base)
{
    return (int)sizeof(struct wal_file) + base->szOsFile;
}

static void vfs_fill(struct wal_vfs *wal, sqlite3_vfs *base)
{
    wal->base = base;
    wal->vfs = (sqlite3_vfs){
        .iVersion = 1,
        .szOsFile = size_of(base),
        .mxPathname = base->mxPathname,
        .zName = wal->name,
        .pAppData = wal,
        .xOpen = vfs_open,
        .xDelete = vfs_delete,
        .xAccess = vfs_access,
        .xFullPathname = vfs_full_path,
        .xRandomness = vfs_random,
        .xSleep = vfs_sleep,
        .xCurrentTime = vfs_time,
        .xGetLastError = vfs_error,
    };
}

/* One of a base that was registered anew under its name is made to fit it: the old one is gone. */
int wal_file_vfs(const char *base_name, char name[WAL_FILE_NAME])
{
    sqlite3_vfs *base = sqlite3_vfs_find(base_name), *known;
    if (!base || text_format(name, WAL_FILE_NAME, "wal-%s", base->zName) != 0)
        return -1;
    known = sqlite3_vfs_find(name);
    struct wal_vfs *wal = known ? known->pAppData : calloc(1, sizeof *wal);
    if (!wal || (known && wal->base == base && known->szOsFile == size_of(base)))
        return wal ? 0 : -1;
    if (known)
        sqlite3_vfs_unregister(known);
    TEXT_PUT(wal->name, name);
    vfs_fill(wal, base);
    return sqlite3_vfs_register(&wal->vfs, 0) == SQLITE_OK ? 0 : -1;
}
