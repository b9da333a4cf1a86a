/* What a person, a backup or a bad sector does to the files of a disk while nobody looks. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "disk_private.h"

bool disk_has(const struct disk *disk, const char *path)
{
    return file_find(disk, path) != NULL;
}

int64_t disk_size(const struct disk *disk, const char *path)
{
    const struct file *file = file_find(disk, path);
    return file ? file->now.size : -1;
}

static void bit_flip(struct image *image, int64_t at, uint8_t mask)
{
    uint8_t byte;
    if (at >= image->size)
        return;
    image_read(image, at, &byte, 1);
    byte ^= mask;
    image_write(image, at, &byte, 1);
}

int64_t disk_flip(struct disk *disk, const char *path, int64_t from, int64_t size)
{
    struct file *file = file_find(disk, path);
    if (!file || file->now.size <= from)
        return -1;
    int64_t most = file->now.size - from;
    int64_t at = from + (int64_t)chance_below(&disk->chance, (uint64_t)(size > 0 && size < most ? size : most));
    uint8_t mask = (uint8_t)(1U << chance_below(&disk->chance, 8));
    bit_flip(&file->now, at, mask);
    bit_flip(&file->synced, at, mask);
    file->parted = true;
    disk->tally.flipped++;
    disk->unfair = true;
    return at;
}

int disk_cut_file(struct disk *disk, const char *path, int64_t size)
{
    struct file *file = file_find(disk, path);
    if (!file)
        return -1;
    file_cut(disk, file, size);
    file_settle(disk, file);
    disk->tally.cut++;
    disk->unfair = true;
    return 0;
}

int disk_remove(struct disk *disk, const char *path)
{
    struct file *file = file_find(disk, path);
    if (!file)
        return -1;
    file_unlink(disk, file, true);
    disk->tally.cut++;
    disk->unfair = true;
    return 0;
}

const void *disk_bytes(struct disk *disk, const char *path, size_t *size)
{
    const struct file *file = file_find(disk, path);
    *size = file ? (size_t)file->now.size : 0;
    if (!file)
        return NULL;
    free(disk->shown);
    disk->shown = malloc(*size + 1);
    if (!disk->shown)
        abort();
    image_read(&file->now, 0, disk->shown, file->now.size);
    return disk->shown;
}

void disk_put(struct disk *disk, const char *path, const void *data, size_t size)
{
    struct file *file = file_find(disk, path);
    if (!file)
        file = file_make(disk, path);
    file_cut(disk, file, 0);
    file_write(disk, file, 0, data, (int64_t)size);
    file_settle(disk, file);
}

/* ---- copies ---- */

struct copied {
    char *path;
    struct image image;
};

struct disk_copy {
    char *prefix;
    struct copied *files;
    int64_t count, room;
};

static bool has_prefix(const struct file *file, const char *prefix)
{
    return file->linked && strncmp(file->path, prefix, strlen(prefix)) == 0;
}

struct disk_copy *disk_copy_of(const struct disk *disk, const char *prefix)
{
    struct disk_copy *copy = calloc(1, sizeof *copy);
    if (!copy || !(copy->prefix = strdup(prefix)))
        abort();
    for (const struct file *file = disk->files; file; file = file->next) {
        if (!has_prefix(file, prefix))
            continue;
        copy->files = grow(copy->files, &copy->room, copy->count + 1, sizeof *copy->files);
        struct copied *copied = &copy->files[copy->count++];
        *copied = (struct copied){.path = strdup(file->path)};
        if (!copied->path)
            abort();
        image_copy(&copied->image, &file->now);
    }
    return copy;
}

static void put_back(struct disk *disk, const struct copied *copied)
{
    struct file *file = file_find(disk, copied->path);
    if (!file)
        file = file_make(disk, copied->path);
    disk->used += copied->image.size - file->now.size;
    image_copy(&file->now, &copied->image);
    file_settle(disk, file);
}

void disk_restore(struct disk *disk, const struct disk_copy *copy)
{
    for (struct file *file = disk->files, *next; file; file = next) {
        next = file->next;
        if (has_prefix(file, copy->prefix)) {
            file->linked = false;
            disk->used -= file->now.size;
        }
    }
    names_sync(disk);
    for (struct file *file = disk->files, *next; file; file = next) {
        next = file->next;
        file_release(disk, file);
    }
    for (int64_t i = 0; i < copy->count; i++)
        put_back(disk, &copy->files[i]);
    disk->tally.restored++;
    disk->unfair = true;
}

void disk_copy_free(struct disk_copy **pointer)
{
    struct disk_copy *copy = *pointer;
    *pointer = NULL;
    if (!copy)
        return;
    for (int64_t i = 0; i < copy->count; i++) {
        free(copy->files[i].path);
        image_free(&copy->files[i].image);
    }
    free(copy->files);
    free(copy->prefix);
    free(copy);
}

static int image_print(const struct image *image, FILE *out)
{
    size_t left = (size_t)image->size, written = 1;
    for (int64_t i = 0; left > 0 && written > 0; i++) {
        written = fwrite(image->pages[i]->at, 1, left < IMAGE_PAGE ? left : IMAGE_PAGE, out);
        left -= written;
    }
    return left == 0 ? 0 : -1;
}

static int file_dump(const struct file *file, const char *folder)
{
    char path[4096];
    const char *name = strrchr(file->path, '/');
    if (snprintf(path, sizeof path, "%s/%s", folder, name ? name + 1 : file->path) >= (int)sizeof path)
        return -1;
    FILE *out = fopen(path, "we");
    if (!out)
        return -1;
    int printed = image_print(&file->now, out);
    return fclose(out) == 0 ? printed : -1;
}

int disk_dump(const struct disk *disk, const char *folder)
{
    int result = 0;
    for (const struct file *file = disk->files; file && result == 0; file = file->next)
        if (file->linked)
            result = file_dump(file, folder);
    return result;
}
