/* Slabs in large pages. Where the system grants none they are common ones: slower, nothing else. */
#include "base/pages.h"

#include <stdlib.h>
#include <sys/mman.h>

void *pages_slab(void)
{
    void *slab = aligned_alloc(PAGES_SLAB, PAGES_SLAB);
    if (slab)
        (void)madvise(slab, PAGES_SLAB, MADV_HUGEPAGE);
    return slab;
}
