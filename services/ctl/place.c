/* Whom a name of a service means in a set of several places. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "services/ctl/ctl.h"

bool ctl_knows(const struct ctl *ctl, const char *owner)
{
    for (int i = 0; i < ctl->known; i++)
        if (instance_is_of(ctl->service[i].name, owner))
            return true;
    return false;
}

int ctl_place_open(struct ctl *ctl)
{
    struct error error = {0};
    const char *said = args_text(&ctl->args, "place"), *place = said ? said : getenv("ANXIN_PLACE");
    if (places_read(&ctl->places, ctl->config.places, "places", &error))
        return ctl_say(ctl, CTL_USAGE, "%s", error.text);
    if (ctl->places.count == 1)
        TEXT_PUT(ctl->place, ctl->places.at[0]);
    if (!place || !*place || (!said && !ctl->places.count))
        return 0;
    if (!places_have(&ctl->places, place))
        return ctl_say(ctl, CTL_USAGE, "--place: there is no place %.40s%s", place,
                       ctl->places.count ? "" : ": places in [anxin] names none");
    TEXT_PUT(ctl->place, place);
    return 0;
}

static struct ctl_service *service_called(struct ctl *ctl, const char *name)
{
    for (int i = 0; i < ctl->known; i++)
        if (text_same(ctl->service[i].name, name))
            return &ctl->service[i];
    return NULL;
}

struct ctl_service *ctl_service(struct ctl *ctl, const char *name)
{
    char here[INSTANCE_NAME];
    struct ctl_service *service = service_called(ctl, name);
    if (service || !ctl->place[0] || instance_name(here, name, ctl->place))
        return service;
    return service_called(ctl, here);
}

int ctl_no_service(const struct ctl *ctl, const char *name)
{
    char there[PLACES_MOST * (PLACE_CODE + 2)] = "";
    if (!ctl_knows(ctl, name))
        return ctl_say(ctl, CTL_USAGE, "there is no service %s", name);
    for (int i = 0; i < ctl->places.count; i++) {
        const size_t used = strlen(there);
        text_format(there + used, sizeof there - used, "%s%s", i ? ", " : "", ctl->places.at[i]);
    }
    return ctl_say(ctl, CTL_USAGE, "%s runs at each place: say which with --place (%s)", name, there);
}

int ctl_instances(struct ctl *ctl, const char *service, struct ctl_service *at[PLACES_MOST])
{
    int count = 0;
    at[0] = ctl_service(ctl, service);
    if (at[0])
        return 1;
    for (int i = 0; i < ctl->known && count < PLACES_MOST; i++)
        if (instance_is_of(ctl->service[i].name, service))
            at[count++] = &ctl->service[i];
    return count;
}
