/* 110 bookings are called off (domain E6): by their clients, by the station that lets them down, and a whole afternoon
 * by a typhoon signal; each booking once. */
#include <stdlib.h>

#include "base/civil.h"
#include "base/text.h"
#include "services/ctl/sample_parts.h"

#define CANCELS 110
#define LET_DOWNS 20

struct cancels {
    struct making *making;
    struct draw *draw;
    bool *called_off; /* an ordinary booking each */
    int count;
};

static struct sample_act *act_of_booking(struct cancels *c, int index, int64_t at, const char *source, const char *role,
                                         const char *actor)
{
    struct sample_act *act = making_add(c->making, at, SAMPLE_SEND, MSG_booking_cancel, source, role, actor);
    if (!act)
        return NULL;
    c->called_off[index] = true;
    c->count++;
    return act;
}

static void manager_cancels(struct cancels *c, int index, int64_t at, const char *reason)
{
    struct sample_act *act = act_of_booking(c, index, at, "counter-ST1", "manager", "manager-ST1-1");
    if (!act)
        return;
    struct booking_cancel *cancel = act->body;
    TEXT_PUT(cancel->booking, c->making->bookings[index].id);
    TEXT_PUT(cancel->reason, reason);
}

/* One cancellation by who booked; some hours before the start: free, late and very late (BK9). */
static void client_cancels(struct cancels *c, int index)
{
    static const int64_t hours[] = {30, 48, 72, 26, 30, 8, 5, 12, 1};
    const struct sample_booking *booking = &c->making->bookings[index];
    int64_t at = booking->start - hours[draw_below(c->draw, 9)] * MS_HOUR;
    if (at <= booking->at)
        at = booking->at + 2 * SAMPLE_GRID;
    bool counter = text_starts(booking->source, "counter");
    struct sample_act *act = act_of_booking(c, index, at, booking->source, counter ? "receptionist" : "partner",
                                            counter ? "receptionist-ST1-1" : booking->source);
    if (!act)
        return;
    struct booking_cancel *cancel = act->body;
    TEXT_PUT(cancel->source_ref, booking->ref);
    TEXT_PUT(cancel->reason, draw_chance(c->draw, 300) ? "hospital" : "client_wish");
}

/* The station lets some down, for each of its reasons: a new booking is offered, except for what was entered by mistake
 * (D1 row 19). */
static void make_let_downs(struct cancels *c)
{
    static const char *const reasons[] = {"worker_ill", "no_worker", "worker_ill", "station_closed", "entry_error"};
    for (int i = 0; i < LET_DOWNS; i++) {
        int index = i * (c->making->bookings_count / LET_DOWNS) + 5;
        const struct sample_booking *booking = &c->making->bookings[index];
        int64_t at = booking->start - 20 * MS_HOUR;
        manager_cancels(c, index, at > booking->at ? at : booking->at + SAMPLE_GRID, reasons[i % 5]);
    }
}

/* A typhoon signal at noon of the 25th day: the managers call the whole afternoon off. */
static void make_typhoon(struct cancels *c)
{
    int64_t noon = c->making->sample->start + 24 * MS_DAY + 12 * MS_HOUR;
    for (int i = 0; i < c->making->bookings_count && !c->making->failed; i++) {
        const struct sample_booking *booking = &c->making->bookings[i];
        bool afternoon = booking->start >= noon + 30 * MS_MINUTE && booking->start < noon + 12 * MS_HOUR;
        if (afternoon && booking->at < noon && !c->called_off[i])
            manager_cancels(c, i, noon, "typhoon");
    }
}

/* The rest: one booking in nine, over all eight weeks. */
static void make_changes_of_mind(struct cancels *c)
{
    for (int step = 0; c->count < CANCELS && !c->making->failed; step++) {
        int index = (step * 9 + step * 9 / c->making->bookings_count) % c->making->bookings_count;
        if (!c->called_off[index])
            client_cancels(c, index);
    }
}

void make_cancels(struct making *making, struct draw *draw)
{
    struct cancels c = {.making = making, .draw = draw};
    c.called_off = calloc((size_t)making->bookings_count + 1, sizeof *c.called_off);
    if (!c.called_off || making->failed)
        making->failed = true;
    else {
        make_let_downs(&c);
        make_typhoon(&c);
        make_changes_of_mind(&c);
    }
    free(c.called_off);
}
