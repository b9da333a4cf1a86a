/* The medium: files with what processes read and what would be left after a power loss. Invariant: the synced image of
 * a file and its unsynced writes, applied in order, are what is read, except for what a failed sync has forsaken. */
#include <stdlib.h>
#include <string.h>

#include "disk_private.h"

#define LIE_MOST (INT64_C(16) << 20)

/* ---- memory ---- */

void *grow(void *at, int64_t *room, int64_t needed, size_t each)
{
    if (needed <= *room)
        return at;
    int64_t wanted = *room > 0 ? *room : 16;
    while (wanted < needed)
        wanted *= 2;
    void *larger = realloc(at, (size_t)wanted * each);
    if (!larger)
        abort();
    *room = wanted;
    return larger;
}

static int64_t bytes_add(struct bytes *bytes, const void *data, int64_t size)
{
    const int64_t at = bytes->size;
    bytes->at = grow(bytes->at, &bytes->room, at + size, 1);
    if (size > 0)
        memcpy(bytes->at + at, data, (size_t)size);
    bytes->size += size;
    return at;
}

/* ---- hashes ---- */

uint64_t trace_mix(uint64_t hash, uint64_t number)
{
    hash = (hash ^ number) * UINT64_C(0x9fb21c651e98df25);
    return hash ^ (hash >> 32);
}

uint64_t trace_bytes(uint64_t hash, const void *data, size_t size)
{
    const uint8_t *at = data;
    uint64_t word, lanes[4] = {hash, 1, 2, 3}; /* side by side: a page is hashed with each write */
    hash = trace_mix(hash, size);
    for (; size >= sizeof lanes; size -= sizeof lanes, at += sizeof lanes)
        for (size_t i = 0; i < 4; i++) {
            memcpy(&word, at + i * sizeof word, sizeof word);
            lanes[i] = trace_mix(lanes[i], word);
        }
    for (size_t i = 0; i < 4; i++)
        hash = trace_mix(hash, lanes[i]);
    for (; size >= sizeof word; size -= sizeof word, at += sizeof word) {
        memcpy(&word, at, sizeof word);
        hash = trace_mix(hash, word);
    }
    word = 0;
    if (size > 0)
        memcpy(&word, at, size);
    return trace_mix(hash, word);
}

/* ---- files ---- */

struct file *file_find(const struct disk *disk, const char *path)
{
    struct file *file = disk->files;
    while (file && !(file->linked && strcmp(file->path, path) == 0))
        file = file->next;
    return file;
}

static void naming_add(struct disk *disk, struct file *file, bool made)
{
    int64_t room = disk->namings_room;
    disk->namings = grow(disk->namings, &room, disk->namings_count + 1, sizeof *disk->namings);
    disk->namings_room = (int)room;
    disk->namings[disk->namings_count++] = (struct naming){file, made};
}

struct file *file_make(struct disk *disk, const char *path)
{
    struct file **end = &disk->files;
    struct file *file = calloc(1, sizeof *file);
    if (!file || !(file->path = strdup(path)))
        abort();
    while (*end)
        end = &(*end)->next;
    *end = file;
    file->linked = path[0] != '\0';
    if (file->linked)
        naming_add(disk, file, true);
    return file;
}

static bool file_is_named(const struct disk *disk, const struct file *file)
{
    for (int i = 0; i < disk->namings_count; i++)
        if (disk->namings[i].file == file)
            return true;
    return false;
}

void file_release(struct disk *disk, struct file *file)
{
    struct file **place = &disk->files;
    if (file->linked || file->handles || file_is_named(disk, file))
        return;
    while (*place != file)
        place = &(*place)->next;
    *place = file->next;
    image_free(&file->now);
    image_free(&file->synced);
    free(file->kept.at);
    free(file->unsynced);
    free(file->path);
    free(file);
}

static void resize(struct disk *disk, struct file *file, int64_t before)
{
    if (file->linked)
        disk->used += file->now.size - before;
}

static struct unsynced *unsynced_add(struct file *file)
{
    int64_t room = file->unsynced_room;
    file->unsynced = grow(file->unsynced, &room, file->unsynced_count + 1, sizeof *file->unsynced);
    file->unsynced_room = (int)room;
    return &file->unsynced[file->unsynced_count++];
}

void file_write(struct disk *disk, struct file *file, int64_t to, const void *data, int64_t size)
{
    int64_t before = file->now.size;
    const int64_t kept = bytes_add(&file->kept, data, size);
    *unsynced_add(file) = (struct unsynced){.to = to, .size = size, .kept = kept};
    image_write(&file->now, to, data, size);
    resize(disk, file, before);
}

void file_cut(struct disk *disk, struct file *file, int64_t size)
{
    int64_t before = file->now.size;
    *unsynced_add(file) = (struct unsynced){.to = size, .truncation = true};
    image_cut(&file->now, size);
    resize(disk, file, before);
}

static void unsynced_clear(struct file *file)
{
    file->unsynced_count = 0;
    file->kept.size = 0;
}

void file_forsake(struct file *file)
{
    file->parted = file->parted || file->unsynced_count > 0;
    unsynced_clear(file);
}

void file_follow(struct file *file, struct image *image, const struct image *other)
{
    image_copy(image, other);
    unsynced_clear(file);
    file->parted = false;
}

static void unsynced_apply(struct file *file, const struct unsynced *write)
{
    if (write->truncation)
        image_cut(&file->synced, write->to);
    else
        image_write(&file->synced, write->to, file->kept.at + write->kept, write->size);
}

static bool was_cut(const struct file *file)
{
    for (int i = 0; i < file->unsynced_count; i++)
        if (file->unsynced[i].truncation)
            return true;
    return false;
}

/* As long as the images have not parted, what was written stands in the other one. */
static void file_flush(struct file *file)
{
    const bool cut = was_cut(file);
    if (!file->parted && cut)
        image_copy(&file->synced, &file->now);
    for (int i = 0; i < file->unsynced_count; i++)
        if (file->parted)
            unsynced_apply(file, &file->unsynced[i]);
        else if (!cut)
            image_follow(&file->synced, &file->now, file->unsynced[i].to, file->unsynced[i].size);
    unsynced_clear(file);
}

void names_sync(struct disk *disk)
{
    int count = disk->namings_count;
    disk->namings_count = 0;
    for (int i = 0; i < count; i++)
        disk->namings[i].file->entry_synced = disk->namings[i].made;
    for (int i = 0; i < count; i++)
        if (!disk->namings[i].made)
            file_release(disk, disk->namings[i].file);
}

/* A lying disk writes sooner or later what it holds. */
static void file_hold(struct file *file)
{
    for (int i = 0; i < file->unsynced_count; i++)
        file->unsynced[i].lied = true;
    if (file->kept.size > LIE_MOST)
        file_flush(file);
}

void file_sync(struct disk *disk, struct file *file)
{
    if (chance_hits(&disk->chance, disk->lie_parts)) {
        disk->tally.lied++;
        file_hold(file);
        return;
    }
    file_flush(file);
    if (file->linked && !file->entry_synced)
        names_sync(disk);
}

void file_settle(struct disk *disk, struct file *file)
{
    file_follow(file, &file->synced, &file->now);
    names_sync(disk);
}

void file_unlink(struct disk *disk, struct file *file, bool sync)
{
    file->linked = false;
    disk->used -= file->now.size;
    naming_add(disk, file, false);
    if (sync)
        names_sync(disk);
}

int file_rename(struct disk *disk, struct file *file, const char *path)
{
    char *name = file_find(disk, path) ? NULL : strdup(path);
    if (!name)
        return -1;
    free(file->path);
    file->path = name;
    names_sync(disk);
    return 0;
}

/* ---- the disk ---- */

struct disk *disk_new(uint64_t seed)
{
    struct disk *disk = calloc(1, sizeof *disk);
    if (!disk)
        abort();
    disk->chance = chance_of(seed, "disk");
    return disk;
}

void disk_destroy(struct disk **pointer)
{
    struct disk *disk = *pointer;
    *pointer = NULL;
    if (!disk)
        return;
    if (disk->mounts)
        abort();
    disk->namings_count = 0;
    for (struct file *file = disk->files, *next; file; file = next) {
        next = file->next;
        file->linked = false;
        file_release(disk, file);
    }
    free(disk->namings);
    free(disk->shown);
    free(disk);
}

void disk_fail(struct disk *disk, int calls, int64_t nth, bool for_ever)
{
    disk->fail_calls = calls;
    disk->fail_in = nth;
    disk->fail_for_ever = for_ever;
    disk->failed = 0;
}

void disk_fail_sometimes(struct disk *disk, int calls, int parts)
{
    disk->sometimes_calls = calls;
    disk->sometimes_parts = parts;
}

void disk_watched_by(struct disk *disk, disk_watch *watch, void *self)
{
    disk->watch = watch;
    disk->watch_self = self;
}

void disk_mend(struct disk *disk)
{
    disk->fail_in = 0;
    disk->fail_for_ever = false;
    disk->sometimes_parts = 0;
}

int64_t disk_changes(const struct disk *disk)
{
    return disk->changes;
}

int64_t disk_failed(const struct disk *disk)
{
    return disk->failed;
}

void disk_lie(struct disk *disk, int parts)
{
    disk->lie_parts = parts;
}

void disk_limit(struct disk *disk, int64_t bytes)
{
    disk->limit = bytes;
}

int64_t disk_used(const struct disk *disk)
{
    return disk->used + disk->reserved;
}

int64_t disk_space(const struct disk *disk)
{
    int64_t left = disk->limit - disk_used(disk);
    if (disk->limit == 0)
        return -1;
    return left > 0 ? left : 0;
}

int64_t disk_reserve(struct disk *disk, int64_t size)
{
    disk->reserved = 0;
    if (disk->limit == 0 || size <= disk_space(disk))
        disk->reserved = size;
    return disk->reserved;
}

void disk_slow(struct disk *disk, int64_t sync_us, int64_t write_us)
{
    disk->slow_sync = sync_us;
    disk->slow_write = write_us;
}

int64_t disk_waited(struct disk *disk)
{
    int64_t waited = disk->waited;
    disk->waited = 0;
    return waited;
}

const struct disk_tally *disk_tally(const struct disk *disk)
{
    return &disk->tally;
}

bool disk_is_unfair(const struct disk *disk)
{
    return disk->unfair;
}

uint64_t disk_trace(const struct disk *disk)
{
    return disk->trace;
}

uint64_t disk_digest(const struct disk *disk)
{
    uint64_t digest = 0;
    for (const struct file *file = disk->files; file; file = file->next)
        if (file->linked) {
            digest = trace_bytes(digest, file->path, strlen(file->path));
            for (int64_t at = 0; at < file->now.size; at += IMAGE_PAGE)
                digest = trace_bytes(digest, file->now.pages[at / IMAGE_PAGE]->at, IMAGE_PAGE);
            digest = trace_mix(digest, (uint64_t)file->now.size);
        }
    return digest;
}
