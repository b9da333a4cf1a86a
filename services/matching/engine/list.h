/* A growing array of flat items, kept in order by its users. `size` is that of an item; 0, or -1 when there is no
 * memory (then nothing changed). */
#ifndef ANXIN_MATCHING_LIST_H
#define ANXIN_MATCHING_LIST_H

#include <stdbool.h>
#include <stddef.h>

struct list {
    void *at; /* freed by its owner */
    int count, room;
};

int list_insert(struct list *list, size_t size, int index, const void *item);
int list_reserve(struct list *list, size_t size, int more); /* so many inserts will find room */
void list_remove(struct list *list, size_t size, int index);

/* The item whose id, its first member, is `id`; -1 when there is none. */
int list_find(const struct list *list, size_t size, const char *id);

#endif
