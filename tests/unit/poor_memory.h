/* Memory that runs out on demand, for SQLite: its allocations are counted, and the one that a test names fails, or all
 * from that one on. What a store answers then is SQLITE_NOMEM at the very place. */
#ifndef ANXIN_TESTS_POOR_MEMORY_H
#define ANXIN_TESTS_POOR_MEMORY_H

#include <stdbool.h>
#include <stdint.h>

#include <sqlite3.h>

struct poor_memory {
    sqlite3_mem_methods real;
    int64_t left;   /* allocations that still succeed; negative: all do */
    bool for_ever;  /* all that follow fail too, until it is rich again */
    int64_t failed; /* so many failed since it was made poor */
};

static struct poor_memory poor_memory = {.left = -1};

static inline bool poor_fails(void)
{
    struct poor_memory *poor = &poor_memory;
    if (poor->left < 0 || poor->left-- > 0)
        return false;
    poor->left = poor->for_ever ? 0 : -1;
    poor->failed++;
    return true;
}

static inline void *poor_malloc(int size)
{
    return poor_fails() ? NULL : poor_memory.real.xMalloc(size);
}

static inline void *poor_realloc(void *old, int size)
{
    return poor_fails() ? NULL : poor_memory.real.xRealloc(old, size);
}

/* Before the first use of SQLite. Without the lookaside every allocation is counted. */
static inline void poor_install(void)
{
    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &poor_memory.real);
    sqlite3_mem_methods methods = poor_memory.real;
    methods.xMalloc = poor_malloc;
    methods.xRealloc = poor_realloc;
    sqlite3_config(SQLITE_CONFIG_MALLOC, &methods);
    sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0);
}

/* The allocation number `nth` from now on fails (1: the next), and with `for_ever` all after it. */
static inline void poor_from(int64_t nth, bool for_ever)
{
    poor_memory.left = nth - 1;
    poor_memory.for_ever = for_ever;
    poor_memory.failed = 0;
}

static inline void poor_no_more(void)
{
    poor_memory.left = -1;
}

#endif
