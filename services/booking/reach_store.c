/* Where what messages are about is (V24): SQL that finds the places of an object, and a row for each message.
 * A household belongs to every station that serves its community. */
#include "service/reach.h"

#include "tables.h"

enum { BOOKING, HOUSEHOLD, COMMUNITY, ROOM_HOLD, SUBJECT, STATEMENTS };

static const char *const sql[STATEMENTS] = {
    [BOOKING] = "SELECT station, community, household, iif(outside, source, '') FROM booking WHERE booking = ?1",
    [HOUSEHOLD] = "SELECT c.station, h.community, h.household, '' FROM household h "
                  "LEFT JOIN coverage c ON c.community = h.community WHERE h.household = ?1",
    [COMMUNITY] = "SELECT station, community, '', '' FROM coverage WHERE community = ?1 UNION ALL "
                  "SELECT '', community, '', '' FROM community WHERE community = ?1",
    [ROOM_HOLD] = "SELECT station, '', '', '' FROM room_hold WHERE hold = ?1",
    [SUBJECT] = "SELECT station, community, '', '' FROM booking WHERE booking = ?1 UNION ALL "
                "SELECT c.station, h.community, '', '' FROM household h "
                "LEFT JOIN coverage c ON c.community = h.community WHERE h.household = ?1 UNION ALL "
                "SELECT station, '', '', '' FROM room_hold WHERE hold = ?1",
};

static const struct reach_row rows[] = {
    REACH_STATION_ROW(station_put, station),
    REACH_WHOLE_ROW(community_put),
    REACH_WHOLE_ROW(service_put),
    REACH_WHOLE_ROW(area_put),
    REACH_WHOLE_ROW(partner_put),
    REACH_STATION_ROW(coverage_put, station),
    REACH_STATION_ROW(room_put, station),
    REACH_STATION_ROW(room_hold, station),
    REACH_FOUND_ROW(room_release, hold, ROOM_HOLD),
    REACH_STATION_ROW(doc_publish, station),
    REACH_FOUND_ROW(household_put, household, HOUSEHOLD),
    REACH_FOUND_ROW(household_put, community, COMMUNITY),
    REACH_FOUND_ROW(pair_set, household, HOUSEHOLD),
    REACH_FOUND_ROW(booking_create, household, HOUSEHOLD),
    REACH_STATION_ROW(booking_create, station),
    REACH_FOUND_ROW(booking_cancel, booking, BOOKING),
    REACH_FOUND_ROW(booking_confirm, booking, BOOKING),
    REACH_FOUND_ROW(booking_cut_short, booking, BOOKING),
    REACH_FOUND_ROW(followup_record, booking, BOOKING),
    REACH_OPEN_ROW(station_get),
    REACH_OPEN_ROW(station_list),
    REACH_OPEN_ROW(station_nearest),
    REACH_OPEN_ROW(community_get),
    REACH_OPEN_ROW(community_list),
    REACH_OPEN_ROW(coverage_who_serves),
    REACH_OPEN_ROW(area_tree),
    REACH_OPEN_ROW(partner_get),
    REACH_OPEN_ROW(partner_list),
    REACH_OPEN_ROW(service_get),
    REACH_OPEN_ROW(service_list),
    REACH_OPEN_ROW(doc_current),
    REACH_OPEN_ROW(room_list),
    REACH_OPEN_ROW(room_free),
    REACH_LIST_ROW(room_hold_list),
    REACH_FOUND_ROW(household_get, id, HOUSEHOLD),
    REACH_FOUND_ROW(booking_get, id, BOOKING),
    REACH_LIST_ROW(booking_list),
    REACH_LIST_ROW(booking_duplicates),
    REACH_FOUND_ROW(booking_status, booking, BOOKING),
    REACH_FOUND_ROW(booking_timeline, booking, BOOKING),
    REACH_FOUND_ROW(privacy_erase, person, SUBJECT),
    REACH_FOUND_ROW(privacy_export, person, SUBJECT),
    REACH_FOUND_ROW(service_story, subject, SUBJECT),
    {.type = MSG_NONE},
};

const struct reach booking_reach = {{"reach", sql, STATEMENTS}, rows};
