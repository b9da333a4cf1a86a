/* Workers are those of the demo (services/ctl/demo_workers.c): pure functions of the seed and of what they were told.
 * Here their deeds are commands that go on until they are answered, whatever the answer is. */
#include "folk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/text.h"
#include "services/ctl/demo_workers.h"

#define VISITS_MOST 4096

struct folk {
    struct run *run;
    struct sample *sample;
    struct demo_visit visits[VISITS_MOST];
    int place[VISITS_MOST]; /* of each */
    int visits_count;
    int64_t serial;
    bool ended;
};

/* Work for two (V11), of which the sample has little: every third booking, in one seed of four. */
static void want_company(struct sample *sample, uint64_t seed)
{
    for (int i = 0; i < sample->count && seed % 4 == 1; i += 3)
        if (sample->acts[i].type == MSG_booking_create)
            TEXT_PUT(((struct booking_create *)sample->acts[i].body)->service, "EL-03");
}

struct folk *folk_open(struct run *run)
{
    struct folk *folk = calloc(1, sizeof *folk);
    if (!folk)
        BUG("out of memory");
    folk->run = run;
    folk->sample = sample_make(run->world.seed, sample_start());
    if (!folk->sample)
        BUG("out of memory");
    want_company(folk->sample, run->world.seed);
    return folk;
}

void folk_close(struct folk **folk_p)
{
    if (*folk_p)
        sample_free(&(*folk_p)->sample);
    free(*folk_p);
    *folk_p = NULL;
}

void folk_end(struct folk *folk)
{
    folk->ended = true;
}

/* ---- the sample ---- */

/* A planned second sending of the same message, from a sender who did not wait. */
static void act_send(struct folk *folk, const struct sample_act *act, int64_t at)
{
    struct run *run = folk->run;
    struct envelope envelope = act->envelope;
    envelope.time = run->world.start + at / US_MS;
    client_order(&run->clients, at, &envelope, act->type, act->body, act->way == SAMPLE_INTAKE);
}

void folk_begin(struct folk *folk)
{
    struct run *run = folk->run;
    int64_t first = run->world.start, span = run->until / US_MS;
    int64_t gap = 0;
    for (int i = 0; i < folk->sample->count; i++) {
        const struct sample_act *act = &folk->sample->acts[i];
        int64_t until = first + span * run->swarm.rate;
        if (act->way == SAMPLE_SETUP || act->at < first || act->at >= until || act->way == SAMPLE_REPEAT)
            continue;
        int64_t at = (act->at - first) / run->swarm.rate * US_MS;
        gap = act->way == SAMPLE_PAIR ? 0 : gap + draw_span(&run->clients.chance, 0, 40 * US_MS);
        act_send(folk, act, at + gap % US_SECOND);
    }
}

/* ---- workers ---- */

struct deed_event {
    struct demo_deed deed;
};

static void deed_plan(struct folk *folk, struct demo_deed deed);

static struct demo_visit *visit_of(struct folk *folk, const char *id)
{
    for (int i = folk->visits_count - 1; i >= 0; i--)
        if (text_same(folk->visits[i].id, id))
            return &folk->visits[i];
    return NULL;
}

static void visit_add(struct folk *folk, const struct visit_planned *planned, int place)
{
    if (folk->visits_count == VISITS_MOST || visit_of(folk, planned->visit))
        return;
    folk->place[folk->visits_count] = place;
    struct demo_visit *visit = &folk->visits[folk->visits_count++];
    *visit = (struct demo_visit){.start = planned->start, .end = planned->end};
    TEXT_PUT(visit->id, planned->visit);
    TEXT_PUT(visit->booking, planned->booking);
    TEXT_PUT(visit->household, planned->household);
    TEXT_FORMAT(visit->key, "%s/%lld/%s%s", planned->household, (long long)planned->start, planned->service,
                planned->lead[0] ? "/+" : "");
}

static void deed_send(struct folk *folk, const struct demo_deed *deed, const char *what, const char *role,
                      const char *actor, enum message_type type, const void *body)
{
    struct run *run = folk->run;
    struct envelope envelope = {.time = world_business(&run->world)};
    TEXT_PUT(envelope.specversion, "1.0");
    TEXT_PUT(envelope.type, message_of(type)->type_name);
    TEXT_FORMAT(envelope.id, "%s-%.50s", what, folk->visits[deed->visit].id);
    TEXT_PUT(envelope.source, deed->worker[0] ? deed->worker : "demo");
    TEXT_PUT(envelope.actorrole, role);
    TEXT_PUT(envelope.actorid, actor);
    client_order_at(&run->clients, folk->place[deed->visit], run->world.now, &envelope, type, body, false);
}

static void start(struct folk *folk, const struct demo_deed *deed, struct demo_visit *visit)
{
    struct visit_check_in body = {.method = "phone"};
    struct visit_ack ack = {0};
    TEXT_PUT(body.visit, visit->id);
    TEXT_PUT(ack.visit, visit->id);
    if (!visit->acked)
        deed_send(folk, deed, "door", "worker", visit->worker, MSG_visit_ack, &ack);
    deed_send(folk, deed, "in", "dispatcher", "dispatcher-ST1", MSG_visit_check_in, &body);
}

static void correct(struct folk *folk, const struct demo_deed *deed, const struct demo_visit *visit)
{
    struct visit_correct body = {.started_at = visit->start, .ended_at = visit->end, .reason = "forgotten"};
    TEXT_PUT(body.visit, visit->id);
    deed_send(folk, deed, "correct", "receptionist", "desk", MSG_visit_correct, &body);
    deed_plan(folk, manager_on_corrected(visit, deed->visit, world_business(&folk->run->world)));
}

static void deed_do(struct folk *folk, const struct demo_deed *deed)
{
    struct demo_visit *visit = &folk->visits[deed->visit];
    struct offer_accept accept = {0};
    struct offer_decline decline = {.reason = "no_time"};
    struct visit_ack ack = {0};
    struct visit_no_client nobody = {
        .tries = 2, .contacts = {2, {{visit->start + MS_MINUTE, "door"}, {visit->start + 10 * MS_MINUTE, "phone"}}}};
    struct visit_settle settle = {0};
    struct visit_correct_confirm bear_out = {0};
    struct visit_check_out out = {0};
    struct visit_dispute object = {.reason = "not_finished"};
    struct booking_confirm confirm = {0};
    TEXT_PUT(confirm.booking, visit->booking);
    TEXT_PUT(accept.visit, visit->id);
    TEXT_PUT(decline.visit, visit->id);
    TEXT_PUT(ack.visit, visit->id);
    TEXT_PUT(nobody.visit, visit->id);
    TEXT_PUT(settle.visit, visit->id);
    TEXT_PUT(bear_out.visit, visit->id);
    TEXT_PUT(out.visit, visit->id);
    TEXT_PUT(object.visit, visit->id);
    switch (deed->kind) {
    case DEED_NONE:
        return;
    case DEED_ACCEPT:
        deed_send(folk, deed, "yes", "worker", deed->worker, MSG_offer_accept, &accept);
        return;
    case DEED_DECLINE:
        deed_send(folk, deed, "no", "worker", deed->worker, MSG_offer_decline, &decline);
        return;
    case DEED_ACK:
        deed_send(folk, deed, "ack", "worker", deed->worker, MSG_visit_ack, &ack);
        return;
    case DEED_CHECK_IN:
        start(folk, deed, visit);
        return;
    case DEED_CHECK_OUT:
        deed_send(folk, deed, "out", "worker", deed->worker, MSG_visit_check_out, &out);
        return;
    case DEED_NO_CLIENT:
        deed_send(folk, deed, "nobody", "worker", deed->worker, MSG_visit_no_client, &nobody);
        return;
    case DEED_DISPUTE:
        deed_send(folk, deed, "object", "client", visit->household, MSG_visit_dispute, &object);
        return;
    case DEED_CONFIRM:
        deed_send(folk, deed, "confirm", "client", visit->household, MSG_booking_confirm, &confirm);
        return;
    case DEED_SETTLE:
        deed_send(folk, deed, "settle", "manager", "manager", MSG_visit_settle, &settle);
        return;
    case DEED_CORRECT:
        correct(folk, deed, visit);
        return;
    case DEED_BEAR_OUT:
        deed_send(folk, deed, "bear", "manager", "manager", MSG_visit_correct_confirm, &bear_out);
        return;
    }
}

static void deed_due(void *self, int64_t number, void *data)
{
    struct folk *folk = self;
    const struct deed_event *event = data;
    (void)number;
    if (!folk->ended)
        deed_do(folk, &event->deed);
}

static void deed_plan(struct folk *folk, struct demo_deed deed)
{
    struct world *world = &folk->run->world;
    struct deed_event *event = malloc(sizeof *event);
    if (!event)
        BUG("out of memory");
    event->deed = deed;
    if (deed.kind == DEED_NONE || folk->ended)
        free(event);
    else
        world_at(world, (deed.at - world->start) * US_MS, deed_due, folk, 0, event);
}

static void on_assigned(struct folk *folk, struct demo_visit *visit, const char *worker)
{
    int index = (int)(visit - folk->visits);
    int64_t now = world_business(&folk->run->world);
    TEXT_PUT(visit->worker, worker);
    visit->acked = false;
    deed_plan(folk, worker_on_assigned(folk->run->world.seed, visit, index, now));
    deed_plan(folk, worker_at_door(folk->run->world.seed, visit, index, door_draw(folk->run->world.seed, visit)));
}

/* D1 row 6: the client is asked; booking's stream may be read before matching's. */
static void on_asked(struct folk *folk, const struct booking_confirm_asked *asked)
{
    struct demo_visit *known = visit_of(folk, asked->visit);
    if (!known || folk->ended)
        return;
    struct demo_visit visit = *known;
    TEXT_PUT(visit.worker, asked->worker);
    deed_plan(folk, client_on_asked(folk->run->world.seed, &visit, (int)(known - folk->visits),
                                    world_business(&folk->run->world), asked->confirm_by));
}

/* 0 or 1: which of two places an instance is at. */
static int place_of(const struct folk *folk, const char *source)
{
    for (int i = NODES; i < folk->run->clients.nodes; i++)
        if (text_same(folk->run->nodes[i].instance.name, source))
            return 1;
    return 0;
}

void folk_told(void *self, const struct envelope *envelope, const void *body)
{
    struct folk *folk = self;
    const struct visit_planned *any = body; /* every visit event begins with the same facts */
    int64_t now = world_business(&folk->run->world);
    uint64_t seed = folk->run->world.seed;
    if (text_same(envelope->type, "booking.confirm_asked"))
        on_asked(folk, body);
    if (text_same(envelope->type, "visit.planned"))
        visit_add(folk, body, place_of(folk, envelope->source));
    struct demo_visit *visit = text_starts(envelope->type, "visit.") ? visit_of(folk, any->visit) : NULL;
    if (!visit || folk->ended)
        return;
    int index = (int)(visit - folk->visits);
    if (text_same(envelope->type, "visit.offered")) {
        TEXT_PUT(visit->worker, ((const struct visit_offered *)body)->worker);
        deed_plan(folk, worker_on_offer(seed, visit, index, now));
    } else if (text_same(envelope->type, "visit.assigned")) {
        on_assigned(folk, visit, ((const struct visit_assigned *)body)->worker);
    } else if (text_same(envelope->type, "visit.acked")) {
        visit->acked = true;
    } else if (text_same(envelope->type, "visit.started")) {
        deed_plan(folk, worker_after_start(seed, visit, index, now));
    } else if (text_same(envelope->type, "visit.ended")) {
        deed_plan(folk, client_after_end(seed, visit, index, now));
    } else if (text_same(envelope->type, "visit.unverified")) {
        deed_plan(folk, desk_on_unverified(visit, index, now));
    }
}
