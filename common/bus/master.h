/* The master key of a machine: it wraps the keys of persons in every key file (store/vault.h). */
#ifndef ANXIN_BUS_MASTER_H
#define ANXIN_BUS_MASTER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

#define MASTER_KEY 32

/* Reads it from $CREDENTIALS_DIRECTORY/anxin.master, or else from keys/master in the data folder, which is made with
 * mode 0400 when there is none and `make` allows it. Refuses a file that others than its owner may read or anybody may
 * write, or that does not hold 64 hex digits. 0 or -1 with the reason. */
int master_read(uint8_t key[MASTER_KEY], const char *data_folder, bool make, struct error *error);

#endif
