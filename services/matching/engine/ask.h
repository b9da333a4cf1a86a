/* Inside of the engine: the rules and the score as asked of one person. */
#ifndef ANXIN_MATCHING_ASK_H
#define ANXIN_MATCHING_ASK_H

#include "choice.h"
#include "people.h"
#include "rules/around.h"

struct profile;
struct near;

/* All that a rule may look at. `what`, or NULL, takes the name of what stands in the way. */
struct question {
    const struct pool *pool;
    const struct policy *policy;
    const struct demand *demand;
    const struct person *person;
    char *what;
    /* both, or neither */
    const struct around *around; /* the demand's place; NULL: every way is reckoned */
    int64_t farthest_ms;         /* no way between that and a hold of the person takes longer */
};

/* The first rule from `from` up to, not including, `end` that fails; RULE_NONE when all hold. */
enum rule rules_ask(const struct question *q, enum rule from, enum rule end);

/* The hold leaves no time for the demand, by who goes about so. */
bool rules_is_in_the_way(const struct question *q, const struct span *span, enum travel_mode mode);

/* What every visit needs besides its service. */
const struct cert_wanted *rules_needs_everywhere(int *count);
/* The certificate may meet the need at some time; and the end of the time, from `from` on, in which the person's
 * certificates meet it without a gap: `from` when not even then. */
bool cert_may_serve(const struct worker_cert *cert, const struct cert_wanted *need);
int64_t cert_reach(const struct person *person, const struct cert_wanted *need, int64_t from);

/* What a score looks at. */
struct match {
    const struct pool *pool;
    const struct policy *policy;
    const struct demand *demand;
    const struct person *person; /* seldom looked at: what a score reads lies in the sheet */
    const struct sheet *sheet;   /* of the person */
    const struct team *team;
    const struct house *house; /* NULL: nobody knows it */
    const struct hints *hints; /* NULL: everything is looked up */
    const struct near *near;   /* likewise */
    bool known;                /* beside `near`: to the household, or its backup */
};

/* What each term comes to at most, in points, by what is told of a person; of workload and distance how fast it falls.
 */
struct bounds {
    int continuity, refusals;
    int language[DEMAND_LANGUAGES + 1], cuisine[DEMAND_CUISINES + 1]; /* by how many wishes are met */
    int preference[3];                                                /* likewise */
    int pets[4], smoking[4];                                          /* by enum told */
    double workload, a_minute[2];                                     /* part time: 1 */
    double distance, a_ms;
};

/* What a demand comes to, looked up once so that a score needs little more than a sheet. */
struct hints {
    bool worded; /* the words tell each language and cuisine apart */
    uint64_t languages[DEMAND_LANGUAGES], cuisines[DEMAND_CUISINES];
    int32_t monday;
    uint16_t week;               /* sheet_week() of it */
    const struct person *wished; /* for by name; or NULL */
    struct around around;
    struct bounds bounds;
};
void score_hints(const struct pool *pool, const struct policy *policy, const struct demand *demand,
                 struct hints *hints);

void score_person(const struct match *m, struct candidate *candidate);
/* No less than the total of score_person, seldom more, and quicker; `known` to the household, or its backup. */
int score_most(const struct match *m, const struct look *look, const struct near *near, bool known);
/* The share of the term skill is no higher whenever it is asked, in thousandths; and `exact`: no lower. */
int score_skill_most(const struct profile *profile, const struct person *person, bool *exact);
/* In the order of the ranking: who is no worker too many first, then the higher total, then the lower id. */
bool score_is_better(const struct candidate *one, const struct candidate *other);

#endif
