/* Closed lists of codes. They are looked at in requests alone: an event or a parked command of old names what it names.
 */
#include "wire/closed.h"

#include <string.h>

#include "base/text.h"
#include "proto/catalogue.h"
#include "proto/closed.h"
#include "wire/value.h"

#define ROW(message, field, words) {MSG_##message, #field, words},

static const struct closed_code rows[] = {CLOSED_CODES(ROW)};
#define CODE_ROOM sizeof(((struct service_put *)0)->worker_kinds.at[0]) /* of each in a list */
#define ROWS ((int)(sizeof rows / sizeof rows[0]))

const struct closed_code *closed_at(int index)
{
    return index >= 0 && index < ROWS ? &rows[index] : NULL;
}

const char *closed_words(const struct shape *shape, const char *field)
{
    for (int i = 0; i < ROWS; i++)
        if (message_of(rows[i].type)->shape == shape && text_same(rows[i].field, field))
            return rows[i].words;
    return NULL;
}

static const struct field *field_of(const struct shape *shape, const char *name)
{
    for (int i = 0; i < shape->count; i++)
        if (text_same(shape->fields[i].name, name))
            return &shape->fields[i];
    return NULL;
}

static int code_check(const char *code, const struct closed_code *row, struct flaw *flaw)
{
    if (code[0] == '\0' || text_in_list(code, row->words))
        return 0;
    return flaw_set(flaw, "unknown_word", row->field, "must be one of %s", row->words);
}

static int codes_check(const char *list, const struct field *field, const struct closed_code *row, struct flaw *flaw)
{
    uint32_t count;
    memcpy(&count, list, sizeof count);
    for (uint32_t i = 0; i < count; i++)
        if (code_check(list + field->at + i * CODE_ROOM, row, flaw) != 0)
            return -1;
    return 0;
}

int closed_check(const struct message *message, const void *body, struct flaw *flaw)
{
    for (int i = 0; i < ROWS; i++) {
        const struct field *field = rows[i].type == message->type ? field_of(message->shape, rows[i].field) : NULL;
        if (!field)
            continue;
        const char *at = (const char *)body + field->offset;
        if (field->kind == FIELD_CODES ? codes_check(at, field, &rows[i], flaw) : code_check(at, &rows[i], flaw))
            return -1;
    }
    return 0;
}
