/* Names of roles. */
#include <string.h>

#include "base/text.h"
#include "service/service.h"

static const struct {
    unsigned role;
    const char *name;
} roles[] = {
    {ROLE_CLIENT, "client"},         {ROLE_PARTNER, "partner"}, {ROLE_RECEPTIONIST, "receptionist"},
    {ROLE_DISPATCHER, "dispatcher"}, {ROLE_WORKER, "worker"},   {ROLE_MANAGER, "manager"},
    {ROLE_TRAINEE, "trainee"},       {ROLE_TRAINER, "trainer"}, {ROLE_REGISTRAR, "registrar"},
    {ROLE_MEDIATOR, "mediator"},     {ROLE_OFFICER, "officer"}, {ROLE_SUPERVISOR, "supervisor"},
    {ROLE_OPERATOR, "operator"},     {ROLE_SERVICE, "service"},
};

unsigned role_of(const char *name)
{
    for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++)
        if (roles[i].role != ROLE_SERVICE && text_same(roles[i].name, name))
            return roles[i].role;
    return 0;
}

const char *role_name(unsigned role)
{
    for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++)
        if (roles[i].role == role)
            return roles[i].name;
    return "";
}

/* "client, partner, ..." */
static void roles_list(char *to, size_t size)
{
    size_t used = 0;
    to[0] = '\0';
    for (unsigned role = 1; role & ROLE_ANY; role <<= 1) {
        text_format(to + used, size - used, "%s%s", used ? ", " : "", role_name(role));
        used = strlen(to);
    }
}

void role_why(char why[ROLE_WHY], const char *name, const char *otherwise)
{
    char list[ROLE_WHY];
    if (role_of(name)) {
        text_copy(why, ROLE_WHY, otherwise);
        return;
    }
    roles_list(list, sizeof list);
    if (name[0])
        text_format(why, ROLE_WHY, "unknown role %.32s; roles are %s", name, list);
    else
        text_format(why, ROLE_WHY, "no role is given; roles are %s", list);
}
