/* Memory that runs out: every allocation of SQLite and of the product asks here first. The product's own calls come
 * here because its libraries are linked with other names for malloc, calloc, realloc, strdup and aligned_alloc
 * (Makefile), those of the simulator do not. */
#ifndef ANXIN_TESTS_SIM_POOR_H
#define ANXIN_TESTS_SIM_POOR_H

#include <stdbool.h>

/* True: this allocation fails. */
typedef bool poor_watch(void *self);
void poor_watched_by(poor_watch *watch, void *self); /* NULL: all succeed */

/* Before the first use of SQLite. 0 or -1. */
int poor_install(void);

#endif
