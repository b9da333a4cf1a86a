/* Sealed bytes: XChaCha20-Poly1305 with a key of 32 bytes. A box tells which key it was sealed with, so that a key that
 * is gone (0) is told from bytes that were changed (-1), and it opens only for what it was sealed about. Pure. */
#ifndef ANXIN_STORE_SEAL_H
#define ANXIN_STORE_SEAL_H

#include <stddef.h>
#include <stdint.h>

#define SEAL_KEY 32
#define SEAL_ID 8
#define SEAL_NONCE 24
#define SEAL_OVER (1 + SEAL_ID + SEAL_NONCE + 16) /* bytes that a box is longer than what it holds */

struct seal_key {
    uint8_t id[SEAL_ID]; /* not secret */
    uint8_t key[SEAL_KEY];
};

/* What a box is about: three texts, told apart by their lengths. */
struct seal_about {
    const char *object, *field, *owner;
};

/* Fills `box`, which has room for size + SEAL_OVER bytes; its size. The nonce is used once. */
size_t seal_close(const struct seal_key *key, const uint8_t nonce[SEAL_NONCE], const struct seal_about *about,
                  const void *data, size_t size, uint8_t *box);

/* Fills `data` with what the box holds: 1; 0 it was sealed with another key; -1 damaged, about something else, or
 * larger than `room`. */
int seal_open(const struct seal_key *key, const struct seal_about *about, const void *box, size_t box_size, void *data,
              size_t room, size_t *size);

/* Keyed mark of 16 bytes, by which equal texts are found and nothing else is told. */
void seal_mark(const uint8_t key[SEAL_KEY], const char *field, const char *value, uint8_t mark[16]);

#endif
