/* Trimming: the first events of a stream go, and the stream keeps the number and the chain hash from which it still
 * stands. Readers are judged by these two, so that nobody passes over a trimmed event without being told. */
#include <string.h>

#include "base/text.h"
#include "store/ledger.h"
#include "wire/envelope.h"

#include "heads.h"
#include "inside.h"

int ledger_before(struct ledger *ledger, const char *stream, uint8_t hash[HASH_SIZE])
{
    struct rows rows;
    int index = heads_find(&ledger->heads, stream);
    memset(hash, 0, HASH_SIZE);
    if (index < 0)
        return 0;
    rows_open(&rows, ledger->store, &stream_sql, STREAM_BEFORE, ARGS(val_int(index + 1)));
    int found = rows_next(&rows);
    if (found == 1 && rows_hash(&rows, 0, hash) != 0)
        found = store_fail(ledger->store, "the hash before the first event of stream %s is damaged", stream);
    rows_close(&rows);
    return found;
}

/* When event `number` was stored: 1, 0 when it is not there, -1. */
static int recorded_at(struct ledger *ledger, int index, int64_t number, int64_t *recorded)
{
    struct rows rows;
    struct envelope envelope;
    struct flaw flaw;
    size_t size;
    rows_open(&rows, ledger->store, &event_sql, EVENT_HEADER_AT, ARGS(val_int(place_of(index, number))));
    int found = rows_next(&rows);
    if (found == 1) {
        const void *header = rows_blob(&rows, 0, &size);
        if (envelope_decode(&envelope, header, size, &flaw) == 0)
            *recorded = envelope.recordedtime;
        else
            found = store_fail(ledger->store, "event %lld of stream %s is damaged", (long long)number,
                               ledger->heads.at[index].name);
    }
    rows_close(&rows);
    return found;
}

/* Halves the numbers until one is left, since times do not fall along a stream. */
int ledger_since(struct ledger *ledger, const char *stream, int64_t time, int64_t *number)
{
    int index = heads_find(&ledger->heads, stream);
    *number = 1;
    if (index < 0)
        return 0;
    int64_t low = ledger->heads.at[index].first, high = ledger->heads.at[index].last + 1;
    while (low < high) {
        int64_t middle = low + (high - low) / 2, recorded = 0;
        int found = recorded_at(ledger, index, middle, &recorded);
        if (found != 1)
            return found < 0
                       ? -1
                       : store_fail(ledger->store, "event %lld of stream %s is missing", (long long)middle, stream);
        if (recorded < time)
            low = middle + 1;
        else
            high = middle;
    }
    *number = low;
    return 0;
}

int ledger_trim(struct ledger *ledger, const char *stream, int64_t first)
{
    uint8_t hash[HASH_SIZE];
    int index = heads_find(&ledger->heads, stream);
    if (index < 0)
        return store_fail(ledger->store, "there is no stream %s", stream);
    struct head *head = &ledger->heads.at[index];
    if (first <= head->first)
        return 0;
    if (first > head->last)
        return store_fail(ledger->store, "the last event of stream %s stays", stream);
    int found = ledger_hash_at(ledger, stream, first - 1, hash);
    if (found != 1 || heads_remember(&ledger->heads, ledger->store->savepoints, index) != 0)
        return found < 0
                   ? -1
                   : store_fail(ledger->store, "event %lld of stream %s is missing", (long long)first - 1, stream);
    int gone = store_do(ledger->store, &event_sql, EVENT_TRIM,
                        ARGS(val_int(place_of(index, head->first)), val_int(place_of(index, first))));
    if (gone < 0)
        return -1;
    if (gone != first - head->first)
        return store_fail(ledger->store, "of the first events of stream %s some are missing", stream);
    if (store_do(ledger->store, &stream_sql, STREAM_TRIM,
                 ARGS(val_int(first), val_blob(hash, HASH_SIZE), val_int(index + 1))) < 0)
        return -1;
    head->first = first;
    return gone;
}
