/* Inside of the engine: memory for many small things that are looked at here and there, side by side in large pages.
 * What is given back serves the next one of about its size; the system has it back when the arena closes. */
#ifndef ANXIN_MATCHING_ARENA_H
#define ANXIN_MATCHING_ARENA_H

#include "list.h"

#define ARENA_CLASSES 48

struct spare;

struct arena {
    struct list slabs; /* void * */
    char *at;          /* the rest of the last one */
    size_t left;
    struct spare *free[ARENA_CLASSES]; /* of each class a chain */
};

/* Aligned to 16 bytes, of any content. NULL: no memory. */
void *arena_take(struct arena *arena, size_t size);
void arena_give(struct arena *arena, void *at, size_t size); /* NULL is accepted */
void arena_close(struct arena *arena);

/* A list whose items lie in the arena: as list_reserve, for list_insert and list_remove; and given back. */
int arena_list_reserve(struct arena *arena, struct list *list, size_t size, int more);
void arena_list_give(struct arena *arena, struct list *list, size_t size);

#endif
