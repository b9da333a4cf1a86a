/* anxin schema: the language, from the tables that the codec itself uses. */
#include <inttypes.h>
#include <stdlib.h>

#include "base/text.h"
#include "service/print.h"
#include "services/ctl/commands.h"
#include "services/ctl/show.h"
#include "wire/reference.h"
#include "wire/schema.h"

static const char *const class_names[] = {"", "event", "command", "query", "answer", "control"};
static const char *const kind_names[] = {"",    "id",   "code", "text", "personal", "long", "bytes", "hash",   "int",
                                         "fen", "time", "bool", "ids",  "codes",    "ints", "word",  "records"};

static int write_out(void *self, const char *text, size_t size)
{
    return fwrite(text, 1, size, self) == size ? 0 : -1;
}

static json_t *message_json(const struct message *message)
{
    return json_pack("{s:s,s:s,s:s,s:s}", "type", message->type_name, "class", class_names[message->class_], "owner",
                     message->owner, "doc", message->doc);
}

static void list_types(const struct ctl *ctl)
{
    struct grid grid = {.columns = 4};
    static const char *const head[] = {"type", "class", "owner", "what it says"};
    for (int i = 0; i < grid.columns; i++)
        grid_add(&grid, head[i]);
    for (enum message_type type = MSG_NONE + 1; type < MSG_COUNT; type++) {
        const struct message *message = message_of(type);
        if (ctl->json) {
            ctl_print_json(message_json(message));
            continue;
        }
        grid_add(&grid, message->type_name);
        grid_add(&grid, class_names[message->class_]);
        grid_add(&grid, message->owner);
        grid_add(&grid, message->doc);
    }
    if (!ctl->json)
        grid_print(stdout, &grid, 0);
    grid_free(&grid);
}

static void bounds_add(struct grid *grid, const struct field *field)
{
    if (field->kind == FIELD_WORD)
        grid_add(grid, field->words);
    else if (field->kind == FIELD_BOOL || field->kind == FIELD_TIME || field->kind == FIELD_HASH)
        grid_add(grid, "");
    else if (field->kind == FIELD_GROUP)
        grid_addf(grid, "at most %" PRId64, field->high);
    else if (field->high == INT64_MAX)
        grid_addf(grid, "%" PRId64 "..", field->low);
    else
        grid_addf(grid, "%" PRId64 "..%" PRId64, field->low, field->high);
}

static void shape_add(struct grid *grid, const struct shape *shape, int depth)
{
    for (int i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];
        grid_addf(grid, "%*s%s", 2 * depth, "", field->name);
        grid_add(grid, kind_names[field->kind]);
        grid_add(grid, field->required ? "required" : "");
        bounds_add(grid, field);
        grid_add(grid, field->doc);
        if (field->kind == FIELD_GROUP)
            shape_add(grid, field->group, depth + 1);
    }
}

static json_t *shape_json(const struct shape *shape)
{
    json_t *fields = json_array();
    for (int i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];
        json_t *one = json_pack("{s:s,s:s,s:b,s:s}", "name", field->name, "kind", kind_names[field->kind], "required",
                                field->required, "doc", field->doc);
        if (field->kind == FIELD_WORD)
            json_object_set_new(one, "words", json_string(field->words));
        else
            json_object_update_new(
                one, json_pack("{s:I,s:I}", "low", (json_int_t)field->low, "high", (json_int_t)field->high));
        if (field->kind == FIELD_GROUP)
            json_object_set_new(one, "fields", shape_json(field->group));
        json_array_append_new(fields, one);
    }
    return fields;
}

static int say_unknown(const struct ctl *ctl, const char *name)
{
    return ctl_say(ctl, CTL_USAGE, "unknown type %s; `anxin schema` lists them", name);
}

static int show_type(struct ctl *ctl, const char *name)
{
    const struct message *message = message_find(name);
    if (!message)
        return say_unknown(ctl, name);
    if (ctl->json) {
        json_t *object = message_json(message);
        json_object_set_new(object, "fields", shape_json(message->shape));
        ctl_print_json(object);
        return CTL_DONE;
    }
    struct grid grid = {.columns = 5};
    static const char *const head[] = {"field", "kind", "needed", "bounds", "doc"};
    for (int i = 0; i < grid.columns; i++)
        grid_add(&grid, head[i]);
    shape_add(&grid, message->shape, 0);
    printf("%s  (%s of %s)  %s\n\n", message->type_name, class_names[message->class_], message->owner, message->doc);
    grid_print(stdout, &grid, 2);
    grid_free(&grid);
    return CTL_DONE;
}

/* A whole document, laid out so that two versions can be compared line by line. */
static int print_document(const struct ctl *ctl, json_t *document)
{
    const int failed = !document || json_dumpf(document, stdout, JSON_INDENT(1));
    json_decref(document);
    if (failed)
        return ctl_say(ctl, CTL_REFUSED, "the document cannot be made or written");
    putchar('\n');
    return CTL_DONE;
}

static int print_json_schema(const struct ctl *ctl, const char *name)
{
    const struct message *message = name ? message_find(name) : NULL;
    if (name && !message)
        return say_unknown(ctl, name);
    return print_document(ctl, message ? schema_of_message(message) : schema_of_all());
}

static int schema_run(struct ctl *ctl)
{
    const bool markdown = args_flag(&ctl->args, "markdown"), asyncapi = args_flag(&ctl->args, "asyncapi");
    const bool json_schema = args_flag(&ctl->args, "json-schema");
    const char *name = ctl->args.words ? ctl->args.word[0] : NULL;
    if (markdown + asyncapi + json_schema > 1)
        return ctl_say(ctl, CTL_USAGE, "one of --markdown, --json-schema, --asyncapi at a time");
    if (name && (markdown || asyncapi))
        return ctl_say(ctl, CTL_USAGE, "--%s tells of all types", markdown ? "markdown" : "asyncapi");
    if (markdown)
        return reference_write(write_out, stdout) ? CTL_REFUSED : CTL_DONE;
    if (asyncapi)
        return print_document(ctl, asyncapi_document(ANXIN_VERSION));
    if (json_schema)
        return print_json_schema(ctl, name);
    if (name)
        return show_type(ctl, name);
    list_types(ctl);
    return CTL_DONE;
}

static const struct ctl_option schema_options[] = {
    {"markdown", OPTION_FLAG, NULL, 0, 0, "the whole reference as Markdown (proto/REFERENCE.md)"},
    {"json-schema", OPTION_FLAG, NULL, 0, 0, "JSON Schema 2020-12 of TYPE, or of all types in one document"},
    {"asyncapi", OPTION_FLAG, NULL, 0, 0, "sockets, streams and messages as AsyncAPI 3.0 (proto/asyncapi.json)"},
    {NULL, OPTION_END, NULL, 0, 0, NULL},
};

const struct command schema_command = {
    .name = "schema",
    .synopsis = "[TYPE]",
    .summary = "list all message types, or show the fields of one",
    .options = schema_options,
    .least = 0,
    .most = 1,
    .first = WORD_TYPE,
    .offline = true,
    .run = schema_run,
};
