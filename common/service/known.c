/* Who is known and who may do what, taken over while the engine runs; what has changed of it stands in the trail of
 * acts: who is new, gone, revoked, allowed again, or has another's role lent. Invariant: however much has changed, the
 * rows are few. */
#include "service/engine_private.h"

#define ROWS_MOST 32

static bool lent_differs(const struct identity *before, const struct identity *after)
{
    bool differs = before->delegations_count != after->delegations_count;
    for (int i = 0; i < after->delegations_count && !differs; i++) {
        const struct delegation *one = &before->delegations[i], *other = &after->delegations[i];
        differs = one->role != other->role || one->not_before != other->not_before ||
                  one->not_after != other->not_after || !text_same(one->from, other->from);
    }
    return differs;
}

static const char *change_of(const struct identity *before, const struct identity *after)
{
    if (!before)
        return after->revoked ? "keys.revoked" : "keys.new";
    if (before->revoked != after->revoked)
        return after->revoked ? "keys.revoked" : "keys.allowed";
    return lent_differs(before, after) ? "keys.delegated" : NULL;
}

static void changes_write(struct engine *engine, const struct registry *before, const struct registry *after)
{
    int rows = 0;
    trail_system(engine, "keys.reloaded", "");
    for (int i = 0; i < registry_count(after) && rows < ROWS_MOST; i++) {
        const struct identity *now = registry_at(after, i);
        const char *change = change_of(registry_find_name(before, now->name), now);
        if (change && ++rows)
            trail_system(engine, change, now->name);
    }
    for (int i = 0; i < registry_count(before) && rows < ROWS_MOST; i++)
        if (!registry_find_name(after, registry_at(before, i)->name) && ++rows)
            trail_system(engine, "keys.removed", registry_at(before, i)->name);
}

void engine_identities(struct engine *engine, const struct registry *registry)
{
    if (engine->registry && registry && registry != engine->registry)
        changes_write(engine, engine->registry, registry);
    engine->registry = registry;
    fetch_recognize(engine);
    copy_recognize(engine);
}

void engine_policy(struct engine *engine, const struct policy *policy)
{
    if (engine->policy && policy && engine->policy != policy)
        trail_system(engine, "policy.reloaded", "");
    engine->policy = policy ? policy : engine->policy_own;
    engine->ruling = (struct ruling){NULL, 0};
    engine->appended = true; /* polls are looked at again */
}
