/* How much memory this process holds. */
#ifndef ANXIN_BUS_MEMORY_H
#define ANXIN_BUS_MEMORY_H

#include <stdint.h>

/* Resident bytes; 0 when that cannot be told. */
int64_t memory_resident(void);

#endif
