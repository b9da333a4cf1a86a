/* The workers are told of their visits by matching's stream, clients of what they are asked by booking's, trainees of
 * their seats by training's, and plan what they will do. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "services/ctl/demo.h"
#include "wire/envelope.h"

int demo_deed_add(struct demo *demo, struct demo_deed deed)
{
    if (deed.kind == DEED_NONE)
        return 0;
    if (demo->deeds_count == demo->deeds_room) {
        int room = demo->deeds_room ? demo->deeds_room * 2 : 256;
        struct demo_deed *more = realloc(demo->deeds, (size_t)room * sizeof *more);
        if (!more)
            return -1;
        demo->deeds = more;
        demo->deeds_room = room;
    }
    demo->deeds[demo->deeds_count++] = deed;
    return 0;
}

static int deed_before(const struct demo *demo, const struct demo_deed *a, const struct demo_deed *b)
{
    if (a->at != b->at)
        return a->at < b->at;
    if (a->kind != b->kind)
        return a->kind < b->kind;
    return strcmp(demo->visits[a->visit].key, demo->visits[b->visit].key) < 0;
}

int demo_deed_first(const struct demo *demo)
{
    int first = -1;
    for (int i = 0; i < demo->deeds_count; i++)
        if (first < 0 || deed_before(demo, &demo->deeds[i], &demo->deeds[first]))
            first = i;
    return first;
}

struct demo_visit *demo_visit_of(struct demo *demo, int index)
{
    return &demo->visits[index];
}

static int visit_index(const struct demo *demo, const char *id)
{
    for (int i = demo->visits_count - 1; i >= 0; i--)
        if (text_same(demo->visits[i].id, id))
            return i;
    return -1;
}

static int visit_add(struct demo *demo, const struct visit_planned *planned)
{
    if (visit_index(demo, planned->visit) >= 0)
        return 0; /* planned once more after it was unfilled */
    if (demo->visits_count == demo->visits_room) {
        int room = demo->visits_room ? demo->visits_room * 2 : 1024;
        struct demo_visit *more = realloc(demo->visits, (size_t)room * sizeof *more);
        if (!more)
            return -1;
        demo->visits = more;
        demo->visits_room = room;
    }
    struct demo_visit *visit = &demo->visits[demo->visits_count++];
    *visit = (struct demo_visit){.start = planned->start, .end = planned->end};
    TEXT_PUT(visit->id, planned->visit);
    TEXT_PUT(visit->booking, planned->booking);
    TEXT_PUT(visit->household, planned->household);
    TEXT_PUT(visit->station, planned->station);
    TEXT_PUT(visit->service, planned->service);
    visit->goes_along = planned->lead[0];
    TEXT_FORMAT(visit->key, "%s/%lld/%s%s", planned->household, (long long)planned->start, planned->service,
                visit->goes_along ? "/+" : "");
    return 0;
}

static int on_offered(struct demo *demo, const struct visit_offered *offered)
{
    int index = visit_index(demo, offered->visit);
    TEXT_PUT(demo->visits[index].worker, offered->worker);
    return demo_deed_add(demo, worker_on_offer(demo->seed, &demo->visits[index], index, demo->desk.now));
}

static int on_assigned(struct demo *demo, const struct visit_assigned *assigned)
{
    int index = visit_index(demo, assigned->visit);
    struct demo_visit *visit = &demo->visits[index];
    bool first = !visit->assigned_once;
    TEXT_PUT(visit->worker, assigned->worker);
    visit->acked = false;
    visit->risk[0] = '\0';
    demo->counts.assigned += first;
    visit->assigned_once = true;
    if (demo_deed_add(demo, worker_on_assigned(demo->seed, visit, index, demo->desk.now)) != 0)
        return -1;
    return demo_deed_add(demo, worker_at_door(demo->seed, visit, index, DOOR_OPENS));
}

static void on_missed(struct demo *demo, struct demo_visit *visit)
{
    demo->counts.missed++;
    demo->missing -= visit->over && demo->missing > 0; /* one that was chosen */
    visit->over = true;
}

static void on_unfillable(struct demo *demo, const struct match_unfillable *event)
{
    demo->counts.unfilled++;
    for (uint32_t i = 0; i < event->reasons.count; i++)
        demo_reason_add(&demo->nobody, event->reasons.at[i].reason, event->reasons.at[i].workers);
}

static int on_event(struct demo *demo, const struct envelope *envelope, const void *body)
{
    const struct visit_planned *any = body; /* every visit event begins with the same facts */
    int index = text_starts(envelope->type, "visit.") || text_starts(envelope->type, "match.")
                    ? visit_index(demo, any->visit)
                    : -1;
    if (text_same(envelope->type, "visit.planned"))
        return visit_add(demo, body);
    if (index < 0)
        return 0;
    if (text_same(envelope->type, "visit.offered"))
        return on_offered(demo, body);
    if (text_same(envelope->type, "visit.assigned"))
        return on_assigned(demo, body);
    if (text_same(envelope->type, "visit.at_risk"))
        TEXT_PUT(demo->visits[index].risk, ((const struct visit_at_risk *)body)->reason);
    if (text_same(envelope->type, "visit.recovered"))
        demo->visits[index].risk[0] = '\0';
    if (text_same(envelope->type, "visit.acked")) {
        demo->visits[index].acked = true;
        return demo_on_acked(demo, index);
    }
    if (text_same(envelope->type, "visit.missed_by_worker"))
        on_missed(demo, &demo->visits[index]);
    if (text_same(envelope->type, "visit.unverified"))
        return demo_deed_add(demo, desk_on_unverified(&demo->visits[index], index, demo->desk.now));
    if (text_same(envelope->type, "match.unfillable"))
        on_unfillable(demo, body);
    if (text_same(envelope->type, "visit.client_no_show"))
        demo->counts.no_shows++;
    if (text_same(envelope->type, "visit.cancelled") || text_same(envelope->type, "visit.client_no_show"))
        demo->visits[index].over = true;
    return 0;
}

static int on_asked(struct demo *demo, const struct booking_confirm_asked *asked)
{
    int index = visit_index(demo, asked->visit);
    if (index < 0)
        return 0;
    struct demo_visit visit = demo->visits[index];
    TEXT_PUT(visit.worker, asked->worker);
    return demo_deed_add(demo, client_on_asked(demo->seed, &visit, index, demo->desk.now, asked->confirm_by));
}

/* What clients are asked, before and after; the visit was planned before, and matching's stream is read first. */
static int on_booking(struct demo *demo, const struct envelope *envelope, const void *body)
{
    if (text_same(envelope->type, "booking.confirm_asked"))
        return on_asked(demo, body);
    if (!text_same(envelope->type, "booking.completed"))
        return 0;
    const struct booking_completed *completed = body;
    int index = demo_visit_of_booking(demo, completed->booking);
    return index < 0 || text_same(completed->outcome, "missed") ? 0 : demo_on_completed(demo, index);
}

/* A stream that the demo follows, as far as it was read, and what is done with its events. */
struct told {
    enum desk_service service;
    const char *stream;
    int64_t *read;
    int (*on)(struct demo *demo, const struct envelope *envelope, const void *body); /* NULL: they are only counted */
};

static int on_fetched(struct demo *demo, const struct told *told, const struct fetched *fetched, struct error *error)
{
    void *body = malloc(WIRE_DATA_MAX);
    struct envelope envelope;
    struct flaw flaw;
    int result = body ? 0 : -1;
    for (uint32_t i = 0; result == 0 && i < fetched->events.count; i++) {
        const struct fetched_event *event = &fetched->events.at[i];
        if (envelope_decode(&envelope, event->header.data, event->header.size, &flaw) != 0) {
            result = error_set(error, "%s: a header cannot be read: %s", told->stream, flaw.why.text);
            break;
        }
        const struct message *message = message_find(envelope.type);
        if (!message || codec_decode(message->shape, event->data.data, event->data.size, body, &flaw) != 0)
            result =
                error_set(error, "%s: %s cannot be read: %s %s", told->stream, envelope.type, flaw.code, flaw.field);
        else if (told->on)
            result = told->on(demo, &envelope, body);
        if (result == 0 && message)
            demo_tally(demo, message, body);
        *told->read = envelope.sequence;
    }
    free(body);
    return result;
}

static int stream_read(struct demo *demo, const struct told *told, struct error *error)
{
    while (*told->read < demo->desk.states[told->service].head) {
        struct fetch fetch = {.streams.count = 1};
        struct reply reply;
        TEXT_PUT(fetch.streams.at[0].name, told->stream);
        fetch.streams.at[0].after = *told->read;
        if (desk_question(&demo->desk, told->service, "operator", "demo", MSG_fetch, &fetch, &reply, error) != 0)
            return -1;
        const struct fetched *fetched = reply.body;
        if (fetched->events.count == 0)
            return error_set(error, "the stream of %s ends at %lld before its head", told->stream,
                             (long long)*told->read);
        if (on_fetched(demo, told, fetched, error) != 0)
            return -1;
    }
    return 0;
}

static int streams_read(struct demo *demo, const struct told *all, size_t count, struct error *error)
{
    for (size_t i = 0; i < count; i++)
        if (stream_read(demo, &all[i], error) != 0)
            return -1;
    return 0;
}

int demo_told_rest(struct demo *demo, struct error *error)
{
    const struct told all[] = {{DESK_ROSTER, "roster", &demo->roster_read, NULL},
                               {DESK_MEDIATION, "mediation", &demo->mediation_read, NULL}};
    return demo_told(demo, error) == 0 ? streams_read(demo, all, sizeof all / sizeof all[0], error) : -1;
}

int demo_told(struct demo *demo, struct error *error)
{
    const struct told all[] = {{DESK_MATCHING, "matching", &demo->matching_read, on_event},
                               {DESK_BOOKING, "booking", &demo->booking_read, on_booking},
                               {DESK_TRAINING, "training", &demo->training_read, demo_on_training}};
    return streams_read(demo, all, sizeof all / sizeof all[0], error);
}
