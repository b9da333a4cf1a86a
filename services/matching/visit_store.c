/* SQL of visits. */
#include "visit_store.h"

#include "base/text.h"

#include "codes.h"

enum statement {
    ADD,
    SAVE,
    FIND,
    OF_BOOKING,
    NEXT_COMPANION,
    NEXT_OF_WORKER,
    NEXT_OF_SERVICE,
    NEXT_OF_STATION,
    NEXT_AT_RISK,
    NEXT_UNFILLED,
    NEXT_WAITING,
    LAST_WAITING,
    STARTED_OF_WORKER,
    LIST,
    LIST_OF_WORKER,
    LIST_OF_BOOKING,
    LIST_AT_RISK,
    COUNTS,
    EXCLUDE,
    EXCLUDED,
    STATEMENTS
};

#define COLUMNS                                                                                                        \
    "visit, booking, household, origin, station, service, community, start, end, lat, lon, wish_sex, wish_languages, " \
    "wish_worker, door_code, state, revision, decisions, worker, hold, how, score, offer_until, assigned_at, ack_by, " \
    "acked_at, risk, risk_at, replaces, replace_why, code_tries, started_at, ended_at, minutes, closes_at, method, "   \
    "wish_cuisines, home_pets, wish_nonsmoker, searched_at, waiting, verify_by, "                                      \
    "changes, started_told, ended_told, lead, company "
#define FILTER                                                                                                         \
    "(?1 = '' OR state = ?1) AND (?2 = '' OR worker = ?2) AND (?3 = '' OR booking = ?3) AND (?4 = '' OR station = "    \
    "?4) AND in_reach(station, community) "                                                                            \
    "AND start >= ?5 AND start < ?6 AND (start, visit) > (?7, ?8) ORDER BY start, visit LIMIT ?9"
#define NOT_STARTED "state IN ('OFFERED', 'ASSIGNED', 'ACKED', 'AT_RISK', 'EN_ROUTE')"

static const char *const sql[STATEMENTS] = {
    [ADD] = "INSERT INTO visit (visit, booking, household, origin, station, service, community, start, end, lat, lon, "
            "wish_sex, wish_languages, wish_worker, door_code, state, revision, wish_cuisines, home_pets, "
            "wish_nonsmoker, lead) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, "
            "?17, ?18, ?19, ?20, ?21)",
    [SAVE] =
        "UPDATE visit SET state = ?2, revision = ?3, decisions = ?4, worker = ?5, hold = ?6, how = ?7, score = ?8, "
        "offer_until = ?9, assigned_at = ?10, ack_by = ?11, acked_at = ?12, risk = ?13, risk_at = ?14, "
        "replaces = ?15, replace_why = ?16, code_tries = ?17, started_at = ?18, ended_at = ?19, minutes = ?20, "
        "closes_at = ?21, method = ?22, searched_at = ?23, waiting = ?24, verify_by = ?25, "
        "changes = ?26, started_told = ?27, ended_told = ?28, company = ?29 WHERE visit = ?1",
    [FIND] = "SELECT " COLUMNS "FROM visit WHERE visit = ?1",
    [OF_BOOKING] = "SELECT " COLUMNS "FROM visit WHERE booking = ?1 AND lead IS NULL ORDER BY visit DESC LIMIT 1",
    [NEXT_COMPANION] = "SELECT " COLUMNS "FROM visit WHERE lead = ?1 AND (start, visit) > (?2, ?3) "
                       "ORDER BY start, visit LIMIT 1",
    [NEXT_OF_WORKER] = "SELECT " COLUMNS "FROM visit WHERE worker = ?1 AND (start, visit) > (?2, ?3) AND " NOT_STARTED
                       " ORDER BY start, visit LIMIT 1",
    [NEXT_OF_SERVICE] = "SELECT " COLUMNS "FROM visit WHERE service = ?1 AND (start, visit) > (?2, ?3) AND " NOT_STARTED
                        " ORDER BY start, visit LIMIT 1",
    [NEXT_OF_STATION] = "SELECT " COLUMNS "FROM visit WHERE station = ?1 AND (start, visit) > (?2, ?3) AND " NOT_STARTED
                        " ORDER BY start, visit LIMIT 1",
    [NEXT_AT_RISK] = "SELECT " COLUMNS "FROM visit INDEXED BY visit_at_risk WHERE state = 'AT_RISK' "
                     "AND (start, visit) > (?1, ?2) ORDER BY start, visit LIMIT 1",
    [NEXT_UNFILLED] = "SELECT " COLUMNS "FROM visit INDEXED BY visit_unfilled WHERE state = 'UNFILLED' "
                      "AND (start, visit) > (?1, ?2) ORDER BY start, visit LIMIT 1",
    [NEXT_WAITING] = "SELECT " COLUMNS "FROM visit WHERE waiting > 0 AND waiting > ?1 ORDER BY waiting LIMIT 1",
    [LAST_WAITING] = "SELECT coalesce(max(waiting), 0) FROM visit WHERE waiting > 0",
    [STARTED_OF_WORKER] = "SELECT " COLUMNS "FROM visit INDEXED BY visit_started WHERE worker = ?1 "
                          "AND state = 'STARTED' ORDER BY start DESC, visit DESC LIMIT 1",
    [LIST] = "SELECT " COLUMNS "FROM visit INDEXED BY visit_start WHERE " FILTER,
    [LIST_OF_WORKER] = "SELECT " COLUMNS "FROM visit WHERE worker = ?2 AND " FILTER,
    [LIST_OF_BOOKING] = "SELECT " COLUMNS "FROM visit WHERE booking = ?3 AND " FILTER,
    [LIST_AT_RISK] = "SELECT " COLUMNS "FROM visit INDEXED BY visit_at_risk WHERE state = 'AT_RISK' AND " FILTER,
    [COUNTS] = "SELECT station, state, count(*) FROM visit "
               "WHERE start >= ?2 AND start < ?3 AND (?1 = '' OR station = ?1) AND in_reach(station, community) "
               "GROUP BY station, state ORDER BY station, state",
    [EXCLUDE] = "INSERT OR REPLACE INTO visit_excluded (visit, worker, why) VALUES (?1, ?2, ?3)",
    [EXCLUDED] = "SELECT worker FROM visit_excluded WHERE visit = ?1 ORDER BY worker LIMIT ?2",
};
const struct statements visit_sql = {"visits", sql, STATEMENTS};

int visit_add(struct store *store, const struct visit *visit)
{
    char sex[2] = {visit->wish_sex, '\0'}, languages[CODES_SIZE], cuisines[CODES_SIZE];
    codes_join(languages, visit->languages, visit->languages_count);
    codes_join(cuisines, visit->soft.cuisines, visit->soft.cuisines_count);
    return store_do(store, &visit_sql, ADD,
                    ARGS(val_text(visit->visit), val_text(visit->booking), val_text(visit->household),
                         val_text(visit->origin), val_text(visit->station), val_text(visit->service),
                         val_text(visit->community), val_int(visit->time.start), val_int(visit->time.end),
                         val_int(visit->place.lat), val_int(visit->place.lon), val_text(sex), val_text(languages),
                         val_text(visit->wish_worker), val_text(visit->door_code),
                         val_text(visit_state_name((int)visit->state)), val_int(visit->revision), val_text(cuisines),
                         val_int(visit->soft.pets), val_int(visit->soft.nonsmoker), val_opt(visit->lead))) < 0
               ? -1
               : 0;
}

int visit_save(struct store *store, const struct visit *visit)
{
    return store_do(store, &visit_sql, SAVE,
                    ARGS(val_text(visit->visit), val_text(visit_state_name((int)visit->state)),
                         val_int(visit->revision), val_int(visit->decisions), val_opt(visit->worker),
                         val_opt(visit->hold), val_opt(visit->how), val_int(visit->score), val_int(visit->offer_until),
                         val_int(visit->assigned_at), val_int(visit->ack_by), val_int(visit->acked_at),
                         val_opt(visit->risk), val_int(visit->risk_at), val_opt(visit->replaces),
                         val_opt(visit->replace_why), val_int(visit->code_tries), val_int(visit->started_at),
                         val_int(visit->ended_at), val_int(visit->minutes), val_int(visit->closes_at),
                         val_opt(visit->method), val_int(visit->searched_at), val_int(visit->waiting),
                         val_int(visit->verify_by), val_int(visit->changes), val_int(visit->started_told),
                         val_int(visit->ended_told), val_int(visit->company))) < 0
               ? -1
               : 0;
}

static void read_plan(const struct rows *rows, struct visit *visit)
{
    ROWS_COPY(rows, 0, visit->visit);
    ROWS_COPY(rows, 1, visit->booking);
    ROWS_COPY(rows, 2, visit->household);
    ROWS_COPY(rows, 3, visit->origin);
    ROWS_COPY(rows, 4, visit->station);
    ROWS_COPY(rows, 5, visit->service);
    ROWS_COPY(rows, 6, visit->community);
    visit->time = (struct interval){rows_int(rows, 7), rows_int(rows, 8)};
    visit->place = (struct cell){(int32_t)rows_int(rows, 9), (int32_t)rows_int(rows, 10)};
    visit->wish_sex = rows_text(rows, 11)[0];
    visit->languages_count = codes_split(rows_text(rows, 12), visit->languages, DEMAND_LANGUAGES);
    ROWS_COPY(rows, 13, visit->wish_worker);
    ROWS_COPY(rows, 14, visit->door_code);
}

static void read_progress(const struct rows *rows, struct visit *visit)
{
    visit->state = visit_state_of(rows_text(rows, 15));
    visit->revision = rows_int(rows, 16);
    visit->decisions = rows_int(rows, 17);
    ROWS_COPY(rows, 18, visit->worker);
    ROWS_COPY(rows, 19, visit->hold);
    ROWS_COPY(rows, 20, visit->how);
    visit->score = rows_int(rows, 21);
    visit->offer_until = rows_int(rows, 22);
    visit->assigned_at = rows_int(rows, 23);
    visit->ack_by = rows_int(rows, 24);
    visit->acked_at = rows_int(rows, 25);
    ROWS_COPY(rows, 26, visit->risk);
    visit->risk_at = rows_int(rows, 27);
    ROWS_COPY(rows, 28, visit->replaces);
    ROWS_COPY(rows, 29, visit->replace_why);
    visit->code_tries = rows_int(rows, 30);
    visit->started_at = rows_int(rows, 31);
    visit->ended_at = rows_int(rows, 32);
    visit->minutes = rows_int(rows, 33);
    visit->closes_at = rows_int(rows, 34);
    ROWS_COPY(rows, 35, visit->method);
    visit->searched_at = rows_int(rows, 39);
    visit->waiting = rows_int(rows, 40);
    visit->verify_by = rows_int(rows, 41);
    visit->changes = rows_int(rows, 42);
    visit->started_told = rows_int(rows, 43);
    visit->ended_told = rows_int(rows, 44);
    ROWS_COPY(rows, 45, visit->lead);
    visit->company = rows_int(rows, 46) != 0;
}

static void read_soft(const struct rows *rows, struct soft_wishes *soft)
{
    soft->cuisines_count = codes_split(rows_text(rows, 36), soft->cuisines, DEMAND_CUISINES);
    soft->pets = rows_int(rows, 37);
    soft->nonsmoker = rows_int(rows, 38);
}

static void visit_read(const struct rows *rows, struct visit *visit)
{
    *visit = (struct visit){0};
    read_plan(rows, visit);
    read_progress(rows, visit);
    read_soft(rows, &visit->soft);
}

static int one(struct store *store, int statement, const struct value *args, int count, struct visit *visit)
{
    struct rows rows;
    rows_open(&rows, store, &visit_sql, statement, args, count);
    int found = rows_next(&rows);
    if (found == 1)
        visit_read(&rows, visit);
    rows_close(&rows);
    return found;
}

int visit_find(struct store *store, const char *id, struct visit *visit)
{
    return one(store, FIND, ARGS(val_text(id)), visit);
}

int visit_of_booking(struct store *store, const char *booking, struct visit *visit)
{
    return one(store, OF_BOOKING, ARGS(val_text(booking)), visit);
}

static int next(struct store *store, int statement, const char *of, struct visit *visit)
{
    char after[ID_SIZE];
    TEXT_PUT(after, visit->visit);
    return one(store, statement, ARGS(val_text(of), val_int(visit->time.start), val_text(after)), visit);
}

int visit_next_companion(struct store *store, const char *lead, struct visit *visit)
{
    return next(store, NEXT_COMPANION, lead, visit);
}

int visit_next_of_worker(struct store *store, const char *worker, struct visit *visit)
{
    return next(store, NEXT_OF_WORKER, worker, visit);
}

int visit_next_of_service(struct store *store, const char *service, struct visit *visit)
{
    return next(store, NEXT_OF_SERVICE, service, visit);
}

int visit_next_of_station(struct store *store, const char *station, struct visit *visit)
{
    return next(store, NEXT_OF_STATION, station, visit);
}

int visit_next_at_risk(struct store *store, struct visit *visit)
{
    char after[ID_SIZE];
    TEXT_PUT(after, visit->visit);
    return one(store, NEXT_AT_RISK, ARGS(val_int(visit->time.start), val_text(after)), visit);
}

int visit_next_unfilled(struct store *store, struct visit *visit)
{
    char after[ID_SIZE];
    TEXT_PUT(after, visit->visit);
    return one(store, NEXT_UNFILLED, ARGS(val_int(visit->time.start), val_text(after)), visit);
}

int visit_next_waiting(struct store *store, int64_t after, struct visit *visit)
{
    return one(store, NEXT_WAITING, ARGS(val_int(after)), visit);
}

int visit_last_waiting(struct store *store, int64_t *last)
{
    return store_int(store, &visit_sql, LAST_WAITING, NO_ARGS, last) == 1 ? 0 : -1;
}

int visit_started_of_worker(struct store *store, const char *worker, struct visit *visit)
{
    return one(store, STARTED_OF_WORKER, ARGS(val_text(worker)), visit);
}

static int list_for(const struct visit_filter *filter)
{
    if (filter->booking[0])
        return LIST_OF_BOOKING;
    if (filter->worker[0])
        return LIST_OF_WORKER;
    return text_same(filter->state, visit_state_name(VISIT_AT_RISK)) ? LIST_AT_RISK : LIST;
}

int visit_walk(struct store *store, const struct visit_filter *filter, visit_each *each, void *self)
{
    struct rows rows;
    struct visit visit;
    int found, stop = 0;
    int64_t to = filter->to ? filter->to : INT64_MAX;
    rows_open(&rows, store, &visit_sql, list_for(filter),
              ARGS(val_text(filter->state), val_text(filter->worker), val_text(filter->booking),
                   val_text(filter->station), val_int(filter->from), val_int(to), val_int(filter->after_start),
                   val_text(filter->after), val_int(filter->limit)));
    while (!stop && (found = rows_next(&rows)) == 1) {
        visit_read(&rows, &visit);
        stop = each(self, &visit);
    }
    rows_close(&rows);
    return stop || found == 0 ? 0 : -1;
}

int visit_count(struct store *store, const char *station, int64_t from, int64_t to, visit_count_each *each, void *self)
{
    struct rows rows;
    int found, stop = 0;
    rows_open(&rows, store, &visit_sql, COUNTS, ARGS(val_text(station), val_int(from), val_int(to ? to : INT64_MAX)));
    while (!stop && (found = rows_next(&rows)) == 1)
        stop = each(self, rows_text(&rows, 0), visit_state_of(rows_text(&rows, 1)), rows_int(&rows, 2));
    rows_close(&rows);
    return stop || found == 0 ? 0 : -1;
}

int excluded_add(struct store *store, const char *visit, const char *worker, const char *why)
{
    return store_do(store, &visit_sql, EXCLUDE, ARGS(val_text(visit), val_text(worker), val_text(why))) < 0 ? -1 : 0;
}

int excluded_list(struct store *store, const char *visit, char (*workers)[ID_SIZE], int most)
{
    struct rows rows;
    int found, count = 0;
    rows_open(&rows, store, &visit_sql, EXCLUDED, ARGS(val_text(visit), val_int(most)));
    while ((found = rows_next(&rows)) == 1)
        rows_copy(&rows, 0, workers[count++], ID_SIZE);
    rows_close(&rows);
    return found < 0 ? -1 : count;
}
