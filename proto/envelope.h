/* The header frame. Attribute names are CloudEvents 1.0; the last block is ours. All are scalars. */
#ifndef ANXIN_PROTO_ENVELOPE_H
#define ANXIN_PROTO_ENVELOPE_H

#include "proto/shape.h"

#define FIELDS_envelope(F, W, G) \
    W(specversion, REQ, "1.0", "version of CloudEvents") \
    F(ID, id, REQ, 1, 64, "id of this message; with source the key of idempotency") \
    F(ID, source, REQ, 1, 64, "who made it: a service, or the name of an outside system") \
    F(CODE, type, REQ, 1, 64, "message type, a name of the catalogue") \
    F(ID, subject, OPT, 1, 64, "the object it is about") \
    F(TIME, time, OPT, 0, INT64_MAX, "when it happened; required of commands") \
    F(CODE, datacontenttype, OPT, 1, 64, "application/msgpack when absent") \
    F(INT, sequence, OPT, 1, INT64_MAX, "number in its stream; events only") \
    F(ID, partitionkey, OPT, 1, 64, "order is kept per key; the aggregate's id") \
    F(CODE, traceparent, OPT, 55, 55, "W3C trace context") \
    F(ID, correlationid, OPT, 1, 64, "id of the command that began it all") \
    F(ID, causationid, OPT, 1, 64, "id of the message that caused this one") \
    F(TIME, recordedtime, OPT, 0, INT64_MAX, "when it was stored") \
    F(CODE, stream, OPT, 1, 64, "stream that holds it; events only") \
    F(CODE, epoch, OPT, 16, 16, "epoch of the store that numbered it; events only") \
    F(HASH, prevhash, OPT, 32, 32, "chain hash of the event before it in the stream; absent on the first") \
    F(ID, actorid, OPT, 1, 64, "who acts: a staff, worker, client or system id") \
    F(CODE, actorrole, OPT, 1, 32, "in which role") \
    F(ID, actorfor, OPT, 1, 64, "on whose behalf") \
    F(INT, expectedrev, OPT, 1, INT64_MAX, "revision of the object the sender has seen; another one is a conflict") \
    F(CODE, reason, OPT, 1, 64, "why somebody acts or reads, for the trail of acts: a purpose, or purpose:id; it names nobody")

#define ENVELOPE_RECORDS(R) R(envelope)
PROTO_RECORDS(ENVELOPE_RECORDS)

#endif
