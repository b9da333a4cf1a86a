/* The SQL of the stations that there are. */
#include "station_store.h"

#include "roster.h"

enum { SAVE, FITS, COUNT };

static const char *const sql[COUNT] = {
    [SAVE] = "INSERT INTO station_copy (station) VALUES (?1) ON CONFLICT (station) DO NOTHING",
    [FITS] = ("SELECT 1 WHERE EXISTS (SELECT 1 FROM station_copy WHERE station = ?1)"
              " OR NOT EXISTS (SELECT 1 FROM station_copy)"),
};

const struct statements home_station_sql = {"station", sql, COUNT};

int home_station_save(struct store *store, const char *station)
{
    return store_do(store, &home_station_sql, SAVE, ARGS(val_text(station))) < 0 ? -1 : 0;
}

int home_station_fits(struct store *store, const char *station)
{
    int64_t one;
    return store_int(store, &home_station_sql, FITS, ARGS(val_text(station)), &one);
}
