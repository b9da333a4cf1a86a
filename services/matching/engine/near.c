/* Asking over a profile: who cannot come by the facts alone is counted, who lives too far away is passed over, and only
 * the others are asked of their time, while the memory of the next ones comes. */
#include "asking.h"

#include "base/civil.h"

#define TIMES_AHEAD 8 /* so many later is asked whose times are fetched now */
#define BAND_METRES (PLACE_BAND * PLACE_NORTH_METRES)
#define BITS(count) ((1u << (count)) - 1)

/* Who is being looked for. */
struct search {
    struct asking *asking;
    bool any_sex;
    double near[TRAVEL_MODES], far[TRAVEL_MODES]; /* squares of metres: certainly within reach, certainly not */
    bool alone[TRAVEL_MODES];                     /* who goes about so comes from no other day, and goes to none */
    const struct day *day;                        /* of the visit; NULL: nothing is taken */
    struct interval whole;                        /* that day */
};

static bool is_banned(const struct house *house, const struct person *person)
{
    struct person *const *banned = house ? house->banned.at : NULL;
    for (int i = 0; banned && i < house->banned.count; i++)
        if (banned[i] == person)
            return true;
    return false;
}

static bool passes_to_travel(const struct search *search, const struct member *member)
{
    const struct demand *demand = search->asking->q.demand;
    return interval_holds(member->able, demand->time) && (search->any_sex || member->sex == demand->wish_sex);
}

/* Within the time for the way; fills how far it is. */
static bool is_near(const struct search *search, const struct member *member, struct near *near)
{
    const struct question *q = &search->asking->q;
    enum travel_mode mode = (enum travel_mode)member->travel;
    near->metres = -1;
    near->way = -1;
    if (!place_is_known(member->home) || !place_is_known(q->demand->place))
        return q->policy->max_travel_ms >= 0;
    if (q->around && around_is_in_band(q->around, member->home)) {
        double square = around_square(q->around, member->home);
        if (square > search->far[mode])
            return false;
        near->metres = sqrt(square);
        if (square < search->near[mode])
            return true;
    }
    near->way = travel_ms(q->policy->travel, member->home, q->demand->place, mode);
    return near->way <= q->policy->max_travel_ms;
}

static void see_members(void *self, const struct list *members)
{
    struct search *search = self;
    struct asking *asking = search->asking;
    const struct member *at = members->at;
    struct list *list = &asking->index->near;
    for (int i = 0; i < members->count; i++) {
        struct near near = {.sheet = at[i].sheet,
                            .home = at[i].home,
                            .slot = at[i].slot,
                            .skill = at[i].skill,
                            .skilled = at[i].skilled,
                            .travel = at[i].travel};
        if (!passes_to_travel(search, &at[i]) || !is_near(search, &at[i], &near) ||
            (asking->m.house && is_banned(asking->m.house, at[i].sheet->person)))
            continue;
        if (search->day)
            __builtin_prefetch(day_record(search->day, near.slot));
        if (list_insert(list, sizeof near, list->count, &near))
            asking->index->lost = true;
    }
}

/* How many of those whom the household must not meet would pass the rules before, by sex. */
static void count_banned(struct asking *asking, int banned[INDEX_SEXES])
{
    const struct house *house = asking->m.house;
    struct person *const *at = house ? house->banned.at : NULL;
    for (int i = 0; at && i < house->banned.count; i++) {
        asking->q.person = at[i];
        if (rules_ask(&asking->q, RULE_NOT_ACTIVE, RULE_PROHIBITED) == RULE_NONE)
            banned[index_sex(at[i]->facts.sex)]++;
    }
}

/* Counts by the rules that ask of the worker alone. What comes back passes all of them. */
static int count_profile(struct asking *asking, const struct profile *profile)
{
    const struct demand *demand = asking->q.demand;
    int *rejected = asking->ranking->rejected, banned[INDEX_SEXES] = {0}, able = 0, passing = 0;
    int certified = tally_holding(&profile->certified, demand->time);
    int present = tally_holding(&profile->present, demand->time);
    bool any_sex = !demand->intimate || !demand->wish_sex;
    count_banned(asking, banned);
    for (int sex = 0; sex < INDEX_SEXES; sex++) {
        int of_sex = tally_holding(&profile->able[sex], demand->time);
        able += of_sex;
        rejected[RULE_PROHIBITED] += banned[sex];
        bool passes = any_sex || sex == index_sex(demand->wish_sex);
        *(passes ? &passing : &rejected[RULE_SEX]) += of_sex - banned[sex];
    }
    rejected[RULE_STATION] = asking->index->active - profile->in_scope;
    rejected[RULE_KIND] = profile->in_scope - profile->of_kind;
    rejected[RULE_CODE] = profile->of_kind - profile->green;
    rejected[RULE_CERTIFICATE] = profile->green - certified;
    rejected[RULE_LEAVE] = certified - present;
    rejected[RULE_SUSPENDED] = present - able;
    return passing;
}

/* ---- by the records of the day ---- */

/* Nothing of another day is so near that the way could matter, nor is an own hold among the records. */
static bool is_alone(const struct search *search, double far, enum travel_mode mode)
{
    const struct question *q = &search->asking->q;
    const struct around *around = &search->asking->hints.around;
    double radius = (double)search->asking->index->pool->sheets.radius[mode];
    double metres = far * (PLACE_NORTH_METRES / around->east) + radius;
    if (!q->around || q->demand->own_hold[0] || search->asking->index->pool->days.lost || !(metres < BAND_METRES))
        return false;
    int64_t most = q->policy->handover_ms + (int64_t)around_most_ms(around, metres, mode) + 1;
    struct interval near = {q->demand->time.start - most, q->demand->time.end + most};
    return interval_holds(search->whole, near);
}

static bool record_is_in_the_way(const struct search *search, const struct record *record, int at,
                                 const struct near *near)
{
    int64_t start = record->at[at].start & BITS(DAY_KIND), end = record->at[at].end;
    struct span span = {.kind = (enum hold_kind)(record->at[at].start >> DAY_KIND)};
    span.time = (struct interval){search->whole.start + start * MS_MINUTE, search->whole.start + end * MS_MINUTE};
    if (record->at[at].north != DAY_NOWHERE)
        span.place = (struct cell){near->home.lat + record->at[at].north, near->home.lon + record->at[at].east};
    return rules_is_in_the_way(&search->asking->q, &span, (enum travel_mode)near->travel);
}

static bool record_is_busy(const struct search *search, const struct record *record, const struct near *near)
{
    for (int i = 0; i < record->count; i++)
        if (record_is_in_the_way(search, record, i, near))
            return true;
    return false;
}

static void fetch_sheet(const struct near *near)
{
    __builtin_prefetch(near->sheet);
    __builtin_prefetch(&near->sheet->person); /* its other line */
}

/* Keeps those who may come; of whom a record tells all is asked of the time. */
static void ask_records(struct search *search)
{
    struct list *list = &search->asking->index->near;
    struct near *near = list->at;
    int kept = 0, busy = 0;
    for (int i = 0; i < list->count; i++) {
        const struct record *record = search->day ? day_record(search->day, near[i].slot) : NULL;
        near[i].asked = search->alone[near[i].travel] && near[i].metres >= 0 && !(record && record->more);
        if (near[i].asked && record && record_is_busy(search, record, &near[i])) {
            busy++;
            continue;
        }
        fetch_sheet(&near[i]);
        near[kept++] = near[i];
    }
    list->count = kept;
    search->asking->ranking->rejected[RULE_BUSY] += busy;
}

/* ---- by all that is known of their time ---- */

/* No way between the place and where the person has to be takes longer: first home, and on from there. */
static int64_t farthest_ms(const struct asking *asking, const struct near *near)
{
    const struct around *around = &asking->hints.around;
    double metres = near->metres * (PLACE_NORTH_METRES / around->east) + (double)near->sheet->radius;
    if (!(near->metres >= 0 && metres < BAND_METRES))
        return MS_DAY;
    return (int64_t)around_most_ms(around, metres, (enum travel_mode)near->sheet->travel) + 1;
}

static void fetch_times(const struct asking *asking, struct near *near)
{
    near->farthest_ms = farthest_ms(asking, near);
    int64_t before = asking->q.policy->handover_ms + near->farthest_ms;
    sheet_fetch(near->sheet, sheet_since(near->sheet, asking->q.demand->time.start - before));
}

static void ask_near(struct asking *asking)
{
    struct near *near = asking->index->near.at;
    int count = asking->index->near.count;
    for (int i = -TIMES_AHEAD; i < count; i++) {
        if (i + TIMES_AHEAD < count && !near[i + TIMES_AHEAD].asked)
            fetch_times(asking, &near[i + TIMES_AHEAD]);
        if (i < 0)
            continue;
        asking->q.farthest_ms = near[i].farthest_ms;
        ask_one(asking, &near[i], near[i].asked ? RULE_BUSY + 1 : RULE_BUSY);
    }
}

/* ---- those who are near ---- */

static double signed_square(double metres)
{
    return metres < 0 ? -1 : metres * metres;
}

static void search_fill(struct search *search, struct asking *asking)
{
    const struct policy *policy = asking->q.policy;
    const struct demand *demand = asking->q.demand;
    int32_t day = civil_day(demand->time.start);
    *search = (struct search){.asking = asking, .any_sex = !demand->intimate || !demand->wish_sex};
    search->day = days_find(&asking->index->pool->days, day);
    search->whole = (struct interval){civil_day_start(day), civil_day_start(day + 1)};
    for (int mode = 0; mode < TRAVEL_MODES; mode++) {
        double near = around_near_metres(&asking->hints.around, policy->max_travel_ms, (enum travel_mode)mode);
        double far = around_far_metres(&asking->hints.around, policy->max_travel_ms, (enum travel_mode)mode);
        search->near[mode] = signed_square(near);
        search->far[mode] = far * far;
        search->alone[mode] = is_alone(search, far, (enum travel_mode)mode);
    }
}

static void see_near(struct search *search, const struct profile *profile)
{
    const struct policy *policy = search->asking->q.policy;
    struct cell place = search->asking->q.demand->place, box;
    if (!place_is_known(place)) {
        profile_all(profile, see_members, search);
        return;
    }
    place_box(place, travel_reach_metres(policy->travel, policy->max_travel_ms), &box);
    profile_near(profile, place, box, see_members, search);
}

bool ask_profile(struct asking *asking, const char *station)
{
    const struct profile *profile = index_profile(asking->index, station, asking->q.demand);
    struct search search;
    if (!profile)
        return false;
    asking->q.around = asking->hints.around.known ? &asking->hints.around : NULL;
    asking->index->near.count = 0;
    search_fill(&search, asking);
    see_near(&search, profile);
    if (asking->index->lost)
        return false;
    int passing = count_profile(asking, profile);
    asking->ranking->rejected[RULE_TRAVEL] = passing - asking->index->near.count;
    ask_records(&search);
    ask_near(asking);
    asking->q.around = NULL;
    return true;
}
