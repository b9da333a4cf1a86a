/* Taking a booking. Invariants: one booking per (source, source_ref) (BK2); a request that fails a
 * guard leaves a rejection that its sender can see, and nothing else (D1 row 3). */
#include <string.h>

#include "base/text.h"
#include "booking_store.h"
#include "catalog_store.h"
#include "duplicates.h"
#include "guardian.h"
#include "household_store.h"
#include "partner_store.h"
#include "progress.h"
#include "service_store.h"
#include "tables.h"
#include "wire/codec.h"

/* A request in hand. */
struct intake {
    const struct booking_create *create;
    struct booking booking; /* as it will stand */
    struct request request; /* what the guards look at */
    struct service_get_answer service;
};

/* ---- rejecting (D1 row 3) ---- */

static int rejection_say(struct unit *unit, const struct rejection *rejection, const char *station)
{
    struct booking_rejected event = {0};
    char stream[ID_SIZE];
    TEXT_PUT(event.booking, rejection->booking);
    TEXT_PUT(event.station, station);
    TEXT_PUT(event.origin, unit->from_outside ? rejection->source : "");
    TEXT_PUT(event.source_ref, rejection->source_ref);
    TEXT_PUT(event.reason, rejection->reason);
    TEXT_PUT(event.field, rejection->field);
    if (unit_emit(unit, MSG_booking_rejected, &event, event.booking) != 0)
        return -1;
    if (!unit->from_outside)
        return 0;
    if (TEXT_FORMAT(stream, "partner.%s", rejection->source) != 0)
        BUG("a source without a stream passed");
    return unit_emit_to(unit, stream, MSG_booking_rejected, &event, event.booking);
}

static int create_reject(struct unit *unit, const struct intake *intake, const struct refusal *why)
{
    struct rejection rejection = {.at = unit->now};
    if (unit->from_outside && !booking_source_fits(unit->cause->source))
        return unit_refuse(unit, why->code, why->field, "%s", why->sentence); /* no stream could tell of it */
    TEXT_PUT(rejection.booking, intake->booking.booking);
    TEXT_PUT(rejection.source, unit->cause->source);
    TEXT_PUT(rejection.source_ref, intake->create->source_ref);
    TEXT_PUT(rejection.reason, why->code);
    TEXT_PUT(rejection.field, why->field);
    if (rejection_add(unit->store, &rejection) != 0 || rejection_say(unit, &rejection, intake->create->station) != 0)
        return unit_trouble(unit);
    unit_subject(unit, rejection.booking);
    return unit_decline(unit, why->code, why->field, "%s", why->sentence);
}

/* A busy household may have sent the same wish by another way (A2.5). */
static int create_reject_busy(struct unit *unit, const struct intake *intake, const struct refusal *why)
{
    const struct duplicate duplicate = {.request = intake->booking.booking,
                                        .household = intake->create->household,
                                        .service = intake->create->service,
                                        .source = unit->cause->source,
                                        .channel = booking_channel(&intake->request),
                                        .start = intake->request.start,
                                        .end = intake->request.start + intake->request.minutes * MS_MINUTE,
                                        .at = unit->now};
    return duplicate_suspect(unit, &duplicate) == 0 ? create_reject(unit, intake, why) : unit_trouble(unit);
}

/* ---- gathering what the guards look at ---- */

static void gather_sender(const struct unit *unit, struct intake *intake)
{
    const struct booking_create *create = intake->create;
    struct request *request = &intake->request;
    request->now = unit->now;
    request->partner = unit->from_outside;
    request->source_fits = booking_source_fits(unit->cause->source);
    request->staff = by_staff(unit);
    request->entered_by = unit->cause->actorid;
    request->channel = create->channel;
    request->consent = create->consent;
    request->start = create->start;
}

static bool length_is_offered(const struct service_get_answer *service, int64_t minutes)
{
    bool offered = minutes == service->minutes;
    for (uint32_t i = 0; i < service->lengths.count; i++)
        offered |= minutes == service->lengths.at[i];
    return offered;
}

static int gather_service(struct unit *unit, struct intake *intake)
{
    struct request *request = &intake->request;
    struct service_get_answer *service = &intake->service;
    int found = service_find(unit->store, intake->create->service, service);
    if (found < 0)
        return -1;
    request->service_known = found == 1;
    request->service_active = service->active;
    request->minutes = intake->create->minutes ? intake->create->minutes : service->minutes;
    request->length_offered = length_is_offered(service, request->minutes);
    request->notice_min = service->notice_min ? service->notice_min : unit->setting[SET_MIN_NOTICE_MIN];
    request->horizon_days = service->horizon_days ? service->horizon_days : unit->setting[SET_HORIZON_DAYS];
    request->day_from_min = service->day_from_min;
    request->day_until_min = service->day_until_min;
    return 0;
}

/* The household, its community, and its place: its own, else the centre of the community. */
static int gather_household(struct unit *unit, struct intake *intake)
{
    struct household household = {0};
    struct community_get_answer community = {0};
    int found = household_find(unit->store, intake->create->household, &household);
    if (found != 1)
        return found;
    if (community_find(unit->store, household.community, &community) != 1)
        return -1;
    intake->request.household_known = true;
    intake->request.household_anothers = household.outside && !text_same(household.source, unit->cause->source);
    TEXT_PUT(intake->booking.community, household.community);
    intake->booking.home = household.cell;
    if (!cell_is_known(household.cell))
        intake->booking.home = (struct cell){(int32_t)community.cell_lat, (int32_t)community.cell_lon};
    return 0;
}

static int gather_named_station(struct unit *unit, struct intake *intake)
{
    struct station_get_answer station = {0};
    const char *code = intake->create->station;
    int found = station_find(unit->store, code, &station);
    int serves = coverage_has(unit->store, code, intake->booking.community);
    if (found < 0 || serves < 0)
        return -1;
    intake->request.station_named = true;
    intake->request.station_found = found == 1;
    intake->request.station_active = station.active;
    intake->request.station_serves = serves == 1;
    intake->request.station_offers = service_offered_at(&intake->service, code);
    TEXT_PUT(intake->booking.station, code);
    return 0;
}

/* The nearest station that serves the community (A2.4) and offers the service; else the nearest, which the guards
 * refuse. */
static int gather_nearest_station(struct unit *unit, struct intake *intake)
{
    struct near_list list;
    if (station_places(unit->store, intake->booking.community, true, &list) != 0)
        return -1;
    if (list.count == 0)
        return 0;
    near_order(&list, intake->booking.home);
    intake->request.station_found = intake->request.station_active = intake->request.station_serves = true;
    int at = 0;
    while (at < list.count && !service_offered_at(&intake->service, list.at[at].station))
        at++;
    intake->request.station_offers = at < list.count;
    TEXT_PUT(intake->booking.station, list.at[at < list.count ? at : 0].station);
    return 0;
}

/* Whether a guardian is asked for, and who it is: named here, or the household's (A2.13). */
static int gather_guardian(struct unit *unit, struct intake *intake)
{
    struct request *request = &intake->request;
    char known[GUARDIAN_SIZE];
    request->child = intake->create->child || intake->service.child;
    int found = person_get(unit->store, intake->create->household, "guardian", known, sizeof known);
    request->guardian_known = found == 1 || intake->create->guardian[0];
    return found < 0 ? -1 : 0;
}

/* Beyond the horizon nothing is reckoned from the start, which may be any number: it is refused in any case. */
static int gather_overlap(struct unit *unit, struct intake *intake)
{
    int64_t start = intake->request.start;
    if (start > unit->now + intake->request.horizon_days * MS_DAY)
        return 0;
    int busy = booking_household_busy(unit->store, intake->create->household, start,
                                      start + intake->request.minutes * MS_MINUTE);
    intake->request.household_busy = busy == 1;
    return busy < 0 ? -1 : 0;
}

/* An outside system that is named like a partner organisation books as long as the agreement runs. */
static int gather_agreement(struct unit *unit, struct intake *intake)
{
    struct partner_get_answer partner = {0};
    if (!unit->from_outside)
        return 0;
    int found = partner_find(unit->store, unit->cause->source, &partner);
    intake->request.partner_ended = found == 1 && partner.ends && partner.ends <= unit->now;
    return found < 0 ? -1 : 0;
}

static int gather(struct unit *unit, struct intake *intake)
{
    gather_sender(unit, intake);
    if (gather_agreement(unit, intake) != 0 || gather_service(unit, intake) != 0 || gather_household(unit, intake) != 0)
        return -1;
    int station =
        intake->create->station[0] ? gather_named_station(unit, intake) : gather_nearest_station(unit, intake);
    return station != 0 || gather_guardian(unit, intake) != 0 ? -1 : gather_overlap(unit, intake);
}

/* ---- taking (D1 row 1) ---- */

static void booking_fill_sender(const struct unit *unit, struct intake *intake)
{
    struct booking *booking = &intake->booking;
    const struct envelope *cause = unit->cause;
    TEXT_PUT(booking->source, cause->source);
    TEXT_PUT(booking->source_ref, intake->create->source_ref);
    booking->outside = unit->from_outside;
    TEXT_PUT(booking->channel, booking_channel(&intake->request));
    TEXT_PUT(booking->consent, booking_consent(&intake->request));
    TEXT_PUT(booking->entered_by, cause->actorid);
    TEXT_PUT(booking->entered_role, cause->actorrole);
    TEXT_PUT(booking->for_whom, cause->actorfor[0] ? cause->actorfor : intake->create->household);
}

static void booking_fill_wish(const struct unit *unit, struct intake *intake)
{
    struct booking *booking = &intake->booking;
    const struct booking_create *create = intake->create;
    TEXT_PUT(booking->service, create->service);
    TEXT_PUT(booking->household, create->household);
    booking->start = create->start;
    booking->end = create->start + intake->request.minutes * MS_MINUTE;
    TEXT_PUT(booking->wish_sex, create->wish_sex);
    TEXT_PUT(booking->wish_worker, create->wish_worker);
    booking->wish_languages = create->wish_languages.count;
    for (uint32_t i = 0; i < create->wish_languages.count; i++)
        TEXT_PUT(booking->wish_language[i], create->wish_languages.at[i]);
    booking->wish_cuisines = create->wish_cuisines.count;
    for (uint32_t i = 0; i < create->wish_cuisines.count; i++)
        TEXT_PUT(booking->wish_cuisine[i], create->wish_cuisines.at[i]);
    booking->home_pets = create->home_pets;
    booking->wish_nonsmoker = create->wish_nonsmoker;
    booking->created = unit->now;
    booking->expires = booking_expiry(booking->start, unit->setting[SET_LAST_CALL_MIN]);
    booking->confirms = intake->service.confirms;
    booking->child = intake->request.child;
}

static int create_take(struct unit *unit, struct intake *intake)
{
    int kept = intake->create->guardian[0] ? privacy_check(unit, intake->create->household, "household") : UNIT_DONE;
    if (kept != UNIT_DONE)
        return kept;
    booking_fill_sender(unit, intake);
    booking_fill_wish(unit, intake);
    if (booking_move(unit, &intake->booking, BOOKING_ON_CREATE) != 1 ||
        guardian_put(unit->store, &intake->booking, intake->create->guardian) != 0 ||
        booking_say_requested(unit, &intake->booking) != 0)
        return unit_trouble(unit);
    unit_subject(unit, intake->booking.booking);
    return UNIT_DONE;
}

/* What makes two commands the same wish: every field of the body, however it was encoded. Not the guardian's name: the
 * hash outlives an erasure. */
static void body_hash(const struct booking_create *create, uint8_t hash[HASH_SIZE])
{
    struct booking_create nameless = *create;
    uint8_t data[2048];
    struct flaw flaw;
    nameless.guardian[0] = '\0';
    int size = codec_encode(message_of(MSG_booking_create)->shape, &nameless, data, sizeof data, &flaw);
    if (size < 0)
        BUG("a decoded booking.create cannot be encoded: %s %s", flaw.field, flaw.code);
    hash_bytes(hash, data, (size_t)size);
}

/* The number was used before (BK2): the same wish is answered with its booking, another one is a conflict. 1 settled
 * with *result, 0 a new number, -1. */
static int create_repeat(struct unit *unit, const struct intake *intake, int *result)
{
    static const struct refusal taken = {"conflict_source_ref", "source_ref",
                                         "This number belongs to another booking."};
    struct booking earlier = {0};
    if (!intake->create->source_ref[0])
        return 0;
    int found = booking_find_ref(unit->store, unit->cause->source, intake->create->source_ref, &earlier);
    if (found != 1)
        return found;
    if (memcmp(earlier.body, intake->booking.body, sizeof earlier.body) == 0) {
        unit_subject(unit, earlier.booking);
        unit_revision(unit, earlier.revision);
        *result = UNIT_DONE;
    } else {
        *result = create_reject(unit, intake, &taken);
    }
    return 1;
}

static int booking_create_run(struct unit *unit, const void *message)
{
    struct intake intake = {.create = message};
    int result = UNIT_TROUBLE;
    if (client_check(unit, intake.create->household) != 0)
        return UNIT_REFUSED;
    body_hash(message, intake.booking.body);
    unit_id(unit, intake.booking.booking);
    int settled = create_repeat(unit, &intake, &result);
    if (settled != 0)
        return settled > 0 ? result : unit_trouble(unit);
    if (gather(unit, &intake) != 0)
        return unit_trouble(unit);
    struct refusal why = booking_refusal(&intake.request);
    if (!why.code)
        return create_take(unit, &intake);
    return text_same(why.code, "household_busy") ? create_reject_busy(unit, &intake, &why)
                                                 : create_reject(unit, &intake, &why);
}

const struct handler booking_handlers[] = {
    {MSG_booking_create, ROLE_CLIENT | ROLE_PARTNER | ROLE_RECEPTIONIST | ROLE_MANAGER, booking_create_run},
    {MSG_NONE, 0, NULL},
};
