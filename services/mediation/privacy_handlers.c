/* What mediation keeps of parties, for how long, and what holds it (X5, X6, K15). */
#include "base/text.h"
#include "note_store.h"
#include "privacy_store.h"
#include "service/privacy.h"
#include "tables.h"

/* K15: an open case of a party. */
static int hold(struct unit *unit, const char *person, struct privacy_hold *held)
{
    int found = party_case_open(unit->store, person, held->object);
    if (found == 1)
        TEXT_PUT(held->reason, "open_case");
    return found;
}

/* The texts of a case are its filer's words: they go with him. */
static int also(struct unit *unit, const char *person, const char *after, char owner[ID_SIZE])
{
    return party_case_filed(unit->store, person, after, owner);
}

/* And so do private notes, which an export does not tell. */
static int apart(struct unit *unit, const char *person, const char *after, char owner[ID_SIZE])
{
    return note_owner_of(unit->store, person, after, owner);
}

static int file_due(struct unit *unit, int64_t before, const char *after, char person[ID_SIZE])
{
    return case_past(unit->store, before, after, person);
}

static const struct retention retention[] = {
    {"case_file", "names of the parties, subject, story, wish, agreement and private notes of a case",
     "to settle a dispute, and its file afterwards (K15)", "the end of the case", SET_FILE_DAYS, file_due},
    {0},
};

const struct privacy mediation_privacy = {.hold = hold, .also = also, .apart = apart, .retention = retention};
