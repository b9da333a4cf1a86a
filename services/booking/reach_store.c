/* Where what messages are about is (V24): SQL that finds the places of an object, and a row for each message.
 * A household belongs to every station that serves its community. */
#include "reach_store.h"

enum { BOOKING, HOUSEHOLD, COMMUNITY, SUBJECT, STATEMENTS };

static const char *const sql[STATEMENTS] = {
    [BOOKING] = "SELECT station, community, household, iif(outside, source, '') FROM booking WHERE booking = ?1",
    [HOUSEHOLD] = "SELECT c.station, h.community, h.household, '' FROM household h "
                  "LEFT JOIN coverage c ON c.community = h.community WHERE h.household = ?1",
    [COMMUNITY] = "SELECT station, community, '', '' FROM coverage WHERE community = ?1 UNION ALL "
                  "SELECT '', community, '', '' FROM community WHERE community = ?1",
    [SUBJECT] = "SELECT station, community, '', '' FROM booking WHERE booking = ?1 UNION ALL "
                "SELECT c.station, h.community, '', '' FROM household h "
                "LEFT JOIN coverage c ON c.community = h.community WHERE h.household = ?1 UNION ALL "
                "SELECT station, '', '', '' FROM room_hold WHERE hold = ?1",
};
const struct statements booking_reach_sql = {"reach", sql, STATEMENTS};

#define AT(message, member, statement) REACH_FOUND_ROW(message, member, booking_reach_sql, statement)

const struct reach_row booking_reach[] = {
    REACH_STATION_ROW(station_put, station),
    REACH_WHOLE_ROW(community_put),
    REACH_WHOLE_ROW(service_put),
    REACH_STATION_ROW(coverage_put, station),
    REACH_STATION_ROW(room_put, station),
    REACH_STATION_ROW(doc_publish, station),
    AT(household_put, household, HOUSEHOLD),
    AT(household_put, community, COMMUNITY),
    AT(pair_set, household, HOUSEHOLD),
    AT(booking_create, household, HOUSEHOLD),
    REACH_STATION_ROW(booking_create, station),
    AT(booking_cancel, booking, BOOKING),
    REACH_OPEN_ROW(station_get),
    REACH_OPEN_ROW(station_list),
    REACH_OPEN_ROW(station_nearest),
    REACH_OPEN_ROW(community_get),
    REACH_OPEN_ROW(community_list),
    REACH_OPEN_ROW(coverage_who_serves),
    REACH_OPEN_ROW(service_get),
    REACH_OPEN_ROW(service_list),
    REACH_OPEN_ROW(doc_current),
    REACH_OPEN_ROW(room_list),
    REACH_OPEN_ROW(room_free),
    AT(household_get, id, HOUSEHOLD),
    AT(booking_get, id, BOOKING),
    REACH_LIST_ROW(booking_list),
    REACH_LIST_ROW(booking_duplicates),
    AT(booking_status, booking, BOOKING),
    AT(booking_timeline, booking, BOOKING),
    AT(privacy_erase, person, SUBJECT),
    AT(privacy_export, person, SUBJECT),
    AT(service_story, subject, SUBJECT),
    {.type = MSG_NONE},
};
