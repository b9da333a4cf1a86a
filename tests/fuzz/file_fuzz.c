/* The files that an operator writes: settings, policy, registry, ways. What is wrong is said with file and line; what
 * is taken answers every question. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/config.h"
#include "base/text.h"
#include "fuzz.h"
#include "rules/travel_file.h"
#include "service/policy.h"
#include "services/ctl/keys.h"

#define DAY INT64_C(86400000)

/* ---- settings ---- */

static const struct setting settings[] = {
    {"min_notice_min", 120, 0, 10080, "minutes"},
    {"days", 30, 1, 1000, "days"},
    {"large", 0, INT64_MIN, INT64_MAX, "anything"},
};
#define SETTINGS (int)(sizeof settings / sizeof *settings)

static void no_value(void *self, const char *section, const char *key, const char *value, const char *origin)
{
    (void)self;
    FUZZ_DEMAND(section && key && value && origin[0] != '\0');
}

static void no_fault(void *self, const char *text)
{
    (void)self;
    FUZZ_DEMAND(text[0] != '\0');
}

static void config_reads(const char *path)
{
    struct config config = {.value = NULL};
    struct config_endpoints ends;
    struct error error = {""};
    const struct config_report report = {NULL, no_value, no_fault};
    int failed = config_load(&config, path, "booking", settings, SETTINGS, &error);
    FUZZ_DEMAND(!failed == (config_check(path, "booking", settings, SETTINGS, &report) == 0));
    if (failed) {
        FUZZ_DEMAND(error.text[0] != '\0');
        return;
    }
    for (int i = 0; i < SETTINGS; i++)
        FUZZ_DEMAND(config.value[i] >= settings[i].min && config.value[i] <= settings[i].max);
    if (config_endpoints(&ends, &config, path, "matching", &error) != 0)
        FUZZ_DEMAND(error.text[0] != '\0');
    config_free(&config);
}

void config_fuzz(const uint8_t *data, size_t size)
{
    char path[64];
    int file = memfd_create("config", MFD_CLOEXEC);
    FUZZ_DEMAND(file >= 0 && write(file, data, size) == (ssize_t)size);
    TEXT_FORMAT(path, "/proc/self/fd/%d", file);
    config_reads(path);
    close(file);
}

/* ---- policy ---- */

/* Every question gets the same answer twice, and a role that may not is told no row that says it may. */
static void policy_answers(const struct policy *policy, const char *what)
{
    for (int action = ACTION_SEND; action <= ACTION_ADMIN; action++)
        for (unsigned role = 1; role && role <= ROLE_SERVICE; role <<= 1) {
            const struct policy_question question = {
                .claims = true, .roles = role, .action = (enum policy_action)action, .what = what};
            struct policy_verdict verdict = {0}, again = {0};
            policy_decide(policy, &question, &verdict);
            policy_decide(policy, &question, &again);
            FUZZ_DEMAND(verdict.allowed == again.allowed && verdict.scope == again.scope && verdict.row == again.row);
            FUZZ_DEMAND(verdict.allowed == (verdict.scope != SCOPE_NONE));
            FUZZ_DEMAND(!verdict.allowed || text_starts(verdict.row + strspn(verdict.row, " \t"), "allow"));
        }
}

void policy_fuzz(const uint8_t *data, size_t size)
{
    static const char *const asked[] = {"booking.create", "booking.", "partner.", "partner.a", "*", "", NULL};
    struct error error = {""};
    struct policy *policy = policy_parse((const char *)data, size, "file", &error);
    if (!policy)
        FUZZ_DEMAND(text_starts(error.text, "file"));
    for (int i = 0; policy && asked[i]; i++)
        policy_answers(policy, asked[i]);
    policy_free(&policy);
}

/* ---- registry ---- */

static void identity_is_found(const struct registry *registry, const struct identity *one)
{
    FUZZ_DEMAND(registry_find_name(registry, one->name) == one);
    FUZZ_DEMAND(one->keys_count >= 0 && one->keys_count <= IDENTITY_KEYS);
    for (int i = 0; i < one->keys_count; i++) {
        const struct identity_key *key = &one->keys[i];
        const struct identity *whose = NULL;
        const struct identity *found = registry_find_key(registry, key->bytes, key->not_before);
        FUZZ_DEMAND(found == one || (one->revoked && !found));
        FUZZ_DEMAND(registry_find_key(registry, key->bytes, key->not_after) == NULL);
        FUZZ_DEMAND(registry_why_not(registry, key->bytes, key->not_after, &whose)[0] != '\0' && whose == one);
    }
    for (int turn = 0; turn < 2; turn++)
        identity_key_now(one, DAY, turn);
    for (int i = 0; i < one->delegations_count; i++)
        delegation_why_not(registry, &one->delegations[i], DAY);
    identity_owns_stream(one, "partner.a");
    policy_roles_of(registry, one, DAY);
}

#define REVOKED "revoked = 2026-11-22T10:00:00Z\n"
#define OTHER_KEY "key = rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7 2026-01-01T00:00:00Z 2027-01-01T00:00:00Z\n"

static struct registry *registry_edited(const char *text, const char *name, const char *drop, const char *put)
{
    struct error error = {""};
    char *made = keys_section_edit(text, name, drop, put);
    FUZZ_DEMAND(made != NULL);
    struct registry *registry = registry_parse(made, strlen(made), "file", &error);
    free(made);
    return registry;
}

/* The tool's edits: the section gets its line, every other one stays as it is. */
static void registry_is_edited(const char *text, const struct registry *before, const char *name)
{
    struct registry *after = registry_edited(text, name, "revoked", REVOKED);
    FUZZ_DEMAND(after && registry_count(after) == registry_count(before));
    for (int i = 0; i < registry_count(before); i++) {
        const struct identity *one = registry_at(before, i), *same = registry_at(after, i);
        FUZZ_DEMAND(text_same(one->name, same->name) && same->roles == one->roles);
        FUZZ_DEMAND(same->keys_count == one->keys_count && same->stations.count == one->stations.count);
        FUZZ_DEMAND(same->revoked == (one->revoked || text_same(one->name, name)));
    }
    registry_free(&after);
    after = registry_edited(text, name, "revoked", "");
    FUZZ_DEMAND(after && !registry_find_name(after, name)->revoked);
    registry_free(&after);
    after = registry_edited(text, name, "key", OTHER_KEY);
    FUZZ_DEMAND(!after || registry_find_name(after, name)->keys_count == 1); /* unless another one has that key */
    registry_free(&after);
}

void registry_fuzz(const uint8_t *data, size_t size)
{
    struct error error = {""};
    struct registry *registry = registry_parse((const char *)data, size, "file", &error);
    if (!registry)
        FUZZ_DEMAND(text_starts(error.text, "file"));
    char *text = fuzz_text(data, size);
    for (int i = 0; registry && i < registry_count(registry); i++) {
        identity_is_found(registry, registry_at(registry, i));
        if (strlen(text) == size)
            registry_is_edited(text, registry, registry_at(registry, i)->name);
    }
    free(text);
    registry_free(&registry);
}

/* ---- ways ---- */

static void matrix_flaw(void *self, int line, const char *text)
{
    FUZZ_DEMAND(line > 0 && text[0] != '\0');
    ++*(int *)self;
}

/* Between any two centres, and a place beside them, by every mode: at most a day, and never farther than it leads. */
static void matrix_answers(const struct travel *travel)
{
    const struct travel_matrix *matrix = travel->matrix;
    for (int i = 0; i < matrix->areas; i++)
        for (int mode = TRAVEL_NONE; mode < TRAVEL_MODES; mode++) {
            struct cell from = matrix->area[i].centre, to = matrix->area[matrix->areas - 1 - i].centre;
            int64_t ms = travel_ms(travel, from, to, (enum travel_mode)mode);
            FUZZ_DEMAND(ms >= 0 && ms <= TRAVEL_MOST_MIN * INT64_C(60000));
            FUZZ_DEMAND(travel_area_of(matrix, from) >= 0);
            FUZZ_DEMAND(travel_reach_metres(travel, ms) >= 0);
        }
}

void matrix_fuzz(const uint8_t *data, size_t size)
{
    static struct travel_matrix matrix;
    static struct travel travel = {.datum = "wgs84",
                                   .detour_pct = 130,
                                   .m_h = {0, 4500, 12000, 15000},
                                   .fixed_min = {0, 0, 2, 10},
                                   .matrix = &matrix};
    int told = 0;
    memset(&matrix, 0, sizeof matrix);
    int flaws = travel_file_read((const char *)data, size, travel.datum, &matrix, matrix_flaw, &told);
    FUZZ_DEMAND(flaws == told);
    if (flaws == 0)
        matrix_answers(&travel);
}
