/* Names of fields, never their values; what a message is about is told by its id. */
#include "wire/names.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "wire/value.h"

bool shape_is_personal(const struct shape *shape)
{
    for (int i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];
        if (field->kind == FIELD_PERSONAL || (field->kind == FIELD_GROUP && shape_is_personal(field->group)))
            return true;
    }
    return false;
}

static bool list_holds(const char *list, const char *name)
{
    const size_t size = strlen(name);
    for (const char *at = list; (at = strstr(at, name)); at += size)
        if ((at == list || at[-1] == ',') && (at[size] == ',' || at[size] == '\0'))
            return true;
    return false;
}

/* Room is kept for ",..." behind the last name. */
static void list_add(char *list, size_t size, const char *name)
{
    const size_t used = strlen(list);
    if (used + strlen(name) + 1 + sizeof ",..." <= size)
        snprintf(list + used, size - used, "%s%s", used ? "," : "", name);
    else if (used + sizeof ",..." <= size && !text_same(list + (used < 3 ? 0 : used - 3), "..."))
        snprintf(list + used, size - used, "%s...", used ? "," : "");
}

void names_given(const struct shape *shape, const void *body, char *to, size_t size)
{
    to[0] = '\0';
    for (int i = 0; i < shape->count; i++)
        if (value_present(&shape->fields[i], (const char *)body + shape->fields[i].offset))
            list_add(to, size, shape->fields[i].name);
}

static void personal_add(const struct shape *shape, const void *body, char *to, size_t size);

static void group_add(const struct field *field, const void *list, char *to, size_t size)
{
    uint32_t count;
    memcpy(&count, list, sizeof count);
    for (uint32_t i = 0; i < count; i++)
        personal_add(field->group, (const char *)list + field->at + i * field->group->size, to, size);
}

static void personal_add(const struct shape *shape, const void *body, char *to, size_t size)
{
    for (int i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];
        const void *value = (const char *)body + field->offset;
        if (field->kind == FIELD_GROUP && shape_is_personal(field->group))
            group_add(field, value, to, size);
        else if (field->kind == FIELD_PERSONAL && value_present(field, value) && !list_holds(to, field->name))
            list_add(to, size, field->name);
    }
}

bool names_personal(const struct shape *shape, const void *body, char *to, size_t size)
{
    to[0] = '\0';
    personal_add(shape, body, to, size);
    return to[0] != '\0';
}

void names_object(const struct shape *shape, const void *body, char *to, size_t size)
{
    to[0] = '\0';
    for (int i = 0; i < shape->count && to[0] == '\0'; i++) {
        const struct field *field = &shape->fields[i];
        const void *value = (const char *)body + field->offset;
        if (!value_present(field, value))
            continue;
        if (field->kind == FIELD_ID || field->kind == FIELD_CODE || field->kind == FIELD_WORD)
            text_copy(to, size, value);
        else if (field->kind == FIELD_INT)
            text_format(to, size, "%lld", (long long)*(const int64_t *)value);
    }
}
