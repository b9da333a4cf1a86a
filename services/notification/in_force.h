/* The rules in force, in memory: an event asks for those of three patterns, and most patterns have none. Nobody reads
 * them in the unit that changes them, so what an undone unit wrote is never among them. */
#ifndef NOTIFICATION_IN_FORCE_H
#define NOTIFICATION_IN_FORCE_H

#include "service/unit.h"

#include "rule.h"

void *in_force_open(struct unit *unit, struct error *error); /* the service's state */
void in_force_close(void *state);

/* How many active rules have that pattern, the first of them in *rules, in the order of their names; -1 when the store
 * cannot be read. They are valid until a rule changes. */
int in_force_find(struct unit *unit, const char *pattern, const struct rule **rules);

/* A rule changed: they are read again when they are asked for next. */
void in_force_changed(struct unit *unit);

#endif
