/* Replays the fuzz target without a fuzzer: the corpus, and seeded mutations of the goldens. The same every time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include <dirent.h>

#include "../fuzz/wire_fuzz.c"
#include "base/text.h"

#define MUTATIONS 20000

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

static size_t read_hex(const char *path, uint8_t *bytes, size_t room)
{
    static char hex[131074];
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    hex[fread(hex, 1, sizeof hex - 1, file)] = '\0';
    fclose(file);
    hex[strcspn(hex, "\n")] = '\0';
    size_t size = strlen(hex) / 2;
    assert_true(size <= room && text_unhex(bytes, size, hex) == 0);
    return size;
}

static void test_the_corpus_is_borne(void **state)
{
    static uint8_t bytes[65536];
    (void)state;
    struct dirent **names = NULL;
    int count = scandir("tests/data/corpus", &names, NULL, alphasort), files = 0;
    for (int i = 0; i < count; i++) {
        char path[512];
        snprintf(path, sizeof path, "tests/data/corpus/%s", names[i]->d_name);
        if (names[i]->d_name[0] != '.') {
            LLVMFuzzerTestOneInput(bytes, read_hex(path, bytes, sizeof bytes));
            files++;
        }
        free(names[i]);
    }
    free(names);
    assert_true(files >= 20);
}

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
        if (size + piece > room) {
            return size;
        }
        memmove(bytes + at + piece, bytes + at, size - at);
        return size + piece;
    }
}

static void test_mutated_goldens_are_borne(void **state)
{
    static uint8_t golden[MSG_COUNT][4096], bytes[8192];
    static size_t sizes[MSG_COUNT];
    (void)state;
    uint64_t random = 20260209;
    for (int type = MSG_NONE + 1; type < MSG_COUNT; type++) {
        char path[512];
        snprintf(path, sizeof path, "tests/data/golden/%s.hex", message_of((enum message_type)type)->type_name);
        sizes[type] = read_hex(path, golden[type], sizeof golden[type]);
    }
    for (int i = 0; i < MUTATIONS; i++) {
        size_t type = 1 + below(&random, MSG_COUNT - 1), size = sizes[type];
        memcpy(bytes, golden[type], size);
        for (size_t changes = 1 + below(&random, 3); changes > 0; changes--) {
            size = mutate(&random, bytes, size, sizeof bytes);
        }
        LLVMFuzzerTestOneInput(bytes, size);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_corpus_is_borne),
        cmocka_unit_test(test_mutated_goldens_are_borne),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
