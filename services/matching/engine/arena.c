/* Classes of sizes, four to each doubling. Invariant: what was taken and what is given back have the same class. */
#include "arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/pages.h"

#define GRAIN 16
#define EVENLY 128 /* so far classes are a grain apart */
#define EVEN (EVENLY / GRAIN)

#if defined(__SANITIZE_ADDRESS__)
#define PLAIN 1 /* so that the sanitizer sees what is taken and given */
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define PLAIN 1
#endif
#endif
#ifndef PLAIN
#define PLAIN 0
#endif

struct spare {
    struct spare *next;
};

static int class_of(size_t size)
{
    if (size <= EVENLY)
        return size ? (int)((size - 1) / GRAIN) : 0;
    int doubling = 63 - __builtin_clzll((unsigned long long)size - 1);
    return EVEN + 4 * (doubling - 7) + (int)((size - 1) >> (doubling - 2) & 3);
}

static size_t size_of(int class)
{
    if (class < EVEN)
        return (size_t)(class + 1) * GRAIN;
    return (size_t)(5 + (class - EVEN) % 4) << (5 + (class - EVEN) / 4);
}

/* Those have no class. */
static bool is_large(size_t size)
{
    return PLAIN || size > size_of(ARENA_CLASSES - 1);
}

static int slab_add(struct arena *arena)
{
    void *slab;
    if (list_reserve(&arena->slabs, sizeof slab, 1) || !(slab = pages_slab()))
        return -1;
    arena->at = slab;
    arena->left = PAGES_SLAB;
    return list_insert(&arena->slabs, sizeof slab, arena->slabs.count, &slab);
}

void *arena_take(struct arena *arena, size_t size)
{
    if (is_large(size))
        return malloc(size);
    int class = class_of(size);
    struct spare *spare = arena->free[class];
    if (spare) {
        arena->free[class] = spare->next;
        return spare;
    }
    if (arena->left < size_of(class) && slab_add(arena))
        return NULL;
    void *at = arena->at;
    arena->at += size_of(class);
    arena->left -= size_of(class);
    return at;
}

void arena_give(struct arena *arena, void *at, size_t size)
{
    if (is_large(size)) {
        free(at);
        return;
    }
    if (!at)
        return;
    struct spare *spare = at;
    spare->next = arena->free[class_of(size)];
    arena->free[class_of(size)] = spare;
}

void arena_close(struct arena *arena)
{
    for (int i = 0; i < arena->slabs.count; i++)
        free(((void **)arena->slabs.at)[i]);
    free(arena->slabs.at);
    *arena = (struct arena){0};
}

/* As many items as the class holds. */
static int room_for(size_t size, int count)
{
    size_t bytes = (size_t)count * size;
    return is_large(bytes) ? count : (int)(size_of(class_of(bytes)) / size);
}

int arena_list_reserve(struct arena *arena, struct list *list, size_t size, int more)
{
    int wanted = list->count + more, grown = list->room + list->room / 4;
    if (wanted <= list->room)
        return 0;
    int room = room_for(size, wanted > grown ? wanted : grown);
    void *at = arena_take(arena, (size_t)room * size);
    if (!at)
        return -1;
    if (list->count)
        memcpy(at, list->at, (size_t)list->count * size);
    arena_give(arena, list->at, (size_t)list->room * size);
    list->at = at;
    list->room = room;
    return 0;
}

void arena_list_give(struct arena *arena, struct list *list, size_t size)
{
    arena_give(arena, list->at, (size_t)list->room * size);
    *list = (struct list){0};
}
