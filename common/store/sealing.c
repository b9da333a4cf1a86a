/* Where store and key file meet. The order is the rule: a key is durable before the fields that it seals, and it is
 * destroyed after the erasure that demands it is durable; what a cut leaves between the two is made up at the next
 * opening, before anything is served. */
#include "sealing.h"

#include <string.h>

#include <sodium.h>

#include "base/text.h"
#include "store/ledger.h"
#include "store/person.h"

#define SEALED_META "sealed"

struct vault *sealing_vault(struct store *store)
{
    struct error error = {{0}};
    if (store->vault)
        return store->vault;
    if (!store->secrets.random) {
        store_fail(store, "store %s was opened without its keys", store->path);
        return NULL;
    }
    store->vault = vault_open(store->path, store->vfs, store->service, &store->secrets, &error);
    if (!store->vault)
        store_fail(store, "%s", error.text);
    return store->vault;
}

static int fail_vault(struct store *store)
{
    return store_fail_like(store, vault_store(store->vault));
}

int sealing_close(struct store *store, const struct seal_about *about, const void *data, size_t size, uint8_t *box)
{
    struct vault *vault = sealing_vault(store);
    struct seal_key key;
    uint8_t nonce[SEAL_NONCE];
    if (!vault)
        return -1;
    if (vault_key(vault, about->owner, true, &key) != 1)
        return fail_vault(store);
    store->secrets.random(store->secrets.self, nonce, sizeof nonce);
    seal_close(&key, nonce, about, data, size, box);
    sodium_memzero(&key, sizeof key);
    return 0;
}

int sealing_open(struct store *store, const struct seal_about *about, const void *box, size_t box_size, void *data,
                 size_t room, size_t *size)
{
    struct seal_key key;
    if (!store->secrets.random)
        return store_fail(store, "store %s was opened without its keys", store->path);
    int found = store->vault ? vault_key(store->vault, about->owner, false, &key) : 0;
    if (found < 0)
        return fail_vault(store);
    if (found == 0)
        return 0;
    found = seal_open(&key, about, box, box_size, data, room, size);
    sodium_memzero(&key, sizeof key);
    return found < 0 ? store_fail(store, "field %s of %s is damaged, or longer than %zu bytes", about->field,
                                  about->object, room)
                     : found;
}

int store_copy_keys(struct store *store, const char *path)
{
    if (!store->vault)
        return 0;
    return vault_copy(store->vault, path) == 0 ? 1 : fail_vault(store);
}

/* ---- commit ---- */

int sealing_before_commit(struct store *store)
{
    return store->vault && vault_keep(store->vault) != 0 ? fail_vault(store) : 0;
}

void sealing_rollback(struct store *store)
{
    store->erased = false;
    if (store->vault)
        vault_drop(store->vault);
}

/* Destroys the keys of all whom the store calls erased and the key file does not. */
static int settle(struct store *store)
{
    char person[VAULT_OWNER] = "";
    int64_t at;
    int found;
    bool destroyed = false;
    while ((found = erased_next(store, person, person, &at)) == 1) {
        int known = vault_erased(store->vault, person);
        if (known < 0 || (known == 0 && vault_destroy(store->vault, person, at) != 0))
            return fail_vault(store);
        destroyed = destroyed || known == 0;
    }
    if (destroyed && (vault_keep(store->vault) != 0 || vault_scrub(store->vault) != 0))
        return fail_vault(store);
    return found;
}

/* The transaction is durable. If a key outlives it for want of disk, nothing more is said from this store until it has
 * been opened again, which destroys the key first. */
int sealing_after_commit(struct store *store)
{
    bool erased = store->erased;
    store->erased = false;
    if (!erased || !store->vault || settle(store) == 0)
        return 0;
    vault_drop(store->vault);
    store->broken = true;
    return -1;
}

/* ---- opening ---- */

/* Erases again whom the key file calls erased and the store does not: the store is a copy from before. */
static int replay(struct store *store)
{
    char person[VAULT_OWNER] = "";
    int64_t at, fields;
    int found;
    while ((found = vault_erased_next(store->vault, person, person, &at)) == 1) {
        int known = person_erased(store, person);
        if (known < 0 || (known == 0 && person_erase(store, person, at, &fields) != 0))
            return -1;
        store->replayed += known == 0;
    }
    return found < 0 ? fail_vault(store) : 0;
}

static int seal_old(struct store *store)
{
    char state[8];
    int known = meta_find(store, SEALED_META, state, sizeof state);
    if (known != 0)
        return known < 0 ? -1 : 0;
    if (person_seal_old(store) != 0 || park_seal_old(store) != 0)
        return -1;
    return meta_save(store, SEALED_META, "yes");
}

int sealing_begin(struct store *store)
{
    if (vault_exists(store->path, store->vfs) && !sealing_vault(store))
        return -1;
    if (store_begin(store) != 0)
        return -1;
    if ((store->vault && replay(store) != 0) || seal_old(store) != 0 || marks_begin(store) != 0) {
        store_rollback(store);
        return -1;
    }
    if (store_commit(store) != 0 || (store->vault && settle(store) != 0))
        return -1;
    return store_truncate(store); /* so that the WAL holds nothing of what was sealed or erased just now */
}
