/* Arrays that grow. */
#include "list.h"

#include <stdlib.h>
#include <string.h>

int list_reserve(struct list *list, size_t size, int more)
{
    int room = list->room ? list->room : 4;
    while (room < list->count + more)
        room *= 2;
    if (room == list->room)
        return 0;
    void *at = realloc(list->at, (size_t)room * size);
    if (!at)
        return -1;
    list->at = at;
    list->room = room;
    return 0;
}

int list_insert(struct list *list, size_t size, int index, const void *item)
{
    if (list->count == list->room && list_reserve(list, size, 1))
        return -1;
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

int list_find(const struct list *list, size_t size, const char *id)
{
    for (int i = 0; i < list->count; i++)
        if (strcmp((const char *)list->at + (size_t)i * size, id) == 0)
            return i;
    return -1;
}
