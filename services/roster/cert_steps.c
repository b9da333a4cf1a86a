/* Steps that several handlers of certificates share (D7). Whatever happens to a basic one, the colour code of its
 * worker is computed again in the same unit (I4). */
#include "cert_steps.h"

#include "base/text.h"

#include "cert_store.h"

int cert_take(struct unit *unit, const char *id, struct cert *cert, struct worker *worker)
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

int cert_move(struct unit *unit, struct cert *cert, enum cert_trigger trigger)
{
    int next = table_next(&cert_machine, (int)cert->state, (int)trigger);
    if (next == CERT_NONE)
        return unit_refuse(unit, "wrong_state", "cert", "This is not possible while the certificate is %s.",
                           cert_state_name((int)cert->state));
    cert->state = (enum cert_state)next;
    return UNIT_DONE;
}

int cert_keep(struct unit *unit, struct cert *cert)
{
    int saved = cert_save(unit->store, cert);
    unit_revision(unit, cert->revision);
    return saved == 0 ? UNIT_DONE : unit_trouble(unit);
}

int cert_remind(struct unit *unit, const struct cert *cert)
{
    int64_t due;
    if (cert_next_reminder(&unit->setting[SET_REMIND], cert->valid_to, unit->now, &due) < 0)
        return 0;
    return unit_timer(unit, "cert.remind", cert->id, due);
}

int cert_arm(struct unit *unit, const struct cert *cert)
{
    if ((cert->valid_from > unit->now && unit_timer(unit, "cert.begin", cert->id, cert->valid_from) != 0) ||
        unit_timer(unit, "cert.end", cert->id, cert->valid_to) != 0 || cert_remind(unit, cert) != 0)
        return unit_trouble(unit);
    return UNIT_DONE;
}

int cert_disarm(struct unit *unit, const struct cert *cert)
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

int cert_take_effect(struct unit *unit, const struct worker *worker, const struct cert *newer)
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

int cert_colour(struct unit *unit, struct worker *worker, const struct cert *cert)
{
    return cert_type_is_basic(cert->type) && worker_is_live(worker) ? roster_colour(unit, worker) : UNIT_DONE;
}

/* D7 row 9. */
int cert_revoke(struct unit *unit, struct worker *worker, struct cert *cert, const char *reason, const char *revocation)
{
    struct cert_revoked said = {0};
    int result = cert_move(unit, cert, CERT_REVOKE);
    if (result != UNIT_DONE)
        return result;
    TEXT_PUT(cert->reason, reason);
    if (cert_save(unit->store, cert) != 0 || cert_disarm(unit, cert) != UNIT_DONE)
        return unit_trouble(unit);
    CERT_FACTS_PUT(said, worker, cert);
    TEXT_PUT(said.reason, reason);
    TEXT_PUT(said.revocation, revocation);
    if (unit_emit(unit, MSG_cert_revoked, &said, worker->id) != 0)
        return unit_trouble(unit);
    return cert_colour(unit, worker, cert);
}
