/* Marks: how a person is found by phone while nobody can read the phones. A mark is a keyed hash of the digits; it
 * stands in the key file, beside the keys, so that no copy of the store lets anybody try out whose number one was. What
 * stands in the store decides: a mark only says where to look. */
#include <ctype.h>
#include <string.h>

#include <sodium.h>

#include "base/text.h"
#include "store/ledger.h"
#include "store/person.h"

#include "sealing.h"

#define FIELD "phone"
#define DIGITS 40

enum { GET, PHONES, FORGET_OLD, STATEMENTS };

#define COLUMNS "s.object, s.field, s.owner, s.box FROM sealed AS s"

static const char *const sql[STATEMENTS] = {
    [GET] = "SELECT " COLUMNS " WHERE object = ? AND field = '" FIELD "'",
    [PHONES] = "SELECT " COLUMNS " WHERE field = '" FIELD "' ORDER BY object",
    [FORGET_OLD] = "DELETE FROM mark",
};
const struct statements mark_sql = {"mark", sql, STATEMENTS};

/* The digits of a phone, without the country's 86. False when there are none. */
static bool phone_digits(const char *phone, char digits[DIGITS])
{
    size_t count = 0;
    for (; *phone && count < DIGITS - 1; phone++)
        if (isdigit((unsigned char)*phone))
            digits[count++] = *phone;
    digits[count] = '\0';
    if (count == 13 && text_starts(digits, "86"))
        memmove(digits, digits + 2, count - 1);
    return count > 0;
}

static int fail_vault(struct store *store)
{
    return store_fail_like(store, vault_store(store->vault));
}

/* A field could not be opened, and that is its own fault. */
static bool is_damage(const struct store *store)
{
    return !store_is_broken(store) && !store_is_full(store);
}

/* 1 with the mark; 0 and zeros: the value has none; -1. */
static int mark_of(struct store *store, const char *value, uint8_t mark[VAULT_MARK])
{
    char digits[DIGITS];
    struct seal_key key;
    memset(mark, 0, VAULT_MARK);
    if (!phone_digits(value, digits))
        return 0;
    if (!sealing_vault(store))
        return -1;
    if (vault_key(store->vault, VAULT_INDEX, false, &key) != 1)
        return fail_vault(store);
    seal_mark(key.key, FIELD, digits, mark);
    sodium_memzero(&key, sizeof key);
    return 1;
}

int mark_save(struct store *store, const struct seal_about *about, const char *value)
{
    char before[PERSON_VALUE];
    uint8_t old[VAULT_MARK], mark[VAULT_MARK];
    if (!text_same(about->field, FIELD))
        return 0;
    int has = person_get(store, about->object, FIELD, before, sizeof before);
    if (has < 0 && is_damage(store))
        has = 0; /* what cannot be read may be given anew: its mark leads to nothing */
    if (has >= 0)
        has = mark_of(store, before, old);
    sodium_memzero(before, sizeof before);
    if (has >= 0)
        has = mark_of(store, value, mark);
    if (has < 0 || !store->vault)
        return has < 0 ? -1 : 0;
    if (vault_marks_keep(store->vault, about->object, old, mark) != 0)
        return fail_vault(store);
    return has == 1 && vault_mark_add(store->vault, about, mark) != 0 ? fail_vault(store) : 0;
}

/* ---- finding ---- */

/* Calls `each` when the object has that phone by now. 1 it has and the caller wants no more, 2 it has, 0 not, -1. */
static int found_tell(struct store *store, const char *object, const char *digits, person_each *each, void *self)
{
    struct rows rows;
    char value[PERSON_VALUE], has[DIGITS];
    rows_open(&rows, store, &mark_sql, GET, ARGS(val_text(object)));
    int found = rows_next(&rows);
    if (found == 1)
        found = field_open(&rows, value, sizeof value);
    if (found == 1 && (!phone_digits(value, has) || !text_same(has, digits)))
        found = 0;
    if (found == 1) {
        const struct person_field field = {object, FIELD, rows_text(&rows, 2), value};
        found = each(self, &field) ? 1 : 2;
    }
    sodium_memzero(value, sizeof value);
    rows_close(&rows);
    return found;
}

int person_find(struct store *store, const char *phone, const char *after, int most, person_each *each, void *self)
{
    char digits[DIGITS], object[VAULT_OWNER];
    uint8_t mark[VAULT_MARK];
    int told = 0, found = store->vault && phone_digits(phone, digits) ? mark_of(store, phone, mark) : 0;
    text_copy(object, sizeof object, after);
    while (found > 0 && told < most) {
        found = vault_marked(store->vault, mark, object, object);
        if (found < 0)
            return fail_vault(store);
        int has = found == 1 ? found_tell(store, object, digits, each, self) : 0;
        if (has == 1 || has < 0)
            return has < 0 ? -1 : 0;
        told += has == 2;
    }
    return found < 0 ? -1 : 0;
}

int person_digest(struct store *store, uint8_t hash[32])
{
    struct seal_key key;
    uint8_t keyed[32];
    if (!sealing_vault(store))
        return -1;
    if (vault_key(store->vault, VAULT_INDEX, false, &key) != 1)
        return fail_vault(store);
    crypto_generichash_blake2b(keyed, sizeof keyed, hash, 32, key.key, sizeof key.key);
    memcpy(hash, keyed, sizeof keyed);
    sodium_memzero(&key, sizeof key);
    return 0;
}

/* ---- opening ---- */

/* All of them from what stands in the store. */
static int marks_make(struct store *store)
{
    struct rows rows;
    char value[PERSON_VALUE];
    uint8_t mark[VAULT_MARK];
    int found, has = 0;
    rows_open(&rows, store, &mark_sql, PHONES, NO_ARGS);
    while (has >= 0 && (found = rows_next(&rows)) == 1) {
        const struct seal_about about = {rows_text(&rows, 0), FIELD, rows_text(&rows, 2)};
        has = field_open(&rows, value, sizeof value);
        if (has < 0 && is_damage(store))
            has = 0; /* a damaged one is told when it is read; it keeps nobody else's from being found */
        if (has == 1)
            has = mark_of(store, value, mark);
        if (has == 1 && vault_mark_add(store->vault, &about, mark) != 0)
            has = fail_vault(store);
    }
    sodium_memzero(value, sizeof value);
    rows_close(&rows);
    return has < 0 || found < 0 ? -1 : 0;
}

int marks_begin(struct store *store)
{
    char epoch[VAULT_EPOCH] = "";
    if (store->read_only)
        return 0;
    if (store_do(store, &mark_sql, FORGET_OLD, NO_ARGS) < 0)
        return -1;
    if (!store->vault)
        return 0;
    int same = meta_find(store, "epoch", epoch, sizeof epoch);
    if (same >= 0)
        same = vault_marks_are_of(store->vault, epoch);
    if (same != 0)
        return same < 0 ? fail_vault(store) : 0;
    if (vault_marks_begin(store->vault, epoch) != 0)
        return fail_vault(store);
    return marks_make(store);
}
