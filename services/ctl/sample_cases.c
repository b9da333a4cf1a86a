/* Forty dispute cases (domain E6): 18 consumer, 9 labour, 10 household and worker, 3 training; six agree, three run
 * into their deadline, one is first sent down the wrong route (scenario 17), one comes by the mini-program. */
#include "base/civil.h"
#include "base/text.h"
#include "services/ctl/sample_parts.h"
#include "wire/id.h"

#define CASES 40
#define WRONG_ROUTE 30 /* of scenario 17 */
#define FROM_OUTSIDE 5 /* filed by the mini-program */

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
    if (plan->number == FROM_OUTSIDE) {
        TEXT_PUT(act->envelope.source, "miniapp");
        TEXT_PUT(act->envelope.actorrole, "partner");
        TEXT_PUT(act->envelope.actorid, "miniapp");
        TEXT_PUT(file->channel, "miniapp");
    }
    TEXT_FORMAT(file->filer, "P-%02d", plan->number);
    TEXT_FORMAT(file->filer_name, "居民%02d", plan->number);
    if (plan->number == WRONG_ROUTE)
        TEXT_FORMAT(file->respondent, "W-%02d", sample_agency_worker(making));
    else
        TEXT_FORMAT(file->respondent, "Q-%02d", plan->number);
    TEXT_PUT(file->subject, "服务与约定不符");
    TEXT_PUT(file->wish, "重新服务");
    file->happened = booking ? booking->start : plan->filed - 2 * MS_DAY;
    id_derive(plan->id, "mediation", act->envelope.time, act->envelope.source, act->envelope.id, 0);
}

/* A household's quarrel with a worker of an agency is no labour dispute, whatever it is called (scenario 17, R3). */
static void make_wrong_screen(struct making *making, const struct case_plan *plan, const char *relation,
                              const char *code)
{
    struct sample_act *act = case_act(making, plan, 2, MSG_case_screen, "officer", "refused");
    if (!act)
        return;
    struct case_screen *wrong = act->body;
    act->code = code;
    TEXT_PUT(wrong->case_id, plan->id);
    TEXT_PUT(wrong->category, plan->category);
    TEXT_PUT(wrong->relation, relation);
    TEXT_PUT(wrong->route, "labour");
}

static void make_screen(struct making *making, const struct case_plan *plan)
{
    struct sample_act *act;
    if (plan->number == WRONG_ROUTE) {
        make_wrong_screen(making, plan, plan->relation, "not_labour");
        make_wrong_screen(making, plan, "company_employee", "not_employed");
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

/* How a case ends: six agree, three are withdrawn, three labour ones run into their deadline; consumers, who have 45
 * working days, are partly still at it after the eight weeks; the others fail. */
enum ending { ENDS_AGREED, ENDS_WITHDRAWN, ENDS_LATE, ENDS_FAILED };

static enum ending ending_of(int number)
{
    int way = number % 8;
    if (number >= 21 && number < 24)
        return ENDS_LATE;
    if (way == 0 || number == 39)
        return ENDS_AGREED;
    if (way == 7)
        return ENDS_WITHDRAWN;
    return number < 18 && (way == 2 || way == 5 || way == 6) ? ENDS_LATE : ENDS_FAILED;
}

/* What the mediator notes after talking to each side alone (K9). */
static void make_notes(struct making *making, const struct case_plan *plan)
{
    static const char *const sides[] = {"filer", "respondent"};
    for (int i = 0; i < 2; i++) {
        struct sample_act *act = case_act(making, plan, 90 + i, MSG_case_note, "mediator", "done");
        if (!act)
            return;
        struct case_note *note = act->body;
        *note = (struct case_note){.text = "愿意再谈一次"};
        TEXT_PUT(note->case_id, plan->id);
        TEXT_PUT(note->side, sides[i]);
    }
}

static void make_agreement(struct making *making, const struct case_plan *plan)
{
    make_notes(making, plan);
    struct sample_act *act = case_act(making, plan, 100 + plan->number % 3 * 24, MSG_case_agree, "mediator", "done");
    if (!act)
        return;
    agreement_fill(plan, act->body);
    act = case_act(making, plan, 150 + plan->number % 3 * 24, MSG_case_close, "officer", "done");
    if (act)
        TEXT_PUT(((struct case_close *)act->body)->case_id, plan->id);
}

static void make_failure(struct making *making, const struct case_plan *plan)
{
    struct sample_act *act = case_act(making, plan, 120, MSG_case_fail, "mediator", "done");
    if (!act)
        return;
    TEXT_PUT(((struct case_fail *)act->body)->case_id, plan->id);
    TEXT_PUT(((struct case_fail *)act->body)->reason, "no_agreement");
}

/* The household was right, which is noted with the worker; nobody is suspended over it (K14, D4 row 7). */
static void make_uphold(struct making *making, const struct case_plan *plan)
{
    struct sample_act *act = case_act(making, plan, 60, MSG_case_uphold, "officer", "done");
    if (act)
        TEXT_PUT(((struct case_uphold *)act->body)->case_id, plan->id);
}

static void make_course_of(struct making *making, const struct case_plan *plan)
{
    enum ending ending = ending_of(plan->number);
    struct sample_act *act;
    if (ending == ENDS_WITHDRAWN) {
        act = case_act(making, plan, 20, MSG_case_withdraw, "officer", "done");
        if (act)
            TEXT_PUT(((struct case_withdraw *)act->body)->case_id, plan->id);
        return;
    }
    act = case_act(making, plan, 22, MSG_case_accept, "officer", "done");
    if (!act)
        return;
    TEXT_PUT(((struct case_accept *)act->body)->case_id, plan->id);
    if (plan->number == WRONG_ROUTE)
        make_uphold(making, plan);
    if (ending == ENDS_AGREED)
        make_agreement(making, plan);
    if (ending == ENDS_FAILED)
        make_failure(making, plan);
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
