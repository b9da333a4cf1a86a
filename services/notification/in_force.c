#include "in_force.h"

#include <stdlib.h>
#include <string.h>

#include "store.h"

struct in_force {
    struct rule *at; /* by pattern, then by name */
    int count, room;
    bool read;
};

void *in_force_open(struct unit *unit, struct error *error)
{
    (void)unit;
    struct in_force *rules = calloc(1, sizeof *rules);
    if (!rules)
        error_set(error, "no memory for the rules");
    return rules;
}

void in_force_close(void *state)
{
    struct in_force *rules = state;
    free(rules->at);
    free(rules);
}

void in_force_changed(struct unit *unit)
{
    struct in_force *rules = unit->state;
    rules->read = false;
}

static struct rule *rule_room(struct in_force *rules)
{
    if (rules->count == rules->room) {
        const int room = rules->room ? 2 * rules->room : 64;
        struct rule *at = realloc(rules->at, (size_t)room * sizeof *at);
        if (!at)
            return NULL;
        rules->at = at;
        rules->room = room;
    }
    return &rules->at[rules->count];
}

static int read_all(struct store *store, struct in_force *rules)
{
    struct rows rows;
    struct rule *room;
    int found = 0;
    rules->count = 0;
    rule_list_active(&rows, store);
    while ((room = rule_room(rules)) && (found = rule_next(&rows, room)) == 1)
        rules->count++;
    rows_close(&rows);
    rules->read = room && found == 0;
    return rules->read ? 0 : -1;
}

/* The first rule whose pattern is not before that one. */
static int lower_bound(const struct in_force *rules, const char *pattern)
{
    int low = 0, high = rules->count;
    while (low < high) {
        const int middle = low + (high - low) / 2;
        if (strcmp(rules->at[middle].pattern, pattern) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

int in_force_find(struct unit *unit, const char *pattern, const struct rule **found)
{
    struct in_force *rules = unit->state;
    if (!rules->read && read_all(unit->store, rules) != 0)
        return -1;
    const int first = lower_bound(rules, pattern);
    int count = 0;
    while (first + count < rules->count && strcmp(rules->at[first + count].pattern, pattern) == 0)
        count++;
    *found = &rules->at[first];
    return count;
}
