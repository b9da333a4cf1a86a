/* Answers given: what makes a command that comes twice take effect once. */
#include <string.h>

#include "store/ledger.h"

#include "inside.h"

enum { FIND, SAVE, TRIM, STATEMENTS };

static const char *const sql[STATEMENTS] = {
    [FIND] = "SELECT body, answer FROM answer WHERE source = ? AND id = ?",
    [SAVE] = "INSERT INTO answer (source, id, body, answer, at) VALUES (?, ?, ?, ?, ?)",
    [TRIM] = "DELETE FROM answer WHERE at < ? AND number IN (SELECT number FROM answer ORDER BY number LIMIT ?)",
};
const struct statements answer_sql = {"answer", sql, STATEMENTS};

int answer_find(struct store *store, const char *source, const char *id, const uint8_t body[HASH_SIZE], void *answer,
                size_t room, size_t *size, bool *same)
{
    struct rows rows;
    uint8_t first[HASH_SIZE];
    rows_open(&rows, store, &answer_sql, FIND, ARGS(val_text(source), val_text(id)));
    int found = rows_next(&rows);
    if (found == 1) {
        const void *stored = rows_blob(&rows, 1, size);
        if (*size > room || rows_hash(&rows, 0, first) != 0) {
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
    int changed =
        store_do(store, &answer_sql, SAVE,
                 ARGS(val_text(source), val_text(id), val_blob(body, HASH_SIZE), val_blob(answer, size), val_int(at)));
    return changed < 0 ? -1 : 0;
}

int answer_trim(struct store *store, int64_t before, int most)
{
    return store_do(store, &answer_sql, TRIM, ARGS(val_int(before), val_int(most)));
}
