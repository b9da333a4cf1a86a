/* Refuses MessagePack bytes that lie, before anything is read out of them: one pass, no allocation. */
#ifndef ANXIN_WIRE_GUARD_H
#define ANXIN_WIRE_GUARD_H

#include <stddef.h>

#include "base/error.h"

#define GUARD_DEPTH 16   /* maps and lists within each other, the outermost counted */
#define GUARD_ITEMS 4096 /* values in all; a key and its value count as one */
#define GUARD_KEYS 256   /* keys of one map, which bounds the search for repeated ones */

/* Accepts exactly one top-level map with nothing behind it: no count larger than the bytes left, depth, items and keys
 * within the limits, text valid UTF-8, keys text and not repeated within a map, no ext types, no floats that are NaN.
 * 0 or -1. */
int guard_check(const void *data, size_t size, struct error *error);

/* Likewise, but text that is not UTF-8 is only told: *bad_text is the first byte of the first such text, else NULL.
 * For the codec, which can say in which field it stands. */
int guard_scan(const void *data, size_t size, const void **bad_text, struct error *error);

#endif
