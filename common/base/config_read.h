/* One reading of file and environment. Every key that may be given is a slot: a place for a text or for a number with
 * bounds. */
#ifndef ANXIN_BASE_CONFIG_READ_H
#define ANXIN_BASE_CONFIG_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/config.h"
#include "base/places.h"

#define SHARED "anxin" /* the section that all services read */

struct slot {
    const char *section, *key;
    char *text; /* target of a text of at most CONFIG_TEXT bytes with its NUL, or NULL: a number */
    size_t size;
    const struct setting *setting;
    int64_t *number;
    char origin[CONFIG_TEXT + 32]; /* who gave the value: "FILE:LINE: section.key", "ANXIN_X"; "" = nobody */
    int line;
    struct slot *above, *below; /* the same key of an instance, and of all instances of its service; NULL: none */
};

/* One reading of file and environment into slots. */
struct reading {
    const char *file;
    char service[INSTANCE_NAME]; /* of an instance: the section of all of its service; "" */
    FILE *stream;
    struct slot *slots;
    int count;
    bool lenient; /* pass over unknown keys: another service's section, of which we know only some */
    int line;     /* of what inih holds */
    bool failed;
    struct error *error;
    const struct config_report *report; /* config_check: who is told of faults; NULL: the first one ends the reading */
    int faults;
};

/* A fault whose reason stands in in->error: 0 when the reading goes on behind it, else -1. */
int reading_fault(struct reading *in);

/* NULL when nobody knows that key. */
struct slot *reading_slot(struct reading *in, const char *section, const char *key);

/* Fills the slots from the file, if there is one, then from the environment. 0 or -1. */
int reading_run(struct reading *in);

#endif
