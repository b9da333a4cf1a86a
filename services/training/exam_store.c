/* The SQL of examinations and certificates. */
#include "exam_store.h"

#include <string.h>

#include "base/text.h"

#include "training.h"

enum {
    FIND,
    SAVE,
    MARK_ADD,
    MARKS,
    MARKED_BY,
    BEGUN,
    NOT_FINAL,
    CERT_FIND,
    CERT_NUMBER,
    CERT_INSERT,
    CERT_COUNT,
    COUNT
};

static const char *const sql[COUNT] = {
    [FIND] = "SELECT enrolment, attempt, theory, practice, until, graded, graded_theory, graded_practice, appeal_until "
             "FROM exam WHERE enrolment = ?1",
    [SAVE] = "INSERT INTO exam (enrolment, attempt, theory, practice, until, graded, graded_theory, graded_practice, "
             "appeal_until) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (enrolment) DO UPDATE SET "
             "attempt = ?2, theory = ?3, practice = ?4, until = ?5, graded = ?6, graded_theory = ?7, "
             "graded_practice = ?8, appeal_until = ?9",
    [MARK_ADD] = "INSERT INTO exam_mark (enrolment, attempt, part, examiner, mark, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    [MARKS] = "SELECT mark FROM exam_mark WHERE enrolment = ?1 AND attempt = ?2 AND part = ?3 ORDER BY examiner "
              "LIMIT 3",
    [MARKED_BY] = "SELECT count(*) FROM exam_mark WHERE enrolment = ?1 AND attempt = ?2 AND (?3 = '' OR part = ?3) "
                  "AND examiner = ?4",
    [BEGUN] = "SELECT count(*) FROM exam_mark WHERE enrolment = ?1 AND attempt = ?2",
    [NOT_FINAL] = "SELECT count(*) FROM enrolment e LEFT JOIN exam x ON x.enrolment = e.id WHERE e.session = ?1 "
                  "AND (e.state IN ('ENROLLED', 'ATTENDING', 'EXAM_READY', 'RESIT_OPEN', 'UNDER_APPEAL') "
                  "OR (e.state IN ('PASSED', 'FAILED') AND x.appeal_until > ?2))",
    [CERT_FIND] = "SELECT enrolment, id, number, body, at, by FROM certificate WHERE enrolment = ?1",
    [CERT_NUMBER] = "SELECT count(*) FROM certificate WHERE number = ?1",
    [CERT_INSERT] = "INSERT INTO certificate (enrolment, id, number, body, at, by) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    [CERT_COUNT] = "SELECT count(*) FROM certificate c JOIN enrolment e ON e.id = c.enrolment WHERE e.session = ?1",
};

const struct statements exam_sql = {"exam", sql, COUNT};

int exam_find(struct store *store, const char *enrolment, struct exam *exam)
{
    struct rows r;
    rows_open(&r, store, &exam_sql, FIND, ARGS(val_text(enrolment)));
    int found = rows_next(&r);
    if (found == 1) {
        memset(exam, 0, sizeof *exam);
        ROWS_COPY(&r, 0, exam->enrolment);
        exam->attempt = rows_int(&r, 1);
        exam->mark[EXAM_THEORY] = rows_int(&r, 2);
        exam->mark[EXAM_PRACTICE] = rows_int(&r, 3);
        exam->until = rows_int(&r, 4);
        exam->graded = rows_int(&r, 5);
        exam->graded_mark[EXAM_THEORY] = rows_int(&r, 6);
        exam->graded_mark[EXAM_PRACTICE] = rows_int(&r, 7);
        exam->appeal_until = rows_int(&r, 8);
    }
    rows_close(&r);
    return found;
}

int exam_save(struct store *store, const struct exam *exam)
{
    int done = store_do(store, &exam_sql, SAVE,
                        ARGS(val_text(exam->enrolment), val_int(exam->attempt), val_int(exam->mark[EXAM_THEORY]),
                             val_int(exam->mark[EXAM_PRACTICE]), val_int(exam->until), val_int(exam->graded),
                             val_int(exam->graded_mark[EXAM_THEORY]), val_int(exam->graded_mark[EXAM_PRACTICE]),
                             val_int(exam->appeal_until)));
    return done < 0 ? -1 : 0;
}

int exam_mark_add(struct store *store, const struct exam *exam, int part, const char *examiner, int64_t mark,
                  int64_t at)
{
    int done = store_do(store, &exam_sql, MARK_ADD,
                        ARGS(val_text(exam->enrolment), val_int(exam->attempt), val_text(exam_part_name(part)),
                             val_text(examiner), val_int(mark), val_int(at)));
    return done < 0 ? -1 : 0;
}

int exam_marks(struct store *store, const struct exam *exam, int part, struct exam_marks *marks)
{
    struct rows r;
    int found;
    marks->count = 0;
    rows_open(&r, store, &exam_sql, MARKS,
              ARGS(val_text(exam->enrolment), val_int(exam->attempt), val_text(exam_part_name(part))));
    while ((found = rows_next(&r)) == 1)
        marks->at[marks->count++] = rows_int(&r, 0);
    rows_close(&r);
    return found;
}

int exam_marked_by(struct store *store, const struct exam *exam, int64_t attempt, int part, const char *examiner)
{
    int64_t count;
    if (store_int(store, &exam_sql, MARKED_BY,
                  ARGS(val_text(exam->enrolment), val_int(attempt), val_text(part < 0 ? "" : exam_part_name(part)),
                       val_text(examiner)),
                  &count) != 1)
        return -1;
    return count > 0;
}

int exam_is_begun(struct store *store, const struct exam *exam)
{
    int64_t count;
    if (store_int(store, &exam_sql, BEGUN, ARGS(val_text(exam->enrolment), val_int(exam->attempt)), &count) != 1)
        return -1;
    return count > 0;
}

int exam_not_final(struct store *store, const char *session, int64_t now, int64_t *count)
{
    return store_int(store, &exam_sql, NOT_FINAL, ARGS(val_text(session), val_int(now)), count) == 1 ? 0 : -1;
}

/* ---- certificates ---- */

int certificate_find(struct store *store, const char *enrolment, struct certificate *certificate)
{
    struct rows r;
    rows_open(&r, store, &exam_sql, CERT_FIND, ARGS(val_text(enrolment)));
    int found = rows_next(&r);
    if (found == 1) {
        memset(certificate, 0, sizeof *certificate);
        ROWS_COPY(&r, 0, certificate->enrolment);
        ROWS_COPY(&r, 1, certificate->id);
        ROWS_COPY(&r, 2, certificate->number);
        ROWS_COPY(&r, 3, certificate->body);
        certificate->at = rows_int(&r, 4);
        ROWS_COPY(&r, 5, certificate->by);
    }
    rows_close(&r);
    return found;
}

int certificate_number_taken(struct store *store, const char *number)
{
    int64_t count;
    if (store_int(store, &exam_sql, CERT_NUMBER, ARGS(val_text(number)), &count) != 1)
        return -1;
    return count > 0;
}

int certificate_insert(struct store *store, const struct certificate *certificate)
{
    int done = store_do(store, &exam_sql, CERT_INSERT,
                        ARGS(val_text(certificate->enrolment), val_text(certificate->id), val_text(certificate->number),
                             val_text(certificate->body), val_int(certificate->at), val_text(certificate->by)));
    return done < 0 ? -1 : 0;
}

int certificates_of_session(struct store *store, const char *session, int64_t *count)
{
    return store_int(store, &exam_sql, CERT_COUNT, ARGS(val_text(session)), count) == 1 ? 0 : -1;
}
