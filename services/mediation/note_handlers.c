/* A private note is written (K9). Keeps: a party writes on its own side alone, and nothing of a note is emitted. */
#include "base/text.h"

#include "note.h"
#include "note_store.h"
#include "store.h"
#include "tables.h"

/* The side that is meant: a mediator names one, a party has its own. */
static int side_meant(struct unit *unit, const struct case_note *m, const struct dispute *d, enum case_side *side)
{
    const enum case_side named = side_of(m->side);
    const enum case_side own = side_of_party(d, unit->cause->actorid);
    const bool mediates = role_of(unit->cause->actorrole) & ROLE_MEDIATOR;
    *side = mediates ? named : own;
    if (mediates && own)
        return unit_refuse(unit, "self_conflict", "actorid", "Nobody mediates between himself and another one.");
    if (!mediates && !own)
        return unit_refuse(unit, "not_party", "case_id", "Only a mediator or a party writes notes.");
    if (mediates && !named)
        return unit_refuse(unit, "missing", "side", "Say which side sees it: filer or respondent.");
    if (named && named != *side)
        return unit_refuse(unit, "not_your_side", "side", "A party writes on its own side alone.");
    if (!side_exists(d, *side))
        return unit_refuse(unit, "anonymous", "side", "A tip has no filer who could see it.");
    return UNIT_DONE;
}

static int note_admit(struct unit *unit, const struct dispute *d)
{
    const int64_t most = unit->setting[SET_NOTES_MOST];
    int64_t count = 0;
    if (!dispute_deadline(d))
        return unit_refuse(unit, "wrong_state", "case_id", "The case has ended: its file takes no more notes.");
    if (note_count(unit->store, d->id, &count) != 0)
        return unit_trouble(unit);
    if (count >= most)
        return unit_refuse(unit, "too_many_notes", "case_id", "A case has at most %lld notes.", (long long)most);
    return UNIT_DONE;
}

static int note_write(struct unit *unit, const void *message)
{
    const struct case_note *m = message;
    struct note note = {.at = unit->now};
    enum case_side side = SIDE_NONE;
    struct dispute d;
    int found = dispute_find(unit->store, m->case_id, &d);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 0)
        return unit_refuse(unit, "unknown_case", "case_id", "There is no case %s.", m->case_id);
    int verdict = side_meant(unit, m, &d, &side);
    if (verdict == UNIT_DONE)
        verdict = note_admit(unit, &d);
    if (verdict != UNIT_DONE)
        return verdict;
    unit_id(unit, note.id);
    TEXT_PUT(note.dispute, d.id);
    TEXT_PUT(note.side, side_name(side));
    TEXT_PUT(note.by, unit->cause->actorid);
    TEXT_PUT(note.role, unit->cause->actorrole);
    unit_subject(unit, d.id);
    return note_insert(unit->store, &note, m->text) == 0 ? UNIT_DONE : unit_trouble(unit);
}

const struct handler note_handlers[] = {
    {MSG_case_note, ROLES_NOTE, note_write},
    {MSG_NONE, 0, NULL},
};
