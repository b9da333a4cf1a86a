/* Settings from one INI file and the environment. Every key that may be given is a slot: a place for a text or for a
 * number with bounds. Invariant: config_load gives either a whole, checked configuration or a reason that names file,
 * line and key (or the variable). */
#include "base/config.h"

#include <ctype.h>
#include <errno.h>
#include <ini.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/endpoint.h"
#include "base/text.h"

#define SHARED "anxin"
#define IPC "ipc://"
#define NAME_MAX_BYTES 64

/* Numbers of [anxin], in the order in which add_shared finds their places. */
static const struct setting shared_numbers[] = {
    {"disk_low_mib", 64, 0, 1 << 20, "free disk below which no command is taken"},
    {"ballast_mib", 16, 0, 1 << 16, "disk in reserve beside each store"},
    {"store_most_mib", 0, 0, 1 << 22, "limit of a store file; 0: none"},
    {"audit_years", 10, 1, 100, "years that the trail of acts is kept (X4)"},
};
#define SETTINGS_SLOTS 20 /* of [anxin], endpoints and store, beside the settings of the service */

struct slot {
    const char *section, *key;
    char *text; /* target of a text of at most CONFIG_TEXT bytes with its NUL, or NULL: a number */
    size_t size;
    const struct setting *setting;
    int64_t *number;
    char origin[CONFIG_TEXT + 32]; /* who gave the value: "FILE:LINE: section.key", "ANXIN_X"; "" = nobody */
    int line;
};

/* One reading of file and environment into slots. */
struct reading {
    const char *file;
    FILE *stream;
    struct slot *slots;
    int count;
    bool lenient; /* pass over unknown keys: another service's section, of which we know only some */
    int line;     /* of what inih holds */
    bool failed;
    struct error *error;
    const struct config_report *report; /* config_check: who is told of faults; NULL: the first one ends the reading */
    int faults;
};

/* A fault whose reason stands in in->error: 0 when the reading goes on behind it, else -1. */
static int found_fault(struct reading *in)
{
    in->faults++;
    if (in->report) {
        in->report->fault(in->report->self, in->error->text);
        return 0;
    }
    in->failed = true;
    return -1;
}

static int refuse(struct reading *in, const char *key, const char *why)
{
    error_set(in->error, "%s:%d: %s%s%s", in->file, in->line, key, key[0] ? ": " : "", why);
    return found_fault(in);
}

/* A line for inih, which keeps no count that a handler could read. NULL ends the reading: at the end or after a
 * failure. */
static char *read_line(char *to, int size, void *self)
{
    struct reading *in = self;
    if (in->failed || !fgets(to, size, in->stream))
        return NULL;
    in->line++;
    if (!strchr(to, '\n') && !feof(in->stream)) {
        refuse(in, "", "the line is too long or is no text");
        return NULL;
    }
    return to;
}

static int set_number(struct slot *slot, const char *value, struct error *error)
{
    int64_t number;
    const struct setting *setting = slot->setting;
    if (text_to_int(value, &number) < 0)
        return error_set(error, "%s: \"%.40s\" is not a whole number", slot->origin, value);
    if (number < setting->min || number > setting->max)
        return error_set(error, "%s: %lld is outside %lld..%lld", slot->origin, (long long)number,
                         (long long)setting->min, (long long)setting->max);
    *slot->number = number;
    return 0;
}

static int set_slot(struct slot *slot, const char *value, struct error *error)
{
    if (!slot->text)
        return set_number(slot, value, error);
    if (value[0] == '\0')
        return error_set(error, "%s: the value is empty", slot->origin);
    if (text_copy(slot->text, slot->size, value) < 0)
        return error_set(error, "%s: the value is longer than %zu bytes", slot->origin, slot->size - 1);
    return 0;
}

static struct slot *find_slot(struct reading *in, const char *section, const char *key)
{
    for (int i = 0; i < in->count; i++)
        if (text_same(in->slots[i].section, section) && text_same(in->slots[i].key, key))
            return &in->slots[i];
    return NULL;
}

static bool is_ours(const struct reading *in, const char *section)
{
    for (int i = 0; i < in->count; i++)
        if (text_same(in->slots[i].section, section))
            return true;
    return false;
}

/* inih's handler: 1 goes on, 0 marks an error. */
static int take_pair(void *self, const char *section, const char *key, const char *value)
{
    struct reading *in = self;
    char name[2 * NAME_MAX_BYTES];
    if (in->failed)
        return 0;
    if (section[0] == '\0')
        return refuse(in, key, "stands before any [section]") == 0;
    if (!is_ours(in, section))
        return 1;
    snprintf(name, sizeof(name), "%.60s.%.60s", section, key);
    struct slot *slot = find_slot(in, section, key);
    if (!slot)
        return in->lenient ? 1 : refuse(in, name, "unknown key") == 0;
    if (slot->line != 0)
        return refuse(in, name, "given before in this file") == 0;
    slot->line = in->line;
    snprintf(slot->origin, sizeof(slot->origin), "%.*s:%d: %s", CONFIG_TEXT / 2, in->file, in->line, name);
    return set_slot(slot, value, in->error) == 0 || found_fault(in) == 0;
}

static int read_file(struct reading *in)
{
    in->stream = fopen(in->file, "r");
    if (!in->stream) {
        error_set(in->error, "%s: %s", in->file, strerror(errno));
        return found_fault(in);
    }
    int bad_line = ini_parse_stream(read_line, in, take_pair, in);
    int broken = ferror(in->stream) ? errno : 0;
    fclose(in->stream);
    in->stream = NULL;
    if (in->failed)
        return -1;
    if (broken)
        error_set(in->error, "%s: %s", in->file, strerror(broken));
    else if (bad_line != 0)
        error_set(in->error, "%s:%d: neither a [section] nor key = value", in->file, bad_line);
    return broken || bad_line != 0 ? found_fault(in) : 0;
}

/* "ANXIN_BOOKING_STORE" for a key of a service, "ANXIN_DATA" for a shared one. */
static int variable_name(char *to, size_t size, const struct slot *slot)
{
    bool shared = text_same(slot->section, SHARED);
    if (text_format(to, size, "ANXIN_%s%s%s", shared ? "" : slot->section, shared ? "" : "_", slot->key) < 0)
        return -1;
    for (char *c = to; *c; c++)
        *c = isalnum((unsigned char)*c) ? (char)toupper((unsigned char)*c) : '_';
    return 0;
}

static int read_environment(struct reading *in)
{
    for (int i = 0; i < in->count; i++) {
        struct slot *slot = &in->slots[i];
        char name[2 * NAME_MAX_BYTES];
        const char *value = variable_name(name, sizeof(name), slot) == 0 ? getenv(name) : NULL;
        if (!value || value[0] == '\0')
            continue;
        text_copy(slot->origin, sizeof(slot->origin), name);
        if (set_slot(slot, value, in->error) < 0 && found_fault(in) < 0)
            return -1;
    }
    return 0;
}

static int read_all(struct reading *in)
{
    if (in->file && read_file(in) < 0)
        return -1;
    return read_environment(in);
}

static void add_text(struct reading *in, const char *section, const char *key, char *text, size_t size)
{
    in->slots[in->count++] = (struct slot){.section = section, .key = key, .text = text, .size = size};
}

static void add_number(struct reading *in, const char *section, const struct setting *setting, int64_t *to)
{
    *to = setting->initial;
    in->slots[in->count++] = (struct slot){.section = section, .key = setting->name, .setting = setting, .number = to};
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
    int64_t *const numbers[] = {&config->disk_low_mib, &config->ballast_mib, &config->store_most_mib,
                                &config->audit_years};
    for (int i = 0; i < 4; i++)
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
    error_set(in->error, "%s: must be %s", origin_of(find_slot(in, SHARED, key)), wanted);
    return found_fault(in);
}

static int check_shared(struct reading *in, const struct config *config)
{
    if (check_word(in, "log_level", text_in_list(config->log_level, "error|warning|info|debug"),
                   "error, warning, info or debug") < 0 ||
        check_word(in, "clock", text_in_list(config->clock, "system|driven"), "system or driven") < 0)
        return -1;
    return check_word(in, "trusted_uids", is_uid_list(config->trusted_uids), "user numbers with commas between them");
}

/* Fills what nobody gave, and checks the whole. */
static int finish_endpoint(struct reading *in, const char *data, const char *service, const char *key)
{
    struct slot *slot = find_slot(in, service, key);
    int result;
    if (slot->text[0] == '\0' && text_format(slot->text, slot->size, IPC "%s/run/%s.%s", data, service, key) < 0)
        result =
            error_set(in->error, "%s: the name of the data folder is too long for a socket's path", origin_of(slot));
    else
        result = endpoint_check(slot->text, origin_of(slot), in->error);
    return result < 0 ? found_fault(in) : 0;
}

static int finish_endpoints(struct reading *in, const char *data, const char *service)
{
    struct slot *store = find_slot(in, service, "store");
    if (finish_endpoint(in, data, service, "request") < 0 || finish_endpoint(in, data, service, "stream") < 0 ||
        finish_endpoint(in, data, service, "intake") < 0)
        return -1;
    if (store->text[0] != '\0' || text_format(store->text, store->size, "%s/%s.db", data, service) == 0)
        return 0;
    error_set(in->error, "%s: the name of the data folder is too long", origin_of(store));
    return found_fault(in);
}

/* A file or folder that nobody gave, within the folder `within`. */
static int finish_path(struct reading *in, const char *key, const char *within, const char *name)
{
    struct slot *slot = find_slot(in, SHARED, key);
    if (slot->text[0] != '\0' || text_format(slot->text, slot->size, "%s/%s", within, name) == 0)
        return 0;
    error_set(in->error, "%s: the name of the folder is too long", origin_of(slot));
    return found_fault(in);
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

static void report_values(const struct reading *in)
{
    for (int i = 0; i < in->count; i++) {
        const struct slot *slot = &in->slots[i];
        char origin[CONFIG_TEXT + 32], number[24];
        origin_show(in, slot, origin, sizeof(origin));
        snprintf(number, sizeof(number), "%lld", slot->number ? (long long)*slot->number : 0);
        in->report->value(in->report->self, slot->section, slot->key, slot->text ? slot->text : number, origin);
    }
}

static int load(struct reading *in, struct config *config, const char *service, const struct setting *settings)
{
    struct config_endpoints ends = {0};
    add_shared(in, config);
    add_endpoints(in, &ends, service);
    add_settings(in, config, service, settings);
    if (read_all(in) < 0 || check_shared(in, config) < 0 || finish_endpoints(in, config->data, service) < 0 ||
        finish_path(in, "keys", config->data, "keys") < 0 || finish_path(in, "registry", config->keys, "registry") < 0)
        return -1;
    if (in->report)
        report_values(in);
    return 0;
}

/* Reads into a fresh configuration; -1 after a fault that ended it, or when out of memory. */
static int load_new(struct reading *in, struct config *config, const char *service, const struct setting *settings,
                    int count)
{
    *config = (struct config){
        .data = "./anxin-data", .log_level = "info", .clock = "system", .identity = "tool", .count = count};
    in->slots = calloc((size_t)count + SETTINGS_SLOTS, sizeof(*in->slots));
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
    struct slot slots[5];
    struct config_endpoints found = {0};
    struct reading in = {.file = file, .slots = slots, .lenient = true, .error = error};
    add_endpoints(&in, &found, service);
    if (read_all(&in) < 0 || finish_endpoints(&in, config->data, service) < 0)
        return -1;
    *ends = found;
    return 0;
}
