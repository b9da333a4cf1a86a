/* Control messages, which every service answers alike, and the service's own queries. All run after the commit. */
#include "service/engine_private.h"

#include <string.h>

#include "wire/closed.h"

static const struct query_handler *query_find(const struct service *service, enum message_type type)
{
    for (const struct query_handler *const *table = service->queries; *table; table++)
        for (const struct query_handler *row = *table; row->type != MSG_NONE; row++)
            if (row->type == type)
                return row;
    return NULL;
}

static void query_serve(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                        const struct query_handler *row, const struct permit *permit)
{
    struct work *work = &engine->work;
    memset(work, 0, sizeof *work);
    work->cause = *envelope;
    work->unit = (struct unit){.store = engine->store,
                               .log = engine->log,
                               .state = engine->state,
                               .setting = engine->config->value,
                               .travel = &engine->travel,
                               .now = engine_now(engine),
                               .cause = &work->cause,
                               .from_outside = text_same(envelope->actorrole, "partner"),
                               .engine = engine};
    memset(engine->reply_body, 0, WIRE_DATA_MAX);
    reach_ask(engine, permit);
    int result = row->run(&work->unit, engine->body, engine->reply_body);
    reach_ask(engine, NULL);
    if (result == UNIT_DONE)
        reply_now(engine, peer, envelope, row->answer_type, engine->reply_body);
    else if (result == UNIT_REFUSED)
        reply_flaw(engine, peer, envelope, work->answer.outcome, work->answer.code, work->answer.field,
                   work->answer.detail);
    else {
        log_line(engine->log, LOG_LEVEL_ERROR, "query.trouble", "type=%s reason=\"%s\"", envelope->type,
                 store_why(engine->store));
        reply_flaw(engine, peer, envelope, "trouble", "internal", "", "The question could not be answered.");
    }
}

/* A follower tells of itself alone: its own name, and streams that it may read. */
static bool applied_is_own(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                           const struct applied *applied, const char *stream)
{
    if (permit_stream(engine, peer, envelope, stream) &&
        (!peer->who || text_same(peer->who->name, applied->follower) || text_same(peer->who->self, applied->follower) ||
         identity_uses_source(peer->who, applied->follower)))
        return true;
    permit_stream_denied(engine, peer, envelope, stream);
    return false;
}

static void applied_take(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                         const struct applied *applied)
{
    if (engine_sick(engine) || batch_open(engine) != 0)
        return;
    engine->trail_only = false;
    for (uint32_t i = 0; i < applied->streams.count; i++) {
        const struct fetch_position *at = &applied->streams.at[i];
        struct head head;
        if (!applied_is_own(engine, peer, envelope, applied, at->name))
            continue;
        if (ledger_head(engine->ledger, at->name, &head) != 1 || at->after > head.last)
            continue; /* it is not ours, or not as it says: its next fetch will be told */
        if (bounds_note_follower(engine, applied->follower, at->name, at->after) != 0) {
            batch_drop(engine);
            return;
        }
    }
}

static void clock_serve_set(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                            const struct clock_set *set)
{
    struct answer answer = {0};
    TEXT_PUT(answer.outcome, "done");
    if (!engine->driven)
        reply_flaw(engine, peer, envelope, "refused", "clock_not_driven", "", "This service runs on the system clock.");
    else if (set->to > TIME_MOST)
        reply_flaw(engine, peer, envelope, "malformed", "out_of_range", "to", "No time lies so far ahead.");
    else if (set->to < engine->clock)
        reply_flaw(engine, peer, envelope, "refused", "backwards", "to", "Business time never goes backwards.");
    else if (set->to > engine->clock && clock_set_to(engine, set->to) != 0)
        reply_flaw(engine, peer, envelope, "trouble", "storage", "", "The clock could not be stored.");
    else
        reply_now(engine, peer, envelope, MSG_answer, &answer);
}

/* What was fired is committed even when a later timer failed: nothing may stay open while others are served. */
static int clock_fire(struct engine *engine, int most)
{
    int fired = timers_fire(engine, most);
    return batch_commit(engine) == 0 && fired >= 0 ? 0 : -1;
}

static void clock_serve_fire(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                             const struct clock_fire *fire)
{
    struct answer answer = {0};
    TEXT_PUT(answer.outcome, "done");
    if (!engine->driven)
        reply_flaw(engine, peer, envelope, "refused", "clock_not_driven", "", "This service runs on the system clock.");
    else if (clock_fire(engine, fire->most ? (int)fire->most : 100000) != 0)
        reply_flaw(engine, peer, envelope, "trouble", "storage", "", "Some timers could not be fired; ask again.");
    else
        reply_now(engine, peer, envelope, MSG_answer, &answer);
}

static void status_serve(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                         const struct service_status *asked)
{
    const struct looker looker = permit_looker(engine, peer, envelope);
    status_fill(engine, &looker, asked, engine->reply_body);
    reply_now(engine, peer, envelope, MSG_service_status_answer, engine->reply_body);
}

static void streams_serve(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                          const struct stream_list *asked)
{
    const struct looker looker = permit_looker(engine, peer, envelope);
    if (streams_fill(engine, &looker, asked, engine->reply_body) == 0) {
        reply_now(engine, peer, envelope, MSG_stream_list_answer, engine->reply_body);
        return;
    }
    log_line(engine->log, LOG_LEVEL_ERROR, "query.trouble", "type=%s reason=\"%s\"", envelope->type,
             store_why(engine->store));
    reply_flaw(engine, peer, envelope, "trouble", "internal", "", "The streams could not be looked at.");
}

static void control_serve(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                          const struct message *message)
{
    if (message->type == MSG_fetch)
        fetch_take(engine, peer, envelope, engine->body);
    else if (message->type == MSG_applied)
        applied_take(engine, peer, envelope, engine->body);
    else if (message->type == MSG_service_status)
        status_serve(engine, peer, envelope, engine->body);
    else if (message->type == MSG_stream_list)
        streams_serve(engine, peer, envelope, engine->body);
    else if (message->type == MSG_service_story)
        story_serve(engine, peer, envelope, engine->body);
    else if (message->type == MSG_store_copy)
        copy_serve(engine, peer, envelope, engine->body);
    else if (message->type == MSG_clock_set)
        clock_serve_set(engine, peer, envelope, engine->body);
    else if (message->type == MSG_clock_fire)
        clock_serve_fire(engine, peer, envelope, engine->body);
    else if (message->type == MSG_timers_list)
        timers_serve(engine, peer, envelope, engine->body);
    else if (message->type == MSG_timers_confirm)
        clock_confirm_serve(engine, peer, envelope, engine->body);
    else if (message->type == MSG_follow_pause)
        pause_serve(engine, peer, envelope, engine->body);
    else if (message->type == MSG_follow_resume)
        resume_serve(engine, peer, envelope, engine->body);
    else if (message->type == MSG_audit_list)
        trail_serve_list(engine, peer, envelope, engine->body);
    else if (message->type == MSG_audit_anchors)
        trail_serve_anchors(engine, peer, envelope, engine->body);
    else if (!dead_serve(engine, peer, envelope, message) && !orphans_serve(engine, peer, envelope, message) &&
             !replica_serve(engine, peer, envelope, message) && !privacy_serve(engine, peer, envelope, message))
        reply_flaw(engine, peer, envelope, "unknown", "not_served", "type", "This is said, not asked.");
}

/* Who may send a control message; 0: whoever is trusted. The operator's messages on dead letters, orphans and replicas
 * look for themselves.
 */
static unsigned control_roles(enum message_type type)
{
    if (type == MSG_store_copy || type == MSG_clock_set || type == MSG_clock_fire || type == MSG_timers_list ||
        type == MSG_timers_confirm || type == MSG_follow_pause || type == MSG_follow_resume)
        return ROLE_OPERATOR;
    if (type == MSG_audit_list || type == MSG_audit_anchors)
        return ROLE_OPERATOR | ROLE_SUPERVISOR | ROLE_REGISTRAR;
    if (type == MSG_service_story)
        return ROLE_STAFF | ROLE_MEDIATOR | ROLE_OFFICER | ROLE_REGISTRAR | ROLE_SUPERVISOR;
    return privacy_roles(type);
}

/* Requests that go into the trail: what an operator alone may ask, and who reads the trail. */
static bool control_is_act(enum message_type type)
{
    return control_roles(type) == ROLE_OPERATOR || type == MSG_audit_list || dead_is(type) || orphans_is(type);
}

static void question_deny(struct engine *engine, const struct peer *peer, const struct envelope *envelope)
{
    char why[ROLE_WHY];
    role_why(why, envelope->actorrole, "This role may not ask this.");
    reply_flaw(engine, peer, envelope, "denied", "role", "actorrole", why);
}

/* The policy first, then the row. False: the answer was sent. */
static bool question_admit(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                           const struct message *message, unsigned roles, struct permit *permit)
{
    permit_judge(engine, peer, envelope, message, permit);
    if (!permit->allowed) {
        permit_denied(engine, peer, envelope, envelope->type, permit);
        reply_flaw(engine, peer, envelope, "denied", permit->code, permit->field, permit->why);
        return false;
    }
    if (!roles || (role_of(envelope->actorrole) & roles))
        return true;
    question_deny(engine, peer, envelope);
    return false;
}

/* What the skeleton answers is of no station, but for the story of an object and the data of a person. */
static bool is_of_places(const struct message *message)
{
    return message->class_ == CLASS_QUERY || message->type == MSG_service_story || message->type == MSG_privacy_export;
}

/* V24 */
static bool question_is_in_reach(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                                 const struct message *message, struct permit *permit)
{
    int within = is_of_places(message) ? reach_check(engine, permit, message->type, engine->body) : 1;
    if (within == 0) {
        permit_denied(engine, peer, envelope, envelope->type, permit);
        reply_flaw(engine, peer, envelope, "denied", permit->code, permit->field, permit->why);
    } else if (within < 0) {
        reply_flaw(engine, peer, envelope, "trouble", "internal", "", "The question could not be answered.");
    }
    return within == 1;
}

void serve_request(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                   const struct message *message, const struct frame *data)
{
    struct flaw flaw = {0};
    struct permit permit;
    const struct query_handler *row =
        message->class_ == CLASS_QUERY ? query_find(engine->service, message->type) : NULL;
    if (message->class_ == CLASS_QUERY && !row) {
        char why[ROLE_WHY];
        not_served_why(why, engine, message, "This service does not answer this question.");
        reply_flaw(engine, peer, envelope, "unknown", "not_served", "type", why);
        return;
    }
    if (!question_admit(engine, peer, envelope, message, row ? row->roles : control_roles(message->type), &permit))
        return;
    const bool harmless = message->type == MSG_applied || (row && engine->trail_only); /* nothing a question reads */
    if (!harmless && batch_commit(engine) != 0) {
        reply_flaw(engine, peer, envelope, "overloaded", "storage", "", "Try again.");
        return;
    }
    if (codec_decode(message->shape, data->data, data->size, engine->body, &flaw) != 0 ||
        closed_check(message, engine->body, &flaw) != 0) {
        reply_flaw(engine, peer, envelope, "malformed", flaw.code, flaw.field, flaw.why.text);
        return;
    }
    if (!question_is_in_reach(engine, peer, envelope, message, &permit))
        return;
    if (row) {
        query_serve(engine, peer, envelope, row, &permit);
        return;
    }
    if (control_is_act(message->type))
        trail_admin_begin(engine, peer, envelope, message);
    reach_ask(engine, &permit);
    control_serve(engine, peer, envelope, message);
    reach_ask(engine, NULL);
    if (engine->admin.message)
        trail_admin_end(engine);
}
