/* SQL of named teams. */
#include "team_store.h"

#include "base/text.h"

enum statement { FIND, SAVE, STATEMENTS };

static const char *const sql[STATEMENTS] = {
    [FIND] = "SELECT main, backup, named_at FROM household_team WHERE household = ?1",
    [SAVE] = "INSERT OR REPLACE INTO household_team (household, main, backup, named_at) VALUES (?1, ?2, ?3, ?4)",
};
const struct statements team_sql = {"teams", sql, STATEMENTS};

int team_find(struct store *store, const char *household, struct named_team *team)
{
    struct rows rows;
    *team = (struct named_team){0};
    TEXT_PUT(team->household, household);
    rows_open(&rows, store, &team_sql, FIND, ARGS(val_text(household)));
    int found = rows_next(&rows);
    if (found == 1) {
        ROWS_COPY(&rows, 0, team->main);
        ROWS_COPY(&rows, 1, team->backup);
        team->named_at = rows_int(&rows, 2);
    }
    rows_close(&rows);
    return found;
}

int team_save(struct store *store, const struct named_team *team)
{
    return store_do(store, &team_sql, SAVE,
                    ARGS(val_text(team->household), val_text(team->main), val_opt(team->backup),
                         val_int(team->named_at))) < 0
               ? -1
               : 0;
}
