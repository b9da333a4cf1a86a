/* The one calendar of people's time (V23, ruling 1). Invariant: what it grants never overlaps what is held, firm or
 * tentative, nor a leave; times are half-open, so touching ends are free. Between a visit and what has a place besides
 * there is time to hand over and for the way (V2). */
#include <string.h>

#include "base/text.h"
#include "people.h"

/* What is taken of a person's time, holds and leaves together in order of (start, id). */
struct walk {
    const struct person *person;
    struct name ignore;
    bool ignores;
    int hold, leave;
};

struct taken {
    const struct held *hold; /* or NULL: a leave */
    const struct worker_leave *leave;
    struct interval time;
    struct cell place;
    bool visit;
};

static struct walk walk_of(const struct pool *pool, const char *person, const char *ignore)
{
    struct walk walk = {.person = people_find(pool, person)};
    walk.ignores = ignore[0] && name_find(&pool->names, ignore, &walk.ignore);
    return walk;
}

static void taken_id(const struct taken *taken, char id[ID_SIZE])
{
    if (taken->hold)
        name_read(taken->hold->hold, id);
    else
        text_put(id, ID_SIZE, taken->leave->leave);
}

static bool comes_first(const struct held *hold, const struct worker_leave *leave)
{
    char id[ID_SIZE];
    if (hold->time.start != leave->time.start)
        return hold->time.start < leave->time.start;
    name_read(hold->hold, id);
    return strcmp(id, leave->leave) < 0;
}

static bool walk_next(struct walk *walk, struct taken *taken)
{
    const struct held *holds = walk->person->holds.at;
    const struct worker_leave *leaves = walk->person->leaves.at;
    while (walk->ignores && walk->hold < walk->person->holds.count && name_same(holds[walk->hold].hold, walk->ignore))
        walk->hold++;
    bool hold = walk->hold < walk->person->holds.count, leave = walk->leave < walk->person->leaves.count;
    if (!hold && !leave)
        return false;
    if (hold && (!leave || comes_first(&holds[walk->hold], &leaves[walk->leave]))) {
        const struct held *at = &holds[walk->hold++];
        *taken = (struct taken){.hold = at, .time = at->time, .place = at->place, .visit = at->kind == HOLD_VISIT};
    } else {
        const struct worker_leave *at = &leaves[walk->leave++];
        *taken = (struct taken){.leave = at, .time = at->time};
    }
    return true;
}

/* What must lie between what is taken and the wanted time, when that comes `after` it, or else before. */
static int64_t gap_needed(const struct walk *walk, const struct wanted *wanted, const struct taken *taken, bool after)
{
    if (!taken->visit || !place_is_known(wanted->place))
        return 0;
    struct cell from = after ? taken->place : wanted->place, to = after ? wanted->place : taken->place;
    return wanted->handover_ms + travel_ms(wanted->travel, from, to, (enum travel_mode)walk->person->facts.travel);
}

static bool is_in_the_way(const struct walk *walk, const struct wanted *wanted, const struct taken *taken,
                          struct interval time)
{
    if (interval_overlap(taken->time, time))
        return true;
    bool after = taken->time.end <= time.start;
    int64_t gap = after ? time.start - taken->time.end : taken->time.start - time.end;
    return gap < gap_needed(walk, wanted, taken, after);
}

void pool_conflicts(const struct pool *pool, const char *person, const struct wanted *wanted,
                    struct conflicts *conflicts)
{
    struct walk walk = walk_of(pool, person, wanted->ignore);
    struct taken taken;
    conflicts->count = 0;
    if (!walk.person)
        return;
    while (conflicts->count < POOL_CONFLICTS && walk_next(&walk, &taken))
        if (is_in_the_way(&walk, wanted, &taken, wanted->time))
            taken_id(&taken, conflicts->at[conflicts->count++]);
}

int64_t pool_first_free(const struct pool *pool, const char *person, const struct wanted *wanted)
{
    struct walk walk = walk_of(pool, person, wanted->ignore);
    struct taken taken;
    struct interval time = wanted->time;
    if (!walk.person)
        return time.start;
    int64_t length = time.end - time.start;
    while (walk_next(&walk, &taken))
        if (is_in_the_way(&walk, wanted, &taken, time)) {
            time.start = taken.time.end + gap_needed(&walk, wanted, &taken, true);
            time.end = time.start + length;
        }
    return time.start;
}

int pool_taken(const struct pool *pool, const char *person, struct interval window, struct pool_taken *to, int most)
{
    struct walk walk = walk_of(pool, person, "");
    struct taken taken;
    int count = 0;
    while (walk.person && count < most && walk_next(&walk, &taken)) {
        if (!interval_overlap(taken.time, window))
            continue;
        taken_id(&taken, to[count].id);
        to[count].time = taken.time;
        to[count].place = taken.place;
        to[count++].visit = taken.visit;
    }
    return count;
}

static bool starts_in(struct interval time, struct interval window)
{
    return time.start >= window.start && time.start < window.end;
}

static void work_tell(struct pool_work *to, struct name id, struct interval time)
{
    name_read(id, to->id);
    to->time = time;
}

int pool_work(const struct pool *pool, const char *worker, struct interval window, struct pool_work *work, int most)
{
    const struct person *person = people_find(pool, worker);
    const struct passed *past = person ? person->past.at : NULL;
    struct holds_run holds = {NULL, 0};
    int count = 0;
    if (person)
        holds = people_holds_in(person, window);
    for (int i = 0; i < holds.count && count < most; i++)
        if (holds.at[i].kind == HOLD_VISIT && starts_in(holds.at[i].time, window))
            work_tell(&work[count++], holds.at[i].hold, holds.at[i].time);
    for (int i = 0; past && i < person->past.count && count < most; i++)
        if (starts_in(past[i].time, window))
            work_tell(&work[count++], past[i].visit, past[i].time);
    return count;
}

int64_t pool_week(const struct pool *pool, const char *worker, int64_t instant)
{
    const struct person *person = people_find(pool, worker);
    return person ? people_week(person, instant) : 0;
}

bool pool_is_same_week(int64_t one, int64_t other)
{
    return people_is_same_week(one, other);
}
