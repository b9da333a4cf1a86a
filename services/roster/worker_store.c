/* The SQL of workers, their employers and steps. */
#include "worker_store.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "store/page.h"

#include "roster.h"

enum {
    FIND,
    INSERT,
    UPDATE,
    PAGE,
    EMPLOYER_UNDO,
    EMPLOYER_ADD,
    EMPLOYER_END,
    EMPLOYER_LIST,
    STEP_ADD,
    STEP_LIST,
    COUNT
};

#define COLUMNS                                                                                                        \
    "station, kind, employer, employment, part_time, sex, languages, cell_lat, cell_lon, travel, state, confirmed, "   \
    "probation_until, code, code_at, suspend_reason, suspended_by, review_by, revision, "                              \
    "cuisines, pets, smokes"

static const char *const sql[COUNT] = {
    [FIND] = "SELECT id, " COLUMNS " FROM worker WHERE id = ?1",
    [INSERT] =
        "INSERT INTO worker (id, " COLUMNS ") "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, "
        "?22, ?23)",
    [UPDATE] = "UPDATE worker SET (" COLUMNS ") = "
               "(?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, "
               "?23) WHERE id = ?1",
    [PAGE] =
        "SELECT id, station, kind, employment, state, code, revision FROM worker WHERE id > ?1 "
        "AND (?2 = '' OR station = ?2) AND (?3 = '' OR kind = ?3) AND (?4 = '' OR code = ?4) "
        "AND (?5 = '' OR state = ?5) AND (?6 = 0 OR EXISTS (SELECT 1 FROM proposal WHERE proposal.worker = worker.id)) "
        "AND in_reach(station, '') ORDER BY id LIMIT ?7",
    [EMPLOYER_UNDO] = "DELETE FROM employer WHERE worker = ?1 AND employer = ?2 AND since = ?3",
    [EMPLOYER_ADD] =
        "INSERT INTO employer (worker, employer, employment, part_time, since) VALUES (?1, ?2, ?3, ?4, ?5)",
    [EMPLOYER_END] = "UPDATE employer SET until = ?3 WHERE worker = ?1 AND employer = ?2 AND until IS NULL",
    [EMPLOYER_LIST] = "SELECT employer, employment, part_time, since FROM employer WHERE worker = ?1 AND until IS NULL "
                      "ORDER BY employer LIMIT ?2",
    [STEP_ADD] = "INSERT INTO step (worker, step, at, what, before, now, reason, by) "
                 "SELECT ?1, coalesce(max(step), 0) + 1, ?2, ?3, ?4, ?5, ?6, ?7 FROM step WHERE worker = ?1",
    [STEP_LIST] = "SELECT step, at, what, before, now, reason, by FROM step WHERE worker = ?1 AND step > ?2 "
                  "ORDER BY step LIMIT ?3",
};

const struct statements worker_sql = {"worker", sql, COUNT};

enum { CODES_SIZE = 8 * 33 };

/* Codes hold no blanks, so blanks part them. */
static void codes_join(char to[CODES_SIZE], const char (*codes)[33], uint32_t count)
{
    size_t used = 0;
    to[0] = '\0';
    for (uint32_t i = 0; i < count; i++)
        used += (size_t)snprintf(to + used, CODES_SIZE - used, "%s%s", i ? " " : "", codes[i]);
}

static uint32_t codes_split(const char *text, char (*codes)[33], uint32_t most)
{
    uint32_t count = 0;
    while (*text && count < most) {
        size_t length = strcspn(text, " ");
        snprintf(codes[count++], sizeof codes[0], "%.*s", (int)length, text);
        text += length + (text[length] == ' ');
    }
    return count;
}

static void worker_read(const struct rows *r, struct worker *worker)
{
    struct worker_profile *profile = &worker->profile;
    memset(worker, 0, sizeof *worker);
    ROWS_COPY(r, 0, worker->id);
    ROWS_COPY(r, 1, worker->station);
    ROWS_COPY(r, 2, profile->kind);
    ROWS_COPY(r, 3, worker->employer);
    ROWS_COPY(r, 4, profile->employment);
    profile->part_time = rows_int(r, 5) != 0;
    ROWS_COPY(r, 6, profile->sex);
    profile->languages.count = codes_split(rows_text(r, 7), profile->languages.at, 8);
    profile->cell_lat = rows_int(r, 8);
    profile->cell_lon = rows_int(r, 9);
    ROWS_COPY(r, 10, profile->travel);
    worker->state = worker_state_of(rows_text(r, 11));
    worker->confirmed = rows_int(r, 12) != 0;
    worker->probation_until = rows_int(r, 13);
    ROWS_COPY(r, 14, worker->code);
    worker->code_at = rows_int(r, 15);
    ROWS_COPY(r, 16, worker->suspend_reason);
    ROWS_COPY(r, 17, worker->suspended_by);
    worker->review_by = rows_int(r, 18);
    worker->revision = rows_int(r, 19);
    profile->cuisines.count = codes_split(rows_text(r, 20), profile->cuisines.at, 8);
    ROWS_COPY(r, 21, profile->pets);
    ROWS_COPY(r, 22, profile->smokes);
}

int worker_find(struct store *store, const char *id, struct worker *worker)
{
    struct rows r;
    rows_open(&r, store, &worker_sql, FIND, ARGS(val_text(id)));
    int found = rows_next(&r);
    if (found == 1)
        worker_read(&r, worker);
    rows_close(&r);
    return found;
}

static int worker_write(struct store *store, int statement, const struct worker *worker)
{
    const struct worker_profile *profile = &worker->profile;
    char languages[CODES_SIZE], cuisines[CODES_SIZE];
    codes_join(languages, profile->languages.at, profile->languages.count);
    codes_join(cuisines, profile->cuisines.at, profile->cuisines.count);
    return store_do(store, &worker_sql, statement,
                    ARGS(val_text(worker->id), val_text(worker->station), val_text(profile->kind),
                         val_text(worker->employer), val_text(profile->employment), val_int(profile->part_time),
                         val_text(profile->sex), val_text(languages), val_int(profile->cell_lat),
                         val_int(profile->cell_lon), val_text(profile->travel),
                         val_text(worker_state_name((int)worker->state)), val_int(worker->confirmed),
                         val_int(worker->probation_until), val_text(worker->code), val_int(worker->code_at),
                         val_text(worker->suspend_reason), val_text(worker->suspended_by), val_int(worker->review_by),
                         val_int(worker->revision), val_text(cuisines), val_text(profile->pets),
                         val_text(profile->smokes))) < 0
               ? -1
               : 0;
}

int worker_insert(struct store *store, const struct worker *worker)
{
    return worker_write(store, INSERT, worker);
}

int worker_save(struct store *store, struct worker *worker)
{
    worker->revision++;
    return worker_write(store, UPDATE, worker);
}

int employer_put(struct store *store, const char *worker, const struct worker_employer *employer, int64_t now)
{
    if (employer_end(store, worker, employer->employer, now) < 0 ||
        store_do(store, &worker_sql, EMPLOYER_UNDO,
                 ARGS(val_text(worker), val_text(employer->employer), val_int(now))) < 0)
        return -1;
    return store_do(store, &worker_sql, EMPLOYER_ADD,
                    ARGS(val_text(worker), val_text(employer->employer), val_text(employer->employment),
                         val_int(employer->part_time), val_int(now))) < 0
               ? -1
               : 0;
}

int employer_end(struct store *store, const char *worker, const char *employer, int64_t now)
{
    return store_do(store, &worker_sql, EMPLOYER_END, ARGS(val_text(worker), val_text(employer), val_int(now)));
}

int employer_list(struct store *store, const char *worker, struct worker_employer *list, uint32_t room, uint32_t *count)
{
    struct rows r;
    int found;
    *count = 0;
    rows_open(&r, store, &worker_sql, EMPLOYER_LIST, ARGS(val_text(worker), val_int(room)));
    while ((found = rows_next(&r)) == 1) {
        struct worker_employer *employer = &list[(*count)++];
        ROWS_COPY(&r, 0, employer->employer);
        ROWS_COPY(&r, 1, employer->employment);
        employer->part_time = rows_int(&r, 2) != 0;
        employer->since = rows_int(&r, 3);
    }
    rows_close(&r);
    return found;
}

int step_add(struct store *store, const char *worker, const struct worker_step *step)
{
    return store_do(store, &worker_sql, STEP_ADD,
                    ARGS(val_text(worker), val_int(step->at), val_text(step->what), val_text(step->before),
                         val_text(step->now), val_text(step->reason), val_text(step->by))) < 0
               ? -1
               : 0;
}

int step_list(struct store *store, const struct worker_timeline *asked, struct worker_timeline_answer *answer)
{
    struct rows r;
    int found;
    int64_t limit = page_rows(asked->limit);
    rows_open(&r, store, &worker_sql, STEP_LIST, ARGS(val_text(asked->id), val_int(asked->after), val_int(limit + 1)));
    while ((found = rows_next(&r)) == 1 && answer->rows.count < limit) {
        struct worker_step *step = &answer->rows.at[answer->rows.count++];
        step->step = rows_int(&r, 0);
        step->at = rows_int(&r, 1);
        ROWS_COPY(&r, 2, step->what);
        ROWS_COPY(&r, 3, step->before);
        ROWS_COPY(&r, 4, step->now);
        ROWS_COPY(&r, 5, step->reason);
        ROWS_COPY(&r, 6, step->by);
    }
    rows_close(&r);
    if (found == 1)
        answer->next = answer->rows.at[limit - 1].step;
    return found < 0 ? -1 : 0;
}

int worker_page(struct store *store, const struct worker_list *asked, struct worker_list_answer *answer)
{
    struct rows r;
    int found;
    int64_t limit = page_rows(asked->limit);
    rows_open(&r, store, &worker_sql, PAGE,
              ARGS(val_text(asked->after), val_text(asked->station), val_text(asked->kind), val_text(asked->code),
                   val_text(asked->state), val_int(asked->proposed), val_int(limit + 1)));
    while ((found = rows_next(&r)) == 1 && answer->rows.count < limit) {
        struct worker_row *row = &answer->rows.at[answer->rows.count++];
        ROWS_COPY(&r, 0, row->worker);
        ROWS_COPY(&r, 1, row->station);
        ROWS_COPY(&r, 2, row->kind);
        ROWS_COPY(&r, 3, row->employment);
        ROWS_COPY(&r, 4, row->state);
        ROWS_COPY(&r, 5, row->code);
        row->revision = rows_int(&r, 6);
    }
    rows_close(&r);
    if (found == 1)
        TEXT_PUT(answer->next, answer->rows.at[limit - 1].worker);
    return found < 0 ? -1 : 0;
}
