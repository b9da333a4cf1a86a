/* Caseloads (V22): how many households a worker is the main worker of, how many one may be, and how evenly they are
 * spread. Pure. */
#ifndef ANXIN_MATCHING_CASELOAD_H
#define ANXIN_MATCHING_CASELOAD_H

#include <stdbool.h>
#include <stdint.h>

/* What becomes of the main worker of a household when a choice wants somebody. */
enum caseload_verdict {
    CASELOAD_NONE,
    CASELOAD_KEEP, /* the same, or nobody is wanted */
    CASELOAD_NAME, /* the wanted one is named */
    CASELOAD_FULL  /* who has as many as may be is not newly named */
};
enum caseload_verdict caseload_choose(const char *main, const char *wanted, int64_t households, int64_t most);

/* Beside what may be, `most` 0 for no limit: "under", "full", "over". */
const char *caseload_fill(int64_t households, int64_t most);
bool caseload_is_full(int64_t households, int64_t most);

/* How evenly households are spread over workers. */
struct balance {
    int64_t workers, households;
    int64_t fewest, greatest;
    int64_t full, over;
    int64_t ranked; /* sum of each worker's place times that worker's households */
};
/* One worker more; those who have few come first. */
void balance_add(struct balance *balance, int64_t households, int64_t most);
int64_t balance_mean(const struct balance *balance); /* thousandths; 0 of nobody */
int64_t balance_gini(const struct balance *balance); /* thousandths: 0 all have as many; 0 when nobody has any (V21) */

#endif
