/* Every code with which a service refuses has a label, and in booking, matching and notification a test that sees it,
 * as has each of their events, and each rule by which matching rejects. Codes are read from the sources, so that a new
 * one without a label or a test fails here. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "proto/labels.h"
#include "proto/refusals.h"
#include "wire/labels.h"
#include "wire/tables.h"

#define CODES_MOST 512

/* Calls that refuse, and which of the texts among their arguments is the code; {" begins a row {code, field, sentence}.
 */
static const struct {
    const char *call;
    int which;
} calls[] = {{"unit_refuse(", 0}, {"unit_decline(", 0}, {"unit_lacks(", 0}, {"unit_not_now(", 0},
             {"reply_flaw(", 1},  {"one_done(", 0},     {"flawed(", 0},     {"{\"", -1}};
#define CALLS (sizeof calls / sizeof calls[0])

struct codes {
    int count;
    char at[CODES_MOST][40];
};

/* ---- reading sources ---- */

static char *file_read(const char *path)
{
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    char *text = calloc(1, 1 << 20);
    assert_non_null(text);
    text[fread(text, 1, (1 << 20) - 1, file)] = '\0';
    fclose(file);
    return text;
}

/* All sources of a folder whose names begin and end so, one after the other; the caller's. */
static char *folder_read(const char *folder, const char *begins, const char *ends)
{
    struct dirent **names = NULL;
    char *all = calloc(1, 1 << 23);
    size_t used = 0;
    int count = scandir(folder, &names, NULL, alphasort);
    assert_non_null(all);
    for (int i = 0; i < count; i++) {
        char path[512];
        const char *name = names[i]->d_name;
        size_t size = strlen(name), tail = strlen(ends);
        snprintf(path, sizeof path, "%s/%s", folder, name);
        if (text_starts(name, begins) && size > tail && text_same(name + size - tail, ends)) {
            char *text = file_read(path);
            used += (size_t)snprintf(all + used, (1 << 23) - used, "%s\n", text);
            free(text);
        }
        free(names[i]);
    }
    free(names);
    return all;
}

static bool is_code(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (text[i] != '_' && (text[i] < 'a' || text[i] > 'z') && (text[i] < '0' || text[i] > '9'))
            return false;
    return size > 1 && size < 40;
}

/* The next text in quotes before `end`: where it begins, its size; NULL: none. */
static const char *quoted(const char *from, const char *end, size_t *size)
{
    while (from < end && *from != '"')
        from++;
    if (from >= end)
        return NULL;
    const char *to = ++from;
    while (*to && *to != '"')
        to += *to == '\\' ? 2 : 1;
    *size = (size_t)(to - from);
    return from;
}

static void code_add(struct codes *codes, const char *code, size_t size)
{
    for (int i = 0; i < codes->count; i++)
        if (strlen(codes->at[i]) == size && memcmp(codes->at[i], code, size) == 0)
            return;
    assert_true(codes->count < CODES_MOST);
    memcpy(codes->at[codes->count++], code, size);
}

static void call_read(struct codes *codes, const char *from, int which)
{
    const char *end = from + strcspn(from, ";"), *text = from;
    size_t size = 0;
    for (int i = 0; i <= which; i++) {
        text = quoted(i ? text + size + 1 : from, end, &size);
        if (!text)
            return;
    }
    if (is_code(text, size))
        code_add(codes, text, size);
}

/* {"code", "field", "A sentence."} */
static void row_read(struct codes *codes, const char *from)
{
    const char *end = from + strcspn(from, "}"), *at[3];
    size_t sizes[3];
    for (int i = 0; i < 3; i++) {
        at[i] = quoted(i ? at[i - 1] + sizes[i - 1] + 1 : from, end, &sizes[i]);
        if (!at[i])
            return;
    }
    bool sentence = sizes[2] > 10 && *at[2] >= 'A' && *at[2] <= 'Z' && at[2][sizes[2] - 1] == '.';
    if (sentence && is_code(at[0], sizes[0]))
        code_add(codes, at[0], sizes[0]);
}

static void codes_of(const char *folder, struct codes *codes)
{
    char *text = folder_read(folder, "", ".c");
    for (size_t i = 0; i < CALLS; i++)
        for (const char *at = text; (at = strstr(at, calls[i].call)); at++) {
            if (calls[i].which < 0)
                row_read(codes, at + 1);
            else
                call_read(codes, at, calls[i].which);
        }
    free(text);
}

/* ---- the tests ---- */

static void test_no_code_has_two_labels(void **state)
{
#define CODE(code, zh, en) code,
    static const char *const labelled[] = {LABELS_OF_REFUSALS(CODE)};
#undef CODE
    (void)state;
    for (size_t i = 1; i < sizeof labelled / sizeof labelled[0]; i++)
        for (size_t j = 0; j < i; j++)
            if (text_same(labelled[i], labelled[j]))
                fail_msg("%s stands twice in proto/refusals.h", labelled[i]);
}

static void test_codes_are_found_in_the_sources(void **state)
{
    struct codes codes = {0};
    (void)state;
    call_read(&codes, "unit_refuse(unit, \"conflict\", \"id\", \"Its revision is %d.\", 1);", 0);
    call_read(&codes, "unit_refuse(unit, why.code, why.field, \"%s\", why.sentence);", 0);
    call_read(&codes, "reply_flaw(engine, peer, \"denied\", \"role\", \"\", \"No.\");", 1);
    row_read(&codes, "{\"too_far\", \"start\", \"The start is beyond the horizon.\"},");
    row_read(&codes, "{\"zh\", \"en\", \"no sentence\"},");
    assert_int_equal(codes.count, 3);
    assert_string_equal(codes.at[0], "conflict");
    assert_string_equal(codes.at[1], "role");
    assert_string_equal(codes.at[2], "too_far");
}

static void test_every_code_of_a_refusal_has_a_label(void **state)
{
    static const char *const folders[] = {"services/booking",  "services/matching",  "services/roster",
                                          "services/training", "services/mediation", "services/notification",
                                          "common/service"};
    struct codes codes = {0};
    int missing = 0;
    (void)state;
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++)
        codes_of(folders[i], &codes);
    assert_true(codes.count > 130);
    for (int i = 0; i < codes.count; i++)
        if (!refusal_label(codes.at[i]))
            print_error("no label for %s\n", codes.at[i]), missing++;
    assert_int_equal(missing, 0);
}

/* Services whose every refusal and event is seen by a test of theirs. */
static const char *const seen[] = {"booking", "matching", "notification"};
#define SEEN (sizeof seen / sizeof seen[0])

/* What a lack of memory alone shows. */
static bool is_of_poverty(const char *code)
{
    return text_same(code, "no_memory");
}

static bool names(const char *text, const char *before, const char *what, const char *after)
{
    char whole[120];
    snprintf(whole, sizeof whole, "%s%s%s", before, what, after);
    return strstr(text, whole) != NULL;
}

static void test_every_refusal_of_these_services_is_seen_by_a_test(void **state)
{
    int missing = 0;
    (void)state;
    for (size_t s = 0; s < SEEN; s++) {
        char folder[64];
        struct codes codes = {0};
        TEXT_FORMAT(folder, "services/%s", seen[s]);
        codes_of(folder, &codes);
        assert_true(codes.count > 10);
        char *tests = folder_read("tests/unit", seen[s], "_test.c");
        for (int i = 0; i < codes.count; i++)
            if (!is_of_poverty(codes.at[i]) && !names(tests, "\"", codes.at[i], "\""))
                print_error("%s: no test sees %s\n", seen[s], codes.at[i]), missing++;
        free(tests);
    }
    assert_int_equal(missing, 0);
}

/* MSG_booking_confirmed of "booking.confirmed". */
static void symbol_of(const char *type, char symbol[80])
{
    snprintf(symbol, 80, "MSG_%s", type);
    for (char *at = symbol; *at; at++)
        if (*at == '.')
            *at = '_';
}

static void test_every_event_of_these_services_is_seen_by_a_test(void **state)
{
    int missing = 0;
    (void)state;
    for (size_t s = 0; s < SEEN; s++) {
        char *tests = folder_read("tests/unit", seen[s], "_test.c");
        for (enum message_type type = MSG_NONE + 1; type < MSG_COUNT; type++) {
            const struct message *message = message_of(type);
            char symbol[80];
            symbol_of(message->type_name, symbol);
            if (message->class_ == CLASS_EVENT && text_same(message->owner, seen[s]) && !names(tests, "", symbol, ","))
                print_error("%s: no test sees %s\n", seen[s], message->type_name), missing++;
        }
        free(tests);
    }
    assert_int_equal(missing, 0);
}

#define RULE(name, code, zh, en) code,

static void test_every_rule_of_matching_is_seen_by_a_test(void **state)
{
    static const char *const rules[] = {LABELS_OF_RULES(RULE)};
    char *tests = folder_read("tests/unit", "matching", "_test.c");
    int missing = 0;
    (void)state;
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++)
        if (!names(tests, "\"", rules[i], "\""))
            print_error("matching: no test sees the rule %s\n", rules[i]), missing++;
    free(tests);
    assert_int_equal(missing, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_code_has_two_labels),
        cmocka_unit_test(test_codes_are_found_in_the_sources),
        cmocka_unit_test(test_every_code_of_a_refusal_has_a_label),
        cmocka_unit_test(test_every_refusal_of_these_services_is_seen_by_a_test),
        cmocka_unit_test(test_every_event_of_these_services_is_seen_by_a_test),
        cmocka_unit_test(test_every_rule_of_matching_is_seen_by_a_test),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
