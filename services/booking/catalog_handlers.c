/* The catalogue's commands: each states the whole object, counts its version and tells the followers. */
#include "area_store.h"
#include "base/text.h"
#include "catalog_store.h"
#include "line.h"
#include "room_store.h"
#include "service_store.h"
#include "tables.h"

static bool opens_twice(const struct open_span *at, uint32_t count, const struct open_span *span)
{
    for (uint32_t i = 0; i < count; i++)
        if (at[i].weekday == span->weekday && at[i].open_min == span->open_min)
            return true;
    return false;
}

/* 0, or what the handler returns. */
static int hours_check(struct unit *unit, const struct open_span *at, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (at[i].close_min <= at[i].open_min)
            return unit_refuse(unit, "bad_hours", "hours", "A span must close after it opens.");
        if (opens_twice(at, i, &at[i]))
            return unit_refuse(unit, "bad_hours", "hours", "Two spans of a day open at the same time.");
    }
    return 0;
}

/* The area that is named, if one is, must exist: 0, or what the handler returns. */
static int area_check(struct unit *unit, const char *area)
{
    struct area_row found = {0};
    if (!area[0])
        return 0;
    int result = area_find(unit->store, area, &found);
    if (result < 0)
        return unit_trouble(unit);
    return result == 1 ? 0 : unit_refuse(unit, "unknown_area", "area", "No area has this code.");
}

/* The station must exist: 0, or what the handler returns. */
static int station_check(struct unit *unit, const char *station)
{
    struct station_get_answer found = {0};
    int result = station_find(unit->store, station, &found);
    if (result < 0)
        return unit_trouble(unit);
    return result == 1 ? 0 : unit_refuse(unit, "unknown_station", "station", "No station has this code.");
}

static int station_put_run(struct unit *unit, const void *message)
{
    const struct station_put *put = message;
    struct station_get_answer old = {0};
    if (station_find(unit->store, put->station, &old) < 0)
        return unit_trouble(unit);
    if (revision_check(unit, old.version) != 0)
        return UNIT_REFUSED;
    if (hours_check(unit, put->hours.at, put->hours.count) != 0)
        return UNIT_REFUSED;
    int place = unit_place_check(unit, put->cell_lat, put->cell_lon);
    if (place == 0)
        place = area_check(unit, put->area);
    if (place != 0)
        return place;
    if (station_save(unit->store, put, old.version + 1) != 0 ||
        opening_save(unit->store, put->station, "", put->hours.at, put->hours.count) != 0)
        return unit_trouble(unit);
    struct catalog_station_changed event = {
        .version = old.version + 1, .active = put->active, .cell_lat = put->cell_lat, .cell_lon = put->cell_lon};
    TEXT_PUT(event.station, put->station);
    TEXT_PUT(event.host_kind, put->host_kind);
    TEXT_PUT(event.area, put->area);
    unit_subject(unit, put->station);
    unit_revision(unit, event.version);
    return unit_emit(unit, MSG_catalog_station_changed, &event, put->station);
}

static int community_put_run(struct unit *unit, const void *message)
{
    const struct community_put *put = message;
    struct community_get_answer old = {0};
    if (community_find(unit->store, put->community, &old) < 0)
        return unit_trouble(unit);
    if (revision_check(unit, old.version) != 0)
        return UNIT_REFUSED;
    int place = unit_place_check(unit, put->cell_lat, put->cell_lon);
    if (place == 0)
        place = area_check(unit, put->area);
    if (place != 0)
        return place;
    if (community_save(unit->store, put, old.version + 1) != 0)
        return unit_trouble(unit);
    struct catalog_community_changed event = {
        .version = old.version + 1, .cell_lat = put->cell_lat, .cell_lon = put->cell_lon};
    TEXT_PUT(event.community, put->community);
    TEXT_PUT(event.area, put->area);
    unit_subject(unit, put->community);
    unit_revision(unit, event.version);
    return unit_emit(unit, MSG_catalog_community_changed, &event, put->community);
}

/* All communities of a coverage must exist: 0, or what the handler returns. */
static int communities_check(struct unit *unit, const struct coverage_put *put)
{
    for (uint32_t i = 0; i < put->communities.count; i++) {
        struct community_get_answer found = {0};
        int result = community_find(unit->store, put->communities.at[i], &found);
        if (result < 0)
            return unit_trouble(unit);
        if (result == 0)
            return unit_refuse(unit, "unknown_community", "communities", "No community has the code %s.",
                               put->communities.at[i]);
    }
    return 0;
}

static int coverage_put_run(struct unit *unit, const void *message)
{
    const struct coverage_put *put = message;
    int64_t version;
    int result = station_check(unit, put->station);
    if (result == 0)
        result = communities_check(unit, put);
    if (result != 0)
        return result;
    if (coverage_version(unit->store, put->station, &version) != 0)
        return unit_trouble(unit);
    if (revision_check(unit, version) != 0)
        return UNIT_REFUSED;
    if (coverage_save(unit->store, put, version + 1) != 0)
        return unit_trouble(unit);
    struct catalog_coverage_changed event = {.communities.count = put->communities.count, .version = version + 1};
    TEXT_PUT(event.station, put->station);
    for (uint32_t i = 0; i < put->communities.count; i++)
        TEXT_PUT(event.communities.at[i], put->communities.at[i]);
    unit_subject(unit, put->station);
    unit_revision(unit, version + 1);
    return unit_emit(unit, MSG_catalog_coverage_changed, &event, put->station);
}

static int room_changed_say(struct unit *unit, const struct room_put *put, int64_t version)
{
    struct catalog_room_changed event = {.version = version, .active = put->active, .capacity = put->capacity};
    TEXT_PUT(event.station, put->station);
    TEXT_PUT(event.room, put->room);
    TEXT_PUT(event.purpose, put->purpose);
    unit_subject(unit, put->room);
    unit_revision(unit, version);
    return unit_emit(unit, MSG_catalog_room_changed, &event, put->room);
}

static int room_put_run(struct unit *unit, const void *message)
{
    const struct room_put *put = message;
    int64_t version = 0, seats;
    int result = station_check(unit, put->station);
    if (result != 0)
        return result;
    if (room_version(unit->store, put->station, put->room, &version) < 0 ||
        room_most_seats(unit->store, put->station, put->room, unit->now, &seats) != 0)
        return unit_trouble(unit);
    if (seats > put->capacity)
        return unit_refuse(unit, "room_in_use", "capacity", "It is held for %lld persons.", (long long)seats);
    if (revision_check(unit, version) != 0)
        return UNIT_REFUSED;
    if (hours_check(unit, put->hours.at, put->hours.count) != 0)
        return UNIT_REFUSED;
    if (room_save(unit->store, put, version + 1) != 0)
        return unit_trouble(unit);
    return room_changed_say(unit, put, version + 1);
}

/* How complaints are handled is mediation's to tell (A1.5). */
static int doc_check(struct unit *unit, const struct doc_publish *put)
{
    if (text_same(put->kind, "complaints"))
        return unit_refuse(unit, "owned_by_mediation", "kind",
                           "How complaints are handled is published by mediation: complaint_doc.publish.");
    return station_check(unit, put->station);
}

/* In force from before what is in force now, it never would be: 0, or what the handler returns. */
static int doc_date_check(struct unit *unit, const struct doc_publish *put)
{
    struct doc_current asked = {.at = unit->now};
    struct doc_current_answer now = {0};
    TEXT_PUT(asked.station, put->station);
    TEXT_PUT(asked.kind, put->kind);
    int found = doc_find(unit->store, &asked, &now);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 0 || now.valid_from <= put->valid_from)
        return 0;
    return unit_refuse(unit, "bad_dates", "valid_from", "Version %lld is in force since a later day.",
                       (long long)now.version);
}

static int doc_publish_run(struct unit *unit, const void *message)
{
    struct doc_publish put = *(const struct doc_publish *)message;
    int64_t version = 0;
    int result = doc_check(unit, &put);
    if (result != 0)
        return result;
    if (put.valid_from == 0)
        put.valid_from = unit->now;
    if ((result = doc_date_check(unit, &put)) != 0)
        return result;
    if (doc_last_version(unit->store, &put, &version) != 0)
        return unit_trouble(unit);
    if (revision_check(unit, version) != 0)
        return UNIT_REFUSED;
    if (doc_save(unit->store, &put, version + 1) != 0)
        return unit_trouble(unit);
    struct catalog_doc_published event = {.version = version + 1, .valid_from = put.valid_from};
    TEXT_PUT(event.station, put.station);
    TEXT_PUT(event.kind, put.kind);
    unit_subject(unit, put.station);
    unit_revision(unit, event.version);
    return unit_emit(unit, MSG_catalog_doc_published, &event, put.station);
}

/* What was published here about complaints stays in force until then, and readable for the time before. */
static int on_complaint_doc_published(struct unit *unit, const void *message)
{
    const struct complaint_doc_published *heard = message;
    return doc_moved_save(unit->store, heard->station, heard->valid_from) == 0 ? UNIT_DONE : unit_trouble(unit);
}

static void service_event(const struct service_put *put, int64_t version, struct catalog_service_changed *event)
{
    TEXT_PUT(event->service, put->service);
    TEXT_PUT(event->line, put->line);
    TEXT_PUT(event->subline, put->subline);
    event->version = version;
    event->active = put->active;
    event->minutes = put->minutes;
    event->workers = put->workers;
    event->live_in = put->live_in;
    event->intimate = put->intimate;
    event->tolerance_min = put->tolerance_min;
    event->worker_kinds.count = put->worker_kinds.count;
    for (uint32_t i = 0; i < put->worker_kinds.count; i++)
        TEXT_PUT(event->worker_kinds.at[i], put->worker_kinds.at[i]);
    event->certs.count = put->certs.count;
    for (uint32_t i = 0; i < put->certs.count; i++)
        event->certs.at[i] = put->certs.at[i];
}

int stations_check(struct unit *unit, const char (*stations)[33], uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        struct station_get_answer found = {0};
        int result = station_find(unit->store, stations[i], &found);
        if (result < 0)
            return unit_trouble(unit);
        if (result == 0)
            return unit_refuse(unit, "unknown_station", "stations", "No station has the code %s.", stations[i]);
    }
    return 0;
}

/* As long as the usual length may be (A2.1): 0, or what the handler returns. */
static int lengths_check(struct unit *unit, const struct service_put *put)
{
    for (uint32_t i = 0; i < put->lengths.count; i++)
        if (put->lengths.at[i] < 1 || put->lengths.at[i] > 100000)
            return unit_refuse(unit, "bad_length", "lengths", "A length is from 1 to 100000 minutes.");
    return 0;
}

static int service_put_run(struct unit *unit, const void *message)
{
    const struct service_put *put = message;
    struct service_get_answer old = {0};
    if (service_find(unit->store, put->service, &old) < 0)
        return unit_trouble(unit);
    if (revision_check(unit, old.version) != 0)
        return UNIT_REFUSED;
    if (put->day_until_min && put->day_until_min <= put->day_from_min)
        return unit_refuse(unit, "bad_hours", "day_until_min", "The day of a service must end after it begins.");
    if (!subline_fits(put->line, put->subline))
        return unit_refuse(unit, "subline_elsewhere", "subline", "The line %s has no sub-line %s.", put->line,
                           put->subline);
    if (lengths_check(unit, put) != 0)
        return UNIT_REFUSED;
    int offers = stations_check(unit, put->stations.at, put->stations.count);
    if (offers != 0)
        return offers;
    if (service_save(unit->store, put, old.version + 1) != 0)
        return unit_trouble(unit);
    struct catalog_service_changed event = {0};
    service_event(put, old.version + 1, &event);
    unit_subject(unit, put->service);
    unit_revision(unit, event.version);
    return unit_emit(unit, MSG_catalog_service_changed, &event, put->service);
}

const struct handler catalog_handlers[] = {
    {MSG_station_put, CATALOG_ROLES, station_put_run},
    {MSG_community_put, CATALOG_ROLES, community_put_run},
    {MSG_coverage_put, CATALOG_ROLES, coverage_put_run},
    {MSG_room_put, CATALOG_ROLES, room_put_run},
    {MSG_doc_publish, CATALOG_ROLES, doc_publish_run},
    {MSG_complaint_doc_published, ROLE_SERVICE, on_complaint_doc_published},
    {MSG_service_put, CATALOG_ROLES, service_put_run},
    {MSG_NONE, 0, NULL},
};
