/* anxin completion: what a shell can complete, as functions made from the tables of commands, options and messages. The
 * functions are plain sh; a shell adds only how it is asked and how it is told. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "service/role.h"
#include "services/ctl/commands.h"

/* ---- lists ---- */

static void list_start(const char *pattern)
{
    printf("    %s) printf '%%s\\n'", pattern);
}

static void list_end(void)
{
    puts(" ;;");
}

/* "a|b" with `before` in front of each. */
static void put_words(const char *words, const char *before)
{
    for (const char *at = words; *at;) {
        const int size = (int)strcspn(at, "|");
        printf(" %s%.*s", before, size, at);
        at += size + (at[size] == '|');
    }
}

static void put_types(enum message_class only)
{
    for (enum message_type type = MSG_NONE + 1; type < MSG_COUNT; type++)
        if (!only || message_of(type)->class_ == only)
            printf(" %s", message_of(type)->type_name);
}

static void put_kinds(const char *verb)
{
    for (enum message_type type = MSG_NONE + 1; type < MSG_COUNT; type++) {
        const char *name = message_of(type)->type_name, *dot = strrchr(name, '.');
        if (message_of(type)->class_ == CLASS_QUERY && dot && text_same(dot + 1, verb))
            printf(" %.*s", (int)(dot - name), name);
    }
}

/* Owners follow each other in the catalogue. */
static void put_services(void)
{
    const char *before = "common";
    for (enum message_type type = MSG_NONE + 1; type < MSG_COUNT; type++) {
        const char *owner = message_of(type)->owner;
        if (!text_same(owner, before) && !text_same(owner, "common"))
            printf(" %s", owner);
        before = owner;
    }
}

static void put_roles(void)
{
    for (unsigned role = 1; role & ROLE_ANY; role <<= 1)
        printf(" %s", role_name(role));
}

/* ---- functions ---- */

static void function_commands(void)
{
    fputs("_anxin_commands() {\n    printf '%s\\n'", stdout);
    for (int i = 0; commands[i]; i++)
        printf(" %s", commands[i]->name);
    puts(" --help --version\n}");
}

static void put_options(const struct ctl_option *options)
{
    for (; options && options->kind != OPTION_END; options++)
        printf(" --%s", options->name);
}

static void function_options(void)
{
    puts("_anxin_options() { # COMMAND\n    case $1 in");
    for (int i = 0; commands[i]; i++) {
        list_start(commands[i]->name);
        put_options(commands[i]->options);
        put_options(shared_options);
        fputs(" --help", stdout);
        list_end();
    }
    puts("    esac\n}");
}

/* What completes the value of an option: by the word that stands for it in help. */
static void value_case(const char *command, const struct ctl_option *option)
{
    if (option->kind == OPTION_FLAG || option->kind == OPTION_END)
        return;
    printf("    %s' --%s') ", command, option->name);
    if (text_in_list(option->value, "F|FILE")) {
        fputs("echo :file", stdout);
    } else if (text_same(option->value, "DIR")) {
        fputs("echo :dir", stdout);
    } else if (text_same(option->value, "SERVICE")) {
        fputs("printf '%s\\n'", stdout);
        put_services();
    } else if (text_starts(option->value, "ROLE")) {
        fputs("printf '%s\\n'", stdout);
        put_roles();
    } else {
        fputs(":", stdout);
    }
    list_end();
}

static void function_value(void)
{
    puts("_anxin_value() { # COMMAND --OPTION: what may stand behind it; fails when nothing does\n    case \"$1 $2\" "
         "in");
    for (int i = 0; commands[i]; i++)
        for (const struct ctl_option *at = commands[i]->options; at && at->kind != OPTION_END; at++)
            value_case(commands[i]->name, at);
    for (const struct ctl_option *at = shared_options; at->kind != OPTION_END; at++)
        value_case("*", at);
    puts("    *) return 1 ;;\n    esac\n}");
}

static void put_word(enum command_word word, const char *fixed)
{
    switch (word) {
    case WORD_COMMAND_TYPE:
        put_types(CLASS_COMMAND);
        break;
    case WORD_TYPE:
        put_types(CLASS_NONE);
        break;
    case WORD_GET_KIND:
        put_kinds("get");
        break;
    case WORD_LIST_KIND:
        put_kinds("list");
        break;
    case WORD_STREAM:
        put_services();
        fputs(" partner. feed.", stdout);
        break;
    case WORD_FILE:
        fputs(" :file", stdout);
        break;
    case WORD_SERVICE:
        put_services();
        put_words(fixed ? fixed : "", "");
        break;
    case WORD_FIXED:
        put_words(fixed, "");
        break;
    case WORD_FIELD:
    case WORD_ANY:
        break;
    }
}

static void function_first(void)
{
    puts("_anxin_first() { # COMMAND\n    case $1 in");
    for (int i = 0; commands[i]; i++) {
        if (commands[i]->first == WORD_ANY)
            continue;
        list_start(commands[i]->name);
        put_word(commands[i]->first, commands[i]->fixed);
        list_end();
    }
    puts("    esac\n}");
}

/* Fields are those of the type before; of a kind, those of its listing. */
static void function_rest(void)
{
    puts("_anxin_rest() { # COMMAND FIRST\n    case $1 in");
    for (int i = 0; commands[i]; i++) {
        const struct command *command = commands[i];
        if (command->rest == WORD_FIELD) {
            printf("    %s) _anxin_fields \"$2%s\" ;;\n", command->name,
                   command->first == WORD_LIST_KIND ? ".list" : "");
        } else if (command->rest != WORD_ANY) {
            list_start(command->name);
            put_word(command->rest, command->fixed);
            list_end();
        }
    }
    puts("    esac\n}");
}

static bool is_typed(const struct message *message)
{
    return message->class_ == CLASS_COMMAND || message->class_ == CLASS_QUERY;
}

static void function_fields(void)
{
    puts("_anxin_fields() { # TYPE\n    case $1 in");
    for (enum message_type type = MSG_NONE + 1; type < MSG_COUNT; type++) {
        const struct message *message = message_of(type);
        if (!is_typed(message) || message->shape->count == 0)
            continue;
        list_start(message->type_name);
        for (int i = 0; i < message->shape->count; i++)
            printf(" %s=", message->shape->fields[i].name);
        list_end();
    }
    puts("    esac\n}");
}

static void choices_case(const struct message *message, const struct field *field)
{
    char before[80];
    if ((field->kind != FIELD_WORD && field->kind != FIELD_BOOL) || TEXT_FORMAT(before, "%s=", field->name))
        return;
    printf("    '%s %s') printf '%%s\\n'", message->type_name, field->name);
    put_words(field->kind == FIELD_WORD ? field->words : "true|false", before);
    list_end();
}

static void function_choices(void)
{
    puts("_anxin_choices() { # TYPE FIELD\n    case \"$1 $2\" in");
    for (enum message_type type = MSG_NONE + 1; type < MSG_COUNT; type++)
        for (int i = 0; is_typed(message_of(type)) && i < message_of(type)->shape->count; i++)
            choices_case(message_of(type), &message_of(type)->shape->fields[i]);
    puts("    esac\n}");
}

/* ---- scripts ---- */

/* Prints what may stand in the place of the last word; ":file" and ":dir" are the shell's own. */
static const char core[] =
    "_anxin_candidates() { # the words behind `anxin`, the last one as far as it is typed\n"
    "    local command=$1 first='' count=0\n"
    "    if [ $# -le 1 ]; then _anxin_commands; return; fi\n"
    "    shift\n"
    "    while [ $# -gt 1 ]; do\n"
    "        case $1 in\n"
    "        --*=*) ;;\n"
    "        --*)\n"
    "            if _anxin_value \"$command\" \"$1\" >/dev/null; then\n"
    "                if [ $# -eq 2 ]; then _anxin_value \"$command\" \"$1\"; return; fi\n"
    "                shift\n"
    "            fi ;;\n"
    "        *)\n"
    "            if [ $count -eq 0 ]; then first=$1; fi\n"
    "            count=$((count + 1)) ;;\n"
    "        esac\n"
    "        shift\n"
    "    done\n"
    "    case $1 in\n"
    "    -*) _anxin_options \"$command\" ;;\n"
    "    *=*)\n"
    "        if [ \"$command\" = list ]; then first=$first.list; fi\n"
    "        _anxin_choices \"$first\" \"${1%%=*}\" ;;\n"
    "    *) if [ $count -eq 0 ]; then _anxin_first \"$command\"; else _anxin_rest \"$command\" \"$first\"; fi ;;\n"
    "    esac\n"
    "}\n";

/* bash breaks words at '=' and then replaces only what stands behind it. */
static const char bash_end[] =
    "_anxin() {\n"
    "    local line=${COMP_LINE:0:COMP_POINT} current candidate words\n"
    "    read -ra words <<<\"$line\"\n"
    "    case $line in *[[:space:]]) words+=(\"\") ;; esac\n"
    "    current=${words[${#words[@]} - 1]}\n"
    "    COMPREPLY=()\n"
    "    while IFS= read -r candidate; do\n"
    "        case $candidate in\n"
    "        :file) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- \"$current\") ;;\n"
    "        :dir) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -d -- \"$current\") ;;\n"
    "        \"$current\"*) COMPREPLY+=(\"$candidate\") ;;\n"
    "        esac\n"
    "    done < <(_anxin_candidates \"${words[@]:1}\")\n"
    "    case $COMP_WORDBREAKS$current in *=*=*) COMPREPLY=(\"${COMPREPLY[@]#*=}\") ;; esac\n"
    "    case ${#COMPREPLY[@]}${COMPREPLY[0]} in 1*[=.]) compopt -o nospace 2>/dev/null ;; esac\n"
    "    return 0\n"
    "}\n"
    "complete -F _anxin anxin\n";

static const char zsh_end[] = "_anxin() {\n"
                              "    local candidate\n"
                              "    while IFS= read -r candidate; do\n"
                              "        case $candidate in\n"
                              "        :file) _files ;;\n"
                              "        :dir) _files -/ ;;\n"
                              "        *[=.]) compadd -S '' -- \"$candidate\" ;;\n"
                              "        *) compadd -- \"$candidate\" ;;\n"
                              "        esac\n"
                              "    done < <(_anxin_candidates \"${(@)words[2,CURRENT]}\")\n"
                              "}\n"
                              "if [ \"$funcstack[1]\" = _anxin ]; then _anxin \"$@\"; else compdef _anxin anxin; fi\n";

static int completion_run(struct ctl *ctl)
{
    const char *shell = ctl->args.word[0];
    if (!text_in_list(shell, ctl->command->fixed))
        return ctl_say(ctl, CTL_USAGE, "completion is for bash and zsh, not for %s", shell);
    printf("%s# Made by `anxin completion %s`.\n", text_same(shell, "zsh") ? "#compdef anxin\n" : "", shell);
    function_commands();
    function_options();
    function_value();
    function_first();
    function_rest();
    function_fields();
    function_choices();
    fputs(core, stdout);
    fputs(text_same(shell, "zsh") ? zsh_end : bash_end, stdout);
    return CTL_DONE;
}

const struct command completion_command = {
    .name = "completion",
    .synopsis = "bash|zsh",
    .summary = "print a script that lets the shell complete commands, types, fields and words",
    .help = "In bash: source <(anxin completion bash)",
    .least = 1,
    .most = 1,
    .first = WORD_FIXED,
    .fixed = "bash|zsh",
    .offline = true,
    .run = completion_run,
};
