/* Where what messages are about is (V24): SQL that finds the places of an object, and a row for each message.
 * A worker belongs to the own station and to every employer there is at present. */
#include "service/reach.h"

#include "roster.h"

enum { WORKER, CERT, LEAVE, SUBJECT, STATEMENTS };

static const char *const sql[STATEMENTS] = {
    [WORKER] = "SELECT station, '', id, '' FROM worker WHERE id = ?1 UNION ALL "
               "SELECT employer, '', worker, '' FROM employer WHERE worker = ?1 AND until IS NULL",
    [CERT] =
        "SELECT w.station, '', c.worker, '' FROM cert c JOIN worker w ON w.id = c.worker WHERE c.id = ?1 UNION ALL "
        "SELECT e.employer, '', c.worker, '' FROM cert c "
        "JOIN employer e ON e.worker = c.worker AND e.until IS NULL WHERE c.id = ?1",
    [LEAVE] = "SELECT w.station, '', l.worker, '' FROM leave l JOIN worker w ON w.id = l.worker WHERE l.id = ?1",
    [SUBJECT] = "SELECT station, '', '', '' FROM worker WHERE id = ?1 UNION ALL "
                "SELECT w.station, '', '', '' FROM cert c JOIN worker w ON w.id = c.worker WHERE c.id = ?1 UNION ALL "
                "SELECT w.station, '', '', '' FROM leave l JOIN worker w ON w.id = l.worker WHERE l.id = ?1",
};

static const struct reach_row rows[] = {
    REACH_FOUND_ROW(worker_hire, worker, WORKER),
    REACH_STATION_ROW(worker_hire, station),
    REACH_FOUND_ROW(worker_update, worker, WORKER),
    REACH_STATION_ROW(worker_update, station),
    REACH_FOUND_ROW(worker_employ, worker, WORKER),
    REACH_FOUND_ROW(worker_unemploy, worker, WORKER),
    REACH_FOUND_ROW(worker_start, worker, WORKER),
    REACH_FOUND_ROW(worker_confirm, worker, WORKER),
    REACH_FOUND_ROW(worker_dismiss, worker, WORKER),
    REACH_FOUND_ROW(worker_suspend, worker, WORKER),
    REACH_FOUND_ROW(worker_reinstate, worker, WORKER),
    REACH_FOUND_ROW(worker_spare, worker, WORKER),
    REACH_FOUND_ROW(worker_retire, worker, WORKER),
    REACH_FOUND_ROW(duty_accept, worker, WORKER),
    REACH_FOUND_ROW(prejob_record, worker, WORKER),
    REACH_FOUND_ROW(leave_put, worker, WORKER),
    REACH_FOUND_ROW(cert_register, worker, WORKER),
    REACH_WHOLE_ROW(duty_publish),
    REACH_FOUND_ROW(leave_end, leave, LEAVE),
    REACH_FOUND_ROW(cert_verify, cert, CERT),
    REACH_FOUND_ROW(cert_reject, cert, CERT),
    REACH_FOUND_ROW(cert_suspend, cert, CERT),
    REACH_FOUND_ROW(cert_restore, cert, CERT),
    REACH_FOUND_ROW(cert_revoke, cert, CERT),
    REACH_WHOLE_ROW(revocation_order),
    REACH_OPEN_ROW(revocation_get),
    REACH_FOUND_ROW(worker_get, id, WORKER),
    REACH_FOUND_ROW(worker_timeline, id, WORKER),
    REACH_LIST_ROW(worker_list),
    REACH_LIST_ROW(cert_list),
    REACH_LIST_ROW(duty_not_accepted),
    REACH_OPEN_ROW(duty_get),
    REACH_FOUND_ROW(cert_get, id, CERT),
    REACH_FOUND_ROW(privacy_erase, person, WORKER),
    REACH_FOUND_ROW(privacy_export, person, SUBJECT),
    REACH_FOUND_ROW(service_story, subject, SUBJECT),
    {.type = MSG_NONE},
};

const struct reach roster_reach = {{"reach", sql, STATEMENTS}, rows};
