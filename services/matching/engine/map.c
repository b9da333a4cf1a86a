/* A hash by open addressing, at most half full; who is dropped leaves no mark, as those behind it move up. */
#include "map.h"

#include <stdlib.h>
#include <string.h>

#include "fetch.h"

uint32_t map_hash(const char *id)
{
    uint32_t hash = 2166136261u;
    for (; *id; id++)
        hash = (hash ^ (unsigned char)*id) * 16777619u;
    hash = (hash ^ hash >> 15) * 0x2C1B3C6Du;
    return hash ^ hash >> 13;
}

static const char *key_of(const struct map *map, const void *item)
{
    return (const char *)item + map->key;
}

void *map_find(const struct map *map, const char *id)
{
    uint32_t hash = map_hash(id);
    for (uint32_t i = hash; map->room; i++) {
        const struct map_slot *slot = &map->slots[i & (map->room - 1)];
        if (!slot->item)
            return NULL;
        if (slot->hash == hash && strcmp(key_of(map, slot->item), id) == 0)
            return slot->item;
    }
    return NULL;
}

void map_fetch(const struct map *map, const char *id)
{
    if (map->room)
        fetch(&map->slots[map_hash(id) & (map->room - 1)]);
}

static void slot_fill(struct map *map, struct map_slot filled)
{
    uint32_t i = filled.hash;
    while (map->slots[i & (map->room - 1)].item)
        i++;
    map->slots[i & (map->room - 1)] = filled;
}

static int map_grow(struct map *map)
{
    struct map before = *map;
    uint32_t room = before.room ? 2 * before.room : 64;
    struct map_slot *slots = calloc(room, sizeof *slots);
    if (!slots)
        return -1;
    map->slots = slots;
    map->room = room;
    for (uint32_t i = 0; i < before.room; i++)
        if (before.slots[i].item)
            slot_fill(map, before.slots[i]);
    free(before.slots);
    return 0;
}

int map_put(struct map *map, void *item)
{
    if (2 * map->count >= map->room && map_grow(map))
        return -1;
    slot_fill(map, (struct map_slot){map_hash(key_of(map, item)), item});
    map->count++;
    return 0;
}

void map_drop(struct map *map, const void *item)
{
    uint32_t last = map->room - 1, hole = map_hash(key_of(map, item));
    while (map->slots[hole & last].item != item)
        hole++;
    hole &= last;
    for (uint32_t i = (hole + 1) & last; map->slots[i].item; i = (i + 1) & last) {
        if (((i - map->slots[i].hash) & last) < ((i - hole) & last))
            continue;
        map->slots[hole] = map->slots[i];
        hole = i;
    }
    map->slots[hole].item = NULL;
    map->count--;
}

void map_close(struct map *map)
{
    free(map->slots);
    map->slots = NULL;
    map->room = map->count = 0;
}
