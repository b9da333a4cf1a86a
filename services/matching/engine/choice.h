/* Who can do it, who does it best, and why not the others (V1, V9). Pure and deterministic: the same pool and demand
 * give the same answer on every machine; ties go to the lower worker id. */
#ifndef ANXIN_MATCHING_CHOICE_H
#define ANXIN_MATCHING_CHOICE_H

#include "pool.h"

#define DEMAND_CODES 8
#define DEMAND_LANGUAGES 4
#define DEMAND_CUISINES 4
#define RANKED 10
#define REJECTED_NAMED 200
#define TEAM_MEMBERS 32

struct cert_wanted {
    char type[CODE_SIZE];
    int level; /* this one or better (a lower number); 0 any */
};

/* Wishes that count for the score alone, besides sex, languages and person (V7). */
struct soft_wishes {
    int cuisines_count;
    char cuisines[DEMAND_CUISINES][CODE_SIZE];
    bool pets; /* live in the home */
    bool nonsmoker;
};

/* What is wanted. */
struct demand {
    struct interval time;
    char station[CODE_SIZE]; /* whose order it is; "" any */
    char household[ID_SIZE]; /* "" not known yet */
    struct cell place;       /* {0,0} unknown */
    int kinds_count;         /* 0: any kind */
    char kinds[DEMAND_CODES][CODE_SIZE];
    int needs_count;
    struct cert_wanted needs[DEMAND_CODES];
    bool intimate; /* a wish for the worker's sex is a must (V6) */
    bool closed;   /* the station is, or serves the community no more */
    int workers;   /* who must be able to come at once: of fewer nobody may (V11) */
    bool live_in;
    char wish_sex; /* 'f', 'm', 0 none */
    int languages_count;
    char languages[DEMAND_LANGUAGES][CODE_SIZE];
    char wish_worker[ID_SIZE];
    struct soft_wishes soft;
    char main[ID_SIZE];     /* named by a person for this household (V22); "" who comes to most visits is */
    char backup[ID_SIZE];   /* named for this household, should the main worker not come (V8); "" nobody */
    bool at_once;           /* no time is left to ask anybody: employees only */
    char own_hold[ID_SIZE]; /* hold that this visit has already: it is not in its own way */
    int excluded_count;
    const char (*excluded)[ID_SIZE]; /* not these: they said no, or were lost */
    int spent_count;
    const char (*spent)[ID_SIZE]; /* nor these: it would break a limit of their days or week (V4, limits.h) */
    int unsure_count;
    const char (*unsure)[ID_SIZE]; /* nor these: something that was said of them is set aside unread (ruling 6) */
};

/* Rules in the order in which they are asked; the first that fails is told. The index answers those before RULE_TRAVEL
 * without asking everybody (profile.c); a new rule of a worker stands behind it, one of the demand alone before
 * RULE_NOT_ACTIVE. */
enum rule {
    RULE_NONE,
    RULE_CLOSED,      /* of the demand itself (D2 row 10) */
    RULE_TWO_WORKERS, /* of all together: who passes every other rule, where too few do (V11) */
    RULE_LIVE_IN,     /* asked no more: decisions of before tell it (V5) */
    RULE_NOT_ACTIVE,
    RULE_STATION,
    RULE_KIND,
    RULE_CODE,
    RULE_CERTIFICATE,
    RULE_LEAVE,
    RULE_SUSPENDED,
    RULE_PROHIBITED,
    RULE_SEX,
    RULE_TRAVEL,
    RULE_BUSY,
    RULE_UNSURE,
    RULE_EXCLUDED,
    RULE_NO_TIME,
    RULE_LIMITS,
    RULE_COUNT
};
const char *choice_rule_code(enum rule rule);  /* "certificate" */
const char *choice_rule_label(enum rule rule); /* "证书不符" */
const char *choice_rule_label_en(enum rule rule);
enum rule choice_rule_of(const char *code); /* RULE_NONE when unknown */

enum term {
    TERM_SKILL,
    TERM_CONTINUITY,
    TERM_WORKLOAD,
    TERM_LANGUAGE,
    TERM_DISTANCE,
    TERM_PREFERENCE,
    TERM_CUISINE,
    TERM_PETS,
    TERM_SMOKING,
    TERM_REFUSALS,
    TERM_COUNT
};
const char *choice_term_code(enum term term);
const char *choice_term_label(enum term term);
const char *choice_term_label_en(enum term term);

/* Of a worker's days and weeks, besides the policy's week, of which a part-timer has half (V4). */
struct limits {
    int64_t day_ms;               /* work of a civil day; 0: no limit is asked, nor of the week */
    int64_t rest_ms;              /* between the work of two days */
    int64_t stretch_ms, pause_ms; /* after so much work, a pause so long */
    int visits_most;              /* of a day */
    int days_row;                 /* days of work in a row, before one is free; 0: no limit */
};

/* The tunable numbers (C2). */
struct policy {
    int64_t handover_ms; /* between two visits, besides travel (V2) */
    bool station_scope;  /* a station sends its own workers alone (V1) */
    const struct travel *travel;
    int64_t max_travel_ms; /* from home to the household */
    int64_t week_ms;       /* work that fills a week */
    int64_t continuity_ms; /* how far back a visit is remembered */
    int main_share;        /* thousandths of a household's visits that its main worker should have (V8) */
    int max_workers;       /* different workers that a household should see in a month (V8) */
    int64_t refusals_ms;   /* how far back an answered offer is remembered (V12) */
    int refusals_least;    /* offers answered before refusals count at all */
    int refusals_limit;    /* thousandths of them that may be refused unpunished */
    struct limits limits;
    int weight[TERM_COUNT]; /* what a full term gives, in thousandths of a point; together at most 100000 */
};

/* The first hard rule that this worker fails, RULE_NONE when all hold. `what` (may be NULL) is filled with the id or
 * code that stands in the way: a certificate type, leave or hold; else "". */
enum rule choice_check(const struct pool *pool, const struct policy *policy, const struct demand *demand,
                       const char *worker, char what[ID_SIZE]);
/* Likewise, but of the worker alone, as if the calendar were free and nobody excluded. */
enum rule choice_check_facts(const struct pool *pool, const struct policy *policy, const struct demand *demand,
                             const char *worker);

/* All rules that this worker fails, a bit (1 << rule) each, as if the calendar were free. */
unsigned choice_failing(const struct pool *pool, const struct policy *policy, const struct demand *demand,
                        const char *worker);

/* RULE_BUSY when the visits before it, or what else the worker must be at, leave too little time for handover and way,
 * RULE_NONE else. */
enum rule choice_check_way(const struct pool *pool, const struct policy *policy, const struct demand *demand,
                           const char *worker);

struct candidate {
    char worker[ID_SIZE];
    bool employee;
    bool too_many; /* one more worker than the household should see in this month: only when nobody else can (V8) */
    bool asked;    /* is offered the visit, or has it */
    int total;     /* thousandths of a point */
    int points[TERM_COUNT];
};

struct rejection {
    char worker[ID_SIZE];
    enum rule rule;
};

/* Who comes to a household, this visit aside (V8). */
struct team_member {
    char worker[ID_SIZE];
    int visits, month_visits;
};
struct team {
    struct interval month; /* the calendar month of this visit */
    int visits;            /* that are remembered, before this one */
    char main[ID_SIZE];    /* who has most of them and may still come, or is named by a person; "" nobody */
    int main_visits;
    char second[ID_SIZE]; /* and next to that */
    int second_visits;
    int month_workers; /* different workers in that month */
    int members_count; /* the first of them all in order of id */
    struct team_member members[TEAM_MEMBERS];
};
void choice_team(const struct pool *pool, const struct policy *policy, const struct demand *demand, struct team *team);

struct ranking {
    struct team team;
    int considered, feasible;
    int best_count;
    struct candidate best[RANKED];
    int rejected[RULE_COUNT]; /* workers, by the first rule that rejected */
    int named_count;
    struct rejection named[REJECTED_NAMED]; /* in order of worker id */
};
void choice_rank(const struct pool *pool, const struct policy *policy, const struct demand *demand,
                 struct ranking *ranking);
/* Likewise, without names: its cost follows the few who are near and may come, not all people. */
void choice_best(const struct pool *pool, const struct policy *policy, const struct demand *demand,
                 struct ranking *ranking);
/* The same as choice_rank by asking everybody: the yardstick for tests and figures. */
void choice_scan(const struct pool *pool, const struct policy *policy, const struct demand *demand,
                 struct ranking *ranking);

/* Who stands in for `main`, the main worker: `named` as long as that worker may come, else who knows the household next
 * best, else the best of the ranking; "" nobody. */
void choice_backup(const struct pool *pool, const struct demand *demand, const struct ranking *ranking,
                   const char *main, const char *named, char backup[ID_SIZE]);

/* Nobody is feasible where fewer are than have to come together. */
void choice_need(struct ranking *ranking, int workers);

/* Scores one worker who passes. */
void choice_score(const struct pool *pool, const struct policy *policy, const struct demand *demand, const char *worker,
                  struct candidate *candidate);

#endif
