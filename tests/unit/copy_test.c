/* Copies of a store that is too big for one turn (guarantee 5: whoever copies hurts nobody else). */
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "stage.h"

#include "service/verify.h"

static char copy_path[160], part_path[180];

/* A store of more steps than one, as a daemon's stands in its data folder. */
static void begin(struct stage *stage)
{
    static const char fill[] = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)"
                               " INSERT INTO meta SELECT 'fill-' || i, hex(zeroblob(1000)) FROM n";
    sqlite3 *db = NULL;
    engine_close(&stage->engine);
    assert_int_equal(sqlite3_open(stage->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, fill, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    TEXT_PUT(stage->config.data, stage->folder);
    stage_start(stage);
    snprintf(copy_path, sizeof copy_path, "%s-copy", stage->path);
    snprintf(part_path, sizeof part_path, "%s-part", copy_path);
}

static void ask(struct stage *stage, const char *id)
{
    struct store_copy copy = {.path = "store.db-copy"};
    stage_send(stage, id, MSG_store_copy, &copy);
    stage_turn(stage);
}

/* The last thing said of that request is an answer, not how far it is. */
static bool ended(struct stage *stage, const char *id)
{
    const struct stage_sent *last = stage_answer_to(stage, id);
    return last && text_same(last->envelope.type, "answer");
}

static int finish(struct stage *stage, const char *id)
{
    int turns = 0;
    for (; !ended(stage, id) && turns < 100; turns++)
        stage_turn(stage);
    return turns;
}

static struct store *copy_open(struct ledger **ledger)
{
    static const uint8_t seed[8];
    struct error error = {""};
    struct store_options options = {.path = copy_path,
                                    .service = "tally",
                                    .migrations = tally_migrations,
                                    .statements = tally_tables,
                                    .read_only = true};
    struct store *store = store_open(&options, &error);
    assert_string_equal(error.text, "");
    *ledger = ledger_open(store, seed, &error);
    assert_non_null(*ledger);
    return store;
}

static void complain(void *self, const char *text)
{
    (void)self;
    fail_msg("%s", text);
}

/* DESIGN 5 */
static void test_commands_are_answered_between_the_steps_and_the_copy_holds_them(void **state)
{
    struct stage *stage = *state;
    struct ledger *ledger;
    struct head head;
    int64_t events = 0;
    begin(stage);
    ask(stage, "copy");
    for (int i = 1; i <= 3; i++) {
        char id[8];
        snprintf(id, sizeof id, "c-%u", (unsigned)i % 100);
        assert_false(ended(stage, "copy"));
        stage_set(stage, id, "a", 0);
        stage_turn(stage);
        assert_string_equal(stage_outcome(stage, id), "done:");
    }
    assert_true(engine_busy(stage->engine));
    finish(stage, "copy");
    assert_string_equal(stage_outcome(stage, "copy"), "done:");
    assert_false(engine_busy(stage->engine));
    struct store *store = copy_open(&ledger);
    assert_int_equal(ledger_head(ledger, "tally", &head), 1);
    assert_int_equal(head.last, 3);
    assert_int_equal(store_integrity(store, complain, NULL), 0);
    assert_int_equal(ledger_verify(ledger, complain, NULL, &events), 0);
    assert_true(events >= 3);
    ledger_close(&ledger);
    store_close(&store);
}

static void test_one_copy_at_a_time_and_the_second_asker_is_told(void **state)
{
    struct stage *stage = *state;
    struct store_copy other = {.path = "store.db-other"};
    struct answer answer;
    begin(stage);
    ask(stage, "first");
    stage_send(stage, "second", MSG_store_copy, &other);
    stage_turn(stage);
    assert_string_equal(stage_outcome(stage, "second"), "overloaded:busy");
    stage_read(stage, "second", MSG_answer, &answer);
    assert_string_equal(answer.detail, "Another copy of this store is being made: one at a time.");
    finish(stage, "first");
    assert_string_equal(stage_outcome(stage, "first"), "done:");
    ask(stage, "third");
    assert_string_equal(stage_outcome(stage, "third"), "refused:copy");
}

static void test_the_asker_hears_how_far_it_is(void **state)
{
    struct stage *stage = *state;
    struct store_copying news;
    begin(stage);
    ask(stage, "copy");
    assert_null(stage_answer_to(stage, "copy"));
    stage->mono += 1000;
    stage_turn(stage);
    stage_read(stage, "copy", MSG_store_copying, &news);
    assert_true(news.done > 0 && news.done < news.all);
    assert_true(news.all > 5000 * 2000);
    finish(stage, "copy");
}

static void test_a_copy_whose_asker_has_gone_ends_and_leaves_nothing(void **state)
{
    struct stage *stage = *state;
    begin(stage);
    ask(stage, "copy");
    assert_int_equal(access(part_path, F_OK), 0);
    stage->gone = true;
    stage->mono += 1000;
    stage_turn(stage);
    stage->gone = false;
    assert_false(engine_busy(stage->engine));
    assert_int_equal(access(part_path, F_OK), -1);
    assert_int_equal(access(copy_path, F_OK), -1);
}

static void test_the_drain_ends_a_copy_with_an_answer(void **state)
{
    struct stage *stage = *state;
    begin(stage);
    ask(stage, "copy");
    engine_drain(stage->engine);
    stage_turn(stage);
    assert_string_equal(stage_outcome(stage, "copy"), "overloaded:ended");
    assert_int_equal(access(part_path, F_OK), -1);
}

static void test_a_disk_that_fills_up_ends_a_copy_and_the_service_goes_on(void **state)
{
    struct stage *stage = *state;
    begin(stage);
    ask(stage, "copy");
    stage->disk.full = true;
    finish(stage, "copy");
    stage->disk.full = false;
    assert_string_equal(stage_outcome(stage, "copy"), "refused:copy");
    assert_int_equal(access(part_path, F_OK), -1);
    stage_wait(stage, 4000);
    stage_set(stage, "c-1", "a", 0);
    stage_turn(stage);
    assert_string_equal(stage_outcome(stage, "c-1"), "done:");
}

static void test_a_store_that_is_opened_again_ends_a_copy(void **state)
{
    struct stage *stage = *state;
    begin(stage);
    ask(stage, "copy");
    stage->disk.sync_fails = true;
    stage_set(stage, "c-1", "a", 0);
    stage_turn(stage);
    stage->disk.sync_fails = false;
    stage->mono += STAGE_SICK_MS;
    stage_turn(stage);
    assert_string_equal(stage_outcome(stage, "copy"), "overloaded:ended");
    assert_int_equal(access(copy_path, F_OK), -1);
    assert_int_equal(access(part_path, F_OK), -1);
}

static void copy_until_killed(const char *path, int steps)
{
    struct error error;
    struct store_options options = {
        .path = path, .service = "tally", .migrations = tally_migrations, .statements = tally_tables};
    struct store *store = store_open(&options, &error);
    struct copying *copying = store ? copy_begin(store, copy_path) : NULL;
    for (int i = 0; copying && i < steps; i++)
        if (copy_step(copying, 256) != 0)
            _exit(1);
    kill(copying ? getpid() : 0, SIGKILL);
}

/* Guarantee 6 */
static void test_a_process_killed_while_it_copies_leaves_nothing_that_passes_for_a_store(void **state)
{
    struct stage *stage = *state;
    begin(stage);
    for (int steps = 0; steps < 12; steps++) {
        int status = 0;
        engine_close(&stage->engine);
        pid_t child = fork();
        if (child == 0)
            copy_until_killed(stage->path, steps);
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFSIGNALED(status));
        assert_int_equal(access(copy_path, F_OK), -1);
        assert_int_equal(access(part_path, F_OK), 0);
        assert_int_equal(verify_copy(&tally_service, part_path, true), 2);
        stage_start(stage);
    }
    ask(stage, "again");
    finish(stage, "again");
    assert_string_equal(stage_outcome(stage, "again"), "done:");
    assert_int_equal(verify_copy(&tally_service, copy_path, true), 0);
    assert_int_equal(access(part_path, F_OK), -1);
}

/* S18: no store is copied on for who is nobody any more. */
static void test_a_copy_ends_when_its_asker_is_revoked(void **state)
{
#define KNOWN "[op]\nrole = operator\nkey = rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7 2026-01-01 2028-01-01\n"
#define REVOKED KNOWN "revoked = 2026-06-01\n"
    struct stage *stage = *state;
    struct error error;
    struct registry *before = registry_parse(KNOWN, strlen(KNOWN), "registry", &error);
    struct registry *after = registry_parse(REVOKED, strlen(REVOKED), "registry", &error);
    struct envelope envelope = stage_header(stage, "copy", "operator");
    struct peer peer = {.trusted = true, .name = "op", .who = registry_find_name(before, "op")};
    begin(stage);
    memcpy(peer.key, peer.who->keys[0].bytes, KEY_SIZE);
    TEXT_PUT(envelope.source, "op");
    TEXT_PUT(envelope.actorid, "op");
    engine_identities(stage->engine, before);
    engine_request(stage->engine, &peer,
                   stage_frames(stage, &envelope, MSG_store_copy, &(struct store_copy){.path = "store.db-copy"}));
    stage_turn(stage);
    assert_int_equal(access(part_path, F_OK), 0);
    engine_identities(stage->engine, after);
    assert_string_equal(stage_outcome(stage, "copy"), "denied:unknown_identity");
    for (int i = 0; i < 20; i++)
        stage_turn(stage);
    assert_int_not_equal(access(part_path, F_OK), 0);
    assert_int_not_equal(access(copy_path, F_OK), 0);
    engine_identities(stage->engine, NULL);
    registry_free(&before);
    registry_free(&after);
#undef KNOWN
#undef REVOKED
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAGE_TEST(test_commands_are_answered_between_the_steps_and_the_copy_holds_them),
        STAGE_TEST(test_one_copy_at_a_time_and_the_second_asker_is_told),
        STAGE_TEST(test_the_asker_hears_how_far_it_is),
        STAGE_TEST(test_a_copy_whose_asker_has_gone_ends_and_leaves_nothing),
        STAGE_TEST(test_the_drain_ends_a_copy_with_an_answer),
        STAGE_TEST(test_a_disk_that_fills_up_ends_a_copy_and_the_service_goes_on),
        STAGE_TEST(test_a_store_that_is_opened_again_ends_a_copy),
        STAGE_TEST(test_a_process_killed_while_it_copies_leaves_nothing_that_passes_for_a_store),
        STAGE_TEST(test_a_copy_ends_when_its_asker_is_revoked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
