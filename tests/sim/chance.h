/* Chance that a seed reproduces: a sequence of numbers (splitmix64), and the randomness of the libraries that would ask
 * the kernel: SQLite, which takes its seed and its clock from the default VFS, and libsodium. */
#ifndef ANXIN_TESTS_SIM_CHANCE_H
#define ANXIN_TESTS_SIM_CHANCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct chance {
    uint64_t state;
};

/* A sequence of its own for each (seed, name): what one part draws shifts nothing in another. */
struct chance chance_of(uint64_t seed, const char *name);
uint64_t chance_next(struct chance *chance);
uint64_t chance_below(struct chance *chance, uint64_t bound);               /* 0 ... bound - 1; bound > 0 */
int64_t chance_between(struct chance *chance, int64_t least, int64_t most); /* both may come */
bool chance_hits(struct chance *chance, int parts);                         /* of 10,000 */
void chance_fill(struct chance *chance, void *to, size_t size);

/* Makes SQLite and libsodium draw from here; once in a process, before the first use of either (and of store_open).
 * Time stands still for SQLite: nothing of the product asks it. 0 or -1. */
int chance_install(void);
/* Before each run: what the libraries draw from now on follows from the seed alone. */
void chance_reset(uint64_t seed);

#endif
