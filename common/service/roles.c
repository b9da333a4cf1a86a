/* Names of roles. */
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
