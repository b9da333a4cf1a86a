/* SQLite and nothing else: prepared statements, values in memory, the settings that make a commit durable. */
#include "bare.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "figures.h"

#define TABLES 64
#define WAL_LIMIT (64 * 1024 * 1024)

/* Rows of one table, or the ones that are updated, in the order in which they are written. */
struct work {
    char name[64];
    sqlite3_stmt *write;
    sqlite3_value **values;
    int64_t rows, room, done;
    int columns;
};

struct bare {
    const struct bare_plan *plan;
    sqlite3 *from, *to;
    struct work work[TABLES];
    int count;
    sqlite3_stmt *begin, *commit;
};

/* Rows that a booking's way changes after they were made: the columns are those that the service sets. The rows are
 * listed once for each change. A timer that was set and cleared again has left no row: it is written and deleted. */
#define CONFIRMED "SELECT booking FROM booking WHERE revision > 1 ORDER BY rowid"
#define ASSIGNED "SELECT visit FROM visit WHERE revision > 1 ORDER BY visit"
#define TIMER_SET "INSERT INTO timer VALUES ('was', ?, 1)"
#define TIMER_CLEARED "DELETE FROM timer WHERE kind = 'was' AND subject = ?"
static const struct {
    const char *table, *of, *rows,
        *update; /* `of`: the table that `rows` asks; a store without it has no such change */
} updates[] = {
    {"booking", "booking", CONFIRMED,
     "UPDATE booking SET revision = revision, state = state, visit = visit, worker = worker WHERE booking = ?"},
    {"timer", "booking", CONFIRMED, TIMER_SET},
    {"timer", "booking", CONFIRMED, TIMER_CLEARED},
    {"visit", "visit", ASSIGNED,
     "UPDATE visit SET revision = revision, state = state, worker = worker, hold = hold WHERE visit = ?"},
    {"timer", "visit", ASSIGNED, TIMER_SET},
    {"timer", "visit", ASSIGNED, TIMER_CLEARED},
    {"notice", "notice", "SELECT notice FROM notice WHERE summary IS NOT NULL ORDER BY notice",
     "UPDATE notice SET summary = summary, number = number WHERE notice = ?"},
    {"feed", "notice",
     "SELECT f.reader FROM notice n JOIN feed f ON f.reader = n.reader WHERE n.held = 0 ORDER BY n.rowid",
     "UPDATE feed SET last = last WHERE reader = ?"},
};

static void check(sqlite3 *db, int code, int wanted, const char *what)
{
    if (code != wanted)
        figures_fail("bare SQLite: %s: %s", what, sqlite3_errmsg(db));
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    check(db, sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK, sql);
    return statement;
}

static void run(sqlite3 *db, const char *sql)
{
    check(db, sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK, sql);
}

/* ---- reading the store ---- */

static void row_keep(struct work *work, sqlite3_stmt *row)
{
    if (work->rows == work->room) {
        work->room = work->room ? work->room * 2 : 1024;
        work->values = realloc(work->values, (size_t)(work->room * work->columns) * sizeof *work->values);
        if (!work->values)
            figures_fail("out of memory");
    }
    for (int i = 0; i < work->columns; i++)
        work->values[work->rows * work->columns + i] = sqlite3_value_dup(sqlite3_column_value(row, i));
    work->rows++;
}

static void work_add(struct bare *bare, const char *name, sqlite3_stmt *rows, const char *write)
{
    struct work *work = &bare->work[bare->count++];
    if (bare->count == TABLES)
        figures_fail("more than %d tables", TABLES);
    snprintf(work->name, sizeof work->name, "%s", name);
    work->columns = sqlite3_column_count(rows);
    while (sqlite3_step(rows) == SQLITE_ROW)
        row_keep(work, rows);
    sqlite3_finalize(rows);
    work->write = prepare(bare->to, write);
}

/* Events in the order in which they were stored, other rows by rowid, or by key where there is none. */
static sqlite3_stmt *table_rows(struct bare *bare, const char *name)
{
    char sql[256];
    sqlite3_stmt *statement = NULL;
    snprintf(sql, sizeof sql, "SELECT * FROM \"%s\" ORDER BY %s", name, strcmp(name, "event") == 0 ? "nth" : "rowid");
    if (sqlite3_prepare_v2(bare->from, sql, -1, &statement, NULL) == SQLITE_OK)
        return statement;
    snprintf(sql, sizeof sql, "SELECT * FROM \"%s\"", name);
    return prepare(bare->from, sql);
}

static bool has_table(struct bare *bare, const char *name)
{
    sqlite3_stmt *statement = prepare(bare->from, "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?");
    sqlite3_bind_text(statement, 1, name, -1, SQLITE_STATIC);
    const bool has = sqlite3_step(statement) == SQLITE_ROW;
    sqlite3_finalize(statement);
    return has;
}

static void table_take(struct bare *bare, const char *name)
{
    char sql[512];
    sqlite3_stmt *rows = table_rows(bare, name);
    int used = snprintf(sql, sizeof sql, "INSERT INTO \"%s\" VALUES (?", name);
    for (int i = 1; i < sqlite3_column_count(rows); i++)
        used += snprintf(sql + used, sizeof sql - (size_t)used, ", ?");
    snprintf(sql + used, sizeof sql - (size_t)used, ")");
    work_add(bare, name, rows, sql);
    for (size_t i = 0; i < sizeof updates / sizeof *updates; i++)
        if (strcmp(updates[i].table, name) == 0 && has_table(bare, updates[i].of))
            work_add(bare, "", prepare(bare->from, updates[i].rows), updates[i].update);
}

static void schema_copy(struct bare *bare)
{
    sqlite3_stmt *all = prepare(bare->from, "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE "
                                            "'sqlite_%' ORDER BY type = 'index', rowid");
    while (sqlite3_step(all) == SQLITE_ROW)
        run(bare->to, (const char *)sqlite3_column_text(all, 0));
    sqlite3_finalize(all);
    all = prepare(bare->from, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
                              "ORDER BY rowid");
    while (sqlite3_step(all) == SQLITE_ROW)
        table_take(bare, (const char *)sqlite3_column_text(all, 0));
    sqlite3_finalize(all);
}

static void files_remove(const char *path)
{
    char wal[512];
    snprintf(wal, sizeof wal, "%s-wal", path);
    unlink(path);
    unlink(wal);
}

static void bare_open(struct bare *bare)
{
    files_remove(bare->plan->copy);
    check(bare->from, sqlite3_open_v2(bare->plan->store, &bare->from, SQLITE_OPEN_READONLY, NULL), SQLITE_OK,
          bare->plan->store);
    check(bare->to,
          sqlite3_open_v2(bare->plan->copy, &bare->to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                          NULL),
          SQLITE_OK, bare->plan->copy);
    run(bare->to, "PRAGMA page_size = 4096; PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL;"
                  "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -16384;"
                  "PRAGMA journal_size_limit = 67108864");
    schema_copy(bare);
    sqlite3_close(bare->from);
    bare->begin = prepare(bare->to, "BEGIN IMMEDIATE");
    bare->commit = prepare(bare->to, "COMMIT");
}

/* ---- writing ---- */

static void step(struct bare *bare, sqlite3_stmt *statement)
{
    check(bare->to, sqlite3_step(statement), SQLITE_DONE, sqlite3_sql(statement));
    sqlite3_reset(statement);
}

static void value_bind(sqlite3_stmt *statement, int place, sqlite3_value *value)
{
    switch (sqlite3_value_type(value)) {
    case SQLITE_INTEGER:
        sqlite3_bind_int64(statement, place, sqlite3_value_int64(value));
        break;
    case SQLITE_TEXT:
        sqlite3_bind_text(statement, place, (const char *)sqlite3_value_text(value), sqlite3_value_bytes(value),
                          SQLITE_STATIC);
        break;
    case SQLITE_BLOB:
        sqlite3_bind_blob(statement, place, sqlite3_value_blob(value), sqlite3_value_bytes(value), SQLITE_STATIC);
        break;
    default:
        sqlite3_bind_null(statement, place);
    }
}

/* Writes the rows of a table up to the share of all that so many bookings left. */
static void work_write(struct bare *bare, struct work *work, double share)
{
    const int64_t until = share >= 1 ? work->rows : (int64_t)((double)work->rows * share);
    for (; work->done < until; work->done++) {
        for (int i = 0; i < work->columns; i++)
            value_bind(work->write, i + 1, work->values[work->done * work->columns + i]);
        step(bare, work->write);
    }
}

static void checkpoint(struct bare *bare)
{
    sqlite3_file *wal = NULL;
    sqlite3_int64 size = 0;
    sqlite3_file_control(bare->to, "main", SQLITE_FCNTL_JOURNAL_POINTER, &wal);
    if (wal && wal->pMethods && wal->pMethods->xFileSize(wal, &size) == SQLITE_OK && size > WAL_LIMIT)
        sqlite3_wal_checkpoint_v2(bare->to, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
}

static double batch_write(struct bare *bare, double share)
{
    const double start = now_s();
    step(bare, bare->begin);
    for (int i = 0; i < bare->count; i++)
        work_write(bare, &bare->work[i], share);
    step(bare, bare->commit);
    return now_s() - start;
}

static int compare(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void commits_tell(double *took, int64_t count, struct bare_result *result)
{
    qsort(took, (size_t)count, sizeof *took, compare);
    result->commit_p50_ms = took[count / 2] * 1000;
    result->commit_p99_ms = took[count * 99 / 100] * 1000;
}

static void size_tell(struct bare *bare, struct bare_result *result)
{
    sqlite3_stmt *pages = prepare(bare->to, "PRAGMA page_count");
    sqlite3_step(pages);
    result->bytes = (double)sqlite3_column_int64(pages, 0) * 4096 / (double)bare->plan->bookings;
    sqlite3_finalize(pages);
    for (int i = 0; i < bare->count; i++)
        result->rows += (double)bare->work[i].rows / (double)bare->plan->bookings;
}

static void all_write(struct bare *bare, struct bare_result *result)
{
    const struct bare_plan *plan = bare->plan;
    const int64_t batches = (int64_t)((double)plan->bookings / plan->batch) + 1;
    double *took = calloc((size_t)batches, sizeof *took);
    if (!took)
        figures_fail("out of memory");
    const double start = now_s(), cpu = cpu_s();
    for (int64_t i = 0; i < batches; i++) {
        if (plan->rate)
            sleep_until(start + (double)i / plan->rate);
        took[i] = batch_write(bare, (double)(i + 1) / (double)batches);
        checkpoint(bare);
    }
    result->seconds = now_s() - start;
    result->cpu_s = cpu_s() - cpu;
    commits_tell(took, batches, result);
    size_tell(bare, result);
    free(took);
}

/* ---- processes ---- */

/* Tells that it is ready, waits for the start, writes, tells the result; the process ends with it. */
static void child_run(const struct bare_plan *plan, int go, int tell)
{
    static struct bare bare;
    struct bare_result result = {0};
    char word = 'r';
    bare.plan = plan;
    bare_open(&bare);
    if (write(tell, &word, 1) != 1 || read(go, &word, 1) != 1)
        figures_fail("bare SQLite: no start");
    all_write(&bare, &result);
    sqlite3_close_v2(bare.to);
    files_remove(plan->copy);
    _exit(write(tell, &result, sizeof result) == sizeof result ? 0 : 1);
}

struct child {
    pid_t pid;
    int go[2], tell[2];
};

static void child_start(struct child *child, const struct bare_plan *plan)
{
    char word;
    if (pipe(child->go) != 0 || pipe(child->tell) != 0 || (child->pid = fork()) < 0)
        figures_fail("no process for bare SQLite");
    if (child->pid == 0)
        child_run(plan, child->go[0], child->tell[1]);
    close(child->tell[1]);
    if (read(child->tell[0], &word, 1) != 1)
        figures_fail("bare SQLite did not start");
}

static void child_end(struct child *child, struct bare_result *result)
{
    if (read(child->tell[0], result, sizeof *result) != sizeof *result)
        figures_fail("bare SQLite did not end well");
    waitpid(child->pid, NULL, 0);
    close(child->go[0]);
    close(child->go[1]);
    close(child->tell[0]);
}

void bare_run(const struct bare_plan *plans, struct bare_result *results, int count)
{
    struct child children[8];
    fflush(stdout);
    for (int i = 0; i < count; i++)
        child_start(&children[i], &plans[i]);
    for (int i = 0; i < count; i++)
        if (write(children[i].go[1], "g", 1) != 1)
            figures_fail("bare SQLite cannot be started");
    for (int i = 0; i < count; i++)
        child_end(&children[i], &results[i]);
}
