/* Areas: which may be part of which (A1.8). Pure. */
#ifndef ANXIN_BOOKING_AREA_H
#define ANXIN_BOOKING_AREA_H

#include <stdbool.h>

/* May an area of `kind` be part of one of kind `whole`? Only of a higher kind, so that no area is ever in itself. */
bool area_fits_in(const char *kind, const char *whole);

#endif
