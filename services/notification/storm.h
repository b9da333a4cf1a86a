/* Storm limits (N8): how many notices a reader is told at once, and what becomes of the others. Pure.
 * Windows are fixed stretches of business time, so which window an event falls into, and how many of a window are told,
 * depends on when things happened and never on when or in which order their events arrived. */
#ifndef NOTIFICATION_STORM_H
#define NOTIFICATION_STORM_H

#include <stdbool.h>
#include <stdint.h>

#include "rule.h"

/* Ordinary notices (priority 1 to 3) are bounded by contact: a reader is disturbed so often a minute. Those that
 * somebody waits for (4) are bounded by channel: a feed takes so many in a few seconds. Urgent ones (5) never wait. */
enum lane { LANE_NONE, LANE_CHANNEL, LANE_CONTACT, LANES };

struct storm_limit {
    int64_t most, length; /* notices, milliseconds */
};

enum lane storm_lane(int64_t priority);
const char *lane_name(enum lane lane); /* "contact" */
enum lane lane_of(const char *name);

/* Kind of the durable timer that tells the summaries of a lane. */
const char *lane_timer(enum lane lane);

/* Priority of the summaries of a lane. */
int64_t lane_priority(enum lane lane);

/* Where the window that holds `at` ends; the end itself belongs to the next one. */
int64_t storm_ends(const struct storm_limit *limit, int64_t at);

/* When the summary of a window that ends at `ends` is told: at its end, or, when this lane was summed up since (`last`,
 * 0: never), at the end of the next window from now on. Always after `last`. */
int64_t storm_due(const struct storm_limit *limit, int64_t ends, int64_t last, int64_t now);

/* Whether one more notice must wait for the summary, when `told` of its window have been told. */
bool storm_holds(const struct storm_limit *limit, int64_t told);

/* The name of the rule of summaries, which nobody may put. */
#define STORM_RULE "summary"

/* Titles of the summary of `count` notices; `first` is the title of the earliest. */
void storm_title(char title[TITLE_SIZE], int64_t count, const char *first);
void storm_title_en(char title[TITLE_SIZE], int64_t count, const char *first);

#endif
