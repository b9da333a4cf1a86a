/* The store of mediation: cases, their numbers, the copy of stations and bookings. Finds: 1, 0, -1; saves: 0, -1. */
#ifndef MEDIATION_STORE_H
#define MEDIATION_STORE_H

#include "store/store.h"

#include "agreement.h"
#include "dispute.h"

extern const struct statements mediation_sql;

int dispute_find(struct store *store, const char *id, struct dispute *dispute);
int dispute_insert(struct store *store, const struct dispute *dispute);
int dispute_save(struct store *store, struct dispute *dispute); /* counts the revision up */

/* The terms of an agreement, in order. 0 or -1. */
int term_insert(struct store *store, const char *id, int number, const struct agreed_term *term);
int term_list(struct store *store, const char *id, struct agreed_term terms[AGREEMENT_TERMS], uint32_t *count);

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

/* How a worker is employed by an employer (a station, for the home one), else by another one: an employer of 员工制
 * first. */
int employment_find(struct store *store, const char *worker, const char *employer, char employment[33]);
int employment_save(struct store *store, const char *worker, const char *employer, bool home, const char *employment);
/* It lasts no longer, and stays known; employer "": all of them. 0 or -1. */
int employment_end(struct store *store, const char *worker, bool home, const char *employer);

int station_copy_find(struct store *store, const char *station);
int station_copy_save(struct store *store, const char *station);

#endif
