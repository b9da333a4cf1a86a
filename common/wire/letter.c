/* Sealed letters. The key of the sender is made for one letter and forgotten: who seals cannot open. */
#include "wire/letter.h"

#include <string.h>

#include <sodium.h>

#define LINE (sizeof LETTER_LINE - 1)

/* As crypto_box_seal reckons it, which draws the chance by itself. */
static void nonce_of(uint8_t nonce[crypto_box_NONCEBYTES], const uint8_t *once, const uint8_t *key)
{
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, crypto_box_NONCEBYTES);
    crypto_generichash_update(&state, once, LETTER_KEY);
    crypto_generichash_update(&state, key, LETTER_KEY);
    crypto_generichash_final(&state, nonce, crypto_box_NONCEBYTES);
}

int letter_seal(const uint8_t key[LETTER_KEY], const uint8_t chance[LETTER_KEY], const void *data, size_t size,
                uint8_t *letter)
{
    uint8_t once[LETTER_KEY], secret[LETTER_KEY], nonce[crypto_box_NONCEBYTES];
    crypto_box_seed_keypair(once, secret, chance);
    nonce_of(nonce, once, key);
    memcpy(letter, LETTER_LINE, LINE);
    memcpy(letter + LINE, once, LETTER_KEY);
    const int failed = crypto_box_easy(letter + LINE + LETTER_KEY, data, size, nonce, key, secret);
    sodium_memzero(secret, sizeof secret);
    return failed ? -1 : 0;
}

int letter_open(const uint8_t secret[LETTER_KEY], const void *letter, size_t size, void *data)
{
    uint8_t key[LETTER_KEY];
    const uint8_t *bytes = letter;
    if (size < LETTER_OVER || memcmp(bytes, LETTER_LINE, LINE) != 0 || crypto_scalarmult_base(key, secret) != 0)
        return -1;
    return crypto_box_seal_open(data, bytes + LINE, size - LINE, key, secret) == 0 ? 0 : -1;
}
