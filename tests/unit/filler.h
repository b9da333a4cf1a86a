/* Fills the struct of any shape by rule from its table: every field present, within its bounds, the same on every
 * machine. The goldens are made of it. Texts lie in constants, so views may be kept. */
#ifndef ANXIN_TESTS_FILLER_H
#define ANXIN_TESTS_FILLER_H

#include <stdio.h>
#include <string.h>

#include "wire/codec.h"

#define FILL_ASCII "abcdefghijklmnopqrstuvwxyz0123456789-abcdefghijklmnopqrstuvwxyz"
#define FILL_BODY "/2026-02-09/long text that a message only looks at while its handler runs/"

static inline int64_t fill_within(int64_t wanted, int64_t low, int64_t high)
{
    return wanted < low ? low : wanted > high ? high : wanted;
}

/* A text of about `wanted` bytes; the field's number makes it differ from its neighbours. */
static inline void fill_text(char *to, int64_t wanted, int64_t low, int64_t high, int number)
{
    size_t size = (size_t)fill_within(wanted, low, high);
    memcpy(to, FILL_ASCII, size);
    to[size] = '\0';
    to[0] = (char)('a' + number % 26);
}

static inline void fill_chinese(char *to, int64_t low, int64_t high, int number)
{
    if (high >= 12 && low <= 12) {
        snprintf(to, (size_t)high + 1, "安心家政");
    } else {
        fill_text(to, 6, low, high, number);
    }
}

static inline void fill_view(struct view *view, const struct field *field)
{
    view->data = FILL_BODY;
    view->size = (size_t)fill_within((int64_t)sizeof FILL_BODY - 1, 1, field->high);
}

static inline void fill_word(char *to, const char *words)
{
    size_t size = strcspn(words, "|");
    memcpy(to, words, size);
    to[size] = '\0';
}

static inline void fill_shape(const struct shape *shape, void *out);

static inline void fill_list(const struct field *field, void *value)
{
    uint32_t count = (uint32_t)fill_within(2, field->low, field->high);
    char *at = (char *)value + field->at;
    *(uint32_t *)value = count;
    for (uint32_t i = 0; i < count; i++) {
        if (field->kind == FIELD_GROUP) {
            fill_shape(field->group, at + i * field->group->size);
        } else if (field->kind == FIELD_INTS) {
            ((int64_t *)(void *)at)[i] = -1000 * (int64_t)i;
        } else {
            fill_text(at + i * (field->kind == FIELD_IDS ? 65 : 33), 9, 1, 32, (int)i);
        }
    }
}

static inline void fill_field(const struct field *field, void *value, int number)
{
    switch (field->kind) {
    case FIELD_ID:
        fill_text(value, 36, field->low, 64, number);
        break;
    case FIELD_CODE:
        fill_text(value, 7, field->low, field->high, number);
        break;
    case FIELD_TEXT:
    case FIELD_PERSONAL:
        fill_chinese(value, field->low, field->high, number);
        break;
    case FIELD_LONG:
    case FIELD_BYTES:
        fill_view(value, field);
        break;
    case FIELD_HASH:
        memset(value, 0xa0 + number % 16, 32);
        break;
    case FIELD_INT:
    case FIELD_FEN:
        *(int64_t *)value = fill_within(300 + number, field->low, field->high);
        break;
    case FIELD_TIME:
        *(int64_t *)value = fill_within(1770597000000 + number, field->low, field->high);
        break;
    case FIELD_BOOL:
        *(bool *)value = true;
        break;
    case FIELD_WORD:
        fill_word(value, field->words);
        break;
    case FIELD_IDS:
    case FIELD_CODES:
    case FIELD_INTS:
    case FIELD_GROUP:
        fill_list(field, value);
        break;
    case FIELD_NONE:
        break;
    }
}

static inline void fill_shape(const struct shape *shape, void *out)
{
    memset(out, 0, shape->size);
    for (int i = 0; i < shape->count; i++) {
        fill_field(&shape->fields[i], (char *)out + shape->fields[i].offset, i);
    }
}

#endif
