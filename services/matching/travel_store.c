/* SQL of ways. Invariant: the row with the highest number is how ways are reckoned since it was written. */
#include "travel_store.h"

#include <string.h>

#include "base/text.h"

enum statement { LAST, ADD, ADD_MODE, ADD_AREA, ADD_WAY, STATEMENTS };

static const char *const sql[STATEMENTS] = {
    [LAST] = "SELECT travel, digest FROM travel ORDER BY travel DESC LIMIT 1",
    [ADD] = "INSERT INTO travel (travel, digest, detour_pct) VALUES (?1, ?2, ?3)",
    [ADD_MODE] = "INSERT INTO travel_mode (travel, mode, m_h, fixed_min) VALUES (?1, ?2, ?3, ?4)",
    [ADD_AREA] = "INSERT INTO travel_area (travel, area, code, lat, lon, metres) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    [ADD_WAY] = "INSERT INTO travel_way (travel, from_area, to_area, mode, minutes) VALUES (?1, ?2, ?3, ?4, ?5)",
};
const struct statements travel_sql = {"travel", sql, STATEMENTS};

static int add(struct store *store, int statement, const struct value *args, int count)
{
    return store_do(store, &travel_sql, statement, args, count) < 0 ? -1 : 0;
}

/* The last one's number, 0 when there is none; *same when it says what `travel` does. 0 or -1. */
static int last_find(struct store *store, const struct travel *travel, int64_t *number, bool *same)
{
    struct rows rows;
    size_t size;
    rows_open(&rows, store, &travel_sql, LAST, NO_ARGS);
    int found = rows_next(&rows);
    if (found == 1) {
        *number = rows_int(&rows, 0);
        const void *digest = rows_blob(&rows, 1, &size);
        *same = size == sizeof travel->digest && memcmp(digest, travel->digest, size) == 0;
    }
    rows_close(&rows);
    return found < 0 ? -1 : 0;
}

static int numbers_add(struct store *store, const struct travel *travel, int64_t number)
{
    int failed =
        add(store, ADD,
            ARGS(val_int(number), val_blob(travel->digest, sizeof travel->digest), val_int(travel->detour_pct)));
    for (int mode = TRAVEL_WALK; !failed && mode < TRAVEL_MODES; mode++)
        failed =
            add(store, ADD_MODE,
                ARGS(val_int(number), val_int(mode), val_int(travel->m_h[mode]), val_int(travel->fixed_min[mode])));
    return failed;
}

static int areas_add(struct store *store, const struct travel_matrix *matrix, int64_t number)
{
    int failed = 0;
    for (int i = 0; !failed && i < matrix->areas; i++) {
        const struct travel_area *area = &matrix->area[i];
        failed = add(store, ADD_AREA,
                     ARGS(val_int(number), val_int(i), val_text(area->code), val_int(area->centre.lat),
                          val_int(area->centre.lon), val_int(area->metres)));
    }
    return failed;
}

static int ways_add(struct store *store, const struct travel_matrix *matrix, int64_t number)
{
    int failed = 0, areas = matrix->areas;
    for (int at = 0; !failed && at < TRAVEL_MODES * areas * areas; at++) {
        int mode = at / (areas * areas), from = at / areas % areas, to = at % areas;
        if (matrix->way[mode][from][to])
            failed = add(store, ADD_WAY,
                         ARGS(val_int(number), val_int(from), val_int(to), val_int(mode),
                              val_int(matrix->way[mode][from][to] - 1)));
    }
    return failed;
}

int travel_note(struct store *store, const struct travel *travel, int64_t *number)
{
    bool same = false;
    *number = 0;
    if (last_find(store, travel, number, &same))
        return -1;
    if (same)
        return 0;
    ++*number;
    if (numbers_add(store, travel, *number))
        return -1;
    return travel->matrix && (areas_add(store, travel->matrix, *number) || ways_add(store, travel->matrix, *number))
               ? -1
               : 0;
}
