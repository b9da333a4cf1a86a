/* What comes in: commands go into the batch, questions wait for its commit; what is malformed, denied or too much is
 * answered at once. */
#include "service/engine_private.h"

#include <string.h>

#include "service/reason.h"

/* Checks the shape of a request and decodes its header; answers what is wrong. */
static int request_open(struct engine *engine, const struct peer *peer, const struct frames *frames,
                        struct envelope *envelope)
{
    struct flaw flaw = {0};
    struct envelope none = {0};
    engine->lender[0] = '\0';
    engine->ruling = (struct ruling){NULL, 0};
    if (frames->count != 3) {
        if (peer)
            reply_flaw(engine, peer, &none, "malformed", "frames", "",
                       "A message has three frames: empty, header, data.");
        return -1;
    }
    if (frames->at[1].size > WIRE_HEADER_MAX || frames->at[2].size > WIRE_DATA_MAX) {
        if (peer)
            reply_flaw(engine, peer, &none, "malformed", "too_large",
                       frames->at[1].size > WIRE_HEADER_MAX ? "header" : "data",
                       "A header has at most 4096 bytes, data at most 65536.");
        return -1;
    }
    if (envelope_decode(envelope, frames->at[1].data, frames->at[1].size, &flaw) != 0) {
        if (peer)
            reply_flaw(engine, peer, &none, "malformed", flaw.code, flaw.field, flaw.why.text);
        return -1;
    }
    const char *wrong = reason_flaw(envelope->reason);
    if (wrong) {
        if (peer)
            reply_flaw(engine, peer, envelope, "malformed", "malformed", "reason", wrong);
        return -1;
    }
    return 0;
}

/* Keeps a query or a control message until the commit of this turn. */
static void waiting_add(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                        const struct frames *frames)
{
    struct waiting_list *list = &engine->waiting;
    size_t size = frames->at[1].size + frames->at[2].size;
    if (list->count == WAITING_ITEMS || list->used + size > WAITING_BYTES) {
        reply_flaw(engine, peer, envelope, "overloaded", "busy", "", "Too many questions at once.");
        return;
    }
    struct waiting *item = &list->items[list->count++];
    *item = (struct waiting){.peer = *peer,
                             .header = list->used,
                             .header_size = frames->at[1].size,
                             .data = list->used + frames->at[1].size,
                             .data_size = frames->at[2].size};
    memcpy(list->bytes + item->header, frames->at[1].data, frames->at[1].size);
    if (frames->at[2].size > 0)
        memcpy(list->bytes + item->data, frames->at[2].data, frames->at[2].size);
    list->used += size;
}

void peer_deny(struct engine *engine, const struct peer *peer, const struct envelope *envelope)
{
    permit_denied(engine, peer, envelope, envelope->type, &(struct permit){.code = "unknown_identity"});
    reply_flaw(engine, peer, envelope, "denied", "unknown_identity", "", "This identity may not use this service.");
}

void engine_request(struct engine *engine, const struct peer *peer, const struct frames *frames)
{
    struct envelope envelope;
    if (request_open(engine, peer, frames, &envelope) != 0)
        return;
    if (!peer->trusted) {
        peer_deny(engine, peer, &envelope);
        return;
    }
    if (!quota_admit(engine, peer, &envelope, false, frames->at[1].size + frames->at[2].size))
        return;
    const struct message *message = message_find(envelope.type);
    if (!message) {
        reply_flaw(engine, peer, &envelope, "unknown", "unknown_type", "type", "No message of this type exists.");
        return;
    }
    if (message->class_ == CLASS_QUERY || message->class_ == CLASS_CONTROL) {
        waiting_add(engine, peer, &envelope, frames);
        return;
    }
    batch_make_room(engine);
    engine->from = peer;
    command_take(engine, peer, &envelope, message, &frames->at[2], false);
}

void engine_intake(struct engine *engine, const struct peer *peer, const struct frames *frames)
{
    struct envelope envelope;
    if (request_open(engine, NULL, frames, &envelope) != 0) {
        if (permit_is_news(engine, peer->name, "intake", "malformed"))
            log_line(engine->log, LOG_LEVEL_WARNING, "intake.dropped", "peer=%s frames=%d", peer->name, frames->count);
        engine->refused++;
        return;
    }
    if (!peer->trusted) {
        permit_denied(engine, peer, &envelope, envelope.type, &(struct permit){.code = "unknown_identity"});
        trail_repeated(engine, peer, &envelope, "denied", "unknown_identity");
        engine->refused++;
        return;
    }
    if (!quota_admit(engine, peer, &envelope, true, frames->at[1].size + frames->at[2].size))
        return;
    batch_make_room(engine);
    engine->from = peer;
    command_take(engine, peer, &envelope, message_find(envelope.type), &frames->at[2], true);
}

void waiting_serve(struct engine *engine)
{
    struct waiting_list *list = &engine->waiting;
    for (int i = 0; i < list->count; i++) {
        const struct waiting *item = &list->items[i];
        struct envelope envelope;
        struct flaw flaw;
        if (envelope_decode(&envelope, list->bytes + item->header, item->header_size, &flaw) != 0)
            continue; /* it was decoded before */
        struct frame data = {list->bytes + item->data, item->data_size};
        if (engine_lost(engine))
            reply_flaw(engine, &item->peer, &envelope, "overloaded", "storage", "",
                       "The store cannot be read at present.");
        else
            serve_request(engine, &item->peer, &envelope, message_find(envelope.type), &data);
    }
    list->count = 0;
    list->used = 0;
    if (engine->trail_only)
        batch_commit(engine);
}
