/* The SQL of sessions. */
#include "session_store.h"

#include <string.h>

#include "base/text.h"
#include "store/page.h"

#include "training.h"

enum { FIND, INSERT, UPDATE, TAKEN, WAITING, NEXT_OPEN, DOCUMENT_PUT, DOCUMENT_LIST, PAGE, COUNT };

#define COLUMNS                                                                                                        \
    "id, course, station, room, trainer, start, end, capacity, minimum, focus, problem, kind, units, keep_worker, "    \
    "keep_unemployed, keep_new_labour, keep_public, state, reason, room_hold, trainer_hold, revision, exam, "          \
    "approval"
#define VALUES                                                                                                         \
    "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24)"

static const char *const sql[COUNT] = {
    [FIND] = "SELECT " COLUMNS " FROM session WHERE id = ?1",
    [INSERT] = "INSERT INTO session (" COLUMNS ") VALUES " VALUES,
    [UPDATE] = "UPDATE session SET (" COLUMNS ") = " VALUES " WHERE id = ?1",
    [TAKEN] = "SELECT target, count(*) FROM enrolment WHERE session = ?1 "
              "AND (hold IS NOT NULL OR state = 'OFFERED') "
              "AND state IN ('REQUESTED', 'APPROVED', 'OFFERED', 'ENROLLED', 'ATTENDING') "
              "GROUP BY target ORDER BY target",
    [WAITING] = "SELECT count(*) FROM enrolment WHERE session = ?1 AND state = 'REQUESTED' AND hold IS NULL",
    [NEXT_OPEN] = "SELECT " COLUMNS " FROM session WHERE course = ?1 AND state = 'OPEN' AND id <> ?2 AND start > ?3 "
                  "AND approval <= ?4 AND (station <> ?5, start, id) > (?6, ?7, ?8) "
                  "ORDER BY station <> ?5, start, id LIMIT 1",
    [DOCUMENT_PUT] = "INSERT INTO document (session, document, place, at, by) VALUES (?1, ?2, ?3, ?4, ?5) "
                     "ON CONFLICT (session, document) DO UPDATE SET place = ?3, at = ?4, by = ?5",
    [DOCUMENT_LIST] = "SELECT document FROM document WHERE session = ?1 ORDER BY document LIMIT 8",
    [PAGE] = "SELECT id, course, station, start, end, state, capacity, revision, (SELECT count(*) FROM enrolment e "
             "WHERE e.session = session.id AND (e.hold IS NOT NULL OR e.state = 'OFFERED') "
             "AND e.state IN ('REQUESTED', 'APPROVED', 'OFFERED', 'ENROLLED', 'ATTENDING')) FROM session "
             "WHERE id > ?1 AND (?2 = '' OR station = ?2) AND (?3 = '' OR course = ?3) AND (?4 = '' OR state = ?4) "
             "ORDER BY id LIMIT ?5",
};

const struct statements session_sql = {"session", sql, COUNT};

static void session_read(const struct rows *r, struct session *session)
{
    memset(session, 0, sizeof *session);
    ROWS_COPY(r, 0, session->id);
    ROWS_COPY(r, 1, session->course);
    ROWS_COPY(r, 2, session->station);
    ROWS_COPY(r, 3, session->room);
    ROWS_COPY(r, 4, session->trainer);
    session->start = rows_int(r, 5);
    session->end = rows_int(r, 6);
    session->capacity = rows_int(r, 7);
    session->minimum = rows_int(r, 8);
    ROWS_COPY(r, 9, session->focus);
    ROWS_COPY(r, 10, session->problem);
    ROWS_COPY(r, 11, session->kind);
    session->units = rows_int(r, 12);
    for (int i = 0; i < GROUPS; i++)
        session->keep[i] = rows_int(r, 13 + i);
    session->state = session_state_of(rows_text(r, 17));
    ROWS_COPY(r, 18, session->reason);
    ROWS_COPY(r, 19, session->room_hold);
    ROWS_COPY(r, 20, session->trainer_hold);
    session->revision = rows_int(r, 21);
    session->exam = rows_int(r, 22) != 0;
    session->approval = rows_int(r, 23) != 0;
}

int session_find(struct store *store, const char *id, struct session *session)
{
    struct rows r;
    rows_open(&r, store, &session_sql, FIND, ARGS(val_text(id)));
    int found = rows_next(&r);
    if (found == 1)
        session_read(&r, session);
    rows_close(&r);
    return found;
}

static int session_write(struct store *store, int statement, const struct session *session)
{
    int done = store_do(store, &session_sql, statement,
                        ARGS(val_text(session->id), val_text(session->course), val_text(session->station),
                             val_text(session->room), val_text(session->trainer), val_int(session->start),
                             val_int(session->end), val_int(session->capacity), val_int(session->minimum),
                             val_text(session->focus), val_text(session->problem), val_text(session->kind),
                             val_int(session->units), val_int(session->keep[GROUP_WORKER]),
                             val_int(session->keep[GROUP_UNEMPLOYED]), val_int(session->keep[GROUP_NEW_LABOUR]),
                             val_int(session->keep[GROUP_PUBLIC]), val_text(session_state_name((int)session->state)),
                             val_text(session->reason), val_text(session->room_hold), val_text(session->trainer_hold),
                             val_int(session->revision), val_int(session->exam), val_int(session->approval)));
    return done < 0 ? -1 : 0;
}

int session_insert(struct store *store, const struct session *session)
{
    return session_write(store, INSERT, session);
}

int session_save(struct store *store, struct session *session)
{
    session->revision++;
    return session_write(store, UPDATE, session);
}

int session_taken(struct store *store, const char *id, int64_t taken[GROUPS])
{
    struct rows r;
    int found;
    memset(taken, 0, GROUPS * sizeof taken[0]);
    rows_open(&r, store, &session_sql, TAKEN, ARGS(val_text(id)));
    while ((found = rows_next(&r)) == 1)
        taken[group_of(rows_text(&r, 0))] = rows_int(&r, 1);
    rows_close(&r);
    return found;
}

int session_waiting(struct store *store, const char *id, int64_t *waiting)
{
    return store_int(store, &session_sql, WAITING, ARGS(val_text(id)), waiting) == 1 ? 0 : -1;
}

int session_next_open(struct store *store, const struct session *from, int64_t now, struct session_place *at,
                      struct session *session)
{
    struct rows r;
    rows_open(&r, store, &session_sql, NEXT_OPEN,
              ARGS(val_text(from->course), val_text(from->id), val_int(now), val_int(from->approval),
                   val_text(from->station), val_int(at->elsewhere), val_int(at->start), val_text(at->id)));
    int found = rows_next(&r);
    if (found == 1) {
        session_read(&r, session);
        at->elsewhere = !text_same(session->station, from->station);
        at->start = session->start;
        memcpy(at->id, session->id, sizeof at->id);
    }
    rows_close(&r);
    return found;
}

/* ---- documents ---- */

int document_put(struct store *store, const char *session, const struct session_document *put, int64_t at,
                 const char *by)
{
    int done =
        store_do(store, &session_sql, DOCUMENT_PUT,
                 ARGS(val_text(session), val_text(put->document), val_text(put->place), val_int(at), val_text(by)));
    return done < 0 ? -1 : 0;
}

int document_list(struct store *store, const char *session, struct session_get_answer *answer)
{
    struct rows r;
    int found;
    rows_open(&r, store, &session_sql, DOCUMENT_LIST, ARGS(val_text(session)));
    while ((found = rows_next(&r)) == 1) {
        ROWS_COPY(&r, 0, answer->documents.at[answer->documents.count]);
        answer->documents.count++;
    }
    rows_close(&r);
    return found;
}

int session_page(struct store *store, const struct session_list *asked, struct session_list_answer *answer)
{
    struct rows r;
    int found;
    int64_t limit = page_rows(asked->limit);
    rows_open(&r, store, &session_sql, PAGE,
              ARGS(val_text(asked->after), val_text(asked->station), val_text(asked->course), val_text(asked->state),
                   val_int(limit + 1)));
    while ((found = rows_next(&r)) == 1 && answer->rows.count < limit) {
        struct session_row *row = &answer->rows.at[answer->rows.count++];
        ROWS_COPY(&r, 0, row->session);
        ROWS_COPY(&r, 1, row->course);
        ROWS_COPY(&r, 2, row->station);
        row->start = rows_int(&r, 3);
        row->end = rows_int(&r, 4);
        ROWS_COPY(&r, 5, row->state);
        row->capacity = rows_int(&r, 6);
        row->revision = rows_int(&r, 7);
        row->taken = rows_int(&r, 8);
    }
    rows_close(&r);
    if (found == 1)
        TEXT_PUT(answer->next, answer->rows.at[limit - 1].session);
    return found < 0 ? -1 : 0;
}
