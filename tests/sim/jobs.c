/* Process k of n plays every n-th seed and writes each outcome to a pipe of its own; they are read in turn. */
#include "jobs.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/text.h"

#define JOBS_MOST 64

struct jobs {
    int count;
    uint64_t seed;
    long seeds, next; /* the next one to be taken, from 0 */
    jobs_play *play;
    const void *self;
    struct hand {
        pid_t pid; /* 0: none */
        int from;
    } hand[JOBS_MOST];
};

static bool bytes_write(int to, const void *bytes, size_t size)
{
    for (const char *at = bytes; size > 0;) {
        ssize_t written = write(to, at, size);
        if (written <= 0)
            return false;
        at += written;
        size -= (size_t)written;
    }
    return true;
}

static bool bytes_read(int from, void *bytes, size_t size)
{
    for (char *at = bytes; size > 0;) {
        ssize_t come = read(from, at, size);
        if (come <= 0)
            return false;
        at += come;
        size -= (size_t)come;
    }
    return true;
}

_Noreturn static void hand_run(const struct jobs *jobs, long first, int to)
{
    static struct played played;
    bool told = true;
    for (long i = first; i < jobs->seeds && told; i += jobs->count) {
        jobs->play(jobs->self, jobs->seed + (uint64_t)i, &played);
        told = bytes_write(to, &played, offsetof(struct played, lines)) &&
               (played.report.violations == 0 || bytes_write(to, played.lines, sizeof played.lines));
        fflush(stdout);
    }
    _exit(!told);
}

static void hand_begin(struct jobs *jobs, long first)
{
    struct hand *hand = &jobs->hand[first % jobs->count];
    int ends[2];
    if (first >= jobs->seeds)
        return;
    fflush(stdout);
    if (pipe(ends) != 0 || (hand->pid = fork()) < 0)
        BUG("no process can be made");
    if (hand->pid == 0) {
        close(ends[0]);
        hand_run(jobs, first, ends[1]);
    }
    close(ends[1]);
    hand->from = ends[0];
}

static void hand_end(struct hand *hand)
{
    if (hand->pid == 0)
        return;
    close(hand->from);
    waitpid(hand->pid, NULL, 0);
    hand->pid = 0;
}

struct jobs *jobs_open(int count, uint64_t seed, long seeds, jobs_play *play, const void *self)
{
    struct jobs *jobs = calloc(1, sizeof *jobs);
    if (!jobs)
        BUG("out of memory");
    jobs->count = count < 1 ? 1 : count > JOBS_MOST ? JOBS_MOST : count;
    jobs->seed = seed;
    jobs->seeds = seeds;
    jobs->play = play;
    jobs->self = self;
    for (int i = 0; i < jobs->count && jobs->count > 1; i++)
        hand_begin(jobs, i);
    return jobs;
}

void jobs_take(struct jobs *jobs, struct played *played)
{
    const long index = jobs->next++;
    struct hand *hand = &jobs->hand[index % jobs->count];
    if (jobs->count == 1) {
        jobs->play(jobs->self, jobs->seed + (uint64_t)index, played);
        return;
    }
    if (bytes_read(hand->from, played, offsetof(struct played, lines)) &&
        (played->report.violations == 0 || bytes_read(hand->from, played->lines, sizeof played->lines)))
        return;
    *played = (struct played){.died = true, .report.violations = 1};
    TEXT_PUT(played->report.why, "the process died of it: its last words stand above");
    hand_end(hand);
    hand_begin(jobs, index + jobs->count);
}

void jobs_close(struct jobs **pointer)
{
    struct jobs *jobs = *pointer;
    *pointer = NULL;
    for (int i = 0; i < jobs->count; i++) {
        if (jobs->hand[i].pid > 0 && jobs->next < jobs->seeds)
            kill(jobs->hand[i].pid, SIGKILL);
        hand_end(&jobs->hand[i]);
    }
    free(jobs);
}
