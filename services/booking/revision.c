/* No change is made over another one that the sender has not seen. */
#include "tables.h"

int revision_check(struct unit *unit, int64_t current)
{
    int64_t expected = unit->cause->expectedrev;
    if (expected == 0 || expected == current)
        return 0;
    return unit_refuse(unit, "conflict", "expectedrev", "Its revision is %lld now.", (long long)current);
}
