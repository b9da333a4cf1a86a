/* The SQL of bookings. A booking's facts are written once; state and what follows from it change with its revision. */
#include "booking_store.h"

#include <string.h>

#include "base/text.h"
#include "store/page.h"
#include "lists.h"
#include "tables.h"

enum {
    BOOKING_FIND,
    BOOKING_FIND_REF,
    BOOKING_ADD,
    BOOKING_UPDATE,
    BOOKING_FOLLOWED,
    BOOKING_REPLACED,
    BOOKING_BUSY,
    STEP_ADD,
    STEP_LIST,
    HOLD_ADD,
    HOLD_REMOVE,
    HOLD_COUNT,
    REJECTION_ADD,
    REJECTION_FIND,
    REJECTION_FIND_REF,
    PAGE_BY_HOUSEHOLD,
    PAGE_BY_ORIGIN,
    PAGE_BY_STATION,
    PAGE_BY_STATE,
    PAGE_OF_ALL,
    BOOKING_STATEMENTS
};

#define BOOKING_COLUMNS                                                                                                \
    "booking, revision, state, source, source_ref, outside, body, channel, entered_by, entered_role, for_whom, "       \
    "consent, station, service, household, community, cell_lat, cell_lon, start, \"end\", wish_sex, wish_languages, "  \
    "wish_worker, created, expires, visit, worker, cancel_class, cancel_by, reason, outcome, closes, "                 \
    "wish_cuisines, home_pets, wish_nonsmoker, confirms, replaces, replaced_by, child, cut_by, "                       \
    "follow_up, followed_up, cancelled_by"
#define REJECTION_COLUMNS "SELECT booking, source, source_ref, at, reason, field FROM rejection"

/* One list with all its filters; the first term of WHERE decides which index serves it. */
#define PAGE(first)                                                                                                    \
    "SELECT booking, state, station, service, household, start, \"end\", iif(outside, source, NULL), source_ref, "     \
    "worker, cancel_class, outcome FROM booking WHERE " first " AND booking > ?1 AND (?2 IS NULL OR state = ?2)"       \
    " AND (?3 IS NULL OR station = ?3) AND (?4 IS NULL OR household = ?4) AND (?5 IS NULL OR (outside AND source = "   \
    "?5)) AND in_reach(station, community)"                                                                            \
    " ORDER BY booking LIMIT ?6"

static const char *const sql[BOOKING_STATEMENTS] = {
    [BOOKING_FIND] = "SELECT " BOOKING_COLUMNS " FROM booking WHERE booking = ?1",
    [BOOKING_FIND_REF] = "SELECT " BOOKING_COLUMNS " FROM booking WHERE source = ?1 AND source_ref = ?2",
    [BOOKING_ADD] = ("INSERT INTO booking (" BOOKING_COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11,"
                     " ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, NULL, NULL, NULL, NULL,"
                     " NULL, NULL, 0, ?26, ?27, ?28, ?29, ?30, NULL, ?31, NULL, NULL, NULL, NULL)"),
    [BOOKING_UPDATE] = ("UPDATE booking SET revision = ?2, state = ?3, expires = ?4, visit = ?5, worker = ?6,"
                        " cancel_class = ?7, cancel_by = ?8, reason = ?9, outcome = ?10, closes = ?11, cut_by = ?12,"
                        " cancelled_by = ?13 WHERE booking = ?1"),
    [BOOKING_FOLLOWED] = "UPDATE booking SET follow_up = ?2, followed_up = ?3 WHERE booking = ?1",
    /* Apart: for a deferred key SQLite keeps a journal of the statement, thrice the price of the update. */
    [BOOKING_REPLACED] = "UPDATE booking SET replaced_by = ?2 WHERE booking = ?1",
    [BOOKING_BUSY] = ("SELECT 1 FROM booking WHERE household = ?1 AND start < ?3 AND \"end\" > ?2"
                      " AND state IN ('REQUESTED', 'CONFIRMED', 'IN_SERVICE') LIMIT 1"),
    [STEP_ADD] = ("INSERT INTO booking_step VALUES (?1, (SELECT coalesce(max(step), 0) + 1 FROM booking_step"
                  " WHERE booking = ?1), ?2, ?3)"),
    [STEP_LIST] = "SELECT state, at FROM booking_step WHERE booking = ?1 ORDER BY step LIMIT 64",
    [HOLD_ADD] = "INSERT OR IGNORE INTO booking_hold VALUES (?1, ?2)",
    [HOLD_REMOVE] = "DELETE FROM booking_hold WHERE booking = ?1 AND case_id = ?2",
    [HOLD_COUNT] = "SELECT count(*) FROM booking_hold WHERE booking = ?1",
    [REJECTION_ADD] = "INSERT INTO rejection VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    [REJECTION_FIND] = REJECTION_COLUMNS " WHERE booking = ?1",
    [REJECTION_FIND_REF] =
        REJECTION_COLUMNS " WHERE source = ?1 AND source_ref = ?2 ORDER BY at DESC, booking DESC LIMIT 1",
    [PAGE_BY_HOUSEHOLD] = PAGE("household = ?4"),
    [PAGE_BY_ORIGIN] = PAGE("source = ?5"),
    [PAGE_BY_STATION] = PAGE("station = ?3"),
    [PAGE_BY_STATE] = PAGE("state = ?2"),
    [PAGE_OF_ALL] = PAGE("true"),
};

const struct statements booking_sql = {"booking", sql, BOOKING_STATEMENTS};

/* ---- one booking ---- */

static void booking_read_origin(const struct rows *rows, struct booking *b)
{
    size_t size;
    ROWS_COPY(rows, 3, b->source);
    ROWS_COPY(rows, 4, b->source_ref);
    b->outside = rows_int(rows, 5) != 0;
    const void *body = rows_blob(rows, 6, &size);
    memcpy(b->body, body, sizeof b->body); /* a CHECK holds it to 32 bytes */
    ROWS_COPY(rows, 7, b->channel);
    ROWS_COPY(rows, 8, b->entered_by);
    ROWS_COPY(rows, 9, b->entered_role);
    ROWS_COPY(rows, 10, b->for_whom);
    ROWS_COPY(rows, 11, b->consent);
}

static void booking_read_wish(const struct rows *rows, struct booking *b)
{
    ROWS_COPY(rows, 12, b->station);
    ROWS_COPY(rows, 13, b->service);
    ROWS_COPY(rows, 14, b->household);
    ROWS_COPY(rows, 15, b->community);
    b->home = (struct cell){(int32_t)rows_int(rows, 16), (int32_t)rows_int(rows, 17)};
    b->start = rows_int(rows, 18);
    b->end = rows_int(rows, 19);
    ROWS_COPY(rows, 20, b->wish_sex);
    b->wish_languages = codes_unpack(rows_text(rows, 21), b->wish_language, WISH_LANGUAGES);
    ROWS_COPY(rows, 22, b->wish_worker);
    b->created = rows_int(rows, 23);
}

static void booking_read(const struct rows *rows, struct booking *b)
{
    ROWS_COPY(rows, 0, b->booking);
    b->revision = rows_int(rows, 1);
    b->state = (enum booking_state)booking_state_of(rows_text(rows, 2));
    booking_read_origin(rows, b);
    booking_read_wish(rows, b);
    b->expires = rows_int(rows, 24);
    ROWS_COPY(rows, 25, b->visit);
    ROWS_COPY(rows, 26, b->worker);
    ROWS_COPY(rows, 27, b->cancel_class);
    ROWS_COPY(rows, 28, b->cancel_by);
    ROWS_COPY(rows, 29, b->reason);
    ROWS_COPY(rows, 30, b->outcome);
    b->closes = rows_int(rows, 31);
    b->wish_cuisines = codes_unpack(rows_text(rows, 32), b->wish_cuisine, WISH_CUISINES);
    b->home_pets = rows_int(rows, 33) != 0;
    b->wish_nonsmoker = rows_int(rows, 34) != 0;
    b->confirms = rows_int(rows, 35) != 0;
    ROWS_COPY(rows, 36, b->replaces);
    ROWS_COPY(rows, 37, b->replaced_by);
    b->child = rows_int(rows, 38) != 0;
    ROWS_COPY(rows, 39, b->cut_by);
    ROWS_COPY(rows, 40, b->follow_up);
    b->followed_up = rows_int(rows, 41);
    ROWS_COPY(rows, 42, b->cancelled_by);
}

static int booking_one(struct store *store, int statement, const struct value *args, int count, struct booking *found)
{
    struct rows rows;
    rows_open(&rows, store, &booking_sql, statement, args, count);
    int result = rows_next(&rows);
    if (result == 1)
        booking_read(&rows, found);
    rows_close(&rows);
    return result;
}

int booking_find(struct store *store, const char *booking, struct booking *found)
{
    return booking_one(store, BOOKING_FIND, ARGS(val_text(booking)), found);
}

int booking_find_ref(struct store *store, const char *source, const char *source_ref, struct booking *found)
{
    return booking_one(store, BOOKING_FIND_REF, ARGS(val_text(source), val_text(source_ref)), found);
}

int booking_add(struct store *store, const struct booking *b)
{
    char languages[LIST_TEXT], cuisines[LIST_TEXT];
    codes_pack(languages, b->wish_language, b->wish_languages);
    codes_pack(cuisines, b->wish_cuisine, b->wish_cuisines);
    int changed = store_do(
        store, &booking_sql, BOOKING_ADD,
        ARGS(val_text(b->booking), val_int(b->revision), val_text(booking_state_name((int)b->state)),
             val_text(b->source), val_opt(b->source_ref), val_int(b->outside), val_blob(b->body, sizeof b->body),
             val_text(b->channel), val_opt(b->entered_by), val_text(b->entered_role), val_text(b->for_whom),
             val_text(b->consent), val_text(b->station), val_text(b->service), val_text(b->household),
             val_text(b->community), val_int(b->home.lat), val_int(b->home.lon), val_int(b->start), val_int(b->end),
             val_opt(b->wish_sex), val_text(languages), val_opt(b->wish_worker), val_int(b->created),
             val_int(b->expires), val_text(cuisines), val_int(b->home_pets), val_int(b->wish_nonsmoker),
             val_int(b->confirms), val_opt(b->replaces), val_int(b->child)));
    return changed < 0 ? -1 : 0;
}

int booking_update(struct store *store, const struct booking *b)
{
    int changed = store_do(store, &booking_sql, BOOKING_UPDATE,
                           ARGS(val_text(b->booking), val_int(b->revision), val_text(booking_state_name((int)b->state)),
                                val_int(b->expires), val_opt(b->visit), val_opt(b->worker), val_opt(b->cancel_class),
                                val_opt(b->cancel_by), val_opt(b->reason), val_opt(b->outcome), val_int(b->closes),
                                val_opt(b->cut_by), val_opt(b->cancelled_by)));
    if (changed > 0 && b->follow_up[0])
        changed = store_do(store, &booking_sql, BOOKING_FOLLOWED,
                           ARGS(val_text(b->booking), val_text(b->follow_up), val_int(b->followed_up)));
    if (changed > 0 && b->replaced_by[0])
        changed = store_do(store, &booking_sql, BOOKING_REPLACED, ARGS(val_text(b->booking), val_text(b->replaced_by)));
    return changed < 0 ? -1 : 0;
}

int booking_household_busy(struct store *store, const char *household, int64_t start, int64_t end)
{
    int64_t one;
    return store_int(store, &booking_sql, BOOKING_BUSY, ARGS(val_text(household), val_int(start), val_int(end)), &one);
}

/* ---- steps and holds ---- */

int booking_add_step(struct store *store, const char *booking, int state, int64_t at)
{
    int changed = store_do(store, &booking_sql, STEP_ADD,
                           ARGS(val_text(booking), val_text(booking_state_name(state)), val_int(at)));
    return changed < 0 ? -1 : 0;
}

int booking_steps(struct store *store, const char *booking, struct booking_timeline_answer *answer)
{
    struct rows rows;
    int found;
    rows_open(&rows, store, &booking_sql, STEP_LIST, ARGS(val_text(booking)));
    while ((found = rows_next(&rows)) == 1) {
        struct timeline_step *step = &answer->steps.at[answer->steps.count++];
        int state = booking_state_of(rows_text(&rows, 0));
        step->at = rows_int(&rows, 1);
        TEXT_PUT(step->state, booking_state_name(state));
        TEXT_PUT(step->label, booking_label_zh(state));
        TEXT_PUT(step->label_zh, step->label);
        TEXT_PUT(step->label_en, booking_label_en(state));
    }
    rows_close(&rows);
    return found;
}

int hold_add(struct store *store, const char *booking, const char *case_id)
{
    return store_do(store, &booking_sql, HOLD_ADD, ARGS(val_text(booking), val_text(case_id)));
}

int hold_remove(struct store *store, const char *booking, const char *case_id)
{
    return store_do(store, &booking_sql, HOLD_REMOVE, ARGS(val_text(booking), val_text(case_id)));
}

int hold_count(struct store *store, const char *booking, int64_t *count)
{
    return store_int(store, &booking_sql, HOLD_COUNT, ARGS(val_text(booking)), count) < 0 ? -1 : 0;
}

/* ---- rejected requests ---- */

int rejection_add(struct store *store, const struct rejection *rejection)
{
    int changed =
        store_do(store, &booking_sql, REJECTION_ADD,
                 ARGS(val_text(rejection->booking), val_text(rejection->source), val_opt(rejection->source_ref),
                      val_int(rejection->at), val_text(rejection->reason), val_opt(rejection->field)));
    return changed < 0 ? -1 : 0;
}

static int rejection_one(struct store *store, int statement, const struct value *args, int count,
                         struct rejection *found)
{
    struct rows rows;
    rows_open(&rows, store, &booking_sql, statement, args, count);
    int result = rows_next(&rows);
    if (result == 1) {
        ROWS_COPY(&rows, 0, found->booking);
        ROWS_COPY(&rows, 1, found->source);
        ROWS_COPY(&rows, 2, found->source_ref);
        found->at = rows_int(&rows, 3);
        ROWS_COPY(&rows, 4, found->reason);
        ROWS_COPY(&rows, 5, found->field);
    }
    rows_close(&rows);
    return result;
}

int rejection_find(struct store *store, const char *booking, struct rejection *found)
{
    return rejection_one(store, REJECTION_FIND, ARGS(val_text(booking)), found);
}

int rejection_find_ref(struct store *store, const char *source, const char *source_ref, struct rejection *found)
{
    return rejection_one(store, REJECTION_FIND_REF, ARGS(val_text(source), val_text(source_ref)), found);
}

/* ---- lists ---- */

static int page_statement(const struct booking_list *asked)
{
    if (asked->household[0])
        return PAGE_BY_HOUSEHOLD;
    if (asked->origin[0])
        return PAGE_BY_ORIGIN;
    if (asked->station[0])
        return PAGE_BY_STATION;
    return asked->state[0] ? PAGE_BY_STATE : PAGE_OF_ALL;
}

static void page_read(const struct rows *rows, struct booking_row *row)
{
    ROWS_COPY(rows, 0, row->booking);
    ROWS_COPY(rows, 1, row->state);
    ROWS_COPY(rows, 2, row->station);
    ROWS_COPY(rows, 3, row->service);
    ROWS_COPY(rows, 4, row->household);
    row->start = rows_int(rows, 5);
    row->end = rows_int(rows, 6);
    ROWS_COPY(rows, 7, row->origin);
    ROWS_COPY(rows, 8, row->source_ref);
    ROWS_COPY(rows, 9, row->worker);
    ROWS_COPY(rows, 10, row->cancel_class);
    ROWS_COPY(rows, 11, row->outcome);
}

int booking_page(struct store *store, const struct booking_list *asked, struct booking_list_answer *page)
{
    struct rows rows;
    int found;
    int64_t limit = page_rows(asked->limit);
    rows_open(&rows, store, &booking_sql, page_statement(asked),
              ARGS(val_text(asked->after), val_opt(asked->state), val_opt(asked->station), val_opt(asked->household),
                   val_opt(asked->origin), val_int(limit + 1)));
    while ((found = rows_next(&rows)) == 1 && page->rows.count < limit) {
        struct booking_row *row = &page->rows.at[page->rows.count++];
        page_read(&rows, row);
    }
    rows_close(&rows);
    if (found == 1)
        TEXT_PUT(page->next, page->rows.at[limit - 1].booking);
    return found < 0 ? -1 : 0;
}
