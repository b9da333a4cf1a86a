/* A disk in memory for SQLite (engineering/MESSAGING 3.2), as bad as a seed wants it: it knows of each file what is
 * synced and what is not, and loses, tears and misdirects the latter when the power goes. Files damage, fill up, fail,
 * lie about syncs, and are copied and put back as they were. The same seed and the same calls give the same disk.
 *
 * A disk is the medium; a mount is one process's view of it: an SQLite VFS with locks and open files of its own. Two
 * processes on one store are two mounts of one disk. No shared memory: stores lock exclusively.
 *
 *     struct disk *disk = disk_new(seed);
 *     struct mount *mount = mount_new(disk, "booking-1");
 *     engine_open(... .store_path = "booking.db", .vfs = "booking-1" ...);
 *     ...
 *     mount_cut(mount);           the process dies: its open files do nothing any more
 *     engine_close(&engine);      frees its memory; has no effect
 *     disk_power_loss(disk, &loss);
 *     mount_revive(mount);        the machine is up: open it again */
#ifndef ANXIN_TESTS_SIM_DISK_H
#define ANXIN_TESTS_SIM_DISK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct disk;
struct mount;

struct disk *disk_new(uint64_t seed);  /* never NULL: a test that has no memory ends */
void disk_destroy(struct disk **disk); /* after its mounts */

/* A view under that name, which is the VFS's; the name is copied. */
struct mount *mount_new(struct disk *disk, const char *name);
void mount_destroy(struct mount **mount); /* after all its files are closed */
const char *mount_name(const struct mount *mount);
/* Two machines with the volume attached to both: locks of this mount are seen by nobody else. Before files are open. */
void mount_alone(struct mount *mount);

/* ---- the process dies ---- */

/* From now on every call through this mount fails without effect, and its locks are gone; what was written stays as a
 * kernel keeps it. */
void mount_cut(struct mount *mount);
/* The same by itself at call number `nth` from now (1: the next); a write that is hit may be done by half. */
void mount_cut_at(struct mount *mount, int64_t nth);
bool mount_is_cut(const struct mount *mount);
void mount_revive(struct mount *mount); /* files opened before stay dead */

/* ---- the power goes ---- */

/* Shares of 10,000 of each write since the last sync; what is left over reaches the disk whole. */
struct disk_loss {
    int lose;
    int tear;      /* some of its sectors of 512 bytes arrive */
    int misdirect; /* arrives at another place of the same file, by sectors: what was synced there is destroyed */
};
/* Cuts all mounts. */
void disk_power_loss(struct disk *disk, const struct disk_loss *loss);

/* ---- calls that fail ---- */

enum disk_call {
    DISK_OPEN = 1,
    DISK_READ = 2,
    DISK_WRITE = 4,
    DISK_TRUNCATE = 8,
    DISK_SYNC = 16,
    DISK_DELETE = 32,
    DISK_ACCESS = 64,
    DISK_SIZE = 128,
    DISK_LOCK = 256,
    DISK_ANY = 511
};
/* Of the calls of these kinds through any mount, number `nth` from now (1: the next) fails with an I/O error
 * (DISK_OPEN: it cannot be opened), and with `for_ever` all after it. disk_mend ends that. */
void disk_fail(struct disk *disk, int calls, int64_t nth, bool for_ever);
void disk_mend(struct disk *disk);
/* Is told of each call through a mount that lives, before anything is decided about it; may say disk_fail or
 * mount_cut_at(..., 1) of this very call. NULL: nobody. */
typedef void disk_watch(void *self, enum disk_call call, const char *path, int64_t at);
void disk_watched_by(struct disk *disk, disk_watch *watch, void *self);
/* Calls so far that left something on it, or synced: between two readings that are equal all calls were looks. */
int64_t disk_changes(const struct disk *disk);
int64_t disk_failed(const struct disk *disk); /* calls that failed since disk_fail */
/* Each call of these kinds fails with a chance of `parts` of 10,000, until disk_mend. */
void disk_fail_sometimes(struct disk *disk, int calls, int parts);

/* Share of 10,000 of the syncs that say they are done and are not. What a lying disk holds back is bounded: it writes
 * the oldest of it when it holds 16 MiB of a file. */
void disk_lie(struct disk *disk, int parts);

/* Room for so many bytes in all, 0 for any number: a write that needs more fails with SQLITE_FULL. */
void disk_limit(struct disk *disk, int64_t bytes);
int64_t disk_used(const struct disk *disk);
int64_t disk_space(const struct disk *disk);           /* for env.disk_free: -1 without a limit */
int64_t disk_reserve(struct disk *disk, int64_t size); /* for env.ballast: what is set aside now */

/* Microseconds that a call takes: waits add up until they are taken, for the world's clock to go on by. */
void disk_slow(struct disk *disk, int64_t sync_us, int64_t write_us); /* on average; drawn between 0 and twice that */
int64_t disk_waited(struct disk *disk);                               /* takes them */

/* ---- damage at rest; of what is synced and what is not ---- */

bool disk_has(const struct disk *disk, const char *path);
int64_t disk_size(const struct disk *disk, const char *path); /* -1: there is none */
/* A bit drawn among all of the file's, or among those from `from` on, `size` bytes. Its place, -1 when there is none.
 */
int64_t disk_flip(struct disk *disk, const char *path, int64_t from, int64_t size);
int disk_cut_file(struct disk *disk, const char *path, int64_t size); /* truncated: 0, -1 there is no such file */
int disk_remove(struct disk *disk, const char *path);
const void *disk_bytes(struct disk *disk, const char *path, size_t *size);         /* NULL; until the next call */
void disk_put(struct disk *disk, const char *path, const void *data, size_t size); /* synced */

/* ---- copies ---- */

struct disk_copy;
/* All files whose path begins with `prefix` ("": all), as they are. While nothing is open it is what a person copies;
 * otherwise what a snapshot of the volume would hold. */
struct disk_copy *disk_copy_of(const struct disk *disk, const char *prefix);
/* Those files again, on this disk or on another one; others with the prefix of the copy go. All mounts must be cut or
 * have nothing of it open. */
void disk_restore(struct disk *disk, const struct disk_copy *copy);
void disk_copy_free(struct disk_copy **copy);
/* All files as real ones into a folder that exists: what a failing seed leaves, to be looked at. 0 or -1. */
int disk_dump(const struct disk *disk, const char *folder);

/* ---- what happened ---- */

struct disk_tally {
    int64_t calls, syncs, bytes_written;
    int64_t failed;                  /* calls that failed on purpose */
    int64_t full;                    /* writes that met the limit */
    int64_t lied;                    /* syncs that were not done */
    int64_t lost, torn, misdirected; /* unsynced writes at a power loss */
    int64_t lied_away;               /* of those that did not arrive: said to be synced. They may be seen missing */
    int64_t overwritten;             /* misdirected over what was synced. May be seen as damage */
    int64_t flipped, cut, restored, power_losses;
};
const struct disk_tally *disk_tally(const struct disk *disk);
/* True once something was done that no store could survive whole (a lie that cost, an overwritten sector, a flipped
 * bit, a truncation, an older copy): to be noticed, not to be survived. */
bool disk_is_unfair(const struct disk *disk);

/* Of all calls so far, in order, with what they wrote; of all files as they are. */
uint64_t disk_trace(const struct disk *disk);
uint64_t disk_digest(const struct disk *disk);

#endif
