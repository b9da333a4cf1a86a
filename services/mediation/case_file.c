/* What is told of a case, from its row and the person store. Keeps: private notes are not part of it (K9). */
#include "case_file.h"

#include "base/text.h"
#include "store/person.h"

#include "agreement.h"
#include "store.h"

void case_row_fill(const struct dispute *d, struct case_row *row)
{
    TEXT_PUT(row->case_id, d->id);
    TEXT_PUT(row->number, d->number);
    TEXT_PUT(row->station, d->station);
    TEXT_PUT(row->stage, dispute_state_name(d->state));
    TEXT_PUT(row->label, dispute_state_label(d->state));
    TEXT_PUT(row->label_en, dispute_state_label_en(d->state));
    TEXT_PUT(row->stage_zh, row->label);
    TEXT_PUT(row->route, d->route);
    row->filed = d->filed;
    row->accept_by = d->accept_by.at;
    row->due = d->due.at;
    row->deadline = dispute_deadline(d);
    row->ended = d->ended;
}

void case_clocks_fill(const struct dispute *d, struct case_get_answer *a)
{
    struct case_row row = {0};
    case_row_fill(d, &row);
    TEXT_PUT(a->case_id, row.case_id);
    TEXT_PUT(a->number, row.number);
    TEXT_PUT(a->station, row.station);
    TEXT_PUT(a->stage, row.stage);
    TEXT_PUT(a->label, row.label);
    TEXT_PUT(a->label_en, row.label_en);
    TEXT_PUT(a->stage_zh, row.stage_zh);
    TEXT_PUT(a->route, row.route);
    a->filed = row.filed;
    a->accept_by = row.accept_by;
    a->due = row.due;
    a->deadline = row.deadline;
    a->ended = row.ended;
    a->accepted = d->accepted;
    TEXT_PUT(a->calendar_version, d->calendar_version);
    a->provisional = d->due.at ? d->due.provisional : d->accept_by.provisional;
    TEXT_PUT(a->reason, d->reason);
    TEXT_PUT(a->next, d->next);
    a->revision = d->revision;
}

static void fill_facts(const struct dispute *d, struct case_get_answer *a)
{
    TEXT_PUT(a->category, d->category);
    TEXT_PUT(a->relation, d->relation);
    TEXT_PUT(a->claimed, d->claimed);
    TEXT_PUT(a->channel, d->channel);
    a->anonymous = d->anonymous;
    TEXT_PUT(a->booking, d->booking);
    TEXT_PUT(a->filer, d->filer);
    TEXT_PUT(a->respondent, d->respondent);
    TEXT_PUT(a->entered_by, d->entered_by);
    a->happened = d->happened;
    a->terms = d->terms;
}

/* Whose each text is: nobody sees the other side's. */
static int fill_texts(struct store *store, const char *id, bool of_filer, bool of_respondent, struct case_get_answer *a)
{
    const struct {
        const char *field;
        char *to;
        size_t size;
        bool told;
    } texts[] = {
        {"subject", a->subject, sizeof a->subject, of_filer},
        {"story", a->story, sizeof a->story, of_filer},
        {"wish", a->wish, sizeof a->wish, of_filer},
        {"filer_name", a->filer_name, sizeof a->filer_name, of_filer},
        {"respondent_name", a->respondent_name, sizeof a->respondent_name, of_respondent},
        {"agreement", a->text, sizeof a->text, true},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (texts[i].told && person_get(store, id, texts[i].field, texts[i].to, texts[i].size) < 0)
            return -1;
    return 0;
}

static int fill_terms(struct store *store, const struct dispute *d, struct case_get_answer *a)
{
    struct agreed_term terms[AGREEMENT_TERMS];
    uint32_t count = 0;
    if (term_list(store, d->id, terms, &count) != 0)
        return -1;
    for (uint32_t i = 0; i < count; i++) {
        TEXT_PUT(a->dated.at[i].who, terms[i].who);
        a->dated.at[i].due = terms[i].due;
        a->dated.at[i].amount = terms[i].amount;
    }
    a->dated.count = count;
    a->checked = d->checked;
    return 0;
}

int case_side_fill(struct unit *unit, const struct dispute *d, enum case_side side, struct case_get_answer *a)
{
    bool filer = side == SIDE_FILER;
    TEXT_PUT(a->category, d->category);
    TEXT_PUT(a->relation, d->relation);
    TEXT_PUT(a->booking, d->booking);
    TEXT_PUT(a->filer, filer ? d->filer : "");
    TEXT_PUT(a->respondent, filer ? "" : d->respondent);
    a->happened = filer ? d->happened : 0;
    a->terms = d->terms;
    if (fill_terms(unit->store, d, a) != 0)
        return -1;
    return fill_texts(unit->store, d->id, filer, !filer, a);
}

int case_file_fill(struct unit *unit, const struct dispute *dispute, struct case_get_answer *answer)
{
    case_clocks_fill(dispute, answer);
    fill_facts(dispute, answer);
    TEXT_PUT(answer->origin, dispute->origin);
    if (fill_terms(unit->store, dispute, answer) != 0)
        return -1;
    return fill_texts(unit->store, dispute->id, true, true, answer);
}
