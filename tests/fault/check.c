/* The looking half. All it knows it asks over the request endpoints: streams by fetch, objects by list. */
#include "load.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/civil.h"
#include "base/text.h"
#include "bus/client.h"
#include "wire/envelope.h"

#include "proto/booking.h"
#include "proto/common.h"
#include "proto/matching.h"
#include "proto/notification.h"

#include "names.h"

#define ASK_MS 10000
#define RULE "booking-requested" /* of notification's builtin rules */

struct look {
    const char *data;
    struct client *booking, *matching, *notification;
    int asked, faults;
    bool ordered;
    struct names acked;      /* bookings that were acknowledged */
    struct names listed;     /* bookings that booking has */
    struct names refs;       /* their source numbers */
    struct names requested;  /* bookings of booking.requested, in order of the stream */
    struct names planned;    /* bookings of the first visit.planned, in order of the stream */
    struct names unfillable; /* bookings of match.unfillable so far */
    struct names visits;     /* bookings of matching's visits */
    struct names notices;    /* "reader booking" of the notices of booking.requested */
};

__attribute__((format(printf, 2, 3))) static void fault(struct look *look, const char *format, ...)
{
    va_list rest;
    va_start(rest, format);
    vfprintf(stderr, format, rest);
    va_end(rest);
    fputc('\n', stderr);
    look->faults++;
}

static struct client *service_open(struct look *look, const char *name)
{
    char endpoint[300];
    struct error error = {{0}};
    TEXT_FORMAT(endpoint, "ipc://%s/run/%s.request", look->data, name);
    struct client *client = client_open(endpoint, NULL, NULL, &error);
    if (!client)
        fault(look, "%s: %s", name, error.text);
    return client;
}

/* Asks; the body of an answer of that type, or NULL after saying why. */
static const void *ask(struct look *look, struct client *client, enum message_type type, const void *question,
                       enum message_type wanted)
{
    struct envelope envelope = {.time = 1};
    struct reply reply;
    struct error error = {{0}};
    TEXT_FORMAT(envelope.id, "check-%d", ++look->asked);
    TEXT_PUT(envelope.source, "check");
    TEXT_PUT(envelope.actorid, "check");
    TEXT_PUT(envelope.actorrole, type == MSG_visit_list || type == MSG_booking_list ? "manager" : "operator");
    const int got = client_ask(client, &envelope, type, question, ASK_MS, &reply, &error);
    if (got == 1 && reply.type == wanted)
        return reply.body;
    if (got == 1 && reply.type == MSG_answer) {
        const struct answer *answer = reply.body;
        error_set(&error, "%s %s: %s", answer->outcome, answer->code, answer->detail);
    }
    fault(look, "%s: %s", message_of(type)->type_name, got == 0 ? "no answer" : error.text);
    return NULL;
}

/* ---- what was acknowledged ---- */

static void read_acked(struct look *look, const char *path)
{
    char booking[65];
    FILE *file = fopen(path, "re");
    if (!file) {
        fault(look, "%s cannot be read", path);
        return;
    }
    while (fscanf(file, "%*s %64s %*s %*s", booking) == 1)
        names_add(&look->acked, booking);
    fclose(file);
}

/* ---- lists ---- */

static void read_bookings(struct look *look)
{
    struct booking_list list = {0};
    const struct booking_list_answer *page;
    do {
        page = ask(look, look->booking, MSG_booking_list, &list, MSG_booking_list_answer);
        for (uint32_t i = 0; page && i < page->rows.count; i++) {
            names_add(&look->listed, page->rows.at[i].booking);
            names_add(&look->refs, page->rows.at[i].source_ref);
        }
        TEXT_PUT(list.after, page ? page->next : "");
    } while (list.after[0]);
}

static void read_visits(struct look *look)
{
    struct visit_list list = {0};
    const struct visit_list_answer *page;
    do {
        page = ask(look, look->matching, MSG_visit_list, &list, MSG_visit_list_answer);
        for (uint32_t i = 0; page && i < page->rows.count; i++)
            names_add(&look->visits, page->rows.at[i].booking);
        TEXT_PUT(list.after, page ? page->next : "");
    } while (list.after[0]);
}

static void add_notice(struct look *look, const struct notice_row *row)
{
    char name[NAME_SIZE];
    if (!text_same(row->rule, RULE))
        return;
    TEXT_FORMAT(name, "%s %s", row->reader, row->about);
    names_add(&look->notices, name);
}

static void read_notices(struct look *look)
{
    struct notice_list list = {0};
    const struct notice_list_answer *page;
    do {
        page = ask(look, look->notification, MSG_notice_list, &list, MSG_notice_list_answer);
        for (uint32_t i = 0; page && i < page->rows.count; i++)
            add_notice(look, &page->rows.at[i]);
        TEXT_PUT(list.after, page ? page->next : "");
    } while (list.after[0]);
}

/* ---- streams ---- */

static bool is_among(const struct names *names, const char *name)
{
    for (size_t i = 0; i < names->count; i++)
        if (text_same(names->at[i], name))
            return true;
    return false;
}

/* What nobody could do is planned anew when somebody may (D2 row 7): what is compared is its first plan. */
static void add_planned(struct look *look, const char *booking, struct names *to)
{
    if (!is_among(&look->unfillable, booking))
        names_add(to, booking);
}

/* The booking that an event is about, if it is of that type. */
static void add_event(struct look *look, const struct fetched_event *event, enum message_type type, struct names *to)
{
    union {
        struct booking_requested requested;
        struct visit_planned planned;
        struct match_unfillable unfillable;
    } body;
    struct envelope envelope;
    struct flaw flaw;
    if (envelope_decode(&envelope, event->header.data, event->header.size, &flaw) != 0) {
        fault(look, "an event's header: %s %s", flaw.code, flaw.field);
        return;
    }
    if (type == MSG_visit_planned && text_same(envelope.type, "match.unfillable") &&
        codec_decode(message_of(MSG_match_unfillable)->shape, event->data.data, event->data.size, &body, &flaw) == 0)
        names_add(&look->unfillable, body.unfillable.booking);
    if (!text_same(envelope.type, message_of(type)->type_name))
        return;
    if (codec_decode(message_of(type)->shape, event->data.data, event->data.size, &body, &flaw) != 0)
        fault(look, "%s: %s %s", envelope.type, flaw.code, flaw.field);
    else if (type == MSG_booking_requested)
        names_add(to, body.requested.booking);
    else
        add_planned(look, body.planned.booking, to);
}

static void read_stream(struct look *look, struct client *client, const char *name, enum message_type type,
                        struct names *to)
{
    struct fetch fetch = {.streams.count = 1, .max_bytes = 262144};
    struct fetch_position *position = &fetch.streams.at[0];
    const struct fetched *page;
    TEXT_PUT(position->name, name);
    do {
        page = ask(look, client, MSG_fetch, &fetch, MSG_fetched);
        for (uint32_t i = 0; page && i < page->events.count; i++)
            add_event(look, &page->events.at[i], type, to);
        position->after += page ? page->events.count : 0;
    } while (page && page->events.count);
}

/* ---- comparing ---- */

static void same_order(struct look *look)
{
    for (size_t i = 0; i < look->requested.count && i < look->planned.count; i++)
        if (!text_same(look->requested.at[i], look->planned.at[i])) {
            fault(look, "order: event %zu of booking is of %s, matching planned %s then", i + 1, look->requested.at[i],
                  look->planned.at[i]);
            return;
        }
}

static void once(struct look *look, const char *what, struct names *names)
{
    names_sort(names);
    const char *twice = names_twice(names);
    if (twice)
        fault(look, "%s: %s is there twice", what, twice);
}

static void within(struct look *look, const char *what, const struct names *some, const struct names *all)
{
    const char *missing = names_missing(some, all);
    if (missing)
        fault(look, "%s: %s is missing", what, missing);
}

/* Both ways: each list has all of the other. */
static void same(struct look *look, const char *what, const struct names *some, const struct names *others)
{
    within(look, what, some, others);
    within(look, what, others, some);
}

static void compare(struct look *look, int readers)
{
    if (look->ordered)
        same_order(look);
    once(look, "acknowledged bookings", &look->acked);
    once(look, "bookings", &look->listed);
    once(look, "source numbers", &look->refs);
    once(look, "booking.requested", &look->requested);
    once(look, "visit.planned", &look->planned);
    once(look, "visits of bookings", &look->visits);
    once(look, "notices", &look->notices);
    within(look, "an acknowledged booking", &look->acked, &look->listed);
    same(look, "a booking or its event", &look->listed, &look->requested);
    same(look, "an event or its plan", &look->requested, &look->planned);
    same(look, "a booking or its visit", &look->requested, &look->visits);
    if (look->notices.count != look->requested.count * (size_t)readers)
        fault(look, "%zu notices of %zu bookings to %d readers", look->notices.count, look->requested.count, readers);
}

static void look_close(struct look *look)
{
    struct names *all[] = {&look->acked,   &look->listed,     &look->refs,   &look->requested,
                           &look->planned, &look->unfillable, &look->visits, &look->notices};
    client_close(&look->booking);
    client_close(&look->matching);
    client_close(&look->notification);
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        names_free(all[i]);
}

int load_check(const char *data, const char *file, int readers, bool ordered)
{
    struct look look = {.data = data, .ordered = ordered};
    look.booking = service_open(&look, "booking");
    look.matching = service_open(&look, "matching");
    look.notification = service_open(&look, "notification");
    if (!look.faults) {
        read_acked(&look, file);
        read_bookings(&look);
        read_visits(&look);
        read_notices(&look);
        read_stream(&look, look.booking, "booking", MSG_booking_requested, &look.requested);
        read_stream(&look, look.matching, "matching", MSG_visit_planned, &look.planned);
        compare(&look, readers);
        printf("%zu acknowledged, %zu bookings, %zu visits, %zu notices, %d faults\n", look.acked.count,
               look.listed.count, look.visits.count, look.notices.count, look.faults);
    }
    const int faults = look.faults;
    look_close(&look);
    return faults ? -1 : 0;
}
