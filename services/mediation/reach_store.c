/* Where what messages are about is (V24): SQL that finds the places of an object, and a row for each message.
 * Whose case it is the handlers look at. */
#include "reach_store.h"

enum { CASE, PERSON, STATEMENTS };

static const char *const sql[STATEMENTS] = {
    [CASE] = "SELECT station, '', '', '' FROM dispute WHERE id = ?1",
    [PERSON] = "SELECT DISTINCT station, '', '', '' FROM dispute WHERE filer = ?1 OR respondent = ?1",
};
const struct statements mediation_reach_sql = {"reach", sql, STATEMENTS};

#define AT(message, member, statement) REACH_FOUND_ROW(message, member, mediation_reach_sql, statement)

const struct reach_row mediation_reach[] = {
    REACH_STATION_ROW(case_file, station), AT(case_screen, case_id, CASE), AT(case_accept, case_id, CASE),
    AT(case_fail, case_id, CASE),          AT(case_agree, case_id, CASE),  AT(case_withdraw, case_id, CASE),
    AT(case_close, case_id, CASE),         AT(case_get, id, CASE),         REACH_LIST_ROW(case_list),
    REACH_LIST_ROW(case_by_booking),       REACH_LIST_ROW(case_overdue),   AT(privacy_export, person, PERSON),
    AT(service_story, subject, CASE),      REACH_WHOLE_ROW(privacy_erase), {.type = MSG_NONE},
};
