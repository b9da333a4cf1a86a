/* The key file beside a store (STORE.keys): one key for each person, wrapped by the master key, and the list of those
 * who were erased. It is not part of the store and of no copy of it: a key that is destroyed here takes with it what
 * was sealed with it, wherever that was copied to (X5). Made when the first key is needed. */
#ifndef ANXIN_STORE_VAULT_H
#define ANXIN_STORE_VAULT_H

#include "store/seal.h"
#include "store/store.h"

/* Owners that are no person: a person's id has 1 to 64 bytes. */
#define VAULT_INDEX "" /* the key of marks, by which phones are found */
#define VAULT_MARK 16
#define VAULT_EPOCH 33
#define VAULT_ASIDE "messages set aside: the owner of their key has a name that no id is as long as"
#define VAULT_OWNER 65

struct vault;

/* Opens or makes the key file of the store with that path. Refuses one that another master key wrapped. NULL with the
 * reason. */
struct vault *vault_open(const char *store_path, const char *vfs, const char *service, const struct secrets *secrets,
                         struct error *error);
void vault_close(struct vault **vault); /* forgets what was not kept; NULL is fine */
/* Whether the store with that path has a key file. */
bool vault_exists(const char *store_path, const char *vfs);

const char *vault_why(const struct vault *vault);
const struct store *vault_store(const struct vault *vault); /* for store_is_full, store_is_broken */

/* The key of an owner: 1; 0 there is none (and `make` was false); -1. One that is made lasts only from vault_keep on.
 */
int vault_key(struct vault *vault, const char *owner, bool make, struct seal_key *key);
int vault_keep(struct vault *vault); /* makes durable what was made and destroyed since; 0 or -1: all of that is gone */
void vault_drop(struct vault *vault);                /* forgets it */
int vault_keys(struct vault *vault, int64_t *count); /* of persons. 0 or -1 */

/* A consistent copy of the key file; refuses an existing file. 0 or -1 */
int vault_copy(struct vault *vault, const char *path);
/* Takes over the keys of a copy of a key file that are missing here, except of those who were erased; the marks are
 * outdated by it. How many, or -1. */
int vault_import(struct vault *vault, const char *copy);

/* ---- marks (marks.c): here and in no copy of a store ---- */

/* Puts a mark of a field of an object; nothing when it stands there. 0 or -1 */
int vault_mark_add(struct vault *vault, const struct seal_about *about, const uint8_t mark[VAULT_MARK]);
/* Removes all marks of an object but these two. 0 or -1 */
int vault_marks_keep(struct vault *vault, const char *object, const uint8_t one[VAULT_MARK],
                     const uint8_t other[VAULT_MARK]);
/* The first object after `after` that has the mark: 1, 0, -1. */
int vault_marked(struct vault *vault, const uint8_t mark[VAULT_MARK], const char *after, char object[VAULT_OWNER]);
/* Whether the marks are those of the store in that epoch: 1, 0, -1. And forgetting all of them, to begin them anew. */
int vault_marks_are_of(struct vault *vault, const char *epoch);
int vault_marks_begin(struct vault *vault, const char *epoch);
/* These are not those of the store any more: they are made anew when it is opened. 0 or -1 */
int vault_marks_outdated(struct vault *vault);

/* Destroys the key and the marks of a person and puts him on the list, once and for ever. 0 or -1. */
int vault_destroy(struct vault *vault, const char *person, int64_t at);
int vault_scrub(struct vault *vault); /* after vault_keep: leaves no trace of it in the file's WAL. 0 or -1 */
/* Whether a person stands on the list: 1, 0, -1. The first person on it after `after` ("" the first): 1, 0, -1. */
int vault_erased(struct vault *vault, const char *person);
int vault_erased_next(struct vault *vault, const char *after, char person[VAULT_OWNER], int64_t *at);

#endif
