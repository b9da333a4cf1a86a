/* What readers do: acknowledge, move their cursor, go back on purpose. Keeps I23 and N3: reading and acknowledging are
 * two things, and each is done by the reader itself or by an operator. */
#include "base/text.h"

#include "store.h"
#include "tables.h"

static bool acts_for(const struct unit *unit, const char *reader)
{
    return text_same(unit->cause->actorid, reader) || (role_of(unit->cause->actorrole) & ROLE_OPERATOR);
}

/* ---- acknowledging (D10 row 12) ---- */

static int emit_acked(struct unit *unit, const struct notice *n)
{
    char stream[65];
    struct notice_acked event = {.at = n->acked_at};
    TEXT_PUT(event.notice, n->notice);
    TEXT_PUT(event.reader, n->reader);
    TEXT_PUT(event.by, n->acked_by);
    feed_name(stream, n->reader);
    if (feed_count_up(unit->store, n->reader) < 0)
        return -1;
    return unit_emit_to(unit, stream, MSG_notice_acked, &event, n->about[0] ? n->about : n->notice);
}

/* All notices that this acknowledgement settles are said to be acked, each on its own feed, then saved. */
static int settle(struct unit *unit, const struct notice *acked)
{
    struct notice n;
    struct rows rows;
    int found, failed = 0;
    notice_list_settled(&rows, unit->store, acked);
    while (!failed && (found = notice_next(&rows, &n)) != 0) {
        bool own = found == 1 && text_same(n.notice, acked->notice);
        failed = found < 0 || !notice_move(&n, own ? NOTICE_ON_ACK : NOTICE_ON_ACK_BY_OTHER);
        TEXT_PUT(n.acked_by, acked->acked_by);
        n.acked_at = acked->acked_at;
        failed = failed || emit_acked(unit, &n) < 0;
    }
    rows_close(&rows);
    return failed ? -1 : notice_save_settled(unit->store, acked);
}

static int notice_ack(struct unit *unit, const void *message)
{
    const struct notice_ack *m = message;
    struct notice n;
    int found = notice_find(unit->store, m->notice, &n);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 0)
        return unit_refuse(unit, "unknown_notice", "notice", "There is no notice %s.", m->notice);
    if (!unit->cause->actorid[0])
        return unit_refuse(unit, "missing", "actorid", "Who acknowledges?");
    if (!acts_for(unit, n.reader))
        return unit_refuse(unit, "not_yours", "notice", "The notice is for %s.", n.reader);
    if (n.ack == ACK_NONE)
        return unit_refuse(unit, "no_ack_needed", "notice", "Nobody needs to acknowledge it.");
    if (!notice_move(&n, NOTICE_ON_ACK))
        return unit_refuse(unit, "already_acked", "notice", "%s has acknowledged it.", n.acked_by);
    TEXT_PUT(n.acked_by, unit->cause->actorid);
    n.acked_at = unit->now;
    unit_subject(unit, n.notice);
    return settle(unit, &n) < 0 ? unit_trouble(unit) : UNIT_DONE;
}

/* ---- cursors (N2) ---- */

/* The reader whose feed a stream is: 1, 0, -1. Only a feed that is named by a hash must be looked for. */
static int feed_reader_of(struct unit *unit, const char *stream, char reader[65])
{
    char name[65];
    struct rows rows;
    int found;
    if (stream[5] != '~')
        return text_copy(reader, 65, stream + 5) == 0;
    feed_list(&rows, unit->store);
    while ((found = rows_next(&rows)) == 1) {
        rows_copy(&rows, 0, reader, 65);
        feed_name(name, reader);
        if (text_same(name, stream))
            break;
    }
    rows_close(&rows);
    return found;
}

int feed_hold(struct unit *unit, const char *stream, int64_t *number)
{
    char reader[65];
    int found = feed_reader_of(unit, stream, reader);
    return found == 1 ? feed_first_open(unit->store, reader, number) : found;
}

static int emit_moved(struct unit *unit, const char *reader, const char *device, int64_t number, bool rewound)
{
    struct reader_cursor_moved event = {.number = number, .rewound = rewound};
    char stream[65];
    TEXT_PUT(event.reader, reader);
    TEXT_PUT(event.device, device);
    unit_subject(unit, reader);
    feed_name(stream, reader);
    if (unit_reader(unit, device, stream, number) < 0)
        return -1;
    return unit_emit(unit, MSG_reader_cursor_moved, &event, reader);
}

/* A cursor of a known reader, moved by who may. `known` tells whether the device has read before. */
static int find_cursor(struct unit *unit, const char *reader, const char *device, int64_t *cursor, bool *known)
{
    struct feed_reader r;
    int found = feed_reader_find(unit->store, reader, &r);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 0)
        return unit_refuse(unit, "unknown_reader", "reader", "There is no reader %s.", reader);
    if (!acts_for(unit, reader))
        return unit_refuse(unit, "not_yours", "reader", "Only %s moves this cursor.", reader);
    found = feed_cursor_find(unit->store, reader, device, cursor);
    *known = found == 1;
    return found < 0 ? unit_trouble(unit) : UNIT_DONE;
}

static int check_devices(struct unit *unit, const char *reader)
{
    int64_t devices = 0;
    if (feed_devices(unit->store, reader, &devices) < 0)
        return unit_trouble(unit);
    if (devices >= unit->setting[SET_DEVICES_MAX])
        return unit_refuse(unit, "too_many_devices", "device", "A reader has at most %lld devices.",
                           (long long)unit->setting[SET_DEVICES_MAX]);
    return UNIT_DONE;
}

static int feed_move(struct unit *unit, const void *message)
{
    const struct feed_move *m = message;
    int64_t cursor = 0, last = 0;
    bool known = false;
    int verdict = find_cursor(unit, m->reader, m->device, &cursor, &known);
    if (verdict == UNIT_DONE && !known)
        verdict = check_devices(unit, m->reader);
    if (verdict != UNIT_DONE)
        return verdict;
    if (feed_last(unit->store, m->reader, &last) < 0)
        return unit_trouble(unit);
    switch (cursor_judge(cursor, m->number, last)) {
    case CURSOR_BEYOND:
        return unit_refuse(unit, "beyond_feed", "number", "The feed ends at %lld.", (long long)last);
    case CURSOR_BACKWARDS:
        return unit_refuse(unit, "backwards", "number", "The cursor stands at %lld; feed.rewind goes back.",
                           (long long)cursor);
    case CURSOR_STAYS:
        unit_subject(unit, m->reader);
        return UNIT_DONE;
    case CURSOR_MOVES:
        break;
    }
    if (feed_cursor_save(unit->store, m->reader, m->device, m->number) < 0)
        return unit_trouble(unit);
    return emit_moved(unit, m->reader, m->device, m->number, false);
}

static int feed_rewind(struct unit *unit, const void *message)
{
    const struct feed_rewind *m = message;
    char id[UUID_SIZE];
    int64_t cursor = 0;
    bool known = false;
    int verdict = find_cursor(unit, m->reader, m->device, &cursor, &known);
    if (verdict != UNIT_DONE)
        return verdict;
    if (!known || m->number >= cursor)
        return unit_refuse(unit, "not_backwards", "number", "The cursor of this device stands at %lld.",
                           (long long)cursor);
    unit_id(unit, id);
    if (feed_cursor_save(unit->store, m->reader, m->device, m->number) < 0 ||
        feed_rewind_save(unit->store, id, m, cursor, unit->cause->actorid, unit->now) < 0)
        return unit_trouble(unit);
    return emit_moved(unit, m->reader, m->device, m->number, true);
}

const struct handler feed_handlers[] = {
    {MSG_notice_ack, ROLE_ANY, notice_ack},
    {MSG_feed_move, ROLE_ANY, feed_move},
    {MSG_feed_rewind, ROLE_ANY, feed_rewind},
    {MSG_NONE, 0, NULL},
};
