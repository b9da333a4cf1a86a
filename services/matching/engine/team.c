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

/* What is asked of a household's meetings. */
struct look_back {
    const struct pool *pool;
    const struct house *house;
    const struct demand *demand;
    struct interval past; /* as far back as is remembered */
    struct interval month;
    uint32_t own; /* tag of the visit that is being looked at */
};

static struct look_back look_back_of(const struct pool *pool, const struct team *team, const struct policy *policy,
                                     const struct demand *demand, const struct house *house)
{
    struct name own;
    struct look_back back = {.pool = pool, .house = house, .demand = demand, .month = team->month};
    back.past = (struct interval){demand->time.start - policy->continuity_ms, demand->time.start};
    if (demand->own_hold[0] && name_find(&pool->names, demand->own_hold, &own))
        back.own = name_hash(own) & 0xFFFFFFu;
    return back;
}

static bool is_own(const struct look_back *back, const struct meeting *meeting)
{
    return back->demand->own_hold[0] && meeting->hold && meeting->tag == back->own &&
           people_hold(back->pool, meeting->person, back->demand->own_hold);
}

/* Of the person whose meetings begin there. */
static struct presence presence_of(const struct look_back *back, int first)
{
    struct presence presence = {0};
    const struct meeting *at = back->house->meetings.at;
    for (int i = first; i < back->house->meetings.count && at[i].person == at[first].person; i++) {
        if (!at[i].counts || is_own(back, &at[i]))
            continue;
        presence.visits += at[i].start + (int64_t)at[i].length > back->past.start && at[i].start < back->past.end;
        presence.month += at[i].start >= back->month.start && at[i].start < back->month.end;
    }
    return presence;
}

static struct presence presence_with(const struct look_back *back, const struct person *person)
{
    const struct meeting *at = back->house ? back->house->meetings.at : NULL;
    for (int i = 0; at && i < back->house->meetings.count; i++)
        if (at[i].person == person)
            return presence_of(back, i);
    return (struct presence){0};
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
        TEXT_PUT(team->main, person->id);
        team->main_visits = visits;
    } else if (visits > team->second_visits) {
        TEXT_PUT(team->second, person->id);
        team->second_visits = visits;
    }
}

/* Who is named by a person is the main worker whatever the visits say, as long as she may come (V22). */
static void team_name(struct team *team, const struct look_back *back)
{
    const char *named = back->demand->main;
    const struct person *main = named[0] ? people_find(back->pool, named) : NULL;
    if (!main || strcmp(named, team->main) == 0 || !may_come(main, back->demand->household))
        return;
    TEXT_PUT(team->second, team->main);
    team->second_visits = team->main_visits;
    TEXT_PUT(team->main, named);
    team->main_visits = presence_with(back, main).visits;
}

static void member_add(struct team *team, const struct person *person, struct presence presence)
{
    team->visits += presence.visits;
    team->month_workers += presence.month > 0;
    if (team->members_count == TEAM_MEMBERS || (!presence.visits && !presence.month))
        return;
    struct team_member *member = &team->members[team->members_count++];
    TEXT_PUT(member->worker, person->id);
    member->visits = presence.visits;
    member->month_visits = presence.month;
}

void choice_team(const struct pool *pool, const struct policy *policy, const struct demand *demand, struct team *team)
{
    *team = (struct team){.month = month_of(demand->time.start)};
    const struct house *house = people_house(pool, demand->household);
    const struct meeting *at = house ? house->meetings.at : NULL;
    struct look_back back = look_back_of(pool, team, policy, demand, house);
    for (int i = 0; house && i < house->meetings.count; i = house_next(house, i)) {
        struct presence presence = presence_of(&back, i);
        member_add(team, at[i].person, presence);
        if (may_come(at[i].person, demand->household))
            team_take(team, at[i].person, presence.visits);
    }
    team_name(team, &back);
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
int team_continuity(const struct pool *pool, const struct team *team, const struct policy *policy,
                    const struct demand *demand, const struct house *house, const struct person *person)
{
    struct look_back back = look_back_of(pool, team, policy, demand, house);
    int visits = presence_with(&back, person).visits;
    int worth = visits > 2 ? 800 : visits ? 200 + 200 * visits : 0;
    if (team->main[0] && strcmp(person->id, team->main) == 0)
        return 1000;
    if (team->main[0] && demand->backup[0] && strcmp(person->id, demand->backup) == 0 && worth < 700)
        worth = 700;
    bool too_low = team->main_visits * 1000 < policy->main_share * (team->visits + 1);
    return too_low ? worth / 2 : worth;
}

bool team_is_full_for(const struct pool *pool, const struct team *team, const struct policy *policy,
                      const struct demand *demand, const struct house *house, const struct person *person)
{
    if (!demand->household[0] || team->month_workers < policy->max_workers)
        return false;
    struct look_back back = look_back_of(pool, team, policy, demand, house);
    return presence_with(&back, person).month == 0;
}
