/* Every message of the demo goes through here. A service that does not answer is being restarted: the same message is
 * sent again, and that it has one effect is what the demo shows. */
#include "services/ctl/demo_desk.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/text.h"

#define PATIENCE_MS 60000 /* for one answer, with all repeats */
#define REPEAT_MS 400     /* without an answer for so long the message is sent again */
#define STATUS_MS 400
#define SETTLE_MS 60000

static const char *const names[DESK_SERVICES] = {"booking",  "matching",  "roster",
                                                 "training", "mediation", "notification"};

int desk_owner(enum message_type type)
{
    for (int i = 0; i < DESK_SERVICES; i++)
        if (text_same(message_of(type)->owner, names[i]))
            return i;
    return type == MSG_privacy_erase ? DESK_BOOKING : -1; /* of the sample's, those are clients */
}

int desk_open(struct desk *desk, struct ctl *ctl, struct error *error)
{
    memset(desk, 0, sizeof *desk);
    desk->ctl = ctl;
    if (ctl->places.count > 0)
        return error_set(error, "the demo plays in a set without places");
    for (int i = 0; i < DESK_SERVICES; i++) {
        struct ctl_service *service = ctl_service(ctl, names[i]);
        if (!service)
            return error_set(error, "the set has no service %s: anxin-%s is not beside the tool", names[i], names[i]);
        TEXT_PUT(desk->states[i].name, names[i]);
        desk->clients[i] = ctl_client(ctl, service, error);
        if (!desk->clients[i])
            return -1;
        if (i == DESK_BOOKING)
            desk->second = ctl_client(ctl, service, error);
    }
    return desk->second ? 0 : -1;
}

void desk_close(struct desk *desk)
{
    for (int i = 0; i < DESK_SERVICES; i++)
        client_close(&desk->clients[i]);
    client_close(&desk->second);
}

void desk_signals(sigset_t *signals)
{
    static const int ends[] = {SIGINT, SIGTERM};
    struct sigaction now;
    sigemptyset(signals);
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
        if (sigaction(ends[i], NULL, &now) == 0 && now.sa_handler != SIG_IGN)
            sigaddset(signals, ends[i]);
}

bool desk_is_to_end(void)
{
    sigset_t waiting;
    return sigpending(&waiting) == 0 && (sigismember(&waiting, SIGINT) == 1 || sigismember(&waiting, SIGTERM) == 1);
}

/* True for an answer that asks to try again (overloaded while a service stops, trouble of the store). */
static bool reply_is_transient(const struct reply *reply)
{
    const struct answer *answer = reply->body;
    return reply->type == MSG_answer &&
           (text_same(answer->outcome, "overloaded") || text_same(answer->outcome, "trouble"));
}

int desk_ask(struct desk *desk, enum desk_service service, struct envelope *envelope, enum message_type type,
             const void *body, struct reply *reply, struct error *error)
{
    int64_t until = ctl_mono_ms() + PATIENCE_MS;
    *reply = (struct reply){0};
    bool watched = message_of(type)->class_ == CLASS_COMMAND && desk->before_wait;
    desk->asked++;
    for (int round = 0; ctl_mono_ms() < until; round++) {
        if (desk_is_to_end())
            return error_set(error, "ended by a signal");
        desk->resent += round > 0;
        if (client_send(desk->clients[service], envelope, type, body, error) != 0)
            return -1;
        if (watched && round == 0)
            desk->before_wait(desk->self);
        int64_t limit = ctl_mono_ms() + REPEAT_MS;
        for (int64_t left; (left = limit - ctl_mono_ms()) > 0;) {
            int found = client_receive(desk->clients[service], (int)left, reply, error);
            if (found < 0)
                return -1;
            if (found == 1 && text_same(reply->envelope.causationid, envelope->id) && !reply_is_transient(reply))
                return 0;
        }
    }
    return error_set(error, "%s does not answer %s for a minute", names[service], message_of(type)->type_name);
}

int desk_ask_both(struct desk *desk, struct envelope *a, const void *a_body, struct envelope *b, const void *b_body,
                  enum message_type type, struct answer answers[2], struct error *error)
{
    struct reply reply = {0};
    desk->asked++;
    if (client_send(desk->second, b, type, b_body, error) != 0)
        return -1;
    if (desk_ask(desk, DESK_BOOKING, a, type, a_body, &reply, error) != 0)
        return -1;
    answers[0] = *(const struct answer *)reply.body;
    for (int64_t limit = ctl_mono_ms() + REPEAT_MS; ctl_mono_ms() < limit;) {
        int found = client_receive(desk->second, REPEAT_MS, &reply, error);
        if (found < 0)
            return -1;
        if (found == 1 && text_same(reply.envelope.causationid, b->id) && !reply_is_transient(&reply)) {
            answers[1] = *(const struct answer *)reply.body;
            return 0;
        }
    }
    desk->asked--; /* the service died on it: the same message once more, over the line that repeats */
    if (desk_ask(desk, DESK_BOOKING, b, type, b_body, &reply, error) != 0)
        return -1;
    answers[1] = *(const struct answer *)reply.body;
    return 0;
}

int desk_question(struct desk *desk, enum desk_service service, const char *role, const char *actor,
                  enum message_type type, const void *body, struct reply *reply, struct error *error)
{
    struct envelope envelope;
    ctl_envelope(desk->ctl, &envelope);
    envelope.time = desk->now;
    TEXT_PUT(envelope.actorrole, role);
    TEXT_PUT(envelope.actorid, actor);
    if (text_same(role, "partner")) /* an outside system reads under the name it writes under */
        TEXT_PUT(envelope.source, actor);
    if (desk_ask(desk, service, &envelope, type, body, reply, error) != 0)
        return -1;
    const struct answer *answer = reply->body;
    if (reply->type == MSG_answer && !text_same(answer->outcome, "done"))
        return error_set(error, "%s refuses %s: %s %s %s", names[service], message_of(type)->type_name, answer->code,
                         answer->field, answer->detail);
    return 0;
}

/* ---- stillness ---- */

static void state_from(struct desk_state *state, const struct service_status_answer *answer)
{
    state->head = 0;
    for (uint32_t i = 0; i < answer->streams.count; i++)
        if (text_same(answer->streams.at[i].name, state->name))
            state->head = answer->streams.at[i].last;
    state->next_due = answer->next_due;
    state->now = answer->now;
    state->parked = answer->parked;
    state->pid = answer->pid;
    state->follows = (int)answer->follows.count;
    for (int i = 0; i < state->follows && i < 8; i++) {
        TEXT_PUT(state->at[i].source, answer->follows.at[i].source);
        state->at[i].applied = answer->follows.at[i].applied;
        state->at[i].live = text_same(answer->follows.at[i].state, "live");
    }
}

/* One round of status over all services at once. 1 all answered, 0 not all, -1. */
static int status_round(struct desk *desk, struct error *error)
{
    static const struct service_status asked;
    struct envelope envelopes[DESK_SERVICES];
    struct reply reply;
    for (int i = 0; i < DESK_SERVICES; i++) {
        ctl_envelope(desk->ctl, &envelopes[i]);
        if (client_send(desk->clients[i], &envelopes[i], MSG_service_status, &asked, error) != 0)
            return -1;
    }
    for (int i = 0; i < DESK_SERVICES; i++) {
        int64_t limit = ctl_mono_ms() + STATUS_MS;
        bool answered = false;
        for (int64_t left; !answered && (left = limit - ctl_mono_ms()) > 0;) {
            int found = client_receive(desk->clients[i], (int)left, &reply, error);
            if (found < 0)
                return -1;
            answered = found == 1 && reply.type == MSG_service_status_answer &&
                       text_same(reply.envelope.causationid, envelopes[i].id);
        }
        if (!answered)
            return 0;
        state_from(&desk->states[i], reply.body);
    }
    return 1;
}

static const struct desk_state *state_of(const struct desk *desk, const char *name)
{
    for (int i = 0; i < DESK_SERVICES; i++)
        if (text_same(desk->states[i].name, name))
            return &desk->states[i];
    return NULL;
}

/* Who has not applied everything; NULL when nobody. */
static const char *laggard(const struct desk *desk)
{
    for (int i = 0; i < DESK_SERVICES; i++) {
        for (int k = 0; k < desk->states[i].follows; k++) {
            const struct desk_state *source = state_of(desk, desk->states[i].at[k].source);
            if (!source || desk->states[i].at[k].applied != source->head || !desk->states[i].at[k].live)
                return desk->states[i].name;
        }
    }
    return NULL;
}

static int64_t applied_sum(const struct desk *desk)
{
    int64_t sum = 0;
    for (int i = 0; i < DESK_SERVICES; i++)
        for (int k = 0; k < desk->states[i].follows; k++)
            sum += desk->states[i].at[k].applied;
    return sum;
}

int desk_settle(struct desk *desk, struct error *error)
{
    int64_t until = ctl_mono_ms() + SETTLE_MS;
    int64_t sum_before = -1, applied = 0;
    const char *lag = "somebody";
    while (ctl_mono_ms() < until) {
        if (desk_is_to_end())
            return error_set(error, "ended by a signal");
        int found = status_round(desk, error);
        if (found < 0)
            return -1;
        if (applied_sum(desk) != applied)
            until = ctl_mono_ms() + SETTLE_MS;
        applied = applied_sum(desk);
        lag = found == 0 ? "a service that is away" : laggard(desk);
        if (lag) {
            sum_before = -1;
            ctl_pause(1);
            continue;
        }
        int64_t sum = 0;
        for (int i = 0; i < DESK_SERVICES; i++)
            sum += desk->states[i].head;
        if (sum == sum_before)
            return 0;
        sum_before = sum;
    }
    return error_set(error, "no stillness, and nothing applied for a minute: %s lags", lag);
}

int64_t desk_next_due(const struct desk *desk)
{
    int64_t next = 0;
    for (int i = 0; i < DESK_SERVICES; i++)
        if (desk->states[i].next_due && (!next || desk->states[i].next_due < next))
            next = desk->states[i].next_due;
    return next;
}

/* Sets the clock of all at once; those that do not answer are asked again one by one. */
static int clocks_set(struct desk *desk, int64_t to, struct error *error)
{
    struct clock_set set = {.to = to};
    struct envelope envelopes[DESK_SERVICES];
    struct reply reply;
    for (int i = 0; i < DESK_SERVICES; i++) {
        ctl_envelope(desk->ctl, &envelopes[i]);
        if (client_send(desk->clients[i], &envelopes[i], MSG_clock_set, &set, error) != 0)
            return -1;
    }
    for (int i = 0; i < DESK_SERVICES; i++) {
        int found = client_receive(desk->clients[i], REPEAT_MS, &reply, error);
        if (found == 1 && text_same(reply.envelope.causationid, envelopes[i].id))
            continue;
        if (found < 0 ||
            desk_question(desk, (enum desk_service)i, "operator", "demo", MSG_clock_set, &set, &reply, error) != 0)
            return -1;
    }
    desk->now = to;
    return 0;
}

int desk_until(struct desk *desk, int64_t to, struct error *error)
{
    static const struct clock_fire fire;
    struct reply reply;
    if (to > desk->now && clocks_set(desk, to, error) != 0)
        return -1;
    for (bool fired = true; fired;) {
        fired = false;
        for (int i = 0; i < DESK_SERVICES; i++) {
            if (!desk->states[i].next_due || desk->states[i].next_due > to)
                continue;
            if (desk_question(desk, (enum desk_service)i, "operator", "demo", MSG_clock_fire, &fire, &reply, error) !=
                    0 ||
                desk_settle(desk, error) != 0)
                return -1;
            fired = true;
        }
    }
    return 0;
}
