/* What a seat asks for: a session that takes trainees, a seat of the group or an open one, a place of the yearly quota.
 * Looked at by whoever takes it: a request, or where approval is asked for the approval (D6 row 2). */
#include "base/text.h"

#include "course_store.h"
#include "session_store.h"
#include "training.h"

static int session_guard(struct unit *unit, const struct session *session)
{
    if (session->state == SESSION_FULL)
        return unit_refuse(unit, "session_full", "session", "No seat is left.");
    if (session->state != SESSION_OPEN || unit->now >= session_lock_at(unit, session))
        return unit_refuse(unit, "session_not_open", "session", "The session takes no trainees: it is %s.",
                           session_state_name((int)session->state));
    return UNIT_DONE;
}

int seat_guard(struct unit *unit, const struct session *session, int group)
{
    int64_t taken[GROUPS];
    int result = session_guard(unit, session);
    if (result != UNIT_DONE)
        return result;
    if (session_taken(unit->store, session->id, taken) != 0)
        return unit_trouble(unit);
    if (seats_left(session, taken, group, session_released(unit, session)) > 0)
        return UNIT_DONE;
    return unit_refuse(unit, "group_full", "group", "The seats left are kept for other groups until %lld days before.",
                       (long long)((session->start - session_release_at(unit, session)) / MS_DAY));
}

int place_take(struct unit *unit, const struct session *session, struct enrolment *enrolment)
{
    struct course_row course;
    struct quota_left_answer quota = {0};
    if (course_find(unit->store, session->course, &course) != 1)
        return unit_trouble(unit);
    TEXT_PUT(enrolment->programme, course.programme);
    enrolment->year = civil_of(unit->now).year;
    enrolment->counted = course.programme[0] != '\0';
    if (!enrolment->counted)
        return UNIT_DONE;
    if (quota_read(unit->store, enrolment->programme, enrolment->year, &quota) != 0)
        return unit_trouble(unit);
    if (!quota.limited || quota.left > 0)
        return UNIT_DONE;
    return unit_refuse(unit, "quota_exhausted", "session", "The programme has no place left this year.");
}
