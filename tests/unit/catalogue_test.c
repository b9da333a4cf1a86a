/* What must hold for every declaration in proto/, so that a slip in a table is seen at once and by name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "wire/envelope.h"
#include "wire/guard.h"
#include "wire/tables.h"

/* Calls `check` for every message; each fault is printed and counted. */
static int each_message(int (*check)(const struct message *message))
{
    int faults = 0;
    for (int type = MSG_NONE + 1; type < MSG_COUNT; type++) {
        faults += check(message_of((enum message_type)type));
    }
    return faults;
}

static int fault(const char *where, const char *what)
{
    fprintf(stderr, "%s: %s\n", where, what);
    return 1;
}

static int check_found(const struct message *message)
{
    return message_find(message->type_name) == message && message_of(message->type) == message
               ? 0
               : fault(message->type_name, "is not found, or stands there twice");
}

static void test_every_type_is_found_by_name_and_no_name_stands_twice(void **state)
{
    (void)state;
    assert_int_equal(each_message(check_found), 0);
}

static void test_an_unknown_type_is_not_found(void **state)
{
    (void)state;
    assert_null(message_find("booking.requested2"));
    assert_null(message_find("booking.requeste"));
    assert_null(message_find(""));
    assert_null(message_of(MSG_NONE));
    assert_null(message_of(MSG_COUNT));
}

/* "calendar.hold_requested": words of lower case letters, digits and underscores, with dots between them. */
static int check_type_name(const struct message *message)
{
    const char *name = message->type_name;
    bool good = strchr(name, '.') != NULL && strlen(name) <= 64;
    for (const char *at = name; *at != '\0'; at++) {
        bool starts = at == name || at[-1] == '.';
        good =
            good && ((*at >= 'a' && *at <= 'z') || (!starts && (strchr("0123456789_", *at) || (*at == '.' && at[1]))));
    }
    return good ? 0 : fault(name, "is not lower case words with dots");
}

static void test_type_names_are_lower_case_with_dots(void **state)
{
    (void)state;
    assert_int_equal(each_message(check_type_name), 0);
}

/* MSG_booking_requested is "booking.requested"; "anxin." of the skeleton's own is left out. */
static int check_c_name(const struct message *message)
{
    const char *type = strncmp(message->type_name, "anxin.", 6) == 0 ? message->type_name + 6 : message->type_name;
    const char *name = message->shape->name;
    while (*type != '\0' && (*type == *name || (*type == '.' && *name == '_'))) {
        type++;
        name++;
    }
    return *type == '\0' && *name == '\0' ? 0 : fault(message->type_name, "has a struct of another name");
}

static void test_the_struct_is_named_like_the_type(void **state)
{
    (void)state;
    assert_int_equal(each_message(check_c_name), 0);
}

static bool header_declares(const char *owner, const char *type_name)
{
    static char text[1 << 20];
    char path[128], quoted[80];
    snprintf(path, sizeof path, "proto/%s.h", owner);
    snprintf(quoted, sizeof quoted, ", \"%s\", ", type_name);
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        return false;
    }
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    return strstr(text, quoted) != NULL;
}

static int check_owner(const struct message *message)
{
    return header_declares(message->owner, message->type_name)
               ? 0
               : fault(message->type_name, "is not declared in its owner's header");
}

static void test_a_message_belongs_to_the_service_whose_header_declares_it(void **state)
{
    (void)state;
    assert_int_equal(each_message(check_owner), 0);
}

/* ---- what a stream may carry (ruling 4) ---- */

static int check_no_secrets(const char *type_name, const struct shape *shape)
{
    int faults = 0;
    for (int i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];
        if (field->kind == FIELD_PERSONAL || field->kind == FIELD_LONG || field->kind == FIELD_BYTES) {
            faults += fault(type_name, field->name);
        }
        if (field->kind == FIELD_GROUP) {
            faults += check_no_secrets(type_name, field->group);
        }
    }
    return faults;
}

static int check_event_has_no_secrets(const struct message *message)
{
    return message->class_ == CLASS_EVENT ? check_no_secrets(message->type_name, message->shape) : 0;
}

static void test_no_event_carries_personal_or_free_text(void **state)
{
    (void)state;
    assert_int_equal(each_message(check_event_has_no_secrets), 0);
}

static int check_query_has_answer(const struct message *message)
{
    char answer[80];
    snprintf(answer, sizeof answer, "%s.answer", message->type_name);
    const struct message *found = message_find(answer);
    return message->class_ != CLASS_QUERY || (found != NULL && found->class_ == CLASS_ANSWER)
               ? 0
               : fault(message->type_name, "is a query without an answer type of the same name");
}

static void test_every_query_has_its_answer(void **state)
{
    (void)state;
    assert_int_equal(each_message(check_query_has_answer), 0);
}

/* ---- tables ---- */

static bool has_sound_bounds(const struct field *field)
{
    if (field->low > field->high) {
        return false;
    }
    switch (field->kind) {
    case FIELD_ID:
        return field->low == 1 && field->high == 64;
    case FIELD_CODE:
        return field->low >= 1 && field->high <= 64;
    case FIELD_TEXT:
    case FIELD_PERSONAL:
        return field->low >= 1 && field->high <= 8192;
    case FIELD_LONG:
    case FIELD_BYTES:
        return field->low >= 0 && field->high <= WIRE_DATA_MAX;
    case FIELD_HASH:
        return field->low == 32 && field->high == 32;
    case FIELD_TIME:
    case FIELD_IDS:
    case FIELD_CODES:
    case FIELD_INTS:
    case FIELD_GROUP:
        return field->low >= 0 && field->high > 0;
    case FIELD_WORD:
        return field->words[0] != '\0' && field->words[strlen(field->words) - 1] != '|' &&
               strstr(field->words, "||") == NULL;
    case FIELD_INT:
    case FIELD_FEN:
    case FIELD_BOOL:
        return true;
    case FIELD_NONE:
        return false;
    }
    return false;
}

static bool has_short_words(const struct field *field)
{
    size_t size = 0;
    for (const char *at = field->kind == FIELD_WORD ? field->words : ""; *at != '\0'; at += size + (at[size] == '|')) {
        size = strcspn(at, "|");
        if (size > 32) {
            return false;
        }
    }
    return true;
}

static int check_field(const struct shape *shape, int index)
{
    const struct field *field = &shape->fields[index];
    int faults = 0;
    for (int i = 0; i < index; i++) {
        faults += strcmp(shape->fields[i].name, field->name) == 0 ? fault(shape->name, "repeats a field") : 0;
    }
    faults += has_sound_bounds(field) && has_short_words(field) ? 0 : fault(field->name, "has bounds that cannot be");
    faults +=
        field->doc[0] != '\0' && strlen(field->name) <= 32 ? 0 : fault(field->name, "has no doc, or a name too long");
    return faults > 0 ? fault(shape->name, field->name) : 0;
}

static int check_shape(const struct shape *shape)
{
    int faults = shape->count > 64 ? fault(shape->name, "has more than 64 fields") : 0;
    for (int i = 0; i < shape->count; i++) {
        faults += check_field(shape, i);
    }
    return faults;
}

static int check_tables(const struct message *message)
{
    return check_shape(message->shape) + (message->doc[0] == '\0' ? fault(message->type_name, "has no doc") : 0);
}

static void test_tables_are_sound(void **state)
{
    (void)state;
    const struct record *record;
    int faults = each_message(check_tables) + check_shape(&shape_envelope);
    for (int i = 0; (record = record_at(i)) != NULL; i++) {
        faults += check_shape(record->shape);
    }
    assert_int_equal(faults, 0);
}

/* ---- the largest message of a type ---- */

struct extent {
    int64_t values, bytes;
    int depth;
};

static struct extent largest(const struct shape *shape);

static int64_t text_bytes(const struct field *field)
{
    return field->kind == FIELD_ID ? 64 : field->kind == FIELD_WORD ? 32 : field->high;
}

static struct extent largest_list(const struct field *field)
{
    struct extent one = {.values = 1, .bytes = field->kind == FIELD_IDS ? 66 : field->kind == FIELD_CODES ? 34 : 9};
    if (field->kind == FIELD_GROUP) {
        one = largest(field->group);
    }
    return (struct extent){1 + field->high * one.values, 5 + field->high * one.bytes, one.depth + 1};
}

static struct extent largest_value(const struct field *field)
{
    switch (field->kind) {
    case FIELD_ID:
    case FIELD_CODE:
    case FIELD_TEXT:
    case FIELD_PERSONAL:
    case FIELD_LONG:
    case FIELD_BYTES:
    case FIELD_HASH:
    case FIELD_WORD:
        return (struct extent){1, 5 + text_bytes(field), 0};
    case FIELD_IDS:
    case FIELD_CODES:
    case FIELD_INTS:
    case FIELD_GROUP:
        return largest_list(field);
    case FIELD_NONE:
    case FIELD_INT:
    case FIELD_FEN:
    case FIELD_TIME:
    case FIELD_BOOL:
        break;
    }
    return (struct extent){1, 9, 0};
}

static struct extent largest(const struct shape *shape)
{
    struct extent all = {1, 3, 0};
    for (int i = 0; i < shape->count; i++) {
        struct extent one = largest_value(&shape->fields[i]);
        all.values += one.values;
        all.bytes += one.bytes + 1 + (int64_t)strlen(shape->fields[i].name);
        all.depth = one.depth > all.depth ? one.depth : all.depth;
    }
    all.depth++;
    return all;
}

static int check_guarded(const struct message *message)
{
    struct extent extent = largest(message->shape);
    return extent.values <= GUARD_ITEMS && extent.depth <= GUARD_DEPTH
               ? 0
               : fault(message->type_name, "can hold more values than the guard lets through");
}

static void test_no_message_can_grow_beyond_what_the_guard_lets_through(void **state)
{
    (void)state;
    assert_int_equal(each_message(check_guarded), 0);
}

static int check_fits(const struct message *message)
{
    bool bounded = message->class_ == CLASS_EVENT || message->class_ == CLASS_COMMAND || message->class_ == CLASS_QUERY;
    return !bounded || largest(message->shape).bytes <= WIRE_DATA_MAX
               ? 0
               : fault(message->type_name, "can grow beyond 65536 bytes");
}

static void test_every_event_command_and_query_fits_a_data_frame(void **state)
{
    (void)state;
    assert_int_equal(each_message(check_fits), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_type_is_found_by_name_and_no_name_stands_twice),
        cmocka_unit_test(test_an_unknown_type_is_not_found),
        cmocka_unit_test(test_type_names_are_lower_case_with_dots),
        cmocka_unit_test(test_the_struct_is_named_like_the_type),
        cmocka_unit_test(test_a_message_belongs_to_the_service_whose_header_declares_it),
        cmocka_unit_test(test_no_event_carries_personal_or_free_text),
        cmocka_unit_test(test_every_query_has_its_answer),
        cmocka_unit_test(test_tables_are_sound),
        cmocka_unit_test(test_no_message_can_grow_beyond_what_the_guard_lets_through),
        cmocka_unit_test(test_every_event_command_and_query_fits_a_data_frame),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
