/* What roster says of workers: kept as facts, and every visit that they touch is looked at again (D2 rows 10, 11). */
#include "base/text.h"

#include "caseload_change.h"
#include "fact_store.h"
#include "match.h"

/* ---- profile and employment ---- */

static int keep(struct unit *unit, const struct worker_facts *facts)
{
    if (fact_worker_save(unit->store, facts) || pool_put_facts(pool_of(unit), facts))
        return unit_trouble(unit);
    return match_recheck_worker(unit, facts->worker);
}

static void facts_of(const struct unit *unit, const char *worker, struct worker_facts *facts)
{
    *facts = (struct worker_facts){0};
    pool_facts(pool_of(unit), worker, facts);
    TEXT_PUT(facts->worker, worker);
}

static enum travel_mode travel_of(const char *word)
{
    if (text_same(word, "ebike"))
        return TRAVEL_EBIKE;
    return text_same(word, "bus") ? TRAVEL_BUS : TRAVEL_WALK;
}

static enum told told_of(const char *word)
{
    if (text_same(word, "yes"))
        return TOLD_YES;
    return text_same(word, "no") ? TOLD_NO : TOLD_NOTHING;
}

static void habits_of(const struct worker_onboarded *event, struct worker_facts *facts)
{
    facts->languages_count = facts->cuisines_count = 0;
    for (uint32_t i = 0; i < event->languages.count && i < POOL_LANGUAGES; i++)
        TEXT_PUT(facts->languages[facts->languages_count++], event->languages.at[i]);
    for (uint32_t i = 0; i < event->cuisines.count && i < POOL_CUISINES; i++)
        TEXT_PUT(facts->cuisines[facts->cuisines_count++], event->cuisines.at[i]);
    facts->pets = told_of(event->pets);
    facts->smokes = told_of(event->smokes);
}

static int keep_profile(struct unit *unit, const struct worker_onboarded *event, struct worker_facts *facts)
{
    enum travel_mode before = facts->travel;
    TEXT_PUT(facts->station, event->station);
    TEXT_PUT(facts->kind, event->kind);
    facts->employee = text_same(event->employment, "employee");
    facts->part_time = event->part_time;
    facts->sex = event->sex[0];
    habits_of(event, facts);
    facts->home = (struct cell){(int32_t)event->cell_lat, (int32_t)event->cell_lon};
    facts->travel = travel_of(event->travel);
    int result = keep(unit, facts);
    return result == UNIT_DONE && facts->travel != before ? match_recheck_ways(unit, event->worker) : result;
}

static int on_profile_changed(struct unit *unit, const void *message)
{
    const struct worker_profile_changed *event = message;
    struct worker_facts facts;
    facts_of(unit, event->worker, &facts);
    return keep_profile(unit, message, &facts);
}

/* Who had left begins anew (D4 row 1), with no further employer. */
static int on_onboarded(struct unit *unit, const void *message)
{
    const struct worker_onboarded *event = message;
    struct worker_facts facts;
    facts_of(unit, event->worker, &facts);
    facts.gone = facts.active = facts.suspended = false;
    facts.employers_count = 0;
    return keep_profile(unit, event, &facts);
}

static_assert(sizeof(struct worker_onboarded) == sizeof(struct worker_profile_changed) &&
                  offsetof(struct worker_onboarded, travel) == offsetof(struct worker_profile_changed, travel),
              "both are WORKER_FACTS and WORKER_PROFILE");

static int employer_at(const struct worker_facts *facts, const char *employer)
{
    for (int i = 0; i < facts->employers_count; i++)
        if (text_same(facts->employers[i], employer))
            return i;
    return -1;
}

static int on_employed(struct unit *unit, const void *message)
{
    const struct worker_employed *event = message;
    struct worker_facts facts;
    facts_of(unit, event->worker, &facts);
    if (employer_at(&facts, event->employer) >= 0 || facts.employers_count == POOL_EMPLOYERS)
        return UNIT_DONE;
    TEXT_PUT(facts.employers[facts.employers_count++], event->employer);
    return keep(unit, &facts);
}

static int on_employment_ended(struct unit *unit, const void *message)
{
    const struct worker_employment_ended *event = message;
    struct worker_facts facts;
    facts_of(unit, event->worker, &facts);
    int at = employer_at(&facts, event->employer);
    if (at < 0)
        return UNIT_DONE;
    if (at < --facts.employers_count)
        TEXT_PUT(facts.employers[at], facts.employers[facts.employers_count]);
    return keep(unit, &facts);
}

static int on_activated(struct unit *unit, const void *message)
{
    const struct worker_activated *event = message;
    struct worker_facts facts;
    facts_of(unit, event->worker, &facts);
    facts.active = true;
    return keep(unit, &facts);
}

static int on_suspended(struct unit *unit, const void *message)
{
    const struct worker_suspended *event = message;
    struct worker_facts facts;
    facts_of(unit, event->worker, &facts);
    facts.suspended = true;
    int result = keep(unit, &facts);
    return result == UNIT_DONE ? caseload_suspended(unit, event->worker, true) : result;
}

static int on_reinstated(struct unit *unit, const void *message)
{
    const struct worker_reinstated *event = message;
    struct worker_facts facts;
    facts_of(unit, event->worker, &facts);
    facts.suspended = false;
    int result = keep(unit, &facts);
    return result == UNIT_DONE ? caseload_suspended(unit, event->worker, false) : result;
}

/* Households with visits to come have got somebody else by then; the others have nobody now (V22). */
static int leaves_for_good(struct unit *unit, const char *worker)
{
    struct worker_facts facts;
    facts_of(unit, worker, &facts);
    facts.gone = true;
    int result = keep(unit, &facts);
    return result == UNIT_DONE ? caseload_leave(unit, worker, "gone") : result;
}

static int on_retired(struct unit *unit, const void *message)
{
    const struct worker_retired *event = message;
    return leaves_for_good(unit, event->worker);
}

static int on_dismissed(struct unit *unit, const void *message)
{
    const struct worker_dismissed *event = message;
    return leaves_for_good(unit, event->worker);
}

static int on_code_changed(struct unit *unit, const void *message)
{
    const struct worker_code_changed *event = message;
    struct worker_facts facts;
    facts_of(unit, event->worker, &facts);
    facts.green = text_same(event->to, "green");
    return keep(unit, &facts);
}

/* ---- leave ---- */

static int keep_leave(struct unit *unit, const char *worker, const char *leave, struct interval time)
{
    struct worker_leave facts = {.time = time};
    TEXT_PUT(facts.leave, leave);
    if (fact_leave_save(unit->store, worker, &facts) || pool_put_leave(pool_of(unit), worker, &facts))
        return unit_trouble(unit);
    return memory_forget(unit, worker) ? UNIT_TROUBLE : match_recheck_worker(unit, worker);
}

static int on_leave_granted(struct unit *unit, const void *message)
{
    const struct worker_leave_granted *event = message;
    return keep_leave(unit, event->worker, event->leave, (struct interval){event->start, event->until});
}

static int on_leave_started(struct unit *unit, const void *message)
{
    const struct worker_leave_started *event = message;
    return keep_leave(unit, event->worker, event->leave, (struct interval){event->start, event->until});
}

/* Back earlier than planned, or before it began: the rest of the time is free again. */
static int on_leave_ended(struct unit *unit, const void *message)
{
    const struct worker_leave_ended *event = message;
    struct worker_leave leave;
    int found = fact_leave_find(unit->store, event->leave, &leave);
    if (found != 1)
        return found < 0 ? unit_trouble(unit) : UNIT_DONE;
    if (event->at < leave.time.end)
        leave.time.end = event->at > leave.time.start ? event->at : leave.time.start;
    return keep_leave(unit, event->worker, event->leave, leave.time);
}

/* ---- certificates ---- */

static int put_cert(struct unit *unit, const char *worker, const struct worker_cert *cert)
{
    if (fact_cert_save(unit->store, worker, cert) || pool_put_cert(pool_of(unit), worker, cert))
        return unit_trouble(unit);
    return UNIT_DONE;
}

static int keep_cert(struct unit *unit, const struct cert_registered *event, bool good)
{
    struct worker_cert cert = {.level = (int)event->level, .valid = {event->valid_from, event->valid_to}, .good = good};
    TEXT_PUT(cert.cert, event->cert);
    TEXT_PUT(cert.type, event->cert_type);
    int result = put_cert(unit, event->worker, &cert);
    return result == UNIT_DONE ? match_recheck_worker(unit, event->worker) : result;
}

/* These events are CERT_FACTS alone, or begin with them. */
static int on_cert_not_good(struct unit *unit, const void *message)
{
    return keep_cert(unit, message, false);
}

static int on_cert_good(struct unit *unit, const void *message)
{
    return keep_cert(unit, message, true);
}

/* D7 row 7: the old one counts until the newer one begins and never again, whatever becomes of the newer one. */
static int on_cert_renewed(struct unit *unit, const void *message)
{
    const struct cert_renewed *event = message;
    struct worker_cert old;
    int found = fact_cert_find(unit->store, event->old_cert, &old);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 1 && old.valid.end > event->valid_from)
        old.valid.end = event->valid_from;
    int result = found == 1 ? put_cert(unit, event->worker, &old) : UNIT_DONE;
    return result == UNIT_DONE ? keep_cert(unit, message, true) : result;
}

#define BEGINS_AS_CERT(event)                                                                                          \
    static_assert(offsetof(struct event, valid_to) == offsetof(struct cert_registered, valid_to), "CERT_FACTS first")
BEGINS_AS_CERT(cert_verified);
BEGINS_AS_CERT(cert_rejected);
BEGINS_AS_CERT(cert_expired);
BEGINS_AS_CERT(cert_renewed);
BEGINS_AS_CERT(cert_suspended);
BEGINS_AS_CERT(cert_restored);
BEGINS_AS_CERT(cert_revoked);

const struct handler matching_roster_handlers[] = {
    {MSG_worker_onboarded, ROLE_SERVICE, on_onboarded},
    {MSG_worker_profile_changed, ROLE_SERVICE, on_profile_changed},
    {MSG_worker_employed, ROLE_SERVICE, on_employed},
    {MSG_worker_employment_ended, ROLE_SERVICE, on_employment_ended},
    {MSG_worker_activated, ROLE_SERVICE, on_activated},
    {MSG_worker_suspended, ROLE_SERVICE, on_suspended},
    {MSG_worker_reinstated, ROLE_SERVICE, on_reinstated},
    {MSG_worker_retired, ROLE_SERVICE, on_retired},
    {MSG_worker_dismissed, ROLE_SERVICE, on_dismissed},
    {MSG_worker_code_changed, ROLE_SERVICE, on_code_changed},
    {MSG_worker_leave_granted, ROLE_SERVICE, on_leave_granted},
    {MSG_worker_leave_started, ROLE_SERVICE, on_leave_started},
    {MSG_worker_leave_ended, ROLE_SERVICE, on_leave_ended},
    {MSG_cert_registered, ROLE_SERVICE, on_cert_not_good},
    {MSG_cert_verified, ROLE_SERVICE, on_cert_good},
    {MSG_cert_rejected, ROLE_SERVICE, on_cert_not_good},
    {MSG_cert_expired, ROLE_SERVICE, on_cert_not_good},
    {MSG_cert_renewed, ROLE_SERVICE, on_cert_renewed},
    {MSG_cert_suspended, ROLE_SERVICE, on_cert_not_good},
    {MSG_cert_restored, ROLE_SERVICE, on_cert_good},
    {MSG_cert_revoked, ROLE_SERVICE, on_cert_not_good},
    {MSG_NONE, 0, NULL},
};
