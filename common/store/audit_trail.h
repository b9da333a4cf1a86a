/* The trail of acts (X4, MESSAGING 7.6): one row for each act that was accepted or refused, each denial, each request
 * of an operator and each reading of personal fields, chained by hash, written in the transaction of the act.
 * Append-only: rows go only by audit_trim, which leaves a row that says so. Nothing personal stands in it: ids, codes
 * and names of fields. The engine writes it by itself (service/trail.c). */
#ifndef ANXIN_STORE_AUDIT_TRAIL_H
#define ANXIN_STORE_AUDIT_TRAIL_H

#include "proto/common.h"
#include "store/store.h"
#include "wire/id.h"

#define AUDIT_TEXT 256
#define AUDIT_RESTORED "store.restored" /* its object is the epoch that ended */
#define AUDIT_TRIMMED "audit.trimmed"   /* its object is the first row kept, its fields the hash before that one */

/* What a row says. Texts of at most AUDIT_TEXT - 1 bytes; NULL or "" where there is nothing to say. */
struct audit_entry {
    int64_t at, mono;      /* business and monotonic time, ms */
    const char *who, *key; /* identity or uid:N; begin of its key */
    const char *role, *actor, *actorfor;
    const char *kind;             /* command, question, admin, system */
    const char *what;             /* type of the message */
    const char *object;           /* id */
    const char *fields;           /* names, with commas */
    const char *decision;         /* accepted, refused, denied */
    const char *code;             /* why not */
    const char *source, *message; /* (source, id) of the message */
    int64_t count;                /* 0 is 1 */
    const char *reason;           /* why, as who acted said */
    const char *policy;           /* row of the policy that decided, behind its line */
};

/* Appends a row; inside a transaction. 0 or -1. */
int audit_write(struct store *store, const struct audit_entry *entry);

/* The last row; number 0 and zeros when there is none. 0 or -1. */
struct audit_head {
    int64_t number;
    uint8_t hash[HASH_SIZE];
};
int audit_head(struct store *store, struct audit_head *head);

/* When the first row after `number` was written: 1, 0 there is none, -1. */
int audit_after(struct store *store, int64_t number, int64_t *at);

/* Rows after number `after`, in order, looked for among the next `look` ones; texts "" and since 0: of any. *last is
 * the last number looked at. Long texts stand in `texts`, AUDIT_TEXT bytes a row. How many, or -1. */
struct audit_choice {
    int64_t after, look, since;
    const char *object, *who; /* who: identity or actor */
};
int audit_list(struct store *store, const struct audit_choice *choice, struct audit_row *rows,
               char (*texts)[AUDIT_TEXT], int most, int64_t *last);

/* Forgets at most `most` of the oldest rows, those from before `before`, and notes with `note` (at, mono, who) where
 * the trail begins now. How many, or -1. Inside a transaction. */
int audit_trim(struct store *store, int64_t before, int most, const struct audit_entry *note);

/* ---- where others stood ---- */

/* Keeps where the trail of a source stood: 1, 0 when that is impossible (an earlier one of that epoch says otherwise),
 * -1. */
int anchor_keep(struct store *store, const struct audit_anchor *anchor);
/* Rows in the order of (source, epoch, number), after the one given. How many, or -1. */
int anchor_list(struct store *store, const struct audit_anchor *after, struct audit_anchor *rows, int most, bool *more);
/* Of anchors older than `before` only the first of each day stays. How many went, or -1. */
int anchor_trim(struct store *store, int64_t before);

/* ---- verifying ---- */

typedef void audit_complain(void *self, const char *text);

/* Walks the whole trail; calls `complain` for each row that is changed, missing or out of place. 0 or -1. */
int audit_verify(struct store *store, audit_complain *complain, void *self, int64_t *rows);

/* Compares with what `by` noted of this store, whose epoch is `epoch`; complains when the trail does not reach so far
 * or holds another row there. 0 or -1. */
int audit_compare(struct store *store, const char *epoch, const char *by, const struct audit_anchor *anchor,
                  audit_complain *complain, void *self);

#endif
