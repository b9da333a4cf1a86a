/* Everything that reads frames: guard, codec, header, with msgpack-c as a second opinion. What must hold for any bytes:
 * the guard takes what msgpack-c reads and its rules allow, nothing else, and reads the same values; what it refuses,
 * no type decodes; what decodes, encodes to a part of what came, and from there on goes round unchanged. */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "second.h"
#include "wire/envelope.h"
#include "wire/guard.h"
#include "wire/tables.h"

#define ROOM (1 << 20)
#define AT_ONCE 4                           /* types that a map is given to as its own */
#define BODY (65536 / sizeof(uint64_t) + 1) /* a message's struct has at most 64 KiB */

void guard_fuzz(const uint8_t *data, size_t size)
{
    struct error error = {""};
    bool taken = guard_check(data, size, &error) == 0;
    FUZZ_DEMAND(taken || error.text[0] != '\0');
    if (!second_may_be_asked(data, size)) {
        FUZZ_DEMAND(!taken);
        return;
    }
    msgpack_unpacked result;
    bool read = second_reads(data, size, &result);
    FUZZ_DEMAND(taken == (read && !second_refuses(&result.data)));
    FUZZ_DEMAND(!taken || second_agrees(&result.data, data, size));
    msgpack_unpacked_destroy(&result);
}

/* What was encoded says nothing that did not come. */
static void is_part_of(const uint8_t *data, size_t size, const uint8_t *part, size_t part_size)
{
    msgpack_unpacked whole, encoded;
    FUZZ_DEMAND(second_reads(data, size, &whole) && second_reads(part, part_size, &encoded));
    FUZZ_DEMAND(second_holds(&whole.data, &encoded.data));
    msgpack_unpacked_destroy(&whole);
    msgpack_unpacked_destroy(&encoded);
}

static void goes_round(const struct shape *shape, const uint8_t *data, size_t size)
{
    static uint64_t first[BODY], second[BODY];
    static uint8_t once[ROOM], twice[ROOM];
    struct flaw flaw = {0};
    if (codec_decode(shape, data, size, first, &flaw) != 0) {
        FUZZ_DEMAND(flaw.code[0] != '\0' && flaw.why.text[0] != '\0');
        return;
    }
    FUZZ_DEMAND(guard_check(data, size, NULL) == 0 && codec_check(shape, first, &flaw) == 0);
    int encoded = codec_encode(shape, first, once, sizeof once, NULL);
    FUZZ_DEMAND(encoded > 0 && (size_t)encoded <= size);
    is_part_of(data, size, once, (size_t)encoded);
    FUZZ_DEMAND(codec_decode(shape, once, (size_t)encoded, second, NULL) == 0);
    FUZZ_DEMAND(codec_encode(shape, second, twice, sizeof twice, NULL) == encoded);
    FUZZ_DEMAND(memcmp(once, twice, (size_t)encoded) == 0);
    FUZZ_DEMAND(codec_encode(shape, second, twice, (size_t)encoded - 1, NULL) == -1);
}

/* ---- which types an input is given to ---- */

/* Messages first, then records; NULL behind the last one. */
static const struct shape *shape_at(int index)
{
    const struct record *record = index < MSG_COUNT - 1 ? NULL : record_at(index - (MSG_COUNT - 1));
    if (index < MSG_COUNT - 1)
        return message_of((enum message_type)(MSG_NONE + 1 + index))->shape;
    return record ? record->shape : NULL;
}

static bool names(const msgpack_object *map, const struct field *field)
{
    const size_t size = strlen(field->name);
    for (uint32_t i = 0; i < map->via.map.size; i++) {
        const msgpack_object_str *key = &map->via.map.ptr[i].key.via.str;
        if (key->size == size && memcmp(key->ptr, field->name, size) == 0)
            return true;
    }
    return false;
}

/* Has the map all that the type demands, and a field of it? Any other is refused for the first one that is missing, or
 * is an empty message. */
static bool may_be(const msgpack_object *map, const struct shape *shape)
{
    bool known = false;
    for (int i = 0; i < shape->count; i++) {
        const bool named = (shape->fields[i].required || !known) && names(map, &shape->fields[i]);
        if (shape->fields[i].required && !named)
            return false;
        known = known || named;
    }
    return known;
}

static uint32_t drawn_from(const uint8_t *data, size_t size)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ data[i]) * 16777619u;
    return hash ^ hash >> 15;
}

void codec_whole_fuzz(const uint8_t *data, size_t size)
{
    for (int i = 0; shape_at(i); i++)
        goes_round(shape_at(i), data, size);
}

/* Each type would cost a thousandfold: bytes that are no map are refused before any table is looked at, so one type
 * says it, drawn by the bytes; of the types that a map may be some are, and one of the others. */
void codec_fuzz(const uint8_t *data, size_t size)
{
    static int shapes;
    int left = AT_ONCE;
    msgpack_unpacked map;
    while (shape_at(shapes))
        shapes++;
    const int from = (int)(drawn_from(data, size) % (uint32_t)shapes);
    goes_round(shape_at(from), data, size);
    if (guard_check(data, size, NULL) != 0)
        return;
    FUZZ_DEMAND(second_reads(data, size, &map));
    for (int i = 1; i < shapes && left > 0; i++)
        if (may_be(&map.data, shape_at((from + i) % shapes))) {
            goes_round(shape_at((from + i) % shapes), data, size);
            left--;
        }
    msgpack_unpacked_destroy(&map);
}

void envelope_fuzz(const uint8_t *data, size_t size)
{
    static struct envelope envelope, again;
    uint8_t bytes[WIRE_HEADER_MAX];
    struct flaw flaw = {0};
    goes_round(&shape_envelope, data, size);
    if (envelope_decode(&envelope, data, size, &flaw) != 0)
        return;
    FUZZ_DEMAND(envelope.id[0] != '\0' && envelope.source[0] != '\0' && envelope.type[0] != '\0');
    int encoded = envelope_encode(&envelope, bytes, sizeof bytes, &flaw);
    FUZZ_DEMAND(encoded > 0 && envelope_decode(&again, bytes, (size_t)encoded, &flaw) == 0);
    if (envelope_source_streams(envelope.source))
        FUZZ_DEMAND(strlen(envelope.source) <= 56 && strpbrk(envelope.source, " \t\n") == NULL);
}
