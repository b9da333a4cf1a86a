/* The power goes: each write since the last sync meets its fate, drawn by seed; then what was not synced of names. */
#include <stdlib.h>
#include <string.h>

#include "disk_private.h"

enum fate { FATE_WHOLE, FATE_LOST, FATE_TORN, FATE_MISDIRECTED };

static enum fate fate_draw(struct disk *disk, const struct disk_loss *loss, const struct unsynced *write)
{
    int drawn = (int)chance_below(&disk->chance, 10000);
    if (drawn < loss->lose)
        return FATE_LOST;
    if (write->truncation)
        return FATE_WHOLE;
    if (drawn < loss->lose + loss->tear)
        return FATE_TORN;
    return drawn < loss->lose + loss->tear + loss->misdirect ? FATE_MISDIRECTED : FATE_WHOLE;
}

/* Of the sectors that the write touches, each arrives or does not. */
static void write_tear(struct disk *disk, struct image *image, const struct unsynced *write, const uint8_t *data)
{
    for (int64_t at = write->to, end = write->to + write->size, next; at < end; at = next) {
        next = (at / SECTOR + 1) * SECTOR < end ? (at / SECTOR + 1) * SECTOR : end;
        if (chance_next(&disk->chance) & 1)
            image_write(image, at, data + (at - write->to), next - at);
    }
}

/* Somewhere in what the file had when it was synced last: that is what hurts. */
static void write_misdirect(struct disk *disk, struct image *image, const struct unsynced *write, const uint8_t *data)
{
    int64_t sectors = image->size / SECTOR;
    if (sectors == 0)
        return;
    int64_t to = (int64_t)chance_below(&disk->chance, (uint64_t)sectors) * SECTOR;
    disk->tally.overwritten++;
    disk->unfair = true;
    image_write(image, to, data, to + write->size < image->size ? write->size : image->size - to);
}

static void write_meets(struct disk *disk, struct file *file, const struct unsynced *write, enum fate fate)
{
    const uint8_t *data = file->kept.at ? file->kept.at + write->kept : NULL;
    if (fate != FATE_WHOLE && write->lied) {
        disk->tally.lied_away++;
        disk->unfair = true;
    }
    switch (fate) {
    case FATE_WHOLE:
        if (write->truncation)
            image_cut(&file->synced, write->to);
        else
            image_write(&file->synced, write->to, data, write->size);
        return;
    case FATE_LOST:
        disk->tally.lost++;
        return;
    case FATE_TORN:
        disk->tally.torn++;
        write_tear(disk, &file->synced, write, data);
        return;
    case FATE_MISDIRECTED:
        disk->tally.misdirected++;
        write_misdirect(disk, &file->synced, write, data);
        return;
    }
}

static void file_lose(struct disk *disk, struct file *file, const struct disk_loss *loss)
{
    int64_t before = file->now.size;
    for (int i = 0; i < file->unsynced_count; i++)
        write_meets(disk, file, &file->unsynced[i], fate_draw(disk, loss, &file->unsynced[i]));
    file_follow(file, &file->now, &file->synced);
    if (file->linked)
        disk->used += file->now.size - before;
}

/* Names are kept in order, as a file system with a journal does: so many of those that wait reach the disk, no other.
 */
static void names_lose(struct disk *disk)
{
    int kept = (int)chance_below(&disk->chance, (uint64_t)disk->namings_count + 1);
    for (int i = disk->namings_count; i-- > kept;) {
        struct file *file = disk->namings[i].file;
        disk->used += disk->namings[i].made ? -file->now.size : file->now.size;
        file->linked = !disk->namings[i].made;
    }
    for (int i = 0; i < disk->namings_count; i++)
        disk->namings[i].file->entry_synced = disk->namings[i].file->linked;
    disk->namings_count = 0;
}

/* Files that no name leads to and no living handle holds are gone. */
static void strays_drop(struct disk *disk)
{
    for (struct file *file = disk->files, *next; file; file = next) {
        next = file->next;
        file_release(disk, file);
    }
}

void disk_power_loss(struct disk *disk, const struct disk_loss *loss)
{
    disk->tally.power_losses++;
    for (struct mount *mount = disk->mounts; mount; mount = mount->next)
        mount_kill(mount);
    for (struct file *file = disk->files; file; file = file->next)
        file_lose(disk, file, loss);
    names_lose(disk);
    strays_drop(disk);
    disk->trace = trace_mix(disk->trace, (uint64_t)disk->tally.power_losses);
}
