/* The engine and who is known: a peer that came by key, and what becomes of it when the registry changes. */
#include "stage.h"

#define STAGE_KEY "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7"
#define STAGE_KNOWN "[partner-1]\nrole = partner\nkey = " STAGE_KEY " 2026-01-01 2028-01-01\n"

static struct registry *registry_of(const char *text)
{
    struct error error = {{0}};
    struct registry *registry = registry_parse(text, strlen(text), "registry", &error);
    if (!registry)
        fail_msg("%s", error.text);
    return registry;
}

/* A long poll of partner-1, who is known by key. */
static void poll_by_key(struct stage *stage, const struct registry *registry)
{
    struct fetch fetch = {.streams.count = 1, .wait_ms = 20000};
    struct envelope envelope = stage_header(stage, "poll", "partner");
    struct peer peer = {.trusted = true, .name = "partner-1", .who = registry_find_name(registry, "partner-1")};
    TEXT_PUT(fetch.streams.at[0].name, "partner.partner-1");
    TEXT_PUT(envelope.source, "partner-1");
    TEXT_PUT(envelope.actorid, "partner-1");
    memcpy(peer.key, peer.who->keys[0].bytes, KEY_SIZE);
    engine_identities(stage->engine, registry);
    engine_request(stage->engine, &peer, stage_frames(stage, &envelope, MSG_fetch, &fetch));
    stage_turn(stage);
}

static void test_a_long_poll_goes_on_when_its_reader_is_still_known(void **state)
{
    struct stage *stage = *state;
    struct registry *before = registry_of(STAGE_KNOWN), *after = registry_of("[x]\nrole = client\n" STAGE_KNOWN);
    poll_by_key(stage, before);
    engine_identities(stage->engine, after);
    registry_free(&before); /* nothing points into it any more */
    stage_turn(stage);
    assert_null(stage_answer_to(stage, "poll"));
    stage_wait(stage, 20001);
    assert_non_null(stage_answer_to(stage, "poll"));
    engine_identities(stage->engine, NULL);
    registry_free(&after);
}

static void test_S18_a_long_poll_ends_when_its_reader_is_revoked(void **state)
{
    struct stage *stage = *state;
    struct registry *before = registry_of(STAGE_KNOWN), *after = registry_of(STAGE_KNOWN "revoked = 2026-06-01\n");
    poll_by_key(stage, before);
    assert_null(stage_answer_to(stage, "poll"));
    engine_identities(stage->engine, after);
    assert_string_equal(stage_outcome(stage, "poll"), "denied:unknown_identity");
    assert_non_null(strstr(stage->said, "event=request.denied peer=partner-1 type=anxin.fetch"));
    engine_identities(stage->engine, NULL);
    registry_free(&before);
    registry_free(&after);
}

static void test_a_long_poll_ends_when_the_key_of_its_reader_has_expired(void **state)
{
    struct stage *stage = *state;
    struct registry *registry = registry_of(STAGE_KNOWN);
    poll_by_key(stage, registry);
    stage->wall += 400 * MS_DAY;
    engine_identities(stage->engine, registry);
    assert_string_equal(stage_outcome(stage, "poll"), "denied:unknown_identity");
    engine_identities(stage->engine, NULL);
    registry_free(&registry);
}

static void test_a_long_poll_on_ipc_needs_no_key(void **state)
{
    struct stage *stage = *state;
    struct fetch fetch = {.streams.count = 1, .wait_ms = 20000};
    struct registry *registry = registry_of(STAGE_KNOWN);
    TEXT_PUT(fetch.streams.at[0].name, "tally");
    stage_send(stage, "poll", MSG_fetch, &fetch);
    stage_turn(stage);
    engine_identities(stage->engine, registry);
    assert_null(stage_answer_to(stage, "poll"));
    engine_identities(stage->engine, NULL);
    registry_free(&registry);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_long_poll_goes_on_when_its_reader_is_still_known, stage_setup,
                                        stage_teardown),
        cmocka_unit_test_setup_teardown(test_S18_a_long_poll_ends_when_its_reader_is_revoked, stage_setup,
                                        stage_teardown),
        cmocka_unit_test_setup_teardown(test_a_long_poll_ends_when_the_key_of_its_reader_has_expired, stage_setup,
                                        stage_teardown),
        cmocka_unit_test_setup_teardown(test_a_long_poll_on_ipc_needs_no_key, stage_setup, stage_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
