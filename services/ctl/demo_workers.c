/* Draws are made from the seed and the visit's key alone. Some offers are declined or forgotten, some assignments not
 * acknowledged; of 1,200 bookings 14 find nobody at home, 3 are missed and 6 cut short (domain E6). */
#include "services/ctl/demo_workers.h"

#include <stdio.h>

#include "base/civil.h"
#include "base/text.h"

#define NO_ANSWER 40 /* of a thousand offers */
#define DECLINE 110
#define FORGET_ACK 45  /* of a thousand assignments */
#define NOBODY_HOME 12 /* of a thousand visits, where not all eight weeks are played */
#define MISSED 4
#define OBJECT 12
#define FORGET_CONFIRM 60 /* of a thousand questions to the client */

static struct draw visit_draw(uint64_t seed, const char *what, const struct demo_visit *visit, bool by_worker)
{
    char which[DEMO_KEY + 70];
    snprintf(which, sizeof which, "%s/%s", visit->key, by_worker ? visit->worker : "");
    return draw_from(seed, what, which);
}

static int64_t grid(int64_t at)
{
    return (at + DEMO_GRID - 1) / DEMO_GRID * DEMO_GRID;
}

static struct demo_deed deed(enum demo_deed_kind kind, const struct demo_visit *visit, int index, int64_t at)
{
    struct demo_deed deed = {.kind = kind, .visit = index, .at = grid(at)};
    TEXT_PUT(deed.worker, visit->worker);
    return deed;
}

struct demo_deed worker_on_offer(uint64_t seed, const struct demo_visit *visit, int index, int64_t now)
{
    struct draw draw = visit_draw(seed, "offer", visit, true);
    int chance = draw_below(&draw, 1000);
    int64_t after = (1 + draw_below(&draw, 4)) * DEMO_GRID;
    if (chance < NO_ANSWER)
        return (struct demo_deed){0};
    return deed(chance < NO_ANSWER + DECLINE ? DEED_DECLINE : DEED_ACCEPT, visit, index, now + after);
}

struct demo_deed worker_on_assigned(uint64_t seed, const struct demo_visit *visit, int index, int64_t now)
{
    struct draw draw = visit_draw(seed, "ack", visit, true);
    int64_t at = now + draw_below(&draw, 12) * DEMO_GRID;
    if (draw_chance(&draw, FORGET_ACK))
        return (struct demo_deed){0};
    if (at >= visit->start)
        at = now;
    return deed(DEED_ACK, visit, index, at);
}

enum demo_door door_draw(uint64_t seed, const struct demo_visit *visit)
{
    struct draw draw = visit_draw(seed, "door", visit, false);
    int chance = draw_below(&draw, 1000);
    if (chance < MISSED)
        return DOOR_NO_WORKER;
    return chance < MISSED + NOBODY_HOME ? DOOR_NOBODY : DOOR_OPENS;
}

struct demo_deed worker_at_door(uint64_t seed, const struct demo_visit *visit, int index, enum demo_door door)
{
    struct draw draw = visit_draw(seed, "late", visit, false);
    int64_t late = draw_chance(&draw, 150) ? DEMO_GRID : 0;
    switch (door) {
    case DOOR_OPENS:
        return deed(DEED_CHECK_IN, visit, index, visit->start + late);
    case DOOR_NOBODY:
        return deed(DEED_NO_CLIENT, visit, index, visit->start + 15 * MS_MINUTE);
    case DOOR_NO_WORKER:
        break;
    }
    return (struct demo_deed){0};
}

const struct demo_times demo_nobody_home = {"nobody home", DEMO_NOBODY_HOME, 0};
const struct demo_times demo_missed = {"missed", DEMO_MISSED, 2};
const struct demo_times demo_cut_short = {"cut short", DEMO_CUT_SHORT, 0};

/* A day's hour in the i-th of so many equal parts of the first seven weeks; the late ones on the 51st day. */
static int64_t moment_of(const struct demo_times *times, uint64_t seed, int i)
{
    int even = times->count - times->late;
    char which[16];
    TEXT_FORMAT(which, "%d", i);
    struct draw draw = draw_from(seed, times->what, which);
    if (i >= even)
        return 50 * MS_DAY;
    int64_t part = 48 * MS_DAY / even;
    return MS_DAY + i * part + draw_below(&draw, (int)(part / MS_HOUR)) * MS_HOUR;
}

bool times_due(const struct demo_times *times, uint64_t seed, int64_t since, int64_t now, int happened)
{
    return happened < times->count && now >= since + moment_of(times, seed, happened);
}

struct demo_deed worker_after_start(uint64_t seed, const struct demo_visit *visit, int index, int64_t now)
{
    struct draw draw = visit_draw(seed, "leave", visit, false);
    int64_t at = visit->end + (draw_below(&draw, 5) - 2) * DEMO_GRID;
    if (draw_chance(&draw, 8))
        at = visit->end + 40 * MS_MINUTE; /* forgot: the lone-worker alarm comes first */
    if (at <= now)
        at = now + DEMO_GRID;
    return deed(DEED_CHECK_OUT, visit, index, at);
}

struct demo_deed client_on_asked(uint64_t seed, const struct demo_visit *visit, int index, int64_t now, int64_t until)
{
    struct draw draw = visit_draw(seed, "confirm", visit, true);
    int64_t at = now + (1 + draw_below(&draw, 60)) * DEMO_GRID;
    if (draw_chance(&draw, FORGET_CONFIRM))
        return (struct demo_deed){0};
    return deed(DEED_CONFIRM, visit, index, grid(at) < until ? at : now);
}

struct demo_deed client_after_end(uint64_t seed, const struct demo_visit *visit, int index, int64_t now)
{
    struct draw draw = visit_draw(seed, "object", visit, false);
    int64_t at = now + (1 + draw_below(&draw, 40)) * MS_HOUR;
    if (!draw_chance(&draw, OBJECT))
        return (struct demo_deed){0};
    return deed(DEED_DISPUTE, visit, index, at);
}

struct demo_deed desk_on_unverified(const struct demo_visit *visit, int index, int64_t now)
{
    return deed(DEED_CORRECT, visit, index, now + DEMO_GRID);
}

struct demo_deed manager_on_corrected(const struct demo_visit *visit, int index, int64_t now)
{
    return deed(DEED_BEAR_OUT, visit, index, now + DEMO_GRID);
}
