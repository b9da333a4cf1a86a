/* Refuses MessagePack bytes that lie, before msgpack-c sees them: one pass, no allocation. */
#ifndef ANXIN_WIRE_GUARD_H
#define ANXIN_WIRE_GUARD_H

#include <stddef.h>

#include "base/error.h"

#define GUARD_DEPTH 16
#define GUARD_ITEMS 4096

/* Accepts exactly one top-level map with nothing behind it: no count larger than the bytes left, depth and items within
 * the limits, text valid UTF-8, keys text and not repeated within a map, no ext types, no floats that are NaN. 0 or -1. */
int guard_check(const void *data, size_t size, struct error *error);

#endif
