/* The colour rule of R5. The order in which certificates are added does not matter: at midnight the renewed one counts
 * whichever timer comes first, so there is no yellow flash. */
#include "colour.h"

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

enum { SEEN_GOOD = 1, SEEN_BAD = 2, SEEN_SUSPENDED = 4, SEEN_VOID = 8, SEEN_EXPIRED = 16 };

static const struct {
    const char *type;
    bool red;
} rules[COLOUR_FACTS] = {
    {"identity", true},
    {"background", true},
    {"health", false},
    {"insurance", false},
};

void colour_start(struct colour_facts *facts, int64_t now)
{
    *facts = (struct colour_facts){.now = now};
}

static unsigned seen_in(const struct cert *cert, int64_t now)
{
    if (cert->state == CERT_REVOKED)
        return SEEN_VOID;
    if (cert->state == CERT_SUSPENDED && now < cert->valid_to)
        return SEEN_SUSPENDED;
    if (cert->state == CERT_VERIFIED && now >= cert->valid_to)
        return SEEN_EXPIRED;
    if (!cert_in_force(cert, now))
        return 0;
    return cert->bad ? SEEN_BAD : SEEN_GOOD;
}

void colour_add(struct colour_facts *facts, const struct cert *cert)
{
    for (int i = 0; i < COLOUR_FACTS; i++)
        if (text_same(cert->type, rules[i].type))
            facts->seen[i] |= seen_in(cert, facts->now);
}

/* NULL when all is well. */
static const char *fault_of(unsigned seen)
{
    if (seen & SEEN_BAD)
        return "bad";
    if (seen & SEEN_GOOD)
        return NULL;
    if (seen & SEEN_SUSPENDED)
        return "suspended";
    if (seen & SEEN_VOID)
        return "void";
    return seen & SEEN_EXPIRED ? "expired" : "missing";
}

void colour_of(const struct colour_facts *facts, struct colour *colour)
{
    *colour = (struct colour){.code = "green"};
    bool red = false;
    for (int i = 0; i < COLOUR_FACTS; i++) {
        const char *fault = fault_of(facts->seen[i]);
        if (!fault)
            continue;
        red = red || rules[i].red;
        TEXT_FORMAT(colour->reason[colour->count++], "%s_%s", rules[i].type, fault);
    }
    if (colour->count > 0)
        colour->code = red ? "red" : "yellow";
}

const char *colour_label(const char *code)
{
    if (text_same(code, "green"))
        return "绿码 green";
    return text_same(code, "yellow") ? "黄码 yellow" : "红码 red";
}
