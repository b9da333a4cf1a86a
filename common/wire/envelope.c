/* The header frame: the codec with the header's table, within its limit. */
#include "wire/envelope.h"

#include <string.h>

#include "wire/plain.h"
#include "wire/tables.h"
#include "wire/value.h"

int envelope_decode(struct envelope *envelope, const void *data, size_t size, struct flaw *flaw)
{
    if (size > WIRE_HEADER_MAX) {
        return flaw_set(flaw, "too_long", "", "a header has at most %d bytes", WIRE_HEADER_MAX);
    }
    return codec_decode(&shape_envelope, data, size, envelope, flaw);
}

bool envelope_source_streams(const char *source)
{
    size_t size = strlen(source), room = 64 - strlen("partner.");
    return size > 0 && size <= room && text_is_plain(source, size) && strchr(source, ' ') == NULL;
}

int envelope_encode(const struct envelope *envelope, void *data, size_t room, struct flaw *flaw)
{
    return codec_encode(&shape_envelope, envelope, data, room < WIRE_HEADER_MAX ? room : WIRE_HEADER_MAX, flaw);
}
