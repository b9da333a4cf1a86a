/* The SQL of stations, communities, coverage and public documents. */
#include "catalog_store.h"

#include "base/text.h"
#include "store/page.h"
#include "tables.h"

enum {
    STATION_FIND,
    STATION_SAVE,
    STATION_PAGE,
    STATION_PLACES,
    COMMUNITY_FIND,
    COMMUNITY_SAVE,
    COMMUNITY_PAGE,
    COMMUNITY_PLACES,
    COVERAGE_VERSION,
    COVERAGE_COUNT,
    COVERAGE_CLEAR,
    COVERAGE_ADD,
    COVERAGE_HAS,
    COVERAGE_OF_STATION,
    COVERAGE_OF_COMMUNITY,
    DOC_LAST,
    DOC_SAVE,
    DOC_FIND,
    DOC_MOVED,
    CATALOG_STATEMENTS
};

static const char *const sql[CATALOG_STATEMENTS] = {
    [STATION_FIND] =
        ("SELECT version, active, name, name_en, host, host_kind, address, area_m2, floors, cell_lat, cell_lon, area"
         " FROM station WHERE station = ?1"),
    [STATION_SAVE] =
        ("INSERT INTO station VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)"
         " ON CONFLICT (station) DO UPDATE SET version = ?2, active = ?3, name = ?4, name_en = ?5, host = ?6,"
         " host_kind = ?7, address = ?8, area_m2 = ?9, floors = ?10, cell_lat = ?11, cell_lon = ?12, area = ?13"),
    [STATION_PAGE] = ("SELECT station, active, name, name_en, host_kind FROM station"
                      " WHERE station > ?1 AND (?2 IS NULL OR host_kind = ?2) ORDER BY station LIMIT ?3"),
    [STATION_PLACES] = ("SELECT s.station, s.name, s.cell_lat, s.cell_lon, c.station IS NOT NULL FROM station s"
                        " LEFT JOIN coverage c ON c.station = s.station AND c.community = ?1"
                        " WHERE s.active AND (NOT ?2 OR c.station IS NOT NULL) ORDER BY s.station LIMIT ?3"),
    [COMMUNITY_FIND] = "SELECT version, name, name_en, cell_lat, cell_lon, area FROM community WHERE community = ?1",
    [COMMUNITY_SAVE] =
        ("INSERT INTO community VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (community)"
         " DO UPDATE SET version = ?2, name = ?3, name_en = ?4, cell_lat = ?5, cell_lon = ?6, area = ?7"),
    [COMMUNITY_PLACES] = "SELECT community, cell_lat, cell_lon FROM community ORDER BY community",
    [COMMUNITY_PAGE] = ("SELECT community, name, name_en, cell_lat, cell_lon FROM community WHERE community > ?1"
                        " ORDER BY community LIMIT ?2"),
    [COVERAGE_VERSION] = "SELECT version FROM coverage_version WHERE station = ?1",
    [COVERAGE_COUNT] = "INSERT INTO coverage_version VALUES (?1, ?2) ON CONFLICT (station) DO UPDATE SET version = ?2",
    [COVERAGE_CLEAR] = "DELETE FROM coverage WHERE station = ?1",
    [COVERAGE_ADD] = "INSERT OR IGNORE INTO coverage VALUES (?1, ?2)",
    [COVERAGE_HAS] = "SELECT 1 FROM coverage WHERE station = ?1 AND community = ?2",
    [COVERAGE_OF_STATION] = "SELECT community FROM coverage WHERE station = ?1 ORDER BY community LIMIT 32",
    [COVERAGE_OF_COMMUNITY] = "SELECT station FROM coverage WHERE community = ?1 ORDER BY station LIMIT 32",
    [DOC_LAST] = "SELECT coalesce(max(version), 0) FROM doc WHERE station = ?1 AND kind = ?2",
    [DOC_SAVE] = "INSERT INTO doc VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    [DOC_FIND] = ("SELECT version, valid_from, title, text, text_en FROM doc WHERE station = ?1 AND kind = ?2"
                  " AND valid_from <= ?3 AND NOT EXISTS (SELECT 1 FROM complaint_doc_moved m WHERE ?2 = 'complaints'"
                  " AND m.station = ?1 AND m.valid_from <= ?3) ORDER BY valid_from DESC, version DESC LIMIT 1"),
    [DOC_MOVED] = ("INSERT INTO complaint_doc_moved (station, valid_from) VALUES (?1, ?2)"
                   " ON CONFLICT (station) DO UPDATE SET valid_from = min(valid_from, excluded.valid_from)"),
};

const struct statements catalog_sql = {"catalog", sql, CATALOG_STATEMENTS};

/* ---- stations ---- */

static int codes_find(struct store *store, int statement, const char *key, uint32_t *count, char (*at)[33],
                      uint32_t most)
{
    struct rows rows;
    int found;
    rows_open(&rows, store, &catalog_sql, statement, ARGS(val_text(key)));
    for (*count = 0; (found = rows_next(&rows)) == 1 && *count < most; (*count)++)
        rows_copy(&rows, 0, at[*count], 33);
    rows_close(&rows);
    return found < 0 ? -1 : 0;
}

int station_find(struct store *store, const char *station, struct station_get_answer *found)
{
    struct rows rows;
    rows_open(&rows, store, &catalog_sql, STATION_FIND, ARGS(val_text(station)));
    int result = rows_next(&rows);
    if (result == 1) {
        TEXT_PUT(found->station, station);
        found->version = rows_int(&rows, 0);
        found->active = rows_int(&rows, 1) != 0;
        ROWS_COPY(&rows, 2, found->name);
        ROWS_COPY(&rows, 3, found->name_en);
        ROWS_COPY(&rows, 4, found->host);
        ROWS_COPY(&rows, 5, found->host_kind);
        ROWS_COPY(&rows, 6, found->address);
        found->area_m2 = rows_int(&rows, 7);
        found->floors = rows_int(&rows, 8);
        found->cell_lat = rows_int(&rows, 9);
        found->cell_lon = rows_int(&rows, 10);
        ROWS_COPY(&rows, 11, found->area);
    }
    rows_close(&rows);
    if (result == 1 &&
        codes_find(store, COVERAGE_OF_STATION, station, &found->communities.count, found->communities.at, 32) != 0)
        return -1;
    return result;
}

int station_save(struct store *store, const struct station_put *put, int64_t version)
{
    int changed = store_do(store, &catalog_sql, STATION_SAVE,
                           ARGS(val_text(put->station), val_int(version), val_int(put->active), val_text(put->name),
                                val_opt(put->name_en), val_opt(put->host), val_text(put->host_kind),
                                val_opt(put->address), val_int(put->area_m2), val_int(put->floors),
                                val_int(put->cell_lat), val_int(put->cell_lon), val_opt(put->area)));
    return changed < 0 ? -1 : 0;
}

int station_page(struct store *store, const struct station_list *asked, struct station_list_answer *page)
{
    struct rows rows;
    int found;
    int64_t limit = page_rows(asked->limit);
    rows_open(&rows, store, &catalog_sql, STATION_PAGE,
              ARGS(val_text(asked->after), val_opt(asked->host_kind), val_int(limit + 1)));
    while ((found = rows_next(&rows)) == 1 && page->rows.count < limit) {
        struct station_row *row = &page->rows.at[page->rows.count++];
        ROWS_COPY(&rows, 0, row->station);
        row->active = rows_int(&rows, 1) != 0;
        ROWS_COPY(&rows, 2, row->name);
        ROWS_COPY(&rows, 3, row->name_en);
        ROWS_COPY(&rows, 4, row->host_kind);
    }
    rows_close(&rows);
    if (found == 1)
        TEXT_PUT(page->next, page->rows.at[limit - 1].station);
    return found < 0 ? -1 : 0;
}

int station_places(struct store *store, const char *community, bool only, struct near_list *list)
{
    struct rows rows;
    int found;
    list->count = 0;
    rows_open(&rows, store, &catalog_sql, STATION_PLACES, ARGS(val_text(community), val_int(only), val_int(NEAR_MAX)));
    while ((found = rows_next(&rows)) == 1) {
        struct near_station *station = &list->at[list->count++];
        ROWS_COPY(&rows, 0, station->station);
        ROWS_COPY(&rows, 1, station->name);
        station->cell = (struct cell){(int32_t)rows_int(&rows, 2), (int32_t)rows_int(&rows, 3)};
        station->serves = rows_int(&rows, 4) != 0;
        station->metres = 0;
    }
    rows_close(&rows);
    return found;
}

/* ---- communities and coverage ---- */

int community_nearest(struct store *store, struct cell from, struct near_community *nearest)
{
    struct rows rows;
    int found;
    *nearest = (struct near_community){.metres = INT32_MAX};
    rows_open(&rows, store, &catalog_sql, COMMUNITY_PLACES, NO_ARGS);
    while ((found = rows_next(&rows)) == 1) {
        struct cell centre = {(int32_t)rows_int(&rows, 1), (int32_t)rows_int(&rows, 2)};
        int32_t metres = place_is_known(centre) ? place_metres(from, centre) : INT32_MAX;
        if (metres >= nearest->metres)
            continue;
        nearest->metres = metres;
        ROWS_COPY(&rows, 0, nearest->community);
    }
    rows_close(&rows);
    return found;
}

int community_find(struct store *store, const char *community, struct community_get_answer *found)
{
    struct rows rows;
    rows_open(&rows, store, &catalog_sql, COMMUNITY_FIND, ARGS(val_text(community)));
    int result = rows_next(&rows);
    if (result == 1) {
        TEXT_PUT(found->community, community);
        found->version = rows_int(&rows, 0);
        ROWS_COPY(&rows, 1, found->name);
        ROWS_COPY(&rows, 2, found->name_en);
        found->cell_lat = rows_int(&rows, 3);
        found->cell_lon = rows_int(&rows, 4);
        ROWS_COPY(&rows, 5, found->area);
    }
    rows_close(&rows);
    if (result == 1 &&
        codes_find(store, COVERAGE_OF_COMMUNITY, community, &found->stations.count, found->stations.at, 32) != 0)
        return -1;
    return result;
}

int community_save(struct store *store, const struct community_put *put, int64_t version)
{
    int changed = store_do(store, &catalog_sql, COMMUNITY_SAVE,
                           ARGS(val_text(put->community), val_int(version), val_text(put->name), val_opt(put->name_en),
                                val_int(put->cell_lat), val_int(put->cell_lon), val_opt(put->area)));
    return changed < 0 ? -1 : 0;
}

int community_page(struct store *store, const struct community_list *asked, struct community_list_answer *page)
{
    struct rows rows;
    int found;
    int64_t limit = page_rows(asked->limit);
    rows_open(&rows, store, &catalog_sql, COMMUNITY_PAGE, ARGS(val_text(asked->after), val_int(limit + 1)));
    while ((found = rows_next(&rows)) == 1 && page->rows.count < limit) {
        struct community_row *row = &page->rows.at[page->rows.count++];
        ROWS_COPY(&rows, 0, row->community);
        ROWS_COPY(&rows, 1, row->name);
        ROWS_COPY(&rows, 2, row->name_en);
        row->cell_lat = rows_int(&rows, 3);
        row->cell_lon = rows_int(&rows, 4);
    }
    rows_close(&rows);
    if (found == 1)
        TEXT_PUT(page->next, page->rows.at[limit - 1].community);
    return found < 0 ? -1 : 0;
}

int coverage_version(struct store *store, const char *station, int64_t *version)
{
    *version = 0;
    return store_int(store, &catalog_sql, COVERAGE_VERSION, ARGS(val_text(station)), version) < 0 ? -1 : 0;
}

int coverage_save(struct store *store, const struct coverage_put *put, int64_t version)
{
    if (store_do(store, &catalog_sql, COVERAGE_COUNT, ARGS(val_text(put->station), val_int(version))) < 0 ||
        store_do(store, &catalog_sql, COVERAGE_CLEAR, ARGS(val_text(put->station))) < 0)
        return -1;
    for (uint32_t i = 0; i < put->communities.count; i++)
        if (store_do(store, &catalog_sql, COVERAGE_ADD,
                     ARGS(val_text(put->station), val_text(put->communities.at[i]))) < 0)
            return -1;
    return 0;
}

int coverage_has(struct store *store, const char *station, const char *community)
{
    int64_t one;
    return store_int(store, &catalog_sql, COVERAGE_HAS, ARGS(val_text(station), val_text(community)), &one);
}

/* ---- public documents ---- */

int doc_last_version(struct store *store, const struct doc_publish *put, int64_t *version)
{
    int found = store_int(store, &catalog_sql, DOC_LAST, ARGS(val_text(put->station), val_text(put->kind)), version);
    return found < 0 ? -1 : 0;
}

int doc_save(struct store *store, const struct doc_publish *put, int64_t version)
{
    int changed = store_do(store, &catalog_sql, DOC_SAVE,
                           ARGS(val_text(put->station), val_text(put->kind), val_int(version), val_int(put->valid_from),
                                val_text(put->title), val_text(put->text), val_opt(put->text_en)));
    return changed < 0 ? -1 : 0;
}

int doc_find(struct store *store, const struct doc_current *asked, struct doc_current_answer *found)
{
    struct rows rows;
    rows_open(&rows, store, &catalog_sql, DOC_FIND,
              ARGS(val_text(asked->station), val_text(asked->kind), val_int(asked->at)));
    int result = rows_next(&rows);
    if (result == 1) {
        TEXT_PUT(found->station, asked->station);
        TEXT_PUT(found->kind, asked->kind);
        found->version = rows_int(&rows, 0);
        found->valid_from = rows_int(&rows, 1);
        ROWS_COPY(&rows, 2, found->title);
        ROWS_COPY(&rows, 3, found->text);
        ROWS_COPY(&rows, 4, found->text_en);
    }
    rows_close(&rows);
    return result;
}

int doc_moved_save(struct store *store, const char *station, int64_t valid_from)
{
    return store_do(store, &catalog_sql, DOC_MOVED, ARGS(val_text(station), val_int(valid_from))) == 1 ? 0 : -1;
}
