/* The daemon of roster; the service itself is in service.c. */
#include "roster.h"

int main(int argc, char **argv)
{
    return service_main(&roster_service, argc, argv);
}
