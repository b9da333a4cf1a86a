/* Certificates (D7): handed in, verified, reminded of, expired, renewed, issued by training. Every test ends with all
 * invariants checked (bench.h). */
#include "roster_desk.h"

static void test_who_handed_a_certificate_in_does_not_verify_it(void **state)
{
    struct bench *bench = *state;
    struct cert_register body = paper("W-1", "c", "matron", day(1, 1), day(12, 1));
    struct cert_verify check = {.cert = "c", .evidence = "original_seen"};
    hire(bench, "W-1");
    bench_done(bench, boss, MSG_cert_register, &body);
    assert_refused(bench, boss, MSG_cert_verify, &check, "same_person");
    bench_done(bench, other, MSG_cert_verify, &check);
    assert_int_equal(said(bench, MSG_cert_verified, NULL), 1);
}

static void test_a_number_of_another_person_is_refused_unless_that_one_was_rejected(void **state)
{
    struct bench *bench = *state;
    struct cert_register body = paper("W-1", "c", "matron", day(1, 1), day(12, 1));
    struct cert_reject reject = {.cert = "c", .reason = "forged"};
    hire(bench, "W-1");
    hire(bench, "W-2");
    bench_done(bench, boss, MSG_cert_register, &body);
    TEXT_PUT(body.worker, "W-2");
    TEXT_PUT(body.cert, "d");
    assert_refused(bench, boss, MSG_cert_register, &body, "number_taken");
    bench_done(bench, registrar, MSG_cert_reject, &reject);
    bench_done(bench, boss, MSG_cert_register, &body);
}

static void test_bad_papers_are_refused_by_field(void **state)
{
    struct bench *bench = *state;
    struct cert_register body = paper("W-1", "c", "spelling", day(1, 1), day(12, 1));
    hire(bench, "W-1");
    assert_refused(bench, boss, MSG_cert_register, &body, "unknown_cert_type");
    body = paper("W-1", "c", "health", day(1, 1), day(1, 1) + 400 * MS_DAY);
    assert_refused(bench, boss, MSG_cert_register, &body, "bad_dates");
    body = paper("W-9", "c", "health", day(1, 1), day(12, 1));
    assert_refused(bench, boss, MSG_cert_register, &body, "unknown_worker");
}

/* D7 row 3: dates plausible. A renewal in advance is issued before it begins, also where nobody tells when. */
static void test_a_certificate_issued_in_the_future_is_refused(void **state)
{
    struct bench *bench = *state;
    const int64_t now = day(2, 9) + 9 * MS_HOUR;
    struct cert_register body = paper("W-1", "c", "matron", now + 9 * MS_DAY, day(12, 1));
    hire(bench, "W-1");
    body.issued = now + 1;
    struct answer answer = bench_command(bench, boss, MSG_cert_register, &body);
    assert_string_equal(answer.code, "bad_dates");
    assert_string_equal(answer.field, "issued");
    body.issued = 0;
    bench_done(bench, boss, MSG_cert_register, &body);
    struct cert_get get = {.id = "c"};
    struct cert_get_answer seen;
    bench_query(bench, boss, MSG_cert_get, &get, MSG_cert_get_answer, &seen);
    assert_int_equal(seen.issued, now);
}

/* Bad input: a station that nobody knows */
static void test_nobody_is_at_home_at_a_station_that_there_is_not(void **state)
{
    struct bench *bench = *state;
    struct catalog_station_changed station = {.station = "ST2", .version = 1, .active = true, .host_kind = "company"};
    struct worker_hire body = person("W-2");
    struct worker_update update = {.worker = "W-1", .station = "ST1", .kind = "matron", .employment = "employee"};
    hire(bench, "W-1"); /* nothing is known of stations yet */
    bench_hear(bench, "booking", MSG_catalog_station_changed, &station, "ST2");
    struct answer answer = bench_command(bench, boss, MSG_worker_hire, &body);
    assert_string_equal(answer.code, "unknown_station");
    assert_string_equal(answer.field, "station");
    TEXT_PUT(body.station, "ST2");
    bench_done(bench, boss, MSG_worker_hire, &body);
    bench_done(bench, boss, MSG_worker_update, &update);
    TEXT_PUT(update.station, "ST3");
    assert_refused(bench, boss, MSG_worker_update, &update, "unknown_station");
    TEXT_PUT(update.station, "ST2");
    bench_done(bench, boss, MSG_worker_update, &update);
}

static void test_half_a_home_is_refused_by_the_half_that_is_missing(void **state)
{
    struct bench *bench = *state;
    struct worker_hire body = person("W-1");
    struct worker_update update = {.cell_lon = 113040};
    body.cell_lat = 22523;
    struct answer answer = bench_command(bench, boss, MSG_worker_hire, &body);
    assert_string_equal(answer.code, "missing");
    assert_string_equal(answer.field, "cell_lon");
    hire(bench, "W-1");
    TEXT_PUT(update.worker, "W-1");
    TEXT_PUT(update.station, "ST1");
    TEXT_PUT(update.kind, "matron");
    TEXT_PUT(update.employment, "employee");
    assert_string_equal(bench_command(bench, boss, MSG_worker_update, &update).field, "cell_lat");
}

/* R6: 60, 30, 7, 0 days, once each, then expiry at the midnight after the last day (scenario 14) */
static void test_a_certificate_is_reminded_of_four_times_and_then_expires_at_midnight(void **state)
{
    struct bench *bench = *state;
    struct cert_expiring expiring;
    struct worker_code_changed code;
    static const int64_t days[] = {60, 30, 7, 0};
    int64_t end = day(5, 1);
    hire_green(bench, end);
    for (int i = 0; i < 4; i++) {
        bench_clock(bench, day(4, 30) - days[i] * MS_DAY - 1);
        assert_int_equal(said(bench, MSG_cert_expiring, NULL), i);
        bench_clock(bench, day(4, 30) - days[i] * MS_DAY);
        assert_int_equal(said(bench, MSG_cert_expiring, &expiring), i + 1);
        assert_int_equal(expiring.days, days[i]);
    }
    bench_clock(bench, end - 1);
    assert_code(bench, "green");
    assert_int_equal(said(bench, MSG_cert_expired, NULL), 0);
    bench_clock(bench, end);
    assert_code(bench, "yellow");
    assert_int_equal(said(bench, MSG_cert_expired, NULL), 1);
    said(bench, MSG_worker_code_changed, &code);
    assert_string_equal(code.to, "yellow");
    assert_string_equal(code.reasons.at[0], "health_expired");
    bench_clock(bench, day(6, 1));
    assert_int_equal(said(bench, MSG_cert_expiring, NULL), 4);
    assert_int_equal(said(bench, MSG_cert_expired, NULL), 1);
}

/* scenario 3 and the order hazard: the renewal is verified in advance and begins where the old one ends */
static void test_a_renewal_in_advance_gives_no_yellow_flash(void **state)
{
    struct bench *bench = *state;
    struct cert_renewed renewed;
    int64_t end = day(3, 1);
    hire_green(bench, end);
    hand_in(bench, "W-1", "health-2", "health", end, day(12, 1));
    int codes = said(bench, MSG_worker_code_changed, NULL);
    int reminders = said(bench, MSG_cert_expiring, NULL);
    assert_int_equal(said(bench, MSG_cert_renewed, NULL), 0);
    bench_clock(bench, end - 1);
    bench_clock(bench, end);
    assert_code(bench, "green");
    assert_int_equal(said(bench, MSG_worker_code_changed, NULL), codes);
    assert_int_equal(said(bench, MSG_cert_expired, NULL), 0);
    assert_int_equal(said(bench, MSG_cert_expiring, NULL), reminders);
    assert_int_equal(said(bench, MSG_cert_renewed, &renewed), 1);
    assert_string_equal(renewed.old_cert, "health");
    assert_string_equal(renewed.cert, "health-2");
}

static void test_a_code_turns_green_when_a_certificate_begins(void **state)
{
    struct bench *bench = *state;
    hire_green(bench, day(3, 1));
    bench_clock(bench, day(3, 1));
    hand_in(bench, "W-1", "health-2", "health", day(3, 5), day(12, 1));
    assert_code(bench, "yellow");
    bench_clock(bench, day(3, 5) - 1);
    assert_code(bench, "yellow");
    bench_clock(bench, day(3, 5));
    assert_code(bench, "green");
}

static void test_a_revoked_identity_and_a_bad_background_turn_the_code_red(void **state)
{
    struct bench *bench = *state;
    struct cert_revoke revoke = {.cert = "identity", .reason = "void"};
    struct cert_register again = paper("W-1", "background-2", "background", day(2, 1), day(12, 1));
    hire_green(bench, day(12, 1));
    bench_done(bench, boss, MSG_cert_register, &again);
    verify(bench, "background-2", "bad");
    assert_code(bench, "red");
    assert_string_equal(look(bench, "manager").code_reasons.at[0], "background_bad");
    hand_in(bench, "W-1", "background-3", "background", day(2, 1), day(11, 1));
    assert_code(bench, "green");
    bench_done(bench, boss, MSG_cert_revoke, &revoke);
    assert_code(bench, "red");
    assert_string_equal(look(bench, "manager").code_reasons.at[0], "identity_void");
}

static void test_a_suspended_certificate_counts_again_when_restored(void **state)
{
    struct bench *bench = *state;
    struct cert_suspend suspend = {.cert = "insurance"};
    struct cert_restore restore = {.cert = "insurance"};
    hire_green(bench, day(12, 1));
    bench_done(bench, registrar, MSG_cert_suspend, &suspend);
    assert_code(bench, "yellow");
    bench_done(bench, registrar, MSG_cert_restore, &restore);
    assert_code(bench, "green");
    assert_refused(bench, registrar, MSG_cert_restore, &restore, "wrong_state");
}

static void test_certificates_that_expire_are_listed(void **state)
{
    struct bench *bench = *state;
    struct cert_list asked = {.expires_before = day(4, 1)};
    struct cert_list_answer *answer = calloc(1, sizeof *answer);
    assert_non_null(answer);
    hire_green(bench, day(3, 1));
    bench_query(bench, boss, MSG_cert_list, &asked, MSG_cert_list_answer, answer);
    assert_int_equal(answer->rows.count, 1);
    assert_string_equal(answer->rows.at[0].cert, "health");
    assert_string_equal(answer->rows.at[0].validity, "expiring");
    assert_pages(bench, boss, cert_list, cert, .worker = "W-1");
    free(answer);
}

static void hear_issued(struct bench *bench, const char *trainee, const char *id, const char *number)
{
    struct cert_issued issued = {.enrolment = "E-1",
                                 .session = "S-1",
                                 .station = "ST1",
                                 .cert_type = "matron",
                                 .level = 4,
                                 .body = "academy",
                                 .valid_from = day(2, 1),
                                 .valid_to = day(12, 1),
                                 .by = "registrar-9"};
    TEXT_PUT(issued.trainee, trainee);
    TEXT_PUT(issued.cert, id);
    TEXT_PUT(issued.number, number);
    bench_hear(bench, "training", MSG_cert_issued, &issued, "E-1");
}

/* D7 row 2 */
static void test_a_certificate_that_training_issued_is_registered_and_verified_at_once(void **state)
{
    struct bench *bench = *state;
    struct cert_verified verified;
    hire_green(bench, day(12, 1));
    int registered = bench_emitted(bench, "roster", MSG_cert_registered, NULL);
    hear_issued(bench, "W-1", "cert-9", "DEMO-2026-00009");
    assert_int_equal(bench_emitted(bench, "roster", MSG_cert_registered, NULL), registered + 1);
    assert_int_equal(bench_emitted(bench, "roster", MSG_cert_verified, &verified), registered + 1);
    assert_string_equal(verified.cert, "cert-9");
    assert_int_equal(verified.level, 4);
    assert_string_equal(cert_now(bench, "cert-9").state, "VERIFIED");
    assert_string_equal(cert_now(bench, "cert-9").registered_by, "training");
    assert_string_equal(cert_now(bench, "cert-9").verified_by, "registrar-9");
}

static void test_a_certificate_of_a_trainee_who_is_no_worker_passes(void **state)
{
    struct bench *bench = *state;
    hear_issued(bench, "T-1", "cert-9", "DEMO-2026-00009");
    assert_int_equal(bench_emitted(bench, "roster", MSG_cert_registered, NULL), 0);
}

/* R4: the number stays one person's; somebody looks at the parked event */
static void test_a_certificate_issued_under_another_persons_number_is_parked(void **state)
{
    struct bench *bench = *state;
    static struct service_status_answer status;
    struct service_status asked = {0};
    hire_green(bench, day(12, 1));
    hire(bench, "W-2");
    hear_issued(bench, "W-2", "cert-9", "DEMO-2026-health");
    bench_query(bench, boss, MSG_service_status, &asked, MSG_service_status_answer, &status);
    assert_int_equal(status.parked, 1);
}

/* R4 */
static void test_a_background_check_looks_back_five_years(void **state)
{
    struct bench *bench = *state;
    struct cert_register check = paper("W-1", "c", "background", day(2, 1), day(12, 1));
    struct cert_register health = paper("W-1", "h", "health", day(2, 1), day(12, 1));
    hire(bench, "W-1");
    check.covers_from = civil_day_start(civil_day_of(2021, 2, 2));
    struct answer answer = bench_command(bench, boss, MSG_cert_register, &check);
    assert_string_equal(answer.code, "look_back");
    assert_string_equal(answer.detail, "A background check looks back 5 years: to 2021-02-01 or before.");
    check.covers_from = civil_day_start(civil_day_of(2021, 2, 1));
    bench_done(bench, boss, MSG_cert_register, &check);
    assert_int_equal(cert_now(bench, "c").covers_from, check.covers_from);
    health.covers_from = check.covers_from;
    assert_refused(bench, boss, MSG_cert_register, &health, "look_back");
}

static void test_a_background_check_that_tells_nothing_else_looks_back_five_years(void **state)
{
    struct bench *bench = *state;
    hire_green(bench, day(12, 1));
    assert_int_equal(cert_now(bench, "background").covers_from, civil_day_start(civil_day_of(2021, 1, 1)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SERVICE_TEST(test_who_handed_a_certificate_in_does_not_verify_it),
        SERVICE_TEST(test_a_number_of_another_person_is_refused_unless_that_one_was_rejected),
        SERVICE_TEST(test_bad_papers_are_refused_by_field),
        SERVICE_TEST(test_a_certificate_issued_in_the_future_is_refused),
        SERVICE_TEST(test_half_a_home_is_refused_by_the_half_that_is_missing),
        SERVICE_TEST(test_nobody_is_at_home_at_a_station_that_there_is_not),
        SERVICE_TEST(test_a_certificate_is_reminded_of_four_times_and_then_expires_at_midnight),
        SERVICE_TEST(test_a_renewal_in_advance_gives_no_yellow_flash),
        SERVICE_TEST(test_a_code_turns_green_when_a_certificate_begins),
        SERVICE_TEST(test_a_revoked_identity_and_a_bad_background_turn_the_code_red),
        SERVICE_TEST(test_a_suspended_certificate_counts_again_when_restored),
        SERVICE_TEST(test_certificates_that_expire_are_listed),
        SERVICE_TEST(test_a_certificate_that_training_issued_is_registered_and_verified_at_once),
        SERVICE_TEST(test_a_certificate_of_a_trainee_who_is_no_worker_passes),
        SERVICE_TEST(test_a_certificate_issued_under_another_persons_number_is_parked),
        SERVICE_TEST(test_a_background_check_looks_back_five_years),
        SERVICE_TEST(test_a_background_check_that_tells_nothing_else_looks_back_five_years),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
