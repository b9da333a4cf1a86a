/* What mediation says and is told: cases. Subject, parties and texts never leave the service. */
#ifndef ANXIN_PROTO_MEDIATION_H
#define ANXIN_PROTO_MEDIATION_H

#include "proto/shape.h"

#define CASE_FACTS(F, W) \
    F(ID, case_id, REQ, 1, 64, "case") \
    F(CODE, number, REQ, 1, 32, "number for people") \
    F(CODE, station, REQ, 1, 32, "station") \
    F(ID, booking, OPT, 1, 64, "booking it is about (A2.14)")

#define FIELDS_case_filed(F, W, G) CASE_FACTS(F, W) \
    W(category, REQ, "service|pay|safety|training|other", "coarse category")
#define FIELDS_case_screened(F, W, G) CASE_FACTS(F, W) \
    W(route, REQ, "labour|people|consumer|hotline", "route (K2)") \
    F(TIME, accept_by, REQ, 0, INT64_MAX, "to be accepted or declined by then")
#define FIELDS_case_accepted(F, W, G) CASE_FACTS(F, W) \
    F(CODE, route, REQ, 1, 32, "route") \
    F(TIME, due, REQ, 0, INT64_MAX, "to be concluded by then (K5)") \
    F(CODE, calendar_version, REQ, 1, 32, "calendar of working days it was computed with") \
    F(BOOL, provisional, OPT, 0, 1, "reaches into a year whose calendar is not known")
#define FIELDS_case_failed(F, W, G) CASE_FACTS(F, W) \
    F(CODE, reason, REQ, 1, 32, "due_passed, ended_by_party, no_agreement ...") \
    F(CODE, next, REQ, 1, 32, "next body told: arbitration, court ...")
#define FIELDS_case_agreed(F, W, G) CASE_FACTS(F, W) F(INT, terms, OPT, 0, 100, "number of terms")
#define FIELDS_case_withdrawn(F, W, G) CASE_FACTS(F, W)
#define FIELDS_case_closed(F, W, G) CASE_FACTS(F, W) \
    W(outcome, REQ, "agreed|failed|withdrawn", "how it ended")

#define MEDIATION_MESSAGES(M) \
    M(EVENT, case_filed, "case.filed", "somebody complains (D9 row 1)") \
    M(EVENT, case_screened, "case.screened", "category and route are fixed (D9 row 3)") \
    M(EVENT, case_accepted, "case.accepted", "the clock runs (D9 row 5)") \
    M(EVENT, case_failed, "case.failed", "no agreement (D9 row 15)") \
    M(EVENT, case_agreed, "case.agreed", "an agreement (D9 row 16)") \
    M(EVENT, case_withdrawn, "case.withdrawn", "the filer gives up (D9 row 21)") \
    M(EVENT, case_closed, "case.closed", "the file is closed: whatever it held is free")

#define MEDIATION_RECORDS(R)

PROTO_RECORDS(MEDIATION_RECORDS)
PROTO_MESSAGES(MEDIATION_MESSAGES)

#endif
