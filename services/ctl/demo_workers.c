/* Draws are made from the seed and the visit's key alone. Rates are those of the sample (domain E6): of 1,200 bookings
 * about 14 find nobody at home, 3 are missed; some offers are declined or forgotten, some assignments not acknowledged.
 */
#include "services/ctl/demo_workers.h"

#include <stdio.h>

#include "base/civil.h"
#include "base/text.h"

#define NO_ANSWER 40 /* of a thousand offers */
#define DECLINE 110
#define FORGET_ACK 45  /* of a thousand assignments */
#define NOBODY_HOME 12 /* of a thousand visits */
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

struct demo_deed worker_at_door(uint64_t seed, const struct demo_visit *visit, int index)
{
    struct draw draw = visit_draw(seed, "door", visit, false);
    int chance = draw_below(&draw, 1000);
    int64_t late = draw_chance(&draw, 150) ? DEMO_GRID : 0;
    if (chance < MISSED)
        return (struct demo_deed){0};
    if (chance < MISSED + NOBODY_HOME)
        return deed(DEED_NO_CLIENT, visit, index, visit->start + 15 * MS_MINUTE);
    return deed(DEED_CHECK_IN, visit, index, visit->start + late);
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
