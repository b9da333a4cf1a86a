/* Offers that stand beside the one in the visit. Invariant: only an offered visit has any, and each holds its worker's
 * time tentatively. */
#include "offers.h"

#include "base/text.h"

#include "events.h"
#include "grip.h"
#include "offer_store.h"
#include "visit_store.h"

static struct visit visit_for(const struct visit *visit, const struct offer *offer)
{
    struct visit other = *visit;
    TEXT_PUT(other.worker, offer->worker);
    TEXT_PUT(other.hold, offer->hold);
    other.score = offer->score;
    return other;
}

static struct offer offer_of(const struct visit *visit)
{
    struct offer offer = {.score = visit->score};
    TEXT_PUT(offer.visit, visit->visit);
    TEXT_PUT(offer.worker, visit->worker);
    TEXT_PUT(offer.hold, visit->hold);
    return offer;
}

int offers_add(struct unit *unit, const struct visit *visit, const struct candidate *candidate)
{
    struct offer offer = {.score = candidate->total};
    char hold[UUID_SIZE];
    unit_id(unit, hold);
    TEXT_PUT(offer.visit, visit->visit);
    TEXT_PUT(offer.worker, candidate->worker);
    TEXT_PUT(offer.hold, hold);
    struct visit other = visit_for(visit, &offer);
    if (offer_add(unit->store, &offer))
        return unit_trouble(unit);
    return grip_put(unit, &other, GRIP_TENTATIVE) ? UNIT_TROUBLE : event_offered(unit, &other);
}

int offers_lead(struct unit *unit, struct visit *visit, const char *worker)
{
    struct offer offer, old = offer_of(visit);
    int found = offer_find(unit->store, visit->visit, worker, &offer);
    if (found != 1)
        return found < 0 ? unit_trouble(unit) : 0;
    if (offer_drop(unit->store, &offer) || offer_add(unit->store, &old))
        return unit_trouble(unit);
    *visit = visit_for(visit, &offer);
    return 1;
}

int offers_promote(struct unit *unit, struct visit *visit)
{
    struct offer offer;
    int found = offer_best(unit->store, visit->visit, &offer);
    if (found != 1)
        return found < 0 ? unit_trouble(unit) : 0;
    if (offer_drop(unit->store, &offer))
        return unit_trouble(unit);
    *visit = visit_for(visit, &offer);
    return 1;
}

static int take_back(struct unit *unit, const struct visit *other, const struct offer *offer)
{
    if (offer_drop(unit->store, offer))
        return unit_trouble(unit);
    return grip_put(unit, other, GRIP_NONE);
}

int offers_withdraw(struct unit *unit, const struct visit *visit, const char *reason)
{
    struct offer offer;
    int found;
    while ((found = offer_best(unit->store, visit->visit, &offer)) == 1) {
        struct visit other = visit_for(visit, &offer);
        if (take_back(unit, &other, &offer) || event_offer_withdrawn(unit, &other, reason))
            return UNIT_TROUBLE;
    }
    return found < 0 ? unit_trouble(unit) : UNIT_DONE;
}

int offers_lapse(struct unit *unit, const struct visit *visit)
{
    struct offer offer;
    int found;
    while ((found = offer_best(unit->store, visit->visit, &offer)) == 1) {
        struct visit other = visit_for(visit, &offer);
        if (take_back(unit, &other, &offer) || event_plain(unit, MSG_visit_offer_expired, &other))
            return UNIT_TROUBLE;
        if (excluded_add(unit->store, visit->visit, offer.worker, "no_answer"))
            return unit_trouble(unit);
    }
    return found < 0 ? unit_trouble(unit) : UNIT_DONE;
}

int offers_answered(struct unit *unit, const struct visit *visit, bool refused)
{
    struct offer_answer answer = {.at = unit->now, .refused = refused};
    TEXT_PUT(answer.visit, visit->visit);
    if (answer_add(unit->store, visit->worker, &answer) || pool_put_answer(pool_of(unit), visit->worker, &answer))
        return unit_trouble(unit);
    return memory_forget(unit, visit->worker);
}
