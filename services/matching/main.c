/* anxin-matching: visits, offers, and the one calendar of people's time. The service itself is in service.c. */
#include "matching.h"

int main(int argc, char **argv)
{
    return service_main(&matching_service, argc, argv);
}
