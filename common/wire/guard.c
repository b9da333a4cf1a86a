/* The guard: walks the bytes once and believes nothing (MESSAGING 7.3: 5 bytes make a decoder ask for 96 GB).
 * Invariant: what passes can be read by any decoder with memory in proportion to the bytes given. */
#include "wire/guard.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "wire/plain.h"
#include "wire/reader.h"

struct guard {
    struct reader reader;
    const uint8_t *start;
    const void *bad_text;
    uint32_t items;
    struct error *error;
};

static int refuse(const struct guard *guard, const char *what)
{
    return error_set(guard->error, "%s, at byte %td", what, guard->reader.at - guard->start);
}

/* A count of things that are yet to come, each at least `least` bytes long. */
static int check_count(struct guard *guard, uint32_t count, uint64_t least)
{
    if (count * least > (uint64_t)(guard->reader.end - guard->reader.at)) {
        return refuse(guard, "a count is larger than the bytes that follow");
    }
    guard->items += count;
    return guard->items <= GUARD_ITEMS ? 0 : refuse(guard, "more than 4096 values");
}

static void note_text(struct guard *guard, const struct view *text)
{
    if (!text_is_plain(text->data, text->size) && guard->bad_text == NULL && !text_is_utf8(text->data, text->size)) {
        guard->bad_text = text->data;
    }
}

static int check_key(struct guard *guard, struct view *keys, uint32_t count)
{
    struct token token;
    if (reader_next(&guard->reader, &token) != 0 || token.kind != TOKEN_TEXT) {
        return refuse(guard, "a key is not text");
    }
    note_text(guard, &token.bytes);
    for (uint32_t i = 0; i < count; i++) {
        if (keys[i].size == token.bytes.size && memcmp(keys[i].data, token.bytes.data, token.bytes.size) == 0) {
            return refuse(guard, "a map repeats a key");
        }
    }
    keys[count] = token.bytes;
    return 0;
}

static int check_value(struct guard *guard, int depth);

static int check_map(struct guard *guard, uint32_t count, int depth)
{
    struct view keys[GUARD_KEYS];
    if (count > GUARD_KEYS) {
        return refuse(guard, "a map has more than 256 keys");
    }
    if (check_count(guard, count, 2) != 0) {
        return -1;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (check_key(guard, keys, i) != 0 || check_value(guard, depth) != 0) {
            return -1;
        }
    }
    return 0;
}

static int check_list(struct guard *guard, uint32_t count, int depth)
{
    if (check_count(guard, count, 1) != 0) {
        return -1;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (check_value(guard, depth) != 0) {
            return -1;
        }
    }
    return 0;
}

static int check_token(struct guard *guard, const struct token *token, int depth)
{
    if (token->kind == TOKEN_FLOAT && isnan(token->real)) {
        return refuse(guard, "a number is not a number");
    }
    if (token->kind == TOKEN_TEXT) {
        note_text(guard, &token->bytes);
    }
    if (token->kind != TOKEN_LIST && token->kind != TOKEN_MAP) {
        return 0;
    }
    if (depth == GUARD_DEPTH) {
        return refuse(guard, "more than 16 levels deep");
    }
    return token->kind == TOKEN_MAP ? check_map(guard, token->count, depth + 1)
                                    : check_list(guard, token->count, depth + 1);
}

static int check_value(struct guard *guard, int depth)
{
    struct token token;
    if (reader_next(&guard->reader, &token) != 0) {
        return refuse(guard, "the bytes end too early or are of a kind that is not taken");
    }
    return check_token(guard, &token, depth);
}

int guard_scan(const void *data, size_t size, const void **bad_text, struct error *error)
{
    if (size == 0) {
        return error_set(error, "empty");
    }
    const uint8_t *bytes = data;
    struct guard guard = {.reader = {bytes, bytes + size}, .start = bytes, .items = 1, .error = error};
    struct token token;
    if (reader_next(&guard.reader, &token) != 0 || token.kind != TOKEN_MAP) {
        return refuse(&guard, "not a map");
    }
    if (check_token(&guard, &token, 0) != 0) {
        return -1;
    }
    if (guard.reader.at != guard.reader.end) {
        return refuse(&guard, "bytes follow behind the map");
    }
    *bad_text = guard.bad_text;
    return 0;
}

int guard_check(const void *data, size_t size, struct error *error)
{
    const void *bad_text = NULL;
    if (guard_scan(data, size, &bad_text, error) != 0) {
        return -1;
    }
    if (bad_text != NULL) {
        return error_set(error, "text is not UTF-8, at byte %td", (const uint8_t *)bad_text - (const uint8_t *)data);
    }
    return 0;
}
