/* Who is known: names with their public keys, roles and scope, read from one text, the registry (DESIGN 3, guarantee
 * 8). Pure: text in, table out; common/bus reads the file and tells the engine when it has changed.
 *
 *     [partner-1]                letters, digits, - _ . ; at most 48 bytes; [booking/xinhui]: a service at a place
 *     role = partner             words of role.h, and `service`; commas or several lines
 *     key = Z85 FROM UNTIL       public key, valid from .. until (RFC 3339, half-open); two lines while it rotates
 *     station = huicheng, beijia
 *     community = *              where: nothing given means nowhere, * everywhere
 *     district = xinhui
 *     self = W-58                the worker, trainee or trainer it is; * whoever it says: the set's own tool
 *     source = partner-1         sources of messages it may use, * any; nothing given: its own name
 *     delegated = officer L-1 FROM UNTIL
 *                                the role of another for a time (A9.6), in the scope of that other
 *     quota = 500 1000000 200    messages and bytes a second, and messages unanswered (0: without bound); nothing
 *                                given: the settings quota_* (quota.h)
 *     revoked = 2026-11-22T10:00:00Z
 *                                from then on it is nobody
 */
#ifndef ANXIN_SERVICE_IDENTITY_H
#define ANXIN_SERVICE_IDENTITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "service/role.h"

#define KEY_SIZE 32
#define KEY_TEXT 41 /* Z85 and a NUL */
#define IDENTITY_NAME 49
#define IDENTITY_KEYS 2
#define IDENTITY_CODE 33
#define IDENTITY_CODES 16
#define IDENTITY_SOURCES 8
#define IDENTITY_DELEGATIONS 4
#define QUOTA_MOST INT64_C(1000000000)
#define REGISTRY_MOST 4096           /* identities */
#define REGISTRY_BYTES (2048u << 10) /* text */

struct identity_key {
    uint8_t bytes[KEY_SIZE];
    int64_t not_before, not_after; /* ms UTC, half-open */
};

/* Codes; "*" alone means all. */
struct identity_codes {
    char at[IDENTITY_CODES][IDENTITY_CODE];
    int count;
};

/* The role of another, lent for a time. */
struct delegation {
    unsigned role;
    char from[IDENTITY_NAME]; /* whose it is: his scope counts */
    int64_t not_before, not_after;
};

/* How much it may send: messages and bytes a second, messages unanswered; 0: without bound. */
struct quota {
    int64_t messages, bytes, outstanding;
};

struct identity {
    char name[IDENTITY_NAME];
    unsigned roles; /* ROLE_ bits, ROLE_SERVICE too */
    struct identity_key keys[IDENTITY_KEYS];
    int keys_count;
    struct identity_codes stations, communities, districts;
    char self[65]; /* "" none */
    char sources[IDENTITY_SOURCES][65];
    int sources_count;
    struct delegation delegations[IDENTITY_DELEGATIONS];
    int delegations_count;
    bool has_quota;
    struct quota quota;
    bool revoked; /* with keys that still stand there, so that the log can name it */
    int64_t revoked_at;
};

struct registry;

/* A table from `size` bytes of text; `file` is named in what is wrong, with line and key. NULL with the reason. */
struct registry *registry_parse(const char *text, size_t size, const char *file, struct error *error);
void registry_free(struct registry **registry);

/* Whose key this is, if it may be used at `now`: NULL when it is unknown, not yet or no longer valid, or revoked. What
 * is returned stands until the registry is freed, which happens between two turns: never keep it. */
const struct identity *registry_find_key(const struct registry *registry, const uint8_t key[KEY_SIZE], int64_t now);

/* Why registry_find_key gave NULL: "unknown key", "revoked", "not yet valid", "expired"; and whose it is, or NULL. */
const char *registry_why_not(const struct registry *registry, const uint8_t key[KEY_SIZE], int64_t now,
                             const struct identity **whose);

const struct identity *registry_find_name(const struct registry *registry, const char *name); /* revoked ones too */
int registry_count(const struct registry *registry);
const struct identity *registry_at(const struct registry *registry, int index); /* in the order of the text */

/* Its key that is valid at `now` with the latest beginning (`turn` 0), or the one before it (1); NULL when there is
 * none. */
const struct identity_key *identity_key_now(const struct identity *identity, int64_t now, int turn);

bool codes_hold(const struct identity_codes *codes, const char *code); /* the code, or "*" */
bool identity_uses_source(const struct identity *identity, const char *source);
bool identity_is_called(const struct identity *identity, const char *name); /* its name, or the one it is itself */

/* "partner.NAME" of who uses that source, "feed.NAME" of who is called so. */
bool identity_owns_stream(const struct identity *identity, const char *stream);

#endif
