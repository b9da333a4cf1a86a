/* The rules of a correction. Invariant: whoever confirms is not who proposed, and neither is the worker. */
#include "correction.h"

#include "base/civil.h"
#include "base/text.h"

static const struct correction_flaw no_actor = {"actor_missing", "actorid", "This needs to know who acts."};
static const struct correction_flaw own_time = {"own_time", "actorid", "Nobody puts the own time right."};
static const struct correction_flaw own_second = {"own_time", "second", "The worker cannot bear out her own time."};
static const struct correction_flaw same_second = {"same_person", "second", "A second person must have seen it."};
static const struct correction_flaw same_actor = {"same_person", "actorid", "Another person than who proposed it."};
static const struct correction_flaw not_named = {"not_named", "actorid", "Somebody else was named to confirm it."};
static const struct correction_flaw bad_end = {"bad_time", "ended_at",
                                               "The end must be after the beginning and not in the future."};
static const struct correction_flaw bad_day = {"bad_time", "started_at",
                                               "These times are more than a day from the plan."};

const struct correction_flaw *correction_times(const struct visit *visit, const struct correction *correction,
                                               int64_t now)
{
    if (correction->ended_at <= correction->started_at || correction->ended_at > now)
        return &bad_end;
    if (correction->started_at < visit->time.start - MS_DAY || correction->ended_at > visit->time.end + MS_DAY)
        return &bad_day;
    return NULL;
}

static const struct correction_flaw *actor_flaw(const struct visit *visit, const char *who)
{
    if (!who[0])
        return &no_actor;
    return text_same(who, visit->worker) ? &own_time : NULL;
}

const struct correction_flaw *correction_proposer(const struct visit *visit, const struct correction *correction)
{
    const struct correction_flaw *flaw = actor_flaw(visit, correction->proposer);
    if (flaw)
        return flaw;
    if (text_same(correction->second, correction->proposer))
        return &same_second;
    return text_same(correction->second, visit->worker) ? &own_second : NULL;
}

const struct correction_flaw *correction_second(const struct visit *visit, const struct correction *correction,
                                                const char *who)
{
    const struct correction_flaw *flaw = actor_flaw(visit, who);
    if (flaw)
        return flaw;
    if (text_same(who, correction->proposer))
        return &same_actor;
    return correction->second[0] && !text_same(who, correction->second) ? &not_named : NULL;
}
