/* What must hold in matching's store, as queries that give one line for each violation (3-STATES D2, 2-FEATURES C3). */
#include "matching.h"

#define HAS_WORKER "('ASSIGNED', 'ACKED', 'AT_RISK', 'EN_ROUTE', 'STARTED')"
#define SURE "('ASSIGNED', 'ACKED', 'EN_ROUTE')"
#define OVER                                                                                                           \
    "('CANCELLED', 'MISSED', 'CLIENT_NO_SHOW', 'ENDED', 'VERIFIED', 'DISPUTED', 'CLOSED', 'PLANNED', 'UNFILLED')"

/* clang-format off */
/* Two holds between which there must be time besides: visits, or one and what has a place. */
#define APART \
    "'visit' IN (a.kind, b.kind) AND (a.kind = 'visit' OR (a.lat, a.lon) <> (0, 0)) " \
    "AND (b.kind = 'visit' OR (b.lat, b.lon) <> (0, 0))"
/* Two visits of a worker, or a visit and what else has a place, one after the other, and how ways were reckoned when the
 * later one was taken. */
#define PAIRS \
    "SELECT a.hold AS one, b.hold AS two, a.person AS person, " \
    "max(coalesce(a.travel, 0), coalesce(b.travel, 0)) AS travel, " \
    "b.start - a.end - min(a.handover, b.handover) AS gap, max(w.travel, 1) AS mode, a.lat AS lat, a.lon AS lon, " \
    "b.lat AS to_lat, b.lon AS to_lon FROM hold a " \
    "JOIN hold b ON b.person = a.person AND (b.start, b.hold) > (a.start, a.hold) " \
    "JOIN worker w ON w.worker = a.person LEFT JOIN visit v ON v.visit = a.object LEFT JOIN visit n ON n.visit = b.object " \
    "WHERE " APART " AND a.state <> 'released' AND b.state <> 'released' " \
    "AND v.state IS NOT 'AT_RISK' AND n.state IS NOT 'AT_RISK' AND (a.lat, a.lon) <> (b.lat, b.lon) " \
    "AND (a.lat, a.lon) <> (0, 0) AND (b.lat, b.lon) <> (0, 0)"
/* From each place to the other one, and to each area that may hold it. */
#define LINES \
    "SELECT lat, lon, to_lat, to_lon, travel, -1 AS area, 0 AS metres FROM pair UNION SELECT e.lat, e.lon, a.lat, " \
    "a.lon, a.travel, a.area, a.metres FROM (SELECT lat, lon, travel FROM pair UNION SELECT to_lat, to_lon, travel " \
    "FROM pair) e JOIN travel_area a ON a.travel = e.travel AND abs(a.lat - e.lat) * 111 <= a.metres"
/* What rules/place.c reckons, in the same whole numbers: the cosine of the mean latitude by its series; the square of
 * the straight line in centimetres. */
#define COSINES \
    "SELECT line.*, 0, 1000000000, 1000000000, ((lat + to_lat) * 87266463 / 10000) * ((lat + to_lat) * 87266463 " \
    "/ 10000) / 1000000000 FROM line UNION ALL SELECT lat, lon, to_lat, to_lon, travel, area, metres, k + 2, " \
    "-term * square / 1000000000 / ((k + 2) * (k + 1)), cosine + -term * square / 1000000000 / ((k + 2) * (k + 1)), " \
    "square FROM series WHERE k < 16"
#define SQUARES \
    "SELECT *, north * north + east * east AS square FROM (SELECT lat, lon, to_lat, to_lon, travel, area, metres, " \
    "(lat - to_lat) * 111195 / 10 AS north, (lon - to_lon) * cosine / 1000 * 111195 / 10000000 AS east FROM series " \
    "WHERE k = 16)"
#define AREA(place_lat, place_lon) \
    "(SELECT l.area FROM long l WHERE l.travel = p.travel AND l.lat = p." place_lat " AND l.lon = p." place_lon \
    " AND l.area >= 0 AND l.square <= l.metres * l.metres * 10000 ORDER BY l.square, l.area LIMIT 1)"
#define WAYS \
    "SELECT p.*, " AREA("lat", "lon") " AS area, " AREA("to_lat", "to_lon") " AS to_area, " \
    "(CAST(sqrt(d.square) AS INTEGER) + 50) / 100 AS metres FROM pair p JOIN long d ON d.area = -1 " \
    "AND d.travel = p.travel AND (d.lat, d.lon, d.to_lat, d.to_lon) = (p.lat, p.lon, p.to_lat, p.to_lon)"
#define SUPPLIED_MS(from_area, to_area) \
    "(SELECT s.minutes * 60000 FROM travel_way s WHERE s.travel = w.travel AND s.mode IN (w.mode, 0) " \
    "AND s.from_area = w." from_area " AND s.to_area = w." to_area " ORDER BY s.mode DESC LIMIT 1)"
#define TOO_SHORT \
    "WITH RECURSIVE pair AS MATERIALIZED (" PAIRS "), line AS MATERIALIZED (" LINES "), " \
    "series(lat, lon, to_lat, to_lon, travel, area, metres, k, term, cosine, square) AS (" COSINES "), " \
    "long AS MATERIALIZED (" SQUARES "), way AS MATERIALIZED (" WAYS ") " \
    "SELECT w.one || ' and ' || w.two || ' of ' || w.person FROM way w JOIN travel t ON t.travel = w.travel " \
    "JOIN travel_mode m ON m.travel = w.travel AND m.mode = w.mode WHERE w.gap < min(86400000, coalesce(" \
    SUPPLIED_MS("area", "to_area") ", " SUPPLIED_MS("to_area", "area") ", w.metres * t.detour_pct * 36000 / m.m_h + m.fixed_min * 60000)) ORDER BY w.one, w.two"
/* clang-format on */

const struct invariant matching_invariants[] = {
    {"I1", "No two visits of a worker overlap, nor a visit and what else has a place, handover included.",
     "SELECT a.hold || ' and ' || b.hold || ' of ' || a.person FROM hold a JOIN hold b ON b.person = a.person "
     "AND (b.start, b.hold) > (a.start, a.hold) WHERE " APART " "
     "AND a.state <> 'released' AND b.state <> 'released' "
     "AND a.end + min(a.handover, b.handover) > b.start ORDER BY a.hold, b.hold"},
    {"I1 way",
     "Between two visits of a worker that are not at risk, or one and a class, an exam or a hearing at a known place, "
     "there is time for handover and way.",
     TOO_SHORT},
    {"I1 place", "A visit's hold leads to where the visit is.",
     "SELECT h.hold FROM hold h JOIN visit v ON v.visit = h.object WHERE h.kind = 'visit' AND h.state <> 'released' "
     "AND (h.lat, h.lon) <> (v.lat, v.lon) ORDER BY h.hold"},
    {"I2", "No hold on a person's time overlaps another.",
     "SELECT a.hold || ' and ' || b.hold || ' of ' || a.person FROM hold a JOIN hold b ON b.person = a.person "
     "AND (b.start, b.hold) > (a.start, a.hold) WHERE a.state <> 'released' AND b.state <> 'released' "
     "AND a.end > b.start ORDER BY a.hold, b.hold"},
    {"I2 leave", "No visit that is not at risk overlaps its worker's leave.",
     "SELECT v.visit || ' and ' || l.leave FROM visit v JOIN worker_leave l ON l.worker = v.worker "
     "AND l.start < v.end AND l.until > v.start AND l.start < l.until WHERE v.state IN " SURE " ORDER BY v.visit"},
    {"I3",
     "At every assigned visit that is not at risk each required certificate, health and insurance are valid at its "
     "end.",
     "SELECT v.visit || ' lacks ' || n.type FROM visit v JOIN (SELECT service, type, level FROM service_need "
     "UNION SELECT service, 'health', 0 FROM visit UNION SELECT service, 'insurance', 0 FROM visit) n "
     "ON n.service = v.service WHERE v.state IN " SURE " AND NOT EXISTS (SELECT 1 FROM cert c "
     "WHERE c.worker = v.worker AND c.type = n.type AND c.good AND c.valid_from < v.end AND c.valid_to >= v.end "
     "AND (n.level = 0 OR (c.level > 0 AND c.level <= n.level))) ORDER BY v.visit, n.type"},
    {"I12", "A wish for the worker's sex in intimate care is respected.",
     "SELECT v.visit || ' has ' || v.worker FROM visit v JOIN service s ON s.service = v.service "
     "JOIN worker w ON w.worker = v.worker WHERE s.intimate AND v.wish_sex <> '' AND w.sex <> v.wish_sex "
     "AND v.state IN " SURE " ORDER BY v.visit"},
    {"V1", "A visit that is not at risk is with a worker who is active, green and not suspended.",
     "SELECT v.visit || ' has ' || v.worker FROM visit v LEFT JOIN worker w ON w.worker = v.worker "
     "WHERE v.state IN " SURE " AND (w.worker IS NULL OR NOT w.active OR w.gone OR w.suspended OR NOT w.green) "
     "ORDER BY v.visit"},
    {"D2 hold", "A visit that a worker has holds that worker's time exactly once, firmly, for its own time.",
     "SELECT v.visit FROM visit v WHERE v.state IN " HAS_WORKER " AND (SELECT count(*) FROM hold h "
     "WHERE h.object = v.visit AND h.kind = 'visit' AND h.state <> 'released') <> 1 OR v.state IN " HAS_WORKER
     " AND NOT EXISTS (SELECT 1 FROM hold h WHERE h.hold = v.hold AND h.object = v.visit AND h.person = v.worker "
     "AND h.state = 'firm' AND h.start = v.start AND h.end = v.end) ORDER BY v.visit"},
    {"D2 offer", "A visit that is offered holds the time of the worker who is asked, tentatively.",
     "SELECT v.visit FROM visit v WHERE v.state = 'OFFERED' AND NOT EXISTS (SELECT 1 FROM hold h WHERE h.hold = v.hold "
     "AND h.object = v.visit AND h.person = v.worker AND h.state = 'tentative') ORDER BY v.visit"},
    {"D2 released", "A visit that is over, or that nobody has, holds nobody's time.",
     "SELECT v.visit || ' ' || h.hold FROM visit v JOIN hold h ON h.object = v.visit AND h.kind = 'visit' "
     "WHERE v.state IN " OVER " AND h.state <> 'released' ORDER BY v.visit, h.hold"},
    {"D2 settled", "No visit is left half planned, unless it waits for roster or for who works beside its worker.",
     "SELECT visit FROM visit WHERE state = 'PLANNED' AND waiting = 0 AND risk IS NOT 'companion' ORDER BY visit"},
    {"V11 waits", "A visit that waits for who works beside its worker is planned, and one is looked for or due.",
     "SELECT v.visit FROM visit v WHERE v.risk = 'companion' AND (v.state <> 'PLANNED' OR NOT EXISTS (SELECT 1 "
     "FROM visit c WHERE c.lead = v.visit AND c.state IN ('PLANNED', 'OFFERED')) AND NOT EXISTS (SELECT 1 FROM timer t "
     "WHERE t.kind = 'companion' AND t.subject = v.visit)) ORDER BY v.visit"},
    {"V11 lead",
     "What goes along with a visit is of its booking, within its time, and no longer to come once it is off.",
     "SELECT c.visit FROM visit c LEFT JOIN visit v ON v.visit = c.lead WHERE c.lead IS NOT NULL AND (v.visit IS NULL "
     "OR v.lead IS NOT NULL OR v.booking <> c.booking OR c.start < v.start OR c.end > v.end OR (v.state IN "
     "('CANCELLED', 'UNFILLED') AND c.state IN ('PLANNED', 'OFFERED', 'ASSIGNED', 'ACKED', 'AT_RISK', 'EN_ROUTE', "
     "'UNFILLED'))) ORDER BY c.visit"},
    {"ruling 6", "Only a visit for which somebody is looked waits for roster, and a planned one says so.",
     "SELECT visit FROM visit WHERE waiting > 0 AND (state NOT IN ('PLANNED', 'AT_RISK') OR (state = 'PLANNED' "
     "AND risk IS NOT 'roster_silent')) ORDER BY visit"},
    {"D2 missed", "Each visit that waits for its worker has a timer that ends the waiting.",
     "SELECT v.visit FROM visit v LEFT JOIN timer t ON t.kind = 'missed' AND t.subject = v.visit "
     "WHERE v.state IN ('ASSIGNED', 'ACKED', 'AT_RISK', 'EN_ROUTE') AND t.due IS NULL ORDER BY v.visit"},
    {"D2 ack", "Each visit that is not acknowledged has a timer for it.",
     "SELECT v.visit FROM visit v LEFT JOIN timer t ON t.kind = 'ack_by' AND t.subject = v.visit "
     "WHERE v.state = 'ASSIGNED' AND t.due IS NOT v.ack_by ORDER BY v.visit"},
    {"D2 ttl", "Each offer has a timer with which it lapses.",
     "SELECT v.visit FROM visit v LEFT JOIN timer t ON t.kind = 'offer_ttl' AND t.subject = v.visit "
     "WHERE v.state = 'OFFERED' AND t.due IS NULL ORDER BY v.visit"},
    {"D2 after",
     "Each visit that is worked but not closed has a timer that closes it or asks a person, unless disputed.",
     "SELECT v.visit FROM visit v WHERE v.state IN ('ENDED', 'VERIFIED') AND NOT EXISTS (SELECT 1 FROM timer t "
     "WHERE t.subject = v.visit AND t.kind IN ('verify', 'objection')) ORDER BY v.visit"},
    {"D2 timers", "A visit that is over has no timers.",
     "SELECT t.kind || ' ' || t.subject FROM timer t JOIN visit v ON v.visit = t.subject "
     "WHERE v.state IN ('CANCELLED', 'MISSED', 'CLIENT_NO_SHOW', 'CLOSED') AND NOT (v.state = 'MISSED' "
     "AND t.kind = 'correction') AND t.kind <> 'companion' ORDER BY t.subject, t.kind"},
    {"D2 one", "A booking has at most one visit that is still to come, and what goes along with it.",
     "SELECT booking FROM visit WHERE lead IS NULL AND state IN ('PLANNED', 'OFFERED', 'ASSIGNED', 'ACKED', 'AT_RISK', "
     "'EN_ROUTE', "
     "'STARTED', 'UNFILLED') GROUP BY booking HAVING count(*) > 1 ORDER BY booking"},
    {"V14",
     "A correction waits for its second person, who is another, only while the work may be put right, and lapses.",
     "SELECT c.visit FROM correction c JOIN visit v ON v.visit = c.visit LEFT JOIN timer t ON t.kind = 'correction' "
     "AND t.subject = c.visit WHERE v.state NOT IN ('STARTED', 'ENDED', 'MISSED') OR t.due IS NOT c.expires "
     "OR v.worker = c.second OR (v.worker = c.proposer AND NOT (v.state = 'MISSED' AND c.reason = 'offline')) "
     "ORDER BY c.visit"},
    {"V9", "Each visit has a stored reason for every time that somebody was looked for.",
     "SELECT v.visit FROM visit v WHERE v.decisions <> (SELECT count(*) FROM decision d WHERE d.visit = v.visit) "
     "ORDER BY v.visit"},
    {"V12",
     "Whoever is asked beside another worker is asked for an offered visit and holds the time for it tentatively.",
     "SELECT o.visit || ' ' || o.worker FROM offer o JOIN visit v ON v.visit = o.visit WHERE v.state <> 'OFFERED' "
     "OR v.worker = o.worker OR NOT EXISTS (SELECT 1 FROM hold h WHERE h.hold = o.hold AND h.object = o.visit "
     "AND h.person = o.worker AND h.state = 'tentative') ORDER BY o.visit, o.worker"},
    {"V12 one", "A visit holds nobody's time beside its worker's, unless others are asked too.",
     "SELECT h.object || ' ' || h.hold FROM hold h JOIN visit v ON v.visit = h.object WHERE h.kind = 'visit' "
     "AND h.state <> 'released' AND h.hold IS NOT v.hold AND NOT EXISTS (SELECT 1 FROM offer o "
     "WHERE o.visit = h.object AND o.hold = h.hold) ORDER BY h.object, h.hold"},
    {"V22", "Nobody who has left, or may not come there, is the main worker of a household.",
     "SELECT t.household || ' ' || t.main FROM team t WHERE EXISTS (SELECT 1 FROM worker w WHERE w.worker = t.main "
     "AND w.gone = 1) OR EXISTS (SELECT 1 FROM pair p WHERE p.worker = t.main AND p.household = t.household) "
     "ORDER BY t.household"},
    {"V22 most", "Nobody was named for more households than one might have then.",
     "SELECT household || ' ' || main FROM team WHERE most > 0 AND households > most ORDER BY household"},
    {"V22 visited", "Each household that somebody was named for is asked in time whether it is still visited.",
     "SELECT t.household FROM team t WHERE NOT EXISTS (SELECT 1 FROM timer i WHERE i.kind = 'caseload_quiet' "
     "AND i.subject = t.household) ORDER BY t.household"},
    {"V22 team", "Only a household that somebody was named for is asked so.",
     "SELECT i.subject FROM timer i WHERE i.kind = 'caseload_quiet' AND NOT EXISTS (SELECT 1 FROM team t "
     "WHERE t.household = i.subject) ORDER BY i.subject"},
    {NULL, NULL, NULL},
};
