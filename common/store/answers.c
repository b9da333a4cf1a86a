/* Answers given: what makes a command that comes twice take effect once. No chain covers them: each has a hash of its
 * own, so that a damaged one is noticed before it is given again. */
#include <string.h>

#include "base/text.h"
#include "store/ledger.h"

#include "inside.h"

enum { FIND, SAVE, TRIM, ALL, STATEMENTS };

static const char *const sql[STATEMENTS] = {
    [FIND] = "SELECT body, answer, digest, source, id FROM answer WHERE source = ? AND id = ?",
    [SAVE] = "INSERT INTO answer (source, id, body, answer, digest, at) VALUES (?, ?, ?, ?, ?, ?)",
    [ALL] = "SELECT body, answer, digest, source, id FROM answer ORDER BY number",
    [TRIM] = "DELETE FROM answer WHERE at < ? AND number IN (SELECT number FROM answer ORDER BY number LIMIT ?)",
};
const struct statements answer_sql = {"answer", sql, STATEMENTS};

static void answer_digest(uint8_t digest[HASH_SIZE], const char *source, const char *id, const uint8_t body[HASH_SIZE],
                          const void *answer, size_t size)
{
    uint8_t key[2 * HASH_SIZE];
    hash_event(key, source, strlen(source), id, strlen(id));
    memcpy(key + HASH_SIZE, body, HASH_SIZE);
    hash_event(digest, key, sizeof key, answer, size);
}

/* A row of FIND or ALL stands as it was written. */
static bool row_is_whole(const struct rows *rows)
{
    uint8_t body[HASH_SIZE], kept[HASH_SIZE], digest[HASH_SIZE];
    size_t size = 0;
    if (rows_hash(rows, 0, body) != 0)
        return false;
    if (rows_null(rows, 2))
        return true;
    const void *answer = rows_blob(rows, 1, &size);
    answer_digest(digest, rows_text(rows, 3), rows_text(rows, 4), body, answer, size);
    return rows_hash(rows, 2, kept) == 0 && memcmp(kept, digest, HASH_SIZE) == 0;
}

int answer_find(struct store *store, const char *source, const char *id, const uint8_t body[HASH_SIZE], void *answer,
                size_t room, size_t *size, bool *same)
{
    struct rows rows;
    uint8_t first[HASH_SIZE];
    rows_open(&rows, store, &answer_sql, FIND, ARGS(val_text(source), val_text(id)));
    int found = rows_next(&rows);
    if (found == 1) {
        const void *stored = rows_blob(&rows, 1, size);
        if (*size > room || !row_is_whole(&rows) || rows_hash(&rows, 0, first) != 0) {
            found = store_fail(store, "the answer to %s %s is damaged or larger than %zu bytes", source, id, room);
        } else {
            memcpy(answer, stored, *size);
            *same = memcmp(first, body, HASH_SIZE) == 0;
        }
    }
    rows_close(&rows);
    return found;
}

int answer_save(struct store *store, const char *source, const char *id, const uint8_t body[HASH_SIZE],
                const void *answer, size_t size, int64_t at)
{
    uint8_t digest[HASH_SIZE];
    answer_digest(digest, source, id, body, answer, size);
    int changed = store_do(store, &answer_sql, SAVE,
                           ARGS(val_text(source), val_text(id), val_blob(body, HASH_SIZE), val_blob(answer, size),
                                val_blob(digest, HASH_SIZE), val_int(at)));
    return changed < 0 ? -1 : 0;
}

int answer_trim(struct store *store, int64_t before, int most)
{
    return store_do(store, &answer_sql, TRIM, ARGS(val_int(before), val_int(most)));
}

int answer_verify(struct store *store, void (*complain)(void *self, const char *text), void *self)
{
    char text[2 * ID_SIZE + 64];
    struct rows rows;
    int found;
    rows_open(&rows, store, &answer_sql, ALL, NO_ARGS);
    while ((found = rows_next(&rows)) == 1)
        if (!row_is_whole(&rows)) {
            TEXT_FORMAT(text, "the answer to %.64s %.64s is not the one that was given", rows_text(&rows, 3),
                        rows_text(&rows, 4));
            complain(self, text);
        }
    rows_close(&rows);
    return found;
}
