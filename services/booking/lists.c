/* Blank-separated lists. */
#include "lists.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

static size_t item_append(char to[LIST_TEXT], size_t used, const char *item)
{
    int size = snprintf(to + used, LIST_TEXT - used, "%s%s", used ? " " : "", item);
    if (size < 0 || (size_t)size >= LIST_TEXT - used)
        BUG("a list does not fit into its column");
    return used + (size_t)size;
}

void codes_pack(char to[LIST_TEXT], const char (*at)[33], uint32_t count)
{
    size_t used = 0;
    to[0] = '\0';
    for (uint32_t i = 0; i < count; i++)
        used = item_append(to, used, at[i]);
}

uint32_t codes_unpack(const char *text, char (*at)[33], uint32_t most)
{
    uint32_t count = 0;
    while (*text && count < most) {
        size_t size = strcspn(text, " ");
        if (size > 32)
            BUG("a stored code is too long");
        memcpy(at[count], text, size);
        at[count++][size] = '\0';
        text += size + (text[size] == ' ');
    }
    return count;
}

void ints_pack(char to[LIST_TEXT], const int64_t *at, uint32_t count)
{
    size_t used = 0;
    to[0] = '\0';
    for (uint32_t i = 0; i < count; i++) {
        char item[24];
        snprintf(item, sizeof item, "%" PRId64, at[i]);
        used = item_append(to, used, item);
    }
}

uint32_t ints_unpack(const char *text, int64_t *at, uint32_t most)
{
    uint32_t count = 0;
    char *rest;
    while (*text && count < most) {
        at[count++] = strtoll(text, &rest, 10);
        text = *rest == ' ' ? rest + 1 : rest;
    }
    return count;
}
