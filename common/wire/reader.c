/* MessagePack tokens. Invariant: every length is compared with the bytes left before it is believed. */
#include "wire/reader.h"

#include <string.h>

/* Lead bytes 0xc0 to 0xdf: what follows, and the width of its number. Those left out are refused: 0xc1 and all ext. */
enum form {
    FORM_NONE,
    FORM_NIL,
    FORM_FALSE,
    FORM_TRUE,
    FORM_BYTES,
    FORM_FLOAT,
    FORM_UNSIGNED,
    FORM_SIGNED,
    FORM_TEXT,
    FORM_LIST,
    FORM_MAP
};
static const struct {
    uint8_t form, width;
} FORMS[32] = {
    [0x00] = {FORM_NIL, 0},      [0x02] = {FORM_FALSE, 0},    [0x03] = {FORM_TRUE, 0},     [0x04] = {FORM_BYTES, 1},
    [0x05] = {FORM_BYTES, 2},    [0x06] = {FORM_BYTES, 4},    [0x0a] = {FORM_FLOAT, 4},    [0x0b] = {FORM_FLOAT, 8},
    [0x0c] = {FORM_UNSIGNED, 1}, [0x0d] = {FORM_UNSIGNED, 2}, [0x0e] = {FORM_UNSIGNED, 4}, [0x0f] = {FORM_UNSIGNED, 8},
    [0x10] = {FORM_SIGNED, 1},   [0x11] = {FORM_SIGNED, 2},   [0x12] = {FORM_SIGNED, 4},   [0x13] = {FORM_SIGNED, 8},
    [0x19] = {FORM_TEXT, 1},     [0x1a] = {FORM_TEXT, 2},     [0x1b] = {FORM_TEXT, 4},     [0x1c] = {FORM_LIST, 2},
    [0x1d] = {FORM_LIST, 4},     [0x1e] = {FORM_MAP, 2},      [0x1f] = {FORM_MAP, 4},
};

static int take_number(struct reader *reader, size_t width, uint64_t *number)
{
    if ((size_t)(reader->end - reader->at) < width) {
        return -1;
    }
    *number = 0;
    for (size_t i = 0; i < width; i++) {
        *number = *number << 8 | *reader->at++;
    }
    return 0;
}

static int give_number(struct token *token, enum token_kind kind, int64_t number)
{
    token->kind = kind;
    token->number = number;
    return 0;
}

static int give_unsigned(struct token *token, uint64_t number)
{
    return number > INT64_MAX ? give_number(token, TOKEN_HUGE, 0) : give_number(token, TOKEN_INT, (int64_t)number);
}

static int give_signed(struct token *token, uint64_t number, unsigned width)
{
    unsigned spare = 64 - 8 * width;
    return give_number(token, TOKEN_INT, (int64_t)(number << spare) >> spare);
}

static int give_float(struct token *token, uint64_t bits, unsigned width)
{
    uint32_t narrow = (uint32_t)bits;
    float single = 0;
    memcpy(&single, &narrow, sizeof single);
    memcpy(&token->real, &bits, sizeof token->real);
    if (width == 4) {
        token->real = (double)single;
    }
    token->kind = TOKEN_FLOAT;
    return 0;
}

static int give_count(struct token *token, enum token_kind kind, uint64_t count)
{
    token->kind = kind;
    token->count = (uint32_t)count;
    return 0;
}

static int give_bytes(struct reader *reader, struct token *token, enum token_kind kind, uint64_t size)
{
    if ((size_t)(reader->end - reader->at) < size) {
        return -1;
    }
    token->kind = kind;
    token->bytes = (struct view){reader->at, (size_t)size};
    reader->at += size;
    return 0;
}

static int next_long(struct reader *reader, uint8_t lead, struct token *token)
{
    unsigned width = FORMS[lead & 0x1f].width;
    uint64_t number = 0;
    if (take_number(reader, width, &number) != 0) {
        return -1;
    }
    switch ((enum form)FORMS[lead & 0x1f].form) {
    case FORM_NONE:
        return -1;
    case FORM_NIL:
        return give_number(token, TOKEN_NIL, 0);
    case FORM_FALSE:
        return give_number(token, TOKEN_BOOL, 0);
    case FORM_TRUE:
        return give_number(token, TOKEN_BOOL, 1);
    case FORM_BYTES:
        return give_bytes(reader, token, TOKEN_BYTES, number);
    case FORM_FLOAT:
        return give_float(token, number, width);
    case FORM_UNSIGNED:
        return give_unsigned(token, number);
    case FORM_SIGNED:
        return give_signed(token, number, width);
    case FORM_TEXT:
        return give_bytes(reader, token, TOKEN_TEXT, number);
    case FORM_LIST:
        return give_count(token, TOKEN_LIST, number);
    case FORM_MAP:
        return give_count(token, TOKEN_MAP, number);
    }
    return -1;
}

int reader_next(struct reader *reader, struct token *token)
{
    token->kind = TOKEN_NONE;
    if (reader->at == reader->end) {
        return -1;
    }
    uint8_t lead = *reader->at++;
    if (lead < 0x80 || lead >= 0xe0) {
        return give_number(token, TOKEN_INT, (int8_t)lead);
    }
    if (lead < 0x90) {
        return give_count(token, TOKEN_MAP, lead & 0x0f);
    }
    if (lead < 0xa0) {
        return give_count(token, TOKEN_LIST, lead & 0x0f);
    }
    if (lead < 0xc0) {
        return give_bytes(reader, token, TOKEN_TEXT, lead & 0x1f);
    }
    return next_long(reader, lead, token);
}

int reader_skip(struct reader *reader)
{
    for (uint64_t left = 1; left > 0; left--) {
        struct token token;
        if (reader_next(reader, &token) != 0) {
            return -1;
        }
        if (token.kind == TOKEN_LIST) {
            left += token.count;
        }
        if (token.kind == TOKEN_MAP) {
            left += 2 * (uint64_t)token.count;
        }
    }
    return 0;
}
