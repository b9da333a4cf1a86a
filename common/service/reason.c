/* Why somebody acts or reads. Invariant: what passes here cannot be a name or a phone. */
#include "service/reason.h"

#include <stdbool.h>
#include <string.h>

#include "base/text.h"
#include "wire/id.h"

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"

/* An id or a number of a case; digits alone could be a phone. */
static bool is_object(const char *text)
{
    return text[0] && text[strspn(text, LETTERS DIGITS "-_./")] == '\0' && strpbrk(text, LETTERS);
}

const char *reason_flaw(const char *reason)
{
    char purpose[ID_SIZE];
    const size_t size = strcspn(reason, ":");
    if (!reason[0])
        return NULL;
    if (text_format(purpose, sizeof purpose, "%.*s", (int)size, reason) != 0 || !text_in_list(purpose, REASON_PURPOSES))
        return "It begins with a purpose: " REASON_PURPOSES ".";
    if (reason[size] && !is_object(reason + size + 1))
        return "Behind the purpose stands an id, with a letter in it, and nothing else.";
    return NULL;
}
