/* What becomes of commands about workers (D4 rows 1, 4, 7-10). */
#include <string.h>

#include "base/text.h"

#include "leave_store.h"
#include "proposal_store.h"
#include "roster.h"
#include "service/privacy.h"
#include "visit_store.h"
#include "worker_store.h"

#define COPY_F(kind_of, field, need, low, high, doc) memcpy(&to->field, &from->field, sizeof to->field);
#define COPY_W(field, need, words, doc) memcpy(to->field, from->field, sizeof to->field);
#define PROFILE_COPY(to_type, from_type, name)                                                                         \
    static void name(struct to_type *to, const struct from_type *from)                                                 \
    {                                                                                                                  \
        WORKER_PROFILE(COPY_F, COPY_W)                                                                                 \
    }
PROFILE_COPY(worker_profile, worker_hire, profile_from_hire)
PROFILE_COPY(worker_profile, worker_update, profile_from_update)
PROFILE_COPY(worker_onboarded, worker_profile, profile_to_onboarded)
PROFILE_COPY(worker_profile_changed, worker_profile, profile_to_changed)

static int names_put(struct unit *unit, const char *worker, const char *name, const char *phone)
{
    if (name[0] && person_put(unit->store, worker, "name", name) != 0)
        return unit_trouble(unit);
    if (phone[0] && person_put(unit->store, worker, "phone", phone) != 0)
        return unit_trouble(unit);
    return UNIT_DONE;
}

/* The employer of the profile is one of the employers. */
static int employer_of_profile(struct unit *unit, const struct worker *worker)
{
    struct worker_employer employer = {.part_time = worker->profile.part_time};
    TEXT_PUT(employer.employer, worker->employer);
    TEXT_PUT(employer.employment, worker->profile.employment);
    return employer_put(unit->store, worker->id, &employer, unit->now) == 0 ? UNIT_DONE : unit_trouble(unit);
}

/* She was here before: her certificates count again as they stand, her visits stay hers, and marks are forgiven. */
static int worker_back(struct unit *unit, const struct worker *worker)
{
    struct tally tally;
    if (tally_read(unit->store, worker->id, &tally) != 0 || tally_raise(unit->store, worker->id, 0, -tally.marks) != 0)
        return unit_trouble(unit);
    return roster_arm_certs(unit, worker);
}

static int hire_store(struct unit *unit, const struct worker_hire *hire, struct worker *worker)
{
    bool back = worker->revision > 0;
    int result = roster_move(unit, worker, WORKER_HIRE, "hired", "");
    if (result != UNIT_DONE)
        return result;
    worker->revision += !back;
    if ((back ? worker_save(unit->store, worker) : worker_insert(unit->store, worker)) != 0)
        return unit_trouble(unit);
    if (back)
        result = worker_back(unit, worker);
    if (result == UNIT_DONE)
        result = names_put(unit, worker->id, hire->name, hire->phone);
    return result == UNIT_DONE ? employer_of_profile(unit, worker) : result;
}

/* At home at a station that there is, and nowhere by half. */
static int hire_place(struct unit *unit, const struct worker_hire *hire)
{
    int result = roster_station(unit, hire->station);
    return result == UNIT_DONE ? unit_place_check(unit, hire->cell_lat, hire->cell_lon) : result;
}

/* D4 row 1. */
static int on_hire(struct unit *unit, const void *message)
{
    const struct worker_hire *hire = message;
    struct worker worker;
    struct worker_onboarded said = {0};
    int found = worker_find(unit->store, hire->worker, &worker);
    int erased = privacy_check(unit, hire->worker, "worker");
    unit_subject(unit, hire->worker);
    if (erased != UNIT_DONE)
        return erased;
    int placed = hire_place(unit, hire);
    if (placed != UNIT_DONE)
        return placed;
    if (found < 0)
        return unit_trouble(unit);
    if (found == 1 && worker_is_live(&worker))
        return unit_refuse(unit, "worker_exists", "worker",
                           "This worker is with %s already; worker.employ adds an employer.", worker.employer);
    int64_t revision = found == 1 ? worker.revision : 0;
    char code[sizeof worker.code];
    TEXT_PUT(code, found == 1 ? worker.code : "none");
    memset(&worker, 0, sizeof worker);
    TEXT_PUT(worker.id, hire->worker);
    TEXT_PUT(worker.station, hire->station);
    TEXT_PUT(worker.employer, hire->employer[0] ? hire->employer : hire->station);
    TEXT_PUT(worker.code, code);
    profile_from_hire(&worker.profile, hire);
    worker.revision = revision;
    int result = hire_store(unit, hire, &worker);
    if (result != UNIT_DONE)
        return result;
    WORKER_FACTS_PUT(said, &worker);
    profile_to_onboarded(&said, &worker.profile);
    if (unit_emit(unit, MSG_worker_onboarded, &said, worker.id) != 0)
        return unit_trouble(unit);
    result = roster_colour(unit, &worker);
    unit_revision(unit, worker.revision);
    return result;
}

static int on_update(struct unit *unit, const void *message)
{
    const struct worker_update *update = message;
    struct worker worker;
    struct worker_profile_changed said = {0};
    int result = roster_take(unit, update->worker, &worker);
    if (result == UNIT_DONE)
        result = roster_live(unit, &worker);
    if (result == UNIT_DONE)
        result = unit_place_check(unit, update->cell_lat, update->cell_lon);
    if (result == UNIT_DONE && !text_same(worker.station, update->station))
        result = roster_station(unit, update->station);
    if (result != UNIT_DONE)
        return result;
    TEXT_PUT(worker.station, update->station);
    profile_from_update(&worker.profile, update);
    if ((result = names_put(unit, worker.id, update->name, update->phone)) != UNIT_DONE ||
        (result = employer_of_profile(unit, &worker)) != UNIT_DONE ||
        (result = roster_keep(unit, &worker)) != UNIT_DONE)
        return result;
    WORKER_FACTS_PUT(said, &worker);
    profile_to_changed(&said, &worker.profile);
    return unit_emit(unit, MSG_worker_profile_changed, &said, worker.id);
}

#define FURTHER_MOST 8 /* employers besides the own one; matching keeps as many */

/* There is room for this employer, or she is with it already. */
static int further_check(struct unit *unit, const struct worker *worker, const char *employer)
{
    struct worker_employer list[FURTHER_MOST + 2];
    uint32_t count = 0, further = 0;
    if (employer_list(unit->store, worker->id, list, FURTHER_MOST + 2, &count) != 0)
        return unit_trouble(unit);
    for (uint32_t i = 0; i < count; i++)
        if (text_same(list[i].employer, employer))
            return UNIT_DONE;
        else
            further += !text_same(list[i].employer, worker->employer);
    return further < FURTHER_MOST ? UNIT_DONE
                                  : unit_refuse(unit, "too_many_employers", "employer",
                                                "She is with %d further employers, which is the most.", FURTHER_MOST);
}

/* R3. */
static int on_employ(struct unit *unit, const void *message)
{
    const struct worker_employ *employ = message;
    struct worker worker;
    struct worker_employer employer = {.part_time = employ->part_time};
    struct worker_employed said = {.part_time = employ->part_time};
    int result = roster_take(unit, employ->worker, &worker);
    if (result == UNIT_DONE)
        result = roster_live(unit, &worker);
    if (result != UNIT_DONE)
        return result;
    if (text_same(employ->employer, worker.employer))
        return unit_refuse(unit, "own_employer", "employer",
                           "The relation to this employer is changed by worker.update.");
    if ((result = further_check(unit, &worker, employ->employer)) != UNIT_DONE)
        return result;
    TEXT_PUT(employer.employer, employ->employer);
    TEXT_PUT(employer.employment, employ->employment);
    if (employer_put(unit->store, worker.id, &employer, unit->now) != 0 || roster_keep(unit, &worker) != UNIT_DONE)
        return unit_trouble(unit);
    WORKER_FACTS_PUT(said, &worker);
    TEXT_PUT(said.employer, employ->employer);
    TEXT_PUT(said.employment, employ->employment);
    return unit_emit(unit, MSG_worker_employed, &said, worker.id);
}

static int on_unemploy(struct unit *unit, const void *message)
{
    const struct worker_unemploy *unemploy = message;
    struct worker worker;
    struct worker_employment_ended said = {0};
    int result = roster_take(unit, unemploy->worker, &worker);
    if (result != UNIT_DONE)
        return result;
    if (text_same(unemploy->employer, worker.employer))
        return unit_refuse(unit, "own_employer", "employer",
                           "This relation ends with worker.retire or worker.dismiss.");
    int ended = employer_end(unit->store, worker.id, unemploy->employer, unit->now);
    if (ended == 0)
        return unit_refuse(unit, "unknown_employer", "employer", "The worker is not with this employer.");
    if (ended < 0 || roster_keep(unit, &worker) != UNIT_DONE)
        return unit_trouble(unit);
    WORKER_FACTS_PUT(said, &worker);
    TEXT_PUT(said.employer, unemploy->employer);
    return unit_emit(unit, MSG_worker_employment_ended, &said, worker.id);
}

/* Who has left holds nothing: no leave, no review, no probation, no certificate's timers, no proposal, no employer. */
static int worker_leave_all(struct unit *unit, struct worker *worker)
{
    struct worker_employer employers[16];
    uint32_t count;
    worker->review_by = 0;
    worker->suspended_by[0] = '\0';
    worker->suspend_reason[0] = '\0';
    if (unit_timer_clear(unit, "worker.review", worker->id) != 0 ||
        unit_timer_clear(unit, "worker.probation", worker->id) != 0 || roster_close_leave(unit, worker) != UNIT_DONE ||
        roster_disarm_certs(unit, worker) != UNIT_DONE || proposal_remove(unit->store, worker->id) != 0 ||
        roster_keep(unit, worker) != UNIT_DONE)
        return unit_trouble(unit);
    do {
        if (employer_list(unit->store, worker->id, employers, 16, &count) != 0)
            return unit_trouble(unit);
        for (uint32_t i = 0; i < count; i++)
            if (employer_end(unit->store, worker->id, employers[i].employer, unit->now) < 0)
                return unit_trouble(unit);
    } while (count > 0);
    return UNIT_DONE;
}

/* The rule of D4 row 8: not by who suspended. */
static int other_than_suspender(struct unit *unit, const struct worker *worker)
{
    int result = roster_actor(unit);
    if (result != UNIT_DONE || worker->state != WORKER_SUSPENDED)
        return result;
    if (!text_same(worker->suspended_by, unit->cause->actorid))
        return UNIT_DONE;
    return unit_refuse(unit, "same_person", "actorid", "Who suspended a worker may not decide on the suspension.");
}

/* D4 rows 4 and 8. */
static int on_dismiss(struct unit *unit, const void *message)
{
    const struct worker_dismiss *dismiss = message;
    struct worker worker;
    struct worker_dismissed said = {0};
    int result = roster_take(unit, dismiss->worker, &worker);
    if (result == UNIT_DONE)
        result = other_than_suspender(unit, &worker);
    if (result == UNIT_DONE)
        result = roster_move(unit, &worker, WORKER_DISMISS, "dismissed", dismiss->reason);
    if (result == UNIT_DONE)
        result = worker_leave_all(unit, &worker);
    if (result != UNIT_DONE)
        return result;
    WORKER_FACTS_PUT(said, &worker);
    TEXT_PUT(said.reason, dismiss->reason);
    return unit_emit(unit, MSG_worker_dismissed, &said, worker.id);
}

int roster_suspend(struct unit *unit, struct worker *worker, const char *reason, int64_t review_by, const char *by)
{
    struct worker_suspended said = {.review_by = review_by};
    int result = roster_move(unit, worker, WORKER_SUSPEND, "suspended", reason);
    if (result != UNIT_DONE)
        return result;
    TEXT_PUT(worker->suspend_reason, reason);
    TEXT_PUT(worker->suspended_by, by);
    worker->review_by = review_by;
    if ((!worker->confirmed && tally_raise(unit->store, worker->id, 0, 1) != 0) ||
        proposal_remove(unit->store, worker->id) != 0 || roster_keep(unit, worker) != UNIT_DONE ||
        unit_timer(unit, "worker.review", worker->id, worker->review_by) != 0)
        return unit_trouble(unit);
    WORKER_FACTS_PUT(said, worker);
    TEXT_PUT(said.reason, reason);
    return unit_emit(unit, MSG_worker_suspended, &said, worker->id);
}

/* D4 row 7. */
static int on_suspend(struct unit *unit, const void *message)
{
    const struct worker_suspend *suspend = message;
    struct worker worker;
    int64_t days = unit->setting[SET_REVIEW_DAYS];
    int result = roster_take(unit, suspend->worker, &worker);
    if (result == UNIT_DONE)
        result = roster_actor(unit);
    if (result == UNIT_DONE && !worker_review_is_near(suspend->review_by, unit->now, days))
        result =
            unit_refuse(unit, "review_by", "review_by", "A suspension is reviewed within %lld days.", (long long)days);
    return result == UNIT_DONE
               ? roster_suspend(unit, &worker, suspend->reason, suspend->review_by, unit->cause->actorid)
               : result;
}

/* D4 row 8: back to where the worker would be without the suspension. */
static int on_reinstate(struct unit *unit, const void *message)
{
    const struct worker_reinstate *reinstate = message;
    struct worker worker;
    struct leave leave;
    struct worker_reinstated said = {0};
    int result = roster_take(unit, reinstate->worker, &worker);
    if (result == UNIT_DONE)
        result = other_than_suspender(unit, &worker);
    if (result != UNIT_DONE)
        return result;
    int found = leave_next(unit->store, worker.id, &leave);
    if (found < 0)
        return unit_trouble(unit);
    bool on_leave = found == 1 && leave.state == LEAVE_STARTED;
    result = roster_move(unit, &worker, worker_back_from_suspension(&worker, on_leave), "reinstated", "");
    if (result != UNIT_DONE)
        return result;
    worker.review_by = 0;
    worker.suspended_by[0] = '\0';
    worker.suspend_reason[0] = '\0';
    if (roster_keep(unit, &worker) != UNIT_DONE || unit_timer_clear(unit, "worker.review", worker.id) != 0)
        return unit_trouble(unit);
    WORKER_FACTS_PUT(said, &worker);
    return unit_emit(unit, MSG_worker_reinstated, &said, worker.id);
}

/* D4 row 9. */
static int on_review_due(struct unit *unit, const char *subject, int64_t due)
{
    struct worker worker;
    struct worker_review_overdue said = {0};
    int found = worker_find(unit->store, subject, &worker);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 0 || worker.state != WORKER_SUSPENDED || worker.review_by > due)
        return UNIT_DONE;
    if (roster_move(unit, &worker, WORKER_REVIEW_DUE, "review_overdue", worker.suspend_reason) != UNIT_DONE)
        return unit_trouble(unit);
    WORKER_FACTS_PUT(said, &worker);
    return unit_emit(unit, MSG_worker_review_overdue, &said, worker.id);
}

/* D4 row 10: as far as matching has said. What it gives her meanwhile, it takes back when it hears. */
static int visits_guard(struct unit *unit, const struct worker *worker)
{
    struct tally tally;
    if (tally_read(unit->store, worker->id, &tally) != 0)
        return unit_trouble(unit);
    if (tally.ahead == 0)
        return UNIT_DONE;
    return unit_refuse(unit, "visits_ahead", "worker", "First %lld visits must be handed over.",
                       (long long)tally.ahead);
}

/* D4 row 10. */
static int on_retire(struct unit *unit, const void *message)
{
    const struct worker_retire *retire = message;
    struct worker worker;
    struct worker_retired said = {0};
    int result = roster_take(unit, retire->worker, &worker);
    if (result == UNIT_DONE)
        result = roster_own(unit, retire->worker);
    if (result == UNIT_DONE)
        result = roster_move(unit, &worker, WORKER_RETIRE, "retired", "");
    if (result == UNIT_DONE)
        result = visits_guard(unit, &worker);
    if (result == UNIT_DONE)
        result = worker_leave_all(unit, &worker);
    if (result != UNIT_DONE)
        return result;
    WORKER_FACTS_PUT(said, &worker);
    return unit_emit(unit, MSG_worker_retired, &said, worker.id);
}

#define CHIEFS (ROLE_MANAGER | ROLE_OPERATOR)

const struct handler worker_handlers[] = {
    {MSG_worker_hire, CHIEFS, on_hire},
    {MSG_worker_update, CHIEFS | ROLE_RECEPTIONIST, on_update},
    {MSG_worker_employ, CHIEFS, on_employ},
    {MSG_worker_unemploy, CHIEFS, on_unemploy},
    {MSG_worker_dismiss, CHIEFS, on_dismiss},
    {MSG_worker_suspend, CHIEFS, on_suspend},
    {MSG_worker_reinstate, CHIEFS, on_reinstate},
    {MSG_worker_retire, CHIEFS | ROLE_WORKER, on_retire},
    {MSG_NONE, 0, NULL},
};

const struct timer_handler worker_timers[] = {
    {"worker.review", on_review_due},
    {NULL, NULL},
};
