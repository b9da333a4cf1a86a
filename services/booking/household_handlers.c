/* Households and prohibited pairs. Names, phones and addresses go into the person store and into no event. */
#include "base/text.h"
#include "catalog_store.h"
#include "household_store.h"
#include "service/privacy.h"
#include "tables.h"

/* Who is not of the staff changes only what it registered itself. */
static bool may_change(const struct unit *unit, const struct household *household)
{
    return household->version == 0 || (role_of(unit->cause->actorrole) & ROLE_STAFF) ||
           text_same(household->source, unit->cause->source);
}

static int contact_save(struct unit *unit, const struct household_put *put)
{
    if (person_put(unit->store, put->household, "name", put->name) != 0 ||
        person_put(unit->store, put->household, "phone", put->phone) != 0 ||
        person_put(unit->store, put->household, "address", put->address) != 0 ||
        person_put(unit->store, put->household, "guardian", put->guardian) != 0)
        return unit_trouble(unit);
    return UNIT_DONE;
}

static int household_save_put(struct unit *unit, const struct household_put *put, struct household *household)
{
    TEXT_PUT(household->household, put->household);
    TEXT_PUT(household->community, put->community);
    TEXT_PUT(household->consent, put->consent);
    household->cell = (struct cell){(int32_t)put->cell_lat, (int32_t)put->cell_lon};
    household->put_at = unit->now;
    const bool staff = (role_of(unit->cause->actorrole) & ROLE_STAFF) != 0;
    household->outside = !staff && (household->version == 0 || household->outside);
    if (household->version++ == 0)
        TEXT_PUT(household->source, unit->cause->source);
    if (household_save(unit->store, household) != 0)
        return unit_trouble(unit);
    unit_subject(unit, put->household);
    unit_revision(unit, household->version);
    return contact_save(unit, put);
}

static int household_put_run(struct unit *unit, const void *message)
{
    const struct household_put *put = message;
    struct household household = {0};
    struct community_get_answer community = {0};
    if (client_check(unit, put->household) != 0)
        return UNIT_REFUSED;
    int erased = privacy_check(unit, put->household, "household");
    if (erased != UNIT_DONE)
        return erased;
    if (household_find(unit->store, put->household, &household) < 0)
        return unit_trouble(unit);
    if (!may_change(unit, &household))
        return unit_refuse(unit, "denied", "household", "Another system registered this household.");
    if (revision_check(unit, household.version) != 0 || unit_place_check(unit, put->cell_lat, put->cell_lon) != 0)
        return UNIT_REFUSED;
    int known = community_find(unit->store, put->community, &community);
    if (known < 0)
        return unit_trouble(unit);
    if (known == 0)
        return unit_refuse(unit, "unknown_community", "community", "No community has this code.");
    return household_save_put(unit, put, &household);
}

static int pair_set_run(struct unit *unit, const void *message)
{
    const struct pair_set *set = message;
    struct household household = {0};
    int64_t version;
    int known = household_find(unit->store, set->household, &household);
    if (known < 0 || pair_version(unit->store, set, &version) != 0)
        return unit_trouble(unit);
    if (known == 0)
        return unit_refuse(unit, "unknown_household", "household", "No household has this id.");
    if (revision_check(unit, version) != 0)
        return UNIT_REFUSED;
    if (pair_save(unit->store, set, version + 1) != 0)
        return unit_trouble(unit);
    struct household_pair_changed event = {.prohibited = set->prohibited};
    TEXT_PUT(event.household, set->household);
    TEXT_PUT(event.worker, set->worker);
    unit_subject(unit, set->household);
    unit_revision(unit, version + 1);
    return unit_emit(unit, MSG_household_pair_changed, &event, set->household);
}

static int household_get_run(struct unit *unit, const void *question, void *answer_to)
{
    const struct household_get *asked = question;
    struct household_get_answer *answer = answer_to;
    struct household household = {0};
    int known = household_find(unit->store, asked->id, &household);
    if (known < 0)
        return unit_trouble(unit);
    if (known == 0)
        return unit_refuse(unit, "unknown_household", "id", "No household has this id.");
    TEXT_PUT(answer->household, household.household);
    TEXT_PUT(answer->community, household.community);
    TEXT_PUT(answer->consent, household.consent);
    answer->version = household.version;
    answer->cell_lat = household.cell.lat;
    answer->cell_lon = household.cell.lon;
    if (person_get(unit->store, asked->id, "name", answer->name, sizeof answer->name) < 0 ||
        person_get(unit->store, asked->id, "phone", answer->phone, sizeof answer->phone) < 0 ||
        person_get(unit->store, asked->id, "address", answer->address, sizeof answer->address) < 0 ||
        person_get(unit->store, asked->id, "guardian", answer->guardian, sizeof answer->guardian) < 0 ||
        pair_prohibited(unit->store, asked->id, answer) != 0)
        return unit_trouble(unit);
    return UNIT_DONE;
}

const struct handler household_handlers[] = {
    {MSG_household_put, ROLE_CLIENT | ROLE_PARTNER | ROLE_RECEPTIONIST | ROLE_MANAGER, household_put_run},
    {MSG_pair_set, ROLE_DESK, pair_set_run},
    {MSG_NONE, 0, NULL},
};

const struct query_handler household_queries[] = {
    {MSG_household_get, MSG_household_get_answer, ROLE_DESK, household_get_run},
    {MSG_NONE, MSG_NONE, 0, NULL},
};
