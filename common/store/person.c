/* Personal fields: one table, so that one place seals, shows, exports and erases them (X5). */
#include "store/person.h"

#include <string.h>

#include <sodium.h>

#include "base/text.h"

#include "sealing.h"

enum { PUT, REMOVE, GET, OF, NAMES, OWNERS, COUNT, OLD, OLD_REMOVE, STATEMENTS };

#define COLUMNS "s.object, s.field, s.owner, s.box FROM sealed AS s"

static const char *const sql[STATEMENTS] = {
    [PUT] = ("INSERT INTO sealed (object, field, owner, box) VALUES (?, ?, ?, ?) ON CONFLICT (object, field)"
             " DO UPDATE SET owner = excluded.owner, box = excluded.box"),
    [REMOVE] = "DELETE FROM sealed WHERE object = ? AND field = ?",
    [GET] = ("SELECT " COLUMNS " WHERE object = ? AND field = ?"),
    [OF] = ("SELECT " COLUMNS " WHERE (owner = ?1 OR object = ?1) AND (object, field) > (?2, ?3)"
            " ORDER BY object, field LIMIT ?4"),
    [NAMES] = ("SELECT " COLUMNS " WHERE field = 'name' AND object > ?1 ORDER BY object LIMIT ?2"),
    [OWNERS] = "SELECT owner, count(*) FROM sealed GROUP BY owner ORDER BY owner",
    [COUNT] = "SELECT (SELECT count(*) FROM sealed), (SELECT count(*) FROM erased)",
    [OLD] = "SELECT person, field, value FROM person ORDER BY person, field LIMIT 1",
    [OLD_REMOVE] = "DELETE FROM person WHERE person = ? AND field = ?",
};
const struct statements person_sql = {"person", sql, STATEMENTS};

enum { ERASED_ADD, ERASED_FIND, ERASED_NEXT, ERASE_FIELDS, ERASE_OLD, ERASED_STATEMENTS };

static const char *const erase_statements[ERASED_STATEMENTS] = {
    [ERASED_ADD] = ("INSERT INTO erased (person, at, fields) VALUES (?, ?, ?)"
                    " ON CONFLICT (person) DO UPDATE SET fields = fields + excluded.fields"),
    [ERASED_FIND] = "SELECT 1 FROM erased WHERE person = ?",
    [ERASED_NEXT] = "SELECT person, at FROM erased WHERE person > ? ORDER BY person LIMIT 1",
    [ERASE_FIELDS] = "DELETE FROM sealed WHERE owner = ?1 OR object = ?1",
    [ERASE_OLD] = "DELETE FROM person WHERE person = ?",
};
const struct statements erased_sql = {"erased", erase_statements, ERASED_STATEMENTS};

/* ---- one field ---- */

static int field_save(struct store *store, const struct seal_about *about, const char *value)
{
    uint8_t box[PERSON_VALUE + SEAL_OVER];
    size_t size = strlen(value);
    int erased = person_erased(store, about->owner);
    if (erased == 0 && !text_same(about->object, about->owner))
        erased = person_erased(store, about->object);
    if (erased != 0)
        return erased < 0 ? -1 : store_fail(store, "%s was erased: nothing personal is kept of it", about->owner);
    if (size >= PERSON_VALUE)
        return store_fail(store, "field %s has %zu bytes, at most %d are kept", about->field, size, PERSON_VALUE - 1);
    if (sealing_close(store, about, value, size, box) != 0)
        return -1;
    if (mark_save(store, about, value) != 0)
        return -1;
    return store_do(store, &person_sql, PUT,
                    ARGS(val_text(about->object), val_text(about->field), val_text(about->owner),
                         val_blob(box, size + SEAL_OVER))) < 0
               ? -1
               : 0;
}

int person_put_for(struct store *store, const char *object, const char *field, const char *owner, const char *value)
{
    const struct seal_about about = {object, field, *owner ? owner : object};
    if (*value)
        return field_save(store, &about, value);
    if (mark_save(store, &about, value) != 0)
        return -1;
    return store_do(store, &person_sql, REMOVE, ARGS(val_text(object), val_text(field))) < 0 ? -1 : 0;
}

int person_put(struct store *store, const char *object, const char *field, const char *value)
{
    return person_put_for(store, object, field, object, value);
}

int field_open(const struct rows *rows, char *value, size_t size)
{
    const struct seal_about about = {rows_text(rows, 0), rows_text(rows, 1), rows_text(rows, 2)};
    size_t box_size, got = 0;
    const void *box = rows_blob(rows, 3, &box_size);
    int found = sealing_open(rows->store, &about, box, box_size, value, size - 1, &got);
    value[found == 1 ? got : 0] = '\0';
    return found;
}

int person_get(struct store *store, const char *object, const char *field, char *value, size_t size)
{
    struct rows rows;
    text_copy(value, size, "");
    rows_open(&rows, store, &person_sql, GET, ARGS(val_text(object), val_text(field)));
    int found = rows_next(&rows);
    if (found == 1)
        found = field_open(&rows, value, size);
    rows_close(&rows);
    return found;
}

/* ---- many ---- */

/* Fields that cannot be opened, since their key is gone, are passed over; so is a damaged one where a part is looked
 * for: it is told when it is read, and hides nobody else. `last`: the last one looked at, "" when there are no more. */
static int rows_each(struct rows *rows, const char *part, int most, person_each *each, void *self, char last[65])
{
    char value[PERSON_VALUE];
    int stop = 0, opened = 1, looked = 0;
    while (!stop && opened >= 0 && rows_next(rows) == 1) {
        const struct person_field field = {rows_text(rows, 0), rows_text(rows, 1), rows_text(rows, 2), value};
        opened = field_open(rows, value, sizeof value);
        if (opened < 0 && part && !store_is_broken(rows->store) && !store_is_full(rows->store))
            opened = 0;
        text_copy(last, 65, field.object);
        looked++;
        if (opened == 1 && (!part || strstr(value, part)))
            stop = each(self, &field);
    }
    if (!stop && looked < most)
        last[0] = '\0';
    sodium_memzero(value, sizeof value);
    rows_close(rows);
    return opened < 0 || rows->failed ? -1 : 0;
}

int person_fields(struct store *store, const char *owner, const char *object, const char *field, int most,
                  person_each *each, void *self)
{
    struct rows rows;
    char last[65] = "";
    rows_open(&rows, store, &person_sql, OF, ARGS(val_text(owner), val_text(object), val_text(field), val_int(most)));
    return rows_each(&rows, NULL, most, each, self, last);
}

int person_search(struct store *store, const char *part, const char *after, int most, person_each *each, void *self,
                  char last[65])
{
    struct rows rows;
    char reached[65] = "";
    rows_open(&rows, store, &person_sql, NAMES, ARGS(val_text(after), val_int(most)));
    int result = rows_each(&rows, part, most, each, self, reached);
    text_copy(last, 65, reached);
    return result;
}

/* ---- erasure ---- */

int person_erased(struct store *store, const char *person)
{
    int64_t one;
    return store_int(store, &erased_sql, ERASED_FIND, ARGS(val_text(person)), &one);
}

int person_erase(struct store *store, const char *person, int64_t at, int64_t *fields)
{
    int sealed = store_do(store, &erased_sql, ERASE_FIELDS, ARGS(val_text(person)));
    int old = sealed < 0 ? -1 : store_do(store, &erased_sql, ERASE_OLD, ARGS(val_text(person)));
    if (old < 0)
        return -1;
    *fields = sealed + old;
    if (store_do(store, &erased_sql, ERASED_ADD, ARGS(val_text(person), val_int(at), val_int(*fields))) < 0)
        return -1;
    store->erased = true;
    return 0;
}

int erased_next(struct store *store, const char *after, char person[VAULT_OWNER], int64_t *at)
{
    struct rows rows;
    rows_open(&rows, store, &erased_sql, ERASED_NEXT, ARGS(val_text(after)));
    int found = rows_next(&rows);
    if (found == 1) {
        text_copy(person, VAULT_OWNER, rows_text(&rows, 0));
        *at = rows_int(&rows, 1);
    }
    rows_close(&rows);
    return found;
}

/* ---- what there is ---- */

static int count_owners(struct store *store, struct person_sums *sums)
{
    struct rows rows;
    struct seal_key key;
    int found;
    rows_open(&rows, store, &person_sql, OWNERS, NO_ARGS);
    while ((found = rows_next(&rows)) == 1) {
        int known = store->vault ? vault_key(store->vault, rows_text(&rows, 0), false, &key) : 0;
        if (known < 0) {
            found = store_fail_like(store, vault_store(store->vault));
            break;
        }
        sums->owners++;
        sums->lost += known == 0 ? rows_int(&rows, 1) : 0;
    }
    rows_close(&rows);
    sodium_memzero(&key, sizeof key);
    return found;
}

int person_count(struct store *store, struct person_sums *sums)
{
    struct rows rows;
    *sums = (struct person_sums){0};
    rows_open(&rows, store, &person_sql, COUNT, NO_ARGS);
    int found = rows_next(&rows);
    if (found == 1) {
        sums->fields = rows_int(&rows, 0);
        sums->erased = rows_int(&rows, 1);
    }
    rows_close(&rows);
    if (found != 1 || count_owners(store, sums) != 0)
        return -1;
    return store->vault && vault_keys(store->vault, &sums->keys) != 0
               ? store_fail_like(store, vault_store(store->vault))
               : 0;
}

/* ---- stores of an older version ---- */

int person_seal_old(struct store *store)
{
    char person[65] = "", field[65] = "", value[PERSON_VALUE] = "";
    int found = 1;
    while (found == 1) {
        struct rows rows;
        rows_open(&rows, store, &person_sql, OLD, NO_ARGS);
        found = rows_next(&rows);
        if (found == 1 && (text_copy(person, sizeof person, rows_text(&rows, 0)) != 0 ||
                           text_copy(field, sizeof field, rows_text(&rows, 1)) != 0 ||
                           text_copy(value, sizeof value, rows_text(&rows, 2)) != 0))
            found = store_fail(store, "a field of %s is longer than can be sealed", person);
        rows_close(&rows);
        if (found == 1 && (person_put(store, person, field, value) != 0 ||
                           store_do(store, &person_sql, OLD_REMOVE, ARGS(val_text(person), val_text(field))) < 0))
            found = -1;
    }
    sodium_memzero(value, sizeof value);
    return found;
}
