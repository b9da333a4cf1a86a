/* The colour code of a worker (R5, 安心码), computed from certificates. Pure. */
#ifndef ANXIN_ROSTER_COLOUR_H
#define ANXIN_ROSTER_COLOUR_H

#include <stdint.h>

#include "cert.h"

enum { COLOUR_FACTS = 4, COLOUR_REASONS = 8 };

/* What the certificates of one worker say of identity, background, health and insurance at one moment. */
struct colour_facts {
    unsigned seen[COLOUR_FACTS];
    int64_t now;
};

struct colour {
    const char *code; /* "green", "yellow", "red" */
    uint32_t count;
    char reason[COLOUR_REASONS][33]; /* "health_expired" */
};

/* Start, then add every certificate of the worker in any order, then ask. */
void colour_start(struct colour_facts *facts, int64_t now);
void colour_add(struct colour_facts *facts, const struct cert *cert);

/* Red: identity or background missing, bad, void, suspended or expired. Yellow: health or insurance likewise. Else
 * green. */
void colour_of(const struct colour_facts *facts, struct colour *colour);

const char *colour_label(const char *code); /* "绿码 green" */

#endif
