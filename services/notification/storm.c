/* Storm limits: lanes, windows, words. */
#include "storm.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

static const struct {
    const char *name, *timer;
    int64_t priority;
} lanes[LANES] = {
    [LANE_NONE] = {"none", "", 0},
    [LANE_CHANNEL] = {"channel", "summary.channel", 4},
    [LANE_CONTACT] = {"contact", "summary.contact", 3},
};

enum lane storm_lane(int64_t priority)
{
    if (priority >= 5)
        return LANE_NONE;
    return priority == 4 ? LANE_CHANNEL : LANE_CONTACT;
}

const char *lane_name(enum lane lane)
{
    return lanes[lane].name;
}

enum lane lane_of(const char *name)
{
    for (int lane = LANE_CHANNEL; lane < LANES; lane++)
        if (text_same(lanes[lane].name, name))
            return (enum lane)lane;
    return LANE_NONE;
}

const char *lane_timer(enum lane lane)
{
    return lanes[lane].timer;
}

int64_t lane_priority(enum lane lane)
{
    return lanes[lane].priority;
}

int64_t storm_ends(const struct storm_limit *limit, int64_t at)
{
    return at - at % limit->length + limit->length;
}

int64_t storm_due(const struct storm_limit *limit, int64_t ends, int64_t last, int64_t now)
{
    return ends > last ? ends : storm_ends(limit, now > last ? now : last);
}

bool storm_holds(const struct storm_limit *limit, int64_t told)
{
    return told >= limit->most;
}

/* ---- words ---- */

/* Copies as much as fits into a title, never half a character. */
static void put_cut(char title[TITLE_SIZE], const char *text)
{
    size_t size = strnlen(text, TITLE_SIZE - 1);
    while (size > 0 && !text_is_utf8(text, size))
        size--;
    memcpy(title, text, size);
    title[size] = '\0';
}

void storm_title(char title[TITLE_SIZE], int64_t count, const char *first)
{
    char text[2 * TITLE_SIZE];
    snprintf(text, sizeof text, "另有 %lld 条提醒:%s%s", (long long)count, first, count > 1 ? " 等" : "");
    put_cut(title, text);
}

void storm_title_en(char title[TITLE_SIZE], int64_t count, const char *first)
{
    char text[2 * TITLE_SIZE];
    snprintf(text, sizeof text, "%lld more: %s%s", (long long)count, first, count > 1 ? " ..." : "");
    put_cut(title, text);
}
