/* What must hold in mediation's store, as queries that give one text a violation. */
#include "tables.h"

const struct invariant mediation_invariants[] = {
    {"I19", "every open case has a next deadline, and only an open one",
     "SELECT 'case ' || id || ' is ' || state || ', deadline ' || coalesce(deadline, 'none') FROM dispute "
     "WHERE (state IN ('FILED', 'SCREENED', 'ACCEPTED', 'AGREED')) <> (deadline IS NOT NULL) ORDER BY id"},
    {"I19.timer", "an accepted case has the timer of its due instant",
     "SELECT 'case ' || d.id || ' has no timer for ' || d.due FROM dispute d LEFT JOIN timer t "
     "ON t.kind = 'case.due' AND t.subject = d.id AND t.due = d.due "
     "WHERE d.state = 'ACCEPTED' AND t.subject IS NULL ORDER BY d.id"},
    {"I19.clock", "the next deadline is the clock of its state, and each clock ends with a civil day in Asia/Shanghai",
     "SELECT 'case ' || id || ' is ' || state || ', deadline ' || coalesce(deadline, 'none') FROM dispute "
     "WHERE deadline IS NOT CASE WHEN state IN ('FILED', 'SCREENED') THEN accept_by WHEN state = 'ACCEPTED' THEN due "
     "WHEN state = 'AGREED' THEN close_by END OR (accept_by + 28800000) % 86400000 <> 0 "
     "OR (due + 28800000) % 86400000 <> 0 OR (close_by + 28800000) % 86400000 <> 0 ORDER BY id"},
    {"D9.timer", "a case in any other state has no timer",
     "SELECT 'timer ' || t.kind || ' of ' || t.subject || ' belongs to no accepted case' FROM timer t "
     "LEFT JOIN dispute d ON d.id = t.subject AND d.state = 'ACCEPTED' "
     "WHERE t.kind = 'case.due' AND d.id IS NULL ORDER BY t.subject"},
    {"D9.number", "the numbers of a station and year are 1, 2, 3 ... up to its counter, each given once",
     "SELECT 'station ' || c.station || ' year ' || c.year || ' counts ' || c.last || ' but has ' || count(d.id) "
     "FROM case_counter c LEFT JOIN dispute d ON d.station = c.station "
     "AND substr(d.number, 1, length(c.station) + 6) = c.station || '-' || c.year || '-' "
     "GROUP BY c.station, c.year HAVING count(DISTINCT d.number) <> c.last ORDER BY c.station, c.year"},
    {"D9.16", "an agreement went through the check list and has a date for each of its terms",
     "SELECT 'case ' || id || ' has ' || terms || ' terms, not all with a date' FROM dispute d WHERE checked = 1 "
     "AND (terms = 0 OR terms <> (SELECT count(*) FROM case_term t WHERE t.dispute = d.id)) ORDER BY id"},
    {"K1", "a tip is never mediated",
     "SELECT 'case ' || id || ' is anonymous on route ' || route FROM dispute "
     "WHERE anonymous = 1 AND route IS NOT NULL AND route <> 'hotline' ORDER BY id"},
    {"K9", "a private note is sealed for its own side, and a tip has none for a filer",
     "SELECT 'note ' || n.id || ' of case ' || n.dispute || ' is sealed for ' || s.owner FROM case_note n "
     "JOIN sealed s ON s.object = n.id WHERE s.owner <> n.dispute || '.' || n.side "
     "UNION ALL SELECT 'note ' || n.id || ' is for the filer of the tip ' || d.id FROM case_note n "
     "JOIN dispute d ON d.id = n.dispute WHERE d.anonymous = 1 AND n.side = 'filer' ORDER BY 1"},
    {NULL, NULL, NULL},
};

const struct judged mediation_judged[] = {
    {{"I19.reckoned", "each deadline is what its length comes to by the calendar that it names",
      "WITH told (id, kind, at, provisional) AS (SELECT id, 'accept_by', accept_by, accept_provisional FROM dispute "
      "UNION ALL SELECT id, 'due', due, due_provisional FROM dispute WHERE due IS NOT NULL "
      "UNION ALL SELECT id, 'close_by', close_by, NULL FROM dispute WHERE close_by IS NOT NULL) "
      "SELECT 'case ' || t.id || ' ' || t.kind || ' ' || t.at || ' ' || coalesce(t.provisional, c.provisional, 0) || "
      "' is ' || coalesce(c.length, 0) || ' ' || coalesce(c.unit, 'nothing') || ' from ' || coalesce(c.since, 0) || "
      "' by ' || coalesce(c.calendar_version, 'none') FROM told t LEFT JOIN case_clock c ON c.id = t.id "
      "AND c.kind = t.kind ORDER BY t.id, t.kind"},
     clock_is_as_reckoned},
    {{NULL, NULL, NULL}, NULL},
};
