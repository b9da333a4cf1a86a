/* The rules of single values. Invariant: what passes here fits the struct, and what a struct holds passes here again.
 */
#include "wire/value.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "wire/plain.h"

#define ID_MOST 64
#define WORD_MOST 32
#define LIST_CODE_MOST 32

/* The sentence begins with the field, so that it can be shown alone. */
static void say(struct flaw *flaw, const char *field, const char *what)
{
    snprintf(flaw->field, sizeof flaw->field, "%.*s", (int)sizeof flaw->field - 1, field);
    error_set(&flaw->why, "%s%s%s", flaw->field, flaw->field[0] == '\0' ? "" : " ", what);
}

int flaw_set(struct flaw *flaw, const char *code, const char *field, const char *format, ...)
{
    char what[sizeof flaw->why.text];
    if (flaw == NULL) {
        return -1;
    }
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    snprintf(flaw->code, sizeof flaw->code, "%s", code);
    say(flaw, field, what);
    return -1;
}

int flaw_within(struct flaw *flaw, const char *list, uint32_t index)
{
    if (flaw == NULL) {
        return -1;
    }
    char path[2 * sizeof flaw->field + 16], what[sizeof flaw->why.text];
    size_t named = strlen(flaw->field);
    snprintf(path, sizeof path, "%.64s[%u]%s%s", list, index, named == 0 ? "" : ".", flaw->field);
    TEXT_PUT(what, flaw->why.text + (named == 0 ? 0 : named + 1));
    say(flaw, path, what);
    return -1;
}

static int64_t text_most(const struct field *field)
{
    if (field->kind == FIELD_ID) {
        return ID_MOST;
    }
    return field->kind == FIELD_WORD ? WORD_MOST : field->high;
}

static bool is_code(const void *text, size_t size)
{
    return text_is_plain(text, size) && memchr(text, ' ', size) == NULL;
}

/* UTF-8 is checked before: so 0xc2 0x80..0x9f are the controls of U+0080 to U+009F. */
static bool has_control(const uint8_t *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (text[i] < ' ' || text[i] == 0x7f || (text[i] == 0xc2 && i + 1 < size && text[i + 1] < 0xa0)) {
            return true;
        }
    }
    return false;
}

static int check_word(const struct field *field, const void *data, size_t size, struct flaw *flaw)
{
    char word[WORD_MOST + 1] = "";
    memcpy(word, data, size);
    if (size == 0 || memchr(data, '|', size) != NULL || strlen(word) != size || !text_in_list(word, field->words)) {
        return flaw_set(flaw, "unknown_word", field->name, "must be one of %s", field->words);
    }
    return 0;
}

static int check_code(const struct field *field, const void *data, size_t size, struct flaw *flaw)
{
    if (is_code(data, size)) {
        return 0;
    }
    if (!text_is_utf8(data, size)) {
        return flaw_set(flaw, "not_utf8", field->name, "must be UTF-8");
    }
    return flaw_set(flaw, "malformed", field->name, "must be visible ASCII without blanks");
}

static int check_form(const struct field *field, const void *data, size_t size, struct flaw *flaw)
{
    if (text_is_plain(data, size)) {
        return 0;
    }
    if (!text_is_utf8(data, size)) {
        return flaw_set(flaw, "not_utf8", field->name, "must be UTF-8");
    }
    if (field->kind == FIELD_ID && has_control(data, size)) {
        return flaw_set(flaw, "malformed", field->name, "must not hold control characters");
    }
    if (field->kind != FIELD_ID && memchr(data, '\0', size) != NULL) {
        return flaw_set(flaw, "malformed", field->name, "must not hold a NUL");
    }
    return 0;
}

int value_check_text(const struct field *field, const void *data, size_t size, struct flaw *flaw)
{
    const char *bytes = size == 0 ? "" : data;
    if (size > (size_t)text_most(field)) {
        return flaw_set(flaw, "too_long", field->name, "must be at most %lld bytes long", (long long)text_most(field));
    }
    if (field->kind == FIELD_WORD) {
        return check_word(field, bytes, size, flaw);
    }
    if (size < (size_t)field->low) {
        return flaw_set(flaw, "too_short", field->name, "must be at least %lld bytes long", (long long)field->low);
    }
    return field->kind == FIELD_CODE ? check_code(field, bytes, size, flaw) : check_form(field, bytes, size, flaw);
}

int value_check_bytes(const struct field *field, size_t size, struct flaw *flaw)
{
    int64_t low = field->kind == FIELD_HASH ? 32 : field->low, high = field->kind == FIELD_HASH ? 32 : field->high;
    if (size > (size_t)high) {
        return flaw_set(flaw, "too_long", field->name, "must be at most %lld bytes long", (long long)high);
    }
    if (size < (size_t)low) {
        return flaw_set(flaw, "too_short", field->name, "must be at least %lld bytes long", (long long)low);
    }
    return 0;
}

int value_check_number(const struct field *field, int64_t number, struct flaw *flaw)
{
    if (number < field->low || number > field->high) {
        return flaw_set(flaw, "out_of_range", field->name, "must be from %lld to %lld", (long long)field->low,
                        (long long)field->high);
    }
    return 0;
}

int value_check_count(const struct field *field, uint32_t count, struct flaw *flaw)
{
    if (count > field->high) {
        return flaw_set(flaw, "too_long", field->name, "must have at most %lld elements", (long long)field->high);
    }
    if (count < field->low) {
        return flaw_set(flaw, "too_short", field->name, "must have at least %lld elements", (long long)field->low);
    }
    return 0;
}

/* The bounds of an IDS or CODES field are those of its count; of an INTS field too: its integers are any. */
struct field value_element(const struct field *list)
{
    struct field element = {.name = "", .low = 1};
    if (list->kind == FIELD_IDS) {
        element.kind = FIELD_ID;
        element.high = ID_MOST;
    } else if (list->kind == FIELD_CODES) {
        element.kind = FIELD_CODE;
        element.high = LIST_CODE_MOST;
    } else {
        element.kind = FIELD_INT;
        element.low = INT64_MIN;
        element.high = INT64_MAX;
    }
    return element;
}

size_t value_size(const struct field *field)
{
    switch (field->kind) {
    case FIELD_ID:
    case FIELD_IDS:
        return ID_MOST + 1;
    case FIELD_CODES:
        return LIST_CODE_MOST + 1;
    case FIELD_WORD:
        return WORD_MOST + 1;
    case FIELD_CODE:
    case FIELD_TEXT:
    case FIELD_PERSONAL:
        return (size_t)field->high + 1;
    case FIELD_LONG:
    case FIELD_BYTES:
        return sizeof(struct view);
    case FIELD_HASH:
        return 32;
    case FIELD_INT:
    case FIELD_FEN:
    case FIELD_TIME:
    case FIELD_INTS:
        return sizeof(int64_t);
    case FIELD_BOOL:
        return sizeof(bool);
    case FIELD_GROUP:
        return field->group->size;
    case FIELD_NONE:
        return 0;
    }
    return 0;
}

bool value_present(const struct field *field, const void *value)
{
    static const uint8_t none[32] = {0};
    switch (field->kind) {
    case FIELD_ID:
    case FIELD_CODE:
    case FIELD_TEXT:
    case FIELD_PERSONAL:
    case FIELD_WORD:
        return *(const char *)value != '\0';
    case FIELD_LONG:
    case FIELD_BYTES:
        return ((const struct view *)value)->size > 0;
    case FIELD_HASH:
        return memcmp(value, none, sizeof none) != 0;
    case FIELD_INT:
    case FIELD_FEN:
    case FIELD_TIME:
        return *(const int64_t *)value != 0;
    case FIELD_BOOL:
        return *(const bool *)value;
    case FIELD_IDS:
    case FIELD_CODES:
    case FIELD_INTS:
    case FIELD_GROUP:
        return *(const uint32_t *)value > 0;
    case FIELD_NONE:
        return false;
    }
    return false;
}

void value_put_text(const struct field *field, void *value, const void *data, size_t size)
{
    if (field->kind == FIELD_LONG || field->kind == FIELD_BYTES) {
        *(struct view *)value = (struct view){data, size};
        return;
    }
    if (size > 0) {
        memcpy(value, data, size);
    }
    ((char *)value)[size] = '\0';
}

struct view value_text(const struct field *field, const void *value)
{
    if (field->kind == FIELD_LONG || field->kind == FIELD_BYTES) {
        return *(const struct view *)value;
    }
    return (struct view){value, strnlen(value, value_size(field))};
}
