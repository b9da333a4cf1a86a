/* Inside of the registry, shared by identity.c and registry.c alone. */
#ifndef ANXIN_SERVICE_REGISTRY_PRIVATE_H
#define ANXIN_SERVICE_REGISTRY_PRIVATE_H

#include "service/identity.h"

/* Where a key stands; sorted by its bytes. */
struct registry_key {
    uint8_t bytes[KEY_SIZE];
    int identity, slot;
};

struct registry {
    struct identity *identities;
    int count, room;
    struct registry_key *keys;
    int keys_count;
};

int registry_key_order(const void *a, const void *b);

#endif
