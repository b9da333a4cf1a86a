/* Booking as a service: what must hold in its store. */
#include "booking_town.h"

/* ---- what must hold (C3) ---- */

/* The sentence of the only invariant that complains of a damage to the store, which is lost again; "" none, "several".
 */
static const char *complaint(struct bench *bench, const char *damage)
{
    sqlite3 *db = NULL;
    const char *said = "";
    assert_int_equal(sqlite3_open(bench->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "BEGIN", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, damage, NULL, NULL, NULL), SQLITE_OK);
    for (const struct invariant *rule = booking_invariants; rule->name; rule++) {
        sqlite3_stmt *statement = NULL;
        assert_int_equal(sqlite3_prepare_v2(db, rule->sql, -1, &statement, NULL), SQLITE_OK);
        if (sqlite3_step(statement) == SQLITE_ROW)
            said = said[0] ? "several" : rule->sentence;
        sqlite3_finalize(statement);
    }
    sqlite3_close(db);
    return said;
}

/* A row of `hold` for room R at ST1. */
#define HOLD(id, seats)                                                                                                \
    "INSERT INTO room_hold VALUES ('" id "', 'HELD', 'ST1', 'R', " seats ", 8, 1, 2, 'S1', 'training', '');"

/* R1 is COMPLETED, R2 CONFIRMED, R3 REQUESTED, R4 CANCELLED; all of one household, on four days. */
static const struct {
    const char *damage, *said;
} damages[] = {
    {"SELECT 1", ""},
    {"DROP INDEX booking_source_ref; UPDATE booking SET source_ref = 'R1' WHERE source_ref = 'R4'",
     "A source's number belongs to one booking."},
    {"UPDATE booking SET start = (SELECT start FROM booking WHERE source_ref = 'R2') WHERE source_ref = 'R3'",
     "Live bookings of a household never overlap."},
    {"INSERT INTO partner VALUES ('EN-01', 1, 1, 'enterprise', '合作企业-01', NULL, 9)",
     "An active partner whose agreement ends has the timer of that moment."},
    {HOLD("HO1", "1") HOLD("HO2", "1"), "Holds of a room never overlap."},
    {HOLD("HO1", "9"), "A room is never held for more persons than it holds."},
    {"DELETE FROM timer WHERE kind = 'match_timeout'", "A requested booking has its timer, and no other one has."},
    {"INSERT INTO timer SELECT 'match_timeout', booking, 1 FROM booking WHERE source_ref = 'R2'",
     "A requested booking has its timer, and no other one has."},
    {"UPDATE booking SET worker = NULL WHERE source_ref = 'R2'", "A confirmed booking has a visit and a worker."},
    {"UPDATE booking SET visit = NULL WHERE source_ref = 'R2'", "A confirmed booking has a visit and a worker."},
    {"DELETE FROM timer WHERE kind = 'close'", "A completed booking waits for its timer or for a case."},
    {"DELETE FROM booking_step WHERE state = 'COMPLETED'",
     "A booking's last step is its state, and nothing follows an end."},
    {"INSERT INTO booking_step SELECT booking, 9, 'CANCELLED', 1 FROM booking WHERE source_ref = 'R4'",
     "A booking's last step is its state, and nothing follows an end."},
    {"INSERT INTO rejection SELECT booking, source, NULL, 1, 'too_far', NULL FROM booking WHERE source_ref = 'R3'",
     "A rejected request is no booking."},
    {"UPDATE booking SET cancel_class = NULL WHERE source_ref = 'R4'",
     "A cancelled booking has a class and says who cancelled it."},
    {"UPDATE booking SET cancel_class = 'free', cancel_by = 'manager' WHERE source_ref = 'R3'",
     "A cancelled booking has a class and says who cancelled it."},
    {"UPDATE booking SET replaces = (SELECT booking FROM booking WHERE source_ref = 'R4') WHERE source_ref = 'R3'",
     "What is offered instead of a booking names it, and is named by it."},
    {"UPDATE booking SET replaced_by = (SELECT booking FROM booking WHERE source_ref = 'R3') WHERE source_ref = 'R4'",
     "What is offered instead of a booking names it, and is named by it."},
};

static void test_each_invariant_sees_its_own_damage_and_no_other(void **state)
{
    struct bench *bench = *state;
    char ids[4][ID_SIZE];
    static const char *const refs[] = {"R1", "R2", "R3", "R4"};
    struct booking_cancel cancel = {.source_ref = "R4"};
    for (int i = 0; i < 4; i++) {
        struct booking_create create = wish(refs[i]);
        create.start += i * MS_DAY;
        struct answer answer = bench_command(bench, mini, MSG_booking_create, &create);
        TEXT_PUT(ids[i], answer.subject);
    }
    bench_done(bench, mini, MSG_booking_cancel, &cancel);
    complete(bench, ids[0]);
    hear_assigned(bench, ids[1], "W1");
    engine_close(&bench->engine);
    for (size_t i = 0; i < sizeof damages / sizeof damages[0]; i++)
        assert_string_equal(complaint(bench, damages[i].damage), damages[i].said);
    for (const struct invariant *rule = booking_invariants; rule->name; rule++) {
        bool tried = false;
        for (size_t i = 0; i < sizeof damages / sizeof damages[0]; i++)
            tried |= text_same(damages[i].said, rule->sentence);
        if (!tried)
            fail_msg("no damage is tried for: %s", rule->sentence);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SERVICE_TEST(test_each_invariant_sees_its_own_damage_and_no_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
