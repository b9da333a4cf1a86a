/* Corrections (D2 row 19, V14). Invariant: nothing of a visit changes before a second person, known by name and other
 * than the first, has said so by a command of the own. */
#include "base/text.h"

#include "command.h"
#include "correction_store.h"
#include "corrections.h"
#include "events.h"
#include "late.h"
#include "life.h"
#include "risk.h"

#define TIMER "correction"

static int refuse(struct unit *unit, const struct correction_flaw *flaw)
{
    return flaw ? unit_refuse(unit, flaw->code, flaw->field, "%s", flaw->sentence) : UNIT_DONE;
}

/* Work that has begun and is not verified, or that counts as missed. */
static int begin(struct unit *unit, const char *id, struct visit *visit)
{
    int result = command_visit(unit, id, visit);
    if (result != UNIT_DONE || visit->state == VISIT_STARTED)
        return result;
    return visit->state == VISIT_MISSED ? late_is_open(unit, visit) : command_allows(unit, visit, VISIT_VERIFY);
}

/* With what waits for a second person. */
static int begin_waiting(struct unit *unit, const char *id, struct visit *visit, struct correction *correction)
{
    int result = command_visit(unit, id, visit);
    if (result != UNIT_DONE)
        return result;
    int found = correction_find(unit->store, id, correction);
    if (found < 0)
        return unit_trouble(unit);
    return found ? UNIT_DONE : unit_refuse(unit, "no_correction", "visit", "No correction of it waits.");
}

/* ---- the first person ---- */

int correction_propose(struct unit *unit, struct visit *visit, const struct correction *correction)
{
    struct correction waiting;
    const struct correction_flaw *flaw = correction_times(visit, correction, unit->now);
    if (flaw)
        return refuse(unit, flaw);
    int found = correction_find(unit->store, visit->visit, &waiting);
    if (found > 0)
        return unit_refuse(unit, "correction_waits", "visit", "One waits already: confirm or withdraw it first.");
    if (found < 0 || correction_add(unit->store, correction) ||
        unit_timer(unit, TIMER, visit->visit, correction->expires))
        return unit_trouble(unit);
    return life_save(unit, visit) ? UNIT_TROUBLE : event_correction_proposed(unit, visit, correction);
}

static int on_correct(struct unit *unit, const void *message)
{
    const struct visit_correct *command = message;
    struct correction correction = {.started_at = command->started_at,
                                    .ended_at = command->ended_at,
                                    .expires = unit->now + unit->setting[SET_CORRECTION_H] * MS_HOUR};
    struct visit visit;
    TEXT_PUT(correction.visit, command->visit);
    TEXT_PUT(correction.proposer, unit->cause->actorid);
    TEXT_PUT(correction.second, command->second);
    TEXT_PUT(correction.reason, command->reason);
    int result = begin(unit, command->visit, &visit);
    if (result == UNIT_DONE)
        result = refuse(unit, correction_proposer(&visit, &correction));
    return result == UNIT_DONE ? correction_propose(unit, &visit, &correction) : result;
}

/* ---- the second person ---- */

/* A check-out that was forgotten, or came too late to be believed; or all of it came too late. */
static int take_effect(struct unit *unit, struct visit *visit, const struct correction *correction)
{
    if (correction_remove(unit->store, visit->visit) || unit_timer_clear(unit, TIMER, visit->visit))
        return unit_trouble(unit);
    struct act out = {.at = correction->ended_at};
    const bool missed = visit->state == VISIT_MISSED;
    visit->started_at = correction->started_at;
    if (missed && life_attest(unit, visit, correction->started_at, correction->ended_at))
        return UNIT_TROUBLE;
    if (visit->state == VISIT_STARTED && (life_check_out(unit, visit, &out) || risk_left(unit, visit)))
        return UNIT_TROUBLE;
    visit->ended_at = correction->ended_at;
    visit->minutes = visit_minutes(correction->started_at, correction->ended_at);
    if (event_corrected(unit, visit, correction, missed))
        return UNIT_TROUBLE;
    return life_verify(unit, visit, VISIT_VERIFY);
}

static int on_confirm(struct unit *unit, const void *message)
{
    const struct visit_correct_confirm *command = message;
    struct visit visit;
    struct correction correction;
    int result = begin_waiting(unit, command->visit, &visit, &correction);
    if (result == UNIT_DONE)
        result = refuse(unit, correction_second(&visit, &correction, unit->cause->actorid));
    if (result != UNIT_DONE)
        return result;
    log_line(unit->log, LOG_LEVEL_INFO, "visit.corrected", "visit=%s by=%s second=%s reason=%s", visit.visit,
             correction.proposer, unit->cause->actorid, correction.reason);
    return take_effect(unit, &visit, &correction);
}

/* ---- or nobody ---- */

int correction_drop(struct unit *unit, const struct visit *visit, const char *why)
{
    struct correction correction;
    int found = correction_find(unit->store, visit->visit, &correction);
    if (found <= 0)
        return found ? unit_trouble(unit) : UNIT_DONE;
    if (correction_remove(unit->store, visit->visit) || unit_timer_clear(unit, TIMER, visit->visit))
        return unit_trouble(unit);
    return event_correction_dropped(unit, visit, why);
}

/* By who proposed it, or by a manager who does not believe it. */
static int on_withdraw(struct unit *unit, const void *message)
{
    const struct visit_correct_withdraw *command = message;
    struct visit visit;
    struct correction correction;
    int result = begin_waiting(unit, command->visit, &visit, &correction);
    if (result != UNIT_DONE)
        return result;
    bool own = text_same(unit->cause->actorid, correction.proposer);
    if (!own && !command_is_from(unit, ROLE_MANAGER))
        return unit_refuse(unit, "not_yours", "visit", "Somebody else has proposed it.");
    return life_save(unit, &visit) ? UNIT_TROUBLE : correction_drop(unit, &visit, own ? "withdrawn" : "declined");
}

static int on_lapse(struct unit *unit, const char *subject, int64_t due)
{
    struct visit visit;
    (void)due;
    int result = command_visit_asked(unit, subject, &visit);
    if (result == UNIT_DONE && life_save(unit, &visit))
        return UNIT_TROUBLE;
    return result == UNIT_DONE ? correction_drop(unit, &visit, "expired") : result;
}

const struct handler matching_correction_handlers[] = {
    {MSG_visit_correct, ROLE_RECEPTIONIST, on_correct},
    {MSG_visit_correct_confirm, ROLE_MANAGER, on_confirm},
    {MSG_visit_correct_withdraw, ROLE_RECEPTIONIST | ROLE_MANAGER, on_withdraw},
    {MSG_NONE, 0, NULL},
};

const struct timer_handler matching_correction_timers[] = {
    {TIMER, on_lapse},
    {NULL, NULL},
};
