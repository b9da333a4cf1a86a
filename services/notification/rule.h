/* A rule: which events are told to whom, how urgently, in which words (N1). Pure. */
#ifndef NOTIFICATION_RULE_H
#define NOTIFICATION_RULE_H

#include <stdbool.h>
#include <stdint.h>

#include "body.h"

enum audience { AUDIENCE_NONE, AUDIENCE_STATION, AUDIENCE_DISTRICT, AUDIENCE_PERSON, AUDIENCE_READERS };
enum ack { ACK_NONE, ACK_ONE, ACK_ALL };

#define TITLE_SIZE 121

struct rule {
    char rule[33];
    int64_t version;
    bool active;
    char pattern[65];
    enum audience audience;
    unsigned roles; /* station, district: who is told (service.h) */
    char person[33];
    int64_t priority;
    enum ack ack;
    char title[TITLE_SIZE], title_en[TITLE_SIZE];
};

const char *audience_name(enum audience audience); /* "station" */
enum audience audience_of(const char *name);
const char *ack_name(enum ack ack);
enum ack ack_of(const char *name);

/* The pattern "visit.*" that also covers a type: its part before the first dot. */
void rule_family(char pattern[65], const char *type);
bool rule_matches(const char *pattern, const char *type);

/* Somebody who reads. */
struct feed_reader {
    char reader[65];
    unsigned roles;
    char station[33]; /* "*": the whole district */
    bool active;
    bool self_made; /* became a reader by an event, not by reader.put */
    int64_t revision;
};

/* Whether the rule reaches the reader by role: at the event's station (readers of the whole district included), or only
 * those of the whole district. An event without station reaches the latter alone. */
bool rule_reaches(const struct rule *rule, const struct feed_reader *reader, const char *station);

/* The role in which a person field of an event makes somebody a reader: worker, trainee ...; 0: no such person field.
 */
unsigned person_role(const char *field);

/* Fills {field} from the event, codes by their names in that language; "-" stands for what the event does not tell. Too
 * long is cut between characters. */
void rule_title(char title[TITLE_SIZE], const char *text, enum language language, const struct happening *h);

/* Checks a rule against the catalogue before it is kept (N10). True, or false with code, field and a sentence. */
struct rule_flaw {
    const char *code, *field;
    char why[160];
};
bool rule_check(const struct rule *rule, int readers, struct rule_flaw *flaw);

/* Roles as text in a fixed order ("dispatcher|manager"), and back. */
void roles_text(char text[256], unsigned roles);
unsigned roles_of_text(const char *text);

#endif
