/* libzmq 4.3.4 aborts when accept on an ipc endpoint finds no descriptor (ipc_listener.cpp: EMFILE is not in its list).
 * So its accept is ours: the last descriptors are kept for the service itself, a connection that would take one is
 * closed at once, and libzmq is told of a peer that has gone, which it bears. */
#include "bus/descriptors.h"

#include <errno.h>
#include <stdatomic.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MOST 65536
#define LEAST 64
#define KEPT 16 /* for files that are opened later: a copy, a store that is opened again, new sockets to a source */

int accept4(int listener, void *address, unsigned *size, int flags);

static atomic_llong limit = MOST;
static atomic_llong refused;

int descriptors_open(struct error *error)
{
    struct rlimit now;
    if (getrlimit(RLIMIT_NOFILE, &now) != 0)
        return error_set(error, "the limit of descriptors cannot be read");
    now.rlim_cur = now.rlim_max < MOST ? now.rlim_max : MOST;
    if (setrlimit(RLIMIT_NOFILE, &now) != 0 || now.rlim_cur < LEAST)
        return error_set(error, "only %llu descriptors are allowed (RLIMIT_NOFILE); a service needs %d",
                         (unsigned long long)now.rlim_cur, LEAST);
    atomic_store(&limit, (long long)now.rlim_cur);
    return 0;
}

int64_t descriptors_limit(void)
{
    return atomic_load(&limit);
}

int64_t descriptors_refused(void)
{
    return atomic_load(&refused);
}

/* In the place of the C library's, which libzmq would call. */
int accept4(int listener, void *address, unsigned *size, int flags)
{
    int fd = (int)syscall(SYS_accept4, listener, address, size, flags);
    if (fd < 0 ? errno != EMFILE && errno != ENFILE : fd < atomic_load(&limit) - KEPT)
        return fd;
    if (fd >= 0)
        close(fd);
    atomic_fetch_add(&refused, 1);
    errno = ECONNABORTED;
    return -1;
}
