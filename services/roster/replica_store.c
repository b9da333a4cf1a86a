/* What matching keeps copies of (ruling 12), as roster's events have told it, and roster's own copy of visits. Of who
 * has left nothing is told any more: what then may differ is NULL. */
#include "roster.h"

enum { WORKER, CERT, LEAVE, VISIT, STATEMENTS };

#define GONE "w.state IN ('RETIRED', 'DISMISSED')"
/* A replaced certificate ends where the newer one begins (D7 row 7). */
#define VALID_TO "min(c.valid_to, coalesce((SELECT valid_from FROM cert n WHERE n.id = c.superseded_by), c.valid_to))"

static const char *const sql[STATEMENTS] = {
    [WORKER] =
        "SELECT id, station, kind, employment = 'employee' AS employee, part_time, sex, languages, cell_lat, "
        "cell_lon, iif(travel = '', 'walk', travel) AS travel, cuisines, pets, smokes, code = 'green' AS green, " GONE
        " AS gone, iif(" GONE ", NULL, state <> 'ONBOARDING') AS active, "
        "iif(" GONE ", NULL, state = 'SUSPENDED') AS suspended, "
        "iif(" GONE ", NULL, coalesce((SELECT group_concat(employer, ' ') FROM (SELECT employer FROM employer e "
        "WHERE e.worker = w.id AND e.until IS NULL AND e.employer <> w.employer ORDER BY employer)), '')) "
        "AS employers FROM worker w WHERE id > ?1 ORDER BY id LIMIT ?2",
    /* It counts from its verification to its last day, which its timer ends. */
    [CERT] =
        "SELECT c.id, c.worker, c.cert_type, c.level, c.valid_from, " VALID_TO " AS valid_to, iif(" GONE
        " OR EXISTS (SELECT 1 FROM cert n WHERE n.worker = c.worker AND n.cert_type = c.cert_type AND n.id <> c.id "
        "AND n.valid_from >= " VALID_TO "), NULL, c.state = 'VERIFIED' AND EXISTS (SELECT 1 FROM timer t "
        "WHERE t.kind = 'cert.end' AND t.subject = c.id)) AS good "
        "FROM cert c JOIN worker w ON w.id = c.worker WHERE c.id > ?1 ORDER BY c.id LIMIT ?2",
    [LEAVE] = "SELECT l.id, l.worker, l.start, iif(" GONE ", NULL, iif(l.state IN ('ENDED', 'CALLED_OFF'), "
              "max(l.start, min(l.until, l.ended_at)), l.until)) AS until "
              "FROM leave l JOIN worker w ON w.id = l.worker WHERE l.id > ?1 ORDER BY l.id LIMIT ?2",
    [VISIT] = "SELECT id, worker, start, state FROM visit WHERE id > ?1 ORDER BY id LIMIT ?2",
};
const struct statements roster_replica_sql = {"replicas", sql, STATEMENTS};

const struct replica roster_replicas[] = {
    {"roster", "worker", &roster_replica_sql, WORKER},
    {"roster", "cert", &roster_replica_sql, CERT},
    {"roster", "leave", &roster_replica_sql, LEAVE},
    {"matching", "visit", &roster_replica_sql, VISIT},
    {NULL, NULL, NULL, 0},
};
