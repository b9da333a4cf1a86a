/* Prerequisites of a seat (D6 row 1, T3): courses that were completed here, and certificates as roster says them. Who
 * lacks one needs an exception, which only a registrar or manager signs, and nobody for herself. */
#include "base/text.h"

#include "need_store.h"
#include "training.h"

static int exception_guard(struct unit *unit, const char *trainee)
{
    if (!(role_of(unit->cause->actorrole) & (ROLE_REGISTRAR | ROLE_MANAGER | ROLE_OPERATOR)))
        return unit_refuse(unit, "denied", "exception", "An exception is signed by a registrar or manager.");
    if (!unit->cause->actorid[0])
        return unit_refuse(unit, "actor_missing", "actorid", "This needs to know who acts.");
    if (text_same(unit->cause->actorid, trainee))
        return unit_refuse(unit, "same_person", "actorid", "Nobody signs an exception for herself.");
    return UNIT_DONE;
}

static int course_guard(struct unit *unit, const struct session *session, const char *trainee)
{
    char course[33];
    int found = need_course_missing(unit->store, session, trainee, course);
    if (found == 1)
        return unit_refuse(unit, "prerequisite_course", "session", "Course %s must be completed first.", course);
    return found == 0 ? UNIT_DONE : unit_trouble(unit);
}

static int cert_guard(struct unit *unit, const struct session *session, const char *trainee)
{
    struct course_need need;
    int found = need_cert_missing(unit->store, session, trainee, &need);
    if (found != 1)
        return found == 0 ? UNIT_DONE : unit_trouble(unit);
    if (need.level == 0)
        return unit_refuse(unit, "prerequisite_cert", "session",
                           "A certificate %s that is in force through the session is needed.", need.cert_type);
    return unit_refuse(unit, "prerequisite_cert", "session",
                       "A certificate %s of level %lld or higher that is in force through the session is needed.",
                       need.cert_type, (long long)need.level);
}

int needs_guard(struct unit *unit, const struct session *session, const char *trainee, const char *exception)
{
    if (exception[0])
        return exception_guard(unit, trainee);
    int result = course_guard(unit, session, trainee);
    return result == UNIT_DONE ? cert_guard(unit, session, trainee) : result;
}

/* ---- what roster says ---- */

#define BEGINS_AS_VERIFIED(name)                                                                                       \
    static_assert(offsetof(struct name, valid_to) == offsetof(struct cert_verified, valid_to), "CERT_FACTS first")
BEGINS_AS_VERIFIED(cert_restored);
BEGINS_AS_VERIFIED(cert_suspended);
BEGINS_AS_VERIFIED(cert_revoked);

static int on_cert_good(struct unit *unit, const void *message)
{
    return cert_fact_save(unit->store, message, true) == 0 ? UNIT_DONE : unit_trouble(unit);
}

static int on_cert_not_good(struct unit *unit, const void *message)
{
    return cert_fact_save(unit->store, message, false) == 0 ? UNIT_DONE : unit_trouble(unit);
}

const struct handler need_handlers[] = {
    {MSG_cert_verified, ROLE_SERVICE, on_cert_good},
    {MSG_cert_restored, ROLE_SERVICE, on_cert_good},
    {MSG_cert_suspended, ROLE_SERVICE, on_cert_not_good},
    {MSG_cert_revoked, ROLE_SERVICE, on_cert_not_good},
    {MSG_NONE, 0, NULL},
};
