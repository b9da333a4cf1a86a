/* Each fault draws chances of its own, so without it the rest befalls the set nearly as before. */
#include "minimise.h"

#include <stdio.h>

static bool fails(const struct ground *ground, uint64_t seed, const struct swarm *swarm)
{
    static char lines[TRACE_LINES][TRACE_LINE];
    struct run_report report;
    run_seed(ground, seed, swarm, false, NULL, &report, lines);
    return report.violations > 0;
}

void minimise(const struct ground *ground, uint64_t seed, struct swarm *swarm)
{
    for (int i = 0; i < FAULT_COUNT; i++) {
        struct swarm less = *swarm;
        if (!swarm->on[i])
            continue;
        less.on[i] = false;
        bool needed = !fails(ground, seed, &less);
        printf("    %s %s\n", fault_word((enum fault)i), needed ? "is needed" : "is not");
        if (!needed)
            *swarm = less;
    }
    for (struct swarm less = *swarm; less.hours > 0.05; *swarm = less) {
        less.hours /= 2;
        if (!fails(ground, seed, &less))
            break;
    }
}
