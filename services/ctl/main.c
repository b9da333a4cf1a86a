/* The tool `anxin`: finds the command, reads its line, runs it. */
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "service/print.h"
#include "services/ctl/commands.h"

static void help_all(FILE *to)
{
    fputs("anxin - the stations' daemons, seen from a shell\n\nusage: anxin COMMAND ...\n\n", to);
    for (int i = 0; commands[i]; i++)
        fprintf(to, "  %-10s %s\n", commands[i]->name, commands[i]->summary);
    fputs("\noptions of every command:\n", to);
    args_help(to, shared_options);
    fputs("\nexit: 0 done, 1 refused or unsound, 2 wrong usage, 3 unreachable\n"
          "`anxin COMMAND --help` says more.\n",
          to);
}

static void usage(FILE *to, const struct command *command)
{
    fprintf(to, "usage: anxin %s%s%s\n", command->name, *command->synopsis ? " " : "", command->synopsis);
}

static void help_one(FILE *to, const struct command *command)
{
    usage(to, command);
    fprintf(to, "\n%s\n", command->summary);
    if (command->help)
        fprintf(to, "\n%s\n", command->help);
    fputs("\noptions:\n", to);
    args_help(to, command->options);
    args_help(to, shared_options);
}

/* What was done may be done, but nobody could read of it: a full disk under a redirected output. */
static int finish(const struct ctl *ctl, int code)
{
    const bool lost = fflush(stdout) || ferror(stdout);
    return lost ? ctl_say(ctl, code ? (enum ctl_exit)code : CTL_REFUSED, "the output could not be written") : code;
}

static int run(const struct command *command, int argc, char **argv)
{
    struct ctl ctl = {.command = command, .args = {.own = command->options, .shared = shared_options}};
    struct error error = {0};
    if (args_parse(&ctl.args, argc, argv, &error)) {
        ctl_say(&ctl, CTL_USAGE, "%s", error.text);
    } else if (ctl.args.help) {
        help_one(stdout, command);
        return CTL_DONE;
    } else if (ctl.args.words >= command->least && ctl.args.words <= command->most) {
        int code = ctl_open(&ctl);
        code = code ? code : command->run(&ctl);
        ctl_close(&ctl);
        return finish(&ctl, code);
    }
    usage(stderr, command);
    return CTL_USAGE;
}

static const struct command *find(const char *name)
{
    for (int i = 0; commands[i]; i++)
        if (text_same(name, commands[i]->name))
            return commands[i];
    return NULL;
}

/* anxin help [COMMAND] */
static int help(const char *name)
{
    const struct command *command = find(name);
    if (command)
        help_one(stdout, command);
    else
        help_all(*name ? stderr : stdout);
    return command || !*name ? CTL_DONE : CTL_USAGE;
}

int main(int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : "";
    const struct command *command = find(name);
    if (command)
        return run(command, argc - 2, argv + 2);
    if (text_in_list(name, "--help|-h|help"))
        return help(argc > 2 ? argv[2] : "");
    if (text_same(name, "--version")) {
        puts("anxin " ANXIN_VERSION);
        return CTL_DONE;
    }
    if (*name)
        fprintf(stderr, "anxin: unknown command %s\n\n", name);
    help_all(stderr);
    return CTL_USAGE;
}
