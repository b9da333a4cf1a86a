/* The reference, made from the tables alone, so that it cannot say anything else than the codec does. */
#include "wire/reference.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "wire/closed.h"
#include "wire/tables.h"

struct page {
    reference_out *write;
    void *self;
    int failed;
};

__attribute__((format(printf, 2, 3))) static void put(struct page *page, const char *format, ...)
{
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (page->failed != 0 || size < 0) {
        return;
    }
    size_t kept = (size_t)size < sizeof text ? (size_t)size : sizeof text - 1;
    page->failed = page->write(page->self, text, kept);
}

static const char *class_name(enum message_class class)
{
    static const char *const NAMES[] = {"none", "event", "command", "query", "answer", "control"};
    return NAMES[class];
}

static const char *kind_name(enum field_kind kind)
{
    static const char *const NAMES[] = {"none", "ID",   "CODE", "TEXT", "PERSONAL", "LONG", "BYTES", "HASH", "INT",
                                        "FEN",  "TIME", "BOOL", "IDS",  "CODES",    "INTS", "WORD",  "GROUP"};
    return NAMES[kind];
}

static void put_words(struct page *page, const char *words)
{
    for (const char *at = words; *at != '\0';) {
        int size = (int)strcspn(at, "|");
        put(page, "%s`%.*s`", at == words ? "" : ", ", size, at);
        at += size + (at[size] == '|');
    }
}

static void put_range(struct page *page, int64_t low, int64_t high, const char *unit)
{
    if (low == high) {
        put(page, "%" PRId64 "%s", low, unit);
    } else if (high == INT64_MAX) {
        put(page, "%" PRId64 " or more%s", low, unit);
    } else {
        put(page, "%" PRId64 " to %" PRId64 "%s", low, high, unit);
    }
}

static void put_bounds(struct page *page, const struct field *field)
{
    switch (field->kind) {
    case FIELD_ID:
    case FIELD_CODE:
    case FIELD_TEXT:
    case FIELD_PERSONAL:
    case FIELD_LONG:
    case FIELD_BYTES:
    case FIELD_HASH:
        put_range(page, field->low, field->high, " bytes");
        break;
    case FIELD_INT:
    case FIELD_FEN:
    case FIELD_TIME:
        put_range(page, field->low, field->high, "");
        break;
    case FIELD_WORD:
        put_words(page, field->words);
        break;
    case FIELD_IDS:
    case FIELD_CODES:
    case FIELD_INTS:
        put_range(page, field->low, field->high, " elements");
        break;
    case FIELD_GROUP:
        put(page, "at most %" PRId64 " [%s](#%s)", field->high, field->group->name, field->group->name);
        break;
    case FIELD_BOOL:
    case FIELD_NONE:
        break;
    }
}

/* Of the codes that a request may name the list, in the place of their length. */
static void put_allowed(struct page *page, const struct shape *shape, const struct field *field)
{
    const char *closed = closed_words(shape, field->name);
    if (closed != NULL) {
        put_words(page, closed);
    } else {
        put_bounds(page, field);
    }
}

static void put_fields(struct page *page, const struct shape *shape)
{
    if (shape->count == 0) {
        put(page, "No fields.\n\n");
        return;
    }
    put(page, "| field | kind | bounds | | meaning |\n| --- | --- | --- | --- | --- |\n");
    for (int i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];
        put(page, "| %s | %s | ", field->name, kind_name(field->kind));
        put_allowed(page, shape, field);
        put(page, " | %s | %s |\n", field->required ? "required" : "", field->doc);
    }
    put(page, "\n");
}

static void put_owner(struct page *page, const char *owner)
{
    put(page, "## %s\n\n", owner);
    for (int type = MSG_NONE + 1; type < MSG_COUNT; type++) {
        const struct message *message = message_of((enum message_type)type);
        if (strcmp(message->owner, owner) == 0) {
            put(page, "### %s\n\n%s: %s.\n\n", message->type_name, class_name(message->class_), message->doc);
            put_fields(page, message->shape);
        }
    }
    const struct record *record;
    for (int i = 0; (record = record_at(i)) != NULL; i++) {
        if (strcmp(record->owner, owner) == 0) {
            put(page, "### %s\n\nrecord, in the lists of messages.\n\n", record->shape->name);
            put_fields(page, record->shape);
        }
    }
}

int reference_write(reference_out *write, void *self)
{
    struct page page = {.write = write, .self = self};
    put(&page, "# Messages\n\n"
               "Made from the tables in proto/ by `make reference`; how they travel stands in [README.md](README.md).\n"
               "Bounds of text are bytes of UTF-8. A field that is not required is left out when it is empty, 0 or "
               "false.\n\n## header\n\n");
    put_fields(&page, &shape_envelope);
    const char *owner = "";
    for (int type = MSG_NONE + 1; type < MSG_COUNT; type++) {
        const struct message *message = message_of((enum message_type)type);
        if (strcmp(message->owner, owner) != 0) {
            owner = message->owner;
            put_owner(&page, owner);
        }
    }
    return page.failed == 0 ? 0 : -1;
}
