/* Facts in few bytes. Invariant: what is unpacked is what was packed. */
#include "facts.h"

#include <assert.h>

#include "base/text.h"

#define CODES_MOST (2 + POOL_EMPLOYERS + POOL_LANGUAGES + POOL_CUISINES)

static_assert(2 * CODE_SIZE <= UINT8_MAX, "what follows the kind is found by a byte");
static_assert(CODES_MOST * CODE_SIZE <= UINT16_MAX, "so is the size by two");

struct codes {
    char text[CODES_MOST * CODE_SIZE];
    size_t size;
};

static void code_add(struct codes *codes, const char *code)
{
    size_t size = strlen(code) + 1;
    memcpy(codes->text + codes->size, code, size);
    codes->size += size;
}

static void codes_add(struct codes *codes, const char (*added)[CODE_SIZE], int count)
{
    for (int i = 0; i < count; i++)
        code_add(codes, added[i]);
}

int facts_pack(struct arena *arena, const struct worker_facts *from, struct facts *facts)
{
    struct codes codes = {.size = 0};
    *facts = (struct facts){.home = from->home,
                            .employers_count = (uint8_t)from->employers_count,
                            .languages_count = (uint8_t)from->languages_count,
                            .cuisines_count = (uint8_t)from->cuisines_count,
                            .sex = from->sex,
                            .travel = (uint8_t)from->travel,
                            .pets = (unsigned)from->pets & 3u,
                            .smokes = (unsigned)from->smokes & 3u,
                            .employee = from->employee,
                            .part_time = from->part_time,
                            .active = from->active,
                            .gone = from->gone,
                            .suspended = from->suspended,
                            .green = from->green};
    code_add(&codes, from->station);
    facts->kind_at = (uint8_t)codes.size;
    code_add(&codes, from->kind);
    facts->employers_at = (uint8_t)codes.size;
    codes_add(&codes, from->employers, from->employers_count);
    codes_add(&codes, from->languages, from->languages_count);
    codes_add(&codes, from->cuisines, from->cuisines_count);
    facts->size = (uint16_t)codes.size;
    char *at = arena_take(arena, codes.size);
    facts->codes = at;
    if (!at)
        return -1;
    memcpy(at, codes.text, codes.size);
    return 0;
}

void facts_give(struct arena *arena, const struct facts *facts)
{
    arena_give(arena, (char *)(uintptr_t)facts->codes, facts->size);
}

static const char *skip(const char *code, int count)
{
    for (int i = 0; i < count; i++)
        code = facts_next(code);
    return code;
}

const char *facts_languages(const struct facts *facts)
{
    return skip(facts_employers(facts), facts->employers_count);
}

const char *facts_cuisines(const struct facts *facts)
{
    return skip(facts_languages(facts), facts->languages_count);
}

static void codes_read(const char *code, char (*to)[CODE_SIZE], int count)
{
    for (int i = 0; i < count; i++, code = facts_next(code))
        TEXT_PUT(to[i], code);
}

void facts_unpack(const struct facts *facts, struct worker_facts *to)
{
    *to = (struct worker_facts){.employers_count = facts->employers_count,
                                .employee = facts->employee,
                                .part_time = facts->part_time,
                                .sex = facts->sex,
                                .languages_count = facts->languages_count,
                                .cuisines_count = facts->cuisines_count,
                                .pets = (enum told)facts->pets,
                                .smokes = (enum told)facts->smokes,
                                .home = facts->home,
                                .travel = (enum travel_mode)facts->travel,
                                .active = facts->active,
                                .gone = facts->gone,
                                .suspended = facts->suspended,
                                .green = facts->green};
    TEXT_PUT(to->station, facts_station(facts));
    TEXT_PUT(to->kind, facts_kind(facts));
    codes_read(facts_employers(facts), to->employers, facts->employers_count);
    codes_read(facts_languages(facts), to->languages, facts->languages_count);
    codes_read(facts_cuisines(facts), to->cuisines, facts->cuisines_count);
}

bool facts_is_of(const struct facts *facts, const char *station)
{
    bool is = strcmp(facts_station(facts), station) == 0;
    const char *code = facts_employers(facts);
    for (int i = 0; i < facts->employers_count && !is; i++, code = facts_next(code))
        is = strcmp(code, station) == 0;
    return is;
}
