/* What goes into the trail of acts (X4): every command that was stored, every denial, every request of an operator,
 * every answer that told something personal. A row is written in the transaction of the act and nothing leaves before
 * it is durable. What may come in masses is written once a minute with a count. */
#include "service/engine_private.h"

#include <string.h>

#include "service/reason.h"
#include "wire/names.h"

#define REPEAT_MS MS_MINUTE
#define ANCHORS_WHOLE_MS (30 * MS_DAY)
#define YEAR_DAYS 366

static const char *role_said(const struct envelope *envelope)
{
    if (!envelope->actorrole[0])
        return "";
    return role_of(envelope->actorrole) ? envelope->actorrole : "unknown";
}

static void key_name(const struct peer *peer, char key[17])
{
    key[0] = '\0';
    if (peer->who)
        text_hex(key, peer->key, 8);
}

/* Begins a batch for rows alone, unless one is open. Questions may go on reading while nothing else is in it. */
static int trail_open(struct engine *engine)
{
    const bool was = engine->open;
    if (batch_open(engine) != 0)
        return -1;
    if (!was)
        engine->trail_only = true;
    return 0;
}

static int entry_write(struct engine *engine, const struct audit_entry *entry)
{
    if (trail_open(engine) != 0)
        return -1;
    engine->quiet_until = 0; /* its answer may leave before the batch */
    if (audit_write(engine->store, entry) == 0)
        return 0;
    batch_drop(engine);
    return -1;
}

/* For whom: who lent the role, and for whom besides when both fit. */
static void actorfor_fill(const struct engine *engine, const struct envelope *envelope, char actorfor[ID_SIZE])
{
    const char *lender = engine->lender;
    text_copy(actorfor, ID_SIZE, lender[0] ? lender : envelope->actorfor);
    if (lender[0] && envelope->actorfor[0] && !text_same(lender, envelope->actorfor) &&
        text_format(actorfor, ID_SIZE, "%s/%s", lender, envelope->actorfor) != 0)
        text_copy(actorfor, ID_SIZE, lender);
}

/* The row that decided, behind its line, its words one blank apart; "default" when none does, "" unasked. */
static void ruling_fill(const struct engine *engine, char policy[AUDIT_TEXT])
{
    const struct ruling *ruling = &engine->ruling;
    policy[0] = '\0';
    if (!ruling->row)
        return;
    text_format(policy, AUDIT_TEXT, ruling->row[0] ? "%d:" : "default", ruling->line);
    for (const char *at = ruling->row; *(at += strspn(at, " \t"));) {
        const size_t size = strcspn(at, " \t"), used = strlen(policy);
        text_format(policy + used, AUDIT_TEXT - used, " %.*s", (int)size, at);
        at += size;
    }
}

static int act_write(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                     const struct trail_act *act)
{
    char key[17], actorfor[ID_SIZE], policy[AUDIT_TEXT];
    key_name(peer, key);
    actorfor_fill(engine, envelope, actorfor);
    ruling_fill(engine, policy);
    const struct audit_entry entry = {.at = engine_now(engine),
                                      .mono = engine_mono(engine),
                                      .who = peer->who ? peer->who->name : peer->name,
                                      .key = key,
                                      .role = role_said(envelope),
                                      .actor = envelope->actorid,
                                      .actorfor = actorfor,
                                      .kind = act->kind,
                                      .what = act->what,
                                      .object = act->object,
                                      .fields = act->fields,
                                      .decision = act->decision,
                                      .code = act->code,
                                      .source = envelope->source,
                                      .message = envelope->id,
                                      .reason = reason_flaw(envelope->reason) ? "" : envelope->reason,
                                      .policy = policy};
    return entry_write(engine, &entry);
}

/* ---- what may come in masses ---- */

static int repeat_write(struct engine *engine, const struct trail_repeat *repeat)
{
    const struct audit_entry entry = {.at = engine_now(engine),
                                      .mono = engine_mono(engine),
                                      .who = repeat->who,
                                      .key = repeat->key,
                                      .role = repeat->role,
                                      .kind = repeat->kind,
                                      .what = repeat->what,
                                      .decision = repeat->decision,
                                      .code = repeat->code,
                                      .count = repeat->count,
                                      .policy = repeat->policy};
    return entry_write(engine, &entry);
}

/* Ends those whose minute is over; `all`: every one. */
static void repeats_end(struct engine *engine, bool all)
{
    const int64_t mono = engine_mono(engine);
    for (int i = 0; i < TRAIL_REPEATS; i++) {
        struct trail_repeat *repeat = &engine->repeats[i];
        if (!repeat->what || (!all && mono < repeat->until))
            continue;
        if (repeat->count > 0 && repeat_write(engine, repeat) != 0)
            return;
        repeat->what = NULL;
    }
}

static struct trail_repeat *repeat_find(struct engine *engine, const char *who, const struct trail_act *act)
{
    for (int i = 0; i < TRAIL_REPEATS; i++) {
        struct trail_repeat *repeat = &engine->repeats[i];
        if (repeat->what && text_same(repeat->who, who) && text_same(repeat->what, act->what) &&
            text_same(repeat->decision, act->decision))
            return repeat;
    }
    return NULL;
}

/* A free place; when there is none all that were counted are written. NULL when they cannot be. */
static struct trail_repeat *repeat_place(struct engine *engine)
{
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < TRAIL_REPEATS; i++)
            if (!engine->repeats[i].what)
                return &engine->repeats[i];
        repeats_end(engine, true);
    }
    return NULL;
}

/* Writes the first of its kind within a minute; later ones are counted, and so is one that the store does not take. */
static void act_write_once(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                           const struct trail_act *act)
{
    const char *who = peer->who ? peer->who->name : peer->name;
    struct trail_repeat *repeat = repeat_find(engine, who, act);
    if (repeat && engine_mono(engine) < repeat->until) {
        repeat->count++;
        return;
    }
    if (repeat)
        repeats_end(engine, false);
    const bool written = !engine_sick(engine) && act_write(engine, peer, envelope, act) == 0;
    if (!(repeat = repeat_place(engine)))
        return;
    *repeat = (struct trail_repeat){.what = act->what,
                                    .kind = act->kind,
                                    .decision = act->decision,
                                    .until = engine_mono(engine) + REPEAT_MS,
                                    .count = !written};
    TEXT_PUT(repeat->who, who);
    key_name(peer, repeat->key);
    TEXT_PUT(repeat->role, role_said(envelope));
    text_copy(repeat->code, sizeof repeat->code, act->code);
    ruling_fill(engine, repeat->policy);
}

/* ---- acts ---- */

static const char *decision_of(const char *outcome)
{
    return text_same(outcome, "done") ? "accepted" : text_same(outcome, "denied") ? "denied" : "refused";
}

static const char *kind_of(const struct message *message)
{
    if (!message || message->class_ == CLASS_COMMAND)
        return "command";
    return message->class_ == CLASS_CONTROL ? "admin" : "question";
}

int trail_command(struct engine *engine, const struct envelope *envelope, const struct message *message,
                  const void *body)
{
    const struct answer *answer = &engine->work.answer;
    char fields[AUDIT_TEXT] = "", object[ID_SIZE] = "";
    const struct trail_act act = {.kind = "command",
                                  .what = message ? message->type_name : "unknown",
                                  .object = object,
                                  .fields = fields,
                                  .decision = decision_of(answer->outcome),
                                  .code = answer->code};
    if (message && body) {
        names_given(message->shape, body, fields, sizeof fields);
        names_object(message->shape, body, object, sizeof object);
    }
    if (answer->subject[0] || envelope->subject[0])
        TEXT_PUT(object, answer->subject[0] ? answer->subject : envelope->subject);
    return act_write(engine, engine->from, envelope, &act);
}

void trail_repeated(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                    const char *outcome, const char *code)
{
    const struct message *message = message_find(envelope->type);
    const struct trail_act act = {.kind = kind_of(message),
                                  .what = message ? message->type_name : "unknown",
                                  .object = envelope->subject,
                                  .fields = "",
                                  .decision = decision_of(outcome),
                                  .code = code};
    act_write_once(engine, peer, envelope, &act);
}

void trail_stream_denied(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                         const char *stream)
{
    const struct message *message = message_find(envelope->type);
    const struct trail_act act = {.kind = "question",
                                  .what = message ? message->type_name : "unknown",
                                  .object = stream,
                                  .fields = "",
                                  .decision = "denied",
                                  .code = "stream"};
    act_write_once(engine, peer, envelope, &act);
}

int trail_read(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
               const struct message *question, const char *fields)
{
    char object[ID_SIZE];
    const struct trail_act act = {.kind = "question",
                                  .what = question->type_name,
                                  .object = object,
                                  .fields = fields,
                                  .decision = "accepted",
                                  .code = ""};
    names_object(question->shape, engine->body, object, sizeof object);
    return act_write(engine, peer, envelope, &act);
}

void trail_system(struct engine *engine, const char *what, const char *object)
{
    const struct audit_entry entry = {.at = engine_now(engine),
                                      .mono = engine_mono(engine),
                                      .who = engine->name,
                                      .kind = "admin",
                                      .what = what,
                                      .object = object,
                                      .decision = "accepted"};
    entry_write(engine, &entry);
}

/* ---- requests of operators ---- */

/* Those that programs repeat, or that only list: an operator must see what is wrong also when the disk is full. The
 * others are written one by one. */
static bool admin_repeats(enum message_type type)
{
    return type == MSG_clock_set || type == MSG_clock_fire || type == MSG_dead_groups || type == MSG_dead_list ||
           type == MSG_dead_history || type == MSG_timers_list || type == MSG_orphans_list || type == MSG_audit_list;
}

void trail_admin_begin(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                       const struct message *message)
{
    struct trail_admin *admin = &engine->admin;
    *admin = (struct trail_admin){.peer = peer, .envelope = envelope, .message = message};
    names_given(message->shape, engine->body, admin->fields, sizeof admin->fields);
    names_object(message->shape, engine->body, admin->object, sizeof admin->object);
    engine->held = !admin_repeats(message->type);
}

static int admin_write(struct engine *engine, const char *decision)
{
    struct trail_admin *admin = &engine->admin;
    const struct trail_act act = {.kind = "admin",
                                  .what = admin->message->type_name,
                                  .object = admin->object,
                                  .fields = admin->fields,
                                  .decision = decision,
                                  .code = admin->code};
    admin->written = true;
    if (!admin_repeats(admin->message->type) && text_same(decision, "accepted"))
        return act_write(engine, admin->peer, admin->envelope, &act);
    act_write_once(engine, admin->peer, admin->envelope, &act);
    return 0;
}

int trail_admin_commit(struct engine *engine)
{
    return engine->admin.message && !engine->admin.written ? admin_write(engine, "accepted") : 0;
}

void trail_admin_end(struct engine *engine)
{
    struct trail_admin *admin = &engine->admin;
    const struct trail_admin ended = *admin;
    const bool waits = engine->held && !admin->outcome[0]; /* a refusal has left already */
    int result = 0;
    if (!admin->written && !text_in_list(admin->outcome, "denied|trouble|overloaded"))
        result = admin_write(engine, admin->outcome[0] ? "refused" : "accepted");
    admin->message = NULL;
    engine->held = false;
    if (waits && (result != 0 || batch_commit(engine) != 0)) {
        if (ended.message->type == MSG_store_copy)
            copy_end(&engine->copy.copying); /* its asker is told that it is not made */
        reply_flaw(engine, ended.peer, ended.envelope, "overloaded", "storage", "", "Try again.");
    }
}

/* ---- each turn ---- */

void trail_turn(struct engine *engine)
{
    if (engine_sick(engine) || engine->draining)
        return;
    repeats_end(engine, false);
    if (!engine_sick(engine))
        trail_anchor(engine);
}

void trail_close(struct engine *engine)
{
    if (!engine_sick(engine))
        repeats_end(engine, true);
}

int trail_recall(struct engine *engine)
{
    char text[24];
    int found = meta_find(engine->store, "anchored", text, sizeof text);
    engine->anchored = engine->unanchored = 0;
    engine->admin.written = false;
    if (found == 1 && text_to_int(text, &engine->anchored) != 0)
        engine->anchored = 0;
    return found < 0 || audit_after(engine->store, engine->anchored, &engine->unanchored) < 0 ? -1 : 0;
}

int trail_trim(struct engine *engine)
{
    const struct audit_entry note = {.at = engine_now(engine), .mono = engine_mono(engine), .who = engine->name};
    const int64_t old = engine_now(engine) - engine->config->audit_years * YEAR_DAYS * MS_DAY;
    int acts = audit_trim(engine->store, old, TRIM_MOST, &note);
    if (acts < 0 || anchor_trim(engine->store, engine_now(engine) - ANCHORS_WHOLE_MS) < 0)
        return -1;
    return acts;
}

/* ---- who asks ---- */

void trail_serve_list(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                      const struct audit_list *asked)
{
    struct audit_list_answer *answer = engine->reply_body;
    const struct audit_choice choice = {
        .after = asked->after, .look = TRAIL_LOOK, .since = asked->since, .object = asked->object, .who = asked->who};
    const int room = (int)(sizeof answer->rows.at / sizeof answer->rows.at[0]);
    struct audit_head head;
    int64_t last;
    memset(answer, 0, sizeof *answer);
    int count = audit_list(engine->store, &choice, answer->rows.at, (char(*)[AUDIT_TEXT])engine->gathered,
                           asked->limit ? (int)asked->limit : room, &last);
    if (count < 0 || audit_head(engine->store, &head) != 0) {
        reply_flaw(engine, peer, envelope, "trouble", "storage", "", "The trail could not be read.");
        return;
    }
    answer->rows.count = (uint32_t)count;
    answer->next = last < head.number && last > asked->after ? last : 0;
    reply_now(engine, peer, envelope, MSG_audit_list_answer, answer);
}
