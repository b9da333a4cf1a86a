/* Finds things by their id: a hash of pointers to structs that hold their id, a text of at most ID_SIZE, at `key` bytes
 * from their beginning. Owns nothing but its slots. */
#ifndef ANXIN_MATCHING_MAP_H
#define ANXIN_MATCHING_MAP_H

#include <stddef.h>
#include <stdint.h>

struct map_slot {
    uint32_t hash;
    void *item; /* NULL: free */
};

struct map {
    size_t key;
    struct map_slot *slots;
    uint32_t room, count; /* room is a power of two, or 0 */
};

uint32_t map_hash(const char *id);
void *map_find(const struct map *map, const char *id); /* NULL: none */
void map_fetch(const struct map *map, const char *id); /* lets the memory come in which it is looked for */
int map_put(struct map *map, void *item);              /* whose id is not there yet; -1: no memory, nothing changed */
void map_drop(struct map *map, const void *item);
void map_close(struct map *map);

#endif
