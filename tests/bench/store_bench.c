/* How fast units are stored: one event of 400 bytes and one upsert a unit, at several batch sizes, beside bare SQLite
 * writing the same rows with the same settings. Run by hand, on the disk that is to be measured:
 *
 *     make B=build build/libanxin.a
 *     gcc -std=c17 -D_GNU_SOURCE -O2 -I. -Icommon tests/bench/store_bench.c build/libanxin.a \
 *         -lsqlite3 -lmsgpackc -lsodium -ljansson -linih -o build/store_bench
 *     build/store_bench [FOLDER] [SECONDS]
 *
 * bare: the event row and the upsert, prepared once, ready-made bytes. units: savepoint, header, hash, chain, release.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/text.h"
#include "store/ledger.h"
#include "wire/id.h"

#define BODY_SIZE 400
#define THINGS 20000 /* objects that are updated in turn */
#define ROUNDS 5     /* taken in turn, the best of each counts: other work on the machine only slows down */
#define BASE_MS INT64_C(1790000000000)

static const struct migration steps[] = {
    {1, "001_thing", "CREATE TABLE thing (id TEXT PRIMARY KEY, state TEXT NOT NULL, rev INTEGER NOT NULL) STRICT;"},
    {0, NULL, NULL},
};
static const char *const statements[] = {
    "INSERT INTO thing (id, state, rev) VALUES (?, ?, ?)"
    " ON CONFLICT (id) DO UPDATE SET state = excluded.state, rev = excluded.rev",
};
static const struct statements thing_sql = {"thing", statements, 1};
static const struct statements *const tables[] = {&thing_sql, NULL};

struct bench {
    char path[256];
    double seconds;
    uint8_t body[BODY_SIZE];
    char ids[THINGS][UUID_SIZE];
    struct store *store;
    struct ledger *ledger;
    sqlite3 *db;
    sqlite3_stmt *begin, *commit, *event, *thing, *savepoint, *release;
    bool savepoints; /* bare with a savepoint around each unit */
    struct stored stored;
};

static void fail(const char *what, const char *why)
{
    fprintf(stderr, "store_bench: %s: %s\n", what, why);
    exit(1);
}

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void remove_files(const struct bench *bench)
{
    char wal[300];
    snprintf(wal, sizeof wal, "%s-wal", bench->path);
    unlink(bench->path);
    unlink(wal);
}

/* ---- ours ---- */

static void ours_open(struct bench *bench)
{
    static const uint8_t seed[8] = {1};
    struct error error = {""};
    struct store_options options = {.path = bench->path, .service = "bench", .migrations = steps, .statements = tables};
    bench->store = store_open(&options, &error);
    bench->ledger = bench->store ? ledger_open(bench->store, seed, &error) : NULL;
    if (!bench->ledger)
        fail("open", error.text);
}

static void ours_unit(struct bench *bench, int64_t n)
{
    struct envelope envelope = {.time = BASE_MS + n};
    char *id = bench->ids[n % THINGS];
    id_derive(envelope.id, "bench", BASE_MS + n, "bench", id, (uint32_t)n);
    TEXT_PUT(envelope.source, "bench");
    TEXT_PUT(envelope.type, "booking.created");
    TEXT_PUT(envelope.subject, id);
    TEXT_PUT(envelope.partitionkey, id);
    TEXT_PUT(envelope.causationid, envelope.id);
    if (store_savepoint(bench->store) != 0 ||
        store_do(bench->store, &thing_sql, 0, ARGS(val_text(id), val_text("confirmed"), val_int(n))) < 0 ||
        ledger_append(bench->ledger, "bench", &envelope, bench->body, BODY_SIZE, BASE_MS + n, &bench->stored) != 0 ||
        store_release(bench->store) != 0)
        fail("unit", store_why(bench->store));
    ledger_keep(bench->ledger);
}

static void ours_batch(struct bench *bench, int64_t from, int batch)
{
    if (store_begin(bench->store) != 0)
        fail("begin", store_why(bench->store));
    for (int i = 0; i < batch; i++)
        ours_unit(bench, from + i);
    if (store_commit(bench->store) != 0)
        fail("commit", store_why(bench->store));
    store_checkpoint(bench->store, false);
}

static void ours_close(struct bench *bench)
{
    ledger_close(&bench->ledger);
    store_close(&bench->store);
}

/* ---- bare SQLite ---- */

static sqlite3_stmt *prepare(struct bench *bench, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(bench->db, sql, -1, &statement, NULL) != SQLITE_OK)
        fail(sql, sqlite3_errmsg(bench->db));
    return statement;
}

/* The rows of a store that was just closed, so that tables, indexes and settings of the file are the same. */
static void bare_open(struct bench *bench)
{
    ours_open(bench);
    ours_close(bench);
    if (sqlite3_open_v2(bench->path, &bench->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK ||
        sqlite3_exec(bench->db,
                     "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                     "PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -16384; PRAGMA journal_size_limit = 67108864",
                     NULL, NULL, NULL) != SQLITE_OK)
        fail("bare open", sqlite3_errmsg(bench->db));
    bench->begin = prepare(bench, "BEGIN IMMEDIATE");
    bench->commit = prepare(bench, "COMMIT");
    bench->savepoint = prepare(bench, "SAVEPOINT unit");
    bench->release = prepare(bench, "RELEASE unit");
    bench->thing = prepare(bench, statements[0]);
    bench->event =
        prepare(bench, "INSERT INTO event (place, nth, subject, hash, header, data) VALUES (?, ?, ?, ?, ?, ?)");
}

static void step(struct bench *bench, sqlite3_stmt *statement)
{
    if (sqlite3_step(statement) != SQLITE_DONE)
        fail("bare", sqlite3_errmsg(bench->db));
    sqlite3_reset(statement);
}

static void bare_unit(struct bench *bench, int64_t n)
{
    const char *id = bench->ids[n % THINGS];
    if (bench->savepoints)
        step(bench, bench->savepoint);
    sqlite3_bind_text(bench->thing, 1, id, UUID_SIZE - 1, SQLITE_STATIC);
    sqlite3_bind_text(bench->thing, 2, "confirmed", 9, SQLITE_STATIC);
    sqlite3_bind_int64(bench->thing, 3, n);
    step(bench, bench->thing);
    sqlite3_bind_int64(bench->event, 1, (INT64_C(1) << 40) + n);
    sqlite3_bind_int64(bench->event, 2, n);
    sqlite3_bind_text(bench->event, 3, id, UUID_SIZE - 1, SQLITE_STATIC);
    sqlite3_bind_blob(bench->event, 4, bench->body, 32, SQLITE_STATIC);
    sqlite3_bind_blob(bench->event, 5, bench->stored.header, (int)bench->stored.header_size, SQLITE_STATIC);
    sqlite3_bind_blob(bench->event, 6, bench->body, BODY_SIZE, SQLITE_STATIC);
    step(bench, bench->event);
    if (bench->savepoints)
        step(bench, bench->release);
}

static void bare_batch(struct bench *bench, int64_t from, int batch)
{
    step(bench, bench->begin);
    for (int i = 0; i < batch; i++)
        bare_unit(bench, from + i);
    step(bench, bench->commit);
    sqlite3_file *wal = NULL;
    sqlite3_int64 size = 0;
    sqlite3_file_control(bench->db, "main", SQLITE_FCNTL_JOURNAL_POINTER, &wal);
    if (wal && wal->pMethods && wal->pMethods->xFileSize(wal, &size) == SQLITE_OK && size > 64 * 1024 * 1024)
        sqlite3_wal_checkpoint_v2(bench->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
}

static void bare_close(struct bench *bench)
{
    sqlite3_stmt *const all[] = {bench->begin,   bench->commit, bench->savepoint,
                                 bench->release, bench->thing,  bench->event};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        sqlite3_finalize(all[i]);
    sqlite3_close(bench->db);
}

/* ---- measuring ---- */

struct way {
    void (*open)(struct bench *bench);
    void (*batch)(struct bench *bench, int64_t from, int batch);
    void (*close)(struct bench *bench);
};
static const struct way ours = {ours_open, ours_batch, ours_close}, bare = {bare_open, bare_batch, bare_close};

struct rate {
    double units; /* a second */
    double cpu;   /* microseconds of processor a unit */
};

static double cpu_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static struct rate measure(struct bench *bench, const struct way *way, int batch)
{
    int64_t units = 0;
    remove_files(bench);
    way->open(bench);
    double start = now_s(), cpu = cpu_s(), end;
    do {
        way->batch(bench, units + 1, batch);
        units += batch;
        end = now_s();
    } while (end - start < bench->seconds);
    struct rate rate = {(double)units / (end - start), (cpu_s() - cpu) * 1e6 / (double)units};
    way->close(bench);
    remove_files(bench);
    return rate;
}

static void take_best(struct rate *best, struct rate rate)
{
    if (rate.units > best->units)
        best->units = rate.units;
    if (best->cpu == 0 || rate.cpu < best->cpu)
        best->cpu = rate.cpu;
}

int main(int argc, char **argv)
{
    static struct bench bench;
    static const int batches[] = {1, 32, 128, 512};
    snprintf(bench.path, sizeof bench.path, "%s/store_bench.db", argc > 1 ? argv[1] : "/tmp");
    bench.seconds = argc > 2 ? atof(argv[2]) : 1;
    memset(bench.body, 0x61, sizeof bench.body);
    for (int i = 0; i < THINGS; i++)
        id_derive(bench.ids[i], "bench", BASE_MS + i, "bench", "thing", (uint32_t)i);
    printf("%6s %20s %20s %20s %8s\n", "", "bare SQLite", "with savepoints", "units", "of bare");
    printf("%6s %10s %9s %10s %9s %10s %9s %8s\n", "batch", "a second", "us cpu", "a second", "us cpu", "a second",
           "us cpu", "");
    measure(&bench, &ours, 512); /* leaves a header of the usual size in bench.stored, and warms up */
    for (size_t i = 0; i < sizeof batches / sizeof *batches; i++) {
        struct rate plain = {0}, saved = {0}, unit = {0};
        for (int round = 0; round < ROUNDS; round++) {
            bench.savepoints = false;
            take_best(&plain, measure(&bench, &bare, batches[i]));
            bench.savepoints = true;
            take_best(&saved, measure(&bench, &bare, batches[i]));
            take_best(&unit, measure(&bench, &ours, batches[i]));
        }
        printf("%6d %10.0f %9.1f %10.0f %9.1f %10.0f %9.1f %7.0f%%\n", batches[i], plain.units, plain.cpu, saved.units,
               saved.cpu, unit.units, unit.cpu, 100 * unit.units / plain.units);
    }
    return 0;
}
