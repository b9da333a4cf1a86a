/* Short lists of codes and numbers in one column: blank-separated, since neither holds a blank. */
#ifndef ANXIN_BOOKING_LISTS_H
#define ANXIN_BOOKING_LISTS_H

#include <stdint.h>

#define LIST_TEXT 300 /* room for 8 codes of 32 bytes, or 8 numbers */

void codes_pack(char to[LIST_TEXT], const char (*at)[33], uint32_t count);
uint32_t codes_unpack(const char *text, char (*at)[33], uint32_t most); /* returns the count */

void ints_pack(char to[LIST_TEXT], const int64_t *at, uint32_t count);
uint32_t ints_unpack(const char *text, int64_t *at, uint32_t most);

#endif
