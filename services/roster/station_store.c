/* The SQL of the stations that there are. */
#include "station_store.h"

#include "roster.h"

enum { SAVE, FITS, COUNT };

static const char *const sql[COUNT] = {
    [SAVE] = "INSERT INTO station_copy (station) VALUES (?1) ON CONFLICT (station) DO NOTHING",
    [FITS] = ("SELECT 1 WHERE EXISTS (SELECT 1 FROM station_copy WHERE station = ?1)"
              " OR NOT EXISTS (SELECT 1 FROM station_copy)"),
};

const struct statements station_copy_sql = {"station", sql, COUNT};

int station_copy_save(struct store *store, const char *station)
{
    return store_do(store, &station_copy_sql, SAVE, ARGS(val_text(station))) < 0 ? -1 : 0;
}

int station_copy_fits(struct store *store, const char *station)
{
    int64_t one;
    return store_int(store, &station_copy_sql, FITS, ARGS(val_text(station)), &one);
}
