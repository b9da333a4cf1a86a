/* Allocations that fail when they are told to. */
#include "poor.h"

#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

static struct {
    poor_watch *watch;
    void *self;
    sqlite3_mem_methods sqlite;
} poor;

void *poor_malloc(size_t size);
void *poor_calloc(size_t count, size_t size);
void *poor_realloc(void *old, size_t size);
char *poor_strdup(const char *text);
void *poor_aligned_alloc(size_t alignment, size_t size);

void poor_watched_by(poor_watch *watch, void *self)
{
    poor.watch = watch;
    poor.self = self;
}

static bool fails(void)
{
    return poor.watch && poor.watch(poor.self);
}

void *poor_malloc(size_t size)
{
    return fails() ? NULL : malloc(size);
}

void *poor_calloc(size_t count, size_t size)
{
    return fails() ? NULL : calloc(count, size);
}

void *poor_realloc(void *old, size_t size)
{
    return fails() ? NULL : realloc(old, size);
}

char *poor_strdup(const char *text)
{
    return fails() ? NULL : strdup(text);
}

void *poor_aligned_alloc(size_t alignment, size_t size)
{
    return fails() ? NULL : aligned_alloc(alignment, size);
}

static void *sqlite_malloc(int size)
{
    return fails() ? NULL : poor.sqlite.xMalloc(size);
}

static void *sqlite_realloc(void *old, int size)
{
    return fails() ? NULL : poor.sqlite.xRealloc(old, size);
}

/* Without the lookaside every allocation is asked about. */
int poor_install(void)
{
    if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &poor.sqlite) != SQLITE_OK)
        return -1;
    sqlite3_mem_methods methods = poor.sqlite;
    methods.xMalloc = sqlite_malloc;
    methods.xRealloc = sqlite_realloc;
    if (sqlite3_config(SQLITE_CONFIG_MALLOC, &methods) != SQLITE_OK)
        return -1;
    return sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) == SQLITE_OK ? 0 : -1;
}
