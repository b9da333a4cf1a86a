/* The SQL of certificates. */
#include "cert_store.h"

#include <string.h>

#include "base/text.h"
#include "store/page.h"

#include "roster.h"

enum { FIND, INSERT, UPDATE, NUMBER_ELSEWHERE, AFTER, OF_WORKER, PAGE, COUNT };

#define COLUMNS                                                                                                        \
    "cert.id, cert.worker, cert.cert_type, cert.level, cert.number, cert.body, cert.issued, cert.valid_from, "         \
    "cert.valid_to, cert.state, cert.evidence, cert.bad, cert.reason, cert.registered_by, cert.verified_by, "          \
    "cert.verified_at, cert.superseded_by, cert.revision, cert.covers_from"

static const char *const sql[COUNT] = {
    [FIND] = "SELECT " COLUMNS " FROM cert WHERE id = ?1",
    [INSERT] =
        "INSERT INTO cert (id, worker, cert_type, level, number, body, issued, valid_from, valid_to, state, evidence, "
        "bad, reason, registered_by, verified_by, verified_at, superseded_by, revision, covers_from) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
    [UPDATE] = "UPDATE cert SET state = ?2, evidence = ?3, bad = ?4, reason = ?5, verified_by = ?6, verified_at = ?7, "
               "superseded_by = ?8, revision = ?9 WHERE id = ?1",
    [NUMBER_ELSEWHERE] =
        "SELECT id FROM cert WHERE number = ?1 AND worker <> ?2 AND state <> 'REJECTED' ORDER BY id LIMIT 1",
    [AFTER] =
        "SELECT " COLUMNS " FROM cert WHERE worker = ?1 AND (cert_type, id) > (?2, ?3) ORDER BY cert_type, id LIMIT 1",
    [OF_WORKER] = "SELECT " COLUMNS " FROM cert WHERE worker = ?1 "
                  "AND cert_type IN ('identity', 'background', 'health', 'insurance') ORDER BY cert_type, id",
    [PAGE] =
        "SELECT " COLUMNS ", worker.station FROM cert JOIN worker ON worker.id = cert.worker WHERE cert.id > ?1 "
        "AND (?2 = '' OR cert.worker = ?2) AND (?3 = '' OR worker.station = ?3) AND (?4 = '' OR cert.cert_type = ?4) "
        "AND (?5 = '' OR cert.state = ?5) "
        "AND (?6 = 0 OR (cert.state = 'VERIFIED' AND cert.valid_to > ?7 AND cert.valid_to < ?6)) "
        "AND (?8 = '' OR cert.body = ?8) AND in_reach(worker.station, '') ORDER BY cert.id LIMIT ?9",
};

const struct statements cert_sql = {"cert", sql, COUNT};

static void cert_read(const struct rows *r, struct cert *cert)
{
    memset(cert, 0, sizeof *cert);
    ROWS_COPY(r, 0, cert->id);
    ROWS_COPY(r, 1, cert->worker);
    ROWS_COPY(r, 2, cert->type);
    cert->level = rows_int(r, 3);
    ROWS_COPY(r, 4, cert->number);
    ROWS_COPY(r, 5, cert->body);
    cert->issued = rows_int(r, 6);
    cert->valid_from = rows_int(r, 7);
    cert->valid_to = rows_int(r, 8);
    cert->state = cert_state_of(rows_text(r, 9));
    ROWS_COPY(r, 10, cert->evidence);
    cert->bad = rows_int(r, 11) != 0;
    ROWS_COPY(r, 12, cert->reason);
    ROWS_COPY(r, 13, cert->registered_by);
    ROWS_COPY(r, 14, cert->verified_by);
    cert->verified_at = rows_int(r, 15);
    ROWS_COPY(r, 16, cert->superseded_by);
    cert->revision = rows_int(r, 17);
    cert->covers_from = rows_int(r, 18);
}

static int cert_read_one(struct rows *r, struct cert *cert)
{
    int found = rows_next(r);
    if (found == 1)
        cert_read(r, cert);
    rows_close(r);
    return found;
}

int cert_find(struct store *store, const char *id, struct cert *cert)
{
    struct rows r;
    rows_open(&r, store, &cert_sql, FIND, ARGS(val_text(id)));
    return cert_read_one(&r, cert);
}

int cert_insert(struct store *store, const struct cert *cert)
{
    return store_do(store, &cert_sql, INSERT,
                    ARGS(val_text(cert->id), val_text(cert->worker), val_text(cert->type), val_int(cert->level),
                         val_text(cert->number), val_text(cert->body), val_int(cert->issued), val_int(cert->valid_from),
                         val_int(cert->valid_to), val_text(cert_state_name((int)cert->state)), val_text(cert->evidence),
                         val_int(cert->bad), val_text(cert->reason), val_text(cert->registered_by),
                         val_text(cert->verified_by), val_int(cert->verified_at), val_opt(cert->superseded_by),
                         val_int(cert->revision), val_int(cert->covers_from))) < 0
               ? -1
               : 0;
}

int cert_save(struct store *store, struct cert *cert)
{
    cert->revision++;
    return store_do(store, &cert_sql, UPDATE,
                    ARGS(val_text(cert->id), val_text(cert_state_name((int)cert->state)), val_text(cert->evidence),
                         val_int(cert->bad), val_text(cert->reason), val_text(cert->verified_by),
                         val_int(cert->verified_at), val_opt(cert->superseded_by), val_int(cert->revision))) < 0
               ? -1
               : 0;
}

int cert_number_elsewhere(struct store *store, const char *number, const char *worker, char id[65])
{
    struct rows r;
    rows_open(&r, store, &cert_sql, NUMBER_ELSEWHERE, ARGS(val_text(number), val_text(worker)));
    int found = rows_next(&r);
    if (found == 1)
        rows_copy(&r, 0, id, 65);
    rows_close(&r);
    return found;
}

int cert_after(struct store *store, const char *worker, const char *type, const char *id, struct cert *cert)
{
    struct rows r;
    rows_open(&r, store, &cert_sql, AFTER, ARGS(val_text(worker), val_text(type), val_text(id)));
    return cert_read_one(&r, cert);
}

int cert_colour_facts(struct store *store, const char *worker, struct colour_facts *facts)
{
    struct rows r;
    struct cert cert;
    int found;
    rows_open(&r, store, &cert_sql, OF_WORKER, ARGS(val_text(worker)));
    while ((found = rows_next(&r)) == 1) {
        cert_read(&r, &cert);
        colour_add(facts, &cert);
    }
    rows_close(&r);
    return found;
}

static void cert_row_fill(struct cert_row *row, const struct cert *cert, int64_t now, int64_t expiring_days)
{
    TEXT_PUT(row->worker, cert->worker);
    TEXT_PUT(row->cert, cert->id);
    TEXT_PUT(row->cert_type, cert->type);
    row->level = cert->level;
    row->valid_from = cert->valid_from;
    row->valid_to = cert->valid_to;
    TEXT_PUT(row->state, cert_state_name((int)cert->state));
    TEXT_PUT(row->validity, cert_validity_name(cert_validity(cert, now, expiring_days)));
    row->revision = cert->revision;
}

int cert_page(struct store *store, const struct cert_list *asked, int64_t now, int64_t expiring_days,
              struct cert_list_answer *answer)
{
    struct rows r;
    struct cert cert;
    int found;
    int64_t limit = page_rows(asked->limit);
    rows_open(&r, store, &cert_sql, PAGE,
              ARGS(val_text(asked->after), val_text(asked->worker), val_text(asked->station),
                   val_text(asked->cert_type), val_text(asked->state), val_int(asked->expires_before), val_int(now),
                   val_text(asked->body), val_int(limit + 1)));
    while ((found = rows_next(&r)) == 1 && answer->rows.count < limit) {
        struct cert_row *row = &answer->rows.at[answer->rows.count++];
        cert_read(&r, &cert);
        cert_row_fill(row, &cert, now, expiring_days);
        ROWS_COPY(&r, 19, row->station);
    }
    rows_close(&r);
    if (found == 1)
        TEXT_PUT(answer->next, answer->rows.at[limit - 1].cert);
    return found < 0 ? -1 : 0;
}
