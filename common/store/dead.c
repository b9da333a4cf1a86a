/* The operator's side of the park. A message leaves it by decision only together with its row of history. */
#include "store/dead.h"

#include "base/text.h"

#include "park.h"
#include "sealing.h"

enum { NEXT, COUNT, OF, MISSING_OF, AROUND, GROUPS, BURY, REMOVE, HISTORY, STATEMENTS };

#define CHOSEN "number > ?1 AND number <= ?2 AND (?3 = '' OR type = ?3) AND (?4 = '' OR cause = ?4)"
#define SOME_CHOSEN "number IN (SELECT number FROM parked WHERE " CHOSEN " ORDER BY number LIMIT ?5)"

static const char *const sql[STATEMENTS] = {
    [NEXT] = "SELECT " PARK_COLUMNS " FROM parked WHERE " CHOSEN " ORDER BY number LIMIT 1",
    [COUNT] = "SELECT count(*), coalesce(max(number), 0) FROM parked WHERE " CHOSEN,
    [OF] = "SELECT count(*) FROM parked WHERE source = ?",
    [MISSING_OF] = "SELECT (SELECT count(*) FROM parked WHERE source = ?1)"
                   " + (SELECT count(*) FROM buried WHERE source = ?1)",
    [AROUND] = ("SELECT coalesce(min(number) FILTER (WHERE number < ?2), 0), count(*) FILTER (WHERE number > ?2)"
                " FROM parked WHERE key = ?1"),
    [GROUPS] = ("SELECT g.type, g.cause, count(*), count(DISTINCT key), sum(due = 9223372036854775807), min(number),"
                " min(failed_first), max(failed_last), (SELECT reason FROM parked AS p WHERE p.type = g.type AND"
                " p.cause = g.cause ORDER BY p.number LIMIT 1)"
                " FROM parked AS g WHERE (g.type, g.cause) > (?1, ?2) GROUP BY g.type, g.cause"
                " ORDER BY g.type, g.cause LIMIT ?3"),
    [BURY] =
        ("INSERT INTO buried (action, at, actor, role, why, parked, source, stream, sequence, key, type, header,"
         " data, cause, reason, tries, parked_at, failed_first, failed_last, mended_id, mended)"
         " SELECT ?6, ?7, ?8, ?9, ?10, number, source, stream, sequence, key, type, header, data, cause, reason,"
         " iif(failed_first IS NULL, 0, tries), at, failed_first, failed_last, ?11, ?12 FROM parked WHERE " SOME_CHOSEN
         " ORDER BY number"),
    [REMOVE] = "DELETE FROM parked WHERE " SOME_CHOSEN,
    [HISTORY] = ("SELECT number, at, parked, sequence, action, actor, why, source, stream, key, type, cause,"
                 " mended_id FROM buried WHERE number > ? ORDER BY number LIMIT ?"),
};
const struct statements dead_sql = {"dead", sql, STATEMENTS};

#define CHOICE(choice)                                                                                                 \
    val_int((choice)->after), val_int((choice)->until), val_text((choice)->type), val_text((choice)->cause)

int dead_next(struct store *store, const struct dead_choice *choice, struct parked *parked)
{
    struct rows rows;
    rows_open(&rows, store, &dead_sql, NEXT, ARGS(CHOICE(choice)));
    int found = rows_next(&rows);
    if (found == 1 && park_load(&rows, parked) != 0)
        found = -1;
    rows_close(&rows);
    return found;
}

/* Two integers of a statement that always gives one row. */
static int two_ints(struct rows *rows, int64_t *first, int64_t *second)
{
    int found = rows_next(rows);
    if (found == 1) {
        *first = rows_int(rows, 0);
        *second = rows_int(rows, 1);
    }
    rows_close(rows);
    return found == 1 ? 0 : -1;
}

int dead_count(struct store *store, const struct dead_choice *choice, int64_t *count, int64_t *last)
{
    struct rows rows;
    rows_open(&rows, store, &dead_sql, COUNT, ARGS(CHOICE(choice)));
    return two_ints(&rows, count, last);
}

int dead_of(struct store *store, const char *source, int64_t *count)
{
    return store_int(store, &dead_sql, OF, ARGS(val_text(source)), count) == 1 ? 0 : -1;
}

int dead_missing_of(struct store *store, const char *source, int64_t *count)
{
    return store_int(store, &dead_sql, MISSING_OF, ARGS(val_text(source)), count) == 1 ? 0 : -1;
}

int dead_around(struct store *store, const char *key, int64_t number, int64_t *front, int64_t *behind)
{
    struct rows rows;
    *front = *behind = 0;
    if (!*key)
        return 0;
    rows_open(&rows, store, &dead_sql, AROUND, ARGS(val_text(key), val_int(number)));
    return two_ints(&rows, front, behind);
}

static void group_load(const struct rows *rows, struct dead_group *group)
{
    *group = (struct dead_group){.count = rows_int(rows, 2),
                                 .keys = rows_int(rows, 3),
                                 .stopped = rows_int(rows, 4),
                                 .first = rows_int(rows, 5),
                                 .failed_first = rows_int(rows, 6),
                                 .failed_last = rows_int(rows, 7)};
    ROWS_COPY(rows, 0, group->type);
    ROWS_COPY(rows, 1, group->cause);
    text_copy(group->reason, sizeof group->reason, rows_text(rows, 8));
}

int dead_groups(struct store *store, const char *type, const char *cause, struct dead_group *groups, int most,
                bool *more)
{
    struct rows rows;
    int found, count = 0;
    rows_open(&rows, store, &dead_sql, GROUPS, ARGS(val_text(type), val_text(cause), val_int(most + 1)));
    while ((found = rows_next(&rows)) == 1 && count < most)
        group_load(&rows, &groups[count++]);
    *more = found == 1;
    rows_close(&rows);
    return found < 0 ? -1 : count;
}

int dead_bury(struct store *store, const struct dead_choice *choice, int most, const struct dead_note *note)
{
    uint8_t box[ASIDE_BOX];
    if (note->mended_id && aside_close(store, note->mended_id, "mended", note->mended, note->mended_size, box) != 0)
        return -1;
    struct value mended = note->mended_id ? val_blob(box, note->mended_size + SEAL_OVER) : val_opt("");
    int buried = store_do(store, &dead_sql, BURY,
                          ARGS(CHOICE(choice), val_int(most), val_text(note->action), val_int(note->at),
                               val_text(note->actor), val_text(note->role), val_text(note->why),
                               val_opt(note->mended_id ? note->mended_id : ""), mended));
    if (buried <= 0)
        return buried;
    return store_do(store, &dead_sql, REMOVE, ARGS(CHOICE(choice), val_int(most)));
}

static void buried_load(const struct rows *rows, struct dead_buried *buried)
{
    *buried = (struct dead_buried){.number = rows_int(rows, 0),
                                   .at = rows_int(rows, 1),
                                   .parked = rows_int(rows, 2),
                                   .sequence = rows_int(rows, 3)};
    ROWS_COPY(rows, 4, buried->action);
    ROWS_COPY(rows, 5, buried->actor);
    ROWS_COPY(rows, 6, buried->why);
    ROWS_COPY(rows, 7, buried->source);
    ROWS_COPY(rows, 8, buried->stream);
    ROWS_COPY(rows, 9, buried->key);
    ROWS_COPY(rows, 10, buried->type);
    ROWS_COPY(rows, 11, buried->cause);
    ROWS_COPY(rows, 12, buried->mended_id);
}

int dead_history(struct store *store, int64_t after, struct dead_buried *history, int most, bool *more)
{
    struct rows rows;
    int found, count = 0;
    rows_open(&rows, store, &dead_sql, HISTORY, ARGS(val_int(after), val_int(most + 1)));
    while ((found = rows_next(&rows)) == 1 && count < most)
        buried_load(&rows, &history[count++]);
    *more = found == 1;
    rows_close(&rows);
    return found < 0 ? -1 : count;
}
