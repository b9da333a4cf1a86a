/* All messages of the set: one list an owner, and the number that C code knows a type by (never sent). */
#ifndef ANXIN_PROTO_CATALOGUE_H
#define ANXIN_PROTO_CATALOGUE_H

#include "proto/booking.h"
#include "proto/common.h"
#include "proto/envelope.h"
#include "proto/matching.h"
#include "proto/mediation.h"
#include "proto/notification.h"
#include "proto/roster.h"
#include "proto/training.h"

#define NO_RECORDS(R)

/* X(owner, list of messages, list of records) */
#define OWNERS(X) \
    X(common, COMMON_MESSAGES, COMMON_RECORDS) \
    X(shared, SHARED_MESSAGES, NO_RECORDS) \
    X(booking, BOOKING_MESSAGES, BOOKING_RECORDS) \
    X(matching, MATCHING_MESSAGES, MATCHING_RECORDS) \
    X(roster, ROSTER_MESSAGES, ROSTER_RECORDS) \
    X(training, TRAINING_MESSAGES, TRAINING_RECORDS) \
    X(mediation, MEDIATION_MESSAGES, MEDIATION_RECORDS) \
    X(notification, NOTIFICATION_MESSAGES, NOTIFICATION_RECORDS)

#define CATALOGUE_NUMBER(class, name, type, doc) MSG_##name,
#define CATALOGUE_NUMBERS(owner, messages, records) messages(CATALOGUE_NUMBER)
enum message_type { MSG_NONE, OWNERS(CATALOGUE_NUMBERS) MSG_COUNT };

#endif
