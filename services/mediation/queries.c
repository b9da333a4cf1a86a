/* Questions about cases. Keeps K9: lists show number, stage and dates; names and texts go to mediators and officers
 * only, what a party has told or agreed to that party, and each reading of a case is logged. */
#include "base/text.h"
#include "store/page.h"

#include "case_file.h"
#include "note.h"
#include "store.h"
#include "tables.h"

#define ROLES_SELF (ROLE_CLIENT | ROLE_WORKER | ROLE_TRAINEE)
#define ROLES_READ (ROLE_MEDIATOR | ROLE_OFFICER | ROLE_SUPERVISOR)

/* Who the asker is decides what of the case is told. */
static int told(struct unit *unit, const struct dispute *d, struct case_get_answer *a)
{
    unsigned role = role_of(unit->cause->actorrole);
    enum case_side side = d->anonymous ? SIDE_NONE : side_of_party(d, unit->cause->actorid);
    if ((role & ROLES_SELF) && side == SIDE_NONE)
        return unit_refuse(unit, "not_party", "id", "Only those who conduct a case, and its parties, read it.");
    case_clocks_fill(d, a);
    if (role & ROLES_SELF)
        return case_side_fill(unit, d, side, a) == 0 ? UNIT_DONE : unit_trouble(unit);
    if (role & (ROLE_MEDIATOR | ROLE_OFFICER))
        return case_file_fill(unit, d, a) == 0 ? UNIT_DONE : unit_trouble(unit);
    return UNIT_DONE;
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
    return told(unit, &d, a);
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
        case_row_fill(&d, &page.rows[(*page.count)++]);
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
    {MSG_case_get, MSG_case_get_answer, ROLES_READ | ROLES_SELF, get},
    {MSG_case_list, MSG_case_list_answer, ROLES_LIST, list},
    {MSG_case_by_booking, MSG_case_by_booking_answer, ROLES_LIST, by_booking},
    {MSG_case_overdue, MSG_case_overdue_answer, ROLES_LIST, overdue},
    {MSG_NONE, MSG_NONE, 0, NULL},
};
