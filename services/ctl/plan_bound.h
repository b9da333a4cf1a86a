/* What ways from one place through all others come to at least, whoever goes them: a bound below every plan. */
#ifndef ANXIN_CTL_PLAN_BOUND_H
#define ANXIN_CTL_PLAN_BOUND_H

/* Place 0 is where tours begin and end; each other place is entered once and left once. */
struct bound_ways {
    int places;
    int tours; /* that there are at least */
    const void *self;
    double (*way)(const void *self, int from, int to); /* from 0 on; INFINITY: nobody goes so; never from or to 0 */
};

/* An assignment of each place to the one after it, which may close circles that no tour has: so it is never above. It
 * is reckoned from the prices that the solver found, in the ways as they are: wrong prices make it lower, never false.
 * 0 or -1: no memory. */
int plan_bound(const struct bound_ways *ways, double *bound);

#endif
