/* Structs to bytes, and the check of a struct against its table. Invariant: what is encoded is canonical and decodes to
 * the same struct; a struct that breaks its table never leaves the process. */
#include "wire/codec.h"

#include <string.h>

#include <msgpack.h>

#include "wire/value.h"

/* ---- check ---- */

static int check_text(const struct field *field, const void *value, struct flaw *flaw)
{
    struct view text = value_text(field, value);
    return value_check_text(field, text.data, text.size, flaw);
}

static int check_list(const struct field *field, const void *value, struct flaw *flaw)
{
    uint32_t count = *(const uint32_t *)value;
    if (value_check_count(field, count, flaw) != 0) {
        return -1;
    }
    const struct field element = value_element(field);
    const char *at = (const char *)value + field->at;
    for (uint32_t i = 0; i < count && field->kind != FIELD_INTS; i++, at += value_size(field)) {
        int checked = field->kind == FIELD_GROUP ? codec_check(field->group, at, flaw) : check_text(&element, at, flaw);
        if (checked != 0) {
            return flaw_within(flaw, field->name, i);
        }
    }
    return 0;
}

static int check_value(const struct field *field, const void *value, struct flaw *flaw)
{
    switch (field->kind) {
    case FIELD_ID:
    case FIELD_CODE:
    case FIELD_TEXT:
    case FIELD_PERSONAL:
    case FIELD_LONG:
    case FIELD_WORD:
        return check_text(field, value, flaw);
    case FIELD_BYTES:
        return value_check_bytes(field, ((const struct view *)value)->size, flaw);
    case FIELD_INT:
    case FIELD_FEN:
    case FIELD_TIME:
        return value_check_number(field, *(const int64_t *)value, flaw);
    case FIELD_IDS:
    case FIELD_CODES:
    case FIELD_INTS:
    case FIELD_GROUP:
        return check_list(field, value, flaw);
    case FIELD_HASH:
    case FIELD_BOOL:
    case FIELD_NONE:
        return 0;
    }
    return 0;
}

/* Text cannot be present and empty in a struct: where the table asks for some, none is a missing field. */
static bool is_missing_text(const struct field *field, const void *value)
{
    return (field->kind == FIELD_ID || field->kind == FIELD_CODE || field->kind == FIELD_TEXT ||
            field->kind == FIELD_PERSONAL || field->kind == FIELD_WORD) &&
           field->low > 0 && *(const char *)value == '\0';
}

int codec_check(const struct shape *shape, const void *in, struct flaw *flaw)
{
    for (int i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];
        const void *value = (const char *)in + field->offset;
        if (!field->required && !value_present(field, value)) {
            continue;
        }
        if (is_missing_text(field, value)) {
            return flaw_set(flaw, "missing", field->name, "is missing");
        }
        if (check_value(field, value, flaw) != 0) {
            return -1;
        }
    }
    return 0;
}

/* ---- encode ---- */

/* Where the packer writes: the caller's memory, never beyond it. */
struct sink {
    char *data;
    size_t size, room;
    bool full;
};

static int sink_write(void *data, const char *bytes, size_t size)
{
    struct sink *sink = data;
    if (sink->full || size > sink->room - sink->size) {
        sink->full = true;
        return -1;
    }
    if (size > 0) {
        memcpy(sink->data + sink->size, bytes, size);
    }
    sink->size += size;
    return 0;
}

static void pack_map(msgpack_packer *packer, const struct shape *shape, const void *in);

/* Names and most texts are short: head and body in one go. */
static void pack_text(msgpack_packer *packer, const void *data, size_t size)
{
    struct sink *sink = packer->data;
    if (size < 32 && !sink->full && size < sink->room - sink->size) {
        sink->data[sink->size] = (char)(0xa0 | size);
        memcpy(sink->data + sink->size + 1, data, size);
        sink->size += size + 1;
        return;
    }
    msgpack_pack_str(packer, size);
    msgpack_pack_str_body(packer, data, size);
}

static void pack_bytes(msgpack_packer *packer, const void *data, size_t size)
{
    msgpack_pack_bin(packer, size);
    msgpack_pack_bin_body(packer, data, size);
}

static void pack_bool(msgpack_packer *packer, bool value)
{
    if (value) {
        msgpack_pack_true(packer);
    } else {
        msgpack_pack_false(packer);
    }
}

static void pack_list(msgpack_packer *packer, const struct field *field, const void *value)
{
    uint32_t count = *(const uint32_t *)value;
    const char *at = (const char *)value + field->at;
    msgpack_pack_array(packer, count);
    for (uint32_t i = 0; i < count; i++, at += value_size(field)) {
        if (field->kind == FIELD_GROUP) {
            pack_map(packer, field->group, at);
        } else if (field->kind == FIELD_INTS) {
            msgpack_pack_int64(packer, *(const int64_t *)(const void *)at);
        } else {
            pack_text(packer, at, strlen(at));
        }
    }
}

static void pack_value(msgpack_packer *packer, const struct field *field, const void *value)
{
    struct view text;
    switch (field->kind) {
    case FIELD_ID:
    case FIELD_CODE:
    case FIELD_TEXT:
    case FIELD_PERSONAL:
    case FIELD_LONG:
    case FIELD_WORD:
        text = value_text(field, value);
        pack_text(packer, text.data, text.size);
        break;
    case FIELD_BYTES:
        text = value_text(field, value);
        pack_bytes(packer, text.data, text.size);
        break;
    case FIELD_HASH:
        pack_bytes(packer, value, 32);
        break;
    case FIELD_INT:
    case FIELD_FEN:
    case FIELD_TIME:
        msgpack_pack_int64(packer, *(const int64_t *)value);
        break;
    case FIELD_BOOL:
        pack_bool(packer, *(const bool *)value);
        break;
    case FIELD_IDS:
    case FIELD_CODES:
    case FIELD_INTS:
    case FIELD_GROUP:
        pack_list(packer, field, value);
        break;
    case FIELD_NONE:
        break;
    }
}

static bool is_sent(const struct field *field, const void *in)
{
    return field->required || value_present(field, (const char *)in + field->offset);
}

static void pack_map(msgpack_packer *packer, const struct shape *shape, const void *in)
{
    size_t sent = 0;
    for (int i = 0; i < shape->count; i++) {
        sent += is_sent(&shape->fields[i], in);
    }
    msgpack_pack_map(packer, sent);
    for (int i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];
        if (is_sent(field, in)) {
            pack_text(packer, field->name, strlen(field->name));
            pack_value(packer, field, (const char *)in + field->offset);
        }
    }
}

int codec_encode(const struct shape *shape, const void *in, void *data, size_t room, struct flaw *flaw)
{
    if (codec_check(shape, in, flaw) != 0) {
        return -1;
    }
    struct sink sink = {.data = data, .room = room < INT32_MAX ? room : INT32_MAX};
    msgpack_packer packer;
    msgpack_packer_init(&packer, &sink, sink_write);
    pack_map(&packer, shape, in);
    if (sink.full) {
        return flaw_set(flaw, "too_long", "", "does not fit into %zu bytes", room);
    }
    return (int)sink.size;
}
