/* The store of notification: readers, rules, notices, feeds. Finds: 1, 0, -1; saves: 0, -1; lists are walked by their
 * _next until 0 or -1, then rows_close. */
#ifndef NOTIFICATION_STORE_H
#define NOTIFICATION_STORE_H

#include "proto/notification.h"
#include "store/store.h"

#include "notice.h"
#include "rule.h"

extern const struct statements reader_sql, rule_sql, notice_sql, storm_sql, feed_sql;

/* ---- readers ---- */

int feed_reader_find(struct store *store, const char *reader, struct feed_reader *found);
int feed_reader_save(struct store *store, const struct feed_reader *reader); /* inserts or replaces */
void feed_reader_list(struct rows *rows, struct store *store, const char *after, int64_t most, const char *station);
/* Active ones in that role that read at the station (* those of the whole district). */
void feed_reader_audience(struct rows *rows, struct store *store, unsigned role, const char *station);
void feed_reader_named(struct rows *rows, struct store *store, const struct rule *rule); /* active, in its list */
int feed_reader_next(struct rows *rows, struct feed_reader *reader);

/* ---- rules ---- */

int rule_find(struct store *store, const char *id, struct rule *rule); /* the version in force */
int rule_add_version(struct store *store, const struct rule *rule, int64_t since);
int rule_add_reader(struct store *store, const struct rule *rule, const char *reader);
int rule_retire(struct store *store, const char *id);
void rule_list(struct rows *rows, struct store *store, const char *after, int64_t most, bool active);
void rule_list_active(struct rows *rows, struct store *store); /* all, by pattern, then by name */
int rule_next(struct rows *rows, struct rule *rule);
void rule_readers(struct rows *rows, struct store *store, const struct rule *rule); /* column 0: reader */

/* ---- notices ---- */

int notice_find(struct store *store, const char *id, struct notice *notice);
int notice_insert(struct store *store,
                  const struct notice *notice); /* 1, 0: (rule, event, reader) is there already (N8), -1 */
void notice_list(struct rows *rows, struct store *store, const char *after, int64_t most, const char *reader,
                 const char *summary, bool unacked);
/* Open notices that one acknowledgement settles: this one, or all readers' of the same rule and event. */
void notice_list_settled(struct rows *rows, struct store *store, const struct notice *notice);
int notice_next(struct rows *rows, struct notice *notice);
int notice_save_settled(struct store *store, const struct notice *notice); /* all of notice_list_settled, as given */

/* ---- storms (N8) ---- */

int storm_told(struct store *store, const struct notice *notice, int64_t *told); /* of its window; 0 or -1 */
int storm_tell(struct store *store, const struct notice *notice); /* counts one of a lane that was told */
/* What waits for a summary of a reader in a lane, of windows that end at `until` or before: the earliest and how many
 * (0: none). 0 or -1. */
int storm_waiting(struct store *store, const char *reader, enum lane lane, int64_t until, struct notice *first,
                  int64_t *count);
int storm_next(struct store *store, const char *reader, enum lane lane, int64_t *ends); /* 0: nobody waits; 0 or -1 */
int storm_last(struct store *store, const char *reader, enum lane lane, int64_t *due);  /* 0: none yet; 0 or -1 */
int storm_summed_up(struct store *store, const char *reader, enum lane lane, int64_t due);
int storm_list_in(struct store *store, const struct notice *summary, enum lane lane); /* those until summary->at */

/* ---- feeds ---- */

struct feed_state {
    int64_t last, cursor, furthest, unread, unacked;
};
int feed_last(struct store *store, const char *reader, int64_t *last); /* 0 for an empty feed; 0 or -1 */
int feed_count_up(struct store *store, const char *reader);
int feed_read(struct store *store, const char *reader, const char *device, struct feed_state *state); /* 0 or -1 */
/* Number of the reader's first notice that waits for an acknowledgement: 1, 0 none, -1. */
int feed_first_open(struct store *store, const char *reader, int64_t *number);
void feed_list(struct rows *rows, struct store *store);                    /* column 0: reader */
int feed_devices(struct store *store, const char *reader, int64_t *count); /* 0 or -1 */
int feed_cursor_find(struct store *store, const char *reader, const char *device, int64_t *number);
int feed_cursor_save(struct store *store, const char *reader, const char *device, int64_t number);
int feed_rewind_save(struct store *store, const char *id, const struct feed_rewind *wish, int64_t from,
                     const char *actor, int64_t at);

#endif
