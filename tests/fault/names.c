#include "names.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"

void names_add(struct names *names, const char *name)
{
    if (names->count == names->room) {
        names->room = names->room ? names->room * 2 : 1024;
        names->at = realloc(names->at, names->room * sizeof *names->at);
        if (!names->at)
            BUG("out of memory");
    }
    if (text_copy(names->at[names->count++], NAME_SIZE, name) != 0)
        BUG("a name of more than %d bytes", NAME_SIZE - 1);
}

static int compare(const void *a, const void *b)
{
    return strcmp(a, b);
}

void names_sort(struct names *names)
{
    if (names->count)
        qsort(names->at, names->count, sizeof *names->at, compare);
}

void names_free(struct names *names)
{
    free(names->at);
    *names = (struct names){0};
}

const char *names_twice(const struct names *names)
{
    for (size_t i = 1; i < names->count; i++)
        if (text_same(names->at[i - 1], names->at[i]))
            return names->at[i];
    return NULL;
}

const char *names_missing(const struct names *some, const struct names *all)
{
    for (size_t i = 0; i < some->count; i++)
        if (!all->count || !bsearch(some->at[i], all->at, all->count, sizeof *all->at, compare))
            return some->at[i];
    return NULL;
}
