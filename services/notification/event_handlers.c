/* Every event of the other services: makes readers of those it names, then notices by the rules that match (D10 row 1).
 * Keeps: one notice a (rule, event, reader) (I22); a feed's own numbering in step with its stream. */
#include "base/text.h"

#include "in_force.h"
#include "store.h"
#include "tables.h"
#include "tell.h"

/* ---- readers that events make ---- */

/* A person whom an event names has a feed from then on; whichever event comes first makes it. 0 or -1. */
static int reader_ensure(struct unit *unit, const char *person, unsigned role, const char *station)
{
    struct feed_reader r;
    int found = feed_reader_find(unit->store, person, &r);
    if (found < 0 || (found == 1 && (r.roles & role)))
        return found < 0 ? -1 : 0;
    if (found == 0) {
        r = (struct feed_reader){.active = true, .self_made = true};
        TEXT_PUT(r.reader, person);
        TEXT_PUT(r.station, station[0] ? station : "*");
    }
    r.roles |= role;
    r.revision++;
    return feed_reader_save(unit->store, &r);
}

/* A worker reads at the home station, as long as nobody has put it otherwise; who has left is told by role no more. */
static int reader_settle(struct unit *unit, const char *worker, const char *station, bool active)
{
    struct feed_reader r;
    if (reader_ensure(unit, worker, ROLE_WORKER, station) < 0 || feed_reader_find(unit->store, worker, &r) != 1)
        return -1;
    if (!r.self_made)
        return 0;
    TEXT_PUT(r.station, station);
    r.active = active;
    r.revision++;
    return feed_reader_save(unit->store, &r);
}

static int learn(struct unit *unit, enum message_type type, const void *message)
{
    if (type == MSG_worker_onboarded) {
        const struct worker_onboarded *e = message;
        return reader_settle(unit, e->worker, e->station, true);
    }
    if (type == MSG_worker_profile_changed) {
        const struct worker_profile_changed *e = message;
        return reader_settle(unit, e->worker, e->station, true);
    }
    if (type == MSG_worker_retired) {
        const struct worker_retired *e = message;
        return reader_settle(unit, e->worker, e->station, false);
    }
    if (type == MSG_worker_dismissed) {
        const struct worker_dismissed *e = message;
        return reader_settle(unit, e->worker, e->station, false);
    }
    return 0;
}

/* ---- notices ---- */

/* Tells one reader, once and not too often (N8). 0 or -1. */
static int tell(struct unit *unit, const struct rule *rule, const struct happening *h, const char *reader)
{
    struct notice n;
    notice_begin(&n, rule, h, reader);
    unit_id(unit, n.notice);
    if (storm_place(unit, &n) < 0)
        return -1;
    return n.held ? storm_hold(unit, &n) : feed_tell(unit, &n);
}

static int tell_person(struct unit *unit, const struct rule *rule, const struct happening *h)
{
    char person[65];
    if (!body_id(h->type, h->body, rule->person, person))
        return 0;
    if (reader_ensure(unit, person, person_role(rule->person), h->station) < 0)
        return -1;
    return tell(unit, rule, h, person);
}

/* Tells each reader of `rows` whom the rule reaches; counts them. 0 or -1. */
static int tell_rows(struct unit *unit, const struct rule *rule, const struct happening *h, struct rows *rows,
                     int *told)
{
    struct feed_reader reader;
    int found, failed = 0;
    while (!failed && (found = feed_reader_next(rows, &reader)) != 0) {
        if (found == 1 && rule->audience != AUDIENCE_READERS && !rule_reaches(rule, &reader, h->station))
            continue;
        failed = found < 0 || tell(unit, rule, h, reader.reader) < 0;
        ++*told;
    }
    rows_close(rows);
    return failed ? -1 : 0;
}

static int tell_audience(struct unit *unit, const struct rule *rule, const struct happening *h, unsigned role,
                         const char *station, int *told)
{
    struct rows rows;
    feed_reader_audience(&rows, unit->store, role, station);
    return tell_rows(unit, rule, h, &rows, told);
}

/* By role, at the station and of the whole district: who has two of the roles is told once (N8). */
static int tell_roles(struct unit *unit, const struct rule *rule, const struct happening *h, int *told)
{
    int failed = 0;
    for (unsigned role = 1; !failed && role <= ROLE_OPERATOR; role <<= 1) {
        if (!(rule->roles & role))
            continue;
        failed = tell_audience(unit, rule, h, role, "*", told);
        if (!failed && h->station[0] && !text_same(h->station, "*"))
            failed = tell_audience(unit, rule, h, role, h->station, told);
    }
    return failed;
}

static int tell_listed(struct unit *unit, const struct rule *rule, const struct happening *h, int *told)
{
    struct rows rows;
    feed_reader_named(&rows, unit->store, rule);
    return tell_rows(unit, rule, h, &rows, told);
}

/* An urgent event that reaches nobody is said aloud. */
static int tell_readers(struct unit *unit, const struct rule *rule, const struct happening *h)
{
    int told = 0;
    int failed =
        rule->audience == AUDIENCE_READERS ? tell_listed(unit, rule, h, &told) : tell_roles(unit, rule, h, &told);
    if (told == 0 && rule->priority >= 4)
        log_line(unit->log, LOG_LEVEL_WARNING, "notice.nobody", "rule=%s event=%s station=%s", rule->rule, h->event,
                 h->station);
    return failed;
}

static int tell_by_pattern(struct unit *unit, const struct happening *h, const char *pattern)
{
    const struct rule *rules = NULL;
    const int count = in_force_find(unit, pattern, &rules);
    int failed = count < 0;
    for (int i = 0; i < count && !failed; i++)
        failed = (rules[i].audience == AUDIENCE_PERSON ? tell_person(unit, &rules[i], h)
                                                       : tell_readers(unit, &rules[i], h)) < 0;
    return failed ? -1 : 0;
}

static int tell_by_rules(struct unit *unit, const struct happening *h)
{
    char family[65];
    rule_family(family, h->type->type_name);
    return tell_by_pattern(unit, h, h->type->type_name) || tell_by_pattern(unit, h, family) ||
                   tell_by_pattern(unit, h, "*")
               ? -1
               : 0;
}

static int on_event(struct unit *unit, const void *message)
{
    const struct envelope *cause = unit->cause;
    struct happening h = {.type = message_find(cause->type),
                          .body = message,
                          .event = cause->id,
                          .about = cause->subject,
                          .at = cause->time};
    if (!h.type)
        BUG("event %s of unknown type %s reached its handler", cause->id, cause->type);
    body_text(h.type, message, "station", h.station, sizeof h.station);
    if (learn(unit, h.type->type, message) < 0 || tell_by_rules(unit, &h) < 0)
        return unit_trouble(unit);
    return UNIT_DONE;
}

/* One row for every event of the other owners: a new event type needs no edit here. */
#define ROW_EVENT(name) {MSG_##name, ROLE_SERVICE, on_event},
#define ROW_COMMAND(name)
#define ROW_QUERY(name)
#define ROW_ANSWER(name)
#define ROW_CONTROL(name)
#define ROW(class, name, type, doc) ROW_##class(name)

/* clang-format off */
const struct handler event_handlers[] = {
    SHARED_MESSAGES(ROW)
    BOOKING_MESSAGES(ROW)
    MATCHING_MESSAGES(ROW)
    ROSTER_MESSAGES(ROW)
    TRAINING_MESSAGES(ROW)
    MEDIATION_MESSAGES(ROW)
    {MSG_NONE, 0, NULL},
};
/* clang-format on */
