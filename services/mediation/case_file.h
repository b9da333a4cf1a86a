/* What is told of a case: a row of a list, stage and clocks, or the whole file without the private notes. */
#ifndef MEDIATION_CASE_FILE_H
#define MEDIATION_CASE_FILE_H

#include "proto/mediation.h"
#include "service/unit.h"

#include "dispute.h"
#include "note.h"

/* Number, stage and dates: all that a list may tell (K9). */
void case_row_fill(const struct dispute *dispute, struct case_row *row);

/* What a supervisor may see: stage and clocks. */
void case_clocks_fill(const struct dispute *dispute, struct case_get_answer *answer);

/* What a party may see: stage and clocks, what it has told itself, and what both have agreed on. 0 or -1. */
int case_side_fill(struct unit *unit, const struct dispute *dispute, enum case_side side,
                   struct case_get_answer *answer);

/* All that those who conduct it may see. 0 or -1. Both fill a zeroed answer. */
int case_file_fill(struct unit *unit, const struct dispute *dispute, struct case_get_answer *answer);

#endif
