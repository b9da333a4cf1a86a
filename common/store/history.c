/* The ledger's reading side. No event leaves it unchecked: each row must carry its own hash, its own number, and the
 * hash of the event before it. A damaged or missing one is reported, never passed over. */
#include <string.h>

#include "base/text.h"
#include "store/ledger.h"
#include "wire/envelope.h"

#include "heads.h"
#include "inside.h"

#define COLUMNS "place, nth, subject, hash, header, data"

static const char *const event_statements[EVENT_STATEMENTS] = {
    [EVENT_ADD] = ("INSERT INTO event (" COLUMNS ") VALUES (?, ?, ?, ?, ?, ?)"),
    [EVENT_LAST] =
        "SELECT place, nth, subject, hash FROM event WHERE place > ? AND place <= ? ORDER BY place DESC LIMIT 1",
    [EVENT_HASH_AT] = "SELECT hash FROM event WHERE place = ?",
    [EVENT_HEADER_AT] = "SELECT header FROM event WHERE place = ?",
    [EVENT_FROM] = ("SELECT " COLUMNS " FROM event WHERE place > ? AND place <= ? ORDER BY place LIMIT ?"),
    [EVENT_BY_SUBJECT] = ("SELECT " COLUMNS " FROM event WHERE subject = ? AND nth > ? ORDER BY nth LIMIT ?"),
    [EVENT_STRAY] = "SELECT count(*) FROM event WHERE place <= ? OR place > ?",
    [EVENT_TRIM] = "DELETE FROM event WHERE place >= ? AND place < ?",
};
const struct statements event_sql = {"event", event_statements, EVENT_STATEMENTS};

/* Where a walk along one stream stands. */
struct chain {
    const char *stream;
    int64_t number;
    int64_t nth;
    uint8_t hash[HASH_SIZE];
};

struct event_row {
    int64_t number, nth;
    const uint8_t *header, *data, *hash;
    size_t header_size, data_size, hash_size;
};

static struct event_row event_row(const struct rows *rows)
{
    struct event_row row = {.number = rows_int(rows, EVENT_PLACE) & PLACE_MASK, .nth = rows_int(rows, EVENT_NTH)};
    row.hash = rows_blob(rows, EVENT_HASH, &row.hash_size);
    row.header = rows_blob(rows, EVENT_HEADER, &row.header_size);
    row.data = rows_blob(rows, EVENT_DATA, &row.data_size);
    return row;
}

/* The bytes are those that were stored. */
static int check_bytes(const struct event_row *row, const char *stream, struct error *error)
{
    uint8_t hash[HASH_SIZE];
    hash_event(hash, row->header, row->header_size, row->data, row->data_size);
    if (row->hash_size == HASH_SIZE && memcmp(hash, row->hash, HASH_SIZE) == 0)
        return 0;
    return error_set(error, "event %lld of stream %s is damaged: its hash does not fit its bytes",
                     (long long)row->number, stream);
}

/* ... and stand where they belong. */
static int check_link(const struct event_row *row, const struct chain *chain, const char *subject, struct error *error)
{
    struct envelope envelope;
    struct flaw flaw;
    long long number = row->number;
    if (row->number != chain->number + 1)
        return error_set(error, "event %lld of stream %s is missing", (long long)chain->number + 1, chain->stream);
    if (envelope_decode(&envelope, row->header, row->header_size, &flaw) != 0)
        return error_set(error, "event %lld of stream %s has no readable header: %s", number, chain->stream,
                         flaw.why.text);
    if (envelope.sequence != row->number || !text_same(envelope.stream, chain->stream))
        return error_set(error, "event %lld of stream %s is another event", number, chain->stream);
    if (memcmp(envelope.prevhash, chain->hash, HASH_SIZE) != 0)
        return error_set(error, "event %lld of stream %s does not follow the one before it", number, chain->stream);
    if (row->nth <= chain->nth || !text_same(envelope.subject, subject))
        return error_set(error, "event %lld of stream %s is filed in the wrong place", number, chain->stream);
    return 0;
}

static int check_row(const struct rows *rows, const struct event_row *row, const struct chain *chain,
                     struct error *error)
{
    if (check_link(row, chain, rows_text(rows, EVENT_SUBJECT), error) != 0)
        return -1;
    return check_bytes(row, chain->stream, error);
}

static void step(struct chain *chain, const struct event_row *row)
{
    chain->number = row->number;
    chain->nth = row->nth;
    if (row->hash_size == HASH_SIZE)
        memcpy(chain->hash, row->hash, HASH_SIZE);
}

static int fail_damaged(struct ledger *ledger, const char *text)
{
    store_fail(ledger->store, "%s", text);
    ledger->store->code = SQLITE_CORRUPT;
    return -1;
}

/* ---- reading ---- */

int ledger_hash_at(struct ledger *ledger, const char *stream, int64_t number, uint8_t hash[HASH_SIZE])
{
    struct rows rows;
    int index = heads_find(&ledger->heads, stream);
    memset(hash, 0, HASH_SIZE);
    if (number == 0)
        return 1;
    if (index < 0 || number < 0 || number > ledger->heads.at[index].last)
        return 0;
    if (number == ledger->heads.at[index].first - 1)
        return ledger_before(ledger, stream, hash);
    rows_open(&rows, ledger->store, &event_sql, EVENT_HASH_AT, ARGS(val_int(place_of(index, number))));
    int found = rows_next(&rows);
    if (found == 1 && rows_hash(&rows, 0, hash) != 0)
        found = store_fail(ledger->store, "event %lld of stream %s is damaged", (long long)number, stream);
    rows_close(&rows);
    return found;
}

static int begin_chain(struct ledger *ledger, int index, int64_t after, struct chain *chain)
{
    const struct head *head = &ledger->heads.at[index];
    if (after < head->first - 1)
        after = head->first - 1;
    *chain = (struct chain){.stream = head->name, .number = after};
    int found = ledger_hash_at(ledger, head->name, after, chain->hash);
    if (found == 0)
        return store_fail(ledger->store, "event %lld of stream %s is missing", (long long)after, head->name);
    return found < 0 ? -1 : 0;
}

int ledger_read(struct ledger *ledger, const char *stream, int64_t after, int most, ledger_each *each, void *self)
{
    struct rows rows;
    struct chain chain;
    struct error error;
    int found, left = most, index = heads_find(&ledger->heads, stream);
    if (index < 0 || after >= ledger->heads.at[index].last)
        return 0;
    if (begin_chain(ledger, index, after, &chain) != 0)
        return -1;
    int64_t last = ledger->heads.at[index].last;
    rows_open(&rows, ledger->store, &event_sql, EVENT_FROM,
              ARGS(val_int(place_of(index, chain.number)), val_int(place_of(index, last)), val_int(most)));
    while ((found = rows_next(&rows)) == 1) {
        struct event_row row = event_row(&rows);
        found = check_row(&rows, &row, &chain, &error) == 0 ? 0 : fail_damaged(ledger, error.text);
        if (found < 0 || each(self, row.number, row.header, row.header_size, row.data, row.data_size) != 0)
            break;
        step(&chain, &row);
        left--;
    }
    bool ended = !rows.statement && left > 0;
    rows_close(&rows);
    if (found == 0 && ended && chain.number < last)
        return store_fail(ledger->store, "event %lld of stream %s is missing", (long long)chain.number + 1, stream);
    return found;
}

int ledger_story(struct ledger *ledger, const char *subject, int64_t after, int most, ledger_each *each, void *self,
                 int64_t *place)
{
    struct rows rows;
    struct error error;
    int found;
    *place = after;
    rows_open(&rows, ledger->store, &event_sql, EVENT_BY_SUBJECT,
              ARGS(val_text(subject), val_int(after), val_int(most)));
    while ((found = rows_next(&rows)) == 1) {
        struct event_row row = event_row(&rows);
        int64_t index = (rows_int(&rows, EVENT_PLACE) >> PLACE_BITS) - 1;
        bool known = index >= 0 && index < ledger->heads.count;
        const char *stream = known ? ledger->heads.at[index].name : "(unknown)";
        found = check_bytes(&row, stream, &error) == 0 ? 0 : fail_damaged(ledger, error.text);
        if (found < 0)
            break;
        if (each(self, row.number, row.header, row.header_size, row.data, row.data_size) != 0)
            break;
        *place = row.nth;
    }
    rows_close(&rows);
    return found;
}

/* ---- verifying ---- */

typedef void complain_about(void *self, const char *text);

static int verify_stream(struct ledger *ledger, int index, complain_about *complain, void *self, int64_t *events)
{
    const struct head *head = &ledger->heads.at[index];
    struct rows rows;
    struct chain chain;
    struct error error;
    int found;
    if (head->last < head->first) /* empty */
        return 0;
    if (begin_chain(ledger, index, 0, &chain) != 0)
        return -1;
    rows_open(&rows, ledger->store, &event_sql, EVENT_FROM,
              ARGS(val_int(place_of(index, 0)), val_int(place_of(index, PLACE_MASK)), val_int(-1)));
    while ((found = rows_next(&rows)) == 1) {
        struct event_row row = event_row(&rows);
        if (check_row(&rows, &row, &chain, &error) != 0)
            complain(self, error.text);
        step(&chain, &row);
        ++*events;
    }
    rows_close(&rows);
    return found;
}

int ledger_verify(struct ledger *ledger, complain_about *complain, void *self, int64_t *events)
{
    int64_t strays = 0;
    *events = 0;
    for (int i = 0; i < ledger->heads.count; i++)
        if (verify_stream(ledger, i, complain, self, events) != 0)
            return -1;
    int64_t end = place_of(ledger->heads.count - 1, PLACE_MASK);
    if (store_int(ledger->store, &event_sql, EVENT_STRAY, ARGS(val_int(place_of(0, 0)), val_int(end)), &strays) < 0)
        return -1;
    if (strays)
        complain(self, "there are events of no known stream");
    return 0;
}
