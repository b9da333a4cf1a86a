/* The services of the catalogue in the store. Find: 1, 0, -1. Save: 0, -1. */
#ifndef ANXIN_BOOKING_SERVICE_STORE_H
#define ANXIN_BOOKING_SERVICE_STORE_H

#include <stdbool.h>

#include "proto/booking.h"
#include "store/store.h"

int service_find(struct store *store, const char *service, struct service_get_answer *found);
int service_save(struct store *store, const struct service_put *put, int64_t version);
/* At this station too: it is on the list of the service, or there is no list (A1.2). */
bool service_offered_at(const struct service_get_answer *service, const char *station);
int service_page(struct store *store, const struct service_list *asked, struct service_list_answer *page);

#endif
