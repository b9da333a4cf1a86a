/* What an endpoint looks like. Others connect to the very text that its owner is told, so a host that only an owner
 * could use (`*`) is refused: where it listens is said apart. */
#include "base/endpoint.h"

#include <stdint.h>
#include <string.h>

#include "base/text.h"

#define IPC "ipc://"
#define TCP "tcp://"
#define IPC_PATH_MAX 107 /* sun_path of unix(7), less its NUL */
#define HOST_MAX 128

bool endpoint_is_tcp(const char *endpoint)
{
    return text_starts(endpoint, TCP);
}

/* "host:7401", "[::1]:7401" */
static bool tcp_is_good(const char *rest)
{
    const char *colon = strrchr(rest, ':');
    int64_t port;
    if (!colon || colon == rest || colon - rest > HOST_MAX || text_to_int(colon + 1, &port) != 0)
        return false;
    const size_t host = (size_t)(colon - rest);
    if (rest[0] == '[')
        return rest[host - 1] == ']' && port > 0 && port <= UINT16_MAX;
    return strcspn(rest, "*:; ") == host && port > 0 && port <= UINT16_MAX;
}

int endpoint_check(const char *endpoint, const char *origin, struct error *error)
{
    if (endpoint_is_tcp(endpoint)) {
        if (tcp_is_good(endpoint + strlen(TCP)))
            return 0;
        return error_set(error, "%s: \"%.60s\" is not an endpoint; write tcp://HOST:PORT as others reach it", origin,
                         endpoint);
    }
    if (!text_starts(endpoint, IPC) || endpoint[strlen(IPC)] == '\0')
        return error_set(error, "%s: \"%.60s\" is not an endpoint; write ipc://PATH or tcp://HOST:PORT", origin,
                         endpoint);
    if (strlen(endpoint + strlen(IPC)) > IPC_PATH_MAX)
        return error_set(error, "%s: the path of %.120s... is longer than the %d bytes of a socket's path", origin,
                         endpoint, IPC_PATH_MAX);
    return 0;
}

int endpoint_to_bind(char *to, size_t size, const char *endpoint, const char *bind)
{
    if (!endpoint_is_tcp(endpoint) || bind[0] == '\0')
        return text_copy(to, size, endpoint);
    return text_format(to, size, TCP "%s%s", bind, strrchr(endpoint, ':'));
}
