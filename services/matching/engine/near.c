/* Asking over a profile: who cannot come by the facts alone is counted, who lives too far away is passed over, and only
 * the others are asked of their time (busy.c). */
#include "base/civil.h"
#include "fetch.h"
#include "houses.h"
#include "search.h"

#define PICKED 256 /* members that are looked at at once */

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

/* Room for all members of a spot, behind those who are near; NULL: no memory. */
static struct near *near_room(struct search *search, const struct spot *spot)
{
    struct index *index = search->asking->index;
    if (list_reserve(&index->near, sizeof(struct near), spot->members.count)) {
        index->lost = true;
        return NULL;
    }
    return (struct near *)index->near.at + index->near.count;
}

/* No bound decides. How many are near. */
static int see_plainly(struct search *search, const struct spot *spot, struct near *to)
{
    const struct member *at = spot->members.at;
    int count = 0;
    for (int i = 0; i < spot->members.count; i++) {
        to[count] = near_of(spot, &at[i], -1);
        count += passes_to_travel(search, &at[i]) && is_in_reach(search, &to[count]);
    }
    return count;
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
static int members_pick(const struct search *search, const struct member *at, int count, uint16_t picked[PICKED])
{
    int picks = 0;
    for (int i = 0; i < count; i++) {
        const double square = search->north[at[i].north] + search->east[at[i].east];
        const bool passes = passes_to_travel(search, &at[i]), reaches = square <= search->far[at[i].travel];
        picked[picks] = (uint16_t)i;
        picks += (passes & reaches) ? 1 : 0; /* no jump: which of them it is cannot be foretold */
    }
    return picks;
}

static int see_members(struct search *search, const struct spot *spot, int first, struct near *to)
{
    const struct member *at = (const struct member *)spot->members.at + first;
    int left = spot->members.count - first, count = 0;
    uint16_t picked[PICKED];
    int picks = members_pick(search, at, left < PICKED ? left : PICKED, picked);
    for (int i = 0; i < picks; i++) {
        const struct member *member = &at[picked[i]];
        double square = search->north[member->north] + search->east[member->east];
        to[count] = near_of(spot, member, square);
        busy_fetch(search, member->slot);
        count += square < search->near[member->travel] || is_in_reach(search, &to[count]);
    }
    return count;
}

static void see_spot(void *self, const struct spot *spot)
{
    struct search *search = self;
    const struct around *around = search->asking->q.around;
    struct near *to = spot->members.count ? near_room(search, spot) : NULL;
    int count = 0;
    if (!to)
        return;
    if (!around || !place_is_known(spot->corner) || !is_in_band(around, spot->corner))
        count = see_plainly(search, spot, to);
    else if (squares_fill(search, spot->corner))
        for (int first = 0; first < spot->members.count; first += PICKED)
            count += see_members(search, spot, first, to + count);
    search->asking->index->near.count += count;
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

/* ---- the search ---- */

static double signed_square(double metres)
{
    return metres < 0 ? -1 : metres * metres;
}

static void search_fill(struct search *search, struct asking *asking)
{
    const struct demand *demand = asking->q.demand;
    const struct around *around = &asking->hints.around;
    int64_t most = asking->q.policy->max_travel_ms;
    *search = (struct search){.asking = asking};
    search->from = (uint32_t)(demand->time.start / MS_SECOND);
    search->until = (uint32_t)(demand->time.end / MS_SECOND);
    for (int sex = 0; sex < INDEX_SEXES; sex++)
        search->sexes |= may_come(demand, sex) << sex;
    for (int mode = 0; mode < TRAVEL_MODES; mode++) {
        double far = around_far_metres(around, most, (enum travel_mode)mode);
        search->near[mode] = signed_square(around_near_metres(around, most, (enum travel_mode)mode));
        search->far[mode] = far * far;
        search->farthest = search->far[mode] > search->farthest ? search->far[mode] : search->farthest;
    }
    busy_fill(search);
}

static void fetch_spot(void *self, const struct spot *spot)
{
    (void)self;
    fetch_run(spot->members.at, (size_t)spot->members.count * sizeof(struct member));
}

/* Spots around the place; all when that is not known. */
static void see_spots(const struct asking *asking, const struct profile *profile, index_see *see, void *self)
{
    const struct policy *policy = asking->q.policy;
    struct cell place = asking->q.demand->place, box;
    if (!place_is_known(place)) {
        profile_all(profile, see, self);
        return;
    }
    place_box(place, travel_reach_metres(policy->travel, policy->max_travel_ms), &box);
    profile_near(profile, place, box, see, self);
}

static bool is_banned(const struct house *house, uint32_t slot)
{
    struct person *const *banned = house->banned.at;
    for (int i = 0; i < house->banned.count; i++)
        if (banned[i]->sheet->slot == slot)
            return true;
    return false;
}

/* Whom the household must not meet is not near. */
static void drop_banned(struct asking *asking)
{
    struct list *list = &asking->index->near;
    struct near *near = list->at;
    int count = list->count;
    if (!asking->m.house || !asking->m.house->banned.count)
        return;
    list->count = 0;
    for (int i = 0; i < count; i++)
        if (!is_banned(asking->m.house, near[i].slot))
            near[list->count++] = near[i];
}

/* Whatever is needed next is on its way before what was fetched is looked at. */
static int find_near(struct search *search, struct asking *asking, const struct profile *profile)
{
    see_spots(asking, profile, fetch_spot, NULL);
    asking_begin(asking);
    asking->q.around = asking->hints.around.known ? &asking->hints.around : NULL;
    search_fill(search, asking);
    see_spots(asking, profile, see_spot, search);
    if (asking->index->lost || busy_reserve(asking->index))
        return -1;
    asking_household(asking);
    drop_banned(asking);
    return 0;
}

static void ask_found(struct search *search, struct asking *asking, const struct profile *profile)
{
    int passing = count_profile(asking, profile);
    asking->ranking->rejected[RULE_TRAVEL] = passing - asking->index->near.count;
    busy_ask(search);
}

bool ask_profile(struct asking *asking, const char *station)
{
    const struct profile *profile = index_profile(asking->index, station, asking->q.demand);
    struct search search;
    bool found = profile && find_near(&search, asking, profile) == 0;
    if (found)
        ask_found(&search, asking, profile);
    asking->q.around = NULL;
    return found;
}
