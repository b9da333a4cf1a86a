/* anxin man: the manual page anxin(1), from the tables of commands and options. */
#include <stdio.h>

#include "service/print.h"
#include "services/ctl/commands.h"

/* Text as troff sees it: a hyphen is a minus, which can be copied to a shell; no line is taken for a request. */
static void put(const char *text)
{
    bool starts = true;
    for (; *text; text++) {
        if (starts && (*text == '.' || *text == '\''))
            fputs("\\&", stdout);
        if (*text == '\\')
            fputs("\\e", stdout);
        else if (*text == '-')
            fputs("\\-", stdout);
        else
            putchar(*text);
        starts = *text == '\n';
    }
}

static void put_line(const char *request, const char *text)
{
    fputs(request, stdout);
    put(text);
    putchar('\n');
}

static void put_options(const struct ctl_option *options)
{
    for (; options && options->kind != OPTION_END; options++) {
        fputs(".TP\n\\fB", stdout);
        put("--");
        put(options->name);
        fputs("\\fR", stdout);
        if (options->value) {
            fputs(" \\fI", stdout);
            put(options->value);
            fputs("\\fR", stdout);
        }
        putchar('\n');
        put_line("", options->doc);
    }
}

static void put_command(const struct command *command)
{
    fputs(".SS \"anxin ", stdout);
    put(command->name);
    putchar('"');
    fputs("\n\\fBanxin ", stdout);
    put(command->name);
    fputs("\\fR ", stdout);
    put_line("", command->synopsis);
    put_line(".PP\n", command->summary);
    if (command->help)
        put_line(".PP\n", command->help);
    put_options(command->options);
}

static const char beginning[] = ".SH NAME\nanxin \\- the stations' daemons, seen from a shell\n"
                                ".SH SYNOPSIS\n\\fBanxin\\fR \\fICOMMAND\\fR [\\fIOPTION\\fR]... [\\fIWORD\\fR]...\n"
                                ".SH DESCRIPTION\n"
                                "Anxin (\\[u5B89]\\[u5FC3]) is a set of daemons that run neighbourhood home\\-service "
                                "stations: booking, matching of workers, training, mediation, notification and the "
                                "roster of workers.\n"
                                "This tool starts the set, sends it commands, reads its streams and looks after it.\n"
                                ".PP\n"
                                "Options may stand anywhere behind the command, as \\fB\\-\\-name value\\fR or "
                                "\\fB\\-\\-name=value\\fR; \\fB\\-\\-\\fR ends them.\n"
                                ".SH COMMANDS\n";

static const char ending[] = ".TP\n\\fB\\-\\-help\\fR\nhow to use the command\n"
                             ".SH EXIT STATUS\n"
                             ".TP\n\\fB0\\fR\ndone\n"
                             ".TP\n\\fB1\\fR\nrefused, or unsound\n"
                             ".TP\n\\fB2\\fR\nwrong usage or configuration; nothing was sent\n"
                             ".TP\n\\fB3\\fR\na service is unreachable\n"
                             ".SH ENVIRONMENT\n"
                             "Every key of the configuration can be given as \\fBANXIN_\\fIKEY\\fR (section anxin) or "
                             "\\fBANXIN_\\fISERVICE\\fB_\\fIKEY\\fR; it goes before the file.\n"
                             ".TP\n\\fBANXIN_DATA\\fR\nfolder of stores and sockets\n"
                             ".SH FILES\n"
                             ".TP\n\\fI./anxin\\-data/NAME.db\\fR\nthe store of a service\n"
                             ".TP\n\\fI./anxin\\-data/run/\\fR\nsockets and process ids\n"
                             ".SH EXAMPLES\n"
                             ".nf\n"
                             "anxin up\n"
                             "anxin status \\-\\-watch\n"
                             "anxin list worker station=ST1\n"
                             "anxin tail booking \\-\\-follow\n"
                             ".fi\n";

static int man_run(struct ctl *ctl)
{
    (void)ctl;
    fputs(".\\\" Made by `anxin man`.\n.TH ANXIN 1 \"\" \"anxin " ANXIN_VERSION "\" \"Anxin\"\n", stdout);
    fputs(beginning, stdout);
    for (int i = 0; commands[i]; i++)
        put_command(commands[i]);
    fputs(".SH OPTIONS OF EVERY COMMAND\n", stdout);
    put_options(shared_options);
    fputs(ending, stdout);
    return CTL_DONE;
}

const struct command man_command = {
    .name = "man",
    .synopsis = "",
    .summary = "print the manual page",
    .help = "`anxin man | man -l -` shows it.",
    .least = 0,
    .most = 0,
    .offline = true,
    .run = man_run,
};
