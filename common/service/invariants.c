/* What must hold in every store, whatever the service: that who was erased is gone (I24), and that nothing personal
 * stands in the clear (X5). Counts and chains are checked with the ledger. */
#include "service/verify.h"

const struct invariant store_invariants[] = {
    {"I24", "Nothing of a person who was erased is left.",
     "SELECT e.person || ' ' || s.object || ' ' || s.field FROM erased AS e JOIN sealed AS s"
     " ON s.owner = e.person OR s.object = e.person ORDER BY 1"},
    {"I24", "An erasure that is done here has erased.",
     "SELECT e.request FROM erasure AS e JOIN erasure_part AS p ON p.request = e.request"
     " JOIN store_identity AS i ON i.service = p.service WHERE p.outcome = 'done'"
     " AND NOT EXISTS (SELECT 1 FROM erased AS g WHERE g.person = e.person) ORDER BY 1"},
    {"I24", "A person is found by nothing but his own fields.",
     "SELECT m.object || ' ' || m.field FROM mark AS m WHERE NOT EXISTS (SELECT 1 FROM sealed AS s"
     " WHERE s.object = m.object AND s.field = m.field) ORDER BY 1"},
    {"X5", "No personal field stands in the clear.", "SELECT person || ' ' || field FROM person ORDER BY 1"},
    {0},
};
