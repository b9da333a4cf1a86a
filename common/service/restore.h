/* Putting a copy in the place of a store (guarantee 7): `anxin-NAME --restore COPY`. */
#ifndef ANXIN_SERVICE_RESTORE_H
#define ANXIN_SERVICE_RESTORE_H

#include "service/service.h"

/* Takes `copy` for the store at `path`, while no daemon runs on it: the copy is copied beside the store, brought to
 * this program's schema, checked as by --verify, begins a new epoch that remembers where the old one ended, and takes
 * the place of the store, which is kept as PATH.aside-N. Says what it did on stdout, and what is wrong on stderr.
 * Returns the exit code: 0 done, 1 the copy is not sound (nothing was changed), 2 otherwise. */
int restore_copy(const struct service *service, const char *copy, const char *path, bool json);

/* Brings back lost keys from a copy of the key file, while no daemon runs on the store: those that are missing, except
 * of persons who were erased. Returns the exit code: 0 done, 2 otherwise. */
int restore_keys(const struct service *service, const char *copy, const char *path, const uint8_t master[32]);

/* True when a restore of this store was cut short in the middle: it must be repeated before the store is opened. */
bool restore_unfinished(const char *path);

#endif
