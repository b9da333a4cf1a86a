/* The pure parts of the tool: its command line and how things look. They are in no library, so they come in by name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "services/ctl/args.c"
#include "services/ctl/labels.c"
#include "services/ctl/show.c"
#include "wire/json.h"

static const struct ctl_option own[] = {
    {"after", OPTION_NUMBER, "N", 0, 100, "a number"},
    {"follow", OPTION_FLAG, NULL, 0, 0, "a flag"},
    {"file", OPTION_TEXT, "F", 0, 0, "a text"},
    {NULL, OPTION_END, NULL, 0, 0, NULL},
};
static const struct ctl_option shared[] = {
    {"json", OPTION_FLAG, NULL, 0, 0, "a flag of all commands"},
    {NULL, OPTION_END, NULL, 0, 0, NULL},
};

#define PARSE(args, error, ...)                                                                                        \
    parse((args), (error), (int)(sizeof((char *[]){__VA_ARGS__}) / sizeof(char *)), (char *[]){__VA_ARGS__})

static int parse(struct args *args, struct error *error, int count, char **words)
{
    *args = (struct args){.own = own, .shared = shared};
    return args_parse(args, count, words, error);
}

static void test_options_may_stand_anywhere_and_take_values_in_both_forms(void **state)
{
    struct args args;
    struct error error = {0};
    (void)state;
    assert_int_equal(PARSE(&args, &error, "booking", "--after", "7", "--file=a=b", "--json", "x=--y"), 0);
    assert_int_equal(args.words, 2);
    assert_string_equal(args.word[1], "x=--y");
    assert_int_equal(args_number(&args, "after", 1), 7);
    assert_string_equal(args_text(&args, "file"), "a=b");
    assert_true(args_flag(&args, "json"));
    assert_false(args_flag(&args, "follow"));
}

static void test_two_dashes_end_the_options(void **state)
{
    struct args args;
    struct error error = {0};
    (void)state;
    assert_int_equal(PARSE(&args, &error, "--", "--json", "-"), 0);
    assert_int_equal(args.words, 2);
    assert_false(args_flag(&args, "json"));
}

static void test_of_an_option_given_twice_the_last_counts(void **state)
{
    struct args args;
    struct error error = {0};
    (void)state;
    assert_int_equal(PARSE(&args, &error, "--after", "1", "--after=2"), 0);
    assert_int_equal(args_number(&args, "after", 9), 2);
}

static void refused(const char *why, int count, char **words)
{
    struct args args;
    struct error error = {0};
    assert_int_equal(parse(&args, &error, count, words), -1);
    assert_string_equal(error.text, why);
}
#define REFUSED(why, ...)                                                                                              \
    refused((why), (int)(sizeof((char *[]){__VA_ARGS__}) / sizeof(char *)), (char *[]){__VA_ARGS__})

static void test_a_wrong_option_is_named_with_what_is_wrong(void **state)
{
    (void)state;
    REFUSED("unknown option --afte", "--afte", "1");
    REFUSED("unknown option -f", "-f");
    REFUSED("--after needs a value: N", "--after");
    REFUSED("--after: \"many\" is not a whole number", "--after", "many");
    REFUSED("--after: 101 is not within 0..100", "--after", "101");
    REFUSED("--follow takes no value", "--follow=yes");
}

static void test_more_words_than_there_is_room_for_are_refused(void **state)
{
    char *words[ARGS_MOST + 1];
    (void)state;
    for (int i = 0; i <= ARGS_MOST; i++)
        words[i] = "a=b";
    refused("more than 64 arguments", ARGS_MOST + 1, words);
}

/* ---- how things look ---- */

static char *printed(void (*print)(FILE *to, const void *what), const void *what)
{
    char *text = NULL;
    size_t size = 0;
    FILE *to = open_memstream(&text, &size);
    assert_non_null(to);
    print(to, what);
    fclose(to);
    return text;
}

static void print_grid(FILE *to, const void *grid)
{
    grid_print(to, grid, 1);
}

static void test_columns_line_up_under_chinese_text(void **state)
{
    struct grid grid = {.columns = 3};
    static const char *const cells[] = {"name", "empty", "n", "保洁", "", "1", "a", "", "22"};
    (void)state;
    for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++)
        grid_add(&grid, cells[i]);
    char *text = printed(print_grid, &grid);
    assert_string_equal(text, " name  n\n 保洁  1\n a     22\n");
    free(text);
    grid_free(&grid);
}

static void test_text_width_counts_chinese_characters_twice(void **state)
{
    (void)state;
    assert_int_equal(show_width("abc"), 3);
    assert_int_equal(show_width("月嫂-012"), 8);
    assert_int_equal(show_width("é¥"), 2);
}

static void shows(const char *expected, enum field_kind kind, json_t *value)
{
    const struct field field = {.name = "x", .kind = kind};
    char *text = show_value(&field, value);
    assert_string_equal(text, expected);
    free(text);
    json_decref(value);
}

static void test_values_are_shown_as_people_say_them(void **state)
{
    (void)state;
    shows("2026-02-09 08:30", FIELD_TIME, json_string("2026-02-09T00:30:00.000Z"));
    shows("¥12.05", FIELD_FEN, json_integer(1205));
    shows("-¥0.40", FIELD_FEN, json_integer(-40));
    shows("yes", FIELD_BOOL, json_true());
    shows("a, b", FIELD_CODES, json_pack("[s,s]", "a", "b"));
    shows("9223372036854775807", FIELD_INT, json_integer(INT64_MAX));
    shows("", FIELD_TEXT, NULL);
}

static void print_object(FILE *to, const void *object)
{
    show_object(to, message_find("match.unfillable")->shape, object, 0);
}

static void test_an_object_shows_its_records_as_a_table(void **state)
{
    json_t *object = json_pack("{s:s,s:[{s:s,s:i},{s:s,s:i}]}", "visit", "V1", "reasons", "reason", "too_far",
                               "workers", 3, "reason", "busy", "workers", 12);
    (void)state;
    char *text = printed(print_object, object);
    assert_string_equal(text,
                        "上门 visit  V1\nreasons\n  原因 reason  人员 workers\n  too_far      3\n  busy         12\n");
    free(text);
    json_decref(object);
}

static void test_sizes_and_times_fit_their_columns(void **state)
{
    char text[24];
    (void)state;
    assert_string_equal(show_size(text, 512), "512 B");
    assert_string_equal(show_size(text, 1536), "1.5 KiB");
    assert_string_equal(show_size(text, INT64_C(5) << 30), "5.0 GiB");
    assert_string_equal(show_time(text, 0), "-");
}

static void test_every_chinese_name_is_of_an_event_that_exists(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++) {
        const struct message *message = message_find(labels[i].type);
        if (!message || message->class_ != CLASS_EVENT)
            fail_msg("%s is no event", labels[i].type);
    }
    assert_string_equal(event_label("visit.assigned"), "已派单");
    assert_null(event_label("visit.get"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_options_may_stand_anywhere_and_take_values_in_both_forms),
        cmocka_unit_test(test_two_dashes_end_the_options),
        cmocka_unit_test(test_of_an_option_given_twice_the_last_counts),
        cmocka_unit_test(test_a_wrong_option_is_named_with_what_is_wrong),
        cmocka_unit_test(test_more_words_than_there_is_room_for_are_refused),
        cmocka_unit_test(test_columns_line_up_under_chinese_text),
        cmocka_unit_test(test_text_width_counts_chinese_characters_twice),
        cmocka_unit_test(test_values_are_shown_as_people_say_them),
        cmocka_unit_test(test_an_object_shows_its_records_as_a_table),
        cmocka_unit_test(test_sizes_and_times_fit_their_columns),
        cmocka_unit_test(test_every_chinese_name_is_of_an_event_that_exists),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
