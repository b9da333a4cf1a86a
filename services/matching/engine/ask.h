/* Inside of the engine: the rules and the score as asked of one person. */
#ifndef ANXIN_MATCHING_ASK_H
#define ANXIN_MATCHING_ASK_H

#include "choice.h"
#include "people.h"

struct profile;

/* All that a rule may look at. `what`, or NULL, takes the name of what stands in the way. */
struct question {
    const struct policy *policy;
    const struct demand *demand;
    const struct person *person;
    char *what;
};

/* The first rule from `from` up to, not including, `end` that fails; RULE_NONE when all hold. */
enum rule rules_ask(const struct question *q, enum rule from, enum rule end);

/* What every visit needs besides its service. */
const struct cert_wanted *rules_needs_everywhere(int *count);
/* The certificate may meet the need at some time; and the end of the time, from `from` on, in which the person's
 * certificates meet it without a gap: `from` when not even then. */
bool cert_may_serve(const struct worker_cert *cert, const struct cert_wanted *need);
int64_t cert_reach(const struct person *person, const struct cert_wanted *need, int64_t from);

/* What a score looks at. */
struct match {
    const struct policy *policy;
    const struct demand *demand;
    const struct person *person;
    const struct team *team;
    int64_t way; /* between known places, ms; -1: to be reckoned */
    /* for score_most alone */
    uint64_t languages[DEMAND_LANGUAGES], cuisines[DEMAND_CUISINES]; /* the words of the wishes */
    int skill_most;                                                  /* thousandths */
    bool known;                                                      /* to the household, or its backup */
};

void score_person(const struct match *m, struct candidate *candidate);
/* No less than the total of score_person, seldom more, and quicker. */
int score_most(const struct match *m);
void score_words(const struct pool *pool, const struct demand *demand, struct match *m); /* fills the words */
/* The share of the term skill is no higher whenever it is asked, in thousandths. */
int score_skill_most(const struct profile *profile, const struct person *person);
/* In the order of the ranking: who is no worker too many first, then the higher total, then the lower id. */
bool score_is_better(const struct candidate *one, const struct candidate *other);

#endif
