/* Steps that several handlers of certificates share (D7). They return UNIT_DONE, or what the handler is to return at
 * once. */
#ifndef ANXIN_ROSTER_CERT_STEPS_H
#define ANXIN_ROSTER_CERT_STEPS_H

#include "roster.h"

#define CERT_FACTS_PUT(event, w, c)                                                                                    \
    (WORKER_FACTS_PUT(event, w), TEXT_PUT((event).cert, (c)->id), TEXT_PUT((event).cert_type, (c)->type),              \
     (event).level = (c)->level, (event).valid_from = (c)->valid_from, (event).valid_to = (c)->valid_to)

/* Loads a certificate and its worker for a command, which needs an actor. */
int cert_take(struct unit *unit, const char *id, struct cert *cert, struct worker *worker);

/* Moves along the table; refuses when it does not allow it. Does not save. */
int cert_move(struct unit *unit, struct cert *cert, enum cert_trigger trigger);

/* Saves the certificate that the command is about. */
int cert_keep(struct unit *unit, struct cert *cert);

/* Sets the timers of its beginning, its end and its next reminder (0 or -1); the last one alone; clears them all. */
int cert_arm(struct unit *unit, const struct cert *cert);
int cert_remind(struct unit *unit, const struct cert *cert);
int cert_disarm(struct unit *unit, const struct cert *cert);

/* From the moment a verified certificate is in force, it takes the place of the older ones (D7 row 7). */
int cert_take_effect(struct unit *unit, const struct worker *worker, const struct cert *newer);

/* Computes the colour code anew when the certificate is a basic one of a live worker. */
int cert_colour(struct unit *unit, struct worker *worker, const struct cert *cert);

/* Revokes one, alone (revocation "") or with others, and says it (D7 row 9). */
int cert_revoke(struct unit *unit, struct worker *worker, struct cert *cert, const char *reason,
                const char *revocation);

#endif
