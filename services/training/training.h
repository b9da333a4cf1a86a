/* What the files of this service share: settings, tables, and the steps that several handlers take. */
#ifndef ANXIN_TRAINING_TRAINING_H
#define ANXIN_TRAINING_TRAINING_H

#include "service/service.h"

#include "enrolment.h"
#include "hold.h"
#include "session.h"

enum training_setting {
    SET_LOCK_DAYS,
    SET_EXAM_LOCK_DAYS,
    SET_RELEASE_DAYS,
    SET_ATTENDANCE_PERCENT,
    SET_TRAINEE_DAYS,
    SET_WAITING,
    SET_PASS_MARK,
    SET_MARKS_APART,
    SET_RESIT_DAYS,
    SET_APPEAL_WORKDAYS,
    SET_COUNT
};

extern const struct handler course_handlers[], session_handlers[], closing_handlers[], enrolment_handlers[],
    approval_handlers[], hold_handlers[], offer_handlers[], need_handlers[], exam_handlers[], certificate_handlers[],
    document_handlers[];
extern const struct timer_handler session_timers[], offer_timers[], exam_timers[];
extern const struct query_handler training_queries[];
extern const struct invariant training_invariants[];
extern const struct reach training_reach;
extern const struct replica training_replicas[];
extern const struct statements training_replica_sql;
extern const struct statements course_sql, session_sql, enrolment_sql, hold_sql, need_sql, exam_sql;
extern const struct migration training_migrations[];
extern const struct privacy training_privacy;
extern const struct service training_service;

#define SESSION_FACTS_PUT(event, s)                                                                                    \
    (TEXT_PUT((event).session, (s)->id), TEXT_PUT((event).course, (s)->course),                                        \
     TEXT_PUT((event).station, (s)->station), (event).start = (s)->start, (event).end = (s)->end)
#define ENROL_FACTS_PUT(event, e)                                                                                      \
    (TEXT_PUT((event).enrolment, (e)->id), TEXT_PUT((event).session, (e)->session),                                    \
     TEXT_PUT((event).station, (e)->station), TEXT_PUT((event).trainee, (e)->trainee))

/* The steps below return UNIT_DONE, or what the handler is to return at once. */

/* Refuses "conflict" when the sender has seen another revision. */
int training_expect(struct unit *unit, int64_t revision);

/* Refuses a worker or trainee who acts for another person. */
int training_own(struct unit *unit, const char *person);

/* Loads a session for a command; refuses an unknown one, and a revision that is not the one seen. */
int training_session(struct unit *unit, const char *id, struct session *session);

/* Likewise an enrolment and its session, by the enrolment's revision. */
int training_enrolment(struct unit *unit, const char *id, struct enrolment *enrolment, struct session *session);

/* Refuses when the session takes no trainees, or has no seat left for the group. */
int seat_guard(struct unit *unit, const struct session *session, int group);

/* Counts an enrolment against the quota of its programme, in this year (T4); refuses when no place is left. */
int place_take(struct unit *unit, const struct session *session, struct enrolment *enrolment);

/* Moves along the table; refuses when it does not allow it. Does not save. */
int session_move(struct unit *unit, struct session *session, enum session_trigger trigger);
int enrolment_move(struct unit *unit, struct enrolment *enrolment, enum enrolment_trigger trigger);

/* Opens or fills a session as its seats say, and says so (D5 row 3). */
int session_reseat(struct unit *unit, struct session *session);

/* From the lock to the start: longer before an examination (D5 row 4). */
int64_t session_lock_ms(const struct unit *unit, const struct session *session);

/* When the lock falls; when kept seats open to all, and whether they are. */
int64_t session_lock_at(const struct unit *unit, const struct session *session);
int64_t session_release_at(const struct unit *unit, const struct session *session);
bool session_released(const struct unit *unit, const struct session *session);

/* Asks for the room and the trainer's time anew and writes the holds into the session; a trainee's time likewise. */
int session_ask_holds(struct unit *unit, struct session *session);
int enrolment_ask_hold(struct unit *unit, const struct session *session, struct enrolment *enrolment);

/* Tells the owner that a hold is no longer needed, unless it was denied or dropped already. */
int training_drop(struct unit *unit, const char *hold);

/* Ends a live enrolment with WITHDRAW, DENY, REFUSE or LAPSE: its time, and before the start its quota, are free again.
 * Says it. */
int enrolment_close(struct unit *unit, const struct session *session, struct enrolment *enrolment,
                    enum enrolment_trigger trigger, const char *reason);

/* No date at present, for that reason: trainees keep their seats, what was held is free (D5 row 6). */
int session_put_off(struct unit *unit, struct session *session, const char *reason);

/* The next date of a postponed session stands: open, locks again, and asks for its trainees' time (D5 row 6). */
int session_date_stands(struct unit *unit, struct session *session);

/* The session's results are void (ruling 5): refuses when certificates were issued from it. */
int session_annul(struct unit *unit, struct session *session, const char *reason);

/* Grades a session that has ended once no result is open any more (D5 row 9); else nothing. */
int session_settle(struct unit *unit, struct session *session);

/* Refuses who lacks what the session's course needs (D6 row 1), unless an exception is signed. */
int needs_guard(struct unit *unit, const struct session *session, const char *trainee, const char *exception);

/* Holds a seat in the next session of the course for who lost one in `from`; nothing when there is none (D5 row 5). */
int seat_offer(struct unit *unit, const struct session *from, struct enrolment *lost);

/* Ends an offer with DECLINE, OFFER_LAPSES or POSTPONE, and says it: seat and quota are free again (D6 row 6). */
int offer_close(struct unit *unit, struct enrolment *enrolment, enum enrolment_trigger trigger, const char *reason);

/* The examination is open for who attended enough (D6 row 13): to be taken before `until`. */
int exam_begin(struct unit *unit, const struct enrolment *enrolment, int64_t *until);

#endif
