/* A list of names that can be asked whether one is in it twice, and whether another list has the same. */
#ifndef ANXIN_TESTS_FAULT_NAMES_H
#define ANXIN_TESTS_FAULT_NAMES_H

#include <stddef.h>

#define NAME_SIZE 136 /* two ids and a blank */

struct names {
    char (*at)[NAME_SIZE];
    size_t count, room;
};

void names_add(struct names *names, const char *name);
void names_sort(struct names *names);
void names_free(struct names *names);

/* Of sorted lists: the first name that stands twice; the first of `some` that is not in `all`. NULL: none. */
const char *names_twice(const struct names *names);
const char *names_missing(const struct names *some, const struct names *all);

#endif
