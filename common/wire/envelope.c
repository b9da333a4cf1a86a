/* The header frame: the codec with the header's table, within its limit. */
#include "wire/envelope.h"

#include "wire/tables.h"
#include "wire/value.h"

int envelope_decode(struct envelope *envelope, const void *data, size_t size, struct flaw *flaw)
{
    if (size > WIRE_HEADER_MAX) {
        return flaw_set(flaw, "too_long", "", "a header has at most %d bytes", WIRE_HEADER_MAX);
    }
    return codec_decode(&shape_envelope, data, size, envelope, flaw);
}

int envelope_encode(const struct envelope *envelope, void *data, size_t room, struct flaw *flaw)
{
    return codec_encode(&shape_envelope, envelope, data, room < WIRE_HEADER_MAX ? room : WIRE_HEADER_MAX, flaw);
}
