/* Forty dispute cases (domain E6): 18 consumer, 9 labour, 10 household and worker, 3 training; some agree, some fail,
 * some are withdrawn, three run into their deadline, one is first sent down the wrong route (scenario 17). */
#include "base/civil.h"
#include "base/text.h"
#include "services/ctl/sample_parts.h"
#include "wire/id.h"

#define CASES 40

struct case_plan {
    char id[65];
    int number;
    const char *relation, *category;
    int64_t filed;
};

static struct sample_act *case_act(struct making *making, const struct case_plan *plan, int hours,
                                   enum message_type type, const char *role, const char *expect)
{
    (void)plan;
    char actor[65];
    TEXT_FORMAT(actor, "%s-all-1", role);
    struct sample_act *act =
        making_add(making, plan->filed + hours * MS_HOUR, SAMPLE_SEND, type, "office", role, actor);
    if (act)
        act->expect = expect;
    return act;
}

/* A booking whose work was done some days before the case. */
static const struct sample_booking *booking_before(const struct making *making, int number, int64_t filed)
{
    const struct sample_booking *booking;
    for (int i = number * 23 + 1; (booking = sample_booking_at(making, i)) != NULL; i++)
        if (booking->station[0] && booking->end < filed - MS_DAY && booking->end > filed - 6 * MS_DAY)
            return booking;
    return NULL;
}

static void make_file(struct making *making, struct case_plan *plan)
{
    static const char *const stations[] = {"ST1", "ST2", "ST3", "ST4"};
    const struct sample_booking *booking =
        text_same(plan->relation, "consumer_company") || text_same(plan->relation, "household_worker")
            ? booking_before(making, plan->number, plan->filed)
            : NULL;
    struct sample_act *act = case_act(making, plan, 0, MSG_case_file, "officer", "done");
    if (!act)
        return;
    struct case_file *file = act->body;
    TEXT_PUT(file->station, booking ? booking->station : stations[plan->number % 4]);
    TEXT_PUT(file->category, plan->category);
    TEXT_PUT(file->relation, plan->relation);
    if (booking)
        TEXT_PUT(file->booking, booking->id);
    TEXT_PUT(file->channel, plan->number % 3 ? "counter" : "phone");
    TEXT_FORMAT(file->filer, "P-%02d", plan->number);
    TEXT_FORMAT(file->filer_name, "居民%02d", plan->number);
    TEXT_FORMAT(file->respondent, "Q-%02d", plan->number);
    TEXT_PUT(file->subject, "服务与约定不符");
    TEXT_PUT(file->wish, "重新服务");
    file->happened = booking ? booking->start : plan->filed - 2 * MS_DAY;
    id_derive(plan->id, "mediation", act->envelope.time, act->envelope.source, act->envelope.id, 0);
}

static void make_screen(struct making *making, const struct case_plan *plan)
{
    struct sample_act *act;
    if (plan->number == 30) { /* a household's quarrel with a worker is no labour dispute */
        act = case_act(making, plan, 2, MSG_case_screen, "officer", "refused");
        if (!act)
            return;
        struct case_screen *wrong = act->body;
        TEXT_PUT(wrong->case_id, plan->id);
        TEXT_PUT(wrong->category, plan->category);
        TEXT_PUT(wrong->relation, plan->relation);
        TEXT_PUT(wrong->route, "labour");
    }
    act = case_act(making, plan, 3, MSG_case_screen, "officer", "done");
    if (!act)
        return;
    struct case_screen *screen = act->body;
    TEXT_PUT(screen->case_id, plan->id);
    TEXT_PUT(screen->category, plan->category);
    TEXT_PUT(screen->relation, plan->relation);
}

/* Two terms, each with its date, after the legal check list (D9 row 16). */
static void agreement_fill(const struct case_plan *plan, struct case_agree *agree)
{
    *agree = (struct case_agree){.terms = 2,
                                 .text = "重新服务一次，费用减免",
                                 .checks = {5, {"capable", "voluntary", "lawful", "harmless", "clear"}},
                                 .dated = {2,
                                           {{.who = "respondent", .due = plan->filed + 21 * MS_DAY},
                                            {.who = "respondent", .due = plan->filed + 28 * MS_DAY, .amount = 5000}}}};
    TEXT_PUT(agree->case_id, plan->id);
}

/* How it goes on: by its number. Three are left to their deadline. */
static void make_course_of(struct making *making, const struct case_plan *plan)
{
    struct sample_act *act;
    int way = plan->number % 8;
    if (way == 7) {
        act = case_act(making, plan, 20, MSG_case_withdraw, "officer", "done");
        if (act)
            TEXT_PUT(((struct case_withdraw *)act->body)->case_id, plan->id);
        return;
    }
    act = case_act(making, plan, 22, MSG_case_accept, "officer", "done");
    if (!act)
        return;
    TEXT_PUT(((struct case_accept *)act->body)->case_id, plan->id);
    if (plan->number < 24 && plan->number >= 21)
        return;
    if (way < 4) {
        act = case_act(making, plan, 100 + way * 24, MSG_case_agree, "mediator", "done");
        if (!act)
            return;
        agreement_fill(plan, act->body);
        act = case_act(making, plan, 150 + way * 24, MSG_case_close, "officer", "done");
        if (act)
            TEXT_PUT(((struct case_close *)act->body)->case_id, plan->id);
    } else if (way < 6) {
        act = case_act(making, plan, 120, MSG_case_fail, "mediator", "done");
        if (!act)
            return;
        TEXT_PUT(((struct case_fail *)act->body)->case_id, plan->id);
        TEXT_PUT(((struct case_fail *)act->body)->reason, "no_agreement");
    }
}

void make_cases(struct making *making)
{
    for (int i = 0; i < CASES; i++) {
        struct case_plan plan = {.number = i};
        plan.relation = i < 18   ? "consumer_company"
                        : i < 27 ? "company_employee"
                        : i < 37 ? "household_worker"
                                 : "trainee_base";
        plan.category = i < 18 ? "service" : i < 27 ? "pay" : i < 37 ? "service" : "training";
        int64_t day = 4 + (i * 37) % 42;
        if (i >= 21 && i < 24)
            day = 2 + i % 3; /* labour: fifteen days from filing, within the eight weeks */
        plan.filed = making->sample->start + day * MS_DAY + 9 * MS_HOUR + (i % 12) * SAMPLE_GRID;
        make_file(making, &plan);
        make_screen(making, &plan);
        make_course_of(making, &plan);
    }
}
