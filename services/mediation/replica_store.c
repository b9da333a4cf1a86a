/* What mediation keeps of booking's and roster's records, and what booking keeps of cases (ruling 12). */
#include "tables.h"

enum { STATION, BOOKING, CASE, EMPLOYMENT, EMPLOYER, STATEMENTS };

static const char *const sql[STATEMENTS] = {
    [STATION] = "SELECT station FROM station_copy WHERE station > ?1 ORDER BY station LIMIT ?2",
    [BOOKING] = "SELECT booking, state, station FROM booking_copy WHERE booking > ?1 ORDER BY booking LIMIT ?2",
    /* A case holds its booking until it has ended. */
    [CASE] = ("SELECT id, booking FROM dispute WHERE id > ?1 AND booking IS NOT NULL AND ended IS NULL "
              "ORDER BY id LIMIT ?2"),
    [EMPLOYMENT] = ("SELECT worker, employer AS station, employment FROM employment WHERE home AND lasts "
                    "AND worker > ?1 ORDER BY worker LIMIT ?2"),
    [EMPLOYER] = ("SELECT worker || ' ' || employer, employment FROM employment WHERE NOT home AND lasts "
                  "AND worker || ' ' || employer > ?1 ORDER BY worker || ' ' || employer LIMIT ?2"),
};
const struct statements mediation_replica_sql = {"replicas", sql, STATEMENTS};

const struct replica mediation_replicas[] = {
    {"booking", "station", &mediation_replica_sql, STATION},
    {"booking", "booking", &mediation_replica_sql, BOOKING},
    {"roster", "employment", &mediation_replica_sql, EMPLOYMENT},
    {"roster", "employer", &mediation_replica_sql, EMPLOYER},
    {"mediation", "case", &mediation_replica_sql, CASE},
    {NULL, NULL, NULL, 0},
};
