/* Certificates of a body that are revoked at once (R6), and forged ones (D7 row 4). Every test ends with all invariants
 * checked (bench.h). */
#include "roster_desk.h"

/* A skill certificate of that body, verified; its number is DEMO-2026-ID. */
static void hand_in_skill(struct bench *bench, const char *of, const char *id, const char *type, const char *body)
{
    struct cert_register cert = paper(of, id, type, day(1, 1), day(12, 1));
    TEXT_PUT(cert.body, body);
    bench_done(bench, boss, MSG_cert_register, &cert);
    verify(bench, id, "");
}

static struct revocation_get_answer revocation_now(struct bench *bench)
{
    struct revocation_get_answer answer;
    struct revocation_get asked = {.id = "R-1"};
    bench_query(bench, boss, MSG_revocation_get, &asked, MSG_revocation_get_answer, &answer);
    return answer;
}

/* R6, D7 row 9 */
static void test_all_certificates_of_a_body_are_revoked_by_one_command(void **state)
{
    struct bench *bench = *state;
    struct revocation_order order = order_of("demo_body");
    struct revocation_ordered ordered;
    struct revocation_done done;
    struct cert_revoked revoked;
    struct cert_suspend suspend = {.cert = "background"};
    hire_green(bench, day(12, 1));
    hire(bench, "W-2");
    hand_in_skill(bench, "W-2", "matron", "matron", "other_body");
    bench_done(bench, registrar, MSG_cert_suspend, &suspend);
    struct answer answer = bench_command(bench, registrar, MSG_revocation_order, &order);
    assert_string_equal(answer.outcome, "done");
    assert_int_equal(answer.count, 4);
    assert_string_equal(answer.subject, "R-1");
    assert_int_equal(said(bench, MSG_revocation_ordered, &ordered), 1);
    assert_int_equal(ordered.count, 4);
    assert_int_equal(said(bench, MSG_cert_revoked, &revoked), 4);
    assert_string_equal(revoked.revocation, "R-1");
    assert_string_equal(revoked.reason, "issuer_withdrawn");
    assert_int_equal(said(bench, MSG_revocation_done, &done), 1);
    assert_int_equal(done.count, 4);
    assert_string_equal(look(bench, "manager").code, "red");
    assert_string_equal(cert_now(bench, "health").state, "REVOKED");
    assert_string_equal(cert_now(bench, "matron").state, "VERIFIED");
    bench_clock(bench, day(12, 2)); /* nobody is reminded of them */
    assert_int_equal(said(bench, MSG_cert_expired, NULL), 1);
}

/* R6: a hundred in one go, the rest by the clock, also after a restart */
static void test_a_large_revocation_goes_on_by_itself_until_it_is_done(void **state)
{
    static const char *const skills[] = {"matron",   "infant",    "elder",     "nurse",      "rehab",
                                         "domestic", "assistant", "lactation", "organising", "counsellor"};
    struct bench *bench = *state;
    struct revocation_order order = order_of("mill");
    char of[16], id[33];
    for (int i = 0; i < 120; i++) {
        TEXT_FORMAT(of, "W-%d", i / 10);
        TEXT_FORMAT(id, "c-%03d", i);
        if (i % 10 == 0)
            hire(bench, of);
        hand_in_skill(bench, of, id, skills[i % 10], "mill");
    }
    struct answer answer = bench_command(bench, registrar, MSG_revocation_order, &order);
    assert_int_equal(answer.count, 120);
    assert_int_equal(revocation_now(bench).revoked, 100);
    assert_int_equal(revocation_now(bench).done_at, 0);
    assert_string_equal(cert_now(bench, "c-099").state, "REVOKED");
    assert_string_equal(cert_now(bench, "c-100").state, "VERIFIED");
    bench_restart(bench);
    bench_clock(bench, bench->now + 1);
    assert_int_equal(revocation_now(bench).revoked, 120);
    assert_int_equal(revocation_now(bench).done_at, bench->now);
    assert_string_equal(cert_now(bench, "c-119").state, "REVOKED");
}

/* R6 */
static void test_a_revocation_takes_what_fits_in_type_number_and_time_of_issue(void **state)
{
    static const struct {
        struct revocation_order order;
        int64_t count;
    } rows[] = {
        {{.body = "demo_body"}, 6},
        {{.body = "demo_body", .cert_type = "infant"}, 1},
        {{.body = "demo_body", .number_from = "DEMO-2026-i", .number_to = "DEMO-2026-infant"}, 2},
        {{.body = "demo_body", .number_from = "DEMO-2026-insurance"}, 2},
        {{.body = "nobody"}, 0},
    };
    struct bench *bench = *state;
    hire_green(bench, day(12, 1));
    hand_in_skill(bench, "W-1", "infant", "infant", "demo_body");
    hand_in_skill(bench, "W-1", "matron", "matron", "demo_body");
    hand_in_skill(bench, "W-1", "elder", "elder", "other_body");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct revocation_order order = rows[i].order;
        TEXT_PUT(order.reason, "batch_forged");
        order.expect = 99;
        struct answer answer = bench_command(bench, registrar, MSG_revocation_order, &order);
        assert_string_equal(answer.code, "count_differs");
        assert_string_equal(answer.field, "expect");
        char sentence[64];
        TEXT_FORMAT(sentence, "It is about %lld certificates.", (long long)rows[i].count);
        assert_string_equal(answer.detail, sentence);
    }
    struct revocation_order old = order_of("demo_body");
    old.issued_to = day(1, 1);
    struct answer answer = bench_command(bench, registrar, MSG_revocation_order, &old);
    assert_int_equal(answer.count, 0);
    assert_int_equal(revocation_now(bench).done_at, bench->now);
    assert_string_equal(cert_now(bench, "infant").state, "VERIFIED");
}

static void test_a_revocation_that_cannot_be_meant_is_refused_by_field(void **state)
{
    static const struct {
        struct revocation_order order;
        const char *code, *field;
    } rows[] = {
        {{.cert_type = "wizard"}, "unknown_cert_type", "cert_type"},
        {{.issued_from = 2, .issued_to = 2}, "bad_dates", "issued_to"},
        {{.number_from = "B", .number_to = "A"}, "bad_numbers", "number_to"},
        {{.revocation = "R-1"}, "revocation_exists", "revocation"},
    };
    struct bench *bench = *state;
    struct bench_sender nobody = {.role = "registrar", .actor = ""};
    struct revocation_order first = order_of("demo_body");
    struct revocation_get asked = {.id = "R-9"};
    bench_done(bench, registrar, MSG_revocation_order, &first);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct revocation_order order = rows[i].order;
        TEXT_PUT(order.body, "demo_body");
        TEXT_PUT(order.reason, "batch_forged");
        struct answer answer = bench_command(bench, registrar, MSG_revocation_order, &order);
        assert_string_equal(answer.code, rows[i].code);
        assert_string_equal(answer.field, rows[i].field);
    }
    assert_refused(bench, nobody, MSG_revocation_order, &first, "actor_missing");
    assert_refused(bench, worker, MSG_revocation_order, &first, "role");
    assert_refused(bench, registrar, MSG_revocation_get, &asked, "unknown_revocation");
}

/* R6: nothing escapes behind the walk */
static void test_what_a_revocation_is_about_is_neither_handed_in_nor_verified_later(void **state)
{
    struct bench *bench = *state;
    struct cert_register waiting = paper("W-1", "matron", "matron", day(1, 1), day(12, 1));
    struct cert_register late = paper("W-1", "infant", "infant", day(1, 1), day(12, 1));
    struct cert_register newer = paper("W-1", "elder", "elder", day(2, 10), day(12, 1));
    struct cert_verify verdict = {.cert = "matron", .evidence = "original_seen"};
    struct revocation_order order = order_of("demo_body");
    hire(bench, "W-1");
    bench_done(bench, boss, MSG_cert_register, &waiting);
    struct answer answer = bench_command(bench, registrar, MSG_revocation_order, &order);
    assert_int_equal(answer.count, 0); /* one that waits to be verified is not counted */
    assert_refused(bench, registrar, MSG_cert_verify, &verdict, "revoked_batch");
    assert_refused(bench, boss, MSG_cert_register, &late, "revoked_batch");
    bench_done(bench, boss, MSG_cert_register, &newer); /* issued after the command */
}

/* D7 row 4 */
static void test_a_forged_certificate_proposes_a_suspension_once(void **state)
{
    struct bench *bench = *state;
    struct worker_suspension_proposed proposed;
    struct worker_suspend suspend = {.worker = "W-1", .reason = "forged", .review_by = day(2, 20)};
    struct worker_list open = {.proposed = true};
    static struct worker_list_answer list;
    hire_green(bench, day(12, 1));
    start(bench, true);
    hire(bench, "W-2");
    reject_as_forged(bench, "false-1");
    reject_as_forged(bench, "false-2");
    assert_int_equal(said(bench, MSG_worker_suspension_proposed, &proposed), 1);
    assert_string_equal(proposed.worker, "W-1");
    assert_string_equal(proposed.station, "ST1");
    assert_string_equal(proposed.reason, "forged");
    assert_string_equal(proposed.cert, "false-1");
    assert_string_equal(look(bench, "manager").state, "ACTIVE"); /* nobody is suspended by a proposal */
    assert_string_equal(look(bench, "manager").proposed, "forged");
    assert_string_equal(look(bench, "manager").proposed_cert, "false-1");
    bench_query(bench, boss, MSG_worker_list, &open, MSG_worker_list_answer, &list);
    assert_int_equal(list.rows.count, 1);
    bench_done(bench, boss, MSG_worker_suspend, &suspend);
    assert_string_equal(look(bench, "manager").proposed, "");
    reject_as_forged(bench, "false-3"); /* she is suspended already */
    assert_int_equal(said(bench, MSG_worker_suspension_proposed, NULL), 1);
}

/* D7 row 4 */
static void test_an_unreadable_certificate_proposes_nothing(void **state)
{
    struct bench *bench = *state;
    struct cert_register cert = paper("W-1", "blurred", "matron", day(1, 1), day(12, 1));
    struct cert_reject reject = {.cert = "blurred", .reason = "unreadable"};
    hire(bench, "W-1");
    bench_done(bench, boss, MSG_cert_register, &cert);
    bench_done(bench, registrar, MSG_cert_reject, &reject);
    assert_int_equal(said(bench, MSG_cert_rejected, NULL), 1);
    assert_int_equal(said(bench, MSG_worker_suspension_proposed, NULL), 0);
}

/* D7 row 4 */
static void test_somebody_else_decides_against_a_proposed_suspension(void **state)
{
    struct bench *bench = *state;
    struct bench_sender rejecter = {.role = "manager", .actor = "registrar-1"};
    struct worker_spare spare = {.worker = "W-1", .reason = "error_of_the_body"};
    struct worker_spared spared;
    hire_green(bench, day(12, 1));
    assert_refused(bench, boss, MSG_worker_spare, &spare, "no_proposal");
    reject_as_forged(bench, "false-1");
    assert_refused(bench, rejecter, MSG_worker_spare, &spare, "same_person");
    assert_refused(bench, registrar, MSG_worker_spare, &spare, "role");
    bench_done(bench, boss, MSG_worker_spare, &spare);
    assert_int_equal(said(bench, MSG_worker_spared, &spared), 1);
    assert_string_equal(spared.reason, "error_of_the_body");
    assert_string_equal(look(bench, "manager").proposed, "");
}

/* D7 row 4, D4 rows 2 and 3 */
static void test_until_it_is_decided_nobody_starts_and_no_probation_ends_by_time(void **state)
{
    struct bench *bench = *state;
    struct worker_start body = {.worker = "W-1"};
    struct worker_spare spare = {.worker = "W-1", .reason = "error_of_the_body"};
    hire_green(bench, day(12, 1));
    prepare(bench);
    reject_as_forged(bench, "false-1");
    assert_refused(bench, boss, MSG_worker_start, &body, "suspension_proposed");
    bench_done(bench, boss, MSG_worker_spare, &spare);
    bench_done(bench, boss, MSG_worker_start, &body);
    reject_as_forged(bench, "false-2");
    served(bench, "W-1", "V-1");
    served(bench, "W-1", "V-2");
    served(bench, "W-1", "V-3");
    bench_clock(bench, look(bench, "manager").probation_until);
    assert_string_equal(look(bench, "manager").state, "PROBATION");
    bench_done(bench, other, MSG_worker_spare, &spare);
    assert_string_equal(look(bench, "manager").state, "ACTIVE");
}

/* D7 row 4, D4 row 10 */
static void test_who_leaves_takes_the_proposal_with_her(void **state)
{
    struct bench *bench = *state;
    struct worker_retire retire = {.worker = "W-1"};
    hire_green(bench, day(12, 1));
    reject_as_forged(bench, "false-1");
    bench_done(bench, boss, MSG_worker_retire, &retire);
    assert_string_equal(look(bench, "manager").proposed, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SERVICE_TEST(test_all_certificates_of_a_body_are_revoked_by_one_command),
        SERVICE_TEST(test_a_large_revocation_goes_on_by_itself_until_it_is_done),
        SERVICE_TEST(test_a_revocation_takes_what_fits_in_type_number_and_time_of_issue),
        SERVICE_TEST(test_a_revocation_that_cannot_be_meant_is_refused_by_field),
        SERVICE_TEST(test_what_a_revocation_is_about_is_neither_handed_in_nor_verified_later),
        SERVICE_TEST(test_a_forged_certificate_proposes_a_suspension_once),
        SERVICE_TEST(test_an_unreadable_certificate_proposes_nothing),
        SERVICE_TEST(test_somebody_else_decides_against_a_proposed_suspension),
        SERVICE_TEST(test_until_it_is_decided_nobody_starts_and_no_probation_ends_by_time),
        SERVICE_TEST(test_who_leaves_takes_the_proposal_with_her),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
