/* What the offices do beside bookings, classes and cases: a room for a meeting, a rule of their own for notices, papers
 * and employers that change, and who leaves. Each is a kind of command that no other part of the sample sends. */
#include <string.h>

#include "base/civil.h"
#include "base/text.h"
#include "services/ctl/sample_parts.h"

#define VOID_IDENTITY "W-61" /* found void in the third week: dismissed in probation (D4 row 4) */
#define LEAVING "W-14"       /* leaves when the last visits are over (D4 row 10) */
#define MOVED "W-20"
#define LESS_EMPLOYED "W-43"
#define DOUBTED "W-58-organising"

static struct sample_act *office_act(struct making *making, int day, int minutes, enum message_type type,
                                     const char *role, const char *actor)
{
    int64_t at = making->sample->start + day * MS_DAY + minutes * MS_MINUTE;
    struct sample_act *act = making_add(making, at, SAMPLE_SEND, type, "office", role, actor);
    if (act)
        act->expect = "done";
    return act;
}

/* Two meetings in the hall of the first station, one of which is called off (A1.4). */
static void make_rooms_by_hand(struct making *making)
{
    for (int i = 1; i <= 2; i++) {
        struct sample_act *act =
            office_act(making, 22, 540 + 5 * i, MSG_room_hold, "receptionist", "receptionist-ST1-1");
        if (!act)
            return;
        struct room_hold *hold = act->body;
        TEXT_FORMAT(hold->hold, "meeting-%d", i);
        TEXT_PUT(hold->station, "ST1");
        TEXT_PUT(hold->room, "hall");
        TEXT_PUT(hold->purpose, "meeting");
        hold->seats = 20;
        hold->start = making->sample->start + (24 + i) * MS_DAY + 14 * MS_HOUR;
        hold->end = hold->start + 2 * MS_HOUR;
    }
    struct sample_act *act = office_act(making, 23, 600, MSG_room_release, "receptionist", "receptionist-ST1-1");
    if (act)
        TEXT_PUT(((struct room_release *)act->body)->hold, "meeting-2");
}

/* The first manager wants to hear what clients say afterwards, and in the eighth week no longer (N1). */
static void make_rule(struct making *making)
{
    struct sample_act *act = office_act(making, 1, 540, MSG_rule_put, "operator", "operator-1");
    if (!act)
        return;
    *(struct rule_put *)act->body = (struct rule_put){.rule = "told-afterwards",
                                                      .pattern = "booking.followed_up",
                                                      .audience = "readers",
                                                      .priority = 2,
                                                      .ack = "none",
                                                      .title = "回访结果 {service} {start}:{result}",
                                                      .title_en = "What the client said {service} {start}: {result}",
                                                      .readers = {1, {"manager-ST1-1"}}};
    act = office_act(making, 50, 540, MSG_rule_remove, "operator", "operator-1");
    if (act)
        TEXT_PUT(((struct rule_remove *)act->body)->rule, "told-afterwards");
}

static const struct worker_hire *hire_find(const struct making *making, const char *worker)
{
    for (int i = 0; i < making->sample->count; i++) {
        const struct sample_act *act = &making->sample->acts[i];
        if (act->type == MSG_worker_hire && text_same(((const struct worker_hire *)act->body)->worker, worker))
            return act->body;
    }
    return NULL;
}

/* The profile as it was, but for the way she goes about. */
static void make_update(struct making *making)
{
    struct sample_act *act = office_act(making, 26, 560, MSG_worker_update, "manager", "manager-ST1-1");
    const struct worker_hire *hire = act ? hire_find(making, MOVED) : NULL;
    if (!hire)
        return;
    struct worker_update *update = act->body;
    TEXT_PUT(update->worker, hire->worker);
    TEXT_PUT(update->station, hire->station);
    TEXT_PUT(update->kind, hire->kind);
    TEXT_PUT(update->employment, hire->employment);
    TEXT_PUT(update->sex, hire->sex);
    TEXT_PUT(update->pets, hire->pets);
    TEXT_PUT(update->smokes, hire->smokes);
    update->part_time = hire->part_time;
    memcpy(&update->languages, &hire->languages, sizeof update->languages);
    memcpy(&update->cuisines, &hire->cuisines, sizeof update->cuisines);
    update->cell_lat = hire->cell_lat;
    update->cell_lon = hire->cell_lon;
    TEXT_PUT(update->travel, text_same(hire->travel, "ebike") ? "bus" : "ebike");
}

static void make_leavers(struct making *making)
{
    struct sample_act *act = office_act(making, 20, 560, MSG_worker_dismiss, "manager", "manager-ST2-1");
    if (!act)
        return;
    *(struct worker_dismiss *)act->body = (struct worker_dismiss){.worker = VOID_IDENTITY, .reason = "identity_void"};
    act = office_act(making, 30, 570, MSG_worker_unemploy, "manager", "manager-ST1-1");
    if (!act)
        return;
    *(struct worker_unemploy *)act->body = (struct worker_unemploy){.worker = LESS_EMPLOYED, .employer = "ST3"};
    act = office_act(making, 33, 540, MSG_leave_end, "worker", "W-33");
    if (!act)
        return;
    TEXT_PUT(((struct leave_end *)act->body)->leave, "leave-W-33");
    act = office_act(making, 55, 600, MSG_worker_retire, "manager", "manager-ST1-1");
    if (act)
        TEXT_PUT(((struct worker_retire *)act->body)->worker, LEAVING);
}

/* Three days without a certificate whose issuer was asked (D7 row 8). */
static void make_doubt(struct making *making)
{
    struct sample_act *act = office_act(making, 28, 600, MSG_cert_suspend, "registrar", "registrar-all-1");
    if (!act)
        return;
    TEXT_PUT(((struct cert_suspend *)act->body)->cert, DOUBTED);
    act = office_act(making, 31, 600, MSG_cert_restore, "registrar", "registrar-all-1");
    if (act)
        TEXT_PUT(((struct cert_restore *)act->body)->cert, DOUBTED);
}

void make_office(struct making *making)
{
    make_rooms_by_hand(making);
    make_rule(making);
    make_update(making);
    make_leavers(making);
    make_doubt(making);
}
