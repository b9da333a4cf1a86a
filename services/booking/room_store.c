/* The SQL of rooms, opening hours and holds of rooms. */
#include "room_store.h"

#include "base/text.h"
#include "store/page.h"
#include "tables.h"

enum {
    OPENING_CLEAR,
    OPENING_ADD,
    OPENING_FIND,
    ROOM_VERSION,
    ROOM_FIND,
    ROOM_SAVE,
    ROOM_PAGE,
    HOLD_FIND,
    HOLD_SAVE,
    HOLD_IN_WAY,
    HOLD_MOST_SEATS,
    HOLD_PAGE,
    ROOM_STATEMENTS
};

static const char *const sql[ROOM_STATEMENTS] = {
    [OPENING_CLEAR] = "DELETE FROM opening WHERE station = ?1 AND room = ?2",
    [OPENING_ADD] = "INSERT OR REPLACE INTO opening VALUES (?1, ?2, ?3, ?4, ?5)",
    [OPENING_FIND] = ("SELECT weekday, open_min, close_min FROM opening WHERE station = ?1 AND room = ?2"
                      " ORDER BY weekday, open_min LIMIT 14"),
    [ROOM_VERSION] = "SELECT version FROM room WHERE station = ?1 AND room = ?2",
    [ROOM_FIND] = "SELECT room, active, name, name_en, purpose, capacity FROM room WHERE station = ?1 AND room = ?2",
    [ROOM_SAVE] = ("INSERT INTO room VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (station, room)"
                   " DO UPDATE SET version = ?3, active = ?4, name = ?5, name_en = ?6, purpose = ?7, capacity = ?8"),
    [ROOM_PAGE] = ("SELECT room, active, name, name_en, purpose, capacity FROM room WHERE station = ?1 AND room > ?2"
                   " ORDER BY room LIMIT ?3"),
    [HOLD_FIND] = ("SELECT state, station, room, seats, start, \"end\", object, source, capacity, by FROM room_hold"
                   " WHERE hold = ?1"),
    [HOLD_SAVE] =
        ("INSERT INTO room_hold (hold, state, station, room, seats, capacity, start, \"end\", object, source, by)"
         " VALUES (?1, ?2, ?3, ?4, ?5, ?10, ?6, ?7, ?8, ?9, ?11) ON CONFLICT (hold) DO UPDATE SET state = ?2"),
    [HOLD_IN_WAY] = ("SELECT hold FROM room_hold WHERE station = ?1 AND room = ?2 AND state = 'HELD'"
                     " AND start < ?4 AND \"end\" > ?3 ORDER BY start, hold LIMIT 1"),
    [HOLD_MOST_SEATS] = ("SELECT coalesce(max(seats), 0) FROM room_hold WHERE station = ?1 AND room = ?2"
                         " AND state = 'HELD' AND \"end\" > ?3"),
    /* What a counselling room is held for is nobody else's business (BK20). */
    [HOLD_PAGE] = ("SELECT h.hold, h.station, h.room, h.start, h.\"end\", lower(h.state), h.seats,"
                   " iif(r.purpose = 'counselling', NULL, h.object), h.source, h.by FROM room_hold h"
                   " LEFT JOIN room r ON r.station = h.station AND r.room = h.room"
                   " WHERE h.state = ?1 AND h.\"end\" > ?2 AND (?3 = 0 OR h.start < ?3)"
                   " AND (?4 IS NULL OR h.station = ?4) AND (?5 IS NULL OR h.room = ?5)"
                   " AND (?6 IS NULL OR (h.start, h.hold) > (SELECT start, hold FROM room_hold WHERE hold = ?6))"
                   " AND in_reach(h.station, '') ORDER BY h.start, h.hold LIMIT ?7"),
};

const struct statements room_sql = {"room", sql, ROOM_STATEMENTS};

/* ---- opening hours ---- */

int opening_find(struct store *store, const char *station, const char *room, struct opening *opening)
{
    struct rows rows;
    int found;
    opening->count = 0;
    rows_open(&rows, store, &room_sql, OPENING_FIND, ARGS(val_text(station), val_text(room)));
    while ((found = rows_next(&rows)) == 1) {
        struct open_span *span = &opening->at[opening->count++];
        span->weekday = rows_int(&rows, 0);
        span->open_min = rows_int(&rows, 1);
        span->close_min = rows_int(&rows, 2);
    }
    rows_close(&rows);
    return found;
}

int opening_save(struct store *store, const char *station, const char *room, const struct open_span *at, uint32_t count)
{
    if (store_do(store, &room_sql, OPENING_CLEAR, ARGS(val_text(station), val_text(room))) < 0)
        return -1;
    for (uint32_t i = 0; i < count; i++)
        if (store_do(store, &room_sql, OPENING_ADD,
                     ARGS(val_text(station), val_text(room), val_int(at[i].weekday), val_int(at[i].open_min),
                          val_int(at[i].close_min))) < 0)
            return -1;
    return 0;
}

/* ---- rooms ---- */

static void room_read(const struct rows *rows, struct room_row *row)
{
    ROWS_COPY(rows, 0, row->room);
    row->active = rows_int(rows, 1) != 0;
    ROWS_COPY(rows, 2, row->name);
    ROWS_COPY(rows, 3, row->name_en);
    ROWS_COPY(rows, 4, row->purpose);
    row->capacity = rows_int(rows, 5);
}

int room_version(struct store *store, const char *station, const char *room, int64_t *version)
{
    return store_int(store, &room_sql, ROOM_VERSION, ARGS(val_text(station), val_text(room)), version);
}

int room_find(struct store *store, const char *station, const char *room, struct room_row *found)
{
    struct rows rows;
    rows_open(&rows, store, &room_sql, ROOM_FIND, ARGS(val_text(station), val_text(room)));
    int result = rows_next(&rows);
    if (result == 1)
        room_read(&rows, found);
    rows_close(&rows);
    return result;
}

int room_save(struct store *store, const struct room_put *put, int64_t version)
{
    int changed =
        store_do(store, &room_sql, ROOM_SAVE,
                 ARGS(val_text(put->station), val_text(put->room), val_int(version), val_int(put->active),
                      val_text(put->name), val_opt(put->name_en), val_text(put->purpose), val_int(put->capacity)));
    return changed < 0 ? -1 : opening_save(store, put->station, put->room, put->hours.at, put->hours.count);
}

int room_page(struct store *store, const struct room_list *asked, struct room_list_answer *page)
{
    struct rows rows;
    int found;
    int64_t limit = page_rows(asked->limit);
    rows_open(&rows, store, &room_sql, ROOM_PAGE,
              ARGS(val_text(asked->station), val_text(asked->after), val_int(limit + 1)));
    while ((found = rows_next(&rows)) == 1 && page->rows.count < limit) {
        struct room_row *row = &page->rows.at[page->rows.count++];
        room_read(&rows, row);
    }
    rows_close(&rows);
    if (found == 1)
        TEXT_PUT(page->next, page->rows.at[limit - 1].room);
    return found < 0 ? -1 : 0;
}

/* ---- holds ---- */

int room_hold_find(struct store *store, const char *hold, struct room_held_row *found)
{
    struct rows rows;
    rows_open(&rows, store, &room_sql, HOLD_FIND, ARGS(val_text(hold)));
    int result = rows_next(&rows);
    if (result == 1) {
        TEXT_PUT(found->hold, hold);
        found->state = (enum room_state)room_state_of(rows_text(&rows, 0));
        ROWS_COPY(&rows, 1, found->station);
        ROWS_COPY(&rows, 2, found->room);
        found->seats = rows_int(&rows, 3);
        found->when = (struct interval){rows_int(&rows, 4), rows_int(&rows, 5)};
        ROWS_COPY(&rows, 6, found->object);
        ROWS_COPY(&rows, 7, found->source);
        found->capacity = rows_int(&rows, 8);
        ROWS_COPY(&rows, 9, found->by);
    }
    rows_close(&rows);
    return result;
}

int room_hold_save(struct store *store, const struct room_held_row *hold)
{
    int changed =
        store_do(store, &room_sql, HOLD_SAVE,
                 ARGS(val_text(hold->hold), val_text(room_state_name((int)hold->state)), val_text(hold->station),
                      val_text(hold->room), val_int(hold->seats), val_int(hold->when.start), val_int(hold->when.end),
                      val_text(hold->object), val_text(hold->source), val_int(hold->capacity), val_text(hold->by)));
    return changed < 0 ? -1 : 0;
}

int room_taken(struct store *store, const char *station, const char *room, struct interval when, char hold[ID_SIZE])
{
    struct rows rows;
    hold[0] = '\0';
    rows_open(&rows, store, &room_sql, HOLD_IN_WAY,
              ARGS(val_text(station), val_text(room), val_int(when.start), val_int(when.end)));
    int result = rows_next(&rows);
    if (result == 1)
        rows_copy(&rows, 0, hold, ID_SIZE);
    rows_close(&rows);
    return result;
}

int room_most_seats(struct store *store, const char *station, const char *room, int64_t now, int64_t *seats)
{
    int found =
        store_int(store, &room_sql, HOLD_MOST_SEATS, ARGS(val_text(station), val_text(room), val_int(now)), seats);
    return found < 0 ? -1 : 0;
}

static void room_hold_read(const struct rows *rows, struct room_hold_row *row)
{
    ROWS_COPY(rows, 0, row->hold);
    ROWS_COPY(rows, 1, row->station);
    ROWS_COPY(rows, 2, row->room);
    row->start = rows_int(rows, 3);
    row->end = rows_int(rows, 4);
    ROWS_COPY(rows, 5, row->state);
    row->seats = rows_int(rows, 6);
    ROWS_COPY(rows, 7, row->object);
    ROWS_COPY(rows, 8, row->source);
    ROWS_COPY(rows, 9, row->by);
}

int room_hold_page(struct store *store, const struct room_hold_list *asked, enum room_state state,
                   struct room_hold_list_answer *page)
{
    struct rows rows;
    int found;
    const int64_t limit = page_rows(asked->limit);
    rows_open(&rows, store, &room_sql, HOLD_PAGE,
              ARGS(val_text(room_state_name((int)state)), val_int(asked->from), val_int(asked->to),
                   val_opt(asked->station), val_opt(asked->room), val_opt(asked->after), val_int(limit + 1)));
    while ((found = rows_next(&rows)) == 1 && page->rows.count < limit)
        room_hold_read(&rows, &page->rows.at[page->rows.count++]);
    rows_close(&rows);
    if (found == 1)
        TEXT_PUT(page->next, page->rows.at[limit - 1].hold);
    return found < 0 ? -1 : 0;
}
