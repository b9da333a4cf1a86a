/* Personal fields: one table, so that one place shows, exports and erases them (X5). */
#include "store/person.h"

#include "base/text.h"

#include "inside.h"

enum { PUT, REMOVE, GET, STATEMENTS };

static const char *const sql[STATEMENTS] = {
    [PUT] = ("INSERT INTO person (person, field, value) VALUES (?, ?, ?)"
             " ON CONFLICT (person, field) DO UPDATE SET value = excluded.value"),
    [REMOVE] = "DELETE FROM person WHERE person = ? AND field = ?",
    [GET] = "SELECT value FROM person WHERE person = ? AND field = ?",
};
const struct statements person_sql = {"person", sql, STATEMENTS};

int person_put(struct store *store, const char *person, const char *field, const char *value)
{
    int changed = *value ? store_do(store, &person_sql, PUT, ARGS(val_text(person), val_text(field), val_text(value)))
                         : store_do(store, &person_sql, REMOVE, ARGS(val_text(person), val_text(field)));
    return changed < 0 ? -1 : 0;
}

int person_get(struct store *store, const char *person, const char *field, char *value, size_t size)
{
    struct rows rows;
    text_copy(value, size, "");
    rows_open(&rows, store, &person_sql, GET, ARGS(val_text(person), val_text(field)));
    int found = rows_next(&rows);
    if (found == 1 && text_copy(value, size, rows_text(&rows, 0)) != 0)
        found = store_fail(store, "field %s of a person is longer than %zu bytes", field, size - 1);
    rows_close(&rows);
    return found;
}
