/* What an operator asks and decides about messages set aside (guarantee 4): list, show, retry, mend, drop, history. All
 * of it runs after the commit of its turn; what changes the store is committed before it is answered. */
#include "service/engine_private.h"

#include <string.h>

#define DROP_MOST 1000 /* messages dropped by one request */

/* Who asked, to be answered. */
struct dead_asker {
    const struct peer *peer;
    const struct envelope *envelope;
};

static void dead_refuse(struct engine *engine, const struct dead_asker *who, const char *code, const char *field,
                        const char *detail)
{
    reply_flaw(engine, who->peer, who->envelope, "refused", code, field, detail);
}

static void dead_trouble(struct engine *engine, const struct dead_asker *who)
{
    log_line(engine->log, LOG_LEVEL_ERROR, "dead.trouble", "type=%s reason=\"%s\"", who->envelope->type,
             store_why(engine->store));
    reply_flaw(engine, who->peer, who->envelope, "trouble", "storage", "",
               "The store failed; look before you repeat it.");
}

static void dead_gone(struct engine *engine, const struct dead_asker *who)
{
    dead_refuse(engine, who, "gone", "number", "No message of this number is set aside.");
}

static struct dead_choice choice_one(int64_t number)
{
    return (struct dead_choice){.after = number - 1, .until = number};
}

static struct dead_choice choice_some(int64_t after, int64_t until, const char *type, const char *cause)
{
    struct dead_choice choice = {.after = after, .until = until};
    TEXT_PUT(choice.type, type);
    TEXT_PUT(choice.cause, cause);
    return choice;
}

/* ---- groups, list, show ---- */

static void groups_serve(struct engine *engine, const struct dead_asker *who, const struct dead_groups *asked)
{
    struct dead_groups_answer *answer = engine->reply_body;
    const int most = (int)(sizeof answer->rows.at / sizeof answer->rows.at[0]);
    memset(answer, 0, sizeof *answer);
    int count = dead_groups(engine->store, asked->after_type, asked->after_cause, answer->rows.at, most);
    if (count < 0) {
        dead_trouble(engine, who);
        return;
    }
    answer->rows.count = (uint32_t)count;
    answer->more = count == most;
    reply_now(engine, who->peer, who->envelope, MSG_dead_groups_answer, answer);
}

static int letter_fill(struct engine *engine, const struct parked *parked, struct dead_letter *letter, int64_t *behind)
{
    if (dead_around(engine->store, parked->key, parked->number, &letter->front, behind) != 0)
        return -1;
    letter->number = parked->number;
    TEXT_PUT(letter->source, parked->source);
    TEXT_PUT(letter->stream, parked->stream);
    letter->sequence = parked->sequence;
    TEXT_PUT(letter->type, parked->type);
    TEXT_PUT(letter->key, parked->key);
    TEXT_PUT(letter->state, letter->front ? "waiting" : parked->due == INT64_MAX ? "stopped" : "retrying");
    TEXT_PUT(letter->cause, parked->cause);
    text_fit(letter->reason, sizeof letter->reason, parked->reason);
    letter->tries = parked->tries;
    letter->at = parked->at;
    letter->failed_first = parked->failed_first;
    letter->failed_last = parked->failed_last;
    letter->due = letter->front || parked->due == INT64_MAX ? 0 : parked->due;
    return 0;
}

static void list_serve(struct engine *engine, const struct dead_asker *who, const struct dead_list *asked)
{
    struct dead_list_answer *answer = engine->reply_body;
    struct dead_choice choice = choice_some(asked->after, INT64_MAX, asked->type, asked->cause);
    const uint32_t room = sizeof answer->rows.at / sizeof answer->rows.at[0];
    const uint32_t most = asked->limit > 0 && asked->limit < room ? (uint32_t)asked->limit : room;
    int found = 0;
    memset(answer, 0, sizeof *answer);
    while (answer->rows.count < most && (found = dead_next(engine->store, &choice, engine->retried)) == 1) {
        int64_t behind;
        if (letter_fill(engine, engine->retried, &answer->rows.at[answer->rows.count++], &behind) != 0) {
            dead_trouble(engine, who);
            return;
        }
        choice.after = engine->retried->number;
    }
    if (found < 0) {
        dead_trouble(engine, who);
        return;
    }
    answer->next = answer->rows.count == most ? choice.after : 0;
    reply_now(engine, who->peer, who->envelope, MSG_dead_list_answer, answer);
}

/* The message of that number in engine->retried; else says why not. */
static bool letter_find(struct engine *engine, const struct dead_asker *who, int64_t number)
{
    struct dead_choice choice = choice_one(number);
    int found = dead_next(engine->store, &choice, engine->retried);
    if (found == 0)
        dead_gone(engine, who);
    else if (found < 0)
        dead_trouble(engine, who);
    return found == 1;
}

static void show_serve(struct engine *engine, const struct dead_asker *who, const struct dead_show *asked)
{
    struct dead_show_answer *answer = engine->reply_body;
    const struct parked *parked = engine->retried;
    memset(answer, 0, sizeof *answer);
    if (!letter_find(engine, who, asked->number))
        return;
    answer->letter.count = 1;
    if (letter_fill(engine, parked, &answer->letter.at[0], &answer->behind) != 0) {
        dead_trouble(engine, who);
        return;
    }
    answer->header = (struct view){parked->header, parked->header_size};
    answer->data = (struct view){parked->data, parked->data_size};
    reply_now(engine, who->peer, who->envelope, MSG_dead_show_answer, answer);
}

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
    struct dead_choice choice =
        asked.number ? choice_one(asked.number) : choice_some(asked.after, INT64_MAX, asked.type, asked.cause);
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
    id_derive(uuid, engine->service->name, envelope->time, asked->source, asked->id, 0);
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
    answer->revision = 0; /* of what the handler changed, not of the message */
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
    if (!letter_find(engine, who, asked.number))
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
        asked->number ? choice_one(asked->number) : choice_some(0, until, asked->type, asked->cause);
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

/* ---- history ---- */

static void history_serve(struct engine *engine, const struct dead_asker *who, const struct dead_history *asked)
{
    struct dead_history_answer *answer = engine->reply_body;
    const int room = (int)(sizeof answer->rows.at / sizeof answer->rows.at[0]);
    const int most = asked->limit ? (int)asked->limit : room;
    memset(answer, 0, sizeof *answer);
    int count = dead_history(engine->store, asked->after, answer->rows.at, most);
    if (count < 0) {
        dead_trouble(engine, who);
        return;
    }
    answer->rows.count = (uint32_t)count;
    answer->next = count == most ? answer->rows.at[most - 1].number : 0;
    reply_now(engine, who->peer, who->envelope, MSG_dead_history_answer, answer);
}

/* ---- who may, and what ---- */

/* A group is named whole, and "all" is said: a forgotten field never means everything. */
static bool choice_clear(struct engine *engine, const struct dead_asker *who, int64_t number, const char *type,
                         const char *cause, bool all)
{
    if (!!number + (*type && *cause) + all == 1 && !*type == !*cause)
        return true;
    dead_refuse(engine, who, "unclear", "number", "Name one number, or a group by type and cause.");
    return false;
}

static void change_serve(struct engine *engine, const struct dead_asker *who, enum message_type type)
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

static void ask_serve(struct engine *engine, const struct dead_asker *who, enum message_type type)
{
    if (type == MSG_dead_groups)
        groups_serve(engine, who, engine->body);
    else if (type == MSG_dead_list)
        list_serve(engine, who, engine->body);
    else if (type == MSG_dead_show)
        show_serve(engine, who, engine->body);
    else
        history_serve(engine, who, engine->body);
}

bool dead_serve(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                const struct message *message)
{
    const enum message_type type = message->type;
    const struct dead_asker who = {peer, envelope};
    const bool change = type == MSG_dead_retry || type == MSG_dead_mend || type == MSG_dead_drop;
    if (!change && type != MSG_dead_groups && type != MSG_dead_list && type != MSG_dead_show &&
        type != MSG_dead_history)
        return false;
    if (!(role_of(envelope->actorrole) & ROLE_OPERATOR))
        reply_flaw(engine, peer, envelope, "denied", "role", "actorrole", "Only an operator may do this.");
    else if (change)
        change_serve(engine, &who, type);
    else
        ask_serve(engine, &who, type);
    return true;
}
