/* The rules of a booking. Invariants: a state changes only along a row of the table (D1); a booking that is taken
 * passed every guard of row 1. */
#include "booking.h"

#include <string.h>

#include "base/civil.h"
#include "base/text.h"

/* ---- states ---- */

static const struct move moves[] = {
    {BOOKING_NONE, BOOKING_ON_CREATE, BOOKING_REQUESTED, 1},
    {BOOKING_NONE, BOOKING_ON_REFUSE, BOOKING_REJECTED, 3},
    {BOOKING_REQUESTED, BOOKING_ON_ASSIGNED, BOOKING_CONFIRMED, 6},
    {BOOKING_REQUESTED, BOOKING_ON_EXPIRE, BOOKING_EXPIRED, 8},
    {BOOKING_CONFIRMED, BOOKING_ON_WORKER_LOST, BOOKING_REQUESTED, 14},
    {BOOKING_CONFIRMED, BOOKING_ON_STARTED, BOOKING_IN_SERVICE, 15},
    {BOOKING_IN_SERVICE, BOOKING_ON_VERIFIED, BOOKING_COMPLETED, 17},
    {BOOKING_IN_SERVICE, BOOKING_ON_CUT_SHORT, BOOKING_COMPLETED, 17},
    {BOOKING_CONFIRMED, BOOKING_ON_MISSED, BOOKING_COMPLETED, 17},
    {BOOKING_CONFIRMED, BOOKING_ON_NO_CLIENT, BOOKING_NO_SHOW, 18},
    {BOOKING_REQUESTED, BOOKING_ON_CANCEL, BOOKING_CANCELLED, 19},
    {BOOKING_CONFIRMED, BOOKING_ON_CANCEL, BOOKING_CANCELLED, 19},
    {BOOKING_IN_SERVICE, BOOKING_ON_CANCEL, BOOKING_CANCELLED, 19}, /* ruling 5, and so the next two */
    {BOOKING_IN_SERVICE, BOOKING_ON_ANNUL, BOOKING_CANCELLED, 19},
    {BOOKING_COMPLETED, BOOKING_ON_ANNUL, BOOKING_CANCELLED, 19},
    {BOOKING_COMPLETED, BOOKING_ON_ATTENDED, BOOKING_COMPLETED, 17}, /* V14: it counted as missed */
    {BOOKING_COMPLETED, BOOKING_ON_CLOSE, BOOKING_CLOSED, 20},
    {BOOKING_COMPLETED, BOOKING_ON_FOLLOW_UP, BOOKING_COMPLETED, 21},
};

static const struct {
    const char *name, *zh, *en;
} states[BOOKING_STATES_END] = {
    [BOOKING_NONE] = {"NONE", "", ""},
    [BOOKING_REQUESTED] = {"REQUESTED", "已预约，正在安排人员", "Requested, looking for a worker"},
    [BOOKING_CONFIRMED] = {"CONFIRMED", "已确认", "Confirmed"},
    [BOOKING_IN_SERVICE] = {"IN_SERVICE", "服务中", "In service"},
    [BOOKING_COMPLETED] = {"COMPLETED", "已完成", "Completed"},
    [BOOKING_CLOSED] = {"CLOSED", "已结束", "Closed"},
    [BOOKING_REJECTED] = {"REJECTED", "未受理", "Not accepted"},
    [BOOKING_EXPIRED] = {"EXPIRED", "未能安排，已失效", "Expired, nobody could be found"},
    [BOOKING_CANCELLED] = {"CANCELLED", "已取消", "Cancelled"},
    [BOOKING_NO_SHOW] = {"NO_SHOW", "上门时无人", "Nobody was at home"},
};

static const char *const triggers[BOOKING_TRIGGERS_END] = {
    [BOOKING_ON_NONE] = "none",
    [BOOKING_ON_CREATE] = "booking.create",
    [BOOKING_ON_REFUSE] = "a guard fails",
    [BOOKING_ON_ASSIGNED] = "visit.assigned, booking.confirm",
    [BOOKING_ON_EXPIRE] = "match.unfillable or timer",
    [BOOKING_ON_WORKER_LOST] = "match.unfillable",
    [BOOKING_ON_STARTED] = "visit.started",
    [BOOKING_ON_VERIFIED] = "visit.verified",
    [BOOKING_ON_MISSED] = "visit.missed_by_worker",
    [BOOKING_ON_ATTENDED] = "visit.verified of what was missed",
    [BOOKING_ON_NO_CLIENT] = "visit.client_no_show",
    [BOOKING_ON_CANCEL] = "booking.cancel",
    [BOOKING_ON_ANNUL] = "booking.cancel, annul",
    [BOOKING_ON_CUT_SHORT] = "booking.cut_short",
    [BOOKING_ON_FOLLOW_UP] = "followup.record",
    [BOOKING_ON_CLOSE] = "followup.record, timer or case.closed",
};

static bool state_is_known(int state)
{
    return state > BOOKING_NONE && state < BOOKING_STATES_END;
}

const char *booking_state_name(int state)
{
    return states[state_is_known(state) ? state : BOOKING_NONE].name;
}

int booking_state_of(const char *name)
{
    for (int state = BOOKING_NONE + 1; state < BOOKING_STATES_END; state++)
        if (text_same(name, states[state].name))
            return state;
    return BOOKING_NONE;
}

const char *booking_label_zh(int state)
{
    return states[state_is_known(state) ? state : BOOKING_NONE].zh;
}

const char *booking_label_en(int state)
{
    return states[state_is_known(state) ? state : BOOKING_NONE].en;
}

static const char *trigger_name(int trigger)
{
    return triggers[trigger > BOOKING_ON_NONE && trigger < BOOKING_TRIGGERS_END ? trigger : BOOKING_ON_NONE];
}

const struct machine booking_machine = {
    .name = "booking",
    .moves = moves,
    .count = sizeof moves / sizeof moves[0],
    .state_name = booking_state_name,
    .trigger_name = trigger_name,
};

bool booking_is_live(int state)
{
    return state == BOOKING_REQUESTED || state == BOOKING_CONFIRMED || state == BOOKING_IN_SERVICE;
}

bool booking_has_begun(int state)
{
    return state == BOOKING_IN_SERVICE || state == BOOKING_COMPLETED;
}

/* ---- guards of row 1: each says whether it fails ---- */

static bool source_is_odd(const struct request *r)
{
    return r->partner && !r->source_fits;
}

static bool agreement_is_over(const struct request *r)
{
    return r->partner && r->partner_ended;
}

static bool service_is_unknown(const struct request *r)
{
    return !r->service_known;
}

static bool service_is_inactive(const struct request *r)
{
    return !r->service_active;
}

static bool household_is_unknown(const struct request *r)
{
    return !r->household_known;
}

static bool household_is_anothers(const struct request *r)
{
    return r->partner && r->household_anothers;
}

static bool no_station_serves(const struct request *r)
{
    return !r->station_named && !r->station_found;
}

static bool station_is_unknown(const struct request *r)
{
    return !r->station_found;
}

static bool station_is_inactive(const struct request *r)
{
    return !r->station_active;
}

static bool station_is_elsewhere(const struct request *r)
{
    return !r->station_serves;
}

static bool service_is_elsewhere(const struct request *r)
{
    return !r->station_offers;
}

static bool length_is_odd(const struct request *r)
{
    return !r->length_offered;
}

static bool start_is_past(const struct request *r)
{
    return r->start <= r->now;
}

static bool start_is_near(const struct request *r)
{
    return r->start < r->now + r->notice_min * MS_MINUTE;
}

static bool start_is_far(const struct request *r)
{
    return r->start > r->now + r->horizon_days * MS_DAY;
}

static bool hours_are_closed(const struct request *r)
{
    int64_t from = r->start - civil_day_start(civil_day(r->start));
    if (from < r->day_from_min * MS_MINUTE)
        return true;
    return r->day_until_min != 0 && from + r->minutes * MS_MINUTE > r->day_until_min * MS_MINUTE;
}

static bool channel_is_anothers(const struct request *r)
{
    return text_same(r->channel, "walk_in") && !r->staff;
}

static bool consent_is_missing(const struct request *r)
{
    return r->staff && !text_in_list(r->consent, "voice|paper");
}

static bool guardian_is_missing(const struct request *r)
{
    return r->child && !r->guardian_known;
}

static bool household_is_busy(const struct request *r)
{
    return r->household_busy;
}

static bool actor_is_missing(const struct request *request)
{
    return request->staff && !request->entered_by[0];
}

static const struct {
    bool (*fails)(const struct request *request);
    struct refusal why;
} guards[] = {
    {source_is_odd, {"bad_source", "source", "An outside system's name has at most 56 visible ASCII characters."}},
    {agreement_is_over, {"agreement_over", "source", "The agreement with this organisation has ended."}},
    {service_is_unknown, {"unknown_service", "service", "No service has this code."}},
    {service_is_inactive, {"service_inactive", "service", "This service cannot be booked at present."}},
    {household_is_unknown, {"unknown_household", "household", "No household has this id."}},
    {household_is_anothers, {"household_of_another", "household", "Another system registered this household."}},
    {no_station_serves, {"no_station", "household", "No station serves the community of this household."}},
    {station_is_unknown, {"unknown_station", "station", "No station has this code."}},
    {station_is_inactive, {"station_inactive", "station", "This station takes no bookings at present."}},
    {station_is_elsewhere, {"not_covered", "station", "This station does not serve the community of the household."}},
    {service_is_elsewhere, {"not_offered_here", "service", "This station does not offer the service."}},
    {length_is_odd, {"length_not_offered", "minutes", "The service is not given for so long."}},
    {start_is_past, {"in_past", "start", "The start is over."}},
    {start_is_near, {"too_soon", "start", "The start is within the minimum notice."}},
    {start_is_far, {"too_far", "start", "The start is beyond the horizon."}},
    {hours_are_closed, {"closed_hours", "start", "The service is not given at these hours."}},
    {channel_is_anothers, {"channel", "channel", "Only staff enter walk-in bookings."}},
    {actor_is_missing, {"actor_missing", "actorid", "Staff say who enters it."}},
    {consent_is_missing, {"consent_missing", "consent", "Say how the client agreed: voice or paper."}},
    {guardian_is_missing, {"guardian_missing", "guardian", "The recipient is a child: name the guardian."}},
    {household_is_busy, {"household_busy", "start", "The household has another booking at that time."}},
};

struct refusal booking_refusal(const struct request *request)
{
    for (size_t i = 0; i < sizeof guards / sizeof guards[0]; i++)
        if (guards[i].fails(request))
            return guards[i].why;
    return (struct refusal){NULL, NULL, NULL};
}

const char *booking_channel(const struct request *request)
{
    if (request->channel[0])
        return request->channel;
    if (request->staff)
        return "walk_in";
    return request->partner ? "external" : "miniapp";
}

const char *booking_consent(const struct request *request)
{
    return request->consent[0] ? request->consent : "app";
}

/* ---- clocks and ends ---- */

int64_t booking_expiry(int64_t start, int64_t last_call_min)
{
    return start - last_call_min * MS_MINUTE;
}

const char *booking_outcome(int64_t minutes_worked, int64_t start, int64_t end)
{
    return 2 * minutes_worked * MS_MINUTE < end - start ? "cut_short" : "full";
}

/* ---- cancellation (BK9) ---- */

enum reason_kind { REASON_NONE, REASON_CLIENT, REASON_FORCE, REASON_PROVIDER };

static const struct {
    const char *code;
    enum reason_kind kind;
    bool health; /* somebody's health: stays in the store, no stream carries it (ruling 4) */
} reasons[] = {
    {"client_wish", REASON_CLIENT, false},
    {"no_need", REASON_CLIENT, false},
    {"birth", REASON_FORCE, true},
    {"hospital", REASON_FORCE, true},
    {"death", REASON_FORCE, true},
    {"typhoon", REASON_FORCE, false},
    {"no_worker", REASON_PROVIDER, false},
    {"worker_ill", REASON_PROVIDER, true},
    {"station_closed", REASON_PROVIDER, false},
    {"entry_error", REASON_PROVIDER, false},
};

static enum reason_kind reason_kind(const char *reason)
{
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++)
        if (text_same(reason, reasons[i].code))
            return reasons[i].kind;
    return REASON_NONE;
}

const char *booking_reason_told(const char *reason)
{
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++)
        if (text_same(reason, reasons[i].code))
            return reasons[i].health ? "" : reasons[i].code;
    return "";
}

bool booking_reason_is_health(const char *reason)
{
    return reason_kind(reason) != REASON_NONE && !booking_reason_told(reason)[0];
}

struct refusal booking_reason_refusal(bool staff, const char *reason)
{
    if (staff && !reason[0])
        return (struct refusal){"reason_missing", "reason", "Staff must say why."};
    if (!staff && reason_kind(reason) == REASON_PROVIDER)
        return (struct refusal){"reason_not_yours", "reason", "Only staff cancel for a reason of the provider."};
    return (struct refusal){NULL, NULL, NULL};
}

static const char *class_by_time(int64_t left, int64_t free_h, int64_t late_h)
{
    if (left >= free_h * MS_HOUR)
        return "free";
    return left >= late_h * MS_HOUR ? "late" : "very_late";
}

const char *booking_cancel_class(const char *reason, bool begun, int64_t start, int64_t now, int64_t free_h,
                                 int64_t late_h)
{
    switch (reason_kind(reason)) {
    case REASON_PROVIDER:
        return "provider";
    case REASON_FORCE:
        return "force_majeure";
    case REASON_NONE:
    case REASON_CLIENT:
        break;
    }
    return begun ? "very_late" : class_by_time(start - now, free_h, late_h);
}

/* ---- the client's no (row 6) ---- */

bool booking_is_unagreed(const struct booking *booking, const char *reason)
{
    enum reason_kind kind = reason_kind(reason);
    return booking->confirms && booking->state == BOOKING_REQUESTED && (kind == REASON_NONE || kind == REASON_CLIENT);
}

bool booking_source_fits(const char *source)
{
    for (const char *at = source; *at; at++)
        if (*at <= ' ' || *at > '~')
            return false;
    return strlen(source) <= 56;
}
