/* Telling a reader, and what is not told at once: summaries by lane (N8). Keeps: a held notice has a timer that tells
 * its summary, or stands in one; a feed's own numbering is in step with its stream. */
#include "tell.h"

#include "base/text.h"

#include "store.h"
#include "tables.h"

/* ---- telling ---- */

static int emit_created(struct unit *unit, const struct notice *n)
{
    char stream[65];
    struct notice_created event = {
        .priority = n->priority, .needs_ack = n->ack != ACK_NONE, .at = n->at, .listed = n->listed};
    TEXT_PUT(event.notice, n->notice);
    TEXT_PUT(event.reader, n->reader);
    TEXT_PUT(event.rule, n->rule);
    TEXT_PUT(event.title, n->title);
    TEXT_PUT(event.title_en, n->title_en);
    TEXT_PUT(event.event_type, n->event_type);
    TEXT_PUT(event.event, n->event);
    TEXT_PUT(event.about, n->about);
    TEXT_PUT(event.station, n->station);
    feed_name(stream, n->reader);
    return unit_emit_to(unit, stream, MSG_notice_created, &event, n->about[0] ? n->about : n->notice);
}

int feed_tell(struct unit *unit, struct notice *n)
{
    int64_t last = 0;
    if (feed_last(unit->store, n->reader, &last) < 0)
        return -1;
    n->number = last + 1;
    int made = notice_insert(unit->store, n);
    if (made <= 0)
        return made;
    if (n->lane != LANE_NONE && storm_tell(unit->store, n) < 0)
        return -1;
    return feed_count_up(unit->store, n->reader) < 0 ? -1 : emit_created(unit, n);
}

/* ---- holding ---- */

static void limits_of(const struct unit *unit, struct storm_limit limits[LANES])
{
    const int64_t *set = unit->setting;
    limits[LANE_NONE] = (struct storm_limit){0};
    limits[LANE_CHANNEL] = (struct storm_limit){set[SET_STORM_CHANNEL_MOST], set[SET_STORM_CHANNEL_S] * MS_SECOND};
    limits[LANE_CONTACT] = (struct storm_limit){set[SET_STORM_CONTACT_MOST], set[SET_STORM_CONTACT_S] * MS_SECOND};
}

int storm_place(struct unit *unit, struct notice *n)
{
    struct storm_limit limits[LANES];
    int64_t told = 0;
    n->lane = storm_lane(n->priority);
    if (n->lane == LANE_NONE)
        return 0;
    limits_of(unit, limits);
    n->ends = storm_ends(&limits[n->lane], n->at);
    if (storm_told(unit->store, n, &told) < 0)
        return -1;
    notice_place(n, limits, told);
    return 0;
}

/* The timer of a reader's lane stands at the first window that has somebody waiting. What comes late, for a window that
 * was summed up, waits for a later summary: each time of a lane makes one summary, whose id follows from it. */
static int summary_plan(struct unit *unit, const char *reader, enum lane lane)
{
    struct storm_limit limits[LANES];
    int64_t ends = 0, last = 0;
    if (storm_next(unit->store, reader, lane, &ends) < 0 || storm_last(unit->store, reader, lane, &last) < 0)
        return -1;
    limits_of(unit, limits);
    return ends ? unit_timer(unit, lane_timer(lane), reader, storm_due(&limits[lane], ends, last, unit->now)) : 0;
}

/* Where one waits already for this window or an earlier one, the timer stands. */
int storm_hold(struct unit *unit, const struct notice *n)
{
    int64_t ends = 0;
    if (storm_next(unit->store, n->reader, n->lane, &ends) < 0)
        return -1;
    int made = notice_insert(unit->store, n);
    return made <= 0 || (ends && ends <= n->ends) ? made : summary_plan(unit, n->reader, n->lane);
}

/* ---- summaries ---- */

/* A window is over: one notice lists all that waited for it. */
static int summary_tell(struct unit *unit, enum lane lane, const char *reader, int64_t due)
{
    struct notice first, summary;
    int64_t count = 0;
    if (storm_waiting(unit->store, reader, lane, due, &first, &count) < 0)
        return unit_trouble(unit);
    if (count > 0) {
        notice_sum_up(&summary, &first, count, due);
        unit_id(unit, summary.notice);
        TEXT_PUT(summary.event, summary.notice);
        if (feed_tell(unit, &summary) < 0 || storm_list_in(unit->store, &summary, lane) < 0)
            return unit_trouble(unit);
    }
    return storm_summed_up(unit->store, reader, lane, due) < 0 || summary_plan(unit, reader, lane) < 0
               ? unit_trouble(unit)
               : UNIT_DONE;
}

static int on_channel(struct unit *unit, const char *reader, int64_t due)
{
    return summary_tell(unit, LANE_CHANNEL, reader, due);
}

static int on_contact(struct unit *unit, const char *reader, int64_t due)
{
    return summary_tell(unit, LANE_CONTACT, reader, due);
}

const struct timer_handler storm_timers[] = {
    {"summary.channel", on_channel},
    {"summary.contact", on_contact},
    {NULL, NULL},
};
