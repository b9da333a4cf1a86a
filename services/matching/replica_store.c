/* What matching keeps of booking's and roster's records, and what roster keeps of its own (ruling 12). */
#include "matching.h"

enum { SERVICE, STATION, COVERAGE, PAIR, BOOKING, WORKER, CERT, LEAVE, VISIT, STATEMENTS };

/* clang-format off */
/* Codes separated by blanks, in their order. */
#define SORTED(codes) \
    "coalesce((SELECT group_concat(value, ' ') FROM (SELECT value FROM json_each('[\"' || replace(" codes ", ' ', '\",\"') " \
    "|| '\"]') WHERE value <> '' ORDER BY value)), '')"
#define TOLD(word) "CASE " word " WHEN 1 THEN 'yes' WHEN 2 THEN 'no' ELSE '' END AS " word
/* clang-format on */

static const char *const sql[STATEMENTS] = {
    [SERVICE] = "SELECT service, version, workers, live_in, intimate, kinds, risky, "
                "coalesce((SELECT group_concat(type || ':' || level, ' ') FROM (SELECT type, level FROM service_need n "
                "WHERE n.service = s.service ORDER BY type)), '') AS certs "
                "FROM service s WHERE service > ?1 ORDER BY service LIMIT ?2",
    [STATION] = "SELECT station, open AS active FROM station WHERE station > ?1 ORDER BY station LIMIT ?2",
    [COVERAGE] = "SELECT station, coalesce((SELECT group_concat(community, ' ') FROM (SELECT community FROM coverage c "
                 "WHERE c.station = s.station ORDER BY community)), '') AS communities FROM station s "
                 "WHERE told AND station > ?1 ORDER BY station LIMIT ?2",
    [PAIR] = "SELECT household || ' ' || worker FROM pair WHERE household || ' ' || worker > ?1 "
             "ORDER BY household || ' ' || worker LIMIT ?2",
    /* The plan of a booking's latest visit. */
    [BOOKING] =
        "SELECT v.booking, v.station, v.household, v.service, v.community, v.lat AS cell_lat, v.lon AS cell_lon, "
        "v.wish_sex, v.wish_languages, v.wish_cuisines, v.wish_worker, v.wish_nonsmoker, v.home_pets "
        "FROM (SELECT max(visit) AS visit FROM visit WHERE booking > ?1 AND lead IS NULL GROUP BY booking ORDER BY "
        "booking "
        "LIMIT ?2) b JOIN visit v ON v.visit = b.visit ORDER BY v.booking",
    [WORKER] = "SELECT worker, station, kind, employee, part_time, sex, languages, lat AS cell_lat, lon AS cell_lon, "
               "CASE travel WHEN 2 THEN 'ebike' WHEN 3 THEN 'bus' ELSE 'walk' END AS travel, "
               "cuisines, " TOLD("pets") ", " TOLD(
                   "smokes") ", green, gone, iif(gone, NULL, active) AS active, "
                             "iif(gone, NULL, suspended) AS suspended, iif(gone, NULL, " SORTED(
                                 "employers") ") AS employers "
                                              "FROM worker WHERE worker > ?1 ORDER BY worker LIMIT ?2",
    [CERT] = "SELECT c.cert, c.worker, c.type AS cert_type, c.level, c.valid_from, c.valid_to, iif(w.gone OR EXISTS "
             "(SELECT 1 FROM cert n WHERE n.worker = c.worker AND n.type = c.type AND n.cert <> c.cert "
             "AND n.valid_from >= c.valid_to), NULL, c.good) AS good "
             "FROM cert c JOIN worker w ON w.worker = c.worker WHERE c.cert > ?1 ORDER BY c.cert LIMIT ?2",
    [LEAVE] = "SELECT l.leave, l.worker, l.start, iif(w.gone, NULL, l.until) AS until "
              "FROM worker_leave l JOIN worker w ON w.worker = l.worker WHERE l.leave > ?1 ORDER BY l.leave LIMIT ?2",
    /* What a worker has, and what it came to. */
    [VISIT] = "SELECT visit, worker, start, CASE state WHEN 'ENDED' THEN 'ended' WHEN 'VERIFIED' THEN 'verified' "
              "WHEN 'DISPUTED' THEN 'disputed' ELSE 'ahead' END AS state FROM visit WHERE visit > ?1 AND state IN "
              "('ASSIGNED', 'ACKED', 'AT_RISK', 'EN_ROUTE', 'STARTED', 'ENDED', 'VERIFIED', 'DISPUTED') "
              "ORDER BY visit LIMIT ?2",
};
const struct statements matching_replica_sql = {"replicas", sql, STATEMENTS};

const struct replica matching_replicas[] = {
    {"booking", "service", &matching_replica_sql, SERVICE},   {"booking", "station", &matching_replica_sql, STATION},
    {"booking", "coverage", &matching_replica_sql, COVERAGE}, {"booking", "pair", &matching_replica_sql, PAIR},
    {"booking", "booking", &matching_replica_sql, BOOKING},   {"roster", "worker", &matching_replica_sql, WORKER},
    {"roster", "cert", &matching_replica_sql, CERT},          {"roster", "leave", &matching_replica_sql, LEAVE},
    {"matching", "visit", &matching_replica_sql, VISIT},      {NULL, NULL, NULL, 0},
};
