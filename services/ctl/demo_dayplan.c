/* Plans of days by night (V16): a dispatcher asks in the evening, the plan comes back as a proposal, and in the morning
 * a person confirms or drops it. Of what has changed meanwhile it does nothing and says so. */
#include "base/civil.h"
#include "base/text.h"
#include "services/ctl/demo.h"

#define DAYS 4
#define LAST_DAY 50
#define TAKEN "busy|travel|excluded" /* what may speak against a worker */
#define HURRIED 3                    /* visits */
#define WORSE 8000    /* thousandths of a point, each worth a minute of way: more than a plan must save here */
#define WAIT_MS 60000 /* for a plan that is being made */

/* What becomes of each plan: the second is dropped; before the third is confirmed a visit of it changes. */
enum fate { FATE_CONFIRMED, FATE_DROPPED, FATE_STALE };

static const struct {
    const char *station, *dispatcher;
    enum fate fate;
} plans[DEMO_PLANS] = {{"ST3", "dispatcher-ST3-1", FATE_CONFIRMED},
                       {"ST1", "dispatcher-ST1-1", FATE_DROPPED},
                       {"ST3", "dispatcher-ST3-1", FATE_STALE}};

/* The visit may be one of the station: where none is named, booking chooses. */
static const struct booking_create *booking_at(const struct sample_act *act, const char *station)
{
    const struct booking_create *create = act->type == MSG_booking_create ? act->body : NULL;
    return create && (!create->station[0] || text_same(create->station, station)) ? create : NULL;
}

/* Visits of one moment stand in a plan by their ids, and which of two that compete has its id differs from run to run.
 */
static bool may_change_order(const struct sample *sample, const struct sample_act *act, const char *station)
{
    const struct booking_create *competes = booking_at(act, station);
    for (int i = 0; competes && i < sample->count; i++) {
        const struct booking_create *other = booking_at(&sample->acts[i], station);
        if (other && other->start == competes->start && !text_same(other->household, competes->household))
            return true;
    }
    return false;
}

static bool is_sure(const struct sample *sample, const char *station, int64_t from)
{
    for (int i = 0; i < sample->count; i++) {
        const struct sample_act *act = &sample->acts[i];
        int64_t start = act->way == SAMPLE_PAIR ? ((const struct booking_create *)act->body)->start : 0;
        if (start >= from && start < from + DAYS * MS_DAY && may_change_order(sample, act, station))
            return false;
    }
    return true;
}

int demo_plan_day(const struct sample *sample, int index, int day)
{
    while (day < LAST_DAY && !is_sure(sample, plans[index].station, sample->start + day * MS_DAY))
        day++;
    return day;
}

static int say(struct demo *demo, const char *what, int64_t plan, enum message_type type, const void *body,
               struct answer *answer, struct error *error)
{
    struct demo_saying saying = {.source = "night",
                                 .role = "dispatcher",
                                 .actor = plans[plan].dispatcher,
                                 .type = type,
                                 .body = body,
                                 .refusals = type == MSG_visit_reassign ? TAKEN : ""};
    TEXT_FORMAT(saying.id, "%s-%lld", what, (long long)plan);
    return demo_say(demo, &saying, answer, error);
}

static int plan_get(struct demo *demo, const char *id, struct dayplan_get_answer *plan, struct error *error)
{
    struct dayplan_get ask = {0};
    struct reply reply;
    TEXT_PUT(ask.id, id);
    if (desk_question(&demo->desk, DESK_MATCHING, "dispatcher", "demo", MSG_dayplan_get, &ask, &reply, error) != 0)
        return -1;
    if (reply.type != MSG_dayplan_get_answer)
        return error_set(error, "dayplan.get is answered with %s", reply.envelope.type);
    *plan = *(const struct dayplan_get_answer *)reply.body;
    return 0;
}

/* It is made on another thread, so that no stillness tells that it is there. */
static int plan_wait(struct demo *demo, const char *id, struct error *error)
{
    struct dayplan_get_answer plan = {0};
    for (int64_t until = ctl_mono_ms() + WAIT_MS; ctl_mono_ms() < until; ctl_pause(2)) {
        if (desk_is_to_end())
            return error_set(error, "ended by a signal");
        if (plan_get(demo, id, &plan, error) != 0)
            return -1;
        if (text_same(plan.state, "PROPOSED"))
            return 0;
    }
    return error_set(error, "the plan %s is still %s after a minute", id, plan.state);
}

static int pin(struct demo *demo, int64_t plan, bool pinned, struct error *error)
{
    struct visit_pin body = {.pinned = pinned};
    struct answer answer;
    TEXT_PUT(body.visit, demo->plans[plan].pinned);
    return body.visit[0] ? say(demo, pinned ? "pin" : "unpin", plan, MSG_visit_pin, &body, &answer, error) : 0;
}

/* A new dispatcher gives visits of these days to people who suit them worse, so that the plan has something to mend.
 * Who has a visit was replaced for good, so it must be worth while for the next best. */
int errand_plan_hurry(struct demo *demo, const struct demo_errand *errand, struct error *error)
{
    struct visit_reassign body = {.reason = "in_a_hurry"};
    struct demo_able able;
    struct answer answer;
    int64_t start = civil_day_start(civil_day(demo->desk.now)) + MS_DAY, from = start;
    int given = 0;
    for (int i; given < HURRIED &&
                (i = demo_visit_next(demo, plans[errand->index].station, from, start + DAYS * MS_DAY)) >= 0;) {
        if (demo_able(demo, &demo->visits[i], &able, error) != 0)
            return -1;
        from = demo->visits[i].start + 1;
        if (able.count < 2 || able.at[0].total - able.at[able.count - 1].total < WORSE)
            continue;
        char what[20];
        TEXT_FORMAT(what, "hurry%d", given++);
        TEXT_PUT(body.visit, demo->visits[i].id);
        TEXT_PUT(body.worker, able.at[able.count - 1].worker);
        if (say(demo, what, errand->index, MSG_visit_reassign, &body, &answer, error) != 0)
            return -1;
    }
    return 0;
}

/* The evening before: the first visit stays with its worker whatever the plan says. */
int errand_plan_ask(struct demo *demo, const struct demo_errand *errand, struct error *error)
{
    struct demo_plan *plan = &demo->plans[errand->index];
    struct dayplan_ask body = {.from = civil_day_start(civil_day(demo->desk.now)) + MS_DAY, .days = DAYS};
    struct answer answer;
    TEXT_PUT(body.station, plans[errand->index].station);
    int first = demo_visit_next(demo, body.station, body.from, body.from + DAYS * MS_DAY);
    if (first >= 0)
        TEXT_PUT(plan->pinned, demo->visits[first].id);
    if (pin(demo, errand->index, true, error) != 0 ||
        say(demo, "plan", errand->index, MSG_dayplan_ask, &body, &answer, error) != 0)
        return -1;
    TEXT_PUT(plan->id, answer.subject);
    demo->counts.plans++;
    return plan_wait(demo, plan->id, error);
}

/* One visit is given by hand to whom the plan proposes, before the plan is confirmed. */
int errand_plan_spoil(struct demo *demo, const struct demo_errand *errand, struct error *error)
{
    struct demo_plan *made = &demo->plans[errand->index];
    struct dayplan_get_answer plan;
    struct visit_reassign body = {.reason = "client_wish"};
    struct answer answer;
    if (plan_get(demo, made->id, &plan, error) != 0)
        return -1;
    for (uint32_t i = 0; i < plan.rows.count && !made->spoiled; i++) {
        char what[20];
        if (!text_same(plan.rows.at[i].what, "moved"))
            continue;
        TEXT_PUT(body.visit, plan.rows.at[i].visit);
        TEXT_PUT(body.worker, plan.rows.at[i].worker);
        TEXT_FORMAT(what, "spoil%u", i);
        if (say(demo, what, errand->index, MSG_visit_reassign, &body, &answer, error) != 0)
            return -1;
        made->spoiled = text_same(answer.outcome, "done");
    }
    return 0;
}

static void outcome_check(struct demo *demo, const struct demo_plan *plan, const struct dayplan_get_answer *said)
{
    for (uint32_t i = 0; i < said->rows.count; i++)
        if (text_same(said->rows.at[i].visit, plan->pinned) && !text_same(said->rows.at[i].what, "kept")) {
            demo->counts.unexpected++;
            fprintf(stderr, "demo: the plan %s moves a visit that is pinned\n", plan->id);
        }
    if (plan->spoiled && said->stale == 0) {
        demo->counts.unexpected++;
        fprintf(stderr, "demo: the plan %s does not say what has changed since\n", plan->id);
    }
}

static int confirm(struct demo *demo, int64_t index, struct error *error)
{
    const struct demo_plan *plan = &demo->plans[index];
    struct dayplan_confirm body = {0};
    struct dayplan_get_answer said;
    struct answer answer;
    TEXT_PUT(body.dayplan, plan->id);
    if (say(demo, "confirm", index, MSG_dayplan_confirm, &body, &answer, error) != 0 ||
        plan_get(demo, plan->id, &said, error) != 0)
        return -1;
    outcome_check(demo, plan, &said);
    demo->counts.plans_confirmed++;
    demo->counts.plan_done += said.done;
    demo->counts.plan_stale += said.stale;
    return pin(demo, index, false, error);
}

int errand_plan_decide(struct demo *demo, const struct demo_errand *errand, struct error *error)
{
    struct dayplan_drop body = {0};
    struct answer answer;
    if (plans[errand->index].fate != FATE_DROPPED)
        return confirm(demo, errand->index, error);
    TEXT_PUT(body.dayplan, demo->plans[errand->index].id);
    demo->counts.plans_dropped++;
    return say(demo, "drop", errand->index, MSG_dayplan_drop, &body, &answer, error);
}
