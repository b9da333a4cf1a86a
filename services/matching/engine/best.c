/* The ten best of those who may come. Invariant: who is not scored cannot be among them, by what the score is at most.
 */
#include <string.h>

#include "asking.h"
#include "fetch.h"

#define SCORED (3 * FETCH_LINE) /* from the person on: what a score reads of a sheet */

/* Who may be no worker too many comes before everybody who is one. */
static int64_t promise(const struct asking *asking, const struct near *near, bool known)
{
    const struct look *look = sheet_look(&asking->index->pool->sheets, near->slot);
    return ((int64_t)(known || !asking->full) << 32) + score_most(&asking->m, look, near, known);
}

static void sink(struct contender *heap, int count, int at)
{
    struct contender sinking = heap[at];
    for (int child = 2 * at + 1; child < count; child = 2 * at + 1) {
        if (child + 1 < count && heap[child + 1].most > heap[child].most)
            child++;
        if (heap[child].most <= sinking.most)
            break;
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = sinking;
}

void best_insert(struct ranking *ranking, const struct candidate *candidate)
{
    int place = ranking->best_count;
    while (place > 0 && score_is_better(candidate, &ranking->best[place - 1]))
        place--;
    if (place == RANKED)
        return;
    int moved = ranking->best_count < RANKED ? ranking->best_count++ : RANKED - 1;
    memmove(&ranking->best[place + 1], &ranking->best[place], (size_t)(moved - place) * sizeof ranking->best[0]);
    ranking->best[place] = *candidate;
}

static bool may_be_among(const struct ranking *ranking, int64_t most)
{
    const struct candidate *last = &ranking->best[RANKED - 1];
    return ranking->best_count < RANKED || most >= ((int64_t)!last->too_many << 32) + last->total;
}

static bool is_known(const struct asking *asking, uint32_t slot)
{
    const struct house *house = asking->m.house;
    const struct meeting *at = house ? house->meetings.at : NULL;
    if (!(asking->known >> slot % 64 & 1))
        return false;
    for (int i = 0; at && i < house->meetings.count; i = house_next(house, i))
        if (at[i].person->sheet->slot == slot)
            return true;
    if (asking->main && asking->main->sheet->slot == slot)
        return true;
    return asking->backup && asking->backup->sheet->slot == slot;
}

/* Who is not known to the household need not be looked for in it. */
static void score(struct asking *asking, const struct near *near)
{
    struct candidate candidate;
    struct match m = asking->m;
    m.near = near;
    m.sheet = sheet_at(&asking->index->pool->sheets, near->slot);
    m.person = m.sheet->person;
    m.known = is_known(asking, near->slot);
    m.house = m.known ? m.house : NULL;
    score_person(&m, &candidate);
    best_insert(asking->ranking, &candidate);
}

static struct contender take_first(struct contender *heap, int *count)
{
    struct contender first = heap[0];
    heap[0] = heap[--*count];
    sink(heap, *count, 0);
    return first;
}

static void fetch_sheet(const struct asking *asking, const struct contender *contender)
{
    uint32_t slot = near_at(asking, contender->near)->slot;
    const struct sheet *sheet = sheet_at(&asking->index->pool->sheets, slot);
    fetch_run(&sheet->person, SCORED);
}

/* The first ones are scored in any case: their memory is asked for before the first of them is. */
void score_contenders(struct asking *asking)
{
    struct contender *heap = asking->index->contenders.at, first[RANKED];
    int count = asking->index->contenders.count, firsts = 0;
    for (int i = count / 2 - 1; i >= 0; i--)
        sink(heap, count, i);
    while (count > 0 && firsts < RANKED) {
        first[firsts] = take_first(heap, &count);
        fetch_sheet(asking, &first[firsts++]);
    }
    for (int i = 0; i < firsts; i++)
        score(asking, near_at(asking, first[i].near));
    while (count > 0 && may_be_among(asking->ranking, heap[0].most)) {
        score(asking, near_at(asking, take_first(heap, &count).near));
    }
}

/* A bit of each slot that may be known. */
void known_fill(struct asking *asking)
{
    const struct house *house = asking->m.house;
    const struct meeting *at = house ? house->meetings.at : NULL;
    for (int i = 0; at && i < house->meetings.count; i = house_next(house, i))
        asking->known |= UINT64_C(1) << at[i].person->sheet->slot % 64;
    if (asking->main)
        asking->known |= UINT64_C(1) << asking->main->sheet->slot % 64;
    if (asking->backup)
        asking->known |= UINT64_C(1) << asking->backup->sheet->slot % 64;
}

void contend(struct asking *asking, uint32_t which)
{
    struct list *contenders = &asking->index->contenders;
    const struct near *near = near_at(asking, which);
    struct contender contender = {promise(asking, near, is_known(asking, near->slot)), which};
    asking->ranking->feasible++;
    if (contenders->count == contenders->room && list_reserve(contenders, sizeof contender, 1))
        score(asking, near); /* no memory for later */
    else
        ((struct contender *)contenders->at)[contenders->count++] = contender;
}

void contend_plainly(struct asking *asking, const struct near *near)
{
    struct list *list = &asking->index->near;
    if (list_insert(list, sizeof *near, list->count, near) == 0) {
        contend(asking, (uint32_t)list->count - 1);
        return;
    }
    asking->ranking->feasible++;
    score(asking, near);
}
