/* What staff and clients do about visits: offer, assign, reassign, retry, dispute, settle (D2 rows 2, 5, 7, 12,
 * 20). */
#include "base/text.h"

#include "command.h"
#include "life.h"
#include "match.h"

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
    struct worker_facts facts;
    bool assign = pool_facts(pool_of(unit), command->worker, &facts) && facts.employee;
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
    {MSG_visit_dispute, ROLE_CLIENT | ROLE_PARTNER | ROLE_RECEPTIONIST, on_dispute},
    {MSG_visit_settle, ROLE_MANAGER, on_settle},
    {MSG_NONE, 0, NULL},
};
