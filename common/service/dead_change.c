/* What an operator decides about messages set aside (guarantee 4): retry, mend, drop. All of it runs after the commit
 * of its turn, and is committed before it is answered. */
#include "service/dead_private.h"

#include <string.h>

#define DROP_MOST 1000 /* messages dropped by one request */

/* ---- retry ---- */

/* Tries the one in engine->retried, unless another of its key stands before it. 0, or -1 when the batch is gone. */
static int tried_add(struct engine *engine, bool dry, struct dead_retry_answer *answer)
{
    const struct parked *parked = engine->retried;
    struct dead_tried *row = &answer->rows.at[answer->rows.count++];
    struct failure failure;
    int64_t front, behind;
    row->number = parked->number;
    TEXT_PUT(row->type, parked->type);
    TEXT_PUT(row->key, parked->key);
    if (dead_around(engine->store, parked->key, parked->number, &front, &behind) != 0)
        return -1;
    TEXT_PUT(row->outcome, "waiting");
    if (front)
        return 0;
    int result = retry_one(engine, parked, dry, &failure);
    if (result == RETRY_LOST)
        return -1;
    TEXT_PUT(row->outcome, result == UNIT_DONE ? "passed" : "failed");
    if (result != UNIT_DONE) {
        TEXT_PUT(row->cause, failure.cause);
        TEXT_PUT(row->reason, failure.reason);
    }
    return 0;
}

static void retry_serve(struct engine *engine, const struct dead_asker *who, const struct dead_retry *in_body)
{
    const struct dead_retry asked = *in_body; /* handlers use the body's buffer */
    struct dead_retry_answer *answer = engine->reply_body;
    struct dead_choice choice = asked.number ? dead_choice_one(asked.number)
                                             : dead_choice_some(asked.after, INT64_MAX, asked.type, asked.cause);
    const uint32_t most = sizeof answer->rows.at / sizeof answer->rows.at[0];
    int found = 0;
    memset(answer, 0, sizeof *answer);
    while (answer->rows.count < most && (found = dead_next(engine->store, &choice, engine->retried)) == 1) {
        choice.after = engine->retried->number;
        if (tried_add(engine, asked.dry_run, answer) != 0) {
            found = -1;
            break;
        }
    }
    if (found < 0 || batch_commit(engine) != 0) {
        dead_trouble(engine, who);
        return;
    }
    if (asked.number && answer->rows.count == 0) {
        dead_gone(engine, who);
        return;
    }
    engine->retry_from = 0; /* those behind what passed follow at once */
    answer->next = !asked.number && answer->rows.count == most ? choice.after : 0;
    answer->left = engine->parked;
    reply_now(engine, who->peer, who->envelope, MSG_dead_retry_answer, answer);
}

/* ---- mend ---- */

/* The message under which the handler runs: the old one in its place, with an id of its own made from the operator's
 * request, so that its effects are not taken for those of the message as it came; the old one is its cause. */
static void mended_envelope(const struct engine *engine, const struct envelope *asked, struct envelope *envelope)
{
    char old[ID_SIZE], uuid[UUID_SIZE];
    TEXT_PUT(old, envelope->id);
    id_derive(uuid, engine->name, envelope->time, asked->source, asked->id, 0);
    TEXT_PUT(envelope->id, uuid);
    TEXT_PUT(envelope->causationid, old);
    TEXT_PUT(envelope->actorid, asked->actorid);
    TEXT_PUT(envelope->actorrole, asked->actorrole);
    TEXT_PUT(envelope->actorfor, asked->actorfor);
}

static void mend_answer(struct engine *engine, const struct dead_asker *who, int result, const char *id,
                        const struct failure *failure)
{
    struct answer *answer = engine->reply_body;
    *answer = engine->work.answer;
    if (result != UNIT_DONE) {
        dead_refuse(engine, who, "still_failing", "data", failure->reason);
        return;
    }
    TEXT_PUT(answer->outcome, "done");
    answer->revision = answer->count = 0; /* of what the handler changed, not of the message */
    answer->code[0] = answer->field[0] = answer->detail[0] = '\0';
    TEXT_PUT(answer->subject, id);
    reply_now(engine, who->peer, who->envelope, MSG_answer, answer);
}

static void mend_run(struct engine *engine, const struct dead_asker *who, const struct dead_mend *asked,
                     struct envelope *envelope)
{
    struct failure failure;
    struct dead_note note = {.action = "mended",
                             .actor = envelope->actorid,
                             .role = envelope->actorrole,
                             .why = asked->reason,
                             .mended_id = envelope->id,
                             .mended = asked->data.data,
                             .mended_size = asked->data.size,
                             .at = engine_now(engine)};
    struct retry retry = {.parked = engine->retried,
                          .envelope = envelope,
                          .data = asked->data.data,
                          .size = asked->data.size,
                          .dry = asked->dry_run,
                          .note = &note};
    int result = retry_run(engine, &retry, &failure);
    if (result == RETRY_LOST || batch_commit(engine) != 0) {
        dead_trouble(engine, who);
        return;
    }
    if (result == UNIT_DONE && !asked->dry_run) {
        engine->retry_from = 0;
        log_line(engine->log, LOG_LEVEL_WARNING, "event.mended", "number=%lld type=%s actor=%s mended=%s",
                 (long long)engine->retried->number, engine->retried->type, note.actor, note.mended_id);
    }
    mend_answer(engine, who, result, envelope->id, &failure);
}

static void mend_serve(struct engine *engine, const struct dead_asker *who, const struct dead_mend *in_body)
{
    const struct dead_mend asked = *in_body; /* its view lies in the request, which stays */
    struct envelope envelope;
    struct flaw flaw;
    int64_t front, behind;
    if (!dead_find(engine, who, asked.number))
        return;
    const struct parked *parked = engine->retried;
    if (dead_around(engine->store, parked->key, parked->number, &front, &behind) != 0) {
        dead_trouble(engine, who);
    } else if (front) {
        dead_refuse(engine, who, "behind", "number", "An earlier message of the same key is set aside before it.");
    } else if (envelope_decode(&envelope, parked->header, parked->header_size, &flaw) != 0) {
        dead_refuse(engine, who, "header", "number", "Its header cannot be read; it can only be dropped.");
    } else {
        mended_envelope(engine, who->envelope, &envelope);
        mend_run(engine, who, &asked, &envelope);
    }
}

/* ---- drop ---- */

static int drop_run(struct engine *engine, const struct envelope *envelope, const struct dead_choice *choice,
                    const char *why)
{
    const struct dead_note note = {.action = "dropped",
                                   .actor = envelope->actorid,
                                   .role = envelope->actorrole,
                                   .why = why,
                                   .at = engine_now(engine)};
    if (batch_open(engine) != 0)
        return -1;
    int count = dead_bury(engine->store, choice, DROP_MOST, &note);
    if (count < 0) {
        batch_drop(engine);
        return -1;
    }
    engine->parked -= count;
    engine->retry_from = 0;
    if (count > 0)
        log_line(engine->log, LOG_LEVEL_WARNING, "event.dropped", "count=%d until=%lld type=%s cause=%s actor=%s",
                 count, (long long)choice->until, choice->type, choice->cause, note.actor);
    return batch_commit(engine) == 0 ? count : -1;
}

static void drop_serve(struct engine *engine, const struct dead_asker *who, const struct dead_drop *asked)
{
    struct dead_drop_answer *answer = engine->reply_body;
    const int64_t until = asked->until ? asked->until : INT64_MAX;
    const struct dead_choice choice =
        asked->number ? dead_choice_one(asked->number) : dead_choice_some(0, until, asked->type, asked->cause);
    memset(answer, 0, sizeof *answer);
    if (dead_count(engine->store, &choice, &answer->count, &answer->last) != 0) {
        dead_trouble(engine, who);
        return;
    }
    if (asked->number && answer->count == 0) {
        dead_gone(engine, who);
        return;
    }
    if (!asked->dry_run && (answer->count = drop_run(engine, who->envelope, &choice, asked->reason)) < 0) {
        dead_trouble(engine, who);
        return;
    }
    answer->left = engine->parked;
    reply_now(engine, who->peer, who->envelope, MSG_dead_drop_answer, answer);
}

/* ---- what is wished ---- */

/* A group is named whole, and "all" is said: a forgotten field never means everything. */
static bool choice_clear(struct engine *engine, const struct dead_asker *who, int64_t number, const char *type,
                         const char *cause, bool all)
{
    if (!!number + (*type && *cause) + all == 1 && !*type == !*cause)
        return true;
    dead_refuse(engine, who, "unclear", "number", "Name one number, or a group by type and cause.");
    return false;
}

void dead_change(struct engine *engine, const struct dead_asker *who, enum message_type type)
{
    const struct dead_retry *retry = engine->body;
    const struct dead_drop *drop = engine->body;
    if (engine->draining || engine_sick(engine))
        reply_flaw(engine, who->peer, who->envelope, "overloaded", engine->draining ? "stopping" : "storage", "",
                   "Try again.");
    else if (type == MSG_dead_mend)
        mend_serve(engine, who, engine->body);
    else if (type == MSG_dead_retry && choice_clear(engine, who, retry->number, retry->type, retry->cause, retry->all))
        retry_serve(engine, who, retry);
    else if (type == MSG_dead_drop && choice_clear(engine, who, drop->number, drop->type, drop->cause, false))
        drop_serve(engine, who, drop);
}
