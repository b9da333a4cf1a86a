/* Commands: who may send them, repeats and conflicts, one unit of work each, the answer held back until it is durable.
 */
#include "service/engine_private.h"

#include <string.h>

#include "wire/closed.h"

#define ANSWER_BYTES 8192
#define ORDINAL_SAID (1u << 20) /* apart from the ids of the command itself */

const struct handler *handler_find(const struct service *service, enum message_type type)
{
    if (type == trail_handler.type)
        return &trail_handler;
    for (const struct handler *const *table = service->handlers; *table; table++)
        for (const struct handler *row = *table; row->type != MSG_NONE; row++)
            if (row->type == type)
                return row;
    return NULL;
}

/* A command in hand. */
struct command {
    const struct peer *peer;   /* who is answered; NULL: it came over the intake */
    const struct peer *sender; /* who sent it */
    struct permit permit;
    const struct envelope *envelope;
    const struct message *message;
    const struct handler *handler;
    const struct frame *data;
    uint8_t body_hash[HASH_SIZE];
    bool intake, decoded;
};

/* The outcome of an intake message, on the partner stream of its source. */
static int intake_say(struct engine *engine, const void *what)
{
    const struct command *command = what;
    const struct answer *answer = engine->reply_body;
    struct intake_answered said = {0};
    char stream[ID_SIZE];
    if (TEXT_FORMAT(stream, "partner.%s", command->envelope->source) != 0)
        BUG("an intake message was taken from a source without a stream");
    TEXT_PUT(said.message, command->envelope->id);
    TEXT_PUT(said.type, command->envelope->type);
    TEXT_PUT(said.outcome, answer->outcome);
    TEXT_PUT(said.code, answer->code);
    TEXT_PUT(said.field, answer->field);
    TEXT_PUT(said.subject, answer->subject);
    uint32_t apart = 0; /* from what was said of the message that had this id first */
    if (text_same(answer->outcome, "conflict"))
        memcpy(&apart, command->body_hash, sizeof apart);
    engine->work.ordinal = ORDINAL_SAID | apart;
    const char *subject = answer->subject[0] ? answer->subject : command->envelope->id;
    return unit_emit_to(&engine->work.unit, stream, MSG_intake_answered, &said, subject);
}

/* Sends the bytes of an answer once the batch is durable. */
static void answer_hold(struct engine *engine, const struct command *command, const void *data, size_t size)
{
    struct frames frames;
    uint8_t header[WIRE_HEADER_MAX];
    if (command->intake)
        return;
    if (reply_frames(engine, command->envelope, MSG_answer, data, size, header, &frames) != 0)
        BUG("an answer's header cannot be encoded");
    if (outbox_add(engine, command->peer, &frames) != 0)
        log_line(engine->log, LOG_LEVEL_WARNING, "answer.dropped", "id=%s", command->envelope->id);
}

/* Stores and holds back what engine->work.answer says. */
static int answer_keep(struct engine *engine, const struct command *command)
{
    uint8_t data[ANSWER_BYTES];
    struct answer *answer = engine->reply_body;
    *answer = engine->work.answer;
    int size = answer_encode(engine, answer, data, sizeof data);
    if (answer_save(engine->store, command->envelope->source, command->envelope->id, command->body_hash, data,
                    (size_t)size, engine_now(engine)) != 0)
        return -1;
    if (trail_command(engine, command->envelope, command->message, command->decoded ? engine->body : NULL) != 0)
        return -1;
    if (command->intake && unit_execute(engine, command->envelope, intake_say, command) != UNIT_DONE)
        return -1;
    answer_hold(engine, command, data, (size_t)size);
    return 0;
}

static void answer_transient(struct engine *engine, const struct command *command, const char *outcome,
                             const char *code, const char *detail)
{
    if (command->peer)
        reply_flaw(engine, command->peer, command->envelope, outcome, code, "", detail);
    else
        engine->refused++; /* the sender of an intake message repeats it until it sees an outcome */
}

/* A refusal before the handler. Over the intake it is stored and said; else answered at once and forgotten. */
static void command_refuse(struct engine *engine, const struct command *command, const char *outcome, const char *code,
                           const char *field, const char *detail)
{
    if (command->peer) {
        reply_flaw(engine, command->peer, command->envelope, outcome, code, field, detail);
        return;
    }
    engine->refused++;
    memset(&engine->work.answer, 0, sizeof engine->work.answer);
    TEXT_PUT(engine->work.answer.outcome, outcome);
    TEXT_PUT(engine->work.answer.code, code);
    text_copy(engine->work.answer.field, sizeof engine->work.answer.field, field);
    if (answer_keep(engine, command) != 0)
        batch_drop(engine);
}

/* The first message of this id is perhaps not durable yet: so the conflict with it is held back too. */
static void conflict_hold(struct engine *engine, const struct command *command)
{
    struct answer answer = {.outcome = "conflict",
                            .code = "id_reused",
                            .field = "id",
                            .detail = "This source has used this id for another message."};
    uint8_t data[ANSWER_BYTES];
    engine->refused++;
    trail_repeated(engine, engine->from, command->envelope, answer.outcome, answer.code);
    if (permit_is_news(engine, command->envelope->source, "command", "id_reused"))
        log_line(engine->log, LOG_LEVEL_WARNING, "command.conflict", "source=%s id=%s", command->envelope->source,
                 command->envelope->id);
    if (command->intake) {
        *(struct answer *)engine->reply_body = answer;
        if (unit_execute(engine, command->envelope, intake_say, command) != UNIT_DONE)
            batch_drop(engine);
        return;
    }
    answer_hold(engine, command, data, (size_t)answer_encode(engine, &answer, data, sizeof data));
}

static bool is_personal(const struct shape *shape)
{
    for (int i = 0; i < shape->count; i++)
        if (shape->fields[i].kind == FIELD_PERSONAL)
            return true;
    return false;
}

/* The same id again: the same answer; with another body: a conflict. 1 when that settled it, 0 new, -1. Whoever has the
 * store alone must not be able to try out what a person's fields were: the hash of such a body is keyed. Answers of
 * older versions stand under the plain one. */
static int command_repeat(struct engine *engine, struct command *command)
{
    uint8_t data[ANSWER_BYTES], plain[HASH_SIZE];
    const struct envelope *envelope = command->envelope;
    size_t size;
    bool same;
    memcpy(plain, command->body_hash, sizeof plain);
    if (command->message && is_personal(command->message->shape) &&
        person_digest(engine->store, command->body_hash) != 0)
        return -1;
    int found =
        answer_find(engine->store, envelope->source, envelope->id, command->body_hash, data, sizeof data, &size, &same);
    if (found == 1 && !same)
        found = answer_find(engine->store, envelope->source, envelope->id, plain, data, sizeof data, &size, &same);
    if (found <= 0)
        return found;
    if (same)
        answer_hold(engine, command, data, size);
    else
        conflict_hold(engine, command);
    return 1;
}

static int command_run(struct engine *engine, const void *what)
{
    const struct command *command = what;
    return command->handler->run(&engine->work.unit, engine->body);
}

static void command_execute(struct engine *engine, const struct command *command)
{
    int result = unit_execute(engine, command->envelope, command_run, command);
    if (result == UNIT_TROUBLE) {
        bool full = store_is_full(engine->store);
        space_full(engine);
        log_line(engine->log, LOG_LEVEL_ERROR, "command.trouble", "type=%s id=%s detail=\"%s\" reason=\"%s\"",
                 command->message->type_name, command->envelope->id, engine->work.answer.detail,
                 store_why(engine->store));
        answer_transient(engine, command, full ? "overloaded" : "trouble", full ? "storage" : "internal",
                         "It could not be stored; nothing was changed.");
        if (engine->spoiled)
            batch_drop(engine);
        return;
    }
    if (result == UNIT_REFUSED && engine->work.not_now) {
        answer_transient(engine, command, "overloaded", engine->work.answer.code, engine->work.answer.detail);
        return;
    }
    engine->commands++;
    if (result == UNIT_REFUSED || engine->work.declined)
        engine->refused++;
    if (answer_keep(engine, command) != 0)
        batch_drop(engine);
}

/* The policy says no, or who sent it uses a name that is another's. What is said under another's source is not told on
 * that one's stream. */
static void permit_deny(struct engine *engine, const struct command *command)
{
    const struct permit *permit = &command->permit;
    permit_denied(engine, command->sender, command->envelope, command->envelope->type, permit);
    if (command->intake && !text_same(permit->code, "role") && !text_same(permit->code, "scope")) {
        trail_repeated(engine, command->sender, command->envelope, "denied", permit->code);
        engine->refused++;
        return;
    }
    command_refuse(engine, command, "denied", permit->code, permit->field, permit->why);
}

static void command_deny(struct engine *engine, const struct command *command)
{
    char why[ROLE_WHY];
    role_why(why, command->envelope->actorrole, "This role may not send this message.");
    command_refuse(engine, command, "denied", "role", "actorrole", why);
}

static void command_unserved(struct engine *engine, const struct command *command)
{
    char why[ROLE_WHY];
    not_served_why(why, engine, command->message, "This service does not take this message.");
    command_refuse(engine, command, "unknown", "not_served", "type", why);
}

/* Checks that need no store. NULL when it may run, else the refusal was sent. */
static const struct handler *command_admit(struct engine *engine, const struct command *command)
{
    const struct handler *handler = command->message && command->message->class_ == CLASS_COMMAND
                                        ? handler_find(engine->service, command->message->type)
                                        : NULL;
    const struct envelope *envelope = command->envelope;
    if (!command->message)
        command_refuse(engine, command, "unknown", "unknown_type", "type", "No message of this type exists.");
    else if (!handler)
        command_unserved(engine, command);
    else if (!envelope->time)
        command_refuse(engine, command, "malformed", "missing", "time", "A command tells when it was made.");
    else if (!command->permit.allowed)
        permit_deny(engine, command);
    else if (!(role_of(envelope->actorrole) & handler->roles))
        command_deny(engine, command);
    else
        return handler;
    return NULL;
}

/* Sources that only the set itself may bear: the names of the services, with or without a place ("booking/xinhui"), and
 * `system`. What they made and what was made of a command would else have the same ids. */
static bool source_is_reserved(const char *source)
{
    char name[ID_SIZE];
    TEXT_FORMAT(name, "%.*s", (int)strcspn(source, "/"), source);
    for (enum message_type type = MSG_NONE + 1; type < MSG_COUNT; type++)
        if (text_same(message_of(type)->owner, name))
            return true;
    return text_same(name, "system");
}

/* Checks the source, of which the ids are made and, outside, a stream is named. False when the sender was told. */
static bool source_admit(struct engine *engine, const struct peer *peer, const struct envelope *envelope, bool outside)
{
    const bool reserved = source_is_reserved(envelope->source);
    if (!reserved && (!outside || envelope_source_streams(envelope->source)))
        return true;
    if (!peer) {
        if (permit_is_news(engine, engine->from->name, "intake", "source"))
            log_line(engine->log, LOG_LEVEL_WARNING, "intake.dropped", "peer=%s reason=\"%s\"", engine->from->name,
                     reserved ? "source is a name of the set" : "source names no stream");
        engine->refused++;
    } else if (reserved) {
        reply_flaw(engine, peer, envelope, "denied", "reserved_source", "source",
                   "This name belongs to the set itself; use your own.");
    } else {
        reply_flaw(engine, peer, envelope, "malformed", "malformed", "source", "No partner stream can have this name.");
    }
    return false;
}

/* One outside system more gets a stream only where there is room. False when the sender was told. */
static bool partner_admit(struct engine *engine, const struct peer *peer, const struct envelope *envelope)
{
    if (bounds_admit_partner(engine, envelope->source))
        return true;
    if (peer) {
        reply_flaw(engine, peer, envelope, "refused", "too_many_sources", "source",
                   "As many outside systems as partners_most have a stream here; the operator may raise that.");
    } else {
        if (permit_is_news(engine, engine->from->name, "intake", "too_many_sources"))
            log_line(engine->log, LOG_LEVEL_WARNING, "intake.dropped", "peer=%s reason=\"too many sources\"",
                     engine->from->name);
        engine->refused++;
    }
    return false;
}

/* V24: false when the sender was told that it is not. */
static bool command_is_in_reach(struct engine *engine, struct command *command)
{
    int within = reach_check(engine, &command->permit, command->message->type, engine->body);
    if (within == 0)
        permit_deny(engine, command);
    else if (within < 0)
        answer_transient(engine, command, "trouble", "internal", "It could not be looked up; nothing was changed.");
    return within == 1;
}

/* Before a repeat is looked for: an answer is for who sent the command alone. A role that may not is denied behind
 * that, so that over the intake it is said once. False: it was denied. */
static bool command_permit(struct engine *engine, struct command *command)
{
    permit_judge(engine, command->sender, command->envelope, command->message, &command->permit);
    if (command->permit.allowed || text_same(command->permit.code, "role"))
        return true;
    permit_deny(engine, command);
    return false;
}

/* Also of an answer that is damaged: whoever repeats the command is not told what nobody said. */
static void lookup_failed(struct engine *engine, const struct command *command)
{
    const struct envelope *envelope = command->envelope;
    if (permit_is_news(engine, envelope->source, "command", "lookup"))
        log_line(engine->log, LOG_LEVEL_ERROR, "command.trouble", "type=%s id=%s detail=\"\" reason=\"%s\"",
                 envelope->type, envelope->id, store_why(engine->store));
    answer_transient(engine, command, "trouble", "internal", "It could not be looked up; nothing was changed.");
}

void command_take(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                  const struct message *message, const struct frame *data, bool intake)
{
    struct command command = {.peer = intake ? NULL : peer,
                              .sender = peer,
                              .envelope = envelope,
                              .message = message,
                              .data = data,
                              .intake = intake};
    struct flaw flaw = {0};
    if (engine->draining || engine_sick(engine) || !space_takes_commands(engine)) {
        answer_transient(engine, &command, "overloaded", engine->draining ? "stopping" : "storage", "Try again.");
        return;
    }
    const bool outside = intake || text_same(envelope->actorrole, "partner");
    if (!source_admit(engine, command.peer, envelope, outside))
        return;
    if (!command_permit(engine, &command))
        return;
    if (outside && !partner_admit(engine, command.peer, envelope))
        return;
    hash_event(command.body_hash, envelope->type, strlen(envelope->type), data->data, data->size);
    if (batch_open(engine) != 0) {
        answer_transient(engine, &command, "overloaded", "storage", "The store takes nothing at present.");
        return;
    }
    int settled = command_repeat(engine, &command);
    if (settled < 0)
        lookup_failed(engine, &command);
    if (settled != 0)
        return;
    command.handler = command_admit(engine, &command);
    if (!command.handler || !message)
        return;
    if (codec_decode(message->shape, data->data, data->size, engine->body, &flaw) != 0 ||
        closed_check(message, engine->body, &flaw) != 0) {
        command_refuse(engine, &command, "malformed", flaw.code, flaw.field, flaw.why.text);
        return;
    }
    command.decoded = true;
    if (command_is_in_reach(engine, &command))
        command_execute(engine, &command);
}
