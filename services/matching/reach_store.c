/* Where what messages are about is (V24): SQL that finds the places of an object, and a row for each message.
 * A worker belongs to the own station and to those among the further employers; a visit also to whoever is asked. */
#include "service/reach.h"

#include "matching.h"

enum { VISIT, HOUSEHOLD, HOME, WORKER, SUBJECT, DAYPLAN, STATEMENTS };

static const char *const sql[STATEMENTS] = {
    [VISIT] = "SELECT station, community, worker, origin FROM visit WHERE visit = ?1 AND worker IS NOT NULL UNION ALL "
              "SELECT station, community, household, origin FROM visit WHERE visit = ?1 UNION ALL "
              "SELECT v.station, v.community, o.worker, v.origin FROM offer o "
              "JOIN visit v ON v.visit = o.visit WHERE o.visit = ?1",
    [HOUSEHOLD] = "SELECT DISTINCT station, community, household, '' FROM visit WHERE household = ?1",
    [HOME] = "SELECT DISTINCT station, community, household, origin FROM visit WHERE household = ?1",
    [WORKER] = "SELECT station, '', worker, '' FROM worker WHERE worker = ?1 UNION ALL "
               "SELECT s.station, '', w.worker, '' FROM worker w "
               "JOIN station s ON instr(' ' || w.employers || ' ', ' ' || s.station || ' ') > 0 WHERE w.worker = ?1",
    [SUBJECT] = "SELECT station, community, '', '' FROM visit WHERE visit = ?1 UNION ALL "
                "SELECT DISTINCT station, community, '', '' FROM visit WHERE household = ?1 UNION ALL "
                "SELECT station, '', '', '' FROM worker WHERE worker = ?1 UNION ALL "
                "SELECT w.station, '', '', '' FROM hold h JOIN worker w ON w.worker = h.person WHERE h.hold = ?1",
    [DAYPLAN] = "SELECT station, '', '', '' FROM dayplan WHERE dayplan = ?1",
};

static const struct reach_row rows[] = {
    REACH_FOUND_ROW(visit_offer, visit, VISIT),
    REACH_FOUND_ROW(visit_broadcast, visit, VISIT),
    REACH_FOUND_ROW(visit_assign, visit, VISIT),
    REACH_FOUND_ROW(visit_reassign, visit, VISIT),
    REACH_FOUND_ROW(match_retry, visit, VISIT),
    REACH_FOUND_ROW(offer_accept, visit, VISIT),
    REACH_FOUND_ROW(offer_decline, visit, VISIT),
    REACH_FOUND_ROW(visit_ack, visit, VISIT),
    REACH_FOUND_ROW(visit_depart, visit, VISIT),
    REACH_FOUND_ROW(visit_check_in, visit, VISIT),
    REACH_FOUND_ROW(visit_check_out, visit, VISIT),
    REACH_FOUND_ROW(visit_no_client, visit, VISIT),
    REACH_FOUND_ROW(household_locate, household, HOME),
    REACH_FOUND_ROW(visit_correct, visit, VISIT),
    REACH_FOUND_ROW(visit_correct_confirm, visit, VISIT),
    REACH_FOUND_ROW(visit_correct_withdraw, visit, VISIT),
    REACH_FOUND_ROW(visit_dispute, visit, VISIT),
    REACH_FOUND_ROW(visit_settle, visit, VISIT),
    REACH_FOUND_ROW(visit_get, id, VISIT),
    REACH_FOUND_ROW(visit_explain, id, VISIT),
    REACH_FOUND_ROW(visit_door_code, id, VISIT),
    REACH_LIST_ROW(visit_list),
    REACH_LIST_ROW(match_board),
    REACH_FOUND_ROW(team_get, id, HOUSEHOLD),
    REACH_FOUND_ROW(caseload_assign, household, HOUSEHOLD),
    REACH_FOUND_ROW(caseload_assign, worker, WORKER),
    REACH_STATION_ROW(caseload_get, id),
    REACH_FOUND_ROW(caseload_list, worker, WORKER),
    REACH_STATION_ROW(caseload_list, station),
    REACH_LIST_ROW(caseload_list),
    REACH_FOUND_ROW(worker_eligible, household, HOUSEHOLD),
    REACH_STATION_ROW(worker_eligible, station),
    REACH_STATION_ROW(match_slots, station),
    REACH_STATION_ROW(dayplan_ask, station),
    REACH_FOUND_ROW(dayplan_confirm, dayplan, DAYPLAN),
    REACH_FOUND_ROW(dayplan_drop, dayplan, DAYPLAN),
    REACH_FOUND_ROW(dayplan_get, id, DAYPLAN),
    REACH_STATION_ROW(dayplan_check, station),
    REACH_FOUND_ROW(visit_pin, visit, VISIT),
    REACH_LIST_ROW(dayplan_list),
    REACH_FOUND_ROW(calendar_list, person, WORKER),
    REACH_FOUND_ROW(privacy_export, person, SUBJECT),
    REACH_FOUND_ROW(service_story, subject, SUBJECT),
    REACH_WHOLE_ROW(privacy_erase),
    {.type = MSG_NONE},
};

const struct reach matching_reach = {{"reach", sql, STATEMENTS}, rows};
