/* Answers: a header that names the request as its cause, and the encoded body. */
#include "service/engine_private.h"

#include <string.h>

#include "service/reason.h"
#include "wire/names.h"

#define DROPPED_SAY_MS 10000
#define REPLY_ORDINAL 0xFFFFFFFFu /* apart from the ordinals of a unit */

int answer_send(struct engine *engine, const struct peer *peer, const struct frames *frames)
{
    int64_t mono = engine_mono(engine);
    const bool held = engine->held;
    if (held && outbox_add(engine, peer, frames) == 0)
        return 0;
    engine->held = false;
    const bool lost = held && batch_commit(engine) != 0;
    engine->held = held;
    if (lost)
        return 0;
    int sent = engine->env->answer(engine->env->self, peer, frames);
    if (sent >= 0)
        return sent;
    engine->dropped++;
    if (engine->dropped_said && mono - engine->dropped_said < DROPPED_SAY_MS)
        return sent;
    engine->dropped_said = mono;
    log_line(engine->log, LOG_LEVEL_ERROR, "answer.dropped", "peer=%s dropped=%lld reason=\"it does not read\"",
             peer->name, (long long)engine->dropped);
    return sent;
}

int reply_frames(struct engine *engine, const struct envelope *request, enum message_type type, const void *data,
                 size_t size, uint8_t header[WIRE_HEADER_MAX], struct frames *frames)
{
    struct envelope envelope = {0};
    struct flaw flaw;
    TEXT_PUT(envelope.specversion, "1.0");
    envelope.time = engine_now(engine);
    TEXT_PUT(envelope.source, engine->name);
    id_derive(envelope.id, engine->name, envelope.time, request->source, request->id, REPLY_ORDINAL);
    TEXT_PUT(envelope.type, message_of(type)->type_name);
    TEXT_PUT(envelope.causationid, request->id);
    TEXT_PUT(envelope.traceparent, request->traceparent);
    int length = envelope_encode(&envelope, header, WIRE_HEADER_MAX, &flaw);
    if (length < 0)
        return -1;
    frames->count = 3;
    frames->at[0] = (struct frame){"", 0};
    frames->at[1] = (struct frame){header, (size_t)length};
    frames->at[2] = (struct frame){data, size};
    return 0;
}

/* What is said when an answer cannot be: it would break its table. */
static const struct answer flawed = {.outcome = "trouble", .code = "internal", .retry_ms = SICK_MS};

int answer_encode(struct engine *engine, const struct answer *answer, void *data, size_t room)
{
    struct flaw flaw;
    int size = codec_encode(message_of(MSG_answer)->shape, answer, data, room, &flaw);
    if (size >= 0)
        return size;
    log_line(engine->log, LOG_LEVEL_ERROR, "answer.flaw", "outcome=%s field=%s code=%s", answer->outcome, flaw.field,
             flaw.code);
    struct answer short_one = {.code = "internal"};
    TEXT_PUT(short_one.outcome, answer->outcome);
    size = codec_encode(message_of(MSG_answer)->shape, &short_one, data, room, &flaw);
    if (size < 0)
        BUG("an answer of two words cannot be encoded: %s %s", flaw.field, flaw.code);
    return size;
}

/* What becomes of an answer before it leaves. */
enum reading { READING_LEAVES, READING_UNWRITTEN, READING_UNREASONED };

/* Staff say why they read of people, where that is set. */
static bool reason_is_due(const struct engine *engine, const struct envelope *request)
{
    return engine->config->reasons && !request->reason[0] && !(role_of(request->actorrole) & ROLE_OWN);
}

/* Bytes that a service's own question is answered with tell what nobody here can see: they count as personal. */
static bool shape_is_opaque(const struct shape *answer)
{
    bool opaque = false;
    for (int i = 0; i < answer->count; i++)
        opaque = opaque || answer->fields[i].kind == FIELD_BYTES;
    return opaque;
}

/* What an answer tells of people, or somebody was looked for by, by names. False: nothing. */
static bool fields_told(const struct engine *engine, const struct message *question, const struct shape *answer,
                        const void *body, char *to, size_t size)
{
    const char *told = question->class_ == CLASS_QUERY ? engine->work.told : "";
    names_personal(answer, body, to, size);
    if (to[0] == '\0' && shape_is_personal(question->shape))
        names_personal(question->shape, engine->body, to, size);
    const size_t used = strlen(to);
    if (told[0])
        text_format(to + used, size - used, "%s%s", used ? "," : "", told);
    else if (question->class_ == CLASS_QUERY && shape_is_opaque(answer))
        text_copy(to, size, "sealed");
    return to[0] != '\0';
}

/* Whoever reads of people stands in the trail before the answer leaves. */
static enum reading reply_trail(struct engine *engine, const struct peer *peer, const struct envelope *request,
                                enum message_type type, const void *body)
{
    char fields[AUDIT_TEXT];
    const struct message *question = message_find(request->type);
    if (type == MSG_answer || !question ||
        !fields_told(engine, question, message_of(type)->shape, body, fields, sizeof fields))
        return READING_LEAVES;
    if (reason_is_due(engine, request))
        return READING_UNREASONED;
    engine->held = true;
    return trail_read(engine, peer, request, question, fields) == 0 ? READING_LEAVES : READING_UNWRITTEN;
}

static int reply_send(struct engine *engine, const struct peer *peer, const struct envelope *request,
                      enum message_type type, const void *body)
{
    struct flaw flaw;
    struct frames frames;
    uint8_t header[WIRE_HEADER_MAX];
    int size = codec_encode(message_of(type)->shape, body, engine->reply, REPLY_BYTES, &flaw);
    if (size < 0) {
        log_line(engine->log, LOG_LEVEL_ERROR, "answer.flaw", "type=%s field=%s code=%s", message_of(type)->type_name,
                 flaw.field, flaw.code);
        type = MSG_answer;
        size = answer_encode(engine, &flawed, engine->reply, REPLY_BYTES);
    }
    if (reply_frames(engine, request, type, engine->reply, (size_t)size, header, &frames) != 0)
        BUG("the header of an answer cannot be encoded");
    return answer_send(engine, peer, &frames);
}

int reply_now(struct engine *engine, const struct peer *peer, const struct envelope *request, enum message_type type,
              const void *body)
{
    const bool held = engine->held;
    int sent = 0;
    const enum reading reading = reply_trail(engine, peer, request, type, body);
    if (reading == READING_LEAVES)
        sent = reply_send(engine, peer, request, type, body);
    else if (reading == READING_UNWRITTEN)
        reply_flaw(engine, peer, request, "overloaded", "storage", "", "Try again.");
    else
        reply_flaw(engine, peer, request, "denied", "reason_missing", "reason",
                   "Who reads of people says why: " REASON_PURPOSES ", and perhaps :id behind it.");
    engine->held = held;
    return sent;
}

/* Text that came from elsewhere: only as much as fits, and only well-formed. */
void text_fit(char *to, size_t room, const char *from)
{
    size_t size = strnlen(from, room - 1);
    while (size > 0 && !text_is_utf8(from, size))
        size--;
    memcpy(to, from, size);
    to[size] = '\0';
}

void answer_detail(struct answer *answer, const char *detail)
{
    text_fit(answer->detail, sizeof answer->detail, detail);
}

/* Questions are counted apart: a listing that somebody may not see is no refused command. */
static void refusal_count(struct engine *engine, const struct envelope *request)
{
    const struct message *message = message_find(request->type);
    if (message && (message->class_ == CLASS_QUERY || message->class_ == CLASS_CONTROL))
        engine->questions_refused++;
    else
        engine->refused++;
}

void reply_busy(struct engine *engine, const struct peer *peer, const struct envelope *request, const char *code,
                int64_t retry_ms, const char *detail)
{
    struct answer answer = {.outcome = "overloaded", .retry_ms = retry_ms};
    TEXT_PUT(answer.code, code);
    answer_detail(&answer, detail);
    refusal_count(engine, request);
    reply_now(engine, peer, request, MSG_answer, &answer);
}

void reply_flaw(struct engine *engine, const struct peer *peer, const struct envelope *request, const char *outcome,
                const char *code, const char *field, const char *detail)
{
    struct answer answer = {0};
    TEXT_PUT(answer.outcome, outcome);
    TEXT_PUT(answer.code, code);
    text_copy(answer.field, sizeof answer.field, field);
    answer_detail(&answer, detail);
    if (text_same(outcome, "overloaded") || text_same(outcome, "trouble"))
        answer.retry_ms = engine->space == SPACE_PLENTY ? SICK_MS : SPACE_RETRY_MS;
    refusal_count(engine, request);
    if (text_same(outcome, "denied"))
        trail_repeated(engine, peer, request, outcome, code);
    if (engine->admin.message) {
        text_copy(engine->admin.outcome, sizeof engine->admin.outcome, outcome);
        text_copy(engine->admin.code, sizeof engine->admin.code, code);
    }
    const bool held = engine->held;
    engine->held = false; /* a refusal tells nothing that has to wait */
    reply_now(engine, peer, request, MSG_answer, &answer);
    engine->held = held;
}

void not_served_why(char why[ROLE_WHY], const struct engine *engine, const struct message *message,
                    const char *otherwise)
{
    const bool asked = message->class_ == CLASS_COMMAND || message->class_ == CLASS_QUERY;
    if (asked && !text_same(message->owner, "common") && !text_same(message->owner, engine->service->name))
        text_format(why, ROLE_WHY, "This message is for %s: send it there.", message->owner);
    else
        text_copy(why, ROLE_WHY, otherwise);
}
