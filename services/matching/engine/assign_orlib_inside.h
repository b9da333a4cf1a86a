/* Inside of the OR-Library's problems: a full matrix, or a list of pairs. */
#ifndef ANXIN_MATCHING_ASSIGN_ORLIB_INSIDE_H
#define ANXIN_MATCHING_ASSIGN_ORLIB_INSIDE_H

#include "assign_orlib.h"

struct orlib {
    int size;
    int32_t *costs; /* all of them row by row; NULL: only these pairs may be */
    int64_t *first; /* of each row in `arcs`, one more at the end */
    struct assign_arc *arcs;
};

/* Places and prices for a full matrix by an auction with scaling: the best answer and prices that prove it, unless they
 * would be too great. 0, or -1 when there is no memory. */
int orlib_auction(const struct orlib *orlib, int32_t *column, int64_t *prices);

#endif
