/* What happens round a visit besides the deeds of its worker: who sets out, whom nobody opens to, which service is cut
 * short, what the client says afterwards. How often follows from the domain (E6), when from the seed. */
#include <string.h>

#include "base/civil.h"
#include "base/text.h"
#include "services/ctl/demo.h"

#define DEPART 60     /* of a thousand visits: the worker says that she sets out */
#define FOLLOW_UP 110 /* of a thousand services that are completed */
#define UNSATISFIED 80
#define UNREACHED 150

static struct demo_errand errand_of(const struct demo *demo, enum demo_errand_kind kind, int index, int64_t at)
{
    struct demo_errand errand = {.kind = kind, .index = index, .at = at};
    TEXT_PUT(errand.key, demo->visits[index].key);
    return errand;
}

static struct demo_saying saying_of(const char *what, const struct demo_visit *visit, enum message_type type,
                                    const void *body)
{
    struct demo_saying saying = {
        .source = "desk", .role = "receptionist", .actor = "desk", .type = type, .body = body, .refusals = ""};
    TEXT_FORMAT(saying.id, "%s-%.50s", what, visit->id);
    return saying;
}

int demo_visit_of_booking(const struct demo *demo, const char *booking)
{
    for (int i = demo->visits_count - 1; i >= 0; i--)
        if (!demo->visits[i].goes_along && text_same(demo->visits[i].booking, booking))
            return i;
    return -1;
}

/* ---- at the door ---- */

/* Visits that nobody may come to as things stand: they will be missed by themselves. */
static int doomed_count(const struct demo *demo)
{
    int count = 0;
    for (int i = 0; i < demo->visits_count; i++) {
        const struct demo_visit *visit = &demo->visits[i];
        count += visit->risk[0] && !text_in_list(visit->risk, "no_ack|overrun") && !visit->over && !visit->started;
    }
    return count;
}

enum demo_door demo_door(struct demo *demo, const struct demo_visit *visit)
{
    int64_t since = demo->sample->start, now = demo->desk.now;
    int missed = (int)demo->counts.missed + demo->missing + doomed_count(demo);
    if (!visit->acked || visit->risk[0])
        return DOOR_OPENS;
    if (times_due(&demo_missed, demo->seed, since, now, missed)) {
        demo->missing++;
        return DOOR_NO_WORKER;
    }
    if (!times_due(&demo_nobody_home, demo->seed, since, now, demo->nobody_planned))
        return DOOR_OPENS;
    demo->nobody_planned++;
    return DOOR_NOBODY;
}

int demo_on_acked(struct demo *demo, int index)
{
    const struct demo_visit *visit = &demo->visits[index];
    struct draw draw = draw_from(demo->seed, "depart", visit->key);
    struct demo_errand errand = errand_of(demo, ERRAND_DEPART, index, visit->start - 4 * DEMO_GRID);
    if (!draw_chance(&draw, DEPART) || errand.at <= demo->desk.now)
        return 0;
    return demo_errand_add(demo, &errand);
}

int errand_depart(struct demo *demo, const struct demo_errand *errand, struct error *error)
{
    struct demo_visit *visit = &demo->visits[errand->index];
    struct visit_depart body = {0};
    struct answer answer;
    if (visit->over || visit->started || visit->departed || !visit->acked || visit->risk[0])
        return 0;
    visit->departed = true;
    TEXT_PUT(body.visit, visit->id);
    struct demo_saying saying = saying_of("depart", visit, MSG_visit_depart, &body);
    saying.source = saying.actor = visit->worker;
    saying.role = "worker";
    return demo_say(demo, &saying, &answer, error);
}

/* ---- cut short ---- */

bool demo_cuts(struct demo *demo, const struct demo_visit *visit)
{
    if (visit->goes_along || visit->end - visit->start < MS_HOUR ||
        !times_due(&demo_cut_short, demo->seed, demo->sample->start, demo->desk.now, demo->cut_planned))
        return false;
    struct demo_errand errand =
        errand_of(demo, ERRAND_CUT_SHORT, (int)(visit - demo->visits), visit->start + MS_HOUR / 2);
    errand.number = demo->cut_planned;
    return demo_errand_add(demo, &errand) == 0 && ++demo->cut_planned > 0;
}

int errand_cut_short(struct demo *demo, const struct demo_errand *errand, struct error *error)
{
    static const char *const by[] = {"client", "worker", "station"};
    const struct demo_visit *visit = &demo->visits[errand->index];
    struct booking_cut_short body = {0};
    struct answer answer;
    TEXT_PUT(body.booking, visit->booking);
    TEXT_PUT(body.by, by[errand->number % 3]);
    struct demo_saying saying = saying_of("cut", visit, MSG_booking_cut_short, &body);
    demo->counts.cut_short++;
    return demo_say(demo, &saying, &answer, error);
}

/* ---- afterwards ---- */

int errand_withdraw(struct demo *demo, const struct demo_errand *errand, struct error *error)
{
    const struct demo_visit *visit = &demo->visits[errand->index];
    struct visit_correct_withdraw body = {0};
    struct answer answer;
    TEXT_PUT(body.visit, visit->id);
    struct demo_saying saying = saying_of("withdraw", visit, MSG_visit_correct_withdraw, &body);
    if (demo_say(demo, &saying, &answer, error) != 0)
        return -1;
    return demo_deed_add(demo, desk_on_unverified(visit, errand->index, demo->desk.now));
}

int demo_on_completed(struct demo *demo, int index)
{
    const struct demo_visit *visit = &demo->visits[index];
    struct draw draw = draw_from(demo->seed, "follow up", visit->key);
    int64_t morning = civil_day_start(civil_day(demo->desk.now)) + MS_DAY + 10 * MS_HOUR;
    struct demo_errand errand = errand_of(demo, ERRAND_FOLLOW_UP, index, morning + draw_below(&draw, 72) * DEMO_GRID);
    return draw_chance(&draw, FOLLOW_UP) ? demo_errand_add(demo, &errand) : 0;
}

/* What the client says; who was not reached is called a second time, once. */
static const char *said_of(const struct demo *demo, const struct demo_visit *visit, bool again)
{
    struct draw draw = draw_from(demo->seed, again ? "says now" : "says", visit->key);
    int chance = draw_below(&draw, 1000);
    if (chance < UNSATISFIED)
        return "unsatisfied";
    return !again && chance < UNSATISFIED + UNREACHED ? "unreached" : "satisfied";
}

int errand_follow_up(struct demo *demo, const struct demo_errand *errand, struct error *error)
{
    const struct demo_visit *visit = &demo->visits[errand->index];
    bool again = errand->number > 0;
    struct followup_record body = {0};
    struct demo_errand once_more = *errand;
    struct answer answer;
    TEXT_PUT(body.booking, visit->booking);
    TEXT_PUT(body.result, said_of(demo, visit, again));
    struct demo_saying saying = saying_of(again ? "follow2" : "follow", visit, MSG_followup_record, &body);
    saying.refusals = "not_completed"; /* annulled, or closed with its case */
    demo->counts.followed_up += !again;
    if (demo_say(demo, &saying, &answer, error) != 0)
        return -1;
    once_more.at += MS_DAY;
    once_more.number = 1;
    return text_same(body.result, "unreached") ? demo_errand_add(demo, &once_more) : 0;
}
