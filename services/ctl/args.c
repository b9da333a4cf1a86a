/* Parsing by table. Nothing here knows a command. */
#include "services/ctl/args.h"

#include <stddef.h>
#include <string.h>

#include "base/text.h"

static const struct ctl_option *option_in(const struct ctl_option *table, const char *name, size_t size)
{
    for (; table && table->kind != OPTION_END; table++)
        if (strlen(table->name) == size && strncmp(table->name, name, size) == 0)
            return table;
    return NULL;
}

static int number_parse(const struct ctl_option *option, const char *text, int64_t *number, struct error *error)
{
    if (text_to_int(text, number))
        return error_set(error, "--%s: \"%s\" is not a whole number", option->name, text);
    if (*number < option->low || *number > option->high)
        return error_set(error, "--%s: %lld is not within %lld..%lld", option->name, (long long)*number,
                         (long long)option->low, (long long)option->high);
    return 0;
}

static int given_add(struct args *args, const struct ctl_option *option, const char *text, struct error *error)
{
    if (args->given_count == ARGS_MOST)
        return error_set(error, "more than %d options", ARGS_MOST);
    args->given[args->given_count].option = option;
    args->given[args->given_count].text = text;
    if (option->kind == OPTION_NUMBER && number_parse(option, text, &args->given[args->given_count].number, error))
        return -1;
    args->given_count++;
    return 0;
}

/* Takes the option at argv[at]; *used is how many words it took. */
static int option_take(struct args *args, int argc, char **argv, int at, int *used, struct error *error)
{
    const char *name = argv[at] + 2, *equals = strchr(name, '=');
    const size_t size = equals ? (size_t)(equals - name) : strlen(name);
    const struct ctl_option *option = option_in(args->own, name, size);
    if (!option)
        option = option_in(args->shared, name, size);
    *used = 1;
    if (!option)
        return error_set(error, "unknown option --%.*s", (int)size, name);
    if (option->kind == OPTION_FLAG)
        return equals ? error_set(error, "--%s takes no value", option->name) : given_add(args, option, "", error);
    if (equals)
        return given_add(args, option, equals + 1, error);
    if (at + 1 >= argc)
        return error_set(error, "--%s needs a value: %s", option->name, option->value);
    *used = 2;
    return given_add(args, option, argv[at + 1], error);
}

static int word_take(struct args *args, const char *word, struct error *error)
{
    if (args->words == ARGS_MOST)
        return error_set(error, "more than %d arguments", ARGS_MOST);
    args->word[args->words++] = word;
    return 0;
}

int args_parse(struct args *args, int argc, char **argv, struct error *error)
{
    bool options = true;
    for (int at = 0, used = 1; at < argc; at += used) {
        int failed = 0;
        used = 1;
        if (options && text_same(argv[at], "--"))
            options = false;
        else if (options && (text_same(argv[at], "--help") || text_same(argv[at], "-h")))
            args->help = true;
        else if (options && text_starts(argv[at], "--"))
            failed = option_take(args, argc, argv, at, &used, error);
        else if (options && argv[at][0] == '-' && argv[at][1])
            failed = error_set(error, "unknown option %s", argv[at]);
        else
            failed = word_take(args, argv[at], error);
        if (failed)
            return -1;
    }
    return 0;
}

static int given_find(const struct args *args, const char *name)
{
    for (int i = args->given_count - 1; i >= 0; i--)
        if (text_same(args->given[i].option->name, name))
            return i;
    return -1;
}

bool args_flag(const struct args *args, const char *name)
{
    return given_find(args, name) >= 0;
}

const char *args_text(const struct args *args, const char *name)
{
    const int at = given_find(args, name);
    return at < 0 ? NULL : args->given[at].text;
}

int64_t args_number(const struct args *args, const char *name, int64_t otherwise)
{
    const int at = given_find(args, name);
    return at < 0 ? otherwise : args->given[at].number;
}

void args_help(FILE *to, const struct ctl_option *options)
{
    for (; options && options->kind != OPTION_END; options++) {
        char left[64];
        if (TEXT_FORMAT(left, "--%s%s%s", options->name, options->value ? " " : "",
                        options->value ? options->value : ""))
            continue;
        fprintf(to, "  %-24s %s\n", left, options->doc);
    }
}
