/* Golden bytes: tests/data/golden/TYPE.hex is the body of each type as it stood when the type was new; TYPE.2.hex, ...
 * are added when it gains fields. All of them are read for ever.
 *     golden_test                  compares
 *     golden_test --write DIR      writes what is missing (make golden)
 *     golden_test --json           prints each golden as a line {"type", "hex", "data"}, for tests of the schemas */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/text.h"
#include "filler.h"
#include "wire/json.h"

#define FOLDER "tests/data/golden"
#define ROOM 65536
#define VERSIONS_MOST 99

static void golden_path(char *path, size_t size, const char *folder, const char *type, int version)
{
    if (version == 1) {
        snprintf(path, size, "%s/%s.hex", folder, type);
    } else {
        snprintf(path, size, "%s/%s.%d.hex", folder, type, version);
    }
}

/* Size of the golden's bytes, -1 when there is no such file. */
static int golden_read(const char *folder, const char *type, int version, uint8_t *bytes)
{
    static char hex[2 * ROOM + 2];
    char path[512];
    golden_path(path, sizeof path, folder, type, version);
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        return -1;
    }
    size_t size = fread(hex, 1, sizeof hex - 1, file);
    fclose(file);
    hex[size] = '\0';
    hex[strcspn(hex, "\n")] = '\0';
    size = strlen(hex) / 2;
    return text_unhex(bytes, size, hex) == 0 ? (int)size : -1;
}

static int golden_write(const char *folder, const char *type, int version, const uint8_t *bytes, int size)
{
    static char hex[2 * ROOM + 1];
    char path[512];
    golden_path(path, sizeof path, folder, type, version);
    FILE *file = fopen(path, "w");
    if (file == NULL) {
        perror(path);
        return 1;
    }
    text_hex(hex, bytes, (size_t)size);
    fprintf(file, "%s\n", hex);
    return fclose(file) == 0 ? 0 : 1;
}

static int fill_and_encode(const struct message *message, uint8_t *bytes)
{
    void *body = calloc(1, message->shape->size + 1);
    struct flaw flaw;
    fill_shape(message->shape, body);
    int size = codec_encode(message->shape, body, bytes, ROOM, &flaw);
    if (size < 0) {
        fprintf(stderr, "%s: %s %s\n", message->type_name, flaw.field, flaw.why.text);
    }
    free(body);
    return size;
}

/* The newest golden of a type; 0 when there is none. */
static int golden_newest(const char *folder, const char *type, uint8_t *bytes, int *size)
{
    static uint8_t next[ROOM];
    int version = 0, next_size;
    while (version < VERSIONS_MOST && (next_size = golden_read(folder, type, version + 1, next)) >= 0) {
        memcpy(bytes, next, (size_t)next_size);
        *size = next_size;
        version++;
    }
    return version;
}

static bool reads_back(const struct message *message, const uint8_t *bytes, int size)
{
    static uint8_t again[ROOM];
    void *body = malloc(message->shape->size + 1);
    struct flaw flaw = {.field = ""};
    bool same = codec_decode(message->shape, bytes, (size_t)size, body, &flaw) == 0 &&
                codec_encode(message->shape, body, again, ROOM, &flaw) == size &&
                memcmp(bytes, again, (size_t)size) == 0;
    if (!same) {
        fprintf(stderr, "%s: a golden is no longer read: %s %s %s\n", message->type_name, flaw.code, flaw.field,
                flaw.why.text);
    }
    free(body);
    return same;
}

/* ---- writing ---- */

static int write_missing(const char *folder, const struct message *message, int *written)
{
    static uint8_t wanted[ROOM], newest[ROOM];
    int size = 0, wanted_size = fill_and_encode(message, wanted);
    int version = golden_newest(folder, message->type_name, newest, &size);
    if (wanted_size < 0) {
        return 1;
    }
    if (version > 0 && size == wanted_size && memcmp(newest, wanted, (size_t)size) == 0) {
        return 0;
    }
    if (version > 0 && !reads_back(message, newest, size)) {
        fprintf(stderr, "%s changed in a way that old readers cannot bear: declare a new type\n", message->type_name);
        return 1;
    }
    *written += 1;
    return golden_write(folder, message->type_name, version + 1, wanted, wanted_size);
}

static int write_all(const char *folder)
{
    int failed = 0, written = 0;
    for (int type = MSG_NONE + 1; type < MSG_COUNT; type++) {
        failed += write_missing(folder, message_of((enum message_type)type), &written);
    }
    printf("golden: %d written, %d failed\n", written, failed);
    return failed == 0 ? 0 : 1;
}

/* ---- showing ---- */

static int show(const struct message *message, const uint8_t *bytes, int size)
{
    static char hex[2 * ROOM + 1];
    void *body = malloc(message->shape->size + 1);
    struct flaw flaw;
    int failed = codec_decode(message->shape, bytes, (size_t)size, body, &flaw);
    text_hex(hex, bytes, (size_t)size);
    json_t *line = failed != 0 ? NULL
                               : json_pack("{s:s,s:s,s:o}", "type", message->type_name, "hex", hex, "data",
                                           json_from_body(message->shape, body));
    failed = line == NULL || json_dumpf(line, stdout, JSON_COMPACT) != 0 || putchar('\n') == EOF;
    json_decref(line);
    free(body);
    return failed;
}

static int show_all(void)
{
    static uint8_t bytes[ROOM];
    int failed = 0;
    for (int type = MSG_NONE + 1; type < MSG_COUNT; type++) {
        const struct message *message = message_of((enum message_type)type);
        int size;
        for (int version = 1; (size = golden_read(FOLDER, message->type_name, version, bytes)) >= 0; version++) {
            failed += show(message, bytes, size);
        }
    }
    return failed == 0 ? 0 : 1;
}

/* ---- comparing ---- */

static void test_every_type_has_a_golden_that_is_what_we_encode(void **state)
{
    static uint8_t wanted[ROOM], newest[ROOM];
    (void)state;
    int failed = 0;
    for (int type = MSG_NONE + 1; type < MSG_COUNT; type++) {
        const struct message *message = message_of((enum message_type)type);
        int size = 0, wanted_size = fill_and_encode(message, wanted);
        int version = golden_newest(FOLDER, message->type_name, newest, &size);
        if (version == 0 || size != wanted_size || memcmp(newest, wanted, (size_t)size) != 0) {
            fprintf(stderr, "%s: %s (make golden)\n", message->type_name, version == 0 ? "no golden" : "changed");
            failed++;
        }
    }
    assert_int_equal(failed, 0);
}

static void test_S23_every_golden_ever_written_is_read_and_written_back_the_same(void **state)
{
    static uint8_t bytes[ROOM];
    (void)state;
    int failed = 0;
    for (int type = MSG_NONE + 1; type < MSG_COUNT; type++) {
        const struct message *message = message_of((enum message_type)type);
        int size;
        for (int version = 1; (size = golden_read(FOLDER, message->type_name, version, bytes)) >= 0; version++) {
            failed += !reads_back(message, bytes, size);
        }
    }
    assert_int_equal(failed, 0);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_type_has_a_golden_that_is_what_we_encode),
        cmocka_unit_test(test_S23_every_golden_ever_written_is_read_and_written_back_the_same),
    };
    if (argc == 3 && strcmp(argv[1], "--write") == 0) {
        return write_all(argv[2]);
    }
    if (argc == 2 && strcmp(argv[1], "--json") == 0) {
        return show_all();
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
