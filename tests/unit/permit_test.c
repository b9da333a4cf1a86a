/* The engine and the policy: own names alone, own streams alone, what is said to who may not, and what is logged. */
#include "service/quota.h"

#include "stage.h"

#define KEY "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7"
#define KNOWN                                                                                                          \
    "[partner-1]\nrole = partner\nkey = " KEY " 2026-01-01 2028-01-01\n"                                               \
    "[W-gate]\nrole = worker\nself = W-58\n"                                                                           \
    "[booking]\nrole = service\n"                                                                                      \
    "[tool]\nrole = registrar, operator\nself = *\nsource = *\n"                                                       \
    "[gone]\nrole = registrar\nrevoked = 2026-01-01\n"
#define POLICY                                                                                                         \
    "allow partner,registrar send quota.set own\nallow any ask quota.left any\nallow partner fetch partner.* own\n"    \
    "allow worker fetch feed.* own\nallow operator,service fetch * any\nallow service,operator ask * any\n"

/* A stage with people on it. */
struct people {
    struct stage *stage;
    struct registry *registry;
    struct policy *policy;
};

static int setup(void **state)
{
    struct people *people = calloc(1, sizeof *people);
    struct error error = {""};
    assert_non_null(people);
    people->stage = stage_open();
    people->registry = registry_parse(KNOWN, strlen(KNOWN), "registry", &error);
    assert_string_equal(error.text, "");
    people->policy = stage_policy(POLICY);
    engine_identities(people->stage->engine, people->registry);
    engine_policy(people->stage->engine, people->policy);
    *state = people;
    return 0;
}

static int teardown(void **state)
{
    struct people *people = *state;
    stage_close(&people->stage);
    registry_free(&people->registry);
    policy_free(&people->policy);
    free(people);
    return 0;
}

static struct peer by_key(const struct people *people, const char *name)
{
    struct peer peer = {.trusted = true, .who = registry_find_name(people->registry, name)};
    assert_non_null(peer.who);
    TEXT_PUT(peer.name, name);
    if (peer.who->keys_count > 0)
        memcpy(peer.key, peer.who->keys[0].bytes, KEY_SIZE);
    return peer;
}

/* Who asks: by key (NULL: on ipc), and what the header says. */
struct asker {
    const char *key, *source, *actor, *role, *acted_for;
};

static struct envelope header_of(struct stage *stage, struct asker from, const char *id)
{
    struct envelope envelope = stage_header(stage, id, from.role);
    TEXT_PUT(envelope.source, from.source);
    TEXT_PUT(envelope.actorid, from.actor);
    TEXT_PUT(envelope.actorfor, from.acted_for ? from.acted_for : "");
    return envelope;
}

static const char *asks(struct people *people, struct asker from, const char *id, enum message_type type,
                        const void *body)
{
    struct stage *stage = people->stage;
    struct peer peer = from.key ? by_key(people, from.key) : stage->peer;
    struct envelope envelope = header_of(stage, from, id);
    engine_request(stage->engine, &peer, stage_frames(stage, &envelope, type, body));
    stage_turn(stage);
    const struct stage_sent *sent = stage_answer_to(stage, id);
    return sent && text_same(sent->envelope.type, "anxin.answer") ? stage_outcome(stage, id) : "";
}

static const char *sets(struct people *people, struct asker from, const char *id)
{
    struct quota_set set = {.year = 2027, .programme = "P"};
    return asks(people, from, id, MSG_quota_set, &set);
}

/* What became of a fetch of that stream. */
static const char *reads(struct people *people, struct asker from, const char *id, const char *stream)
{
    struct fetch fetch = {.streams.count = 1};
    TEXT_PUT(fetch.streams.at[0].name, stream);
    asks(people, from, id, MSG_fetch, &fetch);
    stage_read(people->stage, id, MSG_fetched, people->stage->fetched);
    return people->stage->fetched->streams.at[0].outcome;
}

static void test_anothers_source_is_refused_and_nothing_is_done(void **state)
{
    struct people *people = *state;
    struct asker own = {"partner-1", "partner-1", "partner-1", "partner", NULL};
    struct asker spoof = {"partner-1", "partner-2", "partner-1", "partner", NULL};
    assert_string_equal(sets(people, spoof, "a"), "denied:source");
    assert_string_equal(sets(people, own, "a"), "done:");
    assert_int_equal(stage_tally(people->stage, "P"), 1);
}

static void test_the_answer_to_anothers_command_is_not_told_to_who_repeats_it(void **state)
{
    struct people *people = *state;
    struct asker registrar = {NULL, "partner-2", "desk", "registrar", NULL};
    struct asker spoof = {"partner-1", "partner-2", "partner-1", "partner", NULL};
    assert_string_equal(sets(people, registrar, "a"), "done:");
    stage_forget(people->stage);
    assert_string_equal(sets(people, spoof, "a"), "denied:source");
}

static void test_who_is_known_by_key_acts_under_own_names_alone(void **state)
{
    struct people *people = *state;
    struct asker other = {"partner-1", "partner-1", "W-58", "partner", NULL};
    struct asker for_other = {"partner-1", "partner-1", "partner-1", "partner", "W-58"};
    struct asker role = {"partner-1", "partner-1", "partner-1", "registrar", NULL};
    struct asker tool = {"tool", "demo", "R-7", "registrar", "R-7"};
    assert_string_equal(sets(people, other, "a"), "denied:actor");
    assert_string_equal(sets(people, for_other, "b"), "denied:actor");
    assert_string_equal(sets(people, role, "c"), "denied:role");
    assert_string_equal(sets(people, tool, "d"), "done:");
}

static void test_a_partner_reads_its_own_stream_and_no_other(void **state)
{
    struct people *people = *state;
    struct asker partner = {"partner-1", "partner-1", "partner-1", "partner", NULL};
    static const char *const others[] = {"partner.partner-2", "tally", "feed.partner-1", "partner.", "feed.W-58"};
    assert_string_equal(reads(people, partner, "own", "partner.partner-1"), "ok");
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        char id[8];
        snprintf(id, sizeof id, "f-%zu", i);
        assert_string_equal(reads(people, partner, id, others[i]), "denied");
    }
    partner.source = "partner-2";
    struct fetch fetch = {.streams.count = 1, .streams.at[0].name = "partner.partner-2"};
    assert_string_equal(asks(people, partner, "spoof", MSG_fetch, &fetch), "denied:source");
}

static void test_a_worker_reads_the_own_feed_and_a_service_reads_everything(void **state)
{
    struct people *people = *state;
    struct asker worker = {"W-gate", "W-gate", "W-58", "worker", NULL},
                 service = {"booking", "booking", "booking", "", NULL};
    assert_string_equal(reads(people, worker, "a", "feed.W-58"), "ok");
    assert_string_equal(reads(people, worker, "b", "feed.W-59"), "denied");
    assert_string_equal(reads(people, worker, "c", "tally"), "denied");
    assert_string_equal(reads(people, service, "d", "tally"), "ok");
    assert_string_equal(reads(people, service, "e", "partner.partner-1"), "ok");
}

/* On ipc a trusted uid claims any role; the role that it claims is held to the policy. */
static void test_on_ipc_the_role_that_is_claimed_counts(void **state)
{
    struct people *people = *state;
    struct asker nobody = {NULL, "desk", "", "", NULL}, partner = {NULL, "miniapp", "miniapp", "partner", NULL};
    assert_string_equal(reads(people, nobody, "a", "tally"), "ok");
    assert_string_equal(reads(people, partner, "b", "partner.miniapp"), "ok");
    assert_string_equal(reads(people, partner, "c", "partner.other"), "denied");
    assert_string_equal(sets(people, (struct asker){NULL, "desk", "x", "worker", NULL}, "d"), "denied:role");
    assert_string_equal(sets(people, (struct asker){NULL, "desk", "gone", "registrar", NULL}, "e"),
                        "denied:unknown_identity");
}

static void test_a_follower_tells_of_itself_alone(void **state)
{
    struct people *people = *state;
    struct service_status_answer status;
    struct applied applied = {.follower = "booking", .streams.count = 1};
    sets(people, (struct asker){NULL, "desk", "x", "registrar", NULL}, "set");
    TEXT_PUT(applied.streams.at[0].name, "tally");
    asks(people, (struct asker){"partner-1", "partner-1", "partner-1", "partner", NULL}, "a", MSG_applied, &applied);
    stage_status(people->stage, &status);
    assert_int_equal(status.followers.count, 0);
    assert_int_equal(status.denied, 1);
    applied.streams.at[0].after = 1;
    asks(people, (struct asker){"booking", "booking", "booking", "", NULL}, "b", MSG_applied, &applied);
    stage_status(people->stage, &status);
    assert_int_equal(status.followers.count, 1);
}

static void test_over_the_intake_anothers_source_gets_no_word_into_its_stream(void **state)
{
    struct people *people = *state;
    struct stage *stage = people->stage;
    struct quota_set set = {.year = 2027, .programme = "P"};
    struct peer peer = by_key(people, "partner-1");
    struct asker spoof = {"partner-1", "partner-2", "partner-1", "partner", NULL};
    struct envelope envelope = header_of(stage, spoof, "a");
    engine_intake(stage->engine, &peer, stage_frames(stage, &envelope, MSG_quota_set, &set));
    stage_turn(stage);
    assert_int_equal(stage_stream(stage, "partner.partner-2", stage->fetched), 0);
    TEXT_PUT(envelope.source, "partner-1");
    engine_intake(stage->engine, &peer, stage_frames(stage, &envelope, MSG_quota_set, &set));
    stage_turn(stage);
    assert_int_equal(stage_stream(stage, "partner.partner-1", stage->fetched), 1);
    assert_int_equal(stage_tally(stage, "P"), 1);
}

/* Nor does it burn an id of that one: what was not its own stands nowhere but in the trail. */
static void test_over_the_intake_a_type_that_nobody_knows_opens_no_way_to_anothers_stream(void **state)
{
    struct people *people = *state;
    struct stage *stage = people->stage;
    struct peer peer = by_key(people, "partner-1");
    struct envelope envelope =
        header_of(stage, (struct asker){"partner-1", "partner-2", "partner-1", "partner", NULL}, "a");
    struct frames *frames =
        stage_frames(stage, &envelope, MSG_quota_set, &(struct quota_set){.year = 2027, .programme = "P"});
    struct flaw flaw;
    TEXT_PUT(envelope.type, "no.such_type");
    frames->at[1].size = (size_t)envelope_encode(&envelope, stage->header, sizeof stage->header, &flaw);
    engine_intake(stage->engine, &peer, frames);
    stage_turn(stage);
    assert_int_equal(stage_stream(stage, "partner.partner-2", stage->fetched), 0);
    assert_non_null(strstr(stage->said, "request.denied peer=partner-1 type=no.such_type code=source"));
    struct asker honest = {NULL, "partner-2", "desk", "registrar", NULL};
    assert_string_equal(sets(people, honest, "a"), "done:");
}

static void test_who_speaks_under_anothers_source_over_the_intake_stands_in_the_trail(void **state)
{
    struct people *people = *state;
    struct stage *stage = people->stage;
    static struct audit_list_answer listed;
    struct peer peer = by_key(people, "partner-1");
    struct envelope envelope =
        header_of(stage, (struct asker){"partner-1", "partner-2", "partner-1", "partner", NULL}, "a");
    engine_intake(stage->engine, &peer,
                  stage_frames(stage, &envelope, MSG_quota_set, &(struct quota_set){.year = 2027, .programme = "P"}));
    stage_turn(stage);
    engine_policy(stage->engine, NULL);
    stage_send(stage, "list", MSG_audit_list, &(struct audit_list){0});
    stage_turn(stage);
    stage_read(stage, "list", MSG_audit_list_answer, &listed);
    bool found = false;
    for (uint32_t i = 0; i < listed.rows.count; i++)
        found =
            found || (text_same(listed.rows.at[i].who, "partner-1") && text_same(listed.rows.at[i].code, "source") &&
                      text_same(listed.rows.at[i].decision, "denied"));
    assert_true(found);
}

static void test_a_role_that_may_not_is_told_so_over_the_intake_once(void **state)
{
    struct people *people = *state;
    struct stage *stage = people->stage;
    struct quota_set set = {.year = 2027, .programme = "P"};
    struct envelope envelope = header_of(stage, (struct asker){NULL, "miniapp", "", "worker", NULL}, "a");
    for (int i = 0; i < 2; i++) {
        engine_intake(stage->engine, &stage->peer, stage_frames(stage, &envelope, MSG_quota_set, &set));
        stage_turn(stage);
    }
    assert_int_equal(stage_stream(stage, "partner.miniapp", stage->fetched), 1);
    assert_int_equal(stage_tally(stage, "P"), 0);
}

static void test_a_row_that_denies_is_named_in_the_answer(void **state)
{
    struct people *people = *state;
    struct policy *policy = stage_policy("allow any send * any\ndeny registrar send quota.set # not now\n");
    struct answer answer;
    engine_policy(people->stage->engine, policy);
    assert_string_equal(sets(people, (struct asker){NULL, "desk", "x", "registrar", NULL}, "a"), "denied:role");
    stage_read(people->stage, "a", MSG_answer, &answer);
    assert_string_equal(answer.detail, "The policy says in line 2: deny registrar send quota.set");
    engine_policy(people->stage->engine, NULL);
    policy_free(&policy);
}

static void test_a_policy_that_changes_ends_the_polls_that_it_denies(void **state)
{
    struct people *people = *state;
    struct stage *stage = people->stage;
    struct fetch fetch = {.streams.count = 1, .wait_ms = 20000};
    struct policy *narrow = stage_policy("allow operator fetch * any\n");
    struct asker partner = {"partner-1", "partner-1", "partner-1", "partner", NULL};
    TEXT_PUT(fetch.streams.at[0].name, "partner.partner-1");
    asks(people, partner, "poll", MSG_fetch, &fetch);
    assert_null(stage_answer_to(stage, "poll"));
    engine_policy(stage->engine, narrow);
    stage_turn(stage);
    stage_read(stage, "poll", MSG_fetched, stage->fetched);
    assert_string_equal(stage->fetched->streams.at[0].outcome, "denied");
    engine_policy(stage->engine, NULL);
    policy_free(&narrow);
}

static int denials_logged(const struct stage *stage)
{
    int count = 0;
    for (const char *at = stage->said; (at = strstr(at, "event=request.denied")) != NULL; at++)
        count++;
    return count;
}

static void test_a_denial_is_logged_once_a_minute_for_who_and_what_and_always_counted(void **state)
{
    struct people *people = *state;
    struct stage *stage = people->stage;
    struct service_status_answer status;
    struct asker spoof = {"partner-1", "partner-2", "partner-1", "partner", NULL};
    char id[16];
    for (int i = 0; i < 100; i++) {
        snprintf(id, sizeof id, "a-%d", i);
        sets(people, spoof, id);
    }
    assert_int_equal(denials_logged(stage), 1);
    reads(people, (struct asker){"partner-1", "partner-1", "partner-1", "partner", NULL}, "f", "tally");
    assert_int_equal(denials_logged(stage), 2);
    stage_wait(stage, MS_MINUTE);
    sets(people, spoof, "later");
    assert_int_equal(denials_logged(stage), 3);
    stage_status(stage, &status);
    assert_int_equal(status.denied, 102);
}

static void test_more_denials_than_a_minute_holds_fill_no_log(void **state)
{
    struct people *people = *state;
    char id[16], stream[24];
    struct asker partner = {"partner-1", "partner-1", "partner-1", "partner", NULL};
    for (int i = 0; i < 600; i++) {
        snprintf(id, sizeof id, "a-%d", i);
        snprintf(stream, sizeof stream, "other.%d", i);
        reads(people, partner, id, stream);
    }
    assert_in_range(denials_logged(people->stage), 100, 512);
}

/* ---- quotas ---- */

static const struct quota few = {.messages = 5, .bytes = 0, .outstanding = 0};

static void test_a_bucket_holds_a_second_and_fills_with_time(void **state)
{
    struct quotas *quotas = quotas_open();
    (void)state;
    for (int i = 0; i < 5; i++)
        assert_int_equal(quota_take(quotas, "a", &few, 1000, 100, 0), 0);
    int64_t wait = quota_take(quotas, "a", &few, 1000, 100, 0);
    assert_in_range(wait, 1, 200);
    assert_int_equal(quota_take(quotas, "b", &few, 1000, 100, 0), 0); /* each sender has its own */
    assert_int_equal(quota_take(quotas, "a", &few, 1000 + wait, 100, 0), 0);
    int taken = 0;
    for (int64_t mono = 2000; mono < 12000; mono++)
        taken += quota_take(quotas, "a", &few, mono, 100, 0) == 0;
    assert_in_range(taken, 49, 56);
    quotas_close(&quotas);
}

static void test_a_large_message_is_taken_and_paid_for_afterwards(void **state)
{
    const struct quota bytes = {.bytes = 1000};
    struct quotas *quotas = quotas_open();
    (void)state;
    assert_int_equal(quota_take(quotas, "a", &bytes, 1000, 65536, 0), 0);
    assert_in_range(quota_take(quotas, "a", &bytes, 1000, 1, 0), 64000, 65000);
    assert_true(quota_take(quotas, "a", &bytes, 4000, 1, 0) > 0);
    assert_int_equal(quota_take(quotas, "a", &bytes, 70000, 1, 0), 0);
    quotas_close(&quotas);
}

static void test_more_senders_than_fit_are_held_to_their_quota_still(void **state)
{
    struct quotas *quotas = quotas_open();
    char name[16];
    (void)state;
    for (int i = 0; i < 3 * QUOTA_SENDERS; i++) {
        snprintf(name, sizeof name, "s-%d", i);
        assert_int_equal(quota_take(quotas, name, &few, 1000 + i, 1, 0), 0);
    }
    quotas_close(&quotas);
}

static void test_who_sends_more_than_the_quota_is_told_when_and_nothing_is_kept_of_it(void **state)
{
    struct people *people = *state;
    struct stage *stage = people->stage;
    struct asker partner = {"partner-1", "partner-1", "partner-1", "partner", NULL};
    struct service_status_answer status;
    struct answer answer;
    char id[16];
    stage->config.quota_messages = 5;
    for (int i = 0; i < 5; i++) {
        snprintf(id, sizeof id, "a-%d", i);
        assert_string_equal(sets(people, partner, id), "done:");
    }
    assert_string_equal(sets(people, partner, "more"), "overloaded:quota");
    stage_read(stage, "more", MSG_answer, &answer);
    assert_in_range(answer.retry_ms, 1, 1000);
    stage_status(stage, &status);
    assert_int_equal(status.over_quota, 1);
    stage_wait(stage, 1000);
    stage_forget(stage);
    assert_string_equal(sets(people, partner, "more"), "done:");
    assert_int_equal(stage_tally(stage, "P"), 6);
}

static void test_a_quota_in_the_registry_goes_before_the_settings(void **state)
{
    struct people *people = *state;
    struct error error = {""};
    static const char text[] = "[partner-1]\nrole = partner\nquota = 1 0 0\n[x]\nrole = registrar\nquota = 2 0 1\n";
    struct registry *registry = registry_parse(text, sizeof text - 1, "registry", &error), *old = people->registry;
    struct asker partner = {"partner-1", "partner-1", "partner-1", "partner", NULL};
    assert_string_equal(error.text, "");
    people->registry = registry;
    engine_identities(people->stage->engine, registry);
    registry_free(&old);
    assert_string_equal(sets(people, partner, "a"), "done:");
    assert_string_equal(sets(people, partner, "b"), "overloaded:quota");
    assert_string_equal(sets(people, (struct asker){NULL, "desk", "x", "registrar", NULL}, "c"), "done:");
    assert_string_equal(sets(people, (struct asker){NULL, "desk", "y", "registrar", NULL}, "d"), "done:");
}

static void test_who_waits_for_too_many_answers_asks_no_more(void **state)
{
    struct people *people = *state;
    struct stage *stage = people->stage;
    struct fetch fetch = {.streams.count = 1, .wait_ms = 20000};
    struct asker partner = {"partner-1", "partner-1", "partner-1", "partner", NULL};
    TEXT_PUT(fetch.streams.at[0].name, "partner.partner-1");
    stage->config.quota_outstanding = 2;
    asks(people, partner, "p-1", MSG_fetch, &fetch);
    asks(people, partner, "p-2", MSG_fetch, &fetch);
    assert_string_equal(asks(people, partner, "p-3", MSG_fetch, &fetch), "overloaded:quota");
}

/* ---- what the trail keeps of it ---- */

static const struct audit_row *row_of(struct people *people, const char *what)
{
    static struct audit_list_answer all;
    struct stage *stage = people->stage;
    struct audit_list list = {0};
    stage_forget(stage);
    stage_send(stage, "trail", MSG_audit_list, &list);
    stage_turn(stage);
    stage_read(stage, "trail", MSG_audit_list_answer, &all);
    for (uint32_t i = all.rows.count; i-- > 0;)
        if (text_same(all.rows.at[i].what, what))
            return &all.rows.at[i];
    return NULL;
}

#define TRAIL_POLICY POLICY "allow operator admin audit.* any\n"

static void test_a_stream_that_is_denied_stands_in_the_trail_once_a_minute(void **state)
{
    struct people *people = *state;
    struct asker partner = {"partner-1", "partner-1", "partner-1", "partner", NULL};
    struct policy *policy = stage_policy(TRAIL_POLICY);
    engine_policy(people->stage->engine, policy);
    for (int i = 0; i < 5; i++)
        reads(people, partner, "f", "partner.partner-2");
    const struct audit_row *row = row_of(people, "anxin.fetch");
    assert_non_null(row);
    assert_string_equal(row->who, "partner-1");
    assert_string_equal(row->object, "partner.partner-2");
    assert_string_equal(row->decision, "denied");
    assert_string_equal(row->code, "stream");
    stage_wait(people->stage, 61000);
    assert_int_equal(row_of(people, "anxin.fetch")->count, 4);
    engine_policy(people->stage->engine, NULL);
    policy_free(&policy);
}

/* A9.6 */
static void test_who_acts_in_a_lent_role_stands_in_the_trail_with_whose_it_is(void **state)
{
    struct people *people = *state;
    struct error error = {""};
    struct policy *policy = stage_policy(TRAIL_POLICY);
    const char *text = "[L-1]\nrole = registrar\n"
                       "[A-2]\nrole = worker\nkey = " KEY " 2026-01-01 2028-01-01\n"
                       "delegated = registrar L-1 2026-01-01 2028-01-01\n";
    struct registry *old = people->registry;
    people->registry = registry_parse(text, strlen(text), "registry", &error);
    assert_string_equal(error.text, "");
    engine_identities(people->stage->engine, people->registry);
    registry_free(&old);
    engine_policy(people->stage->engine, policy);
    sets(people, (struct asker){"A-2", "A-2", "A-2", "registrar", NULL}, "q-1");
    const struct audit_row *row = row_of(people, "quota.set");
    assert_non_null(row);
    assert_string_equal(row->who, "A-2");
    assert_string_equal(row->role, "registrar");
    assert_string_equal(row->actorfor, "L-1");
    sets(people, (struct asker){"L-1", "L-1", "L-1", "registrar", NULL}, "q-2");
    assert_string_equal(row_of(people, "quota.set")->actorfor, "");
    engine_policy(people->stage->engine, NULL);
    policy_free(&policy);
}

static void test_what_changes_of_who_is_known_stands_in_the_trail(void **state)
{
    struct people *people = *state;
    struct error error = {""};
    struct policy *policy = stage_policy(TRAIL_POLICY);
    const char *text = "[partner-1]\nrole = partner\nkey = " KEY " 2026-01-01 2028-01-01\nrevoked = 2026-06-01\n"
                       "[new-one]\nrole = partner\n"
                       "[booking]\nrole = service\n"
                       "[tool]\nrole = registrar, operator\nself = *\nsource = *\n"
                       "delegated = registrar new-one 2026-01-01 2028-01-01\n"
                       "[gone]\nrole = registrar\n";
    struct registry *old = people->registry;
    people->registry = registry_parse(text, strlen(text), "registry", &error);
    assert_string_equal(error.text, "");
    engine_identities(people->stage->engine, people->registry);
    registry_free(&old);
    engine_policy(people->stage->engine, policy);
    assert_string_equal(row_of(people, "keys.revoked")->object, "partner-1");
    assert_string_equal(row_of(people, "keys.new")->object, "new-one");
    assert_string_equal(row_of(people, "keys.allowed")->object, "gone");
    assert_string_equal(row_of(people, "keys.delegated")->object, "tool");
    assert_string_equal(row_of(people, "keys.removed")->object, "W-gate");
    assert_non_null(row_of(people, "policy.reloaded"));
    engine_policy(people->stage->engine, NULL);
    policy_free(&policy);
}

#define PERMIT_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        PERMIT_TEST(test_anothers_source_is_refused_and_nothing_is_done),
        PERMIT_TEST(test_the_answer_to_anothers_command_is_not_told_to_who_repeats_it),
        PERMIT_TEST(test_who_is_known_by_key_acts_under_own_names_alone),
        PERMIT_TEST(test_a_partner_reads_its_own_stream_and_no_other),
        PERMIT_TEST(test_a_worker_reads_the_own_feed_and_a_service_reads_everything),
        PERMIT_TEST(test_on_ipc_the_role_that_is_claimed_counts),
        PERMIT_TEST(test_a_follower_tells_of_itself_alone),
        PERMIT_TEST(test_over_the_intake_anothers_source_gets_no_word_into_its_stream),
        PERMIT_TEST(test_over_the_intake_a_type_that_nobody_knows_opens_no_way_to_anothers_stream),
        PERMIT_TEST(test_who_speaks_under_anothers_source_over_the_intake_stands_in_the_trail),
        PERMIT_TEST(test_a_role_that_may_not_is_told_so_over_the_intake_once),
        PERMIT_TEST(test_a_row_that_denies_is_named_in_the_answer),
        PERMIT_TEST(test_a_policy_that_changes_ends_the_polls_that_it_denies),
        PERMIT_TEST(test_a_denial_is_logged_once_a_minute_for_who_and_what_and_always_counted),
        PERMIT_TEST(test_more_denials_than_a_minute_holds_fill_no_log),
        cmocka_unit_test(test_a_bucket_holds_a_second_and_fills_with_time),
        cmocka_unit_test(test_a_large_message_is_taken_and_paid_for_afterwards),
        cmocka_unit_test(test_more_senders_than_fit_are_held_to_their_quota_still),
        PERMIT_TEST(test_who_sends_more_than_the_quota_is_told_when_and_nothing_is_kept_of_it),
        PERMIT_TEST(test_a_quota_in_the_registry_goes_before_the_settings),
        PERMIT_TEST(test_who_waits_for_too_many_answers_asks_no_more),
        PERMIT_TEST(test_a_stream_that_is_denied_stands_in_the_trail_once_a_minute),
        PERMIT_TEST(test_who_acts_in_a_lent_role_stands_in_the_trail_with_whose_it_is),
        PERMIT_TEST(test_what_changes_of_who_is_known_stands_in_the_trail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
