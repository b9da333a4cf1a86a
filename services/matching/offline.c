/* Times that a device kept while it was offline. Invariant: what counts as the time of an act is neither in the future,
 * nor older than the policy believes, nor before the act that it follows; and that it was told later is kept. */
#include "offline.h"

struct act act_of(int64_t acted_at, int64_t now)
{
    return acted_at ? (struct act){acted_at, now} : (struct act){now, 0};
}

enum act_flaw act_check(const struct act *act, int64_t not_before, int64_t within, int64_t now)
{
    if (!act->told)
        return ACT_CREDIBLE;
    if (act->at > now)
        return ACT_IN_FUTURE;
    if (act->at < now - within)
        return ACT_TOO_OLD;
    return act->at < not_before ? ACT_TOO_EARLY : ACT_CREDIBLE;
}
