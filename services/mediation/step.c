/* How every command takes, keeps and tells a case. Invariant: whoever filed a case from outside is told each step. */
#include "step.h"

#include "base/text.h"

#include "store.h"
#include "tables.h"

int step_keep(struct unit *unit, struct dispute *d)
{
    if (dispute_save(unit->store, d) < 0)
        return -1;
    unit_revision(unit, d->revision);
    return 0;
}

int step_take(struct unit *unit, const char *id, enum dispute_trigger trigger, struct dispute *d)
{
    int found = dispute_find(unit->store, id, d);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 0)
        return unit_refuse(unit, "unknown_case", "case_id", "There is no case %s.", id);
    if (unit->cause->expectedrev && unit->cause->expectedrev != d->revision)
        return unit_refuse(unit, "conflict", "expectedrev", "The case has been changed: it is at revision %lld.",
                           (long long)d->revision);
    int before = d->state;
    if (!dispute_move(d, trigger))
        return unit_refuse(unit, "wrong_state", "case_id", "%s is not possible: the case is %s (%s).",
                           dispute_machine.trigger_name((int)trigger), dispute_state_label(before),
                           dispute_state_name(before));
    unit_subject(unit, d->id);
    return UNIT_DONE;
}

int step_say(struct unit *unit, const struct dispute *d, enum message_type type, const void *event)
{
    char stream[ID_SIZE];
    if (unit_emit(unit, type, event, d->id) != 0)
        return -1;
    if (!d->origin[0])
        return 0;
    if (TEXT_FORMAT(stream, "partner.%s", d->origin) != 0)
        BUG("a case was taken from a source without a stream");
    return unit_emit_to(unit, stream, type, event, d->id);
}
