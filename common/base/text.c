/* Fixed-size text. Invariant: whatever comes in, `to` ends with a NUL inside its size and holds all of a value or
 * nothing of it; a value is never silently cut. */
#include "base/text.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

int text_copy(char *to, size_t size, const char *from)
{
    size_t length = strlen(from);
    if (size == 0)
        return -1;
    if (length >= size) {
        to[0] = '\0';
        return -1;
    }
    memmove(to, from, length + 1);
    return 0;
}

void text_put(char *to, size_t size, const char *from)
{
    if (text_copy(to, size, from) < 0)
        BUG("a text of %zu bytes does not fit into %zu", strlen(from), size);
}

int text_format(char *to, size_t size, const char *format, ...)
{
    if (size == 0)
        return -1;
    va_list args;
    va_start(args, format);
    int length = vsnprintf(to, size, format, args);
    va_end(args);
    if (length >= 0 && (size_t)length < size)
        return 0;
    to[0] = '\0';
    return -1;
}

bool text_same(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

bool text_starts(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

bool text_in_list(const char *word, const char *list)
{
    size_t length = strlen(word);
    if (length == 0 || strchr(word, '|'))
        return false;
    for (const char *at = list; at; at = strchr(at, '|')) {
        at += *at == '|';
        if (strncmp(at, word, length) == 0 && (at[length] == '|' || at[length] == '\0'))
            return true;
    }
    return false;
}

/* Bytes of the sequence that starts at `at` (1..4) when it is well-formed within `left` bytes, else 0. The bounds of
 * the second byte exclude overlong forms, surrogates and what lies above U+10FFFF (Unicode 15, table 3-7). */
static size_t utf8_sequence(const uint8_t *at, size_t left)
{
    uint8_t low = 0x80, high = 0xbf;
    size_t length;
    if (at[0] < 0x80)
        return 1;
    if (at[0] < 0xc2 || at[0] > 0xf4)
        return 0;
    length = at[0] < 0xe0 ? 2 : at[0] < 0xf0 ? 3 : 4;
    if (at[0] == 0xe0)
        low = 0xa0;
    else if (at[0] == 0xed)
        high = 0x9f;
    else if (at[0] == 0xf0)
        low = 0x90;
    else if (at[0] == 0xf4)
        high = 0x8f;
    if (left < length || at[1] < low || at[1] > high)
        return 0;
    for (size_t i = 2; i < length; i++)
        if ((at[i] & 0xc0) != 0x80)
            return 0;
    return length;
}

bool text_is_utf8(const void *data, size_t size)
{
    const uint8_t *bytes = data;
    for (size_t i = 0; i < size;) {
        size_t length = utf8_sequence(bytes + i, size - i);
        if (length == 0)
            return false;
        i += length;
    }
    return true;
}

int text_to_int(const char *text, int64_t *value)
{
    const char *digits = text + (text[0] == '-');
    if (digits[0] == '\0' || digits[strspn(digits, "0123456789")] != '\0')
        return -1;
    errno = 0;
    long long number = strtoll(text, NULL, 10);
    if (errno != 0)
        return -1;
    *value = number;
    return 0;
}

void text_hex(char *to, const void *data, size_t size)
{
    static const char digits[] = "0123456789abcdef";
    const uint8_t *bytes = data;
    for (size_t i = 0; i < size; i++) {
        to[2 * i] = digits[bytes[i] >> 4];
        to[2 * i + 1] = digits[bytes[i] & 15];
    }
    to[2 * size] = '\0';
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

int text_unhex(void *to, size_t size, const char *hex)
{
    uint8_t *bytes = to;
    if (strlen(hex) != 2 * size)
        return -1;
    for (size_t i = 0; i < 2 * size; i++)
        if (hex_digit(hex[i]) < 0)
            return -1;
    for (size_t i = 0; i < size; i++)
        bytes[i] = (uint8_t)(hex_digit(hex[2 * i]) * 16 + hex_digit(hex[2 * i + 1]));
    return 0;
}
