/* Header of every message: CloudEvents 1.0 attribute names and documented extensions, as a MessagePack map. */
#ifndef ANXIN_WIRE_ENVELOPE_H
#define ANXIN_WIRE_ENVELOPE_H

#include "proto/envelope.h" /* struct envelope */
#include "wire/codec.h"

/* Largest header, data and message that may come in (DESIGN 4). */
#define WIRE_HEADER_MAX 4096
#define WIRE_DATA_MAX 65536
#define WIRE_FRAMES_MAX 8

/* Decodes and checks a header: specversion "1.0", id, source, type present. 0, or -1 with the flaw. */
int envelope_decode(struct envelope *envelope, const void *data, size_t size, struct flaw *flaw);

/* True when an outside system of that name can have its stream "partner.<source>": visible ASCII without blanks, at
 * most 56 bytes. Others cannot be answered on a stream and must be refused as `malformed`, field `source`. */
bool envelope_source_streams(const char *source);

/* Encodes; returns the size or -1. */
int envelope_encode(const struct envelope *envelope, void *data, size_t room, struct flaw *flaw);

#endif
