/* The ten best of those who may come. Invariant: who is not scored cannot be among them, by what the score is at most.
 */
#include <string.h>

#include "asking.h"

#define ANSWER_LINES 3 /* of the cache that most people's answers fill */

/* Who may be no worker too many comes before everybody who is one. */
static int64_t promise(const struct asking *asking, const struct near *near, bool known)
{
    return ((int64_t)(known || !asking->full) << 32) + score_most(&asking->m, near, known);
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

static void score(struct asking *asking, const struct sheet *sheet, int skill)
{
    struct candidate candidate;
    asking->m.person = sheet->person;
    asking->m.skill = skill;
    score_person(&asking->m, &candidate);
    best_insert(asking->ranking, &candidate);
}

static struct contender take_first(struct contender *heap, int *count)
{
    struct contender first = heap[0];
    heap[0] = heap[--*count];
    sink(heap, *count, 0);
    return first;
}

static void fetch(const struct contender *contender)
{
    const char *answers = (const char *)contender->sheet->answers;
    __builtin_prefetch(contender->sheet->person);
    for (int line = 0; answers && line < ANSWER_LINES; line++)
        __builtin_prefetch(answers + line * 64);
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
        fetch(&first[firsts++]);
    }
    for (int i = 0; i < firsts; i++)
        score(asking, first[i].sheet, first[i].skill);
    while (count > 0 && may_be_among(asking->ranking, heap[0].most)) {
        struct contender next = take_first(heap, &count);
        score(asking, next.sheet, next.skill);
    }
}

static bool is_known(const struct asking *asking, const struct person *person)
{
    const struct acquaintance *known = asking->m.house ? asking->m.house->known.at : NULL;
    for (int i = 0; known && i < asking->m.house->known.count; i++)
        if (known[i].person == person)
            return true;
    return person == asking->backup;
}

void contend(struct asking *asking, const struct near *near)
{
    struct list *contenders = &asking->index->contenders;
    int64_t most = promise(asking, near, is_known(asking, near->sheet->person));
    struct contender contender = {most, near->sheet, near->skilled ? near->skill : -1};
    asking->ranking->feasible++;
    if (list_insert(contenders, sizeof contender, contenders->count, &contender))
        score(asking, contender.sheet, contender.skill); /* no memory for later */
}
