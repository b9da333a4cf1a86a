/* What mediation keeps of booking's records, and what booking keeps of cases (ruling 12). */
#include "tables.h"

enum { STATION, BOOKING, CASE, STATEMENTS };

static const char *const sql[STATEMENTS] = {
    [STATION] = "SELECT station FROM station_copy WHERE station > ?1 ORDER BY station LIMIT ?2",
    [BOOKING] = "SELECT booking, state, station FROM booking_copy WHERE booking > ?1 ORDER BY booking LIMIT ?2",
    /* A case holds its booking until it has ended. */
    [CASE] = ("SELECT id, booking FROM dispute WHERE id > ?1 AND booking IS NOT NULL AND ended IS NULL "
              "ORDER BY id LIMIT ?2"),
};
const struct statements mediation_replica_sql = {"replicas", sql, STATEMENTS};

const struct replica mediation_replicas[] = {
    {"booking", "station", &mediation_replica_sql, STATION},
    {"booking", "booking", &mediation_replica_sql, BOOKING},
    {"mediation", "case", &mediation_replica_sql, CASE},
    {NULL, NULL, NULL, 0},
};
