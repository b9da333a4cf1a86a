/* Lists of codes as text. */
#include "codes.h"

#include <string.h>

void codes_join(char to[CODES_SIZE], const char (*codes)[CODE_SIZE], int count)
{
    size_t used = 0;
    to[0] = '\0';
    for (int i = 0; i < count; i++) {
        size_t size = strlen(codes[i]);
        if (used + size + 2 > CODES_SIZE)
            return;
        if (used)
            to[used++] = ' ';
        memcpy(to + used, codes[i], size + 1);
        used += size;
    }
}

int codes_split(const char *text, char (*codes)[CODE_SIZE], int most)
{
    int count = 0;
    while (count < most && *text) {
        size_t size = strcspn(text, " ");
        if (size > 0 && size < CODE_SIZE) {
            memcpy(codes[count], text, size);
            codes[count++][size] = '\0';
        }
        text += size;
        text += *text == ' ';
    }
    return count;
}
