/* Caseloads: counts and what they come to. Invariant: whole numbers alone, rounded down, so that every machine tells
 * the same. */
#include "caseload.h"

#include "base/text.h"

bool caseload_is_full(int64_t households, int64_t most)
{
    return most > 0 && households >= most;
}

const char *caseload_fill(int64_t households, int64_t most)
{
    if (!caseload_is_full(households, most))
        return "under";
    return households > most ? "over" : "full";
}

enum caseload_verdict caseload_choose(const char *main, const char *wanted, int64_t households, int64_t most)
{
    if (!wanted[0] || text_same(main, wanted))
        return CASELOAD_KEEP;
    return caseload_is_full(households, most) ? CASELOAD_FULL : CASELOAD_NAME;
}

void balance_add(struct balance *balance, int64_t households, int64_t most)
{
    bool full = caseload_is_full(households, most);
    if (!balance->workers)
        balance->fewest = households;
    balance->workers++;
    balance->households += households;
    balance->greatest = households;
    balance->ranked += balance->workers * households;
    balance->full += full && households == most;
    balance->over += full && households > most;
}

int64_t balance_mean(const struct balance *balance)
{
    return balance->workers ? 1000 * balance->households / balance->workers : 0;
}

/* 2 * sum of (place * households) / (workers * households) - (workers + 1) / workers. */
int64_t balance_gini(const struct balance *balance)
{
    if (!balance->households)
        return 0;
    int64_t uneven = 2 * balance->ranked - (balance->workers + 1) * balance->households;
    return 1000 * uneven / (balance->workers * balance->households);
}
