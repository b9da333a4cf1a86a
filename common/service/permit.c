/* Whether who asks may: identity, source, actor, then the policy; for every command, question and stream, before the
 * handler's row (DESIGN 3, guarantee 8). Who stands in the registry acts under own names alone; a uid that is trusted
 * claims any role, and who is named by it acts in the places of that name. */
#include "service/engine_private.h"

#include <string.h>

#include <sodium.h>

/* Who it is: by key, or as a trusted uid calls itself. NULL: known by uid alone. */
static const struct identity *sender_of(const struct engine *engine, const struct peer *peer,
                                        const struct envelope *envelope)
{
    if (peer->who || !engine->registry || envelope->actorid[0] == '\0')
        return peer->who;
    return registry_find_name(engine->registry, envelope->actorid);
}

static void permit_refuse(struct permit *permit, const char *code, const char *field, const char *why)
{
    permit->allowed = false;
    permit->code = code;
    permit->field = field;
    text_fit(permit->why, sizeof permit->why, why);
}

/* Nobody speaks under a name that is another's. */
static bool names_are_own(const struct peer *peer, const struct envelope *envelope, struct permit *permit)
{
    const struct identity *who = permit->who;
    const char *actor = envelope->actorid;
    if (who && who->revoked)
        permit_refuse(permit, "unknown_identity", "actorid", "This identity is revoked.");
    else if (peer->who && !identity_uses_source(who, envelope->source))
        permit_refuse(permit, "source", "source", "This source belongs to somebody else.");
    else if (peer->who && actor[0] && !identity_is_called(who, actor) && !identity_uses_source(who, actor))
        permit_refuse(permit, "actor", "actorid", "You act under your own name alone.");
    return !permit->code;
}

/* The role acted in. Without a name it is any of an identity's, and of a trusted uid that of a service of the set. */
static unsigned role_acted(const struct peer *peer, const struct envelope *envelope)
{
    if (envelope->actorrole[0])
        return role_of(envelope->actorrole);
    return peer->who ? (unsigned)(ROLE_ANY | ROLE_SERVICE) : (unsigned)ROLE_SERVICE;
}

static void decide(const struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                   enum policy_action action, const char *what, struct permit *permit)
{
    struct policy_question question = {.who = permit->who,
                                       .claims = !peer->who,
                                       .registry = engine->registry,
                                       .roles = role_acted(peer, envelope),
                                       .action = action,
                                       .what = what,
                                       .now = engine->env->wall_ms(engine->env->self)};
    permit->verdict = (struct policy_verdict){.row = ""};
    if (question.roles)
        policy_decide(engine->policy, &question, &permit->verdict);
    permit->allowed = permit->verdict.allowed;
}

void permit_lender(struct engine *engine, const struct permit *permit, const struct identity *holder)
{
    engine->lender[0] = '\0';
    if (holder != permit->who)
        TEXT_PUT(engine->lender, holder->name);
}

static void role_refuse(const struct envelope *envelope, enum policy_action action, struct permit *permit)
{
    char why[ROLE_WHY];
    if (permit->verdict.row[0])
        text_format(why, sizeof why, "The policy says in line %d: %.160s", permit->verdict.line, permit->verdict.row);
    else
        role_why(why, envelope->actorrole,
                 action == ACTION_SEND ? "This role may not send this message." : "This role may not ask this.");
    permit_refuse(permit, "role", "actorrole", why);
}

void permit_judge(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                  const struct message *message, struct permit *permit)
{
    enum policy_action action = message ? policy_action_for(message) : ACTION_NONE;
    memset(permit, 0, offsetof(struct permit, why));
    permit->verdict.row = "";
    permit->who = sender_of(engine, peer, envelope);
    permit->allowed = true;
    engine->lender[0] = '\0';
    engine->ruling = (struct ruling){NULL, 0};
    if (!names_are_own(peer, envelope, permit) || action == ACTION_FETCH || action == ACTION_NONE)
        return; /* streams are judged one by one; what nobody knows is refused for that */
    decide(engine, peer, envelope, action, message->type_name, permit);
    engine->ruling = (struct ruling){permit->verdict.row, permit->verdict.line};
    if (!permit->allowed)
        role_refuse(envelope, action, permit);
    else if (peer->who && permit->verdict.scope == SCOPE_OWN && envelope->actorfor[0] &&
             !identity_is_called(permit->who, envelope->actorfor))
        permit_refuse(permit, "actor", "actorfor", "You act for yourself alone.");
    if (permit->allowed && permit->verdict.holders_count > 0)
        permit_lender(engine, permit, permit->verdict.holders[0]);
}

/* A trusted uid is whoever it says. */
static bool stream_is_own(const struct peer *peer, const struct envelope *envelope, const char *stream)
{
    const char *mark = strchr(stream, '.'), *name = mark ? mark + 1 : "";
    if (peer->who)
        return identity_owns_stream(peer->who, stream);
    return text_same(name, text_starts(stream, "partner.") ? envelope->source : envelope->actorid);
}

bool permit_stream(const struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                   const char *stream)
{
    struct permit permit;
    memset(&permit, 0, sizeof permit);
    permit.who = sender_of(engine, peer, envelope);
    if (!names_are_own(peer, envelope, &permit))
        return false;
    decide(engine, peer, envelope, ACTION_FETCH, text_same(stream, engine->name) ? engine->service->name : stream,
           &permit);
    if (permit.allowed && permit.verdict.scope == SCOPE_OWN)
        return stream_is_own(peer, envelope, stream);
    return permit.allowed && permit.verdict.scope == SCOPE_ANY;
}

struct looker permit_looker(const struct engine *engine, const struct peer *peer, const struct envelope *envelope)
{
    return (struct looker){peer, envelope, permit_stream(engine, peer, envelope, engine->name)};
}

bool permit_tells(const struct engine *engine, const struct looker *looker, const char *stream)
{
    return looker->insider || text_same(stream, engine->name) ||
           permit_stream(engine, looker->peer, looker->envelope, stream);
}

/* ---- what was denied ---- */

static void denial_hash(uint8_t hash[DENIAL_HASH], const char *who, const char *what, const char *code)
{
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, DENIAL_HASH);
    crypto_generichash_update(&state, (const uint8_t *)who, strlen(who) + 1);
    crypto_generichash_update(&state, (const uint8_t *)what, strlen(what) + 1);
    crypto_generichash_update(&state, (const uint8_t *)code, strlen(code));
    crypto_generichash_final(&state, hash, DENIAL_HASH);
}

/* Once a minute for each who and what, and no more of them than fit: an attacker fills no log. */
bool permit_is_news(struct engine *engine, const char *who, const char *what, const char *code)
{
    uint8_t hash[DENIAL_HASH];
    struct denials *seen = &engine->denials;
    int64_t minute = engine_mono(engine) / MS_MINUTE;
    denial_hash(hash, who, what, code);
    if (seen->minute != minute)
        *seen = (struct denials){.minute = minute};
    for (int i = 0; i < seen->count; i++)
        if (memcmp(seen->at[i], hash, sizeof hash) == 0)
            return false;
    if (seen->count == DENIALS_MOST)
        return false;
    memcpy(seen->at[seen->count++], hash, sizeof hash);
    return true;
}

void permit_denied(struct engine *engine, const struct peer *peer, const struct envelope *envelope, const char *what,
                   const struct permit *permit)
{
    const struct identity *known = sender_of(engine, peer, envelope);
    const char *who = known ? known->name : peer->name;
    engine->denied++;
    if (permit_is_news(engine, who, what, permit->code))
        log_line(engine->log, LOG_LEVEL_WARNING, "request.denied",
                 "peer=%s type=%s code=%s role=%s actor=%s row=\"%s\"", who, what, permit->code, envelope->actorrole,
                 envelope->actorid, permit->verdict.row ? permit->verdict.row : "");
}

void permit_stream_denied(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                          const char *stream)
{
    permit_denied(engine, peer, envelope, stream, &(struct permit){.code = "stream"});
    trail_stream_denied(engine, peer, envelope, stream);
}

/* ---- how much ---- */

/* What limits the sender: who is known by key has the settings' quota, services none, and anybody what stands by the
 * name in the registry. NULL: nothing. */
static const struct quota *quota_of(const struct engine *engine, const struct peer *peer, const struct identity *who,
                                    struct quota *settings)
{
    if (who && who->has_quota)
        return &who->quota;
    if (!peer->who || (peer->who->roles & ROLE_SERVICE))
        return NULL;
    *settings =
        (struct quota){engine->config->quota_messages, engine->config->quota_bytes, engine->config->quota_outstanding};
    return settings;
}

/* Questions of this turn and long polls; commands are answered with the batch, of which a turn makes few. */
static int64_t waiting_of(const struct engine *engine, const struct peer *peer)
{
    int64_t count = 0;
    for (int i = 0; i < engine->waiting.count; i++)
        count += text_same(engine->waiting.items[i].peer.name, peer->name);
    for (int i = 0; i < engine->polls_end; i++)
        count += engine->polls[i].used && text_same(engine->polls[i].peer.name, peer->name);
    for (int i = 0; i < engine->outbox.count; i++)
        count += !engine->outbox.items[i].publish && text_same(engine->outbox.items[i].peer.name, peer->name);
    return count;
}

bool quota_admit(struct engine *engine, const struct peer *peer, const struct envelope *envelope, bool intake,
                 size_t size)
{
    struct quota settings;
    const struct identity *who = sender_of(engine, peer, envelope);
    const struct quota *limits = quota_of(engine, peer, who, &settings);
    if (!limits)
        return true;
    int64_t waiting = limits->outstanding ? waiting_of(engine, peer) : 0;
    int64_t wait = quota_take(engine->quotas, who->name, limits, engine_mono(engine), size, waiting);
    if (wait == 0)
        return true;
    engine->over_quota++;
    if (permit_is_news(engine, who->name, "quota", "quota"))
        log_line(engine->log, LOG_LEVEL_WARNING, "request.over_quota", "peer=%s retry_ms=%lld", who->name,
                 (long long)wait);
    if (intake)
        engine->refused++; /* its sender repeats it until it sees an outcome */
    else
        reply_busy(engine, peer, envelope, "quota", wait, "You send more than your quota.");
    return false;
}
