/* What a client has a word in: who comes (D1 row 6), what is offered instead of a booking that the provider called off
 * (row 19), how it was (rows 17, 20). */
#include "base/civil.h"
#include "base/text.h"
#include "booking.h"

/* ---- the client's yes (row 6) ---- */

bool booking_awaits_client(const struct booking *booking)
{
    return booking->state == BOOKING_REQUESTED && booking->visit[0];
}

const char *booking_shown_zh(const struct booking *booking)
{
    return booking_awaits_client(booking) ? "已有人选，请您确认" : booking_label_zh((int)booking->state);
}

const char *booking_shown_en(const struct booking *booking)
{
    return booking_awaits_client(booking) ? "Somebody is found, please confirm" : booking_label_en((int)booking->state);
}

int64_t booking_confirm_by(int64_t now, int64_t confirm_h, int64_t last_call)
{
    int64_t by = now + confirm_h * MS_HOUR;
    return by < last_call ? by : last_call;
}

struct refusal booking_confirm_refusal(const struct booking *booking, int64_t now, bool staff, const char *consent)
{
    if (!booking_awaits_client(booking))
        return (struct refusal){"not_asked", "booking", "The client is not asked to confirm it."};
    if (booking->expires <= now)
        return (struct refusal){"too_late", "booking", "The time to confirm it is over."};
    if (staff && !text_in_list(consent, "voice|paper"))
        return (struct refusal){"consent_missing", "consent", "Say how the client agreed: voice or paper."};
    return (struct refusal){NULL, NULL, NULL};
}

/* ---- a new search when the provider calls off (row 19) ---- */

enum renewal booking_renewal(const struct booking *booking, const char *reason, int64_t now, int64_t last_call)
{
    static const struct {
        const char *reason;
        enum renewal where;
    } rows[] = {{"worker_ill", RENEW_HERE},
                {"no_worker", RENEW_ELSEWHERE_FIRST},
                {"station_closed", RENEW_ELSEWHERE}}; /* entered by mistake: nobody wants it */
    if (booking_has_begun((int)booking->state) || last_call <= now)
        return RENEW_NOWHERE;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (text_same(reason, rows[i].reason))
            return rows[i].where;
    return RENEW_NOWHERE;
}

/* ---- how it ended, and how it was (rows 17, 20) ---- */

const char *booking_cut_by(const char *outcome)
{
    return text_same(outcome, "cut_short") ? "worker" : "";
}

int64_t booking_closes(int64_t closes, const char *follow_up, int64_t now)
{
    return text_same(follow_up, "satisfied") && now < closes ? now : closes;
}
