/* A mount: the disk as an SQLite VFS, with locks as POSIX gives them, and every way in which a call may fail. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/store.h"

#include "disk_private.h"

/* ---- calls ---- */

static const struct {
    enum disk_call call;
    int code;
} failures[] = {
    {DISK_OPEN, SQLITE_CANTOPEN},           {DISK_READ, SQLITE_IOERR_READ},  {DISK_WRITE, SQLITE_IOERR_WRITE},
    {DISK_TRUNCATE, SQLITE_IOERR_TRUNCATE}, {DISK_SYNC, SQLITE_IOERR_FSYNC}, {DISK_DELETE, SQLITE_IOERR_DELETE},
    {DISK_ACCESS, SQLITE_IOERR_ACCESS},     {DISK_SIZE, SQLITE_IOERR_FSTAT}, {DISK_LOCK, SQLITE_IOERR_LOCK},
};

static int failure_of(enum disk_call call)
{
    for (size_t i = 0; i < sizeof failures / sizeof *failures; i++)
        if (failures[i].call == call)
            return failures[i].code;
    abort();
}

static bool call_fails(struct disk *disk, enum disk_call call)
{
    bool fails = (disk->sometimes_calls & (int)call) && chance_hits(&disk->chance, disk->sometimes_parts);
    if ((disk->fail_calls & (int)call) && disk->fail_in > 0 && --disk->fail_in == 0) {
        disk->fail_in = disk->fail_for_ever ? 1 : 0;
        fails = true;
    }
    disk->failed += fails;
    disk->tally.failed += fails;
    return fails;
}

static void wait_some(struct disk *disk, enum disk_call call)
{
    int64_t mean = call == DISK_SYNC ? disk->slow_sync : call == DISK_WRITE ? disk->slow_write : 0;
    if (mean > 0)
        disk->waited += chance_between(&disk->chance, 0, 2 * mean);
}

/* Every call comes through here: SQLITE_OK, or why it fails. *last: the process dies in the middle of it. */
static int call_begin(struct mount *mount, enum disk_call call, const char *path, int64_t at, bool *last)
{
    struct disk *disk = mount->disk;
    *last = false;
    if (mount->cut)
        return failure_of(call);
    if (disk->watch)
        disk->watch(disk->watch_self, call, path, at);
    disk->tally.calls++;
    disk->trace = trace_bytes(trace_mix(trace_mix(disk->trace, call), (uint64_t)at), path, strlen(path));
    if (mount->cut_in > 0 && --mount->cut_in == 0) {
        *last = true;
        mount_kill(mount);
        return failure_of(call);
    }
    wait_some(disk, call);
    return call_fails(disk, call) ? failure_of(call) : SQLITE_OK;
}

static int handle_begin(struct handle *handle, enum disk_call call, int64_t at, bool *last)
{
    *last = false;
    if (handle->life != handle->mount->life)
        return failure_of(call);
    return call_begin(handle->mount, call, handle->file->path, at, last);
}

/* ---- open files ---- */

static int disk_close_file(sqlite3_file *base)
{
    struct handle *handle = (struct handle *)base;
    struct disk *disk = handle->mount->disk;
    struct file *file = handle->file;
    struct handle **place = &file->handles;
    while (*place != handle)
        place = &(*place)->next;
    *place = handle->next;
    if (handle->vanishes && handle->life == handle->mount->life && file->linked) {
        file_unlink(disk, file, false);
        disk->changes++;
    }
    file_release(disk, file);
    return SQLITE_OK;
}

static int disk_read(sqlite3_file *base, void *to, int size, sqlite3_int64 from)
{
    struct handle *handle = (struct handle *)base;
    const struct image *image = &handle->file->now;
    bool last;
    int code = handle_begin(handle, DISK_READ, from, &last);
    if (code != SQLITE_OK)
        return code;
    int64_t there = image->size - from < size ? image->size - from : size;
    if (there > 0)
        image_read(image, from, to, there);
    else
        there = 0;
    memset((char *)to + there, 0, (size_t)(size - there));
    return there == size ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

static bool has_room(struct disk *disk, const struct file *file, int64_t end)
{
    if (disk->limit == 0 || end <= file->now.size || disk_used(disk) + end - file->now.size <= disk->limit)
        return true;
    disk->tally.full++;
    return false;
}

static int disk_write(sqlite3_file *base, const void *data, int size, sqlite3_int64 to)
{
    struct handle *handle = (struct handle *)base;
    struct disk *disk = handle->mount->disk;
    bool last;
    int code = handle_begin(handle, DISK_WRITE, to, &last);
    if (last)
        file_write(disk, handle->file, to, data, (int)chance_below(&disk->chance, (uint64_t)size + 1));
    if (code != SQLITE_OK)
        return code;
    if (!has_room(disk, handle->file, to + size))
        return SQLITE_FULL;
    disk->trace = trace_bytes(disk->trace, data, (size_t)size);
    disk->tally.bytes_written += size;
    disk->changes++;
    file_write(disk, handle->file, to, data, size);
    return SQLITE_OK;
}

static int disk_truncate(sqlite3_file *base, sqlite3_int64 size)
{
    struct handle *handle = (struct handle *)base;
    struct disk *disk = handle->mount->disk;
    bool last;
    int code = handle_begin(handle, DISK_TRUNCATE, size, &last);
    if (code == SQLITE_OK) {
        file_cut(disk, handle->file, size);
        disk->changes++;
    }
    return code;
}

/* After a failed sync a kernel may take for clean what it could not write: no later sync brings it to the disk. */
static int disk_sync(sqlite3_file *base, int flags)
{
    struct handle *handle = (struct handle *)base;
    struct disk *disk = handle->mount->disk;
    bool last;
    (void)flags;
    int code = handle_begin(handle, DISK_SYNC, 0, &last);
    if (code == SQLITE_OK) {
        disk->tally.syncs++;
        disk->changes++;
        file_sync(disk, handle->file);
    } else if (!handle->mount->cut && handle->life == handle->mount->life && (chance_next(&disk->chance) & 1)) {
        file_forsake(handle->file);
    }
    return code;
}

static int disk_file_size(sqlite3_file *base, sqlite3_int64 *size)
{
    struct handle *handle = (struct handle *)base;
    bool last;
    int code = handle_begin(handle, DISK_SIZE, 0, &last);
    *size = code == SQLITE_OK ? handle->file->now.size : 0;
    return code;
}

/* ---- locks ---- */

static bool locks_meet(const struct handle *mine, const struct handle *other)
{
    return mine != other && other->life == other->mount->life &&
           (mine->mount == other->mount || (!mine->mount->alone && !other->mount->alone));
}

static int lock_of_others(const struct handle *mine)
{
    int highest = SQLITE_LOCK_NONE;
    for (const struct handle *other = mine->file->handles; other; other = other->next)
        if (locks_meet(mine, other) && other->lock > highest)
            highest = other->lock;
    return highest;
}

static int disk_lock(sqlite3_file *base, int level)
{
    struct handle *handle = (struct handle *)base;
    bool last;
    int code = handle_begin(handle, DISK_LOCK, level, &last);
    if (code != SQLITE_OK || handle->lock >= level)
        return code;
    int others = lock_of_others(handle);
    if (level == SQLITE_LOCK_SHARED && others >= SQLITE_LOCK_PENDING)
        return SQLITE_BUSY;
    if (level >= SQLITE_LOCK_RESERVED && others >= SQLITE_LOCK_RESERVED)
        return SQLITE_BUSY;
    if (level == SQLITE_LOCK_EXCLUSIVE && others >= SQLITE_LOCK_SHARED) {
        handle->lock = SQLITE_LOCK_PENDING;
        return SQLITE_BUSY;
    }
    handle->lock = level;
    return SQLITE_OK;
}

static int disk_unlock(sqlite3_file *base, int level)
{
    struct handle *handle = (struct handle *)base;
    if (handle->lock > level)
        handle->lock = level;
    return SQLITE_OK;
}

static int disk_lock_is_held(sqlite3_file *base, int *held)
{
    struct handle *handle = (struct handle *)base;
    *held = handle->lock >= SQLITE_LOCK_RESERVED || lock_of_others(handle) >= SQLITE_LOCK_RESERVED;
    return SQLITE_OK;
}

/* A copy gets its name (store/store.h); all else is answered as the unix VFS may answer it. */
static int disk_control(sqlite3_file *base, int what, void *with)
{
    struct handle *handle = (struct handle *)base;
    bool last;
    if (what != STORE_RENAME)
        return SQLITE_NOTFOUND;
    int code = handle_begin(handle, DISK_DELETE, 0, &last);
    if (code != SQLITE_OK)
        return code;
    handle->mount->disk->changes++;
    return file_rename(handle->mount->disk, handle->file, with) == 0 ? SQLITE_OK : SQLITE_IOERR_ACCESS;
}

static int disk_sector(sqlite3_file *base)
{
    (void)base;
    return 4096;
}

static int disk_traits(sqlite3_file *base)
{
    (void)base;
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

static const sqlite3_io_methods methods = {
    .iVersion = 1, /* no shared memory */
    .xClose = disk_close_file,
    .xRead = disk_read,
    .xWrite = disk_write,
    .xTruncate = disk_truncate,
    .xSync = disk_sync,
    .xFileSize = disk_file_size,
    .xLock = disk_lock,
    .xUnlock = disk_unlock,
    .xCheckReservedLock = disk_lock_is_held,
    .xFileControl = disk_control,
    .xSectorSize = disk_sector,
    .xDeviceCharacteristics = disk_traits,
};

/* ---- the VFS ---- */

static int vfs_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *base, int flags, int *out)
{
    struct mount *mount = vfs->pAppData;
    struct handle *handle = (struct handle *)base;
    const char *path = name ? name : "";
    bool last;
    memset(handle, 0, sizeof *handle);
    int code = call_begin(mount, DISK_OPEN, path, flags, &last);
    if (code != SQLITE_OK)
        return code;
    struct file *file = name ? file_find(mount->disk, path) : NULL;
    if (file ? (flags & SQLITE_OPEN_EXCLUSIVE) : !(flags & SQLITE_OPEN_CREATE))
        return SQLITE_CANTOPEN;
    if (!file) {
        file = file_make(mount->disk, path);
        mount->disk->changes++;
    }
    *handle = (struct handle){
        .base.pMethods = &methods,
        .mount = mount,
        .file = file,
        .next = file->handles,
        .life = mount->life,
        .vanishes = flags & SQLITE_OPEN_DELETEONCLOSE,
    };
    file->handles = handle;
    if (out)
        *out = flags;
    return SQLITE_OK;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *path, int sync)
{
    struct mount *mount = vfs->pAppData;
    bool last;
    int code = call_begin(mount, DISK_DELETE, path, sync, &last);
    if (code != SQLITE_OK)
        return code;
    struct file *file = file_find(mount->disk, path);
    if (!file)
        return SQLITE_IOERR_DELETE_NOENT;
    file_unlink(mount->disk, file, sync);
    mount->disk->changes++;
    return SQLITE_OK;
}

/* An empty file is none, as for the unix VFS. */
static int vfs_access(sqlite3_vfs *vfs, const char *path, int flags, int *is)
{
    struct mount *mount = vfs->pAppData;
    bool last;
    int code = call_begin(mount, DISK_ACCESS, path, flags, &last);
    *is = 0;
    if (code != SQLITE_OK)
        return code;
    const struct file *file = file_find(mount->disk, path);
    *is = file && (flags != SQLITE_ACCESS_EXISTS || file->now.size > 0);
    return SQLITE_OK;
}

static int vfs_full_path(sqlite3_vfs *vfs, const char *path, int room, char *to)
{
    (void)vfs;
    return snprintf(to, (size_t)room, "%s", path) < room ? SQLITE_OK : SQLITE_CANTOPEN;
}

/* ---- mounts ---- */

struct mount *mount_new(struct disk *disk, const char *name)
{
    const sqlite3_vfs *usual = sqlite3_vfs_find(NULL);
    struct mount *mount = calloc(1, sizeof *mount);
    if (!usual || !mount || !(mount->name = strdup(name)))
        abort();
    mount->disk = disk;
    mount->life = 1;
    mount->vfs = *usual; /* chance and time are its own */
    mount->vfs.iVersion = 2;
    mount->vfs.pNext = NULL;
    mount->vfs.szOsFile = sizeof(struct handle);
    mount->vfs.zName = mount->name;
    mount->vfs.pAppData = mount;
    mount->vfs.xOpen = vfs_open;
    mount->vfs.xDelete = vfs_delete;
    mount->vfs.xAccess = vfs_access;
    mount->vfs.xFullPathname = vfs_full_path;
    if (sqlite3_vfs_register(&mount->vfs, 0) != SQLITE_OK)
        abort();
    mount->next = disk->mounts;
    disk->mounts = mount;
    return mount;
}

void mount_destroy(struct mount **pointer)
{
    struct mount *mount = *pointer;
    *pointer = NULL;
    if (!mount)
        return;
    struct mount **place = &mount->disk->mounts;
    while (*place != mount)
        place = &(*place)->next;
    *place = mount->next;
    sqlite3_vfs_unregister(&mount->vfs);
    free(mount->name);
    free(mount);
}

const char *mount_name(const struct mount *mount)
{
    return mount->name;
}

void mount_alone(struct mount *mount)
{
    mount->alone = true;
}

void mount_kill(struct mount *mount)
{
    mount->cut = true;
    mount->cut_in = 0;
    mount->life++;
}

void mount_cut(struct mount *mount)
{
    mount_kill(mount);
}

void mount_cut_at(struct mount *mount, int64_t nth)
{
    mount->cut_in = nth;
}

bool mount_is_cut(const struct mount *mount)
{
    return mount->cut;
}

void mount_revive(struct mount *mount)
{
    mount->cut = false;
}
