/* The public documents about complaints in the store. Find: 1, 0, -1. Save: 0, -1. */
#ifndef MEDIATION_DOC_STORE_H
#define MEDIATION_DOC_STORE_H

#include "proto/mediation.h"
#include "store/store.h"

extern const struct statements complaint_doc_sql;

/* The highest number given, by booking too; 0 when there is none. */
int complaint_doc_last(struct store *store, const char *station, int64_t *version);
int complaint_doc_save(struct store *store, const struct complaint_doc_publish *put, int64_t version);
int complaint_doc_find(struct store *store, const struct complaint_doc_current *asked,
                       struct complaint_doc_current_answer *found);

int complaint_doc_before_find(struct store *store, const char *station, int64_t *version); /* the last one of booking */
int complaint_doc_before_save(struct store *store, const char *station, int64_t version);  /* keeps the highest */

#endif
