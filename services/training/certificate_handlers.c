/* The certificate of who passed, issued once (D6 row 18; T11, I15). Roster hears it and registers it (D7 row 2). */
#include "base/text.h"

#include "course_store.h"
#include "enrolment_store.h"
#include "exam_store.h"
#include "training.h"

static int issuer_guard(struct unit *unit, const struct enrolment *enrolment)
{
    if (!unit->cause->actorid[0])
        return unit_refuse(unit, "actor_missing", "actorid", "This needs to know who acts.");
    if (text_same(unit->cause->actorid, enrolment->trainee))
        return unit_refuse(unit, "same_person", "actorid", "Nobody issues her own certificate.");
    return UNIT_DONE;
}

/* The course gives one, its dates can be true, and its number is new. */
static int paper_guard(struct unit *unit, const struct cert_issue *issue, const struct course_row *course,
                       int64_t valid_from)
{
    if (!course->gives_cert[0])
        return unit_refuse(unit, "no_certificate", "enrolment", "This course gives no certificate.");
    if (issue->valid_to <= valid_from || issue->valid_to <= unit->now)
        return unit_refuse(unit, "bad_dates", "valid_to", "A certificate ends after it begins, and in the future.");
    int taken = certificate_number_taken(unit->store, issue->number);
    if (taken == 1)
        return unit_refuse(unit, "number_taken", "number", "A certificate of this number has been issued.");
    return taken == 0 ? UNIT_DONE : unit_trouble(unit);
}

static int issued_say(struct unit *unit, const struct enrolment *enrolment, const struct course_row *course,
                      const struct certificate *certificate, const struct cert_issue *issue)
{
    struct cert_issued said = {.level = course->gives_level, .valid_to = issue->valid_to};
    ENROL_FACTS_PUT(said, enrolment);
    TEXT_PUT(said.cert, certificate->id);
    TEXT_PUT(said.cert_type, course->gives_cert);
    TEXT_PUT(said.number, certificate->number);
    TEXT_PUT(said.body, certificate->body);
    TEXT_PUT(said.by, certificate->by);
    said.valid_from = issue->valid_from ? issue->valid_from : unit->now;
    return unit_emit(unit, MSG_cert_issued, &said, enrolment->id);
}

static void certificate_new(struct unit *unit, const struct cert_issue *issue, struct certificate *certificate)
{
    unit_id(unit, certificate->id);
    TEXT_PUT(certificate->enrolment, issue->enrolment);
    TEXT_PUT(certificate->number, issue->number);
    TEXT_PUT(certificate->body, issue->body);
    TEXT_PUT(certificate->by, unit->cause->actorid);
    certificate->at = unit->now;
}

static int on_issue(struct unit *unit, const void *message)
{
    const struct cert_issue *issue = message;
    struct enrolment enrolment;
    struct session session;
    struct course_row course;
    struct certificate certificate = {0};
    int result = training_enrolment(unit, issue->enrolment, &enrolment, &session);
    if (result == UNIT_DONE)
        result = issuer_guard(unit, &enrolment);
    if (result == UNIT_DONE)
        result = enrolment_move(unit, &enrolment, ENROLMENT_CERTIFY);
    if (result != UNIT_DONE)
        return result;
    if (course_find(unit->store, session.course, &course) != 1)
        return unit_trouble(unit);
    result = paper_guard(unit, issue, &course, issue->valid_from ? issue->valid_from : unit->now);
    if (result != UNIT_DONE)
        return result;
    certificate_new(unit, issue, &certificate);
    if (enrolment_save(unit->store, &enrolment) != 0 || certificate_insert(unit->store, &certificate) != 0 ||
        issued_say(unit, &enrolment, &course, &certificate, issue) != 0)
        return unit_trouble(unit);
    unit_revision(unit, enrolment.revision);
    return session_settle(unit, &session);
}

const struct handler certificate_handlers[] = {
    {MSG_cert_issue, ROLE_REGISTRAR | ROLE_MANAGER | ROLE_OPERATOR, on_issue},
    {MSG_NONE, 0, NULL},
};
