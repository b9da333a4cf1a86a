/* Questions about cases. Keeps K9: lists show number, stage and dates; names and texts go to mediators and officers
 * only, and each reading of a case is logged. */
#include "base/text.h"
#include "store/page.h"

#include "store.h"
#include "tables.h"

static void fill_row(const struct dispute *d, struct case_row *row)
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

/* ---- one case ---- */

/* What a supervisor may see: stage and clocks. */
static void fill_clocks(const struct dispute *d, struct case_get_answer *a)
{
    struct case_row row = {0};
    fill_row(d, &row);
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

static int fill_texts(struct store *store, const char *id, struct case_get_answer *a)
{
    const struct {
        const char *field;
        char *to;
        size_t size;
    } texts[] = {
        {"subject", a->subject, sizeof a->subject},
        {"story", a->story, sizeof a->story},
        {"wish", a->wish, sizeof a->wish},
        {"filer_name", a->filer_name, sizeof a->filer_name},
        {"respondent_name", a->respondent_name, sizeof a->respondent_name},
        {"agreement", a->text, sizeof a->text},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (person_get(store, id, texts[i].field, texts[i].to, texts[i].size) < 0)
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
    TEXT_PUT(a->origin, d->origin);
    return 0;
}

static int get(struct unit *unit, const void *question, void *answer)
{
    const struct case_get *q = question;
    struct case_get_answer *a = answer;
    struct dispute d;
    int found = dispute_find(unit->store, q->id, &d);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 0)
        return unit_refuse(unit, "unknown_case", "id", "There is no case %s.", q->id);
    log_line(unit->log, LOG_LEVEL_INFO, "case.read", "case=%s by=%s role=%s", d.id, unit->cause->actorid,
             unit->cause->actorrole);
    fill_clocks(&d, a);
    if (!(role_of(unit->cause->actorrole) & (ROLE_MEDIATOR | ROLE_OFFICER)))
        return UNIT_DONE;
    fill_facts(&d, a);
    if (fill_terms(unit->store, &d, a) != 0)
        return unit_trouble(unit);
    return fill_texts(unit->store, d.id, a) == 0 ? UNIT_DONE : unit_trouble(unit);
}

/* ---- pages ---- */

struct page {
    struct case_row *rows;
    uint32_t *count;
    char *next; /* 65 bytes */
};

static int fill_page(struct unit *unit, struct rows *rows, int64_t limit, struct page page)
{
    struct dispute d;
    int found;
    while ((found = dispute_next(rows, &d)) == 1 && *page.count < page_rows(limit))
        fill_row(&d, &page.rows[(*page.count)++]);
    rows_close(rows);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 1)
        text_put(page.next, ID_SIZE, page.rows[*page.count - 1].case_id);
    return UNIT_DONE;
}

static int list(struct unit *unit, const void *question, void *answer)
{
    const struct case_list *q = question;
    struct case_list_answer *a = answer;
    struct rows rows;
    dispute_list(&rows, unit->store, q->after, page_rows(q->limit) + 1, q->station, q->stage);
    return fill_page(unit, &rows, q->limit, (struct page){a->rows.at, &a->rows.count, a->next});
}

static int by_booking(struct unit *unit, const void *question, void *answer)
{
    const struct case_by_booking *q = question;
    struct case_by_booking_answer *a = answer;
    struct rows rows;
    dispute_list_booking(&rows, unit->store, q->after, page_rows(q->limit) + 1, q->id);
    return fill_page(unit, &rows, q->limit, (struct page){a->rows.at, &a->rows.count, a->next});
}

static int overdue(struct unit *unit, const void *question, void *answer)
{
    const struct case_overdue *q = question;
    struct case_overdue_answer *a = answer;
    struct rows rows;
    dispute_list_overdue(&rows, unit->store, q->after, page_rows(q->limit) + 1, q->station, unit->now);
    return fill_page(unit, &rows, q->limit, (struct page){a->rows.at, &a->rows.count, a->next});
}

#define ROLES_LIST (ROLE_STAFF | ROLE_MEDIATOR | ROLE_OFFICER | ROLE_SUPERVISOR)

const struct query_handler dispute_queries[] = {
    {MSG_case_get, MSG_case_get_answer, ROLE_MEDIATOR | ROLE_OFFICER | ROLE_SUPERVISOR, get},
    {MSG_case_list, MSG_case_list_answer, ROLES_LIST, list},
    {MSG_case_by_booking, MSG_case_by_booking_answer, ROLES_LIST, by_booking},
    {MSG_case_overdue, MSG_case_overdue_answer, ROLES_LIST, overdue},
    {MSG_NONE, MSG_NONE, 0, NULL},
};
