/* The guards of an agreement (D9 row 16). */
#include "agreement.h"

#include <stddef.h>

#include "base/text.h"

static const char *const list[] = {"capable", "voluntary", "lawful", "harmless", "clear"};
#define CHECKS (sizeof list / sizeof *list)

static bool is_made(const char *check, const char (*checks)[33], uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (text_same(check, checks[i]))
            return true;
    return false;
}

const char *agreement_unchecked(const char (*checks)[33], uint32_t count)
{
    for (size_t i = 0; i < CHECKS; i++)
        if (!is_made(list[i], checks, count))
            return list[i];
    return NULL;
}

const char *agreement_unknown(const char (*checks)[33], uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (!text_in_list(checks[i], AGREEMENT_CHECKS))
            return checks[i];
    return NULL;
}

int agreement_late(const struct agreed_term *terms, uint32_t count, int64_t now)
{
    for (uint32_t i = 0; i < count; i++)
        if (terms[i].due <= now)
            return (int)i + 1;
    return 0;
}
