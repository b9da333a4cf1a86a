/* Asking over a profile: who cannot come by the facts alone is counted, who lives too far away is passed over, and only
 * the others are asked of their time: by a word of the day, by its record where that does not decide, by the holds
 * where that does not either. Each step goes through many before the next one, so that memory comes for all of them. */
#include "asking.h"

#include "base/civil.h"
#include "fetch.h"

#define TIMES_AHEAD 8 /* so many later is asked whose times are fetched now */
#define PICKED 256    /* members that are looked at at once */
#define BAND_METRES (PLACE_BAND * PLACE_NORTH_METRES)

/* Who is being looked for. */
struct search {
    struct asking *asking;
    uint32_t from, until;                         /* seconds */
    int sexes;                                    /* a bit of each index_sex() that may come */
    bool plain;                                   /* who has time passes */
    bool banning;                                 /* the household must not meet somebody */
    double near[TRAVEL_MODES], far[TRAVEL_MODES]; /* squares of metres: certainly within reach, certainly not */
    double farthest;                              /* the greatest of those */
    bool alone[TRAVEL_MODES];                     /* who goes about so comes from no other day, and goes to none */
    const struct day *day;                        /* of the visit; NULL: nothing is taken */
    struct interval whole;                        /* that day */
    /* minutes of it: what ends by the one or starts from the other on leaves time for every way there is */
    int free_before[TRAVEL_MODES], free_after[TRAVEL_MODES];
    int from_minute, until_minute;  /* what ends after the one and starts before the other overlaps */
    uint64_t wide[TRAVEL_MODES];    /* half hours of those minutes: what touches none of them leaves time */
    uint64_t inner;                 /* and what fills one of them overlaps */
    double north[SPOT], east[SPOT]; /* squares of metres to each row and column of the spot that is looked at */
};

static struct sheet *sheet_of(const struct asking *asking, uint32_t slot)
{
    return sheet_at(&asking->index->pool->sheets, slot);
}

static bool is_banned(const struct house *house, uint32_t slot)
{
    struct person *const *banned = house ? house->banned.at : NULL;
    for (int i = 0; banned && i < house->banned.count; i++)
        if (banned[i]->sheet->slot == slot)
            return true;
    return false;
}

/* Without a branch: nobody could foretell it. */
static bool passes_to_travel(const struct search *search, const struct member *member)
{
    return (member->from <= search->from) & (member->until >= search->until) & (search->sexes >> member->sex & 1);
}

/* Within the time for the way, which is reckoned. */
static bool is_in_reach(const struct search *search, struct near *near)
{
    const struct question *q = &search->asking->q;
    if (!place_is_known(near->home) || !place_is_known(q->demand->place))
        return q->policy->max_travel_ms >= 0;
    near->way = (int32_t)travel_ms(q->policy->travel, near->home, q->demand->place, (enum travel_mode)near->travel);
    return near->way <= q->policy->max_travel_ms;
}

static struct near near_of(const struct spot *spot, const struct member *member, double square)
{
    return (struct near){.square = square,
                         .slot = member->slot,
                         .way = -1,
                         .home = {spot->corner.lat + member->north, spot->corner.lon + member->east},
                         .skill = member->skill,
                         .skilled = member->skilled,
                         .travel = (uint8_t)member->travel};
}

static void fetch_word(const struct search *search, uint32_t slot)
{
    const struct day_chunk *chunk = search->day ? day_chunk_of(search->day, slot) : NULL;
    if (chunk)
        fetch(&chunk->words[slot % DAY_CHUNK]);
}

/* There is room. */
static void near_add(struct search *search, const struct near *near)
{
    struct list *list = &search->asking->index->near;
    if (search->banning && is_banned(search->asking->m.house, near->slot))
        return;
    fetch_word(search, near->slot);
    ((struct near *)list->at)[list->count++] = *near;
}

/* No bound decides. */
static void see_plainly(struct search *search, const struct spot *spot)
{
    const struct member *at = spot->members.at;
    for (int i = 0; i < spot->members.count; i++) {
        struct near near = near_of(spot, &at[i], -1);
        if (passes_to_travel(search, &at[i]) && is_in_reach(search, &near))
            near_add(search, &near);
    }
}

/* From `from` on at least or `until` at most, to zero: the square of what is nearest of a row of SPOT. */
static double nearest_square(const double squares[SPOT], double from, double until)
{
    double first = squares[0], last = squares[SPOT - 1];
    return from <= 0 && until >= 0 ? 0 : first < last ? first : last;
}

/* False: all of the spot lies too far away. */
static bool squares_fill(struct search *search, struct cell corner)
{
    const struct around *around = search->asking->q.around;
    double north = (double)corner.lat - around->place.lat, east = (double)corner.lon - around->place.lon;
    for (int i = 0; i < SPOT; i++) {
        double up = PLACE_NORTH_METRES * (north + i), right = around->east * (east + i);
        search->north[i] = up * up;
        search->east[i] = right * right;
    }
    return nearest_square(search->north, north, north + SPOT - 1) +
               nearest_square(search->east, east, east + SPOT - 1) <=
           search->farthest;
}

static bool is_in_band(const struct around *around, struct cell corner)
{
    return around_is_in_band(around, corner) &&
           around_is_in_band(around, (struct cell){corner.lat + SPOT - 1, corner.lon});
}

/* Who passes and is not certainly too far. */
static int members_pick(const struct search *search, const struct member *at, int count, uint8_t picked[PICKED])
{
    int picks = 0;
    for (int i = 0; i < count; i++) {
        double square = search->north[at[i].north] + search->east[at[i].east];
        picked[picks] = (uint8_t)i;
        picks += passes_to_travel(search, &at[i]) & (square <= search->far[at[i].travel]);
    }
    return picks;
}

static void see_members(struct search *search, const struct spot *spot, const struct member *at, int count)
{
    uint8_t picked[PICKED];
    int picks = members_pick(search, at, count, picked);
    for (int i = 0; i < picks; i++) {
        const struct member *member = &at[picked[i]];
        struct near near = near_of(spot, member, search->north[member->north] + search->east[member->east]);
        if (near.square < search->near[near.travel] || is_in_reach(search, &near))
            near_add(search, &near);
    }
}

static void see_spot(void *self, const struct spot *spot)
{
    struct search *search = self;
    const struct around *around = search->asking->q.around;
    const struct member *at = spot->members.at;
    int count = spot->members.count;
    if (!count)
        return;
    if (list_reserve(&search->asking->index->near, sizeof(struct near), count)) {
        search->asking->index->lost = true;
        return;
    }
    if (!around || !place_is_known(spot->corner) || !is_in_band(around, spot->corner)) {
        see_plainly(search, spot);
        return;
    }
    if (!squares_fill(search, spot->corner))
        return;
    for (int first = 0; first < count; first += PICKED)
        see_members(search, spot, at + first, count - first < PICKED ? count - first : PICKED);
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

static bool may_come(const struct demand *demand, int sex)
{
    return !demand->intimate || !demand->wish_sex || sex == index_sex(demand->wish_sex);
}

/* Counts by the rules that ask of the worker alone. What comes back passes all of them. */
static int count_profile(struct asking *asking, const struct profile *profile)
{
    const struct demand *demand = asking->q.demand;
    int *rejected = asking->ranking->rejected, banned[INDEX_SEXES] = {0}, able = 0, passing = 0;
    const struct counts holding = tally_holding(&profile->times, demand->time);
    count_banned(asking, banned);
    for (int sex = 0; sex < INDEX_SEXES; sex++) {
        int of_sex = holding.of[TIMES_ABLE + sex];
        able += of_sex;
        rejected[RULE_PROHIBITED] += banned[sex];
        *(may_come(demand, sex) ? &passing : &rejected[RULE_SEX]) += of_sex - banned[sex];
    }
    rejected[RULE_STATION] = asking->index->active - profile->in_scope;
    rejected[RULE_KIND] = profile->in_scope - profile->of_kind;
    rejected[RULE_CODE] = profile->of_kind - profile->green;
    rejected[RULE_CERTIFICATE] = profile->green - holding.of[TIMES_CERTIFIED];
    rejected[RULE_LEAVE] = holding.of[TIMES_CERTIFIED] - holding.of[TIMES_PRESENT];
    rejected[RULE_SUSPENDED] = holding.of[TIMES_PRESENT] - able;
    return passing;
}

/* ---- by the words and records of the day ---- */

/* No way to or from a place where anybody who goes about so and is near enough has to be takes longer; below 0: not
 * told. */
static int64_t longest_ms(const struct search *search, double far, enum travel_mode mode)
{
    const struct around *around = &search->asking->hints.around;
    double radius = (double)search->asking->index->pool->sheets.radius[mode];
    double metres = far * (PLACE_NORTH_METRES / around->east) + radius;
    return search->asking->q.around && metres < BAND_METRES ? (int64_t)around_most_ms(around, metres, mode) + 1 : -1;
}

/* Nothing of another day is so near that the way could matter, nor is an own hold among the records. */
static void alone_fill(struct search *search, double far, enum travel_mode mode)
{
    const struct question *q = &search->asking->q;
    int64_t longest = longest_ms(search, far, mode), most = q->policy->handover_ms + longest;
    struct interval near = {q->demand->time.start - most, q->demand->time.end + most};
    search->alone[mode] = longest >= 0 && !q->demand->own_hold[0] && !search->asking->index->pool->days.lost &&
                          interval_holds(search->whole, near);
    if (!search->alone[mode])
        return;
    search->free_before[mode] = (int)((near.start - search->whole.start) / MS_MINUTE);
    search->free_after[mode] = (int)((near.end - search->whole.start + MS_MINUTE - 1) / MS_MINUTE);
    search->wide[mode] = day_halves(search->free_before[mode], search->free_after[mode]);
}

static bool record_is_in_the_way(const struct search *search, const struct record *record, int at,
                                 const struct near *near)
{
    int start = day_record_start(record, at), end = record->at[at].end;
    if (end <= search->free_before[near->travel] || start >= search->free_after[near->travel])
        return false;
    if (start < search->until_minute && end > search->from_minute)
        return true;
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

static void fetch_record(const struct search *search, uint32_t slot)
{
    const struct day_chunk *chunk = day_chunk_of(search->day, slot);
    fetch(&chunk->records[slot % DAY_CHUNK]);
}

static void fetch_look(const struct search *search, uint32_t slot)
{
    fetch(sheet_look(&search->asking->index->pool->sheets, slot));
}

static void fetch_sheet(const struct search *search, uint32_t slot)
{
    const struct sheet *sheet = sheet_of(search->asking, slot);
    fetch(sheet);
    fetch(&sheet->person); /* its other line */
    fetch_look(search, slot);
}

typedef void fetch_of(const struct search *search, uint32_t slot);
static void fetch_each(const struct search *search, const struct list *those, fetch_of *fetch_one)
{
    const uint32_t *at = those->at;
    for (int i = 0; i < those->count; i++)
        fetch_one(search, near_at(search->asking, at[i])->slot);
}

static int parts_reserve(struct index *index)
{
    int count = index->near.count + 1; /* behind the last one somebody is noted in vain */
    return list_reserve(&index->idle, sizeof(uint32_t), count) ||
                   list_reserve(&index->unclear, sizeof(uint32_t), count) ||
                   list_reserve(&index->untold, sizeof(uint32_t), count)
               ? -1
               : 0;
}

static uint64_t word_at(const struct search *search, uint32_t slot)
{
    const struct day_chunk *chunk = search->day ? day_chunk_of(search->day, slot) : NULL;
    return chunk ? chunk->words[slot % DAY_CHUNK] : 0;
}

/* Parts those who are near by their words: who has time, of whom the record must be asked, or the holds; the others are
 * busy. Without a branch, as above. */
static int part(struct search *search)
{
    struct index *index = search->asking->index;
    const struct near *near = index->near.at;
    uint32_t *idle = index->idle.at, *unclear = index->unclear.at, *untold = index->untold.at;
    int count = index->near.count, idles = 0, unclears = 0, untolds = 0;
    for (int i = 0; i < count; i++) {
        uint64_t word = word_at(search, near[i].slot), even = word & DAY_UNEVEN ? 0 : word;
        bool told = search->alone[near[i].travel] & (near[i].square >= 0) & !(word & DAY_MORE);
        bool close = (word & search->wide[near[i].travel]) != 0, over = (even & search->inner) != 0;
        idle[idles] = unclear[unclears] = untold[untolds] = (uint32_t)i;
        idles += told & !close;
        unclears += told & close & !over;
        untolds += !told;
    }
    index->idle.count = idles;
    index->unclear.count = unclears;
    index->untold.count = untolds;
    return count - idles - unclears - untolds;
}

/* Of those who are unclear: who has time joins those who have. How many are busy. */
static int ask_records(struct search *search)
{
    struct index *index = search->asking->index;
    const uint32_t *unclear = index->unclear.at;
    uint32_t *idle = index->idle.at;
    int before = index->idle.count;
    for (int i = 0; i < index->unclear.count; i++) {
        const struct near *near = near_at(search->asking, unclear[i]);
        const struct record *record = &day_chunk_of(search->day, near->slot)->records[near->slot % DAY_CHUNK];
        if (record_is_busy(search, record, near))
            continue;
        fetch_look(search, near->slot);
        idle[index->idle.count++] = unclear[i];
    }
    return index->unclear.count - (index->idle.count - before);
}

static void ask_days(struct search *search)
{
    struct index *index = search->asking->index;
    int busy = part(search);
    fetch_each(search, &index->unclear, fetch_record);
    fetch_each(search, &index->idle, fetch_look);
    fetch_each(search, &index->untold, fetch_sheet);
    search->asking->ranking->rejected[RULE_BUSY] += busy + ask_records(search);
}

/* ---- by all that is known of their time ---- */

/* No way between the place and where the person has to be takes longer: first home, and on from there. */
static int64_t farthest_ms(const struct asking *asking, const struct near *near)
{
    const struct around *around = &asking->hints.around;
    const struct sheet *sheet = sheet_of(asking, near->slot);
    if (near->square < 0)
        return MS_DAY;
    double metres = sqrt(near->square) * (PLACE_NORTH_METRES / around->east) + (double)sheet->radius;
    if (!(metres < BAND_METRES))
        return MS_DAY;
    return (int64_t)around_most_ms(around, metres, (enum travel_mode)sheet->travel) + 1;
}

static void fetch_times(const struct asking *asking, const struct near *near)
{
    const struct sheet *sheet = sheet_of(asking, near->slot);
    int64_t before = asking->q.policy->handover_ms + farthest_ms(asking, near);
    sheet_fetch(sheet, sheet_since(sheet, asking->q.demand->time.start - before));
}

static void ask_holds(struct asking *asking)
{
    const uint32_t *untold = asking->index->untold.at;
    int count = asking->index->untold.count;
    for (int i = -TIMES_AHEAD; i < count; i++) {
        if (i + TIMES_AHEAD < count)
            fetch_times(asking, near_at(asking, untold[i + TIMES_AHEAD]));
        if (i < 0)
            continue;
        asking->q.farthest_ms = farthest_ms(asking, near_at(asking, untold[i]));
        ask_one(asking, untold[i], RULE_BUSY);
    }
}

/* Who has time. */
static void ask_idle(const struct search *search)
{
    struct asking *asking = search->asking;
    const uint32_t *idle = asking->index->idle.at;
    for (int i = 0; i < asking->index->idle.count; i++) {
        if (search->plain)
            contend(asking, idle[i]);
        else
            ask_one(asking, idle[i], RULE_BUSY + 1);
    }
}

/* ---- those who are near ---- */

static double signed_square(double metres)
{
    return metres < 0 ? -1 : metres * metres;
}

static void reaches_fill(struct search *search)
{
    const struct around *around = &search->asking->hints.around;
    int64_t most = search->asking->q.policy->max_travel_ms;
    for (int mode = 0; mode < TRAVEL_MODES; mode++) {
        double far = around_far_metres(around, most, (enum travel_mode)mode);
        search->near[mode] = signed_square(around_near_metres(around, most, (enum travel_mode)mode));
        search->far[mode] = far * far;
        search->farthest = search->far[mode] > search->farthest ? search->far[mode] : search->farthest;
        alone_fill(search, far, (enum travel_mode)mode);
    }
}

static void search_fill(struct search *search, struct asking *asking)
{
    const struct demand *demand = asking->q.demand;
    int32_t day = civil_day(demand->time.start);
    *search = (struct search){.asking = asking};
    search->from = (uint32_t)(demand->time.start / MS_SECOND);
    search->until = (uint32_t)(demand->time.end / MS_SECOND);
    for (int sex = 0; sex < INDEX_SEXES; sex++)
        search->sexes |= may_come(demand, sex) << sex;
    search->plain = !demand->unsure_count && !demand->excluded_count && !demand->at_once;
    search->banning = asking->m.house && asking->m.house->banned.count;
    search->day = days_find(&asking->index->pool->days, day);
    search->whole = (struct interval){civil_day_start(day), civil_day_start(day + 1)};
    search->from_minute = (int)((demand->time.start - search->whole.start) / MS_MINUTE);
    search->until_minute = (int)((demand->time.end - search->whole.start + MS_MINUTE - 1) / MS_MINUTE);
    search->inner = demand->time.end <= search->whole.end ? day_halves(search->from_minute, search->until_minute) : 0;
    reaches_fill(search);
}

static void fetch_spot(void *self, const struct spot *spot)
{
    (void)self;
    fetch_run(spot->members.at, (size_t)spot->members.count * sizeof(struct member));
}

static void see_near(struct search *search, const struct profile *profile)
{
    const struct policy *policy = search->asking->q.policy;
    struct cell place = search->asking->q.demand->place, box;
    if (!place_is_known(place)) {
        profile_all(profile, see_spot, search);
        return;
    }
    place_box(place, travel_reach_metres(policy->travel, policy->max_travel_ms), &box);
    profile_near(profile, place, box, fetch_spot, search);
    profile_near(profile, place, box, see_spot, search);
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
    if (asking->index->lost || parts_reserve(asking->index))
        return false;
    int passing = count_profile(asking, profile);
    asking->ranking->rejected[RULE_TRAVEL] = passing - asking->index->near.count;
    ask_days(&search);
    ask_idle(&search);
    ask_holds(asking);
    asking->q.around = NULL;
    return true;
}
