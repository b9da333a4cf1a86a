/* The store of mediation: cases, their numbers, the copy of stations and bookings. Finds: 1, 0, -1; saves: 0, -1. */
#ifndef MEDIATION_STORE_H
#define MEDIATION_STORE_H

#include "store/store.h"

#include "dispute.h"

extern const struct statements mediation_sql;

int dispute_find(struct store *store, const char *id, struct dispute *dispute);
int dispute_insert(struct store *store, const struct dispute *dispute);
int dispute_save(struct store *store, struct dispute *dispute); /* counts the revision up */

/* The next count of a station's cases in a civil year, from 1. */
int dispute_count_up(struct store *store, const char *station, int year, int64_t *count);

/* Lists by id after `after` ("" from the first), walked by dispute_next until 0 or -1, then rows_close. "" is no
 * filter. */
void dispute_list(struct rows *rows, struct store *store, const char *after, int64_t most, const char *station,
                  const char *state);
void dispute_list_booking(struct rows *rows, struct store *store, const char *after, int64_t most, const char *booking);
void dispute_list_overdue(struct rows *rows, struct store *store, const char *after, int64_t most, const char *station,
                          int64_t now);
int dispute_next(struct rows *rows, struct dispute *dispute);

/* Complaints that were found true. */
int upheld_find(struct store *store, const char *id); /* 1, 0, -1 */
int upheld_add(struct store *store, const char *id, bool serious, int64_t at, const char *by);

int booking_copy_find(struct store *store, const char *booking, char station[33]);
int booking_copy_save(struct store *store, const char *booking, const char *station, const char *state);
int station_copy_find(struct store *store, const char *station);
int station_copy_save(struct store *store, const char *station);

#endif
