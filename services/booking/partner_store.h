/* Partner organisations in the store. Find: 1, 0, -1. Save, page: 0, -1. */
#ifndef ANXIN_BOOKING_PARTNER_STORE_H
#define ANXIN_BOOKING_PARTNER_STORE_H

#include "proto/booking.h"
#include "store/store.h"

int partner_find(struct store *store, const char *partner, struct partner_get_answer *found);
int partner_save(struct store *store, const struct partner_put *put, int64_t version);
int partner_page(struct store *store, const struct partner_list *asked, struct partner_list_answer *page);

#endif
