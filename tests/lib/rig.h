/* A bench for one service without network: the real engine, store and handlers on a driven clock, with a transport that
 * is a list. Tests send commands, feed it events of other services, move its clock and look at what it said. */
#ifndef ANXIN_TESTS_RIG_H
#define ANXIN_TESTS_RIG_H

#include "proto/catalogue.h"
#include "service/engine.h"

struct rig;

/* A fresh store in a temporary folder, business time `now`. Fails the test (aborts) when it cannot be made. */
struct rig *rig_open(const struct service *service, int64_t now);
void rig_close(struct rig **rig);  /* removes the store */
void rig_restart(struct rig *rig); /* closes and opens the engine on the same store, as after a kill */

/* Sends a command (role "manager", actor "m-1" ...) with a fresh id and returns the answer, valid until the next call.
 */
const struct answer *rig_command(struct rig *rig, const char *role, const char *actor, enum message_type type,
                                 const void *body);
/* The same with source and id chosen: for repeats, conflicts and outside systems. */
const struct answer *rig_command_as(struct rig *rig, const char *source, const char *id, const char *role,
                                    const char *actor, enum message_type type, const void *body);
/* Asks a query; NULL when it was refused (rig_answer tells why). The struct is of the query's answer type. */
const void *rig_query(struct rig *rig, const char *role, const char *actor, enum message_type type, const void *body);
const struct answer *rig_answer(const struct rig *rig);

/* Puts an event onto the stream of another service that ours follows, and lets it be applied. */
void rig_event(struct rig *rig, const char *source, enum message_type type, const void *body, const char *subject);

/* Moves business time and fires what is due, timer by timer in order of due time. */
void rig_until(struct rig *rig, int64_t to);

/* How often it has emitted events of a type on its own stream, and the body of the last one (NULL: never). */
int rig_count(const struct rig *rig, enum message_type type);
const void *rig_last(struct rig *rig, enum message_type type);

int64_t rig_now(const struct rig *rig);
int64_t rig_parked(struct rig *rig); /* messages set aside: a test that expects none should say so */

#endif
