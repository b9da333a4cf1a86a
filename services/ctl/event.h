/* A stored event as it comes in answers to fetch and service.story. */
#ifndef ANXIN_CTL_EVENT_H
#define ANXIN_CTL_EVENT_H

#include <jansson.h>

#include "proto/common.h"
#include "proto/envelope.h"
#include "wire/codec.h"

/* Decodes header and data. `*json` is the event in the CloudEvents JSON format (the caller's), with data_base64 when
 * the type is unknown to this program or the data do not fit it. 0, or -1 with the flaw when the header lies. */
int event_open(const struct fetched_event *event, struct envelope *envelope, json_t **json, struct flaw *flaw);

/* The Chinese word for an event type; NULL when there is none. */
const char *event_label(const char *type);

#endif
