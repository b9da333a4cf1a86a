/* Stations, communities, coverage and public documents in the store. Find: 1, 0, -1. Save: 0, -1. */
#ifndef ANXIN_BOOKING_CATALOG_STORE_H
#define ANXIN_BOOKING_CATALOG_STORE_H

#include "near.h"
#include "proto/booking.h"
#include "store/store.h"

/* Without its hours: they stand with those of the rooms (room_store.h). */
int station_find(struct store *store, const char *station, struct station_get_answer *found);
int station_save(struct store *store, const struct station_put *put, int64_t version);
int station_page(struct store *store, const struct station_list *asked, struct station_list_answer *page);

/* Stations that take bookings, at most NEAR_MAX by code; `serves` is told of the community ("" for none). With `only`,
 * those alone that serve it. 0 or -1. */
/* By the centre; of two at the same distance the first code. 0 or -1. */
int community_nearest(struct store *store, struct cell from, struct near_community *nearest);
int station_places(struct store *store, const char *community, bool only, struct near_list *list);

int community_find(struct store *store, const char *community, struct community_get_answer *found);
int community_save(struct store *store, const struct community_put *put, int64_t version);
int community_page(struct store *store, const struct community_list *asked, struct community_list_answer *page);

int coverage_version(struct store *store, const char *station, int64_t *version);        /* 0 when there is none */
int coverage_save(struct store *store, const struct coverage_put *put, int64_t version); /* replaces what stood */
int coverage_has(struct store *store, const char *station, const char *community);

int doc_last_version(struct store *store, const struct doc_publish *put, int64_t *version); /* 0 when there is none */
int doc_save(struct store *store, const struct doc_publish *put, int64_t version);
int doc_find(struct store *store, const struct doc_current *asked, struct doc_current_answer *found);
int doc_moved_save(struct store *store, const char *station, int64_t valid_from); /* mediation has one from then on */

#endif
