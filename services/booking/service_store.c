/* The SQL of services and of the certificates they ask for. */
#include "service_store.h"

#include "base/text.h"
#include "store/page.h"
#include "lists.h"
#include "tables.h"

enum {
    SERVICE_FIND,
    SERVICE_SAVE,
    SERVICE_PAGE,
    CERT_CLEAR,
    CERT_ADD,
    CERT_FIND,
    OFFER_CLEAR,
    OFFER_ADD,
    OFFER_FIND,
    SERVICE_STATEMENTS
};

static const char *const sql[SERVICE_STATEMENTS] = {
    [SERVICE_FIND] = ("SELECT version, active, name, name_en, line, minutes, lengths, workers, live_in, intimate,"
                      " tolerance_min, worker_kinds, day_from_min, day_until_min, notice_min, horizon_days,"
                      " confirms, child, subline FROM service WHERE service = ?1"),
    [SERVICE_SAVE] =
        ("INSERT INTO service VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,"
         " ?19, ?20)"
         " ON CONFLICT (service) DO UPDATE SET version = ?2, active = ?3, name = ?4, name_en = ?5, line = ?6,"
         " minutes = ?7, lengths = ?8, workers = ?9, live_in = ?10, intimate = ?11, tolerance_min = ?12,"
         " worker_kinds = ?13, day_from_min = ?14, day_until_min = ?15, notice_min = ?16, horizon_days = ?17,"
         " confirms = ?18, child = ?19, subline = ?20"),
    [SERVICE_PAGE] = ("SELECT service, active, name, name_en, line, minutes, subline FROM service WHERE service > ?1"
                      " AND (?2 IS NULL OR line = ?2) AND (?4 IS NULL OR subline = ?4) ORDER BY service LIMIT ?3"),
    [CERT_CLEAR] = "DELETE FROM service_cert WHERE service = ?1",
    [CERT_ADD] = "INSERT OR REPLACE INTO service_cert VALUES (?1, ?2, ?3)",
    [CERT_FIND] = "SELECT cert, level FROM service_cert WHERE service = ?1 ORDER BY cert LIMIT 8",
    [OFFER_CLEAR] = "DELETE FROM service_station WHERE service = ?1",
    [OFFER_ADD] = "INSERT OR REPLACE INTO service_station VALUES (?1, ?2)",
    [OFFER_FIND] = "SELECT station FROM service_station WHERE service = ?1 ORDER BY station LIMIT 32",
};

const struct statements service_sql = {"service", sql, SERVICE_STATEMENTS};

static int certs_find(struct store *store, struct service_get_answer *found)
{
    struct rows rows;
    int more;
    rows_open(&rows, store, &service_sql, CERT_FIND, ARGS(val_text(found->service)));
    while ((more = rows_next(&rows)) == 1) {
        struct cert_need *need = &found->certs.at[found->certs.count++];
        ROWS_COPY(&rows, 0, need->cert);
        need->level = rows_int(&rows, 1);
    }
    rows_close(&rows);
    return more;
}

static int offers_find(struct store *store, struct service_get_answer *found)
{
    struct rows rows;
    int more;
    rows_open(&rows, store, &service_sql, OFFER_FIND, ARGS(val_text(found->service)));
    while ((more = rows_next(&rows)) == 1)
        ROWS_COPY(&rows, 0, found->stations.at[found->stations.count++]);
    rows_close(&rows);
    return more;
}

bool service_offered_at(const struct service_get_answer *service, const char *station)
{
    bool offered = service->stations.count == 0;
    for (uint32_t i = 0; i < service->stations.count; i++)
        offered |= text_same(service->stations.at[i], station);
    return offered;
}

static void service_read(const struct rows *rows, struct service_get_answer *found)
{
    found->version = rows_int(rows, 0);
    found->active = rows_int(rows, 1) != 0;
    ROWS_COPY(rows, 2, found->name);
    ROWS_COPY(rows, 3, found->name_en);
    ROWS_COPY(rows, 4, found->line);
    found->minutes = rows_int(rows, 5);
    found->lengths.count = ints_unpack(rows_text(rows, 6), found->lengths.at, 8);
    found->workers = rows_int(rows, 7);
    found->live_in = rows_int(rows, 8) != 0;
    found->intimate = rows_int(rows, 9) != 0;
    found->tolerance_min = rows_int(rows, 10);
    found->worker_kinds.count = codes_unpack(rows_text(rows, 11), found->worker_kinds.at, 8);
    found->day_from_min = rows_int(rows, 12);
    found->day_until_min = rows_int(rows, 13);
    found->notice_min = rows_int(rows, 14);
    found->horizon_days = rows_int(rows, 15);
    found->confirms = rows_int(rows, 16) != 0;
    found->child = rows_int(rows, 17) != 0;
    ROWS_COPY(rows, 18, found->subline);
}

int service_find(struct store *store, const char *service, struct service_get_answer *found)
{
    struct rows rows;
    rows_open(&rows, store, &service_sql, SERVICE_FIND, ARGS(val_text(service)));
    int result = rows_next(&rows);
    if (result == 1) {
        TEXT_PUT(found->service, service);
        service_read(&rows, found);
    }
    rows_close(&rows);
    if (result == 1 && (certs_find(store, found) != 0 || offers_find(store, found) != 0))
        return -1;
    return result;
}

static int certs_save(struct store *store, const struct service_put *put)
{
    if (store_do(store, &service_sql, CERT_CLEAR, ARGS(val_text(put->service))) < 0)
        return -1;
    for (uint32_t i = 0; i < put->certs.count; i++)
        if (store_do(store, &service_sql, CERT_ADD,
                     ARGS(val_text(put->service), val_text(put->certs.at[i].cert), val_int(put->certs.at[i].level))) <
            0)
            return -1;
    return 0;
}

static int offers_save(struct store *store, const struct service_put *put)
{
    if (store_do(store, &service_sql, OFFER_CLEAR, ARGS(val_text(put->service))) < 0)
        return -1;
    for (uint32_t i = 0; i < put->stations.count; i++)
        if (store_do(store, &service_sql, OFFER_ADD, ARGS(val_text(put->service), val_text(put->stations.at[i]))) < 0)
            return -1;
    return 0;
}

int service_save(struct store *store, const struct service_put *put, int64_t version)
{
    char lengths[LIST_TEXT], kinds[LIST_TEXT];
    ints_pack(lengths, put->lengths.at, put->lengths.count);
    codes_pack(kinds, put->worker_kinds.at, put->worker_kinds.count);
    int changed = store_do(store, &service_sql, SERVICE_SAVE,
                           ARGS(val_text(put->service), val_int(version), val_int(put->active), val_text(put->name),
                                val_opt(put->name_en), val_text(put->line), val_int(put->minutes), val_text(lengths),
                                val_int(put->workers), val_int(put->live_in), val_int(put->intimate),
                                val_int(put->tolerance_min), val_text(kinds), val_int(put->day_from_min),
                                val_int(put->day_until_min), val_int(put->notice_min), val_int(put->horizon_days),
                                val_int(put->confirms), val_int(put->child), val_opt(put->subline)));
    if (changed < 0 || certs_save(store, put) != 0)
        return -1;
    return offers_save(store, put);
}

int service_page(struct store *store, const struct service_list *asked, struct service_list_answer *page)
{
    struct rows rows;
    int found;
    int64_t limit = page_rows(asked->limit);
    rows_open(&rows, store, &service_sql, SERVICE_PAGE,
              ARGS(val_text(asked->after), val_opt(asked->line), val_int(limit + 1), val_opt(asked->subline)));
    while ((found = rows_next(&rows)) == 1 && page->rows.count < limit) {
        struct service_row *row = &page->rows.at[page->rows.count++];
        ROWS_COPY(&rows, 0, row->service);
        row->active = rows_int(&rows, 1) != 0;
        ROWS_COPY(&rows, 2, row->name);
        ROWS_COPY(&rows, 3, row->name_en);
        ROWS_COPY(&rows, 4, row->line);
        row->minutes = rows_int(&rows, 5);
        ROWS_COPY(&rows, 6, row->subline);
    }
    rows_close(&rows);
    if (found == 1)
        TEXT_PUT(page->next, page->rows.at[limit - 1].service);
    return found < 0 ? -1 : 0;
}
