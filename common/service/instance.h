/* Which of the instances of a service one is, and which instances of others it follows (DESIGN 8): in a set with places
 * an instance of a place follows those of the same place, and a service of the whole set follows all. */
#ifndef ANXIN_SERVICE_INSTANCE_H
#define ANXIN_SERVICE_INSTANCE_H

#include "base/places.h"
#include "service/service.h"

#define FOLLOWS_MAX (5 * PLACES_MOST) /* five services at each place */

struct instance {
    char name[INSTANCE_NAME]; /* "booking", "booking/xinhui": its own stream, the source of what it says */
    struct instance_follow {
        const char *service;      /* "booking" */
        char name[INSTANCE_NAME]; /* "booking/xinhui" */
    } follows[FOLLOWS_MAX];
    int follows_count;
};

/* Of a service, or of the one at service->place, in a set with those places ("": none). Names point into `service`.
 * 0, or -1 with what is wrong: there is no such place, it runs once for all, which one is not said. */
int instance_of(struct instance *instance, const struct service *service, const char *places, struct error *error);

/* Its name alone. */
void instance_called(char to[INSTANCE_NAME], const struct service *service);

/* Does that service run once for the whole set, whatever its places? */
bool instance_is_whole(const char *service);

/* Whether a set with those places has an instance of that name. 0, or -1 with which there are. */
int instance_check(const struct places *places, const char *name, struct error *error);

/* The names of a service's instances in a set with those places, in their order; how many. */
int instances_of(char names[PLACES_MOST][INSTANCE_NAME], const char *service, const struct places *places);

#endif
