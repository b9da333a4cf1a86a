/* Retention (X6): once a day each service looks for persons whose purpose has been over for as many days as their class
 * of fields is kept, and erases them, a bounded number at a time. The dry run looks in the same way and erases nothing.
 */
#include "service/privacy.h"

#include <string.h>

#include "service/engine_private.h"

#define STEP 100    /* persons erased in one unit */
#define SOON_MS 100 /* more to do */
#define COUNT_MOST 1000
#define RETENTION_SUBJECT "all"

/* The next person of a class whose days are over, who is neither held nor erased: 1, 0, -1. */
static int due_next(struct unit *unit, const struct retention *row, char person[ID_SIZE])
{
    const struct privacy *privacy = unit->engine->service->privacy;
    const int64_t days = unit->setting[row->days];
    struct privacy_hold hold;
    int found, passed = 1;
    if (days == 0)
        return 0;
    while (passed == 1 && (found = row->due(unit, unit->now - days * MS_DAY, person, person)) == 1) {
        passed = person_erased(unit->store, person);
        if (passed == 0 && privacy->hold)
            passed = privacy->hold(unit, person, &hold);
        if (passed == 0)
            return 1;
    }
    return passed < 0 ? -1 : found;
}

/* ---- the job ---- */

static int expire(struct unit *unit, const struct retention *row, const char *person)
{
    struct privacy_expired event = {0};
    if (privacy_fields_erase(unit, person, &event.fields) != 0)
        return -1;
    TEXT_PUT(event.person, person);
    TEXT_PUT(event.of, row->of);
    return unit_emit(unit, MSG_privacy_expired, &event, person);
}

/* How many went, or -1. */
static int expire_some(struct unit *unit)
{
    int gone = 0, found = 0;
    for (const struct retention *row = unit->engine->service->privacy->retention; row && row->of; row++) {
        char person[ID_SIZE] = "";
        while (gone < STEP && (found = due_next(unit, row, person)) == 1) {
            if (expire(unit, row, person) != 0)
                return -1;
            gone++;
        }
        if (found < 0)
            return -1;
    }
    return gone;
}

/* 03:00 of the next day, local time: nobody waits for the store then. */
static int64_t next_night(int64_t now)
{
    return civil_day_start(civil_day(now) + 1) + 3 * MS_HOUR;
}

static int retention_run(struct unit *unit, const char *subject, int64_t due)
{
    (void)due;
    int gone = expire_some(unit);
    if (gone < 0 || privacy_resume(unit, "") != 0)
        return unit_trouble(unit);
    return unit_timer(unit, RETENTION_TIMER, subject, gone == STEP ? unit->now + SOON_MS : next_night(unit->now));
}

int retention_arm(struct engine *engine)
{
    engine->due_known = false;
    return engine->service->privacy
               ? timer_set_new(engine->store, RETENTION_TIMER, RETENTION_SUBJECT, next_night(engine_now(engine)))
               : 0;
}

const struct timer_handler retention_timer = {RETENTION_TIMER, retention_run};

/* ---- what is asked ---- */

static int row_fill(struct unit *unit, const struct retention *row, bool look, struct retention_row *to)
{
    char person[ID_SIZE] = "";
    int found = 0;
    TEXT_PUT(to->of, row->of);
    TEXT_PUT(to->fields, row->fields);
    TEXT_PUT(to->purpose, row->purpose);
    TEXT_PUT(to->since, row->since);
    to->days = unit->setting[row->days];
    while (look && to->due < COUNT_MOST && (found = due_next(unit, row, person)) == 1) {
        if (to->persons.count < sizeof to->persons.at / sizeof to->persons.at[0])
            TEXT_PUT(to->persons.at[to->persons.count++], person);
        to->due++;
    }
    return found < 0 ? -1 : 0;
}

void retention_serve(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                     const struct privacy_retention *asked)
{
    struct privacy_retention_answer *answer = engine->reply_body;
    struct unit unit = unit_bare(engine);
    struct timer timer;
    memset(answer, 0, sizeof *answer);
    int found = timer_at(engine->store, RETENTION_TIMER, RETENTION_SUBJECT, &timer);
    answer->next = found == 1 ? timer.due : 0;
    for (const struct retention *row = engine->service->privacy->retention; row && row->of && found >= 0; row++)
        if (row_fill(&unit, row, asked->dry_run, &answer->rows.at[answer->rows.count++]) != 0)
            found = -1;
    if (found >= 0) {
        reply_now(engine, peer, envelope, MSG_privacy_retention_answer, answer);
        return;
    }
    log_line(engine->log, LOG_LEVEL_ERROR, "query.trouble", "type=%s reason=\"%s\"", envelope->type,
             store_why(engine->store));
    reply_flaw(engine, peer, envelope, "trouble", "internal", "", "The question could not be answered.");
}
