/* Places: a set that serves several districts runs the services that own a district's records once for each, as
 * `booking/xinhui` (DESIGN 8). Names of such instances, and what files they have. A set without places knows none. */
#ifndef ANXIN_BASE_PLACES_H
#define ANXIN_BASE_PLACES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

#define PLACES_MOST 7
#define PLACE_CODE 21    /* a code and a NUL: lower-case letters, digits and _, a letter first */
#define INSTANCE_NAME 33 /* "booking/xinhui" and a NUL; as long as a code of 32 bytes on the wire */

struct places {
    char at[PLACES_MOST][PLACE_CODE];
    int count;
};

/* Reads "xinhui pengjiang" (blanks or commas between); "" is none. 0, or -1 with what is wrong, behind `origin`. */
int places_read(struct places *places, const char *text, const char *origin, struct error *error);
bool places_have(const struct places *places, const char *code);

/* "booking/xinhui", or the service's name where `place` is "". 0, or -1 when it does not fit (then `to` is ""). */
int instance_name(char to[INSTANCE_NAME], const char *service, const char *place);
void instance_service(char to[INSTANCE_NAME], const char *name); /* what stands before the place */
const char *instance_place(const char *name);                    /* "" none; within `name` */
bool instance_is_of(const char *name, const char *service);      /* whatever its place */

/* What its files are called: "booking.xinhui", for a slash would be a folder. */
void instance_file(char *to, size_t size, const char *name);

#endif
