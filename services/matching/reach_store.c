/* Where what messages are about is (V24): SQL that finds the places of an object, and a row for each message.
 * A worker belongs to the own station and to those among the further employers; a visit also to whoever is asked. */
#include "reach_store.h"

enum { VISIT, HOUSEHOLD, WORKER, SUBJECT, STATEMENTS };

static const char *const sql[STATEMENTS] = {
    [VISIT] = "SELECT station, community, worker, origin FROM visit WHERE visit = ?1 AND worker IS NOT NULL UNION ALL "
              "SELECT station, community, household, origin FROM visit WHERE visit = ?1 UNION ALL "
              "SELECT v.station, v.community, o.worker, v.origin FROM offer o "
              "JOIN visit v ON v.visit = o.visit WHERE o.visit = ?1",
    [HOUSEHOLD] = "SELECT DISTINCT station, community, household, '' FROM visit WHERE household = ?1",
    [WORKER] = "SELECT station, '', worker, '' FROM worker WHERE worker = ?1 UNION ALL "
               "SELECT s.station, '', w.worker, '' FROM worker w "
               "JOIN station s ON instr(' ' || w.employers || ' ', ' ' || s.station || ' ') > 0 WHERE w.worker = ?1",
    [SUBJECT] = "SELECT station, community, '', '' FROM visit WHERE visit = ?1 UNION ALL "
                "SELECT station, '', '', '' FROM worker WHERE worker = ?1 UNION ALL "
                "SELECT w.station, '', '', '' FROM hold h JOIN worker w ON w.worker = h.person WHERE h.hold = ?1",
};
const struct statements matching_reach_sql = {"reach", sql, STATEMENTS};

#define AT(message, member, statement) REACH_FOUND_ROW(message, member, matching_reach_sql, statement)

const struct reach_row matching_reach[] = {
    AT(visit_offer, visit, VISIT),
    AT(visit_broadcast, visit, VISIT),
    AT(visit_assign, visit, VISIT),
    AT(visit_reassign, visit, VISIT),
    AT(match_retry, visit, VISIT),
    AT(offer_accept, visit, VISIT),
    AT(offer_decline, visit, VISIT),
    AT(visit_ack, visit, VISIT),
    AT(visit_depart, visit, VISIT),
    AT(visit_check_in, visit, VISIT),
    AT(visit_check_out, visit, VISIT),
    AT(visit_no_client, visit, VISIT),
    AT(visit_correct, visit, VISIT),
    AT(visit_dispute, visit, VISIT),
    AT(visit_settle, visit, VISIT),
    AT(visit_get, id, VISIT),
    AT(visit_explain, id, VISIT),
    AT(visit_door_code, id, VISIT),
    REACH_LIST_ROW(visit_list),
    REACH_LIST_ROW(match_board),
    AT(team_get, id, HOUSEHOLD),
    AT(worker_eligible, household, HOUSEHOLD),
    AT(calendar_list, person, WORKER),
    AT(privacy_export, person, SUBJECT),
    AT(service_story, subject, SUBJECT),
    REACH_WHOLE_ROW(privacy_erase),
    {.type = MSG_NONE},
};
