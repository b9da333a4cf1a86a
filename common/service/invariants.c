/* What must hold in every store, whatever the service: that who was erased is gone (I24), that nothing personal stands
 * in the clear (X5), and that what is kept of others' streams is as it was applied (guarantee 7: pages of a log that
 * was damaged stand before later ones without SQLite seeing it). Counts and chains are checked with the ledger. */
#include "service/verify.h"

#include "store/store.h"

/* Passes on what does not hold. */
struct judge {
    const struct judged *judged;
    void (*complain)(void *self, const char *text);
    void *self;
};

static void judge_one(void *self, const char *said)
{
    const struct judge *judge = self;
    if (!judge->judged->holds(said))
        judge->complain(judge->self, said);
}

int judged_ask(struct store *store, const struct judged *judged, void (*complain)(void *self, const char *text),
               void *self)
{
    struct judge judge = {judged, complain, self};
    return store_ask(store, judged->invariant.sql, judge_one, &judge);
}

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
    {"G7", "What was applied of a source has no hole, and ends where its cursor stands.",
     "SELECT r.source || ' ' || r.last FROM recent_run AS r JOIN cursor AS c ON c.source = r.source"
     " AND c.stream = r.stream WHERE NOT (r.last = c.number AND r.hash = c.hash) AND NOT EXISTS (SELECT 1"
     " FROM recent_run AS n WHERE n.source = r.source AND n.stream = r.stream AND n.first = r.last + 1) ORDER BY 1"},
    {"G3", "A timer has a name that it can be found by.",
     "SELECT substr(kind, 1, 32) || ' ' || substr(subject, 1, 64) FROM timer WHERE length(CAST(kind AS BLOB)) > 32"
     " OR length(CAST(subject AS BLOB)) > 64 ORDER BY 1"},
    {"X5", "No personal field stands in the clear.", "SELECT person || ' ' || field FROM person ORDER BY 1"},
    {0},
};
