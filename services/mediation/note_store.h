/* The private notes of a case (K9). Their texts stand sealed with a key of their side: note_owner. */
#ifndef MEDIATION_NOTE_STORE_H
#define MEDIATION_NOTE_STORE_H

#include "store/store.h"
#include "wire/id.h"

extern const struct statements note_sql;

struct note {
    char id[ID_SIZE], dispute[ID_SIZE], side[33];
    int64_t at;
    char by[ID_SIZE], role[33];
};

/* Whose key seals the notes of a side. 0, or -1 when it does not fit. */
int note_owner(char owner[ID_SIZE], const char *dispute, const char *side);

int note_insert(struct store *store, const struct note *note, const char *text); /* 0 or -1 */
int note_count(struct store *store, const char *dispute, int64_t *count);        /* 0 or -1 */

/* Notes of a case by id after `after`, of one side or ("") of both; walked by note_next until 0 or -1, then rows_close.
 */
void note_list(struct rows *rows, struct store *store, const char *dispute, const char *side, const char *after,
               int64_t most);
int note_next(struct rows *rows, struct note *note);
int note_text(struct store *store, const char *note, char *text, size_t size); /* 1, 0 it was erased, -1 */

/* Owners of notes that go with a party or, by its id, with a case, one after the other in order: a filer takes both
 * sides with him, as he takes the file; a respondent his own. 1, 0, -1. */
int note_owner_of(struct store *store, const char *person, const char *after, char owner[ID_SIZE]);

#endif
