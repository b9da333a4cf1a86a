/* Pages of digests of records that stand in two stores, and the questions for them. A digest is of the texts of the
 * fields, so that no store has to keep values in the form in which another one does. */
#include "service/replica.h"

#include <string.h>

#include "base/text.h"
#include "service/engine_private.h"

const struct replica *replica_find(const struct service *service, const char *source, const char *record)
{
    for (const struct replica *replica = service->replicas; replica && replica->source; replica++)
        if (text_same(replica->source, source) && text_same(replica->record, record))
            return replica;
    return NULL;
}

int replica_fields(struct store *store, const struct replica *replica, struct replica_row *row)
{
    const int most = (int)(sizeof row->fields.at / sizeof row->fields.at[0]);
    struct rows rows;
    rows_open(&rows, store, replica->sql, replica->statement, ARGS(val_text(""), val_int(0)));
    const int columns = rows_columns(&rows);
    if (columns > most + 1)
        BUG("%s of %s has more than %d fields", replica->record, replica->source, most);
    TEXT_PUT(row->source, replica->source);
    TEXT_PUT(row->record, replica->record);
    row->fields.count = 0;
    for (int column = 1; column < columns; column++)
        TEXT_PUT(row->fields.at[row->fields.count++], rows_name(&rows, column));
    rows_close(&rows);
    return columns > 0 ? 0 : -1;
}

/* ---- a page ---- */

#define FIELDS_MOST 24

/* The column of a field, -1. */
static int column_of(const struct rows *rows, const char *field)
{
    for (int column = 1; column < rows_columns(rows); column++)
        if (text_same(rows_name(rows, column), field))
            return column;
    return -1;
}

static void digest_add(uint8_t digest[HASH_SIZE], const struct rows *rows, int column)
{
    uint8_t both[HASH_SIZE + 1 + HASH_SIZE];
    size_t size = 0;
    memcpy(both, digest, HASH_SIZE);
    both[HASH_SIZE] = rows_null(rows, column);
    const void *text = rows_blob(rows, column, &size);
    hash_bytes(both + HASH_SIZE + 1, text, size);
    hash_bytes(digest, both, sizeof both);
}

static int page_fill(struct rows *rows, const int *columns, uint32_t count, int64_t most,
                     struct replica_page_answer *answer)
{
    int found;
    while ((found = rows_next(rows)) == 1 && answer->rows.count < most) {
        struct replica_digest *row = &answer->rows.at[answer->rows.count++];
        text_fit(row->id, sizeof row->id, rows_text(rows, 0)); /* longer only by damage: then it differs */
        memset(row->digest, 0, sizeof row->digest);
        for (uint32_t i = 0; i < count; i++)
            digest_add(row->digest, rows, columns[i]);
        row->digest[0] |= 1; /* all zeros would be absent */
    }
    answer->more = found == 1;
    return found < 0 ? -1 : 0;
}

int replica_page(struct store *store, const struct replica *replica, const struct replica_page *asked,
                 struct replica_page_answer *answer, const char **unknown)
{
    const int64_t room = sizeof answer->rows.at / sizeof answer->rows.at[0];
    const int64_t most = asked->limit > 0 && asked->limit < room ? asked->limit : room;
    struct rows rows;
    int columns[FIELDS_MOST] = {0}, result = 0;
    answer->rows.count = 0;
    rows_open(&rows, store, replica->sql, replica->statement, ARGS(val_text(asked->after), val_int(most + 1)));
    for (uint32_t i = 0; i < asked->fields.count && !rows.failed && result == 0; i++)
        if ((columns[i] = column_of(&rows, asked->fields.at[i])) < 0) {
            *unknown = asked->fields.at[i];
            result = 1;
        }
    if (result == 0)
        result = page_fill(&rows, columns, asked->fields.count, most, answer);
    rows_close(&rows);
    return result;
}

/* ---- two pages ---- */

/* The id at which a page ends; NULL: it is the last one. */
static const char *page_end(const struct replica_page_answer *page)
{
    return page->more && page->rows.count ? page->rows.at[page->rows.count - 1].id : NULL;
}

const char *replica_bound(const struct replica_page_answer *one, const struct replica_page_answer *two)
{
    const char *first = page_end(one), *second = page_end(two);
    if (!first || !second)
        return first ? first : second;
    return strcmp(first, second) < 0 ? first : second;
}

/* The row at `at` when it stands within the bound; NULL. */
static const struct replica_digest *row_at(const struct replica_page_answer *page, uint32_t at, const char *bound)
{
    const struct replica_digest *row = at < page->rows.count ? &page->rows.at[at] : NULL;
    return row && (!bound || strcmp(row->id, bound) <= 0) ? row : NULL;
}

int replica_compare(const struct replica_page_answer *one, const struct replica_page_answer *two, const char *bound,
                    replica_gap *each, void *self)
{
    const char *before = "";
    int gaps = 0;
    for (uint32_t i = 0, k = 0;;) {
        const struct replica_digest *a = row_at(one, i, bound), *b = row_at(two, k, bound);
        if (!a && !b)
            return gaps;
        const int order = !a ? 1 : !b ? -1 : strcmp(a->id, b->id);
        const char *id = order <= 0 ? a->id : b->id;
        if (order != 0 || memcmp(a->digest, b->digest, HASH_SIZE) != 0) {
            gaps++;
            each(self, id, before);
        }
        i += order <= 0;
        k += order >= 0;
        before = id;
    }
}

/* ---- questions ---- */

/* On the wire records are those of an instance, in the tables those of its service. What this one keeps is of itself,
 * or of a source whose place is its own: there is one of each service. NULL: none. */
static const char *instance_kept(const struct engine *engine, const char *service)
{
    if (text_same(service, engine->service->name))
        return engine->name;
    for (int i = 0; i < engine->follows_count; i++)
        if (text_same(engine->follows[i].service, service))
            return engine->follows[i].name;
    return NULL;
}

/* Those that the service names and this instance keeps. */
static const struct replica *replica_kept(const struct engine *engine, const char *source, const char *record)
{
    char service[INSTANCE_NAME];
    instance_service(service, source);
    const char *kept = instance_kept(engine, service);
    return kept && text_same(kept, source) ? replica_find(engine->service, service, record) : NULL;
}

static void list_serve(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                       const struct replica_list *asked)
{
    struct replica_list_answer *answer = engine->reply_body;
    const uint32_t most = sizeof answer->rows.at / sizeof answer->rows.at[0];
    memset(answer, 0, sizeof *answer);
    for (const struct replica *replica = engine->service->replicas; replica && replica->source; replica++) {
        const char *source = instance_kept(engine, replica->source);
        if (!source || (asked->source[0] && !text_same(asked->source, source)))
            continue;
        if (answer->rows.count == most)
            BUG("more than %u kinds of records", most);
        struct replica_row *row = &answer->rows.at[answer->rows.count++];
        if (replica_fields(engine->store, replica, row) == 0) {
            TEXT_PUT(row->source, source);
        } else {
            reply_flaw(engine, peer, envelope, "trouble", "storage", "", "The records could not be read.");
            return;
        }
    }
    reply_now(engine, peer, envelope, MSG_replica_list_answer, answer);
}

/* Where the records stand: own ones at the end of our stream, copies where we have followed their source to. */
static int position_fill(const struct engine *engine, const char *source, struct replica_page_answer *answer)
{
    struct head head = {0};
    int64_t open;
    if (text_same(source, engine->name)) {
        TEXT_PUT(answer->epoch, ledger_epoch(engine->ledger));
        if (ledger_head(engine->ledger, source, &head) < 0)
            return -1;
        answer->number = head.last;
        return 0;
    }
    for (int i = 0; i < engine->follows_count; i++)
        if (text_same(engine->follows[i].name, source)) {
            TEXT_PUT(answer->epoch, engine->follows[i].cursor.epoch);
            answer->number = relearn_reached(&engine->follows[i]);
        }
    return dead_missing_of(engine->store, source, &answer->parked) ||
                   orphan_count(engine->store, source, &open, &answer->orphans)
               ? -1
               : 0;
}

static void page_serve(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                       const struct replica_page *asked)
{
    struct replica_page_answer *answer = engine->reply_body;
    const struct replica *replica = replica_kept(engine, asked->source, asked->record);
    const char *unknown = "";
    memset(answer, 0, sizeof *answer);
    int result = replica ? replica_page(engine->store, replica, asked, answer, &unknown) : 1;
    if (result == 0)
        result = position_fill(engine, asked->source, answer);
    if (result == 0)
        reply_now(engine, peer, envelope, MSG_replica_page_answer, answer);
    else if (result < 0)
        reply_flaw(engine, peer, envelope, "trouble", "storage", "", "The records could not be read.");
    else if (!replica)
        reply_flaw(engine, peer, envelope, "refused", "unknown_record", "record",
                   "This service keeps no such records of that source.");
    else
        reply_flaw(engine, peer, envelope, "refused", "unknown_field", "fields",
                   "A field that is asked for is none of this record.");
}

bool replica_is(enum message_type type)
{
    return type == MSG_replica_list || type == MSG_replica_page;
}

bool replica_serve(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                   const struct message *message)
{
    if (!replica_is(message->type))
        return false;
    if (!(role_of(envelope->actorrole) & ROLE_OPERATOR))
        reply_flaw(engine, peer, envelope, "denied", "role", "actorrole", "Only an operator may do this.");
    else if (message->type == MSG_replica_list)
        list_serve(engine, peer, envelope, engine->body);
    else
        page_serve(engine, peer, envelope, engine->body);
    return true;
}
