/* The moves of a visit. Invariant: a visit that a worker has holds that worker's time exactly once, firmly; one that is
 * offered holds it tentatively; all others hold nobody's. */
#include "life.h"

#include "base/text.h"

#include "absence_store.h"
#include "events.h"
#include "grip.h"
#include "offers.h"
#include "step.h"
#include "visit_store.h"

bool life_allows(const struct visit *visit, enum visit_trigger trigger)
{
    return table_next(&visit_machine, (int)visit->state, (int)trigger) != 0;
}

int life_save(struct unit *unit, struct visit *visit)
{
    struct visit was = *visit;
    return step_save(unit, &was, visit);
}

/* Whoever loses it while it waits already is told as well, and it keeps its place. */
int life_wait(struct unit *unit, struct visit *visit)
{
    struct visit was = *visit;
    int64_t last;
    if (visit->waiting && !visit->lost)
        return UNIT_DONE;
    if (!visit->waiting && visit_last_waiting(unit->store, &last))
        return unit_trouble(unit);
    visit->waiting = visit->waiting ? visit->waiting : last + 1;
    if (visit->state == VISIT_PLANNED)
        TEXT_PUT(visit->risk, "roster_silent");
    log_line(unit->log, LOG_LEVEL_WARNING, "visit.waits", "visit=%s service=%s", visit->visit, visit->service);
    if (step_save(unit, &was, visit))
        return UNIT_TROUBLE;
    int result = event_deferred(unit, visit);
    visit->lost = false;
    return result;
}

int life_searched(struct unit *unit, struct visit *visit)
{
    struct visit was = *visit;
    visit->searched_at = unit->now;
    visit->waiting = 0;
    return visit_save(unit->store, visit) ? unit_trouble(unit) : step_timers(unit, &was, visit);
}

/* ---- finding somebody ---- */

int life_begin(struct unit *unit, struct visit *visit)
{
    struct visit was = *visit;
    char id[UUID_SIZE];
    uint8_t nonce[8];
    unit_id(unit, id);
    TEXT_PUT(visit->visit, id);
    unit_nonce(unit, nonce, sizeof nonce);
    visit_door_code_make(visit->door_code, nonce);
    step_move(visit, VISIT_PLAN);
    visit->revision = 1;
    unit_subject(unit, visit->visit);
    if (visit_add(unit->store, visit) || step_timers(unit, &was, visit))
        return unit_trouble(unit);
    return event_planned(unit, visit);
}

int life_offer(struct unit *unit, struct visit *visit, const struct candidate *candidate)
{
    struct visit was = *visit;
    struct visit_policy policy;
    visit_policy_read(unit, &policy);
    int64_t last = visit_last_call(visit, &policy), until = unit->now + policy.offer_ttl;
    step_move(visit, VISIT_OFFER);
    visit->offer_until = until < last ? until : last;
    visit->ack_by = visit->acked_at = visit->risk_at = 0;
    visit->risk[0] = '\0';
    visit->score = candidate->total;
    if (grip_take(unit, visit, candidate->worker, GRIP_TENTATIVE) || step_save(unit, &was, visit))
        return UNIT_TROUBLE;
    int result = event_offered(unit, visit);
    visit->lost = false;
    return result;
}

/* A worker who is at another visit may not get away in time: that is looked at in a unit of its own. */
static int goes_there_from_work(struct unit *unit, const struct visit *visit)
{
    struct visit at;
    int found = visit_started_of_worker(unit->store, visit->worker, &at);
    if (found < 0 || (found && unit_timer(unit, "overrun", at.visit, unit->now)))
        return unit_trouble(unit);
    return UNIT_DONE;
}

static int assigned(struct unit *unit, const struct visit *was, struct visit *visit, const char *how)
{
    struct visit_policy policy;
    visit_policy_read(unit, &policy);
    bool replaced = visit->replaces[0];
    TEXT_PUT(visit->how, replaced ? "replaced" : how);
    visit->assigned_at = unit->now;
    visit->ack_by = visit_ack_by(visit->time.start, unit->now, &policy);
    visit->acked_at = visit->offer_until = visit->risk_at = 0;
    visit->risk[0] = '\0';
    visit->changes += replaced;
    if (replaced && event_reassigned(unit, visit, unit->setting[SET_PLAN_MOVE_MIN]))
        return UNIT_TROUBLE;
    visit->replaces[0] = visit->replace_why[0] = '\0';
    if (step_save(unit, was, visit) || goes_there_from_work(unit, visit))
        return UNIT_TROUBLE;
    return event_assigned(unit, visit);
}

int life_assign(struct unit *unit, struct visit *visit, const struct candidate *candidate, const char *how)
{
    struct visit was = *visit;
    step_move(visit, VISIT_ASSIGN);
    visit->score = candidate->total;
    if (grip_take(unit, visit, candidate->worker, GRIP_FIRM))
        return UNIT_TROUBLE;
    return assigned(unit, &was, visit, how);
}

int life_accept(struct unit *unit, struct visit *visit)
{
    struct visit was = *visit;
    step_move(visit, VISIT_ACCEPT);
    if (offers_answered(unit, visit, false) || grip_put(unit, visit, GRIP_FIRM))
        return UNIT_TROUBLE;
    return assigned(unit, &was, visit, "accepted");
}

int life_lose_worker(struct unit *unit, struct visit *visit, const char *why)
{
    if (!visit->worker[0])
        return UNIT_DONE;
    if (excluded_add(unit->store, visit->visit, visit->worker, why))
        return unit_trouble(unit);
    if (!visit->replaces[0] && visit_has_worker(visit->state)) {
        TEXT_PUT(visit->replaces, visit->worker);
        TEXT_PUT(visit->replace_why, why);
        visit->lost = true;
    }
    int result = grip_release(unit, visit);
    visit->worker[0] = '\0';
    return result;
}

/* The next one who is asked already takes the place; else back to PLANNED, and the timers follow when the search that
 * comes next has saved its outcome. */
static int offer_over(struct unit *unit, struct visit *visit, enum visit_trigger trigger, const char *why)
{
    struct visit was = *visit;
    if (life_lose_worker(unit, visit, why))
        return UNIT_TROUBLE;
    int promoted = offers_promote(unit, visit);
    if (promoted)
        return promoted < 0 ? UNIT_TROUBLE : step_save(unit, &was, visit);
    step_move(visit, trigger);
    visit->offer_until = 0;
    return step_save(unit, &was, visit);
}

int life_decline(struct unit *unit, struct visit *visit, const char *reason)
{
    if (event_offer_declined(unit, visit, reason) || offers_answered(unit, visit, true))
        return UNIT_TROUBLE;
    return offer_over(unit, visit, VISIT_DECLINE, reason);
}

int life_void(struct unit *unit, struct visit *visit)
{
    if (event_plain(unit, MSG_visit_offer_expired, visit))
        return UNIT_TROUBLE;
    return offer_over(unit, visit, VISIT_EXPIRE, "rules");
}

int life_expire(struct unit *unit, struct visit *visit)
{
    if (event_plain(unit, MSG_visit_offer_expired, visit) || offers_lapse(unit, visit))
        return UNIT_TROUBLE;
    return offer_over(unit, visit, VISIT_EXPIRE, "no_answer");
}

int life_give_up(struct unit *unit, struct visit *visit, const char *because, const struct ranking *ranking)
{
    struct visit was = *visit;
    step_move(visit, VISIT_GIVE_UP);
    if (step_save(unit, &was, visit))
        return UNIT_TROUBLE;
    return event_unfillable(unit, visit, because, ranking);
}

int life_replan(struct unit *unit, struct visit *visit, enum visit_trigger trigger)
{
    struct visit was = *visit;
    step_move(visit, trigger);
    visit->offer_until = visit->ack_by = visit->acked_at = visit->risk_at = 0;
    visit->risk[0] = '\0';
    if (step_save(unit, &was, visit))
        return UNIT_TROUBLE;
    return event_planned(unit, visit);
}

/* ---- until the work begins ---- */

int life_ack(struct unit *unit, struct visit *visit)
{
    struct visit was = *visit;
    step_move(visit, VISIT_ACK);
    visit->acked_at = unit->now;
    if (step_save(unit, &was, visit))
        return UNIT_TROUBLE;
    return event_plain(unit, MSG_visit_acked, visit);
}

int life_risk(struct unit *unit, struct visit *visit, enum visit_trigger trigger, const char *reason)
{
    struct visit was = *visit;
    if (visit->state != VISIT_AT_RISK)
        step_move(visit, trigger);
    TEXT_PUT(visit->risk, reason);
    visit->risk_at = unit->now;
    visit->searched_at = 0;
    if (step_save(unit, &was, visit))
        return UNIT_TROUBLE;
    return event_at_risk(unit, visit);
}

/* What was acknowledged before stays so; what was not gets its half hour. */
int life_recover(struct unit *unit, struct visit *visit)
{
    struct visit was = *visit;
    struct visit_policy policy;
    visit_policy_read(unit, &policy);
    if (event_recovered(unit, visit))
        return UNIT_TROUBLE;
    step_move(visit, VISIT_RECOVER);
    visit->risk[0] = '\0';
    visit->risk_at = 0;
    if (visit->ack_by <= unit->now)
        visit->ack_by = visit_ack_by(visit->time.start, unit->now, &policy);
    if (step_save(unit, &was, visit))
        return UNIT_TROUBLE;
    return visit->acked_at ? life_ack(unit, visit) : UNIT_DONE;
}

int life_depart(struct unit *unit, struct visit *visit)
{
    struct visit was = *visit;
    step_move(visit, VISIT_DEPART);
    if (step_save(unit, &was, visit))
        return UNIT_TROUBLE;
    return event_plain(unit, MSG_visit_en_route, visit);
}

/* ---- the work and after it ---- */

int life_check_in(struct unit *unit, struct visit *visit, const char *method, const struct act *act)
{
    struct visit was = *visit;
    step_move(visit, VISIT_CHECK_IN);
    visit->started_at = act->at;
    visit->started_told = act->told;
    TEXT_PUT(visit->method, method);
    if (step_save(unit, &was, visit))
        return UNIT_TROUBLE;
    return event_started(unit, visit);
}

/* The visit counts for continuity and workload from now on. */
static int remember(struct unit *unit, const struct visit *visit)
{
    struct past_visit past = {.time = visit->time};
    TEXT_PUT(past.visit, visit->visit);
    TEXT_PUT(past.household, visit->household);
    return pool_put_past(pool_of(unit), visit->worker, &past) ? unit_trouble(unit) : memory_forget(unit, visit->worker);
}

int life_check_out(struct unit *unit, struct visit *visit, const struct act *act)
{
    struct visit was = *visit;
    step_move(visit, VISIT_CHECK_OUT);
    visit->ended_at = act->at;
    visit->ended_told = act->told;
    visit->verify_by = unit->now + unit->setting[SET_OBJECTION_H] * MS_HOUR;
    visit->minutes = visit_minutes(visit->started_at, act->at);
    if (grip_release(unit, visit) || remember(unit, visit) || step_save(unit, &was, visit))
        return UNIT_TROUBLE;
    return event_ended(unit, visit);
}

int life_attest(struct unit *unit, struct visit *visit, int64_t started_at, int64_t ended_at)
{
    struct visit was = *visit;
    step_move(visit, VISIT_ATTEST);
    visit->started_at = started_at;
    visit->ended_at = ended_at;
    visit->minutes = visit_minutes(started_at, ended_at);
    visit->verify_by = unit->now + unit->setting[SET_OBJECTION_H] * MS_HOUR;
    if (remember(unit, visit) || step_save(unit, &was, visit))
        return UNIT_TROUBLE;
    return event_ended(unit, visit);
}

int life_remind(struct unit *unit, struct visit *visit)
{
    struct visit was = *visit;
    step_move(visit, VISIT_REMIND);
    visit->verify_by = unit->now + unit->setting[SET_OBJECTION_H] * MS_HOUR;
    if (step_save(unit, &was, visit))
        return UNIT_TROUBLE;
    return event_verify_overdue(unit, visit);
}

int life_verify(struct unit *unit, struct visit *visit, enum visit_trigger trigger)
{
    struct visit was = *visit;
    step_move(visit, trigger);
    visit->closes_at = unit->now;
    if (trigger == VISIT_VERIFY) /* a settled objection is final */
        visit->closes_at += unit->setting[SET_OBJECTION_H] * MS_HOUR;
    if (step_save(unit, &was, visit))
        return UNIT_TROUBLE;
    return event_verified(unit, visit);
}

static int plain(struct unit *unit, struct visit *visit, enum visit_trigger trigger, enum message_type type)
{
    struct visit was = *visit;
    step_move(visit, trigger);
    if (step_save(unit, &was, visit))
        return UNIT_TROUBLE;
    return event_plain(unit, type, visit);
}

int life_dispute(struct unit *unit, struct visit *visit)
{
    return plain(unit, visit, VISIT_DISPUTE, MSG_visit_disputed);
}

int life_overdue(struct unit *unit, struct visit *visit)
{
    return plain(unit, visit, VISIT_OVERDUE, MSG_visit_checkout_overdue);
}

int life_close(struct unit *unit, struct visit *visit)
{
    return plain(unit, visit, VISIT_CLOSE, MSG_visit_closed);
}

/* ---- ends without work ---- */

int life_miss(struct unit *unit, struct visit *visit)
{
    struct visit was = *visit;
    if (grip_release(unit, visit))
        return UNIT_TROUBLE;
    step_move(visit, VISIT_MISS);
    return step_save(unit, &was, visit) ? UNIT_TROUBLE : event_missed(unit, visit);
}

int life_no_client(struct unit *unit, struct visit *visit, const struct absence *absence)
{
    struct visit was = *visit;
    if (grip_release(unit, visit))
        return UNIT_TROUBLE;
    step_move(visit, VISIT_NO_CLIENT);
    if (step_save(unit, &was, visit))
        return UNIT_TROUBLE;
    if (absence_add(unit->store, visit->visit, absence))
        return unit_trouble(unit);
    return event_client_no_show(unit, visit, absence);
}

/* The visit was never worked: it counts neither for continuity nor for workload. */
static int forget(struct unit *unit, const struct visit *visit)
{
    return pool_drop_past(pool_of(unit), visit->worker, visit->visit) ? unit_trouble(unit) : UNIT_DONE;
}

int life_cancel(struct unit *unit, struct visit *visit, enum visit_trigger trigger, const char *reason)
{
    struct visit was = *visit;
    if (visit->state == VISIT_STARTED)
        visit->ended_at = unit->now;
    visit->minutes = trigger == VISIT_ANNUL ? 0 : visit_minutes(visit->started_at, visit->ended_at);
    if (grip_release(unit, visit) || (trigger == VISIT_ANNUL && forget(unit, visit)))
        return UNIT_TROUBLE;
    step_move(visit, trigger);
    if (step_save(unit, &was, visit))
        return UNIT_TROUBLE;
    return event_cancelled(unit, visit, reason);
}
