/* Fields of events by name. Personal kinds, views and lists are not reachable from here (N12). */
#include "body.h"

#include "base/civil.h"
#include "base/text.h"
#include "wire/labels.h"

static bool is_shown(enum field_kind kind)
{
    switch (kind) {
    case FIELD_ID:
    case FIELD_CODE:
    case FIELD_TEXT:
    case FIELD_WORD:
    case FIELD_INT:
    case FIELD_TIME:
        return true;
    case FIELD_NONE:
    case FIELD_PERSONAL:
    case FIELD_LONG:
    case FIELD_BYTES:
    case FIELD_HASH:
    case FIELD_FEN:
    case FIELD_BOOL:
    case FIELD_IDS:
    case FIELD_CODES:
    case FIELD_INTS:
    case FIELD_GROUP:
        return false;
    }
    return false;
}

const struct field *body_field(const struct message *type, const char *name)
{
    for (int i = 0; i < type->shape->count; i++) {
        const struct field *field = &type->shape->fields[i];
        if (text_same(field->name, name))
            return is_shown(field->kind) ? field : NULL;
    }
    return NULL;
}

static void write_time(char *to, size_t size, int64_t instant)
{
    char local[17];
    civil_format_local(local, sizeof local, instant);
    text_copy(to, size, local + 5);
}

bool body_text(const struct message *type, const void *body, const char *name, char *to, size_t size)
{
    const struct field *field = body_field(type, name);
    to[0] = '\0';
    if (!field)
        return false;
    const void *at = (const char *)body + field->offset;
    if (field->kind == FIELD_TIME)
        write_time(to, size, *(const int64_t *)at);
    else if (field->kind == FIELD_INT)
        text_format(to, size, "%lld", (long long)*(const int64_t *)at);
    else
        text_copy(to, size, at);
    return to[0] != '\0';
}

bool body_words(const struct message *type, const void *body, const char *name, enum language language, char *to,
                size_t size)
{
    if (!body_text(type, body, name, to, size))
        return false;
    const enum field_kind kind = body_field(type, name)->kind;
    const struct code_label *label = kind == FIELD_CODE || kind == FIELD_WORD ? label_find(name, to) : NULL;
    if (label)
        text_copy(to, size, language == CHINESE ? label->zh : label->en);
    return true;
}

bool body_id(const struct message *type, const void *body, const char *name, char id[65])
{
    const struct field *field = body_field(type, name);
    id[0] = '\0';
    if (field && field->kind == FIELD_ID)
        text_copy(id, 65, (const char *)body + field->offset);
    return id[0] != '\0';
}
