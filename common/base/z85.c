/* Z85: base 85, most significant digit first. A text above 2^32 - 1 is none. */
#include "base/z85.h"

#include <stdint.h>
#include <string.h>

static const char digits[] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";

void z85_encode(char *to, const void *data, size_t size)
{
    const uint8_t *from = data;
    for (size_t i = 0; i < size; i += 4, to += 5) {
        uint32_t value =
            (uint32_t)from[i] << 24 | (uint32_t)from[i + 1] << 16 | (uint32_t)from[i + 2] << 8 | from[i + 3];
        for (int at = 4; at >= 0; at--, value /= 85)
            to[at] = digits[value % 85];
    }
    *to = '\0';
}

static int decode_group(uint8_t to[4], const char *text)
{
    uint64_t value = 0;
    for (int i = 0; i < 5; i++) {
        const char *found = memchr(digits, text[i], sizeof digits - 1);
        if (!found)
            return -1;
        value = value * 85 + (uint64_t)(found - digits);
    }
    if (value > UINT32_MAX)
        return -1;
    for (int i = 3; i >= 0; i--, value >>= 8)
        to[i] = (uint8_t)value;
    return 0;
}

int z85_decode(void *to, size_t size, const char *text)
{
    uint8_t *at = to;
    if (strnlen(text, size / 4 * 5 + 1) != size / 4 * 5)
        return -1;
    for (size_t i = 0; i < size; i += 4, text += 5)
        if (decode_group(at + i, text) != 0)
            return -1;
    return 0;
}
