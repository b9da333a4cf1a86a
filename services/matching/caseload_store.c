/* SQL of caseloads. */
#include "caseload_store.h"

#include "base/text.h"

enum statement { WORKERS, LOADS, OF_WORKER, OF_NOBODY, VACANT, STATEMENTS };

#define HOUSEHOLDS "(SELECT count(*) FROM team t WHERE t.main = w.worker)"
#define AT_WORK                                                                                                        \
    "w.active = 1 AND w.gone = 0 AND (?1 = '' OR w.station = ?1) AND (?2 = '' OR w.kind = ?2) "                        \
    "AND in_reach(w.station, '')"
#define TEAM "household, main, station, since, by_hand, wanted"
#define PAGE "AND household > ?3 AND (?2 = '' OR station = ?2) AND in_reach(station, '') ORDER BY household LIMIT ?4"

static const char *const sql[STATEMENTS] = {
    [WORKERS] = "SELECT worker, station, kind, households FROM (SELECT w.worker, w.station, w.kind, " HOUSEHOLDS
                " AS households FROM worker w WHERE " AT_WORK ") WHERE ?3 = '' OR households < ?4 OR (households = ?4 "
                "AND worker > ?3) ORDER BY households DESC, worker LIMIT ?5",
    [LOADS] = "SELECT " HOUSEHOLDS " AS households FROM worker w WHERE " AT_WORK " ORDER BY households",
    [OF_WORKER] = "SELECT " TEAM " FROM team WHERE main = ?1 " PAGE,
    [OF_NOBODY] = "SELECT " TEAM " FROM team WHERE main IS NULL AND ?1 = '' " PAGE,
    [VACANT] = "SELECT count(*) FROM team WHERE main IS NULL AND (?1 = '' OR station = ?1) AND in_reach(station, '')",
};
const struct statements caseload_sql = {"caseloads", sql, STATEMENTS};

int caseload_workers(struct store *store, const struct caseload_filter *filter, caseload_each *each, void *self)
{
    struct rows rows;
    struct caseload_of one;
    int64_t households = 0;
    int found, stop = 0;
    if (filter->after[0] && team_count_of(store, filter->after, &households))
        return -1;
    rows_open(&rows, store, &caseload_sql, WORKERS,
              ARGS(val_text(filter->station), val_text(filter->kind), val_text(filter->after), val_int(households),
                   val_int(filter->limit)));
    while (!stop && (found = rows_next(&rows)) == 1) {
        one = (struct caseload_of){.households = rows_int(&rows, 3)};
        ROWS_COPY(&rows, 0, one.worker);
        ROWS_COPY(&rows, 1, one.station);
        ROWS_COPY(&rows, 2, one.kind);
        stop = each(self, &one);
    }
    rows_close(&rows);
    return !stop && found < 0 ? -1 : 0;
}

int caseload_households(struct store *store, const char *worker, const struct caseload_filter *filter,
                        caseload_each_household *each, void *self)
{
    struct rows rows;
    int found, stop = 0;
    rows_open(&rows, store, &caseload_sql, worker[0] ? OF_WORKER : OF_NOBODY,
              ARGS(val_text(worker), val_text(filter->station), val_text(filter->after), val_int(filter->limit)));
    while (!stop && (found = rows_next(&rows)) == 1) {
        struct named_team team = {.since = rows_int(&rows, 3), .by_hand = rows_int(&rows, 4)};
        ROWS_COPY(&rows, 0, team.household);
        ROWS_COPY(&rows, 1, team.main);
        ROWS_COPY(&rows, 2, team.station);
        ROWS_COPY(&rows, 5, team.wanted);
        stop = each(self, &team);
    }
    rows_close(&rows);
    return !stop && found < 0 ? -1 : 0;
}

int caseload_balance(struct store *store, const struct caseload_filter *filter, int64_t most, struct balance *balance)
{
    struct rows rows;
    int found;
    rows_open(&rows, store, &caseload_sql, LOADS, ARGS(val_text(filter->station), val_text(filter->kind)));
    while ((found = rows_next(&rows)) == 1)
        balance_add(balance, rows_int(&rows, 0), most);
    rows_close(&rows);
    return found < 0 ? -1 : 0;
}

int caseload_vacant(struct store *store, const char *station, int64_t *households)
{
    return store_int(store, &caseload_sql, VACANT, ARGS(val_text(station)), households) < 0 ? -1 : 0;
}
