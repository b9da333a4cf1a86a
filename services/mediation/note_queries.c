/* Questions about private notes (K9). Keeps: a note is told to a mediator and to the party of its side, to nobody else.
 */
#include "base/text.h"
#include "store/page.h"

#include "note.h"
#include "note_store.h"
#include "store.h"
#include "tables.h"

#define NOTES_PAGE 20

/* Whose notes are told; SIDE_NONE: of both sides. */
static int side_told(struct unit *unit, const struct case_notes *q, const struct dispute *d, enum case_side *side)
{
    const enum case_side named = side_of(q->side);
    const enum case_side own = side_of_party(d, unit->cause->actorid);
    const bool mediates = role_of(unit->cause->actorrole) & ROLE_MEDIATOR;
    *side = mediates ? named : own;
    if (mediates && own)
        return unit_refuse(unit, "self_conflict", "actorid", "Nobody mediates between himself and another one.");
    if (!mediates && !own)
        return unit_refuse(unit, "not_party", "id", "Only a mediator and a party read notes.");
    if (named && named != *side)
        return unit_refuse(unit, "not_your_side", "side", "A party reads the notes of its own side alone.");
    return UNIT_DONE;
}

static int row_fill(struct store *store, const struct note *note, struct case_note_row *row)
{
    TEXT_PUT(row->note, note->id);
    TEXT_PUT(row->side, note->side);
    TEXT_PUT(row->by, note->by);
    TEXT_PUT(row->role, note->role);
    row->at = note->at;
    return note_text(store, note->id, row->text, sizeof row->text) < 0 ? -1 : 0;
}

static int page_fill(struct unit *unit, struct rows *rows, uint32_t most, struct case_notes_answer *a)
{
    struct note note;
    int found, failed = 0;
    while (!failed && (found = note_next(rows, &note)) == 1 && a->rows.count < most)
        failed = row_fill(unit->store, &note, &a->rows.at[a->rows.count++]);
    rows_close(rows);
    if (failed || found < 0)
        return unit_trouble(unit);
    if (found == 1)
        TEXT_PUT(a->next, a->rows.at[a->rows.count - 1].note);
    return UNIT_DONE;
}

static int notes(struct unit *unit, const void *question, void *answer)
{
    const struct case_notes *q = question;
    const uint32_t most = q->limit ? (uint32_t)q->limit : NOTES_PAGE;
    enum case_side side = SIDE_NONE;
    struct dispute d;
    struct rows rows;
    int found = dispute_find(unit->store, q->id, &d);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 0)
        return unit_refuse(unit, "unknown_case", "id", "There is no case %s.", q->id);
    int verdict = side_told(unit, q, &d, &side);
    if (verdict != UNIT_DONE)
        return verdict;
    note_list(&rows, unit->store, d.id, side_name(side), q->after, most + 1);
    return page_fill(unit, &rows, most, answer);
}

const struct query_handler note_queries[] = {
    {MSG_case_notes, MSG_case_notes_answer, ROLES_NOTE, notes},
    {MSG_NONE, MSG_NONE, 0, NULL},
};
