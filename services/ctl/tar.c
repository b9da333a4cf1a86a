/* ustar: a header of 512 bytes with numbers in octal, the bytes, zeros up to the next 512. */
#include "services/ctl/tar.h"

#include <errno.h>
#include <string.h>

#define BLOCK 512

struct header {
    char name[100], mode[8], uid[8], gid[8], size[12], time[12], check[8], type, link[100], magic[6], version[2];
    char user[32], group[32], major[8], minor[8], prefix[155], rest[12];
};
_Static_assert(sizeof(struct header) == BLOCK, "a header is one block");

static void header_check(struct header *header)
{
    unsigned sum = 0;
    memset(header->check, ' ', sizeof header->check);
    for (size_t i = 0; i < BLOCK; i++)
        sum += ((const unsigned char *)header)[i];
    snprintf(header->check, sizeof header->check, "%06o", sum & 0777777u);
}

int tar_add(FILE *to, const char *name, const void *data, size_t size, int64_t time)
{
    static const char zeros[BLOCK];
    struct header header = {.type = '0', .magic = "ustar", .version = {'0', '0'}};
    const size_t rest = (BLOCK - size % BLOCK) % BLOCK;
    if (strlen(name) >= sizeof header.name || size > 077777777777) {
        errno = EINVAL;
        return -1;
    }
    memcpy(header.name, name, strlen(name));
    snprintf(header.mode, sizeof header.mode, "0000600");
    snprintf(header.uid, sizeof header.uid, "0000000");
    snprintf(header.gid, sizeof header.gid, "0000000");
    snprintf(header.size, sizeof header.size, "%011llo", (unsigned long long)size & 077777777777);
    snprintf(header.time, sizeof header.time, "%011llo", (unsigned long long)(time / 1000) & 077777777777);
    header_check(&header);
    if (fwrite(&header, 1, BLOCK, to) != BLOCK || (size && fwrite(data, 1, size, to) != size))
        return -1;
    return fwrite(zeros, 1, rest, to) == rest ? 0 : -1;
}

int tar_end(FILE *to)
{
    static const char zeros[2 * BLOCK];
    return fwrite(zeros, 1, sizeof zeros, to) == sizeof zeros && fflush(to) == 0 ? 0 : -1;
}
