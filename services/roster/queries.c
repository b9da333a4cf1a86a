/* What staff may ask of the roster. Personal fields and sickness go only to those who deal with the person. */
#include <string.h>

#include "base/text.h"

#include "cert_store.h"
#include "leave_store.h"
#include "prepare_store.h"
#include "proposal_store.h"
#include "roster.h"
#include "visit_store.h"
#include "worker_store.h"

#define PERSONAL_READERS (ROLE_MANAGER | ROLE_RECEPTIONIST | ROLE_DISPATCHER)
#define READERS (ROLE_STAFF | ROLE_REGISTRAR | ROLE_MEDIATOR | ROLE_OFFICER | ROLE_SUPERVISOR | ROLE_TRAINER)

static bool is_personal_reader(const struct unit *unit)
{
    return (role_of(unit->cause->actorrole) & PERSONAL_READERS) != 0;
}

#define COPY_F(kind_of, field, need, low, high, doc) memcpy(&to->field, &from->field, sizeof to->field);
#define COPY_W(field, need, words, doc) memcpy(to->field, from->field, sizeof to->field);

static void profile_to_answer(struct worker_get_answer *to, const struct worker_profile *from)
{
    WORKER_PROFILE(COPY_F, COPY_W)
}

static int reasons_fill(struct unit *unit, const struct worker *worker, struct worker_get_answer *answer)
{
    struct colour_facts facts;
    struct colour colour;
    colour_start(&facts, unit->now);
    if (cert_colour_facts(unit->store, worker->id, &facts) != 0)
        return -1;
    colour_of(&facts, &colour);
    answer->code_reasons.count = colour.count;
    memcpy(answer->code_reasons.at, colour.reason, sizeof colour.reason);
    return 0;
}

static int leave_fill(struct unit *unit, const struct worker *worker, bool personal, struct worker_get_answer *answer)
{
    struct leave leave;
    int found = leave_next(unit->store, worker->id, &leave);
    if (found != 1)
        return found;
    TEXT_PUT(answer->leave, leave.id);
    answer->leave_start = leave.start;
    answer->leave_until = leave.until;
    answer->sick = personal && leave.sick;
    if (answer->sick)
        unit_sensitive(unit, "sick");
    return 0;
}

static int person_fill(struct unit *unit, const struct worker *worker, struct worker_get_answer *answer)
{
    if (person_get(unit->store, worker->id, "name", answer->name, sizeof answer->name) < 0 ||
        person_get(unit->store, worker->id, "phone", answer->phone, sizeof answer->phone) < 0)
        return -1;
    return 0;
}

/* What her start and the end of her probation depend on. */
static int progress_fill(struct unit *unit, const struct worker *worker, struct worker_get_answer *answer)
{
    struct tally tally;
    struct duty duty;
    if (tally_read(unit->store, worker->id, &tally) != 0 ||
        prejob_sum(unit->store, worker->id, &answer->prejob_hours) != 0)
        return -1;
    answer->verified_visits = tally.verified;
    answer->marks = tally.marks;
    answer->visits_ahead = tally.ahead;
    int found = duty_of_kind(unit->store, worker->profile.kind, &duty);
    if (found == 1)
        found = duty_is_accepted(unit->store, worker->id, &duty);
    answer->duty_accepted = found == 1;
    return found < 0 ? -1 : 0;
}

static int proposal_fill(struct unit *unit, const struct worker *worker, struct worker_get_answer *answer)
{
    struct proposal proposal;
    int found = proposal_find(unit->store, worker->id, &proposal);
    if (found != 1)
        return found;
    TEXT_PUT(answer->proposed, proposal.reason);
    TEXT_PUT(answer->proposed_cert, proposal.cert);
    answer->proposed_at = proposal.at;
    return 0;
}

static void worker_fill(const struct worker *worker, struct worker_get_answer *answer)
{
    WORKER_FACTS_PUT(*answer, worker);
    TEXT_PUT(answer->state, worker_state_name((int)worker->state));
    TEXT_HALVES(answer->label, answer->label_en, worker_state_label(worker->state));
    TEXT_PUT(answer->code, worker->code);
    TEXT_HALVES(answer->code_label, answer->code_label_en, colour_label(worker->code));
    profile_to_answer(answer, &worker->profile);
    answer->probation_until = worker->probation_until;
    TEXT_PUT(answer->suspend_reason, worker->suspend_reason);
    answer->review_by = worker->review_by;
    answer->revision = worker->revision;
}

/* The worker that a question names. */
static int worker_asked(struct unit *unit, const char *id, struct worker *worker)
{
    int found = worker_find(unit->store, id, worker);
    if (found < 0)
        return unit_trouble(unit);
    return found == 1 ? UNIT_DONE : unit_refuse(unit, "unknown_worker", "id", "There is no such worker.");
}

static int on_worker_get(struct unit *unit, const void *question, void *to)
{
    const struct worker_get *asked = question;
    struct worker_get_answer *answer = to;
    struct worker worker;
    bool personal = is_personal_reader(unit);
    int result = worker_asked(unit, asked->id, &worker);
    if (result != UNIT_DONE)
        return result;
    worker_fill(&worker, answer);
    if (reasons_fill(unit, &worker, answer) != 0 || leave_fill(unit, &worker, personal, answer) != 0 ||
        progress_fill(unit, &worker, answer) != 0 || proposal_fill(unit, &worker, answer) != 0 ||
        (personal && person_fill(unit, &worker, answer) != 0) ||
        employer_list(unit->store, worker.id, answer->employers.at, 16, &answer->employers.count) != 0)
        return unit_trouble(unit);
    return UNIT_DONE;
}

static int on_worker_list(struct unit *unit, const void *question, void *to)
{
    return worker_page(unit->store, question, to) == 0 ? UNIT_DONE : unit_trouble(unit);
}

/* To all who do not deal with her a sick leave is a leave. */
static void sickness_show(struct unit *unit, struct worker_timeline_answer *answer)
{
    for (uint32_t i = 0; i < answer->rows.count; i++)
        if (!text_same(answer->rows.at[i].reason, "sick"))
            continue;
        else if (is_personal_reader(unit))
            unit_sensitive(unit, "reason");
        else
            TEXT_PUT(answer->rows.at[i].reason, "leave");
}

static int on_worker_timeline(struct unit *unit, const void *question, void *to)
{
    const struct worker_timeline *asked = question;
    struct worker worker;
    int result = worker_asked(unit, asked->id, &worker);
    if (result != UNIT_DONE)
        return result;
    if (step_list(unit->store, asked, to) != 0)
        return unit_trouble(unit);
    sickness_show(unit, to);
    return UNIT_DONE;
}

static void cert_fill(const struct unit *unit, const struct cert *cert, struct cert_get_answer *answer)
{
    TEXT_PUT(answer->worker, cert->worker);
    TEXT_PUT(answer->cert, cert->id);
    TEXT_PUT(answer->cert_type, cert->type);
    answer->level = cert->level;
    answer->valid_from = cert->valid_from;
    answer->valid_to = cert->valid_to;
    TEXT_PUT(answer->number, cert->number);
    TEXT_PUT(answer->body, cert->body);
    answer->issued = cert->issued;
    TEXT_PUT(answer->state, cert_state_name((int)cert->state));
    TEXT_HALVES(answer->label, answer->label_en, cert_state_label(cert->state));
    TEXT_PUT(answer->validity, cert_validity_name(cert_validity(cert, unit->now, unit->setting[SET_REMIND])));
    TEXT_PUT(answer->reason, cert->reason);
    TEXT_PUT(answer->registered_by, cert->registered_by);
    TEXT_PUT(answer->verified_by, cert->verified_by);
    answer->verified_at = cert->verified_at;
    TEXT_PUT(answer->superseded_by, cert->superseded_by);
    answer->revision = cert->revision;
    answer->covers_from = cert->covers_from;
    if (cert_type_is_check(cert->type) && cert->verified_at)
        TEXT_PUT(answer->result, cert->bad ? "bad" : "clear");
}

static int on_cert_get(struct unit *unit, const void *question, void *to)
{
    const struct cert_get *asked = question;
    struct cert_get_answer *answer = to;
    struct cert cert;
    struct worker worker;
    int found = cert_find(unit->store, asked->id, &cert);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 0)
        return unit_refuse(unit, "unknown_cert", "id", "There is no such certificate.");
    int result = roster_worker(unit, cert.worker, &worker);
    if (result != UNIT_DONE)
        return result;
    cert_fill(unit, &cert, answer);
    TEXT_PUT(answer->station, worker.station);
    return UNIT_DONE;
}

static int on_cert_list(struct unit *unit, const void *question, void *to)
{
    int result = cert_page(unit->store, question, unit->now, unit->setting[SET_REMIND], to);
    return result == 0 ? UNIT_DONE : unit_trouble(unit);
}

const struct query_handler roster_queries[] = {
    {MSG_worker_get, MSG_worker_get_answer, READERS, on_worker_get},
    {MSG_worker_list, MSG_worker_list_answer, READERS, on_worker_list},
    {MSG_worker_timeline, MSG_worker_timeline_answer, ROLE_MANAGER | ROLE_SUPERVISOR | ROLE_OPERATOR,
     on_worker_timeline},
    {MSG_cert_get, MSG_cert_get_answer, READERS, on_cert_get},
    {MSG_cert_list, MSG_cert_list_answer, READERS, on_cert_list},
    {MSG_NONE, MSG_NONE, 0, NULL},
};
