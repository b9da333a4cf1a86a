/* An outside system that speaks plain PUB: it publishes to booking's intake and repeats until it sees the outcome on
 * its partner stream. Whatever PUB loses, the repeat brings; whatever it doubles, the id makes one. */
#include <string.h>

#include <zmq.h>

#include "base/endpoint.h"
#include "base/text.h"
#include "bus/curve.h"
#include "services/ctl/demo.h"
#include "wire/envelope.h"

#define TRIES 300
#define WAIT_MS 150 /* for the outcome, before the message is published again */

static int intake_open(struct demo *demo, struct error *error)
{
    struct config_endpoints ends;
    int linger = 0;
    if (demo->intake_socket)
        return 0;
    if (config_endpoints(&ends, &demo->desk.ctl->config, demo->desk.ctl->file, "booking", error) != 0)
        return -1;
    demo->intake_context = zmq_ctx_new();
    demo->intake_socket = zmq_socket(demo->intake_context, ZMQ_PUB);
    zmq_setsockopt(demo->intake_socket, ZMQ_LINGER, &linger, sizeof linger);
    if (endpoint_is_tcp(ends.intake) &&
        (!ctl_keyring(demo->desk.ctl, error) ||
         curve_client(demo->intake_socket, demo->desk.ctl->keyring, "booking", 0, error) != 0))
        return -1;
    if (zmq_connect(demo->intake_socket, ends.intake) != 0)
        return error_set(error, "%s: %s", ends.intake, zmq_strerror(zmq_errno()));
    return 0;
}

void demo_intake_close(struct demo *demo)
{
    if (!demo->intake_context)
        return;
    zmq_close(demo->intake_socket);
    zmq_ctx_term(demo->intake_context);
    demo->intake_context = demo->intake_socket = NULL;
}

/* Looks for the outcome among what is new on the partner stream. 1 found, 0 not yet, -1. */
static int outcome_look(struct demo *demo, const struct sample_act *act, struct intake_answered *outcome,
                        struct error *error)
{
    struct fetch fetch = {.streams.count = 1, .wait_ms = WAIT_MS};
    struct reply reply;
    struct envelope envelope;
    struct flaw flaw;
    TEXT_FORMAT(fetch.streams.at[0].name, "partner.%s", act->envelope.source);
    fetch.streams.at[0].after = demo->intake_read;
    if (desk_question(&demo->desk, DESK_BOOKING, "partner", act->envelope.source, MSG_fetch, &fetch, &reply, error) !=
        0)
        return -1;
    const struct fetched *fetched = reply.body;
    for (uint32_t i = 0; i < fetched->events.count; i++) {
        const struct fetched_event *event = &fetched->events.at[i];
        if (envelope_decode(&envelope, event->header.data, event->header.size, &flaw) != 0)
            return error_set(error, "partner stream: %s", flaw.why.text);
        demo->intake_read = envelope.sequence;
        if (!text_same(envelope.type, "intake.answered"))
            continue;
        if (codec_decode(message_of(MSG_intake_answered)->shape, event->data.data, event->data.size, outcome, &flaw) !=
            0)
            return error_set(error, "partner stream: %s %s", flaw.code, flaw.field);
        if (text_same(outcome->message, act->envelope.id))
            return 1;
    }
    return 0;
}

static int publish(struct demo *demo, struct sample_act *act, struct error *error)
{
    uint8_t header[WIRE_HEADER_MAX], data[WIRE_DATA_MAX];
    struct flaw flaw;
    const struct message *message = message_of(act->type);
    TEXT_PUT(act->envelope.specversion, "1.0");
    TEXT_PUT(act->envelope.type, message->type_name);
    int size = codec_encode(message->shape, act->body, data, sizeof data, &flaw);
    int header_size = size < 0 ? -1 : envelope_encode(&act->envelope, header, sizeof header, &flaw);
    if (header_size < 0)
        return error_set(error, "%s: %s %s", message->type_name, flaw.code, flaw.field);
    zmq_send(demo->intake_socket, message->type_name, strlen(message->type_name), ZMQ_SNDMORE);
    zmq_send(demo->intake_socket, header, (size_t)header_size, ZMQ_SNDMORE);
    zmq_send(demo->intake_socket, data, (size_t)size, 0);
    return 0;
}

int demo_intake(struct demo *demo, struct sample_act *act, struct intake_answered *outcome, struct error *error)
{
    if (intake_open(demo, error) != 0)
        return -1;
    for (int i = 0; i < TRIES; i++) {
        if (publish(demo, act, error) != 0)
            return -1;
        if (i == 0 && demo->desk.before_wait)
            demo->desk.before_wait(demo->desk.self);
        demo->counts.intake_repeats += i > 0;
        int found = outcome_look(demo, act, outcome, error);
        if (found != 0)
            return found < 0 ? -1 : 0;
    }
    return error_set(error, "no outcome of %s on the partner stream", act->envelope.id);
}
