/* SQL of readers. Keeps: an active reader stands in reader_role under each of its roles, another one under none. */
#include "service/role.h"

#include "store.h"

enum { READER_FIND, READER_SAVE, ROLE_ADD, ROLES_DROP, READER_LIST, READER_AUDIENCE, READER_NAMED, STATEMENTS };

#define COLUMNS "r.reader, r.roles, r.station, r.active, r.self_made, r.revision"

static const char *const sql[STATEMENTS] = {
    [READER_FIND] = "SELECT " COLUMNS " FROM reader r WHERE r.reader = ?1",
    [READER_SAVE] = "INSERT INTO reader (reader, roles, station, active, self_made, revision) "
                    "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (reader) DO UPDATE SET roles = ?2, station = ?3, "
                    "active = ?4, self_made = ?5, revision = ?6",
    [ROLE_ADD] = "INSERT INTO reader_role (role, station, reader) VALUES (?1, ?2, ?3)",
    [ROLES_DROP] = "DELETE FROM reader_role WHERE reader = ?1",
    [READER_LIST] = "SELECT " COLUMNS
                    " FROM reader r WHERE r.reader > ?1 AND (?3 IS NULL OR r.station = ?3) AND in_reach(r.station, '') "
                    "ORDER BY r.reader LIMIT ?2",
    [READER_AUDIENCE] = "SELECT " COLUMNS " FROM reader_role x JOIN reader r ON r.reader = x.reader "
                        "WHERE x.role = ?1 AND x.station = ?2 ORDER BY x.reader",
    [READER_NAMED] = "SELECT " COLUMNS " FROM rule_reader x JOIN reader r ON r.reader = x.reader "
                     "WHERE x.rule = ?1 AND x.version = ?2 AND r.active = 1 ORDER BY r.reader",
};

const struct statements reader_sql = {.name = "reader", .sql = sql, .count = STATEMENTS};

int feed_reader_next(struct rows *rows, struct feed_reader *reader)
{
    int found = rows_next(rows);
    if (found != 1)
        return found;
    *reader = (struct feed_reader){
        .roles = roles_of_text(rows_text(rows, 1)),
        .active = rows_int(rows, 3) != 0,
        .self_made = rows_int(rows, 4) != 0,
        .revision = rows_int(rows, 5),
    };
    ROWS_COPY(rows, 0, reader->reader);
    ROWS_COPY(rows, 2, reader->station);
    return 1;
}

int feed_reader_find(struct store *store, const char *reader, struct feed_reader *found)
{
    struct rows rows;
    rows_open(&rows, store, &reader_sql, READER_FIND, ARGS(val_text(reader)));
    int result = feed_reader_next(&rows, found);
    rows_close(&rows);
    return result;
}

static int roles_save(struct store *store, const struct feed_reader *r)
{
    if (store_do(store, &reader_sql, ROLES_DROP, ARGS(val_text(r->reader))) < 0)
        return -1;
    for (unsigned role = 1; r->active && role <= ROLE_OPERATOR; role <<= 1)
        if ((r->roles & role) &&
            store_do(store, &reader_sql, ROLE_ADD,
                     ARGS(val_text(role_name(role)), val_text(r->station), val_text(r->reader))) < 0)
            return -1;
    return 0;
}

int feed_reader_save(struct store *store, const struct feed_reader *r)
{
    char roles[256];
    roles_text(roles, r->roles);
    int rows = store_do(store, &reader_sql, READER_SAVE,
                        ARGS(val_text(r->reader), val_text(roles), val_text(r->station), val_int(r->active),
                             val_int(r->self_made), val_int(r->revision)));
    return rows == 1 ? roles_save(store, r) : -1;
}

void feed_reader_list(struct rows *rows, struct store *store, const char *after, int64_t most, const char *station)
{
    rows_open(rows, store, &reader_sql, READER_LIST, ARGS(val_text(after), val_int(most), val_opt(station)));
}

void feed_reader_audience(struct rows *rows, struct store *store, unsigned role, const char *station)
{
    rows_open(rows, store, &reader_sql, READER_AUDIENCE, ARGS(val_text(role_name(role)), val_text(station)));
}

void feed_reader_named(struct rows *rows, struct store *store, const struct rule *rule)
{
    rows_open(rows, store, &reader_sql, READER_NAMED, ARGS(val_text(rule->rule), val_int(rule->version)));
}
