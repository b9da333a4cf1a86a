/* The SQL of enrolments, attendance, and revisions of trainees. */
#include "enrolment_store.h"

#include <string.h>

#include "base/text.h"
#include "store/page.h"

#include "session.h"
#include "training.h"

enum {
    FIND,
    INSERT,
    UPDATE,
    AFTER,
    NEXT,
    JUDGED,
    COUNT_ENROLLED,
    OF_TRAINEE,
    OVERLAPPING,
    MARK_PUT,
    MARK_FIND,
    MARKED,
    ATTENDED,
    MARK_LIST,
    PAGE,
    TRAINEE_FIND,
    TRAINEE_SAVE,
    COUNT
};

#define COLUMNS                                                                                                        \
    "id, session, station, trainee, target, evidence, state, reason, hold, programme, year, counted, requested_at, "   \
    "revision, exception, hold_until"
#define VALUES "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)"
#define LIVE "state IN ('REQUESTED', 'APPROVED', 'OFFERED', 'ENROLLED', 'ATTENDING')"

static const char *const sql[COUNT] = {
    [FIND] = "SELECT " COLUMNS " FROM enrolment WHERE id = ?1",
    [INSERT] = "INSERT INTO enrolment (" COLUMNS ") VALUES " VALUES,
    [UPDATE] = "UPDATE enrolment SET (" COLUMNS ") = " VALUES " WHERE id = ?1",
    [AFTER] = "SELECT " COLUMNS " FROM enrolment WHERE session = ?1 AND id > ?2 AND " LIVE " ORDER BY id LIMIT 1",
    [NEXT] = "SELECT " COLUMNS " FROM enrolment WHERE session = ?1 AND (requested_at, id) > (?2, ?3) AND " LIVE
             " ORDER BY requested_at, id LIMIT 1",
    [JUDGED] = "SELECT " COLUMNS " FROM enrolment WHERE session = ?1 AND id > ?2 AND state IN ('EXAM_READY', "
               "'RESIT_OPEN', 'UNDER_APPEAL', 'PASSED', 'FAILED', 'COMPLETED', 'INCOMPLETE', 'NO_SHOW') "
               "ORDER BY id LIMIT 1",
    [COUNT_ENROLLED] = "SELECT count(*) FROM enrolment WHERE session = ?1 AND state = 'ENROLLED'",
    [OF_TRAINEE] = "SELECT id FROM enrolment WHERE session = ?1 AND trainee = ?2 AND " LIVE,
    [OVERLAPPING] = "SELECT e.id FROM enrolment e JOIN session s ON s.id = e.session WHERE e.trainee = ?1 "
                    "AND e." LIVE " AND s.state <> 'POSTPONED' "
                    "AND s.start < ?3 AND s.end > ?2 ORDER BY e.id LIMIT 1",
    [MARK_PUT] = "INSERT INTO attendance (enrolment, unit, mark, at, by) VALUES (?1, ?2, ?3, ?4, ?5)",
    [MARK_FIND] = "SELECT unit FROM attendance WHERE enrolment = ?1 AND unit = ?2",
    [MARKED] = "SELECT count(*) FROM attendance WHERE enrolment = ?1",
    [ATTENDED] = "SELECT count(*) FROM attendance WHERE enrolment = ?1 AND mark IN ('present', 'late', 'left_early')",
    [MARK_LIST] = "SELECT unit, mark FROM attendance WHERE enrolment = ?1 ORDER BY unit LIMIT ?2",
    [PAGE] = "SELECT id, session, station, trainee, target, state, revision FROM enrolment WHERE id > ?1 "
             "AND (?2 = '' OR session = ?2) AND (?3 = '' OR trainee = ?3) AND (?4 = '' OR state = ?4) "
             "AND (?5 = 0 OR (state = 'REQUESTED' AND hold IS NULL)) "
             "AND in_reach(station, '') ORDER BY id LIMIT ?6",
    [TRAINEE_FIND] = "SELECT revision FROM trainee WHERE id = ?1",
    [TRAINEE_SAVE] = ("INSERT INTO trainee (id, revision, put_at) VALUES (?1, ?2, ?3) ON CONFLICT (id)"
                      " DO UPDATE SET revision = ?2, put_at = ?3"),
};

const struct statements enrolment_sql = {"enrolment", sql, COUNT};

static int enrolment_read(struct rows *r, struct enrolment *enrolment)
{
    int found = rows_next(r);
    if (found == 1) {
        memset(enrolment, 0, sizeof *enrolment);
        ROWS_COPY(r, 0, enrolment->id);
        ROWS_COPY(r, 1, enrolment->session);
        ROWS_COPY(r, 2, enrolment->station);
        ROWS_COPY(r, 3, enrolment->trainee);
        enrolment->group = group_of(rows_text(r, 4));
        ROWS_COPY(r, 5, enrolment->evidence);
        enrolment->state = enrolment_state_of(rows_text(r, 6));
        ROWS_COPY(r, 7, enrolment->reason);
        ROWS_COPY(r, 8, enrolment->hold);
        ROWS_COPY(r, 9, enrolment->programme);
        enrolment->year = rows_int(r, 10);
        enrolment->counted = rows_int(r, 11) != 0;
        enrolment->requested_at = rows_int(r, 12);
        enrolment->revision = rows_int(r, 13);
        ROWS_COPY(r, 14, enrolment->exception);
        enrolment->hold_until = rows_int(r, 15);
    }
    rows_close(r);
    return found;
}

int enrolment_find(struct store *store, const char *id, struct enrolment *enrolment)
{
    struct rows r;
    rows_open(&r, store, &enrolment_sql, FIND, ARGS(val_text(id)));
    return enrolment_read(&r, enrolment);
}

static int enrolment_write(struct store *store, int statement, const struct enrolment *enrolment)
{
    int done =
        store_do(store, &enrolment_sql, statement,
                 ARGS(val_text(enrolment->id), val_text(enrolment->session), val_text(enrolment->station),
                      val_text(enrolment->trainee), val_text(group_name(enrolment->group)),
                      val_text(enrolment->evidence), val_text(enrolment_state_name((int)enrolment->state)),
                      val_text(enrolment->reason), val_opt(enrolment->hold), val_text(enrolment->programme),
                      val_int(enrolment->year), val_int(enrolment->counted), val_int(enrolment->requested_at),
                      val_int(enrolment->revision), val_text(enrolment->exception), val_int(enrolment->hold_until)));
    return done < 0 ? -1 : 0;
}

int enrolment_insert(struct store *store, const struct enrolment *enrolment)
{
    return enrolment_write(store, INSERT, enrolment);
}

int enrolment_save(struct store *store, struct enrolment *enrolment)
{
    enrolment->revision++;
    return enrolment_write(store, UPDATE, enrolment);
}

int enrolment_after(struct store *store, const char *session, const char *id, struct enrolment *enrolment)
{
    struct rows r;
    rows_open(&r, store, &enrolment_sql, AFTER, ARGS(val_text(session), val_text(id)));
    return enrolment_read(&r, enrolment);
}

int enrolment_next(struct store *store, const char *session, struct enrolment *enrolment)
{
    struct rows r;
    rows_open(&r, store, &enrolment_sql, NEXT,
              ARGS(val_text(session), val_int(enrolment->requested_at), val_text(enrolment->id)));
    return enrolment_read(&r, enrolment);
}

int enrolment_judged_after(struct store *store, const char *session, const char *id, struct enrolment *enrolment)
{
    struct rows r;
    rows_open(&r, store, &enrolment_sql, JUDGED, ARGS(val_text(session), val_text(id)));
    return enrolment_read(&r, enrolment);
}

int enrolment_count_enrolled(struct store *store, const char *session, int64_t *count)
{
    return store_int(store, &enrolment_sql, COUNT_ENROLLED, ARGS(val_text(session)), count) == 1 ? 0 : -1;
}

static int id_read(struct rows *r, char id[65])
{
    int found = rows_next(r);
    if (found == 1)
        rows_copy(r, 0, id, 65);
    rows_close(r);
    return found;
}

int enrolment_of_trainee(struct store *store, const char *session, const char *trainee, char id[65])
{
    struct rows r;
    rows_open(&r, store, &enrolment_sql, OF_TRAINEE, ARGS(val_text(session), val_text(trainee)));
    return id_read(&r, id);
}

int enrolment_overlapping(struct store *store, const char *trainee, int64_t start, int64_t end, char id[65])
{
    struct rows r;
    rows_open(&r, store, &enrolment_sql, OVERLAPPING, ARGS(val_text(trainee), val_int(start), val_int(end)));
    return id_read(&r, id);
}

int attendance_put(struct store *store, const char *enrolment, int64_t unit, const char *mark, int64_t at,
                   const char *by)
{
    int done = store_do(store, &enrolment_sql, MARK_PUT,
                        ARGS(val_text(enrolment), val_int(unit), val_text(mark), val_int(at), val_text(by)));
    return done < 0 ? -1 : 0;
}

int attendance_find(struct store *store, const char *enrolment, int64_t unit)
{
    int64_t found_unit;
    return store_int(store, &enrolment_sql, MARK_FIND, ARGS(val_text(enrolment), val_int(unit)), &found_unit);
}

int attendance_count(struct store *store, const char *enrolment, int64_t *marked, int64_t *attended)
{
    if (store_int(store, &enrolment_sql, MARKED, ARGS(val_text(enrolment)), marked) != 1 ||
        store_int(store, &enrolment_sql, ATTENDED, ARGS(val_text(enrolment)), attended) != 1)
        return -1;
    return 0;
}

int attendance_list(struct store *store, struct enrolment_get_answer *answer)
{
    struct rows r;
    int found;
    int64_t most = sizeof answer->attendance.at / sizeof answer->attendance.at[0];
    rows_open(&r, store, &enrolment_sql, MARK_LIST, ARGS(val_text(answer->enrolment), val_int(most)));
    while ((found = rows_next(&r)) == 1) {
        struct unit_mark *mark = &answer->attendance.at[answer->attendance.count++];
        mark->unit = rows_int(&r, 0);
        ROWS_COPY(&r, 1, mark->mark);
    }
    rows_close(&r);
    return found;
}

int enrolment_page(struct store *store, const struct enrolment_list *asked, struct enrolment_list_answer *answer)
{
    struct rows r;
    int found;
    int64_t limit = page_rows(asked->limit);
    rows_open(&r, store, &enrolment_sql, PAGE,
              ARGS(val_text(asked->after), val_text(asked->session), val_text(asked->trainee), val_text(asked->state),
                   val_int(asked->approval), val_int(limit + 1)));
    while ((found = rows_next(&r)) == 1 && answer->rows.count < limit) {
        struct enrolment_row *row = &answer->rows.at[answer->rows.count++];
        ROWS_COPY(&r, 0, row->enrolment);
        ROWS_COPY(&r, 1, row->session);
        ROWS_COPY(&r, 2, row->station);
        ROWS_COPY(&r, 3, row->trainee);
        ROWS_COPY(&r, 4, row->group);
        ROWS_COPY(&r, 5, row->state);
        row->revision = rows_int(&r, 6);
    }
    rows_close(&r);
    if (found == 1)
        TEXT_PUT(answer->next, answer->rows.at[limit - 1].enrolment);
    return found < 0 ? -1 : 0;
}

int trainee_revision(struct store *store, const char *id, int64_t *revision)
{
    *revision = 0;
    return store_int(store, &enrolment_sql, TRAINEE_FIND, ARGS(val_text(id)), revision) < 0 ? -1 : 0;
}

int trainee_save(struct store *store, const char *id, int64_t revision, int64_t at)
{
    return store_do(store, &enrolment_sql, TRAINEE_SAVE, ARGS(val_text(id), val_int(revision), val_int(at))) < 0 ? -1
                                                                                                                 : 0;
}
