/* What notification says and is told: readers, rules, notices on feed.<reader>, cursors, acknowledgements. */
#ifndef ANXIN_PROTO_NOTIFICATION_H
#define ANXIN_PROTO_NOTIFICATION_H

#include "proto/shape.h"

/* On feed.<reader>. Minimal text (N12): no names, no subjects. */
#define FIELDS_notice_created(F, W, G) \
    F(ID, notice, REQ, 1, 64, "notice") \
    F(ID, reader, REQ, 1, 64, "whose feed") \
    F(CODE, rule, REQ, 1, 32, "rule that made it") \
    F(INT, priority, REQ, 1, 5, "5 most urgent") \
    F(BOOL, needs_ack, OPT, 0, 1, "must be acknowledged (N3)") \
    F(TEXT, title, REQ, 1, 120, "Chinese") \
    F(TEXT, title_en, REQ, 1, 120, "English") \
    F(CODE, event_type, REQ, 1, 64, "event it tells of") \
    F(ID, event, REQ, 1, 64, "id of that event") \
    F(ID, about, OPT, 1, 64, "object of that event: a booking, visit, case ...") \
    F(CODE, station, OPT, 1, 32, "station") \
    F(TIME, at, REQ, 0, INT64_MAX, "when that event happened")
#define FIELDS_notice_acked(F, W, G) \
    F(ID, notice, REQ, 1, 64, "notice") \
    F(ID, reader, REQ, 1, 64, "reader") \
    F(ID, by, REQ, 1, 64, "who acknowledged") \
    F(TIME, at, REQ, 0, INT64_MAX, "when")
#define FIELDS_reader_cursor_moved(F, W, G) \
    F(ID, reader, REQ, 1, 64, "reader") \
    F(CODE, device, REQ, 1, 32, "device") \
    F(INT, number, OPT, 0, INT64_MAX, "number in the feed that has been read") \
    F(BOOL, rewound, OPT, 0, 1, "moved backwards on purpose (I23)")

#define NOTIFICATION_MESSAGES(M) \
    M(EVENT, notice_created, "notice.created", "something for this reader (D10 row 1)") \
    M(EVENT, notice_acked, "notice.acked", "acknowledged, which is more than read (D10 row 12)") \
    M(EVENT, reader_cursor_moved, "reader.cursor_moved", "a reader has read so far (D10 row 11)")

#define NOTIFICATION_RECORDS(R)

PROTO_RECORDS(NOTIFICATION_RECORDS)
PROTO_MESSAGES(NOTIFICATION_MESSAGES)

#endif
