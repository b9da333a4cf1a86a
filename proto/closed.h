/* Codes that a request may name where its table takes any: what was once a free code, so that old bytes are read for
 * ever, and is a closed list all the same. A service refuses a request that names another one, with `unknown_word` and
 * the field. Data only, like the tables.
 *
 *   C(message, field, "one|two|three")   a CODE, or each of CODES */
#ifndef ANXIN_PROTO_CLOSED_H
#define ANXIN_PROTO_CLOSED_H

#define CODES_OF_VISIT_STATES \
    "PLANNED|OFFERED|ASSIGNED|ACKED|AT_RISK|EN_ROUTE|STARTED|ENDED|VERIFIED|DISPUTED|UNFILLED|CANCELLED|MISSED|" \
    "CLIENT_NO_SHOW|CLOSED"
#define CODES_OF_WORKER_STATES "ONBOARDING|PROBATION|ACTIVE|ON_LEAVE|SUSPENDED|RETIRED|DISMISSED"
#define CODES_OF_CERT_STATES "SUBMITTED|VERIFIED|REJECTED|SUSPENDED|REVOKED|SUPERSEDED"
#define CODES_OF_SESSION_STATES "DRAFT|OPEN|FULL|LOCKED|RUNNING|ENDED|GRADED|ARCHIVED|POSTPONED|CANCELLED"
#define CODES_OF_ENROLMENT_STATES \
    "REQUESTED|APPROVED|OFFERED|ENROLLED|ATTENDING|EXAM_READY|RESIT_OPEN|UNDER_APPEAL|PASSED|FAILED|CERTIFIED|" \
    "COMPLETED|INCOMPLETE|NO_SHOW|REFUSED|LEFT|WITHDRAWN|ANNULLED"
#define CODES_OF_CERT_TYPES \
    "identity|background|health|insurance|matron|infant|elder|nurse|rehab|domestic|assistant|lactation|organising|" \
    "counsellor"
#define CODES_OF_WORKER_KINDS "matron|infant|elder_care|nurse|rehab|domestic|assistant|counsellor|volunteer"

#define CLOSED_CODES(C) \
    C(visit_list, state, CODES_OF_VISIT_STATES) \
    C(worker_list, state, CODES_OF_WORKER_STATES) \
    C(worker_list, code, "none|green|yellow|red") \
    C(worker_list, kind, CODES_OF_WORKER_KINDS) \
    C(worker_hire, kind, CODES_OF_WORKER_KINDS) \
    C(worker_update, kind, CODES_OF_WORKER_KINDS) \
    C(duty_publish, kind, CODES_OF_WORKER_KINDS "|all") \
    C(service_put, worker_kinds, CODES_OF_WORKER_KINDS) \
    C(cert_list, state, CODES_OF_CERT_STATES) \
    C(cert_list, cert_type, CODES_OF_CERT_TYPES) \
    C(session_list, state, CODES_OF_SESSION_STATES) \
    C(enrolment_list, state, CODES_OF_ENROLMENT_STATES)

#endif
