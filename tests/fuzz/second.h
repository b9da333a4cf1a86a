/* msgpack-c as a second opinion on MessagePack bytes. */
#ifndef ANXIN_TESTS_FUZZ_SECOND_H
#define ANXIN_TESTS_FUZZ_SECOND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <msgpack.h>

/* Whether msgpack-c may be asked at all: it believes counts and takes memory for them (MESSAGING 7.3), and it goes down
 * 32 levels. */
bool second_may_be_asked(const uint8_t *data, size_t size);

/* True when it reads the bytes as one value with nothing behind; the caller destroys `result` in any case. */
bool second_reads(const uint8_t *data, size_t size, msgpack_unpacked *result);

/* Whether the guard has a reason to refuse what msgpack-c has read: limits, keys, text, kinds (wire/guard.h). */
bool second_refuses(const msgpack_object *object);

/* Whether our reader gives the same values in the same order. */
bool second_agrees(const msgpack_object *object, const uint8_t *data, size_t size);

/* Whether all that `part` says, `whole` says too: fields of maps by name, lists element by element. */
bool second_holds(const msgpack_object *whole, const msgpack_object *part);

#endif
