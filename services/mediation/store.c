/* All SQL of mediation. Keeps: a number is given once (case_counter and UNIQUE), an open case has a deadline (I19). */
#include "store.h"

enum {
    DISPUTE_FIND,
    DISPUTE_INSERT,
    DISPUTE_SAVE,
    TERM_INSERT,
    TERM_LIST,
    DISPUTE_COUNT_UP,
    DISPUTE_LIST,
    DISPUTE_LIST_BOOKING,
    DISPUTE_LIST_OVERDUE,
    BOOKING_FIND,
    BOOKING_SAVE,
    EMPLOYMENT_FIND,
    EMPLOYMENT_SAVE,
    EMPLOYMENT_END,
    STATION_FIND,
    STATION_SAVE,
    UPHELD_FIND,
    UPHELD_ADD,
    STATEMENTS
};

#define DISPUTE_COLUMNS                                                                                                \
    "id, number, station, state, category, claimed, relation, route, channel, anonymous, booking, filer, respondent, " \
    "entered_by, happened, filed, accepted, ended, accept_by, accept_provisional, due, due_provisional, close_by, "    \
    "calendar_version, reason, next, terms, revision, checked, origin"

static const char *const sql[STATEMENTS] = {
    [DISPUTE_FIND] = "SELECT " DISPUTE_COLUMNS " FROM dispute WHERE id = ?1",
    [DISPUTE_INSERT] = "INSERT INTO dispute (" DISPUTE_COLUMNS ", deadline) VALUES (?1, ?2, ?3, ?4, "
                       "?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, "
                       "?25, ?26, ?27, ?28, ?29, ?30, ?31)",
    [DISPUTE_SAVE] = "UPDATE dispute SET state = ?2, category = ?3, relation = ?4, route = ?5, accepted = ?6, "
                     "ended = ?7, accept_by = ?8, accept_provisional = ?9, due = ?10, due_provisional = ?11, "
                     "close_by = ?12, deadline = ?13, calendar_version = ?14, reason = ?15, next = ?16, terms = ?17, "
                     "revision = ?18, checked = ?19 WHERE id = ?1",
    [TERM_INSERT] = "INSERT INTO case_term VALUES (?1, ?2, ?3, ?4, ?5)",
    [TERM_LIST] = "SELECT who, due, amount FROM case_term WHERE dispute = ?1 ORDER BY term",
    [DISPUTE_COUNT_UP] = "INSERT INTO case_counter (station, year, last) VALUES (?1, ?2, 1) "
                         "ON CONFLICT (station, year) DO UPDATE SET last = last + 1 RETURNING last",
    [DISPUTE_LIST] = "SELECT " DISPUTE_COLUMNS " FROM dispute WHERE id > ?1 AND (?3 IS NULL OR station = ?3) "
                     "AND (?4 IS NULL OR state = ?4) AND in_reach(station, '') ORDER BY id LIMIT ?2",
    [DISPUTE_LIST_BOOKING] = "SELECT " DISPUTE_COLUMNS " FROM dispute WHERE id > ?1 AND booking = ?3 "
                             "AND in_reach(station, '') ORDER BY id LIMIT ?2",
    [DISPUTE_LIST_OVERDUE] = "SELECT " DISPUTE_COLUMNS " FROM dispute WHERE id > ?1 AND deadline <= ?4 "
                             "AND (?3 IS NULL OR station = ?3) AND in_reach(station, '') ORDER BY id LIMIT ?2",
    [BOOKING_FIND] = "SELECT station FROM booking_copy WHERE booking = ?1",
    [BOOKING_SAVE] = "INSERT INTO booking_copy (booking, station, state) VALUES (?1, ?2, ?3) "
                     "ON CONFLICT (booking) DO UPDATE SET station = excluded.station, state = excluded.state",
    [EMPLOYMENT_FIND] = "SELECT employment FROM employment WHERE worker = ?1 "
                        "ORDER BY employer <> ?2, iif(employer = ?2, home - 2 * lasts, 0), employment <> 'employee', "
                        "employer, home LIMIT 1",
    [EMPLOYMENT_SAVE] =
        "INSERT INTO employment (worker, employer, home, employment, lasts) VALUES (?1, ?2, ?3, ?4, 1) "
        "ON CONFLICT (worker, employer, home) DO UPDATE SET employment = excluded.employment, lasts = 1",
    [EMPLOYMENT_END] = "UPDATE employment SET lasts = 0 WHERE worker = ?1 AND home = ?2 AND lasts "
                       "AND (?3 IS NULL OR employer = ?3)",
    [STATION_FIND] = "SELECT 1 FROM station_copy WHERE station = ?1",
    [STATION_SAVE] = "INSERT INTO station_copy (station) VALUES (?1) ON CONFLICT (station) DO NOTHING",
    [UPHELD_FIND] = "SELECT 1 FROM upheld WHERE case_id = ?1",
    [UPHELD_ADD] = "INSERT INTO upheld (case_id, serious, at, by) VALUES (?1, ?2, ?3, ?4)",
};

const struct statements mediation_sql = {.name = "mediation", .sql = sql, .count = STATEMENTS};

/* A time that may be missing: 0 is stored as NULL. */
static struct value opt_time(int64_t at)
{
    return at ? val_int(at) : (struct value){.kind = VALUE_NULL};
}

static void dispute_read(const struct rows *r, struct dispute *d)
{
    *d = (struct dispute){.state = dispute_state_of(rows_text(r, 3))};
    ROWS_COPY(r, 0, d->id);
    ROWS_COPY(r, 1, d->number);
    ROWS_COPY(r, 2, d->station);
    ROWS_COPY(r, 4, d->category);
    ROWS_COPY(r, 5, d->claimed);
    ROWS_COPY(r, 6, d->relation);
    ROWS_COPY(r, 7, d->route);
    ROWS_COPY(r, 8, d->channel);
    d->anonymous = rows_int(r, 9) != 0;
    ROWS_COPY(r, 10, d->booking);
    ROWS_COPY(r, 11, d->filer);
    ROWS_COPY(r, 12, d->respondent);
    ROWS_COPY(r, 13, d->entered_by);
    d->happened = rows_int(r, 14);
    d->filed = rows_int(r, 15);
    d->accepted = rows_int(r, 16);
    d->ended = rows_int(r, 17);
    d->accept_by = (struct clock){.at = rows_int(r, 18), .provisional = rows_int(r, 19) != 0};
    d->due = (struct clock){.at = rows_int(r, 20), .provisional = rows_int(r, 21) != 0};
    d->close_by = rows_int(r, 22);
    ROWS_COPY(r, 23, d->calendar_version);
    ROWS_COPY(r, 24, d->reason);
    ROWS_COPY(r, 25, d->next);
    d->terms = rows_int(r, 26);
    d->revision = rows_int(r, 27);
    d->checked = rows_int(r, 28) != 0;
    ROWS_COPY(r, 29, d->origin);
}

int dispute_next(struct rows *rows, struct dispute *dispute)
{
    int found = rows_next(rows);
    if (found == 1)
        dispute_read(rows, dispute);
    return found;
}

int dispute_find(struct store *store, const char *id, struct dispute *dispute)
{
    struct rows r;
    rows_open(&r, store, &mediation_sql, DISPUTE_FIND, ARGS(val_text(id)));
    int found = dispute_next(&r, dispute);
    rows_close(&r);
    return found;
}

int dispute_insert(struct store *store, const struct dispute *d)
{
    int rows = store_do(store, &mediation_sql, DISPUTE_INSERT,
                        ARGS(val_text(d->id), val_text(d->number), val_text(d->station),
                             val_text(dispute_state_name(d->state)), val_text(d->category), val_text(d->claimed),
                             val_text(d->relation), val_opt(d->route), val_text(d->channel), val_int(d->anonymous),
                             val_opt(d->booking), val_opt(d->filer), val_opt(d->respondent), val_opt(d->entered_by),
                             opt_time(d->happened), val_int(d->filed), opt_time(d->accepted), opt_time(d->ended),
                             val_int(d->accept_by.at), val_int(d->accept_by.provisional), opt_time(d->due.at),
                             val_int(d->due.provisional), opt_time(d->close_by), val_text(d->calendar_version),
                             val_opt(d->reason), val_opt(d->next), val_int(d->terms), val_int(d->revision),
                             val_int(d->checked), val_opt(d->origin), opt_time(dispute_deadline(d))));
    return rows == 1 ? 0 : -1;
}

int dispute_save(struct store *store, struct dispute *d)
{
    d->revision++;
    int rows = store_do(store, &mediation_sql, DISPUTE_SAVE,
                        ARGS(val_text(d->id), val_text(dispute_state_name(d->state)), val_text(d->category),
                             val_text(d->relation), val_opt(d->route), opt_time(d->accepted), opt_time(d->ended),
                             val_int(d->accept_by.at), val_int(d->accept_by.provisional), opt_time(d->due.at),
                             val_int(d->due.provisional), opt_time(d->close_by), opt_time(dispute_deadline(d)),
                             val_text(d->calendar_version), val_opt(d->reason), val_opt(d->next), val_int(d->terms),
                             val_int(d->revision), val_int(d->checked)));
    return rows == 1 ? 0 : -1;
}

int term_insert(struct store *store, const char *id, int number, const struct agreed_term *term)
{
    int rows =
        store_do(store, &mediation_sql, TERM_INSERT,
                 ARGS(val_text(id), val_int(number), val_text(term->who), val_int(term->due), val_int(term->amount)));
    return rows == 1 ? 0 : -1;
}

int term_list(struct store *store, const char *id, struct agreed_term terms[AGREEMENT_TERMS], uint32_t *count)
{
    struct rows r;
    int found;
    rows_open(&r, store, &mediation_sql, TERM_LIST, ARGS(val_text(id)));
    while ((found = rows_next(&r)) == 1 && *count < AGREEMENT_TERMS) {
        struct agreed_term *term = &terms[(*count)++];
        ROWS_COPY(&r, 0, term->who);
        term->due = rows_int(&r, 1);
        term->amount = rows_int(&r, 2);
    }
    rows_close(&r);
    return found < 0 ? -1 : 0;
}

int dispute_count_up(struct store *store, const char *station, int year, int64_t *count)
{
    return store_int(store, &mediation_sql, DISPUTE_COUNT_UP, ARGS(val_text(station), val_int(year)), count) == 1 ? 0
                                                                                                                  : -1;
}

void dispute_list(struct rows *rows, struct store *store, const char *after, int64_t most, const char *station,
                  const char *state)
{
    rows_open(rows, store, &mediation_sql, DISPUTE_LIST,
              ARGS(val_text(after), val_int(most), val_opt(station), val_opt(state)));
}

void dispute_list_booking(struct rows *rows, struct store *store, const char *after, int64_t most, const char *booking)
{
    rows_open(rows, store, &mediation_sql, DISPUTE_LIST_BOOKING,
              ARGS(val_text(after), val_int(most), val_text(booking)));
}

void dispute_list_overdue(struct rows *rows, struct store *store, const char *after, int64_t most, const char *station,
                          int64_t now)
{
    rows_open(rows, store, &mediation_sql, DISPUTE_LIST_OVERDUE,
              ARGS(val_text(after), val_int(most), val_opt(station), val_int(now)));
}

int booking_copy_find(struct store *store, const char *booking, char station[33])
{
    struct rows r;
    rows_open(&r, store, &mediation_sql, BOOKING_FIND, ARGS(val_text(booking)));
    int found = rows_next(&r);
    if (found == 1)
        rows_copy(&r, 0, station, 33);
    rows_close(&r);
    return found;
}

int booking_copy_save(struct store *store, const char *booking, const char *station, const char *state)
{
    int rows =
        store_do(store, &mediation_sql, BOOKING_SAVE, ARGS(val_text(booking), val_text(station), val_text(state)));
    return rows == 1 ? 0 : -1;
}

int station_copy_find(struct store *store, const char *station)
{
    int64_t one;
    return store_int(store, &mediation_sql, STATION_FIND, ARGS(val_text(station)), &one);
}

int station_copy_save(struct store *store, const char *station)
{
    return store_do(store, &mediation_sql, STATION_SAVE, ARGS(val_text(station))) < 0 ? -1 : 0;
}

int upheld_find(struct store *store, const char *id)
{
    int64_t one;
    return store_int(store, &mediation_sql, UPHELD_FIND, ARGS(val_text(id)), &one);
}

int upheld_add(struct store *store, const char *id, bool serious, int64_t at, const char *by)
{
    int rows =
        store_do(store, &mediation_sql, UPHELD_ADD, ARGS(val_text(id), val_int(serious), val_int(at), val_text(by)));
    return rows == 1 ? 0 : -1;
}

int employment_find(struct store *store, const char *worker, const char *employer, char employment[33])
{
    struct rows r;
    rows_open(&r, store, &mediation_sql, EMPLOYMENT_FIND, ARGS(val_text(worker), val_text(employer)));
    int found = rows_next(&r);
    if (found == 1)
        rows_copy(&r, 0, employment, 33);
    rows_close(&r);
    return found;
}

int employment_save(struct store *store, const char *worker, const char *employer, bool home, const char *employment)
{
    int rows = store_do(store, &mediation_sql, EMPLOYMENT_SAVE,
                        ARGS(val_text(worker), val_text(employer), val_int(home), val_text(employment)));
    return rows == 1 ? 0 : -1;
}

int employment_end(struct store *store, const char *worker, bool home, const char *employer)
{
    return store_do(store, &mediation_sql, EMPLOYMENT_END, ARGS(val_text(worker), val_int(home), val_opt(employer))) < 0
               ? -1
               : 0;
}
