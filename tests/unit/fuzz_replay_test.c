/* Replays the fuzz targets without a fuzzer: the corpus, and seeded mutations of the goldens. The same every time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <fcntl.h>
#include <unistd.h>

#include "../fuzz/fuzz.h"
#include "base/text.h"
#include "wire/codec.h"

#define MUTATIONS 10000

/* splitmix64: any seed will do, and the sequence is the same everywhere. */
static uint64_t next_random(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static size_t below(uint64_t *state, size_t bound)
{
    return (size_t)(next_random(state) % bound);
}

static void replay(void *self, const uint8_t *data, size_t size)
{
    const struct fuzz_row *row = self;
    row->run(data, size);
    if (row->run == codec_fuzz)
        codec_whole_fuzz(data, size);
}

/* What the tool says of bad files is for people. */
static void replay_target(const char *name)
{
    char folder[128];
    const struct fuzz_row *row = fuzz_rows;
    while (row->name && !text_same(row->name, name))
        row++;
    assert_non_null(row->name);
    TEXT_FORMAT(folder, "tests/data/corpus/%s", row->folder);
    int said = dup(STDERR_FILENO), nothing = open("/dev/null", O_WRONLY | O_CLOEXEC);
    dup2(nothing, STDERR_FILENO);
    int count = fuzz_corpus(folder, replay, (void *)row);
    dup2(said, STDERR_FILENO);
    close(said);
    close(nothing);
    assert_true(count >= 10);
}

#define REPLAY(name, folder, most, sources)                                                                            \
    static void test_S25_the_corpus_of_##name##_is_borne(void **state)                                                 \
    {                                                                                                                  \
        (void)state;                                                                                                   \
        replay_target(#name);                                                                                          \
    }
FUZZ_TARGETS(REPLAY)

/* ---- the goldens, changed ---- */

/* Changes a few bytes, cuts, doubles a piece, or puts in a lead byte with a large count. */
static size_t mutate(uint64_t *random, uint8_t *bytes, size_t size, size_t room)
{
    static const uint8_t LEADS[] = {0xc0, 0xc1, 0xc4, 0xc6, 0xca, 0xcb, 0xcf, 0xd3, 0xd9, 0xdb, 0xdc, 0xdd, 0xde, 0xdf};
    size_t at = below(random, size), piece = below(random, size - at) + 1;
    switch (below(random, 5)) {
    case 0:
        bytes[at] = (uint8_t)next_random(random);
        return size;
    case 1:
        bytes[at] ^= (uint8_t)(1 << below(random, 8));
        return size;
    case 2:
        bytes[at] = LEADS[below(random, sizeof LEADS)];
        return size;
    case 3:
        return at + 1;
    default:
        if (size + piece > room)
            return size;
        memmove(bytes + at + piece, bytes + at, size - at);
        return size + piece;
    }
}

struct goldens {
    uint8_t at[MSG_COUNT * 2][4096];
    size_t size[MSG_COUNT * 2];
    int count;
};

static void golden_take(void *self, const uint8_t *data, size_t size)
{
    struct goldens *goldens = self;
    assert_true(size <= sizeof goldens->at[0] && goldens->count < MSG_COUNT * 2);
    memcpy(goldens->at[goldens->count], data, size);
    goldens->size[goldens->count++] = size;
}

static void test_S25_mutated_goldens_are_borne(void **state)
{
    static struct goldens goldens;
    static uint8_t bytes[8192];
    (void)state;
    uint64_t random = 20260209;
    assert_true(fuzz_corpus("tests/data/golden", golden_take, &goldens) >= MSG_COUNT - 1);
    for (int i = 0; i < MUTATIONS; i++) {
        size_t which = below(&random, (size_t)goldens.count), size = goldens.size[which];
        memcpy(bytes, goldens.at[which], size);
        for (size_t changes = 1 + below(&random, 3); changes > 0; changes--)
            size = mutate(&random, bytes, size, sizeof bytes);
        guard_fuzz(bytes, size);
        codec_whole_fuzz(bytes, size);
        envelope_fuzz(bytes, size);
    }
}

#define REPLAY_ROW(name, folder, most, sources) cmocka_unit_test(test_S25_the_corpus_of_##name##_is_borne),

int main(void)
{
    const struct CMUnitTest tests[] = {FUZZ_TARGETS(REPLAY_ROW) cmocka_unit_test(test_S25_mutated_goldens_are_borne)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
