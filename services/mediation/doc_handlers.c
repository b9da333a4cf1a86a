/* How complaints are handled is a public document of each station, versioned and dated (A1.5). It was booking's before:
 * its numbers go on from there, and what booking published is answered by booking until mediation has one in force. */
#include "base/text.h"

#include "doc_store.h"
#include "store.h"
#include "tables.h"

#define ROLES_PUBLISH (ROLE_MANAGER | ROLE_OPERATOR)

/* The station must be known, and nobody has published meanwhile. UNIT_DONE, or what the handler returns. */
static int publish_check(struct unit *unit, const char *station, int64_t version)
{
    const int64_t seen = unit->cause->expectedrev;
    int found = station_copy_find(unit->store, station);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 0)
        return unit_refuse(unit, "unknown_station", "station",
                           "No station %s is known here; one just made arrives within moments: try again.", station);
    if (seen && seen != version)
        return unit_refuse(unit, "conflict", "expectedrev", "Its version is %lld now.", (long long)version);
    return UNIT_DONE;
}

/* In force from before what is in force now, it never would be. UNIT_DONE, or what the handler returns. */
static int date_check(struct unit *unit, const struct complaint_doc_publish *put)
{
    struct complaint_doc_current asked = {.at = unit->now};
    struct complaint_doc_current_answer now = {0};
    TEXT_PUT(asked.station, put->station);
    int found = complaint_doc_find(unit->store, &asked, &now);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 0 || now.valid_from <= put->valid_from)
        return UNIT_DONE;
    return unit_refuse(unit, "bad_dates", "valid_from", "Version %lld is in force since a later day.",
                       (long long)now.version);
}

static int publish(struct unit *unit, const void *message)
{
    struct complaint_doc_publish put = *(const struct complaint_doc_publish *)message;
    struct complaint_doc_published event = {0};
    int64_t last = 0;
    if (complaint_doc_last(unit->store, put.station, &last) != 0)
        return unit_trouble(unit);
    int result = publish_check(unit, put.station, last);
    if (result != UNIT_DONE)
        return result;
    put.valid_from = put.valid_from ? put.valid_from : unit->now;
    if ((result = date_check(unit, &put)) != UNIT_DONE)
        return result;
    if (complaint_doc_save(unit->store, &put, last + 1) != 0)
        return unit_trouble(unit);
    TEXT_PUT(event.station, put.station);
    event.version = last + 1;
    event.valid_from = put.valid_from;
    unit_subject(unit, put.station);
    unit_revision(unit, event.version);
    return unit_emit(unit, MSG_complaint_doc_published, &event, put.station);
}

static int on_booking_published(struct unit *unit, const void *message)
{
    const struct catalog_doc_published *e = message;
    if (!text_same(e->kind, "complaints"))
        return UNIT_DONE;
    return complaint_doc_before_save(unit->store, e->station, e->version) == 0 ? UNIT_DONE : unit_trouble(unit);
}

const struct handler doc_handlers[] = {
    {MSG_complaint_doc_publish, ROLES_PUBLISH, publish},
    {MSG_catalog_doc_published, ROLE_SERVICE, on_booking_published},
    {MSG_NONE, 0, NULL},
};

/* ---- the document in force ---- */

static int missing(struct unit *unit, const char *station)
{
    int64_t version = 0;
    int found = complaint_doc_before_find(unit->store, station, &version);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 0)
        return unit_refuse(unit, "unknown_document", "station", "Nothing was published here that is in force then.");
    return unit_refuse(unit, "unknown_document", "station",
                       "What was in force then was published by booking: ask it, doc.current with kind complaints.");
}

static int current(struct unit *unit, const void *question, void *answer)
{
    struct complaint_doc_current asked = *(const struct complaint_doc_current *)question;
    asked.at = asked.at ? asked.at : unit->now;
    int found = complaint_doc_find(unit->store, &asked, answer);
    if (found < 0)
        return unit_trouble(unit);
    return found == 1 ? UNIT_DONE : missing(unit, asked.station);
}

const struct query_handler doc_queries[] = {
    {MSG_complaint_doc_current, MSG_complaint_doc_current_answer, ROLE_ANY, current},
    {MSG_NONE, MSG_NONE, 0, NULL},
};
