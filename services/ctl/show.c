/* How things look. Pure but for the stream that is written to. */
#include "services/ctl/show.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/text.h"
#include "wire/labels.h"

/* ---- small values ---- */

/* Decodes the character at *text (well-formed UTF-8) and moves on. */
static uint32_t character_next(const unsigned char **text)
{
    const unsigned char *at = *text;
    const int more = at[0] >= 0xf0 ? 3 : at[0] >= 0xe0 ? 2 : at[0] >= 0xc0 ? 1 : 0;
    uint32_t code = more ? at[0] & (0x3fu >> more) : at[0];
    int taken = 1;
    for (; taken <= more && (at[taken] & 0xc0) == 0x80; taken++)
        code = code << 6 | (at[taken] & 0x3fu);
    *text += taken;
    return code;
}

static bool is_wide(uint32_t code)
{
    return (code >= 0x1100 && code <= 0x115f) || (code >= 0x2e80 && code <= 0xa4cf) ||
           (code >= 0xac00 && code <= 0xd7a3) || (code >= 0xf900 && code <= 0xfaff) ||
           (code >= 0xfe30 && code <= 0xfe6f) || (code >= 0xff00 && code <= 0xff60) ||
           (code >= 0xffe0 && code <= 0xffe6) || (code >= 0x20000 && code <= 0x3fffd);
}

int show_width(const char *text)
{
    int width = 0;
    for (const unsigned char *at = (const unsigned char *)text; *at;)
        width += is_wide(character_next(&at)) ? 2 : 1;
    return width;
}

const char *show_time(char to[24], int64_t instant)
{
    if (instant)
        civil_format_local(to, 24, instant);
    else
        text_copy(to, 24, "-");
    return to;
}

const char *show_size(char to[24], int64_t bytes)
{
    static const char *const unit[] = {"B", "KiB", "MiB", "GiB", "TiB"};
    double size = (double)bytes;
    int at = 0;
    for (; size >= 1024 && at < 4; at++)
        size /= 1024;
    snprintf(to, 24, at ? "%.1f %s" : "%.0f %s", size, unit[at]);
    return to;
}

/* A growing text. */
static void text_add(char **text, const char *more)
{
    const size_t old = *text ? strlen(*text) : 0, size = strlen(more);
    char *grown = realloc(*text, old + size + 1);
    if (!grown)
        BUG("out of memory");
    memcpy(grown + old, more, size + 1);
    *text = grown;
}

static char *text_of(const char *text)
{
    char *copy = NULL;
    text_add(&copy, text);
    return copy;
}

static char *time_text(const json_t *value)
{
    int64_t instant;
    char local[24];
    if (civil_parse(json_string_value(value), &instant))
        return text_of(json_string_value(value));
    return text_of(show_time(local, instant));
}

static char *fen_text(const json_t *value)
{
    char text[40];
    const int64_t fen = json_integer_value(value);
    snprintf(text, sizeof text, "%s¥%lld.%02lld", fen < 0 ? "-" : "", llabs(fen) / 100, llabs(fen) % 100);
    return text_of(text);
}

static char *list_text(const struct field *field, const json_t *value)
{
    char *text = text_of("");
    size_t at;
    const json_t *one;
    json_array_foreach(value, at, one)
    {
        char *part = show_value(field, one);
        text_add(&text, at ? ", " : "");
        text_add(&text, part);
        free(part);
    }
    return text;
}

/* A record in one cell: "reason=too_far workers=3". */
static char *record_text(const struct shape *shape, const json_t *value)
{
    char *text = text_of("");
    for (int i = 0; i < shape->count; i++) {
        char *part = show_value(&shape->fields[i], json_object_get(value, shape->fields[i].name));
        if (*part) {
            text_add(&text, *text ? " " : "");
            text_add(&text, shape->fields[i].name);
            text_add(&text, "=");
            text_add(&text, part);
        }
        free(part);
    }
    return text;
}

char *show_value(const struct field *field, const json_t *value)
{
    char number[24];
    if (!value || json_is_null(value))
        return text_of("");
    if (json_is_array(value))
        return list_text(field, value);
    if (json_is_object(value))
        return field->group ? record_text(field->group, value) : text_of("{}");
    if (json_is_boolean(value))
        return text_of(json_is_true(value) ? "yes" : "no");
    if (field->kind == FIELD_TIME && json_is_string(value))
        return time_text(value);
    if (field->kind == FIELD_FEN && json_is_integer(value))
        return fen_text(value);
    if (json_is_string(value))
        return text_of(json_string_value(value));
    snprintf(number, sizeof number, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    return text_of(number);
}

/* ---- tables ---- */

void grid_add(struct grid *grid, const char *text)
{
    if (grid->count == grid->room) {
        grid->room = grid->room ? 2 * grid->room : 64;
        grid->cell = realloc(grid->cell, (size_t)grid->room * sizeof *grid->cell);
        if (!grid->cell)
            BUG("out of memory");
    }
    grid->cell[grid->count++] = text_of(text);
}

void grid_addf(struct grid *grid, const char *format, ...)
{
    char text[512];
    va_list rest;
    va_start(rest, format);
    vsnprintf(text, sizeof text, format, rest);
    va_end(rest);
    grid_add(grid, text);
}

/* Width of a column; 0 when nothing but its head has text. */
static int column_width(const struct grid *grid, int column)
{
    int width = show_width(grid->cell[column]);
    bool empty = true;
    for (int i = column + grid->columns; i < grid->count; i += grid->columns) {
        const int here = show_width(grid->cell[i]);
        width = here > width ? here : width;
        empty = empty && here == 0;
    }
    return empty ? 0 : width;
}

void grid_print(FILE *to, const struct grid *grid, int indent)
{
    int *width = calloc((size_t)grid->columns, sizeof *width);
    if (!width)
        BUG("out of memory");
    for (int c = 0; c < grid->columns && grid->count >= grid->columns; c++)
        width[c] = column_width(grid, c);
    for (int row = 0; row + grid->columns <= grid->count; row += grid->columns) {
        int owed = indent; /* blanks before the next text, so that no line ends in blanks */
        for (int c = 0; c < grid->columns; c++) {
            const char *text = grid->cell[row + c];
            if (!width[c])
                continue;
            if (*text)
                fprintf(to, "%*s%s", owed, "", text);
            owed = (*text ? 0 : owed) + width[c] - show_width(text) + 2;
        }
        fputc('\n', to);
    }
    free(width);
}

void grid_free(struct grid *grid)
{
    for (int i = 0; i < grid->count; i++)
        free(grid->cell[i]);
    free(grid->cell);
    *grid = (struct grid){0};
}

/* "状态 state": Chinese first, where there is a name. */
static const char *head_text(char to[96], const struct field *field)
{
    const char *name = field_label(field->name);
    text_format(to, 96, "%s%s%s", name ? name : "", name ? " " : "", field->name);
    return to;
}

/* Fields that say again what `label` says, under the names they had before. */
static bool is_older_name(const struct shape *shape, const struct field *field)
{
    const size_t size = strlen(field->name);
    if (size < 3 || !text_same(field->name + size - 3, "_zh"))
        return false;
    for (int i = 0; i < shape->count; i++)
        if (text_same(shape->fields[i].name, "label"))
            return true;
    return false;
}

void show_rows(FILE *to, const struct shape *shape, const json_t *rows, int indent)
{
    struct grid grid = {.columns = shape->count};
    char head[96];
    size_t at;
    const json_t *row;
    for (int i = 0; i < shape->count; i++)
        grid_add(&grid, head_text(head, &shape->fields[i]));
    json_array_foreach(rows, at, row)
    {
        for (int i = 0; i < shape->count; i++) {
            const struct field *field = &shape->fields[i];
            char *text = show_value(field, is_older_name(shape, field) ? NULL : json_object_get(row, field->name));
            grid_add(&grid, text);
            free(text);
        }
    }
    grid_print(to, &grid, indent);
    grid_free(&grid);
}

static int name_width(const struct shape *shape, const json_t *object)
{
    int width = 0;
    char head[96];
    for (int i = 0; i < shape->count; i++) {
        const int here = show_width(head_text(head, &shape->fields[i]));
        if (json_object_get(object, shape->fields[i].name) && here > width)
            width = here;
    }
    return width;
}

void show_object(FILE *to, const struct shape *shape, const json_t *object, int indent)
{
    const int width = name_width(shape, object);
    char head[96];
    for (int i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];
        const json_t *value = json_object_get(object, field->name);
        if (!value || is_older_name(shape, field))
            continue;
        head_text(head, field);
        if (field->kind == FIELD_GROUP) {
            fprintf(to, "%*s%s\n", indent, "", head);
            show_rows(to, field->group, value, indent + 2);
            continue;
        }
        char *text = show_value(field, value);
        fprintf(to, "%*s%s%*s  %s\n", indent, "", head, width - show_width(head), "", text);
        free(text);
    }
}
