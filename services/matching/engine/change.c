/* Changes of persons, undone backwards. Invariant: whatever is derived from a person's lists (the sheet, weeks,
 * households, the index) follows each change and each undo at once; nothing that undo does needs memory that was not
 * there. */
#include <stdalign.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/text.h"
#include "follow.h"
#include "houses.h"
#include "index.h"

enum change_kind { CHANGE_INSERT, CHANGE_REMOVE, CHANGE_FACTS };

struct change {
    struct person *person;
    enum change_kind kind;
    enum person_list which;
    int place;
};

/* What facts were. */
struct was {
    struct facts facts;
    bool worker;
};

static const struct listed {
    size_t list, size; /* where in struct person; of an item */
} lists[PERSON_LISTS] = {
    [LIST_CERTS] = {offsetof(struct person, certs), sizeof(struct worker_cert)},
    [LIST_LEAVES] = {offsetof(struct person, leaves), sizeof(struct worker_leave)},
    [LIST_HOLDS] = {offsetof(struct person, holds), sizeof(struct held)},
    [LIST_PAIRS] = {offsetof(struct person, pairs), ID_SIZE},
    [LIST_PAST] = {offsetof(struct person, past), sizeof(struct passed)},
    [LIST_ANSWERS] = {offsetof(struct person, answers), sizeof(struct answered)},
};

size_t change_size(enum person_list which)
{
    return lists[which].size;
}

struct list *change_list(const struct person *person, enum person_list which)
{
    return (struct list *)((char *)(uintptr_t)person + lists[which].list);
}

/* ---- persons ---- */

static int person_place(const struct pool *pool, const char *id)
{
    int low = 0, high = pool->people.count;
    if (high && strcmp(people_at(pool, high - 1)->id, id) < 0)
        return high; /* they are loaded in order of id */
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (strcmp(people_at(pool, middle)->id, id) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static size_t person_size(const char *id)
{
    return sizeof(struct person) + strlen(id) + 1;
}

static struct person *person_add(struct pool *pool, const char *id)
{
    struct person *person = arena_take(&pool->arena, person_size(id));
    if (!person)
        return NULL;
    *person = (struct person){0};
    memcpy(person->id, id, strlen(id) + 1);
    person->sheet = sheet_take(&pool->sheets, &person->facts);
    if (!person->sheet || list_reserve(&pool->people, sizeof person, 1) || map_put(&pool->by_id, person)) {
        person_free(pool, person);
        return NULL;
    }
    person->sheet->person = person;
    TEXT_PUT(person->sheet->worker, id);
    list_insert(&pool->people, sizeof person, person_place(pool, id), &person);
    return person;
}

void person_free(struct pool *pool, struct person *person)
{
    for (int which = 0; which < PERSON_LISTS; which++)
        arena_list_give(&pool->arena, change_list(person, (enum person_list)which), lists[which].size);
    if (person->sheet)
        sheet_give(&pool->sheets, person->sheet);
    arena_list_give(&pool->arena, &person->notches, sizeof(struct notch));
    arena_list_give(&pool->arena, &person->tags, sizeof(uint32_t));
    arena_list_give(&pool->arena, &person->weeks, sizeof(struct week));
    facts_give(&pool->arena, &person->facts);
    arena_give(&pool->arena, person, person_size(person->id));
}

struct person *people_touch(struct pool *pool, const char *id)
{
    struct person *person = map_find(&pool->by_id, id);
    if (person && person->touched)
        return person;
    if (person)
        people_fetch(person);
    if (list_reserve(&pool->touched, sizeof person, 1) || (!person && !(person = person_add(pool, id))))
        return NULL;
    list_insert(&pool->touched, sizeof person, pool->touched.count, &person);
    person->touched = true;
    return person;
}

/* Of whom nothing is left need not be known. */
static void person_end_unit(struct pool *pool, struct person *person)
{
    person->touched = false;
    if (!people_is_nobody(person))
        return;
    map_drop(&pool->by_id, person);
    list_remove(&pool->people, sizeof person, person_place(pool, person->id));
    person_free(pool, person);
}

void change_give_spent(struct pool *pool)
{
    const struct facts *spent = pool->spent.at;
    for (int i = 0; i < pool->spent.count; i++)
        facts_give(&pool->arena, &spent[i]);
    pool->spent.count = 0;
}

static void end_unit(struct pool *pool)
{
    struct person **touched = pool->touched.at;
    for (int i = 0; i < pool->touched.count; i++)
        person_end_unit(pool, touched[i]);
    houses_sweep(pool);
    names_sweep(&pool->names);
    change_give_spent(pool);
    pool->touched.count = pool->changes.count = pool->lost.count = 0;
}

/* ---- changes ---- */

static void *item_at(struct list *list, size_t size, int place)
{
    return (char *)list->at + (size_t)place * size;
}

static void apply(struct pool *pool, const struct change *change, const void *item, int times)
{
    struct list *list = change_list(change->person, change->which);
    size_t size = change_size(change->which);
    bool certs = change->which == LIST_CERTS, leaves = change->which == LIST_LEAVES;
    if (certs)
        index_leave(pool->index, change->person);
    if (leaves && times < 0)
        index_follow_leave(pool->index, change->person, change->place, times);
    follow(pool, change->person, change->which, change->place, item, times);
    if (times > 0)
        list_insert(list, size, change->place, item);
    else
        list_remove(list, size, change->place);
    if (leaves && times > 0)
        index_follow_leave(pool->index, change->person, change->place, times);
    if (certs)
        index_join(pool->index, change->person);
}

/* What was lost lies where it may be looked at. */
static int aligned(size_t size)
{
    return (int)((size + alignof(max_align_t) - 1) / alignof(max_align_t) * alignof(max_align_t));
}

static void lost_add(struct pool *pool, const void *bytes, size_t size)
{
    memcpy((char *)pool->lost.at + pool->lost.count, bytes, size);
    pool->lost.count += aligned(size);
}

static const void *lost_take(struct pool *pool, size_t size)
{
    pool->lost.count -= aligned(size);
    return (const char *)pool->lost.at + pool->lost.count;
}

static int change_reserve(struct pool *pool, size_t lost)
{
    return list_reserve(&pool->changes, sizeof(struct change), 1) || list_reserve(&pool->lost, 1, aligned(lost)) ? -1
                                                                                                                 : 0;
}

static void change_note(struct pool *pool, const struct change *change)
{
    list_insert(&pool->changes, sizeof *change, pool->changes.count, change);
}

int change_insert(struct pool *pool, struct person *person, enum person_list which, int place, const void *item)
{
    struct change change = {person, CHANGE_INSERT, which, place};
    if (change_reserve(pool, 0) ||
        arena_list_reserve(&pool->arena, change_list(person, which), change_size(which), 1) ||
        follow_reserve(pool, person, which, item))
        return -1;
    apply(pool, &change, item, 1);
    change_note(pool, &change);
    return 0;
}

int change_remove(struct pool *pool, struct person *person, enum person_list which, int place)
{
    struct change change = {person, CHANGE_REMOVE, which, place};
    size_t size = change_size(which);
    const void *item = item_at(change_list(person, which), size, place);
    if (change_reserve(pool, size) || follow_touch(pool, which, item))
        return -1;
    lost_add(pool, item, size);
    apply(pool, &change, item, -1);
    change_note(pool, &change);
    return 0;
}

static uint64_t words_of(struct words *words, const char *code, int count)
{
    uint64_t bits = 0;
    for (int i = 0; i < count; i++, code = facts_next(code)) {
        int word = 0;
        while (word < words->count && strcmp(words->at[word], code) != 0)
            word++;
        if (word == words->count && word < WORDS_MOST)
            text_put(words->at[words->count++], CODE_SIZE, code);
        bits |= UINT64_C(1) << word;
    }
    return bits;
}

uint64_t people_word(const struct pool *pool, const char *word)
{
    for (int i = 0; i < pool->words.count; i++)
        if (strcmp(pool->words.at[i], word) == 0)
            return UINT64_C(1) << i;
    return pool->words.count == WORDS_MOST ? UINT64_C(1) << WORDS_MOST : 0;
}

/* To those who do the same work and live side by side; without memory it stays. */
static void sheet_move(struct pool *pool, struct person *person, const struct facts *facts)
{
    struct sheet *from = person->sheet, *to;
    if (sheet_lies_well(&pool->sheets, from, facts) || !(to = sheet_take(&pool->sheets, facts)))
        return;
    uint32_t slot = to->slot;
    struct look *look = to->look;
    *look = *from->look;
    *to = *from;
    to->slot = slot;
    to->look = look;
    sheet_give(&pool->sheets, from);
    person->sheet = to;
}

static void facts_set(struct pool *pool, struct person *person, const struct was *to)
{
    index_leave(pool->index, person);
    days_leave(&pool->days, person);
    sheet_move(pool, person, &to->facts);
    person->facts = to->facts;
    person->worker = to->worker;
    person->sheet->look->languages = words_of(&pool->words, facts_languages(&to->facts), to->facts.languages_count);
    person->sheet->look->cuisines = words_of(&pool->words, facts_cuisines(&to->facts), to->facts.cuisines_count);
    sheet_follow_facts(&pool->sheets, person->sheet, &person->facts, &person->holds);
    days_join(&pool->days, person);
    index_join(pool->index, person);
}

int change_facts(struct pool *pool, struct person *person, const struct worker_facts *facts)
{
    struct was was = {person->facts, person->worker}, new = {.worker = true};
    if (change_reserve(pool, sizeof was) || list_reserve(&pool->spent, sizeof was.facts, 1) ||
        facts_pack(&pool->arena, facts, &new.facts))
        return -1;
    lost_add(pool, &was, sizeof was);
    list_insert(&pool->spent, sizeof was.facts, pool->spent.count, &was.facts);
    facts_set(pool, person, &new);
    change_note(pool, &(struct change){.person = person, .kind = CHANGE_FACTS});
    return 0;
}

static void facts_take_back(struct pool *pool, struct person *person)
{
    struct facts undone = person->facts;
    struct was was;
    memcpy(&was, lost_take(pool, sizeof was), sizeof was);
    facts_set(pool, person, &was);
    pool->spent.count--;
    facts_give(&pool->arena, &undone);
}

static void take_back(struct pool *pool, const struct change *change)
{
    size_t size = change_size(change->which);
    switch (change->kind) {
    case CHANGE_INSERT:
        apply(pool, change, item_at(change_list(change->person, change->which), size, change->place), -1);
        break;
    case CHANGE_REMOVE:
        apply(pool, change, lost_take(pool, size), 1);
        break;
    case CHANGE_FACTS:
        facts_take_back(pool, change->person);
        break;
    }
}

int change_replace(struct pool *pool, struct person *person, enum person_list which, int from, int to, const void *item)
{
    if (list_reserve(&pool->changes, sizeof(struct change), 2) || change_remove(pool, person, which, from))
        return -1;
    if (change_insert(pool, person, which, to, item) == 0)
        return 0;
    struct change *changes = pool->changes.at;
    take_back(pool, &changes[--pool->changes.count]);
    return -1;
}

int pool_mark(const struct pool *pool)
{
    return pool->changes.count;
}

void pool_back(struct pool *pool, int mark)
{
    struct change *changes = pool->changes.at;
    while (pool->changes.count > mark)
        take_back(pool, &changes[--pool->changes.count]);
}

void pool_undo(struct pool *pool)
{
    pool_back(pool, 0);
    end_unit(pool);
}

void pool_keep(struct pool *pool)
{
    end_unit(pool);
}
