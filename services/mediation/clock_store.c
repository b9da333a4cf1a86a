/* One row a case and deadline, written with it. */
#include "clock_store.h"

#include "rules/workdays.h"

enum { SAVE, STATEMENTS };

static const char *const sql[STATEMENTS] = {
    [SAVE] = "INSERT INTO case_clock (id, kind, unit, length, since, calendar_version, provisional) "
             "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (id, kind) DO UPDATE SET unit = ?3, length = ?4, "
             "since = ?5, calendar_version = ?6, provisional = ?7",
};
const struct statements clock_sql = {"clocks", sql, STATEMENTS};

int clock_save(struct store *store, const char *id, const char *kind, const struct clock *clock)
{
    int done =
        store_do(store, &clock_sql, SAVE,
                 ARGS(val_text(id), val_text(kind), val_text(clock_unit_name(clock->unit)), val_int(clock->length),
                      val_int(clock->since), val_text(workdays_version()), val_int(clock->provisional)));
    return done < 0 ? -1 : 0;
}
