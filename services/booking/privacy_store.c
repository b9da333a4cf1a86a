/* The SQL of privacy: what holds a person's fields here, and whose days are over (X6, K15). */
#include "privacy_store.h"

#include "base/text.h"
#include "wire/id.h"

enum { LIVE, HELD, DUE, STATEMENTS };

static const char *const sql[STATEMENTS] = {
    [LIVE] = ("SELECT booking FROM booking WHERE household = ? AND state IN ('REQUESTED', 'CONFIRMED', 'IN_SERVICE')"
              " ORDER BY start LIMIT 1"),
    [HELD] = ("SELECT h.case_id FROM booking_hold AS h JOIN booking AS b ON b.booking = h.booking"
              " WHERE b.household = ? ORDER BY h.case_id LIMIT 1"),
    [DUE] = ("SELECT h.household FROM household AS h WHERE h.household > ?2 AND h.put_at < ?1 AND NOT EXISTS"
             " (SELECT 1 FROM booking AS b WHERE b.household = h.household AND b.\"end\" >= ?1)"
             " ORDER BY h.household LIMIT 1"),
};
const struct statements booking_privacy_sql = {"privacy", sql, STATEMENTS};

/* The first column of the first row, an id: 1, 0, -1. */
static int id_of(struct store *store, int statement, const struct value *args, int count, char id[ID_SIZE])
{
    struct rows rows;
    rows_open(&rows, store, &booking_privacy_sql, statement, args, count);
    int found = rows_next(&rows);
    if (found == 1)
        rows_copy(&rows, 0, id, ID_SIZE);
    rows_close(&rows);
    return found;
}

int household_live(struct store *store, const char *household, char booking[ID_SIZE])
{
    return id_of(store, LIVE, ARGS(val_text(household)), booking);
}

int household_case(struct store *store, const char *household, char case_id[ID_SIZE])
{
    return id_of(store, HELD, ARGS(val_text(household)), case_id);
}

int household_past(struct store *store, int64_t before, const char *after, char household[ID_SIZE])
{
    return id_of(store, DUE, ARGS(val_int(before), val_text(after)), household);
}
