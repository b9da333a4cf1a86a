/* What must hold in booking's store (2-FEATURES C3), as queries that give one text a violation. */
#include "tables.h"

const struct invariant booking_invariants[] = {
    {"BK2", "A source's number belongs to one booking.",
     "SELECT source || ' ' || source_ref FROM booking WHERE source_ref IS NOT NULL"
     " GROUP BY source, source_ref HAVING count(*) > 1 ORDER BY 1"},
    {"A1.9", "An active partner whose agreement ends has the timer of that moment.",
     "SELECT p.partner FROM partner p LEFT JOIN timer t ON t.kind = 'partner_ends' AND t.subject = p.partner"
     " AND t.due = p.ends WHERE (p.active AND p.ends IS NOT NULL) <> (t.kind IS NOT NULL) ORDER BY 1"},
    {"BK6", "Live bookings of a household never overlap.",
     "SELECT a.booking || ' ' || b.booking FROM booking a JOIN booking b"
     " ON b.household = a.household AND b.booking > a.booking AND b.start < a.\"end\" AND b.\"end\" > a.start"
     " WHERE a.state IN ('REQUESTED', 'CONFIRMED', 'IN_SERVICE')"
     " AND b.state IN ('REQUESTED', 'CONFIRMED', 'IN_SERVICE') ORDER BY 1"},
    {"I5", "Holds of a room never overlap.",
     "SELECT a.hold || ' ' || b.hold FROM room_hold a JOIN room_hold b ON b.station = a.station AND b.room = a.room"
     " AND b.hold > a.hold AND b.start < a.\"end\" AND b.\"end\" > a.start"
     " WHERE a.state = 'HELD' AND b.state = 'HELD' ORDER BY 1"},
    {"I5", "A room is never held for more persons than it holds.",
     "SELECT hold FROM room_hold WHERE state = 'HELD' AND seats > capacity ORDER BY 1"},
    {"I9", "A requested booking has its timer, and no other one has.",
     "SELECT b.booking FROM booking b LEFT JOIN timer t ON t.kind = 'match_timeout' AND t.subject = b.booking"
     " WHERE (b.state = 'REQUESTED') <> (t.kind IS NOT NULL) ORDER BY 1"},
    {"I9", "A confirmed booking has a visit and a worker.",
     "SELECT booking FROM booking WHERE state IN ('CONFIRMED', 'IN_SERVICE') AND (visit IS NULL OR worker IS NULL)"
     " ORDER BY 1"},
    {"I9", "A completed booking waits for its timer or for a case.",
     "SELECT booking FROM booking b WHERE state = 'COMPLETED'"
     " AND NOT EXISTS (SELECT 1 FROM timer t WHERE t.kind = 'close' AND t.subject = b.booking)"
     " AND NOT EXISTS (SELECT 1 FROM booking_hold h WHERE h.booking = b.booking) ORDER BY 1"},
    {"I9", "A booking's last step is its state, and nothing follows an end.",
     "SELECT b.booking FROM booking b WHERE b.state IS NOT (SELECT state FROM booking_step s WHERE s.booking = "
     "b.booking"
     " ORDER BY step DESC LIMIT 1) OR (SELECT count(*) FROM booking_step s WHERE s.booking = b.booking"
     " AND s.state IN ('CLOSED', 'EXPIRED', 'CANCELLED', 'NO_SHOW')) <>"
     " (b.state IN ('CLOSED', 'EXPIRED', 'CANCELLED', 'NO_SHOW')) ORDER BY 1"},
    {"I9", "A rejected request is no booking.",
     "SELECT r.booking FROM rejection r JOIN booking b ON b.booking = r.booking ORDER BY 1"},
    {"BK9", "A cancelled booking has a class and says who cancelled it.",
     "SELECT booking FROM booking WHERE (state = 'CANCELLED') <> (cancel_class IS NOT NULL AND cancel_by IS NOT NULL)"
     " ORDER BY 1"},
    {"D1", "What is offered instead of a booking names it, and is named by it.",
     "SELECT booking FROM booking b WHERE (replaces IS NOT NULL AND NOT EXISTS (SELECT 1 FROM booking o"
     " WHERE o.booking = b.replaces AND o.replaced_by = b.booking AND o.cancel_class = 'provider'))"
     " OR (replaced_by IS NOT NULL AND NOT EXISTS (SELECT 1 FROM booking f"
     " WHERE f.booking = b.replaced_by AND f.replaces = b.booking)) ORDER BY 1"},
    {NULL, NULL, NULL},
};
