/* Files of keys: which are taken, which are refused and why, and that what was known stands until something good has
 * come in its place. */
#include "keyring_fixture.h"

static struct keyring *opened(struct keys_folder *keys, const char *name)
{
    struct keyring *keyring = keyring_open(&keys->config, name, &keys->error);
    if (!keyring)
        fail_msg("%s", keys->error.text);
    return keyring;
}

/* Opening must fail with a reason that holds this text. */
static void refused(struct keys_folder *keys, const char *why)
{
    struct keyring *keyring = keyring_open(&keys->config, "booking", &keys->error);
    assert_null(keyring);
    if (!strstr(keys->error.text, why))
        fail_msg("\"%s\" does not say \"%s\"", keys->error.text, why);
}

static void test_a_secret_and_the_registry_that_knows_it_are_read(void **state)
{
    struct pair pair = pair_make();
    secret_put(*state, "booking", &pair);
    registry_put(*state, "booking", &pair, "");
    struct keyring *keyring = opened(*state, "booking");
    assert_string_equal(keyring_secret(keyring), pair.secret);
    assert_string_equal(keyring_public(keyring), pair.public);
    assert_int_equal(registry_count(keyring_registry(keyring)), 1);
    assert_int_equal(keyring_look(keyring, false, &((struct keys_folder *)*state)->error), 0);
    keyring_close(&keyring);
}

static void test_a_secret_that_others_may_read_or_change_is_refused(void **state)
{
    static const mode_t modes[] = {0644, 0440, 0404, 0600, 0500, 04400};
    struct pair pair = pair_make();
    registry_put(*state, "booking", &pair, "");
    for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++) {
        char said[48];
        file_put(*state, "booking.secret", modes[i], pair.secret);
        snprintf(said, sizeof said, "booking.secret: has mode %04o", (unsigned)modes[i]);
        refused(*state, said);
    }
    refused(*state, "chmod 0400");
}

static void test_what_is_missing_or_no_key_is_named(void **state)
{
    struct keys_folder *keys = *state;
    struct pair pair = pair_make(), other = pair_make();
    refused(keys, "/registry: No such file or directory");
    registry_put(keys, "booking", &pair, "");
    refused(keys, "/booking.secret: No such file or directory (the secret key of booking)");
    file_put(keys, "booking.secret", 0400, "too short\n");
    refused(keys, "/booking.secret: is no secret key of 40 characters (Z85)");
    file_put(keys, "booking.secret", 0400, "a line that is much longer than any key that could stand here\n");
    refused(keys, "/booking.secret: is larger than 42 bytes");
    secret_put(keys, "booking", &other);
    refused(keys, "unknown key");
    registry_put(keys, "roster", &other, "");
    refused(keys, "is that of roster, not of booking");
    registry_put(keys, "booking", &other, "revoked = 2026-01-01\n");
    refused(keys, "revoked");
}

static void test_systemd_gives_a_secret_that_its_group_may_read(void **state)
{
    struct pair pair = pair_make();
    struct keys_folder *keys = *state;
    file_put(keys, "booking.secret", 0440, pair.secret);
    registry_put(keys, "booking", &pair, "");
    setenv("CREDENTIALS_DIRECTORY", keys->folder, 1);
    TEXT_PUT(keys->config.keys, "/nowhere");
    struct keyring *keyring = opened(keys, "booking");
    unsetenv("CREDENTIALS_DIRECTORY");
    assert_string_equal(keyring_public(keyring), pair.public);
    keyring_close(&keyring);
}

static void test_a_registry_with_an_error_keeps_the_old_one_and_says_where(void **state)
{
    struct keys_folder *keys = *state;
    struct pair pair = pair_make();
    secret_put(keys, "booking", &pair);
    registry_put(keys, "booking", &pair, "[desk-1]\nrole = manager\n");
    struct keyring *keyring = opened(keys, "booking");
    registry_put(keys, "booking", &pair, "[desk-1]\nrole = emperor\n");
    assert_int_equal(keyring_look(keyring, false, &keys->error), 0);
    assert_non_null(strstr(keys->error.text, "/registry:5: role: there is no such role"));
    assert_int_equal(registry_find_name(keyring_registry(keyring), "desk-1")->roles, ROLE_MANAGER);
    assert_int_equal(keyring_look(keyring, false, &keys->error), 0); /* told once */
    assert_string_equal(keys->error.text, "");
    registry_put(keys, "booking", &pair, "[desk-1]\nrole = officer\n");
    assert_int_equal(keyring_look(keyring, false, &keys->error), KEYRING_REGISTRY);
    assert_int_equal(registry_find_name(keyring_registry(keyring), "desk-1")->roles, ROLE_OFFICER);
    keyring_close(&keyring);
}

/* Who may write there may make himself known. */
static void test_a_registry_that_others_may_change_is_refused_and_taken_when_that_is_mended(void **state)
{
    struct keys_folder *keys = *state;
    struct pair pair = pair_make();
    char text[512];
    secret_put(keys, "booking", &pair);
    TEXT_FORMAT(text, "[booking]\nrole = service\nkey = %s " ALWAYS "\n[desk-1]\nrole = manager\n", pair.public);
    file_put(keys, "registry", 0664, text);
    refused(keys, "/registry: has mode 0664, so that others can change it; chmod go-w");
    registry_put(keys, "booking", &pair, "");
    struct keyring *keyring = opened(keys, "booking");
    file_put(keys, "registry", 0646, text);
    assert_int_equal(keyring_look(keyring, false, &keys->error), 0);
    assert_non_null(strstr(keys->error.text, "has mode 0646"));
    assert_int_equal(registry_count(keyring_registry(keyring)), 1);
    assert_int_equal(chmod(keys->config.registry, 0600), 0);
    assert_int_equal(keyring_look(keyring, false, &keys->error), KEYRING_REGISTRY);
    assert_int_equal(registry_count(keyring_registry(keyring)), 2);
    keyring_close(&keyring);
}

static void test_a_registry_that_is_gone_keeps_the_old_one(void **state)
{
    struct keys_folder *keys = *state;
    struct pair pair = pair_make();
    secret_put(keys, "booking", &pair);
    registry_put(keys, "booking", &pair, "");
    struct keyring *keyring = opened(keys, "booking");
    assert_int_equal(unlink(keys->config.registry), 0);
    assert_int_equal(keyring_look(keyring, true, &keys->error), 0);
    assert_non_null(strstr(keys->error.text, "No such file"));
    assert_int_equal(registry_count(keyring_registry(keyring)), 1);
    keyring_close(&keyring);
}

static void test_a_new_secret_is_taken_when_the_registry_knows_it_and_not_before(void **state)
{
    struct keys_folder *keys = *state;
    struct pair old = pair_make(), new = pair_make();
    char second[128];
    secret_put(keys, "booking", &old);
    registry_put(keys, "booking", &old, "");
    struct keyring *keyring = opened(keys, "booking");
    secret_put(keys, "booking", &new);
    assert_int_equal(keyring_look(keyring, false, &keys->error), 0);
    assert_non_null(strstr(keys->error.text, "unknown key"));
    assert_string_equal(keyring_secret(keyring), old.secret);
    snprintf(second, sizeof second, "key = %s " ALWAYS "\n", new.public);
    registry_put(keys, "booking", &old, second);
    assert_int_equal(keyring_look(keyring, false, &keys->error), KEYRING_REGISTRY | KEYRING_SECRET);
    assert_string_equal(keys->error.text, "");
    assert_string_equal(keyring_secret(keyring), new.secret);
    keyring_close(&keyring);
}

static void test_a_registry_that_revokes_ourselves_still_counts_for_the_others(void **state)
{
    struct keys_folder *keys = *state;
    struct pair pair = pair_make();
    secret_put(keys, "booking", &pair);
    registry_put(keys, "booking", &pair, "[desk-1]\nrole = manager\n");
    struct keyring *keyring = opened(keys, "booking");
    registry_put(keys, "booking", &pair, "revoked = 2026-01-01\n[desk-1]\nrole = manager\nrevoked = 2026-01-01\n");
    assert_int_equal(keyring_look(keyring, false, &keys->error), KEYRING_REGISTRY);
    assert_non_null(strstr(keys->error.text, "revoked"));
    assert_true(registry_find_name(keyring_registry(keyring), "desk-1")->revoked);
    keyring_close(&keyring);
}

int main(void)
{
#define KEYS_TEST(test) cmocka_unit_test_setup_teardown(test, keys_setup, keys_teardown)
    const struct CMUnitTest tests[] = {
        KEYS_TEST(test_a_secret_and_the_registry_that_knows_it_are_read),
        KEYS_TEST(test_a_secret_that_others_may_read_or_change_is_refused),
        KEYS_TEST(test_what_is_missing_or_no_key_is_named),
        KEYS_TEST(test_systemd_gives_a_secret_that_its_group_may_read),
        KEYS_TEST(test_a_registry_with_an_error_keeps_the_old_one_and_says_where),
        KEYS_TEST(test_a_registry_that_others_may_change_is_refused_and_taken_when_that_is_mended),
        KEYS_TEST(test_a_registry_that_is_gone_keeps_the_old_one),
        KEYS_TEST(test_a_new_secret_is_taken_when_the_registry_knows_it_and_not_before),
        KEYS_TEST(test_a_registry_that_revokes_ourselves_still_counts_for_the_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
