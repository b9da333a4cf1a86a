/* All SQL of private notes. Keeps: the text of a note is sealed with the key of its side, and stands nowhere else. */
#include "note_store.h"

#include "base/text.h"
#include "store/person.h"

enum { ADD, COUNT, LIST, OWNERS, STATEMENTS };

#define TEXT_FIELD "note"

static const char *const sql[STATEMENTS] = {
    [ADD] = "INSERT INTO case_note (id, dispute, side, at, by, role) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    [COUNT] = "SELECT count(*) FROM case_note WHERE dispute = ?1",
    [LIST] = ("SELECT id, dispute, side, at, by, role FROM case_note WHERE dispute = ?1 AND id > ?3 "
              "AND (?2 IS NULL OR side = ?2) ORDER BY id LIMIT ?4"),
    [OWNERS] = ("SELECT n.dispute || '.' || n.side AS owner FROM dispute d JOIN case_note n ON n.dispute = d.id "
                "WHERE (d.id = ?1 OR d.filer = ?1 OR (d.respondent = ?1 AND n.side = 'respondent')) "
                "AND owner > ?2 ORDER BY owner LIMIT 1"),
};
const struct statements note_sql = {"note", sql, STATEMENTS};

int note_owner(char owner[ID_SIZE], const char *dispute, const char *side)
{
    return text_format(owner, ID_SIZE, "%s.%s", dispute, side);
}

int note_insert(struct store *store, const struct note *note, const char *text)
{
    char owner[ID_SIZE];
    if (note_owner(owner, note->dispute, note->side) != 0 ||
        store_do(store, &note_sql, ADD,
                 ARGS(val_text(note->id), val_text(note->dispute), val_text(note->side), val_int(note->at),
                      val_opt(note->by), val_text(note->role))) != 1)
        return -1;
    return person_put_for(store, note->id, TEXT_FIELD, owner, text);
}

int note_count(struct store *store, const char *dispute, int64_t *count)
{
    return store_int(store, &note_sql, COUNT, ARGS(val_text(dispute)), count) == 1 ? 0 : -1;
}

void note_list(struct rows *rows, struct store *store, const char *dispute, const char *side, const char *after,
               int64_t most)
{
    rows_open(rows, store, &note_sql, LIST, ARGS(val_text(dispute), val_opt(side), val_text(after), val_int(most)));
}

int note_next(struct rows *rows, struct note *note)
{
    int found = rows_next(rows);
    if (found != 1)
        return found;
    *note = (struct note){.at = rows_int(rows, 3)};
    ROWS_COPY(rows, 0, note->id);
    ROWS_COPY(rows, 1, note->dispute);
    ROWS_COPY(rows, 2, note->side);
    ROWS_COPY(rows, 4, note->by);
    ROWS_COPY(rows, 5, note->role);
    return 1;
}

int note_text(struct store *store, const char *note, char *text, size_t size)
{
    return person_get(store, note, TEXT_FIELD, text, size);
}

int note_owner_of(struct store *store, const char *person, const char *after, char owner[ID_SIZE])
{
    struct rows rows;
    rows_open(&rows, store, &note_sql, OWNERS, ARGS(val_text(person), val_text(after)));
    int found = rows_next(&rows);
    if (found == 1)
        rows_copy(&rows, 0, owner, ID_SIZE);
    rows_close(&rows);
    return found;
}
