/* Bytes to structs. Invariant: nothing is written outside the struct and nothing is allocated; every refusal names its
 * field. The guard has gone over the bytes before, so counts can be believed here; lengths are still checked. */
#include "wire/codec.h"

#include <string.h>

#include "wire/guard.h"
#include "wire/reader.h"
#include "wire/value.h"

struct decoding {
    struct reader reader;
    const void *bad_text; /* told by the guard: the first text that is not UTF-8 */
    struct flaw *flaw;
};

static int decode_map(struct decoding *decoding, const struct shape *shape, uint32_t pairs, void *out);

static int mistyped(struct decoding *decoding, const struct field *field, const char *wanted)
{
    return flaw_set(decoding->flaw, "mistyped", field->name, "must be %s", wanted);
}

static int take_text(struct decoding *decoding, const struct field *field, const struct token *token, void *value)
{
    if (token->kind != TOKEN_TEXT) {
        return mistyped(decoding, field, "text");
    }
    if (value_check_text(field, token->bytes.data, token->bytes.size, decoding->flaw) != 0) {
        return -1;
    }
    value_put_text(field, value, token->bytes.data, token->bytes.size);
    return 0;
}

static int take_bytes(struct decoding *decoding, const struct field *field, const struct token *token, void *value)
{
    if (token->kind != TOKEN_BYTES) {
        return mistyped(decoding, field, "bytes");
    }
    if (value_check_bytes(field, token->bytes.size, decoding->flaw) != 0) {
        return -1;
    }
    if (field->kind == FIELD_HASH) {
        memcpy(value, token->bytes.data, token->bytes.size);
    } else {
        value_put_text(field, value, token->bytes.data, token->bytes.size);
    }
    return 0;
}

static int take_number(struct decoding *decoding, const struct field *field, const struct token *token, void *value)
{
    if (token->kind == TOKEN_HUGE) {
        return flaw_set(decoding->flaw, "out_of_range", field->name, "must be below 2^63");
    }
    if (token->kind != TOKEN_INT) {
        return mistyped(decoding, field, "an integer");
    }
    *(int64_t *)value = token->number;
    return value_check_number(field, token->number, decoding->flaw);
}

static int take_bool(struct decoding *decoding, const struct field *field, const struct token *token, void *value)
{
    if (token->kind != TOKEN_BOOL) {
        return mistyped(decoding, field, "true or false");
    }
    *(bool *)value = token->number != 0;
    return 0;
}

static int next_token(struct decoding *decoding, struct token *token)
{
    if (reader_next(&decoding->reader, token) != 0) {
        return flaw_set(decoding->flaw, "malformed", "", "the bytes end too early");
    }
    return 0;
}

static int take_element(struct decoding *decoding, const struct field *element, void *value)
{
    struct token token;
    if (next_token(decoding, &token) != 0) {
        return -1;
    }
    return element->kind == FIELD_INT ? take_number(decoding, element, &token, value)
                                      : take_text(decoding, element, &token, value);
}

static int take_record(struct decoding *decoding, const struct field *field, void *value)
{
    struct token token;
    if (next_token(decoding, &token) != 0) {
        return -1;
    }
    if (token.kind != TOKEN_MAP) {
        return flaw_set(decoding->flaw, "mistyped", "", "must be a map");
    }
    return decode_map(decoding, field->group, token.count, value);
}

static int take_list(struct decoding *decoding, const struct field *field, const struct token *token, void *value)
{
    if (token->kind != TOKEN_LIST) {
        return mistyped(decoding, field, "a list");
    }
    if (value_check_count(field, token->count, decoding->flaw) != 0) {
        return -1;
    }
    const struct field element = value_element(field);
    char *at = (char *)value + field->at;
    for (uint32_t i = 0; i < token->count; i++, at += value_size(field)) {
        int taken =
            field->kind == FIELD_GROUP ? take_record(decoding, field, at) : take_element(decoding, &element, at);
        if (taken != 0) {
            return flaw_within(decoding->flaw, field->name, i);
        }
    }
    *(uint32_t *)value = token->count;
    return 0;
}

static int take_value(struct decoding *decoding, const struct field *field, void *value)
{
    struct token token;
    if (next_token(decoding, &token) != 0) {
        return -1;
    }
    switch (field->kind) {
    case FIELD_ID:
    case FIELD_CODE:
    case FIELD_TEXT:
    case FIELD_PERSONAL:
    case FIELD_LONG:
    case FIELD_WORD:
        return take_text(decoding, field, &token, value);
    case FIELD_BYTES:
    case FIELD_HASH:
        return take_bytes(decoding, field, &token, value);
    case FIELD_INT:
    case FIELD_FEN:
    case FIELD_TIME:
        return take_number(decoding, field, &token, value);
    case FIELD_BOOL:
        return take_bool(decoding, field, &token, value);
    case FIELD_IDS:
    case FIELD_CODES:
    case FIELD_INTS:
    case FIELD_GROUP:
        return take_list(decoding, field, &token, value);
    case FIELD_NONE:
        break;
    }
    return flaw_set(decoding->flaw, "malformed", field->name, "is of no kind");
}

/* Index of the field with that name, -1 when unknown. Fields mostly come in table order: `next` is looked at first. */
static int find_field(const struct shape *shape, const struct view *key, int next)
{
    for (int i = 0; i < shape->count; i++) {
        int at = (next + i) % shape->count;
        const char *name = shape->fields[at].name;
        if (strlen(name) == key->size && memcmp(name, key->data, key->size) == 0) {
            return at;
        }
    }
    return -1;
}

static int check_missing(struct decoding *decoding, const struct shape *shape, uint64_t seen)
{
    for (int i = 0; i < shape->count; i++) {
        if (shape->fields[i].required && (seen >> i & 1) == 0) {
            return flaw_set(decoding->flaw, "missing", shape->fields[i].name, "is missing");
        }
    }
    return 0;
}

static int decode_map(struct decoding *decoding, const struct shape *shape, uint32_t pairs, void *out)
{
    uint64_t seen = 0; /* a bit for each field; tables.c asserts that there are at most 64 */
    int next = 0;
    for (uint32_t i = 0; i < pairs; i++) {
        struct token key;
        if (next_token(decoding, &key) != 0) {
            return -1;
        }
        int at = find_field(shape, &key.bytes, next);
        if (at < 0) {
            reader_skip(&decoding->reader);
            continue;
        }
        if (take_value(decoding, &shape->fields[at], (char *)out + shape->fields[at].offset) != 0) {
            return -1;
        }
        seen |= UINT64_C(1) << at;
        next = at + 1;
    }
    return check_missing(decoding, shape, seen);
}

int codec_decode(const struct shape *shape, const void *data, size_t size, void *out, struct flaw *flaw)
{
    struct decoding decoding = {.reader = {data, (const uint8_t *)data + size}, .flaw = flaw};
    struct error why;
    if (guard_scan(data, size, &decoding.bad_text, &why) != 0) {
        return flaw_set(flaw, "malformed", "", "%s", why.text);
    }
    memset(out, 0, shape->size);
    struct token map;
    if (next_token(&decoding, &map) != 0 || decode_map(&decoding, shape, map.count, out) != 0) {
        return -1;
    }
    /* A bad text in a known field has been refused with its name; what is left stands in a key or an unknown field. */
    if (decoding.bad_text != NULL) {
        return flaw_set(flaw, "not_utf8", "", "text is not UTF-8");
    }
    return 0;
}
