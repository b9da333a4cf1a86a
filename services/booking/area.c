/* Kinds of areas from the highest down. */
#include "area.h"

#include <stddef.h>

#include "base/text.h"

static const struct {
    const char *kind;
    int rank;
} ranks[] = {{"province", 1}, {"city", 2}, {"district", 3}, {"town", 4}, {"street", 4}};

static int rank_of(const char *kind)
{
    for (size_t i = 0; i < sizeof ranks / sizeof ranks[0]; i++)
        if (text_same(kind, ranks[i].kind))
            return ranks[i].rank;
    return 0;
}

bool area_fits_in(const char *kind, const char *whole)
{
    return rank_of(whole) > 0 && rank_of(whole) < rank_of(kind);
}
