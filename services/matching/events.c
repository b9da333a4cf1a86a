/* Fills and emits the events of visits. They carry ids, codes and times, nothing of persons. */
#include "events.h"

#include "base/text.h"

/* The fields of VISIT_FACTS have the same names in every event. */
#define FILL_FACTS(event, from)                                                                                        \
    do {                                                                                                               \
        TEXT_PUT((event).visit, (from)->visit);                                                                        \
        TEXT_PUT((event).booking, (from)->booking);                                                                    \
        TEXT_PUT((event).station, (from)->station);                                                                    \
        TEXT_PUT((event).service, (from)->service);                                                                    \
        TEXT_PUT((event).household, (from)->household);                                                                \
        (event).start = (from)->time.start;                                                                            \
        (event).end = (from)->time.end;                                                                                \
    } while (0)
#define FILL_WORKER(event, from)                                                                                       \
    do {                                                                                                               \
        FILL_FACTS(event, from);                                                                                       \
        TEXT_PUT((event).worker, (from)->worker);                                                                      \
    } while (0)

int event_plain(struct unit *unit, enum message_type type, const struct visit *visit)
{
    struct visit_acked event = {0}; /* they all are VISIT_FACTS and VISIT_WORKER */
    FILL_WORKER(event, visit);
    return unit_emit(unit, type, &event, visit->visit);
}

int event_missed(struct unit *unit, const struct visit *visit)
{
    struct visit_missed_by_worker event = {0};
    FILL_WORKER(event, visit);
    TEXT_PUT(event.lead, visit->lead);
    return unit_emit(unit, MSG_visit_missed_by_worker, &event, visit->visit);
}

int event_planned(struct unit *unit, const struct visit *visit)
{
    struct visit_planned event = {0};
    FILL_FACTS(event, visit);
    TEXT_PUT(event.lead, visit->lead);
    return unit_emit(unit, MSG_visit_planned, &event, visit->visit);
}

int event_deferred(struct unit *unit, const struct visit *visit)
{
    struct visit_deferred event = {.reason = "roster_silent"};
    FILL_FACTS(event, visit);
    TEXT_PUT(event.from_worker, visit->lost ? visit->replaces : "");
    return unit_emit(unit, MSG_visit_deferred, &event, visit->visit);
}

int event_pinned(struct unit *unit, const struct visit *visit, bool pinned)
{
    struct visit_pinned event = {.pinned = pinned};
    FILL_FACTS(event, visit);
    return unit_emit(unit, MSG_visit_pinned, &event, visit->visit);
}

int event_offered(struct unit *unit, const struct visit *visit)
{
    struct visit_offered event = {.expires = visit->offer_until, .score = visit->score};
    FILL_WORKER(event, visit);
    TEXT_PUT(event.from_worker, visit->lost ? visit->replaces : "");
    return unit_emit(unit, MSG_visit_offered, &event, visit->visit);
}

int event_offer_declined(struct unit *unit, const struct visit *visit, const char *reason)
{
    struct visit_offer_declined event = {0};
    FILL_WORKER(event, visit);
    TEXT_PUT(event.reason, reason);
    return unit_emit(unit, MSG_visit_offer_declined, &event, visit->visit);
}

int event_offer_withdrawn(struct unit *unit, const struct visit *visit, const char *reason)
{
    struct visit_offer_withdrawn event = {0};
    FILL_WORKER(event, visit);
    TEXT_PUT(event.reason, reason);
    return unit_emit(unit, MSG_visit_offer_withdrawn, &event, visit->visit);
}

int event_assigned(struct unit *unit, const struct visit *visit)
{
    struct visit_assigned event = {.score = visit->score, .ack_by = visit->ack_by};
    FILL_WORKER(event, visit);
    TEXT_PUT(event.how, visit->how);
    TEXT_PUT(event.lead, visit->lead);
    return unit_emit(unit, MSG_visit_assigned, &event, visit->visit);
}

int event_reassigned(struct unit *unit, const struct visit *visit, int64_t penalty_min)
{
    struct visit_reassigned event = {.penalty_min = penalty_min, .changes = visit->changes};
    FILL_WORKER(event, visit);
    TEXT_PUT(event.from_worker, visit->replaces);
    TEXT_PUT(event.why, visit->replace_why);
    TEXT_PUT(event.lead, visit->lead);
    return unit_emit(unit, MSG_visit_reassigned, &event, visit->visit);
}

int event_at_risk(struct unit *unit, const struct visit *visit)
{
    struct visit_at_risk event = {0};
    FILL_WORKER(event, visit);
    TEXT_PUT(event.reason, visit->risk);
    return unit_emit(unit, MSG_visit_at_risk, &event, visit->visit);
}

int event_recovered(struct unit *unit, const struct visit *visit)
{
    struct visit_recovered event = {0};
    FILL_WORKER(event, visit);
    TEXT_PUT(event.reason, visit->risk);
    return unit_emit(unit, MSG_visit_recovered, &event, visit->visit);
}

int event_client_no_show(struct unit *unit, const struct visit *visit, const struct absence *absence)
{
    struct visit_client_no_show event = {.tries = absence->tries,
                                         .arrived_at = absence->arrived_at,
                                         .at = absence->act.at,
                                         .told_at = absence->act.told};
    FILL_WORKER(event, visit);
    for (int i = 0; i < absence->count; i++) {
        struct contact_try *to = &event.contacts.at[event.contacts.count++];
        to->at = absence->at[i].at;
        TEXT_PUT(to->how, absence->at[i].how);
    }
    TEXT_PUT(event.lead, visit->lead);
    return unit_emit(unit, MSG_visit_client_no_show, &event, visit->visit);
}

int event_started(struct unit *unit, const struct visit *visit)
{
    struct visit_started event = {.at = visit->started_at, .told_at = visit->started_told};
    FILL_WORKER(event, visit);
    TEXT_PUT(event.method, visit->method);
    TEXT_PUT(event.lead, visit->lead);
    return unit_emit(unit, MSG_visit_started, &event, visit->visit);
}

int event_told_late(struct unit *unit, const struct visit *visit)
{
    struct visit_told_late event = {.at = visit->started_at, .told_at = visit->started_told};
    FILL_WORKER(event, visit);
    TEXT_PUT(event.method, visit->method);
    return unit_emit(unit, MSG_visit_told_late, &event, visit->visit);
}

int event_ended(struct unit *unit, const struct visit *visit)
{
    struct visit_ended event = {.at = visit->ended_at, .told_at = visit->ended_told};
    FILL_WORKER(event, visit);
    return unit_emit(unit, MSG_visit_ended, &event, visit->visit);
}

int event_verified(struct unit *unit, const struct visit *visit)
{
    struct visit_verified event = {.minutes = visit->minutes};
    FILL_WORKER(event, visit);
    TEXT_PUT(event.lead, visit->lead);
    return unit_emit(unit, MSG_visit_verified, &event, visit->visit);
}

int event_unverified(struct unit *unit, const struct visit *visit, const char *reason)
{
    struct visit_unverified event = {.ask_again = visit->verify_by};
    FILL_WORKER(event, visit);
    TEXT_PUT(event.reason, reason);
    return unit_emit(unit, MSG_visit_unverified, &event, visit->visit);
}

int event_verify_overdue(struct unit *unit, const struct visit *visit)
{
    struct visit_verify_overdue event = {.ended_at = visit->ended_at, .ask_again = visit->verify_by};
    FILL_WORKER(event, visit);
    return unit_emit(unit, MSG_visit_verify_overdue, &event, visit->visit);
}

int event_cancelled(struct unit *unit, const struct visit *visit, const char *reason)
{
    struct visit_cancelled event = {.minutes = visit->minutes};
    FILL_WORKER(event, visit);
    TEXT_PUT(event.reason, reason);
    return unit_emit(unit, MSG_visit_cancelled, &event, visit->visit);
}

int event_unfillable(struct unit *unit, const struct visit *visit, const char *because, const struct ranking *ranking)
{
    struct match_unfillable event = {0};
    FILL_FACTS(event, visit);
    TEXT_PUT(event.community, visit->community);
    TEXT_PUT(event.because, because);
    TEXT_PUT(event.from_worker, visit->lost ? visit->replaces : "");
    for (int rule = 1; rule < RULE_COUNT; rule++) {
        if (!ranking->rejected[rule])
            continue;
        struct reason_count *count = &event.reasons.at[event.reasons.count++];
        TEXT_PUT(count->reason, choice_rule_code((enum rule)rule));
        count->workers = ranking->rejected[rule];
    }
    TEXT_PUT(event.lead, visit->lead);
    return unit_emit(unit, MSG_match_unfillable, &event, visit->visit);
}

/* ---- corrections ---- */

int event_correction_proposed(struct unit *unit, const struct visit *visit, const struct correction *correction)
{
    struct visit_correction_proposed event = {
        .started_at = correction->started_at, .ended_at = correction->ended_at, .expires = correction->expires};
    FILL_WORKER(event, visit);
    TEXT_PUT(event.reason, correction->reason);
    TEXT_PUT(event.second, correction->second);
    return unit_emit(unit, MSG_visit_correction_proposed, &event, visit->visit);
}

int event_corrected(struct unit *unit, const struct visit *visit, const struct correction *correction, bool missed)
{
    struct visit_corrected event = {
        .started_at = correction->started_at, .ended_at = correction->ended_at, .missed = missed};
    FILL_WORKER(event, visit);
    TEXT_PUT(event.reason, correction->reason);
    return unit_emit(unit, MSG_visit_corrected, &event, visit->visit);
}

int event_correction_dropped(struct unit *unit, const struct visit *visit, const char *reason)
{
    struct visit_correction_dropped event = {0};
    FILL_WORKER(event, visit);
    TEXT_PUT(event.reason, reason);
    return unit_emit(unit, MSG_visit_correction_dropped, &event, visit->visit);
}
