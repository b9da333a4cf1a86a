/* What each stream of a service still holds, what trimming would take next, and which reader has missed or would miss
 * something by it. */
#include "service/engine_private.h"

#include <string.h>

#define LOOKED_AT 256 /* streams, for one answer */
#define READERS 16    /* rows of one stream: those furthest behind */

/* An answer in the making, and the stream in hand. */
struct listing {
    struct stream_list_answer *answer;
    struct head head;
    struct trim_verdict verdict;
    bool behind;
    uint32_t readers;
    const struct looker *looker; /* who asks */
};

static int64_t positive(int64_t number)
{
    return number > 0 ? number : 0;
}

static struct stream_state *row_add(struct listing *listing)
{
    struct stream_state *row = &listing->answer->rows.at[listing->answer->rows.count++];
    TEXT_PUT(row->name, listing->head.name);
    row->first = listing->head.first;
    row->last = listing->head.last;
    row->next_first = listing->verdict.first;
    row->held = listing->verdict.held;
    return row;
}

static int reader_add(void *self, const char *reader, const char *stream, int64_t applied, int64_t missed)
{
    struct listing *listing = self;
    int64_t read = applied + missed;
    int64_t at_risk = positive(listing->verdict.first - 1 - read);
    (void)stream;
    if (listing->behind && missed == 0 && at_risk == 0)
        return 0;
    struct stream_state *row = row_add(listing);
    TEXT_PUT(row->reader, reader);
    row->applied = applied;
    row->missed = missed;
    row->at_risk = at_risk;
    return ++listing->readers == READERS;
}

static int stream_add(struct engine *engine, struct listing *listing)
{
    struct unit unit = unit_bare(engine);
    listing->readers = 0;
    if (!permit_tells(engine, listing->looker, listing->head.name))
        return 0;
    if (trim_judge(&unit, &listing->head, &listing->verdict) != 0 ||
        follower_of(engine->store, listing->head.name, reader_add, listing) != 0)
        return -1;
    if (listing->readers == 0 && !listing->behind)
        row_add(listing);
    return 0;
}

static int list_one(struct engine *engine, struct listing *listing, const char *name)
{
    return ledger_head(engine->ledger, name, &listing->head) == 1 ? stream_add(engine, listing) : 0;
}

static int list_all(struct engine *engine, struct listing *listing, int64_t after)
{
    const uint32_t room = sizeof listing->answer->rows.at / sizeof listing->answer->rows.at[0];
    int64_t index = after, end = after + LOOKED_AT;
    while (index < end && listing->answer->rows.count + READERS <= room &&
           ledger_head_at(engine->ledger, (int)index, &listing->head) == 1) {
        if (stream_add(engine, listing) != 0)
            return -1;
        index++;
    }
    if (ledger_head_at(engine->ledger, (int)index, &listing->head) == 1)
        listing->answer->next = index;
    return 0;
}

int streams_fill(struct engine *engine, const struct looker *looker, const struct stream_list *asked,
                 struct stream_list_answer *answer)
{
    struct listing listing = {.answer = answer, .behind = asked->behind, .looker = looker};
    memset(answer, 0, sizeof *answer);
    return asked->name[0] ? list_one(engine, &listing, asked->name) : list_all(engine, &listing, asked->after);
}
