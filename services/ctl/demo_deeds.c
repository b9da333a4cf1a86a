/* What workers, clients and managers do in the demo, one deed after the other: planned when they are told something
 * (demo_workers.c), done when its time has come and nothing has made it void. */
#include "base/civil.h"
#include "base/text.h"
#include "services/ctl/demo.h"

/* Sends one command of the workers' side and counts its answer. */
static int deed_send(struct demo *demo, const struct demo_deed *deed, const char *what, const char *role,
                     const char *actor, enum message_type type, const void *body, struct answer *answer,
                     struct error *error)
{
    struct demo_saying saying = {.source = deed->worker[0] ? deed->worker : "demo",
                                 .role = role,
                                 .actor = actor,
                                 .type = type,
                                 .body = body,
                                 .refusals = ""};
    TEXT_FORMAT(saying.id, "%s-%.50s", what, demo->visits[deed->visit].id);
    return demo_say(demo, &saying, answer, error);
}

/* A worker who has not said so before does it at the door; one who may not work does not come. */
static int ack_at_door(struct demo *demo, const struct demo_deed *deed, struct error *error)
{
    const struct demo_visit *visit = &demo->visits[deed->visit];
    struct visit_ack ack = {0};
    struct answer answer;
    if (visit->acked && !visit->risk[0])
        return 0;
    TEXT_PUT(ack.visit, visit->id);
    return deed_send(demo, deed, "door", "worker", visit->worker, MSG_visit_ack, &ack, &answer, error);
}

static int code_fill(struct demo *demo, const struct demo_visit *visit, struct visit_check_in *body,
                     struct error *error)
{
    struct visit_door_code ask = {0};
    struct reply reply;
    TEXT_PUT(body->method, "door_code");
    TEXT_PUT(ask.id, visit->id);
    if (desk_question(&demo->desk, DESK_MATCHING, "receptionist", "demo", MSG_visit_door_code, &ask, &reply, error) !=
        0)
        return -1;
    TEXT_PUT(body->door_code, ((const struct visit_door_code_answer *)reply.body)->door_code);
    return 0;
}

/* A made-up place; the household tells it when the first worker stands there. */
static int place_fill(struct demo *demo, const struct demo_deed *deed, struct visit_check_in *body, struct error *error)
{
    const struct demo_visit *visit = &demo->visits[deed->visit];
    struct draw draw = draw_from(demo->seed, "home", visit->household);
    int lat = draw_below(&draw, 30000), lon = draw_below(&draw, 30000);
    struct household_locate locate = {0};
    struct visit_get ask = {0};
    struct reply reply;
    struct answer answer;
    TEXT_PUT(body->method, "place");
    TEXT_FORMAT(body->place, "22.5%05d,113.0%05d", lat + 100, lon + 100); /* 15 m from there */
    TEXT_FORMAT(locate.place, "22.5%05d,113.0%05d", lat, lon);
    TEXT_PUT(locate.household, visit->household);
    TEXT_PUT(ask.id, visit->id);
    if (desk_question(&demo->desk, DESK_MATCHING, "receptionist", "demo", MSG_visit_get, &ask, &reply, error) != 0)
        return -1;
    if (((const struct visit_get_answer *)reply.body)->located)
        return 0;
    return deed_send(demo, deed, "home", "client", visit->household, MSG_household_locate, &locate, &answer, error);
}

/* When she leaves: a service that is cut short is over five minutes later. */
static struct demo_deed leaving(struct demo *demo, const struct demo_deed *deed)
{
    const struct demo_visit *visit = &demo->visits[deed->visit];
    if (!demo_cuts(demo, visit))
        return worker_after_start(demo->seed, visit, deed->visit, demo->desk.now);
    struct demo_deed out = *deed;
    out.kind = DEED_CHECK_OUT;
    out.at = visit->start + MS_HOUR / 2 + DEMO_GRID;
    return out;
}

/* One in four households lets workers check in by position (V14). */
static int check_in(struct demo *demo, const struct demo_deed *deed, struct error *error)
{
    struct demo_visit *visit = &demo->visits[deed->visit];
    struct draw draw = draw_from(demo->seed, "by place", visit->household);
    struct visit_check_in body = {0};
    struct answer answer;
    if (ack_at_door(demo, deed, error) != 0)
        return -1;
    if (draw_chance(&draw, 250) ? place_fill(demo, deed, &body, error) : code_fill(demo, visit, &body, error))
        return -1;
    TEXT_PUT(body.visit, visit->id);
    if (deed_send(demo, deed, "in", "worker", visit->worker, MSG_visit_check_in, &body, &answer, error) != 0)
        return -1;
    visit->started = text_same(answer.outcome, "done");
    return visit->started ? demo_deed_add(demo, leaving(demo, deed)) : 0;
}

/* The worker comes and is let in, or nobody opens, or she does not come. */
static int come(struct demo *demo, const struct demo_deed *deed, struct error *error)
{
    struct demo_visit *visit = &demo->visits[deed->visit];
    enum demo_door door = demo_door(demo, visit);
    if (door == DOOR_OPENS)
        return check_in(demo, deed, error);
    visit->over = door == DOOR_NO_WORKER;
    return demo_deed_add(demo, worker_at_door(demo->seed, visit, deed->visit, door));
}

static int check_out(struct demo *demo, const struct demo_deed *deed, struct error *error)
{
    struct demo_visit *visit = &demo->visits[deed->visit];
    struct visit_check_out body = {0};
    struct answer answer;
    TEXT_PUT(body.visit, visit->id);
    visit->over = true;
    if (deed_send(demo, deed, "out", "worker", visit->worker, MSG_visit_check_out, &body, &answer, error) != 0)
        return -1;
    return demo_deed_add(demo, client_after_end(demo->seed, visit, deed->visit, demo->desk.now));
}

static int dispute(struct demo *demo, const struct demo_deed *deed, struct error *error)
{
    struct visit_dispute body = {.reason = "not_finished"};
    struct answer answer;
    TEXT_PUT(body.visit, demo->visits[deed->visit].id);
    if (deed_send(demo, deed, "object", "client", demo->visits[deed->visit].household, MSG_visit_dispute, &body,
                  &answer, error) != 0)
        return -1;
    struct demo_deed settle = *deed;
    settle.kind = DEED_SETTLE;
    settle.at = demo->desk.now + 24 * 12 * DEMO_GRID;
    return demo_deed_add(demo, settle);
}

/* Some corrections are wrong themselves at first: withdrawn, and put in again. */
static bool is_wrong(struct demo *demo, const struct demo_visit *visit)
{
    struct draw draw = draw_from(demo->seed, "correct", visit->key);
    return !visit->corrected && (draw_chance(&draw, 250) || demo->done[MSG_visit_correct_withdraw] == 0);
}

static int correct(struct demo *demo, const struct demo_deed *deed, struct error *error)
{
    struct demo_visit *visit = &demo->visits[deed->visit];
    struct visit_correct body = {.started_at = visit->start, .ended_at = visit->end, .reason = "forgotten"};
    struct demo_errand withdraw = {.kind = ERRAND_WITHDRAW, .index = deed->visit, .at = demo->desk.now + DEMO_GRID};
    struct answer answer;
    bool wrong = is_wrong(demo, visit);
    const char *what = visit->corrected ? "correct2" : "correct";
    visit->corrected = true;
    body.ended_at -= wrong ? DEMO_GRID : 0;
    TEXT_PUT(body.visit, visit->id);
    TEXT_PUT(withdraw.key, visit->key);
    if (deed_send(demo, deed, what, "receptionist", "desk", MSG_visit_correct, &body, &answer, error) != 0)
        return -1;
    if (wrong)
        return demo_errand_add(demo, &withdraw);
    return demo_deed_add(demo, manager_on_corrected(visit, deed->visit, demo->desk.now));
}

static int deed_play(struct demo *demo, const struct demo_deed *deed, struct error *error)
{
    const struct demo_visit *visit = &demo->visits[deed->visit];
    struct answer answer;
    struct offer_accept accept = {0};
    struct offer_decline decline = {.reason = "no_time"};
    struct visit_ack ack = {0};
    struct visit_no_client nobody = {
        .tries = 2, .contacts = {2, {{visit->start + MS_MINUTE, "door"}, {visit->start + 10 * MS_MINUTE, "phone"}}}};
    struct visit_settle settle = {0};
    struct visit_correct_confirm bear_out = {0};
    struct booking_confirm confirm = {0};
    TEXT_PUT(confirm.booking, visit->booking);
    TEXT_PUT(accept.visit, visit->id);
    TEXT_PUT(decline.visit, visit->id);
    TEXT_PUT(ack.visit, visit->id);
    TEXT_PUT(nobody.visit, visit->id);
    TEXT_PUT(settle.visit, visit->id);
    TEXT_PUT(bear_out.visit, visit->id);
    switch (deed->kind) {
    case DEED_NONE:
        return 0;
    case DEED_ACCEPT:
        return deed_send(demo, deed, "yes", "worker", deed->worker, MSG_offer_accept, &accept, &answer, error);
    case DEED_DECLINE:
        return deed_send(demo, deed, "no", "worker", deed->worker, MSG_offer_decline, &decline, &answer, error);
    case DEED_ACK:
        return deed_send(demo, deed, "ack", "worker", deed->worker, MSG_visit_ack, &ack, &answer, error);
    case DEED_CHECK_IN:
        return come(demo, deed, error);
    case DEED_CHECK_OUT:
        return check_out(demo, deed, error);
    case DEED_NO_CLIENT:
        if (ack_at_door(demo, deed, error) != 0)
            return -1;
        return deed_send(demo, deed, "nobody", "worker", deed->worker, MSG_visit_no_client, &nobody, &answer, error);
    case DEED_DISPUTE:
        return dispute(demo, deed, error);
    case DEED_CONFIRM:
        return deed_send(demo, deed, "confirm", "client", visit->household, MSG_booking_confirm, &confirm, &answer,
                         error);
    case DEED_SETTLE:
        return deed_send(demo, deed, "settle", "manager", "manager", MSG_visit_settle, &settle, &answer, error);
    case DEED_CORRECT:
        return correct(demo, deed, error);
    case DEED_BEAR_OUT:
        return deed_send(demo, deed, "bear", "manager", "manager", MSG_visit_correct_confirm, &bear_out, &answer,
                         error);
    }
    return 0;
}

/* True when what was planned no longer applies: another worker has it, or it is over. */
static bool deed_is_void(const struct demo *demo, const struct demo_deed *deed)
{
    const struct demo_visit *visit = &demo->visits[deed->visit];
    if (deed->kind == DEED_DISPUTE || deed->kind == DEED_SETTLE || deed->kind == DEED_CORRECT ||
        deed->kind == DEED_BEAR_OUT)
        return false;
    if (visit->over || !text_same(visit->worker, deed->worker))
        return true;
    if (deed->kind == DEED_CONFIRM)
        return visit->started; /* who let the work begin has said yes */
    if (visit->risk[0] && !text_in_list(visit->risk, "no_ack|overrun"))
        return deed->kind != DEED_CHECK_OUT; /* may not work: does not come */
    if (deed->kind == DEED_ACK)
        return visit->acked && !text_same(visit->risk, "no_ack");
    return deed->kind == DEED_CHECK_IN && visit->started;
}

/* True when the worker is still at another home and this visit is known to suffer from it: comes when that is over. */
static bool deed_must_wait(const struct demo *demo, const struct demo_deed *deed)
{
    const struct demo_visit *visit = &demo->visits[deed->visit];
    if (!text_same(visit->risk, "overrun") || visit->started)
        return false;
    for (int i = 0; i < demo->visits_count; i++)
        if (demo->visits[i].started && !demo->visits[i].over && text_same(demo->visits[i].worker, visit->worker))
            return true;
    return false;
}

int demo_deeds_play(struct demo *demo, struct error *error)
{
    for (int i; (i = demo_deed_first(demo)) >= 0 && demo->deeds[i].at <= demo->desk.now;) {
        struct demo_deed deed = demo->deeds[i];
        demo->deeds[i] = demo->deeds[--demo->deeds_count];
        if (deed_is_void(demo, &deed)) {
            demo->nobody_planned -= deed.kind == DEED_NO_CLIENT;
            continue;
        }
        if (deed_must_wait(demo, &deed)) {
            deed.at = demo->desk.now + DEMO_GRID;
            if (demo_deed_add(demo, deed) != 0)
                return -1;
            continue;
        }
        if (deed_play(demo, &deed, error) != 0 || desk_settle(&demo->desk, error) != 0 || demo_told(demo, error) != 0)
            return -1;
    }
    return 0;
}
