/* State machines as tables: from, trigger, to. Every move goes through table_next; no scattered ifs on a state. */
#ifndef ANXIN_RULES_TABLE_H
#define ANXIN_RULES_TABLE_H

#include <stdbool.h>
#include <stddef.h>

/* One allowed move. States and triggers are the machine's own enums; 0 means "none" (from 0 = creation). */
struct move {
    int from, trigger, to;
    int row; /* row of the machine in 3-STATES, for the tests and the diagram */
};

struct machine {
    const char *name; /* "booking" */
    const struct move *moves;
    size_t count;
    const char *(*state_name)(int);   /* "CONFIRMED" */
    const char *(*trigger_name)(int); /* "visit.started" */
};

/* The state that `trigger` leads to from `from`, or 0 when the table does not allow it. */
int table_next(const struct machine *machine, int from, int trigger);

/* True when no move leaves `state`. */
bool table_is_terminal(const struct machine *machine, int state);

/* True when some chain of moves leads from `state` to a terminal state (used by the walk test, ruling 5). */
bool table_can_end(const struct machine *machine, int state);

#endif
