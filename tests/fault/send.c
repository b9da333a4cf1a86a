/* The sending half: an outside system that repeats what is not answered, always with the same id and the same body. */
#include "load.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/civil.h"
#include "base/text.h"
#include "bus/client.h"

#include "proto/booking.h"
#include "proto/common.h"

#define WINDOW_MAX 256
#define HOUSEHOLDS 60 /* as setup.sh registers them */
#define SLOTS_A_DAY 4
#define REPEAT_MS 1000 /* unanswered for so long: sent again */

struct flight {
    int number;         /* of the booking, from 1; 0: the place is free */
    int64_t sent, time; /* monotonic: last; of the first, as every repeat tells it: derived ids are made of it */
};

struct sender {
    const struct load_plan *plan;
    struct client *client;
    FILE *file;
    struct flight flight[WINDOW_MAX];
    int64_t first_day; /* 00:00 of the first day that is booked, local time */
    int64_t began;
    int wanted; /* INT_MAX until it is told that it is enough, when the plan has no number */
    int next, done, repeated, refused;
};

static int64_t clock_ms(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return now.tv_sec * MS_SECOND + now.tv_nsec / 1000000;
}

/* Booking `number`: the households take turns, each takes its slots in order, so that no two overlap. */
static int64_t start_of(const struct sender *sender, int number)
{
    const int slot = (number - 1) / HOUSEHOLDS;
    return sender->first_day + slot / SLOTS_A_DAY * MS_DAY + 8 * MS_HOUR + slot % SLOTS_A_DAY * 150 * MS_MINUTE;
}

static void wish_fill(int number, int64_t start, struct booking_create *create)
{
    TEXT_PUT(create->service, "HH-01");
    TEXT_FORMAT(create->household, "H-%02d", (number - 1) % HOUSEHOLDS + 1);
    TEXT_FORMAT(create->source_ref, "ref-%06d", number);
    TEXT_PUT(create->station, "ST1");
    create->start = start;
}

static void header_fill(int number, int64_t time, struct envelope *envelope)
{
    *envelope = (struct envelope){.time = time};
    TEXT_PUT(envelope->source, LOAD_SOURCE);
    TEXT_PUT(envelope->actorid, LOAD_SOURCE);
    TEXT_PUT(envelope->actorrole, "partner");
    TEXT_FORMAT(envelope->id, "load-%06d", number);
}

static void booking_send(struct sender *sender, struct flight *flight)
{
    struct envelope envelope;
    struct booking_create create = {0};
    struct error error = {{0}};
    header_fill(flight->number, flight->time, &envelope);
    wish_fill(flight->number, start_of(sender, flight->number), &create);
    flight->sent = clock_ms(CLOCK_MONOTONIC);
    if (client_send(sender->client, &envelope, MSG_booking_create, &create, &error) != 0)
        fprintf(stderr, "load: %s: %s\n", envelope.id, error.text); /* it is repeated */
}

static bool next_is_due(const struct sender *sender)
{
    const struct load_plan *plan = sender->plan;
    const int64_t passed = clock_ms(CLOCK_MONOTONIC) - sender->began;
    return sender->next < sender->wanted && (plan->rate == 0 || sender->next < passed * plan->rate / MS_SECOND);
}

static void flights_start(struct sender *sender)
{
    for (int i = 0; i < sender->plan->window && next_is_due(sender); i++) {
        if (sender->flight[i].number)
            continue;
        sender->flight[i] = (struct flight){.number = ++sender->next, .time = clock_ms(CLOCK_REALTIME)};
        booking_send(sender, &sender->flight[i]);
    }
}

static void flights_repeat(struct sender *sender)
{
    for (int i = 0; i < sender->plan->window; i++) {
        struct flight *flight = &sender->flight[i];
        if (!flight->number || clock_ms(CLOCK_MONOTONIC) - flight->sent < REPEAT_MS)
            continue;
        sender->repeated++;
        booking_send(sender, flight);
    }
}

/* An answer that asks to try again leaves the flight as it is: it is repeated in a second. */
static void answer_take(struct sender *sender, struct flight *flight, const struct answer *answer)
{
    if (text_same(answer->outcome, "overloaded") || text_same(answer->outcome, "trouble"))
        return;
    if (text_same(answer->outcome, "done")) {
        fprintf(sender->file, "load-%06d %s %lld %lld\n", flight->number, answer->subject, (long long)flight->time,
                (long long)start_of(sender, flight->number));
        fflush(sender->file);
    } else {
        sender->refused++;
        fprintf(stderr, "load-%06d: %s %s %s\n", flight->number, answer->outcome, answer->code, answer->detail);
    }
    sender->done++;
    flight->number = 0;
}

static void answers_take(struct sender *sender)
{
    struct reply reply;
    struct error error = {{0}};
    int got;
    for (int wait = 10; (got = client_receive(sender->client, wait, &reply, &error)) == 1; wait = 0) {
        int number = 0;
        if (reply.type == MSG_answer && sscanf(reply.envelope.causationid, "load-%d", &number) == 1)
            for (int i = 0; i < sender->plan->window; i++)
                if (sender->flight[i].number == number)
                    answer_take(sender, &sender->flight[i], reply.body);
    }
    if (got < 0)
        fprintf(stderr, "load: %s\n", error.text);
}

/* Without a number it goes on until somebody makes the file that says enough; what is under way is still waited for. */
static void enough_look(struct sender *sender)
{
    char path[4096];
    TEXT_FORMAT(path, "%s.enough", sender->plan->file);
    if (sender->wanted == INT_MAX && access(path, F_OK) == 0)
        sender->wanted = sender->next;
}

static int run(struct sender *sender)
{
    const struct load_plan *plan = sender->plan;
    const int64_t now = clock_ms(CLOCK_REALTIME);
    sender->began = clock_ms(CLOCK_MONOTONIC);
    sender->first_day = now - civil_minute_of_day(now) * MS_MINUTE - now % MS_MINUTE + 2 * MS_DAY;
    sender->wanted = plan->wanted ? plan->wanted : INT_MAX;
    while (sender->done < sender->wanted) {
        if (clock_ms(CLOCK_MONOTONIC) - sender->began > plan->seconds * MS_SECOND)
            break;
        enough_look(sender);
        flights_start(sender);
        flights_repeat(sender);
        answers_take(sender);
    }
    const double seconds = (double)(clock_ms(CLOCK_MONOTONIC) - sender->began) / 1000.0;
    printf("%d of %d acknowledged, %d repeated, %d refused, %.1f s\n", sender->done - sender->refused, sender->next,
           sender->repeated, sender->refused, seconds);
    return sender->done == sender->wanted && sender->refused == 0 ? 0 : -1;
}

int load_send(const struct load_plan *plan)
{
    struct error error = {{0}};
    struct sender sender = {.plan = plan, .file = fopen(plan->file, "we")};
    int result = -1;
    sender.client = client_open(plan->endpoint, NULL, NULL, &error);
    if (plan->window < 1 || plan->window > WINDOW_MAX)
        fprintf(stderr, "load: a window of 1 to %d\n", WINDOW_MAX);
    else if (!sender.file || !sender.client)
        fprintf(stderr, "load: %s%s\n", sender.file ? "" : plan->file, error.text);
    else
        result = run(&sender);
    client_close(&sender.client);
    if (sender.file)
        fclose(sender.file);
    return result;
}

/* ---- repeating ---- */

/* Asks until it is answered otherwise than with "again"; 0 when that is the booking. */
static int line_repeat(struct client *client, int number, const char *booking, int64_t time, int64_t start)
{
    struct booking_create create = {0};
    struct envelope envelope;
    struct reply reply;
    struct error error = {{0}};
    header_fill(number, time, &envelope);
    wish_fill(number, start, &create);
    for (int tries = 0; tries < 30; tries++) {
        int got = client_ask(client, &envelope, MSG_booking_create, &create, REPEAT_MS, &reply, &error);
        const struct answer *answer = got == 1 && reply.type == MSG_answer ? reply.body : NULL;
        if (!answer || text_same(answer->outcome, "overloaded") || text_same(answer->outcome, "trouble"))
            continue;
        if (text_same(answer->outcome, "done") && text_same(answer->subject, booking))
            return 0;
        fprintf(stderr, "load-%06d was %s, is %s %s %s\n", number, booking, answer->outcome, answer->code,
                answer->subject);
        return -1;
    }
    fprintf(stderr, "load-%06d is not answered\n", number);
    return -1;
}

static int lines_repeat(struct client *client, FILE *file, int skip)
{
    char booking[65];
    long long time, start;
    int number, seen = 0, wrong = 0;
    while (fscanf(file, "load-%d %64s %lld %lld ", &number, booking, &time, &start) == 4)
        if (++seen > skip && line_repeat(client, number, booking, time, start) != 0)
            wrong++;
    printf("%d repeated, %d answered otherwise than before\n", seen > skip ? seen - skip : 0, wrong);
    return wrong ? -1 : 0;
}

int load_repeat(const char *endpoint, const char *file, int skip)
{
    struct error error = {{0}};
    FILE *lines = fopen(file, "re");
    struct client *client = lines ? client_open(endpoint, NULL, NULL, &error) : NULL;
    int result = -1;
    if (client)
        result = lines_repeat(client, lines, skip);
    else
        fprintf(stderr, "load: %s%s\n", lines ? "" : file, error.text);
    client_close(&client);
    if (lines)
        fclose(lines);
    return result;
}
