/* The one place of a store where personal fields of people live (X5): name, phone, address, free text about a person.
 * Everything else in the store refers to a person by id. A field is sealed with the key of its owner, which stands in
 * the key file (vault.h); erasing a person destroys that key. */
#ifndef ANXIN_STORE_PERSON_H
#define ANXIN_STORE_PERSON_H

#include "store/store.h"

#define PERSON_VALUE 4096 /* bytes of a value at most, with its end */

/* Stores one field ("name", "phone", "address", "subject") of an object; an empty value removes it. The owner is whose
 * key seals it: the person whom it tells about ("" and person_put: the object itself). Refused for an owner who was
 * erased. Fields "phone" are found by person_find. 0 or -1. */
int person_put(struct store *store, const char *object, const char *field, const char *value);
int person_put_for(struct store *store, const char *object, const char *field, const char *owner, const char *value);

/* Reads one field into `value`: 1, 0 when there is none, or its key is gone (value is ""), -1. */
int person_get(struct store *store, const char *object, const char *field, char *value, size_t size);

/* A field as it is found: `owner` seals it. Texts are valid during the call. */
struct person_field {
    const char *object, *field, *owner, *value;
};
/* Returns non-zero to stop. */
typedef int person_each(void *self, const struct person_field *field);

/* Fields that an owner's key seals and all fields of the object of that name, after (object, field); at most `most`.
 * 0 or -1. */
int person_fields(struct store *store, const char *owner, const char *object, const char *field, int most,
                  person_each *each, void *self);

/* Objects with that phone (digits count alone), in order, after `after`. 0 or -1. */
int person_find(struct store *store, const char *phone, const char *after, int most, person_each *each, void *self);

/* Looks at the names of at most `most` objects after `after`, in order, opened in memory one by one: calls `each` with
 * every one that holds `part`. *last is the last one looked at, "" when there are no more. 0 or -1. */
int person_search(struct store *store, const char *part, const char *after, int most, person_each *each, void *self,
                  char last[65]);

/* Makes a hash into one that nobody can make without the key file. 0 or -1 */
int person_digest(struct store *store, uint8_t hash[32]);

/* ---- erasure ---- */

/* Whether a person was erased here: 1, 0, -1. */
int person_erased(struct store *store, const char *person);

/* Removes every field that the person's key seals, and all fields of the object of that name, for ever: the key is
 * destroyed when the transaction is committed, before store_commit returns. *fields: how many went. 0 or -1. */
int person_erase(struct store *store, const char *person, int64_t at, int64_t *fields);

/* What stands sealed: fields, those of them whose key is gone, keys, persons erased. Looks at every field: 0 or -1. */
struct person_sums {
    int64_t fields, owners, lost, keys, erased;
};
int person_count(struct store *store, struct person_sums *sums);

#endif
