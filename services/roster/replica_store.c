/* What matching, mediation and training keep copies of (ruling 12), as roster's events have told it, and roster's own
 * copy of visits. Of who has left nothing is told any more: what then may differ is NULL. */
#include "roster.h"

enum { WORKER, CERT, LEAVE, EMPLOYMENT, EMPLOYER, PROVEN, VISIT, STATION, STATEMENTS };

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
    [EMPLOYMENT] = "SELECT id, station, employment FROM worker WHERE id > ?1 ORDER BY id LIMIT ?2",
    [EMPLOYER] = "SELECT e.worker || ' ' || e.employer, e.employment FROM employer e JOIN worker w ON w.id = e.worker "
                 "WHERE e.until IS NULL AND e.employer <> w.employer AND e.worker || ' ' || e.employer > ?1 "
                 "ORDER BY e.worker || ' ' || e.employer LIMIT ?2",
    /* Those that were verified; a newer one in force takes nothing from what the older one proves. */
    [PROVEN] =
        ("SELECT id, worker, cert_type, level, valid_from, valid_to, state IN ('VERIFIED', 'SUPERSEDED') AS good "
         "FROM cert WHERE id > ?1 AND state NOT IN ('SUBMITTED', 'REJECTED') ORDER BY id LIMIT ?2"),
    [VISIT] = "SELECT id, worker, start, state FROM visit WHERE id > ?1 ORDER BY id LIMIT ?2",
    [STATION] = "SELECT station FROM station_copy WHERE station > ?1 ORDER BY station LIMIT ?2",
};
const struct statements roster_replica_sql = {"replicas", sql, STATEMENTS};

const struct replica roster_replicas[] = {
    {"roster", "worker", &roster_replica_sql, WORKER},
    {"roster", "cert", &roster_replica_sql, CERT},
    {"roster", "leave", &roster_replica_sql, LEAVE},
    {"roster", "employment", &roster_replica_sql, EMPLOYMENT},
    {"roster", "employer", &roster_replica_sql, EMPLOYER},
    {"roster", "proven", &roster_replica_sql, PROVEN},
    {"matching", "visit", &roster_replica_sql, VISIT},
    {"booking", "station", &roster_replica_sql, STATION},
    {NULL, NULL, NULL, 0},
};
