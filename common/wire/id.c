/* Ids and hashes: what we make is named after its cause, and events are chained. Invariant: the same cause gives the
 * same id on every machine, so nothing here may depend on a clock, a process or the byte order. */
#include "wire/id.h"

#include <string.h>

#include <sodium.h>

static void put_u32be(uint8_t to[4], size_t value)
{
    to[0] = (uint8_t)(value >> 24);
    to[1] = (uint8_t)(value >> 16);
    to[2] = (uint8_t)(value >> 8);
    to[3] = (uint8_t)value;
}

static void hash_add(crypto_generichash_blake2b_state *state, const void *data, size_t size)
{
    if (size > 0) {
        crypto_generichash_blake2b_update(state, data, size);
    }
}

static void hash_add_sized(crypto_generichash_blake2b_state *state, const void *data, size_t size)
{
    uint8_t length[4];
    put_u32be(length, size);
    hash_add(state, length, sizeof length);
    hash_add(state, data, size);
}

static void uuid_format(char uuid[UUID_SIZE], const uint8_t b[16])
{
    static const char digits[] = "0123456789abcdef";
    for (int i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10) {
            *uuid++ = '-';
        }
        *uuid++ = digits[b[i] >> 4];
        *uuid++ = digits[b[i] & 0x0f];
    }
    *uuid = '\0';
}

/* 48 bits of time, then `tail`, of which 6 bits give way to version and variant. */
static void uuid_make(char uuid[UUID_SIZE], int64_t time_ms, const uint8_t tail[10])
{
    uint8_t b[16];
    for (int i = 0; i < 6; i++) {
        b[i] = (uint8_t)((uint64_t)time_ms >> (40 - 8 * i));
    }
    memcpy(b + 6, tail, 10);
    b[6] = (uint8_t)(0x80 | (b[6] & 0x0f));
    b[8] = (uint8_t)(0x80 | (b[8] & 0x3f));
    uuid_format(uuid, b);
}

void id_derive(char uuid[UUID_SIZE], const char *maker, int64_t time_ms, const char *source, const char *id,
               uint32_t ordinal)
{
    uint8_t hash[HASH_SIZE], number[4];
    crypto_generichash_blake2b_state state;
    crypto_generichash_blake2b_init(&state, NULL, 0, sizeof hash);
    hash_add_sized(&state, maker, strlen(maker));
    hash_add_sized(&state, source, strlen(source));
    hash_add_sized(&state, id, strlen(id));
    put_u32be(number, ordinal);
    hash_add(&state, number, sizeof number);
    crypto_generichash_blake2b_final(&state, hash, sizeof hash);
    uuid_make(uuid, time_ms, hash);
}

void id_from_bytes(char uuid[UUID_SIZE], int64_t time_ms, const uint8_t bytes[16])
{
    uuid_make(uuid, time_ms, bytes);
}

void hash_event(uint8_t hash[HASH_SIZE], const void *header, size_t header_size, const void *data, size_t data_size)
{
    crypto_generichash_blake2b_state state;
    crypto_generichash_blake2b_init(&state, NULL, 0, HASH_SIZE);
    hash_add_sized(&state, header, header_size);
    hash_add(&state, data, data_size);
    crypto_generichash_blake2b_final(&state, hash, HASH_SIZE);
}

void hash_bytes(uint8_t hash[HASH_SIZE], const void *data, size_t size)
{
    crypto_generichash_blake2b_state state;
    crypto_generichash_blake2b_init(&state, NULL, 0, HASH_SIZE);
    hash_add(&state, data, size);
    crypto_generichash_blake2b_final(&state, hash, HASH_SIZE);
}
