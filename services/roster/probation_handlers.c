/* The way into work: the first day and what must be in order before it (D4 row 2), and the end of probation, by a
 * manager or by time (row 3). */
#include "base/text.h"

#include "cert_store.h"
#include "colour.h"
#include "prepare_store.h"
#include "proposal.h"
#include "proposal_store.h"
#include "roster.h"
#include "visit_store.h"
#include "worker_store.h"

/* ---- row 2 ---- */

/* The colour code, computed now, is green. */
static int papers_guard(struct unit *unit, const struct worker *worker)
{
    struct colour_facts facts;
    struct colour colour;
    colour_start(&facts, unit->now);
    if (cert_colour_facts(unit->store, worker->id, &facts) != 0)
        return unit_trouble(unit);
    colour_of(&facts, &colour);
    if (colour.count == 0)
        return UNIT_DONE;
    return unit_refuse(unit, colour.reason[0], "worker",
                       "Identity, background, health and insurance must be in order: %s.", colour.reason[0]);
}

static int duty_guard(struct unit *unit, const struct worker *worker)
{
    struct duty duty;
    int found = duty_of_kind(unit->store, worker->profile.kind, &duty);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 0)
        return unit_refuse(unit, "duty_missing", "worker", "There is no duty statement for this kind of worker yet.");
    int accepted = duty_is_accepted(unit->store, worker->id, &duty);
    if (accepted == 0)
        return unit_refuse(unit, "duty_not_accepted", "worker",
                           "The worker has yet to accept version %lld of the duty statement.", (long long)duty.version);
    return accepted < 0 ? unit_trouble(unit) : UNIT_DONE;
}

static int hours_guard(struct unit *unit, const struct worker *worker)
{
    bool care = worker_kind_is_care(worker->profile.kind);
    int64_t done, needed = unit->setting[care ? SET_PREJOB_CARE_H : SET_PREJOB_H];
    if (prejob_sum(unit->store, worker->id, &done) != 0)
        return unit_trouble(unit);
    if (done >= needed)
        return UNIT_DONE;
    return unit_refuse(unit, "prejob_hours", "worker", "Of %lld hours of training before the first day %lld are done.",
                       (long long)needed, (long long)done);
}

static int start_guard(struct unit *unit, const struct worker *worker)
{
    int result = suspension_decided(unit, worker);
    if (result == UNIT_DONE)
        result = papers_guard(unit, worker);
    if (result == UNIT_DONE)
        result = duty_guard(unit, worker);
    return result == UNIT_DONE ? hours_guard(unit, worker) : result;
}

static int on_start(struct unit *unit, const void *message)
{
    const struct worker_start *start = message;
    struct worker worker;
    struct worker_activated said = {0};
    int result = roster_take(unit, start->worker, &worker);
    if (result == UNIT_DONE)
        result = roster_move(unit, &worker, WORKER_START, "started", "");
    if (result == UNIT_DONE)
        result = start_guard(unit, &worker);
    if (result != UNIT_DONE)
        return result;
    worker.probation_until =
        start->probation_until ? start->probation_until : unit->now + unit->setting[SET_PROBATION_DAYS] * MS_DAY;
    if (worker.probation_until <= unit->now)
        return unit_refuse(unit, "in_the_past", "probation_until", "Probation must end in the future.");
    if ((result = roster_keep(unit, &worker)) != UNIT_DONE)
        return result;
    if (unit_timer(unit, "worker.probation", worker.id, worker.probation_until) != 0)
        return unit_trouble(unit);
    WORKER_FACTS_PUT(said, &worker);
    said.probation_until = worker.probation_until;
    return unit_emit(unit, MSG_worker_activated, &said, worker.id);
}

/* ---- row 3 ---- */

static int confirm(struct unit *unit, struct worker *worker, enum worker_trigger trigger)
{
    struct worker_confirmed said = {0};
    int result = roster_move(unit, worker, trigger, "confirmed", "");
    if (result != UNIT_DONE)
        return result;
    worker->confirmed = true;
    if (worker_save(unit->store, worker) != 0 || unit_timer_clear(unit, "worker.probation", worker->id) != 0)
        return unit_trouble(unit);
    WORKER_FACTS_PUT(said, worker);
    return unit_emit(unit, MSG_worker_confirmed, &said, worker->id);
}

int roster_probation(struct unit *unit, struct worker *worker)
{
    struct tally tally;
    struct proposal proposal;
    int open = proposal_find(unit->store, worker->id, &proposal);
    if (open < 0 || tally_read(unit->store, worker->id, &tally) != 0)
        return unit_trouble(unit);
    if (open || !worker_probation_is_over(worker, &tally, unit->setting[SET_CONFIRM_VISITS], unit->now))
        return UNIT_DONE;
    return confirm(unit, worker, WORKER_PROBATION_ENDS);
}

static int on_confirm(struct unit *unit, const void *message)
{
    const struct worker_confirm *command = message;
    struct worker worker;
    struct tally tally;
    int64_t needed = unit->setting[SET_CONFIRM_VISITS];
    int result = roster_take(unit, command->worker, &worker);
    if (result != UNIT_DONE)
        return result;
    if (tally_read(unit->store, worker.id, &tally) != 0)
        return unit_trouble(unit);
    if (worker.state == WORKER_PROBATION && tally.verified < needed)
        return unit_refuse(unit, "few_visits", "worker", "Of %lld verified visits %lld are done.", (long long)needed,
                           (long long)tally.verified);
    result = confirm(unit, &worker, WORKER_CONFIRM);
    unit_revision(unit, worker.revision);
    return result;
}

static int on_probation_due(struct unit *unit, const char *subject, int64_t due)
{
    struct worker worker;
    (void)due;
    int found = worker_find(unit->store, subject, &worker);
    if (found != 1)
        return found < 0 ? unit_trouble(unit) : UNIT_DONE;
    return roster_probation(unit, &worker);
}

#define CHIEFS (ROLE_MANAGER | ROLE_OPERATOR)

const struct handler probation_handlers[] = {
    {MSG_worker_start, CHIEFS, on_start},
    {MSG_worker_confirm, CHIEFS, on_confirm},
    {MSG_NONE, 0, NULL},
};

const struct timer_handler probation_timers[] = {
    {"worker.probation", on_probation_due},
    {NULL, NULL},
};
