/* Training as data: what its daemon, tests and the simulator are handed; its settings with their bounds. */
#include "privacy_store.h"
#include "service/privacy.h"
#include "training.h"

static const struct setting settings[SET_COUNT] = {
    [SET_LOCK_DAYS] = {"lock_days", 1, 0, 60, "days before the start: no more changes (D5 row 4)"},
    [SET_EXAM_LOCK_DAYS] = {"exam_lock_days", 7, 0, 60, "likewise, of a course with an examination (D5 row 4, T8)"},
    [SET_RELEASE_DAYS] = {"release_days", 3, 0, 60, "days before the start: kept seats are open to all (T2)"},
    [SET_ATTENDANCE_PERCENT] = {"attendance_percent", 80, 0, 100, "half-days attended, of all, to complete (T7)"},
    [SET_TRAINEE_DAYS] = {"trainee_days", 3650, 0, 36500,
                          "days that name and phone are kept after the last session or registration; 0: for ever (X6)"},
    [SET_PASS_MARK] = {"pass_mark", 60, 0, 100, "mark of a part that is enough (T8)"},
    [SET_MARKS_APART] = {"marks_apart", 10, 0, 100, "two examiners' marks that far apart ask for a third one (T8)"},
    [SET_RESIT_DAYS] = {"resit_days", 90, 1, 366, "days to be examined, and to repeat it (T9)"},
    [SET_APPEAL_WORKDAYS] = {"appeal_workdays", 5, 1, 60, "working days to appeal against marks (T10)"},
    [SET_WAITING] = {"waiting", 200, 1, 1000, "requests of a session that may wait for approval (D6 row 2)"},
};

static const struct statements *const statements[] = {
    &course_sql,           &session_sql,        &enrolment_sql,        &hold_sql, &need_sql, &exam_sql,
    &training_privacy_sql, &training_reach.sql, &training_replica_sql, NULL};
static const struct handler *const handlers[] = {course_handlers,
                                                 session_handlers,
                                                 closing_handlers,
                                                 enrolment_handlers,
                                                 approval_handlers,
                                                 hold_handlers,
                                                 privacy_handlers,
                                                 offer_handlers,
                                                 need_handlers,
                                                 exam_handlers,
                                                 certificate_handlers,
                                                 document_handlers,
                                                 NULL};
static const struct timer_handler *const timers[] = {offer_timers, session_timers, exam_timers, NULL};
static const struct query_handler *const queries[] = {training_queries, NULL};
static const char *const follows[] = {"booking", "matching", "roster", NULL};
static const struct machine *const machines[] = {&session_machine, &enrolment_machine, &hold_machine, NULL};

/* Certificates of workers are kept since schema 5. */
static const struct relearn relearns[] = {
    {"certificates", "roster", {MSG_cert_verified, MSG_cert_restored, MSG_cert_suspended, MSG_cert_revoked}},
    {NULL, NULL, {MSG_NONE}},
};

const struct service training_service = {
    .name = "training",
    .migrations = training_migrations,
    .statements = statements,
    .handlers = handlers,
    .timers = timers,
    .queries = queries,
    .reach = &training_reach,
    .settings = settings,
    .settings_count = SET_COUNT,
    .follows = follows,
    .privacy = &training_privacy,
    .invariants = training_invariants,
    .replicas = training_replicas,
    .relearns = relearns,
    .machines = machines,
    .yields = true,
};
