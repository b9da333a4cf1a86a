/* Plays the sample: moment by moment, each command answered before the next, stillness before the next service is
 * asked, so that a seed gives one outcome. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "services/ctl/demo.h"

/* ---- answers ---- */

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
static int act_note(struct demo *demo, const struct sample_act *act, const struct answer *answer, bool competed)
{
    demo->counts.answered++;
    demo_judge(demo, act, answer);
    demo->done[act->type] += text_same(answer->outcome, "done");
    if (act->type == MSG_booking_create)
        booking_note(demo, act, answer, competed);
    if (act->type == MSG_case_file && text_same(answer->outcome, "done"))
        demo->counts.cases++;
    return text_same(answer->code, "not_cancellable") ? demo_on_not_cancelled(demo) : 0;
}

/* ---- acts of the sample ---- */

int demo_send(struct demo *demo, struct sample_act *act, struct answer *answer, struct error *error)
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
    if (demo_send(demo, act, &again, error) != 0)
        return -1;
    demo->counts.answered++;
    if (!answers_equal(before, &again))
        demo_unexpected(demo, &act->envelope, &again, "the same answer");
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
    if (act_note(demo, a, &answers[0], true) != 0 || act_note(demo, b, &answers[1], true) != 0)
        return -1;
    bool one = text_same(answers[0].outcome, "done") != text_same(answers[1].outcome, "done");
    if (!one)
        demo_unexpected(demo, &b->envelope, &answers[1], "that one of a pair wins");
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
    return act_note(demo, act, &answer, false);
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
    if (demo_send(demo, act, last, error) != 0)
        return -1;
    return act_note(demo, act, last, false);
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

/* ---- time ---- */

static int64_t earlier(int64_t a, int64_t b)
{
    return !a || (b && b < a) ? b : a;
}

/* The next moment at which something is due: a timer, an act, a worker. 0 when nothing is left before the end. */
static int64_t moment_next(const struct demo *demo, int next)
{
    int64_t moment = desk_next_due(&demo->desk);
    int deed = demo_deed_first(demo), errand = demo_errand_first(demo);
    if (next < demo->sample->count)
        moment = earlier(moment, demo->sample->acts[next].at);
    if (deed >= 0)
        moment = earlier(moment, demo->deeds[deed].at);
    if (errand >= 0)
        moment = earlier(moment, demo->errands[errand].at);
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
    if (!demo->bookings || demo_errands_plan(demo) != 0)
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
            acts_play(demo, &next, error) != 0 || demo_told(demo, error) != 0 || demo_deeds_play(demo, error) != 0 ||
            demo_errands_play(demo, error) != 0)
            return -1;
        demo_board(demo);
    }
    demo_intake_close(demo);
    return desk_settle(&demo->desk, error);
}
