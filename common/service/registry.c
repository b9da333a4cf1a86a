/* Reads the registry's text (libinih). Invariant: what comes out is whole; a text with anything wrong in it gives
 * nothing but the file, line and key that is wrong. */
#include "service/registry_private.h"

#include <ctype.h>
#include <ini.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/text.h"
#include "base/z85.h"

#define WORDS 5

/* One reading. */
struct reading {
    struct registry *registry;
    struct identity *identity; /* of the section in hand */
    const char *text, *end;
    const char *file;
    int line;
    bool failed;
    struct error *error;
};

static int refuse(struct reading *in, const char *key, const char *why)
{
    if (!in->failed)
        error_set(in->error, "%.80s:%d: %.48s%s%s", in->file, in->line, key, key[0] ? ": " : "", why);
    in->failed = true;
    return 0;
}

/* A line for inih. NULL ends the reading. */
static char *read_line(char *to, int size, void *self)
{
    struct reading *in = self;
    if (in->failed || in->text == in->end)
        return NULL;
    const char *stop = memchr(in->text, '\n', (size_t)(in->end - in->text));
    size_t length = (size_t)((stop ? stop : in->end) - in->text);
    in->line++;
    if (length + 2 > (size_t)size || memchr(in->text, '\0', length)) {
        refuse(in, "", "the line is too long or is no text");
        return NULL;
    }
    memcpy(to, in->text, length);
    memcpy(to + length, "\n", 2);
    in->text += length + (stop != NULL);
    return to;
}

/* Between a service and its place. */
static bool is_slash(const char *at)
{
    return *at == '/' && at[1] != '\0' && !strchr(at + 1, '/');
}

static bool name_is_good(const char *name)
{
    size_t size = strlen(name);
    if (size == 0 || size >= IDENTITY_NAME || !isalnum((unsigned char)name[0]))
        return false;
    for (const char *c = name; *c; c++)
        if (!isalnum((unsigned char)*c) && !strchr("-_.", *c) && !is_slash(c))
            return false;
    return true;
}

static int section_begin(struct reading *in, const char *name)
{
    struct registry *registry = in->registry;
    if (!name_is_good(name))
        return refuse(in, name, "a name has 1 to 48 letters, digits, - _ . and begins with a letter or digit");
    if (registry_find_name(registry, name))
        return refuse(in, name, "stands in this file before");
    if (registry->count == REGISTRY_MOST)
        return refuse(in, name, "there are more than 4096 identities");
    if (registry->count == registry->room) {
        int room = registry->room ? 2 * registry->room : 16;
        struct identity *grown = realloc(registry->identities, (size_t)room * sizeof *grown);
        if (!grown)
            return refuse(in, name, "out of memory");
        registry->identities = grown;
        registry->room = room;
    }
    in->identity = &registry->identities[registry->count++];
    *in->identity = (struct identity){0};
    TEXT_PUT(in->identity->name, name);
    return 1;
}

/* ---- values ---- */

/* The next word of a list, cut off in place; NULL at its end. */
static char *next_word(char **rest)
{
    for (char *word; (word = strsep(rest, ", \t")) != NULL;)
        if (*word)
            return word;
    return NULL;
}

static unsigned role_read(const char *word)
{
    return text_same(word, "service") ? (unsigned)ROLE_SERVICE : role_of(word);
}

static int take_roles(struct reading *in, char *list)
{
    for (char *word; (word = next_word(&list)) != NULL;) {
        unsigned role = role_read(word);
        if (!role)
            return refuse(in, "role", "there is no such role");
        in->identity->roles |= role;
    }
    return 1;
}

static int take_codes(struct reading *in, const char *key, struct identity_codes *codes, char *list)
{
    for (char *word; (word = next_word(&list)) != NULL;) {
        if (codes->count == IDENTITY_CODES)
            return refuse(in, key, "more than 16 codes");
        if (text_copy(codes->at[codes->count], IDENTITY_CODE, word) != 0)
            return refuse(in, key, "a code has at most 32 bytes");
        codes->count++;
    }
    return 1;
}

static int take_sources(struct reading *in, char *list)
{
    struct identity *identity = in->identity;
    for (char *word; (word = next_word(&list)) != NULL;) {
        if (identity->sources_count == IDENTITY_SOURCES)
            return refuse(in, "source", "more than 8 sources");
        if (text_copy(identity->sources[identity->sources_count], sizeof identity->sources[0], word) != 0)
            return refuse(in, "source", "a source has at most 64 bytes");
        identity->sources_count++;
    }
    return 1;
}

static int words_of(char *list, char *words[WORDS])
{
    int count = 0;
    for (char *word; count < WORDS && (word = next_word(&list)) != NULL;)
        words[count++] = word;
    return count;
}

static bool times_are_good(const char *from, const char *until, int64_t *not_before, int64_t *not_after)
{
    return civil_parse(from, not_before) == 0 && civil_parse(until, not_after) == 0 && *not_before < *not_after;
}

static int take_key(struct reading *in, char *list)
{
    struct identity *identity = in->identity;
    char *word[WORDS];
    if (identity->keys_count == IDENTITY_KEYS)
        return refuse(in, "key", "more than two keys");
    struct identity_key *key = &identity->keys[identity->keys_count];
    if (words_of(list, word) != 3 || z85_decode(key->bytes, KEY_SIZE, word[0]) != 0)
        return refuse(in, "key", "must be a public key of 40 characters (Z85), then from and until");
    if (!times_are_good(word[1], word[2], &key->not_before, &key->not_after))
        return refuse(in, "key", "from and until must be times like 2026-11-22T08:00:00Z, from the earlier one");
    identity->keys_count++;
    return 1;
}

static int take_delegation(struct reading *in, char *list)
{
    struct identity *identity = in->identity;
    char *word[WORDS];
    if (identity->delegations_count == IDENTITY_DELEGATIONS)
        return refuse(in, "delegated", "more than four of them");
    struct delegation *lent = &identity->delegations[identity->delegations_count];
    if (words_of(list, word) != 4 || !role_of(word[0]) || !name_is_good(word[1]))
        return refuse(in, "delegated", "must be a role, the name whose it is, from and until");
    if (!times_are_good(word[2], word[3], &lent->not_before, &lent->not_after))
        return refuse(in, "delegated", "from and until must be times, from the earlier one");
    lent->role = role_of(word[0]);
    TEXT_PUT(lent->from, word[1]);
    identity->delegations_count++;
    return 1;
}

static int take_quota(struct reading *in, char *list)
{
    struct quota *quota = &in->identity->quota;
    char *word[WORDS];
    if (in->identity->has_quota)
        return refuse(in, "quota", "given before");
    if (words_of(list, word) != 3 || text_to_int(word[0], &quota->messages) != 0 ||
        text_to_int(word[1], &quota->bytes) != 0 || text_to_int(word[2], &quota->outstanding) != 0)
        return refuse(in, "quota", "must be messages a second, bytes a second and messages unanswered");
    if (quota->messages < 0 || quota->bytes < 0 || quota->outstanding < 0 || quota->messages > QUOTA_MOST ||
        quota->bytes > QUOTA_MOST || quota->outstanding > QUOTA_MOST)
        return refuse(in, "quota", "numbers are 0 to 1000000000");
    in->identity->has_quota = true;
    return 1;
}

static int take_self(struct reading *in, const char *value)
{
    if (in->identity->self[0])
        return refuse(in, "self", "given before");
    if (text_copy(in->identity->self, sizeof in->identity->self, value) != 0)
        return refuse(in, "self", "an id has at most 64 bytes");
    return 1;
}

static int take_revoked(struct reading *in, const char *value)
{
    if (civil_parse(value, &in->identity->revoked_at) != 0)
        return refuse(in, "revoked", "must be the time since when");
    in->identity->revoked = true;
    return 1;
}

static int take_value(struct reading *in, const char *key, char *value)
{
    struct identity *identity = in->identity;
    if (text_same(key, "role"))
        return take_roles(in, value);
    if (text_same(key, "key"))
        return take_key(in, value);
    if (text_same(key, "station"))
        return take_codes(in, key, &identity->stations, value);
    if (text_same(key, "community"))
        return take_codes(in, key, &identity->communities, value);
    if (text_same(key, "district"))
        return take_codes(in, key, &identity->districts, value);
    if (text_same(key, "source"))
        return take_sources(in, value);
    if (text_same(key, "self"))
        return take_self(in, value);
    if (text_same(key, "delegated"))
        return take_delegation(in, value);
    if (text_same(key, "quota"))
        return take_quota(in, value);
    if (text_same(key, "revoked"))
        return take_revoked(in, value);
    return refuse(in, key, "unknown key");
}

/* inih's handler: 1 goes on, 0 marks an error. */
static int take_pair(void *self, const char *section, const char *key, const char *value)
{
    struct reading *in = self;
    char copy[INI_MAX_LINE + 1];
    if (in->failed)
        return 0;
    if (section[0] == '\0')
        return refuse(in, key, "stands before any [name]");
    if ((!in->identity || !text_same(in->identity->name, section)) && !section_begin(in, section))
        return 0;
    if (text_copy(copy, sizeof copy, value) != 0 || copy[0] == '\0')
        return refuse(in, key, "the value is empty");
    return take_value(in, key, copy);
}

/* ---- the whole ---- */

static int keys_index(struct reading *in)
{
    struct registry *registry = in->registry;
    registry->keys = calloc((size_t)registry->count * IDENTITY_KEYS + 1, sizeof *registry->keys);
    if (!registry->keys)
        return error_set(in->error, "out of memory");
    for (int i = 0; i < registry->count; i++)
        for (int k = 0; k < registry->identities[i].keys_count; k++) {
            struct registry_key *key = &registry->keys[registry->keys_count++];
            *key = (struct registry_key){.identity = i, .slot = k};
            memcpy(key->bytes, registry->identities[i].keys[k].bytes, KEY_SIZE);
        }
    qsort(registry->keys, (size_t)registry->keys_count, sizeof *registry->keys, registry_key_order);
    for (int i = 1; i < registry->keys_count; i++)
        if (registry_key_order(&registry->keys[i - 1], &registry->keys[i]) == 0)
            return error_set(in->error, "%.80s: %s and %s have the same key", in->file,
                             registry->identities[registry->keys[i - 1].identity].name,
                             registry->identities[registry->keys[i].identity].name);
    return 0;
}

static int names_check(struct reading *in)
{
    for (int i = 0; i < in->registry->count; i++) {
        const struct identity *identity = &in->registry->identities[i];
        if (identity->roles == 0)
            return error_set(in->error, "%.80s: %s: role: none is given", in->file, identity->name);
        for (int k = 0; k < identity->delegations_count; k++)
            if (!registry_find_name(in->registry, identity->delegations[k].from))
                return error_set(in->error, "%.80s: %s: delegated: nobody is called %s", in->file, identity->name,
                                 identity->delegations[k].from);
    }
    return 0;
}

static int read_whole(struct reading *in, size_t size)
{
    if (size > REGISTRY_BYTES)
        return error_set(in->error, "%.80s: is larger than %u bytes", in->file, REGISTRY_BYTES);
    int bad_line = ini_parse_stream(read_line, in, take_pair, in);
    if (in->failed)
        return -1;
    if (bad_line != 0)
        return error_set(in->error, "%.80s:%d: neither a [name] nor key = value", in->file, bad_line);
    return names_check(in) != 0 ? -1 : keys_index(in);
}

struct registry *registry_parse(const char *text, size_t size, const char *file, struct error *error)
{
    struct registry *registry = calloc(1, sizeof *registry);
    struct reading in = {.registry = registry, .text = text, .end = text + size, .file = file, .error = error};
    if (!registry)
        error_set(error, "out of memory");
    else if (read_whole(&in, size) != 0)
        registry_free(&registry);
    return registry;
}
