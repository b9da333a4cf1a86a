/* One daemon of `anxin up`: start, forward what it says, notice its end, decide about the next start. */
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "services/ctl/up.h"

#define BACKOFF_FIRST_MS 100
#define BACKOFF_MOST_MS 5000
#define STEADY_MS 10000  /* up so long: the next death is a new matter */
#define START_FAILURES 5 /* so many starts without becoming ready: it will not */
#define EXIT_CONFIGURATION 2
#define ASK_MS 40

/* ---- DATA/run/NAME.pid ---- */

static int pid_path(const struct daemon *daemon, char *path, size_t size)
{
    char file[INSTANCE_NAME];
    instance_file(file, sizeof file, daemon->service->name);
    return text_format(path, size, "%s/run/%s.pid", daemon->up->ctl->config.data, file);
}

static void pid_write(const struct daemon *daemon)
{
    char path[CONFIG_TEXT + 64];
    FILE *to = pid_path(daemon, path, sizeof path) ? NULL : fopen(path, "we");
    if (!to)
        return;
    fprintf(to, "%d\n", uv_process_get_pid(&daemon->process));
    fclose(to);
}

static void pid_remove(const struct daemon *daemon)
{
    char path[CONFIG_TEXT + 64];
    if (!pid_path(daemon, path, sizeof path))
        unlink(path);
}

/* ---- the end of a life ---- */

static void again_callback(uv_timer_t *timer)
{
    daemon_start(timer->data);
}

static bool gives_up(struct daemon *daemon)
{
    daemon->failures = daemon->ready ? 0 : daemon->failures + 1;
    return !daemon->ever_ready && (daemon->exit_code == EXIT_CONFIGURATION || daemon->failures >= START_FAILURES);
}

static void say_end(const struct daemon *daemon)
{
    if (daemon->exit_signal)
        up_say(daemon->up, daemon, "ended", "by signal %d; starts again in %" PRId64 " ms", daemon->exit_signal,
               daemon->backoff);
    else
        up_say(daemon->up, daemon, "ended", "with exit %" PRId64 "; starts again in %" PRId64 " ms", daemon->exit_code,
               daemon->backoff);
}

static void daemon_gone(struct daemon *daemon)
{
    struct up *up = daemon->up;
    pid_remove(daemon);
    if (up->ending) {
        up_check_end(up);
        return;
    }
    if (gives_up(daemon)) {
        ctl_say(up->ctl, CTL_REFUSED, "%s does not start (%s %" PRId64 "): %s", daemon->service->name,
                daemon->exit_signal ? "signal" : "exit", daemon->exit_signal ? daemon->exit_signal : daemon->exit_code,
                daemon->last[0] ? daemon->last : "it gave no reason");
        up_end(up, CTL_REFUSED);
        return;
    }
    if (ctl_mono_ms() - daemon->started >= STEADY_MS)
        daemon->backoff = BACKOFF_FIRST_MS;
    say_end(daemon);
    uv_timer_start(&daemon->again, again_callback, (uint64_t)daemon->backoff, 0);
    daemon->backoff = daemon->backoff * 2 > BACKOFF_MOST_MS ? BACKOFF_MOST_MS : daemon->backoff * 2;
}

static void handle_closed(uv_handle_t *handle)
{
    struct daemon *daemon = handle->data;
    if (--daemon->handles == 0)
        daemon_gone(daemon);
}

static void process_callback(uv_process_t *process, int64_t code, int by_signal)
{
    struct daemon *daemon = process->data;
    daemon->running = false;
    daemon->exit_code = code;
    daemon->exit_signal = by_signal;
    uv_close((uv_handle_t *)process, handle_closed);
    uv_close((uv_handle_t *)&daemon->leash, handle_closed);
}

/* ---- what it says ---- */

static void line_end(struct daemon *daemon)
{
    daemon->line[daemon->line_size] = '\0';
    fprintf(stderr, "%s\n", daemon->line);
    snprintf(daemon->last, sizeof daemon->last, "%.*s", (int)sizeof daemon->last - 1, daemon->line);
    daemon->line_size = 0;
}

static void line_add(struct daemon *daemon, const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (text[i] != '\n')
            daemon->line[daemon->line_size++] = text[i];
        if (text[i] == '\n' || daemon->line_size == sizeof daemon->line - 1)
            line_end(daemon);
    }
}

static void allocate(uv_handle_t *handle, size_t wanted, uv_buf_t *buffer)
{
    (void)handle;
    buffer->base = malloc(wanted);
    buffer->len = buffer->base ? wanted : 0;
}

static void read_callback(uv_stream_t *stream, ssize_t got, const uv_buf_t *buffer)
{
    struct daemon *daemon = stream->data;
    if (got > 0)
        line_add(daemon, buffer->base, (size_t)got);
    free(buffer->base);
    if (got >= 0)
        return;
    if (daemon->line_size)
        line_end(daemon);
    uv_close((uv_handle_t *)stream, handle_closed);
}

/* ---- the beginning ---- */

static int spawn(struct daemon *daemon)
{
    const struct ctl *ctl = daemon->up->ctl;
    char path[CONFIG_TEXT + 64], attached[] = "--attached", option[] = "--config", file[CONFIG_TEXT * 2];
    char place[] = "--place", where[INSTANCE_NAME];
    ctl_daemon_path(ctl, daemon->service->name, path, sizeof path);
    TEXT_FORMAT(where, "%s", instance_place(daemon->service->name));
    snprintf(file, sizeof file, "%s", ctl->file ? ctl->file : "");
    char *args[7] = {path, attached};
    int count = 2;
    if (where[0]) {
        args[count++] = place;
        args[count++] = where;
    }
    if (ctl->file) {
        args[count++] = option;
        args[count++] = file;
    }
    uv_stdio_container_t stdio[] = {
        {.flags = UV_CREATE_PIPE | UV_READABLE_PIPE, .data.stream = (uv_stream_t *)&daemon->leash},
        {.flags = UV_INHERIT_FD, .data.fd = STDERR_FILENO},
        {.flags = UV_CREATE_PIPE | UV_WRITABLE_PIPE, .data.stream = (uv_stream_t *)&daemon->errors},
        {.flags = UV_INHERIT_FD, .data.fd = daemon->up->set_lock},
    };
    /* Same process group: Ctrl-C reaches all of them, and one kill of the group ends a set that is stuck. */
    const uv_process_options_t options = {
        .file = path, .args = args, .exit_cb = process_callback, .stdio_count = 4, .stdio = stdio};
    return uv_spawn(&daemon->up->loop, &daemon->process, &options);
}

void daemon_start(struct daemon *daemon)
{
    if (daemon->up->ending)
        return;
    uv_pipe_init(&daemon->up->loop, &daemon->leash, 0);
    uv_pipe_init(&daemon->up->loop, &daemon->errors, 0);
    daemon->leash.data = daemon->errors.data = daemon->process.data = daemon;
    daemon->handles = 3;
    daemon->ready = false;
    daemon->started = ctl_mono_ms();
    if (!daemon->backoff)
        daemon->backoff = BACKOFF_FIRST_MS;
    const int failed = spawn(daemon);
    daemon->running = !failed;
    if (!failed) {
        pid_write(daemon);
        uv_read_start((uv_stream_t *)&daemon->errors, allocate, read_callback);
        return;
    }
    snprintf(daemon->last, sizeof daemon->last, "%s", uv_strerror(failed));
    daemon->exit_code = 127;
    uv_close((uv_handle_t *)&daemon->process, handle_closed);
    uv_close((uv_handle_t *)&daemon->leash, handle_closed);
    uv_close((uv_handle_t *)&daemon->errors, handle_closed);
}

/* ---- ready ---- */

/* Its own answer counts only: another process may serve the same endpoint. */
static bool is_ready(struct daemon *daemon)
{
    struct ctl *ctl = daemon->up->ctl;
    struct ctl_service *service = daemon->service;
    const struct service_status question = {0};
    struct envelope envelope;
    struct reply reply;
    ctl_envelope(ctl, &envelope);
    if (!service->client)
        service->client = ctl_client(ctl, service, NULL);
    if (!service->client ||
        client_ask(service->client, &envelope, MSG_service_status, &question, ASK_MS, &reply, NULL) != 1 ||
        reply.type != MSG_service_status_answer)
        return false;
    const struct service_status_answer *status = reply.body;
    return status->pid == uv_process_get_pid(&daemon->process);
}

void daemons_poll(struct up *up)
{
    int ready = 0;
    for (int i = 0; i < up->daemons; i++) {
        struct daemon *daemon = &up->daemon[i];
        if (daemon->running && !daemon->ready && is_ready(daemon)) {
            daemon->ready = daemon->ever_ready = true;
            up_say(up, daemon, "ready", "pid %d, after %" PRId64 " ms", uv_process_get_pid(&daemon->process),
                   ctl_mono_ms() - daemon->started);
        }
        ready += daemon->ready;
    }
    if (ready == up->daemons && !up->announced) {
        up->announced = true;
        up_say(up, NULL, "ready", "all %d services; data in %s; Ctrl-C ends", up->daemons, up->ctl->config.data);
    }
}
