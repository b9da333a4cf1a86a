/* anxin up: the whole set on this machine. Starts the daemons that lie beside this program, restarts what dies, and
 * ends them in order on SIGINT, SIGTERM or SIGHUP. A daemon that refuses to start ends the set with its reason. */
#include "services/ctl/up.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "services/ctl/commands.h"
#include "services/ctl/keys.h"

#define TICK_MS 50
#define END_MS 10000
#define WAIT_MS 15000

/* Of the column of names. */
static int name_width(const struct ctl *ctl)
{
    size_t width = 14;
    for (int i = 0; i < ctl->services; i++)
        if (strlen(ctl->service[i].name) > width)
            width = strlen(ctl->service[i].name);
    return (int)width;
}

void up_say(const struct up *up, const struct daemon *daemon, const char *state, const char *format, ...)
{
    const char *name = daemon ? daemon->service->name : "anxin";
    char text[400];
    va_list rest;
    va_start(rest, format);
    vsnprintf(text, sizeof text, format, rest);
    va_end(rest);
    if (up->ctl->json)
        ctl_print_json(json_pack("{s:s,s:s,s:s}", "service", name, "state", state, "detail", text));
    else
        printf("%-*s %-6s %s\n", name_width(up->ctl), name, state, text);
    fflush(stdout);
}

/* ---- the end ---- */

static void close_handle(uv_handle_t *handle)
{
    if (!uv_is_closing(handle))
        uv_close(handle, NULL);
}

void up_check_end(struct up *up)
{
    for (int i = 0; i < up->daemons; i++)
        if (up->daemon[i].handles)
            return;
    for (int i = 0; i < up->daemons; i++)
        close_handle((uv_handle_t *)&up->daemon[i].again);
    close_handle((uv_handle_t *)&up->tick);
    close_handle((uv_handle_t *)&up->deadline);
    close_handle((uv_handle_t *)&up->interrupt);
    close_handle((uv_handle_t *)&up->terminate);
    close_handle((uv_handle_t *)&up->hangup);
}

static void signal_all(struct up *up, int number)
{
    for (int i = 0; i < up->daemons; i++)
        if (up->daemon[i].running)
            uv_process_kill(&up->daemon[i].process, number);
}

static void deadline_callback(uv_timer_t *timer)
{
    up_say(timer->data, NULL, "ending", "not all have ended in %d ms: killing them", END_MS);
    signal_all(timer->data, SIGKILL);
}

void up_end(struct up *up, int code)
{
    if (up->ending)
        return;
    up->ending = true;
    up->code = code;
    for (int i = 0; i < up->daemons; i++)
        uv_timer_stop(&up->daemon[i].again);
    uv_timer_stop(&up->tick);
    uv_timer_start(&up->deadline, deadline_callback, END_MS, 0);
    signal_all(up, SIGTERM);
    up_check_end(up);
}

static void signal_callback(uv_signal_t *handle, int number)
{
    (void)number;
    up_say(handle->data, NULL, "ending", "asking all services to end");
    up_end(handle->data, CTL_DONE);
}

/* ---- the beginning ---- */

static void tick_callback(uv_timer_t *timer)
{
    daemons_poll(timer->data);
}

static int make_folder(struct ctl *ctl, const char *path)
{
    if (mkdir(path, 0700) == 0 || errno == EEXIST)
        return 0;
    return ctl_say(ctl, CTL_REFUSED, "%s: %s", path, strerror(errno));
}

/* One `up` a data folder. The lock lives as long as this process. */
static int lock_folder(struct ctl *ctl, const char *run)
{
    char path[CONFIG_TEXT + 16];
    TEXT_FORMAT(path, "%s/up.lock", run);
    const int lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock < 0)
        return ctl_say(ctl, CTL_REFUSED, "%s: %s", path, strerror(errno));
    if (flock(lock, LOCK_EX | LOCK_NB))
        return ctl_say(ctl, CTL_REFUSED, "another `anxin up` runs on %s", ctl->config.data);
    return 0;
}

/* Daemons of an `up` that was killed drain by themselves; their stores are free when the last has let go of the lock.
 */
static int lock_set(struct ctl *ctl, const char *run, int *lock)
{
    char path[CONFIG_TEXT + 16];
    const int64_t until = ctl_mono_ms() + WAIT_MS;
    TEXT_FORMAT(path, "%s/set.lock", run);
    *lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (*lock < 0)
        return ctl_say(ctl, CTL_REFUSED, "%s: %s", path, strerror(errno));
    for (bool said = false; flock(*lock, LOCK_EX | LOCK_NB); said = true) {
        if (ctl_mono_ms() > until)
            return ctl_say(ctl, CTL_REFUSED, "services of an earlier `anxin up` still run: kill $(cat %s/*.pid)", run);
        if (!said)
            ctl_say(ctl, CTL_DONE, "waiting for the services of an earlier `anxin up` to end");
        ctl_pause(TICK_MS);
    }
    return 0;
}

static int prepare_folder(struct ctl *ctl, int *lock)
{
    char run[CONFIG_TEXT + 8];
    TEXT_FORMAT(run, "%s/run", ctl->config.data);
    if (make_folder(ctl, ctl->config.data) || make_folder(ctl, run))
        return CTL_REFUSED;
    return lock_folder(ctl, run) || keys_first(ctl) ? CTL_REFUSED : lock_set(ctl, run, lock);
}

/* A terminal that closes ends the set, unless nohup said otherwise. When nobody reads what `up` says, it goes on. */
static void signals_take(struct up *up)
{
    struct sigaction hangup = {0};
    uv_signal_start(&up->interrupt, signal_callback, SIGINT);
    uv_signal_start(&up->terminate, signal_callback, SIGTERM);
    if (sigaction(SIGHUP, NULL, &hangup) || hangup.sa_handler != SIG_IGN)
        uv_signal_start(&up->hangup, signal_callback, SIGHUP);
    signal(SIGPIPE, SIG_IGN);
}

static void prepare_loop(struct up *up)
{
    if (uv_loop_init(&up->loop) || uv_timer_init(&up->loop, &up->tick) || uv_timer_init(&up->loop, &up->deadline) ||
        uv_signal_init(&up->loop, &up->interrupt) || uv_signal_init(&up->loop, &up->terminate) ||
        uv_signal_init(&up->loop, &up->hangup))
        BUG("no event loop");
    up->tick.data = up->deadline.data = up->interrupt.data = up->terminate.data = up->hangup.data = up;
    signals_take(up);
    uv_timer_start(&up->tick, tick_callback, TICK_MS, TICK_MS);
}

static int supervise(struct up *up)
{
    for (int i = 0; i < up->ctl->services; i++) {
        if (!ctl_daemon_exists(up->ctl, up->ctl->service[i].name))
            continue;
        struct daemon *daemon = &up->daemon[up->daemons++];
        daemon->up = up;
        daemon->service = &up->ctl->service[i];
    }
    if (!up->daemons)
        return ctl_say(up->ctl, CTL_REFUSED, "no daemon anxin-NAME lies in %s", up->ctl->folder);
    prepare_loop(up);
    for (int i = 0; i < up->daemons; i++) {
        uv_timer_init(&up->loop, &up->daemon[i].again);
        up->daemon[i].again.data = &up->daemon[i];
        daemon_start(&up->daemon[i]);
    }
    uv_run(&up->loop, UV_RUN_DEFAULT);
    uv_loop_close(&up->loop);
    return up->code;
}

static int up_run(struct ctl *ctl)
{
    int lock;
    const int failed = prepare_folder(ctl, &lock);
    if (failed)
        return failed;
    struct up *up = calloc(1, sizeof *up);
    if (!up)
        return ctl_say(ctl, CTL_REFUSED, "out of memory");
    up->ctl = ctl;
    up->set_lock = lock;
    const int code = supervise(up);
    free(up);
    return code;
}

const struct command up_command = {
    .name = "up",
    .synopsis = "[--data DIR] [--config FILE]",
    .summary = "run the whole set on this machine and restart what dies, until Ctrl-C",
    .help = "Starts every daemon anxin-NAME that lies beside this program. Process ids stand in DATA/run/NAME.pid.\n"
            "`anxin status --wait MS` in another shell waits until all are ready.",
    .least = 0,
    .most = 0,
    .run = up_run,
};
