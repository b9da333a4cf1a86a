/* A step of a visit: by the table alone, and saved with what follows from it. Invariant: the timers in the store are
 * those that visit_due() wants. */
#include "step.h"

#include "base/error.h"
#include "base/text.h"

#include "companion.h"
#include "corrections.h"
#include "offers.h"
#include "visit_store.h"

void step_move(struct visit *visit, enum visit_trigger trigger)
{
    int next = table_next(&visit_machine, (int)visit->state, (int)trigger);
    if (!next)
        BUG("visit %s cannot %s from %s", visit->visit, visit_machine.trigger_name((int)trigger),
            visit_state_name((int)visit->state));
    visit->state = (enum visit_state)next;
}

int step_timers(struct unit *unit, const struct visit *was, const struct visit *is)
{
    struct visit_policy policy;
    visit_policy_read(unit, &policy);
    for (int timer = 0; timer < VISIT_TIMERS; timer++) {
        int64_t before = visit_due(was, (enum visit_timer)timer, &policy);
        int64_t after = visit_due(is, (enum visit_timer)timer, &policy);
        const char *kind = visit_timer_name((enum visit_timer)timer);
        if (after == before)
            continue;
        if (after ? unit_timer(unit, kind, is->visit, after) : unit_timer_clear(unit, kind, is->visit))
            return unit_trouble(unit);
    }
    return UNIT_DONE;
}

/* Only what is still looked for waits, and only who is at work can stay too long. */
static int ends_follow(struct unit *unit, const struct visit *was, struct visit *visit)
{
    if (visit->state != VISIT_PLANNED && visit->state != VISIT_AT_RISK)
        visit->waiting = 0;
    if (!visit->waiting && text_same(visit->risk, "roster_silent"))
        visit->risk[0] = '\0';
    if (visit->state != VISIT_PLANNED && text_same(visit->risk, COMPANION_WAITS))
        visit->risk[0] = '\0';
    if (was->state == VISIT_STARTED && visit->state != VISIT_STARTED)
        return unit_timer_clear(unit, "overrun", visit->visit);
    return 0;
}

/* Whoever else was asked need not answer any more. */
static int offers_end(struct unit *unit, const struct visit *was, const struct visit *is)
{
    if (was->state != VISIT_OFFERED || is->state == VISIT_OFFERED)
        return UNIT_DONE;
    return offers_withdraw(unit, is,
                           is->state == VISIT_ASSIGNED    ? "other_was_first"
                           : is->state == VISIT_CANCELLED ? "cancelled"
                                                          : "rematch");
}

static bool may_be_corrected(const struct visit *visit)
{
    return visit->state == VISIT_STARTED || visit->state == VISIT_ENDED || visit->state == VISIT_MISSED;
}

/* What was verified, disputed or cancelled meanwhile is not put right any more. */
static int correction_ends(struct unit *unit, const struct visit *was, const struct visit *is)
{
    return may_be_corrected(was) && !may_be_corrected(is) ? correction_drop(unit, is, "overtaken") : UNIT_DONE;
}

int step_save(struct unit *unit, const struct visit *was, struct visit *visit)
{
    if (ends_follow(unit, was, visit))
        return unit_trouble(unit);
    if (offers_end(unit, was, visit) || correction_ends(unit, was, visit))
        return UNIT_TROUBLE;
    visit->revision++;
    unit_subject(unit, visit->visit);
    unit_revision(unit, visit->revision);
    if (visit_save(unit->store, visit) || companion_note(unit, was, visit))
        return unit_trouble(unit);
    return step_timers(unit, was, visit);
}
