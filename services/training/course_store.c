/* The SQL of courses and quotas. */
#include "course_store.h"

#include <string.h>

#include "base/text.h"
#include "store/page.h"

#include "training.h"

enum { FIND, SAVE, PAGE, QUOTA_FIND, QUOTA_USED, QUOTA_SAVE, COUNT };

static const char *const sql[COUNT] = {
    [FIND] = "SELECT id, occupation, title, hours, programme, exam, version, approval, gives_cert, "
             "gives_level FROM course WHERE id = ?1",
    [SAVE] =
        "INSERT INTO course (id, occupation, title, hours, programme, exam, version, approval, gives_cert, "
        "gives_level) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT (id) DO UPDATE SET occupation = ?2, title = ?3, "
        "hours = ?4, "
        "programme = ?5, exam = ?6, version = ?7, approval = ?8, gives_cert = ?9, gives_level = ?10",
    [PAGE] =
        "SELECT id, occupation, title, hours, programme, exam, version, approval, gives_cert, gives_level FROM course "
        "WHERE id > ?1 AND (?2 = '' OR occupation = ?2) ORDER BY id LIMIT ?3",
    [QUOTA_FIND] = "SELECT places, revision FROM quota WHERE programme = ?1 AND year = ?2",
    [QUOTA_USED] = "SELECT count(*) FROM enrolment WHERE programme = ?1 AND year = ?2 AND counted = 1",
    [QUOTA_SAVE] = "INSERT INTO quota (programme, year, places, revision) VALUES (?1, ?2, ?3, ?4) "
                   "ON CONFLICT (programme, year) DO UPDATE SET places = ?3, revision = ?4",
};

const struct statements course_sql = {"course", sql, COUNT};

static void course_read(const struct rows *r, struct course_row *course)
{
    memset(course, 0, sizeof *course);
    ROWS_COPY(r, 0, course->course);
    ROWS_COPY(r, 1, course->occupation);
    ROWS_COPY(r, 2, course->title);
    course->hours = rows_int(r, 3);
    ROWS_COPY(r, 4, course->programme);
    course->exam = rows_int(r, 5) != 0;
    course->version = rows_int(r, 6);
    course->approval = rows_int(r, 7) != 0;
    ROWS_COPY(r, 8, course->gives_cert);
    course->gives_level = rows_int(r, 9);
}

int course_find(struct store *store, const char *id, struct course_row *course)
{
    struct rows r;
    rows_open(&r, store, &course_sql, FIND, ARGS(val_text(id)));
    int found = rows_next(&r);
    if (found == 1)
        course_read(&r, course);
    rows_close(&r);
    return found;
}

int course_save(struct store *store, const struct course_row *course)
{
    int done = store_do(store, &course_sql, SAVE,
                        ARGS(val_text(course->course), val_text(course->occupation), val_text(course->title),
                             val_int(course->hours), val_text(course->programme), val_int(course->exam),
                             val_int(course->version), val_int(course->approval), val_text(course->gives_cert),
                             val_int(course->gives_level)));
    return done < 0 ? -1 : 0;
}

int course_page(struct store *store, const struct course_list *asked, struct course_list_answer *answer)
{
    struct rows r;
    int found;
    int64_t limit = page_rows(asked->limit);
    rows_open(&r, store, &course_sql, PAGE,
              ARGS(val_text(asked->after), val_text(asked->occupation), val_int(limit + 1)));
    while ((found = rows_next(&r)) == 1 && answer->rows.count < limit)
        course_read(&r, &answer->rows.at[answer->rows.count++]);
    rows_close(&r);
    if (found == 1)
        TEXT_PUT(answer->next, answer->rows.at[limit - 1].course);
    return found < 0 ? -1 : 0;
}

static int quota_find(struct store *store, const char *programme, int64_t year, struct quota_left_answer *quota)
{
    struct rows r;
    rows_open(&r, store, &course_sql, QUOTA_FIND, ARGS(val_text(programme), val_int(year)));
    int found = rows_next(&r);
    quota->places = found == 1 ? rows_int(&r, 0) : 0;
    quota->revision = found == 1 ? rows_int(&r, 1) : 0;
    rows_close(&r);
    return found;
}

int quota_read(struct store *store, const char *programme, int64_t year, struct quota_left_answer *quota)
{
    int found = quota_find(store, programme, year, quota);
    if (found < 0 ||
        store_int(store, &course_sql, QUOTA_USED, ARGS(val_text(programme), val_int(year)), &quota->used) != 1)
        return -1;
    TEXT_PUT(quota->programme, programme);
    quota->year = year;
    quota->limited = found == 1;
    quota->left = found == 1 ? quota->places - quota->used : 0;
    return 0;
}

int quota_save(struct store *store, const char *programme, int64_t year, int64_t places, int64_t revision)
{
    int done = store_do(store, &course_sql, QUOTA_SAVE,
                        ARGS(val_text(programme), val_int(year), val_int(places), val_int(revision)));
    return done < 0 ? -1 : 0;
}
