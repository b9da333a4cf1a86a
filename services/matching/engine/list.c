/* Arrays that grow. */
#include "list.h"

#include <stdlib.h>
#include <string.h>

int list_insert(struct list *list, size_t size, int index, const void *item)
{
    if (list->count == list->room) {
        int room = list->room ? 2 * list->room : 4;
        void *at = realloc(list->at, (size_t)room * size);
        if (!at)
            return -1;
        list->at = at;
        list->room = room;
    }
    char *place = (char *)list->at + (size_t)index * size;
    memmove(place + size, place, (size_t)(list->count - index) * size);
    memcpy(place, item, size);
    list->count++;
    return 0;
}

void list_remove(struct list *list, size_t size, int index)
{
    char *place = (char *)list->at + (size_t)index * size;
    list->count--;
    memmove(place, place + size, (size_t)(list->count - index) * size);
}

int list_copy(struct list *to, const struct list *from, size_t size)
{
    *to = (struct list){0};
    if (!from->count)
        return 0;
    to->at = malloc((size_t)from->count * size);
    if (!to->at)
        return -1;
    memcpy(to->at, from->at, (size_t)from->count * size);
    to->count = to->room = from->count;
    return 0;
}

int list_find(const struct list *list, size_t size, const char *id)
{
    for (int i = 0; i < list->count; i++)
        if (strcmp((const char *)list->at + (size_t)i * size, id) == 0)
            return i;
    return -1;
}

int list_put(struct list *list, size_t size, const void *item)
{
    int found = list_find(list, size, item);
    if (found < 0)
        return list_insert(list, size, list->count, item);
    memcpy((char *)list->at + (size_t)found * size, item, size);
    return 0;
}
