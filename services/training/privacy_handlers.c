/* What training keeps of trainees, for how long, and what holds it (X5, X6). */
#include "base/text.h"
#include "privacy_store.h"
#include "service/privacy.h"
#include "training.h"

/* Who is expected in a class is needed by name. The night's look takes the request up again. */
static int hold(struct unit *unit, const char *person, struct privacy_hold *held)
{
    int found = trainee_live(unit->store, person, held->object);
    if (found == 1)
        TEXT_PUT(held->reason, "live_enrolment");
    return found;
}

static int trainee_due(struct unit *unit, int64_t before, const char *after, char person[ID_SIZE])
{
    return trainee_past(unit->store, before, after, person);
}

static const struct retention retention[] = {
    {"trainee", "name and phone of a trainee", "to teach, and the training file of ten years (local rule)",
     "the end of the last session, or when she was last registered", SET_TRAINEE_DAYS, trainee_due},
    {0},
};

const struct privacy training_privacy = {
    .finders = ROLE_RECEPTIONIST | ROLE_MANAGER | ROLE_REGISTRAR, .hold = hold, .retention = retention};
