/* The SQL of suspected duplicates. Invariant: one row a booking, source and channel, so that a sender who tries again
 * and again is told of once. */
#include "duplicate_store.h"

#include "base/text.h"
#include "store/page.h"
#include "tables.h"

enum { DUPLICATE_ORIGINAL, DUPLICATE_ADD, DUPLICATE_PAGE, DUPLICATE_STATEMENTS };

static const char *const sql[DUPLICATE_STATEMENTS] = {
    [DUPLICATE_ORIGINAL] =
        ("SELECT booking, station FROM booking WHERE household = ?1 AND service = ?2 AND start < ?4"
         " AND \"end\" > ?3 AND (source <> ?5 OR channel <> ?6) AND state IN ('REQUESTED', 'CONFIRMED', 'IN_SERVICE')"
         " ORDER BY start, booking LIMIT 1"),
    [DUPLICATE_ADD] =
        "INSERT OR IGNORE INTO duplicate (request, booking, source, channel, at) VALUES (?1, ?2, ?3, ?4, ?5)",
    [DUPLICATE_PAGE] = ("SELECT d.request, d.at, d.source, d.channel, b.booking, b.station, b.service, b.household,"
                        " b.start, b.source, b.channel FROM duplicate d JOIN booking b ON b.booking = d.booking"
                        " WHERE d.request > ?1 AND (?2 IS NULL OR b.station = ?2) AND d.at >= ?3"
                        " AND in_reach(b.station, b.community) ORDER BY d.request LIMIT ?4"),
};

const struct statements duplicate_sql = {"duplicate", sql, DUPLICATE_STATEMENTS};

int duplicate_original(struct store *store, const struct duplicate *d, struct booking *found)
{
    struct rows rows;
    rows_open(&rows, store, &duplicate_sql, DUPLICATE_ORIGINAL,
              ARGS(val_text(d->household), val_text(d->service), val_int(d->start), val_int(d->end),
                   val_text(d->source), val_text(d->channel)));
    int result = rows_next(&rows);
    if (result == 1) {
        ROWS_COPY(&rows, 0, found->booking);
        ROWS_COPY(&rows, 1, found->station);
    }
    rows_close(&rows);
    return result;
}

int duplicate_add(struct store *store, const struct duplicate *d, const char *booking)
{
    return store_do(
        store, &duplicate_sql, DUPLICATE_ADD,
        ARGS(val_text(d->request), val_text(booking), val_text(d->source), val_text(d->channel), val_int(d->at)));
}

static void page_read(const struct rows *rows, struct duplicate_row *row)
{
    ROWS_COPY(rows, 0, row->request);
    row->at = rows_int(rows, 1);
    ROWS_COPY(rows, 2, row->source);
    ROWS_COPY(rows, 3, row->channel);
    ROWS_COPY(rows, 4, row->booking);
    ROWS_COPY(rows, 5, row->station);
    ROWS_COPY(rows, 6, row->service);
    ROWS_COPY(rows, 7, row->household);
    row->start = rows_int(rows, 8);
    ROWS_COPY(rows, 9, row->booked_source);
    ROWS_COPY(rows, 10, row->booked_channel);
}

int duplicate_page(struct store *store, const struct booking_duplicates *asked, struct booking_duplicates_answer *page)
{
    struct rows rows;
    int found;
    int64_t limit = page_rows(asked->limit);
    rows_open(&rows, store, &duplicate_sql, DUPLICATE_PAGE,
              ARGS(val_text(asked->after), val_opt(asked->station), val_int(asked->since), val_int(limit + 1)));
    while ((found = rows_next(&rows)) == 1 && page->rows.count < limit) {
        struct duplicate_row *row = &page->rows.at[page->rows.count++];
        page_read(&rows, row);
    }
    rows_close(&rows);
    if (found == 1)
        TEXT_PUT(page->next, page->rows.at[limit - 1].request);
    return found < 0 ? -1 : 0;
}
