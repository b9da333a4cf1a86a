/* Trimming of streams by rule (guarantee 5): what is old goes, a bounded step at a time, from a durable timer of the
 * stream. The last events stay, and so does what the service holds back. */
#include "service/engine_private.h"

#define TRIM_STEP 500     /* events forgotten in one unit */
#define TRIM_SOON_MS 100  /* more to forget: until the next step */
#define TRIM_ARM_EVERY 64 /* a stream that has become long enough gets its timer after so many events at the latest */

static const struct trimming *trimming_of(const struct service *service, const char *stream)
{
    for (const struct trimming *row = service->trimming; row && row->prefix; row++)
        if (text_starts(stream, row->prefix))
            return row;
    return NULL;
}

int trim_judge(struct unit *unit, const struct head *head, struct trim_verdict *verdict)
{
    const struct trimming *rule = trimming_of(unit->engine->service, head->name);
    *verdict = (struct trim_verdict){.first = head->first};
    if (!rule)
        return 0;
    int64_t days = unit->setting[rule->days], young = 0, most = head->last - unit->setting[rule->events] + 1;
    if (days == 0 || most <= head->first)
        return 0;
    if (ledger_since(unit->engine->ledger, head->name, unit->now - days * MS_DAY, &young) != 0)
        return -1;
    most = young < most ? young : most;
    int held = rule->hold ? rule->hold(unit, head->name, &verdict->held) : 0;
    if (held == 1 && verdict->held < most)
        most = verdict->held;
    else
        verdict->held = 0;
    if (most > verdict->first)
        verdict->first = most;
    return held < 0 ? -1 : 0;
}

/* ---- the timer ---- */

/* When to look again: soon while there is more to do, never when it is too short to be trimmed (the next events set a
 * timer), else in a day. */
static int trim_again(struct unit *unit, const struct head *head, const struct trimming *rule, bool more)
{
    if (!more && head->last - head->first < unit->setting[rule->events])
        return UNIT_DONE;
    return unit_timer(unit, TRIM_TIMER, head->name, engine_now(unit->engine) + (more ? TRIM_SOON_MS : MS_DAY));
}

static int trim_run(struct unit *unit, const char *stream, int64_t due)
{
    struct engine *engine = unit->engine;
    struct head head;
    struct trim_verdict verdict;
    const struct trimming *rule = trimming_of(engine->service, stream);
    (void)due;
    if (!rule || ledger_head(engine->ledger, stream, &head) != 1)
        return UNIT_DONE;
    if (trim_judge(unit, &head, &verdict) != 0)
        return unit_trouble(unit);
    int64_t first = verdict.first - head.first > TRIM_STEP ? head.first + TRIM_STEP : verdict.first;
    int gone = ledger_trim(engine->ledger, stream, first);
    if (gone < 0)
        return unit_trouble(unit);
    if (gone > 0)
        log_line(engine->log, LOG_LEVEL_INFO, "stream.trimmed", "stream=%s events=%d first=%lld held=%lld", stream,
                 gone, (long long)first, (long long)verdict.held);
    head.first = first;
    return trim_again(unit, &head, rule, first < verdict.first);
}

const struct timer_handler trim_timer = {TRIM_TIMER, trim_run};

int trim_arm(struct unit *unit, const char *stream, int64_t number)
{
    struct engine *engine = unit->engine;
    const struct trimming *rule = trimming_of(engine->service, stream);
    struct head head;
    if (number % TRIM_ARM_EVERY != 0 || !rule || unit->setting[rule->days] == 0 ||
        ledger_head(engine->ledger, stream, &head) != 1 || head.last - head.first < unit->setting[rule->events])
        return 0;
    engine->due_known = false;
    return timer_set_new(engine->store, TRIM_TIMER, stream, engine_now(engine) + MS_DAY);
}
