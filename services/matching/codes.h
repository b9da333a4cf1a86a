/* Lists of codes in one text column, separated by blanks (a code has none). */
#ifndef ANXIN_MATCHING_CODES_H
#define ANXIN_MATCHING_CODES_H

#include <stddef.h>

#include "engine/pool.h"

#define CODES_SIZE (8 * CODE_SIZE)

void codes_join(char to[CODES_SIZE], const char (*codes)[CODE_SIZE], int count);
/* Returns how many were read, at most `most`. */
int codes_split(const char *text, char (*codes)[CODE_SIZE], int most);

#endif
