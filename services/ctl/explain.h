/* Why a worker, and why not the others, in words for a dispatcher (V9). */
#ifndef ANXIN_CTL_EXPLAIN_H
#define ANXIN_CTL_EXPLAIN_H

#include <stdio.h>

#include "wire/tables.h"

/* Terms in which all candidates are alike stand apart from the table. Where nobody was able it says what would have to
 * change, what lacks least first. */
void explain_print(FILE *to, const struct visit_explain_answer *answer);

#endif
