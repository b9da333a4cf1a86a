/* SQL of the copied facts. */
#include "fact_store.h"

#include "base/text.h"

#include "codes.h"

enum statement {
    SERVICE_SAVE,
    SERVICE_FIND,
    NEED_CLEAR,
    NEED_SAVE,
    NEEDS,
    WORKER_SAVE,
    WORKERS,
    CERT_SAVE,
    CERT_FIND,
    CERTS,
    LEAVE_SAVE,
    LEAVE_FIND,
    LEAVES,
    PAIR_SAVE,
    PAIR_CLEAR,
    PAIRS,
    UNSURE,
    STATION_SAVE,
    STATION_PLACE,
    STATION_KNOWN,
    STATION_TOLD,
    COVERAGE_CLEAR,
    COVERAGE_SAVE,
    SERVES,
    IN_REACH,
    STATEMENTS
};

static const char *const sql[STATEMENTS] = {
    [SERVICE_SAVE] =
        "INSERT INTO service (service, version, workers, live_in, intimate, kinds, risky, critical) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (service) DO UPDATE SET version = ?2, workers = ?3, "
        "live_in = ?4, intimate = ?5, kinds = ?6, risky = ?7, critical = ?8",
    [SERVICE_FIND] =
        "SELECT version, workers, live_in, intimate, kinds, risky, critical FROM service WHERE service = ?1",
    [NEED_CLEAR] = "DELETE FROM service_need WHERE service = ?1",
    [NEED_SAVE] = "INSERT OR REPLACE INTO service_need (service, type, level) VALUES (?1, ?2, ?3)",
    [NEEDS] = "SELECT type, level FROM service_need WHERE service = ?1 ORDER BY type",
    [WORKER_SAVE] = "INSERT OR REPLACE INTO worker (worker, station, kind, employee, part_time, sex, languages, lat, "
                    "lon, travel, active, gone, suspended, green, employers, cuisines, pets, smokes) "
                    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
    [WORKERS] = "SELECT worker, station, kind, employee, part_time, sex, languages, lat, lon, travel, active, gone, "
                "suspended, green, employers, cuisines, pets, smokes FROM worker ORDER BY worker",
    [CERT_SAVE] = "INSERT OR REPLACE INTO cert (cert, worker, type, level, valid_from, valid_to, good) "
                  "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    [CERT_FIND] = "SELECT cert, worker, type, level, valid_from, valid_to, good FROM cert WHERE cert = ?1",
    [CERTS] = "SELECT cert, worker, type, level, valid_from, valid_to, good FROM cert WHERE valid_to > ?1 "
              "ORDER BY worker, cert",
    [LEAVE_SAVE] = "INSERT OR REPLACE INTO worker_leave (leave, worker, start, until) VALUES (?1, ?2, ?3, ?4)",
    [LEAVE_FIND] = "SELECT start, until FROM worker_leave WHERE leave = ?1",
    [LEAVES] = "SELECT leave, worker, start, until FROM worker_leave WHERE until > ?1 ORDER BY worker, leave",
    [PAIR_SAVE] = "INSERT OR REPLACE INTO pair (worker, household) VALUES (?1, ?2)",
    [PAIR_CLEAR] = "DELETE FROM pair WHERE worker = ?1 AND household = ?2",
    [UNSURE] =
        "SELECT DISTINCT key FROM parked WHERE source = 'roster' OR source GLOB 'roster/*' ORDER BY key LIMIT ?1",
    [STATION_SAVE] = "INSERT INTO station (station, open, lat, lon) VALUES (?1, ?2, ?3, ?4) "
                     "ON CONFLICT (station) DO UPDATE SET open = ?2, lat = ?3, lon = ?4",
    [STATION_PLACE] = "SELECT lat, lon FROM station WHERE station = ?1",
    [STATION_KNOWN] = "SELECT 1 FROM station WHERE station = ?1",
    [STATION_TOLD] = "INSERT INTO station (station, told) VALUES (?1, 1) ON CONFLICT (station) DO UPDATE SET told = 1",
    [COVERAGE_CLEAR] = "DELETE FROM coverage WHERE station = ?1",
    [COVERAGE_SAVE] = "INSERT OR REPLACE INTO coverage (station, community) VALUES (?1, ?2)",
    [SERVES] = "SELECT open AND (NOT told OR EXISTS (SELECT 1 FROM coverage c WHERE c.station = ?1 "
               "AND c.community = ?2)) FROM station WHERE station = ?1",
    [IN_REACH] =
        "SELECT in_reach(w.station, '') OR EXISTS (SELECT 1 FROM station s WHERE instr(' ' || w.employers || ' ', "
        "' ' || s.station || ' ') > 0 AND in_reach(s.station, '')) FROM worker w WHERE w.worker = ?1",
    [PAIRS] = "SELECT worker, household FROM pair ORDER BY worker, household",
};
const struct statements fact_sql = {"facts", sql, STATEMENTS};

static int done(int changed)
{
    return changed < 0 ? -1 : 0;
}

/* ---- services ---- */

int fact_service_save(struct store *store, const struct service_facts *service)
{
    const struct demand *demand = &service->demand;
    char kinds[CODES_SIZE];
    codes_join(kinds, demand->kinds, demand->kinds_count);
    if (store_do(store, &fact_sql, SERVICE_SAVE,
                 ARGS(val_text(service->service), val_int(service->version), val_int(demand->workers),
                      val_int(demand->live_in), val_int(demand->intimate), val_text(kinds), val_int(service->risky),
                      val_int(service->critical))) < 0 ||
        store_do(store, &fact_sql, NEED_CLEAR, ARGS(val_text(service->service))) < 0)
        return -1;
    for (int i = 0; i < demand->needs_count; i++)
        if (store_do(
                store, &fact_sql, NEED_SAVE,
                ARGS(val_text(service->service), val_text(demand->needs[i].type), val_int(demand->needs[i].level))) < 0)
            return -1;
    return 0;
}

static int needs_load(struct store *store, const char *service, struct demand *demand)
{
    struct rows rows;
    int found;
    rows_open(&rows, store, &fact_sql, NEEDS, ARGS(val_text(service)));
    while ((found = rows_next(&rows)) == 1 && demand->needs_count < DEMAND_CODES) {
        struct cert_wanted *need = &demand->needs[demand->needs_count++];
        ROWS_COPY(&rows, 0, need->type);
        need->level = (int)rows_int(&rows, 1);
    }
    rows_close(&rows);
    return found;
}

int fact_service_find(struct store *store, const char *service, struct service_facts *facts)
{
    struct rows rows;
    *facts = (struct service_facts){0};
    TEXT_PUT(facts->service, service);
    rows_open(&rows, store, &fact_sql, SERVICE_FIND, ARGS(val_text(service)));
    int found = rows_next(&rows);
    if (found == 1) {
        facts->version = rows_int(&rows, 0);
        facts->demand.workers = (int)rows_int(&rows, 1);
        facts->demand.live_in = rows_int(&rows, 2);
        facts->demand.intimate = rows_int(&rows, 3);
        facts->demand.kinds_count = codes_split(rows_text(&rows, 4), facts->demand.kinds, DEMAND_CODES);
        facts->risky = rows_int(&rows, 5);
        facts->critical = rows_int(&rows, 6);
    }
    rows_close(&rows);
    return found == 1 && needs_load(store, service, &facts->demand) < 0 ? -1 : found;
}

/* ---- stations ---- */

int fact_station_save(struct store *store, const char *station, bool open, struct cell place)
{
    return done(store_do(store, &fact_sql, STATION_SAVE,
                         ARGS(val_text(station), val_int(open), val_int(place.lat), val_int(place.lon))));
}

int fact_station_place(struct store *store, const char *station, struct cell *place)
{
    struct rows rows;
    *place = (struct cell){0};
    rows_open(&rows, store, &fact_sql, STATION_PLACE, ARGS(val_text(station)));
    int found = rows_next(&rows);
    if (found == 1)
        *place = (struct cell){(int32_t)rows_int(&rows, 0), (int32_t)rows_int(&rows, 1)};
    rows_close(&rows);
    return found < 0 ? -1 : 0;
}

int fact_station_known(struct store *store, const char *station)
{
    int64_t known = 0;
    return store_int(store, &fact_sql, STATION_KNOWN, ARGS(val_text(station)), &known);
}

int fact_coverage_save(struct store *store, const char *station, const char (*communities)[CODE_SIZE], uint32_t count)
{
    if (store_do(store, &fact_sql, STATION_TOLD, ARGS(val_text(station))) < 0 ||
        store_do(store, &fact_sql, COVERAGE_CLEAR, ARGS(val_text(station))) < 0)
        return -1;
    for (uint32_t i = 0; i < count; i++)
        if (store_do(store, &fact_sql, COVERAGE_SAVE, ARGS(val_text(station), val_text(communities[i]))) < 0)
            return -1;
    return 0;
}

int fact_station_serves(struct store *store, const char *station, const char *community)
{
    int64_t serves = 1;
    int found = store_int(store, &fact_sql, SERVES, ARGS(val_text(station), val_text(community)), &serves);
    return found < 0 ? -1 : serves != 0;
}

/* ---- workers ---- */

int fact_worker_save(struct store *store, const struct worker_facts *facts)
{
    char sex[2] = {facts->sex, '\0'}, languages[CODES_SIZE], employers[CODES_SIZE], cuisines[CODES_SIZE];
    codes_join(languages, facts->languages, facts->languages_count);
    codes_join(employers, facts->employers, facts->employers_count);
    codes_join(cuisines, facts->cuisines, facts->cuisines_count);
    return done(
        store_do(store, &fact_sql, WORKER_SAVE,
                 ARGS(val_text(facts->worker), val_text(facts->station), val_text(facts->kind),
                      val_int(facts->employee), val_int(facts->part_time), val_text(sex), val_text(languages),
                      val_int(facts->home.lat), val_int(facts->home.lon), val_int(facts->travel),
                      val_int(facts->active), val_int(facts->gone), val_int(facts->suspended), val_int(facts->green),
                      val_text(employers), val_text(cuisines), val_int(facts->pets), val_int(facts->smokes))));
}

static void worker_read(const struct rows *rows, struct worker_facts *facts)
{
    *facts = (struct worker_facts){0};
    ROWS_COPY(rows, 0, facts->worker);
    ROWS_COPY(rows, 1, facts->station);
    ROWS_COPY(rows, 2, facts->kind);
    facts->employee = rows_int(rows, 3);
    facts->part_time = rows_int(rows, 4);
    facts->sex = rows_text(rows, 5)[0];
    facts->languages_count = codes_split(rows_text(rows, 6), facts->languages, POOL_LANGUAGES);
    facts->home = (struct cell){(int32_t)rows_int(rows, 7), (int32_t)rows_int(rows, 8)};
    facts->travel = (enum travel_mode)rows_int(rows, 9);
    facts->active = rows_int(rows, 10);
    facts->gone = rows_int(rows, 11);
    facts->suspended = rows_int(rows, 12);
    facts->green = rows_int(rows, 13);
    facts->employers_count = codes_split(rows_text(rows, 14), facts->employers, POOL_EMPLOYERS);
    facts->cuisines_count = codes_split(rows_text(rows, 15), facts->cuisines, POOL_CUISINES);
    facts->pets = (enum told)rows_int(rows, 16);
    facts->smokes = (enum told)rows_int(rows, 17);
}

int fact_cert_save(struct store *store, const char *worker, const struct worker_cert *cert)
{
    return done(store_do(store, &fact_sql, CERT_SAVE,
                         ARGS(val_text(cert->cert), val_text(worker), val_text(cert->type), val_int(cert->level),
                              val_int(cert->valid.start), val_int(cert->valid.end), val_int(cert->good))));
}

static void cert_read(const struct rows *rows, struct worker_cert *cert)
{
    *cert = (struct worker_cert){
        .level = (int)rows_int(rows, 3), .valid = {rows_int(rows, 4), rows_int(rows, 5)}, .good = rows_int(rows, 6)};
    ROWS_COPY(rows, 0, cert->cert);
    ROWS_COPY(rows, 2, cert->type);
}

int fact_cert_find(struct store *store, const char *id, struct worker_cert *cert)
{
    struct rows rows;
    rows_open(&rows, store, &fact_sql, CERT_FIND, ARGS(val_text(id)));
    int found = rows_next(&rows);
    if (found == 1)
        cert_read(&rows, cert);
    rows_close(&rows);
    return found;
}

int fact_leave_save(struct store *store, const char *worker, const struct worker_leave *leave)
{
    return done(
        store_do(store, &fact_sql, LEAVE_SAVE,
                 ARGS(val_text(leave->leave), val_text(worker), val_int(leave->time.start), val_int(leave->time.end))));
}

int fact_leave_find(struct store *store, const char *leave, struct worker_leave *facts)
{
    struct rows rows;
    *facts = (struct worker_leave){0};
    TEXT_PUT(facts->leave, leave);
    rows_open(&rows, store, &fact_sql, LEAVE_FIND, ARGS(val_text(leave)));
    int found = rows_next(&rows);
    if (found == 1)
        facts->time = (struct interval){rows_int(&rows, 0), rows_int(&rows, 1)};
    rows_close(&rows);
    return found;
}

int fact_pair_save(struct store *store, const char *worker, const char *household, bool prohibited)
{
    return done(
        store_do(store, &fact_sql, prohibited ? PAIR_SAVE : PAIR_CLEAR, ARGS(val_text(worker), val_text(household))));
}

int fact_worker_in_reach(struct store *store, const char *worker)
{
    int64_t within = 0;
    int found = store_int(store, &fact_sql, IN_REACH, ARGS(val_text(worker)), &within);
    return found < 0 ? -1 : found && within;
}

int fact_unsure_list(struct store *store, char (*workers)[ID_SIZE], int most)
{
    struct rows rows;
    int found, count = 0;
    rows_open(&rows, store, &fact_sql, UNSURE, ARGS(val_int(most)));
    while ((found = rows_next(&rows)) == 1)
        rows_copy(&rows, 0, workers[count++], ID_SIZE);
    rows_close(&rows);
    return found < 0 ? -1 : count;
}

/* ---- all of it into memory ---- */

static int put_worker(const struct rows *rows, struct pool *pool)
{
    struct worker_facts facts;
    worker_read(rows, &facts);
    return pool_put_facts(pool, &facts);
}

static int put_cert(const struct rows *rows, struct pool *pool)
{
    struct worker_cert cert;
    cert_read(rows, &cert);
    return pool_put_cert(pool, rows_text(rows, 1), &cert);
}

static int put_leave(const struct rows *rows, struct pool *pool)
{
    struct worker_leave leave = {.time = {rows_int(rows, 2), rows_int(rows, 3)}};
    ROWS_COPY(rows, 0, leave.leave);
    return pool_put_leave(pool, rows_text(rows, 1), &leave);
}

static int put_pair(const struct rows *rows, struct pool *pool)
{
    return pool_put_pair(pool, rows_text(rows, 0), rows_text(rows, 1), true);
}

typedef int put(const struct rows *rows, struct pool *pool);

static int load(struct store *store, int statement, const struct value *args, int count, put *put_one,
                struct pool *pool)
{
    struct rows rows;
    int found;
    rows_open(&rows, store, &fact_sql, statement, args, count);
    while ((found = rows_next(&rows)) == 1 && put_one(&rows, pool) == 0)
        pool_keep(pool);
    rows_close(&rows);
    return found == 0 ? 0 : -1;
}

int fact_load(struct store *store, int64_t since, struct pool *pool)
{
    return load(store, WORKERS, NO_ARGS, put_worker, pool) ||
                   load(store, CERTS, ARGS(val_int(since)), put_cert, pool) ||
                   load(store, LEAVES, ARGS(val_int(since)), put_leave, pool) ||
                   load(store, PAIRS, NO_ARGS, put_pair, pool)
               ? -1
               : 0;
}
