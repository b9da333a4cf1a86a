/* Where the trails of other services stood, as they said: what one of them cuts or makes anew is seen here. */
#include <string.h>

#include "base/text.h"
#include "store/audit_trail.h"

#include "inside.h"

enum { KEEP, KEPT, BEYOND, LIST, THIN, STATEMENTS };

static const char *const sql[STATEMENTS] = {
    [KEEP] = "INSERT INTO anchor (source, epoch, number, hash, at) VALUES (?, ?, ?, ?, ?)",
    [KEPT] = "SELECT hash FROM anchor WHERE source = ? AND epoch = ? AND number = ?",
    [BEYOND] = "SELECT count(*) FROM anchor WHERE source = ? AND epoch = ? AND number > ?",
    [LIST] = ("SELECT source, epoch, number, hash, at FROM anchor WHERE (source, epoch, number) > (?, ?, ?)"
              " ORDER BY source, epoch, number LIMIT ?"),
    [THIN] = ("DELETE FROM anchor AS a WHERE at < ? AND EXISTS (SELECT 1 FROM anchor AS b WHERE b.source = a.source"
              " AND b.epoch = a.epoch AND b.number < a.number AND b.at / 86400000 = a.at / 86400000)"),
};
const struct statements anchor_sql = {"anchor", sql, STATEMENTS};

int anchor_keep(struct store *store, const struct audit_anchor *anchor)
{
    struct rows rows;
    uint8_t hash[HASH_SIZE];
    int64_t beyond = 0;
    rows_open(&rows, store, &anchor_sql, KEPT,
              ARGS(val_text(anchor->source), val_text(anchor->epoch), val_int(anchor->number)));
    int found = rows_next(&rows);
    bool same = found == 1 && rows_hash(&rows, 0, hash) == 0 && memcmp(hash, anchor->hash, HASH_SIZE) == 0;
    rows_close(&rows);
    if (found != 0)
        return found < 0 ? -1 : same;
    if (store_int(store, &anchor_sql, BEYOND,
                  ARGS(val_text(anchor->source), val_text(anchor->epoch), val_int(anchor->number)), &beyond) < 0)
        return -1;
    if (store_do(store, &anchor_sql, KEEP,
                 ARGS(val_text(anchor->source), val_text(anchor->epoch), val_int(anchor->number),
                      val_blob(anchor->hash, HASH_SIZE), val_int(anchor->at))) < 0)
        return -1;
    return beyond == 0;
}

int anchor_list(struct store *store, const struct audit_anchor *after, struct audit_anchor *to, int most, bool *more)
{
    struct rows rows;
    int found, count = 0;
    rows_open(&rows, store, &anchor_sql, LIST,
              ARGS(val_text(after->source), val_text(after->epoch), val_int(after->number), val_int(most + 1)));
    while ((found = rows_next(&rows)) == 1 && count < most) {
        struct audit_anchor *row = &to[count++];
        *row = (struct audit_anchor){.number = rows_int(&rows, 2), .at = rows_int(&rows, 4)};
        text_copy(row->source, sizeof row->source, rows_text(&rows, 0));
        text_copy(row->epoch, sizeof row->epoch, rows_text(&rows, 1));
        rows_hash(&rows, 3, row->hash);
    }
    *more = found == 1;
    rows_close(&rows);
    return found < 0 ? -1 : count;
}

int anchor_trim(struct store *store, int64_t before)
{
    return store_do(store, &anchor_sql, THIN, ARGS(val_int(before)));
}
