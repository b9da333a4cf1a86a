/* Reads settings from one INI file and the environment into slots. */
#include "base/config_read.h"

#include <ctype.h>
#include <errno.h>
#include <ini.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#define NAME_MAX_BYTES 64

int reading_fault(struct reading *in)
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
    return reading_fault(in);
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

static int set_number(const struct slot *slot, const char *value, struct error *error)
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

/* Whether the file has given it, in the section that goes before. */
static bool is_covered(const struct slot *slot)
{
    return slot->above && slot->above->line != 0;
}

static int set_slot(const struct slot *slot, const char *value, struct error *error)
{
    if (!slot->text)
        return set_number(slot, value, error);
    if (value[0] == '\0')
        return error_set(error, "%s: the value is empty", slot->origin);
    if (text_copy(slot->text, slot->size, value) < 0)
        return error_set(error, "%s: the value is longer than %zu bytes", slot->origin, slot->size - 1);
    return 0;
}

/* A value that another one goes before is good, too, or refused. */
static int check_slot(const struct slot *slot, const char *value, struct error *error)
{
    char text[CONFIG_TEXT];
    int64_t number;
    struct slot aside = *slot;
    aside.text = slot->text ? text : NULL;
    aside.number = &number;
    return set_slot(&aside, value, error);
}

struct slot *reading_slot(struct reading *in, const char *section, const char *key)
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
    struct slot *slot = reading_slot(in, section, key);
    if (!slot)
        return in->lenient ? 1 : refuse(in, name, "unknown key") == 0;
    if (slot->line != 0)
        return refuse(in, name, "given before in this file") == 0;
    slot->line = in->line;
    snprintf(slot->origin, sizeof(slot->origin), "%.*s:%d: %s", CONFIG_TEXT / 2, in->file, in->line, name);
    const int wrong = is_covered(slot) ? check_slot(slot, value, in->error) : set_slot(slot, value, in->error);
    return wrong == 0 || reading_fault(in) == 0;
}

static int read_file(struct reading *in)
{
    in->stream = fopen(in->file, "r");
    if (!in->stream) {
        error_set(in->error, "%s: %s", in->file, strerror(errno));
        return reading_fault(in);
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
    return broken || bad_line != 0 ? reading_fault(in) : 0;
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
        if (set_slot(slot, value, in->error) < 0 && reading_fault(in) < 0)
            return -1;
    }
    return 0;
}

int reading_run(struct reading *in)
{
    if (in->file && read_file(in) < 0)
        return -1;
    return read_environment(in);
}
