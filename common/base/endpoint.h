/* Endpoints: ipc://PATH on one machine, tcp://HOST:PORT between machines (with keys, DESIGN 3, guarantee 8). */
#ifndef ANXIN_BASE_ENDPOINT_H
#define ANXIN_BASE_ENDPOINT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/* 0; or -1 with what is wrong with it, after `origin` ("FILE:LINE: section.key"). */
int endpoint_check(const char *endpoint, const char *origin, struct error *error);

bool endpoint_is_tcp(const char *endpoint);

/* Where to listen for it: on tcp the address `bind` ("*": all of this machine; "": its own host) and its port, else as
 * it is. 0, or -1 when it does not fit. */
int endpoint_to_bind(char *to, size_t size, const char *endpoint, const char *bind);

#endif
