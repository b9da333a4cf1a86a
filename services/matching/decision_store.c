/* SQL of decisions. */
#include "decision_store.h"

#include <string.h>

#include "base/text.h"

#define TERMS_SIZE (TERM_COUNT * 8)
#define NAMES_SIZE (REJECTED_NAMED * ID_SIZE)

/* A run of texts, each as a byte of length and its bytes. */
struct pack {
    size_t used;
    char bytes[NAMES_SIZE];
};

enum statement { SAVE, SAVE_WORKER, SAVE_REASON, FIND, WORKERS, REASONS, NOBODY, UNFILLED, STATEMENTS };

static const char *const sql[STATEMENTS] = {
    [SAVE] = "INSERT INTO decision (visit, number, at, why, outcome, worker, considered, feasible, main, backup, "
             "visits, main_visits, month_workers, from_worker, penalty_min) "
             "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
    [SAVE_WORKER] = "INSERT INTO decision_worker (visit, number, rank, worker, total, terms, too_many, asked) "
                    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    [SAVE_REASON] = "INSERT INTO decision_reason (visit, number, reason, workers, names, whats) "
                    "VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    [FIND] = "SELECT at, why, outcome, worker, considered, feasible, main, backup, visits, main_visits, month_workers, "
             "from_worker, penalty_min FROM decision WHERE visit = ?1 AND number = ?2",
    [WORKERS] = "SELECT worker, total, terms, too_many, asked FROM decision_worker WHERE visit = ?1 AND number = ?2 "
                "ORDER BY rank",
    [REASONS] =
        "SELECT reason, workers, names, whats FROM decision_reason WHERE visit = ?1 AND number = ?2 ORDER BY reason",
    [NOBODY] = "SELECT r.reason, sum(r.workers) FROM visit v JOIN decision d ON d.visit = v.visit "
               "JOIN decision_reason r ON r.visit = d.visit AND r.number = d.number "
               "WHERE d.outcome = 'none' AND d.why <> 'replace' AND v.start >= ?2 AND v.start < ?3 "
               "AND (?1 = '' OR v.station = ?1) AND in_reach(v.station, v.community) "
               "GROUP BY r.reason ORDER BY r.reason",
    [UNFILLED] = "SELECT count(DISTINCT v.visit) FROM visit v JOIN decision d ON d.visit = v.visit "
                 "WHERE d.outcome = 'none' AND d.why <> 'replace' AND v.start >= ?2 AND v.start < ?3 "
                 "AND (?1 = '' OR v.station = ?1) AND in_reach(v.station, v.community)",
};
const struct statements decision_sql = {"decisions", sql, STATEMENTS};

static void put32(uint8_t *to, uint32_t number)
{
    for (int i = 0; i < 4; i++)
        to[i] = (uint8_t)(number >> (24 - 8 * i));
}

static int get32(const uint8_t *from)
{
    return (int)((uint32_t)from[0] << 24 | (uint32_t)from[1] << 16 | (uint32_t)from[2] << 8 | from[3]);
}

static int save_worker(struct store *store, const struct decision *decision, int place)
{
    const struct candidate *candidate = &decision->ranking.best[place];
    uint8_t terms[TERMS_SIZE];
    for (int term = 0; term < TERM_COUNT; term++) {
        put32(terms + 8 * term, (uint32_t)decision->weight[term]);
        put32(terms + 8 * term + 4, (uint32_t)candidate->points[term]);
    }
    return store_do(store, &decision_sql, SAVE_WORKER,
                    ARGS(val_text(decision->visit), val_int(decision->number), val_int(place + 1),
                         val_text(candidate->worker), val_int(candidate->total), val_blob(terms, sizeof terms),
                         val_int(candidate->too_many), val_int(candidate->asked)));
}

static void pack_add(struct pack *pack, const char *text)
{
    size_t size = strlen(text);
    pack->bytes[pack->used++] = (char)size;
    memcpy(pack->bytes + pack->used, text, size);
    pack->used += size;
}

/* The named workers of one rule, and what stands in their way. */
static int save_reason(struct store *store, const struct decision *decision, enum rule rule)
{
    const struct ranking *ranking = &decision->ranking;
    struct pack names, whats;
    names.used = whats.used = 0;
    for (int i = 0; i < ranking->named_count; i++) {
        if (ranking->named[i].rule != rule)
            continue;
        pack_add(&names, ranking->named[i].worker);
        pack_add(&whats, decision->what[i]);
    }
    return store_do(store, &decision_sql, SAVE_REASON,
                    ARGS(val_text(decision->visit), val_int(decision->number), val_text(choice_rule_code(rule)),
                         val_int(ranking->rejected[rule]), val_blob(names.bytes, names.used),
                         val_blob(whats.bytes, whats.used)));
}

int decision_save(struct store *store, const struct decision *decision)
{
    const struct ranking *ranking = &decision->ranking;
    if (store_do(store, &decision_sql, SAVE,
                 ARGS(val_text(decision->visit), val_int(decision->number), val_int(decision->at),
                      val_text(decision->why), val_text(decision->outcome), val_opt(decision->worker),
                      val_int(ranking->considered), val_int(ranking->feasible), val_opt(ranking->team.main),
                      val_opt(decision->backup), val_int(ranking->team.visits), val_int(ranking->team.main_visits),
                      val_int(ranking->team.month_workers), val_opt(decision->from_worker),
                      val_int(decision->penalty_min))) < 0)
        return -1;
    for (int i = 0; i < ranking->best_count; i++)
        if (save_worker(store, decision, i) < 0)
            return -1;
    for (int rule = 1; rule < RULE_COUNT; rule++)
        if (ranking->rejected[rule] && save_reason(store, decision, (enum rule)rule) < 0)
            return -1;
    return 0;
}

static int load_workers(struct store *store, struct decision *decision)
{
    struct rows rows;
    int found;
    rows_open(&rows, store, &decision_sql, WORKERS, ARGS(val_text(decision->visit), val_int(decision->number)));
    while ((found = rows_next(&rows)) == 1 && decision->ranking.best_count < RANKED) {
        struct candidate *candidate = &decision->ranking.best[decision->ranking.best_count++];
        size_t size;
        ROWS_COPY(&rows, 0, candidate->worker);
        candidate->total = (int)rows_int(&rows, 1);
        candidate->too_many = rows_int(&rows, 3);
        candidate->asked = rows_int(&rows, 4);
        const uint8_t *terms = rows_blob(&rows, 2, &size);
        for (int term = 0; term < TERM_COUNT && 8 * (size_t)term < size; term++) { /* there once were fewer */
            decision->weight[term] = get32(terms + 8 * term);
            candidate->points[term] = get32(terms + 8 * term + 4);
        }
    }
    rows_close(&rows);
    return found < 0 ? -1 : 0;
}

/* The next text of a run, and where the run goes on; false at its end. */
static bool unpack(const char *bytes, size_t size, size_t *used, char to[ID_SIZE])
{
    if (*used >= size)
        return false;
    size_t length = (size_t)(unsigned char)bytes[*used];
    if (length >= ID_SIZE || *used + 1 + length > size)
        return false;
    memcpy(to, bytes + *used + 1, length);
    to[length] = '\0';
    *used += 1 + length;
    return true;
}

static void names_unpack(const struct rows *rows, enum rule rule, struct decision *decision)
{
    struct ranking *ranking = &decision->ranking;
    size_t size, sizes, used = 0, useds = 0;
    const char *names = rows_blob(rows, 2, &size), *whats = rows_blob(rows, 3, &sizes);
    while (ranking->named_count < REJECTED_NAMED) {
        struct rejection *named = &ranking->named[ranking->named_count];
        if (!unpack(names, size, &used, named->worker))
            return;
        unpack(whats, sizes, &useds, decision->what[ranking->named_count]);
        named->rule = rule;
        ranking->named_count++;
    }
}

static int load_reasons(struct store *store, struct decision *decision)
{
    struct rows rows;
    int found;
    rows_open(&rows, store, &decision_sql, REASONS, ARGS(val_text(decision->visit), val_int(decision->number)));
    while ((found = rows_next(&rows)) == 1) {
        enum rule rule = choice_rule_of(rows_text(&rows, 0));
        decision->ranking.rejected[rule] = (int)rows_int(&rows, 1);
        names_unpack(&rows, rule, decision);
    }
    rows_close(&rows);
    return found;
}

static void team_read(const struct rows *rows, struct decision *decision)
{
    struct team *team = &decision->ranking.team;
    ROWS_COPY(rows, 6, team->main);
    ROWS_COPY(rows, 7, decision->backup);
    team->visits = (int)rows_int(rows, 8);
    team->main_visits = (int)rows_int(rows, 9);
    team->month_workers = (int)rows_int(rows, 10);
}

int decision_find(struct store *store, const char *visit, int64_t number, struct decision *decision)
{
    struct rows rows;
    *decision = (struct decision){.number = number};
    TEXT_PUT(decision->visit, visit);
    rows_open(&rows, store, &decision_sql, FIND, ARGS(val_text(visit), val_int(number)));
    int found = rows_next(&rows);
    if (found == 1) {
        decision->at = rows_int(&rows, 0);
        ROWS_COPY(&rows, 1, decision->why);
        ROWS_COPY(&rows, 2, decision->outcome);
        ROWS_COPY(&rows, 3, decision->worker);
        decision->ranking.considered = (int)rows_int(&rows, 4);
        decision->ranking.feasible = (int)rows_int(&rows, 5);
        team_read(&rows, decision);
        ROWS_COPY(&rows, 11, decision->from_worker);
        decision->penalty_min = rows_int(&rows, 12);
    }
    rows_close(&rows);
    return found == 1 && (load_workers(store, decision) || load_reasons(store, decision)) ? -1 : found;
}

int decision_reasons(struct store *store, const char *station, int64_t from, int64_t to, int64_t counts[RULE_COUNT])
{
    struct rows rows;
    int found;
    rows_open(&rows, store, &decision_sql, NOBODY,
              ARGS(val_text(station), val_int(from), val_int(to ? to : INT64_MAX)));
    while ((found = rows_next(&rows)) == 1)
        counts[choice_rule_of(rows_text(&rows, 0))] += rows_int(&rows, 1);
    rows_close(&rows);
    return found;
}

int decision_unfilled(struct store *store, const char *station, int64_t from, int64_t to, int64_t *visits)
{
    return store_int(store, &decision_sql, UNFILLED,
                     ARGS(val_text(station), val_int(from), val_int(to ? to : INT64_MAX)), visits) < 0
               ? -1
               : 0;
}
