/* The loop: wakes on any socket, asks ZMQ_EVENTS of those that something happened to around every wait, runs one turn
 * of the engine after the reading. */
#include "bus/loop.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include <uv.h>
#include <zmq.h>

#define SOCKETS_MAX 48
#define SIGNALS 3

struct watch {
    uv_poll_t poll;
    void *socket;
    bool ask; /* something happened to it since it was last seen to have nothing */
};

struct computing {
    uv_work_t work;
    bool on;
    void (*run)(void *what);
    void *what;
    void (*over)(void *whom);
    void *whom;
};

struct loop {
    uv_loop_t uv;
    struct computing computing;
    uv_prepare_t prepare;
    uv_check_t check;
    uv_idle_t idle;
    uv_timer_t timer;
    uv_signal_t signals[SIGNALS];
    uv_poll_t leash;
    int leash_fd;
    bool leashed;
    struct watch *watches[SOCKETS_MAX];
    int count;
    struct loop_calls calls;
};

int64_t loop_mono_ms(void)
{
    return (int64_t)(uv_hrtime() / 1000000u);
}

static bool socket_readable(void *socket)
{
    int events = 0;
    size_t size = sizeof events;
    return zmq_getsockopt(socket, ZMQ_EVENTS, &events, &size) == 0 && (events & ZMQ_POLLIN);
}

static void on_wake(uv_poll_t *poll, int status, int events)
{
    struct watch *watch = poll->data;
    (void)status;
    (void)events;
    watch->ask = true;
}

static void on_idle(uv_idle_t *idle)
{
    (void)idle;
}

/* Nothing came: all sockets are asked, should one have lost its wake. */
static void on_timer(uv_timer_t *timer)
{
    struct loop *loop = timer->data;
    for (int i = 0; i < loop->count; i++)
        loop->watches[i]->ask = true;
}

static bool watch_readable(struct watch *watch)
{
    if (watch->ask)
        watch->ask = socket_readable(watch->socket);
    return watch->ask;
}

/* Before the wait: do not wait at all when a socket has something; else until the next turn is due. */
static void on_prepare(uv_prepare_t *prepare)
{
    struct loop *loop = prepare->data;
    bool pending = false;
    for (int i = 0; i < loop->count && !pending; i++)
        pending = watch_readable(loop->watches[i]);
    int64_t wait = loop->calls.next(loop->calls.self) - loop_mono_ms();
    if (pending || wait <= 0) {
        uv_idle_start(&loop->idle, on_idle);
        return;
    }
    uv_idle_stop(&loop->idle);
    uv_update_time(&loop->uv);
    uv_timer_start(&loop->timer, on_timer, (uint64_t)wait, 0);
}

static void on_check(uv_check_t *check)
{
    struct loop *loop = check->data;
    void *readable[SOCKETS_MAX];
    int count = 0;
    for (int i = 0; i < loop->count; i++)
        if (watch_readable(loop->watches[i]))
            readable[count++] = loop->watches[i]->socket;
    for (int i = 0; i < count; i++)
        loop->calls.readable(loop->calls.self, readable[i]);
    loop->calls.turn(loop->calls.self);
}

static void on_signal(uv_signal_t *signal, int number)
{
    struct loop *loop = signal->data;
    if (number == SIGHUP)
        loop->calls.reload(loop->calls.self);
    else
        loop->calls.stop(loop->calls.self);
}

static void on_leash(uv_poll_t *poll, int status, int events)
{
    struct loop *loop = poll->data;
    char byte;
    (void)events;
    ssize_t got = status < 0 ? 0 : read(loop->leash_fd, &byte, 1);
    if (got > 0 || (got < 0 && (errno == EAGAIN || errno == EINTR)))
        return;
    uv_poll_stop(poll);
    loop->calls.stop(loop->calls.self);
}

int loop_leash(struct loop *loop, int fd, struct error *error)
{
    if (uv_poll_init(&loop->uv, &loop->leash, fd) != 0)
        return error_set(error, "descriptor %d is no pipe that can be watched", fd);
    loop->leash_fd = fd;
    loop->leash.data = loop;
    loop->leashed = true;
    uv_poll_start(&loop->leash, UV_READABLE | UV_DISCONNECT, on_leash);
    return 0;
}

struct loop *loop_open(const struct loop_calls *calls, struct error *error)
{
    static const int numbers[SIGNALS] = {SIGTERM, SIGINT, SIGHUP};
    struct loop *loop = calloc(1, sizeof *loop);
    if (!loop || uv_loop_init(&loop->uv) != 0) {
        free(loop);
        error_set(error, "the event loop cannot be made");
        return NULL;
    }
    loop->calls = *calls;
    uv_prepare_init(&loop->uv, &loop->prepare);
    uv_check_init(&loop->uv, &loop->check);
    uv_idle_init(&loop->uv, &loop->idle);
    uv_timer_init(&loop->uv, &loop->timer);
    loop->prepare.data = loop->check.data = loop->timer.data = loop;
    uv_prepare_start(&loop->prepare, on_prepare);
    uv_check_start(&loop->check, on_check);
    for (int i = 0; i < SIGNALS; i++) {
        uv_signal_init(&loop->uv, &loop->signals[i]);
        loop->signals[i].data = loop;
        uv_signal_start(&loop->signals[i], on_signal, numbers[i]);
    }
    return loop;
}

static int watch_add(struct loop *loop, void *socket, struct error *error)
{
    int fd;
    size_t size = sizeof fd;
    if (loop->count == SOCKETS_MAX || zmq_getsockopt(socket, ZMQ_FD, &fd, &size) != 0)
        return error_set(error, "a socket cannot be watched: %s", zmq_strerror(zmq_errno()));
    struct watch *watch = calloc(1, sizeof *watch);
    if (!watch || uv_poll_init(&loop->uv, &watch->poll, fd) != 0) {
        free(watch);
        return error_set(error, "a socket cannot be watched");
    }
    watch->socket = socket;
    watch->ask = true;
    watch->poll.data = watch;
    uv_poll_start(&watch->poll, UV_READABLE, on_wake);
    loop->watches[loop->count++] = watch;
    return 0;
}

int loop_take(struct loop *loop, void *socket, struct error *error)
{
    if (watch_add(loop, socket, error) == 0)
        return 0;
    zmq_close(socket);
    return -1;
}

void loop_touched(struct loop *loop, void *socket)
{
    for (int i = 0; i < loop->count; i++)
        if (loop->watches[i]->socket == socket)
            loop->watches[i]->ask = true;
}

static void on_poll_closed(uv_handle_t *handle)
{
    struct watch *watch = handle->data;
    zmq_close(watch->socket);
    free(watch);
}

void loop_remove(struct loop *loop, void *socket)
{
    for (int i = 0; i < loop->count; i++) {
        struct watch *watch = loop->watches[i];
        if (watch->socket != socket)
            continue;
        loop->watches[i] = loop->watches[--loop->count];
        uv_poll_stop(&watch->poll);
        uv_close((uv_handle_t *)&watch->poll, on_poll_closed);
        return;
    }
}

static void on_compute(uv_work_t *work)
{
    const struct computing *computing = work->data;
    computing->run(computing->what);
}

static void on_computed(uv_work_t *work, int status)
{
    struct computing *computing = work->data;
    (void)status; /* it is never cancelled */
    computing->on = false;
    computing->over(computing->whom);
}

void loop_compute(struct loop *loop, void (*run)(void *what), void *what, void (*over)(void *whom), void *whom)
{
    loop->computing = (struct computing){.on = true, .run = run, .what = what, .over = over, .whom = whom};
    loop->computing.work.data = &loop->computing;
    if (uv_queue_work(&loop->uv, &loop->computing.work, on_compute, on_computed) == 0)
        return;
    run(what);
    on_computed(&loop->computing.work, 0);
}

void loop_await(struct loop *loop)
{
    while (loop->computing.on)
        uv_run(&loop->uv, UV_RUN_ONCE);
}

void loop_run(struct loop *loop)
{
    uv_run(&loop->uv, UV_RUN_DEFAULT);
}

void loop_stop(struct loop *loop)
{
    uv_stop(&loop->uv);
}

void loop_close(struct loop **loop_p)
{
    struct loop *loop = *loop_p;
    if (!loop)
        return;
    while (loop->count > 0)
        loop_remove(loop, loop->watches[0]->socket);
    uv_close((uv_handle_t *)&loop->prepare, NULL);
    uv_close((uv_handle_t *)&loop->check, NULL);
    uv_close((uv_handle_t *)&loop->idle, NULL);
    uv_close((uv_handle_t *)&loop->timer, NULL);
    for (int i = 0; i < SIGNALS; i++)
        uv_close((uv_handle_t *)&loop->signals[i], NULL);
    if (loop->leashed)
        uv_close((uv_handle_t *)&loop->leash, NULL);
    uv_run(&loop->uv, UV_RUN_DEFAULT); /* every close callback */
    uv_loop_close(&loop->uv);
    free(loop);
    *loop_p = NULL;
}
