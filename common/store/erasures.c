/* The SQL of requests to erase a person. */
#include "store/erasures.h"

#include "base/text.h"

#include "inside.h"

enum { FIND, OF, SAVE, PART_SAVE, PARTS, HELD, STATEMENTS };

#define COLUMNS "e.request, e.person, e.kind, e.asked, e.own, e.ended FROM erasure AS e"

static const char *const sql[STATEMENTS] = {
    [FIND] = "SELECT " COLUMNS " WHERE e.request = ?",
    [OF] = "SELECT " COLUMNS " WHERE e.person = ? ORDER BY e.asked DESC, e.request DESC LIMIT 1",
    [SAVE] = ("INSERT INTO erasure (request, person, kind, asked, own, ended) VALUES (?, ?, ?, ?, ?, ?)"
              " ON CONFLICT (request) DO UPDATE SET ended = excluded.ended"),
    [PART_SAVE] = ("INSERT INTO erasure_part (request, service, outcome, reason, object, fields, at)"
                   " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (request, service) DO UPDATE SET"
                   " outcome = excluded.outcome, reason = excluded.reason, object = excluded.object,"
                   " fields = excluded.fields, at = excluded.at"),
    [PARTS] = ("SELECT service, outcome, reason, object, fields, at FROM erasure_part WHERE request = ?"
               " ORDER BY service LIMIT ?"),
    [HELD] = ("SELECT " COLUMNS " JOIN erasure_part AS p ON p.request = e.request WHERE p.service = ?1"
              " AND p.outcome = 'held' AND e.request > ?3 AND (?2 = '' OR e.person = ?2) ORDER BY e.request LIMIT 1"),
};
const struct statements erasure_sql = {"erasure", sql, STATEMENTS};

/* The one row that a query gives. */
static int erasure_take(struct rows *rows, struct erasure *erasure)
{
    int found = rows_next(rows);
    if (found == 1) {
        ROWS_COPY(rows, 0, erasure->request);
        ROWS_COPY(rows, 1, erasure->person);
        ROWS_COPY(rows, 2, erasure->kind);
        erasure->asked = rows_int(rows, 3);
        erasure->own = rows_int(rows, 4) != 0;
        erasure->ended = rows_int(rows, 5);
    }
    rows_close(rows);
    return found;
}

int erasure_find(struct store *store, const char *request, struct erasure *erasure)
{
    struct rows rows;
    rows_open(&rows, store, &erasure_sql, FIND, ARGS(val_text(request)));
    return erasure_take(&rows, erasure);
}

int erasure_of(struct store *store, const char *person, struct erasure *erasure)
{
    struct rows rows;
    rows_open(&rows, store, &erasure_sql, OF, ARGS(val_text(person)));
    return erasure_take(&rows, erasure);
}

int erasure_save(struct store *store, const struct erasure *e)
{
    const struct value ended = e->ended ? val_int(e->ended) : val_opt("");
    int changed = store_do(
        store, &erasure_sql, SAVE,
        ARGS(val_text(e->request), val_text(e->person), val_text(e->kind), val_int(e->asked), val_int(e->own), ended));
    return changed < 0 ? -1 : 0;
}

int erasure_part_save(struct store *store, const char *request, const struct privacy_part *part)
{
    int changed =
        store_do(store, &erasure_sql, PART_SAVE,
                 ARGS(val_text(request), val_text(part->service), val_text(part->outcome), val_text(part->reason),
                      val_text(part->object), val_int(part->fields), val_int(part->at)));
    return changed < 0 ? -1 : 0;
}

static void part_load(const struct rows *rows, struct privacy_part *part)
{
    *part = (struct privacy_part){.fields = rows_int(rows, 4), .at = rows_int(rows, 5)};
    ROWS_COPY(rows, 0, part->service);
    ROWS_COPY(rows, 1, part->outcome);
    ROWS_COPY(rows, 2, part->reason);
    ROWS_COPY(rows, 3, part->object);
}

int erasure_parts(struct store *store, const char *request, struct privacy_part *parts, int most)
{
    struct rows rows;
    int found, count = 0;
    rows_open(&rows, store, &erasure_sql, PARTS, ARGS(val_text(request), val_int(most)));
    while ((found = rows_next(&rows)) == 1 && count < most)
        part_load(&rows, &parts[count++]);
    rows_close(&rows);
    return found < 0 ? -1 : count;
}

int erasure_held(struct store *store, const char *service, const char *person, const char *after,
                 struct erasure *erasure)
{
    struct rows rows;
    rows_open(&rows, store, &erasure_sql, HELD, ARGS(val_text(service), val_text(person), val_text(after)));
    return erasure_take(&rows, erasure);
}
