/* Erasure (ruling 10): the service that is asked tells the set, every service destroys its key of the person or says
 * what holds it, and the one that was asked reports when all have. What held is taken up again by itself. */
#include "service/privacy.h"

#include <string.h>

#include "service/engine_private.h"
#include "store/erasures.h"

#define PARTS_MOST 16

static const struct privacy *privacy_of(const struct unit *unit)
{
    return unit->engine->service->privacy;
}

int privacy_check(struct unit *unit, const char *person, const char *field)
{
    int erased = *person ? person_erased(unit->store, person) : 0;
    if (erased < 0)
        return unit_trouble(unit);
    if (erased == 1)
        return unit_refuse(unit, "erased", field, "This person was erased; the id is not used again.");
    return UNIT_DONE;
}

/* ---- this service's part ---- */

/* The objects that a list of the service names. 0 or -1. */
static int objects_erase(struct unit *unit, const char *person,
                         int (*next)(struct unit *unit, const char *person, const char *after, char owner[ID_SIZE]),
                         int64_t *fields)
{
    char owner[ID_SIZE] = "";
    int64_t more;
    int found = 0;
    while (next && (found = next(unit, person, owner, owner)) == 1) {
        if (person_erase(unit->store, owner, unit->now, &more) != 0)
            return -1;
        *fields += more;
    }
    return found;
}

/* What the person's own key seals, and the objects that go with him. */
int privacy_fields_erase(struct unit *unit, const char *person, int64_t *fields)
{
    const struct privacy *privacy = privacy_of(unit);
    if (person_erase(unit->store, person, unit->now, fields) != 0 ||
        objects_erase(unit, person, privacy->also, fields) != 0)
        return -1;
    return objects_erase(unit, person, privacy->apart, fields);
}

static int part_say(struct unit *unit, const struct erasure *erasure, const struct privacy_part *part)
{
    struct privacy_erase_done event = {.fields = part->fields};
    TEXT_PUT(event.request, erasure->request);
    TEXT_PUT(event.person, erasure->person);
    TEXT_PUT(event.service, part->service);
    TEXT_PUT(event.outcome, part->outcome);
    TEXT_PUT(event.reason, part->reason);
    TEXT_PUT(event.object, part->object);
    return unit_emit(unit, MSG_privacy_erase_done, &event, erasure->person);
}

static int part_held(struct unit *unit, const char *person, struct privacy_part *part)
{
    const struct privacy *privacy = privacy_of(unit);
    struct privacy_hold hold = {0};
    int held = privacy->hold ? privacy->hold(unit, person, &hold) : 0;
    TEXT_PUT(part->outcome, held == 1 ? "held" : "done");
    TEXT_PUT(part->reason, hold.reason);
    TEXT_PUT(part->object, hold.object);
    return held;
}

/* Does this service's part, or says what holds it. `again`: it was held before, and is not said a second time. */
static int part_do(struct unit *unit, const struct erasure *erasure, bool again)
{
    struct privacy_part part = {.at = unit->now};
    int (*ended)(struct unit * unit, const char *person) = privacy_of(unit)->ended;
    TEXT_PUT(part.service, unit->engine->name);
    int held = part_held(unit, erasure->person, &part);
    if (held < 0 || (held == 1 && again))
        return held < 0 ? -1 : 0;
    if (held == 0 && (privacy_fields_erase(unit, erasure->person, &part.fields) != 0 ||
                      (ended && ended(unit, erasure->person) != 0)))
        return -1;
    if (erasure_part_save(unit->store, erasure->request, &part) != 0)
        return -1;
    return part_say(unit, erasure, &part);
}

/* ---- the whole, where it was asked ---- */

/* Services whose part is awaited: this one and those that it follows. */
static int parts_awaited(const struct unit *unit)
{
    return 1 + unit->engine->follows_count;
}

static int report_if_all(struct unit *unit, struct erasure *erasure)
{
    struct privacy_part parts[PARTS_MOST];
    struct privacy_reported event = {0};
    int count = erasure_parts(unit->store, erasure->request, parts, PARTS_MOST);
    if (count < 0)
        return -1;
    for (int i = 0; i < count; i++) {
        event.services += text_same(parts[i].outcome, "done");
        event.fields += parts[i].fields;
    }
    if (!erasure->own || erasure->ended || event.services < parts_awaited(unit))
        return 0;
    erasure->ended = unit->now;
    TEXT_PUT(event.request, erasure->request);
    TEXT_PUT(event.person, erasure->person);
    if (erasure_save(unit->store, erasure) != 0)
        return -1;
    return unit_emit(unit, MSG_privacy_reported, &event, erasure->person);
}

static int part_and_report(struct unit *unit, struct erasure *erasure, bool again)
{
    return part_do(unit, erasure, again) != 0 ? -1 : report_if_all(unit, erasure);
}

int privacy_resume(struct unit *unit, const char *person)
{
    struct erasure erasure = {0};
    const char *service = unit->engine->name;
    int found;
    while ((found = erasure_held(unit->store, service, person, erasure.request, &erasure)) == 1)
        if (part_and_report(unit, &erasure, true) != 0)
            return -1;
    return found;
}

/* ---- messages ---- */

/* One that is under way already is answered as it is: nobody is asked twice. */
static int erase_again(struct unit *unit, const char *person)
{
    struct erasure erasure;
    int found = erasure_of(unit->store, person, &erasure);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 0)
        return UNIT_DONE;
    return unit_refuse(unit, erasure.ended ? "erased" : "under_way", "person", "Request %s has asked for it.",
                       erasure.request);
}

static int erase_ask(struct unit *unit, const struct privacy_erase *erase)
{
    struct erasure erasure = {.asked = unit->now, .own = true};
    struct privacy_erase_requested event = {0};
    unit_id(unit, erasure.request);
    TEXT_PUT(erasure.person, erase->person);
    TEXT_PUT(erasure.kind, erase->kind);
    TEXT_PUT(event.request, erasure.request);
    TEXT_PUT(event.person, erase->person);
    TEXT_PUT(event.kind, erase->kind);
    unit_subject(unit, erasure.request);
    if (erasure_save(unit->store, &erasure) != 0 ||
        unit_emit(unit, MSG_privacy_erase_requested, &event, erase->person) != 0 ||
        part_and_report(unit, &erasure, false) != 0)
        return unit_trouble(unit);
    return UNIT_DONE;
}

static int on_erase(struct unit *unit, const void *message)
{
    struct privacy_erase erase = *(const struct privacy_erase *)message;
    if (!privacy_of(unit)->admit)
        return unit_refuse(unit, "not_asked_here", "person", "Ask booking for clients, roster for all others.");
    int result = erase_again(unit, erase.person);
    if (result == UNIT_DONE)
        result = privacy_of(unit)->admit(unit, &erase);
    return result == UNIT_DONE ? erase_ask(unit, &erase) : result;
}

static int on_requested(struct unit *unit, const void *message)
{
    const struct privacy_erase_requested *heard = message;
    struct erasure erasure = {.asked = unit->now};
    int found = erasure_find(unit->store, heard->request, &erasure);
    if (found != 0)
        return found < 0 ? unit_trouble(unit) : UNIT_DONE;
    TEXT_PUT(erasure.request, heard->request);
    TEXT_PUT(erasure.person, heard->person);
    TEXT_PUT(erasure.kind, heard->kind);
    if (erasure_save(unit->store, &erasure) != 0 || part_do(unit, &erasure, false) != 0)
        return unit_trouble(unit);
    return UNIT_DONE;
}

static int on_done(struct unit *unit, const void *message)
{
    const struct privacy_erase_done *heard = message;
    struct privacy_part part = {.fields = heard->fields, .at = unit->now};
    struct erasure erasure;
    int found = erasure_find(unit->store, heard->request, &erasure);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 0 || !erasure.own)
        return UNIT_DONE; /* asked of another one, who counts */
    TEXT_PUT(part.service, heard->service);
    TEXT_PUT(part.outcome, heard->outcome);
    TEXT_PUT(part.reason, heard->reason);
    TEXT_PUT(part.object, heard->object);
    if (erasure_part_save(unit->store, heard->request, &part) != 0 || report_if_all(unit, &erasure) != 0)
        return unit_trouble(unit);
    return UNIT_DONE;
}

const struct handler privacy_handlers[] = {
    {MSG_privacy_erase, ROLE_MANAGER | ROLE_OPERATOR, on_erase},
    {MSG_privacy_erase_requested, ROLE_SERVICE, on_requested},
    {MSG_privacy_erase_done, ROLE_SERVICE, on_done},
    {MSG_NONE, 0, NULL},
};
