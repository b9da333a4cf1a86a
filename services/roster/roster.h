/* What the files of this service share: settings, tables, and the steps that several handlers take. */
#ifndef ANXIN_ROSTER_ROSTER_H
#define ANXIN_ROSTER_ROSTER_H

#include "service/service.h"

#include "cert.h"
#include "worker.h"

enum roster_setting {
    SET_PROBATION_DAYS,
    SET_CONFIRM_VISITS,
    SET_PREJOB_H,
    SET_PREJOB_CARE_H,
    SET_REVIEW_DAYS,
    SET_YEARLY_DAYS,
    SET_REVOKE_ROWS,
    SET_LOOK_BACK_YEARS,
    SET_REMIND, /* CERT_REMINDERS of them, descending */
    SET_PROFILE_DAYS = SET_REMIND + CERT_REMINDERS,
    SET_COUNT
};

extern const struct handler worker_handlers[], prepare_handlers[], probation_handlers[], leave_handlers[],
    cert_handlers[], revocation_handlers[], proposal_handlers[], visit_handlers[], complaint_handlers[],
    station_handlers[];
extern const struct timer_handler worker_timers[], probation_timers[], leave_timers[], cert_timers[],
    revocation_timers[];
extern const struct query_handler roster_queries[], prepare_queries[], revocation_queries[];
extern const struct invariant roster_invariants[];
extern const struct replica roster_replicas[];
extern const struct statements roster_replica_sql;
extern const struct reach roster_reach;
extern const struct statements worker_sql, prepare_sql, leave_sql, cert_sql, revocation_sql, proposal_sql,
    visit_follow_sql, home_station_sql;
extern const struct migration roster_migrations[];
extern const struct privacy roster_privacy;
extern const struct service roster_service;

#define WORKER_FACTS_PUT(event, w) (TEXT_PUT((event).worker, (w)->id), TEXT_PUT((event).station, (w)->station))

/* The steps below return UNIT_DONE, or what the handler is to return at once. */

/* Loads a worker; refuses an unknown one. */
int roster_worker(struct unit *unit, const char *id, struct worker *worker);

/* Likewise for a command about the worker, who becomes its subject; refuses a revision that is not the one seen. */
int roster_take(struct unit *unit, const char *id, struct worker *worker);

/* Saves the worker that the command is about. */
int roster_keep(struct unit *unit, struct worker *worker);

/* Refuses a home station that booking has not told of. */
int roster_station(struct unit *unit, const char *station);

/* Refuses a worker who has left. */
int roster_live(struct unit *unit, const struct worker *worker);

/* Refuses "conflict" when the sender has seen another revision. */
int roster_expect(struct unit *unit, int64_t revision);

/* Refuses a message without actor: rules that keep two persons apart need to know who acts. */
int roster_actor(struct unit *unit);

/* Refuses a worker who acts for another one. */
int roster_own(struct unit *unit, const char *worker);

/* Moves a worker along its table and notes the step; refuses when the table does not allow it. Does not save. */
int roster_move(struct unit *unit, struct worker *worker, enum worker_trigger trigger, const char *what,
                const char *reason);

/* Notes a step that leaves the worker in her state. */
int roster_note(struct unit *unit, const struct worker *worker, const char *what, const char *reason);

/* Computes the colour code from all certificates; notes and says a change (D4 row 11). Saves the worker. */
int roster_colour(struct unit *unit, struct worker *worker);

/* Confirms a worker whose probation is over by time; else nothing (D4 row 3). */
int roster_probation(struct unit *unit, struct worker *worker);

/* Ends leave that is running or to come, without a word: the worker has left. */
int roster_close_leave(struct unit *unit, const struct worker *worker);

/* Takes a worker out of work until `review_by` (D4 row 7): by a manager, or over a complaint. Saves and says it. */
int roster_suspend(struct unit *unit, struct worker *worker, const char *reason, int64_t review_by, const char *by);

/* Sets the timers of the verified certificates of a worker who is back. */
int roster_arm_certs(struct unit *unit, const struct worker *worker);

/* Clears the timers of all certificates of a worker who has left. */
int roster_disarm_certs(struct unit *unit, const struct worker *worker);

#endif
