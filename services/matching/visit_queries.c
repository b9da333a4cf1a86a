/* Questions about visits and calendars. A worker is told of own visits and own time alone. */
#include "base/text.h"
#include "store/page.h"

#include "absence_store.h"
#include "calendar_store.h"
#include "command.h"
#include "correction_store.h"
#include "home_store.h"
#include "life.h"
#include "offer_store.h"
#include "visit_store.h"

#define READERS (ROLE_STAFF | ROLE_WORKER | ROLE_OFFICER | ROLE_MEDIATOR | ROLE_SUPERVISOR)

/* The fields of VISIT_SHORT have the same names in every answer. */
#define FILL_SHORT(row, from)                                                                                          \
    do {                                                                                                               \
        TEXT_PUT((row)->visit, (from)->visit);                                                                         \
        TEXT_PUT((row)->booking, (from)->booking);                                                                     \
        TEXT_PUT((row)->station, (from)->station);                                                                     \
        TEXT_PUT((row)->service, (from)->service);                                                                     \
        (row)->start = (from)->time.start;                                                                             \
        (row)->end = (from)->time.end;                                                                                 \
        TEXT_PUT((row)->state, visit_state_name((int)(from)->state));                                                  \
        TEXT_PUT((row)->label, visit_state_label((int)(from)->state));                                                 \
        TEXT_PUT((row)->label_en, visit_state_label_en((int)(from)->state));                                           \
        TEXT_PUT((row)->worker, (from)->worker);                                                                       \
        TEXT_PUT((row)->risk, (from)->risk);                                                                           \
    } while (0)

/* A worker who is asked beside another one sees the visit as asked alone (V12). */
static int offer_show(struct unit *unit, struct visit *visit)
{
    struct offer offer;
    int found = offer_find(unit->store, visit->visit, unit->cause->actorid, &offer);
    if (found == 1) {
        TEXT_PUT(visit->worker, offer.worker);
        visit->score = offer.score;
    }
    return found < 0 ? unit_trouble(unit) : UNIT_DONE;
}

static int find(struct unit *unit, const char *id, struct visit *visit)
{
    int result = command_visit_asked(unit, id, visit);
    if (result == UNIT_DONE && command_is_from(unit, ROLE_WORKER) && offer_show(unit, visit))
        return UNIT_TROUBLE;
    if (result == UNIT_DONE && command_is_from(unit, ROLE_WORKER) &&
        (!visit->worker[0] || !text_same(visit->worker, unit->cause->actorid)))
        return unit_refuse(unit, "not_yours", "id", "The visit is not with this worker.");
    return result;
}

static int correction_fill(struct unit *unit, struct visit_get_answer *answer)
{
    struct correction correction;
    if (correction_find(unit->store, answer->visit, &correction) < 0)
        return -1;
    answer->correction_started_at = correction.started_at;
    answer->correction_ended_at = correction.ended_at;
    answer->correction_expires = correction.expires;
    TEXT_PUT(answer->correction_reason, correction.reason);
    TEXT_PUT(answer->correction_by, correction.proposer);
    TEXT_PUT(answer->correction_second, correction.second);
    return 0;
}

/* ABSENCE has the same fields in every message. */
static int absence_fill(struct unit *unit, struct visit_get_answer *answer)
{
    struct absence absence;
    if (absence_find(unit->store, answer->visit, &absence) < 0)
        return -1;
    answer->tries = absence.tries;
    answer->arrived_at = absence.arrived_at;
    for (int i = 0; i < absence.count; i++) {
        struct contact_try *row = &answer->contacts.at[answer->contacts.count++];
        row->at = absence.at[i].at;
        TEXT_PUT(row->how, absence.at[i].how);
    }
    return 0;
}

static int on_get(struct unit *unit, const void *question, void *to)
{
    const struct visit_get *ask = question;
    struct visit_get_answer *answer = to;
    struct visit visit;
    struct home home;
    int64_t penalty = unit->setting[SET_PLAN_MOVE_MIN];
    int result = find(unit, ask->id, &visit);
    if (result != UNIT_DONE)
        return result;
    FILL_SHORT(answer, &visit);
    TEXT_PUT(answer->household, visit.household);
    TEXT_PUT(answer->how, visit.how);
    TEXT_PUT(answer->method, visit.method);
    answer->revision = visit.revision;
    answer->score = visit.score;
    answer->offer_until = visit.offer_until;
    answer->ack_by = visit.ack_by;
    answer->acked_at = visit.acked_at;
    answer->started_at = visit.started_at;
    answer->ended_at = visit.ended_at;
    answer->minutes = visit.minutes;
    answer->decisions = visit.decisions;
    answer->changes = visit.changes;
    answer->change_penalty_min = visit.worker[0] && life_allows(&visit, VISIT_ASSIGN) ? penalty : 0;
    TEXT_PUT(answer->lead, visit.lead);
    answer->started_told_at = visit.started_told;
    answer->ended_told_at = visit.ended_told;
    answer->verify_by = visit.state == VISIT_ENDED ? visit.verify_by : 0;
    if (correction_fill(unit, answer) || absence_fill(unit, answer))
        return unit_trouble(unit);
    int located = home_find(unit->store, visit.household, &home);
    answer->located = located == 1 && text_same(home.datum, unit->travel->datum);
    return located < 0 ? unit_trouble(unit) : UNIT_DONE;
}

/* ---- lists ---- */

/* One row more than asked for is read, to know whether there is a next page. */
struct page {
    struct visit_list_answer *answer;
    uint32_t limit;
    bool places; /* told too */
};

static int add_visit(void *self, const struct visit *visit)
{
    struct page *page = self;
    struct visit_list_answer *answer = page->answer;
    if (answer->rows.count == page->limit) {
        TEXT_PUT(answer->next, answer->rows.at[page->limit - 1].visit);
        return 1;
    }
    struct visit_row *row = &answer->rows.at[answer->rows.count++];
    FILL_SHORT(row, visit);
    TEXT_PUT(row->household, visit->household);
    row->cell_lat = page->places ? visit->place.lat : 0;
    row->cell_lon = page->places ? visit->place.lon : 0;
    return 0;
}

static int on_list(struct unit *unit, const void *question, void *to)
{
    const struct visit_list *ask = question;
    struct page page = {to, (uint32_t)page_rows(ask->limit),
                        (role_of(unit->cause->actorrole) & (unsigned)ROLE_STAFF) != 0};
    bool worker = command_is_from(unit, ROLE_WORKER);
    struct visit after = {0};
    if (worker && (!unit->cause->actorid[0] || (ask->worker[0] && !text_same(ask->worker, unit->cause->actorid))))
        return unit_refuse(unit, "not_yours", "worker", "A worker may ask for own visits only.");
    if (ask->after[0] && visit_find(unit->store, ask->after, &after) != 1)
        return unit_refuse(unit, "unknown_visit", "after", "There is no visit %s.", ask->after);
    struct visit_filter filter = {
        .state = ask->state,
        .worker = worker ? unit->cause->actorid : ask->worker,
        .booking = ask->booking,
        .station = ask->station,
        .from = ask->from,
        .to = ask->to,
        .after_start = after.time.start,
        .after = ask->after,
        .limit = (int)page.limit + 1,
    };
    return visit_walk(unit->store, &filter, add_visit, &page) ? unit_trouble(unit) : UNIT_DONE;
}

/* ---- the door code (V14) ---- */

static int on_door_code(struct unit *unit, const void *question, void *to)
{
    const struct visit_door_code *ask = question;
    struct visit_door_code_answer *answer = to;
    struct visit visit;
    int result = command_visit_asked(unit, ask->id, &visit);
    if (result == UNIT_DONE)
        result = command_concerns(unit, &visit);
    if (result != UNIT_DONE)
        return result;
    TEXT_PUT(answer->visit, visit.visit);
    TEXT_PUT(answer->door_code, visit.door_code);
    return UNIT_DONE;
}

/* ---- one person's calendar ---- */

struct calendar_page {
    struct calendar_list_answer *answer;
    uint32_t limit;
};

static int add_hold(void *self, const struct calendar_entry *entry)
{
    struct calendar_page *page = self;
    struct calendar_list_answer *answer = page->answer;
    if (answer->rows.count == page->limit) {
        TEXT_PUT(answer->next, answer->rows.at[page->limit - 1].hold);
        return 1;
    }
    struct calendar_row *row = &answer->rows.at[answer->rows.count++];
    TEXT_PUT(row->hold, entry->hold.hold);
    TEXT_PUT(row->purpose, calendar_kind_name(entry->hold.kind));
    TEXT_PUT(row->label, calendar_kind_label(entry->hold.kind));
    TEXT_PUT(row->label_en, calendar_kind_label_en(entry->hold.kind));
    TEXT_PUT(row->object, entry->object);
    row->tentative = !entry->hold.firm;
    row->start = entry->hold.time.start;
    row->end = entry->hold.time.end;
    return 0;
}

static int on_calendar_list(struct unit *unit, const void *question, void *to)
{
    const struct calendar_list *ask = question;
    struct calendar_page page = {to, (uint32_t)page_rows(ask->limit)};
    int64_t after = INT64_MIN;
    if (!command_is_from(unit, ROLE_DISPATCHER) && !command_is_from(unit, ROLE_MANAGER) &&
        !command_is_from(unit, ROLE_RECEPTIONIST) && !command_is_from(unit, ROLE_OPERATOR) &&
        !command_is_from(unit, ROLE_REGISTRAR) && !text_same(ask->person, unit->cause->actorid))
        return unit_refuse(unit, "not_yours", "person", "One may ask for one's own calendar only.");
    if (ask->after[0] && calendar_start(unit->store, ask->after, &after) != 1)
        return unit_refuse(unit, "unknown_hold", "after", "There is no hold %s.", ask->after);
    struct calendar_span span = {
        .person = ask->person,
        .from = ask->from,
        .to = ask->to ? ask->to : INT64_MAX,
        .after_start = after,
        .after = ask->after,
        .limit = (int)page.limit + 1,
    };
    return calendar_walk(unit->store, &span, add_hold, &page) ? unit_trouble(unit) : UNIT_DONE;
}

const struct query_handler matching_visit_queries[] = {
    {MSG_visit_get, MSG_visit_get_answer, READERS, on_get},
    {MSG_visit_list, MSG_visit_list_answer, READERS, on_list},
    {MSG_visit_door_code, MSG_visit_door_code_answer, ROLE_RECEPTIONIST | ROLE_CLIENT | ROLE_PARTNER, on_door_code},
    {MSG_calendar_list, MSG_calendar_list_answer, ROLE_ANY, on_calendar_list},
    {MSG_NONE, MSG_NONE, 0, NULL},
};
