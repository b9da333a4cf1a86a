/* What becomes of commands about one certificate (D7): handed in, verified or rejected, suspended, revoked. */
#include <string.h>

#include "base/text.h"

#include "cert_steps.h"
#include "cert_store.h"
#include "proposal.h"
#include "revocation_store.h"
#include "worker_store.h"

/* ---- D7 row 1 ---- */

/* R4: a background check looks back five years. */
static int look_back_guard(struct unit *unit, const struct cert *cert)
{
    char from[17];
    int64_t years = unit->setting[SET_LOOK_BACK_YEARS], latest = cert_look_back(cert->issued, years);
    if (!text_same(cert->type, "background"))
        return cert->covers_from == 0
                   ? UNIT_DONE
                   : unit_refuse(unit, "look_back", "covers_from", "Only a background check has it.");
    if (cert->covers_from <= latest)
        return UNIT_DONE;
    civil_format_local(from, sizeof from, latest);
    return unit_refuse(unit, "look_back", "covers_from",
                       "A background check looks back %lld years: to %.10s or before.", (long long)years, from);
}

static int register_guard(struct unit *unit, const struct cert *cert, const struct worker *worker)
{
    char other[65];
    const char *field = cert_bad_date(cert, unit->setting[SET_YEARLY_DAYS], unit->now);
    if (!worker_is_live(worker))
        return unit_refuse(unit, "wrong_state", "worker", "The worker has left.");
    if (!cert_type_is_known(cert->type))
        return unit_refuse(unit, "unknown_cert_type", "cert_type", "There is no such type of certificate.");
    if (field)
        return unit_refuse(unit, "bad_dates", field, "These dates cannot be true for a certificate of this type.");
    int result = look_back_guard(unit, cert);
    if (result != UNIT_DONE)
        return result;
    int found = cert_number_elsewhere(unit->store, cert->number, cert->worker, other);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 1)
        return unit_refuse(unit, "number_taken", "number",
                           "Another person has handed in a certificate of this number.");
    return UNIT_DONE;
}

/* What a mass revocation is about does not come back (R6). */
static int revoked_guard(struct unit *unit, const struct cert *cert)
{
    char revocation[65];
    int found = revocation_of(unit->store, cert->id, revocation);
    if (found == 1)
        return unit_refuse(unit, "revoked_batch", "cert", "Mass revocation %s is about this certificate.", revocation);
    return found == 0 ? UNIT_DONE : unit_trouble(unit);
}

/* Nobody told when: a renewal in advance was issued before it begins. */
static int64_t issued_by(int64_t valid_from, int64_t now)
{
    return valid_from < now ? valid_from : now;
}

static int cert_new(struct unit *unit, const struct cert_register *asked, struct cert *cert)
{
    struct cert old;
    memset(cert, 0, sizeof *cert);
    if (asked->cert[0]) {
        TEXT_PUT(cert->id, asked->cert);
        int found = cert_find(unit->store, cert->id, &old);
        if (found != 0)
            return found < 0 ? unit_trouble(unit) : unit_refuse(unit, "cert_exists", "cert", "This id is taken.");
    } else {
        unit_id(unit, cert->id);
    }
    TEXT_PUT(cert->worker, asked->worker);
    TEXT_PUT(cert->type, asked->cert_type);
    TEXT_PUT(cert->number, asked->number);
    TEXT_PUT(cert->body, asked->body);
    TEXT_PUT(cert->registered_by, unit->cause->actorid);
    cert->level = asked->level;
    cert->issued = asked->issued ? asked->issued : issued_by(asked->valid_from, unit->now);
    cert->valid_from = asked->valid_from;
    cert->valid_to = asked->valid_to;
    cert->covers_from = asked->covers_from;
    if (!cert->covers_from && text_same(cert->type, "background"))
        cert->covers_from = cert_look_back(cert->issued, unit->setting[SET_LOOK_BACK_YEARS]);
    cert->revision = 1;
    unit_subject(unit, cert->id);
    unit_revision(unit, cert->revision);
    return cert_move(unit, cert, CERT_REGISTER);
}

static int on_register(struct unit *unit, const void *message)
{
    const struct cert_register *asked = message;
    struct worker worker;
    struct cert cert;
    struct cert_registered said = {0};
    int result = roster_actor(unit);
    if (result == UNIT_DONE)
        result = roster_own(unit, asked->worker);
    if (result == UNIT_DONE)
        result = roster_worker(unit, asked->worker, &worker);
    if (result == UNIT_DONE)
        result = cert_new(unit, asked, &cert);
    if (result == UNIT_DONE)
        result = register_guard(unit, &cert, &worker);
    if (result != UNIT_DONE)
        return result;
    if (cert_insert(unit->store, &cert) != 0)
        return unit_trouble(unit);
    if ((result = revoked_guard(unit, &cert)) != UNIT_DONE)
        return result;
    CERT_FACTS_PUT(said, &worker, &cert);
    return unit_emit(unit, MSG_cert_registered, &said, worker.id);
}

/* ---- D7 row 2 ---- */

static void issued_cert(const struct unit *unit, const struct cert_issued *issued, struct cert *cert)
{
    *cert = (struct cert){.level = issued->level,
                          .issued = issued_by(issued->valid_from, unit->now),
                          .valid_from = issued->valid_from,
                          .valid_to = issued->valid_to,
                          .verified_at = unit->now,
                          .revision = 1};
    TEXT_PUT(cert->id, issued->cert);
    TEXT_PUT(cert->worker, issued->trainee);
    TEXT_PUT(cert->type, issued->cert_type);
    TEXT_PUT(cert->number, issued->number);
    TEXT_PUT(cert->body, issued->body);
    TEXT_PUT(cert->evidence, "issued");
    TEXT_PUT(cert->registered_by, "training");
    TEXT_PUT(cert->verified_by, issued->by);
}

static int issued_say(struct unit *unit, struct worker *worker, const struct cert *cert)
{
    struct cert_registered registered = {0};
    struct cert_verified verified = {0};
    CERT_FACTS_PUT(registered, worker, cert);
    CERT_FACTS_PUT(verified, worker, cert);
    if (unit_emit(unit, MSG_cert_registered, &registered, worker->id) != 0 ||
        unit_emit(unit, MSG_cert_verified, &verified, worker->id) != 0)
        return unit_trouble(unit);
    int result = cert_take_effect(unit, worker, cert);
    return result == UNIT_DONE ? cert_colour(unit, worker, cert) : result;
}

/* Training's own certificate needs nobody to verify it. A trainee who is no worker, or has left, has none here; a
 * number that is another person's is parked for somebody to look at. */
static int on_issued(struct unit *unit, const void *message)
{
    const struct cert_issued *issued = message;
    struct worker worker;
    struct cert cert;
    int found = worker_find(unit->store, issued->trainee, &worker);
    int known = cert_find(unit->store, issued->cert, &cert);
    if (found < 0 || known < 0)
        return unit_trouble(unit);
    if (found == 0 || known == 1 || !worker_is_live(&worker))
        return UNIT_DONE;
    issued_cert(unit, issued, &cert);
    int result = cert_move(unit, &cert, CERT_ISSUE);
    if (result == UNIT_DONE)
        result = register_guard(unit, &cert, &worker);
    if (result != UNIT_DONE)
        return result;
    if (cert_insert(unit->store, &cert) != 0)
        return unit_trouble(unit);
    if ((result = revoked_guard(unit, &cert)) != UNIT_DONE || (result = cert_arm(unit, &cert)) != UNIT_DONE)
        return result;
    return issued_say(unit, &worker, &cert);
}

/* ---- D7 rows 3 and 4 ---- */

static int verify_guard(struct unit *unit, const struct cert_verify *verify, const struct cert *cert,
                        const struct worker *worker)
{
    if (text_same(cert->registered_by, unit->cause->actorid) || text_same(cert->worker, unit->cause->actorid))
        return unit_refuse(unit, "same_person", "actorid",
                           "A certificate is verified by somebody else than who handed it in.");
    if (!worker_is_live(worker))
        return unit_refuse(unit, "wrong_state", "cert", "The worker has left.");
    if (cert->valid_to <= unit->now)
        return unit_refuse(unit, "expired", "cert", "The certificate has expired.");
    if (verify->result[0] && !cert_type_is_check(cert->type))
        return unit_refuse(unit, "no_result", "result", "Only identity and background checks have a result.");
    return UNIT_DONE;
}

static int on_verify(struct unit *unit, const void *message)
{
    const struct cert_verify *verify = message;
    struct worker worker;
    struct cert cert;
    struct cert_verified said = {0};
    int result = cert_take(unit, verify->cert, &cert, &worker);
    if (result == UNIT_DONE)
        result = cert_move(unit, &cert, CERT_VERIFY);
    if (result == UNIT_DONE)
        result = verify_guard(unit, verify, &cert, &worker);
    if (result == UNIT_DONE)
        result = revoked_guard(unit, &cert);
    if (result != UNIT_DONE)
        return result;
    TEXT_PUT(cert.evidence, verify->evidence);
    TEXT_PUT(cert.verified_by, unit->cause->actorid);
    cert.verified_at = unit->now;
    cert.bad = text_same(verify->result, "bad");
    if (cert_keep(unit, &cert) != UNIT_DONE || cert_arm(unit, &cert) != UNIT_DONE)
        return unit_trouble(unit);
    CERT_FACTS_PUT(said, &worker, &cert);
    if (unit_emit(unit, MSG_cert_verified, &said, worker.id) != 0)
        return unit_trouble(unit);
    result = cert_take_effect(unit, &worker, &cert);
    return result == UNIT_DONE ? cert_colour(unit, &worker, &cert) : result;
}

static int on_reject(struct unit *unit, const void *message)
{
    const struct cert_reject *reject = message;
    struct worker worker;
    struct cert cert;
    struct cert_rejected said = {0};
    int result = cert_take(unit, reject->cert, &cert, &worker);
    if (result == UNIT_DONE)
        result = cert_move(unit, &cert, CERT_REJECT);
    TEXT_PUT(cert.reason, reject->reason);
    if (result == UNIT_DONE)
        result = cert_keep(unit, &cert);
    if (result != UNIT_DONE)
        return result;
    CERT_FACTS_PUT(said, &worker, &cert);
    TEXT_PUT(said.reason, reject->reason);
    if (unit_emit(unit, MSG_cert_rejected, &said, worker.id) != 0)
        return unit_trouble(unit);
    return text_same(reject->reason, "forged") ? suspension_propose(unit, &worker, &cert, "forged") : UNIT_DONE;
}

/* ---- D7 rows 8 and 9 ---- */

static int on_suspend(struct unit *unit, const void *message)
{
    const struct cert_suspend *suspend = message;
    struct worker worker;
    struct cert cert;
    struct cert_suspended said = {0};
    int result = cert_take(unit, suspend->cert, &cert, &worker);
    if (result == UNIT_DONE)
        result = cert_move(unit, &cert, CERT_SUSPEND);
    if (result == UNIT_DONE)
        result = cert_keep(unit, &cert);
    if (result != UNIT_DONE)
        return result;
    CERT_FACTS_PUT(said, &worker, &cert);
    if (unit_emit(unit, MSG_cert_suspended, &said, worker.id) != 0)
        return unit_trouble(unit);
    return cert_colour(unit, &worker, &cert);
}

static int on_restore(struct unit *unit, const void *message)
{
    const struct cert_restore *restore = message;
    struct worker worker;
    struct cert cert;
    struct cert_restored said = {0};
    int result = cert_take(unit, restore->cert, &cert, &worker);
    if (result == UNIT_DONE)
        result = cert_move(unit, &cert, CERT_RESTORE);
    if (result == UNIT_DONE)
        result = cert_keep(unit, &cert);
    if (result != UNIT_DONE)
        return result;
    CERT_FACTS_PUT(said, &worker, &cert);
    if (unit_emit(unit, MSG_cert_restored, &said, worker.id) != 0)
        return unit_trouble(unit);
    result = cert_take_effect(unit, &worker, &cert);
    return result == UNIT_DONE ? cert_colour(unit, &worker, &cert) : result;
}

static int on_revoke(struct unit *unit, const void *message)
{
    const struct cert_revoke *revoke = message;
    struct worker worker;
    struct cert cert;
    int result = cert_take(unit, revoke->cert, &cert, &worker);
    if (result == UNIT_DONE)
        result = cert_revoke(unit, &worker, &cert, revoke->reason, "");
    if (result == UNIT_DONE)
        unit_revision(unit, cert.revision);
    return result;
}

#define BASE (ROLE_REGISTRAR | ROLE_MANAGER | ROLE_OPERATOR)

const struct handler cert_handlers[] = {
    {MSG_cert_register, ROLE_WORKER | ROLE_RECEPTIONIST | ROLE_MANAGER | ROLE_OPERATOR, on_register},
    {MSG_cert_issued, ROLE_SERVICE, on_issued},
    {MSG_cert_verify, BASE, on_verify},
    {MSG_cert_reject, BASE, on_reject},
    {MSG_cert_suspend, BASE, on_suspend},
    {MSG_cert_restore, BASE, on_restore},
    {MSG_cert_revoke, BASE, on_revoke},
    {MSG_NONE, 0, NULL},
};
