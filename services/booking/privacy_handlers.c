/* Erasure of clients (ruling 10), and how long booking keeps their fields (X5, X6). */
#include "base/text.h"
#include "household_store.h"
#include "privacy_store.h"
#include "service/privacy.h"
#include "tables.h"

/* K15: a case about one of the household's bookings. */
static int hold(struct unit *unit, const char *person, struct privacy_hold *held)
{
    TEXT_PUT(held->reason, "open_case");
    int found = household_case(unit->store, person, held->object);
    if (found != 1)
        held->reason[0] = '\0';
    return found;
}

/* Who still waits for somebody to come is needed by name and address. */
static int admit(struct unit *unit, struct privacy_erase *erase)
{
    struct household household = {0};
    char booking[ID_SIZE];
    if (erase->kind[0] && !text_same(erase->kind, "client"))
        return unit_refuse(unit, "not_a_client", "kind", "Roster is asked for workers, trainees and staff.");
    TEXT_PUT(erase->kind, "client");
    int found = household_find(unit->store, erase->person, &household);
    if (found == 0)
        return unit_refuse(unit, "unknown_household", "person", "No household has this id.");
    int live = found < 0 ? -1 : household_live(unit->store, erase->person, booking);
    if (live < 0)
        return unit_trouble(unit);
    if (live == 1)
        return unit_refuse(unit, "live_booking", "person", "Booking %s is live: cancel it, or let it end.", booking);
    return UNIT_DONE;
}

static int contact_due(struct unit *unit, int64_t before, const char *after, char person[ID_SIZE])
{
    return household_past(unit->store, before, after, person);
}

static const struct retention retention[] = {
    {"contact", "name, phone, address and guardian of a household", "to come to the home that booked (PIPL 13 (2), 19)",
     "the end of the last booking, or when it was last registered", SET_CONTACT_DAYS, contact_due},
    {0},
};

const struct privacy booking_privacy = {.finders = ROLE_RECEPTIONIST | ROLE_DISPATCHER | ROLE_MANAGER,
                                        .hold = hold,
                                        .admit = admit,
                                        .retention = retention};
