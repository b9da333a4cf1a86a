/* Sealing: version, id of the key, nonce, then what libsodium makes. */
#include "store/seal.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <sodium.h>

#define VERSION 1
#define ABOUT_ROOM 512

static size_t about_put(char to[ABOUT_ROOM], const struct seal_about *about)
{
    int size = snprintf(to, ABOUT_ROOM, "%zu:%s%zu:%s%zu:%s", strlen(about->object), about->object,
                        strlen(about->field), about->field, strlen(about->owner), about->owner);
    return size < ABOUT_ROOM ? (size_t)size : ABOUT_ROOM - 1;
}

size_t seal_close(const struct seal_key *key, const uint8_t nonce[SEAL_NONCE], const struct seal_about *about,
                  const void *data, size_t size, uint8_t *box)
{
    char words[ABOUT_ROOM];
    unsigned long long sealed = 0;
    size_t length = about_put(words, about);
    box[0] = VERSION;
    memcpy(box + 1, key->id, SEAL_ID);
    memcpy(box + 1 + SEAL_ID, nonce, SEAL_NONCE);
    crypto_aead_xchacha20poly1305_ietf_encrypt(box + 1 + SEAL_ID + SEAL_NONCE, &sealed, data, size,
                                               (const uint8_t *)words, length, NULL, nonce, key->key);
    return 1 + SEAL_ID + SEAL_NONCE + (size_t)sealed;
}

int seal_open(const struct seal_key *key, const struct seal_about *about, const void *box, size_t box_size, void *data,
              size_t room, size_t *size)
{
    const uint8_t *bytes = box;
    char words[ABOUT_ROOM];
    unsigned long long opened = 0;
    size_t length = about_put(words, about);
    if (box_size < SEAL_OVER || bytes[0] != VERSION || box_size - SEAL_OVER > room)
        return -1;
    if (memcmp(bytes + 1, key->id, SEAL_ID) != 0)
        return 0;
    const uint8_t *nonce = bytes + 1 + SEAL_ID;
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(data, &opened, NULL, nonce + SEAL_NONCE,
                                                   box_size - 1 - SEAL_ID - SEAL_NONCE, (const uint8_t *)words, length,
                                                   nonce, key->key) != 0)
        return -1;
    *size = (size_t)opened;
    return 1;
}

void seal_mark(const uint8_t key[SEAL_KEY], const char *field, const char *value, uint8_t mark[16])
{
    crypto_generichash_blake2b_state state;
    crypto_generichash_blake2b_init(&state, key, SEAL_KEY, 16);
    crypto_generichash_blake2b_update(&state, (const uint8_t *)field, strlen(field) + 1);
    crypto_generichash_blake2b_update(&state, (const uint8_t *)value, strlen(value));
    crypto_generichash_blake2b_final(&state, mark, 16);
}
