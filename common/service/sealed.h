/* Answers that are sealed for somebody who does not ask himself: an authority's file, which whoever fetches and carries
 * it cannot read. */
#ifndef ANXIN_SERVICE_SEALED_H
#define ANXIN_SERVICE_SEALED_H

#include "service/unit.h"
#include "wire/letter.h"

/* Within a question: a body as JSON, with when, by whom, why and for whom it was made, sealed for `key`. The view is
 * valid until the answer has left; `digest` is the BLAKE2b-256 of it. The trail's row of this answer names recipient,
 * key and digest. UNIT_DONE; UNIT_REFUSED when it is no key that can be sealed for (field `key`), or no reason was
 * given; UNIT_TROUBLE. */
int sealed_body(struct unit *unit, enum message_type type, const void *body, const char *recipient, const char *key,
                struct view *sealed, uint8_t digest[32]);

#endif
