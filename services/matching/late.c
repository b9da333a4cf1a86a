/* A worker whose device had no network tells too late that she came: the visit counts as missed, booking has completed
 * it so, and her time may be somebody else's by now. Invariant: what she tells is written down and told, but the visit
 * stays missed until a second person confirms it (V14). */
#include "late.h"

#include "base/text.h"

#include "corrections.h"
#include "events.h"
#include "life.h"
#include "visit_store.h"

int late_is_open(struct unit *unit, const struct visit *visit)
{
    struct visit latest;
    int64_t hours = unit->setting[SET_MISSED_OPEN_H];
    int found = visit_of_booking(unit->store, visit->booking, &latest);
    if (found < 0)
        return unit_trouble(unit);
    if (!visit->lead[0] && (found == 0 || !text_same(latest.visit, visit->visit)))
        return unit_refuse(unit, "wrong_state", "visit", "It was missed, and another visit has taken its place.");
    if (unit->now > visit->time.end + hours * MS_HOUR)
        return unit_refuse(unit, "too_late", "visit", "It was missed, and ended more than %lld hours ago.",
                           (long long)hours);
    return UNIT_DONE;
}

int late_may_check_in(struct unit *unit, const struct visit *visit, const struct act *act)
{
    if (visit->started_at)
        return unit_refuse(unit, "wrong_state", "visit", "That she came has been told already.");
    if (!act->told || act->at >= visit->time.start + unit->setting[SET_MISSED_MIN] * MS_MINUTE)
        return unit_refuse(unit, "wrong_state", "visit", "The visit is MISSED: nobody had come by then.");
    return late_is_open(unit, visit);
}

int late_check_in(struct unit *unit, struct visit *visit, const char *method, const struct act *act)
{
    visit->started_at = act->at;
    visit->started_told = act->told;
    TEXT_PUT(visit->method, method);
    return life_save(unit, visit) ? UNIT_TROUBLE : event_told_late(unit, visit);
}

bool late_waits_for_check_out(const struct visit *visit)
{
    return visit->state == VISIT_MISSED && visit->started_at && !visit->ended_at;
}

int late_check_out(struct unit *unit, struct visit *visit, const struct act *act)
{
    struct correction correction = {.started_at = visit->started_at,
                                    .ended_at = act->at,
                                    .expires = unit->now + unit->setting[SET_CORRECTION_H] * MS_HOUR,
                                    .reason = CORRECTION_OFFLINE};
    TEXT_PUT(correction.visit, visit->visit);
    TEXT_PUT(correction.proposer, visit->worker);
    visit->ended_at = act->at;
    visit->ended_told = act->told;
    int result = late_is_open(unit, visit);
    return result == UNIT_DONE ? correction_propose(unit, visit, &correction) : result;
}
