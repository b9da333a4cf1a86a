/* The supervisor of `anxin up`: daemons as child processes on one libuv loop. */
#ifndef ANXIN_CTL_UP_H
#define ANXIN_CTL_UP_H

#include <uv.h>

#include "services/ctl/ctl.h"

struct up;

/* One daemon and its life. */
struct daemon {
    struct up *up;
    struct ctl_service *service;
    uv_process_t process;
    uv_pipe_t leash;   /* its stdin: it ends when we do, however we end */
    uv_pipe_t errors;  /* its stderr */
    uv_timer_t again;  /* back-off before the next start */
    int handles;       /* open ones of this life: process and pipes */
    int64_t started;   /* monotonic */
    int64_t backoff;   /* milliseconds before the next start */
    int64_t exit_code; /* of the last life */
    int exit_signal;
    int failures; /* starts that never became ready, in a row */
    bool running, ready, ever_ready;
    size_t line_size;
    char line[1024]; /* what has come of a line */
    char last[256];  /* last whole line: the reason when it refuses to start */
};

struct up {
    struct ctl *ctl;
    uv_loop_t loop;
    uv_timer_t tick, deadline;
    uv_signal_t interrupt, terminate, hangup;
    struct daemon daemon[CTL_SERVICES];
    int daemons;
    int set_lock; /* held by us and by every daemon, so that the next `up` waits until the last of them has ended */
    bool ending, announced;
    int code;
};

/* Starts a daemon; one that dies is started again with back-off, until up_end. */
void daemon_start(struct daemon *daemon);

/* Asks those that run and are not ready whether they are; says so. */
void daemons_poll(struct up *up);

/* Ends everything: SIGTERM, and SIGKILL after ten seconds. `code` is the exit code of `up`. */
void up_end(struct up *up, int code);

/* Called when a life is over and its handles are closed, after up_end. */
void up_check_end(struct up *up);

/* One line on stdout about a service (NULL: the set). */
__attribute__((format(printf, 4, 5))) void up_say(const struct up *up, const struct daemon *daemon, const char *state,
                                                  const char *format, ...);

#endif
