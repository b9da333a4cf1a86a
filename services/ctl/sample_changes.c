/* What happens to workers during the eight weeks: leave, a suspension, forged and revoked certificates, renewals. */
#include "base/civil.h"
#include "base/text.h"
#include "services/ctl/sample_parts.h"

/* Leave, sickness, a suspension, an identity found void. */
static void make_worker_events(struct making *making)
{
    int64_t start = making->sample->start;
    struct sample_act *act = making_add(making, start + 9 * MS_DAY + 10 * MS_HOUR, SAMPLE_SEND, MSG_leave_put, "setup",
                                        "manager", "manager-ST1-1");
    if (!act)
        return;
    *(struct leave_put *)act->body = (struct leave_put){
        .worker = "W-10", .leave = "leave-W-10", .start = start + 12 * MS_DAY, .until = start + 19 * MS_DAY};
    act->expect = "done";
    act = making_add(making, start + 30 * MS_DAY + 7 * MS_HOUR, SAMPLE_SEND, MSG_leave_put, "W-33", "worker", "W-33");
    if (!act)
        return;
    *(struct leave_put *)act->body =
        (struct leave_put){.worker = "W-33", .leave = "leave-W-33", .until = start + 34 * MS_DAY, .sick = true};
    act->expect = "done";
    act = making_add(making, start + 22 * MS_DAY + 9 * MS_HOUR, SAMPLE_SEND, MSG_worker_suspend, "setup", "manager",
                     "manager-ST1-1");
    if (!act)
        return;
    *(struct worker_suspend *)act->body =
        (struct worker_suspend){.worker = "W-45", .reason = "complaint", .review_by = start + 40 * MS_DAY};
    act->expect = "done";
    act = making_add(making, start + 36 * MS_DAY + 9 * MS_HOUR, SAMPLE_SEND, MSG_worker_reinstate, "setup", "manager",
                     "manager-ST2-1");
    if (!act)
        return;
    TEXT_PUT(((struct worker_reinstate *)act->body)->worker, "W-45");
    act->expect = "done";
    /* who was suspended in probation is confirmed by a manager, not by time; not before three verified visits */
    act = making_add(making, start + 50 * MS_DAY + 9 * MS_HOUR, SAMPLE_SEND, MSG_worker_confirm, "setup", "manager",
                     "manager-ST2-1");
    if (!act)
        return;
    TEXT_PUT(((struct worker_confirm *)act->body)->worker, "W-45");
    act = making_add(making, start + 18 * MS_DAY + 11 * MS_HOUR, SAMPLE_SEND, MSG_cert_revoke, "setup", "manager",
                     "manager-ST1-1");
    if (!act)
        return;
    *(struct cert_revoke *)act->body = (struct cert_revoke){.cert = "W-61-identity", .reason = "void"};
    act->expect = "done";
}

/* A forged certificate, and the suspension that it proposes, which another manager decides against. */
static void make_forgery(struct making *making)
{
    int64_t at = making->sample->start + 20 * MS_DAY + 9 * MS_HOUR;
    struct sample_act *act =
        making_add(making, at, SAMPLE_SEND, MSG_cert_register, "setup", "manager", "manager-ST1-1");
    if (!act)
        return;
    *(struct cert_register *)act->body = (struct cert_register){.worker = "W-40",
                                                                .cert = "W-40-counsellor",
                                                                .cert_type = "counsellor",
                                                                .level = 4,
                                                                .number = "DEMO-2026-99999",
                                                                .body = "demo_body",
                                                                .valid_from = at - 90 * MS_DAY,
                                                                .valid_to = at + 900 * MS_DAY};
    act->expect = "done";
    act = making_add(making, at + MS_HOUR, SAMPLE_SEND, MSG_cert_reject, "setup", "manager", "manager-ST2-1");
    if (!act)
        return;
    *(struct cert_reject *)act->body = (struct cert_reject){.cert = "W-40-counsellor", .reason = "forged"};
    act->expect = "done";
    act = making_add(making, at + MS_DAY, SAMPLE_SEND, MSG_worker_spare, "setup", "manager", "manager-ST1-1");
    if (!act)
        return;
    *(struct worker_spare *)act->body = (struct worker_spare){.worker = "W-40", .reason = "deceived"};
    act->expect = "done";
}

/* R6: the certificates of every second one of fourteen matrons. */
static void make_revocation(struct making *making)
{
    int64_t at = making->sample->start + 47 * MS_DAY + 10 * MS_HOUR;
    struct sample_act *act =
        making_add(making, at, SAMPLE_SEND, MSG_revocation_order, "setup", "registrar", "registrar-all-1");
    if (!act)
        return;
    *(struct revocation_order *)act->body = (struct revocation_order){
        .revocation = "guild-2026", .body = SAMPLE_GUILD, .reason = "issuer_withdrawn", .expect = 7};
    act->expect = "done";
}

static void make_renewal(struct making *making, const char *worker, int day)
{
    int64_t at = making->sample->start + day * MS_DAY + 9 * MS_HOUR;
    struct sample_act *act =
        making_add(making, at, SAMPLE_SEND, MSG_cert_register, "setup", "manager", "manager-ST1-1");
    if (!act)
        return;
    struct cert_register *cert = act->body;
    TEXT_PUT(cert->worker, worker);
    TEXT_FORMAT(cert->cert, "%s-health-2", worker);
    TEXT_PUT(cert->cert_type, "health");
    TEXT_FORMAT(cert->number, "DEMO-2026-%05d", act->order);
    TEXT_PUT(cert->body, "demo_body");
    cert->valid_from = civil_day_start(civil_day(at));
    cert->valid_to = cert->valid_from + 365 * MS_DAY;
    act->expect = "done";
    act = making_add(making, at + 2 * MS_HOUR, SAMPLE_SEND, MSG_cert_verify, "setup", "manager", "manager-ST2-1");
    if (!act)
        return;
    struct cert_verify *verify = act->body;
    TEXT_FORMAT(verify->cert, "%s-health-2", worker);
    TEXT_PUT(verify->evidence, "original_seen");
    act->expect = "done";
}

void make_changes(struct making *making)
{
    make_worker_events(making);
    make_forgery(making);
    make_revocation(making);
    make_renewal(making, "W-17", 20); /* registered before the old one ends: no yellow day */
    make_renewal(making, "W-50", 42); /* two days late */
}
