/* Opens and closes a store: one SQLite file, one connection, its settings verified by reading them back. A file that is
 * not this service's store is left as it was found. */
#include "store/store.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "base/text.h"

#include "inside.h"
#include "wal_file.h"
#include "sealing.h"

/* A setting, and the answer that proves it is in force (ask NULL: a VFS need not know it). */
struct pragma {
    const char *set, *ask, *answer;
};

/* Before the file is touched: EXCLUSIVE must come before the first access to the WAL, so that no -shm is made. */
static const struct pragma first_pragmas[] = {
    {"PRAGMA locking_mode = EXCLUSIVE", "PRAGMA locking_mode", "exclusive"},
    {"PRAGMA page_size = 4096", NULL, NULL},
    {NULL, NULL, NULL},
};

static const struct pragma writer_pragmas[] = {
    {"PRAGMA journal_mode = WAL", "PRAGMA journal_mode", "wal"},
    {"PRAGMA synchronous = FULL", "PRAGMA synchronous", "2"},
    {"PRAGMA wal_autocheckpoint = 0", "PRAGMA wal_autocheckpoint", "0"},
    {"PRAGMA journal_size_limit = 67108864", "PRAGMA journal_size_limit", "67108864"},
    {"PRAGMA secure_delete = ON", "PRAGMA secure_delete", "1"}, /* an erased person leaves no trace (X5) */
    {NULL, NULL, NULL},
};

static const struct pragma pragmas[] = {
    {"PRAGMA foreign_keys = ON", "PRAGMA foreign_keys", "1"},
    {"PRAGMA trusted_schema = OFF", "PRAGMA trusted_schema", "0"},
    {"PRAGMA cell_size_check = ON", "PRAGMA cell_size_check", "1"},
    {"PRAGMA temp_store = MEMORY", "PRAGMA temp_store", "2"},
    {"PRAGMA cache_size = -16384", "PRAGMA cache_size", "-16384"},
    {"PRAGMA mmap_size = 0", NULL, NULL},
    {NULL, NULL, NULL},
};

static const struct {
    int id, value;
} limits[] = {
    {SQLITE_LIMIT_LENGTH, 1 << 20},     {SQLITE_LIMIT_SQL_LENGTH, 100000}, {SQLITE_LIMIT_ATTACHED, 0},
    {SQLITE_LIMIT_VARIABLE_NUMBER, 64}, {SQLITE_LIMIT_EXPR_DEPTH, 100},    {SQLITE_LIMIT_COMPOUND_SELECT, 20},
    {SQLITE_LIMIT_WORKER_THREADS, 0},   {SQLITE_LIMIT_TRIGGER_DEPTH, 4},
};

static const struct {
    int id, value;
} switches[] = {
    {SQLITE_DBCONFIG_DEFENSIVE, 1}, {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0}, {SQLITE_DBCONFIG_DQS_DML, 0},
    {SQLITE_DBCONFIG_DQS_DDL, 0},   {SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1}, /* until we know that the file is ours */
};

int store_fail(struct store *store, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    vsnprintf(store->why.text, sizeof store->why.text, format, list);
    va_end(list);
    store->code = SQLITE_OK;
    return -1;
}

int store_fail_sql(struct store *store, int code, const char *what)
{
    const char *text = sqlite3_errcode(store->db) == (code & 0xff) || sqlite3_extended_errcode(store->db) == code
                           ? sqlite3_errmsg(store->db)
                           : sqlite3_errstr(code);
    bool input_output = (code & 0xff) == SQLITE_IOERR && code != SQLITE_IOERR_NOMEM;
    store_fail(store, "%s: %s (%d)%s", what, text, code, input_output ? "; the store must be reopened" : "");
    store->code = code;
    if (input_output)
        store->broken = true; /* a second fsync may report success falsely */
    return -1;
}

int store_fail_open(struct store *store, int code)
{
    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        store_fail(store, "store %s is in use by another process", store->path);
        break;
    case SQLITE_NOTADB:
        store_fail(store, "%s is not a store: it is not an SQLite file", store->path);
        break;
    default:
        store_fail_sql(store, code, "");
        char reason[sizeof store->why.text];
        TEXT_PUT(reason, store->why.text);
        store_fail(store, "store %s cannot be opened%s", store->path, reason);
    }
    store->code = code;
    return -1;
}

static int ask(struct store *store, const char *sql, sqlite3_stmt **statement)
{
    int code = sqlite3_prepare_v2(store->db, sql, -1, statement, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_step(*statement);
    if (code == SQLITE_ROW)
        return 1;
    if (code == SQLITE_DONE)
        return 0;
    return store_fail_open(store, code);
}

int store_ask_int(struct store *store, const char *sql, int64_t *number)
{
    sqlite3_stmt *statement = NULL;
    int found = ask(store, sql, &statement);
    *number = found == 1 ? sqlite3_column_int64(statement, 0) : 0;
    sqlite3_finalize(statement);
    return found;
}

int store_ask_text(struct store *store, const char *sql, char *text, size_t size)
{
    sqlite3_stmt *statement = NULL;
    int found = ask(store, sql, &statement);
    const char *value = found == 1 ? (const char *)sqlite3_column_text(statement, 0) : NULL;
    text_copy(text, size, value ? value : "");
    sqlite3_finalize(statement);
    return found;
}

int store_run(struct store *store, const char *sql)
{
    int code = sqlite3_exec(store->db, sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? 0 : store_fail_open(store, code);
}

static int apply_pragmas(struct store *store, const struct pragma *list)
{
    for (; list->set; list++) {
        char answer[32] = "";
        if (store_run(store, list->set) != 0)
            return -1;
        if (!list->ask)
            continue;
        if (store_ask_text(store, list->ask, answer, sizeof answer) < 0)
            return -1;
        if (!text_same(answer, list->answer))
            return store_fail(store, "store %s: %s was not accepted, it is %s", store->path, list->set, answer);
    }
    return 0;
}

static int connect_file(struct store *store)
{
    char vfs[WAL_FILE_NAME];
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                (store->read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    if (wal_file_vfs(store->vfs, vfs) != 0)
        return store_fail(store, "no files for store %s: there is no VFS %s", store->path,
                          store->vfs ? store->vfs : "");
    int code = sqlite3_open_v2(store->path, &store->db, flags, vfs);
    if (code != SQLITE_OK)
        return store_fail_open(store, code);
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
        sqlite3_limit(store->db, limits[i].id, limits[i].value);
    for (size_t i = 0; i < sizeof switches / sizeof *switches; i++)
        sqlite3_db_config(store->db, switches[i].id, switches[i].value, NULL);
    return store_reach_open(store);
}

/* After each commit: how many pages the WAL holds. Takes the place of SQLite's own checkpoints. */
static int after_commit(void *self, sqlite3 *db, const char *name, int pages)
{
    (void)db, (void)name;
    ((struct store *)self)->wal_pages = pages;
    return SQLITE_OK;
}

int store_fail_like(struct store *store, const struct store *other)
{
    store_fail(store, "%s: %s", other->path, other->why.text);
    store->code = other->code;
    store->broken = store->broken || other->broken;
    return -1;
}

int store_truncate(struct store *store)
{
    int code = sqlite3_wal_checkpoint_v2(store->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    if (code != SQLITE_OK)
        return store_fail_sql(store, code, "checkpoint");
    store->wal_pages = 0;
    return 0;
}

/* A file that is larger already keeps its size and grows no more. */
static int limit_pages(struct store *store)
{
    char limit[64];
    int64_t answer;
    if (store->most_pages == 0)
        return 0;
    TEXT_FORMAT(limit, "PRAGMA max_page_count = %lld", (long long)store->most_pages);
    return store_ask_int(store, limit, &answer) < 0 ? -1 : 0;
}

static int open_writer(struct store *store, const struct store_options *options)
{
    bool fresh = false;
    if (apply_pragmas(store, first_pragmas) != 0 || store_identify(store, options->service, &fresh) != 0 ||
        store_rewrite_log(store) != 0 || apply_pragmas(store, writer_pragmas) != 0 ||
        apply_pragmas(store, pragmas) != 0)
        return -1;
    if (fresh && store_found(store, options->service) != 0)
        return -1;
    store->ours = true;
    if (limit_pages(store) != 0)
        return -1;
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
    sqlite3_wal_hook(store->db, after_commit, store);
    if (store_migrate(store, options->migrations) != 0)
        return -1;
    int code = sqlite3_wal_checkpoint_v2(store->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    if (code == SQLITE_OK)
        store->wal_pages = 0;
    if (code != SQLITE_OK && (code & 0xff) != SQLITE_FULL) /* with a full disk it may still be read */
        return store_fail_open(store, code);
    return store_check_whole(store);
}

static int open_reader(struct store *store, const struct store_options *options)
{
    bool fresh = false;
    if (store_identify(store, options->service, &fresh) != 0 || apply_pragmas(store, pragmas) != 0)
        return -1;
    if (fresh)
        return store_fail(store, "store %s is empty", store->path);
    if (store_check_whole(store) != 0)
        return -1;
    return store_migrate(store, options->migrations);
}

/* Settings of the library, before its first use; later ones are refused and change nothing. One thread needs no mutex,
 * and nobody asks how much memory is in use. */
static void settle_library(void)
{
    sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static char *copy_of(const char *text)
{
    return text ? strdup(text) : NULL;
}

/* A copy of the master key in memory that is locked and not dumped. */
static int take_secrets(struct store *store, const struct secrets *secrets)
{
    store->secrets = *secrets;
    store->master = sodium_init() < 0 ? NULL : sodium_malloc(SEAL_KEY);
    if (!store->master)
        return store_fail(store, "store %s: no memory for its master key", store->path);
    memcpy(store->master, secrets->master, SEAL_KEY);
    store->secrets.master = store->master;
    return 0;
}

static int take_texts(struct store *store, const struct store_options *options)
{
    store->path = copy_of(options->path);
    store->vfs = copy_of(options->vfs);
    store->service = copy_of(options->service);
    if (!store->path || !store->service || (options->vfs && !store->vfs))
        return store_fail(store, "out of memory");
    return options->secrets ? take_secrets(store, options->secrets) : 0;
}

struct store *store_open(const struct store_options *options, struct error *error)
{
    settle_library();
    struct store *store = calloc(1, sizeof *store);
    if (!store) {
        error_set(error, "store %s: out of memory", options->path);
        return NULL;
    }
    store->read_only = options->read_only;
    store->most_pages = options->most_mib * (1024 * 1024 / STORE_PAGE);
    store->bare = options->bare;
    int failed = take_texts(store, options);
    if (!failed)
        failed = connect_file(store);
    if (!failed)
        failed = store->read_only ? open_reader(store, options) : open_writer(store, options);
    if (!failed)
        failed = store_prepare(store, options->statements, options->known);
    if (!failed && options->secrets)
        failed = sealing_begin(store);
    if (failed) {
        error_set(error, "%s", store->why.text);
        store_close(&store);
    }
    return store;
}

void store_close(struct store **pointer)
{
    struct store *store = *pointer;
    if (!store)
        return;
    store_unprepare(store);
    if (store->ours && !store->broken)
        store_truncate(store);
    if (store->broken) /* as after a crash: what was committed is in the WAL */
        sqlite3_db_config(store->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    sqlite3_close_v2(store->db);
    vault_close(&store->vault);
    sodium_free(store->master);
    free(store->path);
    free(store->vfs);
    free(store->service);
    free(store);
    *pointer = NULL;
}

const char *store_why(const struct store *store)
{
    return store->why.text;
}

bool store_is_full(const struct store *store)
{
    int code = store->code & 0xff;
    return code == SQLITE_FULL || code == SQLITE_NOMEM || store->code == SQLITE_IOERR_NOMEM;
}

bool store_is_disk_full(const struct store *store)
{
    return (store->code & 0xff) == SQLITE_FULL;
}

int64_t store_room(struct store *store)
{
    int64_t pages, free;
    if (store->most_pages == 0 || store->broken || store_ask_int(store, "PRAGMA page_count", &pages) < 0 ||
        store_ask_int(store, "PRAGMA freelist_count", &free) < 0)
        return INT64_MAX;
    int64_t left = store->most_pages - pages + free;
    return left > 0 ? left * STORE_PAGE : 0;
}

bool store_is_broken(const struct store *store)
{
    return store->broken;
}

int64_t store_replayed(const struct store *store)
{
    return store->replayed;
}

int store_schema(const struct store *store)
{
    return store->schema;
}
