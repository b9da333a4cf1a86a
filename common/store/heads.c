/* Heads of streams in memory. What a savepoint changed can be taken back without reading the store. */
#include "heads.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static uint32_t name_hash(const char *name)
{
    uint32_t hash = 2166136261u;
    for (; *name; name++)
        hash = (hash ^ (unsigned char)*name) * 16777619u;
    return hash;
}

/* The slot of a name, or the free one where it would go. */
static int slot_of(const struct heads *heads, const char *name)
{
    uint32_t mask = (uint32_t)heads->slots_count - 1, slot = name_hash(name) & mask;
    while (heads->slots[slot] && !text_same(heads->at[heads->slots[slot] - 1].name, name))
        slot = (slot + 1) & mask;
    return (int)slot;
}

static void fill_slots(struct heads *heads)
{
    memset(heads->slots, 0, (size_t)heads->slots_count * sizeof *heads->slots);
    for (int i = 0; i < heads->count; i++)
        heads->slots[slot_of(heads, heads->at[i].name)] = i + 1;
}

/* Room for one more, at most half of the slots in use. */
static int grow(struct heads *heads)
{
    int room = heads->room ? heads->room * 2 : 64;
    struct head *at = realloc(heads->at, (size_t)room * sizeof *at);
    if (!at)
        return -1;
    heads->at = at;
    int *slots = realloc(heads->slots, (size_t)room * 2 * sizeof *slots);
    if (!slots)
        return -1;
    heads->slots = slots;
    heads->slots_count = room * 2;
    heads->room = room;
    fill_slots(heads);
    return 0;
}

int heads_find(const struct heads *heads, const char *name)
{
    return heads->count ? heads->slots[slot_of(heads, name)] - 1 : -1;
}

int heads_add(struct heads *heads, const struct head *head)
{
    if (heads->count == heads->room && grow(heads) != 0)
        return -1;
    heads->slots[slot_of(heads, head->name)] = heads->count + 1;
    heads->at[heads->count] = *head;
    return heads->count++;
}

static int remember_head(struct heads *heads, int index)
{
    if (heads->before_count == heads->before_room) {
        int room = heads->before_room ? heads->before_room * 2 : 64;
        struct head_before *before = realloc(heads->before, (size_t)room * sizeof *before);
        if (!before)
            return -1;
        heads->before = before;
        heads->before_room = room;
    }
    heads->before[heads->before_count++] = (struct head_before){.index = index, .head = heads->at[index]};
    return 0;
}

int heads_remember(struct heads *heads, uint64_t savepoint, int index)
{
    if (heads->savepoint != savepoint) {
        heads->savepoint = savepoint;
        heads->before_count = 0;
        heads->count_before = heads->count;
        heads->nth_before = heads->nth;
    }
    return index < 0 ? 0 : remember_head(heads, index);
}

void heads_forget(struct heads *heads)
{
    heads->savepoint = 0;
    heads->before_count = 0;
}

void heads_undo(struct heads *heads, uint64_t savepoint)
{
    if (heads->savepoint != savepoint) /* the savepoint changed nothing */
        return;
    while (heads->before_count > 0) {
        const struct head_before *before = &heads->before[--heads->before_count];
        heads->at[before->index] = before->head;
    }
    if (heads->count != heads->count_before) {
        heads->count = heads->count_before;
        fill_slots(heads);
    }
    heads->nth = heads->nth_before;
    heads_forget(heads);
}

void heads_free(struct heads *heads)
{
    free(heads->at);
    free(heads->slots);
    free(heads->before);
    *heads = (struct heads){0};
}
