/* What an agreement must be before it is recorded: the legal check list and terms with a date (D9 row 16). Pure. */
#ifndef MEDIATION_AGREEMENT_H
#define MEDIATION_AGREEMENT_H

#include <stdbool.h>
#include <stdint.h>

/* What the mediator has made sure of:
 *   capable    both sides may act for themselves (民法典 143 (1))
 *   voluntary  both mean it (人民调解法 3 (1); 民法典 143 (2))
 *   lawful     nothing in it is against law or public order (民法典 143 (3))
 *   harmless   it harms no third party, nor the public (民法典 154)
 *   clear      it is said what is done, how and by when (人民调解法 29) */
#define AGREEMENT_CHECKS "capable|voluntary|lawful|harmless|clear"

#define AGREEMENT_TERMS 32

struct agreed_term {
    char who[33];   /* filer, respondent, both */
    int64_t due;    /* to be done by then */
    int64_t amount; /* fen; 0: none */
};

/* The first check of the list that was not made; NULL when all were. */
const char *agreement_unchecked(const char (*checks)[33], uint32_t count);

/* The first thing that is no check of the list; NULL when there is none. */
const char *agreement_unknown(const char (*checks)[33], uint32_t count);

/* The first term that is to be done before it is agreed, from 1; 0 when there is none. */
int agreement_late(const struct agreed_term *terms, uint32_t count, int64_t now);

#endif
