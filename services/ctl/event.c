/* Stored events, opened for people and programs. */
#include "services/ctl/event.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/text.h"
#include "wire/envelope.h"
#include "wire/json.h"

int event_open(const struct fetched_event *event, struct envelope *envelope, json_t **json, struct flaw *flaw)
{
    if (envelope_decode(envelope, event->header.data, event->header.size, flaw))
        return -1;
    const struct message *message = message_find(envelope->type);
    const struct shape *shape = message ? message->shape : NULL;
    void *body = shape ? malloc(shape->size) : NULL;
    struct flaw ignored = {0};
    const bool readable = body && codec_decode(shape, event->data.data, event->data.size, body, &ignored) == 0;
    *json = json_from_event(envelope, shape, readable ? body : NULL, event->data.data, event->data.size);
    free(body);
    if (!*json)
        BUG("out of memory");
    return 0;
}
