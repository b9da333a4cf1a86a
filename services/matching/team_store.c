/* SQL of named teams. */
#include "team_store.h"

#include "base/text.h"

enum statement { FIND, SAVE, REMOVE, NEXT_OF, COUNT_OF, LAST_VISIT, STATION, STATEMENTS };

#define COLUMNS "household, main, backup, named_at, station, since, by_hand, wanted, households, most"

static const char *const sql[STATEMENTS] = {
    [FIND] = "SELECT " COLUMNS " FROM team WHERE household = ?1",
    [SAVE] = "INSERT OR REPLACE INTO team (" COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    [REMOVE] = "DELETE FROM team WHERE household = ?1",
    [NEXT_OF] = "SELECT " COLUMNS " FROM team WHERE main = ?1 AND (station, household) > (?2, ?3) "
                "ORDER BY station, household LIMIT 1",
    [COUNT_OF] = "SELECT count(*) FROM team WHERE main = ?1",
    [LAST_VISIT] = ("SELECT end FROM visit WHERE household = ?1 AND state NOT IN ('CANCELLED', 'UNFILLED', 'MISSED') "
                    "ORDER BY end DESC LIMIT 1"),
    [STATION] = "SELECT station FROM visit WHERE household = ?1 ORDER BY end DESC, visit DESC LIMIT 1",
};
const struct statements team_sql = {"teams", sql, STATEMENTS};

static int done(int changed)
{
    return changed < 0 ? -1 : 0;
}

static void team_read(const struct rows *rows, struct named_team *team)
{
    *team = (struct named_team){.named_at = rows_int(rows, 3),
                                .since = rows_int(rows, 5),
                                .by_hand = rows_int(rows, 6),
                                .households = rows_int(rows, 8),
                                .most = rows_int(rows, 9)};
    ROWS_COPY(rows, 0, team->household);
    ROWS_COPY(rows, 1, team->main);
    ROWS_COPY(rows, 2, team->backup);
    ROWS_COPY(rows, 4, team->station);
    ROWS_COPY(rows, 7, team->wanted);
}

static int find(struct store *store, int statement, const struct value *args, int count, struct named_team *team)
{
    struct rows rows;
    rows_open(&rows, store, &team_sql, statement, args, count);
    int found = rows_next(&rows);
    if (found == 1)
        team_read(&rows, team);
    rows_close(&rows);
    return found;
}

int team_find(struct store *store, const char *household, struct named_team *team)
{
    *team = (struct named_team){0};
    TEXT_PUT(team->household, household);
    return find(store, FIND, ARGS(val_text(household)), team);
}

int team_save(struct store *store, const struct named_team *team)
{
    return done(
        store_do(store, &team_sql, SAVE,
                 ARGS(val_text(team->household), val_opt(team->main), val_opt(team->backup), val_int(team->named_at),
                      val_text(team->station), val_int(team->since), val_int(team->by_hand), val_opt(team->wanted),
                      val_int(team->households), val_int(team->most))));
}

int team_remove(struct store *store, const char *household)
{
    return done(store_do(store, &team_sql, REMOVE, ARGS(val_text(household))));
}

int team_next_of(struct store *store, const char *worker, struct named_team *team)
{
    char station[CODE_SIZE], household[ID_SIZE];
    TEXT_PUT(station, team->station);
    TEXT_PUT(household, team->household);
    return find(store, NEXT_OF, ARGS(val_text(worker), val_text(station), val_text(household)), team);
}

int team_count_of(struct store *store, const char *worker, int64_t *households)
{
    return store_int(store, &team_sql, COUNT_OF, ARGS(val_text(worker)), households) < 0 ? -1 : 0;
}

int team_last_visit(struct store *store, const char *household, int64_t *end)
{
    *end = 0;
    return store_int(store, &team_sql, LAST_VISIT, ARGS(val_text(household)), end) < 0 ? -1 : 0;
}

int team_station(struct store *store, const char *household, char station[CODE_SIZE])
{
    struct rows rows;
    rows_open(&rows, store, &team_sql, STATION, ARGS(val_text(household)));
    int found = rows_next(&rows);
    if (found == 1)
        rows_copy(&rows, 0, station, CODE_SIZE);
    rows_close(&rows);
    return found;
}
