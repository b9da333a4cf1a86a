/* Plays the sample: moment by moment, each command answered before the next, stillness before the next service is
 * asked, so that a seed gives one outcome. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "services/ctl/demo.h"

/* ---- answers ---- */

static void unexpected(struct demo *demo, const struct envelope *envelope, const struct answer *answer,
                       const char *expect)
{
    demo->counts.unexpected++;
    fprintf(stderr, "demo: %s %s from %s: %s %s %s (%s), expected %s\n", envelope->type, envelope->id, envelope->source,
            answer->outcome, answer->code, answer->field, answer->detail, expect);
}

static void booking_note(struct demo *demo, const struct sample_act *act, const struct answer *answer, bool competed)
{
    const struct booking_create *create = act->body;
    if (!text_same(answer->outcome, "done")) {
        demo->counts.refused++;
        demo_reason_add(&demo->refused, answer->code, 1);
        return;
    }
    demo->counts.accepted++;
    struct demo_booking *booking = &demo->bookings[demo->bookings_count++];
    TEXT_PUT(booking->id, answer->subject);
    TEXT_PUT(booking->source, act->envelope.source);
    TEXT_PUT(booking->ref, create->source_ref);
    booking->competed = competed;
}

/* Counts one answered act and checks it against what the sample says must come. */
static void act_note(struct demo *demo, const struct sample_act *act, const struct answer *answer, bool competed)
{
    demo->counts.answered++;
    if (act->expect && !text_same(act->expect, answer->outcome))
        unexpected(demo, &act->envelope, answer, act->expect);
    if (act->type == MSG_booking_create)
        booking_note(demo, act, answer, competed);
    if (act->type == MSG_case_file && text_same(answer->outcome, "done"))
        demo->counts.cases++;
}

/* ---- acts of the sample ---- */

static int act_send(struct demo *demo, struct sample_act *act, struct answer *answer, struct error *error)
{
    struct reply reply;
    int owner = desk_owner(act->type);
    if (owner < 0)
        return error_set(error, "nobody owns %s", message_of(act->type)->type_name);
    if (desk_ask(&demo->desk, (enum desk_service)owner, &act->envelope, act->type, act->body, &reply, error) != 0)
        return -1;
    if (reply.type != MSG_answer)
        return error_set(error, "%s is answered with %s", act->envelope.type, reply.envelope.type);
    *answer = *(const struct answer *)reply.body;
    return 0;
}

static bool answers_equal(const struct answer *a, const struct answer *b)
{
    uint8_t one[8192], other[8192];
    struct flaw flaw;
    int size = codec_encode(message_of(MSG_answer)->shape, a, one, sizeof one, &flaw);
    return size > 0 && codec_encode(message_of(MSG_answer)->shape, b, other, sizeof other, &flaw) == size &&
           memcmp(one, other, (size_t)size) == 0;
}

/* The same message once more: the same answer, to the letter. */
static int act_repeat(struct demo *demo, struct sample_act *act, const struct answer *before, struct error *error)
{
    struct answer again;
    demo->counts.sent++;
    if (act_send(demo, act, &again, error) != 0)
        return -1;
    demo->counts.answered++;
    if (!answers_equal(before, &again))
        unexpected(demo, &act->envelope, &again, "the same answer");
    else
        demo->counts.repeated++;
    return 0;
}

static int act_pair(struct demo *demo, struct sample_act *a, struct sample_act *b, struct error *error)
{
    struct answer answers[2];
    demo->counts.sent += 2;
    if (desk_ask_both(&demo->desk, &a->envelope, a->body, &b->envelope, b->body, a->type, answers, error) != 0)
        return -1;
    act_note(demo, a, &answers[0], true);
    act_note(demo, b, &answers[1], true);
    bool one = text_same(answers[0].outcome, "done") != text_same(answers[1].outcome, "done");
    if (!one)
        unexpected(demo, &b->envelope, &answers[1], "that one of a pair wins");
    return 0;
}

static int act_intake(struct demo *demo, struct sample_act *act, struct error *error)
{
    struct intake_answered outcome = {0};
    struct answer answer = {0};
    demo->counts.sent++;
    if (demo_intake(demo, act, &outcome, error) != 0)
        return -1;
    TEXT_PUT(answer.outcome, outcome.outcome);
    TEXT_PUT(answer.code, outcome.code);
    TEXT_PUT(answer.field, outcome.field);
    TEXT_PUT(answer.subject, outcome.subject);
    act_note(demo, act, &answer, false);
    return 0;
}

/* Plays the act at `*i` (and its partner), moves `*i` past it. */
static int act_play(struct demo *demo, int *i, struct answer *last, struct error *error)
{
    struct sample *sample = demo->sample;
    struct sample_act *act = &sample->acts[(*i)++];
    if (act->way == SAMPLE_REPEAT)
        return act_repeat(demo, act, last, error);
    if (act->way == SAMPLE_PAIR && *i < sample->count)
        return act_pair(demo, act, &sample->acts[(*i)++], error);
    if (act->way == SAMPLE_INTAKE)
        return act_intake(demo, act, error);
    if (act->type == MSG_privacy_erase && demo_export(demo, act, error) != 0)
        return -1;
    demo->counts.sent++;
    if (act_send(demo, act, last, error) != 0)
        return -1;
    act_note(demo, act, last, false);
    return 0;
}

/* All acts due by now; stillness whenever the service changes. */
static int acts_play(struct demo *demo, int *next, struct error *error)
{
    struct answer last = {0};
    int owner = -1;
    while (*next < demo->sample->count && demo->sample->acts[*next].at <= demo->desk.now) {
        int this = desk_owner(demo->sample->acts[*next].type);
        if (this != owner && owner >= 0 && desk_settle(&demo->desk, error) != 0)
            return -1;
        owner = this;
        if (act_play(demo, next, &last, error) != 0)
            return -1;
    }
    return owner < 0 ? 0 : desk_settle(&demo->desk, error);
}

/* ---- what workers do ---- */

/* Sends one command of the workers' side and counts its answer. */
static int deed_send(struct demo *demo, const struct demo_deed *deed, const char *what, const char *role,
                     const char *actor, enum message_type type, const void *body, struct answer *answer,
                     struct error *error)
{
    struct sample_act act = {.at = demo->desk.now, .type = type, .body = (void *)(uintptr_t)body};
    const struct demo_visit *visit = &demo->visits[deed->visit];
    TEXT_FORMAT(act.envelope.id, "%s-%.50s", what, visit->id);
    TEXT_PUT(act.envelope.source, deed->worker[0] ? deed->worker : "demo");
    TEXT_PUT(act.envelope.actorrole, role);
    TEXT_PUT(act.envelope.actorid, actor);
    act.envelope.time = demo->desk.now;
    demo->counts.sent++;
    if (act_send(demo, &act, answer, error) != 0)
        return -1;
    demo->counts.answered++;
    if (!text_same(answer->outcome, "done"))
        unexpected(demo, &act.envelope, answer, "done");
    return 0;
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

static int check_in(struct demo *demo, const struct demo_deed *deed, struct error *error)
{
    struct demo_visit *visit = &demo->visits[deed->visit];
    struct visit_door_code ask = {0};
    struct visit_check_in body = {.method = "door_code"};
    struct reply reply;
    struct answer answer;
    if (ack_at_door(demo, deed, error) != 0)
        return -1;
    TEXT_PUT(ask.id, visit->id);
    if (desk_question(&demo->desk, DESK_MATCHING, "receptionist", "demo", MSG_visit_door_code, &ask, &reply, error) !=
        0)
        return -1;
    TEXT_PUT(body.door_code, ((const struct visit_door_code_answer *)reply.body)->door_code);
    TEXT_PUT(body.visit, visit->id);
    if (deed_send(demo, deed, "in", "worker", visit->worker, MSG_visit_check_in, &body, &answer, error) != 0)
        return -1;
    visit->started = text_same(answer.outcome, "done");
    return visit->started ? demo_deed_add(demo, worker_after_start(demo->seed, visit, deed->visit, demo->desk.now)) : 0;
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

static int deed_play(struct demo *demo, const struct demo_deed *deed, struct error *error)
{
    const struct demo_visit *visit = &demo->visits[deed->visit];
    struct answer answer;
    struct offer_accept accept = {0};
    struct offer_decline decline = {.reason = "no_time"};
    struct visit_ack ack = {0};
    struct visit_no_client nobody = {.tries = 2};
    struct visit_settle settle = {0};
    struct booking_confirm confirm = {0};
    TEXT_PUT(confirm.booking, visit->booking);
    TEXT_PUT(accept.visit, visit->id);
    TEXT_PUT(decline.visit, visit->id);
    TEXT_PUT(ack.visit, visit->id);
    TEXT_PUT(nobody.visit, visit->id);
    TEXT_PUT(settle.visit, visit->id);
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
        return check_in(demo, deed, error);
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
    }
    return 0;
}

/* True when what was planned no longer applies: another worker has it, or it is over. */
static bool deed_is_void(const struct demo *demo, const struct demo_deed *deed)
{
    const struct demo_visit *visit = &demo->visits[deed->visit];
    if (deed->kind == DEED_DISPUTE || deed->kind == DEED_SETTLE)
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

static int deeds_play(struct demo *demo, struct error *error)
{
    for (int i; (i = demo_deed_first(demo)) >= 0 && demo->deeds[i].at <= demo->desk.now;) {
        struct demo_deed deed = demo->deeds[i];
        demo->deeds[i] = demo->deeds[--demo->deeds_count];
        if (deed_is_void(demo, &deed))
            continue;
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

/* ---- time ---- */

static int64_t earlier(int64_t a, int64_t b)
{
    return !a || (b && b < a) ? b : a;
}

/* The next moment at which something is due: a timer, an act, a worker. 0 when nothing is left before the end. */
static int64_t moment_next(const struct demo *demo, int next)
{
    int64_t moment = desk_next_due(&demo->desk);
    int deed = demo_deed_first(demo);
    if (next < demo->sample->count)
        moment = earlier(moment, demo->sample->acts[next].at);
    if (deed >= 0)
        moment = earlier(moment, demo->deeds[deed].at);
    return moment && moment <= demo->sample->end ? moment : 0;
}

/* Kills a service now and then, between sending a command and reading its answer. */
static void kill_some(void *self)
{
    struct demo *demo = self;
    int64_t span = (demo->sample->end - demo->sample->start) * 9 / 10; /* the last days are quiet */
    int64_t at = demo->sample->start + span * (2 * demo->killed + 1) / (2 * demo->kills);
    if (demo->killed == demo->kills || demo->desk.now < at)
        return;
    char which[16];
    TEXT_FORMAT(which, "%d", demo->killed);
    struct draw draw = draw_from(demo->seed, "kill", which);
    const struct desk_state *state = &demo->desk.states[draw_below(&draw, DESK_SERVICES)];
    if (state->pid <= 1 || kill((pid_t)state->pid, SIGKILL) != 0)
        return; /* it is just being started again: the next command tries once more */
    demo->killed++;
    demo->counts.kills++;
}

int demo_play(struct demo *demo, struct error *error)
{
    int next = 0;
    demo->bookings = calloc((size_t)demo->sample->count, sizeof *demo->bookings);
    if (!demo->bookings)
        return error_set(error, "out of memory");
    if (demo->kills > 0) {
        demo->desk.before_wait = kill_some;
        demo->desk.self = demo;
    }
    if (desk_settle(&demo->desk, error) != 0)
        return -1;
    for (int64_t moment; (moment = moment_next(demo, next)) != 0;) {
        if (moment < demo->desk.now)
            moment = demo->desk.now;
        if (desk_until(&demo->desk, moment, error) != 0 || demo_told(demo, error) != 0 ||
            acts_play(demo, &next, error) != 0 || demo_told(demo, error) != 0 || deeds_play(demo, error) != 0)
            return -1;
        demo_board(demo);
    }
    demo_intake_close(demo);
    return desk_settle(&demo->desk, error);
}
