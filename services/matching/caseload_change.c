/* Whose household it is changes here alone. Invariant: each change is told with the counts that it leaves, and each
 * household that somebody was named for has a timer that asks whether it is still visited. */
#include "caseload_change.h"

#include "base/text.h"

#include "caseload.h"

#define QUIET "caseload_quiet" /* household */
#define AWAY "caseload_away"   /* worker */

static int64_t window(const struct unit *unit)
{
    return unit->setting[SET_CONTINUITY_DAYS] * MS_DAY;
}

/* ---- what is told ---- */

static int tell_changed(struct unit *unit, const struct named_team *team, const char *from, const char *reason,
                        const char *because)
{
    struct caseload_changed event = {0};
    if ((from[0] && team_count_of(unit->store, from, &event.from_households)) ||
        (team->main[0] && team_count_of(unit->store, team->main, &event.households)))
        return -1;
    TEXT_PUT(event.household, team->household);
    TEXT_PUT(event.station, team->station);
    TEXT_PUT(event.worker, team->main);
    TEXT_PUT(event.from_worker, from);
    TEXT_PUT(event.reason, reason);
    TEXT_PUT(event.because, because);
    return unit_emit(unit, MSG_caseload_changed, &event, team->household);
}

static int tell_vacant(struct unit *unit, const struct named_team *team, const char *worker, int64_t households,
                       const char *reason)
{
    struct caseload_vacant event = {.households = households};
    TEXT_PUT(event.station, team->station);
    TEXT_PUT(event.worker, worker);
    TEXT_PUT(event.reason, reason);
    if (households == 1)
        TEXT_PUT(event.household, team->household);
    return unit_emit(unit, MSG_caseload_vacant, &event, worker);
}

/* ---- one household ---- */

static int set_timer(struct unit *unit, const struct named_team *team)
{
    int64_t last;
    if (team_last_visit(unit->store, team->household, &last))
        return -1;
    return unit_timer(unit, QUIET, team->household, (last > team->since ? last : team->since) + window(unit));
}

static int put(struct unit *unit, const struct named_team *team, const char *from, const char *reason,
               const char *because)
{
    if (team_save(unit->store, team) || set_timer(unit, team) || tell_changed(unit, team, from, reason, because))
        return unit_trouble(unit);
    return UNIT_DONE;
}

/* `worker` "": nobody. Of two who stand for each other the former main worker becomes the backup. */
static int put_main(struct unit *unit, const char *worker, const char *reason, const char *because,
                    struct named_team *team)
{
    char from[ID_SIZE];
    int64_t households = 0;
    TEXT_PUT(from, team->main);
    if (worker[0] && team_count_of(unit->store, worker, &households))
        return unit_trouble(unit);
    TEXT_PUT(team->main, worker);
    if (worker[0] && text_same(team->backup, worker))
        TEXT_PUT(team->backup, from);
    team->wanted[0] = '\0';
    team->by_hand = text_same(reason, "by_hand");
    team->since = unit->now;
    team->households = worker[0] ? households + 1 : 0;
    team->most = worker[0] ? unit->setting[SET_CASELOAD_MOST] : 0;
    return put(unit, team, from, reason, because);
}

/* ---- a choice ---- */

/* Why nobody is named is told when it becomes so. */
static int note_full(struct unit *unit, const char *station, const char *wanted, struct named_team *team, bool *changed)
{
    if (text_same(team->wanted, wanted))
        return UNIT_DONE;
    *changed = true;
    TEXT_PUT(team->wanted, wanted);
    if (team->main[0])
        return UNIT_DONE;
    TEXT_PUT(team->station, station);
    if (!team->since)
        team->since = unit->now;
    return tell_vacant(unit, team, wanted, 1, "full") || set_timer(unit, team) ? unit_trouble(unit) : UNIT_DONE;
}

/* Who is suspended is not newly named: whoever comes this time is. */
static const char *who_may_be(const struct unit *unit, const struct named_team *team, const char *leads,
                              const char *chosen)
{
    struct worker_facts facts;
    if (text_same(leads, team->main) || !pool_facts(pool_of(unit), leads, &facts))
        return leads;
    return facts.suspended ? chosen : leads;
}

int caseload_want(struct unit *unit, const char *station, const char *leads, const char *chosen,
                  struct named_team *team, bool *changed)
{
    const char *wanted = who_may_be(unit, team, leads, chosen);
    int64_t households = 0;
    if (!text_same(wanted, team->main) && team_count_of(unit->store, wanted, &households))
        return unit_trouble(unit);
    switch (caseload_choose(team->main, wanted, households, unit->setting[SET_CASELOAD_MOST])) {
    case CASELOAD_FULL:
        return note_full(unit, station, wanted, team, changed);
    case CASELOAD_NAME:
        *changed = true;
        TEXT_PUT(team->station, station);
        return put_main(unit, wanted, "chosen", "", team);
    case CASELOAD_NONE:
    case CASELOAD_KEEP:
        break;
    }
    if (wanted[0]) {
        *changed = *changed || team->wanted[0];
        team->wanted[0] = '\0';
    }
    return UNIT_DONE;
}

int caseload_by_hand(struct unit *unit, const char *worker, const char *because, struct named_team *team)
{
    team->named_at = unit->now;
    if (!text_same(team->main, worker))
        return put_main(unit, worker, "by_hand", because, team);
    team->by_hand = true;
    return put(unit, team, "", "by_hand", because);
}

/* ---- ends ---- */

/* Households of one station are told of together. */
int caseload_leave(struct unit *unit, const char *worker, const char *reason)
{
    struct named_team team = {0}, last = {0};
    int64_t households = 0;
    int found;
    while ((found = team_next_of(unit->store, worker, &team)) == 1) {
        if (households && !text_same(team.station, last.station)) {
            if (tell_vacant(unit, &last, worker, households, reason))
                return unit_trouble(unit);
            households = 0;
        }
        if (put_main(unit, "", reason, "", &team))
            return UNIT_TROUBLE;
        last = team;
        households++;
    }
    if (found < 0 || (households && tell_vacant(unit, &last, worker, households, reason)))
        return unit_trouble(unit);
    return unit_timer_clear(unit, AWAY, worker) ? unit_trouble(unit) : UNIT_DONE;
}

int caseload_part(struct unit *unit, const char *worker, const char *household)
{
    struct named_team team;
    int found = team_find(unit->store, household, &team);
    if (found != 1 || !text_same(team.main, worker))
        return found < 0 ? unit_trouble(unit) : UNIT_DONE;
    if (put_main(unit, "", "prohibited", "", &team))
        return UNIT_TROUBLE;
    return tell_vacant(unit, &team, worker, 1, "prohibited") ? unit_trouble(unit) : UNIT_DONE;
}

int caseload_suspended(struct unit *unit, const char *worker, bool suspended)
{
    int64_t days = unit->setting[SET_CASELOAD_AWAY_DAYS];
    int failed = suspended && days ? unit_timer(unit, AWAY, worker, unit->now + days * MS_DAY)
                                   : unit_timer_clear(unit, AWAY, worker);
    return failed ? unit_trouble(unit) : UNIT_DONE;
}

int caseload_end(struct unit *unit, const char *household, const char *reason)
{
    struct named_team team;
    int found = team_find(unit->store, household, &team);
    if (found != 1)
        return found < 0 ? unit_trouble(unit) : UNIT_DONE;
    if (team.main[0] && put_main(unit, "", reason, "", &team))
        return UNIT_TROUBLE;
    if (team_remove(unit->store, household) || unit_timer_clear(unit, QUIET, household))
        return unit_trouble(unit);
    return UNIT_DONE;
}

/* ---- what is due ---- */

static int on_quiet(struct unit *unit, const char *household, int64_t due)
{
    struct named_team team;
    int64_t last = 0;
    (void)due;
    int found = team_find(unit->store, household, &team);
    if (found < 0 || team_last_visit(unit->store, household, &last))
        return unit_trouble(unit);
    if (!found)
        return UNIT_DONE;
    if ((last > team.since ? last : team.since) + window(unit) > unit->now)
        return set_timer(unit, &team) ? unit_trouble(unit) : UNIT_DONE;
    return caseload_end(unit, household, "quiet");
}

static int on_away(struct unit *unit, const char *worker, int64_t due)
{
    struct worker_facts facts;
    (void)due;
    if (!pool_facts(pool_of(unit), worker, &facts) || !facts.suspended)
        return UNIT_DONE;
    return caseload_leave(unit, worker, "away");
}

const struct timer_handler matching_caseload_timers[] = {
    {QUIET, on_quiet},
    {AWAY, on_away},
    {NULL, NULL},
};
