/* A disk that fails on demand: an SQLite VFS over the real one that can be full, fail its syncs or writes, or refuse to
 * open files. It counts reads, writes and syncs, so that a test can say what happened before which, and how much. Needs
 * no shared memory, since stores lock exclusively. */
#ifndef ANXIN_TESTS_FAULTY_VFS_H
#define ANXIN_TESTS_FAULTY_VFS_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include <sqlite3.h>

struct faulty_disk {
    sqlite3_vfs vfs, *real;
    bool full;        /* writes that make a file longer fail with SQLITE_FULL */
    bool write_fails; /* every write fails with an I/O error */
    bool sync_fails;
    bool open_fails;
    int64_t writes_most; /* unless 0: the writes after so many fail */
    int64_t syncs, writes, reads;
};

struct faulty_file {
    sqlite3_file base;
    struct faulty_disk *disk;
    sqlite3_file *real;
};

static inline sqlite3_file *faulty_real(sqlite3_file *file)
{
    return ((struct faulty_file *)file)->real;
}

static inline int faulty_close(sqlite3_file *file)
{
    return faulty_real(file)->pMethods->xClose(faulty_real(file));
}

static inline int faulty_read(sqlite3_file *file, void *to, int size, sqlite3_int64 from)
{
    ((struct faulty_file *)file)->disk->reads++;
    return faulty_real(file)->pMethods->xRead(faulty_real(file), to, size, from);
}

static inline int faulty_write(sqlite3_file *file, const void *data, int size, sqlite3_int64 at)
{
    struct faulty_disk *disk = ((struct faulty_file *)file)->disk;
    sqlite3_file *real = faulty_real(file);
    sqlite3_int64 length = 0;
    disk->writes++;
    if (disk->write_fails || (disk->writes_most && disk->writes > disk->writes_most))
        return SQLITE_IOERR_WRITE;
    if (disk->full && (real->pMethods->xFileSize(real, &length) != SQLITE_OK || at + size > length))
        return SQLITE_FULL;
    return real->pMethods->xWrite(real, data, size, at);
}

static inline int faulty_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    return faulty_real(file)->pMethods->xTruncate(faulty_real(file), size);
}

static inline int faulty_sync(sqlite3_file *file, int flags)
{
    struct faulty_disk *disk = ((struct faulty_file *)file)->disk;
    if (disk->sync_fails)
        return SQLITE_IOERR_FSYNC;
    disk->syncs++;
    return faulty_real(file)->pMethods->xSync(faulty_real(file), flags);
}

static inline int faulty_size(sqlite3_file *file, sqlite3_int64 *size)
{
    return faulty_real(file)->pMethods->xFileSize(faulty_real(file), size);
}

static inline int faulty_lock(sqlite3_file *file, int level)
{
    return faulty_real(file)->pMethods->xLock(faulty_real(file), level);
}

static inline int faulty_unlock(sqlite3_file *file, int level)
{
    return faulty_real(file)->pMethods->xUnlock(faulty_real(file), level);
}

static inline int faulty_reserved(sqlite3_file *file, int *held)
{
    return faulty_real(file)->pMethods->xCheckReservedLock(faulty_real(file), held);
}

static inline int faulty_control(sqlite3_file *file, int what, void *with)
{
    return faulty_real(file)->pMethods->xFileControl(faulty_real(file), what, with);
}

static inline int faulty_sector(sqlite3_file *file)
{
    return faulty_real(file)->pMethods->xSectorSize(faulty_real(file));
}

static inline int faulty_traits(sqlite3_file *file)
{
    return faulty_real(file)->pMethods->xDeviceCharacteristics(faulty_real(file));
}

static const sqlite3_io_methods faulty_methods = {
    .iVersion = 1,
    .xClose = faulty_close,
    .xRead = faulty_read,
    .xWrite = faulty_write,
    .xTruncate = faulty_truncate,
    .xSync = faulty_sync,
    .xFileSize = faulty_size,
    .xLock = faulty_lock,
    .xUnlock = faulty_unlock,
    .xCheckReservedLock = faulty_reserved,
    .xFileControl = faulty_control,
    .xSectorSize = faulty_sector,
    .xDeviceCharacteristics = faulty_traits,
};

static inline int faulty_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out)
{
    struct faulty_disk *disk = vfs->pAppData;
    struct faulty_file *mine = (struct faulty_file *)file;
    mine->base.pMethods = NULL;
    mine->disk = disk;
    mine->real = (sqlite3_file *)(mine + 1);
    if (disk->open_fails)
        return SQLITE_CANTOPEN;
    int code = disk->real->xOpen(disk->real, name, mine->real, flags, out);
    if (mine->real->pMethods)
        mine->base.pMethods = &faulty_methods;
    return code;
}

/* Registers the disk under `name`; 0 or an SQLite code. Unregister with sqlite3_vfs_unregister(&disk->vfs). */
static inline int faulty_register(struct faulty_disk *disk, const char *name)
{
    memset(disk, 0, sizeof *disk);
    disk->real = sqlite3_vfs_find("unix");
    disk->vfs = *disk->real;
    disk->vfs.zName = name;
    disk->vfs.pNext = NULL;
    disk->vfs.pAppData = disk;
    disk->vfs.szOsFile = (int)sizeof(struct faulty_file) + disk->real->szOsFile;
    disk->vfs.xOpen = faulty_open;
    return sqlite3_vfs_register(&disk->vfs, 0);
}

#endif
