/* Pages of lists. */
#ifndef ANXIN_BOOKING_PAGE_H
#define ANXIN_BOOKING_PAGE_H

#include <stdint.h>

#define PAGE_ROWS 100

/* Rows that a page may hold: what was asked for, else PAGE_ROWS. */
static inline int64_t page_limit(int64_t asked)
{
    return asked > 0 && asked < PAGE_ROWS ? asked : PAGE_ROWS;
}

#endif
