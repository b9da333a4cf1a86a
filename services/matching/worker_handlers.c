/* What a worker does about an offer or visit of the worker's own (D2 rows 3, 4, 8, 13, 14, 16, 17, 19). */
#include "base/text.h"

#include "command.h"
#include "door.h"
#include "events.h"
#include "fact_store.h"
#include "home_store.h"
#include "late.h"
#include "life.h"
#include "match.h"
#include "offers.h"
#include "risk.h"

/* Loads the sender's own visit for a move that its state must allow. */
static int begin(struct unit *unit, const char *id, enum visit_trigger trigger, struct visit *visit)
{
    int result = command_own_visit(unit, id, visit);
    return result == UNIT_DONE ? command_allows(unit, visit, trigger) : result;
}

/* ---- offers ---- */

/* Whoever of those asked answers first comes to stand in the visit (V12). */
static int begin_answer(struct unit *unit, const char *id, enum visit_trigger trigger, struct visit *visit)
{
    int result = command_visit(unit, id, visit);
    if (result == UNIT_DONE && offers_lead(unit, visit, unit->cause->actorid) < 0)
        return UNIT_TROUBLE;
    if (result == UNIT_DONE)
        result = command_is_own(unit, visit);
    return result == UNIT_DONE ? command_allows(unit, visit, trigger) : result;
}

/* The offer is worth what the rules still say of the worker (ruling 1: the accept itself confirms nothing). */
static int on_offer_accept(struct unit *unit, const void *message)
{
    const struct offer_accept *command = message;
    struct visit visit;
    struct search search = {0};
    char what[ID_SIZE];
    int result = begin_answer(unit, command->visit, VISIT_ACCEPT, &visit);
    if (result != UNIT_DONE)
        return result;
    if (unit->now >= visit.offer_until)
        return unit_refuse(unit, "too_late", "visit", "The offer has lapsed.");
    result = match_prepare(unit, &visit, &search);
    if (result == UNIT_DONE)
        result = match_may_decide(unit, &search);
    if (result != UNIT_DONE)
        return result;
    enum rule rule = choice_check(pool_of(unit), &search.policy, &search.demand, visit.worker, what);
    if (rule)
        return unit_refuse(unit, choice_rule_code(rule), "visit", "You may not take it: %s.",
                           choice_rule_label_en(rule));
    return life_accept(unit, &visit);
}

static int on_offer_decline(struct unit *unit, const void *message)
{
    const struct offer_decline *command = message;
    struct visit visit;
    int result = begin_answer(unit, command->visit, VISIT_DECLINE, &visit);
    if (result == UNIT_DONE)
        result = life_decline(unit, &visit, command->reason);
    return result == UNIT_DONE && visit.state == VISIT_PLANNED ? match_find(unit, &visit, "next") : result;
}

/* ---- before the work ---- */

/* D2 row 11: an acknowledgement that comes late makes good what only its lack had put at risk; and who stayed too long
 * elsewhere comes after all, once that is over. */
static int recover_by_ack(struct unit *unit, struct visit *visit)
{
    int elsewhere = risk_is_elsewhere(unit, visit);
    if (elsewhere < 0)
        return unit_trouble(unit);
    if (elsewhere && text_same(visit->risk, "overrun"))
        return unit_refuse(unit, "overrun", "visit", "Check out of the visit before this one first.");
    return life_recover(unit, visit);
}

static int on_ack(struct unit *unit, const void *message)
{
    const struct visit_ack *command = message;
    struct visit visit;
    int result = command_own_visit(unit, command->visit, &visit);
    if (result == UNIT_DONE && visit.state == VISIT_AT_RISK && text_in_list(visit.risk, "no_ack|overrun")) {
        result = recover_by_ack(unit, &visit);
        if (visit.state == VISIT_ACKED)
            return result;
    }
    if (result == UNIT_DONE)
        result = command_allows(unit, &visit, VISIT_ACK);
    return result == UNIT_DONE ? life_ack(unit, &visit) : result;
}

static int on_depart(struct unit *unit, const void *message)
{
    const struct visit_depart *command = message;
    struct visit visit;
    int result = begin(unit, command->visit, VISIT_DEPART, &visit);
    return result == UNIT_DONE ? life_depart(unit, &visit) : result;
}

/* ---- acts done offline (V14) ---- */

/* Beyond the limits a person puts the times right. */
static int refuse_act(struct unit *unit, const struct act *act, int64_t not_before)
{
    int64_t hours = unit->setting[SET_OFFLINE_H];
    switch (act_check(act, not_before, hours * MS_HOUR, unit->now)) {
    case ACT_CREDIBLE:
        break;
    case ACT_IN_FUTURE:
        return unit_refuse(unit, "not_credible", "acted_at", "That is in the future: the clock there is wrong.");
    case ACT_TOO_OLD:
        return unit_refuse(unit, "not_credible", "acted_at",
                           "That is more than %lld hours ago: have the desk put it right.", (long long)hours);
    case ACT_TOO_EARLY:
        return unit_refuse(unit, "not_credible", "acted_at", "That is before what must have come before it.");
    }
    return UNIT_DONE;
}

/* ---- check-in (V14) ---- */

static int enter(struct unit *unit, struct visit *visit, const char *method, const struct act *act)
{
    return visit->state == VISIT_MISSED ? late_check_in(unit, visit, method, act)
                                        : life_check_in(unit, visit, method, act);
}

/* A wrong code is counted, so that it cannot be guessed. */
static int wrong_code(struct unit *unit, struct visit *visit)
{
    visit->code_tries++;
    if (life_save(unit, visit) != UNIT_DONE)
        return UNIT_TROUBLE;
    return unit_decline(unit, "wrong_code", "door_code", "That is not the door code of this visit.");
}

static int check_in_by_code(struct unit *unit, struct visit *visit, const char *code, const struct act *act)
{
    if (visit->code_tries >= unit->setting[SET_DOOR_CODE_TRIES])
        return unit_refuse(unit, "too_many_tries", "door_code", "Too many wrong codes: have it confirmed by phone.");
    if (!text_same(code, visit->door_code))
        return wrong_code(unit, visit);
    return enter(unit, visit, "door_code", act);
}

/* Where the home is; never told to whoever asks. */
static int home_of(struct unit *unit, const struct visit *visit, struct home *home)
{
    int found = home_find(unit->store, visit->household, home);
    if (found < 0)
        return unit_trouble(unit);
    if (!found || !text_same(home->datum, unit->travel->datum))
        return unit_refuse(unit, "home_not_located", "method",
                           "Nobody has told where the home is: give the door code.");
    return UNIT_DONE;
}

static int check_in_by_place(struct unit *unit, struct visit *visit, const struct visit_check_in *command,
                             const struct act *act)
{
    int64_t radius = unit->setting[SET_CHECK_IN_RADIUS_M];
    struct home home;
    struct point here;
    int result = home_datum_check(unit, command->datum);
    if (result == UNIT_DONE && place_point_read(command->place, &here))
        return unit_refuse(unit, "bad_place", "place", PLACE_POINT_FORM);
    if (result == UNIT_DONE)
        result = home_of(unit, visit, &home);
    if (result != UNIT_DONE)
        return result;
    switch (door_by_place(home.point, here, command->accuracy_m, radius)) {
    case DOOR_INEXACT:
        return unit_refuse(unit, "place_inexact", "accuracy_m", "It must be exact to %lld m.", (long long)radius);
    case DOOR_FAR:
        return unit_refuse(unit, "not_there", "place", "That is farther than %lld m from the home.", (long long)radius);
    case DOOR_THERE:
        break;
    }
    return enter(unit, visit, "place", act);
}

static int check_in(struct unit *unit, struct visit *visit, const struct visit_check_in *command, const struct act *act)
{
    if (text_same(command->method, "door_code"))
        return check_in_by_code(unit, visit, command->door_code, act);
    if (text_same(command->method, "place"))
        return check_in_by_place(unit, visit, command, act);
    return life_check_in(unit, visit, "phone", act);
}

static int on_check_in(struct unit *unit, const void *message)
{
    const struct visit_check_in *command = message;
    struct act act = act_of(command->acted_at, unit->now);
    struct visit visit;
    bool by_phone = text_same(command->method, "phone"), worker = command_is_from(unit, ROLE_WORKER);
    int result =
        by_phone ? command_visit(unit, command->visit, &visit) : command_own_visit(unit, command->visit, &visit);
    if (result == UNIT_DONE && by_phone == worker)
        return unit_refuse(unit, "wrong_method", "method",
                           "A worker gives the door code or a position; staff confirm by phone.");
    if (result == UNIT_DONE)
        result = visit.state == VISIT_MISSED && worker ? late_may_check_in(unit, &visit, &act)
                                                       : command_allows(unit, &visit, VISIT_CHECK_IN);
    if (result == UNIT_DONE)
        result = refuse_act(unit, &act, visit.assigned_at);
    if (result != UNIT_DONE)
        return result;
    if (act.at < visit.time.start - unit->setting[SET_CHECK_IN_EARLY_MIN] * MS_MINUTE)
        return unit_refuse(unit, "too_early", "visit", "The visit starts too much later.");
    result = check_in(unit, &visit, command, &act);
    return result == UNIT_DONE && visit.state == VISIT_STARTED ? risk_overrun(unit, &visit) : result;
}

/* ---- nobody opens (BK10) ---- */

static void absence_of(const struct visit_no_client *command, int64_t now, struct absence *absence)
{
    *absence = (struct absence){
        .arrived_at = command->arrived_at, .tries = command->tries, .act = act_of(command->acted_at, now)};
    for (uint32_t i = 0; i < command->contacts.count; i++) {
        struct contact *contact = &absence->at[absence->count++];
        contact->at = command->contacts.at[i].at;
        TEXT_PUT(contact->how, command->contacts.at[i].how);
    }
}

static int refuse_absence(struct unit *unit, enum absence_flaw flaw)
{
    const int64_t *set = unit->setting;
    switch (flaw) {
    case ABSENCE_GOOD:
        break;
    case ABSENCE_BAD_ARRIVAL:
        return unit_refuse(unit, "bad_time", "arrived_at", "Nobody has been there so early, nor later than now.");
    case ABSENCE_TOO_EARLY:
        return unit_refuse(unit, "too_early", "visit", "Wait %lld minutes at the door after the start first (BK10).",
                           (long long)set[SET_CLIENT_WAIT_MIN]);
    case ABSENCE_TOO_FEW:
        return unit_refuse(unit, "too_few_tries", "tries", "Try to reach the client %lld times first (BK10).",
                           (long long)set[SET_CLIENT_TRIES]);
    case ABSENCE_OTHER_COUNT:
        return unit_refuse(unit, "count_differs", "contacts", "Tell of all tries, or of none.");
    case ABSENCE_BAD_CONTACT:
        return unit_refuse(unit, "bad_time", "contacts",
                           "Tries come one after the other, about the visit, before giving up.");
    }
    return UNIT_DONE;
}

static int on_no_client(struct unit *unit, const void *message)
{
    const struct visit_no_client *command = message;
    struct visit visit;
    struct visit_policy policy;
    struct absence absence;
    int result = begin(unit, command->visit, VISIT_NO_CLIENT, &visit);
    if (result != UNIT_DONE)
        return result;
    visit_policy_read(unit, &policy);
    absence_of(command, unit->now, &absence);
    result = refuse_act(unit, &absence.act, visit.assigned_at);
    if (result == UNIT_DONE)
        result = refuse_absence(unit, absence_check(&visit, &absence, &policy));
    return result == UNIT_DONE ? life_no_client(unit, &visit, &absence) : result;
}

/* ---- check-out ---- */

/* At a check-out in time all six facts are there: service, client, date, place, worker, begin and end. One that was
 * done after the alarm tells no credible end: the visit waits for visit.correct. */
static int on_check_out(struct unit *unit, const void *message)
{
    const struct visit_check_out *command = message;
    struct act act = act_of(command->acted_at, unit->now);
    struct visit visit;
    int result = command_own_visit(unit, command->visit, &visit);
    const bool late = result == UNIT_DONE && late_waits_for_check_out(&visit);
    if (result == UNIT_DONE && !late)
        result = command_allows(unit, &visit, VISIT_CHECK_OUT);
    if (result == UNIT_DONE)
        result = refuse_act(unit, &act, visit.started_at);
    if (result == UNIT_DONE && late)
        return late_check_out(unit, &visit, &act);
    if (result == UNIT_DONE)
        result = life_check_out(unit, &visit, &act);
    if (result == UNIT_DONE)
        result = risk_left(unit, &visit);
    if (result != UNIT_DONE)
        return result;
    if (act.at > visit.time.end + unit->setting[SET_OVERDUE_MIN] * MS_MINUTE)
        return event_unverified(unit, &visit, "late_check_out");
    return life_verify(unit, &visit, VISIT_VERIFY);
}

#define AT_THE_DOOR (ROLE_WORKER | ROLE_STAFF)

const struct handler matching_worker_handlers[] = {
    {MSG_offer_accept, ROLE_WORKER, on_offer_accept},
    {MSG_offer_decline, ROLE_WORKER, on_offer_decline},
    {MSG_visit_ack, ROLE_WORKER, on_ack},
    {MSG_visit_depart, ROLE_WORKER, on_depart},
    {MSG_visit_check_in, AT_THE_DOOR, on_check_in},
    {MSG_visit_check_out, ROLE_WORKER, on_check_out},
    {MSG_visit_no_client, ROLE_WORKER, on_no_client},
    {MSG_NONE, 0, NULL},
};
