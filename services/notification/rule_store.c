/* SQL of rules. Keeps: a version is written once; `rule` names the one in force (N1). */
#include "store.h"

enum {
    RULE_FIND,
    RULE_ADD,
    RULE_POINT,
    RULE_ADD_READER,
    RULE_RETIRE,
    RULE_LIST,
    RULE_LIST_ACTIVE,
    RULE_READERS,
    STATEMENTS
};

#define SELECT_RULE                                                                                                    \
    "SELECT v.rule, v.version, r.active, v.pattern, v.audience, v.roles, v.person, v.priority, v.ack, v.title, "       \
    "v.title_en FROM rule r JOIN rule_version v ON v.rule = r.rule AND v.version = r.version "

static const char *const sql[STATEMENTS] = {
    [RULE_FIND] = SELECT_RULE "WHERE r.rule = ?1",
    [RULE_ADD] = "INSERT INTO rule_version (rule, version, pattern, audience, roles, person, priority, ack, title, "
                 "title_en, since) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    [RULE_POINT] = "INSERT INTO rule (rule, version, pattern, active) VALUES (?1, ?2, ?3, 1) "
                   "ON CONFLICT (rule) DO UPDATE SET version = ?2, pattern = ?3, active = 1",
    [RULE_ADD_READER] = "INSERT INTO rule_reader (rule, version, reader) VALUES (?1, ?2, ?3) "
                        "ON CONFLICT (rule, version, reader) DO NOTHING",
    [RULE_RETIRE] = "UPDATE rule SET active = 0 WHERE rule = ?1",
    [RULE_LIST] = SELECT_RULE "WHERE r.rule > ?1 AND (?3 = 0 OR r.active = 1) ORDER BY r.rule LIMIT ?2",
    [RULE_LIST_ACTIVE] = SELECT_RULE "WHERE r.active = 1 ORDER BY r.pattern, r.rule",
    [RULE_READERS] = "SELECT reader FROM rule_reader WHERE rule = ?1 AND version = ?2 ORDER BY reader",
};

const struct statements rule_sql = {.name = "rule", .sql = sql, .count = STATEMENTS};

int rule_next(struct rows *rows, struct rule *rule)
{
    int found = rows_next(rows);
    if (found != 1)
        return found;
    *rule = (struct rule){
        .version = rows_int(rows, 1),
        .active = rows_int(rows, 2) != 0,
        .audience = audience_of(rows_text(rows, 4)),
        .roles = roles_of_text(rows_text(rows, 5)),
        .priority = rows_int(rows, 7),
        .ack = ack_of(rows_text(rows, 8)),
    };
    ROWS_COPY(rows, 0, rule->rule);
    ROWS_COPY(rows, 3, rule->pattern);
    ROWS_COPY(rows, 6, rule->person);
    ROWS_COPY(rows, 9, rule->title);
    ROWS_COPY(rows, 10, rule->title_en);
    return 1;
}

int rule_find(struct store *store, const char *id, struct rule *rule)
{
    struct rows rows;
    rows_open(&rows, store, &rule_sql, RULE_FIND, ARGS(val_text(id)));
    int found = rule_next(&rows, rule);
    rows_close(&rows);
    return found;
}

int rule_add_version(struct store *store, const struct rule *r, int64_t since)
{
    char roles[256];
    roles_text(roles, r->roles);
    int rows =
        store_do(store, &rule_sql, RULE_ADD,
                 ARGS(val_text(r->rule), val_int(r->version), val_text(r->pattern),
                      val_text(audience_name(r->audience)), val_text(roles), val_text(r->person), val_int(r->priority),
                      val_text(ack_name(r->ack)), val_text(r->title), val_text(r->title_en), val_int(since)));
    if (rows != 1)
        return -1;
    rows = store_do(store, &rule_sql, RULE_POINT, ARGS(val_text(r->rule), val_int(r->version), val_text(r->pattern)));
    return rows == 1 ? 0 : -1;
}

int rule_add_reader(struct store *store, const struct rule *rule, const char *reader)
{
    int rows = store_do(store, &rule_sql, RULE_ADD_READER,
                        ARGS(val_text(rule->rule), val_int(rule->version), val_text(reader)));
    return rows < 0 ? -1 : 0;
}

int rule_retire(struct store *store, const char *id)
{
    return store_do(store, &rule_sql, RULE_RETIRE, ARGS(val_text(id))) == 1 ? 0 : -1;
}

void rule_list(struct rows *rows, struct store *store, const char *after, int64_t most, bool active)
{
    rows_open(rows, store, &rule_sql, RULE_LIST, ARGS(val_text(after), val_int(most), val_int(active)));
}

void rule_list_active(struct rows *rows, struct store *store)
{
    rows_open(rows, store, &rule_sql, RULE_LIST_ACTIVE, NO_ARGS);
}

void rule_readers(struct rows *rows, struct store *store, const struct rule *rule)
{
    rows_open(rows, store, &rule_sql, RULE_READERS, ARGS(val_text(rule->rule), val_int(rule->version)));
}
