/* Private notes of a case (K9): who may write and read which side's. Pure. */
#ifndef MEDIATION_NOTE_H
#define MEDIATION_NOTE_H

#include "dispute.h"

enum case_side { SIDE_NONE, SIDE_FILER, SIDE_RESPONDENT };

const char *side_name(enum case_side side); /* "filer", "respondent", "" */
enum case_side side_of(const char *name);   /* SIDE_NONE when it is none */

/* On which side of the case somebody stands by his own id; SIDE_NONE: he is no party. */
enum case_side side_of_party(const struct dispute *dispute, const char *person);

/* Whether a case has that side: nobody is behind a tip. */
bool side_exists(const struct dispute *dispute, enum case_side side);

#endif
