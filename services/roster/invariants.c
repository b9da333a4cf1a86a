/* What must always hold in this store: queries that give one row for every violation. */
#include "roster.h"

/* Judged at the later of the store's clock and the last computation; a boundary whose timer has yet to fire is no
 * fault. */
static const char code_sql[] =
    "WITH mark (t) AS (SELECT coalesce(max(CAST(value AS INTEGER)), 0) FROM meta WHERE name = 'clock'), "
    "judged AS (SELECT id, code, max(code_at, t) AS t FROM worker, mark WHERE state NOT IN ('RETIRED', 'DISMISSED')), "
    "force AS (SELECT j.id, c.cert_type, c.bad FROM judged j JOIN cert c ON c.worker = j.id "
    "  WHERE c.state = 'VERIFIED' AND c.valid_from <= j.t AND c.valid_to > j.t), "
    "counted AS (SELECT j.id, j.code, j.t, "
    "  (SELECT count(DISTINCT cert_type) FROM force f WHERE f.id = j.id AND bad = 0 "
    "     AND cert_type IN ('identity', 'background')) AS checks, "
    "  (SELECT count(*) FROM force f WHERE f.id = j.id AND bad = 1) AS bad, "
    "  (SELECT count(DISTINCT cert_type) FROM force f WHERE f.id = j.id "
    "     AND cert_type IN ('health', 'insurance')) AS covers FROM judged j), "
    "said AS (SELECT id, code, t, CASE WHEN checks < 2 OR bad > 0 THEN 'red' WHEN covers < 2 THEN 'yellow' "
    "  ELSE 'green' END AS now FROM counted) "
    "SELECT 'worker ' || id || ' is ' || code || ', the certificates say ' || now FROM said WHERE code <> now "
    "AND NOT EXISTS (SELECT 1 FROM timer JOIN cert ON cert.id = timer.subject WHERE cert.worker = said.id "
    "  AND timer.kind IN ('cert.begin', 'cert.end') AND timer.due <= said.t) ORDER BY id";

static const char leave_sql_overlap[] =
    "SELECT 'leave ' || a.id || ' and ' || b.id || ' of worker ' || a.worker FROM leave a JOIN leave b "
    "ON b.worker = a.worker AND a.id < b.id AND a.start < b.until AND b.start < a.until "
    "WHERE a.state IN ('GRANTED', 'STARTED') AND b.state IN ('GRANTED', 'STARTED') ORDER BY a.id, b.id";

static const char leave_sql_state[] =
    "SELECT 'worker ' || w.id || ' is ' || w.state || ', running leave: ' || count(l.id) FROM worker w "
    "LEFT JOIN leave l ON l.worker = w.id AND l.state = 'STARTED' GROUP BY w.id "
    "HAVING (w.state = 'ON_LEAVE' AND count(l.id) <> 1) OR (w.state NOT IN ('ON_LEAVE', 'SUSPENDED') AND count(l.id) > "
    "0) "
    "ORDER BY w.id";

static const char chain_sql[] =
    "WITH RECURSIVE chain (first, at, depth) AS (SELECT id, superseded_by, 1 FROM cert WHERE superseded_by IS NOT NULL "
    "  UNION ALL SELECT first, c.superseded_by, depth + 1 FROM chain JOIN cert c ON c.id = chain.at "
    "  WHERE c.superseded_by IS NOT NULL AND chain.at <> chain.first AND depth < 1000) "
    "SELECT 'certificate ' || first || ' replaces itself' FROM chain WHERE at = first "
    "UNION ALL SELECT 'certificate ' || o.id || ' gave way to ' || n.id || ', which is ' || n.state || ' of worker ' "
    "|| "
    "n.worker FROM cert o JOIN cert n ON n.id = o.superseded_by WHERE n.worker <> o.worker OR n.cert_type <> "
    "o.cert_type "
    "OR n.state IN ('SUBMITTED', 'REJECTED') ORDER BY 1";

static const char number_sql[] = "SELECT 'number ' || number || ' is of ' || count(DISTINCT worker) || ' persons' FROM "
                                 "cert WHERE state <> 'REJECTED' "
                                 "GROUP BY number HAVING count(DISTINCT worker) > 1 ORDER BY number";

static const char proposal_sql_open[] =
    "SELECT 'worker ' || w.id || ' is ' || w.state || ', and it is proposed to suspend her over certificate ' || c.id "
    "|| "
    "', which is ' || c.state || ' ' || c.reason || ' of ' || c.worker FROM proposal p JOIN worker w ON w.id = "
    "p.worker "
    "JOIN cert c ON c.id = p.cert WHERE w.state IN ('SUSPENDED', 'RETIRED', 'DISMISSED') OR c.worker <> w.id "
    "OR c.state <> 'REJECTED' OR c.reason <> p.reason ORDER BY w.id";

/* Behind the walk nothing stands; ahead of it a timer goes on. */
static const char revocation_sql_walk[] =
    "SELECT 'mass revocation ' || r.id || ' has passed certificate ' || c.id || ', which is ' || c.state FROM "
    "revocation r "
    "JOIN cert c ON c.body = r.body AND (r.cert_type = '' OR c.cert_type = r.cert_type) "
    "AND (r.number_from = '' OR c.number >= r.number_from) AND (r.number_to = '' OR c.number <= r.number_to) "
    "AND c.issued >= r.issued_from AND c.issued < r.issued_to AND c.state IN ('VERIFIED', 'SUSPENDED') "
    "WHERE r.done_at IS NOT NULL OR c.id <= r.upto UNION ALL "
    "SELECT 'mass revocation ' || id || ' of ' || count || ' has revoked ' || revoked || "
    "CASE WHEN done_at IS NULL THEN ' and nothing goes on' ELSE '' END FROM revocation r WHERE "
    "(done_at IS NULL AND NOT EXISTS (SELECT 1 FROM timer WHERE kind = 'cert.revocation' AND subject = r.id)) "
    "OR revoked > count ORDER BY 1";

const struct invariant roster_invariants[] = {
    {"I4", "The colour code stored is the colour code recomputed", code_sql},
    {"D4.5", "Live leaves of one worker do not overlap", leave_sql_overlap},
    {"D4.6", "A worker is on leave exactly while one leave runs", leave_sql_state},
    {"D7.7", "Replaced certificates form chains to true ones of the same worker and type", chain_sql},
    {"D7.4", "Who is proposed for suspension can be suspended, over her own certificate that was found wanting",
     proposal_sql_open},
    {"R6", "What a mass revocation is about is revoked, or a timer goes on with it", revocation_sql_walk},
    {"R4", "A certificate number is of one person", number_sql},
    {NULL, NULL, NULL},
};
