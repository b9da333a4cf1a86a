/* Notices and cursors. A notice for which nobody must acknowledge is told and done; READ (D10 row 11) is not a state of
 * its own but follows from the cursor, so that acknowledging and reading stay two things (N3). */
#include "notice.h"

#include <string.h>

#include "base/text.h"
#include "wire/id.h"

static const struct move moves[] = {
    {NOTICE_NONE, NOTICE_ON_TELL, NOTICE_TOLD, 1},
    {NOTICE_NONE, NOTICE_ON_ASK, NOTICE_OPEN, 1},
    {NOTICE_OPEN, NOTICE_ON_ACK, NOTICE_ACKED, 12},
    {NOTICE_OPEN, NOTICE_ON_ACK_BY_OTHER, NOTICE_ACKED, 12},
};

static const struct {
    const char *name, *label, *label_en;
} states[] = {
    [NOTICE_NONE] = {"none", "无", "none"},
    [NOTICE_TOLD] = {"told", "已通知", "told"},
    [NOTICE_OPEN] = {"open", "待确认", "to be acknowledged"},
    [NOTICE_ACKED] = {"acked", "已确认", "acknowledged"},
};

static const char *const triggers[] = {
    [NOTICE_ON_NONE] = "none",
    [NOTICE_ON_TELL] = "event, no acknowledgement",
    [NOTICE_ON_ASK] = "event, to be acknowledged",
    [NOTICE_ON_ACK] = "notice.ack",
    [NOTICE_ON_ACK_BY_OTHER] = "notice.ack of another reader (one)",
};

static const char *trigger_name(int trigger)
{
    bool known = trigger > 0 && trigger < (int)(sizeof triggers / sizeof *triggers);
    return triggers[known ? trigger : 0];
}

const struct machine notice_machine = {
    .name = "notice",
    .moves = moves,
    .count = sizeof moves / sizeof *moves,
    .state_name = notice_state_name,
    .trigger_name = trigger_name,
};

const char *notice_state_name(int state)
{
    return states[state > 0 && state <= NOTICE_ACKED ? state : NOTICE_NONE].name;
}

const char *notice_state_label(int state)
{
    return states[state > 0 && state <= NOTICE_ACKED ? state : NOTICE_NONE].label;
}

const char *notice_state_label_en(int state)
{
    return states[state > 0 && state <= NOTICE_ACKED ? state : NOTICE_NONE].label_en;
}

int notice_state_of(const char *name)
{
    for (int s = NOTICE_TOLD; s <= NOTICE_ACKED; s++)
        if (text_same(states[s].name, name))
            return s;
    return NOTICE_NONE;
}

bool notice_move(struct notice *notice, enum notice_trigger trigger)
{
    int to = table_next(&notice_machine, notice->state, (int)trigger);
    if (to == NOTICE_NONE)
        return false;
    notice->state = to;
    return true;
}

void notice_begin(struct notice *notice, const struct rule *rule, const struct happening *h, const char *reader)
{
    *notice = (struct notice){.rule_version = rule->version, .at = h->at, .priority = rule->priority, .ack = rule->ack};
    TEXT_PUT(notice->rule, rule->rule);
    TEXT_PUT(notice->reader, reader);
    TEXT_PUT(notice->event, h->event);
    TEXT_PUT(notice->event_type, h->type->type_name);
    TEXT_PUT(notice->about, h->about);
    TEXT_PUT(notice->station, h->station);
    rule_title(notice->title, rule->title, CHINESE, h);
    rule_title(notice->title_en, rule->title_en, ENGLISH, h);
    notice_move(notice, rule->ack == ACK_NONE ? NOTICE_ON_TELL : NOTICE_ON_ASK);
}

/* ---- storms (N8) ---- */

void notice_place(struct notice *notice, const struct storm_limit limits[LANES], int64_t told)
{
    const struct storm_limit *limit = &limits[notice->lane];
    notice->most = limit->most;
    notice->held = storm_holds(limit, told);
}

void notice_sum_up(struct notice *summary, const struct notice *first, int64_t count, int64_t at)
{
    *summary = (struct notice){.rule_version = 1, .at = at, .priority = lane_priority(first->lane), .ack = ACK_NONE};
    summary->listed = count;
    TEXT_PUT(summary->rule, STORM_RULE);
    TEXT_PUT(summary->reader, first->reader);
    TEXT_PUT(summary->event_type, message_of(MSG_notice_created)->type_name);
    storm_title(summary->title, count, first->title);
    storm_title_en(summary->title_en, count, first->title_en);
    notice_move(summary, NOTICE_ON_TELL);
}

/* ---- feeds ---- */

static bool is_plain(const char *id)
{
    for (const char *c = id; *c; c++)
        if (*c <= ' ' || *c > '~')
            return false;
    return id[0] != '~';
}

void feed_name(char stream[65], const char *reader)
{
    uint8_t hash[HASH_SIZE];
    char hex[2 * HASH_SIZE + 1];
    if (is_plain(reader) && text_format(stream, 65, "feed.%s", reader) == 0)
        return;
    hash_bytes(hash, reader, strlen(reader));
    text_hex(hex, hash, 16);
    text_format(stream, 65, "feed.~%s", hex);
}

enum cursor_verdict cursor_judge(int64_t cursor, int64_t number, int64_t last)
{
    if (number > last)
        return CURSOR_BEYOND;
    if (number < cursor)
        return CURSOR_BACKWARDS;
    return number > cursor ? CURSOR_MOVES : CURSOR_STAYS;
}
