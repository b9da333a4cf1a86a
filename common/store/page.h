/* Pages of lists: a statement with LIMIT page_rows() + 1 reads one row more than the page has, and that row alone says
 * that there is a next page; a page that is exactly full has none.
 *     rows_open(&r, store, &visit_sql, VISIT_PAGE, ARGS(val_text(asked->after), val_int(page_rows(asked->limit) + 1)));
 *     while ((found = rows_next(&r)) == 1 && answer->rows.count < page_rows(asked->limit)) { ... }
 *     rows_close(&r);
 *     if (found == 1)                          what comes next, comes after the last row of the answer
 *         TEXT_PUT(answer->next, answer->rows.at[answer->rows.count - 1].visit); */
#ifndef ANXIN_STORE_PAGE_H
#define ANXIN_STORE_PAGE_H

#include <stdint.h>

#define PAGE_ROWS 100

/* Rows that a page may hold: what was asked for, else PAGE_ROWS. */
static inline int64_t page_rows(int64_t asked)
{
    return asked > 0 && asked < PAGE_ROWS ? asked : PAGE_ROWS;
}

#endif
