/* What person.c, park.c and store.c share about sealing; nobody else includes this. */
#ifndef ANXIN_STORE_SEALING_H
#define ANXIN_STORE_SEALING_H

#include "inside.h"
#include "store/vault.h"

/* The key file, opened or made. NULL when the store was opened without secrets, or it cannot be opened (store_why). */
struct vault *sealing_vault(struct store *store);

/* Seals with the key of an owner, which is made when there is none. Box has room for size + SEAL_OVER. 0 or -1. */
int sealing_close(struct store *store, const struct seal_about *about, const void *data, size_t size, uint8_t *box);
/* 1; 0 when the key is gone; -1. */
int sealing_open(struct store *store, const struct seal_about *about, const void *box, size_t box_size, void *data,
                 size_t room, size_t *size);

/* Of store_open: seals what stands in the clear, and brings store and key file to the same list of erased persons. */
int sealing_begin(struct store *store);
/* Of store_commit: before, the keys that this transaction made are kept; after, those of the erased are destroyed. */
int sealing_before_commit(struct store *store);
int sealing_after_commit(struct store *store);
void sealing_rollback(struct store *store);

/* Bytes of a message set aside, of which `object` tells the source, stream and number (or the id of the mended one). */
#define ASIDE_BOX (65536 + SEAL_OVER)
int aside_close(struct store *store, const char *object, const char *field, const void *data, size_t size,
                uint8_t box[ASIDE_BOX]); /* 0 or -1 */

/* The value of a row of object, field, owner, box: 1, 0 when its key is gone (it is ""), -1. */
int field_open(const struct rows *rows, char *value, size_t size);

/* Before a field is put, or removed (value ""): by which mark it will be found; what it had before this transaction is
 * found until the next change. 0 or -1 */
int mark_save(struct store *store, const struct seal_about *about, const char *value);
/* Of store_open: a store that was restored, and keys that were, get all marks anew. 0 or -1 */
int marks_begin(struct store *store);

/* Seals what a store of an older version holds. 0 or -1 */
int person_seal_old(struct store *store);
int park_seal_old(struct store *store);

/* Persons erased in this store, in order: 1, 0, -1. And removing what a restored copy still holds of one. */
int erased_next(struct store *store, const char *after, char person[VAULT_OWNER], int64_t *at);

#endif
