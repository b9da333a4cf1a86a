/* The daemon of mediation; the service itself is in service.c, so that tests and the simulator can hold it too. */
#include "tables.h"

int main(int argc, char **argv)
{
    return service_main(&mediation_service, argc, argv);
}
