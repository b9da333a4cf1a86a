/* What the files of the disk share; nobody else includes this. */
#ifndef ANXIN_TESTS_SIM_DISK_PRIVATE_H
#define ANXIN_TESTS_SIM_DISK_PRIVATE_H

#include <sqlite3.h>

#include "chance.h"
#include "disk.h"

#define SECTOR 512

/* Bytes that grow. */
struct bytes {
    uint8_t *at;
    int64_t size, room;
};

#define IMAGE_PAGE 4096

/* Its bytes lie apart: a process that has forked need not copy them to let go of them. */
struct page {
    int64_t holders;
    uint8_t *at;
};

/* The contents of a file. */
struct image {
    struct page **pages;
    int64_t size, room;
};

/* A write since the last sync, whose bytes stand in `kept` of its file; or a truncation, to the length `to`. */
struct unsynced {
    int64_t to, size;
    int64_t kept;
    bool truncation;
    bool lied; /* a sync said that it is done */
};

/* A file has two images: what processes read, and what would be there after a power loss. */
struct file {
    struct file *next;
    char *path; /* "" for one without a name */
    struct image now, synced;
    struct bytes kept;
    struct unsynced *unsynced;
    int unsynced_count, unsynced_room;
    bool parted;            /* the images differ by more than what is unsynced */
    bool linked;            /* its name leads to it */
    bool entry_synced;      /* and would after a power loss */
    struct handle *handles; /* open on it */
};

/* A name that was made or removed since names were last synced. */
struct naming {
    struct file *file;
    bool made;
};

struct disk {
    struct chance chance;
    struct file *files; /* in the order of making; also those that only handles or namings hold */
    struct naming *namings;
    int namings_count, namings_room;
    struct mount *mounts;
    int fail_calls, sometimes_calls, sometimes_parts;
    int64_t fail_in; /* calls until one fails; 0: none will */
    bool fail_for_ever;
    int64_t failed;
    int lie_parts;
    int64_t limit, used, reserved;
    int64_t slow_sync, slow_write, waited;
    struct disk_tally tally;
    uint64_t trace;
    int64_t changes;
    bool unfair;
    disk_watch *watch;
    void *watch_self;
    uint8_t *shown; /* by disk_bytes */
};

struct mount {
    struct mount *next;
    struct disk *disk;
    sqlite3_vfs vfs;
    char *name;
    bool alone, cut;
    uint64_t life;  /* handles of an earlier one are dead */
    int64_t cut_in; /* calls until it is cut; 0: it will not be */
};

struct handle {
    sqlite3_file base;
    struct mount *mount;
    struct file *file;
    struct handle *next; /* on the same file */
    uint64_t life;
    int lock;
    bool vanishes; /* when it is closed */
};

void *grow(void *at, int64_t *room, int64_t needed, size_t each); /* doubles; never NULL */

/* ---- disk_image.c ---- */

void image_write(struct image *image, int64_t to, const void *data, int64_t size);
void image_read(const struct image *image, int64_t from, void *to, int64_t size); /* all of it must be there */
void image_cut(struct image *image, int64_t size);                                /* or grown, by zeros */
void image_copy(struct image *to, const struct image *from);
/* Takes over what was written there, and all that it lacks at its end: in everything else they are equal. */
void image_follow(struct image *to, const struct image *from, int64_t at, int64_t size);
void image_free(struct image *image);

/* ---- disk.c ---- */

struct file *file_find(const struct disk *disk, const char *path); /* NULL: there is none of that name */
struct file *file_make(struct disk *disk, const char *path);
void file_write(struct disk *disk, struct file *file, int64_t to, const void *data, int64_t size);
void file_cut(struct disk *disk, struct file *file, int64_t size);
void file_sync(struct disk *disk, struct file *file);
/* One of its images becomes what the other one is; nothing is unsynced any more. */
void file_follow(struct file *file, struct image *image, const struct image *other);
void file_forsake(struct file *file); /* what was written since the last sync never reaches the disk */
void file_unlink(struct disk *disk, struct file *file, bool sync);
int file_rename(struct disk *disk, struct file *file, const char *path); /* durable; -1: the name is taken */
void file_settle(struct disk *disk, struct file *file);                  /* all of it is synced */
void file_release(struct disk *disk, struct file *file);                 /* freed when nothing holds it */
void names_sync(struct disk *disk);

uint64_t trace_mix(uint64_t hash, uint64_t number);
uint64_t trace_bytes(uint64_t hash, const void *data, size_t size);

/* ---- disk_vfs.c ---- */

void mount_kill(struct mount *mount);

#endif
