/* The trail of acts. A row is made in one go from the last one, so the numbers have no holes and each hash holds all
 * before it: whoever changes, removes or adds a row must make all later ones anew, and then the hashes that other
 * services have noted do not fit any more. */
#include "store/audit_trail.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "store/ledger.h"

#include "inside.h"

enum { HEAD, ADD, FROM, AFTER, AT, FIRST, OLD, TRIM, RESTORED, RESTORED_BEFORE, STATEMENTS };

#define COLUMNS                                                                                                        \
    "number, at, mono, who, key, role, actor, actorfor, kind, what, object, fields, decision, code, source, message, " \
    "count, before, hash, version, reason, policy"
enum {
    NUMBER,
    WHEN,
    MONO,
    WHO,
    KEY,
    ROLE,
    ACTOR,
    ACTORFOR,
    KIND,
    WHAT,
    OBJECT,
    FIELDS,
    DECISION,
    CODE,
    SOURCE,
    MESSAGE,
    COUNT,
    BEFORE,
    HASH,
    VERSION,
    REASON,
    POLICY
};

/* What the hash of a row holds: since version 2 reason and policy, too. */
#define ROW_VERSION 2

static const char *const sql[STATEMENTS] = {
    [HEAD] = "SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1",
    [ADD] = "INSERT INTO audit (" COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
            "?, ?, ?)",
    [FROM] = "SELECT " COLUMNS " FROM audit WHERE number > ? ORDER BY number LIMIT ?",
    [AFTER] = "SELECT at FROM audit WHERE number > ? ORDER BY number LIMIT 1",
    [AT] = "SELECT hash FROM audit WHERE number = ?",
    [FIRST] = "SELECT number, before FROM audit ORDER BY number LIMIT 1",
    [OLD] = ("SELECT count(*), max(number) FROM (SELECT number, at FROM audit ORDER BY number LIMIT ?2)"
             " WHERE number < (SELECT coalesce(min(number), 9223372036854775807) FROM"
             " (SELECT number, at FROM audit ORDER BY number LIMIT ?2) WHERE at >= ?1)"),
    [TRIM] = "DELETE FROM audit WHERE number <= ?",
    [RESTORED] = "SELECT number FROM audit WHERE what = '" AUDIT_RESTORED "' AND object = ? ORDER BY number LIMIT 1",
    [RESTORED_BEFORE] = "SELECT count(*) FROM audit WHERE what = '" AUDIT_RESTORED "' AND number <= ?",
};
const struct statements audit_sql = {"audit", sql, STATEMENTS};

/* ---- the hash of a row ---- */

/* 9 integers and hashes of at most 32 bytes, 15 texts of at most AUDIT_TEXT bytes with their lengths. */
#define ROW_BYTES 4608

struct row_bytes {
    uint8_t at[ROW_BYTES];
    size_t used;
};

static void bytes_int(struct row_bytes *bytes, int64_t number)
{
    for (int shift = 56; shift >= 0; shift -= 8)
        bytes->at[bytes->used++] = (uint8_t)((uint64_t)number >> shift);
}

static void bytes_text(struct row_bytes *bytes, const char *text)
{
    const size_t size = text ? strnlen(text, AUDIT_TEXT) : 0;
    bytes->at[bytes->used++] = (uint8_t)(size >> 8);
    bytes->at[bytes->used++] = (uint8_t)size;
    if (size > 0)
        memcpy(bytes->at + bytes->used, text, size);
    bytes->used += size;
}

/* BLAKE2b-256 of the hash before it, then the columns in their order: integers as 8 bytes, texts with 2 bytes of
 * length, big end first; from version 2 on that number, reason and policy behind them. */
static void row_hash(const struct audit_entry *entry, int64_t version, int64_t number, const uint8_t before[HASH_SIZE],
                     uint8_t hash[HASH_SIZE])
{
    const char *const texts[] = {entry->who,  entry->key,    entry->role,   entry->actor,  entry->actorfor,
                                 entry->kind, entry->what,   entry->object, entry->fields, entry->decision,
                                 entry->code, entry->source, entry->message};
    struct row_bytes bytes = {.used = HASH_SIZE};
    memcpy(bytes.at, before, HASH_SIZE);
    bytes_int(&bytes, number);
    bytes_int(&bytes, entry->at);
    bytes_int(&bytes, entry->mono);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        bytes_text(&bytes, texts[i]);
    bytes_int(&bytes, entry->count);
    if (version > 1) {
        bytes_int(&bytes, version);
        bytes_text(&bytes, entry->reason);
        bytes_text(&bytes, entry->policy);
    }
    hash_bytes(hash, bytes.at, bytes.used);
}

/* ---- writing ---- */

int audit_head(struct store *store, struct audit_head *head)
{
    struct rows rows;
    int found = 0;
    if (!store->audit_known) {
        store->audit = (struct audit_head){0};
        rows_open(&rows, store, &audit_sql, HEAD, NO_ARGS);
        found = rows_next(&rows);
        if (found == 1) {
            store->audit.number = rows_int(&rows, 0);
            if (rows_hash(&rows, 1, store->audit.hash) != 0)
                found = store_fail(store, "the last row of the trail of acts is damaged");
        }
        rows_close(&rows);
        store->audit_known = found >= 0;
    }
    *head = store->audit;
    return found < 0 ? -1 : 0;
}

static struct value val_null(const char *text)
{
    return val_opt(text ? text : "");
}

int audit_write(struct store *store, const struct audit_entry *entry)
{
    struct audit_head head;
    struct audit_entry e = *entry;
    uint8_t hash[HASH_SIZE];
    e.count = entry->count ? entry->count : 1;
    if (audit_head(store, &head) != 0)
        return -1;
    row_hash(&e, ROW_VERSION, head.number + 1, head.hash, hash);
    if (store_do(store, &audit_sql, ADD,
                 ARGS(val_int(head.number + 1), val_int(e.at), val_int(e.mono), val_text(e.who), val_null(e.key),
                      val_null(e.role), val_null(e.actor), val_null(e.actorfor), val_text(e.kind), val_text(e.what),
                      val_null(e.object), val_null(e.fields), val_text(e.decision), val_null(e.code),
                      val_null(e.source), val_null(e.message), val_int(e.count), val_blob(head.hash, HASH_SIZE),
                      val_blob(hash, HASH_SIZE), val_int(ROW_VERSION), val_null(e.reason), val_null(e.policy))) < 0)
        return -1;
    store->audit.number = head.number + 1;
    memcpy(store->audit.hash, hash, HASH_SIZE);
    store->audit_in_savepoint = true;
    return 0;
}

int audit_trim(struct store *store, int64_t before, int most, const struct audit_entry *note)
{
    struct rows rows;
    char first[24], hex[HASH_SIZE * 2 + 1];
    uint8_t hash[HASH_SIZE];
    int64_t count = 0, last = 0;
    rows_open(&rows, store, &audit_sql, OLD, ARGS(val_int(before), val_int(most)));
    int found = rows_next(&rows);
    if (found == 1) {
        count = rows_int(&rows, 0);
        last = rows_int(&rows, 1);
    }
    rows_close(&rows);
    if (found != 1 || count == 0)
        return found < 0 ? -1 : 0;
    rows_open(&rows, store, &audit_sql, AT, ARGS(val_int(last)));
    found = rows_next(&rows) == 1 ? rows_hash(&rows, 0, hash) : -1;
    rows_close(&rows);
    if (found != 0 || store_do(store, &audit_sql, TRIM, ARGS(val_int(last))) < 0)
        return -1;
    struct audit_entry entry = *note;
    TEXT_FORMAT(first, "%lld", (long long)last + 1);
    text_hex(hex, hash, HASH_SIZE);
    entry.kind = "system";
    entry.what = AUDIT_TRIMMED;
    entry.object = first;
    entry.fields = hex;
    entry.decision = "accepted";
    return audit_write(store, &entry) == 0 ? (int)count : -1;
}

/* ---- reading ---- */

int audit_after(struct store *store, int64_t number, int64_t *at)
{
    return store_int(store, &audit_sql, AFTER, ARGS(val_int(number)), at);
}

static void row_load(const struct rows *rows, struct audit_row *row, char text[AUDIT_TEXT])
{
    *row = (struct audit_row){
        .number = rows_int(rows, NUMBER), .at = rows_int(rows, WHEN), .count = rows_int(rows, COUNT)};
    text_copy(row->who, sizeof row->who, rows_text(rows, WHO));
    text_copy(row->key, sizeof row->key, rows_text(rows, KEY));
    text_copy(row->role, sizeof row->role, rows_text(rows, ROLE));
    text_copy(row->actor, sizeof row->actor, rows_text(rows, ACTOR));
    text_copy(row->actorfor, sizeof row->actorfor, rows_text(rows, ACTORFOR));
    text_copy(row->kind, sizeof row->kind, rows_text(rows, KIND));
    text_copy(row->what, sizeof row->what, rows_text(rows, WHAT));
    text_copy(row->object, sizeof row->object, rows_text(rows, OBJECT));
    text_copy(row->fields, sizeof row->fields, rows_text(rows, FIELDS));
    text_copy(row->decision, sizeof row->decision, rows_text(rows, DECISION));
    text_copy(row->code, sizeof row->code, rows_text(rows, CODE));
    text_copy(row->source, sizeof row->source, rows_text(rows, SOURCE));
    text_copy(row->message, sizeof row->message, rows_text(rows, MESSAGE));
    text_copy(row->reason, sizeof row->reason, rows_text(rows, REASON));
    text_copy(text, AUDIT_TEXT, rows_text(rows, POLICY));
    row->policy = (struct view){text, strlen(text)};
    rows_hash(rows, HASH, row->hash);
}

static bool row_chosen(const struct rows *rows, const struct audit_choice *choice)
{
    return rows_int(rows, WHEN) >= choice->since &&
           (!*choice->object || text_same(choice->object, rows_text(rows, OBJECT))) &&
           (!*choice->who || text_same(choice->who, rows_text(rows, WHO)) ||
            text_same(choice->who, rows_text(rows, ACTOR)));
}

int audit_list(struct store *store, const struct audit_choice *choice, struct audit_row *to, char (*texts)[AUDIT_TEXT],
               int most, int64_t *last)
{
    struct rows rows;
    int count = 0;
    *last = choice->after;
    rows_open(&rows, store, &audit_sql, FROM, ARGS(val_int(choice->after), val_int(choice->look)));
    while (count < most && rows_next(&rows) == 1) {
        if (row_chosen(&rows, choice)) {
            row_load(&rows, &to[count], texts[count]);
            count++;
        }
        *last = rows_int(&rows, NUMBER);
    }
    rows_close(&rows);
    return rows.failed ? -1 : count;
}

/* ---- verifying ---- */

/* A walk along the trail. */
struct walk {
    int64_t number;
    uint8_t hash[HASH_SIZE];
    int64_t first;
    char trimmed[HASH_SIZE * 2 + 1]; /* hash before the first row, as a row of trimming says; "" none */
    audit_complain *complain;
    void *self;
};

__attribute__((format(printf, 2, 3))) static void walk_say(const struct walk *walk, const char *format, ...)
{
    struct error text;
    va_list list;
    va_start(list, format);
    vsnprintf(text.text, sizeof text.text, format, list);
    va_end(list);
    walk->complain(walk->self, text.text);
}

static struct audit_entry row_entry(const struct rows *rows)
{
    return (struct audit_entry){.at = rows_int(rows, WHEN),
                                .mono = rows_int(rows, MONO),
                                .who = rows_text(rows, WHO),
                                .key = rows_text(rows, KEY),
                                .role = rows_text(rows, ROLE),
                                .actor = rows_text(rows, ACTOR),
                                .actorfor = rows_text(rows, ACTORFOR),
                                .kind = rows_text(rows, KIND),
                                .what = rows_text(rows, WHAT),
                                .object = rows_text(rows, OBJECT),
                                .fields = rows_text(rows, FIELDS),
                                .decision = rows_text(rows, DECISION),
                                .code = rows_text(rows, CODE),
                                .source = rows_text(rows, SOURCE),
                                .message = rows_text(rows, MESSAGE),
                                .count = rows_int(rows, COUNT),
                                .reason = rows_text(rows, REASON),
                                .policy = rows_text(rows, POLICY)};
}

/* What the hash of an old row does not hold must not stand in it, and what is of no version is no row of ours. */
static bool row_holds_more(const struct audit_entry *entry, int64_t version)
{
    return version != ROW_VERSION && (version != 1 || entry->reason[0] || entry->policy[0]);
}

static void walk_row(struct walk *walk, const struct rows *rows)
{
    const int64_t number = rows_int(rows, NUMBER);
    const int64_t version = rows_int(rows, VERSION);
    const struct audit_entry entry = row_entry(rows);
    uint8_t before[HASH_SIZE] = {0}, hash[HASH_SIZE] = {0}, own[HASH_SIZE];
    int64_t first;
    rows_hash(rows, BEFORE, before);
    rows_hash(rows, HASH, hash);
    row_hash(&entry, version, number, before, own);
    if (number != walk->number + 1)
        walk_say(walk, "row %lld of the trail of acts is missing", (long long)walk->number + 1);
    else if (memcmp(before, walk->hash, HASH_SIZE) != 0)
        walk_say(walk, "row %lld of the trail of acts does not follow the one before it", (long long)number);
    if (memcmp(own, hash, HASH_SIZE) != 0 || row_holds_more(&entry, version))
        walk_say(walk, "row %lld of the trail of acts was changed: its hash does not fit it", (long long)number);
    if (text_same(entry.what, AUDIT_TRIMMED) && text_to_int(entry.object, &first) == 0 && first == walk->first)
        text_copy(walk->trimmed, sizeof walk->trimmed, entry.fields);
    walk->number = number;
    memcpy(walk->hash, hash, HASH_SIZE);
}

/* Where the trail begins: at 1, or where it was trimmed to. */
static int walk_begin(struct walk *walk, struct store *store)
{
    struct rows rows;
    rows_open(&rows, store, &audit_sql, FIRST, NO_ARGS);
    int found = rows_next(&rows);
    if (found == 1) {
        walk->first = rows_int(&rows, 0);
        walk->number = walk->first - 1;
        rows_hash(&rows, 1, walk->hash);
    }
    rows_close(&rows);
    return found < 0 ? -1 : 0;
}

int audit_verify(struct store *store, audit_complain *complain, void *self, int64_t *count)
{
    struct walk walk = {.complain = complain, .self = self, .first = 1};
    struct rows rows;
    char begun[HASH_SIZE * 2 + 1];
    int found;
    *count = 0;
    if (walk_begin(&walk, store) != 0)
        return -1;
    const uint8_t none[HASH_SIZE] = {0};
    const bool changed = walk.first == 1 && memcmp(walk.hash, none, HASH_SIZE) != 0;
    text_hex(begun, walk.hash, HASH_SIZE);
    rows_open(&rows, store, &audit_sql, FROM, ARGS(val_int(0), val_int(-1)));
    while ((found = rows_next(&rows)) == 1) {
        walk_row(&walk, &rows);
        ++*count;
    }
    rows_close(&rows);
    if (changed || (walk.first > 1 && !text_same(walk.trimmed, begun)))
        walk_say(&walk, "the trail of acts begins at row %lld, and no row says that it was trimmed so far",
                 (long long)walk.first);
    return found;
}

/* True when a restore has taken back what the anchor speaks of. 1, 0, -1. */
static int anchor_undone(struct store *store, const char *epoch, const struct audit_anchor *anchor)
{
    int64_t number = 0;
    if (text_same(anchor->epoch, epoch))
        return 0;
    int found = store_int(store, &audit_sql, RESTORED, ARGS(val_text(anchor->epoch)), &number);
    if (found == 1)
        return anchor->number >= number;
    if (found == 0)
        found = store_int(store, &audit_sql, RESTORED_BEFORE, ARGS(val_int(anchor->number)), &number);
    return found < 0 ? -1 : number > 0;
}

int audit_compare(struct store *store, const char *epoch, const char *by, const struct audit_anchor *anchor,
                  audit_complain *complain, void *self)
{
    struct walk walk = {.complain = complain, .self = self};
    struct audit_head head;
    struct rows rows;
    uint8_t hash[HASH_SIZE] = {0};
    int undone = anchor_undone(store, epoch, anchor);
    if (undone != 0)
        return undone < 0 ? -1 : 0;
    if (audit_head(store, &head) != 0)
        return -1;
    rows_open(&rows, store, &audit_sql, AT, ARGS(val_int(anchor->number)));
    int found = rows_next(&rows);
    if (found == 1)
        rows_hash(&rows, 0, hash);
    rows_close(&rows);
    if (anchor->number > head.number)
        walk_say(&walk, "the trail of acts was cut: its last row is %lld, but %s has noted row %lld",
                 (long long)head.number, by, (long long)anchor->number);
    else if (found == 1 && memcmp(hash, anchor->hash, HASH_SIZE) != 0)
        walk_say(&walk, "row %lld of the trail of acts, or one before it, is not the one that %s has noted",
                 (long long)anchor->number, by);
    return found < 0 ? -1 : 0; /* a row that is missing is found by the walk; one that was trimmed is no fault */
}
