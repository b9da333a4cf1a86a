/* Where what messages are about is (V24): SQL that finds the places of an object, and a row for each message.
 * Whose case it is the handlers look at. */
#include "service/reach.h"

#include "tables.h"

enum { CASE, PERSON, STATEMENTS };

static const char *const sql[STATEMENTS] = {
    [CASE] = "SELECT station, '', '', '' FROM dispute WHERE id = ?1",
    [PERSON] = "SELECT DISTINCT station, '', '', '' FROM dispute WHERE filer = ?1 OR respondent = ?1",
};

static const struct reach_row rows[] = {
    REACH_STATION_ROW(case_file, station),
    REACH_FOUND_ROW(case_screen, case_id, CASE),
    REACH_FOUND_ROW(case_accept, case_id, CASE),
    REACH_FOUND_ROW(case_fail, case_id, CASE),
    REACH_FOUND_ROW(case_agree, case_id, CASE),
    REACH_FOUND_ROW(case_withdraw, case_id, CASE),
    REACH_FOUND_ROW(case_uphold, case_id, CASE),
    REACH_FOUND_ROW(case_close, case_id, CASE),
    REACH_STATION_ROW(complaint_doc_publish, station),
    REACH_OPEN_ROW(complaint_doc_current),
    REACH_FOUND_ROW(case_note, case_id, CASE),
    REACH_FOUND_ROW(case_get, id, CASE),
    REACH_FOUND_ROW(case_notes, id, CASE),
    REACH_FOUND_ROW(case_export, id, CASE),
    REACH_LIST_ROW(case_list),
    REACH_LIST_ROW(case_by_booking),
    REACH_LIST_ROW(case_overdue),
    REACH_FOUND_ROW(privacy_export, person, PERSON),
    REACH_FOUND_ROW(service_story, subject, CASE),
    REACH_WHOLE_ROW(privacy_erase),
    {.type = MSG_NONE},
};

const struct reach mediation_reach = {{"reach", sql, STATEMENTS}, rows};
