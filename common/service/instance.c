/* Invariant: who follows whom at a place is who follows whom in a set without places; nobody follows another place but
 * a service of the whole set, which follows each. */
#include "service/instance.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "proto/places.h"

bool instance_is_whole(const char *service)
{
    return text_in_list(service, SERVICES_OF_THE_WHOLE);
}

void instance_called(char to[INSTANCE_NAME], const struct service *service)
{
    if (instance_name(to, service->name, service->place ? service->place : "") != 0)
        BUG("the name %s %s is too long", service->name, service->place);
}

int instances_of(char names[PLACES_MOST][INSTANCE_NAME], const char *service, const struct places *places)
{
    if (places->count == 0 || instance_is_whole(service)) {
        instance_name(names[0], service, "");
        return 1;
    }
    for (int i = 0; i < places->count; i++)
        instance_name(names[i], service, places->at[i]);
    return places->count;
}

/* "xinhui, pengjiang" */
static void places_list(const struct places *places, char *to, size_t size)
{
    to[0] = '\0';
    for (int i = 0; i < places->count; i++) {
        const size_t used = strlen(to);
        text_format(to + used, size - used, "%s%s", i ? ", " : "", places->at[i]);
    }
}

int instance_check(const struct places *places, const char *name, struct error *error)
{
    char service[INSTANCE_NAME], there[PLACES_MOST * (PLACE_CODE + 2)];
    const char *place = instance_place(name);
    instance_service(service, name);
    places_list(places, there, sizeof there);
    if (instance_is_whole(service))
        return place[0] ? error_set(error, "%s runs once for all places: name none", service) : 0;
    if (places->count == 0)
        return place[0] ? error_set(error, "there is no place %s: places in [anxin] names none", place) : 0;
    if (!place[0])
        return error_set(error, "%s runs once for each place: say which of %s", service, there);
    return places_have(places, place) ? 0 : error_set(error, "there is no place %s, only %s", place, there);
}

static void follow_add(struct instance *instance, const char *service, const char *name)
{
    if (instance->follows_count == FOLLOWS_MAX)
        BUG("%s follows more than %d", instance->name, FOLLOWS_MAX);
    struct instance_follow *follow = &instance->follows[instance->follows_count++];
    follow->service = service;
    TEXT_PUT(follow->name, name);
}

/* The instances of a followed service that this one follows. */
static void follows_add(struct instance *instance, const struct places *places, const char *service)
{
    char names[PLACES_MOST][INSTANCE_NAME];
    const char *place = instance_place(instance->name);
    const int count = instances_of(names, service, places);
    for (int i = 0; i < count; i++)
        if (!place[0] || !instance_place(names[i])[0] || text_same(instance_place(names[i]), place))
            follow_add(instance, service, names[i]);
}

int instance_of(struct instance *instance, const struct service *service, const char *places, struct error *error)
{
    struct places there;
    *instance = (struct instance){.follows_count = 0};
    if (instance_name(instance->name, service->name, service->place ? service->place : "") != 0)
        return error_set(error, "the place %.40s has too long a name", service->place);
    if (places_read(&there, places, "places", error) != 0 || instance_check(&there, instance->name, error) != 0)
        return -1;
    for (const char *const *name = service->follows; name && *name; name++)
        follows_add(instance, &there, *name);
    return 0;
}
