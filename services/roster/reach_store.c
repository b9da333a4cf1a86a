/* Where what messages are about is (V24): SQL that finds the places of an object, and a row for each message.
 * A worker belongs to the own station and to every employer there is at present. */
#include "reach_store.h"

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
const struct statements roster_reach_sql = {"reach", sql, STATEMENTS};

#define AT(message, member, statement) REACH_FOUND_ROW(message, member, roster_reach_sql, statement)

const struct reach_row roster_reach[] = {
    AT(worker_hire, worker, WORKER),
    REACH_STATION_ROW(worker_hire, station),
    AT(worker_update, worker, WORKER),
    REACH_STATION_ROW(worker_update, station),
    AT(worker_employ, worker, WORKER),
    AT(worker_unemploy, worker, WORKER),
    AT(worker_start, worker, WORKER),
    AT(worker_confirm, worker, WORKER),
    AT(worker_dismiss, worker, WORKER),
    AT(worker_suspend, worker, WORKER),
    AT(worker_reinstate, worker, WORKER),
    AT(worker_retire, worker, WORKER),
    AT(duty_accept, worker, WORKER),
    AT(prejob_record, worker, WORKER),
    AT(leave_put, worker, WORKER),
    AT(cert_register, worker, WORKER),
    REACH_WHOLE_ROW(duty_publish),
    AT(leave_end, leave, LEAVE),
    AT(cert_verify, cert, CERT),
    AT(cert_reject, cert, CERT),
    AT(cert_suspend, cert, CERT),
    AT(cert_restore, cert, CERT),
    AT(cert_revoke, cert, CERT),
    AT(worker_get, id, WORKER),
    AT(worker_timeline, id, WORKER),
    REACH_LIST_ROW(worker_list),
    REACH_LIST_ROW(cert_list),
    REACH_LIST_ROW(duty_not_accepted),
    REACH_OPEN_ROW(duty_get),
    AT(cert_get, id, CERT),
    AT(privacy_erase, person, WORKER),
    AT(privacy_export, person, SUBJECT),
    AT(service_story, subject, SUBJECT),
    {.type = MSG_NONE},
};
