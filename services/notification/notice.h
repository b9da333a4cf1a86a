/* A notice: one rule, one event, one reader. Its states (D10), who may acknowledge, and how far a feed is read. Pure.
 */
#ifndef NOTIFICATION_NOTICE_H
#define NOTIFICATION_NOTICE_H

#include <stdbool.h>
#include <stdint.h>

#include "rules/table.h"

#include "storm.h"

enum notice_state { NOTICE_NONE, NOTICE_TOLD, NOTICE_OPEN, NOTICE_ACKED };
enum notice_trigger { NOTICE_ON_NONE, NOTICE_ON_TELL, NOTICE_ON_ASK, NOTICE_ON_ACK, NOTICE_ON_ACK_BY_OTHER };

extern const struct machine notice_machine;

const char *notice_state_name(int state);     /* "open" */
const char *notice_state_label(int state);    /* "待确认" */
const char *notice_state_label_en(int state); /* "to be acknowledged" */
int notice_state_of(const char *name);

struct notice {
    char notice[65];
    char rule[33];
    int64_t rule_version;
    char reader[65];
    char event[65];
    char event_type[65];
    char about[65];
    char station[33];
    int64_t at;
    int64_t number; /* in the reader's feed; of a held one that of its summary, 0 while it waits for it */
    int64_t priority;
    enum ack ack;
    int state;
    char title[TITLE_SIZE], title_en[TITLE_SIZE];
    char acked_by[65];
    int64_t acked_at;
    enum lane lane; /* storm limits (N8); of the lane none: no window */
    int64_t ends, most;
    bool held;
    char summary[65]; /* held: the notice that lists it, "" while it waits */
    int64_t listed;   /* a summary: how many it lists */
};

/* A new notice: told when nobody must acknowledge, else open. */
void notice_begin(struct notice *notice, const struct rule *rule, const struct happening *h, const char *reader);

/* Gives a notice its window; it is held when `told` of that window have been told (N8). */
void notice_place(struct notice *notice, const struct storm_limit limits[LANES], int64_t told);

/* The summary of `count` notices of one reader and lane, due at `at`; `first` is the earliest of them. */
void notice_sum_up(struct notice *summary, const struct notice *first, int64_t count, int64_t at);

/* Makes the move if the table has it; false, and nothing changed, when it has not. */
bool notice_move(struct notice *notice, enum notice_trigger trigger);

/* Name of the stream of a reader's feed: feed.<reader>, or feed.~<hash> when the id does not fit a stream name. */
void feed_name(char stream[65], const char *reader);

/* What becomes of a cursor at `cursor` that is told to stand at `number` of a feed with `last` entries (N2, I23). */
enum cursor_verdict { CURSOR_STAYS, CURSOR_MOVES, CURSOR_BACKWARDS, CURSOR_BEYOND };
enum cursor_verdict cursor_judge(int64_t cursor, int64_t number, int64_t last);

#endif
