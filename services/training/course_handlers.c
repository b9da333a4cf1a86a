/* What becomes of commands about courses and yearly quotas (A3.3, A3.11). */
#include <string.h>

#include "base/text.h"

#include "course_store.h"
#include "need_store.h"
#include "training.h"

static int on_publish(struct unit *unit, const void *message)
{
    const struct course_publish *publish = message;
    struct course_row course;
    struct course_published said = {0};
    int found = course_find(unit->store, publish->course, &course);
    unit_subject(unit, publish->course);
    if (found < 0)
        return unit_trouble(unit);
    int64_t version = found == 1 ? course.version : 0;
    int result = training_expect(unit, version);
    if (result != UNIT_DONE)
        return result;
    if (!publish->exam && publish->gives_cert[0])
        return unit_refuse(unit, "exam_missing", "gives_cert", "A certificate is given to who passes an examination.");
    memset(&course, 0, sizeof course);
    TEXT_PUT(course.course, publish->course);
    TEXT_PUT(course.occupation, publish->occupation);
    TEXT_PUT(course.title, publish->title);
    TEXT_PUT(course.programme, publish->programme);
    course.hours = publish->hours;
    course.exam = publish->exam;
    course.approval = publish->approval;
    TEXT_PUT(course.gives_cert, publish->gives_cert);
    course.gives_level = publish->gives_level;
    course.version = version + 1;
    if (course_save(unit->store, &course) != 0 || needs_save(unit->store, publish) != 0)
        return unit_trouble(unit);
    unit_revision(unit, course.version);
    TEXT_PUT(said.course, course.course);
    TEXT_PUT(said.occupation, course.occupation);
    said.version = course.version;
    said.hours = course.hours;
    return unit_emit(unit, MSG_course_published, &said, course.course);
}

static int on_quota_set(struct unit *unit, const void *message)
{
    const struct quota_set *set = message;
    struct quota_left_answer quota = {0};
    struct quota_changed said = {.year = set->year, .places = set->places};
    unit_subject(unit, set->programme);
    if (quota_read(unit->store, set->programme, set->year, &quota) != 0)
        return unit_trouble(unit);
    int result = training_expect(unit, quota.revision);
    if (result != UNIT_DONE)
        return result;
    if (set->places < quota.used)
        return unit_refuse(unit, "below_used", "places", "%lld places are taken already.", (long long)quota.used);
    if (quota_save(unit->store, set->programme, set->year, set->places, quota.revision + 1) != 0)
        return unit_trouble(unit);
    unit_revision(unit, quota.revision + 1);
    TEXT_PUT(said.programme, set->programme);
    return unit_emit(unit, MSG_quota_changed, &said, set->programme);
}

#define BASE (ROLE_REGISTRAR | ROLE_MANAGER | ROLE_OPERATOR)

const struct handler course_handlers[] = {
    {MSG_course_publish, BASE, on_publish},
    {MSG_quota_set, BASE, on_quota_set},
    {MSG_NONE, 0, NULL},
};
