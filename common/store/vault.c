/* The key file. Keys are durable before the store commits what they seal, and destroyed only after the store has
 * committed that their person is erased; store.c and erase.c keep that order. */
#include "store/vault.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "base/text.h"

#include "inside.h"

#define PATH_ROOM 1024
#define KEY_BOX (SEAL_KEY + SEAL_OVER)

enum {
    KEY_FIND,
    KEY_ADD,
    KEY_ALL,
    KEY_IMPORT,
    KEY_REMOVE,
    KEY_COUNT,
    ERASED_ADD,
    ERASED_FIND,
    ERASED_NEXT,
    MARK_HAS,
    MARK_ADD,
    MARK_OTHERS,
    MARK_KEEP,
    MARK_NEXT,
    MARK_REMOVE,
    MARK_FORGET,
    MARKED_HAS,
    MARKED_SET,
    MARKED_FORGET,
    STATEMENTS
};

static const char *const sql[STATEMENTS] = {
    [KEY_FIND] = "SELECT id, box FROM key WHERE owner = ?",
    [KEY_ADD] = "INSERT INTO key (owner, id, box) VALUES (?, ?, ?)",
    [KEY_ALL] = "SELECT owner, id, box FROM key ORDER BY owner",
    [KEY_IMPORT] = ("INSERT INTO key (owner, id, box) SELECT ?1, ?2, ?3"
                    " WHERE NOT EXISTS (SELECT 1 FROM erased WHERE person = ?1) ON CONFLICT (owner) DO NOTHING"),
    [KEY_REMOVE] = "DELETE FROM key WHERE owner = ?",
    [KEY_COUNT] = "SELECT count(*) FROM key WHERE owner NOT IN ('" VAULT_INDEX "', '" VAULT_ASIDE "')",
    [ERASED_ADD] = "INSERT INTO erased (person, at) VALUES (?, ?) ON CONFLICT (person) DO NOTHING",
    [ERASED_FIND] = "SELECT 1 FROM erased WHERE person = ?",
    [ERASED_NEXT] = "SELECT person, at FROM erased WHERE person > ? ORDER BY person LIMIT 1",
    [MARK_HAS] = "SELECT 1 FROM mark WHERE mark = ? AND object = ?",
    [MARK_ADD] = "INSERT INTO mark (mark, object, owner) VALUES (?, ?, ?)",
    [MARK_OTHERS] = "SELECT 1 FROM mark WHERE object = ?1 AND mark NOT IN (?2, ?3) LIMIT 1",
    [MARK_KEEP] = "DELETE FROM mark WHERE object = ?1 AND mark NOT IN (?2, ?3)",
    [MARK_NEXT] = "SELECT object FROM mark WHERE mark = ? AND object > ? ORDER BY object LIMIT 1",
    [MARK_REMOVE] = "DELETE FROM mark WHERE owner = ?1 OR object = ?1",
    [MARK_FORGET] = "DELETE FROM mark",
    [MARKED_HAS] = "SELECT 1 FROM marked WHERE epoch = ?",
    [MARKED_SET] = "INSERT INTO marked (epoch) VALUES (?)",
    [MARKED_FORGET] = "DELETE FROM marked",
};
static const struct statements vault_sql = {"vault", sql, STATEMENTS};
static const struct statements *const tables[] = {&vault_sql, NULL};

static const struct migration migrations[] = {
    {1, "001_vault",
     "CREATE TABLE key (owner TEXT NOT NULL PRIMARY KEY, id BLOB NOT NULL CHECK (length(id) = 8),"
     " box BLOB NOT NULL) STRICT, WITHOUT ROWID;"
     "CREATE TABLE erased (person TEXT NOT NULL PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;"},
    {2, "002_marks",
     "CREATE TABLE mark (mark BLOB NOT NULL CHECK (length(mark) = 16), object TEXT NOT NULL, owner TEXT NOT NULL,"
     " PRIMARY KEY (mark, object)) STRICT, WITHOUT ROWID;"
     "CREATE INDEX mark_by_object ON mark (object); CREATE INDEX mark_by_owner ON mark (owner);"
     "CREATE TABLE marked (epoch TEXT NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID;"},
    {0, NULL, NULL},
};

struct vault {
    struct store *file;
    struct secrets secrets;
    struct seal_key *master; /* in memory that is locked and not dumped */
    bool pending;            /* something was made or destroyed and not kept yet */
};

static int path_of(char path[PATH_ROOM], const char *store_path)
{
    return text_format(path, PATH_ROOM, "%s.keys", store_path);
}

bool vault_exists(const char *store_path, const char *vfs_name)
{
    char path[PATH_ROOM];
    sqlite3_vfs *vfs = sqlite3_vfs_find(vfs_name);
    int exists = 0;
    if (!vfs || path_of(path, store_path) != 0)
        return false;
    return vfs->xAccess(vfs, path, SQLITE_ACCESS_EXISTS, &exists) == SQLITE_OK && exists;
}

const char *vault_why(const struct vault *vault)
{
    return store_why(vault->file);
}

const struct store *vault_store(const struct vault *vault)
{
    return vault->file;
}

/* One transaction from the first change to vault_keep. When SQLite has ended it by itself, nothing more may be added:
 * keys of this turn would be missing from what is kept. */
static int pending_open(struct vault *vault)
{
    if (!vault->pending && store_begin(vault->file) != 0)
        return -1;
    vault->pending = true;
    return 0;
}

static int key_make(struct vault *vault, const char *owner, struct seal_key *key)
{
    const struct secrets *secrets = &vault->secrets;
    const struct seal_about about = {owner, "key", owner};
    uint8_t nonce[SEAL_NONCE], box[KEY_BOX];
    secrets->random(secrets->self, key, sizeof *key);
    secrets->random(secrets->self, nonce, sizeof nonce);
    size_t size = seal_close(vault->master, nonce, &about, key->key, SEAL_KEY, box);
    if (pending_open(vault) != 0)
        return -1;
    return store_do(vault->file, &vault_sql, KEY_ADD,
                    ARGS(val_text(owner), val_blob(key->id, SEAL_ID), val_blob(box, size))) < 0
               ? -1
               : 1;
}

static int key_read(struct vault *vault, const struct rows *rows, const char *owner, struct seal_key *key)
{
    const struct seal_about about = {owner, "key", owner};
    size_t id_size, box_size, size = 0;
    const void *id = rows_blob(rows, 0, &id_size), *box = rows_blob(rows, 1, &box_size);
    if (id_size != SEAL_ID)
        return store_fail(vault->file, "the key of %s is damaged", owner);
    memcpy(key->id, id, SEAL_ID);
    if (seal_open(vault->master, &about, box, box_size, key->key, SEAL_KEY, &size) != 1 || size != SEAL_KEY)
        return store_fail(vault->file, "%s was wrapped by another master key", *owner ? owner : vault->file->path);
    return 1;
}

int vault_key(struct vault *vault, const char *owner, bool make, struct seal_key *key)
{
    struct rows rows;
    rows_open(&rows, vault->file, &vault_sql, KEY_FIND, ARGS(val_text(owner)));
    int found = rows_next(&rows);
    if (found == 1)
        found = key_read(vault, &rows, owner, key);
    rows_close(&rows);
    return found == 0 && make ? key_make(vault, owner, key) : found;
}

int vault_keep(struct vault *vault)
{
    if (!vault->pending)
        return 0;
    vault->pending = false;
    return store_commit(vault->file);
}

void vault_drop(struct vault *vault)
{
    if (vault->pending)
        store_rollback(vault->file);
    vault->pending = false;
}

int vault_keys(struct vault *vault, int64_t *count)
{
    return store_int(vault->file, &vault_sql, KEY_COUNT, NO_ARGS, count) == 1 ? 0 : -1;
}

/* ---- copies ---- */

int vault_copy(struct vault *vault, const char *path)
{
    return store_copy(vault->file, path);
}

static int key_import(struct vault *vault, const struct rows *rows)
{
    size_t id_size, box_size;
    const void *id = rows_blob(rows, 1, &id_size), *box = rows_blob(rows, 2, &box_size);
    return store_do(vault->file, &vault_sql, KEY_IMPORT,
                    ARGS(val_text(rows_text(rows, 0)), val_blob(id, id_size), val_blob(box, box_size)));
}

int vault_import(struct vault *vault, const char *copy)
{
    struct vault from = {0};
    struct error error = {{0}};
    struct rows rows;
    struct store_options options = {.path = copy,
                                    .service = vault->file->service,
                                    .migrations = migrations,
                                    .statements = tables,
                                    .read_only = true,
                                    .bare = true};
    int found = 0, count = 0, added = 0;
    from.file = store_open(&options, &error);
    if (!from.file)
        return store_fail(vault->file, "%s", error.text);
    if (vault_marks_outdated(vault) != 0)
        added = -1;
    rows_open(&rows, from.file, &vault_sql, KEY_ALL, NO_ARGS);
    while (added >= 0 && (found = rows_next(&rows)) == 1)
        count += added = key_import(vault, &rows);
    rows_close(&rows);
    if (found < 0)
        store_fail_like(vault->file, from.file);
    store_close(&from.file);
    return added < 0 || found < 0 ? -1 : count;
}

int vault_destroy(struct vault *vault, const char *person, int64_t at)
{
    if (pending_open(vault) != 0 || store_do(vault->file, &vault_sql, KEY_REMOVE, ARGS(val_text(person))) < 0 ||
        store_do(vault->file, &vault_sql, MARK_REMOVE, ARGS(val_text(person))) < 0)
        return -1;
    return store_do(vault->file, &vault_sql, ERASED_ADD, ARGS(val_text(person), val_int(at))) < 0 ? -1 : 0;
}

int vault_scrub(struct vault *vault)
{
    return store_truncate(vault->file);
}

int vault_erased(struct vault *vault, const char *person)
{
    int64_t one;
    return store_int(vault->file, &vault_sql, ERASED_FIND, ARGS(val_text(person)), &one);
}

int vault_erased_next(struct vault *vault, const char *after, char person[VAULT_OWNER], int64_t *at)
{
    struct rows rows;
    rows_open(&rows, vault->file, &vault_sql, ERASED_NEXT, ARGS(val_text(after)));
    int found = rows_next(&rows);
    if (found == 1) {
        text_copy(person, VAULT_OWNER, rows_text(&rows, 0));
        *at = rows_int(&rows, 1);
    }
    rows_close(&rows);
    return found;
}

/* ---- marks ---- */

int vault_mark_add(struct vault *vault, const struct seal_about *about, const uint8_t mark[VAULT_MARK])
{
    int64_t one;
    const struct value hash = val_blob(mark, VAULT_MARK), object = val_text(about->object);
    int has = store_int(vault->file, &vault_sql, MARK_HAS, ARGS(hash, object), &one);
    if (has != 0)
        return has < 0 ? -1 : 0;
    if (pending_open(vault) != 0)
        return -1;
    return store_do(vault->file, &vault_sql, MARK_ADD, ARGS(hash, object, val_text(about->owner))) < 0 ? -1 : 0;
}

int vault_marks_keep(struct vault *vault, const char *object, const uint8_t one[VAULT_MARK],
                     const uint8_t other[VAULT_MARK])
{
    int64_t found;
    const struct value keep = val_blob(one, VAULT_MARK), also = val_blob(other, VAULT_MARK);
    int has = store_int(vault->file, &vault_sql, MARK_OTHERS, ARGS(val_text(object), keep, also), &found);
    if (has != 1)
        return has < 0 ? -1 : 0;
    if (pending_open(vault) != 0)
        return -1;
    return store_do(vault->file, &vault_sql, MARK_KEEP, ARGS(val_text(object), keep, also)) < 0 ? -1 : 0;
}

int vault_marked(struct vault *vault, const uint8_t mark[VAULT_MARK], const char *after, char object[VAULT_OWNER])
{
    struct rows rows;
    rows_open(&rows, vault->file, &vault_sql, MARK_NEXT, ARGS(val_blob(mark, VAULT_MARK), val_text(after)));
    int found = rows_next(&rows);
    if (found == 1)
        rows_copy(&rows, 0, object, VAULT_OWNER);
    rows_close(&rows);
    return found;
}

int vault_marks_are_of(struct vault *vault, const char *epoch)
{
    int64_t one;
    return store_int(vault->file, &vault_sql, MARKED_HAS, ARGS(val_text(epoch)), &one);
}

int vault_marks_outdated(struct vault *vault)
{
    return pending_open(vault) != 0 || store_do(vault->file, &vault_sql, MARKED_FORGET, NO_ARGS) < 0 ? -1 : 0;
}

int vault_marks_begin(struct vault *vault, const char *epoch)
{
    if (vault_marks_outdated(vault) != 0 || store_do(vault->file, &vault_sql, MARK_FORGET, NO_ARGS) < 0)
        return -1;
    return store_do(vault->file, &vault_sql, MARKED_SET, ARGS(val_text(epoch))) < 0 ? -1 : 0;
}

/* ---- opening ---- */

static int master_take(struct vault *vault, const struct secrets *secrets)
{
    vault->secrets = *secrets;
    vault->master = sodium_init() < 0 ? NULL : sodium_malloc(sizeof *vault->master);
    if (!vault->master)
        return -1;
    memset(vault->master->id, 0, SEAL_ID);
    memcpy(vault->master->key, secrets->master, SEAL_KEY);
    vault->secrets.master = NULL;
    return 0;
}

/* The first key is that of the marks: to open it proves the master key. */
static int file_open(struct vault *vault, const char *path, const char *vfs, const char *service, struct error *error)
{
    char owner[64];
    struct seal_key key;
    TEXT_FORMAT(owner, "%s.keys", service);
    struct store_options options = {
        .path = path, .service = owner, .migrations = migrations, .statements = tables, .vfs = vfs, .bare = true};
    vault->file = store_open(&options, error);
    if (!vault->file)
        return -1;
    if (vault_key(vault, VAULT_INDEX, true, &key) != 1 || vault_keep(vault) != 0)
        return error_set(error, "key file %s: %s", path, vault_why(vault));
    sodium_memzero(&key, sizeof key);
    return 0;
}

struct vault *vault_open(const char *store_path, const char *vfs, const char *service, const struct secrets *secrets,
                         struct error *error)
{
    char path[PATH_ROOM];
    struct vault *vault = calloc(1, sizeof *vault);
    int failed = !vault || path_of(path, store_path) != 0 || master_take(vault, secrets) != 0
                     ? error_set(error, "key file of %s: out of memory, or its path is too long", store_path)
                     : file_open(vault, path, vfs, service, error);
    if (failed)
        vault_close(&vault);
    return vault;
}

void vault_close(struct vault **pointer)
{
    struct vault *vault = *pointer;
    if (!vault)
        return;
    if (vault->file)
        vault_drop(vault);
    store_close(&vault->file);
    sodium_free(vault->master);
    free(vault);
    *pointer = NULL;
}
