/* A sealed letter: bytes that only the holder of one key opens, whoever carries them. It is a line `anxin-sealed-1` and
 * then what libsodium calls a sealed box (crypto_box_seal: X25519, XSalsa20-Poly1305), so that any program with
 * libsodium opens it. Pure: chance is a parameter. */
#ifndef ANXIN_WIRE_LETTER_H
#define ANXIN_WIRE_LETTER_H

#include <stddef.h>
#include <stdint.h>

#define LETTER_KEY 32
#define LETTER_LINE "anxin-sealed-1\n"
#define LETTER_OVER (sizeof LETTER_LINE - 1 + LETTER_KEY + 16) /* bytes that it is longer than what it holds */

/* Fills `letter`, which has room for size + LETTER_OVER bytes; `chance` are bytes that nobody can guess, used once.
 * 0, or -1 when the key is none that can be sealed for. */
int letter_seal(const uint8_t key[LETTER_KEY], const uint8_t chance[LETTER_KEY], const void *data, size_t size,
                uint8_t *letter);

/* Fills `data`, which has room for size - LETTER_OVER bytes. 0; -1 it is no letter, was changed, or is for another key.
 */
int letter_open(const uint8_t secret[LETTER_KEY], const void *letter, size_t size, void *data);

#endif
