/* The daemon of training; the service itself is in service.c. */
#include "training.h"

int main(int argc, char **argv)
{
    return service_main(&training_service, argc, argv);
}
