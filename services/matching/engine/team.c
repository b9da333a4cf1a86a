/* Continuity (V8): the main worker of a household, a named backup, and few faces a month. A visit that is worked or
 * firmly planned counts; the visit that is being looked at does not. */
#include "team.h"

#include <string.h>

#include "base/civil.h"
#include "base/text.h"

/* How often one person comes to the household: before this visit as far back as is remembered, and in its month. */
struct presence {
    int visits, month;
};

static struct interval month_of(int64_t instant)
{
    struct civil first = civil_of(instant);
    first = (struct civil){.year = first.year, .month = first.month, .day = 1};
    struct civil next = first;
    next.month = first.month == 12 ? 1 : first.month + 1;
    next.year += first.month == 12;
    return (struct interval){civil_instant(&first), civil_instant(&next)};
}

/* The visit that is being looked at. */
static bool is_own(const struct demand *demand, uint32_t own, const struct meeting *meeting)
{
    return demand->own_hold[0] && meeting->hold && meeting->tag == own &&
           people_hold(meeting->person, demand->own_hold);
}

static struct presence presence_of(const struct team *team, const struct policy *policy, const struct demand *demand,
                                   const struct house *house, const struct person *person)
{
    struct presence presence = {0};
    const struct meeting *at = house ? house->meetings.at : NULL;
    int64_t since = demand->time.start - policy->continuity_ms;
    uint32_t own = map_hash(demand->own_hold);
    for (int i = 0; at && i < house->meetings.count; i++) {
        struct interval time = at[i].time;
        if (at[i].person != person || !at[i].counts || is_own(demand, own, &at[i]))
            continue;
        presence.visits += time.end > since && time.start < demand->time.start;
        presence.month += time.start >= team->month.start && time.start < team->month.end;
    }
    return presence;
}

/* A worker who may be sent to this household some day, whatever the calendar says. */
static bool may_come(const struct person *person, const char *household)
{
    const char(*pairs)[ID_SIZE] = person->pairs.at;
    for (int i = 0; i < person->pairs.count; i++)
        if (strcmp(pairs[i], household) == 0)
            return false;
    return person->worker && person->facts.active && !person->facts.gone;
}

/* People come in order of id, so that a tie goes to the lower one. */
static void team_take(struct team *team, const struct person *person, int visits)
{
    if (visits > team->main_visits) {
        TEXT_PUT(team->second, team->main);
        team->second_visits = team->main_visits;
        TEXT_PUT(team->main, person->facts.worker);
        team->main_visits = visits;
    } else if (visits > team->second_visits) {
        TEXT_PUT(team->second, person->facts.worker);
        team->second_visits = visits;
    }
}

static void member_add(struct team *team, const struct person *person, struct presence presence)
{
    team->visits += presence.visits;
    team->month_workers += presence.month > 0;
    if (team->members_count == TEAM_MEMBERS || (!presence.visits && !presence.month))
        return;
    struct team_member *member = &team->members[team->members_count++];
    TEXT_PUT(member->worker, person->facts.worker);
    member->visits = presence.visits;
    member->month_visits = presence.month;
}

void choice_team(const struct pool *pool, const struct policy *policy, const struct demand *demand, struct team *team)
{
    *team = (struct team){.month = month_of(demand->time.start)};
    const struct house *house = people_house(pool, demand->household);
    const struct acquaintance *known = house ? house->known.at : NULL;
    for (int i = 0; house && i < house->known.count; i++) {
        const struct person *person = known[i].person;
        struct presence presence = presence_of(team, policy, demand, house, person);
        member_add(team, person, presence);
        if (may_come(person, demand->household))
            team_take(team, person, presence.visits);
    }
}

/* A backup once named stays as long as it can be one, so that the household knows the face. */
void choice_backup(const struct pool *pool, const struct demand *demand, const struct ranking *ranking,
                   const char *main, const char *named, char backup[ID_SIZE])
{
    const struct person *person = named[0] ? people_find(pool, named) : NULL;
    const char *found = "";
    if (person && strcmp(named, main) != 0 && may_come(person, demand->household))
        found = named;
    if (!found[0] && ranking->team.second[0] && strcmp(ranking->team.second, main) != 0)
        found = ranking->team.second;
    for (int i = 0; !found[0] && i < ranking->best_count; i++)
        if (strcmp(ranking->best[i].worker, main) != 0)
            found = ranking->best[i].worker;
    text_put(backup, ID_SIZE, found);
}

/* The main worker is worth all of it. Somebody else is worth the more the oftener the household has seen that person,
 * the named backup 700 at least; and half of that when the main worker's share would fall too low. */
int team_continuity(const struct team *team, const struct policy *policy, const struct demand *demand,
                    const struct house *house, const struct person *person)
{
    int visits = presence_of(team, policy, demand, house, person).visits;
    int worth = visits > 2 ? 800 : visits ? 200 + 200 * visits : 0;
    if (team->main[0] && strcmp(person->facts.worker, team->main) == 0)
        return 1000;
    if (team->main[0] && demand->backup[0] && strcmp(person->facts.worker, demand->backup) == 0 && worth < 700)
        worth = 700;
    bool too_low = team->main_visits * 1000 < policy->main_share * (team->visits + 1);
    return too_low ? worth / 2 : worth;
}

bool team_is_full_for(const struct team *team, const struct policy *policy, const struct demand *demand,
                      const struct house *house, const struct person *person)
{
    return demand->household[0] && team->month_workers >= policy->max_workers &&
           presence_of(team, policy, demand, house, person).month == 0;
}
