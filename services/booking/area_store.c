/* The SQL of areas. A tree is read downwards from its root. */
#include "area_store.h"

#include "area.h"
#include "base/text.h"
#include "store/page.h"
#include "tables.h"

enum { AREA_FIND, AREA_SAVE, AREA_PARTS, AREA_PAGE, AREA_STATEMENTS };

/* All areas that are part of `root`, and it. */
#define BELOW(root)                                                                                                    \
    "WITH RECURSIVE below (area) AS (VALUES (" root ") UNION SELECT p.area FROM area p JOIN below b ON p.parent = "    \
    "b.area) "
#define COMMUNITIES_OF(root, only)                                                                                     \
    "(" BELOW(root) "SELECT count(*) FROM community c JOIN below b ON b.area = c.area" only ")"

static const char *const sql[AREA_STATEMENTS] = {
    [AREA_FIND] = "SELECT area, version, kind, name, name_en, parent, 0, 0 FROM area WHERE area = ?1",
    [AREA_SAVE] = ("INSERT INTO area VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (area)"
                   " DO UPDATE SET version = ?2, kind = ?3, name = ?4, name_en = ?5, parent = ?6"),
    [AREA_PARTS] = "SELECT area, kind FROM area WHERE parent = ?1 ORDER BY area",
    [AREA_PAGE] = (BELOW("?1") "SELECT a.area, a.version, a.kind, a.name, a.name_en, a.parent, " COMMUNITIES_OF(
        "a.area", "") ", " COMMUNITIES_OF("a.area",
                                          " WHERE EXISTS (SELECT 1 FROM coverage s JOIN station t"
                                          " ON t.station = s.station AND t.active"
                                          " WHERE s.community = c.community)") " FROM area a"
                                                                               " WHERE a.area > ?2 AND (?1 IS NULL OR "
                                                                               "a.area IN (SELECT area FROM below)) "
                                                                               "ORDER BY a.area LIMIT ?3"),
};

const struct statements area_sql = {"area", sql, AREA_STATEMENTS};

static void area_read(const struct rows *rows, struct area_row *row)
{
    ROWS_COPY(rows, 0, row->area);
    row->version = rows_int(rows, 1);
    ROWS_COPY(rows, 2, row->kind);
    ROWS_COPY(rows, 3, row->name);
    ROWS_COPY(rows, 4, row->name_en);
    ROWS_COPY(rows, 5, row->parent);
    row->communities = rows_int(rows, 6);
    row->served = rows_int(rows, 7);
}

int area_find(struct store *store, const char *area, struct area_row *found)
{
    struct rows rows;
    rows_open(&rows, store, &area_sql, AREA_FIND, ARGS(val_text(area)));
    int result = rows_next(&rows);
    if (result == 1)
        area_read(&rows, found);
    rows_close(&rows);
    return result;
}

int area_save(struct store *store, const struct area_put *put, int64_t version)
{
    int changed = store_do(store, &area_sql, AREA_SAVE,
                           ARGS(val_text(put->area), val_int(version), val_text(put->kind), val_text(put->name),
                                val_opt(put->name_en), val_opt(put->parent)));
    return changed < 0 ? -1 : 0;
}

int area_misfit(struct store *store, const char *area, const char *kind, char part[33])
{
    struct rows rows;
    int found;
    rows_open(&rows, store, &area_sql, AREA_PARTS, ARGS(val_text(area)));
    while ((found = rows_next(&rows)) == 1 && area_fits_in(rows_text(&rows, 1), kind))
        ;
    if (found == 1)
        rows_copy(&rows, 0, part, 33);
    rows_close(&rows);
    return found;
}

int area_page(struct store *store, const struct area_tree *asked, struct area_tree_answer *page)
{
    struct rows rows;
    int found;
    int64_t limit = page_rows(asked->limit);
    rows_open(&rows, store, &area_sql, AREA_PAGE,
              ARGS(val_opt(asked->under), val_text(asked->after), val_int(limit + 1)));
    while ((found = rows_next(&rows)) == 1 && page->rows.count < limit) {
        struct area_row *row = &page->rows.at[page->rows.count++];
        area_read(&rows, row);
    }
    rows_close(&rows);
    if (found == 1)
        TEXT_PUT(page->next, page->rows.at[limit - 1].area);
    return found < 0 ? -1 : 0;
}
