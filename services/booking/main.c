/* The daemon of booking; the service itself is in service.c. */
#include "tables.h"

int main(int argc, char **argv)
{
    return service_main(&booking_service, argc, argv);
}
