/* Questions about bookings. An outside system sees its own bookings and no other. */
#include "base/text.h"
#include "booking_store.h"
#include "guardian.h"
#include "tables.h"

/* Who may look at bookings; clients ask for the status of one that they know. */
#define READERS (ROLE_PARTNER | ROLE_STAFF | ROLE_MEDIATOR | ROLE_OFFICER | ROLE_SUPERVISOR)

static bool may_see(const struct unit *unit, bool outside, const char *source)
{
    return !unit->from_outside || (outside && text_same(source, unit->cause->source));
}

static int refuse_unknown(struct unit *unit, const char *field)
{
    return unit_refuse(unit, "unknown_booking", field, "There is no such booking.");
}

/* The booking, if there is one and the asker may see it: UNIT_DONE, or what the query returns. */
static int booking_seen(struct unit *unit, const char *id, const char *field, struct booking *booking)
{
    int found = booking_find(unit->store, id, booking);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 0)
        return refuse_unknown(unit, field);
    if (!may_see(unit, booking->outside, booking->source))
        return unit_refuse(unit, "denied", field, "This booking was made by somebody else.");
    return UNIT_DONE;
}

static void answer_facts(const struct booking *b, struct booking_get_answer *answer)
{
    TEXT_PUT(answer->booking, b->booking);
    TEXT_PUT(answer->station, b->station);
    TEXT_PUT(answer->service, b->service);
    TEXT_PUT(answer->household, b->household);
    answer->start = b->start;
    answer->end = b->end;
    TEXT_PUT(answer->origin, b->outside ? b->source : "");
    TEXT_PUT(answer->source_ref, b->source_ref);
    TEXT_PUT(answer->channel, b->channel);
    TEXT_PUT(answer->entered_by, b->entered_by);
    TEXT_PUT(answer->entered_role, b->entered_role);
    TEXT_PUT(answer->for_whom, b->for_whom);
    TEXT_PUT(answer->consent, b->consent);
    TEXT_PUT(answer->community, b->community);
    TEXT_PUT(answer->wish_sex, b->wish_sex);
    TEXT_PUT(answer->wish_worker, b->wish_worker);
    answer->wish_languages.count = b->wish_languages;
    for (uint32_t i = 0; i < b->wish_languages; i++)
        TEXT_PUT(answer->wish_languages.at[i], b->wish_language[i]);
    answer->wish_cuisines.count = b->wish_cuisines;
    for (uint32_t i = 0; i < b->wish_cuisines; i++)
        TEXT_PUT(answer->wish_cuisines.at[i], b->wish_cuisine[i]);
    answer->home_pets = b->home_pets;
    answer->wish_nonsmoker = b->wish_nonsmoker;
    answer->created = b->created;
    TEXT_PUT(answer->replaces, b->replaces);
    answer->child = b->child;
}

/* That somebody is ill, gives birth or has died is the station's to know (ruling 4). */
static const char *reason_shown(struct unit *unit, const char *reason)
{
    bool inside = !unit->from_outside && role_of(unit->cause->actorrole) != ROLE_CLIENT;
    if (!booking_reason_is_health(reason))
        return reason;
    if (inside)
        unit_sensitive(unit, "reason");
    return inside ? reason : "";
}

static void answer_progress(struct unit *unit, const struct booking *b, struct booking_get_answer *answer)
{
    answer->revision = b->revision;
    TEXT_PUT(answer->state, booking_state_name((int)b->state));
    TEXT_PUT(answer->label, booking_shown_zh(b));
    TEXT_PUT(answer->label_zh, answer->label);
    TEXT_PUT(answer->label_en, booking_shown_en(b));
    answer->confirm_by = booking_awaits_client(b) ? b->expires : 0;
    TEXT_PUT(answer->replaced_by, b->replaced_by);
    answer->expires = b->state == BOOKING_REQUESTED ? b->expires : 0;
    TEXT_PUT(answer->visit, b->visit);
    TEXT_PUT(answer->worker, b->worker);
    TEXT_PUT(answer->cancel_class, b->cancel_class);
    TEXT_PUT(answer->cancel_by, b->cancel_by);
    TEXT_PUT(answer->reason, reason_shown(unit, b->reason));
    TEXT_PUT(answer->outcome, b->outcome);
    TEXT_PUT(answer->cut_by, b->cut_by);
    TEXT_PUT(answer->follow_up, b->follow_up);
    answer->followed_up = b->followed_up;
    answer->closes = b->state == BOOKING_COMPLETED ? b->closes : 0;
}

static int booking_get_run(struct unit *unit, const void *question, void *answer_to)
{
    const struct booking_get *asked = question;
    struct booking_get_answer *answer = answer_to;
    struct booking booking = {0};
    int result = booking_seen(unit, asked->id, "id", &booking);
    if (result != UNIT_DONE)
        return result;
    answer_facts(&booking, answer);
    answer_progress(unit, &booking, answer);
    if (unit->from_outside)
        return UNIT_DONE; /* that a case exists is not the outside system's to know (K9) */
    TEXT_PUT(answer->cancelled_by, booking.cancelled_by);
    if ((role_of(unit->cause->actorrole) & ROLE_DESK) && booking.child &&
        guardian_get(unit->store, &booking, answer->guardian) < 0)
        return unit_trouble(unit);
    return hold_count(unit->store, booking.booking, &answer->held_by) == 0 ? UNIT_DONE : unit_trouble(unit);
}

static int booking_list_run(struct unit *unit, const void *question, void *answer)
{
    struct booking_list asked = *(const struct booking_list *)question;
    if (unit->from_outside)
        TEXT_PUT(asked.origin, unit->cause->source);
    return booking_page(unit->store, &asked, answer) == 0 ? UNIT_DONE : unit_trouble(unit);
}

/* ---- status, also of what was rejected ---- */

static void status_of_booking(struct unit *unit, const struct booking *b, struct booking_status_answer *answer)
{
    TEXT_PUT(answer->booking, b->booking);
    TEXT_PUT(answer->source_ref, b->source_ref);
    answer->revision = b->revision;
    TEXT_PUT(answer->state, booking_state_name((int)b->state));
    TEXT_PUT(answer->label, booking_shown_zh(b));
    TEXT_PUT(answer->label_zh, answer->label);
    TEXT_PUT(answer->label_en, booking_shown_en(b));
    answer->confirm_by = booking_awaits_client(b) ? b->expires : 0;
    TEXT_PUT(answer->replaced_by, b->replaced_by);
    answer->start = b->start;
    answer->end = b->end;
    TEXT_PUT(answer->reason, reason_shown(unit, b->reason));
    TEXT_PUT(answer->cancel_class, b->cancel_class);
    TEXT_PUT(answer->outcome, b->outcome);
}

static void status_of_rejection(const struct rejection *r, struct booking_status_answer *answer)
{
    TEXT_PUT(answer->booking, r->booking);
    TEXT_PUT(answer->source_ref, r->source_ref);
    TEXT_PUT(answer->state, booking_state_name(BOOKING_REJECTED));
    TEXT_PUT(answer->label, booking_label_zh(BOOKING_REJECTED));
    TEXT_PUT(answer->label_zh, answer->label);
    TEXT_PUT(answer->label_en, booking_label_en(BOOKING_REJECTED));
    TEXT_PUT(answer->reason, r->reason);
    TEXT_PUT(answer->field, r->field);
}

/* What the question names, a booking (found in *booking) or else a rejection: 1, 0, -1. */
static int status_find_booking(struct unit *unit, const struct booking_status *asked, struct booking *booking)
{
    return asked->booking[0] ? booking_find(unit->store, asked->booking, booking)
                             : booking_find_ref(unit->store, unit->cause->source, asked->source_ref, booking);
}

static int status_find_rejection(struct unit *unit, const struct booking_status *asked, struct rejection *rejection)
{
    return asked->booking[0] ? rejection_find(unit->store, asked->booking, rejection)
                             : rejection_find_ref(unit->store, unit->cause->source, asked->source_ref, rejection);
}

static int status_rejected(struct unit *unit, const struct booking_status *asked, struct booking_status_answer *answer)
{
    struct rejection rejection = {0};
    const char *field = asked->booking[0] ? "booking" : "source_ref";
    int found = status_find_rejection(unit, asked, &rejection);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 0)
        return refuse_unknown(unit, field);
    if (!may_see(unit, true, rejection.source))
        return unit_refuse(unit, "denied", field, "This request was made by somebody else.");
    status_of_rejection(&rejection, answer);
    return UNIT_DONE;
}

static int booking_status_run(struct unit *unit, const void *question, void *answer)
{
    const struct booking_status *asked = question;
    struct booking booking = {0};
    if (!asked->booking[0] && !asked->source_ref[0])
        return unit_refuse(unit, "missing", "source_ref", "Name the booking, or your own number for it.");
    int found = status_find_booking(unit, asked, &booking);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 0)
        return status_rejected(unit, asked, answer);
    if (!may_see(unit, booking.outside, booking.source))
        return unit_refuse(unit, "denied", "booking", "This booking was made by somebody else.");
    status_of_booking(unit, &booking, answer);
    return UNIT_DONE;
}

static int booking_timeline_run(struct unit *unit, const void *question, void *answer_to)
{
    const struct booking_timeline *asked = question;
    struct booking_timeline_answer *answer = answer_to;
    struct booking booking = {0};
    int result = booking_seen(unit, asked->booking, "booking", &booking);
    if (result != UNIT_DONE)
        return result;
    TEXT_PUT(answer->booking, booking.booking);
    return booking_steps(unit->store, booking.booking, answer) == 0 ? UNIT_DONE : unit_trouble(unit);
}

const struct query_handler booking_queries[] = {
    {MSG_booking_get, MSG_booking_get_answer, READERS, booking_get_run},
    {MSG_booking_list, MSG_booking_list_answer, READERS, booking_list_run},
    {MSG_booking_status, MSG_booking_status_answer, READERS | ROLE_CLIENT, booking_status_run},
    {MSG_booking_timeline, MSG_booking_timeline_answer, READERS | ROLE_CLIENT, booking_timeline_run},
    {MSG_NONE, MSG_NONE, 0, NULL},
};
