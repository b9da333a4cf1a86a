/* Matching, audience, titles, and the check that refuses a rule which could not be carried out. */
#include "rule.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "service/role.h"

static const char *const audiences[] = {
    [AUDIENCE_NONE] = "none",     [AUDIENCE_STATION] = "station", [AUDIENCE_DISTRICT] = "district",
    [AUDIENCE_PERSON] = "person", [AUDIENCE_READERS] = "readers",
};
static const char *const acks[] = {[ACK_NONE] = "none", [ACK_ONE] = "one", [ACK_ALL] = "all"};

/* Fields of events that name a person who has a feed. */
static const struct {
    const char *field;
    unsigned role;
} persons[] = {
    {"worker", ROLE_WORKER},   {"from_worker", ROLE_WORKER}, {"trainee", ROLE_TRAINEE},
    {"trainer", ROLE_TRAINER}, {"party", ROLE_CLIENT}, /* of a case: whoever is nothing else to us */
};

const char *audience_name(enum audience audience)
{
    return audiences[audience];
}

enum audience audience_of(const char *name)
{
    for (int a = AUDIENCE_STATION; a <= AUDIENCE_READERS; a++)
        if (text_same(audiences[a], name))
            return (enum audience)a;
    return AUDIENCE_NONE;
}

const char *ack_name(enum ack ack)
{
    return acks[ack];
}

enum ack ack_of(const char *name)
{
    for (int a = ACK_ONE; a <= ACK_ALL; a++)
        if (text_same(acks[a], name))
            return (enum ack)a;
    return ACK_NONE;
}

unsigned person_role(const char *field)
{
    for (size_t i = 0; i < sizeof persons / sizeof *persons; i++)
        if (text_same(persons[i].field, field))
            return persons[i].role;
    return 0;
}

/* ---- matching ---- */

void rule_family(char pattern[65], const char *type)
{
    const char *dot = strchr(type, '.');
    text_format(pattern, 65, "%.*s.*", dot ? (int)(dot - type) : (int)strlen(type), type);
}

bool rule_matches(const char *pattern, const char *type)
{
    char family[65];
    rule_family(family, type);
    return text_same(pattern, "*") || text_same(pattern, type) || text_same(pattern, family);
}

bool rule_reaches(const struct rule *rule, const struct feed_reader *reader, const char *station)
{
    bool district = text_same(reader->station, "*");
    if (!reader->active || !(rule->roles & reader->roles))
        return false;
    switch (rule->audience) {
    case AUDIENCE_STATION:
        return district || (station[0] && text_same(reader->station, station));
    case AUDIENCE_DISTRICT:
        return district;
    case AUDIENCE_NONE:
    case AUDIENCE_PERSON:
    case AUDIENCE_READERS:
        return false;
    }
    return false;
}

/* ---- titles ---- */

/* Takes one piece of a title: a {field}, whose name goes to `name`, or a run of plain text of `*length` bytes. */
static const char *take_piece(const char *text, char name[33], size_t *length)
{
    const char *end = text[0] == '{' ? strchr(text, '}') : NULL;
    name[0] = '\0';
    *length = 0;
    if (end && end - text - 1 < 33 && end > text + 1) {
        memcpy(name, text + 1, (size_t)(end - text - 1));
        name[end - text - 1] = '\0';
        return end + 1;
    }
    *length = 1 + strcspn(text + 1, "{");
    return text + *length;
}

/* Appends as much as fits, never half a character. */
static void append(char title[TITLE_SIZE], const char *text, size_t length)
{
    size_t used = strlen(title), room = TITLE_SIZE - 1 - used;
    if (length > room) {
        length = room;
        while (length && ((unsigned char)text[length] & 0xC0) == 0x80)
            length--;
    }
    memcpy(title + used, text, length);
    title[used + length] = '\0';
}

void rule_title(char title[TITLE_SIZE], const char *text, enum language language, const struct happening *h)
{
    char name[33], value[TITLE_SIZE];
    size_t length;
    title[0] = '\0';
    while (*text) {
        const char *next = take_piece(text, name, &length);
        if (name[0]) {
            bool told = body_words(h->type, h->body, name, language, value, sizeof value);
            append(title, told ? value : "-", told ? strlen(value) : 1);
        } else {
            append(title, text, length);
        }
        text = next;
    }
}

/* ---- the check ---- */

__attribute__((format(printf, 4, 5))) static bool flawed(struct rule_flaw *flaw, const char *code, const char *field,
                                                         const char *format, ...)
{
    va_list args;
    flaw->code = code;
    flaw->field = field;
    va_start(args, format);
    vsnprintf(flaw->why, sizeof flaw->why, format, args);
    va_end(args);
    return false;
}

/* An event type that the pattern covers and that can reach us: of another owner. */
static bool covers(const struct rule *rule, const struct message *type)
{
    return type && type->class_ == CLASS_EVENT && !text_same(type->owner, "notification") &&
           rule_matches(rule->pattern, type->type_name);
}

static bool check_title(const char *text, const char *field, const struct message *type, struct rule_flaw *flaw)
{
    char name[33];
    size_t length;
    while (*text) {
        text = take_piece(text, name, &length);
        if (name[0] && !body_field(type, name))
            return flawed(flaw, "unknown_field", field, "%s has no field %s that may be shown.", type->type_name, name);
    }
    return true;
}

static bool check_audience(const struct rule *rule, int readers, struct rule_flaw *flaw)
{
    switch (rule->audience) {
    case AUDIENCE_STATION:
    case AUDIENCE_DISTRICT:
        return rule->roles ? true : flawed(flaw, "missing", "roles", "Which roles are told?");
    case AUDIENCE_PERSON:
        return person_role(rule->person)
                   ? true
                   : flawed(flaw, "unknown_person", "person",
                            "One of worker, from_worker, trainee, trainer, party names the reader.");
    case AUDIENCE_READERS:
        return readers > 0 ? true : flawed(flaw, "missing", "readers", "Which readers are told?");
    case AUDIENCE_NONE:
        break;
    }
    return flawed(flaw, "missing", "audience", "Who is told?");
}

bool rule_check(const struct rule *rule, int readers, struct rule_flaw *flaw)
{
    int types = 0, with_person = 0;
    if (!check_audience(rule, readers, flaw))
        return false;
    for (int t = MSG_NONE + 1; t < MSG_COUNT; t++) {
        const struct message *type = message_of((enum message_type)t);
        if (!covers(rule, type))
            continue;
        types++;
        const struct field *person = rule->person[0] ? body_field(type, rule->person) : NULL;
        with_person += person && person->kind == FIELD_ID;
        if (!check_title(rule->title, "title", type, flaw) || !check_title(rule->title_en, "title_en", type, flaw))
            return false;
    }
    if (types == 0)
        return flawed(flaw, "unknown_event", "pattern", "No event of another service is called %.64s.", rule->pattern);
    if (rule->audience == AUDIENCE_PERSON && with_person == 0)
        return flawed(flaw, "unknown_person", "person", "%.64s names no %.32s.", rule->pattern, rule->person);
    return true;
}

/* ---- roles as text ---- */

void roles_text(char text[256], unsigned roles)
{
    size_t used = 0;
    text[0] = '\0';
    for (unsigned role = 1; role && role <= ROLE_OPERATOR; role <<= 1) {
        if (!(roles & role))
            continue;
        text_format(text + used, 256 - used, "%s%s", used ? "|" : "", role_name(role));
        used = strlen(text);
    }
}

unsigned roles_of_text(const char *text)
{
    unsigned roles = 0;
    char name[33];
    for (size_t size; *text; text += size + (text[size] == '|')) {
        size = strcspn(text, "|");
        if (text_format(name, sizeof name, "%.*s", (int)size, text) == 0)
            roles |= role_of(name);
    }
    return roles;
}
