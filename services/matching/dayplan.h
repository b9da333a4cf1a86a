/* A plan of a station's days (V16): asked for, proposed, and confirmed or dropped by a person. Pure. */
#ifndef ANXIN_MATCHING_DAYPLAN_H
#define ANXIN_MATCHING_DAYPLAN_H

#include "rules/interval.h"
#include "rules/table.h"
#include "wire/id.h"

#include "engine/pool.h"
#include "engine/week.h"

enum dayplan_state {
    DAYPLAN_NONE,
    DAYPLAN_ASKED,
    DAYPLAN_PROPOSED,
    DAYPLAN_CONFIRMED,
    DAYPLAN_DROPPED,
    DAYPLAN_STATES
};

enum dayplan_trigger {
    DAYPLAN_ASK = 1,
    DAYPLAN_COMPUTED,
    DAYPLAN_CONFIRM,
    DAYPLAN_DROP,
    DAYPLAN_EXPIRE,
    DAYPLAN_TRIGGERS
};

extern const struct machine dayplan_machine;
const char *dayplan_state_name(int state);
const char *dayplan_state_label(int state);
const char *dayplan_state_label_en(int state);
enum dayplan_state dayplan_state_of(const char *name); /* DAYPLAN_NONE when unknown */

struct dayplan {
    char dayplan[ID_SIZE];
    char station[CODE_SIZE];
    struct interval window; /* of starts */
    enum dayplan_state state;
    int64_t revision, asked_at;
    int64_t visits, given, moved, left_out; /* proposed */
    int64_t done, stale;                    /* confirmed */
    struct week_spread spread, was;         /* of the plan, and of the running one (V21) */
};

/* What it says of one visit, as the visit stood then. */
struct dayplan_visit {
    int64_t number; /* from 1, in order of (start, id) */
    char visit[ID_SIZE];
    int64_t revision, start;
    char from_worker[ID_SIZE]; /* "" nobody */
    char worker[ID_SIZE];      /* "" nobody */
    char outcome[CODE_SIZE];   /* "" not confirmed */
};
const char *dayplan_what(const struct dayplan_visit *row); /* given, moved, kept, left_out */
void dayplan_count(struct dayplan *dayplan, const struct dayplan_visit *row);

#endif
