/* Taking out: strings of stops that follow one another, from tours around a stop drawn at random. */
#include "tours_inside.h"

#define STRING_MOST 10   /* stops in a string */
#define OUT_USUAL 6      /* stops that are taken out, about */
#define SPLIT_SHARE 0.5  /* strings that keep some of their middle */
#define SPLIT_GROWS 0.99 /* chance that one more is kept */

static int index_of(const struct tour *tour, int stop)
{
    int i = 1;
    while (tour->stop[i] != stop)
        i++;
    return i;
}

/* How many of a string's middle stay, at most so many. */
static int middle(struct tour_search *search, int most)
{
    int kept = 1;
    if (most < 1 || dice_share(&search->dice) >= SPLIT_SHARE)
        return 0;
    while (kept < most && dice_share(&search->dice) < SPLIT_GROWS)
        kept++;
    return kept;
}

/* Takes `length` stops out of a window of length + kept that holds the stop at `at`. */
static void take_string(struct tour_search *search, int id, int at, int length)
{
    struct tour *tour = &search->tour[id];
    int stops = tour->length - 1, kept = length > 1 ? middle(search, stops - length) : 0, window = length + kept;
    int low = at - window + 1 < 1 ? 1 : at - window + 1, high = at < stops - window + 1 ? at : stops - window + 1;
    int begin = low + dice_below(&search->dice, high - low + 1);
    int stay = begin + (kept ? dice_below(&search->dice, length + 1) : window), write = begin;
    for (int i = begin; i <= tour->length; i++) {
        int stop = tour->stop[i];
        if (i >= begin + window || (i >= stay && i < stay + kept)) {
            tour_shift(tour, write++, i);
            continue;
        }
        search->out[search->out_count++] = stop;
        search->of[stop] = -1;
        tour->load -= search->problem->stop[stop].load;
    }
    tour->length = write - 1;
    tour_reckon(search, id, begin - 1, begin + kept);
}

static void ruin_tour(struct tour_search *search, int id, int stop, double longest)
{
    struct tour *tour = &search->tour[id];
    int stops = tour->length - 1;
    double most = longest < stops ? longest : stops;
    int length = 1 + (int)(dice_share(&search->dice) * most);
    tour_touch(search, id);
    search->is_ruined[id] = true;
    take_string(search, id, index_of(tour, stop), length < stops ? length : stops);
}

void tours_ruin(struct tour_search *search)
{
    int stops = search->problem->stops, used = search->tours - search->empty, ruined = 0;
    double usual = (double)(stops - 1) / used, longest = usual < STRING_MOST ? usual : STRING_MOST;
    int strings = 1 + (int)(dice_share(&search->dice) * (4.0 * OUT_USUAL / (1 + longest) - 1));
    int centre = 1 + dice_below(&search->dice, stops - 1);
    search->out_count = 0;
    for (int i = 0; i < stops - 1 && ruined < strings; i++) {
        int stop = search->near[(int64_t)centre * (stops - 1) + i], id = search->of[stop];
        if (id < 0 || search->is_ruined[id])
            continue;
        ruin_tour(search, id, stop, longest);
        ruined++;
    }
    for (int i = 0; i < search->touched_count; i++)
        search->is_ruined[search->touched[i]] = false;
}
