/* ZeroMQ sockets on a libuv loop. ZMQ_FD is edge-triggered and lies in both directions, so a poll handle only wakes the
 * loop; one prepare, check and idle handle for all sockets ask ZMQ_EVENTS before and after every wait. Each question is
 * a system call, so only those are asked whose descriptor woke us, that were read, or that were touched. */
#ifndef ANXIN_BUS_LOOP_H
#define ANXIN_BUS_LOOP_H

#include <stdint.h>

#include "base/error.h"

struct loop;

struct loop_calls {
    /* A socket has something to read: read at most a budget; what is left comes again in the next turn. */
    void (*readable)(void *self, void *socket);
    void (*turn)(void *self);    /* after the sockets, every turn */
    int64_t (*next)(void *self); /* monotonic ms of the next turn that must run without input */
    void (*stop)(void *self);    /* SIGTERM or SIGINT */
    void (*reload)(void *self);  /* SIGHUP */
    void *self;
};

struct loop *loop_open(const struct loop_calls *calls, struct error *error);
/* Watches a socket, which is the loop's from now on: 0; or -1, then it is closed. */
int loop_take(struct loop *loop, void *socket, struct error *error);
/* It was sent to, bound or unbound: that may have taken the wake of a message that waits in it. */
void loop_touched(struct loop *loop, void *socket);
void loop_remove(struct loop *loop, void *socket); /* closes the socket once libuv has let go of its descriptor */
/* Stops like a SIGTERM when the other end of this descriptor, a pipe that nobody writes to, is closed: whoever holds it
 * has died. 0 or -1. */
int loop_leash(struct loop *loop, int fd, struct error *error);
/* Calls run(what) on another thread and over(whom) on this one when it has come back; one at a time. */
void loop_compute(struct loop *loop, void (*run)(void *what), void *what, void (*over)(void *whom), void *whom);
void loop_await(struct loop *loop); /* until what is computed has come back */
void loop_run(struct loop *loop);   /* until loop_stop */
void loop_stop(struct loop *loop);
void loop_close(struct loop **loop); /* removes what is left */
int64_t loop_mono_ms(void);

#endif
