/* Where what messages are about is (V24): SQL that finds the places of an object, and a row for each message. */
#include "reach_store.h"

enum { READER, NOTICE, STATEMENTS };

static const char *const sql[STATEMENTS] = {
    [READER] = "SELECT station, '', reader, '' FROM reader WHERE reader = ?1",
    [NOTICE] =
        "SELECT r.station, '', n.reader, '' FROM notice n JOIN reader r ON r.reader = n.reader WHERE n.notice = ?1",
};
const struct statements notification_reach_sql = {"reach", sql, STATEMENTS};

#define AT(message, member, statement) REACH_FOUND_ROW(message, member, notification_reach_sql, statement)

const struct reach_row notification_reach[] = {
    AT(reader_put, reader, READER),     REACH_STATION_ROW(reader_put, station),
    REACH_WHOLE_ROW(rule_put),          REACH_WHOLE_ROW(rule_remove),
    AT(notice_ack, notice, NOTICE),     AT(feed_move, reader, READER),
    AT(feed_rewind, reader, READER),    AT(feed_get, id, READER),
    AT(notice_get, id, NOTICE),         AT(notice_list, reader, READER),
    REACH_OPEN_ROW(rule_get),           REACH_OPEN_ROW(rule_list),
    AT(reader_get, id, READER),         REACH_LIST_ROW(reader_list),
    AT(privacy_export, person, READER), AT(service_story, subject, NOTICE),
    REACH_WHOLE_ROW(privacy_erase),     {.type = MSG_NONE},
};
