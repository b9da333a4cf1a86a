/* A visit's moves with all that belongs to them: the hold on the worker's time, the timers, the events. Each function
 * belongs to the unit in hand and returns UNIT_DONE, UNIT_REFUSED or UNIT_TROUBLE. */
#ifndef ANXIN_MATCHING_LIFE_H
#define ANXIN_MATCHING_LIFE_H

#include "absence.h"
#include "matching.h"
#include "offline.h"

/* True when the table has that move. */
bool life_allows(const struct visit *visit, enum visit_trigger trigger);

/* Creates the visit, PLANNED, with an id and a door code. */
int life_begin(struct unit *unit, struct visit *visit);

/* The offer and the assignment of a visit that nobody has, or whose worker is to be replaced (visit->replaces is set).
 */
int life_offer(struct unit *unit, struct visit *visit, const struct candidate *candidate);
int life_assign(struct unit *unit, struct visit *visit, const struct candidate *candidate, const char *how);
int life_accept(struct unit *unit, struct visit *visit);

/* Takes the visit from its worker, so that life_offer or life_assign can follow; that worker is not tried again. */
int life_lose_worker(struct unit *unit, struct visit *visit, const char *why);

/* The offer came to nothing: that worker is not tried again. Another one who is asked too takes the place, and the
 * visit stays OFFERED; else it is PLANNED again. */
int life_decline(struct unit *unit, struct visit *visit, const char *reason);
int life_void(struct unit *unit, struct visit *visit);   /* the rules say no */
int life_expire(struct unit *unit, struct visit *visit); /* nobody has answered: always PLANNED */

int life_give_up(struct unit *unit, struct visit *visit, const char *because, const struct ranking *ranking);
int life_replan(struct unit *unit, struct visit *visit, enum visit_trigger trigger); /* RETRY or REMATCH */
int life_ack(struct unit *unit, struct visit *visit);
int life_risk(struct unit *unit, struct visit *visit, enum visit_trigger trigger, const char *reason);
int life_recover(struct unit *unit, struct visit *visit);
int life_depart(struct unit *unit, struct visit *visit);
int life_check_in(struct unit *unit, struct visit *visit, const char *method, const struct act *act);
int life_check_out(struct unit *unit, struct visit *visit, const struct act *act);   /* ENDED; the time is free again */
int life_verify(struct unit *unit, struct visit *visit, enum visit_trigger trigger); /* VERIFY or SETTLE */
int life_remind(struct unit *unit, struct visit *visit); /* nobody has put its times right: told now, and again */
int life_dispute(struct unit *unit, struct visit *visit);
int life_overdue(struct unit *unit, struct visit *visit);
int life_close(struct unit *unit, struct visit *visit);
/* A second person has confirmed that a missed visit was worked: ENDED. */
int life_attest(struct unit *unit, struct visit *visit, int64_t started_at, int64_t ended_at);
int life_miss(struct unit *unit, struct visit *visit);
int life_no_client(struct unit *unit, struct visit *visit, const struct absence *absence);
/* CANCEL: what was worked until now is recorded; ANNUL: nothing of it counts. */
int life_cancel(struct unit *unit, struct visit *visit, enum visit_trigger trigger, const char *reason);

/* Roster is silent: the visit, planned or at risk, waits until it is heard again (risk.h). */
int life_wait(struct unit *unit, struct visit *visit);

/* Nobody else was found for a visit at risk: notes when, for the next look; the visit's revision stays. */
int life_searched(struct unit *unit, struct visit *visit);

/* Saves the visit after a change that is no move. */
int life_save(struct unit *unit, struct visit *visit);

#endif
