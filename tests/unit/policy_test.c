/* The policy: its text, what it decides, and that the one built in is no wider than the handlers and forgets no type.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/civil.h"
#include "base/text.h"
#include "service/policy.h"
#include "service/service.h"
#include "wire/tables.h"

extern const struct service booking_service, matching_service, roster_service, training_service, mediation_service,
    notification_service;
static const struct service *const services[] = {&booking_service,  &matching_service,  &roster_service,
                                                 &training_service, &mediation_service, &notification_service};
#define SERVICES (sizeof services / sizeof services[0])
#define NOW INT64_C(1800000000000)
#define UNTIL "2027-01-20T00:00:00Z" /* after NOW */

static struct policy *policy_of(const char *text)
{
    struct error error = {""};
    struct policy *policy = policy_parse(text, strlen(text), "policy", &error);
    assert_string_equal(error.text, "");
    assert_non_null(policy);
    return policy;
}

static struct registry *registry_of(const char *text)
{
    struct error error = {""};
    struct registry *registry = registry_parse(text, strlen(text), "registry", &error);
    assert_string_equal(error.text, "");
    assert_non_null(registry);
    return registry;
}

static struct policy_verdict asked(const struct policy *policy, unsigned roles, enum policy_action action,
                                   const char *what)
{
    struct policy_verdict verdict;
    policy_decide(policy, &(struct policy_question){.roles = roles, .action = action, .what = what, .now = NOW},
                  &verdict);
    return verdict;
}

static bool allowed(const struct policy *policy, unsigned roles, enum policy_action action, const char *what)
{
    return asked(policy, roles, action, what).allowed;
}

/* ---- deciding ---- */

static void test_what_no_row_allows_is_denied(void **state)
{
    (void)state;
    struct policy *policy = policy_of("allow worker send visit.ack own\n");
    assert_true(allowed(policy, ROLE_WORKER, ACTION_SEND, "visit.ack"));
    assert_false(allowed(policy, ROLE_WORKER, ACTION_SEND, "visit.ac"));
    assert_false(allowed(policy, ROLE_WORKER, ACTION_SEND, "visit.ack.more"));
    assert_false(allowed(policy, ROLE_WORKER, ACTION_ASK, "visit.ack"));
    assert_false(allowed(policy, ROLE_CLIENT, ACTION_SEND, "visit.ack"));
    assert_string_equal(asked(policy, ROLE_CLIENT, ACTION_SEND, "visit.ack").row, "");
    policy_free(&policy);
}

static void test_the_longest_what_decides_wherever_it_stands(void **state)
{
    (void)state;
    struct policy *policy = policy_of("deny  manager send booking.create # not at night\n"
                                      "allow manager send *          own\n"
                                      "allow manager send booking.*  station\n");
    struct policy_verdict verdict = asked(policy, ROLE_MANAGER, ACTION_SEND, "booking.create");
    assert_false(verdict.allowed);
    assert_string_equal(verdict.row, "deny  manager send booking.create");
    assert_int_equal(verdict.line, 1);
    assert_int_equal(asked(policy, ROLE_MANAGER, ACTION_SEND, "booking.cancel").scope, SCOPE_STATION);
    assert_int_equal(asked(policy, ROLE_MANAGER, ACTION_SEND, "bookings.x").scope, SCOPE_OWN);
    policy_free(&policy);
}

static void test_of_several_roles_the_widest_decides(void **state)
{
    (void)state;
    struct policy *policy = policy_of("allow worker ask visit.get own\nallow manager ask visit.get station\n"
                                      "deny client ask visit.get\n");
    assert_int_equal(asked(policy, 0, ACTION_ASK, "visit.get").scope, SCOPE_STATION);
    assert_int_equal(asked(policy, ROLE_CLIENT | ROLE_WORKER, ACTION_ASK, "visit.get").scope, SCOPE_OWN);
    assert_false(allowed(policy, ROLE_CLIENT, ACTION_ASK, "visit.get"));
    policy_free(&policy);
}

static void test_a_stream_name_of_any_length_is_looked_up(void **state)
{
    (void)state;
    struct policy *policy = policy_of("allow partner fetch partner.* own\n");
    char name[300];
    for (size_t size = 1; size < sizeof name; size++) {
        memset(name, 'x', size);
        memcpy(name, "partner.", size < 8 ? size : 8);
        name[size] = '\0';
        assert_int_equal(allowed(policy, ROLE_PARTNER, ACTION_FETCH, name), size > 8 && size <= 64);
    }
    policy_free(&policy);
}

/* ---- who ---- */

static struct policy_verdict of_identity(const struct policy *policy, const struct registry *registry, const char *name,
                                         unsigned roles, const char *what, int64_t now)
{
    struct policy_verdict verdict;
    struct policy_question question = {.who = registry_find_name(registry, name),
                                       .registry = registry,
                                       .roles = roles,
                                       .action = ACTION_SEND,
                                       .what = what,
                                       .now = now};
    assert_non_null(question.who);
    policy_decide(policy, &question, &verdict);
    return verdict;
}

static void test_an_identity_acts_in_its_own_roles_alone_and_a_revoked_one_in_none(void **state)
{
    (void)state;
    struct policy *policy = policy_of("allow any send x any\n");
    struct registry *registry = registry_of("[a]\nrole = worker\n[b]\nrole = worker\nrevoked = " UNTIL "\n");
    assert_true(of_identity(policy, registry, "a", ROLE_WORKER, "x", NOW).allowed);
    assert_false(of_identity(policy, registry, "a", ROLE_MANAGER, "x", NOW).allowed);
    assert_false(of_identity(policy, registry, "b", ROLE_WORKER, "x", NOW).allowed);
    registry_free(&registry);
    policy_free(&policy);
}

/* A9.6 */
static void test_a_lent_role_holds_for_its_time_in_the_places_of_its_lender(void **state)
{
    (void)state;
    struct policy *policy = policy_of("allow officer send case.accept community\n");
    struct registry *registry = registry_of("[L-1]\nrole = officer\nstation = huicheng\n"
                                            "[L-2]\nrole = receptionist\nstation = beijia\n"
                                            "delegated = officer L-1 2027-01-01T00:00:00Z 2027-01-20T00:00:00Z\n");
    int64_t from, until;
    assert_int_equal(civil_parse("2027-01-01T00:00:00Z", &from), 0);
    assert_int_equal(civil_parse(UNTIL, &until), 0);
    assert_false(of_identity(policy, registry, "L-2", ROLE_OFFICER, "case.accept", from - 1).allowed);
    struct policy_verdict verdict = of_identity(policy, registry, "L-2", ROLE_OFFICER, "case.accept", from);
    assert_true(verdict.allowed);
    assert_int_equal(verdict.holders_count, 1);
    assert_string_equal(verdict.holders[0]->name, "L-1");
    assert_true(of_identity(policy, registry, "L-2", ROLE_OFFICER, "case.accept", until - 1).allowed);
    assert_false(of_identity(policy, registry, "L-2", ROLE_OFFICER, "case.accept", until).allowed);
    registry_free(&registry);
    policy_free(&policy);
}

static void test_nobody_lends_a_role_that_he_has_not_himself(void **state)
{
    (void)state;
    struct policy *policy = policy_of("allow any send x any\n");
    struct registry *registry =
        registry_of("[L-1]\nrole = receptionist\ndelegated = officer L-3 2020-01-01T00:00:00Z 2030-01-01T00:00:00Z\n"
                    "[L-2]\nrole = receptionist\ndelegated = officer L-1 2020-01-01T00:00:00Z 2030-01-01T00:00:00Z\n"
                    "[L-3]\nrole = officer\nrevoked = 2026-01-01T00:00:00Z\n");
    assert_false(of_identity(policy, registry, "L-2", ROLE_OFFICER, "x", NOW).allowed);
    assert_false(of_identity(policy, registry, "L-1", ROLE_OFFICER, "x", NOW).allowed);
    registry_free(&registry);
    policy_free(&policy);
}

/* ---- text that is wrong ---- */

static void test_a_wrong_line_is_named_with_file_line_and_reason(void **state)
{
    (void)state;
    static const struct {
        const char *text, *why;
    } wrong[] = {
        {"", "policy: no row stands in it"},
        {"# nothing\n\n", "policy: no row stands in it"},
        {"\npermit worker send x own\n", "policy:2: permit: a row begins with allow or deny"},
        {"allow worker send x\n", "policy:1: must be: allow ROLES ACTION WHAT SCOPE"},
        {"allow worker send x own more\n", "policy:1: must be: allow ROLES ACTION WHAT SCOPE"},
        {"deny worker send x own\n", "policy:1: must be: deny ROLES ACTION WHAT"},
        {"allow worker,boss send x own\n", "policy:1: boss: there is no such role"},
        {"allow worker do x own\n", "policy:1: do: actions are send, ask, fetch and admin"},
        {"allow worker send x all\n", "policy:1: all: scopes are own, station, community, district and any"},
        {"allow worker send x none\n", "policy:1: none: scopes are own, station, community, district and any"},
        {"allow worker send book* own\n",
         "policy:1: book*: must be a type or stream, or its beginning with .* at the end"},
        {"allow worker send *.x own\n", "policy:1: *.x: must be a type or stream, or its beginning with .* at the end"},
        {"allow worker send x,,y own\n", "policy:1: must be a type or stream, or its beginning with .* at the end"},
        {"allow worker send x own\n\nallow any send x any\n", "policy:3: worker send x stands in line 1 before"},
        {"allow worker send x,x own\n", "policy:1: worker send x stands in line 1 before"},
        {"allow worker send \xff own\n", "policy:1: this is no text"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct error error = {""};
        assert_null(policy_parse(wrong[i].text, strlen(wrong[i].text), "policy", &error));
        assert_string_equal(error.text, wrong[i].why);
    }
}

static void test_a_line_without_end_and_a_text_with_a_nul_are_refused(void **state)
{
    (void)state;
    struct error error = {""};
    char line[400];
    memset(line, 'a', sizeof line);
    assert_null(policy_parse(line, sizeof line, "policy", &error));
    assert_string_equal(error.text, "policy:1: a line has at most 255 bytes");
    assert_null(policy_parse("allow worker\0 send x own", 24, "policy", &error));
    assert_string_equal(error.text, "policy:1: this is no text");
}

/* ---- the one built in ---- */

/* Roles of the row that serves the type, in whichever service; for what the skeleton serves, as serve.c says. */
static unsigned roles_of_row(enum message_type type)
{
    for (size_t i = 0; i < SERVICES; i++) {
        for (const struct handler *const *table = services[i]->handlers; *table; table++)
            for (const struct handler *row = *table; row->type != MSG_NONE; row++)
                if (row->type == type)
                    return row->roles;
        for (const struct query_handler *const *table = services[i]->queries; *table; table++)
            for (const struct query_handler *row = *table; row->type != MSG_NONE; row++)
                if (row->type == type)
                    return row->roles;
    }
    return 0;
}

static unsigned roles_of_control(enum message_type type)
{
    if (type == MSG_service_status || type == MSG_stream_list)
        return ROLE_ANY;
    if (type == MSG_service_story)
        return ROLE_STAFF | ROLE_MEDIATOR | ROLE_OFFICER | ROLE_REGISTRAR | ROLE_SUPERVISOR;
    if (type == MSG_privacy_export)
        return ROLE_MANAGER | ROLE_OFFICER;
    if (type == MSG_person_find)
        return ROLE_RECEPTIONIST | ROLE_DISPATCHER | ROLE_MANAGER | ROLE_REGISTRAR;
    if (type == MSG_privacy_get || type == MSG_privacy_status || type == MSG_privacy_retention)
        return ROLE_OPERATOR | ROLE_MANAGER | ROLE_SUPERVISOR;
    if (type == MSG_audit_list || type == MSG_audit_anchors)
        return ROLE_OPERATOR | ROLE_SUPERVISOR | ROLE_REGISTRAR;
    return ROLE_OPERATOR;
}

/* Said, or looked at stream by stream. */
static bool is_of_streams(enum message_type type)
{
    return type == MSG_beat || type == MSG_fetch || type == MSG_applied;
}

static void test_each_type_is_allowed_to_exactly_the_roles_of_its_row(void **state)
{
    (void)state;
    struct policy *policy = policy_builtin_parse(NULL);
    int seen = 0;
    for (enum message_type type = MSG_NONE + 1; type < MSG_COUNT; type++) {
        const struct message *message = message_of(type);
        bool command = message->class_ == CLASS_COMMAND, query = message->class_ == CLASS_QUERY;
        if ((!command && !query && message->class_ != CLASS_CONTROL) || is_of_streams(type))
            continue;
        unsigned row = command || query ? roles_of_row(type) : roles_of_control(type);
        if (row == 0)
            fail_msg("%s: no service takes it", message->type_name);
        for (unsigned role = 1; role <= ROLE_OPERATOR; role <<= 1, seen++)
            if (allowed(policy, role, policy_action_for(message), message->type_name) != !!(row & role))
                fail_msg("%s %s: row says %s", role_name(role), message->type_name, row & role ? "yes" : "no");
    }
    assert_true(seen > 13 * 140);
    policy_free(&policy);
}

static void test_every_word_of_the_table_is_a_type_or_a_stream_that_there_is(void **state)
{
    (void)state;
    char text[POLICY_BYTES / 8], *rest = text;
    TEXT_PUT(text, policy_builtin());
    for (char *line; (line = strsep(&rest, "\n")) != NULL;) {
        char roles[200], action[8], list[200], *words = list;
        if (sscanf(line, "allow %199s %7s %199s", roles, action, list) != 3 || text_same(action, "fetch"))
            continue;
        for (char *word; (word = strsep(&words, ",")) != NULL;) {
            int fits = 0;
            for (enum message_type type = MSG_NONE + 1; type < MSG_COUNT; type++) {
                const struct message *message = message_of(type);
                size_t size = strlen(word);
                bool same = word[size - 1] == '*' ? strncmp(message->type_name, word, size - 1) == 0
                                                  : text_same(message->type_name, word);
                fits += same && policy_action_for(message) == policy_action_of(action);
            }
            if (fits == 0)
                fail_msg("%s: %s %s is nothing", line, action, word);
        }
    }
}

static void test_whole_streams_are_for_services_and_operators(void **state)
{
    (void)state;
    struct policy *policy = policy_builtin_parse(NULL);
    for (unsigned role = 1; role <= ROLE_SERVICE; role <<= 1) {
        bool all = role == ROLE_OPERATOR || role == ROLE_SERVICE;
        for (size_t i = 0; i < SERVICES; i++)
            assert_int_equal(allowed(policy, role, ACTION_FETCH, services[i]->name), all);
        assert_int_equal(allowed(policy, role, ACTION_FETCH, "partner.miniapp"), all || role == ROLE_PARTNER);
        if (allowed(policy, role, ACTION_FETCH, "feed.W-1"))
            assert_int_equal(asked(policy, role, ACTION_FETCH, "feed.W-1").scope, all ? SCOPE_ANY : SCOPE_OWN);
    }
    policy_free(&policy);
}

static void test_no_outside_role_reaches_beyond_its_own_but_for_what_is_public(void **state)
{
    (void)state;
    struct policy *policy = policy_builtin_parse(NULL);
    static const char *const open[] = {"area.",    "partner.", "station.",      "community.", "coverage.",
                                       "service.", "room.",    "doc.",          "course.",    "session.",
                                       "seats.",   "stream.",  "complaint_doc."};
    for (enum message_type type = MSG_NONE + 1; type < MSG_COUNT; type++) {
        const struct message *message = message_of(type);
        struct policy_verdict verdict = asked(policy, ROLE_CLIENT | ROLE_PARTNER | ROLE_WORKER | ROLE_TRAINEE,
                                              policy_action_for(message), message->type_name);
        bool public = false;
        for (size_t i = 0; i < sizeof open / sizeof open[0]; i++)
        public |= message->class_ != CLASS_COMMAND && text_starts(message->type_name, open[i]);
        if (verdict.allowed && verdict.scope != SCOPE_OWN && !public)
            fail_msg("%s: %s", message->type_name, verdict.row);
    }
    policy_free(&policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_no_row_allows_is_denied),
        cmocka_unit_test(test_the_longest_what_decides_wherever_it_stands),
        cmocka_unit_test(test_of_several_roles_the_widest_decides),
        cmocka_unit_test(test_a_stream_name_of_any_length_is_looked_up),
        cmocka_unit_test(test_an_identity_acts_in_its_own_roles_alone_and_a_revoked_one_in_none),
        cmocka_unit_test(test_a_lent_role_holds_for_its_time_in_the_places_of_its_lender),
        cmocka_unit_test(test_nobody_lends_a_role_that_he_has_not_himself),
        cmocka_unit_test(test_a_wrong_line_is_named_with_file_line_and_reason),
        cmocka_unit_test(test_a_line_without_end_and_a_text_with_a_nul_are_refused),
        cmocka_unit_test(test_each_type_is_allowed_to_exactly_the_roles_of_its_row),
        cmocka_unit_test(test_every_word_of_the_table_is_a_type_or_a_stream_that_there_is),
        cmocka_unit_test(test_whole_streams_are_for_services_and_operators),
        cmocka_unit_test(test_no_outside_role_reaches_beyond_its_own_but_for_what_is_public),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
