/* Questions about feeds, notices, rules and readers. A reader asks about itself; operators and supervisors about all.
 */
#include "base/text.h"
#include "store/page.h"

#include "store.h"
#include "tables.h"

/* Roles as a list of codes. */
static void fill_roles(unsigned roles, char at[][33], uint32_t *count, uint32_t most)
{
    for (unsigned role = 1; role <= ROLE_OPERATOR; role <<= 1)
        if ((roles & role) && *count < most)
            text_put(at[(*count)++], 33, role_name(role));
}

static bool may_see(const struct unit *unit, const char *reader)
{
    return (role_of(unit->cause->actorrole) & (ROLE_OPERATOR | ROLE_SUPERVISOR)) ||
           (reader[0] && text_same(unit->cause->actorid, reader));
}

static int refuse_other(struct unit *unit, const char *field)
{
    return unit_refuse(unit, "not_yours", field, "A reader asks about the own feed.");
}

/* ---- feeds ---- */

static int get_feed(struct unit *unit, const void *question, void *answer)
{
    const struct feed_get *q = question;
    struct feed_get_answer *a = answer;
    struct feed_reader reader;
    struct feed_state state;
    if (!may_see(unit, q->id))
        return refuse_other(unit, "id");
    int found = feed_reader_find(unit->store, q->id, &reader);
    if (found == 0)
        return unit_refuse(unit, "unknown_reader", "id", "There is no reader %s.", q->id);
    if (found < 0 || feed_read(unit->store, q->id, q->device, &state) < 0)
        return unit_trouble(unit);
    TEXT_PUT(a->reader, q->id);
    TEXT_PUT(a->device, q->device);
    feed_name(a->stream, q->id);
    a->last = state.last;
    a->cursor = state.cursor;
    a->furthest = state.furthest;
    a->unread = state.unread;
    a->unacked = state.unacked;
    a->first = unit_stream_first(unit, a->stream);
    a->missed = a->first - 1 > a->cursor ? a->first - 1 - a->cursor : 0;
    return UNIT_DONE;
}

/* ---- notices ---- */

static void fill_notice(const struct notice *n, struct notice_row *row)
{
    TEXT_PUT(row->notice, n->notice);
    TEXT_PUT(row->reader, n->reader);
    TEXT_PUT(row->rule, n->rule);
    row->number = n->number;
    row->priority = n->priority;
    TEXT_PUT(row->state, notice_state_name(n->state));
    TEXT_PUT(row->title, n->title);
    TEXT_PUT(row->event_type, n->event_type);
    TEXT_PUT(row->about, n->about);
    row->at = n->at;
    TEXT_PUT(row->summary, n->summary);
    row->listed = n->listed;
}

static void fill_notice_answer(const struct notice *n, struct notice_get_answer *a)
{
    TEXT_PUT(a->notice, n->notice);
    TEXT_PUT(a->reader, n->reader);
    TEXT_PUT(a->rule, n->rule);
    a->number = n->number;
    a->priority = n->priority;
    TEXT_PUT(a->state, notice_state_name(n->state));
    TEXT_PUT(a->title, n->title);
    TEXT_PUT(a->event_type, n->event_type);
    TEXT_PUT(a->about, n->about);
    a->at = n->at;
    TEXT_PUT(a->summary, n->summary);
    a->listed = n->listed;
    TEXT_PUT(a->label, notice_state_label(n->state));
    TEXT_PUT(a->label_en, notice_state_label_en(n->state));
    TEXT_PUT(a->state_zh, a->label);
    TEXT_PUT(a->title_en, n->title_en);
    a->rule_version = n->rule_version;
    TEXT_PUT(a->ack, ack_name(n->ack));
    TEXT_PUT(a->event, n->event);
    TEXT_PUT(a->station, n->station);
    TEXT_PUT(a->acked_by, n->acked_by);
    a->acked_at = n->acked_at;
}

static int get_notice(struct unit *unit, const void *question, void *answer)
{
    const struct notice_get *q = question;
    struct notice n;
    int found = notice_find(unit->store, q->id, &n);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 0)
        return unit_refuse(unit, "unknown_notice", "id", "There is no notice %s.", q->id);
    if (!may_see(unit, n.reader))
        return refuse_other(unit, "id");
    fill_notice_answer(&n, answer);
    return UNIT_DONE;
}

static int list_notices(struct unit *unit, const void *question, void *answer)
{
    const struct notice_list *q = question;
    struct notice_list_answer *a = answer;
    struct notice n;
    struct rows rows;
    int found;
    if (!may_see(unit, q->reader))
        return refuse_other(unit, "reader");
    notice_list(&rows, unit->store, q->after, page_rows(q->limit) + 1, q->reader, q->summary, q->unacked);
    while ((found = notice_next(&rows, &n)) == 1 && a->rows.count < page_rows(q->limit))
        fill_notice(&n, &a->rows.at[a->rows.count++]);
    rows_close(&rows);
    if (found == 1)
        TEXT_PUT(a->next, a->rows.at[a->rows.count - 1].notice);
    return found < 0 ? unit_trouble(unit) : UNIT_DONE;
}

/* ---- rules ---- */

static void fill_rule(const struct rule *r, struct rule_row *row)
{
    TEXT_PUT(row->rule, r->rule);
    TEXT_PUT(row->pattern, r->pattern);
    TEXT_PUT(row->audience, audience_name(r->audience));
    fill_roles(r->roles, row->roles.at, &row->roles.count, 6);
    row->priority = r->priority;
    TEXT_PUT(row->ack, ack_name(r->ack));
    TEXT_PUT(row->title, r->title);
    row->version = r->version;
    row->active = r->active;
}

static void fill_rule_answer(const struct rule *r, struct rule_get_answer *a)
{
    TEXT_PUT(a->rule, r->rule);
    TEXT_PUT(a->pattern, r->pattern);
    TEXT_PUT(a->audience, audience_name(r->audience));
    fill_roles(r->roles, a->roles.at, &a->roles.count, 6);
    TEXT_PUT(a->person, r->person);
    a->priority = r->priority;
    TEXT_PUT(a->ack, ack_name(r->ack));
    TEXT_PUT(a->title, r->title);
    TEXT_PUT(a->title_en, r->title_en);
    a->version = r->version;
    a->active = r->active;
}

static int get_rule(struct unit *unit, const void *question, void *answer)
{
    const struct rule_get *q = question;
    struct rule_get_answer *a = answer;
    struct rule rule;
    struct rows rows;
    int found = rule_find(unit->store, q->id, &rule);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 0)
        return unit_refuse(unit, "unknown_rule", "id", "There is no rule %s.", q->id);
    fill_rule_answer(&rule, a);
    rule_readers(&rows, unit->store, &rule);
    while ((found = rows_next(&rows)) == 1 && a->readers.count < 16) {
        ROWS_COPY(&rows, 0, a->readers.at[a->readers.count]);
        a->readers.count++;
    }
    rows_close(&rows);
    return found < 0 ? unit_trouble(unit) : UNIT_DONE;
}

static int list_rules(struct unit *unit, const void *question, void *answer)
{
    const struct rule_list *q = question;
    struct rule_list_answer *a = answer;
    struct rule rule;
    struct rows rows;
    int found;
    rule_list(&rows, unit->store, q->after, page_rows(q->limit) + 1, q->active);
    while ((found = rule_next(&rows, &rule)) == 1 && a->rows.count < page_rows(q->limit))
        fill_rule(&rule, &a->rows.at[a->rows.count++]);
    rows_close(&rows);
    if (found == 1)
        TEXT_PUT(a->next, a->rows.at[a->rows.count - 1].rule);
    return found < 0 ? unit_trouble(unit) : UNIT_DONE;
}

/* ---- readers ---- */

static int get_reader(struct unit *unit, const void *question, void *answer)
{
    const struct reader_get *q = question;
    struct reader_get_answer *a = answer;
    struct feed_reader r;
    int found = feed_reader_find(unit->store, q->id, &r);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 0)
        return unit_refuse(unit, "unknown_reader", "id", "There is no reader %s.", q->id);
    TEXT_PUT(a->reader, r.reader);
    fill_roles(r.roles, a->roles.at, &a->roles.count, 6);
    TEXT_PUT(a->station, r.station);
    a->active = r.active;
    a->revision = r.revision;
    return UNIT_DONE;
}

static void fill_reader(const struct feed_reader *r, struct reader_row *row)
{
    TEXT_PUT(row->reader, r->reader);
    fill_roles(r->roles, row->roles.at, &row->roles.count, 6);
    TEXT_PUT(row->station, r->station);
    row->active = r->active;
}

static int list_readers(struct unit *unit, const void *question, void *answer)
{
    const struct reader_list *q = question;
    struct reader_list_answer *a = answer;
    struct feed_reader reader;
    struct rows rows;
    int found;
    feed_reader_list(&rows, unit->store, q->after, page_rows(q->limit) + 1, q->station);
    while ((found = feed_reader_next(&rows, &reader)) == 1 && a->rows.count < page_rows(q->limit))
        fill_reader(&reader, &a->rows.at[a->rows.count++]);
    rows_close(&rows);
    if (found == 1)
        TEXT_PUT(a->next, a->rows.at[a->rows.count - 1].reader);
    return found < 0 ? unit_trouble(unit) : UNIT_DONE;
}

#define ROLES_LOOK (ROLE_STAFF | ROLE_SUPERVISOR)

const struct query_handler notification_queries[] = {
    {MSG_feed_get, MSG_feed_get_answer, ROLE_ANY, get_feed},
    {MSG_notice_get, MSG_notice_get_answer, ROLE_ANY, get_notice},
    {MSG_notice_list, MSG_notice_list_answer, ROLE_ANY, list_notices},
    {MSG_rule_get, MSG_rule_get_answer, ROLES_LOOK, get_rule},
    {MSG_rule_list, MSG_rule_list_answer, ROLES_LOOK, list_rules},
    {MSG_reader_get, MSG_reader_get_answer, ROLES_LOOK, get_reader},
    {MSG_reader_list, MSG_reader_list_answer, ROLES_LOOK, list_readers},
    {MSG_NONE, MSG_NONE, 0, NULL},
};
