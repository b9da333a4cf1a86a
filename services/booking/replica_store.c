/* What others keep copies of (ruling 12), and booking's own copy of the cases that hold a booking open. A booking's
 * times are none of it: they are matching's to move (ruling 1). */
#include "tables.h"

enum { SERVICE, STATION, COVERAGE, PAIR, BOOKING, CASE, STATEMENTS };

static const char *const sql[STATEMENTS] = {
    [SERVICE] =
        "SELECT service, version, workers, live_in, intimate, worker_kinds AS kinds, line = 'nursing' OR (live_in "
        "AND line = 'maternity') AS risky, coalesce((SELECT group_concat(cert || ':' || level, ' ') FROM "
        "(SELECT cert, level FROM service_cert c WHERE c.service = s.service ORDER BY cert)), '') AS certs "
        "FROM service s WHERE service > ?1 ORDER BY service LIMIT ?2",
    [STATION] = "SELECT station, active FROM station WHERE station > ?1 ORDER BY station LIMIT ?2",
    [COVERAGE] = "SELECT station, coalesce((SELECT group_concat(community, ' ') FROM (SELECT community FROM coverage c "
                 "WHERE c.station = v.station ORDER BY community)), '') AS communities FROM coverage_version v "
                 "WHERE station > ?1 ORDER BY station LIMIT ?2",
    [PAIR] = "SELECT household || ' ' || worker FROM pair WHERE prohibited AND household || ' ' || worker > ?1 "
             "ORDER BY household || ' ' || worker LIMIT ?2",
    [BOOKING] = "SELECT booking, lower(state) AS state, station, household, service, community, cell_lat, cell_lon, "
                "coalesce(wish_sex, '') AS wish_sex, wish_languages, wish_cuisines, "
                "coalesce(wish_worker, '') AS wish_worker, wish_nonsmoker, home_pets "
                "FROM booking WHERE booking > ?1 ORDER BY booking LIMIT ?2",
    [CASE] = "SELECT case_id, booking FROM booking_hold WHERE case_id > ?1 ORDER BY case_id LIMIT ?2",
};
const struct statements booking_replica_sql = {"replicas", sql, STATEMENTS};

const struct replica booking_replicas[] = {
    {"booking", "service", &booking_replica_sql, SERVICE},
    {"booking", "station", &booking_replica_sql, STATION},
    {"booking", "coverage", &booking_replica_sql, COVERAGE},
    {"booking", "pair", &booking_replica_sql, PAIR},
    {"booking", "booking", &booking_replica_sql, BOOKING},
    {"mediation", "case", &booking_replica_sql, CASE},
    {NULL, NULL, NULL, 0},
};
