/* The matrix of ways that an operator may supply (2-FEATURES V3), as text. Pure: text in, matrix and flaws out.
 *
 *     # comment
 *     datum wgs84                         once, before the first area: the set's own (`datum` of [anxin])
 *     area CODE LATITUDE LONGITUDE METRES a circle; degrees with at most three decimals
 *     way  FROM TO MODE MINUTES           MODE is walk, ebike, bus or any; FROM and TO stand above, and may be the same
 *
 * A place is in the area with the nearest centre among those whose circle holds it. A way holds there and back, unless
 * the way back has a line of its own; a line for a mode goes before one for any. Between other places the straight line
 * decides. */
#ifndef ANXIN_RULES_TRAVEL_FILE_H
#define ANXIN_RULES_TRAVEL_FILE_H

#include <stddef.h>

#include "rules/travel.h"

#define TRAVEL_FILE_BYTES (1u << 20)
#define TRAVEL_METRES_MIN 50
#define TRAVEL_METRES_MAX 50000

/* Told of each flaw; lines count from 1. */
typedef void travel_flaw(void *self, int line, const char *text);

/* Fills `matrix`, which comes zeroed, from `size` bytes; `datum` is the set's. Returns how many flaws were told; with
 * any the matrix is not to be used. */
int travel_file_read(const char *text, size_t size, const char *datum, struct travel_matrix *matrix, travel_flaw *flaw,
                     void *self);

#endif
