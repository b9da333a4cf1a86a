/* When a client may be called absent. Invariant: a household is never said not to have been at home before a worker has
 * waited and tried to reach it, each as often and as long as the policy asks. */
#include "absence.h"

static bool is_then(const struct visit *visit, int64_t at, const struct visit_policy *policy, int64_t until)
{
    return at >= visit->time.start - policy->check_in_early && at <= until;
}

static bool contacts_fit(const struct visit *visit, const struct absence *absence, const struct visit_policy *policy)
{
    for (int i = 0; i < absence->count; i++)
        if (!is_then(visit, absence->at[i].at, policy, absence->act.at) ||
            (i > 0 && absence->at[i].at <= absence->at[i - 1].at))
            return false;
    return true;
}

enum absence_flaw absence_check(const struct visit *visit, const struct absence *absence,
                                const struct visit_policy *policy)
{
    int64_t arrived = absence->arrived_at, start = visit->time.start;
    if (arrived && !is_then(visit, arrived, policy, absence->act.at))
        return ABSENCE_BAD_ARRIVAL;
    if (absence->act.at < (arrived > start ? arrived : start) + policy->client_wait)
        return ABSENCE_TOO_EARLY;
    if (absence->tries < policy->client_tries)
        return ABSENCE_TOO_FEW;
    if (absence->count && absence->count != absence->tries)
        return ABSENCE_OTHER_COUNT;
    return contacts_fit(visit, absence, policy) ? ABSENCE_GOOD : ABSENCE_BAD_CONTACT;
}
