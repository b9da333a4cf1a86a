/* Areas in the store. Find: 1, 0, -1. Save, page: 0, -1. */
#ifndef ANXIN_BOOKING_AREA_STORE_H
#define ANXIN_BOOKING_AREA_STORE_H

#include "proto/booking.h"
#include "store/store.h"

int area_find(struct store *store, const char *area, struct area_row *found); /* without its communities */
int area_save(struct store *store, const struct area_put *put, int64_t version);

/* A part of `area` that would not fit into one of `kind` (area.h): its code. */
int area_misfit(struct store *store, const char *area, const char *kind, char part[33]);

int area_page(struct store *store, const struct area_tree *asked, struct area_tree_answer *page);

#endif
