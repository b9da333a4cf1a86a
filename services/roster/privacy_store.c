/* The SQL of privacy: what holds a person's fields here, and whose days are over (X6, K15). */
#include "privacy_store.h"

#include "base/text.h"
#include "wire/id.h"

enum { DUE, STATEMENTS };

static const char *const sql[STATEMENTS] = {
    [DUE] = ("SELECT w.id FROM worker AS w WHERE w.state IN ('RETIRED', 'DISMISSED') AND w.id > ?2"
             " AND (SELECT max(at) FROM step AS s WHERE s.worker = w.id) < ?1 ORDER BY w.id LIMIT 1"),
};
const struct statements roster_privacy_sql = {"privacy", sql, STATEMENTS};

/* The first column of the first row, an id: 1, 0, -1. */
static int id_of(struct store *store, int statement, const struct value *args, int count, char id[ID_SIZE])
{
    struct rows rows;
    rows_open(&rows, store, &roster_privacy_sql, statement, args, count);
    int found = rows_next(&rows);
    if (found == 1)
        rows_copy(&rows, 0, id, ID_SIZE);
    rows_close(&rows);
    return found;
}

int worker_gone(struct store *store, int64_t before, const char *after, char worker[ID_SIZE])
{
    return id_of(store, DUE, ARGS(val_int(before), val_text(after)), worker);
}
