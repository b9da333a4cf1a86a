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
    {"N8", "no window of a reader's feed has more notices than its limit",
     "SELECT reader || ' was told ' || count(*) || ' notices in the window of ' || lane || ' that ends at ' || ends "
     "FROM notice WHERE held = 0 AND lane <> 'none' GROUP BY reader, lane, ends HAVING count(*) > max(most) "
     "ORDER BY reader, lane, ends"},
    {"N8.count", "the newest window of a reader's lane counts the notices that it was told",
     "SELECT w.reader || ' was told ' || (SELECT count(*) FROM notice n WHERE n.reader = w.reader AND n.lane = w.lane "
     "AND n.ends = w.ends AND n.held = 0 AND n.lane <> 'none') || ' notices in the last window of ' || w.lane || ', "
     "counted ' "
     "|| w.told FROM storm_window w WHERE w.told <> (SELECT count(*) FROM notice n WHERE n.reader = w.reader "
     "AND n.lane = w.lane AND n.ends = w.ends AND n.held = 0 AND n.lane <> 'none') ORDER BY w.reader, w.lane"},
    {"N8.held", "a held notice is listed by a summary of its reader, or its summary is due",
     "SELECT 'notice ' || n.notice || ' of ' || n.reader || ' is held and will not be told' FROM notice n "
     "LEFT JOIN notice s ON s.notice = n.summary WHERE n.held = 1 AND (n.summary IS NULL AND NOT EXISTS (SELECT 1 "
     "FROM timer t WHERE t.kind = 'summary.' || n.lane AND t.subject = n.reader) "
     "OR n.summary IS NOT NULL AND (s.reader IS NOT n.reader OR s.number <> n.number)) ORDER BY n.notice"},
    {"N8.summary", "a summary lists as many notices as it says",
     "SELECT 'summary ' || s.notice || ' says ' || s.listed || ' and lists ' || count(n.notice) FROM notice s "
     "LEFT JOIN notice n ON n.summary = s.notice WHERE s.rule = 'summary' OR s.listed > 0 "
     "GROUP BY s.notice HAVING s.listed <> count(n.notice) OR s.listed = 0 ORDER BY s.notice"},
    {"N2", "each entry of a feed is a notice that was not held or an acknowledgement",
     "SELECT 'feed of ' || f.reader || ' has ' || f.last || ' entries for ' || count(iif(n.held = 0, 1, NULL)) || ' "
     "notices and ' || "
     "count(n.acked_by) || ' acknowledgements' FROM feed f LEFT JOIN notice n ON n.reader = f.reader "
     "GROUP BY f.reader HAVING f.last <> count(iif(n.held = 0, 1, NULL)) + count(n.acked_by) ORDER BY f.reader"},
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
