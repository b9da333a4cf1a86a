/* Reads the policy's file. */
#include "bus/policy_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bus/keyring.h"

struct policy *policy_file_read(const char *path, struct error *error)
{
    struct policy *policy = NULL;
    if (path[0] == '\0')
        return policy_builtin_parse(error);
    char *text = malloc(POLICY_BYTES + 2);
    int fd = text ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    int64_t size = -1;
    if (fd >= 0 && keyring_owned(path, fd, error) == 0)
        size = keyring_read(path, fd, text, POLICY_BYTES + 2, error);
    else if (fd < 0)
        error_set(error, "%s: %s (who may do what)", path, text ? strerror(errno) : "out of memory");
    if (fd >= 0)
        close(fd);
    if (size >= 0)
        policy = policy_parse(text, (size_t)size, path, error);
    free(text);
    return policy;
}
