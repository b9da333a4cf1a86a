/* The one place of a store where personal fields of people live (X5): name, phone, address, free text about a person.
 * Everything else in the store refers to a person by id. Sealing them later changes only these functions. */
#ifndef ANXIN_STORE_PERSON_H
#define ANXIN_STORE_PERSON_H

#include "store/store.h"

/* Stores one field ("name", "phone", "address", "subject"); an empty value removes it. 0 or -1. */
int person_put(struct store *store, const char *person, const char *field, const char *value);

/* Reads one field into `value`: 1, 0 when there is none (value is ""), -1. */
int person_get(struct store *store, const char *person, const char *field, char *value, size_t size);

#endif
