/* Small text helpers for fixed-size fields. */
#ifndef ANXIN_BASE_TEXT_H
#define ANXIN_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Copies `from` into `to` of `size` bytes, always ended by a NUL. Returns 0, or -1 when it did not fit (then `to` is
 * ""). */
int text_copy(char *to, size_t size, const char *from);

/* "绿码 green" at its first blank into two array members; without a blank the second is "". */
#define TEXT_HALVES(first, second, from)                                                                               \
    (text_format((first), sizeof(first), "%.*s", (int)strcspn((from), " "), (from)),                                   \
     text_format((second), sizeof(second), "%s", strchr((from), ' ') ? strchr((from), ' ') + 1 : ""))

/* text_copy into an array member; a value that does not fit is a bug of ours (bounds are checked where it came in). */
void text_put(char *to, size_t size, const char *from);
#define TEXT_PUT(array, from) text_put((array), sizeof(array), (from))

/* Formats into `to`; 0, or -1 when it did not fit (then `to` is ""). */
__attribute__((format(printf, 3, 4))) int text_format(char *to, size_t size, const char *format, ...);
#define TEXT_FORMAT(array, ...) text_format((array), sizeof(array), __VA_ARGS__)

bool text_same(const char *a, const char *b);
bool text_starts(const char *text, const char *prefix);

/* 1 when `word` is one of the words in `list` ("free|late|very_late"), else 0. */
bool text_in_list(const char *word, const char *list);

/* True when the bytes are well-formed UTF-8 (no surrogates, no overlong forms, at most U+10FFFF). */
bool text_is_utf8(const void *data, size_t size);

/* Reads a whole decimal integer. 0, or -1 when it is not one or out of range. */
int text_to_int(const char *text, int64_t *value);

/* Lower-case hex of `size` bytes; `to` has at least 2*size+1 bytes. */
void text_hex(char *to, const void *data, size_t size);
int text_unhex(void *to, size_t size, const char *hex);

#endif
