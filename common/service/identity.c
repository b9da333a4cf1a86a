/* The registry: what stands in it for one key or name, and whether it counts at a moment. Reading the text is in
 * registry.c. Invariant: no key belongs to two identities, revoked ones included. */
#include "service/registry_private.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

void registry_free(struct registry **registry)
{
    if (!*registry)
        return;
    free((*registry)->identities);
    free((*registry)->keys);
    free(*registry);
    *registry = NULL;
}

int registry_key_order(const void *a, const void *b)
{
    const struct registry_key *left = a, *right = b;
    return memcmp(left->bytes, right->bytes, KEY_SIZE);
}

static const struct registry_key *key_find(const struct registry *registry, const uint8_t key[KEY_SIZE])
{
    struct registry_key wanted = {.identity = -1};
    memcpy(wanted.bytes, key, KEY_SIZE);
    if (registry->keys_count == 0)
        return NULL;
    return bsearch(&wanted, registry->keys, (size_t)registry->keys_count, sizeof wanted, registry_key_order);
}

const char *registry_why_not(const struct registry *registry, const uint8_t key[KEY_SIZE], int64_t now,
                             const struct identity **whose)
{
    const struct registry_key *found = key_find(registry, key);
    *whose = found ? &registry->identities[found->identity] : NULL;
    if (!found)
        return "unknown key";
    if ((*whose)->revoked)
        return "revoked";
    const struct identity_key *held = &(*whose)->keys[found->slot];
    if (now < held->not_before)
        return "not yet valid";
    return now < held->not_after ? NULL : "expired";
}

const struct identity *registry_find_key(const struct registry *registry, const uint8_t key[KEY_SIZE], int64_t now)
{
    const struct identity *whose;
    return registry_why_not(registry, key, now, &whose) ? NULL : whose;
}

const struct identity *registry_find_name(const struct registry *registry, const char *name)
{
    for (int i = 0; i < registry->count; i++)
        if (text_same(registry->identities[i].name, name))
            return &registry->identities[i];
    return NULL;
}

int registry_count(const struct registry *registry)
{
    return registry->count;
}

const struct identity *registry_at(const struct registry *registry, int index)
{
    return index >= 0 && index < registry->count ? &registry->identities[index] : NULL;
}

const struct identity_key *identity_key_now(const struct identity *identity, int64_t now, int turn)
{
    const struct identity_key *valid[IDENTITY_KEYS] = {NULL};
    int count = 0;
    for (int i = 0; i < identity->keys_count && !identity->revoked; i++)
        if (identity->keys[i].not_before <= now && now < identity->keys[i].not_after)
            valid[count++] = &identity->keys[i];
    if (count == 2 && valid[0]->not_before < valid[1]->not_before)
        turn = 1 - turn;
    return turn < count ? valid[turn] : NULL;
}

bool codes_hold(const struct identity_codes *codes, const char *code)
{
    for (int i = 0; i < codes->count; i++)
        if (text_same(codes->at[i], "*") || text_same(codes->at[i], code))
            return true;
    return false;
}

bool identity_uses_source(const struct identity *identity, const char *source)
{
    if (identity->sources_count == 0)
        return text_same(identity->name, source);
    for (int i = 0; i < identity->sources_count; i++)
        if (text_same(identity->sources[i], "*") || text_same(identity->sources[i], source))
            return true;
    return false;
}

bool identity_is_called(const struct identity *identity, const char *name)
{
    return text_same(identity->name, name) ||
           (identity->self[0] && (text_same(identity->self, name) || text_same(identity->self, "*")));
}

bool identity_owns_stream(const struct identity *identity, const char *stream)
{
    const char *mark = strchr(stream, '.'), *name = mark ? mark + 1 : "";
    return text_starts(stream, "partner.") ? identity_uses_source(identity, name) : identity_is_called(identity, name);
}
