/* The descriptors of this process, so that a crowd at its sockets cannot use them up: libzmq ends the process when it
 * has none left for an accepted connection. */
#ifndef ANXIN_BUS_DESCRIPTORS_H
#define ANXIN_BUS_DESCRIPTORS_H

#include <stdint.h>

#include "base/error.h"

/* Raises the limit as far as is allowed (at most 65536); refuses fewer than a service needs. 0 or -1. */
int descriptors_open(struct error *error);

int64_t descriptors_limit(void);
int64_t descriptors_refused(void); /* connections turned away so far */

#endif
