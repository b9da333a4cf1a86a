/* The SQL of prerequisites (D6 row 1). */
#include "need_store.h"

#include <string.h>

#include "base/text.h"

#include "training.h"

enum { CLEAR, ADD, LIST, COURSE_MISSING, CERT_MISSING, FACT_SAVE, COUNT };

static const char *const sql[COUNT] = {
    [CLEAR] = "DELETE FROM course_need WHERE course = ?1",
    [ADD] = "INSERT INTO course_need (course, kind, code, level) VALUES (?1, ?2, ?3, ?4) "
            "ON CONFLICT (course, kind, code) DO UPDATE SET level = ?4",
    [LIST] = "SELECT kind, code, level FROM course_need WHERE course = ?1 ORDER BY kind, code LIMIT 8",
    [COURSE_MISSING] = "SELECT n.code FROM course_need n WHERE n.course = ?1 AND n.kind = 'course' AND NOT EXISTS "
                       "(SELECT 1 FROM enrolment e JOIN session s ON s.id = e.session WHERE e.trainee = ?2 "
                       "AND s.course = n.code AND e.state IN ('COMPLETED', 'PASSED', 'CERTIFIED')) "
                       "ORDER BY n.code LIMIT 1",
    [CERT_MISSING] = "SELECT n.code, n.level FROM course_need n WHERE n.course = ?1 AND n.kind = 'cert' AND NOT EXISTS "
                     "(SELECT 1 FROM cert_fact c WHERE c.worker = ?2 AND c.cert_type = n.code AND c.good = 1 "
                     "AND (n.level = 0 OR c.level BETWEEN 1 AND n.level) AND c.valid_from <= ?3 AND c.valid_to >= ?4) "
                     "ORDER BY n.code LIMIT 1",
    [FACT_SAVE] = "INSERT INTO cert_fact (id, worker, cert_type, level, valid_from, valid_to, good) "
                  "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (id) DO UPDATE SET good = ?7",
};

const struct statements need_sql = {"need", sql, COUNT};

static int need_add(struct store *store, const char *course, const char *kind, const char *code, int64_t level)
{
    return store_do(store, &need_sql, ADD, ARGS(val_text(course), val_text(kind), val_text(code), val_int(level))) < 0
               ? -1
               : 0;
}

int needs_save(struct store *store, const struct course_publish *publish)
{
    if (store_do(store, &need_sql, CLEAR, ARGS(val_text(publish->course))) < 0)
        return -1;
    for (uint32_t i = 0; i < publish->needs_courses.count; i++)
        if (need_add(store, publish->course, "course", publish->needs_courses.at[i], 0) != 0)
            return -1;
    for (uint32_t i = 0; i < publish->needs_certs.count; i++) {
        const struct course_need *need = &publish->needs_certs.at[i];
        if (need_add(store, publish->course, "cert", need->cert_type, need->level) != 0)
            return -1;
    }
    return 0;
}

int needs_list(struct store *store, const char *course, struct course_get_answer *answer)
{
    struct rows r;
    int found;
    rows_open(&r, store, &need_sql, LIST, ARGS(val_text(course)));
    while ((found = rows_next(&r)) == 1) {
        if (text_same(rows_text(&r, 0), "course")) {
            ROWS_COPY(&r, 1, answer->needs_courses.at[answer->needs_courses.count]);
            answer->needs_courses.count++;
            continue;
        }
        struct course_need *need = &answer->needs_certs.at[answer->needs_certs.count++];
        ROWS_COPY(&r, 1, need->cert_type);
        need->level = rows_int(&r, 2);
    }
    rows_close(&r);
    return found;
}

int need_course_missing(struct store *store, const struct session *session, const char *trainee, char course[33])
{
    struct rows r;
    rows_open(&r, store, &need_sql, COURSE_MISSING, ARGS(val_text(session->course), val_text(trainee)));
    int found = rows_next(&r);
    if (found == 1)
        rows_copy(&r, 0, course, 33);
    rows_close(&r);
    return found;
}

int need_cert_missing(struct store *store, const struct session *session, const char *trainee, struct course_need *need)
{
    struct rows r;
    rows_open(&r, store, &need_sql, CERT_MISSING,
              ARGS(val_text(session->course), val_text(trainee), val_int(session->start), val_int(session->end)));
    int found = rows_next(&r);
    if (found == 1) {
        ROWS_COPY(&r, 0, need->cert_type);
        need->level = rows_int(&r, 1);
    }
    rows_close(&r);
    return found;
}

int cert_fact_save(struct store *store, const struct cert_verified *cert, bool good)
{
    int done = store_do(store, &need_sql, FACT_SAVE,
                        ARGS(val_text(cert->cert), val_text(cert->worker), val_text(cert->cert_type),
                             val_int(cert->level), val_int(cert->valid_from), val_int(cert->valid_to), val_int(good)));
    return done < 0 ? -1 : 0;
}
