/* Certificates (D7): handed in, verified, replaced, suspended, revoked; reminders and expiry by timers (R6). Whatever
 * happens to a basic one, the colour code of its worker is computed again in the same unit (I4). */
#include <string.h>

#include "base/text.h"

#include "cert_store.h"
#include "roster.h"
#include "worker_store.h"

#define CERT_FACTS_PUT(event, w, c)                                                                                    \
    (WORKER_FACTS_PUT(event, w), TEXT_PUT((event).cert, (c)->id), TEXT_PUT((event).cert_type, (c)->type),              \
     (event).level = (c)->level, (event).valid_from = (c)->valid_from, (event).valid_to = (c)->valid_to)

/* Loads a certificate and its worker for a command. */
static int cert_take(struct unit *unit, const char *id, struct cert *cert, struct worker *worker)
{
    int found = cert_find(unit->store, id, cert);
    unit_subject(unit, id);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 0)
        return unit_refuse(unit, "unknown_cert", "cert", "There is no such certificate.");
    int result = roster_expect(unit, cert->revision);
    if (result == UNIT_DONE)
        result = roster_actor(unit);
    return result == UNIT_DONE ? roster_worker(unit, cert->worker, worker) : result;
}

static int cert_move(struct unit *unit, struct cert *cert, enum cert_trigger trigger)
{
    int next = table_next(&cert_machine, (int)cert->state, (int)trigger);
    if (next == CERT_NONE)
        return unit_refuse(unit, "wrong_state", "cert", "This is not possible while the certificate is %s.",
                           cert_state_name((int)cert->state));
    cert->state = (enum cert_state)next;
    return UNIT_DONE;
}

static int cert_keep(struct unit *unit, struct cert *cert)
{
    int saved = cert_save(unit->store, cert);
    unit_revision(unit, cert->revision);
    return saved == 0 ? UNIT_DONE : unit_trouble(unit);
}

static int remind_arm(struct unit *unit, const struct cert *cert)
{
    int64_t due;
    if (cert_next_reminder(&unit->setting[SET_REMIND], cert->valid_to, unit->now, &due) < 0)
        return 0;
    return unit_timer(unit, "cert.remind", cert->id, due);
}

static int cert_arm(struct unit *unit, const struct cert *cert)
{
    if ((cert->valid_from > unit->now && unit_timer(unit, "cert.begin", cert->id, cert->valid_from) != 0) ||
        unit_timer(unit, "cert.end", cert->id, cert->valid_to) != 0 || remind_arm(unit, cert) != 0)
        return unit_trouble(unit);
    return UNIT_DONE;
}

static int cert_disarm(struct unit *unit, const struct cert *cert)
{
    if (unit_timer_clear(unit, "cert.begin", cert->id) != 0 || unit_timer_clear(unit, "cert.end", cert->id) != 0 ||
        unit_timer_clear(unit, "cert.remind", cert->id) != 0)
        return unit_trouble(unit);
    return UNIT_DONE;
}

/* D7 row 7 for one older certificate. */
static int cert_replace(struct unit *unit, const struct worker *worker, const struct cert *newer, struct cert *older)
{
    struct cert_renewed said = {0};
    int result = cert_move(unit, older, CERT_REPLACE);
    TEXT_PUT(older->superseded_by, newer->id);
    if (result == UNIT_DONE && cert_save(unit->store, older) != 0)
        result = unit_trouble(unit);
    if (result == UNIT_DONE)
        result = cert_disarm(unit, older);
    if (result != UNIT_DONE)
        return result;
    CERT_FACTS_PUT(said, worker, newer);
    TEXT_PUT(said.old_cert, older->id);
    return unit_emit(unit, MSG_cert_renewed, &said, worker->id);
}

/* From the moment a verified certificate is in force, it takes the place of the older ones. */
static int cert_take_effect(struct unit *unit, const struct worker *worker, const struct cert *newer)
{
    struct cert older = {0};
    int found, result = UNIT_DONE;
    if (!cert_in_force(newer, unit->now))
        return UNIT_DONE;
    TEXT_PUT(older.type, newer->type);
    while (result == UNIT_DONE && (found = cert_after(unit->store, worker->id, older.type, older.id, &older)) != 0) {
        if (found < 0)
            return unit_trouble(unit);
        if (!text_same(older.type, newer->type))
            return UNIT_DONE;
        if (cert_replaces(newer, &older))
            result = cert_replace(unit, worker, newer, &older);
    }
    return result;
}

static int colour_after(struct unit *unit, struct worker *worker, const struct cert *cert)
{
    return cert_type_is_basic(cert->type) && worker_is_live(worker) ? roster_colour(unit, worker) : UNIT_DONE;
}

/* ---- D7 row 1 ---- */

static int register_guard(struct unit *unit, const struct cert *cert, const struct worker *worker)
{
    char other[65];
    const char *field = cert_bad_date(cert, unit->setting[SET_YEARLY_DAYS]);
    if (!worker_is_live(worker))
        return unit_refuse(unit, "wrong_state", "worker", "The worker has left.");
    if (!cert_type_is_known(cert->type))
        return unit_refuse(unit, "unknown_cert_type", "cert_type", "There is no such type of certificate.");
    if (field)
        return unit_refuse(unit, "bad_dates", field, "These dates cannot be true for a certificate of this type.");
    int found = cert_number_elsewhere(unit->store, cert->number, cert->worker, other);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 1)
        return unit_refuse(unit, "number_taken", "number",
                           "Another person has handed in a certificate of this number.");
    return UNIT_DONE;
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
    cert->issued = asked->issued ? asked->issued : asked->valid_from;
    cert->valid_from = asked->valid_from;
    cert->valid_to = asked->valid_to;
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
    CERT_FACTS_PUT(said, &worker, &cert);
    return unit_emit(unit, MSG_cert_registered, &said, worker.id);
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
    return result == UNIT_DONE ? colour_after(unit, &worker, &cert) : result;
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
    return unit_emit(unit, MSG_cert_rejected, &said, worker.id);
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
    return colour_after(unit, &worker, &cert);
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
    return result == UNIT_DONE ? colour_after(unit, &worker, &cert) : result;
}

static int on_revoke(struct unit *unit, const void *message)
{
    const struct cert_revoke *revoke = message;
    struct worker worker;
    struct cert cert;
    struct cert_revoked said = {0};
    int result = cert_take(unit, revoke->cert, &cert, &worker);
    if (result == UNIT_DONE)
        result = cert_move(unit, &cert, CERT_REVOKE);
    TEXT_PUT(cert.reason, revoke->reason);
    if (result == UNIT_DONE)
        result = cert_keep(unit, &cert);
    if (result == UNIT_DONE)
        result = cert_disarm(unit, &cert);
    if (result != UNIT_DONE)
        return result;
    CERT_FACTS_PUT(said, &worker, &cert);
    TEXT_PUT(said.reason, revoke->reason);
    if (unit_emit(unit, MSG_cert_revoked, &said, worker.id) != 0)
        return unit_trouble(unit);
    return colour_after(unit, &worker, &cert);
}

/* ---- the clock: D7 rows 5, 6, 7 ---- */

/* 1 when the certificate still counts: verified or suspended, of a live worker; 0 when not, -1. */
static int timer_load(struct unit *unit, const char *id, struct cert *cert, struct worker *worker)
{
    int found = cert_find(unit->store, id, cert);
    if (found <= 0 || (cert->state != CERT_VERIFIED && cert->state != CERT_SUSPENDED))
        return found < 0 ? -1 : 0;
    found = worker_find(unit->store, cert->worker, worker);
    return found == 1 ? worker_is_live(worker) : found;
}

static int on_begin_due(struct unit *unit, const char *subject, int64_t due)
{
    struct cert cert;
    struct worker worker;
    (void)due;
    int found = timer_load(unit, subject, &cert, &worker);
    if (found != 1)
        return found < 0 ? unit_trouble(unit) : UNIT_DONE;
    int result = cert_take_effect(unit, &worker, &cert);
    return result == UNIT_DONE ? colour_after(unit, &worker, &cert) : result;
}

static int on_end_due(struct unit *unit, const char *subject, int64_t due)
{
    struct cert cert;
    struct worker worker;
    struct cert_expired said = {0};
    int found = timer_load(unit, subject, &cert, &worker);
    if (found != 1 || cert.valid_to > due)
        return found < 0 ? unit_trouble(unit) : UNIT_DONE;
    CERT_FACTS_PUT(said, &worker, &cert);
    if (unit_emit(unit, MSG_cert_expired, &said, worker.id) != 0)
        return unit_trouble(unit);
    return colour_after(unit, &worker, &cert);
}

/* 1 when a verified certificate of the same type takes over before this one ends, so nobody need be reminded; 0; -1. */
static int is_renewed(struct unit *unit, const struct cert *cert)
{
    struct cert other = {0};
    int found;
    TEXT_PUT(other.type, cert->type);
    while ((found = cert_after(unit->store, cert->worker, other.type, other.id, &other)) == 1) {
        if (!text_same(other.type, cert->type))
            return 0;
        if (cert_replaces(&other, cert) && other.valid_from <= cert->valid_to)
            return 1;
    }
    return found;
}

static int on_remind_due(struct unit *unit, const char *subject, int64_t due)
{
    struct cert cert;
    struct worker worker;
    struct cert_expiring said = {0};
    int found = timer_load(unit, subject, &cert, &worker);
    if (found != 1)
        return found < 0 ? unit_trouble(unit) : UNIT_DONE;
    int64_t days = cert_reminder_at(&unit->setting[SET_REMIND], cert.valid_to, due);
    int renewed = is_renewed(unit, &cert);
    if (renewed < 0 || remind_arm(unit, &cert) != 0)
        return unit_trouble(unit);
    if (renewed == 1 || days < 0)
        return UNIT_DONE;
    CERT_FACTS_PUT(said, &worker, &cert);
    said.days = days;
    return unit_emit(unit, MSG_cert_expiring, &said, worker.id);
}

#define BASE (ROLE_REGISTRAR | ROLE_MANAGER | ROLE_OPERATOR)

const struct handler cert_handlers[] = {
    {MSG_cert_register, ROLE_WORKER | ROLE_RECEPTIONIST | ROLE_MANAGER | ROLE_OPERATOR, on_register},
    {MSG_cert_verify, BASE, on_verify},
    {MSG_cert_reject, BASE, on_reject},
    {MSG_cert_suspend, BASE, on_suspend},
    {MSG_cert_restore, BASE, on_restore},
    {MSG_cert_revoke, BASE, on_revoke},
    {MSG_NONE, 0, NULL},
};

/* "cert.begin" sorts before "cert.end": of two certificates that touch, the newer one is in force before the older one
 * ends. */
const struct timer_handler cert_timers[] = {
    {"cert.begin", on_begin_due},
    {"cert.end", on_end_due},
    {"cert.remind", on_remind_due},
    {NULL, NULL},
};
