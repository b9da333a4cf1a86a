/* The unit of work: what handlers may do, and how one runs in its savepoint. */
#include "service/engine_private.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "rules/place.h"

void unit_id(struct unit *unit, char id[UUID_SIZE])
{
    struct work *work = &unit->engine->work;
    id_derive(id, unit->engine->name, work->cause.time, work->cause.source, work->cause.id, work->ordinal++);
}

/* Something that a handler asked for cannot be done: the unit is undone, even if its handler should not notice. */
static int unit_fail(struct unit *unit)
{
    unit->engine->work.failed = true;
    return UNIT_TROUBLE;
}

/* A handler made what its table does not allow. The message that led to it must not end the process, or it would end it
 * again at each repeat: it is refused as trouble, said loudly, and an event is parked. */
static int unit_flaw(struct unit *unit, const struct message *message, const struct flaw *flaw)
{
    char detail[sizeof unit->engine->work.answer.detail];
    snprintf(detail, sizeof detail, "%s breaks its table: %s %s", message->type_name, flaw->field, flaw->code);
    answer_detail(&unit->engine->work.answer, detail);
    log_line(unit->log, LOG_LEVEL_ERROR, "unit.flaw", "cause=%s reason=\"%s\"", unit->cause->type, detail);
    return unit_fail(unit);
}

void unit_nonce(struct unit *unit, void *to, size_t size)
{
    const struct env *env = unit->engine->env;
    env->random(env->self, to, size);
}

static void envelope_of_event(struct work *work, const struct message *message, const char *subject,
                              struct envelope *envelope)
{
    const struct envelope *cause = &work->cause;
    memset(envelope, 0, sizeof *envelope);
    TEXT_PUT(envelope->specversion, "1.0");
    unit_id(&work->unit, envelope->id);
    TEXT_PUT(envelope->source, work->unit.engine->name);
    TEXT_PUT(envelope->type, message->type_name);
    TEXT_PUT(envelope->subject, subject);
    TEXT_PUT(envelope->partitionkey, subject);
    envelope->time = work->unit.now;
    TEXT_PUT(envelope->traceparent, cause->traceparent);
    TEXT_PUT(envelope->correlationid, cause->correlationid[0] ? cause->correlationid : cause->id);
    TEXT_PUT(envelope->causationid, cause->id);
    TEXT_PUT(envelope->actorid, cause->actorid);
    TEXT_PUT(envelope->actorrole, cause->actorrole);
    TEXT_PUT(envelope->actorfor, cause->actorfor);
}

static void answer_add_event(struct answer *answer, const char *stream, const struct envelope *envelope)
{
    if (answer->events.count == sizeof answer->events.at / sizeof answer->events.at[0])
        return;
    struct made_event *event = &answer->events.at[answer->events.count++];
    TEXT_PUT(event->stream, stream);
    TEXT_PUT(event->id, envelope->id);
    TEXT_PUT(event->type, envelope->type);
    event->sequence = envelope->sequence;
}

int unit_emit_to(struct unit *unit, const char *stream, enum message_type type, const void *body, const char *subject)
{
    struct engine *engine = unit->engine;
    const struct message *message = message_of(type);
    struct envelope envelope;
    struct flaw flaw;
    int size = codec_encode(message->shape, body, engine->data, WIRE_DATA_MAX, &flaw);
    if (size < 0)
        return unit_flaw(unit, message, &flaw);
    if (strlen(subject) >= sizeof envelope.subject)
        return unit_flaw(unit, message, &(struct flaw){.code = "too_long", .field = "subject"});
    envelope_of_event(&engine->work, message, subject, &envelope);
    if (ledger_append(engine->ledger, stream, &envelope, engine->data, (size_t)size, engine_now(engine),
                      &engine->stored) != 0)
        return unit_fail(unit);
    answer_add_event(&engine->work.answer, stream, &envelope);
    engine->appended = true;
    if (!text_same(stream, engine->name))
        return trim_arm(unit, stream, engine->stored.number) == 0 ? 0 : unit_fail(unit);
    if (unit_appeared(unit, subject) != 0)
        return UNIT_TROUBLE;
    char topic[ID_SIZE * 2 + 1];
    int length = snprintf(topic, sizeof topic, "%s/%s", stream, message->type_name);
    struct frames frames = {.count = 3};
    frames.at[0] = (struct frame){topic, (size_t)length};
    frames.at[1] = (struct frame){engine->stored.header, engine->stored.header_size};
    frames.at[2] = (struct frame){engine->data, (size_t)size};
    outbox_add(engine, NULL, &frames); /* a full outbox drops it: followers fetch what PUB does not bring */
    return 0;
}

int unit_emit(struct unit *unit, enum message_type type, const void *body, const char *subject)
{
    return unit_emit_to(unit, unit->engine->name, type, body, subject);
}

int unit_reader(struct unit *unit, const char *reader, const char *stream, int64_t number)
{
    return follower_save(unit->store, reader, stream, number, engine_now(unit->engine)) == 0 ? 0 : unit_fail(unit);
}

int64_t unit_stream_first(const struct unit *unit, const char *stream)
{
    struct head head;
    return ledger_head(unit->engine->ledger, stream, &head) == 1 ? head.first : 1;
}

static void answer_refuse(struct answer *answer, const char *code, const char *field, const char *detail)
{
    TEXT_PUT(answer->outcome, text_starts(code, "conflict") ? "conflict"
                              : text_same(code, "denied")   ? "denied"
                                                            : "refused");
    TEXT_PUT(answer->code, code);
    text_copy(answer->field, sizeof answer->field, field);
    answer_detail(answer, detail);
}

int unit_refuse(struct unit *unit, const char *code, const char *field, const char *format, ...)
{
    char detail[sizeof unit->engine->work.answer.detail];
    va_list args;
    va_start(args, format);
    vsnprintf(detail, sizeof detail, format, args);
    va_end(args);
    answer_refuse(&unit->engine->work.answer, code, field, detail);
    return UNIT_REFUSED;
}

int unit_place_check(struct unit *unit, int64_t cell_lat, int64_t cell_lon)
{
    if (!place_is_half((struct cell){(int32_t)cell_lat, (int32_t)cell_lon}))
        return 0;
    return unit_refuse(unit, "missing", cell_lat ? "cell_lon" : "cell_lat", "A place has a latitude and a longitude.");
}

int unit_not_now(struct unit *unit, const char *code, const char *detail)
{
    unit->engine->work.not_now = true;
    return unit_refuse(unit, code, "", "%s", detail);
}

bool unit_source_is_silent(const struct unit *unit, const char *source)
{
    const struct engine *engine = unit->engine;
    bool known = false, silent = false;
    for (int i = 0; i < engine->follows_count; i++)
        if (text_same(engine->follows[i].service, source)) {
            known = true;
            silent = silent || follow_is_silent(engine, &engine->follows[i]);
        }
    return silent || !known;
}

int unit_lacks(struct unit *unit, const char *code, const char *field, const char *object)
{
    text_copy(unit->engine->work.awaits, sizeof unit->engine->work.awaits, object);
    return unit_refuse(unit, code, field, "%s is not known here.", object);
}

int unit_appeared(struct unit *unit, const char *object)
{
    struct engine *engine = unit->engine;
    if (engine->parked == 0 || !*object)
        return 0;
    int woken = park_wake(unit->store, object, engine_now(engine));
    if (woken > 0)
        engine->retry_from = 0;
    return woken < 0 ? unit_fail(unit) : 0;
}

int unit_decline(struct unit *unit, const char *code, const char *field, const char *format, ...)
{
    char detail[sizeof unit->engine->work.answer.detail];
    va_list args;
    va_start(args, format);
    vsnprintf(detail, sizeof detail, format, args);
    va_end(args);
    answer_refuse(&unit->engine->work.answer, code, field, detail);
    unit->engine->work.declined = true;
    return UNIT_DONE;
}

int unit_trouble(struct unit *unit)
{
    (void)unit;
    return UNIT_TROUBLE;
}

void unit_sensitive(struct unit *unit, const char *field)
{
    char *told = unit->engine->work.told;
    const size_t used = strlen(told);
    if (strstr(told, field))
        return;
    text_format(told + used, AUDIT_TEXT - used, "%s%s", used ? "," : "", field);
}

void unit_subject(struct unit *unit, const char *id)
{
    TEXT_PUT(unit->engine->work.answer.subject, id);
}

void unit_revision(struct unit *unit, int64_t revision)
{
    unit->engine->work.answer.revision = revision;
}

void unit_count(struct unit *unit, int64_t count)
{
    unit->engine->work.answer.count = count;
}

int unit_timer(struct unit *unit, const char *kind, const char *subject, int64_t due)
{
    unit->engine->due_known = false;
    return timer_set(unit->store, kind, subject, due) == 0 ? 0 : unit_fail(unit);
}

int unit_timer_clear(struct unit *unit, const char *kind, const char *subject)
{
    unit->engine->due_known = false;
    return timer_clear(unit->store, kind, subject) == 0 ? 0 : unit_fail(unit);
}

void unit_compute(struct unit *unit)
{
    unit->engine->computing.wanted = true;
    unit->engine->computing.from = 0;
}

struct unit unit_bare(struct engine *engine)
{
    return (struct unit){.store = engine->store,
                         .log = engine->log,
                         .state = engine->state,
                         .setting = engine->config->value,
                         .travel = &engine->travel,
                         .now = engine_now(engine),
                         .engine = engine};
}

static void work_begin(struct engine *engine, const struct envelope *cause)
{
    struct work *work = &engine->work;
    int64_t now = engine_now(engine);
    memset(work, 0, sizeof *work);
    work->cause = *cause;
    work->unit = (struct unit){
        .store = engine->store,
        .log = engine->log,
        .state = engine->state,
        .setting = engine->config->value,
        .travel = &engine->travel,
        .now = now,
        .cause = &work->cause,
        .from_outside = text_same(cause->actorrole, "partner"),
        .engine = engine,
    };
    TEXT_PUT(work->answer.outcome, "done");
}

/* Visible ASCII without blanks, whatever the text. */
static void code_fit(char *to, size_t room, const char *from)
{
    size_t size = strnlen(from, room - 1);
    for (size_t i = 0; i < size; i++) {
        to[i] = from[i];
        if (from[i] <= ' ' || from[i] >= 0x7f)
            to[i] = '_';
    }
    to[size] = '\0';
}

void unit_failure(const struct engine *engine, struct failure *failure)
{
    const struct answer *answer = &engine->work.answer;
    const char *why = store_why(engine->store);
    char cause[sizeof answer->code + sizeof answer->field];
    const char *code = answer->code[0] ? answer->code : answer->detail[0] ? "flaw" : "trouble";
    snprintf(cause, sizeof cause, "%s%s%s", code, answer->field[0] ? "." : "", answer->field);
    code_fit(failure->cause, sizeof failure->cause, cause);
    TEXT_PUT(failure->awaits, engine->work.awaits);
    text_fit(failure->reason, sizeof failure->reason,
             answer->detail[0] ? answer->detail
             : why[0]          ? why
                               : "its handler reported trouble");
}

int unit_execute(struct engine *engine, const struct envelope *cause, unit_run *run, const void *what)
{
    work_begin(engine, cause);
    size_t used = engine->outbox.used;
    int count = engine->outbox.count;
    if (store_savepoint(engine->store) != 0) {
        engine->spoiled = true;
        return UNIT_TROUBLE;
    }
    int result = run(engine, what);
    if (engine->work.failed)
        result = UNIT_TROUBLE;
    bool kept = result == UNIT_DONE;
    if (kept ? store_release(engine->store) != 0 : store_undo(engine->store) != 0) {
        engine->spoiled = true;
        result = UNIT_TROUBLE;
        kept = false;
    }
    if (kept) {
        ledger_keep(engine->ledger);
    } else {
        ledger_undo(engine->ledger);
        engine->due_known = false;
        engine->outbox.used = used;
        engine->outbox.count = count;
        engine->work.answer.revision = engine->work.answer.count = 0; /* also what a handler told after its refusal */
        memset(&engine->work.answer.events, 0, sizeof engine->work.answer.events);
    }
    if (engine->service->unit_end)
        engine->service->unit_end(engine->state, kept);
    engine->batched++;
    return result;
}
