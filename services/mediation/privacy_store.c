/* The SQL of privacy: what holds a person's fields here, and whose days are over (X6, K15). */
#include "privacy_store.h"

#include "base/text.h"
#include "wire/id.h"

enum { OPEN, FILED, DUE, STATEMENTS };

static const char *const sql[STATEMENTS] = {
    [OPEN] =
        ("SELECT id FROM dispute WHERE (filer = ?1 OR respondent = ?1) AND deadline IS NOT NULL ORDER BY id LIMIT 1"),
    [FILED] = ("SELECT id FROM dispute WHERE filer = ? AND id > ? ORDER BY id LIMIT 1"),
    [DUE] = ("SELECT id FROM dispute WHERE deadline IS NULL AND ended < ?1 AND id > ?2 ORDER BY id LIMIT 1"),
};
const struct statements mediation_privacy_sql = {"privacy", sql, STATEMENTS};

/* The first column of the first row, an id: 1, 0, -1. */
static int id_of(struct store *store, int statement, const struct value *args, int count, char id[ID_SIZE])
{
    struct rows rows;
    rows_open(&rows, store, &mediation_privacy_sql, statement, args, count);
    int found = rows_next(&rows);
    if (found == 1)
        rows_copy(&rows, 0, id, ID_SIZE);
    rows_close(&rows);
    return found;
}

int party_case_open(struct store *store, const char *party, char case_id[ID_SIZE])
{
    return id_of(store, OPEN, ARGS(val_text(party)), case_id);
}

int party_case_filed(struct store *store, const char *party, const char *after, char case_id[ID_SIZE])
{
    return id_of(store, FILED, ARGS(val_text(party), val_text(after)), case_id);
}

int case_past(struct store *store, int64_t before, const char *after, char case_id[ID_SIZE])
{
    return id_of(store, DUE, ARGS(val_int(before), val_text(after)), case_id);
}
