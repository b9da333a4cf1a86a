/* An agreement is recorded (D9 row 16). Keeps: an agreement went through the legal check list and has a date for each
 * of its terms. */
#include "base/text.h"
#include "service/privacy.h"

#include "agreement.h"
#include "clock_store.h"
#include "step.h"
#include "store.h"
#include "tables.h"

/* The legal check list. */
static int check_list(struct unit *unit, const struct case_agree *m)
{
    const char *unknown = agreement_unknown(m->checks.at, m->checks.count);
    const char *missing = agreement_unchecked(m->checks.at, m->checks.count);
    if (unknown)
        return unit_refuse(unit, "unknown_check", "checks", "%s is no check: it is one of %s.", unknown,
                           AGREEMENT_CHECKS);
    if (missing)
        return unit_refuse(unit, "unchecked", "checks", "The mediator has not made sure that it is %s.", missing);
    return UNIT_DONE;
}

/* Terms with a date. */
static int check_terms(struct unit *unit, const struct case_agree *m, const struct agreed_term *terms)
{
    uint32_t count = m->dated.count;
    if (count == 0)
        return unit_refuse(unit, "terms_missing", "dated", "Say for each term who does it and by when.");
    if (m->terms && m->terms != count)
        return unit_refuse(unit, "count_differs", "terms", "%lld terms, and %u with a date.", (long long)m->terms,
                           count);
    int late = agreement_late(terms, count, unit->now);
    if (late)
        return unit_refuse(unit, "in_the_past", "dated", "Term %d is to be done at a time that is over.", late);
    return UNIT_DONE;
}

static void terms_of(const struct case_agree *m, struct agreed_term terms[AGREEMENT_TERMS])
{
    for (uint32_t i = 0; i < m->dated.count; i++) {
        TEXT_PUT(terms[i].who, m->dated.at[i].who);
        terms[i].due = m->dated.at[i].due;
        terms[i].amount = m->dated.at[i].amount;
    }
}

static int terms_keep(struct unit *unit, const struct dispute *d, const struct agreed_term *terms)
{
    for (int i = 0; i < (int)d->terms; i++)
        if (term_insert(unit->store, d->id, i + 1, &terms[i]) != 0)
            return -1;
    return 0;
}

static int agreed_say(struct unit *unit, const struct dispute *d, const struct agreed_term *terms)
{
    struct case_agreed event = {.terms = d->terms, .first_due = terms[0].due, .last_due = terms[0].due};
    CASE_FACTS_PUT(event, d);
    for (int i = 1; i < (int)d->terms; i++) {
        event.first_due = terms[i].due < event.first_due ? terms[i].due : event.first_due;
        event.last_due = terms[i].due > event.last_due ? terms[i].due : event.last_due;
    }
    return step_say(unit, d, MSG_case_agreed, &event);
}

static int dispute_agree(struct unit *unit, const void *message)
{
    const struct case_agree *m = message;
    struct agreed_term terms[AGREEMENT_TERMS];
    struct dispute d;
    int verdict = step_take(unit, m->case_id, DISPUTE_ON_AGREE, &d);
    if (verdict != UNIT_DONE)
        return verdict;
    if (d.anonymous)
        return unit_refuse(unit, "anonymous", "case_id", "A tip has no filer who could agree.");
    terms_of(m, terms);
    if ((verdict = check_list(unit, m)) != UNIT_DONE || (verdict = check_terms(unit, m, terms)) != UNIT_DONE)
        return verdict;
    d.terms = m->dated.count;
    d.checked = true;
    const struct clock close = clock_workdays(unit->now, (int)unit->setting[SET_CLOSE_WORKDAYS]);
    d.close_by = close.at;
    if (unit_timer_clear(unit, TIMER_DUE, d.id) < 0 || step_keep(unit, &d) < 0 || terms_keep(unit, &d, terms) < 0 ||
        clock_save(unit->store, d.id, "close_by", &close) < 0 ||
        person_put(unit->store, d.id, "agreement", m->text) < 0)
        return unit_trouble(unit);
    return agreed_say(unit, &d, terms);
}

const struct handler agreement_handlers[] = {
    {MSG_case_agree, ROLES_OFFICE, dispute_agree},
    {MSG_NONE, 0, NULL},
};
