/* The disk that a store stands on: how much room it has, and the ballast beside the store. */
#ifndef ANXIN_BUS_DISK_H
#define ANXIN_BUS_DISK_H

#include <stdint.h>

/* Bytes that this user may still write there; -1 with errno. */
int64_t disk_free(const char *store);

/* Makes the file STORE-ballast so many bytes of real disk; 0 removes it. Its size then: less when there is no room. */
int64_t disk_ballast(const char *store, int64_t size);

#endif
