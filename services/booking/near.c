/* Order of stations by distance. */
#include "near.h"

#include <string.h>

bool cell_is_known(struct cell cell)
{
    return cell.lat != 0 || cell.lon != 0;
}

static bool comes_before(const struct near_station *a, const struct near_station *b)
{
    return a->metres != b->metres ? a->metres < b->metres : strcmp(a->station, b->station) < 0;
}

void near_order(struct near_list *list, struct cell from)
{
    for (int i = 0; i < list->count; i++) {
        struct near_station station = list->at[i];
        bool known = cell_is_known(from) && cell_is_known(station.cell);
        station.metres = known ? place_metres(from, station.cell) : INT32_MAX;
        int place = i;
        for (; place > 0 && comes_before(&station, &list->at[place - 1]); place--)
            list->at[place] = list->at[place - 1];
        list->at[place] = station;
    }
}
