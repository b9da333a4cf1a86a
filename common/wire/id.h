/* Ids of everything we make: UUIDv8 derived from the cause, never random (DESIGN 2). */
#ifndef ANXIN_WIRE_ID_H
#define ANXIN_WIRE_ID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ID_SIZE 65   /* any id from outside: at most 64 bytes and a NUL */
#define UUID_SIZE 37 /* one of ours as text */
#define HASH_SIZE 32

/* 48 bits of `time_ms`, then 74 bits of BLAKE2b-256(maker | source | id | u32be ordinal), each text with its u32be
 * length before it, with version 8 and variant 10: "018f...-8...". Maker is the service that makes it, so that two
 * services which answer the same event do not name two things alike. Same maker, cause and ordinal: same id. */
void id_derive(char uuid[UUID_SIZE], const char *maker, int64_t time_ms, const char *source, const char *id,
               uint32_t ordinal);

/* An id from 16 random bytes, for senders that have no cause (the tool's own commands): same layout. */
void id_from_bytes(char uuid[UUID_SIZE], int64_t time_ms, const uint8_t bytes[16]);

/* Chain hash of an event: BLAKE2b-256(u32be len(header) | header | data). The header holds sequence, epoch and the
 * hash before it, so this is the chain. */
void hash_event(uint8_t hash[HASH_SIZE], const void *header, size_t header_size, const void *data, size_t data_size);

/* BLAKE2b-256 of any bytes (body of a command, to tell a repeat from a conflict). */
void hash_bytes(uint8_t hash[HASH_SIZE], const void *data, size_t size);

#endif
