/* The SQL of privacy: what holds a person's fields here, and whose days are over (X6, K15). */
#include "privacy_store.h"

#include "base/text.h"
#include "wire/id.h"

enum { LIVE, DUE, STATEMENTS };

static const char *const sql[STATEMENTS] = {
    [LIVE] = ("SELECT id FROM enrolment WHERE trainee = ? AND state IN ('REQUESTED', 'APPROVED', 'OFFERED', 'ENROLLED',"
              " 'ATTENDING', 'EXAM_READY', 'RESIT_OPEN', 'UNDER_APPEAL')"
              " ORDER BY id LIMIT 1"),
    [DUE] = ("SELECT t.id FROM trainee AS t WHERE t.id > ?2 AND t.put_at < ?1 AND NOT EXISTS (SELECT 1"
             " FROM enrolment AS e JOIN session AS s ON s.id = e.session WHERE e.trainee = t.id AND s.end >= ?1)"
             " ORDER BY t.id LIMIT 1"),
};
const struct statements training_privacy_sql = {"privacy", sql, STATEMENTS};

/* The first column of the first row, an id: 1, 0, -1. */
static int id_of(struct store *store, int statement, const struct value *args, int count, char id[ID_SIZE])
{
    struct rows rows;
    rows_open(&rows, store, &training_privacy_sql, statement, args, count);
    int found = rows_next(&rows);
    if (found == 1)
        rows_copy(&rows, 0, id, ID_SIZE);
    rows_close(&rows);
    return found;
}

int trainee_live(struct store *store, const char *trainee, char enrolment[ID_SIZE])
{
    return id_of(store, LIVE, ARGS(val_text(trainee)), enrolment);
}

int trainee_past(struct store *store, int64_t before, const char *after, char trainee[ID_SIZE])
{
    return id_of(store, DUE, ARGS(val_int(before), val_text(after)), trainee);
}
