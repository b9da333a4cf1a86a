/* One thread, two sockets and a timer: it never spins, or it would take the processor from those it measures. */
#include "services/ctl/bench_load.h"

#include <stdlib.h>
#include <string.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "base/civil.h"
#include "base/text.h"
#include "proto/common.h"
#include "wire/envelope.h"

#define NS_SECOND INT64_C(1000000000)
#define REPEAT_NS (5 * NS_SECOND)
#define GIVE_UP_NS (30 * NS_SECOND) /* nothing heard for so long */
#define FEED_WAIT_MS 1000

/* One booking. */
struct sent {
    int64_t at;    /* monotonic ns from which its latency counts; 0: not sent yet */
    int64_t again; /* when it is sent again unless it is answered before */
    bool answered, done, noticed;
};

struct load {
    struct ctl *ctl;
    const struct load_plan *plan;
    const struct ground *ground;
    struct load_result *result;
    struct client *clients[2]; /* booking, and notification where notices are awaited */
    struct sent *sent;
    int64_t next, oldest; /* the next to be sent; the first that may be unanswered */
    int64_t began, heard;
    int64_t answered;
    int timer;
    char feed[65];
    int64_t after; /* read so far of the feed */
    int64_t asked; /* when the fetch under way was sent; 0 none */
    int code;
};

static int64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * NS_SECOND + now.tv_nsec;
}

/* ---- sending ---- */

static uint64_t scatter(uint64_t number)
{
    number = (number ^ (number >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    number = (number ^ (number >> 27)) * UINT64_C(0x94d049bb133111eb);
    return number ^ (number >> 31);
}

/* The number stands at the end of an id, whatever is before it. */
static void booking_name(const struct load *load, int64_t number, char id[65])
{
    const char *run = load->ground->run;
    if (load->plan->random)
        text_format(id, 65, "%016llx-%s-%08lld", (unsigned long long)scatter((uint64_t)number + 1), run,
                    (long long)number);
    else
        text_format(id, 65, "%s-%08lld", run, (long long)number);
}

/* The number of a booking of this run; -1 of another one. */
static int64_t booking_number(const struct load *load, const char *id)
{
    const char *mark = strrchr(id, '-');
    int64_t number;
    if (!mark || !strstr(id, load->ground->run) || text_to_int(mark + 1, &number) != 0 || number >= load->next)
        return -1;
    return number;
}

static void booking_send(struct load *load, int64_t number, int64_t at)
{
    struct envelope envelope = {.time = ctl_wall_ms()};
    struct booking_create create = {0};
    struct error error = {{0}};
    booking_name(load, number, envelope.id);
    TEXT_PUT(envelope.source, "bench");
    TEXT_PUT(envelope.actorid, "bench");
    TEXT_PUT(envelope.actorrole, "partner");
    ground_wish(load->ground, number, &create);
    TEXT_PUT(create.source_ref, envelope.id);
    if (!load->sent[number].at)
        load->sent[number].at = at;
    load->sent[number].again = at + REPEAT_NS;
    if (client_send(load->clients[0], &envelope, MSG_booking_create, &create, &error) != 0)
        load->code = ctl_say(load->ctl, CTL_UNREACHABLE, "booking: %s", error.text);
}

static int64_t due_at(const struct load *load, int64_t number)
{
    return load->plan->rate ? load->began + number * NS_SECOND / load->plan->rate : load->began;
}

static bool may_send(const struct load *load, int64_t now)
{
    return !load->code && load->next < load->plan->count && load->next - load->answered < load->plan->flight &&
           due_at(load, load->next) <= now;
}

static void send_new(struct load *load)
{
    for (int64_t now = now_ns(); may_send(load, now); now = now_ns()) {
        booking_send(load, load->next, load->plan->rate ? due_at(load, load->next) : now);
        load->next++;
    }
}

static void send_again(struct load *load)
{
    const int64_t now = now_ns();
    while (load->oldest < load->next && load->sent[load->oldest].answered)
        load->oldest++;
    if (load->oldest == load->next || load->sent[load->oldest].again > now)
        return;
    for (int64_t number = load->oldest; number < load->next && !load->code; number++) {
        if (load->sent[number].answered || load->sent[number].again > now)
            continue;
        load->result->repeated++;
        booking_send(load, number, now);
    }
}

/* ---- answers ---- */

static bool is_transient(const struct answer *answer)
{
    return text_same(answer->outcome, "overloaded") || text_same(answer->outcome, "trouble");
}

static void refused_note(struct load *load, const struct answer *answer)
{
    if (load->result->refused++ == 0)
        ctl_say(load->ctl, CTL_REFUSED, "the first that is refused: %s %s: %s", answer->outcome, answer->code,
                answer->detail);
}

static void answer_take(struct load *load, const struct reply *reply)
{
    const int64_t number = booking_number(load, reply->envelope.causationid), now = now_ns();
    const struct answer *answer = reply->body;
    if (reply->type != MSG_answer || number < 0 || load->sent[number].answered || is_transient(answer))
        return;
    struct sent *sent = &load->sent[number];
    sent->answered = true;
    sent->done = text_same(answer->outcome, "done");
    load->answered++;
    load->heard = now;
    load->result->seconds = (double)(now - load->began) / 1e9;
    times_add(&load->result->answers, now - sent->at);
    if (sent->done)
        load->result->done++;
    else
        refused_note(load, answer);
}

/* ---- notices ---- */

static void feed_ask(struct load *load, int wait_ms)
{
    struct fetch fetch = {.streams.count = 1, .max_bytes = 262144, .wait_ms = wait_ms};
    struct envelope envelope;
    struct error error = {{0}};
    TEXT_PUT(fetch.streams.at[0].name, load->feed);
    fetch.streams.at[0].after = load->after;
    ctl_envelope(load->ctl, &envelope);
    load->asked = now_ns();
    if (client_send(load->clients[1], &envelope, MSG_fetch, &fetch, &error) != 0)
        load->code = ctl_say(load->ctl, CTL_UNREACHABLE, "notification: %s", error.text);
}

/* A notice is known by the command that it came of. */
static void notice_take(struct load *load, const struct fetched_event *event, int64_t now)
{
    struct envelope envelope;
    struct flaw flaw;
    if (envelope_decode(&envelope, event->header.data, event->header.size, &flaw) != 0)
        return;
    load->after = envelope.sequence;
    const int64_t number = booking_number(load, envelope.correlationid);
    if (number < 0 || load->sent[number].noticed)
        return;
    load->sent[number].noticed = true;
    load->result->noticed++;
    load->heard = now;
    times_add(&load->result->notices, now - load->sent[number].at);
}

static void feed_take(struct load *load, const struct reply *reply)
{
    const int64_t now = now_ns();
    const struct fetched *fetched = reply->body;
    if (reply->type != MSG_fetched)
        return;
    for (uint32_t i = 0; i < fetched->events.count; i++)
        notice_take(load, &fetched->events.at[i], now);
    load->asked = 0;
}

/* Where the feed ends before the run. */
static int feed_open(struct load *load)
{
    struct fetch fetch = {.streams.count = 1, .max_events = 1};
    struct reply reply;
    TEXT_PUT(load->feed, "feed." GROUND_READER);
    TEXT_PUT(fetch.streams.at[0].name, load->feed);
    const int code = ctl_ask(load->ctl, ctl_service(load->ctl, "notification"), MSG_fetch, &fetch, &reply);
    if (code || ctl_expect(load->ctl, &reply, MSG_fetched))
        return code ? code : CTL_REFUSED;
    load->after = ((const struct fetched *)reply.body)->streams.at[0].last;
    return 0;
}

/* ---- the run ---- */

static bool is_over(struct load *load)
{
    if (load->code)
        return true;
    if (load->answered == load->plan->count && (!load->plan->notices || load->result->noticed >= load->result->done))
        return true;
    if (now_ns() - load->heard < GIVE_UP_NS)
        return false;
    load->code = ctl_say(load->ctl, CTL_UNREACHABLE, "%lld bookings are unanswered and %lld without a notice",
                         (long long)(load->plan->count - load->answered),
                         load->plan->notices ? (long long)(load->result->done - load->result->noticed) : 0LL);
    return true;
}

static void timer_set(const struct load *load)
{
    const bool waits_for_time =
        load->plan->rate && load->next < load->plan->count && load->next - load->answered < load->plan->flight;
    const int64_t due = waits_for_time ? due_at(load, load->next) : 0;
    const struct itimerspec at = {.it_value = {.tv_sec = due / NS_SECOND, .tv_nsec = due % NS_SECOND}};
    timerfd_settime(load->timer, TFD_TIMER_ABSTIME, &at, NULL);
}

static void receive_all(struct load *load, int which)
{
    struct reply reply;
    struct error error = {{0}};
    int got;
    while (load->clients[which] && (got = client_receive(load->clients[which], 0, &reply, &error)) != 0) {
        if (got < 0)
            load->code = ctl_say(load->ctl, CTL_REFUSED, "%s", error.text);
        else if (which == 0)
            answer_take(load, &reply);
        else
            feed_take(load, &reply);
        if (got < 0)
            return;
    }
}

static void turn(struct load *load)
{
    send_new(load);
    send_again(load);
    if (load->clients[1] && (!load->asked || now_ns() - load->asked > REPEAT_NS))
        feed_ask(load, FEED_WAIT_MS);
    timer_set(load);
    client_wait(load->clients, 2, load->timer, 100);
    receive_all(load, 0);
    receive_all(load, 1);
}

static int load_open(struct load *load)
{
    struct ctl_service *booking = ctl_service(load->ctl, "booking"),
                       *notification = ctl_service(load->ctl, "notification");
    const size_t count = (size_t)load->plan->count + 1;
    load->sent = calloc(count, sizeof *load->sent);
    load->timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    if (!load->sent || load->timer < 0 || times_open(&load->result->answers, load->plan->count) != 0 ||
        times_open(&load->result->notices, load->plan->count) != 0)
        return ctl_say(load->ctl, CTL_REFUSED, "out of memory");
    load->clients[0] = booking->client;
    if (!load->plan->notices)
        return 0;
    const int failed = feed_open(load);
    load->clients[1] = failed ? NULL : notification->client;
    return failed;
}

int load_run(struct ctl *ctl, const struct load_plan *plan, const struct ground *ground, struct load_result *result)
{
    struct load load = {.ctl = ctl, .plan = plan, .ground = ground, .result = result, .timer = -1};
    *result = (struct load_result){0};
    load.code = load_open(&load);
    load.began = load.heard = now_ns();
    while (!is_over(&load))
        turn(&load);
    free(load.sent);
    if (load.timer >= 0)
        close(load.timer);
    times_sort(&result->answers);
    times_sort(&result->notices);
    return load.code;
}
