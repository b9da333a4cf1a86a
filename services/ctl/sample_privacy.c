/* Those who are to be forgotten (X5, K15): two households that move away and ask for it in the sixth week; the
 * complaint of one of them is still open then, and holds her erasure until it is withdrawn. */
#include "base/civil.h"
#include "base/text.h"
#include "services/ctl/sample_parts.h"
#include "wire/id.h"

#define ASKED_DAY 37
#define FILED_DAY 30
#define WITHDRAWN_DAY 44

static struct sample_act *act_at(struct making *making, int day, int minutes, enum message_type type, const char *role)
{
    char actor[65];
    TEXT_FORMAT(actor, "%s-all-1", role);
    struct sample_act *act = making_add(making, making->sample->start + day * MS_DAY + minutes * MS_MINUTE, SAMPLE_SEND,
                                        type, "office", role, actor);
    if (act)
        act->expect = "done";
    return act;
}

static void make_household(struct making *making, int number)
{
    struct sample_act *act = act_at(making, 1, 540 + 5 * number, MSG_household_put, "receptionist");
    if (!act)
        return;
    struct household_put *put = act->body;
    TEXT_FORMAT(put->household, "H-900%d", number);
    TEXT_PUT(put->community, "CM1");
    TEXT_PUT(put->consent, "paper");
    TEXT_FORMAT(put->name, "%s%d", SAMPLE_FORGOTTEN, number);
    TEXT_FORMAT(put->phone, "555-0190-%d", number);
    TEXT_FORMAT(put->address, "%s路%d号", SAMPLE_FORGOTTEN, number);
}

static void make_case(struct making *making, int number)
{
    char id[65];
    struct sample_act *act = act_at(making, FILED_DAY, 600, MSG_case_file, "officer");
    if (!act)
        return;
    struct case_file *file = act->body;
    TEXT_PUT(file->station, "ST1");
    TEXT_PUT(file->category, "service");
    TEXT_PUT(file->relation, "consumer_company");
    TEXT_PUT(file->channel, "counter");
    TEXT_FORMAT(file->filer, "H-900%d", number);
    TEXT_FORMAT(file->filer_name, "%s%d", SAMPLE_FORGOTTEN, number);
    TEXT_PUT(file->respondent, "Q-90");
    TEXT_FORMAT(file->subject, "%s的投诉", SAMPLE_FORGOTTEN);
    TEXT_PUT(file->wish, "重新服务");
    file->happened = act->at - 2 * MS_DAY;
    id_derive(id, "mediation", act->envelope.time, act->envelope.source, act->envelope.id, 0);
    act = act_at(making, FILED_DAY, 720, MSG_case_screen, "officer");
    if (!act)
        return;
    struct case_screen *screen = act->body;
    TEXT_PUT(screen->case_id, id);
    TEXT_PUT(screen->category, "service");
    TEXT_PUT(screen->relation, "consumer_company");
    act = act_at(making, WITHDRAWN_DAY, 600, MSG_case_withdraw, "officer");
    if (act)
        TEXT_PUT(((struct case_withdraw *)act->body)->case_id, id);
}

static void make_erasure(struct making *making, int number)
{
    struct sample_act *act = act_at(making, ASKED_DAY, 600 + 5 * number, MSG_privacy_erase, "manager");
    if (!act)
        return;
    struct privacy_erase *erase = act->body;
    TEXT_FORMAT(erase->person, "H-900%d", number);
    TEXT_PUT(erase->kind, "client");
}

void make_privacy(struct making *making)
{
    for (int number = 1; number <= SAMPLE_FORGOTTEN_COUNT; number++) {
        make_household(making, number);
        make_erasure(making, number);
    }
    make_case(making, SAMPLE_FORGOTTEN_COUNT);
}
