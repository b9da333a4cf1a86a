/* Erasure of workers, trainees and staff (ruling 10), and how long roster keeps their fields (X5, X6). */
#include "base/text.h"
#include "privacy_store.h"
#include "roster.h"
#include "service/privacy.h"
#include "worker_store.h"

static int admit_worker(struct unit *unit, struct privacy_erase *erase)
{
    struct worker worker;
    int found = worker_find(unit->store, erase->person, &worker);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 1 && worker.state != WORKER_RETIRED && worker.state != WORKER_DISMISSED)
        return unit_refuse(unit, "still_employed", "person", "A worker is erased after retiring or being dismissed.");
    if (found == 0 && text_same(erase->kind, "worker"))
        return unit_refuse(unit, "unknown_worker", "person", "This worker is not on the roster.");
    return UNIT_DONE;
}

/* Trainees and staff are known to others: they say what they hold. */
static int admit(struct unit *unit, struct privacy_erase *erase)
{
    if (!erase->kind[0])
        TEXT_PUT(erase->kind, "worker");
    if (text_same(erase->kind, "client"))
        return unit_refuse(unit, "not_here", "kind", "Booking is asked for clients.");
    return admit_worker(unit, erase);
}

static int profile_due(struct unit *unit, int64_t before, const char *after, char person[ID_SIZE])
{
    return worker_gone(unit->store, before, after, person);
}

static const struct retention retention[] = {
    {"profile", "name and phone of a worker", "to employ her, and two years of proof after it (劳动合同法 50)",
     "retirement or dismissal", SET_PROFILE_DAYS, profile_due},
    {0},
};

const struct privacy roster_privacy = {
    .finders = ROLE_MANAGER | ROLE_RECEPTIONIST | ROLE_DISPATCHER, .admit = admit, .retention = retention};
