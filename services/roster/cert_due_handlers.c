/* What certificates do by themselves (D7 rows 5-7, R6): they begin, are about to end, end. */
#include "base/text.h"

#include "cert_steps.h"
#include "cert_store.h"
#include "worker_store.h"

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
    return result == UNIT_DONE ? cert_colour(unit, &worker, &cert) : result;
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
    return cert_colour(unit, &worker, &cert);
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
    if (renewed < 0 || cert_remind(unit, &cert) != 0)
        return unit_trouble(unit);
    if (renewed == 1 || days < 0)
        return UNIT_DONE;
    CERT_FACTS_PUT(said, &worker, &cert);
    said.days = days;
    return unit_emit(unit, MSG_cert_expiring, &said, worker.id);
}

/* "cert.begin" sorts before "cert.end": of two certificates that touch, the newer one is in force before the older one
 * ends. */
const struct timer_handler cert_timers[] = {
    {"cert.begin", on_begin_due},
    {"cert.end", on_end_due},
    {"cert.remind", on_remind_due},
    {NULL, NULL},
};
