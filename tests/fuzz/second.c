/* A look at the bytes by other code than ours. */
#include "second.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "wire/guard.h"
#include "wire/reader.h"

#define LEVELS 30

/* ---- may it be asked ---- */

/* The head of a value: how many bytes of itself follow it, and how many values. 0: none begins so. */
struct head {
    size_t size, bytes, values;
};

static uint64_t big_endian(const uint8_t *at, size_t width)
{
    uint64_t number = 0;
    for (size_t i = 0; i < width; i++)
        number = number << 8 | at[i];
    return number;
}

/* For each lead byte from 0xc0: width of the number behind it, whether it counts bytes (1), values (2), pairs (3) or
 * nothing (0), and bytes that follow anyway. */
static const struct {
    uint8_t width, counts, fixed;
} long_forms[32] = {
    [0x04] = {1, 1, 0},  [0x05] = {2, 1, 0}, [0x06] = {4, 1, 0}, [0x07] = {1, 1, 1}, [0x08] = {2, 1, 1},
    [0x09] = {4, 1, 1},  [0x0a] = {0, 0, 4}, [0x0b] = {0, 0, 8}, [0x0c] = {0, 0, 1}, [0x0d] = {0, 0, 2},
    [0x0e] = {0, 0, 4},  [0x0f] = {0, 0, 8}, [0x10] = {0, 0, 1}, [0x11] = {0, 0, 2}, [0x12] = {0, 0, 4},
    [0x13] = {0, 0, 8},  [0x14] = {0, 0, 2}, [0x15] = {0, 0, 3}, [0x16] = {0, 0, 5}, [0x17] = {0, 0, 9},
    [0x18] = {0, 0, 17}, [0x19] = {1, 1, 0}, [0x1a] = {2, 1, 0}, [0x1b] = {4, 1, 0}, [0x1c] = {2, 2, 0},
    [0x1d] = {4, 2, 0},  [0x1e] = {2, 3, 0}, [0x1f] = {4, 3, 0},
};

static struct head head_of(const uint8_t *at, size_t left)
{
    uint8_t lead = at[0];
    if (lead < 0x80 || lead >= 0xe0)
        return (struct head){1, 0, 0};
    if (lead < 0x90)
        return (struct head){1, 0, 2 * (size_t)(lead & 0x0f)};
    if (lead < 0xa0)
        return (struct head){1, 0, lead & 0x0f};
    if (lead < 0xc0)
        return (struct head){1, lead & 0x1f, 0};
    size_t width = long_forms[lead - 0xc0].width, counts = long_forms[lead - 0xc0].counts;
    if (left < 1 + width)
        return (struct head){0, 0, 0};
    uint64_t number = big_endian(at + 1, width);
    return (struct head){1 + width, long_forms[lead - 0xc0].fixed + (counts == 1 ? number : 0),
                         counts < 2 ? 0 : (counts - 1) * number};
}

bool second_may_be_asked(const uint8_t *data, size_t size)
{
    uint64_t left[LEVELS + 1] = {1};
    int level = 0;
    for (size_t at = 0; level >= 0;) {
        if (left[level] == 0) {
            level--;
            continue;
        }
        if (at == size)
            return false;
        struct head head = head_of(data + at, size - at);
        if (head.size == 0 || head.bytes > size - at - head.size || head.values > size - at - head.size)
            return false;
        at += head.size + head.bytes;
        left[level]--;
        if (head.values > 0 && ++level > LEVELS)
            return false;
        if (head.values > 0)
            left[level] = head.values;
    }
    return true;
}

bool second_reads(const uint8_t *data, size_t size, msgpack_unpacked *result)
{
    size_t used = 0;
    msgpack_unpacked_init(result);
    return msgpack_unpack_next(result, (const char *)data, size, &used) == MSGPACK_UNPACK_SUCCESS && used == size;
}

/* ---- the guard's rules, on the tree ---- */

static bool text_equals(const msgpack_object *a, const msgpack_object *b)
{
    size_t size = a->via.str.size;
    return size == b->via.str.size && (size == 0 || memcmp(a->via.str.ptr, b->via.str.ptr, size) == 0);
}

static bool text_is_bad(const msgpack_object *object)
{
    return object->type == MSGPACK_OBJECT_STR && !text_is_utf8(object->via.str.ptr, object->via.str.size);
}

static bool refuses(const msgpack_object *object, int depth, uint32_t *items);

static bool map_refuses(const msgpack_object_map *map, int depth, uint32_t *items)
{
    *items += map->size;
    if (depth >= GUARD_DEPTH || *items > GUARD_ITEMS || map->size > GUARD_KEYS)
        return true;
    for (uint32_t i = 0; i < map->size; i++) {
        const msgpack_object *key = &map->ptr[i].key;
        if (key->type != MSGPACK_OBJECT_STR || text_is_bad(key) || refuses(&map->ptr[i].val, depth + 1, items))
            return true;
        for (uint32_t j = 0; j < i; j++)
            if (text_equals(&map->ptr[j].key, key))
                return true;
    }
    return false;
}

static bool list_refuses(const msgpack_object_array *list, int depth, uint32_t *items)
{
    *items += list->size;
    if (depth >= GUARD_DEPTH || *items > GUARD_ITEMS)
        return true;
    for (uint32_t i = 0; i < list->size; i++)
        if (refuses(&list->ptr[i], depth + 1, items))
            return true;
    return false;
}

static bool refuses(const msgpack_object *object, int depth, uint32_t *items)
{
    switch (object->type) {
    case MSGPACK_OBJECT_MAP:
        return map_refuses(&object->via.map, depth, items);
    case MSGPACK_OBJECT_ARRAY:
        return list_refuses(&object->via.array, depth, items);
    case MSGPACK_OBJECT_EXT:
        return true;
    case MSGPACK_OBJECT_FLOAT32:
    case MSGPACK_OBJECT_FLOAT64:
        return isnan(object->via.f64);
    case MSGPACK_OBJECT_STR:
        return text_is_bad(object);
    case MSGPACK_OBJECT_NIL:
    case MSGPACK_OBJECT_BOOLEAN:
    case MSGPACK_OBJECT_POSITIVE_INTEGER:
    case MSGPACK_OBJECT_NEGATIVE_INTEGER:
    case MSGPACK_OBJECT_BIN:
        return false;
    }
    return true;
}

bool second_refuses(const msgpack_object *object)
{
    uint32_t items = 1;
    return object->type != MSGPACK_OBJECT_MAP || refuses(object, 0, &items);
}

/* ---- the same values ---- */

static bool bytes_are(const struct token *token, const char *data, size_t size)
{
    return token->bytes.size == size && (size == 0 || memcmp(token->bytes.data, data, size) == 0);
}

static bool agrees(const msgpack_object *object, struct reader *reader)
{
    struct token token;
    if (reader_next(reader, &token) != 0)
        return false;
    switch (object->type) {
    case MSGPACK_OBJECT_NIL:
        return token.kind == TOKEN_NIL;
    case MSGPACK_OBJECT_BOOLEAN:
        return token.kind == TOKEN_BOOL && token.number == object->via.boolean;
    case MSGPACK_OBJECT_POSITIVE_INTEGER:
        return object->via.u64 > INT64_MAX
                   ? token.kind == TOKEN_HUGE
                   : token.kind == TOKEN_INT && (uint64_t)token.number == object->via.u64 && token.number >= 0;
    case MSGPACK_OBJECT_NEGATIVE_INTEGER:
        return token.kind == TOKEN_INT && token.number == object->via.i64;
    case MSGPACK_OBJECT_FLOAT32:
    case MSGPACK_OBJECT_FLOAT64:
        return token.kind == TOKEN_FLOAT && memcmp(&token.real, &object->via.f64, sizeof token.real) == 0;
    case MSGPACK_OBJECT_STR:
        return token.kind == TOKEN_TEXT && bytes_are(&token, object->via.str.ptr, object->via.str.size);
    case MSGPACK_OBJECT_BIN:
        return token.kind == TOKEN_BYTES && bytes_are(&token, object->via.bin.ptr, object->via.bin.size);
    case MSGPACK_OBJECT_ARRAY:
        for (uint32_t i = 0; i < object->via.array.size; i++)
            if (!agrees(&object->via.array.ptr[i], reader))
                return false;
        return token.kind == TOKEN_LIST && token.count == object->via.array.size;
    case MSGPACK_OBJECT_MAP:
        for (uint32_t i = 0; i < object->via.map.size; i++)
            if (!agrees(&object->via.map.ptr[i].key, reader) || !agrees(&object->via.map.ptr[i].val, reader))
                return false;
        return token.kind == TOKEN_MAP && token.count == object->via.map.size;
    case MSGPACK_OBJECT_EXT:
        return false;
    }
    return false;
}

bool second_agrees(const msgpack_object *object, const uint8_t *data, size_t size)
{
    struct reader reader = {data, data + size};
    return agrees(object, &reader) && reader.at == reader.end;
}

static const msgpack_object *value_of(const msgpack_object_map *map, const msgpack_object *key)
{
    for (uint32_t i = 0; i < map->size; i++)
        if (text_equals(&map->ptr[i].key, key))
            return &map->ptr[i].val;
    return NULL;
}

bool second_holds(const msgpack_object *whole, const msgpack_object *part)
{
    if (part->type == MSGPACK_OBJECT_MAP && whole->type == MSGPACK_OBJECT_MAP) {
        for (uint32_t i = 0; i < part->via.map.size; i++) {
            const msgpack_object *value = value_of(&whole->via.map, &part->via.map.ptr[i].key);
            if (!value || !second_holds(value, &part->via.map.ptr[i].val))
                return false;
        }
        return true;
    }
    if (part->type == MSGPACK_OBJECT_ARRAY && whole->type == MSGPACK_OBJECT_ARRAY) {
        bool holds = part->via.array.size == whole->via.array.size;
        for (uint32_t i = 0; holds && i < part->via.array.size; i++)
            holds = second_holds(&whole->via.array.ptr[i], &part->via.array.ptr[i]);
        return holds;
    }
    return msgpack_object_equal(*whole, *part);
}
