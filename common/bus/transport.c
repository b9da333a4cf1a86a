/* What the engine gets as struct env: clocks, randomness, and sending that never waits. */
#include "bus/node_private.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

#include <sodium.h>
#include <zmq.h>

#include "bus/disk.h"

static int64_t env_mono(void *self)
{
    (void)self;
    return loop_mono_ms();
}

static int64_t env_wall(void *self)
{
    struct timespec now;
    (void)self;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void env_random(void *self, void *to, size_t size)
{
    (void)self;
    randombytes_buf(to, size);
}

static int64_t env_process(void *self)
{
    (void)self;
    return getpid();
}

/* Once its first frame is taken, the rest must follow, or the next message would be glued to it. */
static int frame_send(void *socket, const struct frame *frame, int flags)
{
    int sent;
    do
        sent = zmq_send(socket, frame->data, frame->size, ZMQ_DONTWAIT | flags);
    while (sent < 0 && zmq_errno() == EINTR);
    return sent < 0 ? -1 : 0;
}

static int frames_send(void *socket, const struct frames *frames)
{
    for (int i = 0; i < frames->count; i++)
        if (frame_send(socket, &frames->at[i], i + 1 < frames->count ? ZMQ_SNDMORE : 0) != 0)
            return -1;
    return 0;
}

static size_t frames_large(const struct frames *frames)
{
    size_t sum = 0;
    for (int i = 0; i < frames->count; i++)
        sum += frames->at[i].size >= BACKLOG_FRAME ? frames->at[i].size : 0;
    return sum;
}

/* Large frames at that place of the backlog, the others as they are. */
static int frames_send_counted(struct node *node, int place, void *socket, const struct frames *frames)
{
    for (int i = 0; i < frames->count; i++) {
        const struct frame *frame = &frames->at[i];
        int flags = i + 1 < frames->count ? ZMQ_SNDMORE : 0;
        int sent = frame->size < BACKLOG_FRAME
                       ? frame_send(socket, frame, flags)
                       : backlog_send(node->backlog, place, socket, frame->data, frame->size, ZMQ_DONTWAIT | flags);
        if (sent != 0)
            return -1;
    }
    return 0;
}

static int env_answer(void *self, const struct peer *peer, const struct frames *frames)
{
    struct node *node = self;
    struct frame route = {peer->route, peer->route_size};
    size_t large = frames_large(frames);
    int place = large > 0 ? backlog_admit(node->backlog, peer->route, peer->route_size, large) : 0;
    if (place < 0)
        return -1;
    loop_touched(node->loop, node->router);
    if (frame_send(node->router, &route, ZMQ_SNDMORE) != 0)
        return zmq_errno() == EAGAIN ? -1 : 1;
    return frames_send_counted(node, place, node->router, frames) == 0 ? 0 : 1;
}

/* A follower who stands still keeps live events waiting: beyond a bound they are for nobody, and all fetch. */
static void env_publish(void *self, const struct frames *frames)
{
    struct node *node = self;
    size_t large = frames_large(frames);
    int place = large > 0 ? backlog_admit(node->backlog, "PUB", 3, large) : 0;
    if (place >= 0)
        frames_send_counted(node, place, node->pub, frames);
}

static int env_ask(void *self, int source, const struct frames *frames)
{
    struct node *node = self;
    void *dealer = node->links[source].dealer;
    loop_touched(node->loop, dealer);
    return dealer ? frames_send(dealer, frames) : -1;
}

static void env_rebuild(void *self, int source)
{
    link_rebuild(self, source);
}

static int64_t env_disk_free(void *self)
{
    struct node *node = self;
    return disk_free(node->ends.store);
}

static int64_t env_ballast(void *self, int64_t size)
{
    struct node *node = self;
    return disk_ballast(node->ends.store, size);
}

static void env_compute(void *self, void (*run)(void *what), void *what, void (*over)(void *whom), void *whom)
{
    const struct node *node = self;
    loop_compute(node->loop, run, what, over, whom);
}

struct env transport_of(struct node *node)
{
    return (struct env){node,    env_mono,    env_wall,      env_random,  env_process, env_answer, env_publish,
                        env_ask, env_rebuild, env_disk_free, env_ballast, NULL,        env_compute};
}
