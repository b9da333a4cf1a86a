/* Asking over a profile: who cannot come by the facts alone is counted, who lives too far away is passed over, and only
 * the others are asked of their time, while the memory of the next ones comes. */
#include "asking.h"

#include "base/civil.h"

#define SPOT_LINES 4  /* of the cache, with which the members of a spot begin */
#define TIMES_AHEAD 8 /* so many later is asked whose times are fetched now */
#define BAND_METRES (PLACE_BAND * PLACE_NORTH_METRES)
#define BITS(count) ((1u << (count)) - 1)

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

static bool passes_to_travel(const struct search *search, const struct member *member)
{
    return member->from <= search->from && member->until >= search->until && search->sexes >> member->sex & 1;
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

/* There is room. */
static void near_add(struct search *search, const struct near *near)
{
    struct list *list = &search->asking->index->near;
    if (search->banning && is_banned(search->asking->m.house, near->slot))
        return;
    if (search->day)
        __builtin_prefetch(day_record(search->day, near->slot));
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

static void see_spot(void *self, const struct spot *spot)
{
    struct search *search = self;
    const struct around *around = search->asking->q.around;
    const struct member *at = spot->members.at;
    struct list *list = &search->asking->index->near;
    if (!spot->members.count)
        return;
    if (list_reserve(list, sizeof(struct near), spot->members.count)) {
        search->asking->index->lost = true;
        return;
    }
    if (!around || !place_is_known(spot->corner) || !is_in_band(around, spot->corner)) {
        see_plainly(search, spot);
        return;
    }
    if (!squares_fill(search, spot->corner))
        return;
    for (int i = 0; i < spot->members.count; i++) {
        double square = search->north[at[i].north] + search->east[at[i].east];
        if (!passes_to_travel(search, &at[i]) || square > search->far[at[i].travel])
            continue;
        struct near near = near_of(spot, &at[i], square);
        if (square < search->near[near.travel] || is_in_reach(search, &near))
            near_add(search, &near);
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

static bool may_come(const struct demand *demand, int sex)
{
    return !demand->intimate || !demand->wish_sex || sex == index_sex(demand->wish_sex);
}

/* Counts by the rules that ask of the worker alone. What comes back passes all of them. */
static int count_profile(struct asking *asking, const struct profile *profile)
{
    const struct demand *demand = asking->q.demand;
    int *rejected = asking->ranking->rejected, banned[INDEX_SEXES] = {0}, able = 0, passing = 0;
    int certified = tally_holding(&profile->certified, demand->time);
    int present = tally_holding(&profile->present, demand->time);
    count_banned(asking, banned);
    for (int sex = 0; sex < INDEX_SEXES; sex++) {
        int of_sex = tally_holding(&profile->able[sex], demand->time);
        able += of_sex;
        rejected[RULE_PROHIBITED] += banned[sex];
        *(may_come(demand, sex) ? &passing : &rejected[RULE_SEX]) += of_sex - banned[sex];
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
}

static bool record_is_in_the_way(const struct search *search, const struct record *record, int at,
                                 const struct near *near)
{
    int start = (int)(record->at[at].start & BITS(DAY_KIND)), end = record->at[at].end;
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

static void fetch_sheet(const struct sheet *sheet)
{
    __builtin_prefetch(sheet);
    __builtin_prefetch(&sheet->person); /* its other line */
}

/* Keeps those who may come; of whom a record tells all is asked of the time. */
static void ask_records(struct search *search)
{
    struct list *list = &search->asking->index->near;
    const struct sheets *sheets = &search->asking->index->pool->sheets;
    struct near *near = list->at;
    int kept = 0, busy = 0;
    for (int i = 0; i < list->count; i++) {
        const struct record *record = search->day ? day_record(search->day, near[i].slot) : NULL;
        near[i].asked = search->alone[near[i].travel] && near[i].square >= 0 && !(record && record->more);
        if (near[i].asked && record && record_is_busy(search, record, &near[i])) {
            busy++;
            continue;
        }
        __builtin_prefetch(sheet_look(sheets, near[i].slot));
        if (!near[i].asked || !search->plain)
            fetch_sheet(sheet_at(sheets, near[i].slot));
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

static void ask_near(const struct search *search)
{
    struct asking *asking = search->asking;
    const struct near *near = asking->index->near.at;
    int count = asking->index->near.count;
    for (int i = -TIMES_AHEAD; i < count; i++) {
        if (i + TIMES_AHEAD < count && !near[i + TIMES_AHEAD].asked)
            fetch_times(asking, &near[i + TIMES_AHEAD]);
        if (i < 0)
            continue;
        if (near[i].asked && search->plain) {
            contend(asking, &near[i]);
            continue;
        }
        asking->q.farthest_ms = farthest_ms(asking, &near[i]);
        ask_one(asking, &near[i], near[i].asked ? RULE_BUSY + 1 : RULE_BUSY);
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
    reaches_fill(search);
}

/* Lets the memory come; what follows comes by itself. */
static void fetch_spot(void *self, const struct spot *spot)
{
    const char *members = spot->members.at;
    (void)self;
    for (int line = 0; members && line < SPOT_LINES; line++)
        __builtin_prefetch(members + line * 64);
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
    if (asking->index->lost)
        return false;
    int passing = count_profile(asking, profile);
    asking->ranking->rejected[RULE_TRAVEL] = passing - asking->index->near.count;
    ask_records(&search);
    ask_near(&search);
    asking->q.around = NULL;
    return true;
}
