/* What is done besides the visits' own deeds, by the desk, dispatchers, trainees and readers: errands, one after the
 * other, in an order that is the same in every run. */
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/text.h"
#include "services/ctl/demo.h"

static int (*const runs[ERRAND_KINDS])(struct demo *demo, const struct demo_errand *errand, struct error *error) = {
    [ERRAND_DEPART] = errand_depart,           [ERRAND_CUT_SHORT] = errand_cut_short,
    [ERRAND_WITHDRAW] = errand_withdraw,       [ERRAND_FOLLOW_UP] = errand_follow_up,
    [ERRAND_ANSWER] = errand_answer,           [ERRAND_MARK] = errand_mark,
    [ERRAND_CANCEL] = errand_cancel,           [ERRAND_REASSIGN] = errand_reassign,
    [ERRAND_EVEN_OUT] = errand_even_out,       [ERRAND_READ] = errand_read,
    [ERRAND_REWIND] = errand_rewind,           [ERRAND_PLAN_HURRY] = errand_plan_hurry,
    [ERRAND_PLAN_ASK] = errand_plan_ask,       [ERRAND_PLAN_SPOIL] = errand_plan_spoil,
    [ERRAND_PLAN_DECIDE] = errand_plan_decide,
};

int demo_say(struct demo *demo, const struct demo_saying *saying, struct answer *answer, struct error *error)
{
    struct sample_act act = {.at = demo->desk.now, .type = saying->type, .body = (void *)(uintptr_t)saying->body};
    TEXT_PUT(act.envelope.id, saying->id);
    TEXT_PUT(act.envelope.source, saying->source);
    TEXT_PUT(act.envelope.actorrole, saying->role);
    TEXT_PUT(act.envelope.actorid, saying->actor);
    act.envelope.time = demo->desk.now;
    demo->counts.sent++;
    if (demo_send(demo, &act, answer, error) != 0)
        return -1;
    demo->counts.answered++;
    demo->done[act.type] += text_same(answer->outcome, "done");
    bool refused = text_same(answer->outcome, "refused") && text_in_list(answer->code, saying->refusals);
    if (!text_same(answer->outcome, "done") && !refused)
        demo_unexpected(demo, &act.envelope, answer, "done");
    return 0;
}

int demo_errand_add(struct demo *demo, const struct demo_errand *errand)
{
    if (demo->errands_count == demo->errands_room) {
        int room = demo->errands_room ? demo->errands_room * 2 : 64;
        struct demo_errand *more = realloc(demo->errands, (size_t)room * sizeof *more);
        if (!more)
            return -1;
        demo->errands = more;
        demo->errands_room = room;
    }
    demo->errands[demo->errands_count++] = *errand;
    return 0;
}

static bool errand_before(const struct demo_errand *a, const struct demo_errand *b)
{
    if (a->at != b->at)
        return a->at < b->at;
    if (a->kind != b->kind)
        return a->kind < b->kind;
    int order = strcmp(a->key, b->key);
    return order ? order < 0 : a->number < b->number;
}

int demo_errand_first(const struct demo *demo)
{
    int first = -1;
    for (int i = 0; i < demo->errands_count; i++)
        if (first < 0 || errand_before(&demo->errands[i], &demo->errands[first]))
            first = i;
    return first;
}

int demo_errands_play(struct demo *demo, struct error *error)
{
    for (int i; (i = demo_errand_first(demo)) >= 0 && demo->errands[i].at <= demo->desk.now;) {
        struct demo_errand errand = demo->errands[i];
        int64_t sent = demo->counts.sent;
        demo->errands[i] = demo->errands[--demo->errands_count];
        if (runs[errand.kind](demo, &errand, error) != 0)
            return -1;
        if (demo->counts.sent > sent && (desk_settle(&demo->desk, error) != 0 || demo_told(demo, error) != 0))
            return -1;
    }
    return 0;
}

static int add_at(struct demo *demo, enum demo_errand_kind kind, int day, int minutes, int64_t number)
{
    struct demo_errand errand = {.at = demo->sample->start + day * MS_DAY + minutes * MS_MINUTE,
                                 .kind = kind,
                                 .index = (int)number,
                                 .number = number};
    return demo_errand_add(demo, &errand);
}

/* One worker a week is replaced by hand; every other week a household changes its main worker; a feed is read twice a
 * week, but in the fourth, and all of it at the end; three plans are made by night, of which one is dropped and one has
 * gone stale in part when it is confirmed. */
int demo_errands_plan(struct demo *demo)
{
    int failed = 0;
    for (int week = 0; week < 7; week++)
        failed |= add_at(demo, ERRAND_REASSIGN, 7 * week + 2, 510, week);
    for (int i = 0; i < DEMO_EVENED; i++)
        failed |= add_at(demo, ERRAND_EVEN_OUT, 15 + 14 * i, 540, i);
    for (int week = 0; week < 8; week++) {
        if (week != 3)
            failed |= add_at(demo, ERRAND_READ, 7 * week, 1080, 2 * week);
        failed |= add_at(demo, ERRAND_READ, 7 * week + 3, 1080, 2 * week + 1);
    }
    failed |= add_at(demo, ERRAND_REWIND, 55, 1080, 0);
    for (int i = 0; i < DEMO_PLANS; i++) {
        int day = demo_plan_day(demo->sample, i, 22 + 9 * i);
        failed |= add_at(demo, ERRAND_PLAN_HURRY, day - 1, 1140, i);
        failed |= add_at(demo, ERRAND_PLAN_ASK, day - 1, 1290, i);
        if (i == DEMO_PLANS - 1)
            failed |= add_at(demo, ERRAND_PLAN_SPOIL, day - 1, 1320, i);
        failed |= add_at(demo, ERRAND_PLAN_DECIDE, day, 375, i);
    }
    return failed ? -1 : 0;
}
