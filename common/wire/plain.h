/* Nearly all text on the wire is printable ASCII: seen eight bytes at a time, it needs no other look. */
#ifndef ANXIN_WIRE_PLAIN_H
#define ANXIN_WIRE_PLAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* True when all bytes are ' ' to '~': then it is UTF-8 without control characters and without NUL. */
static inline bool text_is_plain(const void *data, size_t size)
{
    const uint8_t *at = data, *end = at + size;
    const uint64_t ones = UINT64_C(0x0101010101010101), tops = 0x80 * ones;
    for (uint64_t word; (size_t)(end - at) >= sizeof word; at += sizeof word) {
        memcpy(&word, at, sizeof word);
        /* A byte above 127, one that borrows when 32 is taken off, or 127, which overflows by one. */
        if (((word | (word - ' ' * ones) | (word + ones)) & tops) != 0) {
            return false;
        }
    }
    for (; at < end; at++) {
        if (*at < ' ' || *at > '~') {
            return false;
        }
    }
    return true;
}

#endif
