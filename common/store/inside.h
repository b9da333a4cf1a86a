/* What the files of common/store share about an open store; nobody else includes this. */
#ifndef ANXIN_STORE_INSIDE_H
#define ANXIN_STORE_INSIDE_H

#include <sqlite3.h>

#include "store/audit_trail.h"
#include "store/store.h"

#define STORE_PAGE 4096

/* One table of statements, prepared. */
struct prepared {
    const struct statements *table;
    sqlite3_stmt **at;
};

struct store {
    sqlite3 *db;
    char *path;
    char *vfs; /* NULL: the default */
    struct prepared *tables;
    int tables_count;
    store_reach *reach; /* NULL: everything is in reach */
    void *reach_self;
    struct error why;    /* the last failure */
    int code;            /* its extended SQLite code; SQLITE_OK when it was not SQLite's */
    int schema;          /* version of the service's schema */
    int64_t most_pages;  /* of the file; 0: no limit */
    int wal_pages;       /* in the WAL and not yet checkpointed */
    uint64_t savepoints; /* set so far: tells one from the next */
    bool in_savepoint;
    struct audit_head audit; /* last row of the trail, when known */
    bool audit_known;
    bool audit_in_savepoint; /* a row was added since the savepoint was set */
    bool read_only;
    bool ours;   /* the file is known to be this service's store */
    bool bare;   /* a key file: no ledger in it */
    bool broken; /* an I/O error: nothing may be done but close and open again */
    char *service;
    struct secrets secrets; /* `random` NULL: opened without */
    uint8_t *master;        /* 32 bytes of locked memory */
    struct vault *vault;    /* NULL: no key was needed yet */
    bool erased;            /* somebody, in this transaction */
    int64_t replayed;       /* erased again at the opening, since the store is an older copy */
};

/* Notes SQLite's last error (or a reason of our own) and returns -1. */
__attribute__((format(printf, 2, 3))) int store_fail(struct store *store, const char *format, ...);
int store_fail_sql(struct store *store, int code, const char *what);

/* The same of the first accesses, in words for the operator. */
int store_fail_open(struct store *store, int code);

/* Refuses a file that says it has pages which it has not. What lies in a WAL is left out: it is checked when it has
 * been moved. */
int store_check_whole(struct store *store);
/* Writes the WAL that was found once more, as it is, and syncs it: before the first write of a connection that has the
 * lock. 0 or -1. */
int store_rewrite_log(struct store *store);

/* The prepared statement, ready to be bound; a wrong table or index is a bug. NULL when the store must not be used or
 * the statement writes and no transaction is open. */
sqlite3_stmt *store_statement(struct store *store, const struct statements *table, int statement);

/* Makes in_reach() known; before statements are prepared. */
int store_reach_open(struct store *store);

/* Prepares own_tables and the service's; releases them all. */
int store_prepare(struct store *store, const struct statements *const *tables, struct store_known *known);
void store_unprepare(struct store *store);

/* Checks whose file it is without changing it; makes the identity of a new one. `fresh` says that it is new. */
int store_identify(struct store *store, const char *service, bool *fresh);
int store_found(struct store *store, const char *service);

/* Brings ledger and service to the newest step, or refuses a newer schema. */
int store_migrate(struct store *store, const struct migration *service);

/* A hash of 32 bytes from a column; -1 when it is not one. */
int rows_hash(const struct rows *rows, int column, uint8_t hash[32]);

/* First column of the first row of a fixed query as an integer or a text: 1 found, 0 no row, -1. */
int store_ask_int(struct store *store, const char *sql, int64_t *number);
int store_ask_text(struct store *store, const char *sql, char *text, size_t size);
int store_run(struct store *store, const char *sql);

/* Moves the whole WAL into the file and cuts it to nothing. 0 or -1. */
int store_truncate(struct store *store);

/* Takes the reason of another store's failure (the key file's) over. -1. */
int store_fail_like(struct store *store, const struct store *other);

/* Statements that every store has. */
extern const struct statements transaction_sql, stream_sql, event_sql, cursor_sql, answer_sql, park_sql, dead_sql,
    recent_sql, orphan_sql, meta_sql, timer_sql, person_sql, mark_sql, erased_sql, erasure_sql, audit_sql, anchor_sql;

#endif
