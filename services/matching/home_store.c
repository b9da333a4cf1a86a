/* Homes in the person store, and which households have visits. */
#include "home_store.h"

#include <string.h>

#include "base/text.h"

#define FIELD "place"

enum statement { ADD, VISITED, PAST, STATEMENTS };

static const char *const sql[STATEMENTS] = {
    [ADD] = "INSERT OR REPLACE INTO home (household, told_at) VALUES (?1, ?2)",
    [VISITED] = "SELECT 1 FROM visit WHERE household = ?1 AND (?2 = '' OR origin = ?2) LIMIT 1",
    [PAST] =
        ("SELECT household FROM home h WHERE household > ?2 AND told_at < ?1 AND NOT EXISTS (SELECT 1 FROM visit v "
         "WHERE v.household = h.household AND v.end >= ?1) ORDER BY household LIMIT 1"),
};
const struct statements home_sql = {"homes", sql, STATEMENTS};

int home_save(struct store *store, const char *household, int64_t at, const struct home *home)
{
    char value[TRAVEL_DATUM + PLACE_POINT + 1], point[PLACE_POINT];
    place_point_write(&home->point, point);
    TEXT_FORMAT(value, "%s %s", home->datum, point);
    if (store_do(store, &home_sql, ADD, ARGS(val_text(household), val_int(at))) < 0)
        return -1;
    return person_put(store, household, FIELD, value);
}

int home_find(struct store *store, const char *household, struct home *home)
{
    char value[PERSON_VALUE], point[PERSON_VALUE];
    int found = person_get(store, household, FIELD, value, sizeof value);
    if (found != 1)
        return found;
    TEXT_HALVES(home->datum, point, value);
    return place_point_read(point, &home->point) == 0 ? 1 : -1;
}

int home_is_visited(struct store *store, const char *household, const char *origin)
{
    int64_t one;
    return store_int(store, &home_sql, VISITED, ARGS(val_text(household), val_text(origin)), &one);
}

int home_past(struct store *store, int64_t before, const char *after, char household[ID_SIZE])
{
    struct rows rows;
    rows_open(&rows, store, &home_sql, PAST, ARGS(val_int(before), val_text(after)));
    int found = rows_next(&rows);
    if (found == 1)
        rows_copy(&rows, 0, household, ID_SIZE);
    rows_close(&rows);
    return found;
}
