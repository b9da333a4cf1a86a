/* The desk of a training base, for the tests of training as a service: who sends, what the others answer, a session and
 * its trainees. */
#ifndef ANXIN_TESTS_TRAINING_DESK_H
#define ANXIN_TESTS_TRAINING_DESK_H

#include "bench.h"

#include "services/training/training.h"

static const struct bench_sender registrar = {.role = "registrar", .actor = "registrar-1"},
                                 desk = {.role = "receptionist"}, trainer = {.role = "trainer", .actor = "TR-1"};

static inline int64_t day(int month, int of_month)
{
    return civil_day_start(civil_day_of(2026, month, of_month));
}

static inline int64_t class_start(void)
{
    return day(3, 10) + 9 * MS_HOUR;
}

static inline int setup(void **state)
{
    struct bench *bench = calloc(1, sizeof *bench);
    struct course_publish course = {.course = "C-1", .occupation = "matron", .title = "母婴护理", .hours = 60};
    assert_non_null(bench);
    bench_open(bench, &training_service, day(2, 9));
    bench_clock(bench, day(2, 9) + 9 * MS_HOUR);
    TEXT_PUT(course.programme, "nyjz");
    bench_done(bench, registrar, MSG_course_publish, &course);
    *state = bench;
    return 0;
}

static inline int teardown(void **state)
{
    bench_close(*state);
    free(*state);
    return 0;
}

static inline int said(struct bench *bench, enum message_type type, void *to)
{
    return bench_emitted(bench, "training", type, to);
}

static inline void assert_refused(struct bench *bench, struct bench_sender from, enum message_type type,
                                  const void *body, const char *code)
{
    struct answer answer = bench_command(bench, from, type, body);
    assert_string_not_equal(answer.outcome, "done");
    assert_string_equal(answer.code, code);
}

/* ---- answers of the others ---- */

static inline void grant_room(struct bench *bench)
{
    struct room_hold_requested asked;
    struct room_held held = {0};
    assert_true(said(bench, MSG_room_hold_requested, &asked) > 0);
    TEXT_PUT(held.hold, asked.hold);
    TEXT_PUT(held.station, asked.station);
    TEXT_PUT(held.room, asked.room);
    TEXT_PUT(held.object, asked.object);
    held.start = asked.start;
    held.end = asked.end;
    bench_hear(bench, "booking", MSG_room_held, &held, held.hold);
}

static inline void deny_room(struct bench *bench)
{
    struct room_hold_requested asked;
    struct room_denied denied = {.reason = "taken"};
    said(bench, MSG_room_hold_requested, &asked);
    TEXT_PUT(denied.hold, asked.hold);
    TEXT_PUT(denied.object, asked.object);
    bench_hear(bench, "booking", MSG_room_denied, &denied, denied.hold);
}

static inline struct calendar_hold_requested time_asked(struct bench *bench)
{
    struct calendar_hold_requested asked;
    assert_true(said(bench, MSG_calendar_hold_requested, &asked) > 0);
    return asked;
}

static inline int64_t parked(struct bench *bench)
{
    static struct service_status_answer status;
    struct service_status asked = {0};
    bench_query(bench, desk, MSG_service_status, &asked, MSG_service_status_answer, &status);
    return status.parked;
}

static inline void grant(struct bench *bench, const struct calendar_hold_requested *asked)
{
    struct calendar_hold_granted granted = {.start = asked->start, .end = asked->end};
    TEXT_PUT(granted.hold, asked->hold);
    TEXT_PUT(granted.person, asked->person);
    TEXT_PUT(granted.purpose, asked->purpose);
    TEXT_PUT(granted.object, asked->object);
    bench_hear(bench, "matching", MSG_calendar_hold_granted, &granted, granted.hold);
}

static inline void grant_time(struct bench *bench)
{
    struct calendar_hold_requested asked = time_asked(bench);
    grant(bench, &asked);
}

/* Booking takes back the room, matching the time, that it had granted. */
static inline void release_room(struct bench *bench, const char *hold)
{
    struct room_released released = {.object = "S-1"};
    TEXT_PUT(released.hold, hold);
    bench_hear(bench, "booking", MSG_room_released, &released, hold);
}

static inline void release_time(struct bench *bench, const struct calendar_hold_requested *asked)
{
    struct calendar_released released = {0};
    TEXT_PUT(released.hold, asked->hold);
    TEXT_PUT(released.person, asked->person);
    TEXT_PUT(released.object, asked->object);
    bench_hear(bench, "matching", MSG_calendar_released, &released, released.hold);
}

static inline void deny_time(struct bench *bench)
{
    struct calendar_hold_requested asked = time_asked(bench);
    struct calendar_hold_denied denied = {.start = asked.start, .end = asked.end};
    TEXT_PUT(denied.hold, asked.hold);
    TEXT_PUT(denied.person, asked.person);
    TEXT_PUT(denied.purpose, asked.purpose);
    TEXT_PUT(denied.object, asked.object);
    bench_hear(bench, "matching", MSG_calendar_hold_denied, &denied, denied.hold);
}

/* ---- a session and its trainees ---- */

static inline struct session_plan plan_of(const char *id, int64_t capacity, int64_t minimum)
{
    struct session_plan plan = {.start = class_start(), .end = class_start() + 8 * MS_HOUR, .units = 2};
    TEXT_PUT(plan.session, id);
    TEXT_PUT(plan.course, "C-1");
    TEXT_PUT(plan.station, "ST1");
    TEXT_PUT(plan.room, "infant");
    TEXT_PUT(plan.trainer, "TR-1");
    TEXT_PUT(plan.focus, "上门服务规范");
    TEXT_PUT(plan.problem, "如何沟通");
    TEXT_PUT(plan.kind, "skill");
    plan.capacity = capacity;
    plan.minimum = minimum;
    return plan;
}

static inline void open_session(struct bench *bench, int64_t capacity, int64_t minimum)
{
    struct session_plan plan = plan_of("S-1", capacity, minimum);
    struct session_open open = {.session = "S-1"};
    bench_done(bench, registrar, MSG_session_plan, &plan);
    grant_room(bench);
    grant_time(bench);
    bench_done(bench, registrar, MSG_session_open, &open);
}

static inline struct enrol_request wish(const char *enrolment, const char *trainee)
{
    struct enrol_request request = {.session = "S-1", .group = "worker", .evidence = "card"};
    TEXT_PUT(request.enrolment, enrolment);
    TEXT_PUT(request.trainee, trainee);
    return request;
}

static inline void request(struct bench *bench, const char *enrolment, const char *trainee)
{
    struct enrol_request body = wish(enrolment, trainee);
    bench_done(bench, desk, MSG_enrol_request, &body);
}

static inline void enrol(struct bench *bench, const char *enrolment, const char *trainee)
{
    request(bench, enrolment, trainee);
    grant_time(bench);
}

static inline void withdraw(struct bench *bench, const char *enrolment)
{
    struct enrol_withdraw body = {0};
    TEXT_PUT(body.enrolment, enrolment);
    bench_done(bench, desk, MSG_enrol_withdraw, &body);
}

static inline struct session_get_answer session_now(struct bench *bench)
{
    static struct session_get_answer answer;
    struct session_get asked = {.id = "S-1"};
    bench_query(bench, desk, MSG_session_get, &asked, MSG_session_get_answer, &answer);
    return answer;
}

static inline struct enrolment_get_answer enrolment_now(struct bench *bench, const char *id)
{
    static struct enrolment_get_answer answer;
    struct enrolment_get asked = {0};
    TEXT_PUT(asked.id, id);
    bench_query(bench, desk, MSG_enrolment_get, &asked, MSG_enrolment_get_answer, &answer);
    return answer;
}

static inline int64_t quota_used(struct bench *bench)
{
    struct quota_left asked = {.programme = "nyjz", .year = 2026};
    struct quota_left_answer answer;
    bench_query(bench, registrar, MSG_quota_left, &asked, MSG_quota_left_answer, &answer);
    return answer.used;
}

static inline void set_quota(struct bench *bench, int64_t places)
{
    struct quota_set set = {.programme = "nyjz", .year = 2026, .places = places};
    bench_done(bench, registrar, MSG_quota_set, &set);
}

static inline void mark(struct bench *bench, const char *enrolment, int64_t unit, const char *word)
{
    struct attendance_mark body = {.unit = unit};
    TEXT_PUT(body.enrolment, enrolment);
    TEXT_PUT(body.mark, word);
    bench_done(bench, trainer, MSG_attendance_mark, &body);
}

/* C-1 is published anew, with an examination at its end or without. */
static inline void publish(struct bench *bench, bool exam)
{
    struct course_publish course = {.course = "C-1", .occupation = "matron", .title = "母婴护理", .hours = 60};
    TEXT_PUT(course.programme, "nyjz");
    course.exam = exam;
    bench_done(bench, registrar, MSG_course_publish, &course);
}

/* How many invariants complain of a damage to the store, which is lost again. */
static inline int complaints(struct bench *bench, const char *damage)
{
    sqlite3 *db = NULL;
    int count = 0;
    engine_close(&bench->engine);
    assert_int_equal(sqlite3_open(bench->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "BEGIN", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, damage, NULL, NULL, NULL), SQLITE_OK);
    for (const struct invariant *rule = training_invariants; rule->name; rule++) {
        sqlite3_stmt *statement = NULL;
        assert_int_equal(sqlite3_prepare_v2(db, rule->sql, -1, &statement, NULL), SQLITE_OK);
        count += sqlite3_step(statement) == SQLITE_ROW;
        sqlite3_finalize(statement);
    }
    sqlite3_close(db);
    return count;
}

static inline void file_document(struct bench *bench, const char *document)
{
    struct session_document body = {.session = "S-1", .place = "F-2026-1"};
    TEXT_PUT(body.document, document);
    bench_done(bench, registrar, MSG_session_document, &body);
}

static inline void file_documents(struct bench *bench)
{
    file_document(bench, "sign_in");
    file_document(bench, "materials");
}

static inline void ask_for_approval(struct bench *bench)
{
    struct course_publish course = {
        .course = "C-1", .occupation = "matron", .title = "母婴护理", .hours = 60, .approval = true};
    TEXT_PUT(course.programme, "nyjz");
    bench_done(bench, registrar, MSG_course_publish, &course);
}

#define SERVICE_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

#endif
