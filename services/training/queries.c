/* What staff may ask of training. Names of trainees go only to those who deal with them. */
#include <string.h>

#include "base/text.h"

#include "course_store.h"
#include "enrolment_store.h"
#include "exam_store.h"
#include "hold_store.h"
#include "need_store.h"
#include "session_store.h"
#include "training.h"

static int on_course_get(struct unit *unit, const void *question, void *to)
{
    const struct course_get *asked = question;
    struct course_get_answer *answer = to;
    struct course_row course;
    int found = course_find(unit->store, asked->id, &course);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 0)
        return unit_refuse(unit, "unknown_course", "id", "There is no such course.");
    TEXT_PUT(answer->course, course.course);
    TEXT_PUT(answer->occupation, course.occupation);
    TEXT_PUT(answer->title, course.title);
    TEXT_PUT(answer->programme, course.programme);
    answer->hours = course.hours;
    answer->exam = course.exam;
    answer->approval = course.approval;
    answer->version = course.version;
    TEXT_PUT(answer->gives_cert, course.gives_cert);
    answer->gives_level = course.gives_level;
    return needs_list(unit->store, course.course, answer) == 0 ? UNIT_DONE : unit_trouble(unit);
}

static int on_course_list(struct unit *unit, const void *question, void *to)
{
    return course_page(unit->store, question, to) == 0 ? UNIT_DONE : unit_trouble(unit);
}

static int session_load(struct unit *unit, const char *id, struct session *session)
{
    int found = session_find(unit->store, id, session);
    if (found < 0)
        return unit_trouble(unit);
    return found == 1 ? UNIT_DONE : unit_refuse(unit, "unknown_session", "id", "There is no such session.");
}

static void session_fill(const struct session *session, struct session_get_answer *answer)
{
    SESSION_FACTS_PUT(*answer, session);
    TEXT_PUT(answer->state, session_state_name((int)session->state));
    TEXT_HALVES(answer->label, answer->label_en, session_state_label(session->state));
    TEXT_PUT(answer->room, session->room);
    TEXT_PUT(answer->trainer, session->trainer);
    TEXT_PUT(answer->focus, session->focus);
    TEXT_PUT(answer->problem, session->problem);
    TEXT_PUT(answer->kind, session->kind);
    TEXT_PUT(answer->reason, session->reason);
    answer->capacity = session->capacity;
    answer->minimum = session->minimum;
    answer->units = session->units;
    answer->approval = session->approval;
    answer->keep_worker = session->keep[GROUP_WORKER];
    answer->keep_unemployed = session->keep[GROUP_UNEMPLOYED];
    answer->keep_new_labour = session->keep[GROUP_NEW_LABOUR];
    answer->keep_public = session->keep[GROUP_PUBLIC];
    answer->revision = session->revision;
}

/* What the archive needs is told once it may be archived. */
static int documents_fill(struct unit *unit, const struct session *session, struct session_get_answer *answer)
{
    if (document_list(unit->store, session->id, answer) != 0)
        return unit_trouble(unit);
    const char *missing = session_document_missing(session, answer->documents.at, answer->documents.count);
    if (missing && session_is_over(session))
        TEXT_PUT(answer->document_missing, missing);
    return UNIT_DONE;
}

static int on_session_get(struct unit *unit, const void *question, void *to)
{
    const struct session_get *asked = question;
    struct session_get_answer *answer = to;
    struct session session;
    struct hold room, trainer;
    int64_t taken[GROUPS];
    int result = session_load(unit, asked->id, &session);
    if (result != UNIT_DONE)
        return result;
    if (hold_find(unit->store, session.room_hold, &room) != 1 ||
        hold_find(unit->store, session.trainer_hold, &trainer) != 1 ||
        session_taken(unit->store, session.id, taken) != 0 ||
        session_waiting(unit->store, session.id, &answer->waiting) != 0)
        return unit_trouble(unit);
    session_fill(&session, answer);
    TEXT_PUT(answer->room_state, hold_state_name((int)room.state));
    TEXT_PUT(answer->trainer_state, hold_state_name((int)trainer.state));
    TEXT_PUT(answer->denied, room.reason[0] ? room.reason : trainer.reason);
    answer->taken = seats_taken(taken);
    answer->lock = session_lock_at(unit, &session);
    return documents_fill(unit, &session, answer);
}

static int on_session_list(struct unit *unit, const void *question, void *to)
{
    return session_page(unit->store, question, to) == 0 ? UNIT_DONE : unit_trouble(unit);
}

static int64_t mark_told(int64_t mark)
{
    return mark == EXAM_OPEN ? 0 : mark;
}

/* The examination and what follows from it, where there is one. */
static int exam_fill(struct unit *unit, const struct enrolment *enrolment, struct enrolment_get_answer *answer)
{
    struct exam exam;
    struct certificate certificate;
    int found = exam_find(unit->store, enrolment->id, &exam);
    int issued = certificate_find(unit->store, enrolment->id, &certificate);
    if (found < 0 || issued < 0)
        return unit_trouble(unit);
    if (issued == 1)
        TEXT_PUT(answer->cert_number, certificate.number);
    if (found == 0)
        return UNIT_DONE;
    bool open = enrolment->state == ENROLMENT_EXAM_READY || enrolment->state == ENROLMENT_RESIT_OPEN;
    answer->attempt = exam.attempt;
    answer->theory = mark_told(exam.mark[EXAM_THEORY]);
    answer->practice = mark_told(exam.mark[EXAM_PRACTICE]);
    answer->exam_until = open ? exam.until : 0;
    answer->appeal_until = exam.appeal_until > unit->now ? exam.appeal_until : 0;
    return UNIT_DONE;
}

static int on_enrolment_get(struct unit *unit, const void *question, void *to)
{
    const struct enrolment_get *asked = question;
    struct enrolment_get_answer *answer = to;
    struct enrolment enrolment;
    struct hold hold = {.state = HOLD_NONE};
    int found = enrolment_find(unit->store, asked->id, &enrolment);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 0)
        return unit_refuse(unit, "unknown_enrolment", "id", "There is no such enrolment.");
    ENROL_FACTS_PUT(*answer, &enrolment);
    TEXT_PUT(answer->group, group_name(enrolment.group));
    TEXT_PUT(answer->evidence, enrolment.evidence);
    TEXT_PUT(answer->state, enrolment_state_name((int)enrolment.state));
    TEXT_HALVES(answer->label, answer->label_en, enrolment_state_label(enrolment.state));
    TEXT_PUT(answer->reason, enrolment.reason);
    answer->requested_at = enrolment.requested_at;
    answer->revision = enrolment.revision;
    if (hold_find(unit->store, enrolment.hold, &hold) < 0 || attendance_list(unit->store, answer) != 0)
        return unit_trouble(unit);
    if (hold.state != HOLD_NONE)
        TEXT_PUT(answer->hold_state, hold_state_name((int)hold.state));
    TEXT_PUT(answer->exception, enrolment.exception);
    answer->hold_until = enrolment.hold_until;
    return exam_fill(unit, &enrolment, answer);
}

static int on_enrolment_list(struct unit *unit, const void *question, void *to)
{
    return enrolment_page(unit->store, question, to) == 0 ? UNIT_DONE : unit_trouble(unit);
}

static int on_seats(struct unit *unit, const void *question, void *to)
{
    const struct seats_by_group *asked = question;
    struct seats_by_group_answer *answer = to;
    struct session session;
    int64_t taken[GROUPS];
    int result = session_load(unit, asked->id, &session);
    if (result != UNIT_DONE)
        return result;
    if (session_taken(unit->store, session.id, taken) != 0)
        return unit_trouble(unit);
    bool released = session_released(unit, &session);
    TEXT_PUT(answer->session, session.id);
    answer->capacity = session.capacity;
    answer->taken = seats_taken(taken);
    answer->rows.count = GROUPS;
    for (int i = 0; i < GROUPS; i++) {
        struct group_seats *row = &answer->rows.at[i];
        TEXT_PUT(row->group, group_name(i));
        row->kept = released ? 0 : session.keep[i];
        row->taken = taken[i];
        row->left = seats_left(&session, taken, i, released);
    }
    return UNIT_DONE;
}

static int on_quota_left(struct unit *unit, const void *question, void *to)
{
    const struct quota_left *asked = question;
    return quota_read(unit->store, asked->programme, asked->year, to) == 0 ? UNIT_DONE : unit_trouble(unit);
}

static int on_trainee_get(struct unit *unit, const void *question, void *to)
{
    const struct trainee_get *asked = question;
    struct trainee_get_answer *answer = to;
    int found = person_get(unit->store, asked->id, "name", answer->name, sizeof answer->name);
    if (found < 0 || person_get(unit->store, asked->id, "phone", answer->phone, sizeof answer->phone) < 0)
        return unit_trouble(unit);
    if (found == 0)
        return unit_refuse(unit, "unknown_trainee", "id", "There is no such trainee.");
    if (trainee_revision(unit->store, asked->id, &answer->revision) != 0)
        return unit_trouble(unit);
    TEXT_PUT(answer->trainee, asked->id);
    return UNIT_DONE;
}

#define READERS (ROLE_STAFF | ROLE_REGISTRAR | ROLE_TRAINER | ROLE_SUPERVISOR)
#define ANYBODY (READERS | ROLE_TRAINEE | ROLE_WORKER | ROLE_CLIENT | ROLE_PARTNER)

const struct query_handler training_queries[] = {
    {MSG_course_get, MSG_course_get_answer, ANYBODY, on_course_get},
    {MSG_course_list, MSG_course_list_answer, ANYBODY, on_course_list},
    {MSG_session_get, MSG_session_get_answer, ANYBODY, on_session_get},
    {MSG_session_list, MSG_session_list_answer, ANYBODY, on_session_list},
    {MSG_enrolment_get, MSG_enrolment_get_answer, READERS, on_enrolment_get},
    {MSG_enrolment_list, MSG_enrolment_list_answer, READERS, on_enrolment_list},
    {MSG_seats_by_group, MSG_seats_by_group_answer, ANYBODY, on_seats},
    {MSG_quota_left, MSG_quota_left_answer, READERS, on_quota_left},
    {MSG_trainee_get, MSG_trainee_get_answer, ROLE_RECEPTIONIST | ROLE_MANAGER | ROLE_REGISTRAR, on_trainee_get},
    {MSG_NONE, MSG_NONE, 0, NULL},
};
