/* Chance that a seed reproduces. */
#include "chance.h"

#include <string.h>

#include <sodium.h>
#include <sqlite3.h>

#define STILL_MS INT64_C(210866760000000) /* julian milliseconds of 1970-01-01, for SQLite */

struct chance chance_of(uint64_t seed, const char *name)
{
    uint64_t mixed = seed ^ UINT64_C(0xcbf29ce484222325);
    for (; *name; name++)
        mixed = (mixed ^ (unsigned char)*name) * UINT64_C(0x100000001b3);
    struct chance chance = {mixed};
    chance.state = chance_next(&chance);
    return chance;
}

uint64_t chance_next(struct chance *chance)
{
    uint64_t z = chance->state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

uint64_t chance_below(struct chance *chance, uint64_t bound)
{
    return chance_next(chance) % bound;
}

int64_t chance_between(struct chance *chance, int64_t least, int64_t most)
{
    return least + (int64_t)chance_below(chance, (uint64_t)(most - least) + 1);
}

bool chance_hits(struct chance *chance, int parts)
{
    return parts > 0 && (int)chance_below(chance, 10000) < parts;
}

void chance_fill(struct chance *chance, void *to, size_t size)
{
    for (uint8_t *at = to; size > 0;) {
        uint64_t number = chance_next(chance);
        size_t part = size < sizeof number ? size : sizeof number;
        memcpy(at, &number, part);
        at += part;
        size -= part;
    }
}

/* ---- of the libraries, which know one for the whole process ---- */

static struct chance of_sqlite, of_sodium;

static int sqlite_random(sqlite3_vfs *vfs, int size, char *to)
{
    (void)vfs;
    chance_fill(&of_sqlite, to, (size_t)size);
    return size;
}

static int sqlite_sleep(sqlite3_vfs *vfs, int us)
{
    (void)vfs;
    return us;
}

static int sqlite_time(sqlite3_vfs *vfs, double *days)
{
    (void)vfs;
    *days = (double)STILL_MS / 86400000.0;
    return SQLITE_OK;
}

static int sqlite_time_ms(sqlite3_vfs *vfs, sqlite3_int64 *ms)
{
    (void)vfs;
    *ms = STILL_MS;
    return SQLITE_OK;
}

static const char *sodium_name(void)
{
    return "seeded";
}

static uint32_t sodium_random(void)
{
    return (uint32_t)chance_next(&of_sodium);
}

static void sodium_fill(void *const to, const size_t size)
{
    chance_fill(&of_sodium, to, size);
}

static struct randombytes_implementation sodium_seeded = {
    .implementation_name = sodium_name,
    .random = sodium_random,
    .buf = sodium_fill,
};

/* The settings are those of store_open, which come too late once a VFS is known. */
static int sqlite_install(void)
{
    static sqlite3_vfs vfs;
    sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    const sqlite3_vfs *real = sqlite3_vfs_find("unix");
    if (!real)
        return -1;
    vfs = *real;
    vfs.pNext = NULL;
    vfs.zName = "chance";
    vfs.xRandomness = sqlite_random;
    vfs.xSleep = sqlite_sleep;
    vfs.xCurrentTime = sqlite_time;
    vfs.xCurrentTimeInt64 = sqlite_time_ms;
    return sqlite3_vfs_register(&vfs, 1) == SQLITE_OK ? 0 : -1;
}

int chance_install(void)
{
    if (randombytes_set_implementation(&sodium_seeded) != 0 || sodium_init() < 0 || sqlite_install() != 0)
        return -1;
    chance_reset(0);
    return 0;
}

void chance_reset(uint64_t seed)
{
    of_sqlite = chance_of(seed, "sqlite");
    of_sodium = chance_of(seed, "sodium");
    sqlite3_randomness(0, NULL); /* forgets what it drew: the next one is asked of the VFS */
}
