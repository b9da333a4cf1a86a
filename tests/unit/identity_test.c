/* Who is known: the registry's text, whose a key is and whether it counts at a moment. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/civil.h"
#include "base/z85.h"
#include "service/identity.h"

#define KEY_A "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7"
#define KEY_B "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID"
#define YEAR "2026-01-01T00:00:00Z 2027-01-01T00:00:00Z"
#define PARTNER "[partner-1]\nrole = partner\nkey = " KEY_A " " YEAR "\n"

static int64_t at(const char *text)
{
    int64_t instant = 0;
    assert_int_equal(civil_parse(text, &instant), 0);
    return instant;
}

static struct registry *parsed(const char *text)
{
    struct error error = {{0}};
    struct registry *registry = registry_parse(text, strlen(text), "registry", &error);
    if (!registry)
        fail_msg("%s", error.text);
    return registry;
}

static void refused(const char *text, const char *why)
{
    struct error error = {{0}};
    assert_null(registry_parse(text, strlen(text), "registry", &error));
    assert_string_equal(error.text, why);
}

static const char *why_not(const char *text, const char *key_text, const char *now)
{
    uint8_t key[KEY_SIZE];
    const struct identity *whose;
    struct registry *registry = parsed(text);
    assert_int_equal(z85_decode(key, KEY_SIZE, key_text), 0);
    const char *why = registry_why_not(registry, key, at(now), &whose);
    const struct identity *found = registry_find_key(registry, key, at(now));
    assert_true((why == NULL) == (found != NULL));
    registry_free(&registry);
    return why ? why : "none";
}

/* The example of RFC 32. */
static void test_a_key_is_five_characters_for_four_bytes(void **state)
{
    static const uint8_t hello[8] = {0x86, 0x4F, 0xD2, 0x6F, 0xB5, 0x59, 0xF7, 0x5B};
    char text[11];
    uint8_t back[8];
    (void)state;
    z85_encode(text, hello, sizeof hello);
    assert_string_equal(text, "HelloWorld");
    assert_int_equal(z85_decode(back, sizeof back, text), 0);
    assert_memory_equal(back, hello, sizeof back);
    assert_int_equal(z85_decode(back, sizeof back, "HelloWorl"), -1);
    assert_int_equal(z85_decode(back, sizeof back, "HelloWorld0"), -1);
    assert_int_equal(z85_decode(back, sizeof back, "Hello;orld"), -1);
    assert_int_equal(z85_decode(back, sizeof back, "Hello#####"), -1); /* above 2^32 - 1 */
}

static void test_a_key_counts_from_its_beginning_until_before_its_end(void **state)
{
    (void)state;
    assert_string_equal(why_not(PARTNER, KEY_A, "2026-01-01T00:00:00Z"), "none");
    assert_string_equal(why_not(PARTNER, KEY_A, "2025-12-31T23:59:59.999Z"), "not yet valid");
    assert_string_equal(why_not(PARTNER, KEY_A, "2027-01-01T00:00:00Z"), "expired");
    assert_string_equal(why_not(PARTNER, KEY_B, "2026-06-01T00:00:00Z"), "unknown key");
    assert_string_equal(why_not("", KEY_B, "2026-06-01T00:00:00Z"), "unknown key");
}

static void test_a_revoked_identity_is_nobody_and_is_still_named(void **state)
{
    struct registry *registry = parsed(PARTNER "revoked = 2026-05-01T00:00:00Z\n");
    (void)state;
    const struct identity *identity = registry_find_name(registry, "partner-1"), *whose;
    assert_true(identity->revoked);
    assert_null(registry_find_key(registry, identity->keys[0].bytes, at("2026-06-01T00:00:00Z")));
    assert_string_equal(registry_why_not(registry, identity->keys[0].bytes, at("2026-06-01T00:00:00Z"), &whose),
                        "revoked");
    assert_ptr_equal(whose, identity);
    assert_null(identity_key_now(identity, at("2026-06-01T00:00:00Z"), 0));
    registry_free(&registry);
}

static void test_two_keys_count_while_they_are_exchanged(void **state)
{
    static const char text[] = PARTNER "key = " KEY_B " 2026-06-01T00:00:00Z 2028-01-01T00:00:00Z\n";
    uint8_t a[KEY_SIZE], b[KEY_SIZE];
    struct registry *registry = parsed(text);
    const struct identity *identity = registry_find_name(registry, "partner-1");
    int64_t before = at("2026-05-01T00:00:00Z"), both = at("2026-07-01T00:00:00Z"), after = at("2027-02-01T00:00:00Z");
    (void)state;
    assert_int_equal(z85_decode(a, KEY_SIZE, KEY_A) + z85_decode(b, KEY_SIZE, KEY_B), 0);
    assert_ptr_equal(registry_find_key(registry, a, both), identity);
    assert_ptr_equal(registry_find_key(registry, b, both), identity);
    assert_null(registry_find_key(registry, b, before));
    assert_null(registry_find_key(registry, a, after));
    assert_memory_equal(identity_key_now(identity, before, 0)->bytes, a, KEY_SIZE);
    assert_null(identity_key_now(identity, before, 1));
    assert_memory_equal(identity_key_now(identity, both, 0)->bytes, b, KEY_SIZE); /* the newer one first */
    assert_memory_equal(identity_key_now(identity, both, 1)->bytes, a, KEY_SIZE);
    assert_memory_equal(identity_key_now(identity, after, 0)->bytes, b, KEY_SIZE);
    registry_free(&registry);
}

static void test_an_identity_has_roles_scope_self_and_sources(void **state)
{
    struct registry *registry = parsed("# staff of one station\n"
                                       "[desk-1]\n"
                                       "role = receptionist, dispatcher\n"
                                       "role = manager\n"
                                       "station = huicheng beijia\n"
                                       "community = *\n"
                                       "district = xinhui\n"
                                       "self = W-58\n"
                                       "source = counter-1, counter-2\n"
                                       "delegated = officer desk-2 2026-06-01 2026-07-01\n"
                                       "[desk-2]\n"
                                       "role = officer\n");
    const struct identity *desk = registry_find_name(registry, "desk-1"), *other = registry_at(registry, 1);
    (void)state;
    assert_int_equal(registry_count(registry), 2);
    assert_int_equal(desk->roles, ROLE_RECEPTIONIST | ROLE_DISPATCHER | ROLE_MANAGER);
    assert_true(codes_hold(&desk->stations, "beijia") && !codes_hold(&desk->stations, "caihong"));
    assert_true(codes_hold(&desk->communities, "anything") && !codes_hold(&desk->districts, "pengjiang"));
    assert_string_equal(desk->self, "W-58");
    assert_true(identity_uses_source(desk, "counter-2") && !identity_uses_source(desk, "desk-1"));
    assert_int_equal(desk->delegations[0].role, ROLE_OFFICER);
    assert_string_equal(desk->delegations[0].from, "desk-2");
    assert_true(desk->delegations[0].not_before == at("2026-06-01"));
    assert_string_equal(other->name, "desk-2");
    assert_true(identity_uses_source(other, "desk-2") && !codes_hold(&other->stations, "huicheng"));
    assert_null(registry_at(registry, 2));
    registry_free(&registry);
}

static void test_what_is_wrong_is_named_by_file_line_and_key(void **state)
{
    (void)state;
    refused("role = partner\n", "registry:1: role: stands before any [name]");
    refused("[a]\nrole = partner\nphone = 1\n", "registry:3: phone: unknown key");
    refused("[a]\nrole = emperor\n", "registry:2: role: there is no such role");
    refused("[a]\nrole =\n", "registry:2: role: the value is empty");
    refused("[../a]\nrole = partner\n",
            "registry:2: ../a: a name has 1 to 48 letters, digits, - _ . and begins with a letter or digit");
    refused(PARTNER "[b]\nrole = client\n[partner-1]\nrole = client\n",
            "registry:7: partner-1: stands in this file before");
    refused("[a]\nrole = partner\nkey = short " YEAR "\n",
            "registry:3: key: must be a public key of 40 characters (Z85), then from and until");
    refused("[a]\nrole = partner\nkey = " KEY_A " 2027-01-01 2026-01-01\n",
            "registry:3: key: from and until must be times like 2026-11-22T08:00:00Z, from the earlier one");
    refused("[a]\nrole = partner\nkey = " KEY_A " " YEAR "\nkey = " KEY_B " " YEAR "\nkey = " KEY_A " " YEAR "\n",
            "registry:5: key: more than two keys");
    refused("[a]\nself = x\n", "registry: a: role: none is given");
    refused("[a]\nquota = 1 2\n",
            "registry:2: quota: must be messages a second, bytes a second and messages unanswered");
    refused("[a]\nquota = 1 2 -3\n", "registry:2: quota: numbers are 0 to 1000000000");
    refused("[a]\nquota = 1 2 3\nquota = 1 2 3\n", "registry:3: quota: given before");
    refused("[a]\nrole = partner\nrevoked = yes\n", "registry:3: revoked: must be the time since when");
    refused("[a]\nrole = officer\ndelegated = officer b 2026-01-01 2027-01-01\n",
            "registry: a: delegated: nobody is called b");
    refused("[a]\nrole = partner\nnonsense\n", "registry:3: neither a [name] nor key = value");
    refused(PARTNER "[b]\nrole = client\nkey = " KEY_A " " YEAR "\n", "registry: partner-1 and b have the same key");
}

static void test_a_line_that_is_cut_or_binary_is_refused(void **state)
{
    char text[512] = "[a]\nrole = partner\nstation = ";
    struct error error;
    (void)state;
    memset(text + strlen(text), 'x', 300);
    refused(text, "registry:3: the line is too long or is no text");
    assert_null(registry_parse("[a]\nro\0le = partner\n", 20, "registry", &error));
    assert_string_equal(error.text, "registry:2: the line is too long or is no text");
}

static void test_many_identities_are_each_found_by_their_key(void **state)
{
    static char text[REGISTRY_MOST * 160];
    size_t used = 0;
    (void)state;
    for (uint32_t i = 0; i < REGISTRY_MOST; i++) {
        uint8_t key[KEY_SIZE] = {0};
        char key_text[KEY_TEXT];
        memcpy(key, &(uint32_t){i * 2654435761u}, 4);
        z85_encode(key_text, key, KEY_SIZE);
        used += (size_t)snprintf(text + used, sizeof text - used, "[p-%u]\nrole = partner\nkey = %s " YEAR "\n", i,
                                 key_text);
    }
    struct registry *registry = parsed(text);
    for (uint32_t i = 0; i < REGISTRY_MOST; i++) {
        char name[16];
        uint8_t key[KEY_SIZE] = {0};
        memcpy(key, &(uint32_t){i * 2654435761u}, 4);
        snprintf(name, sizeof name, "p-%u", i);
        assert_string_equal(registry_find_key(registry, key, at("2026-06-01"))->name, name);
    }
    registry_free(&registry);
    snprintf(text + used, sizeof text - used, "[one-more]\nrole = partner\n");
    refused(text, "registry:12290: one-more: there are more than 4096 identities");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_key_is_five_characters_for_four_bytes),
        cmocka_unit_test(test_a_key_counts_from_its_beginning_until_before_its_end),
        cmocka_unit_test(test_a_revoked_identity_is_nobody_and_is_still_named),
        cmocka_unit_test(test_two_keys_count_while_they_are_exchanged),
        cmocka_unit_test(test_an_identity_has_roles_scope_self_and_sources),
        cmocka_unit_test(test_what_is_wrong_is_named_by_file_line_and_key),
        cmocka_unit_test(test_a_line_that_is_cut_or_binary_is_refused),
        cmocka_unit_test(test_many_identities_are_each_found_by_their_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
