/* reader.put: staff, and whoever else shall have a feed. */
#include "base/text.h"

#include "store.h"
#include "tables.h"

static int roles_of(struct unit *unit, const struct reader_put *m, unsigned *roles)
{
    *roles = 0;
    for (uint32_t i = 0; i < m->roles.count; i++) {
        unsigned role = role_of(m->roles.at[i]);
        if (role == 0 || role > ROLE_OPERATOR)
            return unit_refuse(unit, "unknown_role", "roles", "There is no role %s.", m->roles.at[i]);
        *roles |= role;
    }
    return UNIT_DONE;
}

static int reader_put(struct unit *unit, const void *message)
{
    const struct reader_put *m = message;
    struct feed_reader r = {0};
    unsigned roles;
    int found = feed_reader_find(unit->store, m->reader, &r);
    if (found < 0)
        return unit_trouble(unit);
    if (unit->cause->expectedrev && unit->cause->expectedrev != r.revision)
        return unit_refuse(unit, "conflict", "expectedrev", "The reader has been changed: it is at revision %lld.",
                           (long long)r.revision);
    int verdict = roles_of(unit, m, &roles);
    if (verdict != UNIT_DONE)
        return verdict;
    r = (struct feed_reader){.roles = roles, .active = m->active, .revision = r.revision + 1};
    TEXT_PUT(r.reader, m->reader);
    TEXT_PUT(r.station, m->station);
    if (feed_reader_save(unit->store, &r) < 0)
        return unit_trouble(unit);
    unit_subject(unit, r.reader);
    unit_revision(unit, r.revision);
    return UNIT_DONE;
}

const struct handler reader_handlers[] = {
    {MSG_reader_put, ROLE_MANAGER | ROLE_OPERATOR, reader_put},
    {MSG_NONE, 0, NULL},
};
