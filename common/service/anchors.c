/* Anchors of trails: once a minute a service tells on its own stream where its trail of acts stands, if it has moved;
 * who follows it keeps that. So a trail that is cut or made anew later does not fit what others hold. */
#include "service/engine_private.h"

#include <string.h>

#define ANCHOR_MS MS_MINUTE
#define ANCHOR_DRIVEN_MS MS_HOUR /* a driven clock plays weeks in a minute */

static int anchor_run(struct engine *engine, const void *what)
{
    const struct audit_head *head = what;
    struct audit_anchored anchored = {.number = head->number};
    char text[24];
    memcpy(anchored.hash, head->hash, sizeof anchored.hash);
    TEXT_FORMAT(text, "%lld", (long long)head->number);
    if (meta_save(engine->store, "anchored", text) != 0)
        return UNIT_TROUBLE;
    return unit_emit(&engine->work.unit, MSG_audit_anchored, &anchored, engine->name);
}

static void anchor_cause(const struct engine *engine, const struct audit_head *head, struct envelope *cause)
{
    char name[ID_SIZE], hash[17];
    memset(cause, 0, sizeof *cause);
    text_hex(hash, head->hash, 8);
    TEXT_FORMAT(name, "anchor/%lld/%s", (long long)head->number, hash);
    cause->time = engine_now(engine);
    id_derive(cause->id, engine->name, cause->time, engine->name, name, 0);
    TEXT_PUT(cause->source, engine->name);
    TEXT_PUT(cause->type, "anxin.anchor");
}

void trail_anchor(struct engine *engine)
{
    struct audit_head head;
    struct envelope cause;
    const int64_t now = engine_now(engine);
    if (audit_head(engine->store, &head) != 0 || head.number <= engine->anchored)
        return;
    if (!engine->unanchored)
        engine->unanchored = now;
    if (now - engine->unanchored < (engine->driven ? ANCHOR_DRIVEN_MS : ANCHOR_MS) || batch_open(engine) != 0)
        return;
    anchor_cause(engine, &head, &cause);
    engine->unanchored = 0;
    if (unit_execute(engine, &cause, anchor_run, &head) == UNIT_DONE)
        engine->anchored = head.number;
    else
        batch_drop(engine);
}

/* ---- what others say of theirs ---- */

static int anchor_take(struct unit *unit, const void *message)
{
    const struct audit_anchored *said = message;
    struct audit_anchor anchor = {.number = said->number, .at = unit->cause->time};
    memcpy(anchor.hash, said->hash, sizeof anchor.hash);
    if (text_copy(anchor.source, sizeof anchor.source, unit->cause->source) != 0)
        return unit_refuse(unit, "too_long", "source", "No service has so long a name.");
    TEXT_PUT(anchor.epoch, unit->cause->epoch);
    int kept = anchor_keep(unit->store, &anchor);
    if (kept == 0)
        log_line(unit->log, LOG_LEVEL_ERROR, "trail.differs", "source=%s epoch=%s row=%lld reason=\"%s\"",
                 anchor.source, anchor.epoch, (long long)anchor.number, "it was cut or made anew: anxin verify");
    return kept < 0 ? unit_trouble(unit) : UNIT_DONE;
}

const struct handler trail_handler = {MSG_audit_anchored, ROLE_SERVICE, anchor_take};

void trail_serve_anchors(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                         const struct audit_anchors *asked)
{
    struct audit_anchors_answer *answer = engine->reply_body;
    const int room = (int)(sizeof answer->rows.at / sizeof answer->rows.at[0]);
    struct audit_anchor after = {.number = asked->after_number};
    memset(answer, 0, sizeof *answer);
    TEXT_PUT(after.source, asked->after_source);
    TEXT_PUT(after.epoch, asked->after_epoch);
    int count = anchor_list(engine->store, &after, answer->rows.at, room, &answer->more);
    if (count < 0) {
        reply_flaw(engine, peer, envelope, "trouble", "storage", "", "The anchors could not be read.");
        return;
    }
    answer->rows.count = (uint32_t)count;
    reply_now(engine, peer, envelope, MSG_audit_anchors_answer, answer);
}
