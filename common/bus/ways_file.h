/* The operator's matrix of ways: the file of the key `travel_matrix` of [anxin] (rules/travel_file.h). */
#ifndef ANXIN_BUS_WAYS_FILE_H
#define ANXIN_BUS_WAYS_FILE_H

#include "base/error.h"
#include "rules/travel.h"

/* Told of each flaw: "FILE:LINE: what". */
typedef void ways_fault(void *self, const char *text);

/* Reads it into *matrix, to be freed by free(); NULL when `path` is "". `fault` (may be NULL) is told of every flaw,
 * `error` of the first. 0, or -1 and no matrix. */
int ways_file_read(const char *path, const char *datum, struct travel_matrix **matrix, ways_fault *fault, void *self,
                   struct error *error);

#endif
