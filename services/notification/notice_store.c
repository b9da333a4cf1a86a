/* SQL of notices. Keeps I22: (rule, event, reader) is unique, a second one is not made. */
#include "store.h"

enum { NOTICE_FIND, NOTICE_INSERT, NOTICE_LIST, NOTICE_LIST_OPEN, NOTICE_SETTLED, NOTICE_SAVE_SETTLED, STATEMENTS };

#define COLUMNS                                                                                                        \
    "notice, rule, rule_version, reader, event, event_type, about, station, at, number, priority, ack, state, title, " \
    "title_en, acked_by, acked_at, lane, ends, most, held, summary, listed"
/* Bound to rule, event, ack word, notice: the open notices that one acknowledgement settles. */
#define SETTLED "rule = ?1 AND event = ?2 AND state = 'open' AND (?3 = 'one' OR notice = ?4)"

static const char *const sql[STATEMENTS] = {
    [NOTICE_FIND] = "SELECT " COLUMNS " FROM notice WHERE notice = ?1",
    [NOTICE_INSERT] =
        "INSERT INTO notice (" COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, "
        "?13, ?14, ?15, NULL, NULL, ?16, ?17, ?18, ?19, NULL, ?20) ON CONFLICT (rule, event, reader) DO NOTHING",
    [NOTICE_LIST] = "SELECT " COLUMNS " FROM notice WHERE notice > ?1 AND (?3 IS NULL OR reader = ?3) "
                    "AND (?4 IS NULL OR summary = ?4) ORDER BY notice LIMIT ?2",
    [NOTICE_LIST_OPEN] = "SELECT " COLUMNS " FROM notice WHERE notice > ?1 AND (?3 IS NULL OR reader = ?3) "
                         "AND (?4 IS NULL OR summary = ?4) AND state = 'open' ORDER BY notice LIMIT ?2",
    [NOTICE_SETTLED] = "SELECT " COLUMNS " FROM notice WHERE " SETTLED " ORDER BY reader",
    [NOTICE_SAVE_SETTLED] = ("UPDATE notice SET state = ?5, acked_by = ?6, acked_at = ?7 WHERE " SETTLED),
};

const struct statements notice_sql = {.name = "notice", .sql = sql, .count = STATEMENTS};

int notice_next(struct rows *rows, struct notice *n)
{
    int found = rows_next(rows);
    if (found != 1)
        return found;
    *n = (struct notice){
        .rule_version = rows_int(rows, 2),
        .at = rows_int(rows, 8),
        .number = rows_int(rows, 9),
        .priority = rows_int(rows, 10),
        .ack = ack_of(rows_text(rows, 11)),
        .state = notice_state_of(rows_text(rows, 12)),
        .acked_at = rows_int(rows, 16),
        .lane = lane_of(rows_text(rows, 17)),
        .ends = rows_int(rows, 18),
        .most = rows_int(rows, 19),
        .held = rows_int(rows, 20) != 0,
        .listed = rows_int(rows, 22),
    };
    ROWS_COPY(rows, 0, n->notice);
    ROWS_COPY(rows, 1, n->rule);
    ROWS_COPY(rows, 3, n->reader);
    ROWS_COPY(rows, 4, n->event);
    ROWS_COPY(rows, 5, n->event_type);
    ROWS_COPY(rows, 6, n->about);
    ROWS_COPY(rows, 7, n->station);
    ROWS_COPY(rows, 13, n->title);
    ROWS_COPY(rows, 14, n->title_en);
    ROWS_COPY(rows, 15, n->acked_by);
    ROWS_COPY(rows, 21, n->summary);
    return 1;
}

int notice_find(struct store *store, const char *id, struct notice *notice)
{
    struct rows rows;
    rows_open(&rows, store, &notice_sql, NOTICE_FIND, ARGS(val_text(id)));
    int found = notice_next(&rows, notice);
    rows_close(&rows);
    return found;
}

/* NULL for 0, which stands for "none". */
static struct value val_some(int64_t number)
{
    return number ? val_int(number) : val_opt("");
}

int notice_insert(struct store *store, const struct notice *n)
{
    return store_do(store, &notice_sql, NOTICE_INSERT,
                    ARGS(val_text(n->notice), val_text(n->rule), val_int(n->rule_version), val_text(n->reader),
                         val_text(n->event), val_text(n->event_type), val_opt(n->about), val_opt(n->station),
                         val_int(n->at), val_some(n->number), val_int(n->priority), val_text(ack_name(n->ack)),
                         val_text(notice_state_name(n->state)), val_text(n->title), val_text(n->title_en),
                         val_text(lane_name(n->lane)), val_some(n->ends), val_some(n->most), val_int(n->held),
                         val_int(n->listed)));
}

void notice_list(struct rows *rows, struct store *store, const char *after, int64_t most, const char *reader,
                 const char *summary, bool unacked)
{
    rows_open(rows, store, &notice_sql, unacked ? NOTICE_LIST_OPEN : NOTICE_LIST,
              ARGS(val_text(after), val_int(most), val_opt(reader), val_opt(summary)));
}

void notice_list_settled(struct rows *rows, struct store *store, const struct notice *n)
{
    rows_open(rows, store, &notice_sql, NOTICE_SETTLED,
              ARGS(val_text(n->rule), val_text(n->event), val_text(ack_name(n->ack)), val_text(n->notice)));
}

int notice_save_settled(struct store *store, const struct notice *n)
{
    int rows = store_do(store, &notice_sql, NOTICE_SAVE_SETTLED,
                        ARGS(val_text(n->rule), val_text(n->event), val_text(ack_name(n->ack)), val_text(n->notice),
                             val_text(notice_state_name(n->state)), val_text(n->acked_by), val_int(n->acked_at)));
    return rows < 1 ? -1 : 0;
}
