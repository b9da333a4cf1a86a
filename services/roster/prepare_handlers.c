/* What comes before a worker's first day (D4 row 2): the duty statement that she accepts (A8.7) and hours of training.
 */
#include "base/text.h"

#include "prepare_store.h"
#include "roster.h"

/* ---- duty statements ---- */

static int on_publish(struct unit *unit, const void *message)
{
    const struct duty_publish *publish = message;
    struct duty duty = {.version = 0};
    struct duty_published said = {0};
    int found = duty_find(unit->store, publish->kind, &duty);
    unit_subject(unit, publish->kind);
    if (found < 0)
        return unit_trouble(unit);
    int result = roster_expect(unit, duty.version);
    if (result != UNIT_DONE)
        return result;
    TEXT_PUT(duty.kind, publish->kind);
    TEXT_PUT(duty.title, publish->title);
    duty.version++;
    duty.published_at = unit->now;
    if (duty_save(unit->store, &duty) != 0)
        return unit_trouble(unit);
    unit_revision(unit, duty.version);
    TEXT_PUT(said.kind, duty.kind);
    said.version = duty.version;
    return unit_emit(unit, MSG_duty_published, &said, duty.kind);
}

/* The version read is the one that stands, and is not accepted yet. */
static int accept_guard(struct unit *unit, const struct duty_accept *accept, const struct worker *worker,
                        struct duty *duty)
{
    int found = duty_of_kind(unit->store, worker->profile.kind, duty);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 0)
        return unit_refuse(unit, "duty_missing", "worker", "There is no duty statement for this kind of worker.");
    if (accept->version != duty->version)
        return unit_refuse(unit, "other_version", "version", "Version %lld of the duty statement stands.",
                           (long long)duty->version);
    int accepted = duty_is_accepted(unit->store, worker->id, duty);
    if (accepted == 1)
        return unit_refuse(unit, "already_accepted", "version", "The worker has accepted this version.");
    return accepted < 0 ? unit_trouble(unit) : UNIT_DONE;
}

static int on_accept(struct unit *unit, const void *message)
{
    const struct duty_accept *accept = message;
    struct worker worker;
    struct duty duty;
    struct duty_accepted said = {0};
    int result = roster_take(unit, accept->worker, &worker);
    if (result == UNIT_DONE)
        result = roster_own(unit, accept->worker);
    if (result == UNIT_DONE)
        result = roster_live(unit, &worker);
    if (result == UNIT_DONE)
        result = accept_guard(unit, accept, &worker, &duty);
    if (result != UNIT_DONE)
        return result;
    if (duty_accept_save(unit->store, worker.id, &duty, unit->now, unit->cause->actorid) != 0)
        return unit_trouble(unit);
    unit_revision(unit, worker.revision);
    WORKER_FACTS_PUT(said, &worker);
    TEXT_PUT(said.kind, duty.kind);
    said.version = duty.version;
    return unit_emit(unit, MSG_duty_accepted, &said, worker.id);
}

/* ---- hours ---- */

/* A record that is there already is corrected; it stays with its worker. */
static int record_take(struct unit *unit, const struct prejob_record *record, struct prejob *prejob)
{
    if (!record->record[0]) {
        unit_id(unit, prejob->id);
        return roster_expect(unit, 0);
    }
    int found = prejob_find(unit->store, record->record, prejob);
    TEXT_PUT(prejob->id, record->record);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 1 && !text_same(prejob->worker, record->worker))
        return unit_refuse(unit, "record_exists", "record", "This id is taken.");
    return roster_expect(unit, prejob->revision);
}

static int on_record(struct unit *unit, const void *message)
{
    const struct prejob_record *record = message;
    struct worker worker;
    struct prejob prejob = {.revision = 0};
    struct prejob_recorded said = {.hours = record->hours};
    int result = roster_worker(unit, record->worker, &worker);
    if (result == UNIT_DONE)
        result = roster_live(unit, &worker);
    if (result == UNIT_DONE)
        result = record_take(unit, record, &prejob);
    if (result == UNIT_DONE && record->hours == 0 && prejob.revision == 0)
        result = unit_refuse(unit, "missing", "hours", "Say how many: 0 strikes out a record that is there.");
    if (result != UNIT_DONE)
        return result;
    TEXT_PUT(prejob.worker, worker.id);
    TEXT_PUT(prejob.body, record->body);
    prejob.hours = record->hours;
    prejob.revision++;
    unit_subject(unit, prejob.id);
    unit_revision(unit, prejob.revision);
    if (prejob_save(unit->store, &prejob, unit->now, unit->cause->actorid) != 0 ||
        prejob_sum(unit->store, worker.id, &said.total) != 0)
        return unit_trouble(unit);
    WORKER_FACTS_PUT(said, &worker);
    TEXT_PUT(said.record, prejob.id);
    return unit_emit(unit, MSG_prejob_recorded, &said, worker.id);
}

/* ---- questions ---- */

static int on_duty_get(struct unit *unit, const void *question, void *to)
{
    const struct duty_get *asked = question;
    struct duty_get_answer *answer = to;
    struct duty duty;
    int found = duty_find(unit->store, asked->id, &duty);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 0)
        return unit_refuse(unit, "unknown_duty", "id", "There is no duty statement of this kind of worker.");
    TEXT_PUT(answer->kind, duty.kind);
    TEXT_PUT(answer->title, duty.title);
    answer->version = duty.version;
    answer->published_at = duty.published_at;
    return UNIT_DONE;
}

static int on_not_accepted(struct unit *unit, const void *question, void *to)
{
    return duty_page(unit->store, question, to) == 0 ? UNIT_DONE : unit_trouble(unit);
}

#define CHIEFS (ROLE_MANAGER | ROLE_OPERATOR)

const struct handler prepare_handlers[] = {
    {MSG_duty_publish, CHIEFS, on_publish},
    {MSG_duty_accept, CHIEFS | ROLE_RECEPTIONIST | ROLE_WORKER, on_accept},
    {MSG_prejob_record, CHIEFS | ROLE_REGISTRAR, on_record},
    {MSG_NONE, 0, NULL},
};

const struct query_handler prepare_queries[] = {
    {MSG_duty_get, MSG_duty_get_answer, ROLE_STAFF | ROLE_REGISTRAR | ROLE_WORKER | ROLE_SUPERVISOR, on_duty_get},
    {MSG_duty_not_accepted, MSG_duty_not_accepted_answer, ROLE_STAFF | ROLE_REGISTRAR | ROLE_SUPERVISOR,
     on_not_accepted},
    {MSG_NONE, MSG_NONE, 0, NULL},
};
