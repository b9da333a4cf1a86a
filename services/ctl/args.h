/* The command line as data: commands and their options are tables, so that parsing, --help and usage errors are one
 * piece of code for all of them. */
#ifndef ANXIN_CTL_ARGS_H
#define ANXIN_CTL_ARGS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/error.h"

enum ctl_option_kind { OPTION_END, OPTION_FLAG, OPTION_TEXT, OPTION_NUMBER };

/* One option, `--name` or `--name VALUE` or `--name=VALUE`. Tables end with kind OPTION_END. */
struct ctl_option {
    const char *name;
    enum ctl_option_kind kind;
    const char *value; /* what stands for the value in help: "FILE" */
    int64_t low, high; /* OPTION_NUMBER */
    const char *doc;
};

#define ARGS_MOST 64

/* What was given. Texts point into argv. */
struct args {
    const struct ctl_option *own, *shared; /* tables of the command and of the tool */
    struct {
        const struct ctl_option *option;
        const char *text;
        int64_t number;
    } given[ARGS_MOST];
    int given_count;
    const char *word[ARGS_MOST]; /* what is no option, in order */
    int words;
    bool help;
};

/* Parses argv[0..argc). `--` ends the options. 0, or -1 with the reason. */
int args_parse(struct args *args, int argc, char **argv, struct error *error);

/* What was given for an option; of one given twice the last. A flag is false, a text NULL when not given. */
bool args_flag(const struct args *args, const char *name);
const char *args_text(const struct args *args, const char *name);
int64_t args_number(const struct args *args, const char *name, int64_t otherwise);

/* Writes a table of options, one a line, for --help. */
void args_help(FILE *to, const struct ctl_option *options);

#endif
