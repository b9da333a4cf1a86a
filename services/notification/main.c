/* The daemon of notification; the service itself is in service.c, so that tests and the simulator can hold it too. */
#include "tables.h"

int main(int argc, char **argv)
{
    return service_main(&notification_service, argc, argv);
}
