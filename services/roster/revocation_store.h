/* Mass revocations in the store (R6). */
#ifndef ANXIN_ROSTER_REVOCATION_STORE_H
#define ANXIN_ROSTER_REVOCATION_STORE_H

#include "store/store.h"

#include "cert.h"

/* Which certificates of a body, and how far it has come. */
struct revocation {
    char id[65];
    char body[33], type[33];             /* type "": any */
    char number_from[65], number_to[65]; /* both included; "": any */
    int64_t issued_from, issued_to;      /* [issued_from, issued_to) */
    char reason[33];
    char by[65];
    int64_t at;
    int64_t count, revoked;
    char upto[65];   /* id of the certificate looked at last */
    int64_t done_at; /* 0: it goes on */
};

int revocation_find(struct store *store, const char *id, struct revocation *revocation); /* 1, 0, -1 */
int revocation_insert(struct store *store, const struct revocation *revocation);
int revocation_save(struct store *store, const struct revocation *revocation); /* count, revoked, upto, done_at */

/* How many certificates that one of the store is about. 0 or -1. */
int revocation_count(struct store *store, const char *id, int64_t *count);

/* The next certificate after `upto` that it is about. 1, 0, -1. */
int revocation_next(struct store *store, const struct revocation *revocation, struct cert *cert);

/* A mass revocation that a certificate of the store fits, in whatever state it is: 1 and its id, 0, -1. */
int revocation_of(struct store *store, const char *cert, char id[65]);

#endif
