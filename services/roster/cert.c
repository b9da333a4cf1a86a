/* The machine of D7 and what follows from a certificate's dates. Expiry is computed, never stored. */
#include "cert.h"

#include <stddef.h>

#include "base/civil.h"
#include "base/text.h"

static const char *const state_names[CERT_STATES] = {
    "NONE", "SUBMITTED", "VERIFIED", "REJECTED", "SUSPENDED", "REVOKED", "SUPERSEDED",
};

static const char *const state_labels[CERT_STATES] = {
    "无 none",        "待核验 submitted", "已核验 verified",   "不通过 rejected",
    "暂停 suspended", "已吊销 revoked",   "已更换 superseded",
};

static const char *const trigger_names[CERT_TRIGGERS] = {
    "none",         "cert.register", "cert.issued", "cert.verify", "cert.reject", "newer one in force",
    "cert.suspend", "cert.restore",  "cert.revoke",
};

/* clang-format off */
static const struct move moves[] = {
    {CERT_NONE,      CERT_REGISTER, CERT_SUBMITTED,  1},
    {CERT_NONE,      CERT_ISSUE,    CERT_VERIFIED,   2},
    {CERT_SUBMITTED, CERT_VERIFY,   CERT_VERIFIED,   3},
    {CERT_SUBMITTED, CERT_REJECT,   CERT_REJECTED,   4},
    {CERT_VERIFIED,  CERT_REPLACE,  CERT_SUPERSEDED, 7},
    {CERT_VERIFIED,  CERT_SUSPEND,  CERT_SUSPENDED,  8},
    {CERT_SUSPENDED, CERT_RESTORE,  CERT_VERIFIED,   8},
    {CERT_VERIFIED,  CERT_REVOKE,   CERT_REVOKED,    9},
    {CERT_SUSPENDED, CERT_REVOKE,   CERT_REVOKED,    9},
};

static const struct {
    const char *name;
    bool basic, check, yearly;
} types[] = {
    {"identity",   true,  true,  false},
    {"background", true,  true,  true},
    {"health",     true,  false, true},
    {"insurance",  true,  false, true},
    {"matron",     false, false, false},
    {"infant",     false, false, false},
    {"elder",      false, false, false},
    {"nurse",      false, false, false},
    {"rehab",      false, false, false},
    {"domestic",   false, false, false},
    {"assistant",  false, false, false},
    {"lactation",  false, false, false},
    {"organising", false, false, false},
    {"counsellor", false, false, false},
};
/* clang-format on */

const struct machine cert_machine = {
    "cert", moves, sizeof moves / sizeof moves[0], cert_state_name, cert_trigger_name,
};

const char *cert_state_name(int state)
{
    return state > CERT_NONE && state < CERT_STATES ? state_names[state] : state_names[CERT_NONE];
}

enum cert_state cert_state_of(const char *name)
{
    for (int i = CERT_NONE + 1; i < CERT_STATES; i++)
        if (text_same(name, state_names[i]))
            return (enum cert_state)i;
    return CERT_NONE;
}

const char *cert_state_label(enum cert_state state)
{
    return state < CERT_STATES ? state_labels[state] : state_labels[CERT_NONE];
}

const char *cert_trigger_name(int trigger)
{
    return trigger > CERT_NO_TRIGGER && trigger < CERT_TRIGGERS ? trigger_names[trigger]
                                                                : trigger_names[CERT_NO_TRIGGER];
}

const char *cert_validity_name(enum cert_validity validity)
{
    static const char *const names[] = {"none", "future", "valid", "expiring", "expired"};
    return names[validity];
}

static int type_index(const char *type)
{
    for (int i = 0; i < (int)(sizeof types / sizeof types[0]); i++)
        if (text_same(type, types[i].name))
            return i;
    return -1;
}

bool cert_type_is_known(const char *type)
{
    return type_index(type) >= 0;
}

bool cert_type_is_basic(const char *type)
{
    int i = type_index(type);
    return i >= 0 && types[i].basic;
}

bool cert_type_is_check(const char *type)
{
    int i = type_index(type);
    return i >= 0 && types[i].check;
}

bool cert_type_is_yearly(const char *type)
{
    int i = type_index(type);
    return i >= 0 && types[i].yearly;
}

const char *cert_bad_date(const struct cert *cert, int64_t yearly_days, int64_t now)
{
    if (cert->valid_to <= cert->valid_from)
        return "valid_to";
    if (cert->issued > cert->valid_from || cert->issued > now)
        return "issued";
    if (cert_type_is_yearly(cert->type) && cert->valid_to - cert->valid_from > yearly_days * MS_DAY)
        return "valid_to";
    return NULL;
}

int64_t cert_look_back(int64_t issued, int64_t years)
{
    struct civil day = civil_of(issued);
    return civil_day_start(civil_day_of(day.year - (int)years, day.month, day.day));
}

bool cert_in_force(const struct cert *cert, int64_t now)
{
    return cert->state == CERT_VERIFIED && cert->valid_from <= now && now < cert->valid_to;
}

enum cert_validity cert_validity(const struct cert *cert, int64_t now, int64_t expiring_days)
{
    if (cert->state != CERT_VERIFIED)
        return VALIDITY_NONE;
    if (now < cert->valid_from)
        return VALIDITY_FUTURE;
    if (now >= cert->valid_to)
        return VALIDITY_EXPIRED;
    return now >= cert_reminder_due(cert->valid_to, expiring_days) ? VALIDITY_EXPIRING : VALIDITY_VALID;
}

static bool level_is_no_lower(const struct cert *newer, const struct cert *older)
{
    return older->level == 0 || (newer->level != 0 && newer->level <= older->level);
}

bool cert_replaces(const struct cert *newer, const struct cert *older)
{
    if (!text_same(newer->worker, older->worker) || !text_same(newer->type, older->type) ||
        text_same(newer->id, older->id))
        return false;
    if (newer->state != CERT_VERIFIED || older->state != CERT_VERIFIED)
        return false;
    if (cert_type_is_check(newer->type))
        return newer->verified_at >= older->verified_at;
    return level_is_no_lower(newer, older) && newer->valid_to >= older->valid_to;
}

int64_t cert_reminder_due(int64_t valid_to, int64_t days)
{
    return civil_day_start(civil_day(valid_to - 1) - (int32_t)days);
}

int64_t cert_next_reminder(const int64_t days[CERT_REMINDERS], int64_t valid_to, int64_t now, int64_t *due)
{
    for (int i = 0; i < CERT_REMINDERS; i++) {
        *due = cert_reminder_due(valid_to, days[i]);
        if (*due > now)
            return days[i];
    }
    return -1;
}

int64_t cert_reminder_at(const int64_t days[CERT_REMINDERS], int64_t valid_to, int64_t due)
{
    int64_t last = -1;
    for (int i = 0; i < CERT_REMINDERS; i++)
        if (cert_reminder_due(valid_to, days[i]) <= due)
            last = days[i];
    return last;
}
