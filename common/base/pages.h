/* Memory that is looked at here and there by many questions: in pages as large as the system has them, so that few
 * tables are read to find it. Given back by free(). */
#ifndef ANXIN_BASE_PAGES_H
#define ANXIN_BASE_PAGES_H

#include <stddef.h>

#define PAGES_SLAB (2u << 20)

/* A slab, untouched. NULL: no memory. */
void *pages_slab(void);

#endif
