/* Telling systemd. Invariant: it never waits and never fails anybody: who is not told will end us, and that is right.
 */
#include "bus/notify.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/text.h"

#define USEC_A_MS 1000
#define EVERY_PART 3 /* of the watchdog's time: two may be lost */

struct notify {
    const struct log *log;
    int fd;
    struct sockaddr_un to;
    socklen_t to_size;
    int64_t every_ms; /* 0: there is no watchdog */
    int64_t due;      /* monotonic */
    bool failed;      /* it was logged */
};

static int address_fill(struct notify *notify, const char *path)
{
    const size_t size = strlen(path);
    notify->to.sun_family = AF_UNIX;
    if ((path[0] != '/' && path[0] != '@') || size < 2 || size >= sizeof notify->to.sun_path)
        return -1;
    memcpy(notify->to.sun_path, path, size);
    if (path[0] == '@')
        notify->to.sun_path[0] = '\0'; /* an abstract name */
    notify->to_size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + size + (path[0] == '/'));
    return 0;
}

/* How often a sign of life is wanted; 0 never, or not of this process. */
static int64_t watchdog_read(void)
{
    const char *usec = getenv("WATCHDOG_USEC"), *pid = getenv("WATCHDOG_PID");
    int64_t time = 0, whose = 0;
    if (!usec || text_to_int(usec, &time) != 0 || time <= 0)
        return 0;
    if (pid && (text_to_int(pid, &whose) != 0 || whose != (int64_t)getpid()))
        return 0;
    const int64_t every = time / USEC_A_MS / EVERY_PART;
    return every > 0 ? every : 1;
}

static void environment_clear(void)
{
    unsetenv("NOTIFY_SOCKET");
    unsetenv("WATCHDOG_USEC");
    unsetenv("WATCHDOG_PID");
}

struct notify *notify_open(const struct log *log)
{
    const char *path = getenv("NOTIFY_SOCKET");
    struct notify *notify = path && *path ? calloc(1, sizeof *notify) : NULL;
    if (notify) {
        notify->log = log;
        notify->every_ms = watchdog_read();
        notify->fd = address_fill(notify, path) != 0 ? -1 : socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    }
    if (notify && notify->fd < 0) {
        log_line(log, LOG_LEVEL_WARNING, "notify.failed", "reason=\"%s is no socket that can be told\"", path);
        free(notify);
        notify = NULL;
    }
    environment_clear();
    return notify;
}

void notify_close(struct notify **notify)
{
    if (!*notify)
        return;
    close((*notify)->fd);
    free(*notify);
    *notify = NULL;
}

static void tell(struct notify *notify, const char *text)
{
    const ssize_t sent = sendto(notify->fd, text, strlen(text), MSG_NOSIGNAL | MSG_DONTWAIT,
                                (const struct sockaddr *)&notify->to, notify->to_size);
    if (sent < 0 && !notify->failed)
        log_line(notify->log, LOG_LEVEL_WARNING, "notify.failed", "reason=\"%s\"", strerror(errno));
    notify->failed = sent < 0;
}

void notify_ready(struct notify *notify)
{
    if (notify)
        tell(notify, "READY=1\nSTATUS=serving");
}

void notify_stopping(struct notify *notify)
{
    if (notify)
        tell(notify, "STOPPING=1\nSTATUS=draining");
}

void notify_alive(struct notify *notify, int64_t mono_ms, bool works)
{
    if (!notify || notify->every_ms == 0 || mono_ms < notify->due || !works)
        return;
    tell(notify, "WATCHDOG=1");
    notify->due = mono_ms + notify->every_ms;
}

int64_t notify_next(const struct notify *notify)
{
    return notify && notify->every_ms > 0 ? notify->due : INT64_MAX;
}
