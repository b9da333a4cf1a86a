/* Fuzz target for everything that reads bytes from outside: guard, codec, header, and msgpack-c as a second opinion.
 *     clang -fsanitize=fuzzer,address,undefined -I. -Icommon tests/fuzz/wire_fuzz.c common/wire/[!j]*.c \
 *         common/base/error.c common/base/text.c -lmsgpackc -lsodium -o wire_fuzz && ./wire_fuzz tests/data/corpus
 * What must hold for any bytes: what the guard accepts, msgpack-c accepts; what it refuses, no type decodes; what
 * decodes, encodes, and from there on goes round unchanged. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <msgpack.h>

#include "wire/envelope.h"
#include "wire/guard.h"
#include "wire/tables.h"

#define FUZZ_ROOM (1 << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void fuzz_demand(int holds)
{
    if (!holds) {
        abort();
    }
}

static void fuzz_second_opinion(const uint8_t *data, size_t size)
{
    msgpack_unpacked result;
    size_t used = 0;
    msgpack_unpacked_init(&result);
    fuzz_demand(msgpack_unpack_next(&result, (const char *)data, size, &used) == MSGPACK_UNPACK_SUCCESS);
    fuzz_demand(used == size);
    msgpack_unpacked_destroy(&result);
}

/* Returns whether the bytes are a message of this shape. */
static int fuzz_shape(const struct shape *shape, const uint8_t *data, size_t size)
{
    static uint64_t first[8192 + 1], second[8192 + 1]; /* a message's struct has at most 64 KiB */
    static uint8_t once[FUZZ_ROOM], twice[FUZZ_ROOM];
    struct flaw flaw;
    if (codec_decode(shape, data, size, first, &flaw) != 0) {
        fuzz_demand(flaw.code[0] != '\0' && flaw.why.text[0] != '\0');
        return 0;
    }
    int once_size = codec_encode(shape, first, once, sizeof once, NULL);
    fuzz_demand(once_size > 0);
    fuzz_demand(codec_decode(shape, once, (size_t)once_size, second, NULL) == 0);
    int twice_size = codec_encode(shape, second, twice, sizeof twice, NULL);
    fuzz_demand(once_size == twice_size && memcmp(once, twice, (size_t)once_size) == 0);
    return 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (guard_check(data, size, NULL) != 0) {
        fuzz_demand(fuzz_shape(&shape_envelope, data, size) == 0);
        return 0;
    }
    fuzz_second_opinion(data, size);
    fuzz_shape(&shape_envelope, data, size);
    for (int type = MSG_NONE + 1; type < MSG_COUNT; type++) {
        fuzz_shape(message_of((enum message_type)type)->shape, data, size);
    }
    return 0;
}
