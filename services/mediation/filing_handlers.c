/* A case is filed (D9 row 1). Keeps: subject, names and texts go to the person store and nowhere else (K9). */
#include "base/text.h"
#include "rules/workdays.h"
#include "service/privacy.h"
#include "wire/envelope.h"

#include "clock_store.h"
#include "step.h"
#include "store.h"
#include "tables.h"

static unsigned actor_role(const struct unit *unit)
{
    return role_of(unit->cause->actorrole);
}

static bool files_for_oneself(const struct unit *unit)
{
    return (actor_role(unit) & (ROLE_CLIENT | ROLE_WORKER | ROLE_TRAINEE)) != 0;
}

/* Who complains: as named, or the person who sends this for himself. */
static void fill_filer(const struct unit *unit, const struct case_file *m, struct dispute *d)
{
    bool oneself = files_for_oneself(unit);
    if (m->anonymous)
        return;
    TEXT_PUT(d->filer, m->filer[0] || !oneself ? m->filer : unit->cause->actorid);
    if (!oneself)
        TEXT_PUT(d->entered_by, unit->cause->actorid);
}

/* Who, against whom, what, when, wish: D9 row 1. A tip tells what it knows. */
static int check_parties(struct unit *unit, const struct case_file *m, const struct dispute *d)
{
    if (m->anonymous) {
        if (m->filer[0] || m->filer_name[0])
            return unit_refuse(unit, "anonymous", m->filer[0] ? "filer" : "filer_name", "A tip names no filer.");
        if (files_for_oneself(unit) && unit->cause->actorid[0])
            return unit_refuse(unit, "anonymous", "actorid", "A tip names no sender: leave actorid away.");
        return UNIT_DONE;
    }
    if (!d->filer[0] && !m->filer_name[0])
        return unit_refuse(unit, "missing", "filer", "Who complains? Give filer or filer_name, or anonymous.");
    if (!m->respondent[0] && !m->respondent_name[0])
        return unit_refuse(unit, "missing", "respondent", "Against whom? Give respondent or respondent_name.");
    if (d->filer[0] && text_same(d->filer, m->respondent))
        return unit_refuse(unit, "same_party", "respondent", "Filer and respondent are the same person.");
    if (!m->happened)
        return unit_refuse(unit, "happened_missing", "happened", "When did it happen? Give the day as far as known.");
    if (!m->wish[0])
        return unit_refuse(unit, "missing", "wish", "What does the filer want?");
    return UNIT_DONE;
}

static int check_filer(struct unit *unit, const struct case_file *m)
{
    bool oneself = files_for_oneself(unit);
    if (unit->from_outside && !envelope_source_streams(unit->cause->source))
        return unit_refuse(unit, "bad_source", "source",
                           "An outside system's name has at most 56 visible ASCII characters.");
    if (oneself && m->filer[0] && !text_same(m->filer, unit->cause->actorid) &&
        !text_same(m->filer, unit->cause->actorfor))
        return unit_refuse(unit, "not_yourself", "filer", "A %s files in the own name.", unit->cause->actorrole);
    if (text_same(m->channel, "oral") && !(actor_role(unit) & (ROLE_RECEPTIONIST | ROLE_OFFICER)))
        return unit_refuse(unit, "oral_needs_staff", "channel", "What is told orally is written down by staff.");
    if (m->happened > unit->now)
        return unit_refuse(unit, "in_future", "happened", "It cannot have happened yet.");
    return UNIT_DONE;
}

static int check_booking(struct unit *unit, const struct case_file *m)
{
    char station[33] = "";
    if (!m->booking[0])
        return UNIT_DONE;
    int found = booking_copy_find(unit->store, m->booking, station);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 0)
        return unit_refuse(unit, "unknown_booking", "booking",
                           "No booking %s is known here; one just made arrives within moments: try again.", m->booking);
    if (!text_same(station, m->station))
        return unit_refuse(unit, "wrong_station", "station", "That booking belongs to station %s.", station);
    return UNIT_DONE;
}

/* The next number of the station. UNIT_DONE, or what the handler returns. */
static int number_dispute(struct unit *unit, const char *station, struct dispute *d)
{
    int year = civil_of(unit->now).year;
    int64_t count = 0;
    int found = station_copy_find(unit->store, station);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 0)
        return unit_refuse(unit, "unknown_station", "station", "No station %s is known here.", station);
    if (dispute_count_up(unit->store, station, year, &count) < 0)
        return unit_trouble(unit);
    if (dispute_number(d->number, station, year, count) < 0)
        return unit_refuse(unit, "too_long", "station", "The code of the station leaves no room for a case number.");
    return UNIT_DONE;
}

static void open_dispute(struct unit *unit, const struct case_file *m, struct dispute *d)
{
    struct limits limits = dispute_limits(unit);
    unit_id(unit, d->id);
    TEXT_PUT(d->station, m->station);
    TEXT_PUT(d->category, m->category);
    TEXT_PUT(d->claimed, m->relation);
    TEXT_PUT(d->relation, m->relation);
    TEXT_PUT(d->channel, m->channel);
    TEXT_PUT(d->booking, m->booking);
    TEXT_PUT(d->respondent, m->respondent);
    TEXT_PUT(d->origin, unit->from_outside ? unit->cause->source : "");
    d->anonymous = m->anonymous;
    d->happened = m->happened;
    d->filed = unit->now;
    d->accept_by = route_accept_by(ROUTE_NONE, &limits, d->filed);
    TEXT_PUT(d->calendar_version, workdays_version());
    d->revision = 1;
    dispute_move(d, DISPUTE_ON_FILE);
}

/* The parties' names are sealed with their own keys, the texts with that of the case. */
static int save_texts(struct unit *unit, const struct dispute *d, const struct case_file *m)
{
    const struct {
        const char *field, *owner, *value;
    } texts[] = {
        {"subject", "", m->subject},
        {"story", "", m->story},
        {"wish", "", m->wish},
        {"filer_name", d->filer, m->filer_name},
        {"respondent_name", d->respondent, m->respondent_name},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (person_put_for(unit->store, d->id, texts[i].field, texts[i].owner, texts[i].value) < 0)
            return -1;
    return 0;
}

static int dispute_file(struct unit *unit, const void *message)
{
    const struct case_file *m = message;
    struct dispute d = {.state = DISPUTE_NONE};
    int verdict = check_filer(unit, m);
    if (verdict == UNIT_DONE)
        verdict = check_booking(unit, m);
    fill_filer(unit, m, &d);
    if (verdict == UNIT_DONE)
        verdict = check_parties(unit, m, &d);
    if (verdict == UNIT_DONE)
        verdict = privacy_check(unit, d.filer, "filer");
    if (verdict == UNIT_DONE && m->respondent_name[0])
        verdict = privacy_check(unit, m->respondent, "respondent");
    if (verdict == UNIT_DONE)
        verdict = number_dispute(unit, m->station, &d);
    if (verdict != UNIT_DONE)
        return verdict;
    open_dispute(unit, m, &d);
    if (dispute_insert(unit->store, &d) < 0 || clock_save(unit->store, d.id, "accept_by", &d.accept_by) < 0 ||
        save_texts(unit, &d, m) < 0)
        return unit_trouble(unit);
    struct case_filed event = {0};
    CASE_FACTS_PUT(event, &d);
    TEXT_PUT(event.category, d.category);
    unit_subject(unit, d.id);
    unit_revision(unit, d.revision);
    return step_say(unit, &d, MSG_case_filed, &event);
}

const struct handler filing_handlers[] = {
    {MSG_case_file, ROLES_FILE, dispute_file},
    {MSG_NONE, 0, NULL},
};
