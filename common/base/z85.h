/* Keys as text: ZeroMQ's Z85 (RFC 32), five characters for four bytes. */
#ifndef ANXIN_BASE_Z85_H
#define ANXIN_BASE_Z85_H

#include <stddef.h>

/* `size` is a multiple of 4; `to` has at least size / 4 * 5 + 1 bytes. */
void z85_encode(char *to, const void *data, size_t size);

/* Exactly `size` bytes from a text of exactly size / 4 * 5 characters. 0, or -1 when it is no such text. */
int z85_decode(void *to, size_t size, const char *text);

#endif
