/* Closed lists of codes: each names a code that stands in its message, and just the states that their machine has. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"
#include "proto/closed.h"
#include "services/matching/visit.h"
#include "services/roster/cert.h"
#include "services/roster/worker.h"
#include "services/training/enrolment.h"
#include "services/training/session.h"
#include "wire/closed.h"

typedef const char *state_name(int state);

static int words_in(const char *words)
{
    int count = 1;
    for (const char *at = words; *at; at++)
        count += *at == '|';
    return count;
}

/* All but NONE, which nothing is in. */
static void assert_states(const char *words, int states, state_name *name)
{
    for (int state = 1; state < states; state++)
        if (!text_in_list(name(state), words))
            fail_msg("%s lacks %s", words, name(state));
    assert_int_equal(words_in(words), states - 1);
}

static void test_a_list_of_states_is_that_of_the_machine(void **unused)
{
    (void)unused;
    assert_states(CODES_OF_VISIT_STATES, VISIT_STATES, visit_state_name);
    assert_states(CODES_OF_WORKER_STATES, WORKER_STATES, worker_state_name);
    assert_states(CODES_OF_CERT_STATES, CERT_STATES, cert_state_name);
    assert_states(CODES_OF_SESSION_STATES, SESSION_STATES, session_state_name);
    assert_states(CODES_OF_ENROLMENT_STATES, ENROLMENT_STATES, enrolment_state_name);
}

static void test_each_row_names_a_code_of_its_request(void **unused)
{
    const struct closed_code *row;
    (void)unused;
    for (int i = 0; (row = closed_at(i)) != NULL; i++) {
        const struct message *message = message_of(row->type);
        int found = 0;
        assert_true(message->class_ == CLASS_COMMAND || message->class_ == CLASS_QUERY);
        for (int f = 0; f < message->shape->count; f++)
            found += text_same(message->shape->fields[f].name, row->field) &&
                     (message->shape->fields[f].kind == FIELD_CODE || message->shape->fields[f].kind == FIELD_CODES);
        if (found != 1)
            fail_msg("%s has no code %s", message->type_name, row->field);
    }
}

static void assert_unknown(enum message_type type, const void *body, const char *field)
{
    struct flaw flaw = {0};
    assert_int_equal(closed_check(message_of(type), body, &flaw), -1);
    assert_string_equal(flaw.code, "unknown_word");
    assert_string_equal(flaw.field, field);
}

static void test_what_is_absent_or_stands_in_the_list_passes(void **unused)
{
    struct flaw flaw = {0};
    const struct worker_list all = {0}, some = {.kind = "matron", .code = "red", .state = "ON_LEAVE"};
    const struct service_put two = {.worker_kinds = {2, {"matron", "infant"}}};
    (void)unused;
    assert_int_equal(closed_check(message_of(MSG_worker_list), &all, &flaw), 0);
    assert_int_equal(closed_check(message_of(MSG_worker_list), &some, &flaw), 0);
    assert_int_equal(closed_check(message_of(MSG_service_put), &two, &flaw), 0);
}

static void test_a_code_that_nothing_has_is_named_with_those_that_there_are(void **unused)
{
    struct flaw flaw = {0};
    const struct worker_list typo = {.state = "ACTIV"}, two = {.state = "ACTIVE|ON_LEAVE"}, hue = {.code = "blue"};
    const struct service_put kinds = {.worker_kinds = {2, {"matron", "matrone"}}};
    (void)unused;
    assert_unknown(MSG_worker_list, &typo, "state");
    assert_unknown(MSG_worker_list, &two, "state");
    assert_unknown(MSG_worker_list, &hue, "code");
    assert_unknown(MSG_service_put, &kinds, "worker_kinds");
    closed_check(message_of(MSG_worker_list), &typo, &flaw);
    assert_string_equal(flaw.why.text, "state must be one of " CODES_OF_WORKER_STATES);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_list_of_states_is_that_of_the_machine),
        cmocka_unit_test(test_each_row_names_a_code_of_its_request),
        cmocka_unit_test(test_what_is_absent_or_stands_in_the_list_passes),
        cmocka_unit_test(test_a_code_that_nothing_has_is_named_with_those_that_there_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
