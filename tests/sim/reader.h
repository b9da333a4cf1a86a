/* The reading half of client.h, for client.c alone. */
#ifndef ANXIN_SIM_READER_H
#define ANXIN_SIM_READER_H

#include "client.h"

/* True when the parcel answers a reader. */
bool reader_take(struct clients *clients, const struct parcel *parcel, const struct envelope *envelope);
void client_told(struct clients *clients, const struct intake_answered *told);

#endif
