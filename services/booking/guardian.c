/* Who answers for a child. Invariant: a guardian's name goes with the household when that is erased. */
#include "guardian.h"

#include "base/text.h"

int guardian_put(struct store *store, const struct booking *booking, const char *name)
{
    return name[0] ? person_put_for(store, booking->booking, "guardian", booking->household, name) : 0;
}

int guardian_named(struct store *store, const char *booking, char name[GUARDIAN_SIZE])
{
    return person_get(store, booking, "guardian", name, GUARDIAN_SIZE);
}

int guardian_get(struct store *store, const struct booking *booking, char name[GUARDIAN_SIZE])
{
    int found = guardian_named(store, booking->booking, name);
    return found != 0 ? found : person_get(store, booking->household, "guardian", name, GUARDIAN_SIZE);
}
