/* The assignment problems of the OR-Library (J. E. Beasley), parted by white space in any layout. assign100 ...: n,
 * then n x n whole costs row by row. assignp800 ...: n, then row, column (from 1) and cost of each pair that may be.
 * Every row goes to one column. Where there are n x n numbers it is a matrix, unless they stand three in a line and are
 * pairs.
 */
#ifndef ANXIN_MATCHING_ASSIGN_ORLIB_H
#define ANXIN_MATCHING_ASSIGN_ORLIB_H

#include "assign.h"

#define ORLIB_MOST 5000
#define ORLIB_COST_MOST 1000000000 /* costs lie in -this..this */

struct orlib;

/* NULL with the line and what is wrong there. */
struct orlib *assign_read_orlib(const char *text, size_t size, struct error *error);
void orlib_close(struct orlib **orlib);
int orlib_size(const struct orlib *orlib);

/* Solves it; NULL when there is no memory. Read it with assign_answer(), close it with assign_close() before the file.
 */
struct assign *orlib_solve(struct orlib *orlib);

/* For assign_check(): `self` is a struct orlib. */
bool orlib_cost(const void *self, int row, int column, int32_t *cost);

#endif
