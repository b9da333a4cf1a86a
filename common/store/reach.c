/* The SQL function in_reach(STATION, COMMUNITY): whether who asks may see what is there (V24). Who asks is told from
 * outside; without it everything is in reach. So a list leaves out what is not, and its pages stay whole. */
#include "inside.h"

static void in_reach(sqlite3_context *context, int count, sqlite3_value **values)
{
    const struct store *store = sqlite3_user_data(context);
    (void)count;
    if (!store->reach) {
        sqlite3_result_int(context, 1);
        return;
    }
    const char *station = (const char *)sqlite3_value_text(values[0]);
    const char *community = (const char *)sqlite3_value_text(values[1]);
    sqlite3_result_int(context, store->reach(store->reach_self, station ? station : "", community ? community : ""));
}

int store_reach_open(struct store *store)
{
    int code = sqlite3_create_function_v2(store->db, "in_reach", 2, SQLITE_UTF8, store, in_reach, NULL, NULL, NULL);
    return code == SQLITE_OK ? 0 : store_fail_sql(store, code, "in_reach");
}

void store_reach_set(struct store *store, store_reach *reach, void *self)
{
    store->reach = reach;
    store->reach_self = self;
}
