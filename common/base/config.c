/* What may be set, with defaults and bounds, and what it comes to. Invariant: config_load gives either a whole, checked
 * configuration or a reason that names file, line and key (or the variable). */
#include "base/config.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/config_read.h"
#include "base/endpoint.h"
#include "base/text.h"

#define IPC "ipc://"

/* Numbers of [anxin], in the order in which add_shared finds their places. */
static const struct setting shared_numbers[] = {
    {"disk_low_mib", 64, 0, 1 << 20, "free disk below which no command is taken"},
    {"ballast_mib", 16, 0, 1 << 16, "disk in reserve beside each store"},
    {"store_most_mib", 0, 0, 1 << 22, "limit of a store file; 0: none"},
    {"audit_years", 10, 1, 100, "years that the trail of acts is kept (X4)"},
    {"reasons", 0, 0, 1, "1: staff who read personal fields give a reason, or are refused (X4)"},
    {"quota_messages", 2000, 0, 1000000000, "messages a second of one sender; 0: no limit"},
    {"quota_bytes", 8 << 20, 0, 1000000000, "bytes a second of one sender; 0: no limit"},
    {"quota_outstanding", 1024, 0, 1000000000, "unanswered messages of one sender; 0: no limit"},
    {"partners_most", 1000, 1, 1000000, "outside systems that have a stream at a service"},
    {"renew_s", 86400, 1, 31536000, "seconds until a connection to another service is made anew on tcp, for new keys"},
    {"travel_detour_pct", 130, 100, 500, "way in hundredths of the straight line (V3)"},
    {"travel_walk_m_h", 4500, 1000, 20000, "metres an hour on foot"},
    {"travel_ebike_m_h", 18000, 1000, 60000, "metres an hour by e-bike"},
    {"travel_bus_m_h", 15000, 1000, 100000, "metres an hour by bus"},
    {"travel_walk_min", 0, 0, 240, "minutes besides on foot"},
    {"travel_ebike_min", 3, 0, 240, "minutes besides by e-bike: parking"},
    {"travel_bus_min", 8, 0, 240, "minutes besides by bus: waiting"},
};
#define SETTINGS_SLOTS 64 /* of [anxin], endpoints and store, beside the settings of the service */

/* Whose settings they are. */
static void reading_of(struct reading *in, const char *name)
{
    if (instance_place(name)[0])
        instance_service(in->service, name);
}

/* A key of an instance may stand in the section of all of its service, too. */
static void add_slot(struct reading *in, const struct slot *slot)
{
    struct slot *below = NULL;
    if (in->service[0] && !text_same(slot->section, SHARED)) {
        below = &in->slots[in->count++];
        *below = *slot;
        below->section = in->service;
    }
    struct slot *added = &in->slots[in->count++];
    *added = *slot;
    added->below = below;
    if (below)
        below->above = added;
}

static void add_text(struct reading *in, const char *section, const char *key, char *text, size_t size)
{
    const struct slot slot = {.section = section, .key = key, .text = text, .size = size};
    add_slot(in, &slot);
}

static void add_number(struct reading *in, const char *section, const struct setting *setting, int64_t *to)
{
    *to = setting->initial;
    const struct slot slot = {.section = section, .key = setting->name, .setting = setting, .number = to};
    add_slot(in, &slot);
}

static void add_shared(struct reading *in, struct config *config)
{
    add_text(in, SHARED, "data", config->data, sizeof(config->data));
    add_text(in, SHARED, "log_level", config->log_level, sizeof(config->log_level));
    add_text(in, SHARED, "clock", config->clock, sizeof(config->clock));
    add_text(in, SHARED, "trusted_uids", config->trusted_uids, sizeof(config->trusted_uids));
    add_text(in, SHARED, "keys", config->keys, sizeof(config->keys));
    add_text(in, SHARED, "registry", config->registry, sizeof(config->registry));
    add_text(in, SHARED, "identity", config->identity, sizeof(config->identity));
    add_text(in, SHARED, "policy", config->policy, sizeof(config->policy));
    add_text(in, SHARED, "district", config->district, sizeof(config->district));
    add_text(in, SHARED, "places", config->places, sizeof(config->places));
    add_text(in, SHARED, "user", config->user, sizeof(config->user));
    add_text(in, SHARED, "datum", config->datum, sizeof(config->datum));
    add_text(in, SHARED, "travel_matrix", config->travel_matrix, sizeof(config->travel_matrix));
    int64_t *const numbers[] = {&config->disk_low_mib,     &config->ballast_mib,       &config->store_most_mib,
                                &config->audit_years,      &config->reasons,           &config->quota_messages,
                                &config->quota_bytes,      &config->quota_outstanding, &config->partners_most,
                                &config->renew_s,          &config->travel_detour_pct, &config->travel_walk_m_h,
                                &config->travel_ebike_m_h, &config->travel_bus_m_h,    &config->travel_walk_min,
                                &config->travel_ebike_min, &config->travel_bus_min};
    for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
        add_number(in, SHARED, &shared_numbers[i], numbers[i]);
}

static void add_endpoints(struct reading *in, struct config_endpoints *ends, const char *service)
{
    add_text(in, service, "request", ends->request, sizeof(ends->request));
    add_text(in, service, "stream", ends->stream, sizeof(ends->stream));
    add_text(in, service, "intake", ends->intake, sizeof(ends->intake));
    add_text(in, service, "store", ends->store, sizeof(ends->store));
    add_text(in, service, "bind", ends->bind, sizeof(ends->bind));
}

static void add_settings(struct reading *in, struct config *config, const char *service, const struct setting *settings)
{
    for (int i = 0; i < config->count; i++)
        add_number(in, service, &settings[i], &config->value[i]);
}

/* Where the value of a slot came from, for a complaint; a default is named by section and key. */
static const char *origin_of(struct slot *slot)
{
    if (slot->origin[0] == '\0')
        snprintf(slot->origin, sizeof(slot->origin), "%.60s.%.60s", slot->section, slot->key);
    return slot->origin;
}

static bool is_uid_list(const char *text)
{
    return text[0] != ',' && text[strspn(text, "0123456789,")] == '\0' && !strstr(text, ",,") &&
           (text[0] == '\0' || text[strlen(text) - 1] != ',');
}

/* A shared text that is good or not. */
static int check_word(struct reading *in, const char *key, bool good, const char *wanted)
{
    if (good)
        return 0;
    error_set(in->error, "%s: must be %s", origin_of(reading_slot(in, SHARED, key)), wanted);
    return reading_fault(in);
}

static int check_places(struct reading *in, const struct config *config)
{
    struct places places;
    if (places_read(&places, config->places, origin_of(reading_slot(in, SHARED, "places")), in->error) == 0)
        return 0;
    return reading_fault(in);
}

static int check_shared(struct reading *in, const struct config *config)
{
    if (check_word(in, "log_level", text_in_list(config->log_level, "error|warning|info|debug"),
                   "error, warning, info or debug") < 0 ||
        check_word(in, "clock", text_in_list(config->clock, "system|driven"), "system or driven") < 0 ||
        check_word(in, "datum", text_in_list(config->datum, "wgs84|gcj02|bd09"), "wgs84, gcj02 or bd09") < 0 ||
        check_places(in, config) < 0)
        return -1;
    return check_word(in, "trusted_uids", is_uid_list(config->trusted_uids), "user numbers with commas between them");
}

/* What instances may not have in common stands in the section of each. */
static int check_own(struct reading *in, const char *service, const char *key)
{
    struct slot *slot = reading_slot(in, service, key);
    if (!slot->below || slot->below->origin[0] == '\0')
        return 0;
    error_set(in->error, "%s: each place has its own: give it in [%s]", slot->below->origin, service);
    return reading_fault(in);
}

static int check_owns(struct reading *in, const char *service)
{
    static const char *const keys[] = {"request", "stream", "intake", "store"};
    for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
        if (check_own(in, service, keys[i]) < 0)
            return -1;
    return 0;
}

/* Fills what nobody gave, and checks the whole. */
static int finish_endpoint(struct reading *in, const char *data, const char *service, const char *key)
{
    struct slot *slot = reading_slot(in, service, key);
    char file[INSTANCE_NAME];
    int result;
    instance_file(file, sizeof(file), service);
    if (slot->text[0] == '\0' && text_format(slot->text, slot->size, IPC "%s/run/%s.%s", data, file, key) < 0)
        result =
            error_set(in->error, "%s: the name of the data folder is too long for a socket's path", origin_of(slot));
    else
        result = endpoint_check(slot->text, origin_of(slot), in->error);
    return result < 0 ? reading_fault(in) : 0;
}

static int finish_endpoints(struct reading *in, const char *data, const char *service)
{
    struct slot *store = reading_slot(in, service, "store");
    char file[INSTANCE_NAME];
    instance_file(file, sizeof(file), service);
    if (check_owns(in, service) < 0 || finish_endpoint(in, data, service, "request") < 0 ||
        finish_endpoint(in, data, service, "stream") < 0 || finish_endpoint(in, data, service, "intake") < 0)
        return -1;
    if (store->text[0] != '\0' || text_format(store->text, store->size, "%s/%s.db", data, file) == 0)
        return 0;
    error_set(in->error, "%s: the name of the data folder is too long", origin_of(store));
    return reading_fault(in);
}

/* A file or folder that nobody gave, within the folder `within`. */
static int finish_path(struct reading *in, const char *key, const char *within, const char *name)
{
    struct slot *slot = reading_slot(in, SHARED, key);
    if (slot->text[0] != '\0' || text_format(slot->text, slot->size, "%s/%s", within, name) == 0)
        return 0;
    error_set(in->error, "%s: the name of the folder is too long", origin_of(slot));
    return reading_fault(in);
}

/* ---- what was found ---- */

static bool is_from_environment(const struct slot *slot)
{
    return text_starts(slot->origin, "ANXIN_") && !strchr(slot->origin, ':');
}

static void origin_show(const struct reading *in, const struct slot *slot, char *to, size_t size)
{
    if (is_from_environment(slot))
        snprintf(to, size, "%s", slot->origin);
    else if (slot->line != 0)
        snprintf(to, size, "%.*s:%d", CONFIG_TEXT / 2, in->file, slot->line);
    else
        snprintf(to, size, "default");
}

/* Who gave the value that stands: of an instance's key perhaps the section, or the variable, of all of its service. */
static const struct slot *giver_of(const struct slot *slot)
{
    if (!slot->below || is_from_environment(slot) || slot->below->origin[0] == '\0')
        return slot;
    return is_from_environment(slot->below) || slot->line == 0 ? slot->below : slot;
}

static void report_values(const struct reading *in)
{
    for (int i = 0; i < in->count; i++) {
        const struct slot *slot = &in->slots[i];
        char origin[CONFIG_TEXT + 32], number[24];
        if (slot->above)
            continue;
        origin_show(in, giver_of(slot), origin, sizeof(origin));
        snprintf(number, sizeof(number), "%lld", slot->number ? (long long)*slot->number : 0);
        in->report->value(in->report->self, slot->section, slot->key, slot->text ? slot->text : number, origin);
    }
}

static int load(struct reading *in, struct config *config, const char *service, const struct setting *settings)
{
    struct config_endpoints ends = {0};
    char district[sizeof(config->district)] = "";
    reading_of(in, service);
    add_shared(in, config);
    if (in->service[0]) {
        text_copy(district, sizeof(district), instance_place(service));
        add_text(in, service, "district", district, sizeof(district));
    }
    add_endpoints(in, &ends, service);
    add_settings(in, config, service, settings);
    if (reading_run(in) < 0 || check_shared(in, config) < 0 || finish_endpoints(in, config->data, service) < 0 ||
        finish_path(in, "keys", config->data, "keys") < 0 || finish_path(in, "registry", config->keys, "registry") < 0)
        return -1;
    if (in->report)
        report_values(in);
    if (in->service[0])
        TEXT_PUT(config->district, district);
    return 0;
}

/* Reads into a fresh configuration; -1 after a fault that ended it, or when out of memory. */
static int load_new(struct reading *in, struct config *config, const char *service, const struct setting *settings,
                    int count)
{
    *config = (struct config){.data = "./anxin-data",
                              .log_level = "info",
                              .clock = "system",
                              .identity = "tool",
                              .datum = "wgs84",
                              .count = count};
    in->slots = calloc(2 * (size_t)count + SETTINGS_SLOTS, sizeof(*in->slots));
    config->value = calloc((size_t)count + 1, sizeof(*config->value));
    int result = -1;
    if (in->slots && config->value)
        result = load(in, config, service, settings);
    else
        error_set(in->error, "no memory for the settings");
    free(in->slots);
    if (result < 0)
        config_free(config);
    return result;
}

int config_load(struct config *config, const char *file, const char *service, const struct setting *settings, int count,
                struct error *error)
{
    struct reading in = {.file = file, .error = error};
    return load_new(&in, config, service, settings, count);
}

int config_check(const char *file, const char *service, const struct setting *settings, int count,
                 const struct config_report *report)
{
    struct error error = {0};
    struct config config;
    struct reading in = {.file = file, .error = &error, .report = report};
    if (load_new(&in, &config, service, settings, count) < 0)
        return -1;
    config_free(&config);
    return in.faults;
}

void config_free(struct config *config)
{
    free(config->value);
    config->value = NULL;
    config->count = 0;
}

int config_endpoints(struct config_endpoints *ends, const struct config *config, const char *file, const char *service,
                     struct error *error)
{
    struct slot slots[10];
    struct config_endpoints found = {0};
    struct reading in = {.file = file, .slots = slots, .lenient = true, .error = error};
    reading_of(&in, service);
    add_endpoints(&in, &found, service);
    if (reading_run(&in) < 0 || finish_endpoints(&in, config->data, service) < 0)
        return -1;
    *ends = found;
    return 0;
}
