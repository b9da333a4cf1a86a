/* The SQL of mass revocations. */
#include "revocation_store.h"

#include <string.h>

#include "base/text.h"

#include "cert_store.h"
#include "roster.h"

enum { FIND, INSERT, SAVE, COUNT_OF, NEXT, FITTING, COUNT };

#define COLUMNS                                                                                                        \
    "id, body, cert_type, number_from, number_to, issued_from, issued_to, reason, by, at, count, revoked, upto, "      \
    "done_at"
#define FITS                                                                                                           \
    "c.body = r.body AND (r.cert_type = '' OR c.cert_type = r.cert_type) "                                             \
    "AND (r.number_from = '' OR c.number >= r.number_from) AND (r.number_to = '' OR c.number <= r.number_to) "         \
    "AND c.issued >= r.issued_from AND c.issued < r.issued_to"
#define STANDING "c.state IN ('VERIFIED', 'SUSPENDED')"

static const char *const sql[COUNT] = {
    [FIND] = "SELECT " COLUMNS " FROM revocation WHERE id = ?1",
    [INSERT] = "INSERT INTO revocation (" COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 0, 0, '', NULL)",
    [SAVE] = "UPDATE revocation SET count = ?2, revoked = ?3, upto = ?4, done_at = nullif(?5, 0) WHERE id = ?1",
    [COUNT_OF] = "SELECT count(*) FROM revocation r JOIN cert c ON " FITS " AND " STANDING " WHERE r.id = ?1",
    [NEXT] = "SELECT c.id FROM revocation r JOIN cert c ON " FITS " AND " STANDING
             " WHERE r.id = ?1 AND c.id > ?2 ORDER BY c.id LIMIT 1",
    [FITTING] = "SELECT r.id FROM cert c JOIN revocation r ON " FITS " WHERE c.id = ?1 ORDER BY r.id LIMIT 1",
};

const struct statements revocation_sql = {"revocation", sql, COUNT};

static void revocation_read(const struct rows *r, struct revocation *revocation)
{
    memset(revocation, 0, sizeof *revocation);
    ROWS_COPY(r, 0, revocation->id);
    ROWS_COPY(r, 1, revocation->body);
    ROWS_COPY(r, 2, revocation->type);
    ROWS_COPY(r, 3, revocation->number_from);
    ROWS_COPY(r, 4, revocation->number_to);
    revocation->issued_from = rows_int(r, 5);
    revocation->issued_to = rows_int(r, 6);
    ROWS_COPY(r, 7, revocation->reason);
    ROWS_COPY(r, 8, revocation->by);
    revocation->at = rows_int(r, 9);
    revocation->count = rows_int(r, 10);
    revocation->revoked = rows_int(r, 11);
    ROWS_COPY(r, 12, revocation->upto);
    revocation->done_at = rows_int(r, 13);
}

int revocation_find(struct store *store, const char *id, struct revocation *revocation)
{
    struct rows r;
    rows_open(&r, store, &revocation_sql, FIND, ARGS(val_text(id)));
    int found = rows_next(&r);
    if (found == 1)
        revocation_read(&r, revocation);
    rows_close(&r);
    return found;
}

int revocation_insert(struct store *store, const struct revocation *r)
{
    int done = store_do(store, &revocation_sql, INSERT,
                        ARGS(val_text(r->id), val_text(r->body), val_text(r->type), val_text(r->number_from),
                             val_text(r->number_to), val_int(r->issued_from), val_int(r->issued_to),
                             val_text(r->reason), val_text(r->by), val_int(r->at)));
    return done < 0 ? -1 : 0;
}

int revocation_save(struct store *store, const struct revocation *r)
{
    int done =
        store_do(store, &revocation_sql, SAVE,
                 ARGS(val_text(r->id), val_int(r->count), val_int(r->revoked), val_text(r->upto), val_int(r->done_at)));
    return done < 0 ? -1 : 0;
}

int revocation_count(struct store *store, const char *id, int64_t *count)
{
    return store_int(store, &revocation_sql, COUNT_OF, ARGS(val_text(id)), count) == 1 ? 0 : -1;
}

static int id_read(struct rows *r, char id[65])
{
    int found = rows_next(r);
    if (found == 1)
        rows_copy(r, 0, id, 65);
    rows_close(r);
    return found;
}

int revocation_next(struct store *store, const struct revocation *revocation, struct cert *cert)
{
    struct rows r;
    char id[65];
    rows_open(&r, store, &revocation_sql, NEXT, ARGS(val_text(revocation->id), val_text(revocation->upto)));
    int found = id_read(&r, id);
    return found == 1 ? cert_find(store, id, cert) : found;
}

int revocation_of(struct store *store, const char *cert, char id[65])
{
    struct rows r;
    rows_open(&r, store, &revocation_sql, FITTING, ARGS(val_text(cert)));
    return id_read(&r, id);
}
