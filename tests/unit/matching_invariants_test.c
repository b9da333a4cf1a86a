/* The invariants of matching: each is seen to fire when its row in the store is damaged, and none fires before. */
#include "matching_world.h"

/* Two visits that W1 has, an hour and some 2 km apart (B1, B4), one that W2 is asked for and W3 beside (B2), one that
 * was cancelled (B3). */
static void make_scene(struct bench *bench)
{
    static const char *const employments[] = {"employee", "agency", "agency"};
    static const struct booking_cancelled cancelled = {.booking = "B3",
                                                       .station = "ST1",
                                                       .service = "EL-01",
                                                       .household = "H1",
                                                       .start = START + MS_DAY,
                                                       .end = START + MS_DAY + 2 * MS_HOUR,
                                                       .class = "free",
                                                       .by = "client"};
    struct booking_requested first = a_request("B1", START), second = a_request("B2", START),
                             third = a_request("B3", START + MS_DAY), fourth = a_request("B4", START + 3 * MS_HOUR);
    fourth.cell_lat += 20;
    bench->config.value[SET_OFFER_WIDTH] = 2;
    for (int i = 0; i < 3; i++) {
        struct worker_onboarded new = a_worker((char[]){'W', (char)('1' + i), '\0'}, employments[i]);
        hear_worker(bench, &new);
    }
    bench_hear(bench, "booking", MSG_booking_requested, &first, "B1");
    bench_hear(bench, "booking", MSG_booking_requested, &second, "B2");
    bench_hear(bench, "booking", MSG_booking_requested, &third, "B3");
    bench_hear(bench, "booking", MSG_booking_cancelled, &cancelled, "B3");
    bench_hear(bench, "booking", MSG_booking_requested, &fourth, "B4");
}

static sqlite3 *open_scene(struct bench *bench)
{
    sqlite3 *db = NULL;
    make_scene(bench);
    engine_close(&bench->engine);
    assert_int_equal(sqlite3_open(bench->path, &db), SQLITE_OK);
    return db;
}

/* Names of the invariants that complain, each followed by "; ". */
static const char *complaints(sqlite3 *db)
{
    static char names[512];
    names[0] = '\0';
    for (const struct invariant *rule = matching_invariants; rule->name; rule++) {
        sqlite3_stmt *statement = NULL;
        size_t length = strlen(names);
        assert_int_equal(sqlite3_prepare_v2(db, rule->sql, -1, &statement, NULL), SQLITE_OK);
        if (sqlite3_step(statement) == SQLITE_ROW)
            snprintf(names + length, sizeof names - length, "%s; ", rule->name);
        sqlite3_finalize(statement);
    }
    return names;
}

#define VISIT_OF(booking) "(SELECT visit FROM visit WHERE booking = '" booking "')"
#define HOLD_BESIDE(kind, from, until)                                                                                 \
    "INSERT INTO hold (hold, person, kind, state, start, end, object, handover) SELECT 'X', person, '" kind            \
    "', 'firm', " from ", " until                                                                                      \
    ", 'X', handover FROM hold WHERE person = 'W1' AND state = 'firm' ORDER BY start LIMIT 1"

#define MOVE_FAR                                                                                                       \
    "UPDATE visit SET lat = lat + 200 WHERE booking = 'B4'; UPDATE hold SET lat = lat + 200 WHERE object = " VISIT_OF( \
        "B4")
#define CLASS_AT(from, lat)                                                                                            \
    HOLD_BESIDE("class", from, from " + 60000")                                                                        \
    "; UPDATE hold SET lat = " lat ", lon = 113041, travel = 1 WHERE hold = 'X'"
#define WAY_OF(minutes, from, to)                                                                                      \
    "INSERT INTO travel_area VALUES (1, 0, 'A', 22523, 113041, 60), (1, 1, 'B', 22543, 113041, 60);"                   \
    "INSERT INTO travel_way VALUES (1, " from ", " to ", 0, " minutes ")"

#define OF_B1 " WHERE booking = 'B1'"
#define CORRECT(expires) "INSERT INTO correction SELECT visit, 1, 2, 'x', 'R1', NULL, " expires " FROM visit" OF_B1
#define LAPSES(due) "INSERT INTO timer (kind, subject, due) SELECT 'correction', visit, " due " FROM visit" OF_B1

/* A damage to the scene, and whom it makes complain. */
static const struct damage {
    const char *sql, *complaints;
} damages[] = {
    {HOLD_BESIDE("visit", "end + 60000", "end + 120000"), "I1; "}, /* no time to hand over */
    {HOLD_BESIDE("visit", "start + 1", "end"), "I1; I2; "},
    {MOVE_FAR, "I1 way; "},
    {MOVE_FAR "; UPDATE visit SET state = 'AT_RISK' WHERE booking = 'B4'", ""}, /* it is known */
    {"UPDATE travel_mode SET fixed_min = 55 WHERE mode = 2", "I1 way; "},
    {"UPDATE travel_mode SET fixed_min = 55 WHERE mode <> 2", ""}, /* nobody goes so */
    {WAY_OF("55", "0", "1"), ""},
    {WAY_OF("56", "0", "1"), "I1 way; "},
    {WAY_OF("56", "1", "0"), "I1 way; "}, /* a way holds back, too */
    {HOLD_BESIDE("class", "end - 1", "end + 60000"), "I2; "},
    {HOLD_BESIDE("class", "end", "end + 60000"), ""}, /* at an unknown place */
    {CLASS_AT("end + 60000", "22523"), "I1; "},       /* no time to hand over */
    {CLASS_AT("end + 300000", "22523"), ""},
    {CLASS_AT("end + 300000", "22543"), "I1 way; "},
    {CLASS_AT("end + 300000", "22543") "; UPDATE visit SET state = 'AT_RISK' WHERE booking = 'B1'", ""},
    {CLASS_AT("end + 1200000", "22543"), ""},
    {"UPDATE visit SET lat = lat + 1 WHERE booking = 'B1'", "I1 place; "},
    {"INSERT INTO worker_leave SELECT 'L1', worker, end - 1, end FROM visit WHERE booking = 'B1'", "I2 leave; "},
    {"INSERT INTO service_need VALUES ('EL-01', 'elder', 5)", "I3; "},
    {"UPDATE cert SET valid_to = (SELECT end FROM visit WHERE booking = 'B1') - 86400000 WHERE cert = 'W1-health'",
     "I3; "},
    {"UPDATE cert SET valid_to = (SELECT end FROM visit WHERE booking = 'B1') - 1 WHERE cert = 'W1-insurance'", "I3; "},
    {"UPDATE cert SET good = 0 WHERE cert = 'W1-insurance'", "I3; "},
    {"UPDATE service SET intimate = 1; UPDATE visit SET wish_sex = 'm' WHERE booking = 'B1'", "I12; "},
    {"UPDATE worker SET green = 0", "V1; "},
    {"UPDATE worker SET active = 0", "V1; "},
    {"UPDATE worker SET suspended = 1", "V1; "},
    {"UPDATE worker SET gone = 1", "V1; V22; "},
    {"DELETE FROM worker WHERE worker = 'W1'", "V1; "},
    {"UPDATE hold SET state = 'tentative' WHERE person = 'W1' AND state = 'firm'", "D2 hold; "},
    {"UPDATE hold SET state = 'released' WHERE person = 'W1'", "D2 hold; "},
    {"UPDATE hold SET end = end + 1 WHERE person = 'W1' AND state = 'firm'", "D2 hold; "},
    {"UPDATE hold SET state = 'firm' WHERE person = 'W2'", "D2 offer; "},
    {"UPDATE hold SET state = 'firm' WHERE object = " VISIT_OF("B3"), "D2 released; V12 one; "},
    {"DELETE FROM timer WHERE subject = " VISIT_OF("B1") "; UPDATE visit SET state = 'CANCELLED' WHERE booking = 'B1'",
     "D2 released; "},
    {"UPDATE visit SET state = 'PLANNED' WHERE booking = 'B3'", "D2 settled; "},
    {"UPDATE visit SET state = 'PLANNED', risk = 'companion' WHERE booking = 'B3'", "V11 waits; "},
    {"UPDATE visit SET lead = " VISIT_OF("B4") OF_B1, "V11 lead; "},
    {"UPDATE visit SET waiting = 1 WHERE booking = 'B1'", "ruling 6; "},
    {"UPDATE visit SET waiting = 1, state = 'PLANNED' WHERE booking = 'B3'", "ruling 6; "},
    {"DELETE FROM timer WHERE kind = 'missed'", "D2 missed; "},
    {"DELETE FROM timer WHERE kind = 'ack_by'", "D2 ack; "},
    {"UPDATE timer SET due = due + 1 WHERE kind = 'ack_by'", "D2 ack; "},
    {"DELETE FROM timer WHERE kind = 'offer_ttl'", "D2 ttl; "},
    {"UPDATE visit SET state = 'ENDED' WHERE booking = 'B3'", "D2 after; "},
    {"INSERT INTO timer (kind, subject, due) VALUES ('missed', " VISIT_OF("B3") ", 1)", "D2 timers; "},
    {"UPDATE visit SET booking = 'B1' WHERE booking = 'B2'", "D2 one; "},
    {CORRECT("1") "; UPDATE visit SET state = 'STARTED'" OF_B1, "V14; "},
    {CORRECT("1") "; " LAPSES("2") "; UPDATE visit SET state = 'STARTED'" OF_B1, "V14; "},
    {CORRECT("1") "; " LAPSES("1") "; UPDATE visit SET state = 'STARTED'" OF_B1, ""},
    {CORRECT("1") "; " LAPSES("1"), "V14; "},
    {CORRECT("1") "; " LAPSES("1") "; UPDATE visit SET state = 'STARTED', worker = 'R1'" OF_B1, "D2 hold; V14; "},
    {"DELETE FROM decision WHERE visit = " VISIT_OF("B1"), "V9; "},
    {"UPDATE visit SET decisions = 9 WHERE booking = 'B3'", "V9; "},
    {"UPDATE hold SET state = 'firm' WHERE person = 'W3'", "V12; "},
    {"UPDATE offer SET worker = 'W1'", "V12; "},
    {"UPDATE offer SET visit = " VISIT_OF("B1"), "V12; V12 one; "},
    {"DELETE FROM offer", "V12 one; "},
    {"INSERT INTO pair (worker, household) SELECT main, household FROM team", "V22; "},
    {"UPDATE team SET households = most", ""},
    {"UPDATE team SET households = most + 1", "V22 most; "},
    {"UPDATE team SET households = most + 1, most = 0", ""}, /* no limit then */
    {"DELETE FROM timer WHERE kind = 'caseload_quiet'", "V22 visited; "},
    {"DELETE FROM team", "V22 team; "},
};
#define DAMAGES (sizeof damages / sizeof *damages)

static void test_each_damage_to_the_store_is_seen_by_its_invariant(void **state)
{
    sqlite3 *db = open_scene(*state);
    assert_string_equal(complaints(db), "");
    for (size_t i = 0; i < DAMAGES; i++) {
        assert_int_equal(sqlite3_exec(db, "BEGIN", NULL, NULL, NULL), SQLITE_OK);
        if (sqlite3_exec(db, damages[i].sql, NULL, NULL, NULL) != SQLITE_OK)
            fail_msg("%s: %s", damages[i].sql, sqlite3_errmsg(db));
        const char *seen = complaints(db);
        if (strcmp(seen, damages[i].complaints) != 0)
            fail_msg("%s: \"%s\" complain, not \"%s\"", damages[i].sql, seen, damages[i].complaints);
        assert_int_equal(sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
    }
    sqlite3_close(db);
}

static bool is_tried(const struct invariant *rule)
{
    char name[64];
    snprintf(name, sizeof name, "%s; ", rule->name);
    for (size_t i = 0; i < DAMAGES; i++)
        if (strcmp(damages[i].complaints, name) == 0)
            return true;
    return false;
}

/* Alone: nobody else complains in its place. */
static void test_no_invariant_is_without_a_damage_that_it_alone_sees(void **state)
{
    (void)state;
    for (const struct invariant *rule = matching_invariants; rule->name; rule++)
        if (!is_tried(rule))
            fail_msg("nothing tries %s alone", rule->name);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        SERVICE_TEST(test_each_damage_to_the_store_is_seen_by_its_invariant),
        cmocka_unit_test(test_no_invariant_is_without_a_damage_that_it_alone_sees),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
