/* The examples of proto/README.md: the bytes under "```hex NAME" are those of the object under "```json NAME". */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "wire/envelope.h"
#include "wire/json.h"
#include "wire/tables.h"

static char page[1 << 18];

static void page_read(void)
{
    FILE *file = fopen("proto/README.md", "r");
    assert_non_null(file);
    page[fread(page, 1, sizeof page - 1, file)] = '\0';
    fclose(file);
}

/* What stands between "```KIND NAME" and "```" from `at` on; the place behind it, or NULL when there is none. */
static const char *block_next(const char *at, const char *kind, char *name, char *text, size_t room)
{
    char mark[16];
    snprintf(mark, sizeof mark, "```%s ", kind);
    const char *start = strstr(at, mark);
    if (start == NULL) {
        return NULL;
    }
    assert_int_equal(sscanf(start + strlen(mark), "%64s", name), 1);
    start = strchr(start, '\n') + 1;
    const char *end = strstr(start, "```");
    assert_true(end != NULL && (size_t)(end - start) < room);
    memcpy(text, start, (size_t)(end - start));
    text[end - start] = '\0';
    return end + 3;
}

static size_t unhex_lines(uint8_t *bytes, char *hex)
{
    size_t digits = 0;
    for (const char *at = hex; *at != '\0'; at++) {
        if (*at != '\n' && *at != ' ') {
            hex[digits++] = *at;
        }
    }
    hex[digits] = '\0';
    assert_int_equal(text_unhex(bytes, digits / 2, hex), 0);
    return digits / 2;
}

static void compare(const char *name, const char *json_text, char *hex)
{
    static uint64_t body[8192];
    uint8_t wanted[4096], bytes[4096];
    struct flaw flaw = {.field = ""};
    const struct message *message = message_find(name);
    const struct shape *shape = strcmp(name, "header") == 0 ? &shape_envelope : message != NULL ? message->shape : NULL;
    assert_non_null(shape);
    json_t *json = json_loads(json_text, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(json);
    if (json_to_body(shape, json, body, &flaw) != 0) {
        fail_msg("%s: %s %s", name, flaw.field, flaw.why.text);
    }
    size_t size = unhex_lines(wanted, hex);
    assert_int_equal(codec_encode(shape, body, bytes, sizeof bytes, &flaw), (int)size);
    assert_memory_equal(bytes, wanted, size);
    json_decref(json);
}

static void test_examples_are_what_the_codec_writes(void **state)
{
    (void)state;
    char name[65], other[65], json[2048], hex[4096];
    int examples = 0;
    page_read();
    for (const char *at = page; (at = block_next(at, "json", name, json, sizeof json)) != NULL; examples++) {
        at = block_next(at, "hex", other, hex, sizeof hex);
        assert_non_null(at);
        assert_string_equal(name, other);
        compare(name, json, hex);
    }
    assert_true(examples >= 3);
}

static void test_every_attribute_of_the_header_is_in_its_table(void **state)
{
    (void)state;
    page_read();
    for (int i = 0; i < shape_envelope.count; i++) {
        char row[80];
        snprintf(row, sizeof row, "\n| %s | ", shape_envelope.fields[i].name);
        if (strstr(page, row) == NULL) {
            fail_msg("%s is not in the table", shape_envelope.fields[i].name);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_examples_are_what_the_codec_writes),
        cmocka_unit_test(test_every_attribute_of_the_header_is_in_its_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
