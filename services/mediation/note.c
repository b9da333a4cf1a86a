/* Sides of a case. Invariant: a side is known by the id of its party alone, never by who wrote the case down for it. */
#include "note.h"

#include "base/text.h"

static const char *const names[] = {[SIDE_NONE] = "", [SIDE_FILER] = "filer", [SIDE_RESPONDENT] = "respondent"};

const char *side_name(enum case_side side)
{
    return names[side];
}

enum case_side side_of(const char *name)
{
    for (int side = SIDE_FILER; side <= SIDE_RESPONDENT; side++)
        if (text_same(names[side], name))
            return (enum case_side)side;
    return SIDE_NONE;
}

enum case_side side_of_party(const struct dispute *dispute, const char *person)
{
    if (person[0] && text_same(person, dispute->filer))
        return SIDE_FILER;
    return person[0] && text_same(person, dispute->respondent) ? SIDE_RESPONDENT : SIDE_NONE;
}

bool side_exists(const struct dispute *dispute, enum case_side side)
{
    return side == SIDE_RESPONDENT || (side == SIDE_FILER && !dispute->anonymous);
}
