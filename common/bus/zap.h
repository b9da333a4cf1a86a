/* ZeroMQ's authentication (RFC 27): libzmq asks inproc://zeromq.zap.01 about every CURVE handshake; one ROUTER on the
 * loop answers. Only 200 and 400 are said: of other answers clients are not told (engineering, MESSAGING 7.1). */
#ifndef ANXIN_BUS_ZAP_H
#define ANXIN_BUS_ZAP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

/* One handshake. */
struct zap_call {
    char domain[32];
    char address[64];   /* of the peer */
    const uint8_t *key; /* KEY_SIZE bytes; NULL: not CURVE */
};

/* NULL lets it in; else why not, for whoever reads the log: the peer is told only that. */
typedef const char *zap_judge(void *self, const struct zap_call *call);

/* The socket that libzmq asks, bound; before any CURVE server of this context is bound. NULL with the reason. */
void *zap_open(void *context, struct error *error);

/* Answers one question, if there is one. */
bool zap_serve(void *socket, zap_judge *judge, void *self);

#endif
