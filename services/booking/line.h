/* Service lines and their sub-lines (A2.1, A2.2). Pure. */
#ifndef ANXIN_BOOKING_LINE_H
#define ANXIN_BOOKING_LINE_H

#include <stdbool.h>

/* Whether a line has this sub-line. "" fits every line: the service belongs to the line itself. */
bool subline_fits(const char *line, const char *subline);

#endif
