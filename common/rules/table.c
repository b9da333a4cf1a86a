/* State tables. Invariant: a state changes only along a row of its table. */
#include "rules/table.h"

#include "base/error.h"

#define MOVES_MAX 256

int table_next(const struct machine *machine, int from, int trigger)
{
    for (size_t i = 0; i < machine->count; i++)
        if (machine->moves[i].from == from && machine->moves[i].trigger == trigger)
            return machine->moves[i].to;
    return 0;
}

bool table_is_terminal(const struct machine *machine, int state)
{
    for (size_t i = 0; i < machine->count; i++)
        if (machine->moves[i].from == state)
            return false;
    return true;
}

/* True when move `i` can be the next one from `state` after some of the moves marked in `reached`. */
static bool follows_on(const struct machine *machine, const bool *reached, size_t i, int state)
{
    int from = machine->moves[i].from;
    if (from == state)
        return true;
    for (size_t j = 0; j < machine->count; j++)
        if (reached[j] && machine->moves[j].to == from)
            return true;
    return false;
}

bool table_can_end(const struct machine *machine, int state)
{
    bool reached[MOVES_MAX] = {false};
    if (machine->count > MOVES_MAX)
        BUG("machine %s has more than %d moves", machine->name, MOVES_MAX);
    for (bool grown = true; grown;) {
        grown = false;
        for (size_t i = 0; i < machine->count; i++) {
            if (reached[i] || !follows_on(machine, reached, i, state))
                continue;
            if (table_is_terminal(machine, machine->moves[i].to))
                return true;
            reached[i] = grown = true;
        }
    }
    return table_is_terminal(machine, state);
}
