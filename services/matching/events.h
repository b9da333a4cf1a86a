/* What matching says of a visit. Each emits one event and returns UNIT_DONE or UNIT_TROUBLE. */
#ifndef ANXIN_MATCHING_EVENTS_H
#define ANXIN_MATCHING_EVENTS_H

#include "absence.h"
#include "correction.h"
#include "matching.h"

/* Events that tell the visit and its worker alone: acked, en_route, offer_expired, disputed, closed,
 * checkout_overdue. */
int event_plain(struct unit *unit, enum message_type type, const struct visit *visit);

int event_missed(struct unit *unit, const struct visit *visit);
int event_deferred(struct unit *unit, const struct visit *visit);
int event_pinned(struct unit *unit, const struct visit *visit, bool pinned);
int event_planned(struct unit *unit, const struct visit *visit);
int event_offered(struct unit *unit, const struct visit *visit);
int event_offer_declined(struct unit *unit, const struct visit *visit, const char *reason);
int event_offer_withdrawn(struct unit *unit, const struct visit *visit, const char *reason);
int event_assigned(struct unit *unit, const struct visit *visit);
int event_reassigned(struct unit *unit, const struct visit *visit, int64_t penalty_min);
int event_at_risk(struct unit *unit, const struct visit *visit);
int event_recovered(struct unit *unit, const struct visit *visit);
int event_client_no_show(struct unit *unit, const struct visit *visit, const struct absence *absence);
int event_started(struct unit *unit, const struct visit *visit);
int event_told_late(struct unit *unit, const struct visit *visit);
int event_ended(struct unit *unit, const struct visit *visit);
int event_verified(struct unit *unit, const struct visit *visit);
int event_unverified(struct unit *unit, const struct visit *visit, const char *reason);
int event_verify_overdue(struct unit *unit, const struct visit *visit);
int event_cancelled(struct unit *unit, const struct visit *visit, const char *reason);
int event_unfillable(struct unit *unit, const struct visit *visit, const char *because, const struct ranking *ranking);

int event_correction_proposed(struct unit *unit, const struct visit *visit, const struct correction *correction);
int event_corrected(struct unit *unit, const struct visit *visit, const struct correction *correction, bool missed);
int event_correction_dropped(struct unit *unit, const struct visit *visit, const char *reason);

#endif
