/* One SQLite file, one connection, owned by one daemon: WAL, synchronous=FULL, locking_mode=EXCLUSIVE (DESIGN 5).
 * Statements are declared as tables and prepared at open. Failures leave their reason in store_why(). */
#ifndef ANXIN_STORE_STORE_H
#define ANXIN_STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct store;

/* The SQL of one store file: an enum of statements beside this array of SQL. */
struct statements {
    const char *name; /* "booking" */
    const char *const *sql;
    int count;
};

/* One append-only step of a schema; the text is embedded from schema/NNN_name.sql at build. */
struct migration {
    int version; /* 1, 2, 3 ... */
    const char *name;
    const char *sql;
};

/* What personal fields are sealed with (person.h). The master key wraps the keys in the key file. */
struct secrets {
    const uint8_t *master;                             /* 32 bytes, copied */
    void (*random)(void *self, void *to, size_t size); /* keys and nonces */
    void *self;
};

/* Kept by who opens stores of one program again and again: the schema with which all its statements were prepared. */
struct store_known {
    bool is;
    uint8_t schema[32];
};

struct store_options {
    const char *path;
    const char *service;                        /* refused when the file belongs to another one */
    const struct migration *migrations;         /* the service's own, ended by version 0 */
    const struct statements *const *statements; /* the service's own, ended by NULL */
    const char *vfs;                            /* NULL: SQLite's default */
    bool read_only;                             /* a copy that is to be verified */
    int64_t most_mib;                           /* the file grows no further; 0: no limit */
    const struct secrets *secrets; /* NULL: nothing personal can be put or read, and no message set aside */
    bool bare;                     /* a key file: its own tables alone */
    struct store_known *known;     /* under a schema that is known, statements are prepared when they are first run.
                                      NULL, as in every daemon: all at the opening */
};

/* Opens or creates, locks, migrates (each step one transaction together with its version), prepares all statements.
 * Refuses, naming the file: another service's store, a newer schema, a store in use, a file that is not a store.
 * NULL with the reason. The ledger's own tables (ledger.h, timers.h, person.h) are part of every store. */
struct store *store_open(const struct store_options *options, struct error *error);
void store_close(struct store **store); /* checkpoints, closes, clears the pointer; NULL is fine */

const char *store_why(const struct store *store); /* reason of the last failure */
bool store_is_full(const struct store *store);    /* the last failure was a shortage (disk, memory), not a mistake */
bool store_is_broken(
    const struct store *store); /* after an I/O error: nothing works but store_close, then open again */
int64_t store_replayed(const struct store *store);  /* persons erased again at the opening: it is an older copy */
bool store_is_disk_full(const struct store *store); /* the last failure was a full disk, or the limit of the file */
int64_t store_room(struct store *store);            /* bytes up to that limit; INT64_MAX without one */
int store_schema(const struct store *store);        /* version of the service's schema */
int64_t store_size(const struct store *store);      /* bytes of file and WAL */

/* What in_reach(STATION, COMMUNITY) says in SQL from now on; NULL: true. For lists, which leave out what their asker
 * may not see (V24). */
typedef bool store_reach(void *self, const char *station, const char *community);
void store_reach_set(struct store *store, store_reach *reach, void *self);

/* ---- running statements ---- */

enum value_kind { VALUE_NULL, VALUE_INT, VALUE_TEXT, VALUE_BLOB };
struct value {
    enum value_kind kind;
    int64_t number;
    const void *data;
    size_t size;
};
struct value val_int(int64_t number);
struct value val_text(const char *text); /* "" stays "" */
struct value val_opt(const char *text);  /* "" is stored as NULL */
struct value val_blob(const void *data, size_t size);
#define ARGS(...)                                                                                                      \
    (const struct value[]){__VA_ARGS__}, (int)(sizeof((const struct value[]){__VA_ARGS__}) / sizeof(struct value))
#define NO_ARGS NULL, 0

/* Runs a statement that gives no rows. Returns the number of rows changed, or -1. */
int store_do(struct store *store, const struct statements *table, int statement, const struct value *args, int count);

/* Runs a statement row by row. Always rows_close, also after a failure (it is harmless twice).
 *     struct rows r;
 *     rows_open(&r, store, &visit_sql, VISIT_BY_WORKER, ARGS(val_text(worker)));
 *     while ((found = rows_next(&r)) == 1) { ... rows_int(&r, 0) ... }
 *     rows_close(&r);                                     found is now 0, or -1 when something failed
 * The same statement may not be open twice at once (a bug). Texts are valid until the next rows_next. */
struct rows {
    struct store *store;
    void *statement;
    bool failed;
};
void rows_open(struct rows *rows, struct store *store, const struct statements *table, int statement,
               const struct value *args, int count);
int rows_next(struct rows *rows); /* 1 a row, 0 no more, -1 failed */
int64_t rows_int(const struct rows *rows, int column);
bool rows_null(const struct rows *rows, int column);
const char *rows_text(const struct rows *rows, int column);                 /* "" for NULL */
void rows_copy(const struct rows *rows, int column, char *to, size_t size); /* text into a field; too long is a bug */
#define ROWS_COPY(rows, column, array) rows_copy((rows), (column), (array), sizeof(array))
const void *rows_blob(const struct rows *rows, int column, size_t *size);
int rows_columns(const struct rows *rows);
const char *rows_name(const struct rows *rows, int column); /* what the statement calls it */
void rows_close(struct rows *rows);

/* One integer of a statement that gives one row: 1 found, 0 none, -1. */
int store_int(struct store *store, const struct statements *table, int statement, const struct value *args, int count,
              int64_t *number);

/* ---- transactions (the skeleton's; handlers never call these) ---- */

int store_begin(struct store *store);
int store_commit(struct store *store); /* durable when it returns 0; on failure the transaction is gone */
void store_rollback(struct store *store);
int store_savepoint(struct store *store); /* one level inside the transaction */
int store_release(struct store *store);
int store_undo(struct store *store);             /* back to the savepoint, which is gone then */
int store_checkpoint_whole(struct store *store); /* moves all of the WAL and cuts its file; 0 or -1 */
/* Moves the WAL into the file when idle, or when the WAL has passed its limit. 0 or -1. */
int store_checkpoint(struct store *store, bool idle);

/* ---- copies and audits ---- */

/* Calls `each` with the first column of every row of a constant query (an invariant). 0 or -1. */
int store_ask(struct store *store, const char *sql, void (*each)(void *self, const char *text), void *self);

/* SQLite's integrity check and the foreign keys: calls `complain` for each fault. 0 or -1. */
int store_integrity(struct store *store, void (*complain)(void *self, const char *text), void *self);

/* A copy of the store as it is when the last step is done, made between transactions, which may come between the steps.
 * It stands at `path` when it is whole and on disk; until then at PATH-part, which nobody takes for a store. An
 * existing file is refused. NULL with the reason. */
struct copying;
struct copying *copy_begin(struct store *store, const char *path);
/* File control that a VFS may know: gives its file that name, durably, unless it is taken. */
#define STORE_RENAME 1001
int copy_step(struct copying *copying,
              int pages); /* at most so many: 1 it is whole, 0 there is more, -1 it has failed */
void copy_tell(const struct copying *copying, int64_t *done, int64_t *all); /* bytes, of a copy that is not whole */
void copy_end(struct copying **copying);               /* before the store is closed; what is not whole is removed */
int store_copy(struct store *store, const char *path); /* all of it in one go; 0 or -1 */
/* Likewise of its key file: 1, 0 there is none, -1. */
int store_copy_keys(struct store *store, const char *path);
/* BLAKE2b-256 of a file's bytes, and how many they are: what a backup notes of a copy. 0, -1 with errno. */
int store_copy_hash(const char *path, uint8_t hash[32], int64_t *size);

#endif
