/* The SQL of partner organisations and of the stations that they work with. */
#include "partner_store.h"

#include "base/text.h"
#include "store/page.h"
#include "tables.h"

enum { PARTNER_FIND, PARTNER_SAVE, PARTNER_PAGE, STATION_CLEAR, STATION_ADD, STATION_FIND, PARTNER_STATEMENTS };

static const char *const sql[PARTNER_STATEMENTS] = {
    [PARTNER_FIND] = "SELECT version, active, kind, name, name_en, ends FROM partner WHERE partner = ?1",
    [PARTNER_SAVE] = ("INSERT INTO partner VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (partner)"
                      " DO UPDATE SET version = ?2, active = ?3, kind = ?4, name = ?5, name_en = ?6, ends = ?7"),
    [PARTNER_PAGE] = ("SELECT partner, active, kind, name, name_en, ends FROM partner p"
                      " WHERE partner > ?1 AND (?2 IS NULL OR kind = ?2) AND (?3 IS NULL"
                      " OR EXISTS (SELECT 1 FROM partner_station s WHERE s.partner = p.partner AND s.station = ?3)"
                      " OR NOT EXISTS (SELECT 1 FROM partner_station s WHERE s.partner = p.partner))"
                      " ORDER BY partner LIMIT ?4"),
    [STATION_CLEAR] = "DELETE FROM partner_station WHERE partner = ?1",
    [STATION_ADD] = "INSERT OR IGNORE INTO partner_station VALUES (?1, ?2)",
    [STATION_FIND] = "SELECT station FROM partner_station WHERE partner = ?1 ORDER BY station LIMIT 32",
};

const struct statements partner_sql = {"partner", sql, PARTNER_STATEMENTS};

static int stations_find(struct store *store, struct partner_get_answer *found)
{
    struct rows rows;
    int more;
    rows_open(&rows, store, &partner_sql, STATION_FIND, ARGS(val_text(found->partner)));
    while ((more = rows_next(&rows)) == 1)
        ROWS_COPY(&rows, 0, found->stations.at[found->stations.count++]);
    rows_close(&rows);
    return more;
}

int partner_find(struct store *store, const char *partner, struct partner_get_answer *found)
{
    struct rows rows;
    rows_open(&rows, store, &partner_sql, PARTNER_FIND, ARGS(val_text(partner)));
    int result = rows_next(&rows);
    if (result == 1) {
        TEXT_PUT(found->partner, partner);
        found->version = rows_int(&rows, 0);
        found->active = rows_int(&rows, 1) != 0;
        ROWS_COPY(&rows, 2, found->kind);
        ROWS_COPY(&rows, 3, found->name);
        ROWS_COPY(&rows, 4, found->name_en);
        found->ends = rows_int(&rows, 5);
    }
    rows_close(&rows);
    return result == 1 && stations_find(store, found) != 0 ? -1 : result;
}

int partner_save(struct store *store, const struct partner_put *put, int64_t version)
{
    if (store_do(store, &partner_sql, PARTNER_SAVE,
                 ARGS(val_text(put->partner), val_int(version), val_int(put->active), val_text(put->kind),
                      val_text(put->name), val_opt(put->name_en),
                      put->ends ? val_int(put->ends) : (struct value){.kind = VALUE_NULL})) < 0 ||
        store_do(store, &partner_sql, STATION_CLEAR, ARGS(val_text(put->partner))) < 0)
        return -1;
    for (uint32_t i = 0; i < put->stations.count; i++)
        if (store_do(store, &partner_sql, STATION_ADD, ARGS(val_text(put->partner), val_text(put->stations.at[i]))) < 0)
            return -1;
    return 0;
}

int partner_page(struct store *store, const struct partner_list *asked, struct partner_list_answer *page)
{
    struct rows rows;
    int found;
    int64_t limit = page_rows(asked->limit);
    rows_open(&rows, store, &partner_sql, PARTNER_PAGE,
              ARGS(val_text(asked->after), val_opt(asked->kind), val_opt(asked->station), val_int(limit + 1)));
    while ((found = rows_next(&rows)) == 1 && page->rows.count < limit) {
        struct partner_row *row = &page->rows.at[page->rows.count++];
        ROWS_COPY(&rows, 0, row->partner);
        row->active = rows_int(&rows, 1) != 0;
        ROWS_COPY(&rows, 2, row->kind);
        ROWS_COPY(&rows, 3, row->name);
        ROWS_COPY(&rows, 4, row->name_en);
        row->ends = rows_int(&rows, 5);
    }
    rows_close(&rows);
    if (found == 1)
        TEXT_PUT(page->next, page->rows.at[limit - 1].partner);
    return found < 0 ? -1 : 0;
}
