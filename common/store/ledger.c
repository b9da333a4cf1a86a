/* The ledger's writing side: epoch, heads, and the appending of events. An event's number, its place in the chain and
 * its row are made in one go, so that a stream has no holes and no two events of one number. */
#include "store/ledger.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "wire/envelope.h"

#include "heads.h"
#include "inside.h"

static const char *const stream_statements[STREAM_STATEMENTS] = {
    [STREAM_ALL] = "SELECT number, name, first, before FROM stream ORDER BY number",
    [STREAM_ADD] = "INSERT INTO stream (number, name, before) VALUES (?, ?, zeroblob(32))",
    [STREAM_BEFORE] = "SELECT before FROM stream WHERE number = ?",
    [STREAM_TRIM] = "UPDATE stream SET first = ?, before = ? WHERE number = ?",
    [FORK_ADD] = "INSERT INTO fork (epoch, stream, number, hash, next, at) VALUES (?, ?, ?, ?, ?, ?)",
    [FORK_FIND] = ("SELECT number, hash FROM (SELECT 1 AS rank, number, hash FROM fork WHERE epoch = ?1 AND stream = ?2"
                   " UNION ALL SELECT * FROM (SELECT 2, 0, zeroblob(32) FROM fork WHERE epoch = ?1 LIMIT 1))"
                   " ORDER BY rank LIMIT 1"),
    [FORK_LAST] = ("SELECT epoch, number, at FROM fork WHERE next = ? AND stream IN (?, '')"
                   " ORDER BY stream DESC LIMIT 1"),
};
const struct statements stream_sql = {"stream", stream_statements, STREAM_STATEMENTS};

#define STREAM_MAX 8388607

/* ---- opening ---- */

static int load_last(struct ledger *ledger, int index, struct head *head)
{
    struct rows rows;
    rows_open(&rows, ledger->store, &event_sql, EVENT_LAST,
              ARGS(val_int(place_of(index, 0)), val_int(place_of(index, PLACE_MASK))));
    int found = rows_next(&rows);
    if (found == 1) {
        head->last = rows_int(&rows, EVENT_PLACE) & PLACE_MASK;
        if (rows_hash(&rows, EVENT_HASH, head->hash) != 0)
            found = store_fail(ledger->store, "the last event of stream %s is damaged", head->name);
        else if (rows_int(&rows, EVENT_NTH) > ledger->heads.nth)
            ledger->heads.nth = rows_int(&rows, EVENT_NTH);
    }
    rows_close(&rows);
    return found < 0 ? -1 : 0;
}

static int load_head(struct ledger *ledger, const struct rows *rows)
{
    struct head head = {.first = rows_int(rows, 2)};
    int index = ledger->heads.count;
    if (rows_int(rows, 0) != index + 1 || text_copy(head.name, sizeof head.name, rows_text(rows, 1)) != 0 ||
        rows_hash(rows, 3, head.hash) != 0)
        return store_fail(ledger->store, "the table of streams is damaged at stream %d", index + 1);
    head.last = head.first - 1;
    if (load_last(ledger, index, &head) != 0)
        return -1;
    if (heads_add(&ledger->heads, &head) < 0)
        return store_fail(ledger->store, "out of memory for %d streams", index + 1);
    return 0;
}

static int load_heads(struct ledger *ledger)
{
    struct rows rows;
    int found;
    rows_open(&rows, ledger->store, &stream_sql, STREAM_ALL, NO_ARGS);
    while ((found = rows_next(&rows)) == 1)
        if ((found = load_head(ledger, &rows)) != 0)
            break;
    rows_close(&rows);
    return found;
}

static int make_epoch(struct ledger *ledger, const uint8_t seed[8])
{
    bool alone = sqlite3_get_autocommit(ledger->store->db);
    if (ledger->store->read_only)
        return store_fail(ledger->store, "the store has no epoch: it was never begun");
    text_hex(ledger->epoch, seed, 8);
    if (alone && store_begin(ledger->store) != 0)
        return -1;
    if (meta_save(ledger->store, "epoch", ledger->epoch) == 0)
        return alone ? store_commit(ledger->store) : 0;
    if (alone)
        store_rollback(ledger->store);
    return -1;
}

static int load_epoch(struct ledger *ledger)
{
    int found = meta_find(ledger->store, "epoch", ledger->epoch, sizeof ledger->epoch);
    if (found == 1 && strlen(ledger->epoch) != 16)
        return store_fail(ledger->store, "the store's epoch is damaged");
    return found;
}

struct ledger *ledger_open(struct store *store, const uint8_t seed[8], struct error *error)
{
    struct ledger *ledger = calloc(1, sizeof *ledger);
    if (!ledger) {
        error_set(error, "ledger: out of memory");
        return NULL;
    }
    ledger->store = store;
    int found = load_epoch(ledger);
    if (found == 0)
        found = make_epoch(ledger, seed) == 0 ? 1 : -1;
    if (found < 0 || load_heads(ledger) != 0) {
        error_set(error, "ledger: %s", store_why(store));
        ledger_close(&ledger);
    }
    return ledger;
}

void ledger_close(struct ledger **ledger)
{
    if (!*ledger)
        return;
    heads_free(&(*ledger)->heads);
    free(*ledger);
    *ledger = NULL;
}

const char *ledger_epoch(const struct ledger *ledger)
{
    return ledger->epoch;
}

/* ---- heads ---- */

void ledger_keep(struct ledger *ledger)
{
    heads_forget(&ledger->heads);
}

void ledger_undo(struct ledger *ledger)
{
    heads_undo(&ledger->heads, ledger->store->savepoints);
}

int ledger_reload(struct ledger *ledger)
{
    struct heads old = ledger->heads;
    ledger->heads = (struct heads){0};
    int result = load_epoch(ledger) == 1 && load_heads(ledger) == 0 ? 0 : -1;
    for (int i = 0; i < old.count && i < ledger->heads.count; i++)
        ledger->heads.at[i].moved = old.at[i].moved;
    heads_free(&old);
    return result;
}

int ledger_head_at(const struct ledger *ledger, int index, struct head *head)
{
    if (index < 0 || index >= ledger->heads.count)
        return 0;
    *head = ledger->heads.at[index];
    return 1;
}

int ledger_head(const struct ledger *ledger, const char *stream, struct head *head)
{
    return ledger_head_at(ledger, heads_find(&ledger->heads, stream), head);
}

void ledger_settle(struct ledger *ledger)
{
    for (int i = 0; i < ledger->heads.count; i++)
        ledger->heads.at[i].moved = false;
}

/* ---- appending ---- */

/* A shortage like SQLite's own. */
static int fail_memory(struct ledger *ledger)
{
    store_fail(ledger->store, "out of memory");
    ledger->store->code = SQLITE_NOMEM;
    return -1;
}

static int remember(struct ledger *ledger, int index)
{
    if (!ledger->store->in_savepoint) /* then only a reload can take it back */
        return 0;
    return heads_remember(&ledger->heads, ledger->store->savepoints, index) == 0 ? 0 : fail_memory(ledger);
}

/* Index of the stream, made when it is new; -1 on failure. */
static int find_stream(struct ledger *ledger, const char *stream)
{
    struct heads *heads = &ledger->heads;
    struct head head = {.first = 1};
    int index = heads_find(heads, stream);
    if (index >= 0)
        return index;
    if (!*stream || text_copy(head.name, sizeof head.name, stream) != 0 || heads->count == STREAM_MAX)
        return store_fail(ledger->store, "'%.80s' cannot be a stream", stream);
    if (remember(ledger, -1) != 0 ||
        store_do(ledger->store, &stream_sql, STREAM_ADD, ARGS(val_int(heads->count + 1), val_text(stream))) < 0)
        return -1;
    index = heads_add(heads, &head);
    return index >= 0 ? index : fail_memory(ledger);
}

static int seal(struct ledger *ledger, const struct head *head, struct envelope *envelope, int64_t recorded,
                struct stored *stored)
{
    struct flaw flaw = {0};
    TEXT_PUT(envelope->specversion, "1.0");
    TEXT_PUT(envelope->stream, head->name);
    TEXT_PUT(envelope->epoch, ledger->epoch);
    envelope->sequence = head->last + 1;
    envelope->recordedtime = recorded;
    memcpy(envelope->prevhash, head->hash, HASH_SIZE);
    int size = envelope_encode(envelope, stored->header, sizeof stored->header, &flaw);
    if (size < 0)
        return store_fail(ledger->store, "header of an event for stream %s: %s %s", head->name, flaw.field,
                          flaw.why.text);
    stored->header_size = (size_t)size;
    stored->number = envelope->sequence;
    return 0;
}

int ledger_append(struct ledger *ledger, const char *stream, struct envelope *envelope, const void *data, size_t size,
                  int64_t recorded, struct stored *stored)
{
    uint8_t hash[HASH_SIZE];
    if (size > WIRE_DATA_MAX)
        return store_fail(ledger->store, "an event's data of %zu bytes is too large", size);
    int index = find_stream(ledger, stream);
    if (index < 0 || remember(ledger, index) != 0)
        return -1;
    struct head *head = &ledger->heads.at[index];
    if (seal(ledger, head, envelope, recorded, stored) != 0)
        return -1;
    hash_event(hash, stored->header, stored->header_size, data, size);
    if (store_do(ledger->store, &event_sql, EVENT_ADD,
                 ARGS(val_int(place_of(index, stored->number)), val_int(ledger->heads.nth + 1),
                      val_opt(envelope->subject), val_blob(hash, HASH_SIZE),
                      val_blob(stored->header, stored->header_size), val_blob(data, size))) < 0)
        return -1;
    ledger->heads.nth++;
    head->last = stored->number;
    head->moved = true;
    memcpy(head->hash, hash, HASH_SIZE);
    return 0;
}

/* ---- epochs ---- */

int ledger_fork(struct ledger *ledger, const uint8_t seed[8], int64_t at)
{
    static const struct head nothing; /* of a copy without events: its epoch too must be known later */
    char epoch[17];
    text_hex(epoch, seed, 8);
    if (text_same(epoch, ledger->epoch))
        return store_fail(ledger->store, "the new epoch is the old one");
    for (int i = 0; i < ledger->heads.count || i == 0; i++) {
        const struct head *head = ledger->heads.count > 0 ? &ledger->heads.at[i] : &nothing;
        if (store_do(ledger->store, &stream_sql, FORK_ADD,
                     ARGS(val_text(ledger->epoch), val_text(head->name), val_int(head->last),
                          val_blob(head->hash, HASH_SIZE), val_text(epoch), val_int(at))) < 0)
            return -1;
    }
    if (meta_save(ledger->store, "epoch", epoch) != 0)
        return -1;
    TEXT_PUT(ledger->epoch, epoch);
    return 0;
}

int ledger_fork_find(struct ledger *ledger, const char *epoch, const char *stream, int64_t *number,
                     uint8_t hash[HASH_SIZE])
{
    struct rows rows;
    rows_open(&rows, ledger->store, &stream_sql, FORK_FIND, ARGS(val_text(epoch), val_text(stream)));
    int found = rows_next(&rows);
    if (found == 1) {
        *number = rows_int(&rows, 0);
        if (rows_hash(&rows, 1, hash) != 0)
            found = store_fail(ledger->store, "the table of forks is damaged");
    }
    rows_close(&rows);
    return found;
}

int ledger_fork_last(struct ledger *ledger, const char *stream, struct fork *fork)
{
    struct rows rows;
    *fork = (struct fork){0};
    rows_open(&rows, ledger->store, &stream_sql, FORK_LAST, ARGS(val_text(ledger->epoch), val_text(stream)));
    int found = rows_next(&rows);
    if (found == 1) {
        ROWS_COPY(&rows, 0, fork->epoch);
        fork->number = rows_int(&rows, 1);
        fork->at = rows_int(&rows, 2);
    }
    rows_close(&rows);
    return found;
}
