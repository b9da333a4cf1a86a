/* Where what messages are about is (V24): SQL that finds the places of an object, and a row for each message. */
#include "service/reach.h"

#include "tables.h"

enum { READER, NOTICE, STATEMENTS };

static const char *const sql[STATEMENTS] = {
    [READER] = "SELECT station, '', reader, '' FROM reader WHERE reader = ?1",
    [NOTICE] =
        "SELECT r.station, '', n.reader, '' FROM notice n JOIN reader r ON r.reader = n.reader WHERE n.notice = ?1",
};

static const struct reach_row rows[] = {
    REACH_FOUND_ROW(reader_put, reader, READER),
    REACH_STATION_ROW(reader_put, station),
    REACH_WHOLE_ROW(rule_put),
    REACH_WHOLE_ROW(rule_remove),
    REACH_FOUND_ROW(notice_ack, notice, NOTICE),
    REACH_FOUND_ROW(feed_move, reader, READER),
    REACH_FOUND_ROW(feed_rewind, reader, READER),
    REACH_FOUND_ROW(feed_get, id, READER),
    REACH_FOUND_ROW(notice_get, id, NOTICE),
    REACH_FOUND_ROW(notice_list, reader, READER),
    REACH_OPEN_ROW(rule_get),
    REACH_OPEN_ROW(rule_list),
    REACH_FOUND_ROW(reader_get, id, READER),
    REACH_LIST_ROW(reader_list),
    REACH_FOUND_ROW(privacy_export, person, READER),
    REACH_FOUND_ROW(service_story, subject, NOTICE),
    REACH_WHOLE_ROW(privacy_erase),
    {.type = MSG_NONE},
};

const struct reach notification_reach = {{"reach", sql, STATEMENTS}, rows};
