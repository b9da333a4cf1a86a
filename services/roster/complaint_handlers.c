/* What mediation says of complaints that were found true (D4 row 7): a serious one takes the worker out of work, to be
 * reviewed by a manager; one in probation stands against her (row 3). */
#include "base/text.h"

#include "roster.h"
#include "visit_store.h"
#include "worker_store.h"

static int noted(struct unit *unit, const struct worker *worker)
{
    if (!worker->confirmed && tally_raise(unit->store, worker->id, 0, 1) != 0)
        return unit_trouble(unit);
    return roster_note(unit, worker, "complaint_upheld", "complaint_upheld");
}

static int on_upheld(struct unit *unit, const void *message)
{
    const struct case_upheld *upheld = message;
    struct worker worker;
    int found = worker_find(unit->store, upheld->party, &worker);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 0 || !worker_is_live(&worker))
        return UNIT_DONE;
    if (!upheld->serious || worker.state == WORKER_SUSPENDED || worker.state == WORKER_ONBOARDING)
        return noted(unit, &worker);
    int64_t review_by = unit->now + unit->setting[SET_REVIEW_DAYS] * MS_DAY;
    return roster_suspend(unit, &worker, "complaint_upheld", review_by, "");
}

const struct handler complaint_handlers[] = {
    {MSG_case_upheld, ROLE_SERVICE, on_upheld},
    {MSG_NONE, 0, NULL},
};
