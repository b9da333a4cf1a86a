/* What staff and clients do about visits: offer, assign, reassign, retry, correct, dispute, settle (D2 rows 2, 5, 7,
 * 12, 19, 20). */
#include "base/text.h"

#include "command.h"
#include "life.h"
#include "match.h"
#include "risk.h"

/* ---- the dispatcher's hand ---- */

/* Opens an unfilled visit again, so that it can be offered or assigned. */
static int open_again(struct unit *unit, struct visit *visit)
{
    return visit->state == VISIT_UNFILLED ? life_replan(unit, visit, VISIT_RETRY) : UNIT_DONE;
}

/* Loads a visit that nobody has, for which there is time left. */
static int begin_by_hand(struct unit *unit, const char *id, bool assign, struct visit *visit)
{
    int result = command_visit(unit, id, visit);
    if (result != UNIT_DONE)
        return result;
    if (visit->state != VISIT_UNFILLED)
        result = command_allows(unit, visit, VISIT_GIVE_UP);
    if (result == UNIT_DONE &&
        unit->now >= visit->time.start - (assign ? 0 : unit->setting[SET_LAST_CALL_MIN] * MS_MINUTE))
        return unit_refuse(unit, "too_late", "visit", "It is too late before the start of this visit.");
    return result == UNIT_DONE ? open_again(unit, visit) : result;
}

static int place_by_hand(struct unit *unit, const char *id, const char *worker, bool assign)
{
    struct visit visit;
    int result = begin_by_hand(unit, id, assign, &visit);
    return result == UNIT_DONE ? match_by_hand(unit, &visit, worker, assign, NULL) : result;
}

static int on_offer(struct unit *unit, const void *message)
{
    const struct visit_offer *command = message;
    return place_by_hand(unit, command->visit, command->worker, false);
}

static int on_broadcast(struct unit *unit, const void *message)
{
    const struct visit_broadcast *command = message;
    struct visit visit;
    int result = begin_by_hand(unit, command->visit, false, &visit);
    return result == UNIT_DONE ? match_broadcast(unit, &visit, command->workers.at, (int)command->workers.count)
                               : result;
}

static int on_assign(struct unit *unit, const void *message)
{
    const struct visit_assign *command = message;
    return place_by_hand(unit, command->visit, command->worker, true);
}

/* Somebody else: an employee is assigned, another one is asked, for which there must be time. */
static int on_reassign(struct unit *unit, const void *message)
{
    const struct visit_reassign *command = message;
    struct visit visit;
    int result = command_visit(unit, command->visit, &visit);
    if (result == UNIT_DONE)
        result = command_allows(unit, &visit, VISIT_ASSIGN);
    if (result != UNIT_DONE)
        return result;
    if (text_same(command->worker, visit.worker))
        return unit_refuse(unit, "same_worker", "worker", "Worker %s has this visit already.", visit.worker);
    const struct worker_facts *facts = pool_facts(pool_of(unit), command->worker);
    bool assign = facts && facts->employee;
    if (unit->now >= visit.time.start - (assign ? 0 : unit->setting[SET_LAST_CALL_MIN] * MS_MINUTE))
        return unit_refuse(unit, "too_late", "visit", "It is too late before the start of this visit.");
    return match_by_hand(unit, &visit, command->worker, assign, command->reason);
}

static int on_retry(struct unit *unit, const void *message)
{
    const struct match_retry *command = message;
    struct visit visit;
    int result = command_visit(unit, command->visit, &visit);
    if (result == UNIT_DONE)
        result = command_allows(unit, &visit, VISIT_RETRY);
    if (result == UNIT_DONE)
        result = open_again(unit, &visit);
    return result == UNIT_DONE ? match_find(unit, &visit, "retry") : result;
}

/* ---- afterwards ---- */

/* Two people who can be told apart, and neither is the worker whose time it is (V14, D2 row 19). */
static int check_people(struct unit *unit, const struct visit_correct *command, const struct visit *visit)
{
    const char *first = unit->cause->actorid;
    if (!first[0])
        return unit_refuse(unit, "actor_missing", "actorid", "This needs to know who acts.");
    if (text_same(command->second, first))
        return unit_refuse(unit, "same_person", "second", "A second person must have seen it.");
    if (text_same(command->second, visit->worker))
        return unit_refuse(unit, "own_time", "second", "Worker %s cannot bear out her own time.", visit->worker);
    if (text_same(first, visit->worker))
        return unit_refuse(unit, "own_time", "actorid", "Worker %s cannot correct her own time.", visit->worker);
    return UNIT_DONE;
}

static int check_times(struct unit *unit, const struct visit_correct *command, const struct visit *visit)
{
    if (command->ended_at <= command->started_at || command->ended_at > unit->now)
        return unit_refuse(unit, "bad_time", "ended_at", "The end must be after the beginning and not in the future.");
    if (command->started_at < visit->time.start - MS_DAY || command->ended_at > visit->time.end + MS_DAY)
        return unit_refuse(unit, "bad_time", "started_at", "These times are more than a day from the plan.");
    return UNIT_DONE;
}

/* A check-out that was forgotten, or came too late to be believed. */
static int on_correct(struct unit *unit, const void *message)
{
    const struct visit_correct *command = message;
    struct visit visit;
    int result = command_visit(unit, command->visit, &visit);
    if (result == UNIT_DONE && visit.state != VISIT_STARTED)
        result = command_allows(unit, &visit, VISIT_VERIFY);
    if (result == UNIT_DONE)
        result = check_people(unit, command, &visit);
    if (result == UNIT_DONE)
        result = check_times(unit, command, &visit);
    if (result != UNIT_DONE)
        return result;
    log_line(unit->log, LOG_LEVEL_INFO, "visit.corrected", "visit=%s by=%s second=%s reason=%s", visit.visit,
             unit->cause->actorid, command->second, command->reason);
    visit.started_at = command->started_at;
    if (visit.state == VISIT_STARTED && (life_check_out(unit, &visit, command->ended_at) || risk_left(unit, &visit)))
        return UNIT_TROUBLE;
    visit.ended_at = command->ended_at;
    visit.minutes = visit_minutes(command->started_at, command->ended_at);
    return life_verify(unit, &visit, VISIT_VERIFY);
}

static int on_dispute(struct unit *unit, const void *message)
{
    const struct visit_dispute *command = message;
    struct visit visit;
    int result = command_visit(unit, command->visit, &visit);
    if (result == UNIT_DONE)
        result = command_concerns(unit, &visit);
    if (result == UNIT_DONE)
        result = command_allows(unit, &visit, VISIT_DISPUTE);
    return result == UNIT_DONE ? life_dispute(unit, &visit) : result;
}

static int on_settle(struct unit *unit, const void *message)
{
    const struct visit_settle *command = message;
    struct visit visit;
    int result = command_visit(unit, command->visit, &visit);
    if (result == UNIT_DONE)
        result = command_allows(unit, &visit, VISIT_SETTLE);
    if (result != UNIT_DONE)
        return result;
    if (command->minutes)
        visit.minutes = command->minutes;
    return life_verify(unit, &visit, VISIT_SETTLE);
}

#define DISPATCH (ROLE_DISPATCHER | ROLE_MANAGER)

const struct handler matching_staff_handlers[] = {
    {MSG_visit_offer, DISPATCH, on_offer},
    {MSG_visit_broadcast, DISPATCH, on_broadcast},
    {MSG_visit_assign, DISPATCH, on_assign},
    {MSG_visit_reassign, DISPATCH, on_reassign},
    {MSG_match_retry, DISPATCH, on_retry},
    {MSG_visit_correct, ROLE_RECEPTIONIST, on_correct},
    {MSG_visit_dispute, ROLE_CLIENT | ROLE_PARTNER | ROLE_RECEPTIONIST, on_dispute},
    {MSG_visit_settle, ROLE_MANAGER, on_settle},
    {MSG_NONE, 0, NULL},
};
