/* What must hold in notification's store, as queries that give one text a violation. */
#include "tables.h"

const struct invariant notification_invariants[] = {
    {"I22", "no (rule, reader, event) is told twice",
     "SELECT 'rule ' || rule || ' told ' || reader || ' of ' || event || ' ' || count(*) || ' times' FROM notice "
     "GROUP BY rule, event, reader HAVING count(*) > 1 ORDER BY rule, event, reader"},
    {"I23", "a cursor behind its furthest place was rewound on purpose, and no cursor is beyond its feed",
     "SELECT 'cursor of ' || c.reader || ' on ' || c.device || ' at ' || c.number || ', was at ' || c.peak || "
     "' of ' || f.last FROM feed_cursor c JOIN feed f ON f.reader = c.reader "
     "WHERE c.number > f.last OR (c.number < c.peak AND NOT EXISTS (SELECT 1 FROM feed_rewind w "
     "WHERE w.reader = c.reader AND w.device = c.device AND w.to_number <= c.number)) ORDER BY c.reader, c.device"},
    {"N3",
     "a notice that needs an acknowledgement is open or acked by somebody; `one` is settled for all readers at once",
     "SELECT 'notice ' || notice || ' ack ' || ack || ' is ' || state FROM notice "
     "WHERE (ack <> 'none' AND state = 'told') OR (ack = 'none' AND state <> 'told') "
     "OR (state = 'acked') <> (acked_by IS NOT NULL) UNION ALL "
     "SELECT 'rule ' || rule || ' event ' || event || ' is settled for some readers only' FROM notice "
     "WHERE ack = 'one' GROUP BY rule, event HAVING count(DISTINCT state) > 1 ORDER BY 1"},
    {"N2", "each entry of a feed is a notice or an acknowledgement",
     "SELECT 'feed of ' || f.reader || ' has ' || f.last || ' entries for ' || count(n.notice) || ' notices and ' || "
     "count(n.acked_by) || ' acknowledgements' FROM feed f LEFT JOIN notice n ON n.reader = f.reader "
     "GROUP BY f.reader HAVING f.last <> count(n.notice) + count(n.acked_by) ORDER BY f.reader"},
    {"N1", "an active reader stands under each of its roles, and nobody else",
     "SELECT 'reader ' || r.reader || ' is not found as ' || r.roles FROM reader r LEFT JOIN reader_role x "
     "ON x.reader = r.reader AND x.station = r.station AND instr('|' || r.roles || '|', '|' || x.role || '|') > 0 "
     "GROUP BY r.reader HAVING count(x.role) <> iif(r.active AND r.roles <> '', "
     "length(r.roles) - length(replace(r.roles, '|', '')) + 1, 0) OR count(x.role) <> "
     "(SELECT count(*) FROM reader_role y WHERE y.reader = r.reader) ORDER BY r.reader"},
    {"N2.stream", "a feed counts as many entries as its stream holds",
     "SELECT 'feed of ' || f.reader || ' counts ' || f.last || ', its stream ends at ' || "
     "coalesce((SELECT max(place) & ((1 << 40) - 1) FROM event WHERE place >> 40 = s.number), 0) "
     "FROM feed f JOIN stream s ON s.name = 'feed.' || f.reader "
     "WHERE f.last <> coalesce((SELECT max(place) & ((1 << 40) - 1) FROM event WHERE place BETWEEN s.number << 40 AND "
     "((s.number + 1) << 40) - 1), 0) ORDER BY f.reader"},
    {NULL, NULL, NULL},
};
