/* The SQL of households; their names, phones and addresses are in the person store (X5). */
#include "household_store.h"

#include "base/text.h"
#include "tables.h"

enum { HOUSEHOLD_FIND, HOUSEHOLD_SAVE, PAIR_VERSION, PAIR_SAVE, PAIR_PROHIBITED, HOUSEHOLD_STATEMENTS };

static const char *const sql[HOUSEHOLD_STATEMENTS] = {
    [HOUSEHOLD_FIND] =
        "SELECT version, community, cell_lat, cell_lon, consent, source, outside FROM household WHERE household = ?1",
    [HOUSEHOLD_SAVE] =
        ("INSERT INTO household (household, version, community, cell_lat, cell_lon, consent, source, outside, put_at)"
         " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (household) DO UPDATE SET version = ?2,"
         " community = ?3, cell_lat = ?4, cell_lon = ?5, consent = ?6, outside = ?8, put_at = ?9"),
    [PAIR_VERSION] = "SELECT version FROM pair WHERE household = ?1 AND worker = ?2",
    [PAIR_SAVE] = ("INSERT INTO pair (household, worker, prohibited, version) VALUES (?1, ?2, ?3, ?4)"
                   " ON CONFLICT (household, worker) DO UPDATE SET prohibited = ?3, version = ?4"),
    [PAIR_PROHIBITED] = "SELECT worker FROM pair WHERE household = ?1 AND prohibited ORDER BY worker LIMIT 32",
};

const struct statements household_sql = {"household", sql, HOUSEHOLD_STATEMENTS};

int household_find(struct store *store, const char *household, struct household *found)
{
    struct rows rows;
    rows_open(&rows, store, &household_sql, HOUSEHOLD_FIND, ARGS(val_text(household)));
    int result = rows_next(&rows);
    if (result == 1) {
        TEXT_PUT(found->household, household);
        found->version = rows_int(&rows, 0);
        ROWS_COPY(&rows, 1, found->community);
        found->cell = (struct cell){(int32_t)rows_int(&rows, 2), (int32_t)rows_int(&rows, 3)};
        ROWS_COPY(&rows, 4, found->consent);
        ROWS_COPY(&rows, 5, found->source);
        found->outside = rows_int(&rows, 6) != 0;
    }
    rows_close(&rows);
    return result;
}

int household_save(struct store *store, const struct household *household)
{
    int changed =
        store_do(store, &household_sql, HOUSEHOLD_SAVE,
                 ARGS(val_text(household->household), val_int(household->version), val_text(household->community),
                      val_int(household->cell.lat), val_int(household->cell.lon), val_text(household->consent),
                      val_text(household->source), val_int(household->outside), val_int(household->put_at)));
    return changed < 0 ? -1 : 0;
}

int pair_version(struct store *store, const struct pair_set *pair, int64_t *version)
{
    *version = 0;
    int found = store_int(store, &household_sql, PAIR_VERSION, ARGS(val_text(pair->household), val_text(pair->worker)),
                          version);
    return found < 0 ? -1 : 0;
}

int pair_save(struct store *store, const struct pair_set *pair, int64_t version)
{
    int changed =
        store_do(store, &household_sql, PAIR_SAVE,
                 ARGS(val_text(pair->household), val_text(pair->worker), val_int(pair->prohibited), val_int(version)));
    return changed < 0 ? -1 : 0;
}

int pair_prohibited(struct store *store, const char *household, struct household_get_answer *answer)
{
    struct rows rows;
    int found;
    rows_open(&rows, store, &household_sql, PAIR_PROHIBITED, ARGS(val_text(household)));
    while ((found = rows_next(&rows)) == 1)
        rows_copy(&rows, 0, answer->prohibited.at[answer->prohibited.count++], ID_SIZE);
    rows_close(&rows);
    return found;
}
