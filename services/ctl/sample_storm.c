/* Notices that come all at once, or at night (domain E6): in one minute fifteen agreements are renewed and twenty of
 * the staff hear of each, and four certificates end at midnight, which three persons hear as urgent. */
#include "base/civil.h"
#include "base/text.h"
#include "services/ctl/sample_parts.h"

static struct sample_act *storm_act(struct making *making, int64_t at, enum message_type type, const char *role,
                                    const char *actor)
{
    struct sample_act *act = making_add(making, at, SAMPLE_SEND, type, "district", role, actor);
    if (act)
        act->expect = "done";
    return act;
}

static struct rule_put *make_rule(struct making *making, const char *rule, const char *pattern, int priority)
{
    struct sample_act *act =
        storm_act(making, making->sample->start + 10 * MS_HOUR, MSG_rule_put, "operator", "operator-1");
    if (!act)
        return NULL;
    struct rule_put *put = act->body;
    TEXT_PUT(put->rule, rule);
    TEXT_PUT(put->pattern, pattern);
    TEXT_PUT(put->audience, "readers");
    TEXT_PUT(put->ack, "none");
    put->priority = priority;
    return put;
}

static void tell(struct rule_put *put, const char *reader)
{
    TEXT_PUT(put->readers.at[put->readers.count++], reader);
}

static void make_staff_rule(struct making *making)
{
    static const char *const staff[] = {"manager", "receptionist", "dispatcher", "receptionist"};
    struct rule_put *put = make_rule(making, SAMPLE_STORM_RULE "station", "catalog.partner_changed", 2);
    if (!put)
        return;
    for (int i = 0; i < 16; i++)
        TEXT_FORMAT(put->readers.at[put->readers.count++], "%s-ST%d-%d", staff[i % 4], 1 + i / 4, i % 4 == 3 ? 2 : 1);
    TEXT_PUT(put->title, "合作协议有变动 {partner}");
    TEXT_PUT(put->title_en, "An agreement has changed {partner}");
}

static void make_district_rules(struct making *making)
{
    struct rule_put *put = make_rule(making, SAMPLE_STORM_RULE "district", "catalog.partner_changed", 1);
    if (!put)
        return;
    tell(put, "mediator-all-1");
    tell(put, "mediator-all-2");
    tell(put, "mediator-all-3");
    tell(put, "officer-all-1");
    TEXT_PUT(put->title, "合作协议有变动 {partner}");
    TEXT_PUT(put->title_en, "An agreement has changed {partner}");
    put = make_rule(making, SAMPLE_NIGHT_RULE, "cert.expired", 5);
    if (!put)
        return;
    tell(put, "manager-ST1-1");
    tell(put, "registrar-all-1");
    tell(put, "supervisor-all-1");
    TEXT_PUT(put->title, "证件已到期 {cert_type}");
    TEXT_PUT(put->title_en, "A certificate has expired {cert_type}");
}

/* The agreement of an enterprise as it was put in, under its English name too. */
static void make_renewal(struct making *making, int index)
{
    int64_t at = making->sample->start + SAMPLE_STORM_DAY * MS_DAY + 10 * MS_HOUR;
    struct sample_act *act = storm_act(making, at, MSG_partner_put, "manager", "manager-ST1-1");
    if (!act)
        return;
    struct partner_put *put = act->body;
    *put = *(const struct partner_put *)making->sample->acts[index].body;
    TEXT_FORMAT(put->name_en, "Partner enterprise %s", put->partner);
}

void make_storm(struct making *making)
{
    make_staff_rule(making);
    make_district_rules(making);
    int count = making->sample->count;
    for (int i = 0; i < count && !making->failed; i++) {
        const struct sample_act *act = &making->sample->acts[i];
        if (act->type == MSG_partner_put && text_same(((const struct partner_put *)act->body)->kind, "enterprise"))
            make_renewal(making, i);
    }
}
