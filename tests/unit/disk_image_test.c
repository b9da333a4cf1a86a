/* The two images of a file on a simulated disk: what is read, and what would be left after a power loss. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../sim/disk_private.h"

#define PLAIN_MOST 20000

/* As a file would be told without pages that are shared. */
struct plain {
    uint8_t at[PLAIN_MOST];
    int64_t size;
};

static void plain_cut(struct plain *plain, int64_t size)
{
    if (size < plain->size)
        memset(plain->at + size, 0, (size_t)(plain->size - size));
    plain->size = size;
}

static void plain_write(struct plain *plain, int64_t to, const uint8_t *data, int64_t size)
{
    memcpy(plain->at + to, data, (size_t)size);
    plain->size = to + size > plain->size ? to + size : plain->size;
}

static void assert_reads(const struct image *image, const struct plain *plain)
{
    static uint8_t bytes[PLAIN_MOST];
    assert_int_equal(image->size, plain->size);
    image_read(image, 0, bytes, image->size);
    assert_memory_equal(bytes, plain->at, (size_t)plain->size);
}

static void file_changes(struct disk *disk, struct file *file, struct chance *chance, struct plain *now)
{
    uint8_t data[9000];
    const int64_t to = chance_between(chance, 0, 10000), size = chance_between(chance, 0, 9000);
    chance_fill(chance, data, (size_t)size);
    if (chance_below(chance, 5) == 0) {
        file_cut(disk, file, to);
        plain_cut(now, to);
    } else {
        file_write(disk, file, to, data, size);
        plain_write(now, to, data, size);
    }
}

/* Also after a sync that failed, and with a copy taken before, which nothing changes. */
static void test_what_is_read_and_what_is_synced_are_those_of_plain_files(void **state)
{
    (void)state;
    static struct plain now, synced, copied;
    for (uint64_t seed = 0; seed < 300; seed++) {
        struct disk *disk = disk_new(seed);
        struct chance chance = chance_of(seed, "plain");
        struct file *file = file_make(disk, "file");
        struct image copy = {0};
        memset(&now, 0, sizeof now);
        synced = now;
        for (int step = 0; step < 40; step++) {
            file_changes(disk, file, &chance, &now);
            if (step == 20) {
                image_copy(&copy, &file->now);
                copied = now;
            }
            if (chance_below(&chance, 3) == 0) {
                file_sync(disk, file);
                synced = now;
            } else if (chance_below(&chance, 10) == 0) {
                names_sync(disk);
                disk_power_loss(disk, &(struct disk_loss){.lose = 10000});
                now = synced;
            }
            assert_reads(&file->now, &now);
            assert_reads(&file->synced, &synced);
        }
        assert_reads(&copy, &copied);
        image_free(&copy);
        disk_destroy(&disk);
    }
}

static void test_what_a_failed_sync_forsook_never_reaches_the_disk(void **state)
{
    (void)state;
    struct disk *disk = disk_new(3);
    struct file *file = file_make(disk, "file");
    uint8_t bytes[4096];
    memset(bytes, 'a', sizeof bytes);
    file_write(disk, file, 0, bytes, sizeof bytes);
    file_sync(disk, file);
    file_write(disk, file, 0, "lost", 4);
    file_forsake(file);
    file_write(disk, file, 8, "kept", 4);
    file_sync(disk, file);
    disk_power_loss(disk, &(struct disk_loss){.lose = 10000});
    image_read(&file->now, 0, bytes, sizeof bytes);
    assert_memory_equal(bytes, "aaaaaaaakepta", 13);
    disk_destroy(&disk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_read_and_what_is_synced_are_those_of_plain_files),
        cmocka_unit_test(test_what_a_failed_sync_forsook_never_reaches_the_disk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
