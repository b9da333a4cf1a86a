/* The reference: every type and record once, and a writer that fails is believed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "wire/reference.h"
#include "wire/tables.h"

struct paper {
    char text[1 << 20];
    size_t size, room;
};

static int write_down(void *self, const char *text, size_t size)
{
    struct paper *paper = self;
    if (size >= paper->room - paper->size) {
        return 1;
    }
    memcpy(paper->text + paper->size, text, size);
    paper->size += size;
    paper->text[paper->size] = '\0';
    return 0;
}

static int count(const char *text, const char *wanted)
{
    int found = 0;
    for (const char *at = text; (at = strstr(at, wanted)) != NULL; at++) {
        found++;
    }
    return found;
}

static struct paper paper;

static void test_every_type_and_record_has_its_chapter(void **state)
{
    (void)state;
    char heading[80];
    paper = (struct paper){.room = sizeof paper.text};
    assert_int_equal(reference_write(write_down, &paper), 0);
    for (int type = MSG_NONE + 1; type < MSG_COUNT; type++) {
        snprintf(heading, sizeof heading, "\n### %s\n", message_of((enum message_type)type)->type_name);
        assert_int_equal(count(paper.text, heading), 1);
    }
    for (int i = 0; record_at(i) != NULL; i++) {
        snprintf(heading, sizeof heading, "\n### %s\n", record_at(i)->shape->name);
        assert_int_equal(count(paper.text, heading), 1);
    }
    assert_int_equal(count(paper.text, "\n## booking\n"), 1);
}

static void test_a_field_stands_there_with_kind_bounds_and_meaning(void **state)
{
    (void)state;
    paper = (struct paper){.room = sizeof paper.text};
    assert_int_equal(reference_write(write_down, &paper), 0);
    assert_non_null(strstr(paper.text, "| specversion | WORD | `1.0` | required | version of CloudEvents |\n"));
    assert_non_null(strstr(paper.text, "| sequence | INT | 1 or more | required | its number there |\n"));
    assert_non_null(strstr(paper.text, "| hash | HASH | 32 bytes |  | chain hash of that event |\n"));
    assert_non_null(strstr(paper.text, "| events | GROUP | at most 16 [made_event](#made_event) |  | "));
}

static void test_a_writer_that_fails_stops_it(void **state)
{
    (void)state;
    paper = (struct paper){.room = 1000};
    assert_int_equal(reference_write(write_down, &paper), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_type_and_record_has_its_chapter),
        cmocka_unit_test(test_a_field_stands_there_with_kind_bounds_and_meaning),
        cmocka_unit_test(test_a_writer_that_fails_stops_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
