/* A message that has a field of every kind, and bytes written as JSON, for the tests of codec and JSON mapping. */
#ifndef ANXIN_TESTS_PROBE_H
#define ANXIN_TESTS_PROBE_H

#include <jansson.h>
#include <msgpack.h>

#include "base/text.h"
#include "wire/codec.h"

#define FIELDS_probe_room(F, W, G)                                                                                     \
    F(CODE, name, REQ, 1, 8, "name")                                                                                   \
    F(INT, capacity, REQ, 1, 100, "seats")
#define FIELDS_probe(F, W, G)                                                                                          \
    F(ID, id, REQ, 1, 64, "id")                                                                                        \
    F(CODE, code, OPT, 2, 8, "code")                                                                                   \
    F(TEXT, text, OPT, 1, 12, "text")                                                                                  \
    F(PERSONAL, person, OPT, 1, 12, "name of a person")                                                                \
    F(LONG, story, OPT, 1, 4000, "long text")                                                                          \
    F(BYTES, blob, OPT, 2, 40, "bytes")                                                                                \
    F(HASH, hash, OPT, 32, 32, "hash")                                                                                 \
    F(INT, number, OPT, -5, 100, "number")                                                                             \
    F(FEN, price, OPT, 0, 1000000, "money")                                                                            \
    F(TIME, at, OPT, 0, INT64_MAX, "time")                                                                             \
    F(BOOL, yes, OPT, 0, 1, "yes")                                                                                     \
    W(line, OPT, "maternity|household|elder", "word")                                                                  \
    F(IDS, ids, OPT, 0, 2, "ids")                                                                                      \
    F(CODES, codes, OPT, 1, 2, "codes")                                                                                \
    F(INTS, ints, OPT, 0, 3, "integers")                                                                               \
    G(probe_room, rooms, OPT, 3, "rooms")

SHAPE_RECORD(probe_room)
SHAPE_RECORD(probe)

static const struct field PROBE_ROOM_FIELDS[] = {
    {"name", FIELD_CODE, true, 1, 8, NULL, NULL, offsetof(struct probe_room, name), 0, "name"},
    {"capacity", FIELD_INT, true, 1, 100, NULL, NULL, offsetof(struct probe_room, capacity), 0, "seats"},
};
static const struct shape PROBE_ROOM = {"probe_room", PROBE_ROOM_FIELDS, 2, sizeof(struct probe_room)};

#define PROBE_VALUE(kind, field, low, high)                                                                            \
    {                                                                                                                  \
#field, FIELD_##kind, false, low, high, NULL, NULL, offsetof(struct probe, field), 0, ""                       \
    }
#define PROBE_LIST(kind, field, low, high, group)                                                                      \
    {                                                                                                                  \
#field, FIELD_##kind, false, low, high, NULL, group, offsetof(struct probe, field),                            \
            offsetof(struct probe, field.at) - offsetof(struct probe, field), ""                                       \
    }
static const struct field PROBE_FIELDS[] = {
    {"id", FIELD_ID, true, 1, 64, NULL, NULL, offsetof(struct probe, id), 0, "id"},
    PROBE_VALUE(CODE, code, 2, 8),
    PROBE_VALUE(TEXT, text, 1, 12),
    PROBE_VALUE(PERSONAL, person, 1, 12),
    PROBE_VALUE(LONG, story, 1, 4000),
    PROBE_VALUE(BYTES, blob, 2, 40),
    PROBE_VALUE(HASH, hash, 32, 32),
    PROBE_VALUE(INT, number, -5, 100),
    PROBE_VALUE(FEN, price, 0, 1000000),
    PROBE_VALUE(TIME, at, 0, INT64_MAX),
    PROBE_VALUE(BOOL, yes, 0, 1),
    {"line", FIELD_WORD, false, 1, 32, "maternity|household|elder", NULL, offsetof(struct probe, line), 0, ""},
    PROBE_LIST(IDS, ids, 0, 2, NULL),
    PROBE_LIST(CODES, codes, 1, 2, NULL),
    PROBE_LIST(INTS, ints, 0, 3, NULL),
    PROBE_LIST(GROUP, rooms, 0, 3, &PROBE_ROOM),
};
static const struct shape PROBE = {"probe", PROBE_FIELDS, sizeof PROBE_FIELDS / sizeof PROBE_FIELDS[0],
                                   sizeof(struct probe)};

static inline void pack_json(msgpack_packer *packer, const json_t *json);

static inline void pack_json_text(msgpack_packer *packer, const char *text)
{
    uint8_t bytes[256];
    size_t size = strlen(text);
    if (strncmp(text, "0x", 2) == 0 && text_unhex(bytes, size / 2 - 1, text + 2) == 0) {
        msgpack_pack_bin(packer, size / 2 - 1);
        msgpack_pack_bin_body(packer, bytes, size / 2 - 1);
    } else {
        msgpack_pack_str(packer, size);
        msgpack_pack_str_body(packer, text, size);
    }
}

static inline void pack_json_map(msgpack_packer *packer, const json_t *json)
{
    const char *name;
    json_t *value;
    msgpack_pack_map(packer, json_object_size(json));
    json_object_foreach((json_t *)(uintptr_t)json, name, value)
    {
        pack_json_text(packer, name);
        pack_json(packer, value);
    }
}

static inline void pack_json_list(msgpack_packer *packer, const json_t *json)
{
    msgpack_pack_array(packer, json_array_size(json));
    for (size_t i = 0; i < json_array_size(json); i++) {
        pack_json(packer, json_array_get(json, i));
    }
}

static inline void pack_json(msgpack_packer *packer, const json_t *json)
{
    if (json_is_object(json)) {
        pack_json_map(packer, json);
    } else if (json_is_array(json)) {
        pack_json_list(packer, json);
    } else if (json_is_string(json)) {
        pack_json_text(packer, json_string_value(json));
    } else if (json_is_integer(json)) {
        msgpack_pack_int64(packer, json_integer_value(json));
    } else if (json_is_real(json)) {
        msgpack_pack_double(packer, json_real_value(json));
    } else if (json_is_true(json)) {
        msgpack_pack_true(packer);
    } else if (json_is_false(json)) {
        msgpack_pack_false(packer);
    } else {
        msgpack_pack_nil(packer);
    }
}

/* MessagePack of a JSON text; "0x.." in it means bytes. Caller frees with msgpack_sbuffer_free. NULL when not JSON. */
static inline msgpack_sbuffer *bytes_of_json(const char *text)
{
    json_t *json = json_loads(text, 0, NULL);
    if (json == NULL) {
        return NULL;
    }
    msgpack_sbuffer *bytes = msgpack_sbuffer_new();
    msgpack_packer packer;
    msgpack_packer_init(&packer, bytes, msgpack_sbuffer_write);
    pack_json(&packer, json);
    json_decref(json);
    return bytes;
}

#endif
