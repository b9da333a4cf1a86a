/* Mass revocation (R6): an issuer loses its right, a batch is found forged. The command says which certificates; each
 * is revoked as if alone, so many in a unit of work, the rest by a timer. What fits and is handed in or verified later
 * is refused, so that nothing escapes behind the walk. */
#include <string.h>

#include "base/text.h"

#include "cert_steps.h"
#include "revocation_store.h"

#define REVOCATION_FACTS_PUT(to, r)                                                                                    \
    (TEXT_PUT((to).body, (r)->body), TEXT_PUT((to).cert_type, (r)->type),                                              \
     TEXT_PUT((to).number_from, (r)->number_from), TEXT_PUT((to).number_to, (r)->number_to),                           \
     TEXT_PUT((to).reason, (r)->reason), (to).issued_from = (r)->issued_from, (to).issued_to = (r)->issued_to)

static int done_say(struct unit *unit, struct revocation *revocation)
{
    struct revocation_done said = {.count = revocation->revoked};
    revocation->done_at = unit->now;
    TEXT_PUT(said.revocation, revocation->id);
    TEXT_PUT(said.body, revocation->body);
    if (revocation_save(unit->store, revocation) != 0)
        return unit_trouble(unit);
    return unit_emit(unit, MSG_revocation_done, &said, revocation->id);
}

/* Each step has a due time of its own, from which the ids of its events are derived. */
static int go_on_later(struct unit *unit, const struct revocation *revocation, int64_t due)
{
    if (revocation_save(unit->store, revocation) != 0 || unit_timer(unit, "cert.revocation", revocation->id, due) != 0)
        return unit_trouble(unit);
    return UNIT_DONE;
}

static int revoke_some(struct unit *unit, struct revocation *revocation, int64_t next_due)
{
    struct worker worker;
    struct cert cert;
    int result;
    for (int64_t i = 0; i < unit->setting[SET_REVOKE_ROWS]; i++) {
        int found = revocation_next(unit->store, revocation, &cert);
        if (found != 1)
            return found < 0 ? unit_trouble(unit) : done_say(unit, revocation);
        if ((result = roster_worker(unit, cert.worker, &worker)) != UNIT_DONE ||
            (result = cert_revoke(unit, &worker, &cert, revocation->reason, revocation->id)) != UNIT_DONE)
            return result;
        TEXT_PUT(revocation->upto, cert.id);
        revocation->revoked++;
    }
    return go_on_later(unit, revocation, next_due);
}

static int ordered_say(struct unit *unit, const struct revocation *revocation)
{
    struct revocation_ordered said = {.count = revocation->count};
    TEXT_PUT(said.revocation, revocation->id);
    REVOCATION_FACTS_PUT(said, revocation);
    return unit_emit(unit, MSG_revocation_ordered, &said, revocation->id);
}

static void order_read(const struct unit *unit, const struct revocation_order *order, struct revocation *revocation)
{
    TEXT_PUT(revocation->body, order->body);
    TEXT_PUT(revocation->type, order->cert_type);
    TEXT_PUT(revocation->number_from, order->number_from);
    TEXT_PUT(revocation->number_to, order->number_to);
    TEXT_PUT(revocation->reason, order->reason);
    TEXT_PUT(revocation->by, unit->cause->actorid);
    revocation->issued_from = order->issued_from;
    revocation->issued_to = order->issued_to ? order->issued_to : unit->now;
    revocation->at = unit->now;
}

static int order_guard(struct unit *unit, const struct revocation_order *order, const struct revocation *revocation)
{
    struct revocation old;
    if (order->cert_type[0] && !cert_type_is_known(order->cert_type))
        return unit_refuse(unit, "unknown_cert_type", "cert_type", "There is no such type of certificate.");
    if (revocation->issued_to <= revocation->issued_from)
        return unit_refuse(unit, "bad_dates", "issued_to", "The time of issue ends before it begins.");
    if (order->number_to[0] && strcmp(order->number_to, order->number_from) < 0)
        return unit_refuse(unit, "bad_numbers", "number_to", "The numbers end before they begin.");
    int found = revocation_find(unit->store, revocation->id, &old);
    if (found < 0)
        return unit_trouble(unit);
    return found == 0 ? UNIT_DONE : unit_refuse(unit, "revocation_exists", "revocation", "This id is taken.");
}

/* Writes it down, counts what it is about, and says it. */
static int order_keep(struct unit *unit, const struct revocation_order *order, struct revocation *revocation)
{
    if (revocation_insert(unit->store, revocation) != 0 ||
        revocation_count(unit->store, revocation->id, &revocation->count) != 0)
        return unit_trouble(unit);
    if (order->expect && order->expect != revocation->count)
        return unit_refuse(unit, "count_differs", "expect", "It is about %lld certificates.",
                           (long long)revocation->count);
    unit_count(unit, revocation->count);
    return ordered_say(unit, revocation);
}

static int on_order(struct unit *unit, const void *message)
{
    const struct revocation_order *order = message;
    struct revocation revocation = {.upto = ""};
    int result = roster_actor(unit);
    if (result != UNIT_DONE)
        return result;
    if (order->revocation[0])
        TEXT_PUT(revocation.id, order->revocation);
    else
        unit_id(unit, revocation.id);
    unit_subject(unit, revocation.id);
    order_read(unit, order, &revocation);
    if ((result = order_guard(unit, order, &revocation)) != UNIT_DONE ||
        (result = order_keep(unit, order, &revocation)) != UNIT_DONE)
        return result;
    return revoke_some(unit, &revocation, unit->now);
}

static int on_revocation_due(struct unit *unit, const char *subject, int64_t due)
{
    struct revocation revocation;
    int found = revocation_find(unit->store, subject, &revocation);
    if (found != 1 || revocation.done_at)
        return found < 0 ? unit_trouble(unit) : UNIT_DONE;
    return revoke_some(unit, &revocation, unit->now > due ? unit->now : due + 1);
}

static int on_get(struct unit *unit, const void *question, void *to)
{
    const struct revocation_get *asked = question;
    struct revocation_get_answer *answer = to;
    struct revocation revocation;
    int found = revocation_find(unit->store, asked->id, &revocation);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 0)
        return unit_refuse(unit, "unknown_revocation", "id", "There is no such mass revocation.");
    TEXT_PUT(answer->revocation, revocation.id);
    REVOCATION_FACTS_PUT(*answer, &revocation);
    TEXT_PUT(answer->by, revocation.by);
    answer->at = revocation.at;
    answer->count = revocation.count;
    answer->revoked = revocation.revoked;
    answer->done_at = revocation.done_at;
    return UNIT_DONE;
}

const struct handler revocation_handlers[] = {
    {MSG_revocation_order, ROLE_REGISTRAR | ROLE_MANAGER | ROLE_OPERATOR, on_order},
    {MSG_NONE, 0, NULL},
};

const struct timer_handler revocation_timers[] = {
    {"cert.revocation", on_revocation_due},
    {NULL, NULL},
};

const struct query_handler revocation_queries[] = {
    {MSG_revocation_get, MSG_revocation_get_answer, ROLE_STAFF | ROLE_REGISTRAR | ROLE_SUPERVISOR, on_get},
    {MSG_NONE, MSG_NONE, 0, NULL},
};
