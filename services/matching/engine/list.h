/* A growing array of flat items, kept in order by its users. `size` is that of an item; 0, or -1 when there is no
 * memory (then nothing changed). */
#ifndef ANXIN_MATCHING_LIST_H
#define ANXIN_MATCHING_LIST_H

#include <stddef.h>

struct list {
    void *at; /* freed by its owner */
    int count, room;
};

int list_insert(struct list *list, size_t size, int index, const void *item);
void list_remove(struct list *list, size_t size, int index);
int list_copy(struct list *to, const struct list *from, size_t size); /* over what `to` was */

/* The item whose id, its first member, is `id`; -1 when there is none. */
int list_find(const struct list *list, size_t size, const char *id);

/* Replaces the item with the same id, or puts it behind the last one. */
int list_put(struct list *list, size_t size, const void *item);

#endif
