/* SQL of visits at which nobody opened. */
#include "absence_store.h"

enum statement { ADD, ADD_CONTACT, FIND, CONTACTS, STATEMENTS };

static const char *const sql[STATEMENTS] = {
    [ADD] = "INSERT INTO absence (visit, arrived_at, tries, at, told) VALUES (?1, ?2, ?3, ?4, ?5)",
    [ADD_CONTACT] = "INSERT INTO contact_try (visit, number, at, how) VALUES (?1, ?2, ?3, ?4)",
    [FIND] = "SELECT arrived_at, tries, at, told FROM absence WHERE visit = ?1",
    [CONTACTS] = "SELECT at, how FROM contact_try WHERE visit = ?1 ORDER BY number LIMIT ?2",
};
const struct statements absence_sql = {"absences", sql, STATEMENTS};

int absence_add(struct store *store, const char *visit, const struct absence *absence)
{
    int failed = store_do(store, &absence_sql, ADD,
                          ARGS(val_text(visit), val_int(absence->arrived_at), val_int(absence->tries),
                               val_int(absence->act.at), val_int(absence->act.told))) < 0;
    for (int i = 0; i < absence->count && !failed; i++)
        failed = store_do(store, &absence_sql, ADD_CONTACT,
                          ARGS(val_text(visit), val_int(i + 1), val_int(absence->at[i].at),
                               val_text(absence->at[i].how))) < 0;
    return failed ? -1 : 0;
}

static int contacts_find(struct store *store, const char *visit, struct absence *absence)
{
    struct rows rows;
    int found;
    rows_open(&rows, store, &absence_sql, CONTACTS, ARGS(val_text(visit), val_int(CONTACTS_MOST)));
    while ((found = rows_next(&rows)) == 1) {
        struct contact *contact = &absence->at[absence->count++];
        contact->at = rows_int(&rows, 0);
        ROWS_COPY(&rows, 1, contact->how);
    }
    rows_close(&rows);
    return found;
}

int absence_find(struct store *store, const char *visit, struct absence *absence)
{
    struct rows rows;
    *absence = (struct absence){0};
    rows_open(&rows, store, &absence_sql, FIND, ARGS(val_text(visit)));
    int found = rows_next(&rows);
    if (found == 1) {
        absence->arrived_at = rows_int(&rows, 0);
        absence->tries = rows_int(&rows, 1);
        absence->act = (struct act){rows_int(&rows, 2), rows_int(&rows, 3)};
    }
    rows_close(&rows);
    return found == 1 && contacts_find(store, visit, absence) < 0 ? -1 : found;
}
