/* A ledger in a store of its own: appending, undoing, damaging, and what it then says. */
#ifndef ANXIN_TESTS_LEDGER_FIXTURE_H
#define ANXIN_TESTS_LEDGER_FIXTURE_H

#include "store_fixture.h"

#include <sqlite3.h>

#include "base/text.h"
#include "store/dead.h"
#include "wire/envelope.h"

#define BODY "a body of an event"

static inline int try_append(struct fixture *f, const char *stream, const char *subject, struct stored *stored)
{
    static int made;
    struct envelope envelope = {0};
    snprintf(envelope.id, sizeof envelope.id, "event-%d", ++made);
    TEXT_PUT(envelope.source, "testing");
    TEXT_PUT(envelope.type, "booking.created");
    TEXT_PUT(envelope.subject, subject);
    return ledger_append(f->ledger, stream, &envelope, BODY, sizeof BODY, 1000 + made, stored);
}

static inline void append(struct fixture *f, const char *stream, const char *subject)
{
    static struct stored stored;
    if (try_append(f, stream, subject, &stored) != 0)
        fail_msg("%s", store_why(f->store));
}

static inline void begin_unit(struct fixture *f)
{
    assert_int_equal(store_savepoint(f->store), 0);
}

static inline void keep_unit(struct fixture *f)
{
    assert_int_equal(store_release(f->store), 0);
    ledger_keep(f->ledger);
}

static inline void undo_unit(struct fixture *f)
{
    assert_int_equal(store_undo(f->store), 0);
    ledger_undo(f->ledger);
}

static inline void commit_events(struct fixture *f, const char *stream, int count)
{
    assert_int_equal(store_begin(f->store), 0);
    for (int i = 0; i < count; i++)
        append(f, stream, "");
    assert_int_equal(store_commit(f->store), 0);
}

static inline struct head head_of(const struct fixture *f, const char *stream)
{
    struct head head = {.last = -1};
    ledger_head(f->ledger, stream, &head);
    return head;
}

/* What a read gave: "stream:number" of each event, and the numbers seen. */
struct seen {
    int count, stop_after;
    char text[512];
};

static inline int see(void *self, int64_t number, const void *header, size_t header_size, const void *data, size_t size)
{
    struct seen *seen = self;
    struct envelope envelope;
    struct flaw flaw;
    assert_int_equal(envelope_decode(&envelope, header, header_size, &flaw), 0);
    assert_int_equal(envelope.sequence, number);
    assert_int_equal(size, sizeof BODY);
    assert_memory_equal(data, BODY, size);
    size_t used = strlen(seen->text);
    snprintf(seen->text + used, sizeof seen->text - used, "%s:%d ", envelope.stream, (int)number);
    return ++seen->count == seen->stop_after;
}

static inline void note(void *self, const char *text)
{
    struct seen *seen = self;
    seen->count++;
    snprintf(seen->text, sizeof seen->text, "%s", text);
}

/* Closes, runs SQL on the file as damage would, opens again. */
static inline void damage(struct fixture *f, const char *sql)
{
    sqlite3 *db = NULL;
    ledger_close(&f->ledger);
    store_close(&f->store);
    assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_changes(db), 1);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    fixture_reopen(f);
}

static inline void assert_verify_says(struct fixture *f, const char *why)
{
    struct seen seen = {0};
    int64_t events = 0;
    assert_int_equal(ledger_verify(f->ledger, note, &seen, &events), 0);
    assert_true(seen.count > 0);
    if (!strstr(seen.text, why))
        fail_msg("'%s' does not say '%s'", seen.text, why);
}

static inline void assert_read_says(struct fixture *f, const char *why)
{
    struct seen seen = {0};
    assert_int_equal(ledger_read(f->ledger, "testing", 0, 100, see, &seen), -1);
    if (!strstr(store_why(f->store), why))
        fail_msg("'%s' does not say '%s'", store_why(f->store), why);
}

#endif
